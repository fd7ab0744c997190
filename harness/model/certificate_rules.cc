#include "harness/model/certificate_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/signature_family.h"

namespace shakedown {
namespace {

using enum CertificateFault;

class Rules {
 public:
  explicit Rules(const CertificateSpec& spec) : spec_(spec) {}

  std::vector<CertificateContradiction> Broken() {
    Intermediates();
    Pairs();
    Names();
    Signature();
    return std::move(broken_);
  }

 private:
  bool Has(CertificateFault fault) const {
    return std::ranges::find(spec_.faults, fault) != spec_.faults.end();
  }

  void Break(const char* field, std::string message, std::string allowed) {
    broken_.push_back({field, std::move(message), std::move(allowed)});
  }

  void Intermediates() {
    for (CertificateFault fault :
         {kMissingIntermediate, kExpiredIntermediate, kIssuerNotCa, kPathLength}) {
      if (Has(fault) && spec_.intermediates.empty()) {
        Break("faults", fmt::format("{} needs an intermediate", NameOf(fault)),
              fmt::format("\"intermediates\" of {} or more with this fault",
                          fault == kPathLength ? "two key types" : "one key type"));
      }
    }
    if (Has(kPathLength) && spec_.intermediates.size() == 1) {
      Break("faults", "path_length needs two intermediates: the first allows none below it",
            "\"intermediates\" of two key types or more with path_length");
    }
    if (Has(kSelfSigned) && !spec_.intermediates.empty()) {
      Break("faults", "self_signed has no intermediates", "no \"intermediates\" with self_signed");
    }
    if (Has(kRevoked) && !spec_.intermediates.empty()) {
      Break("faults", "revoked needs a leaf issued by the root: intermediates have no CRL",
            "no \"intermediates\" with revoked");
    }
  }

  void Pairs() {
    constexpr std::pair<CertificateFault, CertificateFault> kApart[] = {
        {kExpired, kNotYetValid}, {kPathLength, kIssuerNotCa}, {kSelfSigned, kUnknownCa},
        {kSelfSigned, kRevoked},  {kRevoked, kUnknownCa},
    };
    for (const auto& [one, other] : kApart) {
      if (Has(one) && Has(other)) {
        Break("faults", fmt::format("{} contradicts {}", NameOf(one), NameOf(other)),
              "one of the two");
      }
    }
  }

  void Names() {
    if (Has(kWrongHostName) && !spec_.names.empty()) {
      Break("faults", "wrong_host_name contradicts names of one's own",
            "no \"names\" with wrong_host_name");
    }
  }

  // Whose key signs the leaf, as far as it is known.
  std::optional<KeyType> Signer() const {
    if (Has(kSelfSigned)) return spec_.key;
    if (!spec_.intermediates.empty()) return spec_.intermediates.back();
    return CaKeyType(spec_.issuer);
  }

  void Signature() {
    const std::optional<KeyType> signer = Signer();
    if (Has(kSha1Signature) && signer) {
      const SignatureFamily family = FamilyOf(*signer);
      if (family == SignatureFamily::kEd25519 || family == SignatureFamily::kEd448) {
        Break("faults",
              fmt::format("an issuer's {} key has no signature with SHA-1", NameOf(*signer)),
              "sha1_signature under an issuer with an RSA or ECDSA key");
      }
    }
    if (!spec_.signature) return;
    if (Has(kSha1Signature)) {
      Break("signature", "sha1_signature contradicts an explicit signature",
            "no \"signature\" with sha1_signature");
    }
    const std::optional<SignatureFamily> family = FamilyOf(*spec_.signature);
    if (!family) {
      Break("signature",
            fmt::format("no certificate can be signed with {}", NameOf(*spec_.signature)),
            "a signature scheme for certificates");
    } else if (signer && *family != FamilyOf(*signer)) {
      Break("signature",
            fmt::format("an issuer's {} key cannot sign with {}", NameOf(*signer),
                        NameOf(*spec_.signature)),
            "a signature scheme of the issuer's key type");
    }
  }

  const CertificateSpec& spec_;
  std::vector<CertificateContradiction> broken_;
};

}  // namespace

std::vector<CertificateContradiction> ContradictionsIn(const CertificateSpec& spec) {
  return Rules(spec).Broken();
}

bool IsCertificateName(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace shakedown
