// The report that CI systems read: JUnit's XML, one test case a case, one suite a scenario folder.
#ifndef HARNESS_REPORT_JUNIT_REPORT_H_
#define HARNESS_REPORT_JUNIT_REPORT_H_

#include <string>

#include "harness/report/run_report.h"

namespace shakedown {

// A whole XML document. Known and inexpressible cases are "skipped" with their reason; a crash is
// an "error"; a stale baseline row is a failed test of its own in the suite "baseline".
std::string JunitReport(const RunReport& report);

}  // namespace shakedown

#endif  // HARNESS_REPORT_JUNIT_REPORT_H_
