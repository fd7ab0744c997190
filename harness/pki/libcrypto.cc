#include "harness/pki/libcrypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace shakedown {
namespace {

// More than any one signature draws: an RSA-4096 blinding pair takes about 1 kB.
constexpr size_t kEntropyBytes = 16384;

}  // namespace

std::string LibraryErrors() {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    if (!text.empty()) text += "; ";
    text += reason != nullptr ? reason : "error " + std::to_string(code);
  }
  return text.empty() ? "no reason given" : text;
}

tl::unexpected<std::string> LibraryError(const std::string& what) {
  return tl::make_unexpected(what + ": " + LibraryErrors());
}

Bytes KeyToDer(EVP_PKEY* key) {
  Pkcs8Ptr info(EVP_PKEY2PKCS8(key));
  return info == nullptr ? Bytes{} : ToDer<i2d_PKCS8_PRIV_KEY_INFO>(info.get());
}

LibraryContextPtr NewForgeContext() {
  // The default context is shared with OpenSSL as a stack, which wants no configuration file
  // either.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  LibraryContextPtr context(OSSL_LIB_CTX_new());
  if (context == nullptr ||
      RAND_set_DRBG_type(context.get(), "TEST-RAND", nullptr, nullptr, nullptr) != 1) {
    return nullptr;
  }
  return context;
}

bool SeedRandom(OSSL_LIB_CTX* context, View seed) {
  MdPtr shake(EVP_MD_fetch(context, "SHAKE256", nullptr));
  DigestContextPtr digest(EVP_MD_CTX_new());
  Bytes entropy(kEntropyBytes);
  if (shake == nullptr || EVP_DigestInit_ex(digest.get(), shake.get(), nullptr) != 1 ||
      EVP_DigestUpdate(digest.get(), seed.data(), seed.size()) != 1 ||
      EVP_DigestFinalXOF(digest.get(), entropy.data(), entropy.size()) != 1) {
    return false;
  }
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY,
                                                                 entropy.data(), entropy.size()),
                               OSSL_PARAM_construct_end()};
  for (EVP_RAND_CTX* random : {RAND_get0_public(context), RAND_get0_private(context)}) {
    if (random == nullptr || EVP_RAND_uninstantiate(random) != 1 ||
        EVP_RAND_instantiate(random, 0, 0, nullptr, 0, params) != 1) {
      return false;
    }
  }
  return true;
}

}  // namespace shakedown
