// What a side's certificate chain is, as far as the other side can object to it.
#ifndef HARNESS_PREDICT_CHAIN_FACTS_H_
#define HARNESS_PREDICT_CHAIN_FACTS_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/predict/key_facts.h"
#include "harness/wire/role.h"

namespace shakedown {

// A set of CertificateFaults.
class FaultSet {
 public:
  FaultSet() = default;
  FaultSet(std::initializer_list<CertificateFault> faults) {
    for (CertificateFault fault : faults) Add(fault);
  }
  void Add(CertificateFault fault) { bits_ |= Bit(fault); }
  void Remove(CertificateFault fault) { bits_ &= ~Bit(fault); }
  bool Has(CertificateFault fault) const { return (bits_ & Bit(fault)) != 0; }
  bool empty() const { return bits_ == 0; }

  bool operator==(const FaultSet&) const = default;

 private:
  static uint32_t Bit(CertificateFault fault) { return 1u << static_cast<unsigned>(fault); }
  uint32_t bits_ = 0;
};

struct ChainFacts {
  KeyFacts key;
  // How the certificates that are sent are signed, leaf first; nothing where it is not known. A
  // self-signed trust anchor is not among them (RFC 8446 4.4.2.2: its signature is not checked).
  std::vector<std::optional<SignatureScheme>> signatures;
  std::string root;                // the CA it leads to; "": none, it is its own issuer
  std::vector<std::string> names;  // dNSNames and iPAddresses of the leaf, as text
  bool leads_on = false;           // `root` issued the last one that is sent and is not at hand, so
                                   // that another CA may have issued it
  FaultSet faults;
  Signing signing = Signing::kWorks;
  std::vector<KeyFacts> issuers;  // the keys that sign in it, the root's first

  bool operator==(const ChainFacts&) const = default;
};

// The facts of a chain that is made to order (one that names no files).
ChainFacts FactsOf(const CertificateSpec& spec, Role role);

// Whether two host names are one: letters compare in any case (RFC 4343).
bool IsSameName(std::string_view one, std::string_view other);

// RFC 6125 6.4: whether one of `names` is for `host`, in any case; "*." stands for one label.
bool IsNamed(const std::vector<std::string>& names, std::string_view host);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_CHAIN_FACTS_H_
