#include "harness/run/baseline.h"

#include <algorithm>
#include <array>
#include <set>

#include "harness/model/glob.h"
#include "harness/model/parse_json.h"
#include "harness/model/read_expectation.h"
#include "harness/run/baseline_match.h"
#include "harness/run/stack_name.h"

namespace shakedown {
namespace {

constexpr std::array<std::string_view, 4> kStackKeys = {"client.stack", "server.stack", "by.stack",
                                                        "other.stack"};
constexpr std::array<std::string_view, 3> kOtherKeys = {"scenario", "cause", "version"};

void ReadWhen(const Node& node, BaselineRow* row, const Reading& reading) {
  if (!Expect(node, Node::Kind::kObject, "an object", reading)) return;
  std::vector<std::string> names(kStackKeys.begin(), kStackKeys.end());
  names.insert(names.end(), kOtherKeys.begin(), kOtherKeys.end());
  bool has_stack = false;
  for (const Member& member : node.members) {
    if (std::find(names.begin(), names.end(), member.key) == names.end()) {
      UnknownField(member, names, reading);
      continue;
    }
    std::string pattern;
    if (!ReadString(member.value, &pattern, reading)) continue;
    if (pattern.empty()) reading.problems->Add(member.value, "empty string", "a pattern");
    has_stack |= std::find(kStackKeys.begin(), kStackKeys.end(), member.key) != kStackKeys.end();
    row->when[member.key] = pattern;
  }
  if (!has_stack) {
    reading.problems->Add(node, "no stack is named in",
                          "at least one of client.stack, server.stack, by.stack, other.stack");
  }
}

void ReadWords(const Node& node, std::string* out, const Reading& reading) {
  if (ReadString(node, out, reading) && out->empty()) {
    reading.problems->Add(node, "empty string", "words");
  }
}

constexpr Field<BaselineRow> kFields[] = {
    {"when", ReadWhen},
    {"expect",
     [](const Node& n, BaselineRow* row, const Reading& r) {
       row->expect = ReadExpectation(n, r);
       row->expect_text = ToJson(n);
     }},
    {"why", [](const Node& n, BaselineRow* row, const Reading& r) { ReadWords(n, &row->why, r); }},
    {"evidence",
     [](const Node& n, BaselineRow* row, const Reading& r) { ReadWords(n, &row->evidence, r); }},
};

struct File {
  std::vector<BaselineRow> rows;
  std::string ignored;
};

void ReadRows(const Node& node, File* file, const Reading& reading) {
  if (!Expect(node, Node::Kind::kArray, "an array of rows", reading)) return;
  for (const Node& item : node.items) {
    BaselineRow row;
    if (!ReadFields<BaselineRow>(item, kFields, &row, reading)) continue;
    for (const Field<BaselineRow>& field : kFields) {
      if (item.FindSet(field.name) == nullptr) {
        reading.problems->Add(item, fmt::format("missing field \"{}\" in", field.name),
                              "when, expect, why and evidence in every row");
      }
    }
    row.where = LocationOf(item);
    file->rows.push_back(std::move(row));
  }
}

constexpr Field<File> kFileFields[] = {
    {"$schema",
     [](const Node& n, File* file, const Reading& r) { ReadString(n, &file->ignored, r); }},
    {"about",
     [](const Node& n, File* file, const Reading& r) { ReadString(n, &file->ignored, r); }},
    {"rows", ReadRows},
};

// The version that is expected; where none is named, that which was agreed on; before there was
// one, the only one that both sides list, "" when there are several or none. A side that lists none
// has its default: TLS 1.2 and 1.3.
std::string VersionOf(const Case& one, const std::optional<ProtocolVersion>& agreed) {
  if (one.expect->version) return NameOf(*one.expect->version);
  if (agreed) return NameOf(*agreed);
  const Scenario& scenario = *one.scenario;
  const std::vector<ProtocolVersion> usual = {ProtocolVersion::kTls12, ProtocolVersion::kTls13};
  const auto client = scenario.client.versions.value_or(usual);
  const auto server = scenario.server.versions.value_or(usual);
  std::set<ProtocolVersion> common;
  for (ProtocolVersion version : client) {
    if (std::find(server.begin(), server.end(), version) != server.end()) common.insert(version);
  }
  return common.size() == 1 ? NameOf(*common.begin()) : "";
}

bool KeyFits(const std::string& key, const std::string& pattern, const BaselineRow& row,
             const Case& one, const std::optional<ProtocolVersion>& agreed) {
  if (key == "scenario") return GlobMatch(pattern, one.scenario->name);
  if (key == "cause") return one.expect->cause && GlobMatch(pattern, *one.expect->cause);
  if (key == "version") return VersionOf(one, agreed) == pattern;
  if (key == "client.stack") return StackFits(pattern, one.client);
  if (key == "server.stack") return StackFits(pattern, one.server);
  const std::optional<Role> by = one.expect->by ? one.expect->by : row.expect.by;
  if (!by) return false;
  const bool client = (*by == Role::kClient) == (key == "by.stack");
  return StackFits(pattern, client ? one.client : one.server);
}

}  // namespace

tl::expected<Baseline, std::vector<LoadError>> ParseBaseline(const std::string& json_text,
                                                             const std::string& file) {
  Problems problems;
  const LoadOptions options;
  const Reading reading{&problems, &options};
  File read;
  const auto source = ParseJson(file, json_text, &problems);
  if (source != nullptr && ReadFields<File>(source->root, kFileFields, &read, reading) &&
      source->root.FindSet("rows") == nullptr) {
    problems.Add(source->root, "missing field \"rows\" in", "{\"rows\": [...]}");
  }
  if (!problems.empty()) return tl::unexpected(problems.Take());
  return Baseline{std::move(read.rows)};
}

bool RowFits(const BaselineRow& row, const Case& one,
             const std::optional<ProtocolVersion>& agreed) {
  return std::all_of(row.when.begin(), row.when.end(), [&](const auto& condition) {
    return KeyFits(condition.first, condition.second, row, one, agreed);
  });
}

std::vector<int> StaleRows(const Baseline& baseline, std::span<const Case> cases,
                           std::span<const CaseResult> results) {
  std::vector<bool> needed(baseline.rows.size()), fits(baseline.rows.size());
  for (size_t i = 0; i < cases.size() && i < results.size(); ++i) {
    if (!results[i].ran) continue;
    if (results[i].baseline_row >= 0) needed[static_cast<size_t>(results[i].baseline_row)] = true;
    if (results[i].verdict == Verdict::kInexpressible) continue;
    // A row after the one that fits was never asked.
    const size_t asked =
        results[i].baseline_row < 0 ? fits.size() : static_cast<size_t>(results[i].baseline_row);
    for (size_t row = 0; row < asked; ++row) {
      if (!fits[row])
        fits[row] = RowFits(baseline.rows[row], cases[i], results[i].seen.negotiated.version);
    }
  }
  std::vector<int> stale;
  for (size_t row = 0; row < fits.size(); ++row) {
    if (fits[row] && !needed[row]) stale.push_back(static_cast<int>(row));
  }
  return stale;
}

}  // namespace shakedown
