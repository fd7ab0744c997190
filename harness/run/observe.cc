#include "harness/run/observe.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/run/certificate_name.h"

namespace shakedown {
namespace {

constexpr Role kRoles[] = {Role::kClient, Role::kServer};

bool IsFatal(const WireAlert& alert, const WireFacts& facts) {
  if (alert.description == AlertDescription::kCloseNotify) return false;
  if (alert.level == AlertLevel::kFatal) return true;
  // RFC 8446 6: in TLS 1.3 the level can be left out of account; all alerts but close_notify and
  // user_canceled are errors.
  return facts.version == ProtocolVersion::kTls13 &&
         alert.description != AlertDescription::kUserCanceled;
}

std::vector<Alert> AlertsFrom(Role role, const WireFacts& facts) {
  std::vector<Alert> alerts;
  for (const WireAlert& alert : facts.alerts) {
    if (alert.from == role) alerts.push_back({alert.level, alert.description});
  }
  return alerts;
}

const WireAlert* FirstFatal(const WireFacts& facts) {
  const auto found = std::find_if(facts.alerts.begin(), facts.alerts.end(),
                                  [&](const WireAlert& alert) { return IsFatal(alert, facts); });
  return found == facts.alerts.end() ? nullptr : &*found;
}

bool HasFatalFrom(Role role, const WireFacts& facts) {
  return std::any_of(facts.alerts.begin(), facts.alerts.end(), [&](const WireAlert& alert) {
    return alert.from == role && IsFatal(alert, facts);
  });
}

// The alert of a side whose last records no key opens: the library's word is all there is.
std::optional<Alert> HiddenAlert(Role role, const Witness& witness) {
  const auto& said = witness.report(role).alert_sent;
  const bool hidden = witness.sent->unopened_records[static_cast<size_t>(role)] > 0 &&
                      AlertsFrom(role, *witness.sent).empty();
  if (!hidden || !said || said->description == AlertDescription::kCloseNotify) return std::nullopt;
  return said;
}

void Conclude(const Witness& witness, Observation* seen) {
  const PlayResult& play = *witness.play;
  if (!play.runaway.empty()) {
    seen->kind = OutcomeKind::kCrashed;
    seen->why = play.runaway;
    return;
  }
  if (play.fips_stop) {
    seen->kind = OutcomeKind::kClosed;
    seen->by = play.fips_stop;
    return;
  }
  const WireAlert* fatal = FirstFatal(*witness.sent);
  const std::optional<Role> quitter = play.cut_from ? play.cut_from : play.first_failed;
  // What a side says when its connection has ended is not why it ended.
  const bool answered_end = play.cut_from && quitter && play.side(*quitter).spoke_at_end;
  if (quitter && (answered_end || !HasFatalFrom(*quitter, *witness.sent))) {
    const auto hidden = HiddenAlert(*quitter, witness);
    if (hidden) {
      seen->kind = OutcomeKind::kRefused;
      seen->by = quitter;
      seen->alert = hidden;
      return;
    }
    if (fatal == nullptr || play.side(fatal->from).spoke_at_end) {
      seen->kind = OutcomeKind::kClosed;
      seen->by = quitter;
      return;
    }
  }
  if (fatal != nullptr) {
    seen->kind = OutcomeKind::kRefused;
    seen->by = fatal->from;
    seen->alert = Alert{fatal->level, fatal->description};
    return;
  }
  seen->kind = play.stalled() ? OutcomeKind::kStalled : OutcomeKind::kAgreed;
}

// The last handshake message that `role` was given. A side that gives up is given nothing more, so
// it is the last of all that came.
std::string PhaseOf(Role role, const WireFacts& delivered) {
  for (auto message = delivered.messages.rbegin(); message != delivered.messages.rend();
       ++message) {
    if (message->from != role) return NameOf(message->type);
  }
  return "start";
}

// Compares what one stack reports with the wire, and fills what the wire does not show.
class Comparison {
 public:
  Comparison(const Witness& witness, Played* played) : witness_(witness), played_(*played) {}

