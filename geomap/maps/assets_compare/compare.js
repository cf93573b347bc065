(function () {
"use strict";
const data = JSON.parse(document.getElementById("compare-data").textContent);
const byId = (id) => document.getElementById(id);
const put = (id, text) => { byId(id).textContent = text; };
const state = { left: 0, right: data.dates.length - 1, share: 0.5 };
const looks = data.looks;
const unpack = (flat) => {
  const line = [];
  for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) { x += flat[i]; y += flat[i + 1]; line.push([y / 1000, x / 1000]); }
  return line;
};
const lookOf = (side) => looks[side] || [side, "#8A8A8A"];
const nameOf = (side) => (side ? lookOf(side)[0] : "");
const later = [data.dates[data.left].date, data.dates[data.right].date].sort()[1];

const map = L.map("compare-map", { attributionControl: false, zoomSnap: 0.25, minZoom: 5, maxZoom: 11, maxBounds: [[29, 31], [41, 47]] });
const syria = [[32.2, 35.5], [37.4, 42.5]];
map.fitBounds(syria);
L.control.scale({ imperial: false }).addTo(map);

function pane(name, level) { const p = map.createPane(name); p.style.zIndex = level; return { name, el: p, renderer: L.svg({ pane: name, padding: 0.6 }) }; }
const base = pane("base", 200), sides = [pane("left", 300), pane("right", 310)], top_ = pane("over", 420);
const shape = (make, rings, where, style) => make(rings, Object.assign({ pane: where.name, renderer: where.renderer, interactive: false, smoothFactor: 0 }, style));
for (const f of data.base.countries) { shape(L.polygon, f.rings.map(unpack), base, { className: "land" }).addTo(map); }
for (const f of data.base.countries) { if (f.name === "Syria") { shape(L.polygon, f.rings.map(unpack), top_, { className: "border" }).addTo(map); } }
for (const f of data.base.lakes) { shape(L.polygon, f.rings.map(unpack), top_, { className: "lake" }).addTo(map); }
for (const f of data.base.rivers) { shape(L.polyline, f.rings.map(unpack), top_, { className: "river" }).addTo(map); }
for (const f of data.base.coast) { shape(L.polyline, f.rings.map(unpack), base, { className: "coast" }).addTo(map); }

const line = document.createElement("div");
line.className = "divider-line";
byId("compare-map").parentNode.appendChild(line);

// Each date has its own pane; which part of a pane is seen is cut in the coordinates of the layers, so it survives pan and zoom.
function clip() {
  const size = map.getSize(), nw = map.containerPointToLayerPoint([0, 0]), se = map.containerPointToLayerPoint(size);
  const x = nw.x + size.x * state.share;
  const box = (a, b) => `polygon(${a}px ${nw.y}px, ${b}px ${nw.y}px, ${b}px ${se.y}px, ${a}px ${se.y}px)`;
  sides[0].el.style.clipPath = box(nw.x, x);
  sides[1].el.style.clipPath = box(x, se.x);
  line.style.left = `${state.share * 100}%`;
}
map.on("move zoom viewreset resize zoomanim", clip);
line.addEventListener("pointerdown", (e) => { line.setPointerCapture(e.pointerId); e.preventDefault(); });
line.addEventListener("pointermove", (e) => {
  if (!line.hasPointerCapture(e.pointerId)) { return; }
  const box = byId("compare-map").getBoundingClientRect();
  state.share = Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
  byId("divider").value = String(Math.round(state.share * 100));
  clip();
});

const hatch = "4 5";
const drawn = [L.layerGroup().addTo(map), L.layerGroup().addTo(map)];
function drawSide(k) {
  const d = data.dates[k === 0 ? state.left : state.right], where = sides[k], group = drawn[k];
  group.clearLayers();
  for (const a of d.areas) {
    const colour = lookOf(a.side)[1];
    shape(L.polygon, a.rings.map(unpack), where, { stroke: true, color: "#333333", weight: 0.7, fillColor: colour, fillOpacity: 0.6 }).addTo(group);
  }
  if (byId("show-front").checked) { 
    shape(L.polygon, d.vague.map(unpack), where, { stroke: false, fillColor: "#000000", fillOpacity: 0.06 }).addTo(group);
    shape(L.polygon, d.band.map(unpack), where, { stroke: false, fillColor: "#000000", fillOpacity: 0.26 }).addTo(group);
  }
  if (byId("show-far").checked) { shape(L.polygon, d.far.map(unpack), where, { stroke: false, fillColor: "#ffffff", fillOpacity: 0.5 }).addTo(group); }
  if (byId("show-doubt").checked) { shape(L.polygon, d.doubt.map(unpack), where, { color: "#222222", weight: 1.2, dashArray: hatch, fillColor: "#ffffff", fillOpacity: 0.3 }).addTo(group); }
  if (byId("show-places").checked) {
    for (const p of d.places) {
      L.circleMarker([p.lat, p.lon], { pane: where.name, renderer: where.renderer, radius: p.contested ? 5 : 3, color: p.contested ? "#b00000" : "#222222", weight: p.contested ? 2 : 0.7, fillColor: lookOf(p.side)[1], fillOpacity: 1 })
        .on("click", (e) => { L.DomEvent.stopPropagation(e); showPlace(p, d); }).addTo(group);
    }
  }
}

const changeGroup = L.layerGroup().addTo(map);
function drawChange() {
  changeGroup.clearLayers();
  if (!byId("show-change").checked) { return; }
  for (const p of data.patches) {
    shape(L.polygon, p.rings.map(unpack), top_, { color: "#111111", weight: 2, dashArray: p.measurable ? null : "2 5", fill: false }).addTo(changeGroup);
  }
  for (const a of data.arrows) { shape(L.polyline, [unpack(a.line)], top_, { color: "#111111", weight: 2 }).addTo(changeGroup); }
  data.changes.forEach((c, i) => {
    if (c.lat === null || c.kind !== "conquest") { return; } // a place that was renamed with its side changed no hands
    L.circleMarker([c.lat, c.lon], { pane: "over", renderer: top_.renderer, radius: 6, color: "#111111", weight: 1.5, dashArray: c.status === "claimed" ? "2 2" : null, fillColor: lookOf(c.later_holder || c.to)[1], fillOpacity: c.status === "claimed" ? 0.25 : 1 })
      .on("click", (e) => { L.DomEvent.stopPropagation(e); showChange(i); }).addTo(changeGroup);
  });
}

function card(title, lines) {
  const box = byId("card");
  box.replaceChildren();
  const h = document.createElement("h2");
  h.textContent = title;
  box.appendChild(h);
  for (const [name, text] of lines) {
    if (text === null || text === undefined || text === "") { continue; }
    const p = document.createElement("p"), b = document.createElement("strong");
    b.textContent = name ? `${name}: ` : "";
    p.append(b, String(text));
    p.dir = "auto";
    box.appendChild(p);
  }
}
function showPlace(p, d) {
  card(p.place, [["On " + d.date, nameOf(p.side)], ["Because", p.why], ["Fact is", `${p.age} days old${p.implied ? ", known from a later change only" : ""}`], ["Contested", p.contested], ["Sources", p.sources], ["Otherwise", p.dissent], ["Words", p.quote]]);
}
function showChange(i) {
  const c = data.changes[i];
  card(c.place, [["From", nameOf(c.from)], ["To", nameOf(c.to)], ["Now", c.later_holder && `${nameOf(c.later_holder)}, on ${later} (the side that took it was renamed, merged or ended)`], ["When", c.date], ["Kind", c.kind], ["Status", c.status], ["Sources", c.sources], ["Words", c.quote], ["Basis", c.basis],
    ["Where", c.lat === null ? (["exact", "near"].includes(c.precision) ? `known to about ${Math.round(c.radius_km)} km only` : "told of the area as a whole") + ": listed, not drawn" : c.precision === "near" ? `known to about ${Math.round(c.radius_km)} km` : null]]);
}
function inside(rings, lat, lon) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if ((a[0] > lat) !== (b[0] > lat) && lon < ((b[1] - a[1]) * (lat - a[0])) / (b[0] - a[0]) + a[1]) { odd = !odd; }
    }
  }
  return odd;
}
map.on("click", (e) => {
  const where = map.latLngToContainerPoint(e.latlng).x / map.getSize().x < state.share ? state.left : state.right, d = data.dates[where];
  const area = d.areas.find((a) => inside(a.rings.map(unpack), e.latlng.lat, e.latlng.lng));
  if (!area) { card("Outside", [["", "This point lies outside the areas drawn."]]); return; }
  let best = null, far = Infinity;
  for (const p of d.places) {
    if (p.side !== area.side) { continue; }
    const km = map.distance([p.lat, p.lon], e.latlng) / 1000;
    if (km < far) { far = km; best = p; }
  }
  const doubt = inside(d.doubt.map(unpack), e.latlng.lat, e.latlng.lng);
  card(nameOf(area.side), [["On", d.date], ["Nearest fact of this side", best ? `${best.place}, ${far.toFixed(0)} km away` : "none"], ["It says", best && best.why], ["Fact is", best && `${best.age} days old`],
    ["Doubt", doubt ? "no side holds this ground with a probability of 70 %" : null], ["Far", far > 25 ? "no fact within 25 km: the colour is an extrapolation" : null]]);
});

