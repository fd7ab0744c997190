#include "harness/report/codes_page.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kHead = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>TLS codes and their causes</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.4 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem; }
  header { position: sticky; top: 0; background: Canvas; padding: .5rem 0; }
  input, select { font: inherit; padding: .3rem .5rem; }
  input { width: min(32rem, 70%); }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: left; }
  td, th { border-top: 1px solid #8884; padding: .3rem .6rem .3rem 0; vertical-align: top; }
  code { font-size: .92em; overflow-wrap: anywhere; }
  .dim { opacity: .65; font-size: .9em; }
  .unverified { opacity: .6; font-style: italic; }
</style>
<h1>TLS codes and their causes</h1>
<header>
  <input id="query" type="search" autofocus placeholder="435, handshake_failure, CERTIFICATE_VERIFY_FAILED, unknown ca ...">
  <select id="system"><option value="">all systems</option></select>
  <span id="count" class="dim"></span>
</header>
<table>
  <thead><tr><th>System</th><th>Code</th><th>Name or text</th><th>Meaning, cause and fix</th></tr></thead>
  <tbody id="rows"></tbody>
</table>
<script type="application/json" id="data">)html";

constexpr const char* kTail = R"html(</script>
<script>
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const most = 300;
  const query = document.getElementById("query");
  const system = document.getElementById("system");
  const body = document.getElementById("rows");
  for (const one of data.systems) {
    const option = document.createElement("option");
    option.value = one.name;
    option.textContent = one.title + " (" + one.count + ")";
    system.append(option);
  }
  const plain = text => text.toLowerCase().replace(/[\s_]+/g, " ");
  for (const row of data.rows) {
    row.words = plain([row.system, row.code, row.symbol, row.text, row.names, row.alerts,
      row.meaning, ...row.causes].join(" "));
    row.exact = [row.code, row.symbol, row.number].map(one => plain(String(one)));
  }
  function cell(tr, parts) {
    const td = document.createElement("td");
    for (const [kind, text] of parts) {
      if (!text) continue;
      const element = document.createElement(kind === "code" ? "code" : "div");
      if (kind !== "code") element.className = kind;
      element.textContent = text;
      td.append(element, " ");
    }
    tr.append(td);
  }
  function show() {
    const words = plain(query.value.trim());
    const parts = words.split(" ").filter(Boolean);
    let found = data.rows.filter(row => (!system.value || row.system === system.value) &&
      parts.every(part => row.words.includes(part)));
    const exact = row => row.exact.includes(words) ? 0 : 1;
    found.sort((a, b) => exact(a) - exact(b));
    document.getElementById("count").textContent = found.length + " of " + data.rows.length +
      (found.length > most ? ", the first " + most + " shown" : "");
    body.replaceChildren();
    for (const row of found.slice(0, most)) {
      const tr = document.createElement("tr");
      if (row.confidence === "unverified") tr.className = "unverified";
      cell(tr, [["", row.system]]);
      cell(tr, [["code", row.code]]);
      cell(tr, [["code", row.symbol], ["", row.text], ["dim", row.names],
        ["dim", row.alerts && "alert " + row.alerts]]);
      const causes = row.causes.map(key => key + ": " + data.causes[key].title + ".");
      const fix = row.fix || (row.causes.length ? data.causes[row.causes[0]].fix : "");
      cell(tr, [["", (row.confidence === "unverified" ? "Not confirmed: " : "") + row.meaning],
        ...causes.map(text => ["", text]), ["", fix && "Fix: " + fix],
        ["dim", row.confidence + "; " + row.source]]);
      body.append(tr);
    }
    history.replaceState(null, "", "#" + encodeURIComponent(query.value));
  }
  query.value = decodeURIComponent(location.hash.slice(1));
  query.addEventListener("input", show);
  system.addEventListener("change", show);
  show();
</script>
</html>
)html";

Json RowJson(const LookupRow& row) {
  std::string alerts;
  for (const AlertDescription alert : row.alerts) {
    alerts +=
        fmt::format("{}{} {}", alerts.empty() ? "" : ", ", static_cast<int>(alert), NameOf(alert));
  }
  const char* way = row.way == AlertWay::kSent       ? " sent"
                    : row.way == AlertWay::kReceived ? " received"
                                                     : "";
  return {{"system", row.system->name},
          {"code", row.code},
          {"number", row.number ? std::to_string(*row.number) : ""},
          {"symbol", row.symbol},
          {"text", row.text},
          {"names", fmt::format("{}", fmt::join(row.names, ", "))},
          {"alerts", alerts.empty() ? "" : alerts + way},
          {"meaning", row.meaning},
          {"causes", row.causes},
          {"fix", row.fix},
          {"source", row.source},
          {"confidence", NameOf(row.confidence)}};
}

}  // namespace

std::string CodesPage(const Lookup& lookup, const Codes& codes) {
  Json json;
  for (const Cause& cause : codes.causes()) {
    json["causes"][cause.key] = {{"title", cause.title}, {"fix", cause.fix}};
  }
  json["systems"] = Json::array();
  json["rows"] = Json::array();
  for (const auto& system : lookup.systems()) {
    json["systems"].push_back(
        {{"name", system->name}, {"title", system->title}, {"count", system->rows.size()}});
    for (const LookupRow& row : system->rows) json["rows"].push_back(RowJson(row));
  }
  std::string data = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  // Nothing in it may end the element that holds it.
  for (size_t at = data.find('<'); at != std::string::npos; at = data.find('<', at + 1)) {
    data.replace(at, 1, "\\u003c");
  }
  return kHead + data + kTail;
}

}  // namespace shakedown
