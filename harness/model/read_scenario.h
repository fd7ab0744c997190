// Scenario files as they stand: every object is judged where it is written, before anything is
// laid over anything.
#ifndef HARNESS_MODEL_READ_SCENARIO_H_
#define HARNESS_MODEL_READ_SCENARIO_H_

#include <map>
#include <string>
#include <vector>

#include "harness/model/read.h"
#include "harness/model/scenario.h"

namespace shakedown {

// Judges a whole file: fields, types, names, and the values of each matrix by the field that its
// path names.
void CheckInPlace(const Node& root, const Reading& reading);

// Notes by name: a string is a list of one.
std::map<std::string, std::vector<std::string>, std::less<>> ReadNotes(const Node& node,
                                                                       const Reading& reading);

std::vector<LinkFault> ReadLink(const Node& node, const Reading& reading);

// One row of "unless", with the row's expectation as it stands.
Scenario::Exception ReadException(const Node& node, const Reading& reading);

// The strings of an array, or one string by itself.
std::vector<const Node*> StringsOf(const Node& node);

}  // namespace shakedown

#endif  // HARNESS_MODEL_READ_SCENARIO_H_
