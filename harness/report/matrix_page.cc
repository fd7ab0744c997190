#include "harness/report/matrix_page.h"

#include "harness/report/matrix_json.h"

namespace shakedown {
namespace {

constexpr const char* kHead = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>TLS: which client gets on with which server</title>
<style>
  :root {
    color-scheme: light dark;
    --line: #8883; --dim: #5b6470; --focus: #0b63ce;
    --ok: #d3f0da; --ok-text: #0d5626;
    --server: #ffd9d6; --server-text: #8c1410;
    --client: #ffe3bd; --client-text: #7a4300;
    --closed: #e6dcfb; --closed-text: #4f2a94;
    --beyond: #e4e7eb; --beyond-text: #4a5360;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --dim: #a2abb8; --focus: #6cb2ff;
      --ok: #143d22; --ok-text: #9be3b1;
      --server: #561b1a; --server-text: #ffb9b3;
      --client: #4f3208; --client-text: #ffd08a;
      --closed: #362060; --closed-text: #d5c0ff;
      --beyond: #31363d; --beyond-text: #b9c1cc;
    }
  }
  * { box-sizing: border-box; }
  html, body { height: 100%; }
  body { font: 15px/1.4 system-ui, sans-serif; margin: 0; display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 25rem; }
  header { grid-column: 1 / -1; padding: .6rem .9rem .5rem; border-bottom: 1px solid var(--line); }
  h1 { font-size: 1.15rem; margin: 0; display: inline; }
  h2 { font-size: 1.05rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
  h3 { font-size: .95rem; margin: 1rem 0 .3rem; }
  form { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .5rem; }
  input, select, button { font: inherit; padding: .25rem .5rem; }
  input { flex: 1 1 15rem; min-width: 0; }
  select { flex: 0 1 13rem; min-width: 0; }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
  .dim { color: var(--dim); font-size: .92em; }
  code { font-size: .92em; overflow-wrap: anywhere; }
  #grid { overflow: auto; position: relative; outline-offset: -2px; overscroll-behavior: contain; }
  #space { position: relative; }
  .row { position: absolute; left: 0; }
  .heads { position: sticky; top: 0; z-index: 2; background: Canvas; border-bottom: 1px solid var(--line); }
  .corner, .client { position: sticky; left: 0; background: Canvas; z-index: 1; display: block; }
  .corner { font-size: .85rem; color: var(--dim); padding: .4rem .9rem; height: 100%; }
  .client { padding: 0 .5rem 0 .9rem; text-align: right; overflow: hidden;
    text-overflow: ellipsis; white-space: nowrap; border-right: 1px solid var(--line); cursor: pointer; }
  .server { position: absolute; bottom: 0; writing-mode: vertical-rl; transform: rotate(180deg);
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding: .4rem 0; cursor: pointer; }
  .cell { position: absolute; top: 1px; text-align: center; cursor: pointer; border-radius: 3px;
    font-variant-numeric: tabular-nums; font-size: .9rem; }
  .cell, .chip { background: var(--beyond); color: var(--beyond-text); }
  .ok { background: var(--ok); color: var(--ok-text); }
  .by-server { background: var(--server); color: var(--server-text); }
  .by-client { background: var(--client); color: var(--client-text); }
  .closed { background: var(--closed); color: var(--closed-text); }
  .off { opacity: .28; }
  .at { outline: 2px solid var(--focus); outline-offset: -1px; z-index: 1; }
  .client.at, .server.at { outline-offset: -2px; }
  #grid:not(:focus) .at:not(.open) { outline-color: transparent; }
  .open { outline: 2px solid currentColor; }
  .chip { display: inline-block; border-radius: 3px; padding: 0 .45rem; }
  aside { border-left: 1px solid var(--line); overflow: auto; padding: .8rem .9rem 2rem; }
  #close { float: right; margin: -.2rem -.3rem .3rem .6rem; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; margin: .5rem 0; }
  dt { color: var(--dim); }
  dd { margin: 0; overflow-wrap: anywhere; }
  ol { list-style: none; margin: 0; padding: 0; }
  ol li { padding: .25rem 0 .25rem 1.5rem; position: relative; border-top: 1px solid var(--line); }
  ol li::before { content: "\2713"; position: absolute; left: .2rem; color: var(--ok-text); }
  ol li.failed::before { content: "\2717"; color: var(--server-text); }
  ol li.failed { font-weight: 600; }
  ol li .dim { font-weight: 400; display: block; }
  .none { font-style: italic; }
  .common { font-weight: 600; }
  table { border-collapse: collapse; width: 100%; }
  td { text-align: left; vertical-align: top; padding: .2rem .5rem .2rem 0; border-top: 1px solid var(--line); }
  td:last-child { overflow-wrap: anywhere; width: 100%; }
  td:first-child { text-align: right; font-variant-numeric: tabular-nums; }
  .pick { all: unset; cursor: pointer; text-decoration: underline; text-decoration-color: var(--line); }
  .pick:focus-visible { outline: 2px solid var(--focus); }
  .legend { display: flex; flex-wrap: wrap; gap: .3rem .9rem; margin: .3rem 0; }
  .empty { padding: 2rem .9rem; }
  [hidden] { display: none !important; }
  @media (max-width: 50rem) {
    body { grid-template-columns: minmax(0, 1fr); }
    select { flex: 1 1 28%; }
    aside { position: fixed; inset: auto 0 0 0; max-height: 70%; z-index: 5; background: Canvas;
      border: 0; border-top: 2px solid var(--focus); box-shadow: 0 -.3rem 1rem #0004; }
    body:not(.opened) aside { display: none; }
  }
  @media (min-width: 50.01rem) { body:not(.opened) #close { display: none; } #overview { display: none; } }
</style>
<header>
  <h1>Which client gets on with which server</h1> <span id="all" class="dim"></span>
  <form id="filters" role="search">
    <input id="query" type="search" aria-label="Words to look for" placeholder="openssl, secp521r1, handshake_failure ...">
    <select id="verdict" aria-label="Verdict"><option value="">any verdict</option></select>
    <select id="alert" aria-label="Alert"><option value="">any alert</option></select>
    <select id="cause" aria-label="Cause"><option value="">any cause</option></select>
    <button type="reset" id="reset">Clear</button>
    <button type="button" id="overview">By cause</button>
  </form>
  <span id="count" class="dim" role="status"></span>
</header>
<div id="grid" role="grid" tabindex="0" aria-label="Clients by servers; arrow keys move, Enter tells why, Escape goes back">
  <div id="space" role="presentation"></div>
</div>
<aside id="panel" aria-live="polite"><button id="close" type="button" aria-label="Close">&#10005;</button><div id="details"></div></aside>
<noscript>This page draws its table with a script.</noscript>
<script type="application/json" id="data">)html";

constexpr const char* kTail = R"html(</script>
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

// --- the panel ---

function add(parent, kind, text, className) {
  const one = document.createElement(kind);
  if (className) one.className = className;
  if (text !== undefined) one.textContent = text;
  parent.append(one);
  return one;
}
function facts(parent, pairs) {
  const list = add(parent, "dl");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    add(list, "dt", name);
    add(list, "dd", value);
  }
  if (!list.children.length) list.remove();
}
const certificateText = one => one.key + (one.root ? " from " + one.root : ", signed by itself") +
  (one.names.length ? ", for " + one.names.join(", ") : "") +
  (one.faults.length ? "; " + one.faults.join(", ") : "");
const chainText = one => one.key + (one.root ? " from " + one.root : "") + ", signed with " +
  (one.signatures.map(name => name ?? "?").join(", ") || "nothing");
const trustText = side => side.trust ? side.trust.join(", ") || "nobody" : "the other side's roots";
// Which lists decide a rule: of the client, of the server, and whether they are of one kind.
const same = field => (client, server) => [client[field], server[field], true];
const listsOf = {
  version: same("versions"), version_accepted: same("versions"), fallback: same("versions"),
  cipher_suite: same("cipher_suites"), group: same("groups"), alpn: same("alpn"),
  server_name: (client, server) => [[client.server_name ?? "no name"], server.certificates.flatMap(one => one.names), false],
  server_certificate: (client, server) => [[], server.certificates.map(certificateText), false],
  signature_scheme: (client, server) => [client.signature_schemes, server.certificates.map(certificateText), false],
  server_signature: (client, server) => [client.signature_schemes, server.certificates.map(certificateText), false],
  chain_signatures: (client, server) => [client.certificate_signature_schemes, server.certificates.map(chainText), false],
  server_chain: (client, server) => [["trusts " + trustText(client)], server.certificates.map(certificateText), false],
  client_certificate: (client, server) => [client.certificates.map(certificateText), ["asks: " + server.client_auth], false],
  client_signature_scheme: (client, server) => [client.certificates.map(certificateText), server.signature_schemes, false],
  client_chain: (client, server) => [client.certificates.map(certificateText), ["trusts " + trustText(server)], false],
  client_signature: (client, server) => [client.certificates.map(certificateText), server.signature_schemes, false],
  fips_encryption: same("cipher_suites") };
function list(parent, title, names, common) {
  add(parent, "dt", title);
  const value = add(parent, "dd");
  if (names.length === 0) add(value, "span", "none", "none");
  names.forEach((name, i) => {
    if (i) value.append(", ");
    add(value, "code", name, common.includes(name) ? "common" : "");
  });
}
function lists(parent, rule, client, server) {
  if (!listsOf[rule]) return;
  const [ofClient, ofServer, comparable] = listsOf[rule](client, server);
  const common = comparable ? ofClient.filter(name => ofServer.includes(name)) : [];
  const table = add(parent, "dl");
  list(table, "client", ofClient, common);
  list(table, "server", ofServer, common);
  if (comparable) list(table, "in common", common, []);
}
function tellSide(panel, side, role) {
  add(panel, "h2", side.name);
  facts(panel, [["decides as", side.title + " (" + side.confidence + ")"], ["evidence", side.evidence],
    ["comes from", side.origin], ["server name", side.server_name],
    ["asks clients for a certificate", side.client_auth === "none" ? "" : side.client_auth],
    ["trusts", trustText(side)]]);
  for (const [title, names] of [["Versions", side.versions], ["Cipher suites", side.cipher_suites],
      ["Groups", side.groups], ["Signature schemes", side.signature_schemes],
      ["Signature schemes in certificates",
       String(side.certificate_signature_schemes) === String(side.signature_schemes) ? []
         : side.certificate_signature_schemes],
      ["Application protocols", side.alpn], ["Certificates", side.certificates.map(certificateText)]]) {
    if (!names.length) continue;
    add(panel, "h3", title);
    add(panel, "div").append(...names.flatMap((name, i) => {
      const code = document.createElement("code");
      code.textContent = name;
      return i ? [", ", code] : [code];
    }));
  }
  add(panel, "h3", "With every " + (role === "client" ? "server" : "client"));
  const mine = role === "client" ? cells.subarray(open.client * columns, (open.client + 1) * columns)
    : Uint32Array.from({ length: rows }, (_, i) => cells[i * columns + open.server]);
  tally(panel, mine, false);
}
function tally(panel, numbers, pickable) {
  const kinds = new Map();
  const counts = new Uint32Array(results.length);
  for (const one of numbers) ++counts[one];
  counts.forEach((count, n) => {
    if (!count) return;
    const one = results[n], key = one.sentence + "|" + one.cause;
    const kind = kinds.get(key) ?? { one, count: 0 };
    kind.count += count;
    kinds.set(key, kind);
  });
  const table = add(panel, "table"), body = add(table, "tbody");
  for (const { one, count } of [...kinds.values()].sort((a, b) => b.count - a.count)) {
    const line = add(body, "tr");
    add(line, "td", number(count));
    add(add(line, "td"), "span", one.symbol, "chip " + one.kind);
    const what = add(line, "td");
    if (pickable) {
      add(what, "button", one.sentence, "pick").addEventListener("click", () => {
        selects[0].value = one.kind;
        selects[1].value = one.alertKey;
        selects[2].value = one.cause ?? "";
        filter();
      });
    } else {
      add(what, "span", one.sentence);
    }
    if (one.cause) add(what, "div", one.cause + ": " + causes[one.cause].title, "dim");
  }
}
function tellAll(panel) {
  add(panel, "h2", "By cause");
  tally(panel, cells, true);
  add(panel, "h3", "In the table");
  const legend = add(panel, "div", undefined, "legend");
  for (const kind of ["ok", "by-server", "by-client", "closed", "beyond"]) {
    if (!results.some(one => one.kind === kind)) continue;
    const entry = add(legend, "span");
    add(entry, "span", symbolOf[kind] ?? "40", "chip " + kind);
    entry.append(" " + verdicts[kind]);
  }
  add(panel, "p", "A number is the alert that is sent. Choose a cell, a client or a server to see more. " +
    "Arrow keys move in the table, Enter tells why, Escape goes back.", "dim");
}
function tellCell(panel, i, j) {
  const one = results[cells[i * columns + j]], client = clients[i], server = servers[j];
  add(panel, "h2", client.name + " \u2192 " + server.name);
  const verdict = add(panel, "p");
  add(verdict, "span", one.symbol, "chip " + one.kind);
  verdict.append(" " + one.sentence[0].toUpperCase() + one.sentence.slice(1) + ".");
  if (one.cause) {
    const cause = add(panel, "p");
    add(cause, "code", one.cause);
    cause.append(": " + causes[one.cause].title);
    if (causes[one.cause].fix) add(panel, "p", "To fix it: " + causes[one.cause].fix);
  }
  facts(panel, [["version", one.version], ["cipher suite", one.cipher_suite], ["group", one.group],
    ["signature scheme", one.signature_scheme], ["server's certificate", one.server_certificate],
    ["client's certificate", one.client_certificate],
    ["client's signature", one.client_signature_scheme], ["protocol", one.alpn],
    ["HelloRetryRequest", one.hello_retry_request ? "yes" : ""]]);
  if (one.steps.length) add(panel, "h3", "Step by step");
  const steps = add(panel, "ol");
  for (const step of one.steps) {
    const item = add(steps, "li", rules[step.rule].title, step.passed ? "" : "failed");
    if (step.chosen) {
      item.append(": ");
      add(item, "code", step.chosen);
    }
    add(item, "span", rules[step.rule].clause, "dim");
  }
  const failed = one.steps.find(step => !step.passed);
  if (failed && listsOf[failed.rule]) {
    add(panel, "h3", "Where it fails");
    lists(panel, failed.rule, client, server);
  }
}
function show() {
  const panel = byId("details");
  panel.replaceChildren();
  byId("panel").scrollTop = 0;
  document.body.classList.toggle("opened", open !== null);
  if (open === null) tellAll(panel);
  else if (open.overview) tellAll(panel);
  else if (open.client === null) tellSide(panel, servers[open.server], "server");
  else if (open.server === null) tellSide(panel, clients[open.client], "client");
  else tellCell(panel, open.client, open.server);
  mark();
  keep();
}
function openActive() {
  if (active.row < 0 && active.column < 0) return;
  open = { client: active.row < 0 ? null : shownRows[active.row],
           server: active.column < 0 ? null : shownColumns[active.column] };
  show();
}
function close() {
  open = null;
  show();
  grid.focus();
}

// --- hands and keys ---

space.addEventListener("click", event => {
  const at = event.target.closest("[data-row]");
  if (!at) return;
  active = { row: Number(at.dataset.row), column: Number(at.dataset.column) };
  openActive();
});
grid.addEventListener("keydown", event => {
  if (event.altKey || event.metaKey || shownRows.length === 0) return;
  const page = Math.max(1, Math.floor((grid.clientHeight - headHeight) / cellHeight) - 1);
  const lastRow = shownRows.length - 1, lastColumn = shownColumns.length - 1;
  const { row, column } = active;
  const to = {
    ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1], PageUp: [Math.max(0, row - page), column],
    PageDown: [row + page, column], Home: [event.ctrlKey ? 0 : row, 0],
    End: [event.ctrlKey ? lastRow : row, lastColumn] }[event.key];
  if (to) {
    const next = { row: Math.max(-1, Math.min(lastRow, to[0])),
                   column: Math.max(-1, Math.min(lastColumn, to[1])) };
    if (next.row >= 0 || next.column >= 0) active = next;
    reveal();
    if (open && !open.overview) openActive();
  } else if (event.key === "Enter" || event.key === " ") {
    openActive();
  } else {
    return;
  }
  event.preventDefault();
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && open) close();
});
byId("close").addEventListener("click", close);
byId("overview").addEventListener("click", () => { open = { overview: true }; show(); });
byId("filters").addEventListener("submit", event => event.preventDefault());
byId("filters").addEventListener("reset", () => setTimeout(filter));
query.addEventListener("input", filter);
for (const select of selects) select.addEventListener("change", filter);

