// One side of a handshake out of a file of its own.
#ifndef HARNESS_MODEL_LOAD_PART_H_
#define HARNESS_MODEL_LOAD_PART_H_

#include "harness/model/load.h"

namespace shakedown {

// Loads the capabilities of `role` from the JSON file at `path`: an object with capabilities, or a
// scenario (or part of one), whose side of that role is taken. Of a scenario, "extends" and
// "matrix" are not followed.
tl::expected<Capabilities, std::vector<LoadError>> LoadPart(const std::string& path, Role role,
                                                            const Reader& reader);

}  // namespace shakedown

#endif  // HARNESS_MODEL_LOAD_PART_H_
