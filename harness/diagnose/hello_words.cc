#include "harness/diagnose/hello_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "harness/predict/hello_side.h"
#include "harness/predict/key_facts.h"

namespace shakedown {
namespace {

// "x25519, secp256r1 and 3 more"; reserved values (RFC 8701) are left out.
template <typename T>
std::string List(const std::vector<T>& values) {
  constexpr size_t kMost = 4;
  std::vector<std::string> names;
  size_t more = 0;
  for (const T value : values) {
    if (IsGrease(static_cast<uint16_t>(value))) continue;
    if (names.size() < kMost) {
      names.push_back(NameOf(value));
    } else {
      ++more;
    }
  }
  if (names.empty()) return "none";
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  if (more != 0) text += fmt::format(" and {} more", more);
  return text;
}

// Which kinds of key the suites before TLS 1.3 can be authenticated with.
std::string KeysOf(const ClientHelloFacts& hello) {
  bool rsa = false, ecdsa = false, any = false;
  for (const CipherSuite suite : hello.cipher_suites) {
    const SuiteFacts facts = FactsOf(suite);
    rsa = rsa || facts.authentication == SuiteFacts::Authentication::kRsa;
    ecdsa = ecdsa || facts.authentication == SuiteFacts::Authentication::kEcdsa;
    any = any || facts.tls13;
  }
  if (any || (rsa && ecdsa)) return "any kind of key";
  return rsa ? "RSA keys only" : ecdsa ? "ECDSA keys only" : "no usual key";
}

// Of usual keys, those that the hello has no scheme for.
std::string KeysWithoutScheme(const ClientHelloFacts& hello) {
  // A list of reserved values alone offers no version.
  ProtocolVersion version = ProtocolVersion::kTls12;
  for (const ProtocolVersion one : OfferedVersions(hello)) version = std::max(version, one);
  std::vector<std::string> names;
  for (const KeyType type : {KeyType::kRsa2048, KeyType::kSecp256r1, KeyType::kSecp384r1,
                             KeyType::kSecp521r1, KeyType::kEd25519, KeyType::kEd448}) {
    const KeyFacts key = FactsOf(type);
    const bool signs = std::ranges::any_of(hello.signature_schemes, [&](SignatureScheme scheme) {
      return CanSign(key, scheme, version);
    });
    if (!signs) names.push_back(NameOf(key));
  }
  return names.empty() ? "no usual one" : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

Words HelloWords(std::string_view cause, const ClientHelloFacts& hello) {
  if (cause == "no_common_cipher" || cause == "no_tls13_cipher_configured" ||
      cause == "fips_disallows_cipher") {
    const std::string why =
        cause == "no_tls13_cipher_configured" ? "the server has TLS 1.3 on and none of its suites"
        : cause == "fips_disallows_cipher"    ? "the server's FIPS mode leaves none of them"
                                              : "the server takes none of them";
    return {fmt::format("the client offers the suites {}, and {}", List(hello.cipher_suites), why),
            "RFC 8446 4.1.1, RFC 5246 7.4.1.3"};
  }
  if (cause == "cert_type_not_usable_with_cipher") {
    return {fmt::format("the client's suites serve {}, and the server's key is of another kind",
                        KeysOf(hello)),
            "RFC 5246 7.4.2"};
  }
  if (cause == "no_common_group" || cause == "fips_disallows_curve") {
    return {fmt::format("the client offers the groups {}, and the server {}", List(hello.groups),
                        cause == "no_common_group" ? "has none of them"
                                                   : "may use none of them in FIPS mode"),
            "RFC 8446 4.2.7, RFC 8422 5.1"};
  }
  if (cause == "cert_curve_not_in_peer_groups") {
    return {
        fmt::format("the client lists the groups {}, and the server's key lies on another curve",
                    List(hello.groups)),
        "RFC 8422 5.1"};
  }
  if (cause == "no_common_signature_algorithm" || cause == "no_signature_scheme_for_key") {
    return {fmt::format("the client accepts the schemes {}; keys without one are {}",
                        List(hello.signature_schemes), KeysWithoutScheme(hello)),
            "RFC 8446 4.2.3, RFC 5246 7.4.1.4.1"};
  }
  if (cause == "version_mismatch") {
    return {fmt::format("the client offers {}, and the server has none of it",
                        List(OfferedVersions(hello))),
            "RFC 8446 4.2.1, RFC 5246 E.1"};
  }
  if (cause == "alpn_mismatch") {
    return {fmt::format("the client offers the protocols {}, and the server insists on others",
                        fmt::join(hello.alpn, ", ")),
            "RFC 7301 3.2"};
  }
  if (cause == "sni_unrecognized") {
    return {fmt::format("the server does not know \"{}\"", hello.server_name.value_or("")),
            "RFC 6066 3"};
  }
  if (cause == "sni_required") return {"the client sent no server_name", "RFC 8446 9.2"};
  if (cause == "inappropriate_fallback") {
    return {fmt::format("the client fell back to {} and the server has better",
                        List(OfferedVersions(hello))),
            "RFC 7507 3"};
  }
  if (cause == "no_local_certificate") {
    return {"nothing on offer is unusual; the server may have no certificate", "RFC 8446 4.4.2.1"};
  }
  if (cause == "private_key_unavailable") {
    return {"the server may be unable to use its private key", "RFC 8446 6.2"};
  }
  if (cause == "missing_mandatory_extension") {
    return {"an extension that TLS 1.3 demands is not in the ClientHello", "RFC 8446 9.2"};
  }
  return {};
}

}  // namespace shakedown
