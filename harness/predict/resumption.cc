#include "harness/predict/resumption.h"

#include "harness/predict/common.h"
#include "harness/predict/selection.h"

namespace shakedown {
namespace {

bool UsesTickets(const Side& client, const Side& server) {
  return client.has.tickets.value_or(true) && server.has.tickets.value_or(true);
}

bool UsesSessionIds(const Side& client, const Side& server) {
  return client.has.session_ids.value_or(true) && server.has.session_ids.value_or(true);
}

}  // namespace

std::optional<Session> SessionOf(const Prediction& first, const Side& client, const Side& server) {
  if (first.outcome != OutcomeKind::kAgreed || !first.version || !first.cipher_suite) {
    return std::nullopt;
  }
  Session session;
  session.version = *first.version;
  session.suite = FactsOf(*first.cipher_suite);
  session.extended_master_secret = ExtendsMasterSecret(client, server);
  session.ticket = UsesTickets(client, server);
  session.server_name = client.sent_name;
  session.ticket_key = server.has.ticket_key;
  // RFC 8446 4.6.1: TLS 1.3 has tickets alone.
  const bool ids = session.version < ProtocolVersion::kTls13 && UsesSessionIds(client, server);
  if (!session.ticket && !ids) return std::nullopt;
  return session;
}

std::shared_ptr<const Side> Offering(std::shared_ptr<const Side> client, const Session& session) {
  if (!client->profile->Has(Trait::kNamesVersionOfSession) || client->versions.empty() ||
      session.version >= ProtocolVersion::kTls13) {
    return client;
  }
  auto shown = CopyOf(*client);
  shown->legacy_version = session.version;
  if (session.version < ProtocolVersion::kTls12) shown->schemes.clear();
  return shown;
}

bool IsKept(const Session& session, const Side& client, const Side& server) {
  const bool offered =
      client.Speaks(session.version) || (session.version < ProtocolVersion::kTls13 &&
                                         client.profile->Has(Trait::kNamesVersionOfSession));
  if (!offered) return false;
  if (!session.ticket) return UsesSessionIds(client, server);
  return UsesTickets(client, server) && session.ticket_key == server.has.ticket_key;
}

bool ExtendsMasterSecret(const Side& client, const Side& server) {
  return client.has.extended_master_secret.value_or(true) &&
         server.has.extended_master_secret.value_or(true);
}

const SuiteFacts* SuiteForSession(const Session& session, const Side& client, const Side& server) {
  const auto fits = [&](const SuiteFacts& suite) {
    return suite.tls13 && suite.sha384 == session.suite.sha384;
  };
  if (!server.profile->Has(Trait::kSuiteFollowsSession)) {
    const SuiteFacts* suite = SelectTls13Suite(client, server);
    return suite != nullptr && fits(*suite) ? suite : nullptr;
  }
  const auto& order = TakesOwnTls13Suite(server) ? server.suites : client.suites;
  const auto& other = TakesOwnTls13Suite(server) ? client.suites : server.suites;
  for (const SuiteFacts& suite : order) {
    if (fits(suite) && Holds(other, suite.suite)) return &suite;
  }
  return nullptr;
}

}  // namespace shakedown
