#include "harness/import/attls/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/import/attls/addresses.h"
#include "harness/import/attls/words.h"
#include "harness/model/glob.h"

namespace shakedown::attls {
namespace {

constexpr std::string_view kAllowed =
    "allowed: local=IP:PORT, remote=IP:PORT (or IP or :PORT alone; IPv6 in brackets: "
    "[2001:db8::1]:443), job=NAME, user=NAME, direction=in or out, with commas between them";

std::string Text(const std::vector<AddressRange>& ranges) {
  std::vector<std::string> out;
  for (const AddressRange& one : ranges) out.push_back(ToString(one));
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string Text(const std::vector<Ports>& ranges) {
  std::vector<std::string> out;
  for (const Ports& one : ranges) out.push_back(ToString(one));
  return fmt::format("{}", fmt::join(out, ", "));
}

// Names in rules may end in an asterisk.
bool NameFits(std::string_view pattern, std::string_view name) {
  return pattern.empty() || GlobMatch(Lower(pattern), Lower(name));
}

tl::expected<void, std::string> ReadEnd(std::string_view text, std::optional<AddressRange>* address,
                                        std::optional<int>* port) {
  const auto wrong = [&] {
    return tl::unexpected(fmt::format("{} is no IP:PORT; {}", Quoted(text), kAllowed));
  };
  std::string_view host = text, number;
  if (text.starts_with('[')) {
    const size_t end = text.find(']');
    if (end == std::string_view::npos) return wrong();
    host = text.substr(1, end - 1);
    if (end + 1 < text.size()) {
      if (text[end + 1] != ':') return wrong();
      number = text.substr(end + 2);
    }
  } else if (const size_t colon = text.rfind(':');
             colon != std::string_view::npos && text.find(':') == colon) {
    host = text.substr(0, colon);
    number = text.substr(colon + 1);
  }
  if (!number.empty()) {
    const auto value = Number(number);
    if (!value || *value < 1 || *value > 65535) return wrong();
    *port = static_cast<int>(*value);
  }
  if (host.empty()) return {};
  std::vector<AddressRange> ranges;
  bool all = false;
  // A bare number is more likely a port than the address that the policy agent takes it for, and
  // the end of an IPv6 address may be meant as a port.
  if (Number(host) || !AddAddresses(host, &ranges, &all) || all || ranges[0].from != ranges[0].to ||
      ranges[0].v6 != text.starts_with('[')) {
    return wrong();
  }
  *address = ranges[0];
  return {};
}

// What a rule is sorted under to find those that could tie with it without comparing all pairs:
// the first port it is bound to, or none.
template <typename Range>
bool AnyOverlap(const std::vector<Range>& a, const std::vector<Range>& b,
                bool (*overlap)(const Range&, const Range&)) {
  if (a.empty() || b.empty()) return true;
  return std::ranges::any_of(a, [&](const Range& x) {
    return std::ranges::any_of(b, [&](const Range& y) { return overlap(x, y); });
  });
}

template <typename Range>
bool AllWithin(const std::vector<Range>& outer, const std::vector<Range>& inner,
               bool (*contains)(const Range&, const Range&)) {
  if (outer.empty()) return true;
  if (inner.empty()) return false;
  return std::ranges::all_of(inner, [&](const Range& x) {
    return std::ranges::any_of(outer, [&](const Range& y) { return contains(y, x); });
  });
}

bool PortsOverlap(const Ports& a, const Ports& b) { return a.from <= b.to && b.from <= a.to; }
bool PortsContain(const Ports& outer, const Ports& inner) {
  return outer.from <= inner.from && inner.to <= outer.to;
}

// Whether some name fits both patterns: equal, or one's asterisk covers the other's beginning.
bool NamesOverlap(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return true;
  const std::string x = Lower(a), y = Lower(b);
  const size_t star_x = x.find('*'), star_y = y.find('*');
  const size_t common = std::min({star_x, star_y, x.size(), y.size()});
  if (x.compare(0, common, y, 0, common) != 0) return false;
  if (star_x == std::string::npos && star_y == std::string::npos) return x == y;
  return GlobMatch(x, y) || GlobMatch(y, x) ||
         (star_x != std::string::npos && star_y != std::string::npos);
}

bool NameCovers(std::string_view outer, std::string_view inner) {
  if (outer.empty()) return true;
  if (inner.empty()) return false;
  return GlobMatch(Lower(outer), Lower(inner));
}

bool DirectionsOverlap(std::string_view a, std::string_view b) {
  return a == "Both" || b == "Both" || a == b;
}

bool RulesOverlap(const PolicyRule& a, const PolicyRule& b) {
  return DirectionsOverlap(a.ValueOf("Direction"), b.ValueOf("Direction")) &&
         AnyOverlap(a.local_ports, b.local_ports, PortsOverlap) &&
         AnyOverlap(a.remote_ports, b.remote_ports, PortsOverlap) &&
         AnyOverlap(a.local, b.local, Overlap) && AnyOverlap(a.remote, b.remote, Overlap) &&
         NamesOverlap(a.ValueOf("Jobname"), b.ValueOf("Jobname")) &&
         NamesOverlap(a.ValueOf("Userid"), b.ValueOf("Userid"));
}

// Whether whatever fits `inner` fits `outer`, too.
bool Covers(const PolicyRule& outer, const PolicyRule& inner) {
  const std::string_view direction = outer.ValueOf("Direction");
  return !outer.timed && (direction == "Both" || direction == inner.ValueOf("Direction")) &&
         AllWithin(outer.local_ports, inner.local_ports, PortsContain) &&
         AllWithin(outer.remote_ports, inner.remote_ports, PortsContain) &&
         AllWithin(outer.local, inner.local, Contains) &&
         AllWithin(outer.remote, inner.remote, Contains) &&
         NameCovers(outer.ValueOf("Jobname"), inner.ValueOf("Jobname")) &&
         NameCovers(outer.ValueOf("Userid"), inner.ValueOf("Userid"));
}

// Rules that could overlap with a given one, without looking at all: those bound to the same few
// ports, and those bound to none or to many.
class Neighbours {
 public:
  explicit Neighbours(const std::vector<const PolicyRule*>& rules) {
    for (size_t i = 0; i < rules.size(); ++i) {
      const auto ports = PortsOf(*rules[i]);
      if (ports.empty()) wide_.push_back(i);
      for (const auto& port : ports) by_port_[port].push_back(i);
    }
  }

  // The places of rules before `place` that may overlap with it, in order.
  std::vector<size_t> Before(const std::vector<const PolicyRule*>& rules, size_t place) const {
    std::set<size_t> out;
    const auto take = [&](const std::vector<size_t>& places) {
      for (const size_t one : places) {
        if (one >= place || out.size() >= kMostCompared) break;
        out.insert(one);
      }
    };
    const auto ports = PortsOf(*rules[place]);
    if (ports.empty()) {
      for (size_t one = 0; one < place && one < kMostCompared; ++one) out.insert(one);
    }
    for (const auto& port : ports) {
      const auto found = by_port_.find(port);
      if (found != by_port_.end()) take(found->second);
    }
    take(wide_);
    return {out.begin(), out.end()};
  }

 private:
  using Port = std::pair<bool, int>;  // whether it is a local one, and its number
  static constexpr size_t kMostCompared = 200;
  static constexpr int kMostPorts = 16;

  // The ports that a rule is bound to, of the side where they are few; none if they are many.
  static std::vector<Port> PortsOf(const PolicyRule& rule) {
    for (const bool local : {true, false}) {
      std::vector<Port> out;
      const auto& ranges = local ? rule.local_ports : rule.remote_ports;
      int count = 0;
      for (const Ports& range : ranges) count += range.to - range.from + 1;
      if (count == 0 || count > kMostPorts) continue;
      for (const Ports& range : ranges) {
        for (int port = range.from; port <= range.to; ++port) out.emplace_back(local, port);
      }
      return out;
    }
    return {};
  }

  std::map<Port, std::vector<size_t>> by_port_;
  std::vector<size_t> wide_;
};

}  // namespace

tl::expected<Connection, std::string> ReadConnection(std::string_view text) {
  Connection out;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    const std::string_view part = Trim(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const size_t equals = part.find('=');
    const std::string key = Lower(Trim(part.substr(0, equals)));
    const std::string_view value =
        equals == std::string_view::npos ? "" : Trim(part.substr(equals + 1));
    if (value.empty()) {
      return tl::unexpected(fmt::format("{} says nothing; {}", Quoted(part), kAllowed));
    }
    if (key == "local" || key == "remote") {
      const bool local = key == "local";
      auto read = ReadEnd(value, local ? &out.local : &out.remote,
                          local ? &out.local_port : &out.remote_port);
      if (!read) return tl::unexpected(read.error());
    } else if (key == "job") {
      out.job = value;
    } else if (key == "user") {
      out.user = value;
    } else if (key == "direction" && (Lower(value).starts_with("in"))) {
      out.direction = "Inbound";
    } else if (key == "direction" && (Lower(value).starts_with("out"))) {
      out.direction = "Outbound";
    } else {
      return tl::unexpected(fmt::format("{} is not known; {}", Quoted(part), kAllowed));
    }
  }
  return out;
}

std::vector<const PolicyRule*> InOrder(const Policy& policy) {
  std::vector<const PolicyRule*> out;
  for (const PolicyRule& rule : policy.rules) out.push_back(&rule);
  std::ranges::stable_sort(out, [](const PolicyRule* a, const PolicyRule* b) {
    return a->priority != b->priority ? a->priority > b->priority : a->name < b->name;
  });
  return out;
}

std::string WhyNot(const PolicyRule& rule, const Connection& connection) {
  if (rule.unreadable) return "its conditions cannot be read";
  const std::string_view direction = rule.ValueOf("Direction");
  if (!connection.direction.empty() && !direction.empty() && direction != "Both" &&
      direction != connection.direction) {
    return fmt::format("its Direction is {}", direction);
  }
  for (const bool local : {true, false}) {
    const char* side = local ? "Local" : "Remote";
    const auto& ports = local ? rule.local_ports : rule.remote_ports;
    const auto& port = local ? connection.local_port : connection.remote_port;
    if (port && !AnyOverlap(ports, {Ports{*port, *port}}, PortsOverlap)) {
      return fmt::format("its {}PortRange is {}", side, Text(ports));
    }
    const auto& addresses = local ? rule.local : rule.remote;
    const auto& address = local ? connection.local : connection.remote;
    if (address && !AnyOverlap(addresses, {*address}, Overlap)) {
      return fmt::format("its {}Addr is {}", side, Text(addresses));
    }
  }
  if (!connection.job.empty() && !NameFits(rule.ValueOf("Jobname"), connection.job)) {
    return fmt::format("its Jobname is {}", rule.ValueOf("Jobname"));
  }
  if (!connection.user.empty() && !NameFits(rule.ValueOf("Userid"), connection.user)) {
    return fmt::format("its Userid is {}", rule.ValueOf("Userid"));
  }
  return "";
}

Match FindMatch(const Policy& policy, const Connection& connection) {
  Match out;
  for (const PolicyRule* rule : InOrder(policy)) {
    const std::string why = WhyNot(*rule, connection);
    if (why.empty() && out.rule == nullptr) {
      out.rule = rule;
      out.steps.push_back(fmt::format("{} (priority {}) fits{}: it is taken", rule->name,
                                      rule->priority,
                                      rule->timed ? " at the times it is for" : ""));
    } else if (why.empty()) {
      out.hidden.push_back(rule);
      out.steps.push_back(fmt::format(
          "{} (priority {}) fits, too, but {}", rule->name, rule->priority,
          rule->priority == out.rule->priority
              ? fmt::format("its name comes after {} and the priorities are equal", out.rule->name)
              : fmt::format("{} has a higher priority", out.rule->name)));
    } else if (out.rule == nullptr) {
      out.steps.push_back(
          fmt::format("{} (priority {}) does not fit: {}", rule->name, rule->priority, why));
    }
  }
  return out;
}

void LintOrder(const Policy& policy, Findings* findings) {
  const auto rules = InOrder(policy);
  const Neighbours neighbours(rules);
  for (size_t i = 0; i < rules.size(); ++i) {
    const PolicyRule& rule = *rules[i];
    if (rule.unreadable) continue;
    for (const size_t before : neighbours.Before(rules, i)) {
      const PolicyRule& first = *rules[before];
      if (first.unreadable) continue;
      if (Covers(first, rule)) {
        findings->push_back(
            {"shadowed-rule", Severity::kWarning, rule.line,
             fmt::format("no connection reaches TTLSRule {}: {} of line {} comes first{} and takes "
                         "all of them",
                         rule.name, first.name, first.line,
                         first.priority == rule.priority ? " by its name" : ""),
             fmt::format("give {} a Priority above {}, or narrower conditions to {}", rule.name,
                         first.priority, first.name)});
        break;
      }
      if (first.priority == rule.priority && RulesOverlap(first, rule)) {
        findings->push_back(
            {"rules-tie", Severity::kWarning, rule.line,
             fmt::format("TTLSRule {} and {} of line {} have priority {} and fit the same "
                         "connections; {} is taken for its name",
                         rule.name, first.name, first.line, rule.priority, first.name),
             "give the one that is meant a higher Priority"});
        break;
      }
    }
  }
}

}  // namespace shakedown::attls
