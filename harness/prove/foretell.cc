#include "harness/prove/foretell.h"

#include <algorithm>

#include "harness/model/effective.h"
#include "harness/predict/judge_chain.h"

namespace shakedown {
namespace {

bool HasFiles(const Capabilities& side) {
  const auto from_file = [](const CertificateSpec& spec) { return !spec.chain_file.empty(); };
  return std::ranges::any_of(side.certificates, from_file) ||
         std::ranges::any_of(side.hosts, [&](const VirtualHost& host) {
           return std::ranges::any_of(host.capabilities.certificates, from_file);
         });
}

// What the other side says before it hears how it ended. A server may have sent its hello and its
// certificate before it finds that it cannot go on; what the client says of them crosses what the
// server says. And of one that just closes, some complain.
std::vector<Alert> CrossingAlerts(const Foretold& foretold) {
  std::vector<Alert> alerts;
  if (foretold.client == nullptr || foretold.server == nullptr) return alerts;
  const Prediction& prediction = foretold.prediction;
  const auto add = [&](CauseId cause, Role by) {
    const auto version = prediction.version.value_or(ProtocolVersion::kTls13);
    const Side& side = by == Role::kClient ? *foretold.client : *foretold.server;
    const auto alert = side.profile->AlertFor(cause, by, version).alert;
    if (alert) alerts.push_back({AlertLevel::kFatal, *alert});
  };
  if (prediction.outcome == OutcomeKind::kClosed && prediction.by) {
    add(CauseId::kPeerClosedNoAlert, Other(*prediction.by));
  }
  if (prediction.by != Role::kServer) return alerts;
  if (prediction.version && !foretold.client->Speaks(*prediction.version)) {
    add(CauseId::kVersionMismatch, Role::kClient);
  }
  for (const ChainFacts& chain : foretold.server->chains) {
    const ChainVerdict verdict = JudgeChain(chain, *foretold.client);
    if (verdict.cause == CauseId::kNone) continue;
    add(verdict.answered_as == CauseId::kNone ? verdict.cause : verdict.answered_as, Role::kClient);
  }
  return alerts;
}

}  // namespace

std::string_view BeyondRules(const Scenario& scenario, bool files_are_read) {
  if (!scenario.link.empty()) return "a fault on the link";
  for (const Capabilities* side : {&scenario.client, &scenario.server}) {
    if (!side->script.empty() || side->stack == "script") return "a script in place of a stack";
    if (side->security_level.value_or(0) > kHighestLevelWithRules) return "security_level above 2";
    if (!files_are_read && HasFiles(*side)) return "certificates from files";
  }
  return "";
}

Foretold Foretell(const Case& one, const Profiles& profiles) {
  Foretold out;
  const Scenario& scenario = *one.scenario;
  out.prediction.beyond_rules = BeyondRules(scenario, false);
  if (one.client == nullptr || one.server == nullptr) {
    out.prediction.beyond_rules = "a script in place of a stack";
    return out;
  }
  if (!out.prediction.beyond_rules.empty()) return out;
  const StackProfile* client = profiles.Find(one.client->info().name);
  const StackProfile* server = profiles.Find(one.server->info().name);
  if (client == nullptr || server == nullptr) {
    out.prediction.beyond_rules = "a stack without a profile";
    return out;
  }
  if (!HasLevelOf(scenario.client, *client) || !HasLevelOf(scenario.server, *server)) {
    out.prediction.beyond_rules = kLevelWithoutRules;
    return out;
  }
  const auto meet = [&](const Capabilities& offers, const Capabilities& accepts,
                        const Session* session) {
    out.client = MakeSide(Effective(offers, accepts, Role::kClient, false), Role::kClient, *client);
    out.server = MakeSide(Effective(accepts, offers, Role::kServer, false), Role::kServer, *server);
    if (session != nullptr) out.client = Offering(out.client, *session);
    out.prediction = Predict(*out.client, *out.server, session);
  };
  meet(scenario.client, scenario.server, nullptr);
  if (!scenario.resume || out.prediction.outcome != OutcomeKind::kAgreed) return out;
  const Foretold first = out;  // the session's views are of its sides
  const auto session = SessionOf(first.prediction, *first.client, *first.server);
  meet(scenario.resume_client, scenario.resume_server, session ? &*session : nullptr);
  return out;
}

Expectation ExpectationOf(const Foretold& foretold) {
  const Prediction& prediction = foretold.prediction;
  Expectation out;
  out.outcome = prediction.outcome;
  out.by = prediction.by;
  out.alert = prediction.alert;
  if (prediction.cause != CauseId::kNone) out.cause = std::string(KeyOf(prediction.cause));
  out.version = prediction.version;
  out.cipher_suite = prediction.cipher_suite;
  out.group = prediction.group;
  out.signature_scheme = prediction.signature_scheme;
  out.client_signature_scheme = prediction.client_signature_scheme;
  if (!prediction.alpn.empty()) out.alpn = std::string(prediction.alpn);
  out.hello_retry_request = prediction.hello_retry_request;
  out.resumed = prediction.resumed;
  out.also = CrossingAlerts(foretold);
  return out;
}

}  // namespace shakedown
