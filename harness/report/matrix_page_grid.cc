// The first part of the script: words, filter and the grid.

#include "harness/report/matrix_page_parts.h"

namespace shakedown {

const char* const kMatrixPageGrid = R"html(</script>
<script>
"use strict";
const byId = id => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const { clients, servers, results, rules, causes } = data;
const rows = clients.length, columns = servers.length;
const cells = new Uint32Array(rows * columns);
data.cells.forEach((row, i) => cells.set(row, i * columns));
data.cells = null;

// --- what a result is called ---

const verdicts = {
  ok: "agreed", "by-server": "refused by the server", "by-client": "refused by the client",
  closed: "ended without an alert", beyond: "beyond the rules" };
const symbolOf = { ok: "\u2713", closed: "\u2013", beyond: "?" };
for (const one of results) {
  one.kind = one.beyond_rules ? "beyond" : one.outcome === "agreed" ? "ok"
    : one.alert === null ? "closed" : "by-" + one.by;
  one.symbol = symbolOf[one.kind] ?? String(one.alert);
  const by = one.by ? " by the " + one.by : "";
  one.sentence = one.kind === "beyond" ? "beyond the rules: " + one.beyond_rules
    : one.kind === "ok" ? "agreed" : one.alert === null ? "ended" + by + " without an alert"
    : "refused" + by + " with alert " + one.alert + " " + one.alert_name;
  one.alertKey = one.alert !== null ? String(one.alert) : one.kind === "closed" ? "none" : "";
}
const plain = text => text.toLowerCase().replace(/[\s_]+/g, " ");
const wordsOfSide = side => plain([side.name, side.profile, side.title,
  ...side.certificates.map(one => one.key + " " + one.root)].join(" "));
const wordsOfResult = one => plain([one.sentence, one.cause, one.cause && causes[one.cause].title,
  one.version, one.cipher_suite, one.group, one.signature_scheme, one.server_certificate,
  one.client_certificate, one.alpn, one.hello_retry_request && "HelloRetryRequest"]
  .filter(Boolean).join(" "));
const clientWords = clients.map(wordsOfSide), serverWords = servers.map(wordsOfSide);
const resultWords = results.map(wordsOfResult);

// --- the filter: a cell fits when each word is in its client, its server or its result ---

const query = byId("query"), selects = ["verdict", "alert", "cause"].map(byId);
const keyOf = { verdict: one => one.kind, alert: one => one.alertKey, cause: one => one.cause ?? "" };
const number = new Intl.NumberFormat("en").format;
function fill(select, titleOf) {
  const counts = new Map();
  for (const one of results) {
    const key = keyOf[select.id](one);
    if (key) counts.set(key, (counts.get(key) ?? 0) + one.cells);
  }
  for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    select.append(new Option(titleOf(key) + " (" + number(count) + ")", key));
  }
  select.disabled = counts.size === 0;
}
fill(selects[0], key => verdicts[key]);
fill(selects[1], key => key === "none" ? "no alert"
  : key + " " + results.find(one => one.alertKey === key).alert_name);
fill(selects[2], key => key);

let shownRows = [], shownColumns = [], masks = null;
function fits(i, j) {
  const one = cells[i * columns + j];
  return masks.chosen[one] === 1 &&
    (masks.client[i] | masks.server[j] | masks.result[one]) === masks.all;
}
function filter() {
  const words = plain(query.value.trim()).split(" ").filter(Boolean).slice(0, 30);
  const maskOf = text => words.reduce((mask, word, n) => text.includes(word) ? mask | 1 << n : mask, 0);
  masks = {
    all: (2 ** words.length - 1) | 0,
    client: Int32Array.from(clientWords, maskOf), server: Int32Array.from(serverWords, maskOf),
    result: Int32Array.from(resultWords, maskOf),
    chosen: Uint8Array.from(results, one =>
      selects.every(select => !select.value || keyOf[select.id](one) === select.value)) };
  const inRow = new Uint8Array(rows), inColumn = new Uint8Array(columns);
  let found = 0;
  for (let i = 0, at = 0; i < rows; ++i) {
    for (let j = 0; j < columns; ++j, ++at) {
      const one = cells[at];
      if (masks.chosen[one] !== 1 ||
          (masks.client[i] | masks.server[j] | masks.result[one]) !== masks.all) continue;
      ++found;
      inRow[i] = inColumn[j] = 1;
    }
  }
  shownRows = [...inRow.keys()].filter(i => inRow[i]);
  shownColumns = [...inColumn.keys()].filter(j => inColumn[j]);
  const every = found === cells.length;
  byId("count").textContent = every ? "" : number(found) + " of " + number(cells.length) +
    " pairs fit, of " + number(shownRows.length) + " clients and " + number(shownColumns.length) +
    " servers";
  byId("reset").disabled = !query.value && selects.every(select => !select.value);
  active = { row: Math.min(active.row, shownRows.length - 1),
             column: Math.min(active.column, shownColumns.length - 1) };
  if (active.row < 0 && active.column < 0) active = { row: 0, column: 0 };
  layOut();
  keep();
}

