// Explanations for machines; the form is described by scenarios/explain.schema.json.
#ifndef HARNESS_REPORT_EXPLAIN_JSON_H_
#define HARNESS_REPORT_EXPLAIN_JSON_H_

#include <string>

#include "harness/explain/explanation.h"

namespace shakedown {

// One JSON object and a newline: {"findings": [...], "notes": [...], "nearest": [...]}. Findings of
// a story stand together, the likeliest first.
std::string ExplainJson(const Explanation& explanation);

}  // namespace shakedown

#endif  // HARNESS_REPORT_EXPLAIN_JSON_H_
