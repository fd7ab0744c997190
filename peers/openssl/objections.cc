#include <algorithm>
#include <set>

#include "peers/openssl/tables.h"
#include "peers/ssl/context.h"
#include "peers/ssl/library.h"

namespace shakedown {
namespace {

using Objection = std::optional<std::string>;

bool OnlyTls13(const Capabilities& has) {
  return has.versions && has.versions->size() == 1 &&
         has.versions->front() == ProtocolVersion::kTls13;
}

Objection AboutVersions(const PeerConfig& config) {
  const auto& versions = config.capabilities->versions;
  if (config.role != Role::kClient || !versions || versions->empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(versions->begin(), versions->end());
  const auto span = static_cast<size_t>(*high) - static_cast<size_t>(*low) + 1;
  if (span == versions->size()) return std::nullopt;
  return "versions: an OpenSSL client offers a range without gaps";
}

bool UsesElliptic(const Capabilities& has) {
  if (Enables(has, ProtocolVersion::kTls13) || !has.cipher_suites) return true;
  return std::any_of(has.cipher_suites->begin(), has.cipher_suites->end(), [](CipherSuite suite) {
    const auto number = static_cast<uint16_t>(suite);
    return number >> 8 == 0xc0 || number == 0xcca8 || number == 0xcca9;
  });
}

Objection AboutGroups(const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  if (has.groups && has.groups->empty() && UsesElliptic(has)) {
    return "groups: OpenSSL cannot be given an empty list";
  }
  const bool newer = Enables(has, ProtocolVersion::kTls13);
  const bool older = !OnlyTls13(has);
  for (NamedGroup group : has.groups.value_or(std::vector<NamedGroup>{})) {
    if ((newer && IsTls13Group(group)) || (older && IsTls12Group(group))) continue;
    return std::string("groups: OpenSSL does not use ") + OpensslName(group) +
           " in the versions that are enabled";
  }
  if (config.role != Role::kClient || !newer) return std::nullopt;
  NamedGroup first = NamedGroup::kX25519;
  if (has.groups) {
    const auto it = std::find_if(has.groups->begin(), has.groups->end(), IsTls13Group);
    if (it == has.groups->end()) return "groups: an OpenSSL client of TLS 1.3 needs a group for it";
    first = *it;
  }
  if (!has.key_shares || *has.key_shares == std::vector{first}) return std::nullopt;
  return "key_shares: OpenSSL sends exactly one, for the first of its groups that TLS 1.3 has";
}

Objection AboutSchemes(const PeerConfig& config) {
  const auto& schemes = config.capabilities->signature_schemes;
  if (!schemes) return std::nullopt;
  const bool spoken = Enables(*config.capabilities, ProtocolVersion::kTls12) ||
                      Enables(*config.capabilities, ProtocolVersion::kTls13);
  if (schemes->empty() && spoken) {
    return "signature_schemes: OpenSSL cannot be given an empty list";
  }
  if (config.role != Role::kClient || !OnlyTls13(*config.capabilities)) return std::nullopt;
  for (SignatureScheme scheme : *schemes) {
    const auto number = static_cast<uint16_t>(scheme);
    if (number >> 8 == 0x02 || number >> 8 == 0x03) {
      return "signature_schemes: an OpenSSL client of TLS 1.3 alone leaves out SHA-1 and SHA-224";
    }
  }
  return std::nullopt;
}

// Whether one of `schemes` is by a key that a suite with `authentication` is for.
bool HasSchemeFor(int authentication, const std::vector<SignatureScheme>& schemes) {
  return std::any_of(schemes.begin(), schemes.end(), [&](SignatureScheme scheme) {
    const auto number = static_cast<uint16_t>(scheme);
    const bool elliptic =
        number >> 8 == 0x08 ? number == 0x0807 || number == 0x0808 : (number & 0xff) == 0x03;
    return authentication == (elliptic ? NID_auth_ecdsa : NID_auth_rsa);
  });
}

// What an OpenSSL client makes of a list of suites beyond saying it.
Objection AboutSuites(const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  if (config.role != Role::kClient || !has.cipher_suites || has.cipher_suites->empty()) {
    return std::nullopt;
  }
  // RFC 8446 allows suites that are all older than the newest version; OpenSSL then fails before
  // it says anything.
  if (Enables(has, ProtocolVersion::kTls13) &&
      std::none_of(has.cipher_suites->begin(), has.cipher_suites->end(), IsTls13Suite)) {
    return "cipher_suites: an OpenSSL client must have a suite of its newest version";
  }
  if (!has.signature_schemes || OnlyTls13(has)) return std::nullopt;
  for (CipherSuite suite : *has.cipher_suites) {
    const int authentication = AuthenticationOf(suite);
    if (IsTls13Suite(suite) || authentication == NID_auth_null) continue;
    if (!HasSchemeFor(authentication, *has.signature_schemes)) {
      return std::string("cipher_suites: an OpenSSL client leaves out ") + OpensslName(suite) +
             " with these signature_schemes";
    }
  }
  return std::nullopt;
}

// The place OpenSSL has for a key of `type` beside those of other types.
int SlotOf(KeyType type) {
  switch (type) {
    case KeyType::kRsa1024:
    case KeyType::kRsa2048:
    case KeyType::kRsa3072:
    case KeyType::kRsa4096:
      return 0;
    case KeyType::kRsaPss2048:
      return 1;
    case KeyType::kEd25519:
      return 2;
    case KeyType::kEd448:
      return 3;
    default:
      return 4;
  }
}

Objection AboutIdentities(const PeerConfig& config) {
  std::set<int> slots;
  for (const Identity& identity : config.identities) {
    const int slot = SlotOf(identity.key_type);
    if (identity.signing != Signing::kWorks && slot != 0 && slot != 4) {
      return "certificates: OpenSSL lets only RSA and ECDSA keys fail or corrupt a signature";
    }
    if (!slots.insert(slot).second && config.role == Role::kServer) {
      return "certificates: an OpenSSL server holds one certificate of a key type";
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> LibraryObjection(const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  if (auto objection = AboutVersions(config)) return objection;
  if (auto objection = AboutSuites(config)) return objection;
  if (auto objection = AboutGroups(config)) return objection;
  if (auto objection = AboutSchemes(config)) return objection;
  if (auto objection = AboutIdentities(config)) return objection;
  if (has.security_level && (*has.security_level < 0 || *has.security_level > 5)) {
    return "security_level: OpenSSL has levels 0 to 5";
  }
  if (config.role == Role::kClient && has.max_fragment_length) {
    const int length = *has.max_fragment_length;
    if (length != 512 && length != 1024 && length != 2048 && length != 4096) {
      return "max_fragment_length: the extension has codes for 512, 1024, 2048 and 4096 only";
    }
  }
  return std::nullopt;
}

}  // namespace shakedown
