// "certificates" to CertificateSpecs.
#ifndef HARNESS_MODEL_READ_CERTIFICATE_H_
#define HARNESS_MODEL_READ_CERTIFICATE_H_

#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/model/read.h"

namespace shakedown {

inline constexpr std::string_view kCaNameAllowed =
    "\"ec-ca\", \"rsa-ca\" or a key type and \"-ca\", with a dot and a suffix for another CA of "
    "the "
    "same kind";

// Reads a CA name such as "ec-ca.other".
bool ReadCaName(const Node& node, std::string* out, const Reading& reading);

// Reads an array of certificates.
void ReadCertificates(const Node& node, std::vector<CertificateSpec>* out, const Reading& reading);

}  // namespace shakedown

#endif  // HARNESS_MODEL_READ_CERTIFICATE_H_
