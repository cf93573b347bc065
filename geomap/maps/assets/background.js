// What lies under every map: borders, water, names of towns, and the ring of a place that is not known exactly.

function unpack(rings) {
  return rings.map((flat) => {
    const line = [];
    for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) { x += flat[i]; y += flat[i + 1]; line.push([y / 1000, x / 1000]); }
    return line;
  });
}

const CLIP = [[31.5, 34], [38, 44]]; // where the bundled lines end
const SYRIA = [[32.3, 35.6], [37.4, 42.4]];

// The background fades out before its edge, so that no box stands around the country.
function fadeEdges(ctx, view, toScreen, size) {
  const [[south, west], [north, east]] = CLIP, [left, top] = toScreen(west / 360 + 0.5, mercatorY(north)), [right, bottom] = toScreen(east / 360 + 0.5, mercatorY(south));
  const depth = (right - left) * 0.07, clear = view.theme.halo + "00", full = view.theme.halo;
  const strip = (x0, y0, x1, y1, from, to) => {
    const ramp = ctx.createLinearGradient(from[0], from[1], to[0], to[1]);
    ramp.addColorStop(0, full);
    ramp.addColorStop(0.12, full);
    ramp.addColorStop(1, clear);
    ctx.fillStyle = ramp;
    ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
  };
  if (left + depth > 0) { strip(0, 0, left + depth, size.y, [left, 0], [left + depth, 0]); }
  if (right - depth < size.x) { strip(right - depth, 0, size.x, size.y, [right, 0], [right - depth, 0]); }
  if (top + depth > 0) { strip(0, 0, size.x, top + depth, [0, top], [0, top + depth]); }
  if (bottom - depth < size.y) { strip(0, bottom - depth, size.x, size.y, [0, bottom], [0, bottom - depth]); }
}

function drawBackground(map, base) {
  map.createPane("base").style.zIndex = 200;
  const renderer = L.svg({ padding: 0.6, pane: "base" });
  const layer = (make, feature, cls) => make(unpack(feature.rings), { pane: "base", renderer, interactive: false, className: cls, smoothFactor: 1.2 }).addTo(map);
  L.rectangle(CLIP, { pane: "base", renderer, interactive: false, className: "frame" }).addTo(map);
  for (const f of base.countries) { layer(L.polygon, f, f.name === "Syria" ? "land home" : "land"); }
  const governorates = new Map();
  for (const f of base.governorates) { governorates.set(f.name, { point: f.point, path: layer(L.polygon, f, "governorate") }); }
  for (const f of base.lakes) { layer(L.polygon, f, "lake"); }
  for (const f of base.rivers) { layer(L.polyline, f, "river"); }
  for (const f of base.coast) { layer(L.polyline, f, "coast"); }
  for (const f of base.disputed) { layer(L.polyline, f, "disputed"); }
  return governorates;
}

const mercatorY = (lat) => { const s = Math.sin((lat * Math.PI) / 180); return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI); };

const kmToPixels = (km, lat, zoom) => (km * 1000 * 256 * 2 ** zoom) / (40075016.7 * Math.cos((lat * Math.PI) / 180));

function drawRing(ctx, x, y, r, theme, strong) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  const wide = r > 70; // whole regions: only a faint line, or they would darken the country
  ctx.globalAlpha = strong ? 0.12 : wide ? 0 : 0.06;
  ctx.fillStyle = theme.ink;
  ctx.fill();
  ctx.globalAlpha = strong ? 0.9 : wide ? 0.22 : 0.4;
  ctx.setLineDash([4, 3]);
  ctx.lineWidth = strong ? 1.6 : 1;
  ctx.strokeStyle = theme.ink;
  ctx.stroke();
  ctx.restore();
}

function drawLabels(ctx, view, zoom, toScreen, boxes, size, theme) {
  const free = (b) => boxes.every((o) => b[2] < o[0] || b[0] > o[2] || b[3] < o[1] || b[1] > o[3]);
  const put = (text, lon, lat, font, colour, gap, spots, space) => {
    const [x, y] = toScreen(lon / 360 + 0.5, mercatorY(lat));
    if (x < -40 || y < -20 || x > size.x + 40 || y > size.y + 20) { return false; }
    ctx.font = font;
    if ("letterSpacing" in ctx) { ctx.letterSpacing = space; }
    const w = ctx.measureText(text).width, at = { middle: [x - w / 2, y], right: [x + gap, y], left: [x - gap - w, y], below: [x - w / 2, y + gap + 6], above: [x - w / 2, y - gap - 6] };
    const seen = (s) => at[s][0] > 2 && at[s][0] + w < size.x - 2 && at[s][1] > 9 && at[s][1] < size.y - 9; // a name cut in half is none
    const spot = spots.find((s) => seen(s) && free([at[s][0] - 2, at[s][1] - 7, at[s][0] + w + 2, at[s][1] + 7]));
    if (spot) {
      const [left, line] = at[spot];
      boxes.push([left - 2, line - 7, left + w + 2, line + 7]);
      ctx.textAlign = "left";
      ctx.lineWidth = 3;
      ctx.strokeStyle = theme.halo;
      ctx.strokeText(text, left, line);
      ctx.fillStyle = colour;
      ctx.fillText(text, left, line);
    }
    if ("letterSpacing" in ctx) { ctx.letterSpacing = "0px"; }
    return Boolean(spot);
  };
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  const rtl = document.documentElement.dir === "rtl";
  for (const [name, arabic, lon, lat, rank] of view.base.towns) {
    if (rank > (zoom < 6 ? 0 : zoom < 7.5 ? 1 : 2)) { continue; }
    const [x, y] = toScreen(lon / 360 + 0.5, mercatorY(lat));
    const size2 = rank === 1 ? "600 12px " : "11px ", under = view.clusterAt(x, y), gap = under ? under + 3 : 5;
    if (put(rtl ? arabic : name, lon, lat, size2 + theme.font, theme.ink, gap, ["right", "left", "below", "above"], "0px") && !under) {
      ctx.beginPath();
      ctx.arc(x, y, rank === 1 ? 2 : 1.5, 0, 7);
      ctx.fillStyle = theme.muted;
      ctx.fill();
    }
  }
  for (const f of view.base.countries) {
    if (f.point && f.name !== "Syria") { put(f.name.toUpperCase(), f.point[0], f.point[1], "11px " + theme.font, theme.muted, 0, ["middle"], "2px"); }
  }
  if (zoom >= 8) {
    for (const [name, g] of view.governorates) { put(name.toUpperCase(), g.point[0], g.point[1], "10px " + theme.font, theme.muted, 0, ["middle"], "1.5px"); }
  }
  ctx.restore();
}
