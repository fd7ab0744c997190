// Rules as text.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/export.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/words.h"
#include "harness/wire/names.h"

namespace shakedown::attls {
namespace {

constexpr std::string_view kScopes[] = {"TTLSGroupAction", "TTLSEnvironmentAction",
                                        "TTLSConnectionAction"};

bool IsAlgorithms(const Keyword& keyword) {
  return keyword.kind == ValueKind::kSuites || keyword.kind == ValueKind::kSuites4 ||
         keyword.kind == ValueKind::kCurves || keyword.kind == ValueKind::kPairs;
}

// The blocks from an action down to the one that holds `keyword`: "TTLSEnvironmentAction",
// "TTLSKeyringParms". Empty if this action has no place for it.
std::vector<std::string_view> PathIn(std::string_view action, std::string_view keyword) {
  if (Allows(FindStatementType(action), keyword)) return {action};
  for (const StatementType& type : StatementTypes()) {
    if (std::ranges::find(type.within, action) == type.within.end() || type.name == action) {
      continue;
    }
    std::vector<std::string_view> below = PathIn(type.name, keyword);
    if (below.empty()) continue;
    below.insert(below.begin(), action);
    return below;
  }
  return {};
}

// A block being put together: its lines, and the blocks in it.
struct Draft {
  std::string_view name;
  std::vector<std::string> lines;
  std::vector<Draft> blocks;

