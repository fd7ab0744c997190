// One certificate or CRL from a complete description (RFC 5280); knows nothing of chains or faults.
#ifndef HARNESS_PKI_ISSUE_H_
#define HARNESS_PKI_ISSUE_H_

#include <optional>
#include <string>
#include <vector>

#include "harness/pki/libcrypto.h"
#include "harness/pki/signature_method.h"

namespace shakedown {

// Both ends as GeneralizedTime, "20200101000000Z".
struct Validity {
  const char* not_before = "20200101000000Z";
  const char* not_after = "21200101000000Z";
};

struct CertificateOrder {
  std::string content;   // tells this certificate from all others: serial number and randomness
  bool revoked = false;  // take the serial number from those that IssueCrl lists

  std::string common_name;  // cut to 64 characters, all that X.520 allows
  std::string unit;         // OU; empty: none
  EVP_PKEY* key = nullptr;

  X509* issuer = nullptr;  // null: the certificate is its own issuer
  EVP_PKEY* issuer_key = nullptr;
  SignatureMethod method;
  Validity validity;

  bool ca = false;
  std::optional<int> path_length;
  std::string key_usage;           // "digitalSignature,keyEncipherment"; always critical
  std::string extended_key_usage;  // "serverAuth"; empty: none
  std::vector<std::string> names;  // subjectAltName: IP text, else DNS; empty: none
};

// The certificate; version 3, with subject and authority key identifiers. Equal orders give equal
// bytes.
Result<X509Ptr> Issue(OSSL_LIB_CTX* context, const CertificateOrder& order);

// DER of the CRL of `ca`, valid as long as a good certificate, that lists every serial number given
// to an order with `revoked`.
Result<Bytes> IssueCrl(OSSL_LIB_CTX* context, const std::string& content, X509* ca,
                       EVP_PKEY* ca_key, const SignatureMethod& method);

}  // namespace shakedown

#endif  // HARNESS_PKI_ISSUE_H_
