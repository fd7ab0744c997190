// The bodies of the extensions the harness reads, as views (RFC 8446 4.2, RFC 6066, RFC 7301).
#ifndef HARNESS_WIRE_EXTENSIONS_H_
#define HARNESS_WIRE_EXTENSIONS_H_

#include <vector>

#include "harness/wire/messages.h"

namespace shakedown {

// RFC 8446 4.2.1, the ClientHello's form.
Parsed<CodeList> ParseSupportedVersions(View body);

// A 16-bit length, then 16-bit codes: supported_groups (RFC 8446 4.2.7), signature_algorithms and
// signature_algorithms_cert (4.2.3).
Parsed<CodeList> ParseCodeList(View body);

// RFC 6066 3: the first host_name; empty if there is none.
Parsed<View> ParseServerName(View body);

// RFC 7301 3.1: the protocols offered, or the one chosen.
Parsed<std::vector<View>> ParseAlpn(View body);

// RFC 8446 4.2.8, the ClientHello's form: the groups, without their shares.
Parsed<std::vector<NamedGroup>> ParseClientKeyShareGroups(View body);

// RFC 8446 4.2.8: the group of a ServerHello's share or of a HelloRetryRequest.
Parsed<NamedGroup> ParseServerKeyShareGroup(View body);

// RFC 8446 4.2.4: DER Names.
Parsed<std::vector<View>> ParseCertificateAuthorities(View body);

}  // namespace shakedown

#endif  // HARNESS_WIRE_EXTENSIONS_H_
