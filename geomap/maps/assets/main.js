// Puts the parts together: one state, one function that shows it.

function fillText(model) {
  const meta = model.data.meta, ledger = meta.ledgers.map(([name, counts]) => capital(name) + ": " + counts.map(([k, n]) => numeral.format(n) + " " + k).join(", ")).join(". ");
  $("title").textContent = meta.title;
  $("subtitle").textContent = meta.subtitle;
  $("ledger").textContent = ledger;
  $("sources").textContent = ["Sources: " + meta.sources.join("; "), meta.credit].slice(meta.sources.length ? 0 : 1).filter(Boolean).join(". ");
  $("disclaimer").textContent = meta.disclaimer;
  const review = model.dim.review, open = review.nodes.some((node) => !["accepted", "edited"].includes(node.key));
  $("stamp").hidden = !(meta.stamp && open && model.n);
  $("stamp").textContent = "Unreviewed: coded by machine";
}

function countText(model) {
  const s = model.summary, listed = [];
  for (const [k, name] of [[2, "known only to the country"], [3, "outside Syria"], [4, "not placed"]]) { if (s.placed[k]) { listed.push(numeral.format(s.placed[k]) + " " + name); } }
  const drawn = s.placed[0] + s.placed[1], all = model.n_counted;
  const total = numeral.format(s.shown) + (s.shown === all ? "" : " of " + numeral.format(all)) + (all === 1 ? " event" : " events");
  const apart = Object.entries(s.apartBy).sort().map(([k, n]) => numeral.format(n) + " " + k), more = [];
  if (listed.length) { more.push(numeral.format(drawn) + " on the map, " + listed.join(", ")); }
  if (apart.length) { more.push("shown but not counted: " + apart.join(", ")); }
  const off = model.dim.status.nodes.filter((node, k) => node.apart && !model.dim.status.on[k] && model.dim.status.counts[k]).map((node) => numeral.format(model.dim.status.counts[node.i]) + " " + node.key);
  if (off.length) { more.push("switched off: " + off.join(", ")); }
  return [total, more.join("; ")];
}

function makeLegend(model, view) {
  const host = $("legend-body"), theme = view.theme, group = (title, entries) => {
    if (!entries.length) { return; }
    const list = el("ul", "keys");
    for (const [draw, text] of entries) {
      const item = el("li"), canvas = document.createElement("canvas");
      draw(sharpContext(canvas, 20, 18));
      item.append(canvas, el("span", "", text));
      list.append(item);
    }
    host.append(el("h3", "", title), list);
  };
  host.replaceChildren();
  const ink = theme.ink, sides = model.dim.actor.nodes.filter((node) => node.parent < 0 && node.side);
  group("Side", [...sides.map((node) => [(c) => drawMark(c, 10, 9, 6, "circle", model.data.sides[node.side][1], "reported", theme), node.label])]);
  group("Type", Object.entries(SHAPES).filter(([type]) => model.ev.type.values.includes(type)).map(([type, shape]) => [(c) => drawMark(c, 10, 9, 6, shape, ink, "reported", theme), type]));
  group("Status", model.ev.status.values.filter(Boolean).map((status) => [(c) => drawMark(c, 10, 9, 6, "circle", ink, status, theme), status]));
  const place = [[(c) => drawDonut(c, 10, 9, 1, [[ink, 0.5, 0], [theme.muted, 0.5, 0]], { ...theme, ink: "transparent" }), "several events, by side; pale: claimed"], [(c) => drawRing(c, 10, 9, 8, theme, false), "place known to this ring"]];
  if (model.places.on.some((on, p) => on === 0 && view.wide[p])) { place.push([(c) => { drawArea(c, 10, 9, 3, theme); c.beginPath(); c.arc(10, 9, 3, 0, 7); c.fillStyle = ink; c.fill(); }, "known only to a wide area (point at it for the ring)"]); }
  if (model.places.on.includes(1)) { place.push([(c) => { c.strokeStyle = theme.muted; c.setLineDash([3, 2]); c.strokeRect(3, 1.5, 16, 15); }, "known only to the governorate"]); }
  group("Place", place);
  const edition = model.data.meta.edition;
  if (edition.length) {
    const list = el("ul", "keys");
    list.append(...edition.map((line) => el("li", "", line)));
    host.append(el("h3", "", "Public edition"), list);
  }
  $("legend").dataset.role = "legend";
}

