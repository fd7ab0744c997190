// "expect" objects to Expectations.
#ifndef HARNESS_MODEL_READ_EXPECTATION_H_
#define HARNESS_MODEL_READ_EXPECTATION_H_

#include "harness/model/read.h"
#include "harness/model/scenario.h"

namespace shakedown {

// Reads an expectation that may be a part of one. What the object contradicts by itself is a
// problem; what is missing is not.
Expectation ReadExpectation(const Node& node, const Reading& reading);

// Holds a merged expectation to the rule that a negative case names what must go wrong: refused
// with side, alert and cause, closed with side and cause, stalled with the cause; and that it says
// nothing that its outcome cannot have. True if it does. `subject` starts the message:
// "case \"x\"". `fallback` is the place to name when there is no object at all.
bool CheckExpectation(const Node* node, const Node& fallback, const std::string& subject,
                      Problems* problems);

}  // namespace shakedown

#endif  // HARNESS_MODEL_READ_EXPECTATION_H_
