// One event: who, what, where, when, on whose word, and the sentences. All text goes through textContent.

const WORDS = {
  precision: { exact: "at the place itself", near: "near it", admin3: "somewhere in the sub-district", admin2: "somewhere in the district", admin1: "somewhere in the governorate", line: "along a line", area: "somewhere in an area", country: "known only to the country" },
  status: { reported: "Reported", claimed: "Claimed", planned: "Planned: has not happened", threatened: "Threatened: has not happened", denied: "Denied, or said not to have happened", historical: "Looked back upon: no current event" },
  basis: { "own-side-only": "Told only by the side it speaks for", "one-camp": "Told by one camp", "several-camps": "Told by several camps", "against-interest": "Told by a side against its own interest", "independent": "Told by an independent source" },
  review: { unreviewed: "Not reviewed by a person", accepted: "Accepted by a person", edited: "Corrected by a person", rejected: "Rejected by a person", disputed: "Disputed" },
  side: { actor1: "the initiator", actor2: "the target", civilians: "civilians", unknown: "unknown" },
  kind: { deaths: "Killed", wounded: "Wounded", captured: "Captured" },
};

// Only http and https become links; anything else is shown as text.
function safeLink(url, text) {
  let parsed = null;
  try { parsed = new URL(url); } catch (e) { parsed = null; }
  if (!parsed || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) { return url ? el("span", "no-link", url) : null; }
  const link = el("a", "", text);
  link.href = parsed.href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function amount(min, max) {
  if (min === null && max === null) { return ""; }
  if (min === null) { return "up to " + max; }
  return max === null ? "at least " + min : min === max ? String(min) : min + "\u2013" + max;
}

function makeCard(model, state, act) {
  const host = $("card"), card = {};
  const fact = (list, name, ...values) => {
    const kept = values.filter((v) => v !== "" && v !== null && v !== undefined);
    if (!kept.length) { return; }
    list.append(el("dt", "", name));
    const value = el("dd");
    kept.forEach((v, k) => { if (k) { value.append(el("br")); } value.append(v instanceof Node ? v : el("span", "", v)); });
    list.append(value);
  };

  function quote(rep, r) {
    const box = el("blockquote");
    box.dir = "auto";
    for (const [text, marked] of cut(rep.quotes[rep.quote[r]], rep.words[rep.spans[r]])) {
      const part = document.createElement(marked ? "mark" : "span");
      part.textContent = text;
      box.append(part);
    }
    return box;
  }

  function report(r) {
    const rep = model.ev.reports, item = el("li", "report"), [article, outlet, title, url, archive, published] = rep.articles[rep.article[r]];
    if (rep.quotes[rep.quote[r]]) { item.append(quote(rep, r)); }
    const source = el("p", "source");
    source.append(el("strong", "", outlet || "Outlet not known"));
    if (published) { source.append(document.createTextNode(", "), el("span", "", published)); }
    if (title || article) { source.append(document.createTextNode(". "), el("span", "", title || article)); }
    for (const [address, name] of [[url, "article"], [archive, "archived copy"]]) {
      const link = safeLink(address, name);
      if (link) { source.append(document.createTextNode(" \u00b7 "), link); }
    }
    item.append(source);
    const list = el("dl", "fine"), word = (k) => rep.words[rep[k][r]];
    fact(list, "Who says so", word("claimant"));
    fact(list, "Status here", word("status"));
    fact(list, "Why here", word("why"));
    fact(list, "Rule", word("rule"));
    fact(list, "Report", rep.id[r]);
    if (list.childNodes.length) { item.append(list); }
    return item;
  }

  function losses(i) {
    const rows = model.ev.losses.values[model.ev.losses.index[i]];
    return rows.map(([kind, side, min, max, words, claimant, joint]) => {
      const line = el("li");
      const number = amount(min, max), who = side === "actor1" ? actorName(model, model.ev.actor1[i]) : side === "actor2" ? actorName(model, model.ev.actor2[i]) : "";
      line.append(el("span", "", WORDS.kind[kind] + ", " + (who || WORDS.side[side] || side) + ": " + (number || "no number")));
      if (words) { line.append(el("span", "aside", " \u201c" + words + "\u201d")); }
      if (claimant) { line.append(el("span", "aside", " according to " + claimant)); }
      if (joint) { line.append(el("span", "aside", " (one toll for several places: not to be added up)")); }
      return line;
    });
  }

  function facts(i) {
    const { ev, places } = model, p = model.place[i], list = el("dl", "facts"), value = (k) => ev[k].values[ev[k].index[i]];
    const role = (node, list2) => {
      const name = actorName(model, node), side = node >= 0 ? model.data.sides[model.ev.actors.side[node]][0] : "", more = list2.values[list2.index[i]];
      return [name + (side && side !== name ? " (" + side + ")" : ""), more.length ? "with " + more.join(", ") : ""];
    };
    fact(list, "Initiator", ...(role(ev.actor1[i], ev.with1)));
    fact(list, "Target", ...(role(ev.actor2[i], ev.with2)));
    fact(list, "When", period(model.start[i], model.end[i], value("dateprec")), ev.ongoing[i] ? "still going on when reported" : "", ["week", "month", "year"].includes(value("dateprec")) ? "known to the " + value("dateprec") + " only" : "");
    const units = [places.admin3[p], places.admin2[p], places.admin1[p]].filter((u, k, all) => u && all.indexOf(u) === k && u !== places.place[p]);
    const exact = WORDS.precision[places.precision[p]] || places.precision[p];
    fact(list, "Where", [places.place[p] || "not placed", ...units].join(", ") + (places.on[p] === 3 ? " (" + places.country[p] + ")" : ""),
      exact ? capital(exact) + (places.radius_km[p] ? ", within " + places.radius_km[p] + " km" : "") : "");
    fact(list, "What was hit", capital(value("object")));
    fact(list, "Weapon", capital(value("weapon")));
    fact(list, "Control", ...ev.change.values[ev.change.index[i]]);
    const lost = losses(i);
    if (lost.length) { const ul = el("ul", "losses"); ul.append(...lost); fact(list, "Losses", ul); }
    else { fact(list, "Killed", deathsOf(model, i)); }
    fact(list, "Status", WORDS.status[value("status")] || value("status"));
    const sources = ev.sources[i] === null ? "" : ev.sources[i] + (ev.sources[i] === 1 ? " original source" : " original sources") + (ev.camps[i] ? ", " + ev.camps[i] + (ev.camps[i] === 1 ? " camp" : " camps") : "");
    fact(list, "Basis", WORDS.basis[value("basis")] || value("basis"), sources);
    fact(list, "Review", WORDS.review[value("review")] || value("review") || WORDS.review.unreviewed);
    fact(list, "Corrections", ...ev.corrections.values[ev.corrections.index[i]]);
    fact(list, "Confidence", ev.confidence[i] === null ? "" : Math.round(ev.confidence[i] * 100) + " %");
    fact(list, "Id", ev.id[i]);
    return list;
  }

  card.show = (i) => {
    host.hidden = i < 0;
    $("listing").hidden = i >= 0;
    if (i < 0) { host.replaceChildren(); return; }
    const { ev, first } = model, bar = el("div", "card-bar");
    for (const [text, name, run] of [["\u2190 All events", "back", () => act.open(-1)], ["\u2039", "Previous event", () => act.step(-1)], ["\u203a", "Next event", () => act.step(1)], ["Show on map", "on-map", () => act.locate(i)]]) {
      const b = el("button", "", text);
      b.type = "button";
      if (text.length === 1) { b.setAttribute("aria-label", name); }
      if (name === "on-map" && model.places.on[model.place[i]] > 1) { b.hidden = true; }
      b.addEventListener("click", run);
      bar.append(b);
    }
    const kicker = el("p", "kicker", ev.type.values[ev.type.index[i]]), title = el("h2", "", ev.sub.values[ev.sub.index[i]] || typeOf(model, i) || "Event");
    const parts = [bar, kicker, title, el("p", "who", headline(model, i)), facts(i)];
    const n = first[i + 1] - first[i];
    if (n) {
      parts.push(el("h3", "", n === 1 ? "One report" : n + " reports"));
      const list = el("ol", "reports");
      for (let r = first[i]; r < first[i + 1]; r++) { list.append(report(r)); }
      parts.push(list);
    }
    host.replaceChildren(...parts);
    host.scrollTop = 0;
  };
  return card;
}
