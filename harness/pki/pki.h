// Certificates to order: from CertificateSpec to chains, keys and trust anchors.
#ifndef HARNESS_PKI_PKI_H_
#define HARNESS_PKI_PKI_H_

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "harness/model/capabilities.h"
#include "harness/stack/stack.h"

namespace shakedown {

// Pki makes certificates and keeps them: the same order gives the same object. Every key is a test
// key that the project ships; validity dates are fixed, so nothing depends on the clock but the
// judgement of whoever verifies. Not thread safe.
class Pki {
 public:
  virtual ~Pki() = default;

  // The chain for `spec` on the given side. The pointer lives as long as the Pki. Errors say what
  // could not be made or read, with the file name for PEM files.
  virtual tl::expected<const Identity*, std::string> IdentityFor(const CertificateSpec& spec,
                                                                 Role role) = 0;

  // The trust anchor for a CA name or an absolute path of a PEM file. With `crl`, the anchor
  // carries a CRL that revokes every certificate made with CertificateFault::kRevoked.
  virtual tl::expected<const TrustAnchor*, std::string> Anchor(const std::string& ca,
                                                               bool crl = false) = 0;
};

// The forge is a module of its own (over libcrypto), opened like a stack: the executable itself
// links no TLS library. `module_dir` and `key_dir` come from InstallPaths.
tl::expected<std::unique_ptr<Pki>, std::string> OpenPki(const std::string& module_dir,
                                                        const std::string& key_dir);

}  // namespace shakedown

#endif  // HARNESS_PKI_PKI_H_
