// Marks: shape by type of event, colour by side, fill by status; a donut by side where several events share a place.

const SHAPES = {
  "Battles": "cross", "Explosions/Remote violence": "triangle", "Violence against civilians": "diamond", "Protests": "circle",
  "Riots": "pentagon", "Strategic developments": "square",
};
const NOBODY = "#8a8a8a";

function shapePath(ctx, shape, x, y, r) {
  ctx.beginPath();
  if (shape === "circle") { ctx.arc(x, y, r * 0.92, 0, 2 * Math.PI); return; }
  if (shape === "square") { ctx.rect(x - r * 0.82, y - r * 0.82, r * 1.64, r * 1.64); return; }
  if (shape === "cross") { // two crossed bars, as in the static maps
    const a = r * 1.15, b = r * 0.42, turn = Math.SQRT1_2;
    [[-b, -a], [b, -a], [b, -b], [a, -b], [a, b], [b, b], [b, a], [-b, a], [-b, b], [-a, b], [-a, -b], [-b, -b]].forEach(([px, py], k) => {
      const tx = x + (px - py) * turn, ty = y + (px + py) * turn;
      if (k) { ctx.lineTo(tx, ty); } else { ctx.moveTo(tx, ty); }
    });
    ctx.closePath();
    return;
  }
  const sides = shape === "triangle" ? 3 : shape === "pentagon" ? 5 : 4, s = shape === "triangle" ? r * 1.2 : r * 1.1;
  const dy = shape === "triangle" ? r * 0.2 : 0;
  for (let k = 0; k < sides; k++) {
    const angle = -Math.PI / 2 + (k * 2 * Math.PI) / sides;
    if (k) { ctx.lineTo(x + s * Math.cos(angle), y + dy + s * Math.sin(angle)); } else { ctx.moveTo(x + s * Math.cos(angle), y + dy + s * Math.sin(angle)); }
  }
  ctx.closePath();
}

function drawMark(ctx, x, y, r, shape, colour, status, theme) {
  ctx.save();
  ctx.lineJoin = "round";
  const dash = { planned: [2.5, 2], threatened: [2.5, 2], historical: [1, 1.8] }[status] || [];
  shapePath(ctx, shape, x, y, r);
  ctx.lineWidth = 4.4;
  ctx.strokeStyle = theme.paper;
  ctx.stroke();
  ctx.setLineDash(dash);
  ctx.lineWidth = 2.6; // a hairline around the colour: pale sides need it on light ground, dark ones on dark
  ctx.strokeStyle = theme.edge;
  ctx.stroke();
  ctx.fillStyle = status === "reported" ? colour : theme.paper;
  ctx.fill();
  if (status === "claimed") {
    ctx.save();
    ctx.clip();
    ctx.fillStyle = colour;
    ctx.fillRect(x - 2 * r, y - 2 * r, 2 * r, 4 * r);
    ctx.restore();
  }
  shapePath(ctx, shape, x, y, r);
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
  if (status === "threatened") { ctx.beginPath(); ctx.arc(x, y, 1.6, 0, 7); ctx.fillStyle = colour; ctx.fill(); }
  if (status === "denied") { ctx.beginPath(); ctx.moveTo(x - r, y + r); ctx.lineTo(x + r, y - r); ctx.stroke(); }
  ctx.restore();
}

// The dashed square around a mark that stands for a whole governorate.
function drawPlate(ctx, x, y, r, theme) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x - r - 4, y - r - 4, 2 * r + 8, 2 * r + 8);
  ctx.globalAlpha = 0.85;
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.setLineDash([3, 3]);
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = theme.muted;
  ctx.stroke();
  ctx.restore();
}

// The dashed circle around a mark whose place is known only to a wide area; its true ring shows when the mark is pointed at.
function drawArea(ctx, x, y, r, theme) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, r + 5, 0, 2 * Math.PI);
  ctx.globalAlpha = 0.75;
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.setLineDash([3, 3]);
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = theme.muted;
  ctx.stroke();
  ctx.restore();
  return r + 5;
}

const donutRadius = (count) => Math.min(24, 9 + 2.1 * Math.log2(count));

// parts: [[colour, reported, claimed], ...]; claimed shares are paler.
function drawDonut(ctx, x, y, count, parts, theme, plate) {
  const r = donutRadius(count), inner = r * 0.6;
  if (plate) { drawPlate(ctx, x, y, r, theme); }
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, r + 1.5, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  let angle = -Math.PI / 2;
  for (const [colour, reported, claimed] of parts) {
    for (const [share, alpha] of [[reported, 1], [claimed, 0.45]]) {
      if (!share) { continue; }
      const next = angle + (share / count) * 2 * Math.PI;
      ctx.beginPath();
      ctx.arc(x, y, r, angle, next);
      ctx.arc(x, y, inner, next, angle, true);
      ctx.closePath();
      ctx.globalAlpha = alpha;
      ctx.fillStyle = colour;
      ctx.fill();
      ctx.globalAlpha = 1;
      angle = next;
    }
  }
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.lineWidth = 0.75;
  ctx.strokeStyle = theme.edge;
  ctx.stroke();
  ctx.fillStyle = theme.ink;
  ctx.font = "600 " + (count > 999 ? 9 : count > 99 ? 10 : 11) + "px " + theme.font;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(count > 9999 ? Math.round(count / 1000) + "k" : String(count), x, y + 0.5);
  ctx.restore();
  return r;
}

function readTheme() {
  const style = getComputedStyle(document.documentElement), get = (name) => style.getPropertyValue(name).trim();
  return { paper: get("--paper"), ink: get("--ink"), muted: get("--muted"), edge: get("--edge"), halo: get("--land"), water: get("--water-ink"), accent: get("--accent"), bar: get("--bar"), barSpread: get("--bar-spread"), rule: get("--rule"), font: get("--sans") };
}

function sharpContext(canvas, width, height) {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
  }
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}
