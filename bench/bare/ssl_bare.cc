// The bare loop for BoringSSL and OpenSSL, compiled once against each.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstring>
#include <memory>

#include "bench/bare/bare.h"

namespace shakedown {
namespace {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freed<SSL_free>>;

struct Parsed {
  Certificate leaf, root;
  Key key;
};

Parsed Parse(const BareInput& input) {
  Parsed parsed;
  const uint8_t* at = input.leaf.data();
  parsed.leaf.reset(d2i_X509(nullptr, &at, static_cast<long>(input.leaf.size())));
  at = input.root.data();
  parsed.root.reset(d2i_X509(nullptr, &at, static_cast<long>(input.root.size())));
  at = input.key.data();
  parsed.key.reset(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(input.key.size())));
  return parsed;
}

Context NewContext() {
  Context context(SSL_CTX_new(TLS_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_3_VERSION);
  SSL_CTX_set1_groups_list(context.get(), "X25519");
#if !defined(OPENSSL_IS_BORINGSSL)
  SSL_CTX_set_ciphersuites(context.get(), "TLS_AES_128_GCM_SHA256");
#endif
  return context;
}

bool Handshake(const Parsed& parsed, const char* host_name) {
  const Context client_context = NewContext();
  X509_STORE_add_cert(SSL_CTX_get_cert_store(client_context.get()), parsed.root.get());
  SSL_CTX_set_verify(client_context.get(), SSL_VERIFY_PEER, nullptr);
  const Context server_context = NewContext();
  SSL_CTX_use_certificate(server_context.get(), parsed.leaf.get());
  SSL_CTX_use_PrivateKey(server_context.get(), parsed.key.get());

  const Session client(SSL_new(client_context.get())), server(SSL_new(server_context.get()));
  SSL_set_tlsext_host_name(client.get(), host_name);
  X509_VERIFY_PARAM_set1_host(SSL_get0_param(client.get()), host_name, std::strlen(host_name));
  BIO* client_end = nullptr;
  BIO* server_end = nullptr;
  constexpr size_t kBuffer = 32768;
  if (!BIO_new_bio_pair(&client_end, kBuffer, &server_end, kBuffer)) return false;
  SSL_set_bio(client.get(), client_end, client_end);
  SSL_set_bio(server.get(), server_end, server_end);
  SSL_set_connect_state(client.get());
  SSL_set_accept_state(server.get());

  constexpr int kMostRounds = 8;
  bool client_done = false, server_done = false;
  for (int round = 0; round < kMostRounds && !(client_done && server_done); ++round) {
    if (!client_done) client_done = SSL_do_handshake(client.get()) == 1;
    if (!server_done) server_done = SSL_do_handshake(server.get()) == 1;
  }
  // The runner reads what comes after the handshake (tickets, late alerts), so this does as well.
  uint8_t byte = 0;
  SSL_read(client.get(), &byte, 1);
  return client_done && server_done;
}

}  // namespace
}  // namespace shakedown

extern "C" __attribute__((visibility("default"))) int BareHandshakes(
    const shakedown::BareInput& input, int count) {
  const shakedown::Parsed parsed = shakedown::Parse(input);
  int completed = 0;
  for (int i = 0; i < count; ++i)
    completed += shakedown::Handshake(parsed, input.host_name) ? 1 : 0;
  return completed;
}
