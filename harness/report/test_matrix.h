// For tests: a small matrix with a cell of every kind.
#ifndef HARNESS_REPORT_TEST_MATRIX_H_
#define HARNESS_REPORT_TEST_MATRIX_H_

#include <string>
#include <utility>
#include <vector>

#include "harness/predict/matrix.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {

inline MatrixSide TestSide(std::string name, Capabilities has = {}) {
  MatrixSide side;
  side.name = std::move(name);
  side.origin = "file";
  side.has = std::move(has);
  side.profile = &TestProfile("rfc");
  return side;
}

// Clients: plain, no-p521, stranger (trusts nobody). Servers: p256, p521, file (beyond the rules),
// fips (ends without an alert when it is to use ChaCha20).
inline Matrix TestMatrix() {
  Capabilities no_p521, stranger, p256, p521, file, fips;
  no_p521.signature_schemes = {SignatureScheme::kEcdsaSecp256r1Sha256};
  stranger.trust.emplace();
  p256.certificates.emplace_back().key = KeyType::kSecp256r1;
  p521.certificates.emplace_back().key = KeyType::kSecp521r1;
  file.certificates.emplace_back().chain_file = "chain.pem";
  fips = p256;
  fips.fips = Fips::kAtEncryption;
  fips.cipher_suites = {CipherSuite{0x1303}};  // TLS_CHACHA20_POLY1305_SHA256
  return BuildMatrix(
      {TestSide("plain"), TestSide("no-p521", no_p521), TestSide("a \"stranger\", <b>", stranger)},
      {TestSide("p256", p256), TestSide("p521", p521), TestSide("file", file),
       TestSide("fips", fips)},
      1);
}

}  // namespace shakedown

#endif  // HARNESS_REPORT_TEST_MATRIX_H_
