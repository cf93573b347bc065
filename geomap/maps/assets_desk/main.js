// Puts the desk together: one item is open at a time, one step is one decision, and every step can be taken back.

const HELP = [
  ["a", "accept (with changes, if there are any), and go on"], ["r", "reject, and go on"], ["d", "disputed: leave it as a question, and go on"], ["n / p", "next, previous"], ["u", "undo the last decision"], ["e", "edit: go to the first field"],
  ["1 \u2013 9, 0", "choose that place; 0: no place"], ["m", "merge with another report"], ["s", "split: an event of its own"], ["t", "to the text; arrow keys move a word at a time, with Shift they mark, Enter adds an event there or opens a place name"],
  ["o", "to the place and its reach"], ["l", "to the list"], ["w", "save corrections.csv"], ["Escape", "leave a field, close this"], ["?", "this help"],
];

async function start() {
  const desk = makeDesk(await loadData()), lists = desk.data.lists;
  const say = (text) => { $("say").textContent = ""; requestAnimationFrame(() => { $("say").textContent = text; }); };
  const store = makeStore(desk, () => refresh());
  let current = null, mention = null, ready = false;
  const act = { say, go, refresh, mention: openMention, add: addEvent };
  $("title").textContent = "Review: " + desk.data.title;
  document.title = "Review: " + desk.data.title;
  $("credit").textContent = desk.data.credit;
  $("by").value = store.by;
  $("kept").textContent = store.kept ? "Decisions stay in this browser until you save them." : "This browser keeps nothing: save corrections.csv before you close the page.";
  const text = makeText(desk, store, act), places = makePlaces(desk, store, act), form = makeForm(desk, store, act), queue = makeQueue(desk, store, act);
  ready = true;

  const find = (key) => [...desk.items, ...desk.articleItems].find((item) => item.key === key);
  function refresh() {
    if (!ready) { return; }
    let item = find(current && current.key);
    if (!item) { item = current && current.article >= 0 ? desk.articleItems[current.article] : null; mention = null; }
    if (!item) { return; }
    current = item;
    const focus = document.activeElement && document.activeElement.id, chosen = document.activeElement && document.activeElement.name === "place" ? document.activeElement.value : null;
    queue.show(item.key);
    if (text.item !== item || text.article !== item.article) { text.show(item, item.article); } // an edit of a field leaves marks and scrolling alone
    form.show(item);
    places.show(item, mention !== null ? mention : item.mention ?? null, mention !== null);
    $("place").hidden = item.kind === "article" && mention === null;
    $("mention-back").hidden = mention === null;
    $("item-kind").textContent = { report: "Report", control: "Who holds ground", article: "Article", added: "Added by a person" }[item.kind];
    $("item-title").textContent = itemLine(desk, store, item);
    $("item-why").textContent = item.why.length ? "Look at: " + item.why.join("; ") : "";
    const state = item.kind === "article" ? (store.row(item, "review") || { new: "" }).new : store.review(item);
    $("state").textContent = (REVIEW_WORDS[state] || "") + (state === "unreviewed" && store.edited(item) ? ", with changes" : "");
    $("state").dataset.state = state;
    const whole = item.kind === "article", edited = !whole && store.edited(item);
    $("accept").textContent = whole ? "Accept the rest" : edited ? "Accept \u270e" : "Accept";
    $("accept").setAttribute("aria-label", whole ? "Accept all of the article that is undecided" : edited ? "Accept with changes" : "Accept");
    $("reject").textContent = whole ? "Reject the rest" : "Reject";
    $("dispute").hidden = whole;
    $("undo").disabled = !store.steps.length;
    const back = focus && $(focus);
    if (back && back !== document.activeElement) { back.focus({ preventScroll: true }); }
    if (chosen !== null) { const radio = [...document.getElementsByName("place")].find((n) => n.checked) || document.getElementsByName("place")[0]; if (radio) { radio.focus({ preventScroll: true }); } }
  }
  function go(key) {
    if (!key) { return; }
    current = find(key) || current;
    mention = null;
    refresh();
    say($("count").textContent + ". " + $("item-title").textContent + ". " + $("state").textContent + ". " + $("item-why").textContent);
  }
  function decide(review) {
    const item = current, value = review === "accepted" && item.kind !== "article" && store.edited(item) ? "edited" : review;
    const next = queue.nextOpen(item.key);
    store.put(item, [{ ...anchorRow(desk, item, "review", value, item.scope), old: "unreviewed" }], [], Boolean(next));
    if (next) { go(next); } else { say("Every report and statement is decided. Save corrections.csv."); }
  }
  function undo() {
    const step = store.undo();
    if (!step) { say("Nothing to undo."); return; }
    if (step.at && find(step.at)) { go(step.at); } else { refresh(); }
    say("Taken back. " + $("item-title").textContent);
  }
  function openMention(i) {
    mention = i;
    refresh();
    part("form");
    const first = document.querySelector("input[name=place]:checked") || document.querySelector("input[name=place]");
    if (first) { first.focus(); }
    say("Place name " + desk.data.mentions[i].text);
  }
  function addEvent() {
    const span = text.selection();
    if (!span) { say("Mark words first."); return; }
    const added = { kind: "added", article: text.article, start: span[0], end: span[1], id: "", base: {}, mention: null };
    store.put(current, [{ ...anchorRow(desk, added, "add", "Other", "report"), old: "" }]);
    current = desk.added.find((a) => a.article === text.article && a.start === span[0] && a.end === span[1]) || current;
    refresh();
    part("form");
    form.inputs.event_type.focus();
    say("Event added; choose its type, place and date, then accept it.");
  }

  async function save() {
    const csv = await rowsToCsv([...store.rows.values()]);
    downloadBlob("corrections.csv", new Blob([csv], { type: "text/csv" }));
    say(store.rows.size + " decisions saved as corrections.csv.");
  }
  function saveGold() {
    const articles = goldReady(desk, store), left = desk.data.articles.length - articles.length;
    if (!articles.length) { say("No article is reviewed whole yet: decide on each of its reports first."); return; }
    downloadBlob("gold.zip", goldZip(desk, store, articles));
    say(articles.length + " reviewed articles saved as gold.zip" + (left ? "; " + left + " are not reviewed whole and left out." : "."));
  }
  function downloadBlob(name, blob) {
    const link = document.createElement("a"), url = URL.createObjectURL(blob);
    link.href = url;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }
  async function loadFile(file) {
    if (!file) { return; }
    try {
      if (file.size > 50e6) { throw new Error("the file has more than 50 MB"); }
      const rows = rowsFromCsv(await file.text()), shas = new Set(desk.data.articles.map((a) => a.sha256)), elsewhere = rows.filter((r) => r.article_sha256 && !shas.has(r.article_sha256)).length;
      store.load(rows);
      if (current && DECIDED.includes(store.review(current))) { go(queue.nextOpen(current.key)); }
      if (!store.by && rows.length) { store.named(rows.find((r) => r.by)?.by.split(";")[0].trim() || ""); $("by").value = store.by; }
      say(rows.length + " decisions loaded" + (elsewhere ? "; " + elsewhere + " belong to articles that are not in this run and are kept as they are." : "."));
    } catch (error) { say("The file cannot be used: " + error.message); }
    $("load").value = "";
  }

  function part(name) {
    $("desk").dataset.part = name;
    for (const b of document.querySelectorAll(".tabs button")) { b.setAttribute("aria-pressed", b.dataset.show === name); }
    if (name === "form" && current) { places.map.map.invalidateSize({ animate: false }); places.show(current, mention !== null ? mention : current.mention ?? null, mention !== null); }
  }
  function help(open) {
    $("help").hidden = !open;
    if (open) { $("help-close").focus(); } else { leave(); }
  }
  function leave() { document.activeElement.blur(); $("queue").focus(); } // the list takes no focus where it is not shown: on a phone
  function focusOn(node) { part("form"); if (node) { node.focus(); } }

  const keys = {
    a: () => decide("accepted"), r: () => decide("rejected"), d: () => decide("disputed"), n: () => go(queue.step(1)), p: () => go(queue.step(-1)), u: undo, e: () => focusOn(document.querySelector("#fields select, #fields input")),
    m: () => focusOn($("joining").hidden ? null : $("merge-with")), s: () => { if (!$("joining").hidden) { form.split(); say("An event of its own."); } }, t: () => { part("text"); $("text").focus(); }, o: () => focusOn($("place-scope")), l: () => { part("queue"); $("queue").focus(); }, w: save, "?": () => help(true),
  };
  document.addEventListener("keydown", (e) => {
    const typing = e.target.matches && e.target.matches("input:not([type=radio]):not([type=checkbox]):not([type=file]), select, textarea");
    if (e.key === "Escape") {
      if (!$("help").hidden) { help(false); } else if (mention !== null && !typing) { mention = null; refresh(); leave(); } else { leave(); }
      return;
    }
    if (e.key === "Tab" && !$("help").hidden) { e.preventDefault(); } // its one button keeps the focus
    if (typing || !$("help").hidden || e.ctrlKey || e.altKey || e.metaKey) { return; }
    const place = /^[0-9]$/.test(e.key) && !$("place").hidden ? [...document.getElementsByName("place")] : [];
    if (place.length) { const radio = e.key === "0" ? place[place.length - 1] : place.slice(0, -1)[Number(e.key) - 1]; if (radio) { places.choose(radio.value); say("Place: " + $("item-title").textContent); } return; }
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
  for (const [id, run] of [["accept", keys.a], ["reject", keys.r], ["dispute", keys.d], ["undo", undo], ["next", keys.n], ["previous", keys.p], ["add", addEvent], ["save", save], ["gold", saveGold], ["help-open", () => help(true)], ["help-close", () => help(false)], ["mention-back", () => { mention = null; refresh(); }]]) { $(id).addEventListener("click", run); }
  $("load-open").addEventListener("click", () => $("load").click());
  $("load").addEventListener("change", () => loadFile($("load").files[0]));
  $("by").addEventListener("change", () => store.named($("by").value.trim()));
  for (const b of document.querySelectorAll(".tabs button")) { b.addEventListener("click", () => part(b.dataset.show)); }
  $("help-list").replaceChildren(...HELP.flatMap(([k, what]) => [el("dt", "", k), el("dd", "", what)]));
  part("text");
  queue.show(null);
  current = queue.order[0];
  const open = queue.order.find((item) => item.kind !== "article" && !DECIDED.includes(store.review(item)));
  go((open || current || {}).key);
  window.geomap = { desk, store, queue, current: () => current, go, toCsv: rowsToCsv, fromCsv: rowsFromCsv }; // for tests
  document.documentElement.dataset.ready = "true";
}
start();