  Draft* In(std::string_view block) {
    for (Draft& one : blocks) {
      if (one.name == block) return &one;
    }
    blocks.push_back({block, {}, {}});
    return &blocks.back();
  }
};

void Print(const Draft& draft, size_t indent, std::string* out) {
  const std::string margin(indent, ' ');
  *out += margin + "{\n";
  for (const std::string& line : draft.lines) *out += fmt::format("{}  {}\n", margin, line);
  for (const Draft& block : draft.blocks) {
    *out += fmt::format("{}  {}\n", margin, block.name);
    Print(block, indent + 2, out);
  }
  *out += margin + "}\n";
}

// The lists of curves and pairs as one string of digits.
std::string InOneLine(const Keyword& keyword, const std::vector<Setting>& values) {
  if (SameWord(values.back().value, "Any")) return "Any";
  std::string out;
  if (keyword.kind == ValueKind::kCurves) {
    std::vector<NamedGroup> groups;
    for (const Setting& one : values) ReadCurves(keyword.name, one.value, 0, &groups, nullptr);
    for (const NamedGroup group : groups) out += SpecOf(group);
  } else {
    std::vector<SignatureScheme> pairs;
    for (const Setting& one : values) ReadPairs(one.value, 0, &pairs, nullptr);
    for (const SignatureScheme pair : pairs) out += SpecOf(pair);
  }
  return out;
}

std::vector<CipherSuite> SuitesOf(const Keyword& keyword, const std::vector<Setting>& values) {
  std::vector<CipherSuite> out;
  for (const Setting& one : values) {
    ReadSuites(one.value, keyword.kind == ValueKind::kSuites4, 0, &out, nullptr);
  }
  return out;
}

std::vector<std::string> LinesOf(const Keyword& keyword, const std::vector<Setting>& values) {
  std::vector<std::string> out;
  if (keyword.kind == ValueKind::kCurves || keyword.kind == ValueKind::kPairs) {
    out.push_back(fmt::format("{} {}", keyword.name, InOneLine(keyword, values)));
  } else if (IsAlgorithms(keyword)) {
    for (const CipherSuite suite : SuitesOf(keyword, values)) {
      out.push_back(fmt::format("V3CipherSuites4Char {}", NamesOf(suite).iana));
    }
  } else {
    for (const Setting& one : values) out.push_back(fmt::format("{} {}", keyword.name, one.value));
  }
  return out;
}

// A case may have a longer name than a rule.
std::string CaseComment(const PolicyRule& rule) {
  return rule.case_name.empty() ? "" : fmt::format("{} {}", kCaseComment, rule.case_name);
}

void PrintRule(const PolicyRule& rule, std::set<std::string>* names, std::string* out) {
  Draft actions[3];
  for (const auto& [name, values] : rule.settings) {
    const Keyword& keyword = *FindKeyword(name);
    for (size_t scope = 0; scope < 3; ++scope) {
      const auto path = PathIn(kScopes[scope], name);
      if (path.empty()) continue;
      Draft* draft = &actions[scope];
      for (size_t step = 1; step < path.size(); ++step) draft = draft->In(path[step]);
      const auto lines = LinesOf(keyword, values);
      draft->lines.insert(draft->lines.end(), lines.begin(), lines.end());
      break;
    }
  }
  std::string references;
  for (size_t scope = 0; scope < 3; ++scope) {
    if (actions[scope].lines.empty() && actions[scope].blocks.empty()) continue;
    // An action's name is its rule's with a letter in front.
    const std::string name = NewName("GEC"[scope] + rule.name, names);
    references += fmt::format("  {}Ref {}\n", kScopes[scope], name);
    *out += fmt::format("{} {}\n", kScopes[scope], name);
    Print(actions[scope], 0, out);
  }
  *out += fmt::format("TTLSRule {}{}\n{{\n", rule.name, CaseComment(rule));
  std::string times;
  for (const auto& [name, values] : rule.conditions) {
    const Keyword& keyword = *FindKeyword(name);
    for (const std::string& line : LinesOf(keyword, values)) {
      if (IsTime(name)) {
        times += "    " + line + '\n';
      } else {
        *out += "  " + line + '\n';
      }
    }
  }
  if (!times.empty()) *out += fmt::format("  IpTimeCondition\n  {{\n{}  }}\n", times);
  *out += references + "}\n";
}

// A scalar of YAML: as it stands where it is plain, else in quotes. Plain "null" is nothing.
std::string Scalar(std::string_view text) {
  const bool plain =
      !text.empty() && !SameWord(text, "null") && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_' || c == '.' || c == '/';
      });
  if (plain) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void PrintList(std::string_view key, const std::vector<std::string>& items, std::string* out) {
  *out += fmt::format("{} :\n", key);
  for (const std::string& item : items) *out += fmt::format("  - {}\n", item);
}

void PrintEasy(const Keyword& keyword, const std::vector<Setting>& values, std::string* out) {
  std::vector<std::string> items;
  if (SameWord(values.back().value, "Any") && keyword.kind == ValueKind::kCurves) {
    *out += fmt::format("{} : Any\n", keyword.name);
    return;
  }
  switch (keyword.kind) {
    case ValueKind::kSuites:
    case ValueKind::kSuites4:
      for (const CipherSuite suite : SuitesOf(keyword, values)) {
        items.push_back(fmt::format("{}  {}", SpecOf(suite), NamesOf(suite).iana));
      }
      return PrintList("V3CipherSuites", items, out);
    case ValueKind::kCurves: {
      std::vector<NamedGroup> groups;
      for (const Setting& one : values) ReadCurves(keyword.name, one.value, 0, &groups, nullptr);
      for (const NamedGroup group : groups) {
        items.push_back(fmt::format("{}  {}", SpecOf(group), NamesOf(group).iana));
      }
      return PrintList(keyword.name, items, out);
    }
    case ValueKind::kPairs: {
      std::vector<SignatureScheme> pairs;
      for (const Setting& one : values) ReadPairs(one.value, 0, &pairs, nullptr);
      for (const SignatureScheme pair : pairs) {
        items.push_back(fmt::format("{}  {}", SpecOf(pair), NamesOf(pair).at_tls));
      }
      return PrintList(keyword.name, items, out);
    }
    default:
      break;
  }
  if (values.size() == 1) {
    *out += fmt::format("{} : {}\n", keyword.name, Scalar(values[0].value));
    return;
  }
  for (const Setting& one : values) items.push_back(Scalar(one.value));
  PrintList(keyword.name, items, out);
}

}  // namespace

std::string WritePolicy(const std::vector<PolicyRule>& rules) {
  std::string out;
  std::set<std::string> names;
  for (const PolicyRule& rule : rules) {
    if (!out.empty()) out += '\n';
    PrintRule(rule, &names, &out);
  }
  return out;
}

std::string WriteEasyAttls(const std::vector<PolicyRule>& rules) {
  std::string out;
  for (const PolicyRule& rule : rules) {
    out += fmt::format("---\npolicyRule : {}{}\n", Scalar(rule.name), CaseComment(rule));
    for (const Settings* all : {&rule.conditions, &rule.settings}) {
      for (const auto& [name, values] : *all) {
        if (!values.empty()) PrintEasy(*FindKeyword(name), values, &out);
      }
    }
  }
  return out;
}

}  // namespace shakedown::attls
