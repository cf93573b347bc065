// The map itself: Leaflet and one canvas on which all events are drawn.

const WIDE_KM = 30; // a place less exact than this shows its ring only when asked: several of them would darken the country

// Of the dated pictures of control, the latest one not after the last day shown. Where all are later than the last event, the earliest:
// whoever lays one picture beneath older events wants to see it, and the note says of what day it is.
function controlLayers(map, control, sides, renderer) {
  map.createPane("control").style.zIndex = 210;
  const dates = [...new Set(control.map((c) => c.date))].sort();
  const groups = new Map(dates.map((date) => [date, L.layerGroup(control.filter((c) => c.date === date).map((c) => {
    const colour = sides[c.side][1], area = c.kind === "area", sure = !c.status || c.status === "assessed" || c.status === "state";
    return (area ? L.polygon : L.polyline)(unpack(c.rings), {
      pane: "control", renderer, interactive: false, color: colour, weight: area ? 0.8 : 2, dashArray: sure ? null : "4 4", fillOpacity: sure ? 0.2 : 0.08,
    });
  }))]));
  let shown = null;
  return (day, last) => {
    const iso = day === null ? "9999" : isoDay(day), late = day !== null && dates.length > 0 && dates[0] > isoDay(last);
    const date = late ? dates[0] : dates.filter((d) => d <= iso).pop();
    if (date !== shown) {
      if (groups.has(shown)) { groups.get(shown).remove(); }
      shown = date;
      if (groups.has(shown)) { groups.get(shown).addTo(map); }
    }
    return !dates.length ? "" : late ? "Control: picture of " + date + ", later than every event"
      : date === undefined ? "Control: first picture of " + dates[0] + ", after the last day shown" : "Control: " + (date ? "picture of " + date : "undated picture");
  };
}

// What each place shows now: number of events by side and status, and the events that are not counted.
function gather(model, state, view) {
  const { places, ev } = model, P = places.on.length, S = view.sideKeys.length;
  const counts = view.counts || (view.counts = new Int32Array(P)), parts = view.parts || (view.parts = new Int32Array(P * S * 2));
  const single = view.single || (view.single = new Int32Array(P));
  counts.fill(0);
  parts.fill(0);
  const ghosts = new Map(), { fail, counted, place } = model, own = state.role === "target" ? view.side2 : view.side1, other = state.role === "target" ? view.side1 : view.side2;
  const claimed = ev.status.values.indexOf("claimed");
  for (let i = 0; i < model.n; i++) {
    if (fail[i]) { continue; }
    const p = place[i];
    if (places.on[p] > 1) { continue; }
    if (!counted[i]) { if (!ghosts.has(p)) { ghosts.set(p, []); } ghosts.get(p).push(i); continue; }
    counts[p]++;
    single[p] = i;
    parts[(p * S + (own[i] >= 0 ? own[i] : other[i] >= 0 ? other[i] : S - 1)) * 2 + (ev.status.index[i] === claimed ? 1 : 0)]++;
  }
  view.ghosts = ghosts;
  view.version++;
}

// Greedy: the fullest place first, and all others within `reach` pixels join it, so that a mark always stands on a real place.
function cluster(view, list, weight, zoom, reach) {
  const scale = 256 * 2 ** zoom, grid = new Map(), out = [];
  const order = list.sort((a, b) => weight(b) - weight(a) || a - b);
  for (const p of order) {
    const x = view.ux[p] * scale, y = view.uy[p] * scale, cx = Math.floor(x / reach), cy = Math.floor(y / reach);
    let home = null, best = reach * reach;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const cell = grid.get((cx + dx) * 4194304 + cy + dy);
        if (!cell) { continue; }
        for (const c of cell) {
          const d = (c.x - x) ** 2 + (c.y - y) ** 2;
          if (d < best) { best = d; home = c; }
        }
      }
    }
    if (home) { home.places.push(p); continue; }
    const made = { x, y, places: [p] }, key = cx * 4194304 + cy;
    if (!grid.has(key)) { grid.set(key, []); }
    grid.get(key).push(made);
    out.push(made);
  }
  return out;
}

