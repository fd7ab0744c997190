// BoringSSL's own parser of a ClientHello, alone and as a connection reaches it.

#include <openssl/bio.h>
#include <openssl/span.h>
#include <openssl/ssl.h>

#include "bench/parser/peer.h"

// In no public header, but exported by the library for its own tests.
namespace bssl {
bool ssl_client_hello_init(const SSL* ssl, SSL_CLIENT_HELLO* out, Span<const uint8_t> body);
}

namespace shakedown {
namespace {

bool reached;

ssl_select_cert_result_t Reached(const SSL_CLIENT_HELLO* hello) {
  Used(*hello);
  reached = true;
  return ssl_select_cert_retry;
}

SSL_CTX* TheContext() {
  static SSL_CTX* context = [] {
    SSL_CTX* made = SSL_CTX_new(TLS_method());
    SSL_CTX_set_select_certificate_cb(made, Reached);
    return made;
  }();
  return context;
}

bool Index(const uint8_t* record, size_t size) {
  static SSL* ssl = SSL_new(TheContext());
  SSL_CLIENT_HELLO hello;
  const bool good = bssl::ssl_client_hello_init(
      ssl, &hello, bssl::Span<const uint8_t>(record + kHelloBodyAt, size - kHelloBodyAt));
  Used(hello);
  return good;
}

bool Whole(const uint8_t* record, size_t size) {
  reached = false;
  SSL* ssl = SSL_new(TheContext());
  SSL_set_accept_state(ssl);
  BIO* in = BIO_new_mem_buf(record, static_cast<ossl_ssize_t>(size));
  SSL_set0_rbio(ssl, in);
  BIO_up_ref(in);
  SSL_set0_wbio(ssl, in);
  SSL_do_handshake(ssl);
  SSL_free(ssl);
  return reached;
}

constexpr ParserPeer kPeers[] = {{"boringssl",
                                  "ssl_client_hello_init: sorts types to find duplicates; whole: "
                                  "SSL_new to the early callback",
                                  Index, nullptr, Whole, nullptr, nullptr, nullptr}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
