// The list of what is to be reviewed: the doubtful and weighty first, or as the articles tell it; and how far the work has come.

const REVIEW_WORDS = { unreviewed: "not yet reviewed", accepted: "accepted", edited: "accepted with changes", rejected: "rejected", disputed: "disputed" };

const AROUND = 150; // items drawn on either side of the open one: a list of thousands would be laid out anew with each key

// Put nodes into a host, touching only what is not in its place: what is left alone is not laid out anew.
function arrange(host, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...host.childNodes]) { if (!wanted.has(child)) { child.remove(); } }
  let at = host.firstChild;
  for (const node of nodes) { if (node === at) { at = at.nextSibling; } else { host.insertBefore(node, at); } }
}

function makeQueue(desk, store, act) {
  const host = $("queue"), view = { order: [], at: 0 };
  let drawn = new Map(); // by item: its row, and what the row says

  function arranged() {
    const all = [...desk.items, ...desk.articleItems], mode = $("order").value, open = $("only-open").checked;
    const sorted = mode === "doubt" ? all.sort((a, b) => b.rank - a.rank || a.article - b.article || a.start - b.start || (a.kind < b.kind ? -1 : 1)) : all.sort((a, b) => a.article - b.article || (a.kind === "article" ? -1 : a.start) - (b.kind === "article" ? -1 : b.start) || (a.kind < b.kind ? 1 : -1));
    return open ? sorted.filter((item) => item.kind === "article" || !DECIDED.includes(store.review(item)) || item.key === view.key) : sorted;
  }

  // The row of an item: the one that stands already, if it says the same.
  function row(item, i) {
    const state = item.kind === "article" ? "" : store.review(item), sign = { accepted: "\u2713", edited: "\u270e", rejected: "\u2715", disputed: "?" }[state] || (item.kind !== "article" && store.edited(item) ? "\u2022" : ""), line = itemLine(desk, store, item);
    const small = item.kind === "article" ? "article: date, outlet, anything missed" : [item.kind === "control" ? "control" : "", ...item.why, REVIEW_WORDS[state]].filter((t) => t && t !== REVIEW_WORDS.unreviewed).join("; ") || "\u00a0";
    const says = [i, view.order.length, item.key === view.key, state, sign, line, small].join("\n"), old = drawn.get(item);
    return old && old.says === says ? old : { says, node: rowNode(item, i, state, sign, line, small) };
  }

  function rowNode(item, i, state, sign, line, small) {
    const node = el("li", "item " + item.kind), words = el("span", "words");
    node.id = "q-" + i;
    node.setAttribute("role", "option");
    node.setAttribute("aria-selected", item.key === view.key);
    node.setAttribute("aria-setsize", view.order.length);
    node.setAttribute("aria-posinset", i + 1);
    node.classList.add(state || "plain");
    words.append(el("span", "line", line), el("small", "", small));
    node.append(el("span", "badge", sign), words);
    node.addEventListener("click", () => act.go(item.key));
    return node;
  }

  function more(text, i) {
    const node = el("li", "item more-items", text);
    node.setAttribute("role", "presentation");
    node.addEventListener("click", () => act.go(view.order[i].key));
    return node;
  }

  view.show = (key) => {
    view.key = key;
    view.order = arranged();
    view.at = Math.max(0, view.order.findIndex((item) => item.key === key));
    const from = Math.max(0, view.at - AROUND), to = Math.min(view.order.length, view.at + AROUND + 1);
    drawn = new Map(view.order.slice(from, to).map((item, k) => [item, row(item, from + k)]));
    const shown = [...drawn.values()].map((r) => r.node);
    if (from > 0) { shown.unshift(more(from + " before", from - 1)); }
    if (to < view.order.length) { shown.push(more(view.order.length - to + " after", to)); }
    arrange(host, shown);
    host.setAttribute("aria-activedescendant", "q-" + view.at);
    const here = $("q-" + view.at);
    if (here) { here.scrollIntoView({ block: "nearest", behavior: "instant" }); }
    const counts = { accepted: 0, edited: 0, rejected: 0, disputed: 0, unreviewed: 0 };
    for (const item of desk.items) { counts[store.review(item)]++; }
    const done = desk.items.length - counts.unreviewed;
    $("progress").max = Math.max(1, desk.items.length);
    $("progress").value = done;
    $("count").textContent = done.toLocaleString("en") + " of " + desk.items.length.toLocaleString("en") + " decided";
    $("count-more").textContent = ["accepted", "edited", "rejected", "disputed"].filter((k) => counts[k]).map((k) => counts[k] + " " + (k === "edited" ? "accepted with changes" : k)).join(", ");
  };

  // The next item that is not decided yet, further down, then from the top.
  view.nextOpen = (key) => {
    const at = view.order.findIndex((item) => item.key === key), round = [...view.order.slice(at + 1), ...view.order.slice(0, Math.max(0, at))];
    const found = round.find((item) => item.kind !== "article" && !DECIDED.includes(store.review(item)));
    return found ? found.key : null;
  };
  view.step = (by) => { const next = view.order[Math.max(0, Math.min(view.order.length - 1, view.at + by))]; return next ? next.key : null; };
  host.addEventListener("keydown", (e) => {
    const to = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -1e9, End: 1e9 }[e.key];
    if (to === undefined || e.ctrlKey || e.altKey || e.metaKey) { return; }
    e.preventDefault();
    act.go(view.step(to));
  });
  for (const id of ["order", "only-open"]) { $(id).addEventListener("change", () => act.refresh()); }
  return view;
}
