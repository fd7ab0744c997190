#include "harness/report/junit_report.h"

#include <fmt/format.h>

#include <map>
#include <pugixml.hpp>
#include <sstream>

namespace shakedown {
namespace {

// XML 1.0 2.2 has no way to write most control characters, escaped or not.
std::string XmlText(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\t') c = '?';
  }
  return text;
}

std::string SuiteOf(const std::string& case_name) {
  const size_t bracket = case_name.find_first_of("[@");
  const size_t slash = case_name.rfind('/', bracket);
  return slash == std::string::npos ? "scenarios" : case_name.substr(0, slash);
}

struct Suite {
  pugi::xml_node node;
  int tests = 0, failures = 0, errors = 0, skipped = 0;
};

void AddCase(const RunReport& report, size_t index, Suite* suite) {
  const Case& one = report.cases[index];
  const CaseResult& result = report.results[index];
  pugi::xml_node node = suite->node.append_child("testcase");
  node.append_attribute("classname") = SuiteOf(one.name).c_str();
  node.append_attribute("name") = one.name.c_str();
  ++suite->tests;
  auto tell = [&node](const char* kind, const std::string& message) {
    pugi::xml_node child = node.append_child(kind);
    child.append_attribute("message") = XmlText(message).c_str();
    return child;
  };
  if (!result.ran) {
    tell("skipped", "the run was interrupted before this case");
    ++suite->skipped;
  } else if (result.verdict == Verdict::kInexpressible) {
    tell("skipped", Describe(result.seen));
    ++suite->skipped;
  } else if (result.verdict == Verdict::kKnown) {
    tell("skipped",
         "known: " + report.baseline->rows[static_cast<size_t>(result.baseline_row)].why);
    ++suite->skipped;
  } else if (result.verdict == Verdict::kFailed) {
    const bool crashed = result.seen.kind == OutcomeKind::kCrashed;
    ++(crashed ? suite->errors : suite->failures);
    std::string body = fmt::format("{}\nrepeat: {}\n", fmt::join(result.reasons, "\n"),
                                   RepeatCommand(report, one));
    tell(crashed ? "error" : "failure", Describe(result.seen))
        .append_child(pugi::node_pcdata)
        .set_value(XmlText(std::move(body)).c_str());
  }
}

void AddStaleRows(const RunReport& report, Suite* suite) {
  for (int row : report.stale_rows) {
    const BaselineRow& stale = report.baseline->rows[static_cast<size_t>(row)];
    pugi::xml_node node = suite->node.append_child("testcase");
    node.append_attribute("classname") = "baseline";
    node.append_attribute("name") =
        fmt::format("{}:{}", stale.where.file, stale.where.line).c_str();
    node.append_child("failure").append_attribute("message") =
        XmlText("stale row, no case needed it: " + stale.why).c_str();
    ++suite->tests;
    ++suite->failures;
  }
}

}  // namespace

std::string JunitReport(const RunReport& report) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("testsuites");
  root.append_attribute("name") = "shakedown";
  root.append_attribute("time") = fmt::format("{:.3f}", report.seconds).c_str();
  std::map<std::string, Suite> suites;
  auto suite_of = [&](const std::string& name) {
    Suite& suite = suites[name];
    if (!suite.node) {
      suite.node = root.append_child("testsuite");
      suite.node.append_attribute("name") = name.c_str();
    }
    return &suite;
  };
  for (size_t i = 0; i < report.cases.size(); ++i) {
    AddCase(report, i, suite_of(SuiteOf(report.cases[i].name)));
  }
  if (!report.stale_rows.empty()) AddStaleRows(report, suite_of("baseline"));
  for (auto& [name, suite] : suites) {
    suite.node.append_attribute("tests") = suite.tests;
    suite.node.append_attribute("failures") = suite.failures;
    suite.node.append_attribute("errors") = suite.errors;
    suite.node.append_attribute("skipped") = suite.skipped;
  }
  std::ostringstream out;
  document.save(out, " ");
  return out.str();
}

}  // namespace shakedown