function cell(row, text) { const td = document.createElement("td"); td.textContent = text === null || text === undefined ? "" : String(text); td.dir = "auto"; row.appendChild(td); return td; }
function fillTables() {
  const body = byId("places").tBodies[0];
  data.changes.forEach((c, i) => {
    const row = body.insertRow(), first = document.createElement("td"), b = document.createElement("button");
    b.type = "button"; b.textContent = c.place; b.dir = "auto";
    b.addEventListener("click", () => { if (c.lat !== null) { map.setView([c.lat, c.lon], Math.max(map.getZoom(), 8)); } showChange(i); });
    first.appendChild(b); row.appendChild(first);
    for (const text of [nameOf(c.from), nameOf(c.to) + (c.later_holder ? `, now ${nameOf(c.later_holder)}` : ""), c.date, (c.kind === "conquest" ? c.status : `${c.kind}, ${c.status}`) + (c.lat === null ? ", not drawn" : "")]) { cell(row, text); }
  });
  const claimed = data.changes.filter((c) => c.status === "claimed").length, told = data.changes.filter((c) => c.status !== "claimed" && c.kind === "conquest");
  const taken = told.filter((c) => c.lat !== null).length, other = data.changes.length - claimed - told.length;
  const back = data.changes.filter((c) => c.status !== "claimed" && c.kind === "back-and-forth").length;
  const more = [[told.length - taken, "listed and not drawn"], [back, "changed back"], [other - back, "passed on as their side was renamed, merged or ended"]].filter((m) => m[0]).map((m) => `; ${m[0]} ${m[1]}`).join("");
  put("places-title", `Places that changed hands: ${taken} assessed, ${claimed} claimed only${more}`);
  const ground = byId("patches").tBodies[0];
  for (const p of data.patches) {
    const row = ground.insertRow();
    for (const text of [nameOf(p.from), nameOf(p.to) + (p.by && p.by !== p.to && p.by !== p.from ? `, taken by ${nameOf(p.by)}` : ""), p.measurable ? Math.round(p.km2) : "not measurable", p.measurable ? `${Math.round(p.low)}–${Math.round(p.high)}` : "", p.pocket ? "new pocket" : p.depth === null ? "" : `${Math.round(p.depth)} km`]) { cell(row, text); }
  }
}
function fillLegend() {
  const list = byId("legend"), ns = "http://www.w3.org/2000/svg";
  for (const side of Object.keys(looks)) {
    const li = document.createElement("li"), svg = document.createElementNS(ns, "svg"), box = document.createElementNS(ns, "rect");
    svg.setAttribute("width", "16"); svg.setAttribute("height", "12"); svg.setAttribute("aria-hidden", "true");
    box.setAttribute("width", "16"); box.setAttribute("height", "12"); box.setAttribute("fill", looks[side][1]); box.setAttribute("stroke", "#333333");
    svg.appendChild(box); li.append(svg, looks[side][0]); list.appendChild(li);
  }
}
function basis(d) {
  const a = d.about;
  return `${d.date}: ${a.places} places, latest fact ${a.latest_fact}, median age ${a.median_age_days} days, ${Math.round(a.old_or_unchecked_share * 100)} % of the area on old or unchecked facts.`;
}
function refresh() {
  drawSide(0); drawSide(1); clip();
  const l = data.dates[state.left], r = data.dates[state.right];
  put("left-badge", l.date); put("right-badge", r.date);
  put("basis", l === r ? basis(l) : `${basis(l)} ${basis(r)}`);
  byId("left-date").value = String(state.left); byId("right-date").value = String(state.right); byId("slider").value = String(state.right);
  byId("slider").setAttribute("aria-valuetext", r.date);
}

