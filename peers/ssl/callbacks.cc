#include "peers/ssl/callbacks.h"

#include <algorithm>
#include <cstring>

#include "peers/ssl/library.h"
#include "peers/ssl/parsed.h"
#include "peers/ssl/peer.h"

namespace shakedown {
namespace {

void OnInfo(const SSL* ssl, int type, int value) {
  if ((type & SSL_CB_ALERT) == 0) return;
  if (SslPeer* peer = SslPeer::Of(ssl)) peer->NoteAlert((type & SSL_CB_WRITE) != 0, value);
}

void OnKeyLog(const SSL* ssl, const char* line) {
  SslPeer* peer = SslPeer::Of(ssl);
  if (peer != nullptr && peer->config().key_log != nullptr) peer->config().key_log->Line(line);
}

// Beside its hosts, a server knows the names in its own certificates.
bool KnowsName(const PeerConfig& config, std::string_view name) {
  for (const Identity& identity : config.identities) {
    const ParsedIdentity* parsed = Parsed(identity);
    if (parsed != nullptr &&
        X509_check_host(parsed->chain[0].get(), name.data(), name.size(), 0, nullptr) == 1) {
      return true;
    }
  }
  return false;
}

int OnServerName(SSL* ssl, int* alert, void*) {
  SslPeer* peer = SslPeer::Of(ssl);
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name != nullptr) peer->NoteServerName(name);
  const ServerNamePolicy policy = peer->config().capabilities->server_name_policy;
  const bool must_match =
      policy == ServerNamePolicy::kMatch || policy == ServerNamePolicy::kRequireMatch;
  const bool must_come =
      policy == ServerNamePolicy::kRequire || policy == ServerNamePolicy::kRequireMatch;
  const bool refused = name == nullptr
                           ? must_come
                           : must_match && !peer->is_host() && !KnowsName(peer->config(), name);
  if (!refused) return SSL_TLSEXT_ERR_OK;
  // RFC 8446 9.2, SHOULD, missing_extension: a server of TLS 1.3 that insists on a name and gets
  // none. RFC 6066 3, SHOULD, unrecognized_name: one that does not go on with the name it got;
  // before TLS 1.3 it also serves for a name that did not come, for which no RFC has an alert.
  *alert = name == nullptr && SSL_version(ssl) >= TLS1_3_VERSION ? SSL_AD_MISSING_EXTENSION
                                                                 : SSL_AD_UNRECOGNIZED_NAME;
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

int OnAlpn(SSL* ssl, const uint8_t** out, uint8_t* out_size, const uint8_t* offered,
           unsigned offered_size, void*) {
  const Capabilities& has = *SslPeer::Of(ssl)->config().capabilities;
  const std::string_view offer(reinterpret_cast<const char*>(offered), offered_size);
  for (const std::string& own : *has.alpn) {
    for (size_t at = 0; at < offer.size();) {
      const size_t size = static_cast<uint8_t>(offer[at]);
      if (offer.substr(at + 1, size) == own) {
        *out = offered + at + 1;
        *out_size = static_cast<uint8_t>(size);
        return SSL_TLSEXT_ERR_OK;
      }
      at += 1 + size;
    }
  }
  // RFC 7301 3.2, SHALL, no_application_protocol: the server supports none of what was offered.
  return has.alpn_required ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_NOACK;
}

int OnNewSession(SSL* ssl, SSL_SESSION* session) {
  SslPeer* peer = SslPeer::Of(ssl);
  if (peer == nullptr) return 0;
  if (peer->config().role == Role::kClient) {
    peer->NoteSession(SessionHandle(session));
    return 1;  // the reference is ours now
  }
  if (SessionStore* store = peer->config().sessions) {
    unsigned size = 0;
    const uint8_t* id = SSL_SESSION_get_id(session, &size);
    if (size != 0) store->Put(View(id, size), WriteSession(session));
  }
  return 0;
}

SSL_SESSION* OnGetSession(SSL* ssl, const uint8_t* id, int size, int* copy) {
  *copy = 0;
  SslPeer* peer = SslPeer::Of(ssl);
  if (peer == nullptr || peer->config().sessions == nullptr) return nullptr;
  const Bytes* kept = peer->config().sessions->Get(View(id, static_cast<size_t>(size)));
  return kept == nullptr ? nullptr : ReadSession(*kept, SSL_get_SSL_CTX(ssl)).release();
}

void OnRemoveSession(SSL_CTX*, SSL_SESSION* session) {
  SslPeer* peer = SslPeer::Current();
  if (peer == nullptr || peer->config().sessions == nullptr) return;
  unsigned size = 0;
  const uint8_t* id = SSL_SESSION_get_id(session, &size);
  peer->config().sessions->Remove(View(id, size));
}

// RFC 6066 8: the certificate status that was asked for did not come. Zero has the library send
// bad_certificate_status_response.
int OnStatus(SSL* ssl, void*) {
#ifdef OPENSSL_IS_BORINGSSL
  const uint8_t* response = nullptr;
  size_t size = 0;
  SSL_get0_ocsp_response(ssl, &response, &size);
  return size != 0 ? 1 : 0;
#else
  unsigned char* response = nullptr;
  return SSL_get_tlsext_status_ocsp_resp(ssl, &response) > 0 ? 1 : 0;
#endif
}

void SetServerCallbacks(SSL_CTX* ctx, const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  SSL_CTX_set_tlsext_servername_callback(ctx, OnServerName);
  if (has.alpn && !has.alpn->empty()) SSL_CTX_set_alpn_select_cb(ctx, OnAlpn, nullptr);
  if (config.sessions != nullptr && has.session_ids.value_or(true)) {
    SSL_CTX_sess_set_new_cb(ctx, OnNewSession);
    SSL_CTX_sess_set_get_cb(ctx, OnGetSession);
    SSL_CTX_sess_set_remove_cb(ctx, OnRemoveSession);
  }
  if (!config.hosts.empty() || NeedsChoice(config)) WatchClientHello(ctx);
}

// The host_name of a server_name extension's body, empty if there is none (RFC 6066 3).
std::string_view HostName(View extension) {
  if (extension.size() < 5 || extension[2] != TLSEXT_NAMETYPE_host_name) return {};
  const size_t size = static_cast<size_t>(extension[3]) << 8 | extension[4];
  if (size > extension.size() - 5) return {};
  return AsText(extension.subspan(5, size));
}

}  // namespace

void SetCallbacks(SSL_CTX* ctx, const PeerConfig& config) {
  SSL_CTX_set_info_callback(ctx, OnInfo);
  if (config.key_log != nullptr) SSL_CTX_set_keylog_callback(ctx, OnKeyLog);
  if (NeedsChoice(config)) SSL_CTX_set_cert_cb(ctx, ChooseIdentity, nullptr);
  if (config.role == Role::kServer) {
    SetServerCallbacks(ctx, config);
    return;
  }
  SSL_CTX_sess_set_new_cb(ctx, OnNewSession);
  if (config.capabilities->require_ocsp_staple) SSL_CTX_set_tlsext_status_cb(ctx, OnStatus);
}

bool OnClientHello(SSL* ssl, View server_name_extension, View suites) {
  SslPeer* peer = SslPeer::Of(ssl);
  if (peer == nullptr) return false;
  peer->NoteSuites(suites);
  return peer->SwitchTo(HostName(server_name_extension));
}

}  // namespace shakedown
