// The state in the address (#...), and downloads of what is shown.

function writeHash(model, state, view) {
  const out = new URLSearchParams();
  if (state.role !== "either") { out.set("role", state.role); }
  for (const dim of model.dims) {
    if (dim.on.every((v, i) => v === dim.byDefault[i])) { continue; }
    const on = [], off = [];
    dim.nodes.forEach((node, i) => (dim.on[i] ? on : off).push(node.key));
    // the shorter list; keys are escaped so that a comma in a name does not split it
    out.set(dim.key, (on.length <= off.length ? "+" : "-") + (on.length <= off.length ? on : off).map(encodeURIComponent).join(","));
  }
  if (!wholeRange(model, state)) { out.set("days", isoDay(state.from) + "/" + isoDay(state.to)); }
  if (state.query) { out.set("q", state.query); }
  if (state.sort !== "date" || state.down) { out.set("sort", state.sort + (state.down ? "-" : "")); }
  if (state.selected >= 0) { out.set("event", model.ev.id[state.selected]); }
  if (state.moved) { const c = view.map.getCenter(); out.set("at", [c.lat.toFixed(3), c.lng.toFixed(3), view.map.getZoom()].join(",")); }
  const text = out.toString();
  state.hash = text;
  try { history.replaceState(null, "", text ? "#" + text : location.pathname + location.search); } catch (e) { state.hash = ""; } // a sandboxed frame has no address
}

function readHash(model, state) {
  const given = new URLSearchParams(location.hash.slice(1));
  const role = given.get("role");
  setRole(model, state, ["initiator", "target"].includes(role) ? role : "either");
  for (const dim of model.dims) {
    dim.on.set(dim.byDefault);
    const text = given.get(dim.key);
    if (!text) { continue; }
    const keys = new Set(text.slice(1).split(",").map((k) => { try { return decodeURIComponent(k); } catch (e) { return ""; } })), listed = text[0] === "+" ? 1 : 0;
    dim.nodes.forEach((node, i) => { dim.on[i] = keys.has(node.key) ? listed : 1 - listed; });
  }
  const days = (given.get("days") || "").split("/").map((d) => Date.parse(d + "T00:00:00Z") / DAY_MS);
  state.from = Math.max(model.first_day, days.length === 2 && days[0] <= days[1] ? days[0] : model.first_day);
  state.to = Math.min(model.last_day, days.length === 2 && days[0] <= days[1] ? days[1] : model.last_day);
  state.query = given.get("q") || "";
  const sort = given.get("sort") || "date";
  state.down = sort.endsWith("-");
  state.sort = COLUMNS.some((c) => c.key === sort.replace("-", "")) ? sort.replace("-", "") : "date";
  state.selected = given.get("event") ? model.ev.id.indexOf(given.get("event")) : -1;
  const at = (given.get("at") || "").split(",").map(Number);
  return at.length === 3 && at.every(Number.isFinite) ? at : null;
}

const FIELDS = [
  ["id", (m, i) => m.ev.id[i]], ["event_type", (m, i) => typeOf(m, i)], ["sub_event_type", (m, i) => m.ev.sub.values[m.ev.sub.index[i]]],
  ["date_start", (m, i) => (m.start[i] === NONE ? null : isoDay(m.start[i]))], ["date_end", (m, i) => (m.end[i] === NONE ? null : isoDay(m.end[i]))],
  ["date_precision", (m, i) => m.ev.dateprec.values[m.ev.dateprec.index[i]]],
  ["actor1", (m, i) => actorName(m, m.ev.actor1[i])], ["side1", (m, i) => (m.ev.actor1[i] < 0 ? "" : m.ev.actors.side[m.ev.actor1[i]])],
  ["actor2", (m, i) => actorName(m, m.ev.actor2[i])], ["side2", (m, i) => (m.ev.actor2[i] < 0 ? "" : m.ev.actors.side[m.ev.actor2[i]])],
  ...["place", "longitude", "latitude", "radius_km", "precision", "admin1", "admin2", "admin3", "country"].map((k) => [k, (m, i) => m.places[k][m.place[i]]]),
  ["status", (m, i) => statusOf(m, i)], ["deaths_min", (m, i) => m.ev.deaths_min[i]], ["deaths_max", (m, i) => m.ev.deaths_max[i]],
  ["basis", (m, i) => m.ev.basis.values[m.ev.basis.index[i]]], ["n_sources", (m, i) => m.ev.sources[i]], ["review", (m, i) => m.ev.review.values[m.ev.review.index[i]]],
  ["outlets", (m, i) => reportsOf(m, i).map((r) => m.ev.reports.articles[m.ev.reports.article[r]][1]).filter((v, k, all) => all.indexOf(v) === k).join("; ")],
  ["quotes", (m, i) => reportsOf(m, i).map((r) => m.ev.reports.quotes[m.ev.reports.quote[r]]).join(" / ")],
];
function reportsOf(model, i) { const out = []; for (let r = model.first[i]; r < model.first[i + 1]; r++) { out.push(r); } return out; }

// A spreadsheet would run a text cell that begins like a formula: it gets an apostrophe. Numbers stay numbers.
function csvCell(value) {
  if (value === null || value === undefined) { return ""; }
  if (typeof value === "number") { return String(value); }
  const text = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
function toCsv(model, rows) {
  const lines = [FIELDS.map((f) => f[0]).join(",")];
  for (const i of rows) { lines.push(FIELDS.map((f) => csvCell(f[1](model, i))).join(",")); }
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}
function toGeoJson(model, rows) {
  const features = Array.from(rows, (i) => {
    const p = model.place[i], x = model.places.longitude[p], y = model.places.latitude[p];
    const properties = Object.fromEntries(FIELDS.map(([name, of]) => [name, of(model, i) ?? null]));
    return { type: "Feature", id: model.ev.id[i], geometry: x === null || y === null ? null : { type: "Point", coordinates: [x, y] }, properties };
  });
  return JSON.stringify({ type: "FeatureCollection", features });
}
function download(name, type, text) {
  const link = document.createElement("a"), url = URL.createObjectURL(new Blob([text], { type }));
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
