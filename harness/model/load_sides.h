// One side out of a file: a client or a server by itself, or that side of every case of a scenario.
#ifndef HARNESS_MODEL_LOAD_SIDES_H_
#define HARNESS_MODEL_LOAD_SIDES_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/model/load.h"
#include "harness/wire/role.h"

namespace shakedown {

struct LoadedSide {
  std::string name;  // the file's, or the case's
  Capabilities capabilities;
};

// Loads the sides of `role` from the file at `path`, which holds either the fields of one side
// ({"versions": ["TLS 1.2"]}) or a scenario, which needs no "expect" here. The error has every
// problem found.
tl::expected<std::vector<LoadedSide>, std::vector<LoadError>> LoadSides(const std::string& path,
                                                                        Role role,
                                                                        const Reader& reader,
                                                                        LoadOptions options);

}  // namespace shakedown

#endif  // HARNESS_MODEL_LOAD_SIDES_H_