  void All() {
    const WireFacts& wire = *witness_.sent;
    Negotiated& n = played_.seen.negotiated;
    Field("version", wire.version, &Negotiated::version, &n.version);
    Field("cipher suite", wire.cipher_suite, &Negotiated::cipher_suite, &n.cipher_suite);
    Field("group", wire.group, &Negotiated::group, &n.group);
    Field("signature scheme", wire.server_signature, &Negotiated::signature_scheme,
          &n.signature_scheme);
    Field("client signature scheme", wire.client_signature, &Negotiated::client_signature_scheme,
          &n.client_signature_scheme);
    Alpn();
    n.hello_retry_request = wire.hello_retry_request;
    n.resumed = wire.resumed;
    for (Role role : kRoles) {
      const bool said = witness_.report(role).negotiated.resumed;
      if (Counts(role) && said != wire.resumed) {
        Problem(role, "resumption", said ? "yes" : "no", wire.resumed ? "yes" : "no");
      }
    }
    Leaf(Role::kClient, wire.server_chain);
    Leaf(Role::kServer, wire.client_chain);
  }

 private:
  // Only a stack that has completed can be held to what it reports.
  bool Counts(Role role) const {
    return played_.seen.side(role).complete && !played_.seen.side(role).stack.empty() &&
           played_.seen.side(role).stack != "script";
  }

  void Problem(Role role, const char* what, const std::string& said, const std::string& wire) {
    played_.problems.push_back(fmt::format("{}: {} ({}) reports {}, the wire shows {}", what,
                                           played_.seen.side(role).stack, NameOf(role), said,
                                           wire));
  }

  template <typename T>
  void Field(const char* what, const std::optional<T>& wire, std::optional<T> Negotiated::*reported,
             std::optional<T>* out) {
    *out = wire;
    for (Role role : kRoles) {
      const std::optional<T>& said = witness_.report(role).negotiated.*reported;
      if (!Counts(role) || !said) continue;
      if (wire && *said != *wire) Problem(role, what, NameOf(*said), NameOf(*wire));
      if (!wire && !*out) *out = said;
      if (!wire && **out != *said) out->reset();  // they do not say it alike
    }
  }

  void Alpn() {
    const std::optional<std::string>& wire = witness_.sent->alpn;
    std::string& out = played_.seen.negotiated.alpn;
    if (wire) out = *wire;
    for (Role role : kRoles) {
      const std::string& said = witness_.report(role).negotiated.alpn;
      if (!Counts(role)) continue;
      if (wire && said != *wire) Problem(role, "ALPN", '"' + said + '"', '"' + *wire + '"');
      if (!wire && out.empty()) out = said;
    }
  }

  void Leaf(Role seen_by, const std::vector<Bytes>& chain) {
    const Bytes& said = witness_.report(seen_by).peer_leaf;
    const Bytes& leaf = chain.empty() ? said : chain.front();
    if (!leaf.empty()) played_.seen.side(seen_by).peer_identity = HolderName(leaf);
    if (Counts(seen_by) && !chain.empty() && !said.empty() && said != chain.front()) {
      Problem(seen_by, "certificate", HolderName(said) + " of other bytes", HolderName(leaf));
    }
  }

  const Witness& witness_;
  Played& played_;
};

}  // namespace

Played Observe(const Witness& witness) {
  Played played;
  Observation& seen = played.seen;
  for (Role role : kRoles) {
    SideObservation& side = seen.side(role);
    const SideEnd& end = witness.play->side(role);
    side.stack = role == Role::kClient ? witness.client_stack : witness.server_stack;
    const bool stopped = witness.play->fips_stop == role;
    side.complete = end.progress == Progress::kComplete && !stopped;
    side.failed = end.progress == Progress::kFailed || stopped;
    side.alerts_sent = AlertsFrom(role, *witness.sent);
    side.alerts_received = AlertsFrom(Other(role), *witness.delivered);
    side.error = witness.report(role).error;
    side.negotiated = witness.report(role).negotiated;
  }
  for (Role role : kRoles) {
    if (const auto hidden = HiddenAlert(role, witness)) {
      seen.side(role).alerts_sent.push_back(*hidden);
      const auto& told = witness.report(Other(role)).alert_received;
      if (told) seen.side(Other(role)).alerts_received.push_back(*told);
    }
  }
  Conclude(witness, &seen);
  if (seen.by) seen.phase = PhaseOf(*seen.by, *witness.delivered);
  Comparison(witness, &played).All();

  const auto& hello = witness.sent->client_hello;
  seen.server.server_name =
      hello && hello->server_name ? *hello->server_name : witness.server.server_name;
  seen.client.ticket_received = witness.sent->ticket;
  return played;
}

}  // namespace shakedown
