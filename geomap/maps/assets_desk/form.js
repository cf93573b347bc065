// What was coded, to be corrected: every field is a list or a text in the grammar of corrections.csv, and each change is a decision at once.

const FORM_FIELDS = {
  report: [["event_type", "Type", "type"], ["sub_event_type", "Sub-type", "sub"], ["actor1", "Initiator", "actor"], ["actor2", "Target", "actor"], ["date", "Date", "date"], ["status", "Status", "status"], ["deaths", "Killed", "losses"], ["control_change", "Control", "change"], ["object", "What was hit", "text"], ["weapon", "Weapon", "text"]],
  control: [["side", "Held by", "side"], ["from_side", "Held before by", "side"], ["kind", "Kind", "kind"], ["date", "Date", "date"], ["status", "Status", "status"]],
  article: [["published", "Published", "date"], ["outlet", "Outlet", "text"], ["not-coded", "Leave out", "yesno"]],
};
FORM_FIELDS.added = FORM_FIELDS.report;
const FORMS = {
  date: [/^(none|\d{4}(-\d\d(-\d\d(\/\d{4}-\d\d-\d\d)?)?)?)$/, "Write a date as 2017, 2017-03, 2017-03-14, a range as 2017-03-14/2017-03-16, or none."],
  losses: [/^(none|(actor1|actor2|civilians|unknown):\d+(-\d+)?(;\s*(actor1|actor2|civilians|unknown):\d+(-\d+)?)*)$/, "Write the killed as civilians:3 or civilians:3-5; actor1:2, or none."],
  change: [/^(none|[^>]*>[^>]+)$/, "Write who held the place and who holds it as government>opposition, or none."],
};

