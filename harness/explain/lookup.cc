#include "harness/explain/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "harness/codes/json_rows.h"

namespace shakedown {
namespace {

using Json = JsonRows::Json;

// Where a bare number is looked for first.
constexpr std::array<std::string_view, 8> kFirstSystems = {
    "alert", "system_ssl", "at_tls", "boringssl", "openssl_verify", "curl", "chrome", "openssl"};

size_t PlaceOf(const std::string& system) {
  return std::find(kFirstSystems.begin(), kFirstSystems.end(), system) - kFirstSystems.begin();
}

Confidence ReadConfidence(JsonRows* rows, const Json& object, const char* field) {
  const std::string name = rows->Text(object, field);
  for (const Confidence one : {Confidence::kVerified, Confidence::kMeasured, Confidence::kInferred,
                               Confidence::kUnverified}) {
    if (name == NameOf(one)) return one;
  }
  rows->Fail(field, fmt::format("\"{}\" is no confidence", name));
  return Confidence::kUnverified;
}

AlertWay ReadWay(JsonRows* rows, const Json& object) {
  const auto name = rows->OptionalText(object, "alert_way");
  if (!name) return AlertWay::kUnknown;
  if (*name == "sent") return AlertWay::kSent;
  if (*name != "received") rows->Fail("alert_way", "neither sent nor received");
  return AlertWay::kReceived;
}

std::vector<AlertDescription> ReadAlerts(JsonRows* rows, const Json& object) {
  std::vector<AlertDescription> alerts;
  const auto it = object.find("alerts");
  if (it == object.end()) return alerts;
  if (!it->is_array()) rows->Fail("alerts", "not an array");
  for (const Json& item : *it) {
    if (!item.is_number_unsigned() || item.get<uint64_t>() > 255) {
      rows->Fail("alerts", "not a number of one byte");
      return {};
    }
    alerts.push_back(static_cast<AlertDescription>(item.get<uint64_t>()));
  }
  return alerts;
}

LookupRow ReadRow(JsonRows* rows, const Json& object, const Codes& codes) {
  rows->Only(object,
             {"code", "number", "symbol", "text", "names", "alerts", "usual_for", "alert_way",
              "causes", "meaning", "fix", "source", "confidence", "cause_confidence"});
  LookupRow row;
  row.code = rows->OptionalText(object, "code").value_or("");
  if (object.contains("number")) {
    row.number = rows->Number(object, "number", -2147483648LL, 4294967295LL);
  }
  row.symbol = rows->OptionalText(object, "symbol").value_or("");
  row.text = rows->OptionalText(object, "text").value_or("");
  row.names = rows->Texts(object, "names", true);
  row.alerts = ReadAlerts(rows, object);
  row.way = ReadWay(rows, object);
  row.causes = rows->Texts(object, "causes", true);
  row.usual_for = rows->Texts(object, "usual_for", true);
  row.meaning = rows->OptionalText(object, "meaning").value_or("");
  row.fix = rows->OptionalText(object, "fix").value_or("");
  row.source = rows->Text(object, "source");
  row.confidence = ReadConfidence(rows, object, "confidence");
  if (!row.causes.empty()) {
    row.cause_confidence = ReadConfidence(rows, object, "cause_confidence");
  }
  for (const std::string& cause : row.causes) {
    if (codes.FindCause(cause) == nullptr) {
      rows->Fail("causes", fmt::format("unknown cause \"{}\"", cause));
    }
  }
  if (row.code.empty() && row.symbol.empty() && row.text.empty()) {
    rows->Fail("code", "neither code nor symbol nor text");
  }
  if (row.source.empty()) rows->Fail("source", "empty");
  return row;
}

tl::expected<std::unique_ptr<LookupSystem>, std::string> ReadSystemTable(
    const std::string& file, const std::string& json_text, const Codes& codes) {
  JsonRows rows(file, json_text);
  rows.Only(rows.root(), {"system", "title", "about", "codes"});
  auto system = std::make_unique<LookupSystem>();
  system->name = rows.Text(rows.root(), "system");
  system->title = rows.Text(rows.root(), "title");
  system->about = rows.Text(rows.root(), "about");
  if (system->name.empty()) rows.Fail("system", "empty");
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  rows.Each("codes", [&](const Json& object) {
    LookupRow row = ReadRow(&rows, object, codes);
    row.system = system.get();
    if (!seen.emplace(row.code, row.symbol, row.text).second) rows.Fail("code", "given twice");
    system->rows.push_back(std::move(row));
  });
  if (!rows.error().empty()) return tl::unexpected(rows.error());
  return system;
}

// Pairs of letters of a folded word, sorted: what two texts share of these is how alike they are.
std::vector<uint16_t> PairsOf(std::string_view folded) {
  std::vector<uint16_t> pairs;
  for (size_t i = 0; i + 1 < folded.size(); ++i) {
    pairs.push_back(static_cast<uint16_t>(static_cast<uint8_t>(folded[i]) << 8 |
                                          static_cast<uint8_t>(folded[i + 1])));
  }
  std::ranges::sort(pairs);
  return pairs;
}

double Likeness(const std::vector<uint16_t>& a, const std::vector<uint16_t>& b) {
  if (a.empty() || b.empty()) return 0;
  std::vector<uint16_t> common;
  std::ranges::set_intersection(a, b, std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size());
}

}  // namespace

const char* NameOf(Confidence confidence) {
  switch (confidence) {
    case Confidence::kVerified:
      return "verified";
    case Confidence::kMeasured:
      return "measured";
    case Confidence::kInferred:
      return "inferred";
    case Confidence::kUnverified:
      break;
  }
  return "unverified";
}

std::string FoldedWord(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    const bool space = c == ' ' || c == '_' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

tl::expected<Lookup, std::string> Lookup::Parse(const std::map<std::string, std::string>& files,
                                                const Codes& codes) {
  Lookup lookup;
  if (files.empty()) return tl::unexpected(std::string("no tables of codes"));
  for (const auto& [name, text] : files) {
    auto system = ReadSystemTable(name, text, codes);
    if (!system) return tl::unexpected(system.error());
    if (lookup.System((*system)->name) != nullptr) {
      return tl::unexpected(fmt::format("{}: /system: {} given twice", name, (*system)->name));
    }
    lookup.systems_.push_back(std::move(*system));
  }
  std::ranges::stable_sort(lookup.systems_, {}, [](const auto& one) { return PlaceOf(one->name); });
  lookup.Index();
  return lookup;
}

void Lookup::Index() {
  for (const auto& system : systems_) {
    for (const LookupRow& row : system->rows) {
      if (row.number) by_number_.emplace(std::pair(system->name, *row.number), &row);
      std::set<std::string> words = {FoldedWord(row.code), FoldedWord(row.text)};
      // An exception class is shared by hundreds of messages.
      if (system->name != "jsse") words.insert(FoldedWord(row.symbol));
      for (const std::string& name : row.names) words.insert(FoldedWord(name));
      if (row.number) words.insert(std::to_string(*row.number));
      words.erase("");
      for (const std::string& word : words) by_word_[word].push_back(&row);
    }
  }
}

const LookupSystem* Lookup::System(std::string_view name) const {
  for (const auto& system : systems_) {
    if (system->name == name) return system.get();
  }
  return nullptr;
}

const LookupRow* Lookup::ByNumber(std::string_view system, int64_t number) const {
  const auto it = by_number_.find(std::pair(std::string(system), number));
  return it == by_number_.end() ? nullptr : it->second;
}

const LookupRow* Lookup::ByCode(std::string_view system, std::string_view code) const {
  for (const LookupRow* row : Exactly(code)) {
    if (row->system->name == system && FoldedWord(row->code) == FoldedWord(code)) return row;
  }
  return nullptr;
}

std::optional<AlertDescription> Lookup::UsualAlert(std::string_view cause) const {
  const LookupSystem* alerts = System("alert");
  if (alerts == nullptr) return std::nullopt;
  for (const LookupRow& row : alerts->rows) {
    const bool usual = std::ranges::find(row.usual_for, cause) != row.usual_for.end();
    if (usual && !row.alerts.empty()) return row.alerts.front();
  }
  return std::nullopt;
}

std::vector<const LookupRow*> Lookup::Exactly(std::string_view word) const {
  const auto it = by_word_.find(FoldedWord(word));
  return it == by_word_.end() ? std::vector<const LookupRow*>() : it->second;
}

std::vector<std::string> Lookup::Resembling(std::string_view word, size_t count,
                                            std::string_view of_system) const {
  constexpr double kAlike = 0.45;
  constexpr size_t kLongest = 300;
  const std::string folded = FoldedWord(word.substr(0, kLongest));
  const std::vector<uint16_t> pairs = PairsOf(folded);
  std::vector<std::pair<double, std::string>> near;
  for (const auto& system : systems_) {
    if (!of_system.empty() && system->name != of_system) continue;
    for (const LookupRow& row : system->rows) {
      // What is no more than a name somewhere in OpenSSL is not what somebody meant.
      if (system->name == "openssl_crypto" && row.meaning.empty() && of_system.empty()) continue;
      for (const std::string* name : {&row.symbol, &row.text, &row.code}) {
        if (name->empty() || (system->name == "jsse" && name == &row.symbol)) continue;
        const double likeness = Likeness(pairs, PairsOf(FoldedWord(*name)));
        if (likeness >= kAlike) near.emplace_back(-likeness, *name);
      }
    }
  }
  std::ranges::sort(near);
  std::vector<std::string> names;
  for (const auto& [likeness, name] : near) {
    if (names.size() == count) break;
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace shakedown