// --- the grid: elements only for what is in sight ---

const grid = byId("grid"), space = byId("space");
const cellWidth = 38, cellHeight = 28;
let headWidth = 0, headHeight = 0, active = { row: 0, column: 0 }, open = null;
let drawn = new Map(), drawnColumns = "";
const heads = document.createElement("div");
heads.className = "heads";
heads.setAttribute("role", "row");
heads.setAttribute("aria-rowindex", "1");
const pen = document.createElement("canvas").getContext("2d");
function widest(sides, shown) {
  pen.font = "15px system-ui, sans-serif";
  let most = 0;
  for (const i of shown) {
    if (sides[i].name.length * 16 > most) most = Math.max(most, pen.measureText(sides[i].name).width);
  }
  return Math.ceil(most);
}
// A name cut in its middle: what tells long names apart stands at either end.
function cut(name, width) {
  pen.font = "15px system-ui, sans-serif";
  const wide = pen.measureText(name).width;
  if (wide <= width) return name;
  for (let letters = Math.floor(name.length * width / wide);; --letters) {
    const head = Math.max(1, Math.floor(letters * .4)), tail = Math.max(1, letters - head);
    const text = name.slice(0, head) + "\u2026" + name.slice(name.length - tail);
    if (letters < 3 || pen.measureText(text).width <= width) return text;
  }
}
function layOut() {
  headWidth = Math.max(90, Math.min(widest(clients, shownRows) + 30, grid.clientWidth * .42, 360));
  headHeight = Math.max(60, Math.min(widest(servers, shownColumns) + 20, grid.clientHeight * .45, 260));
  const none = shownRows.length === 0;
  space.style.width = none ? "auto" : headWidth + shownColumns.length * cellWidth + 12 + "px";
  space.style.height = none ? "auto" : headHeight + shownRows.length * cellHeight + 12 + "px";
  grid.setAttribute("aria-rowcount", shownRows.length + 1);
  grid.setAttribute("aria-colcount", shownColumns.length + 1);
  drawn.clear();
  drawnColumns = "";
  heads.replaceChildren();
  if (none) {
    const text = document.createElement("p");
    text.className = "empty";
    text.textContent = "No pair fits this filter.";
    space.replaceChildren(text);
    return;
  }
  heads.style.height = headHeight + "px";
  space.replaceChildren(heads);
  draw();
}
function element(kind, role, row, column, text) {
  const one = document.createElement("div");
  one.className = kind;
  one.setAttribute("role", role);
  one.setAttribute("aria-colindex", column + 2);
  one.id = "at" + row + "." + column;
  one.textContent = text;
  one.dataset.row = row;
  one.dataset.column = column;
  return one;
}
function drawHeads(first, last) {
  const corner = document.createElement("div");
  corner.className = "corner";
  corner.style.width = headWidth + "px";
  corner.textContent = "client \\ server";
  heads.replaceChildren(corner);
  for (let column = first; column <= last; ++column) {
    const side = servers[shownColumns[column]];
    const head = element("server", "columnheader", -1, column, cut(side.name, headHeight - 16));
    head.title = side.name;
    head.setAttribute("aria-label", side.name);
    head.style.left = headWidth + column * cellWidth + "px";
    head.style.width = cellWidth + "px";
    head.style.height = headHeight + "px";
    head.style.lineHeight = cellWidth + "px";
    heads.append(head);
  }
}
function drawRow(row, first, last) {
  const i = shownRows[row], line = document.createElement("div");
  line.className = "row";
  line.setAttribute("role", "row");
  line.setAttribute("aria-rowindex", row + 2);
  line.style.cssText = "top:" + (headHeight + row * cellHeight) + "px;width:100%;height:" +
    cellHeight + "px;line-height:" + cellHeight + "px";
  const head = element("client", "rowheader", row, -1, cut(clients[i].name, headWidth - 26));
  head.title = clients[i].name;
  head.setAttribute("aria-label", clients[i].name);
  head.style.width = headWidth + "px";
  line.append(head);
  for (let column = first; column <= last; ++column) {
    const j = shownColumns[column], one = results[cells[i * columns + j]];
    const cell = element("cell " + one.kind, "gridcell", row, column, one.symbol);
    if (!fits(i, j)) cell.classList.add("off");
    cell.setAttribute("aria-label", clients[i].name + " and " + servers[j].name + ": " +
      one.sentence + (one.cause ? ", " + one.cause : ""));
    cell.style.cssText = "left:" + (headWidth + column * cellWidth + 1) + "px;width:" +
      (cellWidth - 2) + "px;height:" + (cellHeight - 2) + "px;line-height:" + (cellHeight - 2) + "px";
    line.append(cell);
  }
  space.append(line);
  return line;
}
function draw() {
  if (shownRows.length === 0) return;
  const bound = (value, count) => Math.max(0, Math.min(count - 1, Math.floor(value)));
  const top = bound(grid.scrollTop / cellHeight - 2, shownRows.length);
  const bottom = bound((grid.scrollTop + grid.clientHeight - headHeight) / cellHeight + 2, shownRows.length);
  const left = bound(grid.scrollLeft / cellWidth - 2, shownColumns.length);
  const right = bound((grid.scrollLeft + grid.clientWidth - headWidth) / cellWidth + 2, shownColumns.length);
  if (drawnColumns !== left + "-" + right) {
    for (const line of drawn.values()) line.remove();
    drawn.clear();
    drawnColumns = left + "-" + right;
    drawHeads(left, right);
  }
  for (const [row, line] of drawn) {
    if (row >= top && row <= bottom) continue;
    line.remove();
    drawn.delete(row);
  }
  for (let row = top; row <= bottom; ++row) {
    if (!drawn.has(row)) drawn.set(row, drawRow(row, left, right));
  }
  mark();
}
function mark() {
  for (const one of space.querySelectorAll(".at, .open")) {
    one.classList.remove("at", "open");
    one.removeAttribute("aria-selected");
  }
  const at = byId("at" + active.row + "." + active.column);
  if (at) {
    at.classList.add("at");
    grid.setAttribute("aria-activedescendant", at.id);
  } else {
    grid.removeAttribute("aria-activedescendant");
  }
  if (!open) return;
  const row = open.client === null ? -1 : shownRows.indexOf(open.client);
  const column = open.server === null ? -1 : shownColumns.indexOf(open.server);
  const shown = byId("at" + row + "." + column);
  if (shown) {
    shown.classList.add("open");
    shown.setAttribute("aria-selected", "true");
  }
}
function reveal() {
  const left = active.column * cellWidth, top = active.row * cellHeight;
  if (active.column >= 0) {
    const most = left + cellWidth - (grid.clientWidth - headWidth);
    grid.scrollLeft = Math.max(most, Math.min(left, grid.scrollLeft));
  }
  if (active.row >= 0) {
    const most = top + cellHeight - (grid.clientHeight - headHeight);
    grid.scrollTop = Math.max(most, Math.min(top, grid.scrollTop));
  }
  draw();
}
let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; draw(); });
}
grid.addEventListener("scroll", soon, { passive: true });
new ResizeObserver(() => layOut()).observe(grid);

)html";

}  // namespace shakedown
