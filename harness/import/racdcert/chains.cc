#include "harness/import/racdcert/chains.h"

#include <algorithm>
#include <tuple>

namespace shakedown::racdcert {

bool IsSelfSigned(const Certificate& one) {
  return one.listed ? one.issuer == one.subject : !one.signer;
}

std::vector<const Certificate*> Chain::Intermediates() const {
  std::vector<const Certificate*> out = issuers;
  if (end == End::kRoot && !out.empty()) out.pop_back();
  return out;
}

Chains::Chains(const std::vector<Certificate>& certificates) : certificates_(certificates) {
  for (const Certificate& one : certificates_) {
    by_id_[one.id] = &one;
    by_subject_[one.subject].push_back(&one);
  }
  for (const Certificate& one : certificates_) {
    if (!IsSelfSigned(one)) signers_.insert(IssuerOf(one));
  }
  signers_.erase(nullptr);
}

// RACF looks for an issuer among the certificates of the same owner, then among CERTAUTH's. Of two
// of one name it is the newer that has been made to replace the other.
const Certificate* Chains::IssuerOf(const Certificate& one) const {
  if (!one.listed) {
    const auto found = one.signer ? by_id_.find(*one.signer) : by_id_.end();
    return found == by_id_.end() ? nullptr : found->second;
  }
  const auto found = by_subject_.find(one.issuer);
  if (found == by_subject_.end()) return nullptr;
  const auto rank = [&](const Certificate* each) {
    return std::tuple(each != &one, each->id.owner == one.id.owner, each->id.owner == "CERTAUTH",
                      each->to.value_or(INT64_MAX));
  };
  return *std::ranges::max_element(found->second, {}, rank);
}

Chain Chains::Of(const Certificate& leaf) const {
  Chain chain;
  chain.leaf = &leaf;
  const Certificate* last = &leaf;
  while (!IsSelfSigned(*last)) {
    last = IssuerOf(*last);
    if (last == nullptr) {
      chain.end = Chain::End::kMissing;
      break;
    }
    const bool again =
        last == &leaf || std::ranges::find(chain.issuers, last) != chain.issuers.end();
    if (again || chain.issuers.size() == kLongestChain) {
      chain.end = Chain::End::kLoop;
      break;
    }
    chain.issuers.push_back(last);
  }
  return chain;
}

bool Chains::IsCa(const Certificate& one) const {
  return one.id.owner == "CERTAUTH" || signers_.contains(&one) ||
         (one.Has(Usage::kCertSign) && !one.Has(Usage::kHandshake));
}

std::vector<std::string> Chains::LabelsOf(const std::string& owner) const {
  std::vector<std::string> labels;
  for (auto at = by_id_.lower_bound({owner, ""}); at != by_id_.end() && at->first.owner == owner;
       ++at) {
    labels.push_back(at->first.label);
  }
  return labels;
}

}  // namespace shakedown::racdcert
