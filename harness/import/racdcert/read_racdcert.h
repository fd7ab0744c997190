// Text with RACDCERT commands, lists that RACDCERT has printed, or both, as certificates.
#ifndef HARNESS_IMPORT_RACDCERT_READ_RACDCERT_H_
#define HARNESS_IMPORT_RACDCERT_READ_RACDCERT_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "harness/import/racdcert/certificate.h"

namespace shakedown::racdcert {

// What is wrong in single places is among the findings. The error is about the text as a whole: it
// is none, or has nothing of RACDCERT in it.
tl::expected<Racf, std::string> ReadRacdcert(std::string_view text);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_READ_RACDCERT_H_
