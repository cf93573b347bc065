// Reads the data block and turns its columns into typed arrays and trees of layers ("dimensions").

const $ = (id) => document.getElementById(id);
const NONE = -2147483648;
const DAY_MS = 86400000;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const NOT_COUNTED = new Set(["planned", "threatened", "denied", "historical"]);

// The only way text reaches the page: textContent. `dir=auto` keeps right-to-left names readable among left-to-right ones.
function el(tag, cls, text) {
  const node = document.createElement(tag);
  if (cls) { node.className = cls; }
  if (text !== undefined && text !== null) { node.textContent = text; node.dir = "auto"; }
  return node;
}

async function loadData() {
  const raw = JSON.parse($("geomap-data").textContent);
  if (!raw.gzip) { return raw; }
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(raw.gzip) : Uint8Array.from(atob(raw.gzip), (c) => c.charCodeAt(0));
  const whole = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  return columnsIn(JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 0, raw.json))), whole, raw.json);
}

// Long columns of whole numbers stand behind the JSON as bytes.
function columnsIn(value, whole, from) {
  for (const [key, below] of Object.entries(value)) {
    if (!below || typeof below !== "object" || Array.isArray(below)) { continue; }
    if (below.ints) {
      const at = from + below.at, Ints = { 1: Int8Array, 2: Int16Array, 4: Int32Array }[below.ints];
      value[key] = new Ints(whole.slice(at, at + below.ints * below.n));
    } else { columnsIn(below, whole, from); }
  }
  return value;
}

const civilCache = new Map();
function civil(day) {
  let found = civilCache.get(day);
  if (!found) {
    const date = new Date(day * DAY_MS);
    found = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    civilCache.set(day, found);
  }
  return found;
}
const isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
const longDay = (day) => { const [y, m, d] = civil(day); return d + " " + MONTHS[m] + " " + y; };
function period(start, end, precision) {
  if (start === NONE) { return "date not known"; }
  const [y, m] = civil(start), [y2, m2] = civil(end);
  if (precision === "year" && y === y2) { return "in " + y; }
  if (precision === "month" && y === y2 && m === m2) { return MONTHS[m] + " " + y; }
  if (start === end) { return longDay(start); }
  const head = y !== y2 ? longDay(start) : m !== m2 ? civil(start)[2] + " " + MONTHS[m] : String(civil(start)[2]);
  return head + "\u2013" + longDay(end);
}

// Loops, not `from` with a function: that takes a hundred times as long.
function ints(list, missing) {
  const out = new Int32Array(list.length);
  for (let i = 0; i < out.length; i++) { out[i] = list[i] === null ? missing : list[i]; }
  return out;
}
const pick = (index, table, Kind) => { const out = new Kind(index.length); for (let i = 0; i < out.length; i++) { out[i] = table[index[i]]; } return out; };
const oneEach = (n) => { const start = new Uint32Array(n + 1); for (let i = 0; i <= n; i++) { start[i] = i; } return start; };

// A dimension: a tree of nodes and, per event, the leaves it hangs on (leaf[start[i]] .. leaf[start[i + 1] - 1]).
function dimension(key, title, nodes, start, leaf) {
  nodes.forEach((node, i) => { node.children = []; node.i = i; });
  nodes.forEach((node, i) => { if (node.parent >= 0) { nodes[node.parent].children.push(i); } });
  return {
    key, title, nodes, start, leaf, on: new Uint8Array(nodes.length).fill(1), byDefault: new Uint8Array(nodes.length).fill(1),
    counts: new Int32Array(nodes.length), stamp: new Int32Array(nodes.length), open: new Set(), narrow: false,
  };
}

function flatDimension(key, title, index, values, name) {
  return dimension(key, title, values.map((v) => ({ key: v || "-", label: name(v), parent: -1 })), oneEach(index.length), new Uint32Array(index));
}

const numeral = new Intl.NumberFormat("en"); // made once: toLocaleString makes one each time
const capital = (text) => (text ? text[0].toUpperCase() + text.slice(1) : text);
const named = (missing) => (v) => (v ? capital(v.replace(/-/g, " ")) : missing);

