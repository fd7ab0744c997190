#include "harness/chain/read_chain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/chain/pem_blocks.h"
#include "harness/wire/calendar.h"

namespace shakedown {
namespace {

using Certificates = std::vector<CertificateFacts>;

tl::unexpected<std::string> Error(std::string text) { return tl::unexpected(std::move(text)); }

bool IsCertificateLabel(const std::string& label) {
  return label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE";
}

// Why blocks of which none is a certificate are no chain.
std::string WhatInstead(const std::vector<PemBlock>& blocks) {
  for (const PemBlock& block : blocks) {
    if (block.label.ends_with("PRIVATE KEY")) {
      return fmt::format(
          "this is a{} private key, not a certificate: give the file with the "
          "certificate, which starts -----BEGIN CERTIFICATE-----",
          block.encrypted ? "n encrypted" : "");
    }
    if (block.label.starts_with("PKCS7") || block.label == "CMS") {
      return "this is a PKCS #7 bundle: convert it with `openssl pkcs7 -print_certs`";
    }
    if (block.label.ends_with("CERTIFICATE REQUEST")) {
      return "this is a certificate request: give the certificate that the CA made of it";
    }
    if (block.label.ends_with("PUBLIC KEY")) {
      return "this is a public key: give the certificate that holds it";
    }
  }
  return fmt::format("no certificate: the first block is {}", blocks.front().label);
}

std::string Called(const Certificates& certificates, size_t index) {
  return fmt::format("certificate {} ({})", index + 1, certificates[index].subject);
}

bool IsIn(const Certificates& trust, const CertificateFacts& one) {
  return std::ranges::any_of(trust, [&](const auto& anchor) { return anchor.der == one.der; });
}

// The certificate of `trust` that issued `one`, or null.
const CertificateFacts* AnchorOf(const Certificates& trust, const CertificateFacts& one) {
  const auto found =
      std::ranges::find_if(trust, [&](const auto& anchor) { return MayHaveIssued(anchor, one); });
  return found == trust.end() ? nullptr : &*found;
}

// The place of another certificate that may have issued number `index`, or `index` itself.
size_t IssuerIn(const Certificates& certificates, size_t index) {
  for (size_t i = 0; i < certificates.size(); ++i) {
    if (i != index && MayHaveIssued(certificates[i], certificates[index])) return i;
  }
  return index;
}

// The longest path of issuers, by place, and so the order in which the chain is sent.
std::vector<size_t> LongestPath(const Certificates& certificates) {
  std::vector<size_t> longest;
  for (size_t leaf = 0; leaf < certificates.size(); ++leaf) {
    std::vector<size_t> path = {leaf};
    while (path.size() < certificates.size()) {
      const size_t issuer = IssuerIn(certificates, path.back());
      if (std::ranges::find(path, issuer) != path.end()) break;
      path.push_back(issuer);
    }
    if (path.size() > longest.size()) longest = std::move(path);
  }
  return longest;
}

// Makes facts of a chain whose order is right.
class Judge {
 public:
  Judge(Certificates certificates, const ChainQuestion& question) : question_(question) {
    out_.certificates = std::move(certificates);
  }

  tl::expected<OwnChain, std::string> Run() {
    if (auto wrong = Order()) return Error(*wrong);
    const CertificateFacts& leaf = out_.certificates.front();
    if (!leaf.key) {
      return Error(fmt::format("{} has a key that TLS has no signature scheme for: {}",
                               Called(out_.certificates, 0), leaf.key_name));
    }
    out_.facts.key = *leaf.key;
    out_.facts.names = leaf.names;
    if (leaf.names.empty() && question_.role == Role::kServer) {
      Problem(0, "names no host in subjectAltName; no name will fit (RFC 6125 6.4.4)");
    }
    Root();
    for (size_t i = 0; i < out_.certificates.size(); ++i) {
      Validity(i);
      Signature(i);
    }
    Usage();
    Issuers();
    return std::move(out_);
  }

 private:
  void Problem(size_t index, std::string_view what) {
    out_.problems.push_back(fmt::format("{} {}", Called(out_.certificates, index), what));
  }

