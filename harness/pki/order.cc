#include "harness/pki/order.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/certificate_rules.h"
#include "harness/model/signature_family.h"

namespace shakedown {
namespace {

constexpr Validity kExpiredValidity = {"20000101000000Z", "20010101000000Z"};
constexpr Validity kFutureValidity = {"21100101000000Z", "21200101000000Z"};
constexpr const char* kUnknownSuffix = ".unknown";

bool Has(const CertificateSpec& spec, CertificateFault fault) {
  return std::find(spec.faults.begin(), spec.faults.end(), fault) != spec.faults.end();
}

const char* PurposeOf(Role role) { return role == Role::kServer ? "serverAuth" : "clientAuth"; }

Result<SignatureMethod> LeafMethod(const CertificateSpec& spec, KeyType issuer) {
  if (Has(spec, CertificateFault::kSha1Signature)) return Sha1Method(issuer);
  if (spec.signature) return MethodFor(*spec.signature, issuer);
  return UsualMethod(issuer);
}

// RFC 5280 4.2.1.3: digitalSignature for every TLS signature, keyEncipherment for RSA key exchange.
// The wrong usage, contentCommitment alone, allows neither signing handshakes nor key exchange.
std::string LeafKeyUsage(const CertificateSpec& spec) {
  if (Has(spec, CertificateFault::kWrongKeyUsage)) return "nonRepudiation";
  return FamilyOf(spec.key) == SignatureFamily::kRsa ? "digitalSignature,keyEncipherment"
                                                     : "digitalSignature";
}

Validity LeafValidity(const CertificateSpec& spec) {
  if (Has(spec, CertificateFault::kExpired)) return kExpiredValidity;
  if (Has(spec, CertificateFault::kNotYetValid)) return kFutureValidity;
  return {};
}

// The name of the last resort: what the role is called when the spec names nothing.
std::vector<std::string> SubjectNames(const CertificateSpec& spec, Role role) {
  if (!spec.names.empty()) return spec.names;
  return {role == Role::kServer ? kDefaultServerName : kDefaultClientName};
}

CertificateOrder LeafOrder(const CertificateSpec& spec, Role role) {
  CertificateOrder order;
  order.content = ContentOf(spec, role);
  order.revoked = Has(spec, CertificateFault::kRevoked);
  order.names = SubjectNames(spec, role);
  order.common_name = order.names.front();
  if (Has(spec, CertificateFault::kWrongHostName)) order.names = {"other.example"};
  order.unit = NameOf(spec.key);
  order.validity = LeafValidity(spec);
  order.key_usage = LeafKeyUsage(spec);
  order.extended_key_usage =
      PurposeOf(Has(spec, CertificateFault::kWrongExtendedKeyUsage) ? Other(role) : role);
  return order;
}

CertificateOrder AuthorityOrder(const std::string& name, KeyType type) {
  CertificateOrder order;
  order.common_name = name;
  order.unit = NameOf(type);
  order.ca = true;
  order.key_usage = "keyCertSign,cRLSign";
  return order;
}

// Intermediates above the leaf: their content is the path from the root and their own faults.
CertificateOrder IntermediateOrder(const CertificateSpec& spec, const std::string& root,
                                   size_t index) {
  CertificateOrder order =
      AuthorityOrder(fmt::format("{}.intermediate-{}", root, index + 1), spec.intermediates[index]);
  order.content = "intermediate of " + root;
  for (size_t i = 0; i <= index; ++i) {
    order.content += fmt::format(" {}", NameOf(spec.intermediates[i]));
  }
  for (CertificateFault fault : {CertificateFault::kExpiredIntermediate,
                                 CertificateFault::kIssuerNotCa, CertificateFault::kPathLength}) {
    if (Has(spec, fault)) order.content += fmt::format(" {}", NameOf(fault));
  }
  if (index > 0) return order;
  if (Has(spec, CertificateFault::kExpiredIntermediate)) order.validity = kExpiredValidity;
  if (Has(spec, CertificateFault::kIssuerNotCa)) order.ca = false;
  if (Has(spec, CertificateFault::kPathLength)) order.path_length = 0;
  return order;
}

// Flips one bit of the signature value, the last thing in a certificate (RFC 5280 4.1): inside the
// last number of every kind of signature, where no encoding suffers. Not in the very last byte,
// which is always zero with Ed448 and which some verifiers do not look at.
void SpoilSignature(Bytes* certificate) { (*certificate)[certificate->size() - 3] ^= 0x01; }

}  // namespace

std::string ContentOf(const CertificateSpec& spec, Role role) {
  std::string text = fmt::format("{} {} from {} over", NameOf(role), NameOf(spec.key), spec.issuer);
  for (KeyType type : spec.intermediates) text += fmt::format(" {}", NameOf(type));
  text += spec.signature ? fmt::format(" with {}", NameOf(*spec.signature)) : " as usual";
  // Lengths keep names apart whatever they are made of.
  for (const std::string& name : spec.names) text += fmt::format(" {}:{}", name.size(), name);
  auto faults = spec.faults;
  std::sort(faults.begin(), faults.end());
  for (CertificateFault fault : faults) text += fmt::format(" {}", NameOf(fault));
  return text;
}

Result<const CertificateAuthority*> Authorities::Root(const std::string& name) {
  if (auto known = roots_.find(name); known != roots_.end()) return &known->second;
  const auto type = CaKeyType(name);
  if (!type) return tl::make_unexpected(fmt::format("unknown CA name \"{}\"", name));
  const bool other = name.find('.') != std::string::npos;
  auto key = keys_->Get(*type, other ? KeyPurpose::kOtherCa : KeyPurpose::kCa);
  if (!key) return tl::make_unexpected(key.error());
  CertificateOrder order = AuthorityOrder(name, *type);
  order.content = "root " + name;
  order.key = order.issuer_key = *key;
  order.method = UsualMethod(*type);
  auto certificate = Issue(context_, order);
  if (!certificate) return tl::make_unexpected(certificate.error());
  CertificateAuthority& root = roots_[name];
  root = {*type, *key, std::move(*certificate)};
  return &root;
}

Result<Bytes> Authorities::Crl(const std::string& name) {
  auto root = Root(name);
  if (!root) return tl::make_unexpected(root.error());
  return IssueCrl(context_, "CRL of " + name, (*root)->certificate.get(), (*root)->key,
                  UsualMethod((*root)->type));
}

Result<IssuedChain> Authorities::Chain(const CertificateSpec& spec, Role role) {
  const auto contradictions = ContradictionsIn(spec);
  if (!contradictions.empty()) return tl::make_unexpected(contradictions.front().message);

  IssuedChain issued;
  auto leaf_key =
      keys_->Get(spec.key, role == Role::kServer ? KeyPurpose::kServer : KeyPurpose::kClient);
  if (!leaf_key) return tl::make_unexpected(leaf_key.error());
  KeyType issuer_type = spec.key;
  EVP_PKEY* issuer_key = *leaf_key;
  X509* issuer = nullptr;
  std::vector<X509Ptr> above;  // the root's child first

  if (!Has(spec, CertificateFault::kSelfSigned)) {
    issued.root = spec.issuer;
    if (Has(spec, CertificateFault::kUnknownCa)) issued.root += kUnknownSuffix;
    auto root = Root(issued.root);
    if (!root) return tl::make_unexpected(root.error());
    issuer_type = (*root)->type;
    issuer_key = (*root)->key;
    issuer = (*root)->certificate.get();
    for (size_t i = 0; i < spec.intermediates.size(); ++i) {
      auto key = keys_->Get(spec.intermediates[i],
                            i % 2 == 0 ? KeyPurpose::kIntermediate1 : KeyPurpose::kIntermediate2);
      if (!key) return tl::make_unexpected(key.error());
      CertificateOrder order = IntermediateOrder(spec, issued.root, i);
      order.key = *key;
      order.issuer = issuer;
      order.issuer_key = issuer_key;
      order.method = UsualMethod(issuer_type);
      auto certificate = Issue(context_, order);
      if (!certificate) return tl::make_unexpected(certificate.error());
      issuer_type = spec.intermediates[i];
      issuer_key = *key;
      issuer = certificate->get();
      above.push_back(std::move(*certificate));
    }
  }

  auto method = LeafMethod(spec, issuer_type);
  if (!method) return tl::make_unexpected(method.error());
  CertificateOrder order = LeafOrder(spec, role);
  order.key = *leaf_key;
  order.issuer = issuer;
  order.issuer_key = issuer_key;
  order.method = *method;
  auto leaf = Issue(context_, order);
  if (!leaf) return tl::make_unexpected(leaf.error());

  issued.chain.push_back(ToDer<i2d_X509>(leaf->get()));
  if (Has(spec, CertificateFault::kBadSignature)) SpoilSignature(&issued.chain.front());
  if (!Has(spec, CertificateFault::kMissingIntermediate)) {
    for (auto it = above.rbegin(); it != above.rend(); ++it) {
      issued.chain.push_back(ToDer<i2d_X509>(it->get()));
    }
  }
  issued.key = KeyToDer(*leaf_key);
  return issued;
}

}  // namespace shakedown
