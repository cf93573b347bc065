// Decisions as a list of steps, so that each can be taken back; kept by the browser, where it allows that, under the run's own key.

const today = () => { const d = new Date(); return [d.getFullYear(), String(d.getMonth() + 1).padStart(2, "0"), String(d.getDate()).padStart(2, "0")].join("-"); };

function makeStore(desk, changed) {
  const key = "geomap-desk:" + desk.data.key, store = { steps: [], rows: new Map(), byItem: new Map(), by: "", kept: true };

  function anchorKey(row) { return row.article_sha256 + "\u001f" + row.start + "\u001f" + row.end; }

  function replay() {
    store.rows = new Map(desk.data.rows.map((row) => [keyOf(row), row])); // what the run has applied already
    for (const step of store.steps) {
      for (const gone of step.remove || []) { store.rows.delete(gone); }
      for (const row of step.rows || []) { store.rows.set(keyOf(row), row); }
    }
    store.byItem = new Map();
    store.rules = new Map([...store.rows.values()].filter((r) => r.field === "place" && r.scope.startsWith("name")).map((r) => {
      const cut = r.scope === "name-in-outlet" ? r.old.lastIndexOf(" @ ") : r.old.length, name = r.old.slice(0, cut);
      return [(r.scope === "name-in-outlet" ? "@" : r.article_sha256) + "\u001f" + (desk.folded.get(name) ?? name.toLowerCase()) + r.old.slice(cut), r];
    }));
    for (const row of store.rows.values()) {
      const at = row.scope === "article" ? "article\u001f" + row.article_sha256 : row.scope + "\u001f" + anchorKey(row);
      if (!store.byItem.has(at)) { store.byItem.set(at, []); }
      store.byItem.get(at).push(row);
    }
    desk.added = [...store.rows.values()].filter((r) => r.scope === "report" && r.field === "add" && desk.data.articles.some((a) => a.sha256 === r.article_sha256)).map((r) => addedItem(r, desk)).filter((a) => !desk.machine.some((m) => m.kind === "report" && m.article === a.article && m.start === a.start && m.end === a.end)); // a run has made it a report
    for (const item of desk.added) { item.key = itemKey(item); }
    desk.items = [...desk.machine, ...desk.added];
  }

  function keep() {
    try { localStorage.setItem(key, JSON.stringify({ steps: store.steps, by: store.by })); } catch (e) { store.kept = false; } // a sandboxed frame has no storage, a full one no room
  }

  function restore() {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "null");
      if (found && Array.isArray(found.steps)) { store.steps = found.steps; store.by = String(found.by || ""); }
    } catch (e) { store.kept = false; }
    replay();
  }

  // Rows that decide on an item itself; of one report's words several items may hang, which the id tells apart.
  store.of = (item) => {
    const sha = desk.data.articles[item.article].sha256;
    if (item.kind === "article") { return store.byItem.get("article\u001f" + sha) || []; }
    const here = store.byItem.get(item.scope + "\u001f" + anchorKey({ article_sha256: sha, start: String(item.start), end: String(item.end) })) || [];
    const added = desk.added.some((a) => a.article === item.article && a.start === item.start && a.end === item.end); // rows without an id are then the added act's
    return here.filter((r) => r.report_id === item.id || !item.id && item.kind !== "added" || !r.report_id && !added);
  };
  store.row = (item, field) => store.of(item).find((r) => r.field === field);
  store.value = (item, field) => (store.row(item, field) || { new: item.base[field] }).new;

  // The place that the narrowest decision gives: the item's own, then its mention's, then a rule for the name.
  store.placeRow = (item) => store.row(item, "place") || (item.mention === null || item.mention === undefined ? undefined : store.mentionRow(item.mention));
  store.mentionRow = (i) => {
    const m = desk.data.mentions[i], a = desk.data.articles[m.article];
    const own = store.rows.get(keyOf({ scope: "mention", field: "place", article_sha256: a.sha256, start: String(m.start), end: String(m.end), report_id: "", old: "" }));
    return own || [a.sha256 + "\u001f" + m.name, "@\u001f" + m.name + " @ " + (a.outlet || ""), "\u001f" + m.name].map((at) => store.rules.get(at)).find(Boolean);
  };
  store.place = (item) => (store.placeRow(item) || { new: item.base.place }).new;
  store.edited = (item) => store.of(item).some((r) => !["review", "add"].includes(r.field)) || item.kind === "added";
  store.review = (item) => {
    const own = store.row(item, "review");
    if (own) { return own.new; }
    const whole = item.kind === "article" ? null : (store.byItem.get("article\u001f" + desk.data.articles[item.article].sha256) || []);
    const given = whole && (whole.find((r) => r.field === "review") || (whole.some((r) => r.field === "not-coded" && r.new === "yes") ? { new: "rejected" } : null));
    return given ? given.new : (item.source && item.kind !== "article" && item.source.review) || "unreviewed";
  };
  store.put = (item, rows, remove, quiet) => { // quiet: whoever asks shows the next item himself
    const stamped = rows.map((r) => ({ why: "", ...r, id: "", by: store.by, made_on: today() }));
    store.steps.push({ at: item ? item.key : "", rows: stamped, remove: remove || [] });
    replay();
    keep();
    if (!quiet) { changed(); }
  };
  store.load = (rows) => { store.steps.push({ at: "", rows, remove: [] }); replay(); keep(); changed(); };
  store.undo = () => {
    const step = store.steps.pop();
    replay();
    keep();
    return step;
  };
  store.named = (name) => { store.by = name; keep(); };
  restore();
  return store;
}
