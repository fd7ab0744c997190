// The few names a run needs from a DER certificate (RFC 5280 4.1).
#ifndef HARNESS_RUN_CERTIFICATE_NAME_H_
#define HARNESS_RUN_CERTIFICATE_NAME_H_

#include <string>

#include "harness/wire/bytes.h"

namespace shakedown {

// The subject of `certificate`, as the bytes of its Name; borrows. Empty: not a certificate.
View SubjectOf(View certificate);

// The last common name in a DER Name, or "".
std::string CommonName(View name);

// What a certificate calls its holder: the first dNSName of its subjectAltName, else the subject's
// common name, else "".
std::string HolderName(View certificate);

}  // namespace shakedown

#endif  // HARNESS_RUN_CERTIFICATE_NAME_H_