  // Drops what comes twice and what is of no chain; the error says how it should be sorted.
  std::optional<std::string> Order() {
    Certificates& all = out_.certificates;
    for (size_t i = 1; i < all.size();) {
      const auto same = [&](const auto& one) { return one.der == all[i].der; };
      if (std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), same)) {
        Problem(i, "comes twice");
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    const std::vector<size_t> path = LongestPath(all);
    if (path.size() == 1 && all.size() > 1) return Foreign(1);
    for (size_t i = 0; i < path.size(); ++i) {
      if (path[i] == i) continue;
      std::vector<std::string> names;
      for (const size_t place : path) names.push_back(Called(all, place));
      return fmt::format(
          "the certificates are in the wrong order: the server's own comes first, then the one "
          "that issued it, and so on (RFC 8446 4.4.2). Here that is {}",
          fmt::join(names, ", "));
    }
    for (size_t i = path.size(); i < all.size(); ++i) {
      Problem(i, "is sent but has issued none of the others");
    }
    all.resize(path.size());
    return std::nullopt;
  }

  // Certificates of which none issued another: the first is the leaf.
  std::optional<std::string> Foreign(size_t from) {
    for (size_t i = from; i < out_.certificates.size(); ++i) {
      Problem(i, "is sent but has issued none of the others");
    }
    out_.certificates.resize(from);
    return std::nullopt;
  }

  // Finds where the chain leads, and drops a root that is sent.
  void Root() {
    Certificates& all = out_.certificates;
    const bool alone = all.size() == 1;
    if (question_.trust != nullptr) {
      // A path ends at the first certificate that is itself trusted.
      for (size_t i = 0; i < all.size(); ++i) {
        if (!IsIn(*question_.trust, all[i])) continue;
        out_.facts.root = all[i].subject;
        root_ = all[i];
        all.resize(std::max<size_t>(i, 1));
        return;
      }
      if (const CertificateFacts* anchor = AnchorOf(*question_.trust, all.back())) {
        out_.facts.root = anchor->subject;
        root_ = *anchor;
        if (all.back().SelfIssued() && !alone) all.pop_back();
        return;
      }
    }
    if (all.back().SelfIssued()) {
      root_ = all.back();
      if (alone) {
        out_.facts.faults.Add(CertificateFault::kSelfSigned);
        Problem(0, "is its own issuer");
        return;
      }
      out_.facts.root = all.back().subject;
      if (question_.trust != nullptr) Untrusted(out_.facts.root);
      all.pop_back();
      return;
    }
    out_.facts.root = all.back().issuer;
    if (question_.trust != nullptr) Untrusted(out_.facts.root);
  }

  void Untrusted(const std::string& ca) {
    for (const CertificateFacts& anchor : *question_.trust) {
      if (anchor.subject != ca) continue;
      out_.problems.push_back(fmt::format(
          "the trust file has a {} of another key: the CA was made again under its name", ca));
      out_.facts.root += " (another key)";
      return;
    }
    if (root_) {
      out_.problems.push_back(fmt::format("{} is not in the trust file", ca));
      return;
    }
    out_.facts.leads_on = true;
    out_.problems.push_back(fmt::format(
        "{} issued {} and is neither in the chain nor in the trust file: an intermediate "
        "is missing, or its CA is not trusted",
        ca, Called(out_.certificates, out_.certificates.size() - 1)));
  }

  void Validity(size_t index) {
    const CertificateFacts& one = out_.certificates[index];
    if (question_.now > one.not_after) {
      out_.facts.faults.Add(index == 0 ? CertificateFault::kExpired
                                       : CertificateFault::kExpiredIntermediate);
      Problem(index, "expired on " + DateOf(one.not_after));
    } else if (question_.now < one.not_before) {
      out_.facts.faults.Add(CertificateFault::kNotYetValid);
      Problem(index, "is not valid before " + DateOf(one.not_before));
    }
  }

  // The certificate that issued number `index`, or null.
  const CertificateFacts* IssuerOf(size_t index) const {
    if (index + 1 < out_.certificates.size()) return &out_.certificates[index + 1];
    return root_ ? &*root_ : nullptr;
  }

  void Signature(size_t index) {
    const CertificateFacts& one = out_.certificates[index];
    const CertificateFacts* issuer = IssuerOf(index);
    std::optional<SignatureScheme> scheme = one.signature;
    const uint16_t number = scheme ? static_cast<uint16_t>(*scheme) : 0;
    // RFC 8446 4.2.3: of an id-RSASSA-PSS key PSS has code points of its own.
    if (number >= 0x0804 && number <= 0x0806 && issuer != nullptr && issuer->key &&
        issuer->key->family == SignatureFamily::kRsaPss) {
      scheme = SignatureScheme{static_cast<uint16_t>(number + 5)};
    }
    if (!scheme) Problem(index, "is signed with " + one.signature_name + ", which no scheme names");
    if (number == 0x0201 || number == 0x0203) {
      if (index == 0) out_.facts.faults.Add(CertificateFault::kSha1Signature);
      Problem(index, "is signed with SHA-1");
    }
    out_.facts.signatures.push_back(scheme);
  }

