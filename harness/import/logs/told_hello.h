// Hellos that a log shows field by field, put back into bytes.
#ifndef HARNESS_IMPORT_LOGS_TOLD_HELLO_H_
#define HARNESS_IMPORT_LOGS_TOLD_HELLO_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"

namespace shakedown {

// What a log shows of a ClientHello, ServerHello or CertificateRequest. What it does not show is
// left out of the bytes; key shares and session ids are never more than their kind.
struct ToldHello {
  std::optional<ProtocolVersion> legacy_version;
  Bytes random;  // 32 bytes, or else none
  std::vector<ProtocolVersion> versions;
  std::vector<CipherSuite> suites;
  std::vector<NamedGroup> groups, shares;
  std::vector<SignatureScheme> schemes, certificate_schemes;
  std::vector<std::string> alpn;
  std::string server_name;

  bool operator==(const ToldHello&) const = default;
};

// Whole handshake messages; empty where a list is too long to be true.
Bytes ClientHelloBytes(const ToldHello& hello);
// The first suite, version and key share count.
Bytes ServerHelloBytes(const ToldHello& hello);
// In the form of `version`.
Bytes CertificateRequestBytes(const ToldHello& request, ProtocolVersion version);

// "TLSv1.2", "TLS 1.3", "SSLv3".
std::optional<ProtocolVersion> VersionNamed(std::string_view name);
// "handshake_failure", "HANDSHAKE_FAILURE", "handshake failure", "unknown CA".
std::optional<AlertDescription> AlertNamed(std::string_view name);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_TOLD_HELLO_H_