function actorDimension(ev, sides) {
  const t = ev.actors, n = ev.id.length, nobody = t.key.length;
  const nodes = t.key.map((key, i) => ({
    key, label: t.parent[i] < 0 ? sides[t.side[i]][0] : t.label[i], parent: t.parent[i], side: t.side[i],
  }));
  nodes.push({ key: "-", label: "None named", parent: -1, side: "" });
  const roles = {};
  for (const role of ["either", "initiator", "target"]) {
    const start = new Uint32Array(n + 1), leaf = new Uint32Array(2 * n);
    let at = 0;
    for (let i = 0; i < n; i++) {
      const a = role === "target" ? -1 : ev.actor1[i], b = role === "initiator" ? -1 : ev.actor2[i];
      if (a >= 0) { leaf[at++] = a; }
      if (b >= 0 && b !== a) { leaf[at++] = b; }
      if (a < 0 && b < 0) { leaf[at++] = nobody; }
      start[i + 1] = at;
    }
    roles[role] = { start, leaf: leaf.slice(0, at) };
  }
  const dim = dimension("actor", "Actors", nodes, roles.either.start, roles.either.leaf);
  dim.roles = roles;
  return dim;
}

// Leaves of the tree of dates. An event known to the day stands on its day, or on each day of a short span; one known to the
// week or month stands in its months under "day not known", one known to the year under "month not known".
function dateLeaves(start, end, precision) {
  if (start === NONE) { return ["undated"]; }
  const [y, m] = civil(start), [y2, m2] = civil(end), months = (y2 - y) * 12 + m2 - m + 1, out = [];
  if (precision === "day" && end - start < 31) {
    for (let d = start; d <= end; d++) { out.push(isoDay(d)); }
  } else if (precision !== "year" && months <= 3) {
    for (let k = 0; k < months; k++) { const v = y * 12 + m + k; out.push(isoMonth(Math.floor(v / 12), v % 12) + "-"); }
  } else {
    for (let v = y; v <= Math.min(y2, y + 30); v++) { out.push(v + "-"); }
  }
  return out;
}
const isoMonth = (y, m) => String(y).padStart(4, "0") + "-" + String(m + 1).padStart(2, "0");

function dateDimension(starts, ends, dateprec) {
  const n = starts.length, offsets = new Uint32Array(n + 1), leaf = [], seen = new Map(), memos = dateprec.values.map(() => new Map());
  for (let i = 0; i < n; i++) {
    const memo = memos[dateprec.index[i]], period = (starts[i] - NONE) * 1048576 + (ends[i] - starts[i]); // no period has a million days
    let list = memo.get(period);
    if (!list) {
      list = dateLeaves(starts[i], ends[i], dateprec.values[dateprec.index[i]]).map((key) => { if (!seen.has(key)) { seen.set(key, seen.size); } return seen.get(key); });
      memo.set(period, list);
    }
    for (const key of list) { leaf.push(key); }
    offsets[i + 1] = leaf.length;
  }
  const nodes = [], index = new Map();
  const add = (key, label, parent) => { if (!index.has(key)) { index.set(key, nodes.length); nodes.push({ key, label, parent }); } return index.get(key); };
  // "2017-04-" sorts before "2017-04-01": the unknown day comes first in its month; undated comes last
  for (const key of [...seen.keys()].sort()) {
    if (key === "undated") { add(key, "Not dated", -1); continue; }
    const [y, m, d] = key.split("-"), year = add(y, y, -1);
    if (!m) { add(key, "Month not known", year); continue; }
    const month = add(y + "-" + m, MONTHS[+m - 1], year);
    add(key, d ? +d + " " + MONTHS[+m - 1] : "Day not known", month);
  }
  return dimension("date", "Dates", nodes, offsets, pick(leaf, [...seen.keys()].map((key) => index.get(key)), Uint32Array));
}

function typeDimension(ev) {
  const pairs = new Map(), n = ev.id.length, index = new Uint32Array(n), nodes = [], byKey = new Map();
  const add = (key, label, parent) => { if (!byKey.has(key)) { byKey.set(key, nodes.length); nodes.push({ key, label, parent }); } return byKey.get(key); };
  for (let i = 0; i < n; i++) { pairs.set(ev.type.index[i] * 1000 + ev.sub.index[i], 0); }
  for (const code of [...pairs.keys()].sort((a, b) => a - b)) {
    const type = ev.type.values[Math.floor(code / 1000)], sub = ev.sub.values[code % 1000];
    const above = add(type || "-", type || "Not coded", -1);
    pairs.set(code, sub ? add((type || "-") + "/" + sub, sub, above) : above);
  }
  for (let i = 0; i < n; i++) { index[i] = pairs.get(ev.type.index[i] * 1000 + ev.sub.index[i]); }
  return dimension("type", "Type of event", nodes, oneEach(n), index);
}

