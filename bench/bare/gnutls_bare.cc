// The bare loop for GnuTLS.

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "bench/bare/bare.h"

namespace shakedown {
namespace {

struct Parsed {
  gnutls_x509_crt_t leaf = nullptr, root = nullptr;
  gnutls_x509_privkey_t key = nullptr;
};

gnutls_datum_t Datum(View bytes) {
  return {const_cast<unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())};
}

// One side and the bytes on their way to it.
struct Side {
  gnutls_session_t session = nullptr;
  gnutls_certificate_credentials_t credentials = nullptr;
  Bytes inbox;
  size_t read = 0;
  Side* other = nullptr;

  ~Side() {
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
  }
};

ssize_t Push(gnutls_transport_ptr_t to, const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  Append(&static_cast<Side*>(to)->other->inbox, {bytes, size});
  return static_cast<ssize_t>(size);
}

ssize_t Pull(gnutls_transport_ptr_t from, void* data, size_t size) {
  auto* side = static_cast<Side*>(from);
  const size_t count = std::min(size, side->inbox.size() - side->read);
  if (count == 0) {
    gnutls_transport_set_errno(side->session, EAGAIN);
    return -1;
  }
  std::memcpy(data, side->inbox.data() + side->read, count);
  side->read += count;
  return static_cast<ssize_t>(count);
}

int PullTimeout(gnutls_transport_ptr_t from, unsigned) {
  auto* side = static_cast<Side*>(from);
  return side->read < side->inbox.size() ? 1 : 0;
}

void Prepare(Side* side, unsigned flags, Side* other) {
  side->other = other;
  gnutls_init(&side->session, flags | GNUTLS_NONBLOCK);
  gnutls_certificate_allocate_credentials(&side->credentials);
  gnutls_priority_set_direct(side->session,
                             "NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+GROUP-X25519:+SIGN-ALL:"
                             "+CTYPE-X509:+COMP-NULL:+KX-ALL",
                             nullptr);
  gnutls_transport_set_ptr(side->session, side);
  gnutls_transport_set_push_function(side->session, Push);
  gnutls_transport_set_pull_function(side->session, Pull);
  gnutls_transport_set_pull_timeout_function(side->session, PullTimeout);
}

bool Handshake(const Parsed& parsed, const char* host_name) {
  Side client, server;
  Prepare(&client, GNUTLS_CLIENT, &server);
  Prepare(&server, GNUTLS_SERVER, &client);
  gnutls_x509_crt_t root = parsed.root, leaf = parsed.leaf;
  gnutls_certificate_set_x509_trust(client.credentials, &root, 1);
  gnutls_certificate_set_x509_key(server.credentials, &leaf, 1, parsed.key);
  gnutls_credentials_set(client.session, GNUTLS_CRD_CERTIFICATE, client.credentials);
  gnutls_credentials_set(server.session, GNUTLS_CRD_CERTIFICATE, server.credentials);
  gnutls_server_name_set(client.session, GNUTLS_NAME_DNS, host_name, std::strlen(host_name));
  gnutls_session_set_verify_cert(client.session, host_name, 0);

  constexpr int kMostRounds = 8;
  bool client_done = false, server_done = false;
  for (int round = 0; round < kMostRounds && !(client_done && server_done); ++round) {
    if (!client_done) client_done = gnutls_handshake(client.session) == 0;
    if (!server_done) server_done = gnutls_handshake(server.session) == 0;
  }
  uint8_t byte = 0;
  gnutls_record_recv(client.session, &byte, 1);
  return client_done && server_done;
}

}  // namespace
}  // namespace shakedown

extern "C" __attribute__((visibility("default"))) int BareHandshakes(
    const shakedown::BareInput& input, int count) {
  shakedown::Parsed parsed;
  gnutls_x509_crt_init(&parsed.leaf);
  gnutls_x509_crt_init(&parsed.root);
  gnutls_x509_privkey_init(&parsed.key);
  const gnutls_datum_t leaf = shakedown::Datum(input.leaf), root = shakedown::Datum(input.root),
                       key = shakedown::Datum(input.key);
  gnutls_x509_crt_import(parsed.leaf, &leaf, GNUTLS_X509_FMT_DER);
  gnutls_x509_crt_import(parsed.root, &root, GNUTLS_X509_FMT_DER);
  gnutls_x509_privkey_import_pkcs8(parsed.key, &key, GNUTLS_X509_FMT_DER, nullptr,
                                   GNUTLS_PKCS_PLAIN);
  int completed = 0;
  for (int i = 0; i < count; ++i)
    completed += shakedown::Handshake(parsed, input.host_name) ? 1 : 0;
  gnutls_x509_privkey_deinit(parsed.key);
  gnutls_x509_crt_deinit(parsed.root);
  gnutls_x509_crt_deinit(parsed.leaf);
  return completed;
}
