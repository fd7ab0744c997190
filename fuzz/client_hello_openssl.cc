// A ClientHello to our parser and to OpenSSL: both read it and read the same, or both refuse it,
// but for the classes in differential/openssl.ledger.
#include "fuzz/differential/compare.h"
#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) {
  static constexpr char kLedger[] =
#include "openssl_ledger.inc"
      ;
  Compare(input, kLedger);
}

}  // namespace shakedown
