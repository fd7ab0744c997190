// The body of the targets client_hello_boringssl and client_hello_openssl.
#ifndef FUZZ_DIFFERENTIAL_COMPARE_H_
#define FUZZ_DIFFERENTIAL_COMPARE_H_

#include <string_view>

#include "harness/wire/bytes.h"

namespace shakedown {

// Compare gives the ClientHello in `input`, which begins with the headers of a record and a message
// that are not looked at, to our parser and to the other library (theirs.h). It aborts when what
// both have read differs, or when one of them refuses what the other reads and `ledger` has no row
// for it. With SHAKEDOWN_DIFFERENCES set in the environment it writes each such class once, in the
// form of a row, and goes on.
void Compare(View input, std::string_view ledger);

}  // namespace shakedown

#endif  // FUZZ_DIFFERENTIAL_COMPARE_H_