function fill(view, c) {
  const S = view.sideKeys.length, sums = new Int32Array(S * 2);
  c.count = 0;
  for (const p of c.places) {
    c.count += view.counts[p];
    if (view.counts[p] === 1) { c.event = view.single[p]; }
    for (let k = 0; k < S * 2; k++) { sums[k] += view.parts[p * S * 2 + k]; }
  }
  c.wide = c.places.every((p) => view.wide[p]);
  c.shares = [];
  for (let s = 0; s < S; s++) { if (sums[2 * s] || sums[2 * s + 1]) { c.shares.push([view.colours[s], sums[2 * s], sums[2 * s + 1]]); } }
  return c;
}

function arrange(model, view, zoom) {
  const key = view.version + "@" + zoom;
  if (view.arranged === key) { return; }
  view.arranged = key;
  const points = [], governorates = new Map(), { places } = model, reach = zoom >= view.map.getMaxZoom() ? 22 : 38;
  for (let p = 0; p < places.on.length; p++) {
    if (!view.counts[p]) { continue; }
    if (places.on[p] === 0) { points.push(p); continue; }
    const name = places.admin1[p];
    if (!governorates.has(name)) { governorates.set(name, []); }
    governorates.get(name).push(p);
  }
  view.clusters = cluster(view, points, (p) => view.counts[p], zoom, reach).map((c) => fill(view, c));
  const scale = 256 * 2 ** zoom;
  view.plates = [...governorates].map(([name, list]) => fill(view, { name, places: list, x: view.ux[list[0]] * scale, y: view.uy[list[0]] * scale }));
  for (const [name, g] of view.governorates) {
    const path = g.path.getElement();
    if (path) { path.classList.toggle("has-events", governorates.has(name)); }
  }
  view.apart = cluster(view, [...view.ghosts.keys()], (p) => view.ghosts.get(p).length, zoom, 20);
  for (const c of view.apart) { c.events = c.places.flatMap((p) => view.ghosts.get(p)); c.count = c.events.length; }
}

function paint(model, state, view) {
  const { map, places, theme } = { ...view, places: model.places }, size = map.getSize(), zoom = map.getZoom();
  const whole = Math.round(zoom * 4) / 4, ctx = sharpContext(view.canvas, size.x, size.y), origin = map.getPixelBounds().min, ratio = 2 ** (zoom - whole);
  L.DomUtil.setPosition(view.canvas, map.containerPointToLayerPoint([0, 0]));
  arrange(model, view, whole);
  const scale = 256 * 2 ** zoom, toScreen = (ux, uy) => [ux * scale - origin.x, uy * scale - origin.y];
  const inside = (x, y, m) => x > -m && y > -m && x < size.x + m && y < size.y + m;
  const marks = [], boxes = [];
  fadeEdges(ctx, view, toScreen, size);
  view.marks = marks;
  const dots = [];
  let rings = 0;
  for (const c of view.clusters) {
    const x = c.x * ratio - origin.x, y = c.y * ratio - origin.y;
    if (!inside(x, y, 200)) { continue; }
    for (const p of c.places) {
      const hot = view.hot && view.hot.places.includes(p) && rings < 12;
      if (rings > 300 || places.precision[p] === "exact" || !places.radius_km[p] || (places.radius_km[p] > WIDE_KM && !hot)) { continue; }
      const r = kmToPixels(places.radius_km[p], places.latitude[p], zoom);
      if (r > 9) { const [px, py] = toScreen(view.ux[p], view.uy[p]); drawRing(ctx, px, py, r, theme, false); rings++; }
    }
    if (inside(x, y, 30)) { dots.push([x, y, c]); }
  }
  for (const c of view.plates) {
    const [x, y] = besides(c.x * ratio - origin.x, c.y * ratio - origin.y, donutRadius(c.count) + 6, dots);
    if (inside(x, y, 30)) { dots.push([x, y, c]); }
  }
  const focus = state.hover >= 0 ? state.hover : state.selected;
  if (focus >= 0 && places.on[model.place[focus]] <= 1) {
    const p = model.place[focus], [x, y] = toScreen(view.ux[p], view.uy[p]);
    if (places.on[p] === 0 && places.radius_km[p]) { drawRing(ctx, x, y, Math.max(4, kmToPixels(places.radius_km[p], places.latitude[p], zoom)), theme, true); }
  }
  for (const [x, y, c] of dots.sort((a, b) => b[2].count - a[2].count)) { paintCluster(ctx, model, view, x, y, c); }
  for (const c of view.apart) {
    const x = c.x * ratio - origin.x + 11, y = c.y * ratio - origin.y - 11;
    if (!inside(x, y, 20)) { continue; }
    const i = c.events[0];
    drawMark(ctx, x, y, 6, SHAPES[typeOf(model, i)] || "circle", view.colourOf(i, state), statusOf(model, i), theme);
    marks.push({ x, y, r: 9, cluster: c });
  }
  view.clusterAt = (x, y) => { for (const m of marks) { if (Math.hypot(m.x - x, m.y - y) < m.r + 3) { return Math.hypot(m.x - x, m.y - y) + m.r; } } return 0; };
  for (const m of marks) { boxes.push([m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r]); }
  boxes.push([0, 0, 52, 84]); // the zoom buttons
  drawLabels(ctx, view, zoom, toScreen, boxes, size, theme);
  if (focus >= 0 && places.on[model.place[focus]] <= 1) {
    const p = model.place[focus], [x, y] = toScreen(view.ux[p], view.uy[p]);
    ctx.beginPath();
    ctx.arc(x, y, 14, 0, 7);
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = theme.accent;
    ctx.stroke();
  }
}

