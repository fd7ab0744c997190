// Any bytes as the user's certificates: read, sorted, judged against themselves.
#include "fuzz/target.h"
#include "harness/chain/read_chain.h"

namespace shakedown {

void FuzzOne(View input) {
  constexpr int64_t kNow = 1800000000;
  const auto alone = ReadCertificateFacts(input);
  FuzzCheck(alone || !alone.error().empty(), "an error says something");
  const auto read = ReadCertificates(AsText(input));
  if (!read) {
    FuzzCheck(!read.error().empty(), "an error says something");
    return;
  }
  FuzzCheck(!read->empty(), "a file that is read holds a certificate");
  FuzzCheck(TrustNames(*read).size() <= read->size(), "each trusted name stands once");
  for (const std::vector<CertificateFacts>* trust :
       {static_cast<const std::vector<CertificateFacts>*>(nullptr), &*read}) {
    for (Role role : {Role::kClient, Role::kServer}) {
      const auto chain = JudgeOwnChain(*read, {role, kNow, trust});
      if (!chain) {
        FuzzCheck(!chain.error().empty(), "an error says something");
        continue;
      }
      FuzzCheck(!chain->certificates.empty(), "a chain has a leaf");
      FuzzCheck(chain->facts.signatures.size() == chain->certificates.size(),
                "each certificate that counts is signed");
      FuzzCheck(trust == nullptr || !chain->facts.faults.Has(CertificateFault::kSelfSigned),
                "nothing is foreign to a trust that holds it");
    }
  }
}

}  // namespace shakedown
