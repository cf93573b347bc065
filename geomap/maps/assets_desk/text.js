// The article beside the form: spans highlighted, place names to be clicked, and a cursor of words by which text is marked without a mouse.

// Offsets of rows count code points, JavaScript counts halves of pairs: texts with such pairs get a table of both.
function offsetsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) { return { toUnit: (n) => n, toPoint: (n) => n }; }
  const units = [];
  for (let i = 0; i < text.length; i += text.codePointAt(i) > 0xffff ? 2 : 1) { units.push(i); }
  units.push(text.length);
  const points = new Map(units.map((u, p) => [u, p]));
  return { toUnit: (n) => units[Math.min(n, units.length - 1)], toPoint: (u) => points.get(u) ?? points.get(u - 1) ?? units.length - 1 };
}

function makeText(desk, store, act) {
  const host = $("text"), view = { article: -1, item: null, words: [], at: -1, from: -1, mention: -1 };
  let offsets = null, text = "", drawn = new Map(); // by its start: a paragraph of the article, its words, and how it is marked

  // Stretches with the same marks, in order; a mark is a class and what it belongs to.
  function stretches(spans, from, to) {
    const cuts = [...new Set([from, to, ...spans.flatMap((s) => [s.start, s.end]).filter((p) => p > from && p < to)])].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((a, k) => ({ start: a, end: cuts[k + 1], marks: spans.filter((s) => s.start <= a && s.end >= cuts[k + 1]) }));
  }

  function spansOf(item) {
    const article = desk.data.articles[view.article], spans = [], add = (list, cls, more) => { for (const [start, end] of list || []) { spans.push({ start: offsets.toUnit(start), end: offsets.toUnit(end), cls, ...more }); } };
    add(article.boilerplate, "boilerplate");
    add(article.headline ? [article.headline] : [], "headline");
    for (const i of desk.mentionsOf[view.article]) { const m = desk.data.mentions[i]; add([[m.start, m.end]], m.place_id ? "mention" : "mention open", { mention: i }); }
    for (const other of desk.items) { if (other.article === view.article && other !== item && other.kind !== "control") { add([[other.start, other.end]], DECIDED.includes(store.review(other)) ? "other done" : "other"); } }
    if (item && item.kind !== "article") {
      add(item.evidence, "evidence");
      add(item.kind === "control" ? [] : [[item.start, item.end]], "trigger");
      for (const [role, list] of Object.entries(item.roles)) { add(list, "role-" + role); }
      if (item.mention !== null && item.mention !== undefined) { const m = desk.data.mentions[item.mention]; add([[m.start, m.end]], "chosen"); }
    }
    return spans;
  }

  // A paragraph: the one that stands already, if it is marked the same.
  function paragraph(start, end, spans) {
    const parts = stretches(spans.filter((s) => s.start < end && s.end > start), start, end);
    const marks = parts.map((part) => [part.start, ...part.marks.map((m) => m.cls + (m.mention ?? ""))].join(" ")).join("\n"), old = drawn.get(start);
    return old && old.marks === marks ? old : { marks, ...written(parts) };
  }

  function written(parts) {
    const node = el("p"), words = [];
    node.dir = "auto";
    for (const part of parts) {
      const cls = [...new Set(part.marks.map((m) => m.cls))].join(" "), mention = part.marks.find((m) => m.mention !== undefined);
      let start = part.start;
      for (const word of text.slice(part.start, part.end).match(/\s+|[^\s]+/g) || []) {
        const span = el("span", cls);
        span.textContent = word; // not through el: each word would get a direction of its own
        span.dataset.start = start;
        if (mention) { span.dataset.mention = mention.mention; }
        if (/\S/.test(word)) { words.push({ node: span, start, end: start + word.length }); }
        node.append(span);
        start += word.length;
      }
    }
    return { node, words };
  }

  view.show = (item, articleIndex) => {
    view.item = item;
    const moved = articleIndex !== view.article;
    view.article = articleIndex;
    const article = desk.data.articles[articleIndex];
    text = article.text;
    offsets = offsetsOf(text);
    for (const word of view.words) { word.node.classList.remove("cursor"); }
    const chosen = window.getSelection();
    if (chosen && host.contains(chosen.anchorNode)) { chosen.removeAllRanges(); } // what was marked belonged to the item before
    if (moved) { drawn = new Map(); }
    $("text-title").textContent = article.title || article.file;
    $("text-source").textContent = [article.outlet || "outlet not known", article.published || "publication date not known", article.file].join(" \u00b7 ");
    const spans = spansOf(item), starts = article.paragraphs.length ? article.paragraphs.map(([a, b]) => [offsets.toUnit(a), offsets.toUnit(b)]) : [[0, text.length]];
    drawn = new Map(starts.filter(([a, b]) => b > a).map(([a, b]) => [a, paragraph(a, b, spans)]));
    view.words = [...drawn.values()].flatMap((p) => p.words);
    arrange(host, [...drawn.values()].map((p) => p.node));
    view.at = -1;
    view.from = -1;
    const first = host.querySelector(".trigger") || host.querySelector(".evidence");
    if (first) { first.scrollIntoView({ block: "center", behavior: "instant" }); } else if (moved) { host.scrollTop = 0; }
    view.marked();
  };

  // What is marked: by the mouse, or by the cursor of words; offsets in code points.
  view.selection = () => {
    const chosen = window.getSelection();
    if (chosen && !chosen.isCollapsed && host.contains(chosen.anchorNode) && host.contains(chosen.focusNode)) {
      const at = (node, offset) => { const span = node.nodeType === 3 ? node.parentNode : node.childNodes[offset] || node; return span.dataset && span.dataset.start ? Number(span.dataset.start) + (node.nodeType === 3 ? offset : 0) : -1; };
      const ends = [at(chosen.anchorNode, chosen.anchorOffset), at(chosen.focusNode, chosen.focusOffset)].sort((a, b) => a - b);
      if (ends[0] >= 0 && ends[1] > ends[0]) { return [offsets.toPoint(ends[0]), offsets.toPoint(ends[1])]; }
    }
    if (view.at < 0) { return null; }
    const [a, b] = [Math.min(view.at, view.from), Math.max(view.at, view.from)];
    return [offsets.toPoint(view.words[a].start), offsets.toPoint(view.words[b].end)];
  };
  view.marked = () => {
    const span = view.selection();
    $("add").disabled = !span;
    $("marked").textContent = span ? "Marked: \u201c" + text.slice(offsets.toUnit(span[0]), offsets.toUnit(span[1])).slice(0, 60) + "\u201d" : "Mark words to add an event that was missed.";
  };

  function move(to, extend) {
    view.at = Math.max(0, Math.min(view.words.length - 1, to));
    if (!extend) { view.from = view.at; }
    const [a, b] = [Math.min(view.at, view.from), Math.max(view.at, view.from)];
    view.words.forEach((w, i) => { w.node.classList.toggle("cursor", i >= a && i <= b); });
    view.words[view.at].node.scrollIntoView({ block: "nearest", behavior: "instant" });
    view.marked();
    act.say(view.words.slice(a, b + 1).map((w) => w.node.textContent).join(" ").slice(-200));
  }

  host.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || !view.words.length) { return; }
    const start = view.at < 0 ? Math.max(0, view.words.findIndex((w) => w.node.classList.contains("trigger") || w.node.classList.contains("evidence"))) : view.at;
    const first = view.at < 0 ? 0 : 1, steps = { ArrowRight: first, ArrowLeft: -first, ArrowDown: 10 * first, ArrowUp: -10 * first };
    if (e.key in steps) { move(start + steps[e.key], e.shiftKey); } else if (e.key === "Home") { move(0, e.shiftKey); } else if (e.key === "End") { move(view.words.length - 1, e.shiftKey); } else if (e.key === "Enter" && view.at >= 0) {
      const mention = view.words[view.at].node.dataset.mention;
      if (view.at === view.from && mention !== undefined) { act.mention(Number(mention)); } else { act.add(); }
    } else { return; }
    e.preventDefault();
  });
  host.addEventListener("click", (e) => {
    const chosen = window.getSelection();
    if (chosen && !chosen.isCollapsed) { return; }
    const mention = e.target.dataset && e.target.dataset.mention;
    if (mention !== undefined) { act.mention(Number(mention)); }
  });
  document.addEventListener("selectionchange", () => view.marked());
  return view;
}
