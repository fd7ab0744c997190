#include "harness/report/matrix_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "harness/model/names.h"
#include "harness/report/matrix_words.h"
#include "harness/report/outcome_json.h"

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

// What is no UTF-8 in somebody's file names must not stop the report.
std::string Line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json TextOrNull(std::string_view text) { return text.empty() ? Json() : Json(text); }

template <typename T>
Json NamesOf(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(NameOf(value));
  return out;
}

Json ChainJson(const ChainFacts& chain) {
  Json signatures = Json::array(), faults = Json::array();
  for (const auto& scheme : chain.signatures) signatures.push_back(NameOrNull(scheme));
  for (const Named<CertificateFault>& row : CertificateFaults()) {
    if (chain.faults.Has(row.value)) faults.push_back(row.name);
  }
  return {{"key", NameOf(chain.key)},
          {"root", TextOrNull(chain.root)},
          {"names", chain.names},
          {"signatures", std::move(signatures)},
          {"faults", std::move(faults)}};
}

Json SideJson(const MatrixSide& one, const Side& side) {
  Json suites = Json::array(), chains = Json::array();
  for (const SuiteFacts& suite : side.suites) suites.push_back(NameOf(suite.suite));
  for (const ChainFacts& chain : side.chains) chains.push_back(ChainJson(chain));
  // The prepared side trusts what its peer has when it is not told.
  const auto& trust = one.read ? one.read->has.trust : one.has.trust;
  const StackProfile& profile = *side.profile;
  return {{"name", one.name},
          {"origin", one.origin},
          {"profile", profile.name},
          {"title", profile.title},
          {"confidence", profile.confidence},
          {"evidence", profile.evidence},
          {"versions", NamesOf(side.versions)},
          {"cipher_suites", std::move(suites)},
          {"groups", NamesOf(side.groups)},
          {"signature_schemes", NamesOf(side.schemes)},
          {"certificate_signature_schemes", NamesOf(side.chain_schemes)},
          {"alpn", side.has.alpn ? Json(*side.has.alpn) : Json::array()},
          {"server_name", TextOrNull(side.sent_name)},
          {"client_auth",
           side.role == Role::kClient ? Json() : Json(NameIn(ClientAuths(), side.has.client_auth))},
          {"trust", trust ? Json(*trust) : Json()},
          {"certificates", std::move(chains)}};
}

Json ResultJson(const MatrixResult& one) {
  const bool known = one.beyond_rules.empty();
  Json steps = Json::array();
  for (const Step& step : one.steps) {
    steps.push_back({{"rule", TextOf(step.rule).key},
                     {"passed", step.passed},
                     {"chosen", TextOrNull(ChosenText(step))}});
  }
  return {{"outcome", known ? Json(NameOf(one.outcome)) : Json()},
          {"by", NameOrNull(one.by)},
          {"alert", one.alert ? Json(static_cast<int>(*one.alert)) : Json()},
          {"alert_name", NameOrNull(one.alert)},
          {"cause", TextOrNull(KeyOf(one.cause))},
          {"version", NameOrNull(one.version)},
          {"cipher_suite", NameOrNull(one.cipher_suite)},
          {"group", NameOrNull(one.group)},
          {"signature_scheme", NameOrNull(one.signature_scheme)},
          {"client_signature_scheme", NameOrNull(one.client_signature_scheme)},
          {"server_certificate", TextOrNull(one.server_certificate)},
          {"client_certificate", TextOrNull(one.client_certificate)},
          {"alpn", TextOrNull(one.alpn)},
          {"hello_retry_request", one.hello_retry_request},
          {"beyond_rules", TextOrNull(one.beyond_rules)},
          {"steps", std::move(steps)},
          {"cells", one.cells}};
}

// An array, an item a line.
template <typename Items, typename Text>
void WriteList(const char* name, const Items& items, Text text, const Sink& sink) {
  sink(fmt::format("\"{}\": [", name));
  const char* before = "\n";
  for (size_t i = 0; i < items.size(); ++i) {
    sink(before + text(i));
    before = ",\n";
  }
  sink("\n],\n");
}

// The rules and causes that the results speak of.
void WriteTexts(const Matrix& matrix, const Codes& codes, const Sink& sink) {
  std::set<StepRule> met;
  std::set<CauseId> found;
  for (const MatrixResult& result : matrix.results) {
    for (const Step& step : result.steps) met.insert(step.rule);
    if (result.cause != CauseId::kNone) found.insert(result.cause);
  }
  Json rules = Json::object(), causes = Json::object();
  for (const StepRule rule : met) {
    const RuleText& text = TextOf(rule);
    rules[std::string(text.key)] = {{"title", text.title}, {"clause", text.clause}};
  }
  for (const CauseId id : found) {
    const Cause* cause = codes.FindCause(KeyOf(id));
    causes[std::string(KeyOf(id))] = {{"title", cause == nullptr ? "" : cause->title},
                                      {"fix", cause == nullptr ? "" : cause->fix}};
  }
  sink("\"rules\": " + Line(rules) + ",\n");
  sink("\"causes\": " + Line(causes) + ",\n");
}

}  // namespace

void WriteMatrixJson(const Matrix& matrix, const Codes& codes, const Sink& sink) {
  sink("{\n");
  WriteList(
      "clients", matrix.clients,
      [&](size_t i) { return Line(SideJson(matrix.clients[i], *matrix.client_sides[i])); }, sink);
  WriteList(
      "servers", matrix.servers,
      [&](size_t i) { return Line(SideJson(matrix.servers[i], *matrix.server_sides[i])); }, sink);
  WriteTexts(matrix, codes, sink);
  WriteList(
      "results", matrix.results, [&](size_t i) { return Line(ResultJson(matrix.results[i])); },
      sink);
  sink("\"cells\": [");
  const size_t columns = matrix.servers.size();
  std::string line;
  for (size_t i = 0; i < matrix.clients.size(); ++i) {
    line = i == 0 ? "\n[" : ",\n[";
    for (size_t j = 0; j < columns; ++j) {
      if (j > 0) line += ',';
      fmt::format_to(std::back_inserter(line), "{}", matrix.cells[i * columns + j]);
    }
    line += ']';
    sink(line);
  }
  sink("\n]\n}\n");
}

}  // namespace shakedown
