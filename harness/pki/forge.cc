// The forge module: Pki over libcrypto, with everything made or read kept for the next time.
#include <fmt/format.h>
#include <openssl/crypto.h>

#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "harness/pki/content_hash.h"
#include "harness/pki/forge_factory.h"
#include "harness/pki/libcrypto.h"
#include "harness/pki/order.h"
#include "harness/pki/pem.h"
#include "harness/pki/test_keys.h"

namespace shakedown {
namespace {

bool IsPath(const std::string& name) { return name.starts_with('/'); }

uint64_t IdOf(const Identity& identity) {
  ContentHash hash;
  for (const Bytes& certificate : identity.chain) hash.Add(certificate);
  const uint8_t signing = static_cast<uint8_t>(identity.signing);
  return hash.Add(identity.key).Add(View(&signing, 1)).value();
}

class Forge : public Pki {
 public:
  Forge(LibraryContextPtr context, const std::string& key_dir)
      : context_(std::move(context)),
        keys_(key_dir, context_.get()),
        authorities_(context_.get(), &keys_) {}

  Result<const Identity*> IdentityFor(const CertificateSpec& spec, Role role) override {
    auto& kept = identities_[KeyOf(spec, role)];
    if (kept != nullptr) return kept.get();
    auto identity =
        spec.chain_file.empty() && spec.key_file.empty() ? Make(spec, role) : Read(spec);
    if (!identity) return tl::make_unexpected(identity.error());
    identity->signing = spec.signing;
    identity->id = IdOf(*identity);
    kept = std::make_unique<Identity>(std::move(*identity));
    return kept.get();
  }

  Result<const TrustAnchor*> Anchor(const std::string& ca, bool crl) override {
    auto& kept = anchors_[{ca, crl}];
    if (kept != nullptr) return kept.get();
    auto anchor = IsPath(ca) ? ReadAnchor(ca, crl) : MakeAnchor(ca, crl);
    if (!anchor) return tl::make_unexpected(anchor.error());
    anchor->ca = ca;
    anchor->id = ContentHash().Add(anchor->certificate).Add(anchor->crl).value();
    kept = std::make_unique<TrustAnchor>(std::move(*anchor));
    return kept.get();
  }

 private:
  static std::string KeyOf(const CertificateSpec& spec, Role role) {
    return fmt::format("{} {}|{}|{}", static_cast<int>(spec.signing), ContentOf(spec, role),
                       spec.chain_file, spec.key_file);
  }

  Result<Identity> Make(const CertificateSpec& spec, Role role) {
    auto issued = authorities_.Chain(spec, role);
    if (!issued) {
      return tl::make_unexpected(fmt::format("cannot make the {}'s {} certificate from {}: {}",
                                             shakedown::NameOf(role), shakedown::NameOf(spec.key),
                                             spec.issuer, issued.error()));
    }
    Identity identity;
    identity.chain = std::move(issued->chain);
    identity.key = std::move(issued->key);
    identity.key_type = spec.key;
    identity.root = std::move(issued->root);
    return identity;
  }

  Result<Identity> Read(const CertificateSpec& spec) {
    auto chain_text = ReadPemFile(spec.chain_file);
    if (!chain_text) return tl::make_unexpected(chain_text.error());
    auto key_text = ReadPemFile(spec.key_file);
    if (!key_text) return tl::make_unexpected(key_text.error());
    auto read =
        ParsePemChain(context_.get(), spec.chain_file, *chain_text, spec.key_file, *key_text);
    if (!read) return tl::make_unexpected(read.error());
    Identity identity;
    identity.chain = std::move(read->chain);
    identity.key = std::move(read->key);
    identity.key_type = read->key_type;
    // The last certificate of the file is as far up as this chain is known to lead.
    identity.root = spec.chain_file;
    return identity;
  }

  Result<TrustAnchor> MakeAnchor(const std::string& ca, bool crl) {
    auto root = authorities_.Root(ca);
    if (!root) return tl::make_unexpected(root.error());
    TrustAnchor anchor;
    anchor.certificate = ToDer<i2d_X509>((*root)->certificate.get());
    if (crl) {
      auto list = authorities_.Crl(ca);
      if (!list) return tl::make_unexpected(list.error());
      anchor.crl = std::move(*list);
    }
    return anchor;
  }

  Result<TrustAnchor> ReadAnchor(const std::string& path, bool crl) {
    auto text = ReadPemFile(path);
    if (!text) return tl::make_unexpected(text.error());
    auto read = ParsePemAnchor(context_.get(), path, *text);
    if (!read) return tl::make_unexpected(read.error());
    TrustAnchor anchor;
    anchor.certificate = std::move(read->certificate);
    if (crl) anchor.crl = std::move(read->crl);
    return anchor;
  }

  LibraryContextPtr context_;
  TestKeys keys_;
  Authorities authorities_;
  std::map<std::string, std::unique_ptr<Identity>> identities_;
  std::map<std::pair<std::string, bool>, std::unique_ptr<TrustAnchor>> anchors_;
};

}  // namespace
}  // namespace shakedown

extern "C" __attribute__((visibility("default"))) shakedown::Pki* ShakedownForge(
    int interface_version, const char* key_dir, std::string* error) {
  using namespace shakedown;
  if (interface_version != kForgeInterfaceVersion) {
    *error = fmt::format("this forge speaks interface version {}, the program {}",
                         kForgeInterfaceVersion, interface_version);
    return nullptr;
  }
  // Another library of the same ancestry in the executable's own scope would answer in its place.
  const std::string_view version = OpenSSL_version(OPENSSL_VERSION);
  if (!version.starts_with("OpenSSL 3")) {
    *error = fmt::format("its libcrypto is \"{}\" where OpenSSL 3 is needed", version);
    return nullptr;
  }
  LibraryContextPtr context = NewForgeContext();
  if (context == nullptr) {
    *error = "libcrypto: " + LibraryErrors();
    return nullptr;
  }
  return new Forge(std::move(context), key_dir);
}