  void Usage() {
    const Certificates& all = out_.certificates;
    const CertificateFacts& leaf = all.front();
    if (leaf.key_usage && (*leaf.key_usage & kDigitalSignatureBit) == 0) {
      out_.facts.faults.Add(CertificateFault::kWrongKeyUsage);
      Problem(0, "has a keyUsage without digitalSignature (RFC 8446 4.4.2.2)");
    }
    for (size_t i = 0; i < all.size(); ++i) {
      if (all[i].ForPurpose(question_.role)) continue;
      out_.facts.faults.Add(CertificateFault::kWrongExtendedKeyUsage);
      Problem(i, fmt::format("is not for {}s by its extendedKeyUsage", NameOf(question_.role)));
      break;
    }
    for (size_t i = 1; i < all.size(); ++i) {
      if (!all[i].is_ca || (all[i].key_usage && (*all[i].key_usage & kKeyCertSignBit) == 0)) {
        out_.facts.faults.Add(CertificateFault::kIssuerNotCa);
        Problem(i, "issued the one before it but is no CA (RFC 5280 4.2.1.9)");
      }
      PathLength(all[i], i - 1);
    }
    if (root_ && root_->der != leaf.der) PathLength(*root_, all.size() - 1);
  }

  // RFC 5280 4.2.1.9: at most so many intermediates below, not counting self-issued ones.
  void PathLength(const CertificateFacts& ca, size_t below) {
    if (!ca.path_length || static_cast<size_t>(*ca.path_length) >= below) return;
    out_.facts.faults.Add(CertificateFault::kPathLength);
    out_.problems.push_back(fmt::format("{} allows {} CAs below it and has {} (RFC 5280 4.2.1.9)",
                                        ca.subject, *ca.path_length, below));
  }

  void Issuers() {
    for (size_t i = out_.certificates.size(); i-- > 0;) {
      const CertificateFacts* issuer = IssuerOf(i);
      if (issuer != nullptr && issuer->key && issuer->der != out_.certificates[i].der) {
        out_.facts.issuers.push_back(*issuer->key);
      }
    }
  }

  const ChainQuestion& question_;
  OwnChain out_;
  std::optional<CertificateFacts> root_;  // where it is at hand
};

}  // namespace

tl::expected<Certificates, std::string> ReadCertificates(std::string_view text) {
  if (text.size() > kLargestCertificateFile) {
    return Error("larger than 1 MiB: no chain is; give a file with the chain alone");
  }
  if (text.empty()) return Error("the file is empty");
  Certificates out;
  if (static_cast<uint8_t>(text[0]) == 0x30) {
    auto one = ReadCertificateFacts(AsView(text));
    if (!one) {
      return Error(
          fmt::format("DER, but not one certificate ({}); a PKCS #12 file is converted "
                      "with `openssl pkcs12 -in FILE -nokeys`",
                      one.error()));
    }
    out.push_back(std::move(*one));
    return out;
  }
  const auto blocks = ReadPemBlocks(text);
  if (!blocks) return Error(blocks.error());
  if (blocks->empty()) {
    return Error(
        "no PEM block and no DER: expected is a certificate, which starts -----BEGIN "
        "CERTIFICATE-----");
  }
  for (const PemBlock& block : *blocks) {
    if (!IsCertificateLabel(block.label)) continue;
    if (block.encrypted) {
      return Error(
          fmt::format("line {}: the certificate is encrypted: decrypt it first", block.line));
    }
    View der = block.bytes;
    auto one = ReadCertificateFacts(der);
    if (!one) {
      return Error(fmt::format("line {}: certificate {} cannot be read: {}", block.line,
                               out.size() + 1, one.error()));
    }
    out.push_back(std::move(*one));
  }
  if (out.empty()) return Error(WhatInstead(*blocks));
  return out;
}

tl::expected<OwnChain, std::string> JudgeOwnChain(Certificates certificates,
                                                  const ChainQuestion& question) {
  if (certificates.empty()) return Error("no certificate");
  // Sorting looks at each certificate beside each other; no peer takes so many.
  constexpr size_t kMostCertificates = 100;
  if (certificates.size() > kMostCertificates) {
    return Error(fmt::format("{} certificates: no chain has so many; is this a file of trust?",
                             certificates.size()));
  }
  return Judge(std::move(certificates), question).Run();
}

std::vector<std::string> TrustNames(const Certificates& trust) {
  std::vector<std::string> names;
  for (const CertificateFacts& one : trust) {
    if (std::ranges::find(names, one.subject) == names.end()) names.push_back(one.subject);
  }
  return names;
}

}  // namespace shakedown
