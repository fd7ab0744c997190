// The module's factory, and what GnuTLS is and can be told.
#include "harness/stack/stack.h"

#include <gnutls/gnutls.h>

#include "peers/gnutls/algorithms.h"
#include "peers/gnutls/expressible.h"
#include "peers/gnutls/peer.h"

namespace shakedown::gnutls {
namespace {

StackInfo Describe() {
  StackInfo info;
  info.name = "gnutls";
  info.version = gnutls_check_version(nullptr);
  info.library = "GnuTLS " + info.version;
  info.versions = {ProtocolVersion::kTls10, ProtocolVersion::kTls11, ProtocolVersion::kTls12,
                   ProtocolVersion::kTls13};
  for (const SuiteParts& parts : AllSuites()) {
    if (UsesCertificates(parts)) info.cipher_suites.push_back(parts.suite);
  }
  info.groups = AllGroups();
  info.signature_schemes = AllSignatureSchemes();
  info.key_types = {KeyType::kRsa1024,   KeyType::kRsa2048,    KeyType::kRsa3072,
                    KeyType::kRsa4096,   KeyType::kRsaPss2048, KeyType::kSecp256r1,
                    KeyType::kSecp384r1, KeyType::kSecp521r1,  KeyType::kEd25519,
                    KeyType::kEd448};
  info.cannot = {
      "take cipher suites that are not a product of key exchanges, ciphers and MACs, in its order",
      "mix elliptic-curve and finite-field groups in one order of preference",
      "send no key share, or shares for two groups of the same kind",
      "offer TLS 1.3 together with TLS 1.1 or 1.0 but without TLS 1.2",
      "name other signature schemes for certificates than for handshakes",
      "apply the security level to anything but certificates and Diffie-Hellman parameters",
      "limit its records by max_fragment_length without offering record_size_limit too",
  };
  return info;
}

class GnutlsStack : public Stack {
 public:
  const StackInfo& info() const override { return info_; }

  const void* entry_point() const override { return reinterpret_cast<const void*>(&gnutls_init); }

  std::optional<std::string> CannotExpress(const PeerConfig& config) const override {
    return WhyInexpressible(config, &sides_);
  }

  std::unique_ptr<Peer> NewPeer(const PeerConfig& config, NativeError* error) override {
    auto make = [&](const Capabilities& wanted, std::span<const Identity> identities) {
      return sides_.Make(wanted, {config.role, identities, config.trust, config.ca_names});
    };
    auto own = make(*config.capabilities, config.identities);
    if (!own) return Refuse(own.error(), error);
    std::vector<Side> hosts;
    for (const HostConfig& host : config.hosts) {
      auto side = make(*host.capabilities, host.identities);
      if (!side) return Refuse(side.error(), error);
      hosts.push_back(std::move(*side));
    }
    auto peer = GnutlsPeer::Make(config, std::move(*own), std::move(hosts));
    if (!peer) return Refuse(peer.error(), error);
    return std::move(*peer);
  }

 private:
  static std::unique_ptr<Peer> Refuse(NativeError reason, NativeError* error) {
    if (error != nullptr) *error = std::move(reason);
    return nullptr;
  }

  const StackInfo info_ = Describe();
  mutable SideMaker sides_;  // a cache: what it keeps changes no answer
};

}  // namespace
}  // namespace shakedown::gnutls

extern "C" __attribute__((visibility("default"))) shakedown::Stack* ShakedownStack(
    int interface_version) {
  if (interface_version != shakedown::kStackInterfaceVersion) return nullptr;
  // Lives for ever: the module is never unloaded, and sessions may outlive static destruction.
  static auto* stack = new shakedown::gnutls::GnutlsStack;
  return stack;
}