async function start() {
  const data = await loadData(), model = buildModel(data), state = newState(model), quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
  model.n_counted = model.counted.reduce((a, b) => a + b, 0);
  state.hover = -1;
  const act = { changed: () => update(true), open, step, locate, point: (i) => { state.hover = i; view.draw(); } };
  fillText(model);
  const view = makeScene(model, state, { pick, hover, still: quiet });
  window.geomap = { map: view.map };
  const card = makeCard(model, state, act), table = makeTable(model, state, view, act), at = readHash(model, state);
  const line = makeTimeline(model, state, act.changed), panel = makePanel(model, state, act.changed), search = $("search");
  if (at) { view.map.setView([at[0], at[1]], at[2], { animate: false }); state.moved = true; }
  search.value = state.query;
  model.hits = searchHits(model, state.query);

  function update(write) {
    refilter(model, state);
    gather(model, state, view);
    const beneath = view.control(model.dated ? state.to : null, model.last_day);
    $("control-note").textContent = beneath;
    $("control-note").hidden = !beneath;
    view.draw();
    panel.show();
    line.show();
    table.show();
    [$("count").textContent, $("count-more").textContent] = countText(model);
    if (write) { save(); }
  }
  let saving = 0;
  function save() { clearTimeout(saving); saving = setTimeout(() => writeHash(model, state, view), 150); }
  function pick(c) {
    if (!c) { if (state.places) { state.places = null; update(true); } return; }
    state.places = new Set(c.places);
    const names = [...new Set(c.places.map((p) => model.places.place[p]))];
    state.placesName = c.name ? c.name + " governorate" : names.length > 1 ? names[0] + " and " + (names.length - 1) + " more" : names[0];
    if (state.selected >= 0) { open(-1); }
    update(true);
    if (table.rows.length === 1) { open(table.rows[0]); }
    show("list");
  }
  function hover(c, point) {
    const tip = $("tip");
    tip.hidden = !c;
    if (!c) { return; }
    const names = [...new Set(c.places.map((p) => model.places.place[p]))], lines = [el("strong", "", c.name ? c.name + " governorate" : names.slice(0, 3).join(", ") + (names.length > 3 ? " and " + (names.length - 3) + " more" : ""))];
    const one = c.count === 1 ? (c.events ? c.events[0] : c.event) : -1;
    lines.push(el("span", "", one >= 0 && one !== undefined ? (model.ev.sub.values[model.ev.sub.index[one]] || typeOf(model, one)) + ", " + headline(model, one) : numeral.format(c.count) + " events" + (c.events ? ", not counted" : "")));
    tip.replaceChildren(...lines);
    const box = view.map.getSize();
    tip.style.left = Math.min(point.x + 14, box.x - 200) + "px";
    tip.style.top = Math.min(point.y + 14, box.y - 60) + "px";
  }
  function open(i) {
    state.selected = i;
    card.show(i);
    if (i >= 0) { show("list"); $("card").focus({ preventScroll: true }); } else { table.render(); $("grid").focus({ preventScroll: true }); }
    view.draw();
    save();
  }
  function step(by) {
    const k = table.rows.indexOf(state.selected), next = table.rows[Math.max(0, Math.min(table.rows.length - 1, k + by))];
    if (next !== undefined) { table.at = Math.max(0, k + by); open(next); }
  }
  function locate(i) {
    const p = model.place[i];
    if (model.places.on[p] > 1) { return; }
    show("map");
    const g = model.places.on[p] === 1 && view.governorates.get(model.places.admin1[p]);
    view.map.setView(g ? [g.point[1], g.point[0]] : [model.places.latitude[p], model.places.longitude[p]], Math.max(view.map.getZoom(), Math.min(9, view.map.getMaxZoom())), { animate: !quiet });
  }
  function show(part) {
    $("app").dataset.part = part;
    for (const b of document.querySelectorAll(".tabs button")) { b.setAttribute("aria-pressed", b.dataset.show === part); }
    view.map.invalidateSize({ animate: false });
    table.render();
    line.draw();
  }
  for (const b of document.querySelectorAll(".tabs button")) { b.addEventListener("click", () => show(b.dataset.show)); }
  let typing = 0;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => { state.query = search.value; model.hits = searchHits(model, state.query); update(true); }, 120); });
  $("reset").addEventListener("click", () => {
    line.stop();
    for (const dim of model.dims) { dim.on.set(dim.byDefault); }
    Object.assign(state, { from: model.first_day, to: model.last_day, query: "", places: null, moved: false });
    setRole(model, state, "either");
    search.value = "";
    model.hits = null;
    open(-1);
    view.map.fitBounds(view.home, { animate: false, maxZoom: 9 });
    update(true);
  });
  $("save-csv").addEventListener("click", () => download("events.csv", "text/csv", toCsv(model, table.rows)));
  $("save-geojson").addEventListener("click", () => download("events.geojson", "application/geo+json", toGeoJson(model, table.rows)));
  $("print").addEventListener("click", () => window.print());
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && state.selected >= 0) { open(-1); } });
  view.map.on("dragend zoomend", () => { state.moved = true; save(); });
  const restyle = () => { view.theme = readTheme(); makeLegend(model, view); view.draw(); line.draw(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  window.addEventListener("resize", () => { line.draw(); table.render(); });
  window.addEventListener("hashchange", () => { if (location.hash.slice(1) !== state.hash) { readHash(model, state); search.value = state.query; model.hits = searchHits(model, state.query); update(false); card.show(state.selected); } });
  window.addEventListener("beforeprint", () => { restyle(); table.printAll(400); });
  window.addEventListener("afterprint", () => { restyle(); table.render(); });
  if (matchMedia("(max-width: 760px)").matches) { $("legend").open = false; }
  makeLegend(model, view);
  $("app").dataset.part = "map";
  update(false);
  show("map");
  if (!at) { view.map.fitBounds(view.home, { animate: false, maxZoom: 9 }); } // only now is the map as large as it stays
  if (state.selected >= 0) { card.show(state.selected); show("list"); }
  // For folium's own layers, which follow this script, and for tests.
  Object.assign(window.geomap, { model, state, view, table, refresh: () => update(false), csv: () => toCsv(model, table.rows), geojson: () => toGeoJson(model, table.rows) });
  growWhenIdle(model);
  document.dispatchEvent(new Event("geomap-ready"));
  performance.mark("geomap-ready");
  document.documentElement.dataset.ready = "true";
}
start();
