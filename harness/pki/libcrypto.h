// Owners for libcrypto's objects, its errors as text, and the forge's own library context.
#ifndef HARNESS_PKI_LIBCRYPTO_H_
#define HARNESS_PKI_LIBCRYPTO_H_

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "harness/wire/bytes.h"

namespace shakedown {

template <typename T>
using Result = tl::expected<T, std::string>;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using BioPtr = std::unique_ptr<BIO, Free<BIO_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, Free<BN_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Free<X509_CRL_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using LibraryContextPtr = std::unique_ptr<OSSL_LIB_CTX, Free<OSSL_LIB_CTX_free>>;
using MdPtr = std::unique_ptr<EVP_MD, Free<EVP_MD_free>>;
using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO_free>>;
using RevokedPtr = std::unique_ptr<X509_REVOKED, Free<X509_REVOKED_free>>;
using TimePtr = std::unique_ptr<ASN1_TIME, Free<ASN1_TIME_free>>;
using X509Ptr = std::unique_ptr<X509, Free<X509_free>>;

// The reasons in this thread's error queue joined by "; ", oldest first; empties the queue.
std::string LibraryErrors();

// An error of the form "<what>: <library errors>"; empties the queue.
tl::unexpected<std::string> LibraryError(const std::string& what);

// DER of `object` with one of libcrypto's i2d functions; empty on failure.
template <auto kWrite, typename T>
Bytes ToDer(T* object) {
  unsigned char* der = nullptr;
  const int length = kWrite(object, &der);
  if (length <= 0) return {};
  Bytes bytes(der, der + length);
  OPENSSL_free(der);
  return bytes;
}

// PKCS #8 DER of `key`; empty on failure.
Bytes KeyToDer(EVP_PKEY* key);

// A library context of the forge's own: no configuration file is read, and all its randomness is
// what SeedRandom set, so that equal orders give equal bytes, today and on another machine. Only
// for test keys: signatures made with it are predictable. Null on failure.
LibraryContextPtr NewForgeContext();

// Restarts the calling thread's randomness in `context` from `seed`. False on failure.
bool SeedRandom(OSSL_LIB_CTX* context, View seed);

}  // namespace shakedown

#endif  // HARNESS_PKI_LIBCRYPTO_H_
