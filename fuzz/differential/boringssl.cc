// BoringSSL as a server without a certificate: it reads the ClientHello, and goes no further.
#include <deterministic.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstring>

#include "fuzz/differential/theirs.h"
#include "harness/wire/lists.h"
#include "peers/ssl/handles.h"

namespace shakedown {
namespace {

Theirs* asked;

Bytes Copy(const uint8_t* bytes, size_t size) { return Bytes(bytes, bytes + size); }

ssl_select_cert_result_t OnHello(const SSL_CLIENT_HELLO* hello) {
  asked->framed = true;
  asked->version = hello->version;
  asked->random = Copy(hello->random, hello->random_len);
  asked->session_id = Copy(hello->session_id, hello->session_id_len);
  asked->cipher_suites = Copy(hello->cipher_suites, hello->cipher_suites_len);
  asked->compression_methods = Copy(hello->compression_methods, hello->compression_methods_len);
  for (const Extension& one : Extensions({hello->extensions, hello->extensions_len})) {
    const uint8_t* body = nullptr;
    size_t size = 0;
    const auto type = static_cast<uint16_t>(one.type);
    if (SSL_early_callback_ctx_extension_get(hello, type, &body, &size) == 1) {
      asked->extensions.emplace_back(type, Copy(body, size));
    }
  }
  return ssl_select_cert_success;
}

// Called when all extensions have been looked at, whether there is a name or not.
int OnExtensionsRead(SSL* ssl, int*, void*) {
  asked->extensions_read = true;
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  asked->server_name = name == nullptr ? "" : name;
  // Before TLS 1.2 it leaves them unread.
  if (SSL_version(ssl) < TLS1_2_VERSION) return SSL_TLSEXT_ERR_OK;
  const uint16_t* schemes = nullptr;
  const size_t count = SSL_get0_peer_verify_algorithms(ssl, &schemes);
  asked->signature_schemes.emplace();
  for (size_t i = 0; i < count; ++i) {
    asked->signature_schemes->push_back(static_cast<uint8_t>(schemes[i] >> 8));
    asked->signature_schemes->push_back(static_cast<uint8_t>(schemes[i]));
  }
  return SSL_TLSEXT_ERR_OK;
}

int OnAlpn(SSL*, const uint8_t**, uint8_t*, const uint8_t* list, unsigned size, void*) {
  asked->alpn = Copy(list, size);
  return SSL_TLSEXT_ERR_NOACK;
}

void OnInfo(const SSL*, int what, int value) {
  if (what == SSL_CB_WRITE_ALERT) asked->alert = value & 0xff;
}

SSL_CTX* TheContext() {
  static SSL_CTX* const context = [] {
    SSL_CTX* made = SSL_CTX_new(TLS_method());
    SSL_CTX_set_min_proto_version(made, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(made, TLS1_3_VERSION);
    SSL_CTX_set_select_certificate_cb(made, OnHello);
    SSL_CTX_set_tlsext_servername_callback(made, OnExtensionsRead);
    SSL_CTX_set_alpn_select_cb(made, OnAlpn, nullptr);
    SSL_CTX_set_info_callback(made, OnInfo);
    return made;
  }();
  return context;
}

}  // namespace

void Ask(View stream, Theirs* theirs) {
  asked = theirs;
  const SslHandle ssl(SSL_new(TheContext()));
  SSL_set_accept_state(ssl.get());
  SSL_set_bio(ssl.get(), BIO_new_mem_buf(stream.data(), static_cast<ossl_ssize_t>(stream.size())),
              BIO_new(BIO_s_mem()));
  SSL_do_handshake(ssl.get());
  const char* data = nullptr;
  int flags = 0;
  const uint32_t error = ERR_peek_error_line_data(nullptr, nullptr, &data, &flags);
  const char* reason = ERR_reason_error_string(error);
  if (error != 0 && reason != nullptr) theirs->reason = reason;
  // "extension 10" stands with the error of whom it concerns, which may be a later one.
  while (ERR_get_error_line_data(nullptr, nullptr, &data, &flags) != 0) {
    if ((flags & ERR_FLAG_STRING) != 0 && std::strncmp(data, "extension ", 10) == 0) {
      theirs->reason += std::string(" ") + data;
    }
  }
}

}  // namespace shakedown
