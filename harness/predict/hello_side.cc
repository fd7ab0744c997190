#include "harness/predict/hello_side.h"

#include <algorithm>

namespace shakedown {
namespace {

template <typename T>
std::vector<T> WithoutGrease(const std::vector<T>& values) {
  std::vector<T> out;
  std::ranges::copy_if(values, std::back_inserter(out),
                       [](T value) { return !IsGrease(static_cast<uint16_t>(value)); });
  return out;
}

// Suites that name no cipher: TLS_EMPTY_RENEGOTIATION_INFO_SCSV and TLS_FALLBACK_SCSV.
constexpr CipherSuite kRenegotiationScsv{0x00ff};
constexpr CipherSuite kFallbackScsv{0x5600};

}  // namespace

std::vector<ProtocolVersion> OfferedVersions(const ClientHelloFacts& hello) {
  // RFC 8446 4.2.1, MUST: supported_versions, where sent, is all that counts.
  if (!hello.versions.empty()) return WithoutGrease(hello.versions);
  std::vector<ProtocolVersion> offered;
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls11,
                                  ProtocolVersion::kTls10, ProtocolVersion::kSsl30}) {
    if (version <= hello.legacy_version) offered.push_back(version);
  }
  return offered;
}

std::shared_ptr<Side> SideOfHello(const ClientHelloFacts& hello, const StackProfile& profile) {
  auto side = std::make_shared<Side>();
  side->role = Role::kClient;
  side->profile = &profile;
  Capabilities& has = side->has;
  side->versions = OfferedVersions(hello);
  std::sort(side->versions.rbegin(), side->versions.rend());
  has.versions = side->versions;
  side->lists_versions = !hello.versions.empty();
  if (hello.legacy_version < ProtocolVersion::kTls12) side->legacy_version = hello.legacy_version;
  for (CipherSuite suite : WithoutGrease(hello.cipher_suites)) {
    if (suite == kFallbackScsv) has.fallback_scsv = true;
    if (suite == kFallbackScsv || suite == kRenegotiationScsv) continue;
    side->suites.push_back(FactsOf(suite));
  }
  side->asked_suites = side->suites;
  side->groups = side->asked_groups = WithoutGrease(hello.groups);
  side->key_shares = WithoutGrease(hello.key_shares);
  side->schemes = side->signing = WithoutGrease(hello.signature_schemes);
  side->chain_schemes = hello.certificate_signature_schemes.empty()
                            ? side->schemes
                            : WithoutGrease(hello.certificate_signature_schemes);
  if (!hello.alpn.empty()) has.alpn = hello.alpn;
  has.server_name = hello.server_name.value_or("");
  side->sent_name = *has.server_name;
  return side;
}

}  // namespace shakedown
