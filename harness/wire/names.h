// What each implementation calls the cipher suites, groups and signature schemes:
//
//   NamesOf(CipherSuite{0x0035}).openssl       "AES256-SHA"
//   NamesOf(CipherSuite{0x0035}).system_ssl_4  "0035"
//   CipherSuiteNamed("TLS_RSA_AES_256_CBC_SHA1")  0x0035, by the name that GnuTLS has for it
//   NamedGroupNamed("P-256")                   0x0017
//
// All text is static. A name is empty where an implementation never had one; that there is a name
// does not say that this or that release of it still supports the thing.
#ifndef HARNESS_WIRE_NAMES_H_
#define HARNESS_WIRE_NAMES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "harness/wire/code_points.h"

namespace shakedown {

struct CipherSuiteNames {
  CipherSuite suite{};
  std::string_view iana;
  std::string_view openssl = "";  // also BoringSSL's
  std::string_view gnutls = "";
  std::string_view system_ssl_2 = "";  // z/OS System SSL's cipher specifications of 2 and of 4
  std::string_view system_ssl_4 = "";  // characters: hex, in capitals
};

struct NamedGroupNames {
  NamedGroup group{};
  std::string_view iana;
  std::string_view openssl = "";
  std::string_view gnutls = "";      // without the "GROUP-" of a priority string
  std::string_view system_ssl = "";  // 4 digits, decimal: "0023" is 0x0017
};

struct SignatureSchemeNames {
  SignatureScheme scheme{};
  std::string_view iana;
  std::string_view openssl = "";
  std::string_view gnutls = "";      // without the "SIGN-" of a priority string
  std::string_view system_ssl = "";  // 4 digits, hex
  std::string_view at_tls = "";      // the name in AT-TLS policies
};

// A cipher kind of an SSL 2.0 ClientHello; a TLS suite stands there as 0x00 and its number.
struct Ssl2CipherKind {
  uint32_t number;  // 24 bits
  std::string_view name;
  std::string_view system_ssl = "";  // 1 character
};

// In ascending order of number.
std::span<const CipherSuiteNames> CipherSuiteTable();
std::span<const NamedGroupNames> NamedGroupTable();
std::span<const SignatureSchemeNames> SignatureSchemeTable();
std::span<const Ssl2CipherKind> Ssl2CipherKinds();

// NamesOf returns the row of what it is given; all names are empty if no registry has it.
CipherSuiteNames NamesOf(CipherSuite suite);
NamedGroupNames NamesOf(NamedGroup group);
SignatureSchemeNames NamesOf(SignatureScheme scheme);

// These find a row by any of its names, whatever the case of its letters, by the further names
// that OpenSSL and GnuTLS take ("P-256", "RSA+SHA256", "GROUP-X25519"), or read "0x" and up to four
// hex digits. Digits alone are what System SSL means by them: "0029" is the suite 0x0029, and the
// group 29, x25519.
std::optional<CipherSuite> CipherSuiteNamed(std::string_view any);
std::optional<NamedGroup> NamedGroupNamed(std::string_view any);
std::optional<SignatureScheme> SignatureSchemeNamed(std::string_view any);

}  // namespace shakedown

#endif  // HARNESS_WIRE_NAMES_H_
