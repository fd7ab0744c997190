#include "harness/diagnose/selection_cause.h"

#include <algorithm>

#include "harness/predict/hello_side.h"
#include "harness/predict/selection.h"

namespace shakedown {
namespace {

// What the RFCs say stands in for a stack that is not known.
const StackProfile& ProfileOf(const std::string& stack, const Profiles& profiles) {
  static const StackProfile kNone;
  if (const StackProfile* found = profiles.Find(stack)) return *found;
  const StackProfile* rfc = profiles.Find("rfc");
  return rfc == nullptr ? kNone : *rfc;
}

const std::string& StackOf(Role role, const Evidence& evidence) {
  return evidence.by == role ? evidence.stack : evidence.other_stack;
}

// The client of the hello, with what its FIPS mode withheld.
std::shared_ptr<Side> ClientSide(const Evidence& evidence, const Profiles& profiles) {
  auto client = SideOfHello(*evidence.facts->client_hello, ProfileOf("", profiles));
  if (evidence.client == nullptr || evidence.client->fips != Fips::kOn) return client;
  const auto asked = MakeSide(*evidence.client, Role::kClient,
                              ProfileOf(StackOf(Role::kClient, evidence), profiles));
  client->fips = true;
  client->asked_suites = asked->asked_suites;
  client->asked_groups = asked->asked_groups;
  return client;
}

}  // namespace

std::string ServerSelectionCause(const Evidence& evidence, SelectionMatter matter,
                                 const Profiles& profiles) {
  if (evidence.facts == nullptr || !evidence.facts->client_hello || evidence.server == nullptr) {
    return "";
  }
  const auto client = ClientSide(evidence, profiles);
  const auto whole = MakeSide(*evidence.server, Role::kServer, ProfileOf(evidence.stack, profiles));
  const Side& server = AnsweringHost(*client, *whole);
  if (matter == SelectionMatter::kGroup) return std::string(KeyOf(WhyNoGroup(*client, server)));
  const auto version = SelectVersion(*client, *whole);
  if (!version) return std::string(KeyOf(CauseId::kVersionMismatch));
  if (matter == SelectionMatter::kAnything) {
    return std::string(KeyOf(WhyNothing(*client, server, *version)));
  }
  if (server.chains.empty()) return std::string(KeyOf(CauseId::kNoLocalCertificate));
  if (*version < ProtocolVersion::kTls12) {
    // BoringSSL sees only when it signs that EdDSA keys cannot in such a version; OpenSSL speaks of
    // signatures where the version has no list of them.
    const CauseId why = WhyNothing(*client, server, *version);
    return std::string(
        KeyOf(why == CauseId::kCertTypeNotUsableWithCipher ? why : CauseId::kVersionMismatch));
  }
  if (client->schemes.empty()) {
    const CauseId why = WhyNothing(*client, server, *version);
    return why == CauseId::kMissingMandatoryExtension ? std::string(KeyOf(why)) : "";
  }
  return std::string(KeyOf(WhyNoSchemeServes(*client, server, *version)));
}

std::string ClientSignatureCause(const Evidence& evidence, const Profiles& profiles) {
  if (evidence.facts == nullptr || evidence.client == nullptr ||
      evidence.client->certificates.empty()) {
    return "";
  }
  const ProtocolVersion version = evidence.facts->version.value_or(ProtocolVersion::kTls12);
  Side server;
  server.schemes = evidence.facts->request_schemes;
  // A request that is not well formed shows none of its schemes.
  if (server.schemes.empty() && version >= ProtocolVersion::kTls12 && evidence.server != nullptr) {
    server.schemes = evidence.server->signature_schemes.value_or(server.schemes);
  }
  if (server.schemes.empty()) return "";
  const auto client = MakeSide(*evidence.client, Role::kClient,
                               ProfileOf(StackOf(Role::kClient, evidence), profiles));
  return std::string(KeyOf(WhyNoClientSignature(*client, server, version)));
}

}  // namespace shakedown
