// OpenSSL as a server without a certificate: it reads the ClientHello, and goes no further.
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "fuzz/differential/theirs.h"
#include "peers/ssl/handles.h"

namespace shakedown {
namespace {

Theirs* asked;

// A SSL_client_hello_get0_X of bytes.
template <typename Get>
Bytes Got(SSL* ssl, Get get) {
  const unsigned char* bytes = nullptr;
  const size_t size = get(ssl, &bytes);
  return size == 0 ? Bytes() : Bytes(bytes, bytes + size);
}

int OnHello(SSL* ssl, int*, void*) {
  asked->framed = true;
  asked->version = static_cast<uint16_t>(SSL_client_hello_get0_legacy_version(ssl));
  asked->random = Got(ssl, SSL_client_hello_get0_random);
  asked->session_id = Got(ssl, SSL_client_hello_get0_session_id);
  asked->cipher_suites = Got(ssl, SSL_client_hello_get0_ciphers);
  asked->compression_methods = Got(ssl, SSL_client_hello_get0_compression_methods);
  int* types = nullptr;
  size_t count = 0;
  if (SSL_client_hello_get1_extensions_present(ssl, &types, &count) != 1) return 1;
  for (size_t i = 0; i < count; ++i) {
    const unsigned char* body = nullptr;
    size_t size = 0;
    if (SSL_client_hello_get0_ext(ssl, static_cast<unsigned>(types[i]), &body, &size) == 1) {
      asked->extensions.emplace_back(static_cast<uint16_t>(types[i]), Bytes(body, body + size));
    }
  }
  OPENSSL_free(types);
  return SSL_CLIENT_HELLO_SUCCESS;
}

// Called when all extensions have been looked at, whether there is a name or not.
int OnExtensionsRead(SSL* ssl, int*, void*) {
  asked->extensions_read = true;
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  asked->server_name = name == nullptr ? "" : name;
  asked->group_count = static_cast<size_t>(SSL_get1_groups(ssl, nullptr));
  return SSL_TLSEXT_ERR_OK;
}

int OnAlpn(SSL*, const unsigned char**, unsigned char*, const unsigned char* list, unsigned size,
           void*) {
  asked->alpn = Bytes(list, list + size);
  return SSL_TLSEXT_ERR_NOACK;
}

void OnInfo(const SSL*, int what, int value) {
  if ((what & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT) asked->alert = value & 0xff;
}

SSL_CTX* TheContext() {
  static SSL_CTX* const context = [] {
    SSL_CTX* made = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_min_proto_version(made, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(made, TLS1_3_VERSION);
    // Of level 1, the default, are also refusals that have nothing to do with a message's form.
    SSL_CTX_set_security_level(made, 0);
    SSL_CTX_set_client_hello_cb(made, OnHello, nullptr);
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
  SSL_set_bio(ssl.get(), BIO_new_mem_buf(stream.data(), static_cast<int>(stream.size())),
              BIO_new(BIO_s_mem()));
  SSL_accept(ssl.get());
  const char* function = nullptr;
  const char* reason =
      ERR_reason_error_string(ERR_peek_error_all(nullptr, nullptr, &function, nullptr, nullptr));
  // "bad extension" alone does not say which.
  if (reason != nullptr) theirs->reason = std::string(function) + ": " + reason;
  ERR_clear_error();
}

}  // namespace shakedown
