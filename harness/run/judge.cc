#include "harness/run/judge.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown {
namespace {

std::string Named(AlertDescription alert) {
  return fmt::format("{} ({})", static_cast<int>(alert), NameOf(alert));
}

std::string Quoted(const std::string& text) {
  return text.empty() ? std::string("none") : '"' + text + '"';
}

std::string Text(const std::string& value) { return Quoted(value); }
std::string Text(bool value) { return value ? "yes" : "no"; }
std::string Text(const std::vector<std::string>& list) {
  return fmt::format("[{}]", fmt::join(list, ", "));
}
template <typename T>
requires std::is_enum_v<T> std::string Text(T value) { return NameOf(value); }
template <typename T>
std::string Text(const std::optional<T>& value) {
  return value ? Text(*value) : std::string("none");
}

// "refused by the server, alert 40 (handshake_failure), cause no_common_group".
std::string Summary(const Observation& seen) {
  std::string text = NameOf(seen.kind);
  if (seen.by) text += fmt::format(" by the {}", NameOf(*seen.by));
  if (seen.alert) text += fmt::format(", alert {}", Named(seen.alert->description));
  if (!seen.cause.empty()) text += ", cause " + seen.cause;
  if (!seen.why.empty()) text += ": " + seen.why;
  for (Role role : {Role::kClient, Role::kServer}) {
    const NativeError& error = seen.side(role).error;
    if (seen.kind == OutcomeKind::kAgreed || (error.code == 0 && error.symbol.empty())) continue;
    text += fmt::format("; {} says {}", seen.side(role).stack,
                        error.symbol.empty() ? error.text : error.symbol);
  }
  return text;
}

std::string Summary(const Expectation& expect) {
  std::string text = NameOf(*expect.outcome);
  if (expect.by) text += fmt::format(" by the {}", NameOf(*expect.by));
  if (expect.alert) text += fmt::format(", alert {}", Named(*expect.alert));
  if (expect.cause && !expect.cause->empty()) text += ", cause " + *expect.cause;
  return text;
}

std::vector<std::string> Sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  return list;
}

class Judgement {
 public:
  Judgement(const Expectation& expect, const Played& played, std::span<const SystemCode> codes)
      : expect_(expect), seen_(played.seen), played_(played), codes_(codes) {}

  std::vector<std::string> Reasons() {
    if (expect_.outcome && *expect_.outcome != seen_.kind) {
      Say("outcome: expected {}, saw {}", Summary(expect_), Summary(seen_));
    } else if (seen_.kind != OutcomeKind::kCrashed && seen_.kind != OutcomeKind::kInexpressible) {
      Refusal();
      Agreement();
      Codes();
    }
    UnexpectedAlerts();
    reasons_.insert(reasons_.end(), played_.problems.begin(), played_.problems.end());
    return std::move(reasons_);
  }

