// Why a server found nothing to select: decides what a stack's "no shared cipher" stands for.
#ifndef HARNESS_CODES_SERVER_SELECTION_H_
#define HARNESS_CODES_SERVER_SELECTION_H_

#include <optional>
#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/wire/handshake_facts.h"

namespace shakedown {

// The versions a ClientHello offers: supported_versions, else every version up to legacy_version.
std::vector<ProtocolVersion> OfferedVersions(const ClientHelloFacts& hello);

// The version a server with these capabilities selects, or nothing when there is none in common.
std::optional<ProtocolVersion> SelectedVersion(const ClientHelloFacts& hello,
                                               const Capabilities& server);

// The capabilities that answer the name in `hello`: the virtual host's certificates, where one has
// that name, in place of the server's.
std::vector<CertificateSpec> ServingCertificates(const ClientHelloFacts& hello,
                                                 const Capabilities& server);

// The first of these that holds, in the order a server decides:
//   version_mismatch, no_local_certificate, no_tls13_cipher_configured, fips_disallows_cipher,
//   no_common_cipher, cert_type_not_usable_with_cipher, no_common_group,
//   cert_curve_not_in_peer_groups, and what SignatureCause says. "" when all of them are in order.
// Capabilities are as the scenario has them, before any FIPS policy is applied to their lists.
// `client` may be null; it is asked only what its FIPS mode kept back. An absent list of the server
// is taken for the defaults that BoringSSL, OpenSSL and GnuTLS share.
std::string ServerSelectionCause(const ClientHelloFacts& hello, const Capabilities& server,
                                 const Capabilities* client);

// Why the server's keys could not sign: no_local_certificate, version_mismatch when only a version
// without signature algorithms is shared (OpenSSL names no version then), else SignatureCause.
std::string ServerSignatureCause(const ClientHelloFacts& hello, const Capabilities& server);

// The part of the above about groups alone: no_common_group, fips_disallows_curve or "".
std::string GroupCause(const ClientHelloFacts& hello, const Capabilities& server,
                       const Capabilities* client);

}  // namespace shakedown

#endif  // HARNESS_CODES_SERVER_SELECTION_H_
