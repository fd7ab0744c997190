#include "peers/ssl/context.h"

#include <list>
#include <unordered_map>
#include <utility>

#include "peers/ssl/callbacks.h"
#include "peers/ssl/library.h"
#include "peers/ssl/parsed.h"

namespace shakedown {
namespace {

// RFC 5077 leaves the key's form to the server: BoringSSL takes name, HMAC key and AES key of 16
// bytes each; OpenSSL takes 16, 32 and 32.
#ifdef OPENSSL_IS_BORINGSSL
constexpr size_t kTicketKeySize = 48;
#else
constexpr size_t kTicketKeySize = 80;
#endif

// A leaf whose issuer published no list is not refused for want of one.
int TolerateMissingCrl(int ok, X509_STORE_CTX* context) {
  if (ok == 1 || X509_STORE_CTX_get_error(context) != X509_V_ERR_UNABLE_TO_GET_CRL) return ok;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

int AcceptAll(X509_STORE_CTX* context, void*) {
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

int RejectAll(X509_STORE_CTX* context, void*) {
  X509_STORE_CTX_set_error(context, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

int VerifyMode(const PeerConfig& config) {
  if (config.role == Role::kClient) return SSL_VERIFY_PEER;
  switch (config.capabilities->client_auth) {
    case ClientAuth::kNone:
      return SSL_VERIFY_NONE;
    case ClientAuth::kRequest:
      return SSL_VERIFY_PEER;
    case ClientAuth::kRequire:
      return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  }
  return SSL_VERIFY_NONE;
}

bool SetTrust(SSL_CTX* ctx, const PeerConfig& config) {
  X509_STORE* store = SSL_CTX_get_cert_store(ctx);
  bool lists = false;
  for (const TrustAnchor& anchor : config.trust) {
    const ParsedAnchor* parsed = Parsed(anchor);
    if (parsed == nullptr || X509_STORE_add_cert(store, parsed->certificate.get()) != 1) {
      return false;
    }
    if (!parsed->crl) continue;
    lists = true;
    if (X509_STORE_add_crl(store, parsed->crl.get()) != 1) return false;
  }
  if (lists) X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
  SSL_CTX_set_verify(ctx, VerifyMode(config), lists ? TolerateMissingCrl : nullptr);
  const Verify verify = config.capabilities->verify;
  if (verify == Verify::kAcceptAll) SSL_CTX_set_cert_verify_callback(ctx, AcceptAll, nullptr);
  if (verify == Verify::kRejectAll) SSL_CTX_set_cert_verify_callback(ctx, RejectAll, nullptr);
  return true;
}

// RFC 5246 7.4.4, RFC 8446 4.2.4: the names in the server's CertificateRequest.
bool SetCaNames(SSL_CTX* ctx, const PeerConfig& config) {
  if (config.role != Role::kServer || config.capabilities->client_auth == ClientAuth::kNone) {
    return true;
  }
  STACK_OF(X509_NAME)* names = sk_X509_NAME_new_null();
  if (names == nullptr) return false;
  for (const TrustAnchor& anchor : config.capabilities->ca_names ? config.ca_names : config.trust) {
    const ParsedAnchor* parsed = Parsed(anchor);
    X509_NAME* name = parsed == nullptr
                          ? nullptr
                          : X509_NAME_dup(X509_get_subject_name(parsed->certificate.get()));
    if (name == nullptr || sk_X509_NAME_push(names, name) <= 0) {
      X509_NAME_free(name);
      sk_X509_NAME_pop_free(names, X509_NAME_free);
      return false;
    }
  }
  SSL_CTX_set_client_CA_list(ctx, names);  // takes them
  return true;
}

bool SetSessions(SSL_CTX* ctx, const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  if (has.tickets) {
    if (*has.tickets) {
      SSL_CTX_clear_options(ctx, SSL_OP_NO_TICKET);
    } else {
      SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
    }
  }
  if (config.role == Role::kClient) {
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    return true;
  }
  const bool cache = has.session_ids.value_or(config.sessions != nullptr);
  SSL_CTX_set_session_cache_mode(
      ctx, cache ? SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL : SSL_SESS_CACHE_OFF);
  static constexpr uint8_t kContext[] = {'s', 'h', 'a', 'k', 'e'};
  if (SSL_CTX_set_session_id_context(ctx, kContext, sizeof(kContext)) != 1) return false;
  Bytes key = config.ticket_key;
  if (key.size() < kTicketKeySize) return true;
  return SSL_CTX_set_tlsext_ticket_keys(ctx, key.data(), kTicketKeySize) == 1;
}

// RFC 7301 3.1: protocol names with a length byte before each.
bool SetAlpn(SSL_CTX* ctx, const PeerConfig& config) {
  const auto& protocols = config.capabilities->alpn;
  if (config.role != Role::kClient || !protocols || protocols->empty()) return true;
  Bytes list;
  for (const std::string& protocol : *protocols) {
    list.push_back(static_cast<uint8_t>(protocol.size()));
    Append(&list, AsView(protocol));
  }
  return SSL_CTX_set_alpn_protos(ctx, list.data(), static_cast<unsigned>(list.size())) == 0;
}

ContextHandle Make(const PeerConfig& config) {
  ContextHandle ctx(SSL_CTX_new(TLS_method()));
  if (!ctx) return nullptr;
  SSL_CTX_set_mode(ctx.get(), SSL_MODE_NO_AUTO_CHAIN);
  if (config.role == Role::kClient && config.capabilities->fallback_scsv) {
    SSL_CTX_set_mode(ctx.get(), SSL_MODE_SEND_FALLBACK_SCSV);
  }
  const auto& preference = config.capabilities->server_preference;
  if (config.role == Role::kServer && preference) {
    if (*preference) {
      SSL_CTX_set_options(ctx.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
    } else {
      SSL_CTX_clear_options(ctx.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
    }
  }
  const bool done = SetAlgorithms(ctx.get(), config) && SetIdentities(ctx.get(), config) &&
                    SetTrust(ctx.get(), config) && SetCaNames(ctx.get(), config) &&
                    SetSessions(ctx.get(), config) && SetAlpn(ctx.get(), config);
  if (!done) return nullptr;
  SetCallbacks(ctx.get(), config);
  return ctx;
}

ContextHandle Share(SSL_CTX* ctx) {
  SSL_CTX_up_ref(ctx);
  return ContextHandle(ctx);
}

// Kept holds the contexts used last, newest first.
class Kept {
 public:
  SSL_CTX* Find(const std::string& key) {
    auto it = index_.find(key);
    if (it == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, it->second);
    return it->second->second.get();
  }
  void Add(std::string key, ContextHandle ctx) {
    if (order_.size() >= kLimit) {
      index_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(std::move(key), std::move(ctx));
    index_.emplace(order_.front().first, order_.begin());
  }

 private:
  static constexpr size_t kLimit = 64;
  using Order = std::list<std::pair<std::string, ContextHandle>>;
  Order order_;
  std::unordered_map<std::string_view, Order::iterator> index_;
};

}  // namespace

ContextHandle ContextFor(const PeerConfig& config) {
  static Kept& kept = *new Kept;
  std::string key = Fingerprint(config);
  if (SSL_CTX* ctx = kept.Find(key)) return Share(ctx);
  ContextHandle made = Make(config);
  if (!made) return nullptr;
  ContextHandle mine = Share(made.get());
  kept.Add(std::move(key), std::move(made));
  return mine;
}

std::string SentName(const Capabilities& client) {
  return client.server_name.value_or(kDefaultServerName);
}

std::string CheckedName(const Capabilities& client) {
  return client.verify_name ? *client.verify_name : SentName(client);
}

bool Enables(const Capabilities& capabilities, ProtocolVersion version) {
  if (!capabilities.versions) return version >= ProtocolVersion::kTls10;
  for (ProtocolVersion enabled : *capabilities.versions) {
    if (enabled == version) return true;
  }
  return false;
}

}  // namespace shakedown
