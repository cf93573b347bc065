// A virtual table: only the rows in sight are in the document. Arrow keys move, Enter opens the card.

const ROW = 50, OVER = 4;
const COLUMNS = [
  { key: "date", title: "Date" }, { key: "event", title: "Event" }, { key: "place", title: "Place" }, { key: "deaths", title: "Killed" },
];

function makeTable(model, state, view, act) {
  const scroll = $("grid-scroll"), body = $("grid-body"), head = $("grid-head"), grid = $("grid"), table = { rows: new Int32Array(0), at: 0 };
  state.sort = "date";
  state.down = false;
  const orders = new Map();
  const keyOf = {
    date: null,
    event: (i) => typeOf(model, i) + "\n" + headline(model, i),
    place: (i) => model.places.place[model.place[i]] || "\uffff",
    deaths: (i) => (model.ev.deaths_max[i] ?? model.ev.deaths_min[i] ?? -1),
  };
  function order(key) {
    if (!orders.has(key)) {
      const all = Int32Array.from({ length: model.n }, (_, i) => i);
      if (keyOf[key]) {
        const keys = Array.from(all, keyOf[key]);
        all.sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
      }
      orders.set(key, all);
    }
    return orders.get(key);
  }
  for (const column of COLUMNS) {
    const cell = el("div", "cell " + column.key), sort = el("button", "", column.title);
    cell.setAttribute("role", "columnheader");
    sort.type = "button";
    sort.addEventListener("click", () => { state.down = state.sort === column.key ? !state.down : column.key === "deaths"; state.sort = column.key; table.show(); act.changed(); });
    cell.append(sort);
    column.head = cell;
    head.append(cell);
  }

  table.show = () => {
    const sorted = order(state.sort), out = [], { fail, place } = model;
    for (let k = 0; k < sorted.length; k++) {
      const i = sorted[state.down ? sorted.length - 1 - k : k];
      if (!fail[i] && (!state.places || state.places.has(place[i]))) { out.push(i); }
    }
    table.rows = Int32Array.from(out);
    table.at = Math.max(0, Math.min(table.at, out.length - 1));
    for (const column of COLUMNS) { column.head.setAttribute("aria-sort", state.sort === column.key ? (state.down ? "descending" : "ascending") : "none"); }
    grid.setAttribute("aria-rowcount", out.length + 1);
    body.style.height = out.length * ROW + "px";
    $("list-title").textContent = (state.places ? state.placesName + ": " : "") + numeral.format(out.length) + (out.length === 1 ? " event" : " events");
    $("clear-place").hidden = !state.places;
    render();
  };

  function rowOf(i, at) {
    const { ev, places } = model, p = model.place[i], row = el("div", "row" + (model.counted[i] ? "" : " apart"));
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", at + 2);
    row.setAttribute("aria-selected", i === state.selected);
    row.id = "row-" + at;
    row.title = (ev.sub.values[ev.sub.index[i]] || typeOf(model, i)) + "\n" + headline(model, i);
    row.style.top = at * ROW + "px";
    const cell = (key, text, below) => {
      const c = el("div", "cell " + key);
      c.setAttribute("role", "gridcell");
      c.append(el("span", "first", text));
      if (below) { c.append(el("span", "second", below)); }
      return c;
    };
    const status = statusOf(model, i), start = model.start[i];
    row.append(
      cell("date", start === NONE ? "no date" : shortDate(i), status !== "reported" ? status : ""),
      cell("event", ev.sub.values[ev.sub.index[i]] || typeOf(model, i), headline(model, i)),
      cell("place", places.place[p] || "not placed", places.on[p] === 3 ? places.country[p] : places.admin1[p] === places.place[p] ? "" : places.admin1[p]),
      cell("deaths", deathsOf(model, i)),
    );
    const dot = el("span", "side");
    dot.style.background = view.colourOf(i, state);
    row.prepend(dot);
    row.classList.toggle("current", at === table.at);
    row.addEventListener("click", () => { table.at = at; act.open(i); });
    row.addEventListener("mouseenter", () => act.point(i));
    row.addEventListener("mouseleave", () => act.point(-1));
    return row;
  }
  function shortDate(i) {
    const precision = model.ev.dateprec.values[model.ev.dateprec.index[i]], [y, m, d] = civil(model.start[i]);
    if (precision === "year") { return String(y); }
    const month = MONTHS[m].slice(0, 3);
    if (precision === "month") { return month + " " + y; }
    return (precision === "week" ? "~" : "") + d + " " + month + " " + y;
  }
  let from = -1, to = -1;
  function render() {
    from = Math.max(0, Math.floor(scroll.scrollTop / ROW) - OVER);
    to = Math.min(table.rows.length, Math.ceil((scroll.scrollTop + (scroll.clientHeight || 400)) / ROW) + OVER);
    const rows = [];
    for (let at = from; at < to; at++) { rows.push(rowOf(table.rows[at], at)); }
    body.replaceChildren(...rows);
    if (!rows.length) { body.append(el("p", "empty-list", "No event passes these filters.")); body.style.height = "60px"; }
    if (table.rows.length) { grid.setAttribute("aria-activedescendant", "row-" + table.at); } else { grid.removeAttribute("aria-activedescendant"); }
  }
  table.render = render;
  table.reveal = (at) => {
    table.at = at;
    const top = at * ROW;
    if (top < scroll.scrollTop) { scroll.scrollTop = top; } else if (top + ROW > scroll.scrollTop + scroll.clientHeight) { scroll.scrollTop = top + ROW - scroll.clientHeight; }
    render();
  };
  // For paper: the first `limit` rows, all at once.
  table.printAll = (limit) => {
    const rows = [];
    for (let at = 0; at < Math.min(limit, table.rows.length); at++) { rows.push(rowOf(table.rows[at], at)); }
    body.replaceChildren(...rows);
    if (table.rows.length > limit) { body.append(el("p", "more", "\u2026 and " + numeral.format((table.rows.length - limit)) + " more: save them as CSV")); }
  };
  scroll.addEventListener("scroll", () => requestAnimationFrame(render), { passive: true });
  grid.addEventListener("keydown", (event) => {
    if (event.target.tagName === "BUTTON") { return; }
    const page = Math.max(1, Math.floor(scroll.clientHeight / ROW) - 1), last = table.rows.length - 1;
    const goal = { ArrowDown: table.at + 1, ArrowUp: table.at - 1, PageDown: table.at + page, PageUp: table.at - page, Home: 0, End: last }[event.key];
    if (goal !== undefined) {
      event.preventDefault();
      table.reveal(Math.max(0, Math.min(last, goal)));
      if (last >= 0) { act.point(table.rows[table.at]); }
    } else if (event.key === "Enter" && last >= 0) { event.preventDefault(); act.open(table.rows[table.at]); }
  });
  $("clear-place").addEventListener("click", () => { state.places = null; act.changed(); });
  return table;
}
