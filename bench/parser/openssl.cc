// OpenSSL parses a ClientHello only inside a connection: SSL_new to the ClientHello callback.

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "bench/parser/peer.h"

namespace shakedown {
namespace {

bool reached;

int Reached(SSL* ssl, int*, void*) {
  const unsigned char* suites = nullptr;
  size_t size = SSL_client_hello_get0_ciphers(ssl, &suites);
  Used(size);
  reached = true;
  return SSL_CLIENT_HELLO_RETRY;
}

SSL_CTX* TheContext() {
  static SSL_CTX* context = [] {
    SSL_CTX* made = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_client_hello_cb(made, Reached, nullptr);
    return made;
  }();
  return context;
}

bool Whole(const uint8_t* record, size_t size) {
  reached = false;
  SSL* ssl = SSL_new(TheContext());
  SSL_set0_rbio(ssl, BIO_new_mem_buf(record, static_cast<int>(size)));
  SSL_set0_wbio(ssl, BIO_new(BIO_s_null()));
  SSL_accept(ssl);
  SSL_free(ssl);
  ERR_clear_error();
  return reached;
}

constexpr ParserPeer kPeers[] = {{"openssl", "SSL_new to the ClientHello callback", nullptr,
                                  nullptr, Whole, nullptr, nullptr, nullptr}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
