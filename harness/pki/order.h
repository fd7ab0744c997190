// From a CertificateSpec to the certificates of its chain: who issues whom, and where each fault
// goes.
#ifndef HARNESS_PKI_ORDER_H_
#define HARNESS_PKI_ORDER_H_

#include <map>
#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/pki/issue.h"
#include "harness/pki/test_keys.h"
#include "harness/wire/role.h"

namespace shakedown {

// A CA of the harness: its key, its self-signed certificate, and how it signs by default.
struct CertificateAuthority {
  KeyType type = KeyType::kSecp256r1;
  EVP_PKEY* key = nullptr;  // borrowed from TestKeys
  X509Ptr certificate;
};

struct IssuedChain {
  std::vector<Bytes> chain;  // DER as sent, leaf first
  Bytes key;                 // PKCS #8
  std::string root;          // CA name the chain leads to; empty when self-signed
};

// Authorities makes roots and chains with the test keys, and keeps the roots. Not thread safe.
class Authorities {
 public:
  Authorities(OSSL_LIB_CTX* context, TestKeys* keys) : context_(context), keys_(keys) {}

  // The CA called `name` (see CaKeyType). The pointer lives as long as this object.
  Result<const CertificateAuthority*> Root(const std::string& name);

  // DER of the CRL of the CA called `name`.
  Result<Bytes> Crl(const std::string& name);

  // The chain for a spec that names no files. Faults of an intermediate (expired_intermediate,
  // issuer_not_ca, path_length) go to the root's child. Combinations that cannot be made are
  // errors.
  Result<IssuedChain> Chain(const CertificateSpec& spec, Role role);

 private:
  OSSL_LIB_CTX* context_;
  TestKeys* keys_;
  std::map<std::string, CertificateAuthority> roots_;
};

// Everything in `spec` that the certificates depend on, as text: equal text, equal certificates.
std::string ContentOf(const CertificateSpec& spec, Role role);

}  // namespace shakedown

#endif  // HARNESS_PKI_ORDER_H_
