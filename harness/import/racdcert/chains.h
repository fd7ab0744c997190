// Who has signed whom.
#ifndef HARNESS_IMPORT_RACDCERT_CHAINS_H_
#define HARNESS_IMPORT_RACDCERT_CHAINS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/import/racdcert/certificate.h"

namespace shakedown::racdcert {

// A longer chain is none that any verifier takes.
inline constexpr size_t kLongestChain = 16;

struct Chain {
  enum class End : uint8_t {
    kRoot,     // the last one has signed itself
    kMissing,  // what signed the last one is not in the text
    kLoop,     // or there are more than kLongestChain
  };
  const Certificate* leaf = nullptr;
  std::vector<const Certificate*> issuers;  // each has signed the one before it, the first the leaf
  End end = End::kRoot;

  const Certificate& last() const { return issuers.empty() ? *leaf : *issuers.back(); }
  // The issuers below the root, as far as they are known.
  std::vector<const Certificate*> Intermediates() const;
};

// Borrows the certificates.
class Chains {
 public:
  explicit Chains(const std::vector<Certificate>& certificates);

  Chain Of(const Certificate& leaf) const;

  // Whether it is a CA's certificate: that of CERTAUTH, one that has signed others, or one for
  // nothing but signing certificates.
  bool IsCa(const Certificate& one) const;

  // The labels that `owner` has.
  std::vector<std::string> LabelsOf(const std::string& owner) const;

 private:
  const Certificate* IssuerOf(const Certificate& one) const;

  const std::vector<Certificate>& certificates_;
  std::map<CertificateId, const Certificate*> by_id_;
  std::map<std::string, std::vector<const Certificate*>> by_subject_;
  std::set<const Certificate*> signers_;
};

bool IsSelfSigned(const Certificate& one);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_CHAINS_H_
