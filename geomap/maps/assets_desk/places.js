// Where it happened: the machine's choice, its runners-up, another place of the run, a pin, or nowhere; and how far the decision reaches.

function makePlaces(desk, store, act) {
  const host = $("place-box"), view = { item: null, mention: null };
  const map = makeMinimap(desk, { choose: (value) => view.choose(value), say: act.say });
  view.map = map;

  const label = (c) => c.name + (c.admin1 ? ", " + c.admin1 : "");

  function candidates(item, current) {
    const list = [], seen = new Set(), mention = view.mention === null ? null : desk.data.mentions[view.mention];
    const add = (value, c, note) => { if (value && !seen.has(value)) { seen.add(value); list.push({ value, name: c.name, admin1: c.admin1, longitude: c.longitude, latitude: c.latitude, note, sign: "", chosen: value === current }); } };
    const source = mention || item.source, machine = mention ? placeText(mention) : item.base.place;
    if (machine !== "none") { add(machine, { name: source.place || "pin", admin1: source.admin1, longitude: source.longitude, latitude: source.latitude }, "machine: " + ((mention && mention.reason) || "as told in the text")); }
    for (const u of mention ? mention.runners_up : []) { add(u.place_id, { name: u.place, admin1: u.admin1, longitude: u.longitude, latitude: u.latitude }, u.reason); }
    if (!mention && item.kind !== "control") { for (const m of besides(item)) { add(m.place_id, { name: m.place, admin1: m.admin1, longitude: m.longitude, latitude: m.latitude }, "named beside it"); } }
    if (current !== "none") { const place = placeOf(desk, current); add(current, place, /,/.test(current) ? "your pin, " + current : "your choice"); }
    list.forEach((c, k) => { c.sign = k < 9 ? String(k + 1) : ""; });
    return list;
  }

  // Places named in the paragraph of the words, for acts that have none of their own.
  function besides(item) {
    const article = desk.data.articles[item.article], home = article.paragraphs.find(([a, b]) => a <= item.start && item.start < b);
    return item.kind === "article" || !home ? [] : desk.mentionsOf[item.article].map((i) => desk.data.mentions[i]).filter((m) => m.place_id && m.start >= home[0] && m.end <= home[1]);
  }

  function radio(value, text, note, checked) {
    const line = el("label", "choice"), input = el("input"), words = el("span");
    input.type = "radio";
    input.name = "place";
    input.value = value;
    input.checked = checked;
    input.addEventListener("change", () => view.choose(value));
    words.append(el("b", "", text), el("small", "", note));
    line.append(input, words);
    return line;
  }

  function scopeSelect(item) {
    const select = $("place-scope"), outlet = desk.data.articles[item.article].outlet, at = item.key + "\u001f" + view.mention + view.only, free = view.mention !== null;
    const chosen = view.at === at ? select.value : ""; // a wide reach is chosen for one item and never carried to the next
    view.at = at;
    const own = view.only || item.kind === "article" ? [] : [[item.scope, item.kind === "control" ? "this statement only" : "this report only"]];
    const wide = free ? PLACE_SCOPES.slice(1).filter(([s]) => s !== "name-in-outlet" || outlet) : [];
    select.replaceChildren(...[...own, ...wide].map(([value, text]) => { const o = el("option", "", text); o.value = value; return o; }));
    const current = view.row();
    select.value = current ? current.scope : [...select.options].some((o) => o.value === chosen) ? chosen : select.options.length ? select.options[0].value : "";
    reach();
  }

  // Says whom a rule reaches before it is made.
  function reach() {
    const scope = $("place-scope").value, list = $("reach-list");
    list.replaceChildren();
    if (view.mention === null || !scope || ["report", "control"].includes(scope)) { $("reach").textContent = ""; return; }
    const found = reached(desk, scope, view.mention), articles = new Set(found.map((i) => desk.data.mentions[i].article));
    $("reach").textContent = "Reaches " + found.length + (found.length === 1 ? " mention" : " mentions") + " in " + articles.size + (articles.size === 1 ? " article" : " articles");
    for (const i of found.slice(0, 60)) {
      const m = desk.data.mentions[i], units = desk.data.articles[m.article], from = offsetsOf(units.text), at = [from.toUnit(m.start), from.toUnit(m.end)];
      list.append(el("li", "", units.id + ": \u2026" + units.text.slice(Math.max(0, at[0] - 25), at[1] + 25).replace(/\s+/g, " ") + "\u2026"));
    }
    if (found.length > 60) { list.append(el("li", "", "and " + (found.length - 60) + " more")); }
  }

  view.row = () => (view.only ? store.mentionRow(view.mention) : store.placeRow({ ...view.item, mention: view.mention }));

  view.choose = (value) => {
    const scope = $("place-scope").value, item = { ...view.item, mention: view.mention }, before = view.row();
    const machine = view.only ? placeText(desk.data.mentions[view.mention]) : item.base.place, remove = before ? [keyOf(before)] : [];
    const row = anchorRow(desk, item, "place", value, scope);
    if (value === machine && before && before.scope === scope) { store.put(view.item, [], remove); } else { store.put(view.item, [row], before && before.scope === scope ? [] : remove); }
  };

  // item: whose place it is; `only` where a mention was opened by itself.
  view.show = (item, mention, only) => {
    view.item = item;
    view.mention = mention;
    view.only = only;
    const row = view.row(), machine = only ? placeText(desk.data.mentions[mention]) : item.base.place, current = row ? row.new : machine, list = candidates(item, current);
    $("place-title").textContent = only ? "Place name \u201c" + desk.data.mentions[mention].text + "\u201d" : "Where";
    const given = row && !["report", "control"].includes(row.scope) ? [el("p", "aside", "Decided for " + (PLACE_SCOPES.find(([s]) => s === row.scope) || ["", row.scope])[1])] : [];
    host.replaceChildren(...given, ...list.map((c) => radio(c.value, (c.sign ? c.sign + " " : "") + label(c), c.note || "", c.chosen)), radio("none", "no place", "listed, not drawn", current === "none"));
    scopeSelect(item);
    const place = placeOf(desk, current), source = only ? desk.data.mentions[mention] : item.source;
    $("place-other").value = "";
    $("place-pin").value = place && place.id === null ? current : "";
    map.show(list, place, place && source && place.id === source.place_id && source.radius_km ? { longitude: place.longitude, latitude: place.latitude, km: source.radius_km } : null);
  };

  const names = $("known-places"), byLabel = new Map();
  for (const [id, place] of [...desk.places].sort((a, b) => (a[1].name + a[0] < b[1].name + b[0] ? -1 : 1))) { byLabel.set(place.name + (place.admin1 ? ", " + place.admin1 : "") + " [" + id + "]", id); }
  names.replaceChildren(...[...byLabel.keys()].map((text) => { const o = document.createElement("option"); o.value = text; return o; }));
  $("place-other").addEventListener("change", () => {
    const typed = $("place-other").value.trim(), id = byLabel.get(typed) || (desk.places.has(typed) ? typed : null);
    if (id) { view.choose(id); } else if (typed) { act.say("No place of this run is called so; choose one of the list, or set a pin."); }
  });
  $("place-pin").addEventListener("change", () => {
    const found = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec($("place-pin").value);
    if (found && Math.abs(found[1]) <= 180 && Math.abs(found[2]) <= 90) { view.choose(pinText(Number(found[1]), Number(found[2]))); } else if ($("place-pin").value.trim()) { act.say("Write the pin as longitude, latitude in degrees, as 38.54, 36.01."); }
  });
  $("place-scope").addEventListener("change", () => {
    const row = view.row();
    reach();
    // a place that was decided moves to the new reach; a place that was not stays the machine's
    if (row) { store.put(view.item, [anchorRow(desk, { ...view.item, mention: view.mention }, "place", row.new, $("place-scope").value)], [keyOf(row)]); }
  });
  return view;
}
