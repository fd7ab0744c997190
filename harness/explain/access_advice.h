// Which access to which profile a user id of z/OS lacks, as far as a text tells.
#ifndef HARNESS_EXPLAIN_ACCESS_ADVICE_H_
#define HARNESS_EXPLAIN_ACCESS_ADVICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/explain/connection_fields.h"
#include "harness/explain/explanation.h"

namespace shakedown {

// Sentences for the causes that have to do with key rings ("private_key_unavailable",
// "keyring_not_accessible", "key_label_missing"); none for others. `text` is what was found, of
// which RACF's ICH408I is read.
std::vector<Sentence> AccessAdvice(std::string_view cause, std::string_view text,
                                   const ConnectionFields& fields);

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_ACCESS_ADVICE_H_
