#include "peers/gnutls/server_names.h"

#include <strings.h>

#include <optional>
#include <string>

#include "harness/wire/client_hello.h"
#include "peers/gnutls/peer.h"

namespace shakedown::gnutls {
namespace {

std::string ReceivedName(gnutls_session_t session) {
  char name[256];
  size_t size = sizeof name;
  unsigned type = 0;
  if (gnutls_server_name_get(session, name, &size, &type, 0) < 0) return "";
  return name;
}

// A server knows the names of its hosts and those in its own certificates.
bool CertificateHas(const Identity& identity, const std::string& name) {
  gnutls_x509_crt_t handle = nullptr;
  if (identity.chain.empty() || gnutls_x509_crt_init(&handle) < 0) return false;
  const Certificate leaf(handle);
  const gnutls_datum_t der = Borrow(identity.chain.front());
  return gnutls_x509_crt_import(handle, &der, GNUTLS_X509_FMT_DER) == 0 &&
         gnutls_x509_crt_check_hostname(handle, name.c_str()) != 0;
}

int NoteNameInHello(void* name, unsigned type, const unsigned char* data, unsigned size) {
  if (ExtensionType{static_cast<uint16_t>(type)} != ExtensionType::kServerName) return 0;
  // What does not parse is for the library to refuse.
  *static_cast<std::string*>(name) = AsText(HostNameIn({data, size}));
  return 0;
}

std::optional<size_t> HostNamed(const PeerConfig& config, const std::string& name) {
  for (size_t i = 0; i < config.hosts.size(); ++i) {
    if (strcasecmp(config.hosts[i].name.c_str(), name.c_str()) == 0) return i;
  }
  return std::nullopt;
}

}  // namespace

int OnHandshakeMessage(gnutls_session_t session, unsigned type, unsigned, unsigned incoming,
                       const gnutls_datum_t* message) {
  GnutlsPeer* peer = GnutlsPeer::Of(session);
  if (type == GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST) peer->NoteHelloRetryRequest();
  if (type != GNUTLS_HANDSHAKE_CLIENT_HELLO || !incoming) return 0;
  std::string name;
  gnutls_ext_raw_parse(&name, NoteNameInHello, message, GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO);
  return peer->BeginServer(HostNamed(peer->config(), name));
}

int JudgeServerName(gnutls_session_t session) {
  GnutlsPeer* peer = GnutlsPeer::Of(session);
  const PeerConfig& config = peer->config();
  const std::string name = ReceivedName(session);
  peer->NoteServerName(name);

  const ServerNamePolicy policy = config.capabilities->server_name_policy;
  if (name.empty()) {
    const bool must_come =
        policy == ServerNamePolicy::kRequire || policy == ServerNamePolicy::kRequireMatch;
    if (!must_come) return 0;
    // RFC 8446 9.2, SHOULD, missing_extension. No RFC has an alert for it before TLS 1.3.
    return gnutls_protocol_get_version(session) == GNUTLS_TLS1_3 ? GNUTLS_E_MISSING_EXTENSION
                                                                 : GNUTLS_E_UNRECOGNIZED_NAME;
  }
  const bool must_match =
      policy == ServerNamePolicy::kMatch || policy == ServerNamePolicy::kRequireMatch;
  if (!must_match || HostNamed(config, name)) return 0;
  for (const Identity& identity : config.identities) {
    if (CertificateHas(identity, name)) return 0;
  }
  // RFC 6066 3, SHOULD, unrecognized_name: a server that does not go on without the name.
  return GNUTLS_E_UNRECOGNIZED_NAME;
}

void RequestClientCertificate(gnutls_session_t session, ClientAuth wanted) {
  gnutls_certificate_server_set_request(session,
                                        wanted == ClientAuth::kRequire   ? GNUTLS_CERT_REQUIRE
                                        : wanted == ClientAuth::kRequest ? GNUTLS_CERT_REQUEST
                                                                         : GNUTLS_CERT_IGNORE);
}

}  // namespace shakedown::gnutls
