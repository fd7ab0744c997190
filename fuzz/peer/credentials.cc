#include "fuzz/peer/credentials.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace shakedown {
namespace {

constexpr char kPem[] =
#include "credentials.inc"
    ;

constexpr size_t kServers = 4, kClients = 3;

// Certificates up to a key are its chain; those after the last key are anchors.
Credentials Read() {
  Credentials out;
  std::vector<CertificateHandle> certificates;
  BIO* bio = BIO_new_mem_buf(kPem, sizeof(kPem) - 1);
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* der = nullptr;
  long size = 0;
  while (PEM_read_bio(bio, &name, &header, &der, &size) == 1) {
    const unsigned char* at = der;
    if (std::string_view(name) == "CERTIFICATE") {
      certificates.emplace_back(d2i_X509(nullptr, &at, size));
    } else {
      Credential made{.chain = std::exchange(certificates, {}),
                      .key = KeyHandle(d2i_AutoPrivateKey(nullptr, &at, size))};
      // Blinding factors would be kept with the key from one run to the next.
      RSA* rsa = EVP_PKEY_get0_RSA(made.key.get());
      if (rsa != nullptr) rsa->flags |= RSA_FLAG_NO_BLINDING;
      (out.server.size() < kServers ? out.server : out.client).push_back(std::move(made));
    }
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(der);
  }
  BIO_free(bio);
  ERR_clear_error();
  out.anchors = std::move(certificates);
  if (out.server.size() != kServers || out.client.size() != kClients || out.anchors.empty()) {
    std::fprintf(stderr, "fuzz/peer/credentials.pem is not whole\n");
    std::abort();
  }
  return out;
}

}  // namespace

const Credentials& TheCredentials() {
  static const Credentials& credentials = *new Credentials(Read());
  return credentials;
}

}  // namespace shakedown
