// Code points and the names OpenSSL 3.0 gives them in its configuration strings.
#ifndef PEERS_OPENSSL_TABLES_H_
#define PEERS_OPENSSL_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "harness/wire/code_points.h"

namespace shakedown {

// The suites, groups and schemes of this library, found by asking it once.
const std::vector<CipherSuite>& OpensslSuites();
const std::vector<NamedGroup>& OpensslGroups();
const std::vector<SignatureScheme>& OpensslSchemes();

// The name to put into a configuration string; null for a value that is in no list above.
const char* OpensslName(CipherSuite suite);
const char* OpensslName(NamedGroup group);
const char* OpensslName(SignatureScheme scheme);

// How a suite authenticates its server: NID_auth_rsa, NID_auth_ecdsa, NID_auth_null ...
int AuthenticationOf(CipherSuite suite);

// In which versions the library uses a group: TLS 1.3, or the versions before it.
bool IsTls13Group(NamedGroup group);
bool IsTls12Group(NamedGroup group);

// The group of a NID as SSL_get_negotiated_group gives it.
std::optional<NamedGroup> GroupOfNid(int nid);

}  // namespace shakedown

#endif  // PEERS_OPENSSL_TABLES_H_
