#include "harness/import/attls/read_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/statements.h"
#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"

namespace shakedown::attls {
namespace {

// A named block at the top, of which rules and others speak.
struct Block {
  const Statement* statement = nullptr;
  bool used = false;
};

void ReadCaseNames(std::string_view text, Policy* policy) {
  const auto lines = SplitLines(text);
  for (PolicyRule& rule : policy->rules) {
    const auto at = static_cast<size_t>(rule.line) - 1;
    if (at >= lines.size()) continue;
    const size_t comment = lines[at].find(kCaseComment);
    if (comment == std::string_view::npos) continue;
    const auto words = Words(lines[at].substr(comment + kCaseComment.size()));
    if (words.size() == 1) rule.case_name = words[0];
  }
}

class PolicyReader {
 public:
  explicit PolicyReader(Policy* policy) : policy_(policy) {}

  void Read(const std::vector<Statement>& top);

 private:
  // The nearest name, as long as there are few findings: looking for it takes time.
  std::string Suggested(std::string_view word, const std::vector<std::string>& names) const {
    return policy_->findings.size() > kMostSuggestions ? "" : NearestWord(word, names);
  }
  void Say(std::string_view id, Severity severity, int line, std::string message, std::string fix) {
    if (policy_->findings.size() >= kMostFindings) return;
    policy_->findings.push_back({id, severity, line, std::move(message), std::move(fix)});
  }

  void TakeName(const Statement& block, const StatementType& type);
  void CheckBlock(const Statement& block);
  void CheckStatement(const Statement& statement, const StatementType& within);
  void CheckUnknown(const Statement& statement, const StatementType* within);
  void CheckRequired(const Statement& block, const StatementType& type);

  const Statement* Follow(const Statement& reference);
  const Settings& ActionSettings(const Statement& action, Scope scope);
  void Collect(const Statement& block, Scope scope, Settings* out, int depth);
  void CollectAddresses(const Statement& block, std::string_view keyword, PolicyRule* rule,
                        int depth);
  void CollectPorts(const Statement& block, std::string_view keyword, PolicyRule* rule, int depth);
  void CollectTimes(const Statement& block, PolicyRule* rule);
  void ReadRule(const Statement& statement);
  void ReadCondition(const Statement& statement, PolicyRule* rule);
  void CheckRule(const Statement& statement, const PolicyRule& rule, bool environment, bool group);

