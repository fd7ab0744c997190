// What a GnuTLS peer says of itself afterwards.
#include <string>

#include "peers/gnutls/algorithms.h"
#include "peers/gnutls/peer.h"
#include "peers/gnutls/resumption.h"

namespace shakedown::gnutls {
namespace {

// GnuTLS names a suite by its parts; the number is in its table.
std::optional<CipherSuite> SuiteOf(gnutls_session_t session, ProtocolVersion version) {
  const bool tls13 = version == ProtocolVersion::kTls13;
  const auto kx = tls13 ? GNUTLS_KX_UNKNOWN : gnutls_kx_get(session);
  for (const SuiteParts& parts : AllSuites()) {
    if (parts.key_exchange == kx && parts.cipher == gnutls_cipher_get(session) &&
        parts.mac == gnutls_mac_get(session) && IsTls13Suite(parts.suite) == tls13) {
      return parts.suite;
    }
  }
  return std::nullopt;
}

std::optional<SignatureScheme> SchemeOf(int algorithm) {
  if (algorithm <= 0) return std::nullopt;
  return FromLibrary(static_cast<gnutls_sign_algorithm_t>(algorithm));
}

Negotiated NegotiatedIn(gnutls_session_t session) {
  Negotiated agreed;
  agreed.version = FromLibrary(gnutls_protocol_get_version(session));
  if (!agreed.version) return agreed;
  agreed.cipher_suite = SuiteOf(session, *agreed.version);
  agreed.resumed = gnutls_session_is_resumed(session) != 0;
  // A resumed session before TLS 1.3 remembers a group and signatures that were not used again.
  if (!agreed.resumed || *agreed.version == ProtocolVersion::kTls13) {
    agreed.group = FromLibrary(gnutls_group_get(session));
  }
  if (!agreed.resumed && *agreed.version >= ProtocolVersion::kTls12) {
    agreed.signature_scheme = SchemeOf(gnutls_sign_algorithm_get(session));
    agreed.client_signature_scheme = SchemeOf(gnutls_sign_algorithm_get_client(session));
  }
  gnutls_datum_t protocol{};
  if (gnutls_alpn_get_selected_protocol(session, &protocol) == 0) {
    agreed.alpn = AsText(AsView(protocol));
  }
  return agreed;
}

}  // namespace

PeerReport GnutlsPeer::Report() const {
  PeerReport report;
  report.error = error_;
  gnutls_session_t session = session_.get();
  if (progress_ == Progress::kComplete) report.negotiated = NegotiatedIn(session);
  report.negotiated.hello_retry_request = hello_retry_request_;
  unsigned count = 0;
  const gnutls_datum_t* peers = gnutls_certificate_get_peers(session, &count);
  if (peers != nullptr && count > 0) {
    const View leaf = AsView(peers[0]);
    report.peer_leaf.assign(leaf.begin(), leaf.end());
  }
  report.server_name = server_name_;
  report.alert_sent = alert_sent_;
  report.alert_received = alert_received_;
  return report;
}

Bytes GnutlsPeer::Session() const {
  if (config_.role != Role::kClient || progress_ != Progress::kComplete) return {};
  return SessionToOffer(session_.get(), *own_.capabilities);
}

}  // namespace shakedown::gnutls
