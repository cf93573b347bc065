// One pass over typed arrays: which events pass all criteria, and, per dimension, how many would pass its other criteria.

const RANGE = 100, SEARCH = 101;

function newState(model) {
  return { role: "either", from: model.first_day, to: model.last_day, query: "", places: null, placesName: "", selected: -1 };
}
const wholeRange = (model, state) => state.from <= model.first_day && state.to >= model.last_day;

const ASCII = /^[\x00-\x7f]*$/;
function fold(text) {
  const plain = ASCII.test(text) ? text.replace(/['`]/g, "") : text.normalize("NFD").replace(/[\u0300-\u036f\u2018\u2019'`\u02bc]/g, "");
  return plain.toLowerCase().replace(/[-\u2010-\u2015\s]+/g, " ");
}

// The folded text of each event, made in idle moments after the start; a search makes what is still missing.
function growHaystack(model, count) {
  const { ev, places, first } = model, rep = ev.reports, hay = model.hay || (model.hay = []), known = model.folded || (model.folded = new Map());
  const once = (text) => { let f = known.get(text); if (f === undefined) { f = fold(text); known.set(text, f); } return f; };
  for (let i = hay.length, end = Math.min(model.n, i + count); i < end; i++) {
    const p = ev.place[i];
    let text = fold(ev.id[i]) + "\n" + once(places.place[p]) + "\n" + once(places.admin1[p]) + "\n" + once(actorName(model, ev.actor1[i])) + "\n" + once(actorName(model, ev.actor2[i]));
    for (let r = first[i]; r < first[i + 1]; r++) { text += "\n" + fold(rep.quotes[rep.quote[r]]); }
    hay.push(text);
  }
  return hay;
}
function growWhenIdle(model) {
  const later = window.requestIdleCallback || ((run) => setTimeout(run, 50));
  later(() => { if (growHaystack(model, 1000).length < model.n) { growWhenIdle(model); } });
}

function searchHits(model, query) {
  const words = fold(query).trim();
  if (!words) { return null; }
  const hay = growHaystack(model, model.n), hits = new Uint8Array(model.n);
  for (let i = 0; i < model.n; i++) { if (hay[i].includes(words)) { hits[i] = 1; } }
  return hits;
}

function refilter(model, state) {
  const n = model.n, fail = model.fail || (model.fail = new Uint8Array(n)), which = model.which || (model.which = new Uint8Array(n));
  fail.fill(0);
  model.dims.forEach((dim, k) => {
    dim.narrow = dim.on.includes(0);
    if (!dim.narrow) { return; }
    const { start, leaf, on } = dim;
    for (let i = 0; i < n; i++) {
      let ok = 0;
      for (let j = start[i]; j < start[i + 1]; j++) { if (on[leaf[j]]) { ok = 1; break; } }
      if (!ok) { fail[i]++; which[i] = k; }
    }
  });
  if (!wholeRange(model, state)) {
    for (let i = 0; i < n; i++) {
      if (model.start[i] === NONE || model.end[i] < state.from || model.start[i] > state.to) { fail[i]++; which[i] = RANGE; }
    }
  }
  if (model.hits) { for (let i = 0; i < n; i++) { if (!model.hits[i]) { fail[i]++; which[i] = SEARCH; } } }
  model.dims.forEach((dim, k) => countNodes(model, dim, k));
  summarise(model);
}

// A node counts distinct events: the stamp keeps an event from counting twice in one node. Planned, threatened, denied and
// historical items count only in their own rows of the status list.
function countNodes(model, dim, k) {
  const { n, fail, which, counted } = model, { start, leaf, counts, stamp, nodes } = dim, all = dim.countsAll;
  const parent = dim.parents || (dim.parents = Int32Array.from(nodes, (node) => node.parent));
  counts.fill(0);
  stamp.fill(-1);
  for (let i = 0; i < n; i++) {
    if (fail[i] > 1 || (fail[i] === 1 && which[i] !== k) || (!all && !counted[i])) { continue; }
    for (let j = start[i]; j < start[i + 1]; j++) {
      for (let node = leaf[j]; node >= 0 && stamp[node] !== i; node = parent[node]) { stamp[node] = i; counts[node]++; }
    }
  }
}

function summarise(model) {
  const { n, fail, counted, place, places } = model;
  let shown = 0, apart = 0;
  const placed = [0, 0, 0, 0, 0], apartBy = {};
  for (let i = 0; i < n; i++) {
    if (fail[i]) { continue; }
    if (counted[i]) { shown++; placed[places.on[place[i]]]++; } else {
      apart++;
      const s = model.ev.status.values[model.ev.status.index[i]];
      apartBy[s] = (apartBy[s] || 0) + 1;
    }
  }
  model.summary = { shown, apart, placed, apartBy };
}

// Events per bin of days under all criteria but the range. An event of k days gives 1/k to each: "exact" holds those of one day.
function histogram(model, binOf, bins) {
  const exact = new Float64Array(bins), spread = new Float64Array(bins + 1), { fail, which } = model;
  for (let i = 0; i < model.n; i++) {
    if (!model.counted[i] || model.start[i] === NONE || fail[i] > 1 || (fail[i] === 1 && which[i] !== RANGE)) { continue; }
    const a = model.start[i], b = model.end[i];
    if (a === b) { exact[binOf(a)]++; continue; }
    const first = binOf(a), last = binOf(b), share = 1 / (last - first + 1);
    for (let bin = first; bin <= last; bin++) { spread[bin] += share; }
  }
  return { exact, spread };
}

function setNode(dim, index, value) {
  dim.on[index] = value;
  for (const child of dim.nodes[index].children) { setNode(dim, child, value); }
}
// 1 all of it on, 0 all of it off, 2 mixed
function nodeState(dim, index) {
  let state = dim.on[index];
  for (const child of dim.nodes[index].children) {
    const below = nodeState(dim, child);
    if (below === 2 || below !== state) { return 2; }
  }
  return state;
}
function setRole(model, state, role) {
  state.role = role;
  const dim = model.dim.actor;
  dim.start = dim.roles[role].start;
  dim.leaf = dim.roles[role].leaf;
}