  Policy* policy_;
  std::map<std::pair<std::string_view, std::string_view>, Block> blocks_;  // by type and name
  std::map<const Statement*, Settings> actions_;
};

void PolicyReader::TakeName(const Statement& block, const StatementType& type) {
  if (block.value.empty()) {
    Say("missing-name", Severity::kError, block.line, fmt::format("{} has no name here", type.name),
        type.within.size() > 1 ? fmt::format("give it one, or move it into its {}", type.within[1])
                               : "write a name behind it");
    return;
  }
  const auto words = Words(block.value);
  if (words.size() > 1) {
    Say("extra-word", Severity::kError, block.line,
        fmt::format("{} stands behind the name of {}", Quoted(words[1]), type.name),
        "remove it; names have no blanks");
  }
  if (words[0].size() > kLongestName) {
    Say("name-too-long", Severity::kError, block.line,
        fmt::format("the name {} has {} characters", Quoted(words[0]), words[0].size()),
        fmt::format("use {} at most", kLongestName));
  }
  const auto [at, added] = blocks_.try_emplace({type.name, words[0]}, Block{&block, false});
  if (!added) {
    Say("duplicate-name", Severity::kWarning, block.line,
        fmt::format("{} {} is there at line {} before; this one silently replaces it", type.name,
                    words[0], at->second.statement->line),
        "give one of the two another name");
    at->second.statement = &block;
  }
}

// Statements of the policy agent's own configuration, which names the files of policies.
bool IsOfTheAgent(std::string_view keyword) {
  constexpr std::string_view kStatements[] = {"TcpImage",
                                              "PEPInstance",
                                              "LogLevel",
                                              "CodePage",
                                              "TTLSConfig",
                                              "CommonTTLSConfig",
                                              "IPSecConfig",
                                              "CommonIPSecConfig",
                                              "IDSConfig",
                                              "CommonIDSConfig",
                                              "QOSConfig",
                                              "RoutingConfig",
                                              "CommonRoutingConfig",
                                              "ReadFromDirectory",
                                              "ClientConnection",
                                              "ServerConnection",
                                              "PolicyServer",
                                              "DynamicConfigPolicyLoad",
                                              "AutoMonitorApps",
                                              "AutoMonitorParms",
                                              "ServicesConnection"};
  return std::ranges::any_of(kStatements,
                             [&](std::string_view one) { return SameWord(one, keyword); });
}

void PolicyReader::CheckUnknown(const Statement& statement, const StatementType* within) {
  if (statement.keyword == "{") return;  // told where it was read
  if (within == nullptr && IsOfTheAgent(statement.keyword)) {
    const bool names_a_policy = Lower(statement.keyword).ends_with("ttlsconfig");
    Say("statement-of-the-agent", Severity::kNote, statement.line,
        fmt::format(
            "{} is a statement of the policy agent, not of an AT-TLS policy; it is left out",
            statement.keyword),
        names_a_policy ? "import the file that it names, too" : "");
    return;
  }
  const std::string where = within == nullptr ? "the top" : std::string(within->name);
  const Keyword* keyword = FindKeyword(statement.keyword);
  const StatementType* type = FindStatementType(statement.keyword);
  if (keyword != nullptr || type != nullptr) {
    const std::string_view name = keyword != nullptr ? keyword->name : type->name;
    auto places = PlacesOf(name);
    if (type != nullptr && Allows(nullptr, name)) places.insert(places.begin(), "the top");
    Say("misplaced-keyword", Severity::kError, statement.line,
        fmt::format("{} cannot stand in {}", name, where),
        places.empty() ? "remove it" : fmt::format("move it to {}", fmt::join(places, ", ")));
    return;
  }
  std::string nearest = Suggested(statement.keyword, AllowedIn(within));
  if (nearest.empty()) nearest = Suggested(statement.keyword, AllNames());
  Say("unknown-keyword", Severity::kError, statement.line,
      fmt::format("there is no keyword {}", Quoted(statement.keyword)),
      nearest.empty() ? fmt::format("remove it, or write what {} allows", where)
                      : fmt::format("write {}", nearest));
}

void PolicyReader::CheckStatement(const Statement& statement, const StatementType& within) {
  if (!Allows(&within, statement.keyword)) {
    CheckUnknown(statement, &within);
    return;
  }
  if (statement.block) {
    if (FindStatementType(statement.keyword) == nullptr) {
      Say("stray-brace", Severity::kError, statement.line,
          fmt::format("{} is followed by {{ but opens no block", statement.keyword),
          "remove the braces");
      return;
    }
    CheckBlock(statement);
    return;
  }
  const Keyword* keyword = FindKeyword(statement.keyword);
  if (keyword == nullptr) return;  // a block that has no brace: told where it was read
  std::string ignored;
  Judge(*keyword, statement.value, statement.line, &policy_->findings, &ignored);
}

void PolicyReader::CheckRequired(const Statement& block, const StatementType& type) {
  for (const std::string_view needed : type.required) {
    if (needed == "Keyring") continue;  // may come by reference: see CheckRule
    const bool there = std::ranges::any_of(
        block.children, [&](const Statement& one) { return SameWord(one.keyword, needed); });
    if (there) continue;
    Say("missing-keyword", Severity::kError, block.line,
        fmt::format("{} {} does not say {}", type.name, block.value, needed),
        fmt::format("add {} {}", needed,
                    Alternatives(FindKeyword(needed)->values).size() > 1
                        ? Alternatives(FindKeyword(needed)->values)[0]
                        : ""));
  }
}

void PolicyReader::CheckBlock(const Statement& block) {
  const StatementType* type = FindStatementType(block.keyword);
  if (type == nullptr) return;
  std::map<std::string, int> seen;
  for (const Statement& statement : block.children) {
    CheckStatement(statement, *type);
    const Keyword* keyword = FindKeyword(statement.keyword);
    if (keyword == nullptr || keyword->repeats) continue;
    const auto [at, added] = seen.try_emplace(std::string(keyword->name), statement.line);
    if (!added) {
      Say("duplicate-keyword", Severity::kWarning, statement.line,
          fmt::format("{} is said at line {} before; this one holds", keyword->name, at->second),
          "keep one of the two");
    }
  }
  CheckRequired(block, *type);
}

// The block that a reference names, or null; it counts as used.
const Statement* PolicyReader::Follow(const Statement& reference) {
  const Keyword* keyword = FindKeyword(reference.keyword);
  if (keyword == nullptr || keyword->kind != ValueKind::kReference || reference.value.empty()) {
    return nullptr;
  }
  const std::string_view name = Words(reference.value)[0];
  const auto found = blocks_.find({keyword->values, name});
  if (found != blocks_.end()) {
    found->second.used = true;
    return found->second.statement;
  }
  std::vector<std::string> names;
  constexpr size_t kMostCompared = 500;
  for (auto at = blocks_.lower_bound({keyword->values, ""});
       at != blocks_.end() && at->first.first == keyword->values && names.size() < kMostCompared;
       ++at) {
    names.emplace_back(at->first.second);
  }
  const std::string nearest = Suggested(name, names);
  Say("dangling-reference", Severity::kError, reference.line,
      fmt::format("{} names {}, and there is no such {}", keyword->name, name, keyword->values),
      nearest.empty() ? fmt::format("write {} {} with that name", keyword->values, name)
                      : fmt::format("write {}", nearest));
  return nullptr;
}

void PolicyReader::Collect(const Statement& block, Scope scope, Settings* out, int depth) {
  if (depth > 4) return;
  // What a block says itself stands over what it refers to.
  for (const bool referred : {true, false}) {
    for (const Statement& statement : block.children) {
      const Keyword* keyword = FindKeyword(statement.keyword);
      const bool reference = keyword != nullptr && keyword->kind == ValueKind::kReference;
      if (reference != referred) continue;
      if (reference) {
        if (const Statement* target = Follow(statement)) Collect(*target, scope, out, depth + 1);
        continue;
      }
      if (statement.block) {
        Collect(statement, scope, out, depth + 1);
        continue;
      }
      if (keyword == nullptr) continue;
      Findings ignored;  // told when the block was checked
      std::string value;
      if (!Judge(*keyword, statement.value, statement.line, &ignored, &value)) continue;
      std::vector<Setting>& values = (*out)[keyword->name];
      if (!keyword->repeats) values.clear();
      values.push_back({std::move(value), statement.line, scope});
    }
  }
}

const Settings& PolicyReader::ActionSettings(const Statement& action, Scope scope) {
  const auto [at, added] = actions_.try_emplace(&action);
  if (added) Collect(action, scope, &at->second, 0);
  return at->second;
}

void PolicyReader::CollectAddresses(const Statement& block, std::string_view keyword,
                                    PolicyRule* rule, int depth) {
  if (depth > 4) return;
  for (const Statement& statement : block.children) {
    if (statement.block) {
      CollectAddresses(statement, keyword, rule, depth + 1);
      continue;
    }
    const Keyword* known = FindKeyword(statement.keyword);
    if (known == nullptr || statement.value.empty()) continue;
    if (known->kind == ValueKind::kReference) {
      const Statement* target = Follow(statement);
      if (target != nullptr) CollectAddresses(*target, keyword, rule, depth + 1);
    } else if (known->kind == ValueKind::kAddress) {
      rule->conditions[keyword].push_back({std::string(statement.value), statement.line});
    }
  }
}

void PolicyReader::CollectPorts(const Statement& block, std::string_view keyword, PolicyRule* rule,
                                int depth) {
  if (depth > 4) return;
  for (const Statement& statement : block.children) {
    if (statement.block) {
      CollectPorts(statement, keyword, rule, depth + 1);
      continue;
    }
    const Keyword* known = FindKeyword(statement.keyword);
    if (known == nullptr || statement.value.empty()) continue;
    if (known->kind == ValueKind::kReference) {
      const Statement* target = Follow(statement);
      if (target != nullptr) CollectPorts(*target, keyword, rule, depth + 1);
    } else if (known->kind == ValueKind::kPorts) {
      rule->conditions[keyword].push_back({std::string(statement.value), statement.line});
    }
  }
}

void PolicyReader::CollectTimes(const Statement& block, PolicyRule* rule) {
  if (rule->timed) {
    Say("several-times", Severity::kNote, block.line,
        fmt::format("TTLSRule {} holds at several times; a scenario keeps the first", rule->name),
        "make a rule of each time where all are to be kept");
    return;
  }
  for (const Statement& one : block.children) {
    const Keyword* keyword = FindKeyword(one.keyword);
    if (keyword == nullptr || !IsTime(keyword->name)) continue;
    Findings ignored;  // told when the block was checked
    std::string value;
    if (!Judge(*keyword, one.value, one.line, &ignored, &value)) continue;
    rule->conditions[keyword->name] = {{std::move(value), one.line}};
  }
}

void PolicyReader::ReadCondition(const Statement& statement, PolicyRule* rule) {
  const Keyword* keyword = FindKeyword(statement.keyword);
  const std::string lower = Lower(statement.keyword);
  const bool local = lower.starts_with("local");
  const bool address = lower.find("addr") != std::string::npos;
  const std::string_view condition = address ? (local ? "LocalAddr" : "RemoteAddr")
                                             : (local ? "LocalPortRange" : "RemotePortRange");
  if (lower.starts_with("iptimecondition")) {
    const Statement* times = statement.block ? &statement : Follow(statement);
    if (times != nullptr) CollectTimes(*times, rule);
    rule->timed = true;
    return;
  }
  if (statement.block) {
    if (address) CollectAddresses(statement, condition, rule, 0);
    return;
  }
  if (keyword == nullptr) return;
  if (keyword->kind == ValueKind::kReference) {
    const Statement* target = Follow(statement);
    if (target == nullptr) {
      rule->unreadable = true;
      return;
    }
    if (address) {
      CollectAddresses(*target, condition, rule, 0);
    } else {
      CollectPorts(*target, condition, rule, 0);
    }
    return;
  }
  Findings ignored;
  std::string value;
  if (!Judge(*keyword, statement.value, statement.line, &ignored, &value)) return;
  std::vector<Setting>& values = rule->conditions[keyword->name];
  if (!keyword->repeats) values.clear();
  values.push_back({std::move(value), statement.line});
}

void PolicyReader::CheckRule(const Statement& statement, const PolicyRule& rule, bool environment,
                             bool group) {
  const bool only_direction = std::ranges::all_of(rule.conditions, [](const auto& one) {
    return one.first == "Direction" || one.first == "Priority";
  });
  if (only_direction && !rule.timed) {
    Say("no-condition", Severity::kError, rule.line,
        fmt::format("TTLSRule {} has no condition besides Direction", rule.name),
        "add a port, an address, a job name or a user id");
  }
  if (!group) {
    const bool tried = std::ranges::any_of(statement.children, [](const Statement& one) {
      return SameWord(one.keyword, "TTLSGroupActionRef");
    });
    if (!tried) {
      Say("missing-keyword", Severity::kError, rule.line,
          fmt::format("TTLSRule {} does not say TTLSGroupActionRef", rule.name),
          "add TTLSGroupActionRef and the name of a TTLSGroupAction");
    }
    return;
  }
  if (!rule.Enabled()) return;
  if (!environment) {
    const bool tried = std::ranges::any_of(statement.children, [](const Statement& one) {
      return SameWord(one.keyword, "TTLSEnvironmentActionRef");
    });
    if (!tried) {
      Say("missing-keyword", Severity::kError, rule.line,
          fmt::format("TTLSRule {} switches TLS on without a TTLSEnvironmentAction", rule.name),
          "add TTLSEnvironmentActionRef: it says role and keyring");
    }
  } else if (!rule.Has("Keyring")) {
    Say("missing-keyword", Severity::kError, rule.LineOf("HandshakeRole"),
        fmt::format("the environment of TTLSRule {} has no keyring", rule.name),
        "add TTLSKeyringParms with Keyring");
  }
}

void PolicyReader::ReadRule(const Statement& statement) {
  PolicyRule rule;
  rule.line = statement.line;
  if (!statement.value.empty()) rule.name = Words(statement.value)[0];
  const Statement* actions[3] = {};
  for (const Statement& one : statement.children) {
    const std::string_view names[] = {"TTLSGroupAction", "TTLSEnvironmentAction",
                                      "TTLSConnectionAction"};
    bool action = false;
    for (size_t i = 0; i < 3; ++i) {
      if (SameWord(one.keyword, names[i])) {
        actions[i] = &one;
        action = true;
      } else if (SameWord(one.keyword, std::string(names[i]) + "Ref")) {
        if (const Statement* target = Follow(one)) actions[i] = target;
        action = true;
      }
    }
    if (!action) ReadCondition(one, &rule);
  }
  for (size_t i = 0; i < 3; ++i) {
    if (actions[i] == nullptr) continue;
    Override(ActionSettings(*actions[i], static_cast<Scope>(i)), &rule.settings);
  }
  ParseConditions(&rule, &policy_->findings);
  CheckRule(statement, rule, actions[1] != nullptr, actions[0] != nullptr);
  policy_->rules.push_back(std::move(rule));
}

void PolicyReader::Read(const std::vector<Statement>& top) {
  for (const Statement& statement : top) {
    const StatementType* type = FindStatementType(statement.keyword);
    if (!Allows(nullptr, statement.keyword)) {
      CheckUnknown(statement, nullptr);
      continue;
    }
    TakeName(statement, *type);
    CheckBlock(statement);
  }
  for (const Statement& statement : top) {
    if (!SameWord(statement.keyword, "TTLSRule")) continue;
    // Of two with one name only the last is there.
    const auto found =
        statement.value.empty()
            ? blocks_.end()
            : blocks_.find({FindStatementType("TTLSRule")->name, Words(statement.value)[0]});
    if (found != blocks_.end() && found->second.statement != &statement) continue;
    ReadRule(statement);
  }
  for (const auto& [key, block] : blocks_) {
    if (key.first == "TTLSRule" || block.used) continue;
    Say("unused-block", Severity::kWarning, block.statement->line,
        fmt::format("nothing refers to {} {}", key.first, key.second),
        "remove it, or correct the name in the reference that is meant for it");
  }
}

}  // namespace

tl::expected<Policy, std::string> ReadPolicy(std::string_view text) {
  if (auto good = CheckText(text); !good) return tl::unexpected(good.error());
  Policy policy;
  const std::vector<Statement> top = ReadStatements(text, &policy.findings);
  PolicyReader(&policy).Read(top);
  if (policy.rules.empty()) {
    if (policy.findings.empty()) {
      return tl::unexpected(
          std::string("no TTLSRule in it; allowed are the statements of an "
                      "AT-TLS policy, TTLSRule and what it refers to"));
    }
    if (policy.findings.size() > 1 && std::ranges::all_of(policy.findings, [](const Finding& one) {
          return one.id == "unknown-keyword";
        })) {
      return tl::unexpected(fmt::format(
          "line {}: {}, and no TTLSRule anywhere; allowed are the statements of an AT-TLS policy",
          policy.findings.front().line, policy.findings.front().message));
    }
  }
  return policy;
}

tl::expected<Policy, std::string> Read(Form form, std::string_view text) {
  if (form == Form::kPasearch) return ReadPasearch(text);
  auto policy = form == Form::kPolicy ? ReadPolicy(text) : ReadEasyAttls(text);
  if (policy) ReadCaseNames(text, &*policy);
  return policy;
}

}  // namespace shakedown::attls