function outletDimension(ev, first) {
  const rep = ev.reports, names = [], index = new Map(), n = ev.id.length, start = new Uint32Array(n + 1), leaf = [];
  const code = (name) => { if (!index.has(name)) { index.set(name, names.length); names.push(name); } return index.get(name); };
  const ofArticle = rep.articles.map((a) => code(a[1]));
  for (let i = 0; i < n; i++) {
    const from = leaf.length;
    for (let r = first[i]; r < first[i + 1]; r++) { const c = ofArticle[rep.article[r]]; if (leaf.indexOf(c, from) < 0) { leaf.push(c); } }
    if (leaf.length === from) { leaf.push(code("")); }
    start[i + 1] = leaf.length;
  }
  return dimension("outlet", "Outlet", names.map((v) => ({ key: v || "-", label: v || "Not known", parent: -1 })), start, Uint32Array.from(leaf));
}

const PLACED = ["On the map", "On its governorate", "Known only to the country (not drawn)", "Outside Syria (not drawn)", "Not placed (not drawn)"];

function buildModel(data) {
  const ev = data.events, n = ev.id.length, places = ev.places;
  const first = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) { first[i + 1] = first[i] + ev.reports.n[i]; }
  const model = {
    data, ev, n, places, first, start: ints(ev.start, NONE), end: ints(ev.end, NONE), place: new Int32Array(ev.place),
    counted: pick(ev.status.index, ev.status.values.map((s) => (NOT_COUNTED.has(s) ? 0 : 1)), Uint8Array),
  };
  const byPlace = (column, name) => {
    const values = [...new Set(places[column])].sort(), code = new Map(values.map((v, i) => [v, i]));
    return flatDimension(column, name, pick(ev.place, places[column].map((v) => code.get(v)), Uint32Array), values, named("Not known"));
  };
  const on = [...new Set(places.on)].sort();
  model.dims = [
    actorDimension(ev, data.sides), dateDimension(model.start, model.end, ev.dateprec), typeDimension(ev),
    flatDimension("status", "Status", ev.status.index, ev.status.values, named("Not known")),
    flatDimension("placed", "On the map", pick(ev.place, places.on.map((v) => on.indexOf(v)), Uint32Array), on.map(String), (v) => PLACED[v]),
    byPlace("precision", "Exactness of place"), byPlace("admin1", "Governorate"),
    flatDimension("basis", "Basis", ev.basis.index, ev.basis.values, named("Not known")),
    outletDimension(ev, first),
    flatDimension("object", "What was hit", ev.object.index, ev.object.values, named("Nothing named")),
    flatDimension("review", "Review", ev.review.index, ev.review.values, named("Unreviewed")),
  ];
  model.dim = Object.fromEntries(model.dims.map((d) => [d.key, d]));
  const status = model.dim.status;
  status.nodes.forEach((node, i) => { if (NOT_COUNTED.has(node.key)) { status.on[i] = status.byDefault[i] = 0; node.apart = true; } });
  status.countsAll = true;
  const dated = [];
  for (let i = 0; i < n; i++) { if (model.start[i] !== NONE && model.counted[i]) { dated.push(i); } }
  let lo = Infinity, hi = -Infinity;
  for (const i of dated) { if (model.start[i] < lo) { lo = model.start[i]; } if (model.end[i] > hi) { hi = model.end[i]; } }
  model.first_day = dated.length ? lo : 0;
  model.last_day = dated.length ? hi : 0;
  model.dated = dated.length > 0;
  return model;
}

// Code points, as Python counts them, not UTF-16 units.
function cut(text, spans) {
  const points = Array.from(text), marks = [];
  for (const pair of spans ? spans.split(",") : []) {
    const [a, b] = pair.split("-").map(Number);
    if (b > a) { marks.push([Math.min(a, points.length), Math.min(b, points.length)]); }
  }
  marks.sort((p, q) => p[0] - q[0]);
  const out = [];
  let at = 0;
  for (const [a, b] of marks) {
    if (b <= at) { continue; }
    const from = Math.max(a, at);
    if (from > at) { out.push([points.slice(at, from).join(""), false]); }
    out.push([points.slice(from, b).join(""), true]);
    at = b;
  }
  if (at < points.length) { out.push([points.slice(at).join(""), false]); }
  return out;
}

function actorName(model, node) { return node < 0 ? "" : model.dim.actor.nodes[node].label; }
function headline(model, i) {
  const ev = model.ev, a = actorName(model, ev.actor1[i]), b = actorName(model, ev.actor2[i]);
  return a && b ? a + " \u2192 " + b : a || (b ? "against " + b : "No actor named");
}
function deathsOf(model, i) {
  const lo = model.ev.deaths_min[i], hi = model.ev.deaths_max[i];
  if (lo === null && hi === null) { return ""; }
  return lo === hi || hi === null ? String(lo) : (lo === null ? "\u2264" : lo + "\u2013") + hi;
}
