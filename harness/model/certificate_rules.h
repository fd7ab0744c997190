// Which certificates cannot be made to order: said here once, for the loader and for the forge.
#ifndef HARNESS_MODEL_CERTIFICATE_RULES_H_
#define HARNESS_MODEL_CERTIFICATE_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/model/capabilities.h"

namespace shakedown {

struct CertificateContradiction {
  const char* field;    // of a certificate in a scenario: "faults", "signature"
  std::string message;  // "self_signed contradicts revoked"
  std::string allowed;
};

// What in `spec`, which names no files, contradicts something else in it; empty if the forge can
// make it.
std::vector<CertificateContradiction> ContradictionsIn(const CertificateSpec& spec);

// Whether a subjectAltName can carry `name`: an IP address or a host name in printable ASCII.
bool IsCertificateName(std::string_view name);
inline constexpr std::string_view kCertificateNameAllowed =
    "an IP address or a host name in printable ASCII, without spaces";

}  // namespace shakedown

#endif  // HARNESS_MODEL_CERTIFICATE_RULES_H_
