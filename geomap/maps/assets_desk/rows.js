// Rows of corrections.csv: what a decision is about, how it is written and read. The form is that of docs/corrections.md.

const ROW_COLUMNS = ["id", "article_sha256", "start", "end", "report_id", "scope", "field", "old", "new", "why", "by", "made_on"];
const SCOPES = ["mention", "name-in-article", "name-in-outlet", "name", "report", "event", "article", "control"];
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

// Two decisions with the same answer here are about the same thing: the later one replaces the earlier.
function aboutOf(row) {
  const span = row.start === "" || row.end === "" ? "" : row.start + "-" + row.end;
  const anchors = {
    "mention": [row.article_sha256, span], "name-in-article": [row.article_sha256, row.old], "name-in-outlet": [row.old], "name": [row.old], "article": [row.article_sha256],
  };
  const more = row.field === "merge" ? [row.new] : [];
  return [row.scope, row.field, ...(anchors[row.scope] || [row.article_sha256, span, row.report_id]), ...more];
}
const keyOf = (row) => aboutOf(row).join("\u001f");

async function rowId(row) {
  if (!window.crypto || !crypto.subtle) { return ""; } // readers work out an empty id
  const data = new TextEncoder().encode([...aboutOf(row), row.new].join("\u001f"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return "k" + Array.from(hash.slice(0, 6), (b) => b.toString(16).padStart(2, "0")).join("");
}

// The apostrophe before what a spreadsheet would run, exactly as geomap's own writer and reader have it.
function guard(text) {
  const clean = text.replace(/\0/g, "\ufffd");
  return FORMULA.test(clean.replace(/^'+/, "")) || FORMULA.test(clean.replace(/^[ ']+/, "")) ? "'" + clean : clean;
}
const unguard = (text) => (text[0] === "'" && FORMULA.test(text.replace(/^[ ']+/, "")) ? text.slice(1) : text);

function csvField(text) {
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

async function rowsToCsv(rows) {
  const sorted = [...rows].sort((a, b) => { const x = keyOf(a) + a.new, y = keyOf(b) + b.new; return x < y ? -1 : x > y ? 1 : 0; });
  const lines = [ROW_COLUMNS.join(",")];
  for (const row of sorted) {
    const whole = { ...row, id: await rowId(row) };
    lines.push(ROW_COLUMNS.map((name) => csvField(guard(String(whole[name] ?? "")))).join(","));
  }
  return lines.join("\n") + "\n";
}

// RFC 4180: quoted fields may hold commas, quotes and line ends.
function parseCsv(text) {
  const rows = [];
  let row = [], cell = "", quoted = false, was = false;
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') { cell += c; } else if (text[i + 1] === '"') { cell += c; i++; } else { quoted = false; }
    } else if (c === '"' && cell === "") { quoted = true; was = true; } else if (c === ",") { row.push(cell); cell = ""; was = false; } else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") { i++; }
      row.push(cell);
      rows.push(row);
      row = []; cell = ""; was = false;
    } else { cell += c; }
  }
  if (quoted) { throw new Error("a quote is never closed"); }
  if (cell !== "" || was || row.length) { row.push(cell); rows.push(row); }
  return rows.filter((r) => r.some((v) => v.trim() !== ""));
}

const strip = (text) => text.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, ""); // what Python takes for white space, which U+FEFF is not

function rowsFromCsv(text) {
  const [head, ...lines] = parseCsv(text), at = (head || []).map((h) => h.trim());
  for (const needed of ["scope", "field", "new"]) { if (!at.includes(needed)) { throw new Error("no column " + needed); } }
  return lines.map((line, i) => {
    if (line.length > at.length) { throw new Error("line " + (i + 2) + " has more fields than columns"); }
    const row = Object.fromEntries(ROW_COLUMNS.map((name) => [name, at.includes(name) ? (name === "why" ? (t) => t : strip)(unguard(line[at.indexOf(name)] ?? "")) : ""]));
    if (!SCOPES.includes(row.scope)) { throw new Error("line " + (i + 2) + ": scope " + row.scope.slice(0, 40) + " is none of " + SCOPES.join(", ")); }
    for (const name of ["start", "end"]) { if (!/^\d{0,9}$/.test(row[name])) { throw new Error("line " + (i + 2) + ": " + name + " is no whole number"); } }
    return row;
  });
}
