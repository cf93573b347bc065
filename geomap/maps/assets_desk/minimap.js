// The small map of one item: the place it was given, the runners-up to be clicked, and a pin to be dragged or moved by the arrow keys.

function makeMinimap(desk, act) {
  const map = L.map("desk-map", { attributionControl: false, zoomSnap: 0.25, minZoom: 5, maxZoom: 11, fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false, inertia: false });
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const base = desk.data.base, view = { map, base, theme: readTheme(), governorates: drawBackground(map, base), marks: [], ring: null, clusterAt: (x, y) => { for (const m of view.marks) { const p = map.latLngToContainerPoint(m.getLatLng()); if (Math.hypot(p.x - x, p.y - y) < 14) { return 12; } } return 0; } };
  map.setMaxBounds(L.latLngBounds(CLIP).pad(0.3));
  map.fitBounds(SYRIA, { animate: false });
  view.canvas = L.DomUtil.create("canvas", "events", map.getPane("overlayPane"));

  function paintBase() {
    const size = map.getSize(), zoom = map.getZoom(), ctx = sharpContext(view.canvas, size.x, size.y), origin = map.getPixelBounds().min, scale = 256 * 2 ** zoom;
    L.DomUtil.setPosition(view.canvas, map.containerPointToLayerPoint([0, 0]));
    const toScreen = (ux, uy) => [ux * scale - origin.x, uy * scale - origin.y];
    fadeEdges(ctx, view, toScreen, size);
    if (view.ring) {
      const [x, y] = toScreen(view.ring.longitude / 360 + 0.5, mercatorY(view.ring.latitude)), r = kmToPixels(view.ring.km, view.ring.latitude, zoom);
      if (r > 6) { drawRing(ctx, x, y, r, view.theme, true); }
    }
    const boxes = view.marks.map((m) => { const p = map.latLngToContainerPoint(m.getLatLng()); return [p.x - 12, p.y - 12, p.x + 12, p.y + 12]; });
    drawLabels(ctx, view, zoom, toScreen, [...boxes, [0, 0, 44, 76]], size, view.theme);
  }
  let asked = 0;
  view.draw = () => { if (!asked) { asked = requestAnimationFrame(() => { asked = 0; paintBase(); }); } };
  map.on("move zoomend resize viewreset", view.draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { view.theme = readTheme(); view.draw(); });

  const nameless = (marker, label) => { const node = marker.getElement(); node.setAttribute("aria-label", label); node.setAttribute("role", "button"); };

  function candidate(c) {
    const sign = el("span", "", c.sign), marker = L.marker([c.latitude, c.longitude], { icon: L.divIcon({ className: "candidate" + (c.chosen ? " chosen" : ""), html: sign, iconSize: [20, 20] }), keyboard: true, title: c.name });
    marker.addTo(map);
    nameless(marker, "Choose " + c.name);
    marker.on("click", () => act.choose(c.value));
    marker.on("keypress", (e) => { if (e.originalEvent.key === "Enter") { act.choose(c.value); } });
    return marker;
  }

  function pin(at) {
    const marker = L.marker([at.latitude, at.longitude], { icon: L.divIcon({ className: "pin" + (at.set ? " set" : ""), html: el("span", "", ""), iconSize: [22, 28], iconAnchor: [11, 28] }), draggable: true, keyboard: true, zIndexOffset: 500, title: "Drag to the right place" });
    marker.addTo(map);
    nameless(marker, "Pin: arrow keys move it, Enter sets it");
    const set = () => { const p = marker.getLatLng(); act.choose(pinText(p.lng, p.lat)); };
    marker.on("dragend", set);
    marker.getElement().addEventListener("keydown", (e) => {
      const by = e.shiftKey ? 30 : 5, steps = { ArrowRight: [by, 0], ArrowLeft: [-by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
      if (e.key === "Enter") { set(); } else if (steps[e.key]) { marker.setLatLng(map.containerPointToLatLng(map.latLngToContainerPoint(marker.getLatLng()).add(steps[e.key]))); act.say(pinText(marker.getLatLng().lng, marker.getLatLng().lat)); } else { return; }
      e.preventDefault();
      e.stopPropagation();
    });
    return marker;
  }

  // candidates: {value, name, longitude, latitude, sign, chosen}; the pin stands at the chosen place, or in the middle of the country.
  view.show = (candidates, chosen, ring) => {
    for (const m of view.marks) { m.remove(); }
    map.invalidateSize({ animate: false });
    const at = chosen && chosen.longitude !== null ? { ...chosen, set: chosen.id === null } : { longitude: 38.5, latitude: 35, set: false };
    view.marks = [...candidates.filter((c) => c.longitude !== null).map(candidate), pin(at)];
    view.ring = ring;
    const bounds = L.latLngBounds(view.marks.map((m) => m.getLatLng()));
    const lone = bounds.getNorth() - bounds.getSouth() < 0.4 && bounds.getEast() - bounds.getWest() < 0.4;
    if (!chosen || chosen.longitude === null) { map.fitBounds(SYRIA, { animate: false }); } else if (lone) { map.setView(bounds.getCenter(), 8, { animate: false }); } else { map.fitBounds(bounds.pad(0.25), { animate: false, maxZoom: 9 }); }
    view.draw();
  };
  return view;
}