put("title", data.title); put("subtitle", data.subtitle); put("warnings", data.warnings.map((w) => `${w.charAt(0).toUpperCase()}${w.slice(1)}.`).join(" ")); put("notice", data.notice); put("credits", data.credits);
for (const id of ["left-date", "right-date"]) {
  data.dates.forEach((d, i) => { const o = document.createElement("option"); o.value = String(i); o.textContent = d.date; byId(id).appendChild(o); });
}
state.left = data.left; state.right = data.right;
byId("slider").max = String(data.dates.length - 1);
byId("left-date").addEventListener("change", (e) => { state.left = Number(e.target.value); refresh(); });
byId("right-date").addEventListener("change", (e) => { state.right = Number(e.target.value); refresh(); });
byId("slider").addEventListener("input", (e) => { state.right = Number(e.target.value); refresh(); });
byId("divider").addEventListener("input", (e) => { state.share = Number(e.target.value) / 100; clip(); });
for (const id of ["show-doubt", "show-far", "show-front", "show-places"]) { byId(id).addEventListener("change", refresh); }
byId("show-change").addEventListener("change", drawChange);
fillLegend(); fillTables(); drawChange(); refresh();
map.invalidateSize(); // the lists beside the map have their height only now
map.fitBounds(syria);
window.geomap = { map };
})();
