#include <openssl/aead.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <iterator>

#include "peers/boringssl/tables.h"
#include "peers/ssl/context.h"
#include "peers/ssl/library.h"
#include "peers/ssl/parsed.h"

namespace shakedown {
namespace {

using Objection = std::optional<std::string>;

bool EnablesOlder(const Capabilities& has) {
  return Enables(has, ProtocolVersion::kTls10) || Enables(has, ProtocolVersion::kTls11) ||
         Enables(has, ProtocolVersion::kTls12);
}

Objection AboutVersions(const Capabilities& has) {
  if (!has.versions || has.versions->empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(has.versions->begin(), has.versions->end());
  const auto span = static_cast<size_t>(*high) - static_cast<size_t>(*low) + 1;
  if (span == has.versions->size()) return std::nullopt;
  return "versions: BoringSSL has a range without gaps";
}

// Whether the TLS 1.3 suites of `suites` stand as a BoringSSL client offers them: ChaCha20-Poly1305
// last where the processor has AES instructions, else first.
bool InOwnOrder(const std::vector<CipherSuite>& suites) {
  constexpr auto kChaCha20 = static_cast<CipherSuite>(0x1303);
  std::vector<CipherSuite> newer;
  std::copy_if(suites.begin(), suites.end(), std::back_inserter(newer), IsTls13Suite);
  std::vector<CipherSuite> own = newer;
  std::sort(own.begin(), own.end());
  const auto chacha20 = std::find(own.begin(), own.end(), kChaCha20);
  if (EVP_has_aes_hardware() == 0 && chacha20 != own.end()) {
    std::rotate(own.begin(), chacha20, own.end());
  }
  return newer == own;
}

Objection AboutSuites(const PeerConfig& config, const Capabilities& has) {
  const bool newer = Enables(has, ProtocolVersion::kTls13);
  if (has.cipher_suites) {
    const auto count = static_cast<size_t>(
        std::count_if(has.cipher_suites->begin(), has.cipher_suites->end(), IsTls13Suite));
    if (newer && count != Tls13SuiteCount(has)) {
      return "cipher_suites: BoringSSL cannot be told which TLS 1.3 suites to use";
    }
    if (newer && config.role == Role::kClient && !InOwnOrder(*has.cipher_suites)) {
      return "cipher_suites: BoringSSL offers TLS 1.3 suites in its own order";
    }
    if (EnablesOlder(has) && count == has.cipher_suites->size()) {
      return "cipher_suites: BoringSSL cannot be left without a suite before TLS 1.3";
    }
  }
  if (config.role == Role::kServer && newer && has.server_preference == false) {
    return "server_preference: BoringSSL picks TLS 1.3 suites by its own order";
  }
  return std::nullopt;
}

// The groups that get a share in the first ClientHello.
std::vector<NamedGroup> Predicted(const std::vector<NamedGroup>& groups) {
  std::vector<NamedGroup> shares = {groups.front()};
  for (NamedGroup group : groups) {
    if (IsPostQuantum(group) != IsPostQuantum(groups.front())) {
      shares.push_back(group);
      break;
    }
  }
  return shares;
}

Objection AboutGroups(const PeerConfig& config, const Capabilities& has) {
  const bool newer = Enables(has, ProtocolVersion::kTls13);
  if (has.groups && has.groups->empty()) {
    // Only suites without ECDHE need no group.
    const bool needless =
        !newer && has.cipher_suites &&
        std::all_of(has.cipher_suites->begin(), has.cipher_suites->end(),
                    [](CipherSuite suite) { return static_cast<uint16_t>(suite) < 0x00ff; });
    if (!needless) return "groups: BoringSSL cannot be given an empty list";
  }
  if (!newer) {
    for (NamedGroup group : has.groups.value_or(std::vector<NamedGroup>{})) {
      if (IsPostQuantum(group)) return "groups: hybrid groups exist in TLS 1.3 only";
    }
  }
  if (config.role != Role::kClient || !has.key_shares || !newer) return std::nullopt;
  if (*has.key_shares == Predicted(has.groups ? *has.groups : DefaultGroups())) {
    return std::nullopt;
  }
  return "key_shares: BoringSSL itself decides, and sends one for the first of its groups";
}

Objection AboutSchemes(const Capabilities& has) {
  const bool spoken =
      Enables(has, ProtocolVersion::kTls12) || Enables(has, ProtocolVersion::kTls13);
  if (has.signature_schemes && has.signature_schemes->empty() && spoken) {
    return "signature_schemes: BoringSSL takes an empty list for its default";
  }
  return std::nullopt;
}

// BoringSSL refuses to load an ECDSA leaf whose keyUsage forbids signatures.
Objection AboutCertificates(const PeerConfig& config) {
  for (const Identity& identity : config.identities) {
    const ParsedIdentity* parsed = Parsed(identity);
    if (parsed == nullptr || parsed->chain.empty()) continue;
    X509* leaf = parsed->chain.front().get();
    if (EVP_PKEY_id(parsed->key.get()) == EVP_PKEY_EC &&
        (X509_get_key_usage(leaf) & X509v3_KU_DIGITAL_SIGNATURE) == 0) {
      return "certificates: BoringSSL does not load an ECDSA certificate without digitalSignature "
             "in its keyUsage";
    }
  }
  return std::nullopt;
}

Objection AboutSwitches(const PeerConfig& config, const Capabilities& has) {
  if (has.security_level.value_or(0) != 0) {
    return "security_level: BoringSSL has no security levels";
  }
  if (has.extended_master_secret == false) {
    return "extended_master_secret: BoringSSL always offers it";
  }
  if (has.encrypt_then_mac == true) return "encrypt_then_mac: BoringSSL does not have it";
  if (config.role == Role::kClient && has.max_fragment_length) {
    return "max_fragment_length: BoringSSL does not have the extension";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> LibraryObjection(const PeerConfig& config) {
  const Capabilities has = UnderPolicy(*config.capabilities);
  if (auto objection = AboutVersions(has)) return objection;
  if (auto objection = AboutSuites(config, has)) return objection;
  if (auto objection = AboutGroups(config, has)) return objection;
  if (auto objection = AboutSchemes(has)) return objection;
  if (auto objection = AboutCertificates(config)) return objection;
  return AboutSwitches(config, has);
}

}  // namespace shakedown