 private:
  template <typename... Args>
  void Say(fmt::format_string<Args...> format, Args&&... args) {
    reasons_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  template <typename E, typename S>
  void Compare(const char* field, const std::optional<E>& expected, const S& saw) {
    if (expected && saw != *expected) {
      Say("{}: expected {}, saw {}", field, Text(*expected), Text(saw));
    }
  }

  void Refusal() {
    Compare("by", expect_.by, seen_.by);
    if (expect_.alert && (!seen_.alert || seen_.alert->description != *expect_.alert)) {
      Say("alert: expected {}{}, saw {}", Named(*expect_.alert),
          expect_.by ? fmt::format(" from the {}", NameOf(*expect_.by)) : "",
          seen_.alert ? Named(seen_.alert->description) : "none");
    } else {
      Reception();
    }
    Compare("cause", expect_.cause, seen_.cause);
    Compare("phase", expect_.phase, seen_.phase);
  }

  // What the other side of the refusal was given.
  void Reception() {
    const std::optional<Role> by = expect_.by ? expect_.by : seen_.by;
    if (!by || (!expect_.alert && !expect_.alert_received && !expect_.alert_lost)) return;
    std::vector<Alert> got = seen_.side(Other(*by)).alerts_received;
    std::erase_if(got, [](auto& a) { return a.description == AlertDescription::kCloseNotify; });
    const std::string saw = got.empty() ? "none" : Named(got.front().description);
    const char* side = NameOf(Other(*by));
    if (expect_.alert_lost) {
      if (!got.empty()) Say("alert received by the {}: expected none, saw {}", side, saw);
      return;
    }
    const AlertDescription expected =
        expect_.alert_received ? *expect_.alert_received : *expect_.alert;
    const bool came = std::any_of(got.begin(), got.end(),
                                  [&](auto& alert) { return alert.description == expected; });
    if (!came) Say("alert received by the {}: expected {}, saw {}", side, Named(expected), saw);
  }

  void Agreement() {
    const Negotiated& n = seen_.negotiated;
    Compare("version", expect_.version, n.version);
    Compare("cipher suite", expect_.cipher_suite, n.cipher_suite);
    Compare("group", expect_.group, n.group);
    Compare("signature scheme", expect_.signature_scheme, n.signature_scheme);
    Compare("client signature scheme", expect_.client_signature_scheme, n.client_signature_scheme);
    Compare("ALPN", expect_.alpn, n.alpn);
    Compare("resumed", expect_.resumed, n.resumed);
    Compare("HelloRetryRequest", expect_.hello_retry_request, n.hello_retry_request);
    Compare("ticket", expect_.ticket, seen_.client.ticket_received);
    Compare("server identity", expect_.server_identity, seen_.client.peer_identity);
    Compare("client identity", expect_.client_identity, seen_.server.peer_identity);
    Compare("server key", expect_.server_key, played_.server_key);
    Compare("client key", expect_.client_key, played_.client_key);
    Compare("server name", expect_.server_name, seen_.server.server_name);
    // RFC 8446 4.2.4: the list of authorities has no order that means anything.
    if (expect_.ca_names && Sorted(*expect_.ca_names) != Sorted(seen_.client.ca_names)) {
      Say("CA names: expected {}, saw {}", Text(*expect_.ca_names), Text(seen_.client.ca_names));
    }
  }

  void Codes() {
    for (const auto& [system, expected] : expect_.codes) {
      if (ShowsCode(codes_, system, expected)) continue;
      std::vector<std::string> shown;
      for (const SystemCode& code : codes_) {
        if (code.system == system) shown.push_back(fmt::format("{} ({})", code.code, code.text));
      }
      Say("codes: expected {} to show {}, known is {}", system, Quoted(expected),
          shown.empty() ? std::string("nothing") : fmt::format("{}", fmt::join(shown, "; ")));
    }
  }

  bool Allowed(Role from, const Alert& alert) const {
    if (alert.description == AlertDescription::kCloseNotify) return true;
    // The one that refused is judged as such. An echo is the same alert from the other side.
    if (seen_.alert && alert.description == seen_.alert->description) {
      const bool refusal = seen_.by == from && alert == *seen_.alert;
      if (refusal || expect_.alert == alert.description) return true;
    }
    return std::find(expect_.also.begin(), expect_.also.end(), alert) != expect_.also.end();
  }

  void UnexpectedAlerts() {
    for (Role role : {Role::kClient, Role::kServer}) {
      for (const Alert& alert : seen_.side(role).alerts_sent) {
        if (Allowed(role, alert)) continue;
        Say("alert: the {} sent an unexpected {} {}", NameOf(role),
            alert.level == AlertLevel::kWarning ? "warning" : "alert", Named(alert.description));
      }
    }
  }

  const Expectation& expect_;
  const Observation& seen_;
  const Played& played_;
  std::span<const SystemCode> codes_;
  std::vector<std::string> reasons_;
};

template <typename T>
void Lay(const std::optional<T>& over, std::optional<T>* base) {
  if (over) *base = over;
}

}  // namespace

std::vector<std::string> Judge(const Expectation& expect, const Played& played,
                               std::span<const SystemCode> codes) {
  return Judgement(expect, played, codes).Reasons();
}

Expectation LayOver(const Expectation& base, const Expectation& over) {
  Expectation e = base;
  if (over.outcome && base.outcome && *over.outcome != *base.outcome) {
    e = {};
    e.also = base.also;
  }
  if (over.alert && over.alert != base.alert) {
    e.alert_received.reset();
    e.alert_lost = false;
  }
  Lay(over.outcome, &e.outcome);
  Lay(over.by, &e.by);
  Lay(over.alert, &e.alert);
  Lay(over.alert_received, &e.alert_received);
  if (over.alert_received) e.alert_lost = false;
  if (over.alert_lost) {
    e.alert_lost = true;
    e.alert_received.reset();
  }
  Lay(over.cause, &e.cause);
  Lay(over.phase, &e.phase);
  Lay(over.version, &e.version);
  Lay(over.cipher_suite, &e.cipher_suite);
  Lay(over.group, &e.group);
  Lay(over.signature_scheme, &e.signature_scheme);
  Lay(over.client_signature_scheme, &e.client_signature_scheme);
  Lay(over.alpn, &e.alpn);
  Lay(over.resumed, &e.resumed);
  Lay(over.hello_retry_request, &e.hello_retry_request);
  Lay(over.ticket, &e.ticket);
  Lay(over.server_identity, &e.server_identity);
  Lay(over.client_identity, &e.client_identity);
  Lay(over.server_key, &e.server_key);
  Lay(over.client_key, &e.client_key);
  Lay(over.ca_names, &e.ca_names);
  Lay(over.server_name, &e.server_name);
  if (!over.also.empty()) e.also = over.also;
  for (const auto& [system, code] : over.codes) e.codes[system] = code;
  return e;
}

}  // namespace shakedown
