// RACDCERT commands as certificates.
#ifndef HARNESS_IMPORT_RACDCERT_READ_COMMANDS_H_
#define HARNESS_IMPORT_RACDCERT_READ_COMMANDS_H_

#include <string>
#include <vector>

#include "harness/import/racdcert/certificate.h"
#include "harness/import/racdcert/tso.h"

namespace shakedown::racdcert {

// The operands of GENCERT, with those that say whose it is.
const std::vector<std::string>& GencertOperands();

// Does to `*racf` what `command` does: GENCERT makes a certificate, CONNECT puts one into a ring,
// DELETE takes one away, ALTER trusts one or not. What else there is changes no certificate.
void Apply(Command command, Racf* racf);

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_READ_COMMANDS_H_
