// A small finished run, built by hand, for the tests of the reports.
#ifndef HARNESS_REPORT_REPORT_FIXTURE_H_
#define HARNESS_REPORT_REPORT_FIXTURE_H_

#include <vector>

#include "harness/report/run_report.h"

namespace shakedown {

// Four cases: one agreed as expected, one failed with alert 40, one known, one crashed.
struct ReportFixture {
  StackInfo stack;
  std::vector<Case> cases;
  std::vector<CaseResult> results;
  Baseline baseline;
  RunReport report;

  ReportFixture() {
    stack.name = "openssl";
    stack.version = "3.0.0";
    for (const char* name : {"basic/agree@openssl:gnutls", "alert-40/no-suite[a b]@openssl:openssl",
                             "alert-48/unknown@gnutls:openssl", "basic/boom@openssl:openssl"}) {
      cases.emplace_back().name = name;
    }
    results.resize(cases.size());
    for (CaseResult& result : results) result.ran = true;

    results[0].verdict = Verdict::kPassed;
    results[0].seen.kind = OutcomeKind::kAgreed;
    results[0].seen.negotiated.version = ProtocolVersion::kTls13;
    results[0].seen.negotiated.group = NamedGroup::kX25519;

    results[1].verdict = Verdict::kFailed;
    results[1].seen.kind = OutcomeKind::kRefused;
    results[1].seen.by = Role::kServer;
    results[1].seen.alert = Alert{AlertLevel::kFatal, AlertDescription::kHandshakeFailure};
    results[1].seen.cause = "no_common_cipher";
    results[1].seen.server.stack = "openssl";
    results[1].seen.server.error.code = 193;
    results[1].seen.server.error.symbol = "no \x1b[31mshared cipher";
    results[1].reasons = {"alert: expected 70 (protocol_version), saw 40 (handshake_failure)"};
    results[1].codes = {
        {"boringssl", "184", "NO_SHARED_CIPHER", Role::kServer, "header", Confidence::kVerified}};

    baseline.rows.push_back({});
    baseline.rows[0].why = "GnuTLS says bad_certificate";
    baseline.rows[0].where = {"baseline.json", 7, 3, "/rows/0"};
    results[2].verdict = Verdict::kKnown;
    results[2].baseline_row = 0;
    results[2].seen.kind = OutcomeKind::kClosed;
    results[2].seen.by = Role::kClient;

    results[3].verdict = Verdict::kFailed;
    results[3].seen.kind = OutcomeKind::kCrashed;
    results[3].seen.why = "signal 11 (SIGSEGV)";

    report.stacks = {&stack};
    report.cases = cases;
    report.results = results;
    report.baseline = &baseline;
    report.seconds = 1.5;
    report.command = "shakedown run scenarios";
  }
  ReportFixture(const ReportFixture&) = delete;
  ReportFixture& operator=(const ReportFixture&) = delete;
};

}  // namespace shakedown

#endif  // HARNESS_REPORT_REPORT_FIXTURE_H_
