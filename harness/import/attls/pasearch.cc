// The report of `pasearch -t`.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/import/attls/algorithms.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"

namespace shakedown::attls {
namespace {

// A line "Name:   value"; what the report calls several values in one line has several of them.
struct Line {
  std::string_view name, value;
  size_t indent = 0;
  int number = 0;
};

// The second pair of a line begins after several blanks, with a name that ends in a colon.
size_t SecondPair(std::string_view text) {
  for (size_t at = text.find("  "); at != std::string_view::npos; at = text.find("  ", at + 1)) {
    const size_t word = text.find_first_not_of(' ', at);
    if (word == std::string_view::npos) return std::string_view::npos;
    const size_t colon = text.find(':', word);
    const size_t gap = text.find("  ", word);
    if (colon != std::string_view::npos && colon < gap &&
        (colon + 1 == text.size() || text[colon + 1] == ' ')) {
      return word;
    }
  }
  return std::string_view::npos;
}

std::vector<Line> PairsOf(std::string_view text, int number) {
  std::vector<Line> out;
  const size_t indent = text.find_first_not_of(' ');
  if (indent == std::string_view::npos) return out;
  std::string_view rest = Trim(text);
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    if (colon == std::string_view::npos) {
      out.push_back({"", rest, indent, number});
      break;
    }
    const std::string_view after = rest.substr(colon + 1);
    const size_t second = SecondPair(after);
    out.push_back({rest.substr(0, colon), Trim(after.substr(0, second)), indent, number});
    rest = second == std::string_view::npos ? std::string_view() : after.substr(second);
  }
  return out;
}

class ReportReader {
 public:
  explicit ReportReader(Policy* policy) : policy_(policy) {}

  void Take(const Line& line);
  void Finish() { FinishRule(true); }  // the report ends here

 private:
  void StartRule(const Line& line);
  // Whether something of the rule is not in the report, told to the findings. `last`: the report
  // ends after it.
  bool CutOff(bool last);
  void FinishRule(bool last);
  void TakeCondition(const Line& line);
  bool TakeTime(std::string_view name, const Line& line);
  void TakeSetting(const Line& line);
  void AddAddress(std::string_view keyword, std::string_view from, std::string_view to, int line);
  void AddPorts(std::string_view keyword, std::string_view from, std::string_view to, int line);

