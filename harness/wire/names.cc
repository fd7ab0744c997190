#include "harness/wire/names.h"

#include <algorithm>
#include <array>

namespace shakedown {
namespace {

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool SameLetters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

// A further name for something that has one of its own in the table.
struct Alias {
  std::string_view name;
  uint16_t number;
};

// What OpenSSL 1.0 and earlier called suites whose key exchange it now spells DHE.
constexpr Alias kSuiteAliases[] = {
    {"EXP-EDH-DSS-DES-CBC-SHA", 0x0011}, {"EDH-DSS-DES-CBC-SHA", 0x0012},
    {"EDH-DSS-DES-CBC3-SHA", 0x0013},    {"EXP-EDH-RSA-DES-CBC-SHA", 0x0014},
    {"EDH-RSA-DES-CBC-SHA", 0x0015},     {"EDH-RSA-DES-CBC3-SHA", 0x0016},
};

// The names of NIST and ANSI X9.62, which OpenSSL and BoringSSL take.
constexpr Alias kGroupAliases[] = {
    {"K-163", 0x0001}, {"B-163", 0x0003}, {"K-233", 0x0006},      {"B-233", 0x0007},
    {"K-283", 0x0009}, {"B-283", 0x000a}, {"K-409", 0x000b},      {"B-409", 0x000c},
    {"K-571", 0x000d}, {"B-571", 0x000e}, {"P-192", 0x0013},      {"prime192v1", 0x0013},
    {"P-224", 0x0015}, {"P-256", 0x0017}, {"prime256v1", 0x0017}, {"P-384", 0x0018},
    {"P-521", 0x0019},
};

// OpenSSL's pairs of key and hash, and the names by which GnuTLS means a curve before TLS 1.3.
constexpr Alias kSchemeAliases[] = {
    {"RSA+SHA1", 0x0201},       {"RSA+SHA224", 0x0301},     {"RSA+SHA256", 0x0401},
    {"ECDSA+SHA256", 0x0403},   {"RSA+SHA384", 0x0501},     {"ECDSA+SHA384", 0x0503},
    {"RSA+SHA512", 0x0601},     {"ECDSA+SHA512", 0x0603},   {"RSA-PSS+SHA256", 0x0804},
    {"RSA-PSS+SHA384", 0x0805}, {"RSA-PSS+SHA512", 0x0806}, {"PSS+SHA256", 0x0804},
    {"PSS+SHA384", 0x0805},     {"PSS+SHA512", 0x0806},     {"ECDSA-SHA256", 0x0403},
    {"ECDSA-SHA384", 0x0503},   {"ECDSA-SHA512", 0x0603},
};

// The SSL 2.0 specification of 1995, appendix C.4.
constexpr Ssl2CipherKind kSsl2CipherKinds[] = {
    {0x010080, "SSL_CK_RC4_128_WITH_MD5", "1"},
    {0x020080, "SSL_CK_RC4_128_EXPORT40_WITH_MD5", "2"},
    {0x030080, "SSL_CK_RC2_128_CBC_WITH_MD5", "3"},
    {0x040080, "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5", "4"},
    {0x050080, "SSL_CK_IDEA_128_CBC_WITH_MD5"},
    {0x060040, "SSL_CK_DES_64_CBC_WITH_MD5", "6"},
    {0x0700c0, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5", "7"},
};

template <typename Row, typename Code>
Row RowOf(std::span<const Row> rows, Code Row::*member, Code code) {
  const auto row =
      std::lower_bound(rows.begin(), rows.end(), code,
                       [member](const Row& a, Code number) { return a.*member < number; });
  if (row != rows.end() && *row.*member == code) return *row;
  Row unknown;
  unknown.*member = code;
  return unknown;
}

// Finds `name` in the columns in their order, so that IANA's name comes before all others.
template <typename Row, typename Code, size_t kColumns>
std::optional<Code> Find(std::span<const Row> rows, Code Row::*member, std::string_view name,
                         const std::array<std::string_view Row::*, kColumns>& columns,
                         std::span<const Alias> aliases, std::span<const CodePoint> registry) {
  if (name.empty()) return std::nullopt;
  for (std::string_view Row::*column : columns) {
    for (const Row& row : rows) {
      if (SameLetters(row.*column, name)) return row.*member;
    }
  }
  for (const Alias& alias : aliases) {
    if (SameLetters(alias.name, name)) return Code{alias.number};
  }
  const std::optional<uint16_t> number = NumberOf(registry, name);
  return number ? std::optional(Code{*number}) : std::nullopt;
}

std::string_view Without(std::string_view prefix, std::string_view name) {
  if (SameLetters(name.substr(0, prefix.size()), prefix)) name.remove_prefix(prefix.size());
  return name;
}

}  // namespace

std::span<const Ssl2CipherKind> Ssl2CipherKinds() { return kSsl2CipherKinds; }

CipherSuiteNames NamesOf(CipherSuite suite) {
  return RowOf(CipherSuiteTable(), &CipherSuiteNames::suite, suite);
}
NamedGroupNames NamesOf(NamedGroup group) {
  return RowOf(NamedGroupTable(), &NamedGroupNames::group, group);
}
SignatureSchemeNames NamesOf(SignatureScheme scheme) {
  return RowOf(SignatureSchemeTable(), &SignatureSchemeNames::scheme, scheme);
}

std::optional<CipherSuite> CipherSuiteNamed(std::string_view any) {
  using Row = CipherSuiteNames;
  static constexpr std::array kColumns = {&Row::iana, &Row::openssl, &Row::gnutls,
                                          &Row::system_ssl_2, &Row::system_ssl_4};
  return Find(CipherSuiteTable(), &Row::suite, any, kColumns, kSuiteAliases, CipherSuites());
}

std::optional<NamedGroup> NamedGroupNamed(std::string_view any) {
  using Row = NamedGroupNames;
  static constexpr std::array kColumns = {&Row::iana, &Row::openssl, &Row::gnutls,
                                          &Row::system_ssl};
  return Find(NamedGroupTable(), &Row::group, Without("GROUP-", any), kColumns, kGroupAliases,
              NamedGroups());
}

std::optional<SignatureScheme> SignatureSchemeNamed(std::string_view any) {
  using Row = SignatureSchemeNames;
  static constexpr std::array kColumns = {&Row::iana, &Row::openssl, &Row::gnutls, &Row::system_ssl,
                                          &Row::at_tls};
  return Find(SignatureSchemeTable(), &Row::scheme, Without("SIGN-", any), kColumns, kSchemeAliases,
              SignatureSchemes());
}

}  // namespace shakedown
