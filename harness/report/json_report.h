// The machine's report of a run; its form is described by scenarios/run-report.schema.json.
#ifndef HARNESS_REPORT_JSON_REPORT_H_
#define HARNESS_REPORT_JSON_REPORT_H_

#include <string>

#include "harness/report/run_report.h"

namespace shakedown {

// One JSON object and a newline.
std::string JsonReport(const RunReport& report);

}  // namespace shakedown

#endif  // HARNESS_REPORT_JSON_REPORT_H_