// --- the address keeps filter and place ---

function keep() {
  const state = new URLSearchParams();
  if (query.value) state.set("q", query.value);
  for (const select of selects) if (select.value) state.set(select.id, select.value);
  if (open && !open.overview) {
    if (open.client !== null) state.set("client", open.client);
    if (open.server !== null) state.set("server", open.server);
  }
  history.replaceState(null, "", "#" + state);
}
function restore() {
  const state = new URLSearchParams(location.hash.slice(1));
  query.value = state.get("q") ?? "";
  for (const select of selects) select.value = state.get(select.id) ?? "";
  for (const select of selects) if (select.selectedIndex < 0) select.value = "";
  const place = (key, count) => {
    const value = state.has(key) ? Number(state.get(key)) : null;
    return Number.isInteger(value) && value >= 0 && value < count ? value : null;
  };
  const client = place("client", rows), server = place("server", columns);
  filter();
  if (client !== null || server !== null) {
    open = { client, server };
    active = { row: client === null ? -1 : Math.max(0, shownRows.indexOf(client)),
               column: server === null ? -1 : Math.max(0, shownColumns.indexOf(server)) };
    reveal();
  }
  show();
}
const agreed = results.reduce((sum, one) => one.kind === "ok" ? sum + one.cells : sum, 0);
byId("all").textContent = number(rows) + (rows === 1 ? " client by " : " clients by ") +
  number(columns) + (columns === 1 ? " server" : " servers") + ": " + number(agreed) + " of " +
  number(cells.length) + (cells.length === 1 ? " pair agrees" : " pairs agree");
restore();
</script>
</html>
)html";

}  // namespace

void WriteMatrixPage(const Matrix& matrix, const Codes& codes, const Sink& sink) {
  sink(kHead);
  WriteMatrixJson(matrix, codes, [&sink](std::string_view part) {
    // Nothing in it may end the element that holds it.
    for (size_t at = part.find('<'); at != std::string_view::npos; at = part.find('<')) {
      sink(part.substr(0, at));
      sink("\\u003c");
      part.remove_prefix(at + 1);
    }
    sink(part);
  });
  sink(kTail);
}

}  // namespace shakedown
