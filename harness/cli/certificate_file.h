// Files with the user's own certificates.
#ifndef HARNESS_CLI_CERTIFICATE_FILE_H_
#define HARNESS_CLI_CERTIFICATE_FILE_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/chain/read_chain.h"

namespace shakedown {

// The certificates in the file at `path` (PEM, or one in DER) as they stand there. The error names
// the file, what it is instead and what to do about it.
tl::expected<std::vector<CertificateFacts>, std::string> ReadCertificateFile(
    const std::string& path);

}  // namespace shakedown

#endif  // HARNESS_CLI_CERTIFICATE_FILE_H_
