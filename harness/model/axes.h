// The axes of a "matrix": which paths take which values, and what each value is called.
#ifndef HARNESS_MODEL_AXES_H_
#define HARNESS_MODEL_AXES_H_

#include <string>
#include <vector>

#include "harness/model/read.h"

namespace shakedown {

// "server.certificates.0.key" as {"server", "certificates", "0", "key"}.
using PathSteps = std::vector<std::string>;

struct AxisValue {
  std::string label;
  std::vector<const Node*> values;  // one a path
};

// One member of a matrix. Points into it.
struct Axis {
  const Member* where;
  std::vector<PathSteps> paths;  // several are set in step
  std::vector<AxisValue> values;
};

// Reads the axes in the order written. An axis with a problem is left out.
std::vector<Axis> ReadAxes(const Node& matrix, const Reading& reading);

// Judges a matrix where it stands: its paths, labels, and each value as a value of its field.
void CheckMatrixInPlace(const Node& matrix, const Reading& reading);

// Sets what `steps` (from index `from` on) lead to in `node` to `value`; null removes it. Objects
// on the way are made, items of arrays must exist. False, with a problem at the axis' key, if the
// path leads nowhere.
bool SetPath(const PathSteps& steps, size_t from, const Node& value, const Member& where,
             Node* node, Problems* problems);

}  // namespace shakedown

#endif  // HARNESS_MODEL_AXES_H_