function makeForm(desk, store, act) {
  const host = $("fields"), view = { item: null, inputs: {} }, lists = desk.data.lists;
  const options = (values) => values.map(([value, text]) => { const o = el("option", "", text); o.value = value; return o; });
  const datalist = (id, values) => { $(id).replaceChildren(...values.map((v) => { const o = document.createElement("option"); o.value = v; return o; })); };
  const actorLabel = (id) => (desk.actorName.has(id) ? desk.actorName.get(id) + " [" + id + "]" : id === "none" ? "" : id);
  const labelled = new Map([...desk.actorName].map(([id, name]) => [name + " [" + id + "]", id])), byName = new Map([...desk.actorName].map(([id, name]) => [name.toLowerCase(), id]));
  datalist("known-actors", [...labelled.keys()]);
  datalist("known-sides", lists.sides.map(([id]) => id));
  const actorValue = (text) => { const t = text.trim(); return t === "" ? "none" : labelled.get(t) || byName.get(t.toLowerCase()) || t; };

  function input(field, kind) {
    const choices = {
      type: () => Object.keys(lists.types).map((t) => [t, t]), status: () => lists.statuses.map((s) => [s, s]), kind: () => lists.kinds.map((s) => [s, s]), yesno: () => [["no", "no"], ["yes", "yes: code nothing of this article"]], sub: () => [],
    };
    const node = document.createElement(choices[kind] ? "select" : "input");
    if (choices[kind]) { node.append(...options(choices[kind]())); } else {
      node.type = "text";
      node.autocomplete = "off";
      node.spellcheck = false;
      node.dir = "auto";
      const list = { actor: "known-actors", side: "known-sides", date: "known-dates" }[kind];
      if (list) { node.setAttribute("list", list); }
      node.placeholder = { actor: "none named", date: "none, 2017, 2017-03, 2017-03-14", losses: "civilians:3-5", change: "from>to" }[kind] || "none";
    }
    node.id = "f-" + field;
    node.addEventListener("change", () => set(field, kind, node));
    return node;
  }

  // Values go into the fields that stand: one that is being left by Tab must not vanish under the reviewer.
  function show(field, kind, line) {
    const item = view.item, value = field === "event_type" ? desk.typeOf[store.value(item, "sub_event_type")] || item.base.event_type : store.value(item, field), node = view.inputs[field], row = store.row(item, field);
    if (kind === "sub") { node.replaceChildren(...options((lists.types[desk.typeOf[value]] || Object.keys(desk.typeOf)).map((s) => [s, s]))); }
    node.value = kind === "actor" ? actorLabel(value) : node.tagName === "SELECT" || value !== "none" ? value : "";
    node.removeAttribute("aria-invalid");
    line.classList.toggle("changed", Boolean(row));
    line.querySelector(".was").textContent = row && row.old && row.old !== row.new ? "was " + (kind === "actor" ? actorLabel(row.old) || "none" : row.old) : "";
  }

  function set(field, kind, node) {
    const item = view.item, typed = node.value.trim(), value = kind === "actor" ? actorValue(typed) : typed === "" ? "none" : typed, rule = FORMS[kind];
    const wrong = Boolean(rule && !rule[0].test(value)) || (value === "none" && ["side", "outlet"].includes(field));
    node.setAttribute("aria-invalid", wrong);
    if (wrong) { act.say(rule ? rule[1] : "Give a value."); return; }
    // the type follows from the sub-type: a new type takes the plainest of its sub-types, which the next list then refines
    const target = field === "event_type" ? "sub_event_type" : field, final = field === "event_type" ? plainest(value) : value;
    if (item.kind === "added" && target === "sub_event_type") { store.put(item, [{ ...anchorRow(desk, item, "add", final, item.scope), old: "" }]); return; }
    const row = anchorRow(desk, item, target, final, item.scope), before = store.row(item, target);
    if (final === item.base[target]) { if (before) { store.put(item, [], [keyOf(before)]); } } else { store.put(item, [row]); }
  }
  const plainest = (type) => ({ "Battles": "Armed clash", "Protests": "Peaceful protest", "Violence against civilians": "Attack", "Explosions/Remote violence": "Shelling/artillery/missile attack", "Riots": "Mob violence", "Strategic developments": "Other" })[type] || lists.types[type][0];

  function dates(item) {
    const article = desk.data.articles[item.article], found = desk.data.reports.filter((r) => r.article === item.article).map(dateText).filter((d) => d !== "none");
    datalist("known-dates", [...new Set([article.published, ...found].filter(Boolean))].sort());
  }

  function merging(item) {
    const near = desk.items.filter((o) => o !== item && o.kind === "report" && store.review(o) !== "rejected").map((o) => ({ o, score: likeness(item, o) })).filter((x) => x.score > 0).sort((a, b) => b.score - a.score || a.o.n - b.o.n).slice(0, 25);
    $("merge-with").replaceChildren(...options([["", "another report of the same event\u2026"], ...near.map(({ o }) => [o.key, itemLine(desk, store, o) + " (" + desk.data.articles[o.article].id + ")"])]));
    const rows = store.of(item).filter((r) => ["merge", "split"].includes(r.field));
    $("joined").replaceChildren(...rows.map((r) => el("li", "", r.field === "split" ? "an event of its own" : "one event with " + mergedName(r.new))));
  }
  function mergedName(anchor) {
    const [sha, span] = anchor.split(":"), o = desk.items.find((x) => desk.data.articles[x.article].sha256 === sha && x.start + "-" + x.end === span);
    return o ? itemLine(desk, store, o) + " (" + desk.data.articles[o.article].id + ")" : anchor;
  }
  function likeness(a, b) {
    const same = (f) => store.value(a, f) === store.value(b, f) && store.value(a, f) !== "none";
    const merged = a.source && b.source && a.source.event && a.source.event === b.source.event;
    return merged ? 0.1 : (store.place(a) === store.place(b) ? 3 : 0) + (same("date") ? 3 : 0) + (same("sub_event_type") ? 2 : 0) + (same("actor1") ? 1 : 0) + (same("actor2") ? 1 : 0);
  }

  view.merge = (key) => {
    const other = desk.items.find((o) => o.key === key);
    if (!other) { return; }
    const anchor = desk.data.articles[other.article].sha256 + ":" + other.start + "-" + other.end + (other.id ? ":" + other.id : ""), split = store.row(view.item, "split");
    store.put(view.item, [{ ...anchorRow(desk, view.item, "merge", anchor, "report"), old: "" }], split ? [keyOf(split)] : []);
  };
  view.split = () => store.put(view.item, [{ ...anchorRow(desk, view.item, "split", "apart", "report"), old: "" }], store.of(view.item).filter((r) => r.field === "merge").map(keyOf));

  view.show = (item) => {
    view.item = item;
    if (view.shown !== item.key) {
      view.shown = item.key;
      view.inputs = {};
      view.lines = FORM_FIELDS[item.kind].map(([field, name, kind]) => {
        const label = el("label", "", name), line = el("div", "field"), node = input(field, kind);
        label.htmlFor = node.id;
        line.append(label, node, el("small", "was"));
        view.inputs[field] = node;
        return line;
      });
      host.replaceChildren(...view.lines);
    }
    FORM_FIELDS[item.kind].forEach(([field, , kind], k) => show(field, kind, view.lines[k]));
    dates(item);
    $("why").value = (store.of(item).find((r) => r.why) || { why: "" }).why;
    $("joining").hidden = !["report", "added"].includes(item.kind);
    if (!$("joining").hidden) { merging(item); }
  };
  $("merge").addEventListener("click", () => { if ($("merge-with").value) { view.merge($("merge-with").value); } });
  $("split").addEventListener("click", view.split);
  $("why").addEventListener("change", () => {
    const own = store.of(view.item);
    if (own.length) { store.put(view.item, own.map((r) => ({ ...r, why: $("why").value.trim() }))); }
  });
  return view;
}

// One line that names an item.
function itemLine(desk, store, item) {
  const name = (v) => (v === "none" || v === undefined ? "" : desk.actorName.get(v) || desk.sideName.get(v) || v), value = store.place(item), place = placeOf(desk, value);
  const where = value === item.base.place && item.source && item.source.place || (place ? place.name : "no place"); // a place told in words has a name and no id
  if (item.kind === "article") { return item.source.title || item.source.file; }
  const date = store.value(item, "date"), when = date === "none" ? "no date" : date.replace("/", " to ");
  const side = item.kind === "control" ? name(store.value(item, "side")) : "", verb = { state: " holds ", change: " takes ", contested: " contests ", besieged: " besieges " }[store.value(item, "kind")];
  if (item.kind === "control") { return side + (verb || ": ") + where + ", " + when; }
  const by = name(store.value(item, "actor1")), on = name(store.value(item, "actor2")), who = by + (on ? (by ? " " : "") + "\u2192 " + on : "");
  return store.value(item, "sub_event_type") + ", " + where + ", " + when + (who ? ": " + who : "");
}
