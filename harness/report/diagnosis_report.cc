#include "harness/report/diagnosis_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace shakedown {
namespace {

using Json = nlohmann::ordered_json;

// Names of the peers' choosing stand in it: what a terminal would obey is shown as a dot.
std::string Printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '.';
  }
  return text;
}

std::string Wrapped(const std::string& text, size_t width, size_t indent) {
  const size_t room = std::max<size_t>(width, 40);
  std::string out, line(2, ' ');
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    if (line.size() + 1 + end - at > room && line.find_first_not_of(' ') != std::string::npos) {
      out += line + '\n';
      line.assign(indent, ' ');
    } else if (at != 0) {
      line += ' ';
    }
    line.append(text, at, end - at);
    at = end + 1;
  }
  return out + line + '\n';
}

int Percent(double share) { return static_cast<int>(std::lround(share * 100)); }

}  // namespace

std::string DiagnosisText(const Diagnosis& diagnosis, size_t width) {
  constexpr size_t kIndent = 4;
  std::string text = "diagnosis: ";
  if (!diagnosis.candidates.empty()) {
    text += fmt::format("{} ({}). ", diagnosis.cause(), NameOf(diagnosis.confidence));
  }
  std::string explanation = diagnosis.Explanation();
  if (!explanation.empty() && !diagnosis.candidates.empty()) {
    explanation[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(explanation[0])));
  }
  std::string out = Wrapped(Printable(text + explanation), width, kIndent);
  if (diagnosis.confidence == Certainty::kCertain || diagnosis.candidates.size() < 2) return out;
  std::string others;
  for (const Candidate& one : diagnosis.candidates) {
    others += fmt::format("{}{} {} %", others.empty() ? "" : ", ", one.cause, Percent(one.share));
  }
  return out + Wrapped("may be: " + others, width, kIndent);
}

Json DiagnosisJson(const Diagnosis& diagnosis) {
  Json out = {{"outcome", NameOf(diagnosis.outcome)}};
  out["by"] = diagnosis.by ? Json(NameOf(*diagnosis.by)) : Json(nullptr);
  out["alert"] = nullptr;
  if (diagnosis.alert) {
    out["alert"] = {{"number", static_cast<int>(*diagnosis.alert)},
                    {"name", NameOf(*diagnosis.alert)}};
  }
  out["cause"] = diagnosis.candidates.empty() ? Json(nullptr) : Json(diagnosis.cause());
  out["confidence"] = NameOf(diagnosis.confidence);
  out["explanation"] = diagnosis.Explanation();
  out["candidates"] = Json::array();
  for (const Candidate& one : diagnosis.candidates) {
    out["candidates"].push_back({{"cause", one.cause},
                                 {"share", std::round(one.share * 1000) / 1000},
                                 {"why", one.why},
                                 {"clause", one.clause}});
  }
  return out;
}

}  // namespace shakedown
