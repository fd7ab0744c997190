// The rest of the script: the panel, keys and the address; and the end of the page.

#include "harness/report/matrix_page_parts.h"

namespace shakedown {

const char* const kMatrixPagePanel = R"html(// --- the panel ---

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

}  // namespace shakedown