const typeOf = (model, i) => model.ev.type.values[model.ev.type.index[i]];
const statusOf = (model, i) => model.ev.status.values[model.ev.status.index[i]];

// A governorate's plate gives way to marks of places: it stands for the whole area, so it may stand anywhere near its middle.
function besides(x, y, r, dots) {
  for (const away of [0, 20, 32, 44, 58]) {
    for (let k = 0; k < (away ? 12 : 1); k++) {
      const px = x + away * Math.cos((k * Math.PI) / 6), py = y + away * Math.sin((k * Math.PI) / 6);
      if (dots.every(([dx, dy, c]) => Math.hypot(dx - px, dy - py) > r + donutRadius(c.count))) { return [px, py]; }
    }
  }
  return [x, y];
}

function paintCluster(ctx, model, view, x, y, c) {
  let r = 8;
  if (c.count === 1) {
    if (c.name) { drawPlate(ctx, x, y, 8, view.theme); } else if (c.wide) { r = drawArea(ctx, x, y, 8, view.theme); }
    drawMark(ctx, x, y, 6.5, SHAPES[typeOf(model, c.event)] || "circle", c.shares[0][0], statusOf(model, c.event), view.theme);
  } else {
    if (c.wide && !c.name) { drawArea(ctx, x, y, donutRadius(c.count), view.theme); }
    r = drawDonut(ctx, x, y, c.count, c.shares, view.theme, Boolean(c.name));
  }
  view.marks.push({ x, y, r: r + 2, cluster: c });
}

