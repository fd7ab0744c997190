// What the grammar says of single values, and the conditions of a rule as ranges.
#include <fmt/format.h>

#include <algorithm>

#include "harness/import/attls/addresses.h"
#include "harness/import/attls/read_policy.h"
#include "harness/import/attls/words.h"
#include "harness/import/text_place.h"

namespace shakedown::attls {
namespace {

void Say(Findings* findings, std::string_view id, Severity severity, int line, std::string message,
         std::string fix) {
  if (findings->size() >= kMostFindings) return;
  findings->push_back({id, severity, line, std::move(message), std::move(fix)});
}

std::string_view FirstWord(std::string_view value) {
  return value.substr(0, static_cast<size_t>(std::ranges::find_if(value, IsSpace) - value.begin()));
}

// Whether `value` is a single word; more than one is told.
bool OneWord(const Keyword& keyword, std::string_view value, int line, Findings* findings) {
  const auto words = Words(value);
  if (words.size() == 1) return true;
  Say(findings, "extra-word", Severity::kError, line,
      fmt::format("{} stands behind the value of {}", Quoted(words[1]), keyword.name),
      "remove it; a comment begins with #");
  return false;
}

// "0403  TLS_SIGALG_SHA256_WITH_ECDSA", as reports and EasyAT-TLS write it, is the code 0403.
std::string CodeAlone(std::string_view value) {
  const auto words = Words(value);
  const bool both = words.size() == 2 && words[0].size() == 4 &&
                    std::ranges::all_of(words[0], IsHexDigit) &&
                    !std::ranges::all_of(words[1], IsHexDigit);
  return std::string(both ? words[0] : value);
}

bool JudgeOneOf(const Keyword& keyword, std::string_view value, int line, Findings* findings,
                std::string* spelled) {
  const std::string_view word = FirstWord(value);
  for (std::string_view rest = keyword.values; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('|'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (!SameWord(one, word)) continue;
    *spelled = one;
    return word.size() == value.size() || OneWord(keyword, value, line, findings);
  }
  const auto allowed = Alternatives(keyword.values);
  std::string fix = fmt::format("write one of {}", fmt::join(allowed, ", "));
  if (keyword.name == "Direction") {
    const std::string lower = Lower(word);
    if (lower.starts_with("out")) fix = "write Outbound";
    if (lower.starts_with("in")) fix = "write Inbound";
    Say(findings, "direction", Severity::kError, line,
        fmt::format("{} is no direction", Quoted(word)), std::move(fix));
    return false;
  }
  Say(findings, "value-not-allowed", Severity::kError, line,
      fmt::format("{} cannot be {}{}", keyword.name, Quoted(word), DidYouMean(word, allowed)),
      std::move(fix));
  return false;
}

bool JudgeNumber(const Keyword& keyword, std::string_view value, int line, Findings* findings) {
  const std::string_view word = FirstWord(value);
  const auto number = Number(word);
  if (number && *number >= keyword.least && *number <= keyword.most) {
    return word.size() == value.size() || OneWord(keyword, value, line, findings);
  }
  const std::string range =
      fmt::format("write a number from {} to {}", keyword.least, keyword.most);
  if (!number) {
    Say(findings, "value-not-allowed", Severity::kError, line,
        fmt::format("{} wants a number, not {}", keyword.name, Quoted(word)), range);
    return false;
  }
  Say(findings, "value-out-of-range", Severity::kError, line,
      fmt::format("{} of {} is out of range", word, keyword.name), range);
  return false;
}

// A bare number becomes an address that starts with 0.0: the number behind the last of `ranges`, or
// 0. No host has such an address (RFC 1122 3.2.1.3).
int NumberBehind(const std::vector<AddressRange>& ranges) {
  if (ranges.empty() || ranges.back().v6) return 0;
  const AddressRange& last = ranges.back();
  if (last.from != last.to || last.from[0] != 0 || last.from[1] != 0) return 0;
  return last.from[2] << 8 | last.from[3];
}

void ParseAddresses(std::string_view keyword, PolicyRule* rule, std::vector<AddressRange>* out,
                    Findings* findings) {
  const auto set = rule->conditions.find(keyword);
  if (set == rule->conditions.end()) return;
  bool all = false;
  for (const Setting& one : set->second) {
    if (auto added = AddAddresses(one.value, out, &all); !added) {
      rule->unreadable = true;
      Say(findings, "invalid-address", Severity::kError, one.line,
          fmt::format("{}: {}", keyword, added.error()), "write one of these forms");
    } else if (const int number = NumberBehind(*out); number > 0 && !all) {
      Say(findings, "bare-number-address", Severity::kWarning, one.line,
          fmt::format("{} {} is the address {}, not the port {}", keyword, one.value,
                      ToString(out->back()), number),
          fmt::format("write {}PortRange for a port, or the address that is meant",
                      keyword.substr(0, keyword.size() - 4)));
    }
  }
}

void ParsePorts(std::string_view keyword, PolicyRule* rule, std::vector<Ports>* out,
                Findings* findings) {
  const auto set = rule->conditions.find(keyword);
  if (set == rule->conditions.end()) return;
  bool all = false;
  for (const Setting& one : set->second) {
    const auto ports = ReadPorts(one.value);
    if (!ports) {
      rule->unreadable = true;
      Say(findings, "invalid-port", Severity::kError, one.line,
          fmt::format("{}: {}", keyword, ports.error()), "write n or n-m");
      continue;
    }
    if (*ports == Ports{}) all = true;
    out->push_back(*ports);
  }
  if (all) out->clear();
}

}  // namespace

bool Judge(const Keyword& keyword, std::string_view value, int line, Findings* findings,
           std::string* spelled) {
  *spelled = value;
  if (value.empty()) {
    Say(findings, "missing-value", Severity::kError, line,
        fmt::format("{} has no value", keyword.name), "write one behind it, or remove the line");
    return false;
  }
  switch (keyword.kind) {
    case ValueKind::kOneOf:
      return JudgeOneOf(keyword, value, line, findings, spelled);
    case ValueKind::kNumber:
      return JudgeNumber(keyword, value, line, findings);
    case ValueKind::kWord:
    case ValueKind::kReference:
      return OneWord(keyword, value, line, findings);
    case ValueKind::kCurves:
      if (SameWord(value, "Any") && keyword.name != "ClientECurves") {
        Say(findings, "value-not-allowed", Severity::kError, line,
            fmt::format("{} cannot be Any", keyword.name), "list the curves");
        return false;
      }
      *spelled = CodeAlone(value);
      return true;
    case ValueKind::kPairs:
      *spelled = CodeAlone(value);
      return true;
    default:
      return true;
  }
}

bool IsCondition(std::string_view keyword) {
  constexpr std::string_view kConditions[] = {"LocalAddr",       "RemoteAddr", "LocalPortRange",
                                              "RemotePortRange", "Jobname",    "Userid",
                                              "Direction",       "Priority"};
  return std::ranges::find(kConditions, keyword) != std::end(kConditions) || IsTime(keyword);
}

bool IsTime(std::string_view keyword) {
  const StatementType* times = FindStatementType("IpTimeCondition");
  return std::ranges::find(times->keywords, keyword) != times->keywords.end();
}

void ParseConditions(PolicyRule* rule, Findings* findings) {
  ParseAddresses("LocalAddr", rule, &rule->local, findings);
  ParseAddresses("RemoteAddr", rule, &rule->remote, findings);
  ParsePorts("LocalPortRange", rule, &rule->local_ports, findings);
  ParsePorts("RemotePortRange", rule, &rule->remote_ports, findings);
  rule->priority = Number(rule->ValueOf("Priority")).value_or(1);
}

}  // namespace shakedown::attls
