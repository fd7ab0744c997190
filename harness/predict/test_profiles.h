// For tests: the project's own profiles from the source tree.
#ifndef HARNESS_PREDICT_TEST_PROFILES_H_
#define HARNESS_PREDICT_TEST_PROFILES_H_

#include <map>
#include <stdexcept>
#include <string>

#include "harness/codes/test_tables.h"
#include "harness/predict/profile.h"

namespace shakedown {

inline std::map<std::string, std::string> ProfileFiles() { return FilesIn("harness/predict/data"); }

// The profiles, read once. Throws what Parse objects to.
inline const Profiles& TestProfiles() {
  static const Profiles profiles = [] {
    auto parsed = Profiles::Parse(ProfileFiles());
    if (!parsed) throw std::runtime_error(parsed.error());
    return std::move(*parsed);
  }();
  return profiles;
}

inline const StackProfile& TestProfile(const std::string& name) {
  const StackProfile* found = TestProfiles().Find(name);
  if (found == nullptr) throw std::runtime_error("no profile " + name);
  return *found;
}

}  // namespace shakedown

#endif  // HARNESS_PREDICT_TEST_PROFILES_H_