  Policy* policy_;
  PolicyRule rule_;
  bool in_rule_ = false;
  bool in_action_ = false;
  bool in_condition_ = false;
  bool remote_ = false;                       // whose address lines are about
  std::string from_, port_from_, time_from_;  // kept until the other end of the range comes
  Settings scopes_[3];                        // of the actions, by scope
  Settings* action_ = nullptr;  // of the action being read; null until its scope is known
  Scope scope_ = Scope::kGroup;
  const Keyword* list_ = nullptr;  // the list whose members follow
  int64_t actions_counted_ = 1;    // by the rule; each rule has one at least
  int64_t actions_seen_ = 0;
  std::set<std::string> actions_awaited_;  // that the rule names and that have not come yet
  // The report says below each rule and each action when it was made.
  bool dates_ = false;  // whether this report does
  bool dated_ = false;  // whether it did so for what is being read
};

void ReportReader::StartRule(const Line& line) {
  FinishRule(false);
  in_rule_ = true;
  in_action_ = in_condition_ = false;
  rule_ = PolicyRule();
  for (Settings& scope : scopes_) scope.clear();
  actions_counted_ = 1;
  actions_seen_ = 0;
  actions_awaited_.clear();
  dated_ = false;
  rule_.name = line.value;
  rule_.line = line.number;
  list_ = nullptr;
}

void ReportReader::AddAddress(std::string_view keyword, std::string_view from, std::string_view to,
                              int line) {
  if (SameWord(from, "All") || from.empty()) return;
  const std::string value = to.empty() || to == from ? std::string(from)
                            : to.starts_with('/')    ? fmt::format("{}{}", from, to)
                                                     : fmt::format("{}-{}", from, to);
  rule_.conditions[FindKeyword(keyword)->name].push_back({value, line});
}

void ReportReader::AddPorts(std::string_view keyword, std::string_view from, std::string_view to,
                            int line) {
  if (from == "0" && (to == "0" || to == "65535")) return;
  rule_.conditions[FindKeyword(keyword)->name].push_back(
      {from == to ? std::string(from) : fmt::format("{}-{}", from, to), line});
}

// The report shows times for every rule; those that leave out nothing are none.
bool ReportReader::TakeTime(std::string_view name, const Line& line) {
  const auto add = [&](std::string_view keyword, std::string value) {
    rule_.conditions[FindKeyword(keyword)->name] = {{std::move(value), line.number}};
    rule_.timed = true;
  };
  const auto words = Words(line.value);
  const bool masks = !words.empty() && words[0].find('0') != std::string_view::npos;
  if (name == "first to last") {
    if (masks) add("DayOfMonthMask", std::string(words[0]));
  } else if (name.starts_with("month of ") && name.ends_with("mask")) {
    if (masks) add("MonthOfYearMask", std::string(words[0]));
  } else if (name.starts_with("day of w") && name.ends_with("mask")) {
    if (masks) add("DayOfWeekMask", std::string(words[0]));
  } else if (name == "start date time" || name == "end date time") {
    if (SameWord(line.value, "None") || words.empty()) return true;
    const auto before = rule_.conditions.find("ConditionTimeRange");
    const bool second = before != rule_.conditions.end();
    add("ConditionTimeRange",
        second ? before->second[0].value + ":" + std::string(line.value) : std::string(line.value));
  } else if (name == "fr timeofday") {
    time_from_ = line.value;
  } else if (name == "to timeofday") {
    const bool always = time_from_ == "00:00" && (line.value == "24:00" || line.value == "00:00");
    if (!always && !words.empty())
      add("TimeOfDayRange", time_from_ + "-" + std::string(line.value));
  } else if (name == "timezone") {
    if (rule_.timed && !words.empty()) add("TimeZone", std::string(line.value));
  } else {
    return false;
  }
  return true;
}

void ReportReader::TakeCondition(const Line& line) {
  const std::string name = Lower(line.name);
  if (name == "ttls condition summary") {
    in_condition_ = true;
  } else if (name == "local address" || name == "remote address") {
    remote_ = name[0] == 'r';
  } else if (name == "fromaddr") {
    from_ = line.value;
  } else if (name == "toaddr") {
    AddAddress(remote_ ? "RemoteAddr" : "LocalAddr", from_, line.value, line.number);
  } else if (name == "prefix") {
    AddAddress(remote_ ? "RemoteAddr" : "LocalAddr", from_, fmt::format("/{}", line.value),
               line.number);
  } else if (name == "localportfrom" || name == "remoteportfrom") {
    port_from_ = line.value;
  } else if (name == "localportto") {
    AddPorts("LocalPortRange", port_from_, line.value, line.number);
  } else if (name == "remoteportto") {
    AddPorts("RemotePortRange", port_from_, line.value, line.number);
  } else if (name == "no. policy action") {
    actions_counted_ = Number(line.value).value_or(actions_counted_);
  } else if (name == "policyaction") {
    actions_awaited_.emplace(line.value);
  } else if (TakeTime(name, line)) {
    return;
  } else {
    const std::string_view keyword = name == "servicedirection" ? "Direction" : line.name;
    const Keyword* known = FindKeyword(keyword);
    if (known == nullptr || !IsCondition(known->name) || line.value.empty()) return;
    std::string value;
    if (Judge(*known, line.value, line.number, &policy_->findings, &value)) {
      rule_.conditions[known->name] = {{std::move(value), line.number}};
    }
  }
}

void ReportReader::TakeSetting(const Line& line) {
  if (SameWord(line.name, "Scope")) {
    const std::string scope = Lower(line.value);
    scope_ = scope == "group"         ? Scope::kGroup
             : scope == "environment" ? Scope::kEnvironment
                                      : Scope::kConnection;
    if (scope != "group" && scope != "environment" && scope != "connection") {
      policy_->findings.push_back({"value-not-allowed", Severity::kError, line.number,
                                   fmt::format("Scope cannot be {}", Quoted(line.value)),
                                   "Group, Environment and Connection are known"});
    }
    action_ = &scopes_[static_cast<size_t>(scope_)];
    return;
  }
  if (action_ == nullptr) return;
  if (line.name.empty()) {
    if (list_ == nullptr) return;
    (*action_)[list_->name].push_back({std::string(line.value), line.number, scope_});
    return;
  }
  list_ = nullptr;
  // The report has "v3CipherSuites", and its codes have 4 characters.
  const Keyword* keyword = SameWord(line.name, "V3CipherSuites")
                               ? FindKeyword("V3CipherSuites4Char")
                               : FindKeyword(line.name);
  if (keyword == nullptr) {
    const bool heading = line.value.empty() && FindStatementType(line.name) != nullptr;
    const bool known = heading || SameWord(line.name, "Version") || SameWord(line.name, "Status") ||
                       Lower(line.name).starts_with("policy ");
    if (!known) {
      policy_->findings.push_back({"unknown-keyword", Severity::kNote, line.number,
                                   fmt::format("{} is not known and left out", Quoted(line.name)),
                                   ""});
    }
    return;
  }
  const bool list = keyword->kind == ValueKind::kSuites4 || keyword->kind == ValueKind::kCurves ||
                    keyword->kind == ValueKind::kPairs;
  if (line.value.empty()) {
    if (list) list_ = keyword;
    return;
  }
  if (!IsOfAnAction(keyword->name)) {
    policy_->findings.push_back({"unknown-keyword", Severity::kNote, line.number,
                                 fmt::format("{} is of no action and left out", keyword->name),
                                 ""});
    return;
  }
  std::string value;
  if (!Judge(*keyword, line.value, line.number, &policy_->findings, &value)) return;
  std::vector<Setting>& values = (*action_)[keyword->name];
  if (!keyword->repeats) values.clear();
  values.push_back({std::move(value), line.number, scope_});
}

void ReportReader::Take(const Line& line) {
  if (SameWord(line.name, "policyRule")) return StartRule(line);
  if (!in_rule_) return;
  if (SameWord(line.name, "Policy created")) dates_ = dated_ = true;
  if (SameWord(line.name, "TTLS Action")) {
    in_action_ = true;
    dated_ = false;
    ++actions_seen_;
    actions_awaited_.erase(std::string(line.value));
    action_ = nullptr;
    list_ = nullptr;
    return;
  }
  if (in_action_) {
    TakeSetting(line);
  } else {
    TakeCondition(line);
  }
}

// Takes away what only repeats a default: the report does not tell it from what was written.
void DropDefaults(PolicyRule* rule) {
  const auto is_default = [](const auto& entry) {
    const Keyword* keyword = FindKeyword(entry.first);
    return entry.second.size() == 1 && !keyword->standard.empty() &&
           keyword->kind != ValueKind::kCurves && entry.second[0].value == keyword->standard;
  };
  std::erase_if(rule->settings, is_default);
  std::erase_if(rule->conditions, is_default);
  for (const std::string_view keyword :
       {"ClientECurves", "ClientKeyShareGroups", "ServerKexECurves", "ServerKeyShareGroups",
        "SignaturePairs"}) {
    const auto set = rule->settings.find(keyword);
    if (set == rule->settings.end()) continue;
    const auto node = rule->settings.extract(set);
    const Algorithms standard = AlgorithmsOf(*rule, nullptr);
    PolicyRule with = *rule;
    with.settings[node.key()] = node.mapped();
    const Algorithms written = AlgorithmsOf(with, nullptr);
    const bool same = standard.client_curves == written.client_curves &&
                      standard.client_shares == written.client_shares &&
                      standard.server_curves == written.server_curves &&
                      standard.server_shares == written.server_shares &&
                      standard.pairs == written.pairs;
    if (!same) rule->settings[node.key()] = node.mapped();
  }
}

bool ReportReader::CutOff(bool last) {
  const int64_t missing =
      std::max(actions_counted_ - actions_seen_, static_cast<int64_t>(actions_awaited_.size()));
  if (missing <= 0 && !(last && dates_ && !dated_)) return false;
  policy_->findings.push_back(
      {"cut-off", Severity::kError, rule_.line,
       missing > 0
           ? fmt::format("actions of rule {} are missing ({}): the report is cut off, or was "
                         "made without them",
                         rule_.name, missing)
           : fmt::format("the report breaks off in the last action of rule {}", rule_.name),
       "give all of what `pasearch -t` prints"});
  return true;
}

void ReportReader::FinishRule(bool last) {
  if (!in_rule_) return;
  if (CutOff(last)) {
    // Nothing is said of half a rule, and its conditions are whole once an action follows.
    rule_.unreadable = actions_seen_ == 0;
  } else {
    for (const Settings& scope : scopes_) Override(scope, &rule_.settings);
  }
  DropDefaults(&rule_);
  ParseConditions(&rule_, &policy_->findings);
  policy_->rules.push_back(std::move(rule_));
  in_rule_ = false;
}

}  // namespace

tl::expected<Policy, std::string> ReadPasearch(std::string_view text) {
  if (auto good = CheckText(text); !good) return tl::unexpected(good.error());
  Policy policy;
  policy.shows_defaults = true;
  ReportReader reader(&policy);
  int number = 0;
  for (const std::string_view line : SplitLines(text)) {
    ++number;
    if (line.size() > 4096) {
      policy.findings.push_back(
          {"line-too-long", Severity::kError, number,
           fmt::format("a line of {} characters; it is left out", line.size()),
           "give the report as pasearch prints it"});
      continue;
    }
    for (const Line& pair : PairsOf(line, number)) reader.Take(pair);
  }
  reader.Finish();
  if (policy.rules.empty()) {
    return tl::unexpected(
        std::string("no policyRule in it; allowed is the report that `pasearch -t` prints"));
  }
  return policy;
}

}  // namespace shakedown::attls
