// What the harness knows from its tables: of systems and their codes, of stacks and their ways.
#ifndef HARNESS_DIAGNOSE_KNOWLEDGE_H_
#define HARNESS_DIAGNOSE_KNOWLEDGE_H_

#include "harness/codes/codes.h"
#include "harness/predict/profile.h"

namespace shakedown {

struct Knowledge {
  Codes codes;
  Profiles profiles;
};

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_KNOWLEDGE_H_
