// For tests: all the project's tables from the source tree.
#ifndef HARNESS_DIAGNOSE_TEST_KNOWLEDGE_H_
#define HARNESS_DIAGNOSE_TEST_KNOWLEDGE_H_

#include "harness/codes/test_tables.h"
#include "harness/diagnose/knowledge.h"
#include "harness/predict/test_profiles.h"

namespace shakedown {

// Read once. Throws what the readers object to.
inline const Knowledge& TestKnowledge() {
  static const Knowledge knowledge = [] {
    auto codes = Codes::Parse(TableFiles());
    if (!codes) throw std::runtime_error(codes.error());
    auto profiles = Profiles::Parse(ProfileFiles());
    if (!profiles) throw std::runtime_error(profiles.error());
    return Knowledge{std::move(*codes), std::move(*profiles)};
  }();
  return knowledge;
}

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_TEST_KNOWLEDGE_H_