function makeScene(model, state, on) {
  const { data, places } = model, base = data.base;
  const map = L.map("geomap-map", { attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.75, wheelPxPerZoomLevel: 90, minZoom: 5, maxZoom: data.meta.maxZoom, worldCopyJump: false, fadeAnimation: false, zoomAnimation: !on.still, markerZoomAnimation: false, inertia: !on.still });
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  const view = { map, base, version: 0, governorates: drawBackground(map, base), theme: readTheme(), marks: [], hot: null, clusterAt: () => 0 };
  view.control = controlLayers(map, data.control, data.sides, L.svg({ padding: 0.6, pane: "control" }));
  view.sideKeys = [...Object.keys(data.sides), ""];
  view.colours = view.sideKeys.map((k) => (k ? data.sides[k][1] : NOBODY));
  const sideIndex = new Map(view.sideKeys.map((k, i) => [k, i])), ofNode = data.events.actors.side.map((s) => sideIndex.get(s));
  const sidesOf = (nodes) => { const out = new Int32Array(nodes.length); for (let i = 0; i < out.length; i++) { out[i] = nodes[i] < 0 ? -1 : ofNode[nodes[i]]; } return out; };
  view.side1 = sidesOf(data.events.actor1);
  view.side2 = sidesOf(data.events.actor2);
  view.colourOf = (i, s) => { const a = s.role === "target" ? view.side2[i] : view.side1[i], b = s.role === "target" ? view.side1[i] : view.side2[i]; return view.colours[a >= 0 ? a : b >= 0 ? b : view.colours.length - 1]; };
  view.ux = new Float64Array(places.on.length);
  view.uy = new Float64Array(places.on.length);
  view.wide = Array.from(places.radius_km, (km, p) => km > WIDE_KM || ["line", "area"].includes(places.precision[p]));
  const bounds = L.latLngBounds([]);
  for (let p = 0; p < places.on.length; p++) {
    let lon = places.longitude[p], lat = places.latitude[p];
    const g = places.on[p] === 1 && view.governorates.get(places.admin1[p]);
    if (g) { [lon, lat] = g.point; }
    if (lon === null || lat === null) { places.on[p] = Math.max(places.on[p], 2); continue; }
    view.ux[p] = lon / 360 + 0.5;
    view.uy[p] = mercatorY(Math.max(-85, Math.min(85, lat)));
    if (places.on[p] < 2) { bounds.extend([lat, lon]); }
  }
  const whole = L.latLngBounds(SYRIA), clip = L.latLngBounds(CLIP), span = (b) => [b.getNorth() - b.getSouth(), b.getEast() - b.getWest()];
  const local = bounds.isValid() && span(bounds).every((d, k) => d < 0.4 * span(whole)[k]);
  view.home = local ? bounds.pad(0.12) : whole;
  // no further out than where the background fills the window, unless Syria needs it
  const limit = () => {
    map.options.minZoom = 4; // the zooms below are never less than what holds now
    map.setMinZoom(Math.min(map.getBoundsZoom(clip, true), map.getBoundsZoom(whole), map.getMaxZoom()));
  };
  limit();
  map.on("resize", limit);
  map.fitBounds(view.home, { animate: false, maxZoom: 9 });
  map.setMaxBounds(clip.pad(0.05));
  view.canvas = L.DomUtil.create("canvas", "events leaflet-zoom-animated", map.getPane("overlayPane"));
  let asked = 0;
  view.draw = () => { if (!asked) { asked = requestAnimationFrame(() => { asked = 0; paint(model, state, view); }); } };
  map.on("move zoomend resize viewreset", view.draw);
  map.on("zoomanim", (e) => {
    const s = map.getZoomScale(e.zoom, map.getZoom()), offset = map._latLngBoundsToNewLayerBounds(map.getBounds(), e.zoom, e.center).min;
    L.DomUtil.setTransform(view.canvas, offset, s);
  });
  view.find = (point) => {
    let best = null, near = 1e9;
    for (const m of view.marks) { const d = Math.hypot(m.x - point.x, m.y - point.y); if (d <= m.r + 3 && d < near) { near = d; best = m; } }
    return best;
  };
  const heat = (c) => { if ((c || null) !== view.hot) { view.hot = c || null; view.draw(); } };
  map.on("click", (e) => { const m = view.find(e.containerPoint); on.pick(m && m.cluster); });
  map.on("mousemove", (e) => { const m = view.find(e.containerPoint); map.getContainer().classList.toggle("pointing", Boolean(m)); on.hover(m && m.cluster, e.containerPoint); heat(m && m.cluster); });
  map.on("mouseout", () => { on.hover(null); heat(null); });
  return view;
}
