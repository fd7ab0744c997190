// The few fields of a DER certificate that tell one refused chain from another.
#ifndef HARNESS_DIAGNOSE_CERTIFICATE_NAMES_H_
#define HARNESS_DIAGNOSE_CERTIFICATE_NAMES_H_

#include <optional>

#include "harness/wire/bytes.h"
#include "harness/wire/role.h"

namespace shakedown {

// RFC 5280 4.1: the DER of both names, borrowed from the certificate.
struct CertificateNames {
  View issuer, subject;
};

// CertificateNamesOf finds the names of `certificate`; nothing if its DER is broken before them.
std::optional<CertificateNames> CertificateNamesOf(View certificate);

// IsSelfIssued holds when issuer and subject are the same bytes.
bool IsSelfIssued(View certificate);

// ExtendedKeyUsageForbids holds when the certificate has an extendedKeyUsage extension (RFC 5280
// 4.2.1.12) that names neither the purpose of `role` nor anyExtendedKeyUsage.
bool ExtendedKeyUsageForbids(View certificate, Role role);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_CERTIFICATE_NAMES_H_
