// EncryptionGate: a side in FIPS mode that negotiates freely and refuses when it is first asked to
// encrypt with what it may not use (Fips::kAtEncryption).
#ifndef HARNESS_LINK_ENCRYPTION_GATE_H_
#define HARNESS_LINK_ENCRYPTION_GATE_H_

#include <optional>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/role.h"

namespace shakedown {

// NegotiatedSuite reads the server's choice off the wire as it passes.
class NegotiatedSuite {
 public:
  // `bytes`: what the server sends, write by write.
  void Watch(View bytes);

  const std::optional<CipherSuite>& suite() const { return suite_; }
  bool tls13() const { return tls13_; }

 private:
  void Read(View server_hello);

  std::optional<CipherSuite> suite_;
  bool tls13_ = false;
};

// Whether a suite may be used in FIPS mode.
using SuiteRule = bool (*)(CipherSuite);

// Finds where a side's first protected record begins.
class EncryptionGate {
 public:
  // How many bytes at the front of `bytes`, this side's next write, may leave. Fewer than all:
  // the rest begins with the first record under a suite that `approved` does not hold for.
  size_t Allowed(View bytes, const NegotiatedSuite& negotiated, SuiteRule approved);

 private:
  bool changed_cipher_spec_ = false;
};

}  // namespace shakedown

#endif  // HARNESS_LINK_ENCRYPTION_GATE_H_
