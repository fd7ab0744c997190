#include "peers/gnutls/key_log.h"

#include <fmt/format.h>

#include "peers/gnutls/peer.h"

namespace shakedown::gnutls {

int LogSecret(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  KeyLog* log = GnutlsPeer::Of(session)->config().key_log;
  if (log == nullptr) return 0;
  gnutls_datum_t client_random{}, server_random{};
  gnutls_session_get_random(session, &client_random, &server_random);
  log->Line(fmt::format("{} {} {}", label, ToHex(AsView(client_random)), ToHex(AsView(*secret))));
  return 0;
}

bool LogResumedMasterSecret(gnutls_session_t session) {
  if (!gnutls_session_is_resumed(session)) return false;
  if (gnutls_protocol_get_version(session) >= GNUTLS_TLS1_3) return true;  // logs by itself
  gnutls_datum_t secret{};
  gnutls_session_get_master_secret(session, &secret);
  LogSecret(session, "CLIENT_RANDOM", &secret);
  return true;
}

}  // namespace shakedown::gnutls
