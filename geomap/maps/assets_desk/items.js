// What is reviewed: reports, statements of control, articles, and acts that a person added; each with its values as a row would write them.

const PLACE_SCOPES = [
  ["report", "this report only"], ["mention", "this mention"], ["name-in-article", "this name in this article"], ["name-in-outlet", "this name in this outlet"], ["name", "this name everywhere"],
];
const DECIDED = ["accepted", "edited", "rejected", "disputed"];
const trim5 = (n) => String(Math.round(n * 1e5) / 1e5);
const pinText = (lon, lat) => trim5(lon) + "," + trim5(lat);

function dateText(r) {
  if (!r.date_start) { return "none"; }
  const [a, b] = [r.date_start, r.date_end || r.date_start];
  if (r.date_precision === "year" && a.slice(0, 4) === b.slice(0, 4)) { return a.slice(0, 4); }
  if (r.date_precision === "month" && a.slice(0, 7) === b.slice(0, 7)) { return a.slice(0, 7); }
  return a === b ? a : a + "/" + b;
}
const lossText = (list) => list.filter((l) => l.min !== null || l.max !== null).map((l) => {
  const least = l.min ?? l.max, most = l.max ?? l.min;
  return l.side + ":" + (least === most ? least : least + "-" + most);
}).join("; ") || "none";
const placeText = (r) => (r.place_id || "").startsWith("pin:") ? r.place_id.slice(4) : r.place_id || (r.longitude === null ? "none" : pinText(r.longitude, r.latitude));
const changeText = (c) => (c ? (c.from || "") + ">" + (c.to || "") : "none");

function reportItem(r, i, desk) {
  return {
    kind: "report", n: i, article: r.article, id: r.id, start: r.trigger[0], end: r.trigger[1], evidence: r.evidence, source: r, mention: r.mention, why: r.why, rank: r.doubt * r.consequence,
    scope: "report", roles: r.roles,
    base: {
      event_type: r.event_type, sub_event_type: r.sub_event_type, actor1: r.actor1 || r.actor1_name || "none", actor2: r.actor2 || r.actor2_name || "none", place: placeText(r), date: dateText(r),
      status: r.status, deaths: lossText(r.deaths), object: r.object || "none", weapon: r.weapon || "none", control_change: changeText(r.control_change),
    },
  };
}

function factItem(f, i) {
  return {
    kind: "control", n: i, article: f.article, id: f.id, start: f.evidence[0][0], end: f.evidence[0][1], evidence: f.evidence, source: f, mention: null, why: f.why, rank: f.doubt * f.consequence, scope: "control", roles: {},
    base: { side: f.side, from_side: f.from_side || "none", kind: f.kind, place: placeText(f), date: dateText(f), status: f.status },
  };
}

function articleItem(a, i) {
  return {
    kind: "article", n: i, article: i, id: "", start: "", end: "", evidence: [], source: a, mention: null, why: [], rank: -1, scope: "article", roles: {},
    base: { published: a.published || "none", outlet: a.outlet || "none", "not-coded": "no" },
  };
}

// An act that the machine missed: nothing is known of it but the words marked and its kind.
function addedItem(row, desk) {
  const article = desk.data.articles.findIndex((a) => a.sha256 === row.article_sha256);
  const none = Object.fromEntries(["actor1", "actor2", "place", "date", "deaths", "object", "weapon", "control_change"].map((k) => [k, "none"]));
  return {
    kind: "added", n: 0, article, id: row.report_id, start: Number(row.start), end: Number(row.end), evidence: [[Number(row.start), Number(row.end)]], source: null, mention: null, why: ["added by a person"], rank: 0,
    scope: "report", roles: {}, base: { ...none, sub_event_type: row.new, event_type: desk.typeOf[row.new] || "", status: "reported" },
  };
}

const itemKey = (item) => [item.kind === "added" ? "report" : item.kind, item.article, item.start, item.end, item.id, item.kind === "control" ? item.n : ""].join("\u001f");

// Everything the page works on, in one value.
function makeDesk(data) {
  const desk = { data, typeOf: {}, actorName: new Map(data.lists.actors), sideName: new Map(data.lists.sides), places: new Map(), mentionsOf: data.articles.map(() => []) };
  for (const [type, subs] of Object.entries(data.lists.types)) { for (const sub of subs) { desk.typeOf[sub] = type; } }
  const known = (p) => { if (p.place_id && p.longitude !== null && !desk.places.has(p.place_id)) { desk.places.set(p.place_id, { name: p.place, longitude: p.longitude, latitude: p.latitude, admin1: p.admin1 || "", radius_km: p.radius_km || 0 }); } };
  data.mentions.forEach((m, i) => { desk.mentionsOf[m.article].push(i); known(m); });
  for (const m of data.mentions) { m.runners_up.forEach(known); }
  data.reports.forEach(known);
  data.facts.forEach(known);
  desk.folded = new Map(data.mentions.map((m) => [m.text, m.name])); // as geomap compares names: without case, marks and hyphens
  desk.machine = [...data.reports.map((r, i) => reportItem(r, i, desk)), ...data.facts.map(factItem)];
  desk.articleItems = data.articles.map(articleItem);
  for (const item of [...desk.machine, ...desk.articleItems]) { item.key = itemKey(item); }
  return desk;
}

function anchorRow(desk, item, field, value, scope) {
  const article = desk.data.articles[item.article], mention = item.mention === null || item.mention === undefined ? null : desk.data.mentions[item.mention];
  const row = { article_sha256: article.sha256, start: String(item.start), end: String(item.end), report_id: item.id, scope, field, old: item.base[field] ?? "", new: value };
  if (["report", "control", "event"].includes(scope)) { return row; }
  if (scope === "article") { return { ...row, start: "", end: "", report_id: "" }; }
  const span = scope === "mention" ? { start: String(mention.start), end: String(mention.end) } : { start: "", end: "" };
  const old = scope === "mention" ? mention.place_id || "none" : scope === "name-in-outlet" ? mention.text + " @ " + (article.outlet || "") : mention.text;
  return { ...row, ...span, report_id: "", old, article_sha256: scope === "name" || scope === "name-in-outlet" ? "" : article.sha256 };
}

// The mentions that a rule for a place name reaches.
function reached(desk, scope, i) {
  const mention = desk.data.mentions[i], outlet = desk.data.articles[mention.article].outlet;
  if (scope === "mention") { return [i]; }
  return desk.data.mentions.map((m, k) => k).filter((k) => {
    const m = desk.data.mentions[k];
    return m.name === mention.name && (scope === "name" || (scope === "name-in-outlet" ? desk.data.articles[m.article].outlet === outlet : m.article === mention.article));
  });
}
