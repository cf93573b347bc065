// Reviewed articles as annotations for `geomap evaluate` (the format is told in docs/accuracy.md), in one zip without compression.

const GOLD_KINDS = [[/^PCL/, "country"], [/^ADM1/, "governorate"], [/^ADM[23]/, "district"], [/^(RGN|AREA)/, "region"], [/^(MT|HLL|PK)/, "mountain"], [/^(STM|CNL)/, "river"], [/^(RD|RTE)/, "road"], [/^DSRT/, "desert"], [/^(AIRB|AIRP|INSM)/, "airbase"], [/^CMP/, "camp"], [/^PPLX/, "neighbourhood"], [/^PPL/, "town"]];
const goldKind = (code) => (GOLD_KINDS.find(([pattern]) => pattern.test(code || "")) || [null, "other"])[1];

// The place behind a value: an id that the run knows, or a pin.
function placeOf(desk, value) {
  if (!value || value === "none") { return null; }
  const pin = /^(-?[\d.]+)\s*,\s*(-?[\d.]+)$/.exec(value);
  if (pin) { return { id: null, name: "pin", longitude: Number(pin[1]), latitude: Number(pin[2]), admin1: "" }; }
  const known = desk.places.get(value);
  return known ? { id: value, ...known } : { id: value, name: value, longitude: null, latitude: null, admin1: "" };
}

function lossesOf(text) {
  if (!text || text === "none") { return []; }
  return text.split(";").map((part) => {
    const [side, amount] = part.split(":").map((t) => t.trim()), [least, most] = (amount || "").split("-").map(Number);
    return { side, min: least, max: most === undefined ? least : most };
  });
}

function goldDate(value) {
  if (!value || value === "none") { return { date: null, date_end: null, date_precision: "unknown" }; }
  if (/^\d{4}$/.test(value)) { return { date: value + "-01-01", date_end: value + "-12-31", date_precision: "year" }; }
  if (/^\d{4}-\d\d$/.test(value)) { return { date: value + "-01", date_end: null, date_precision: "month" }; }
  const [from, to] = value.split("/");
  return { date: from, date_end: to && to !== from ? to : null, date_precision: to && to !== from ? "week" : "day" };
}

function goldEvent(desk, store, item, number) {
  const value = (f) => { const v = store.value(item, f); return v === undefined || v === "none" ? null : v; }, place = placeOf(desk, store.place(item));
  const deaths = lossesOf(store.value(item, "deaths")), change = value("control_change"), sum = (k) => (deaths.length ? deaths.reduce((n, d) => n + d[k], 0) : null);
  const untouched = item.source && !store.row(item, "date") ? { date: item.source.date_start, date_end: item.source.date_end === item.source.date_start ? null : item.source.date_end, date_precision: item.source.date_precision } : null;
  return {
    id: desk.data.articles[item.article].id + "-" + number, evidence: item.evidence, type: desk.typeOf[value("sub_event_type")] || value("event_type"), sub_type: value("sub_event_type"), ...(untouched || goldDate(store.value(item, "date"))),
    actor1: value("actor1"), actor2: value("actor2"), place: place ? place.name : null, lat: place ? place.latitude : null, lon: place ? place.longitude : null,
    geo_precision: place && place.id === (item.source && item.source.place_id) ? item.source.geo_precision || 1 : 1, status: value("status"), fatalities_min: sum("min"), fatalities_max: sum("max"), deaths,
    control_change: change ? { place: place ? place.name : null, to: change.split(">").pop() || null } : null, confidence: store.review(item) === "disputed" ? "judgement" : "sure",
  };
}

function goldArticle(desk, store, i) {
  const article = desk.data.articles[i];
  const places = desk.mentionsOf[i].map((k) => {
    const m = desk.data.mentions[k], row = store.mentionRow(k), place = row ? placeOf(desk, row.new) : null, known = row ? place : m;
    return {
      mention: m.text, start: m.start, end: m.end, name: known ? known.name || m.place || m.text : m.text, kind: goldKind(m.feature_code), lat: known ? known.latitude : null, lon: known ? known.longitude : null,
      in_syria: m.in_syria !== false, literal: m.toponym_type === "literal",
    };
  });
  const kept = desk.items.filter((item) => item.article === i && item.kind !== "control" && ["accepted", "edited", "disputed"].includes(store.review(item))).sort((a, b) => a.start - b.start || a.end - b.end);
  return { article: article.id, sha256: article.sha256, published: article.published, places, events: kept.map((item, k) => goldEvent(desk, store, item, k + 1)) };
}

// Only articles of which every report has been decided on: in others what is missing would count as wrong.
const goldReady = (desk, store) => desk.data.articles.map((a, i) => i).filter((i) => {
  const own = desk.items.filter((item) => item.article === i && item.kind !== "control");
  return own.length && own.every((item) => DECIDED.includes(store.review(item)));
});

const CRC = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) { c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; } return c >>> 0; });
function crc32(bytes) {
  let c = 0xffffffff;
  for (const b of bytes) { c = CRC[(c ^ b) & 255] ^ (c >>> 8); }
  return (c ^ 0xffffffff) >>> 0;
}

// Stored, not packed; all files carry the first day that the format knows, so that the same review gives the same bytes.
function zip(files) {
  const parts = [], listed = [], u16 = (n) => [n & 255, (n >>> 8) & 255], u32 = (n) => [...u16(n & 65535), ...u16(n >>> 16)];
  let at = 0;
  for (const [name, text] of files) {
    const bytes = new TextEncoder().encode(text), label = new TextEncoder().encode(name), stamp = [...u16(0), ...u16(33)];
    const common = [...u16(20), ...u16(0x0800), ...u16(0), ...stamp, ...u32(crc32(bytes)), ...u32(bytes.length), ...u32(bytes.length), ...u16(label.length), ...u16(0)];
    parts.push(Uint8Array.from([...u32(0x04034b50), ...common]), label, bytes);
    listed.push(Uint8Array.from([...u32(0x02014b50), ...u16(20), ...common, ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(at)]), label);
    at += 30 + label.length + bytes.length;
  }
  const size = listed.reduce((n, p) => n + p.length, 0);
  return new Blob([...parts, ...listed, Uint8Array.from([...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(files.length), ...u16(files.length), ...u32(size), ...u32(at), ...u16(0)])], { type: "application/zip" });
}

const safeName = (text) => text.replace(/[^A-Za-z0-9._\-\u0080-\uffff]/g, "_").replace(/^\.+/, "_") || "article";
function goldZip(desk, store, ready) {
  return zip(ready.map((i) => ["gold/" + safeName(desk.data.articles[i].id) + ".json", JSON.stringify(goldArticle(desk, store, i), null, 1) + "\n"]));
}
