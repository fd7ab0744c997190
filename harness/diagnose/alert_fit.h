// How well an alert fits a cause, over all stacks whose ways are known.
#ifndef HARNESS_DIAGNOSE_ALERT_FIT_H_
#define HARNESS_DIAGNOSE_ALERT_FIT_H_

#include <optional>
#include <string_view>

#include "harness/wire/code_points.h"

namespace shakedown {

// 1: what the RFCs ask for; less: what some stacks send instead; a trace: nobody is known to. Any
// cause fits no alert at all.
double AlertFit(std::string_view cause, std::optional<AlertDescription> alert);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_ALERT_FIT_H_
