// Trees of layers with counts and toggles. Only open branches are in the document.

function makePanel(model, state, changed) {
  const host = $("groups"), shown = [], panel = {};
  for (const dim of model.dims) {
    if (dim.key !== "actor" && dim.key !== "date" && dim.key !== "status" && dim.nodes.length < 2) { continue; }
    const box = el("details", "group");
    box.open = ["actor", "date", "status", "type"].includes(dim.key);
    box.dataset.dim = dim.key;
    const head = el("summary");
    head.append(el("span", "group-title", dim.title));
    const note = el("span", "narrowed", "filtered");
    head.append(note);
    const tools = el("div", "tools");
    if (dim.key === "actor") { tools.append(roleSwitch()); }
    tools.append(button("All", () => { dim.on.fill(1); changed(); }), button("None", () => { dim.on.fill(0); changed(); }));
    const tree = el("ul", "tree");
    tree.setAttribute("aria-label", dim.title);
    box.append(head, tools, tree);
    host.append(box);
    shown.push({ dim, tree, note, rows: [], stale: true });
  }

  function button(text, act) {
    const b = el("button", "", text);
    b.type = "button";
    b.addEventListener("click", act);
    return b;
  }
  function roleSwitch() {
    const set = el("div", "role");
    set.setAttribute("role", "group");
    set.setAttribute("aria-label", "Count an event under its");
    for (const role of ["either", "initiator", "target"]) {
      const b = button(capital(role), () => { setRole(model, state, role); changed(); });
      b.dataset.role = role;
      set.append(b);
    }
    return set;
  }

  function row(group, index, depth) {
    const { dim } = group, node = dim.nodes[index], item = el("li"), line = el("div", "node"), branch = node.children.length > 0;
    line.style.setProperty("--depth", depth);
    const twist = el("button", "twist", branch ? (dim.open.has(index) ? "\u25be" : "\u25b8") : "");
    twist.type = "button";
    if (branch) {
      twist.setAttribute("aria-label", (dim.open.has(index) ? "Close " : "Open ") + node.label);
      twist.setAttribute("aria-expanded", dim.open.has(index));
      twist.addEventListener("click", () => { if (!dim.open.delete(index)) { dim.open.add(index); } rebuild(group); focusNode(group, index, ".twist"); });
    } else { twist.disabled = true; twist.tabIndex = -1; twist.setAttribute("aria-hidden", "true"); }
    const label = el("label"), box = el("input");
    box.type = "checkbox";
    box.addEventListener("change", () => { setNode(dim, index, nodeState(dim, index) === 1 ? 0 : 1); changed(); });
    label.append(box);
    if (dim.key === "actor" && depth === 0) {
      const swatch = el("span", "swatch");
      swatch.style.background = node.side ? model.data.sides[node.side][1] : NOBODY;
      label.append(swatch);
    }
    label.append(el("span", "node-label", node.label));
    const only = button("only", () => { dim.on.fill(0); setNode(dim, index, 1); changed(); });
    only.className = "only";
    only.setAttribute("aria-label", "Only " + node.label);
    const count = el("span", "node-count");
    line.append(twist, label, only, count);
    item.append(line);
    item.dataset.index = index;
    group.rows.push({ index, box, count, line, node });
    if (branch && dim.open.has(index)) {
      const below = el("ul");
      for (const child of node.children) { below.append(row(group, child, depth + 1)); }
      item.append(below);
    }
    return item;
  }
  function focusNode(group, index, part) {
    const found = group.tree.querySelector('li[data-index="' + index + '"] ' + part);
    if (found) { found.focus(); }
  }
  function rebuild(group) {
    group.rows = [];
    const roots = group.dim.nodes.filter((node) => node.parent < 0).map((node) => row(group, node.i, 0));
    group.tree.replaceChildren(...roots);
    refresh(group);
  }
  function refresh(group) {
    const { dim } = group;
    for (const r of group.rows) {
      const s = nodeState(dim, r.index);
      r.box.checked = s === 1;
      r.box.indeterminate = s === 2;
      r.count.textContent = numeral.format(dim.counts[r.index]);
      r.line.classList.toggle("empty", dim.counts[r.index] === 0);
    }
    group.note.hidden = dim.on.every((v, i) => v === dim.byDefault[i]) && !(dim.key === "actor" && state.role !== "either");
  }
  panel.show = () => {
    for (const group of shown) { refresh(group); }
    for (const b of host.querySelectorAll("[data-role]")) { b.setAttribute("aria-pressed", b.dataset.role === state.role); }
  };
  for (const group of shown) {
    if (group.dim.key === "date" && group.dim.nodes.filter((node) => node.parent < 0).length <= 2) { group.dim.nodes.forEach((node) => { if (node.parent < 0) { group.dim.open.add(node.i); } }); }
    rebuild(group);
  }
  return panel;
}
