#include "harness/import/attls/scenario_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/import/attls/words.h"

namespace shakedown::attls {
namespace {

using Json = nlohmann::ordered_json;

// "{"key": "rsa2048", "issuer": "rsa-ca"}": a value on one line.
std::string OnOneLine(const Json& json) {
  if (!json.is_structured()) return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out;
  for (const auto& item : json.items()) {
    if (!out.empty()) out += ", ";
    if (json.is_object()) out += OnOneLine(Json(item.key())) + ": ";
    out += OnOneLine(item.value());
  }
  return json.is_object() ? "{" + out + "}" : "[" + out + "]";
}

bool HoldsPlainValues(const Json& json) {
  return std::ranges::none_of(json, [](const Json& one) { return one.is_structured(); });
}

// Objects a member a line; lists of plain values, and small objects in lists, on one line.
void Write(const Json& json, size_t indent, bool in_list, std::string* out) {
  if (!json.is_structured() || json.empty() ||
      (HoldsPlainValues(json) && (json.is_array() || in_list))) {
    *out += OnOneLine(json);
    return;
  }
  const std::string margin(indent + 2, ' ');
  *out += json.is_object() ? "{\n" : "[\n";
  size_t left = json.size();
  for (const auto& item : json.items()) {
    *out += margin;
    if (json.is_object()) *out += OnOneLine(Json(item.key())) + ": ";
    Write(item.value(), indent + 2, json.is_array(), out);
    *out += --left > 0 ? ",\n" : "\n";
  }
  *out += std::string(indent, ' ') + (json.is_object() ? "}" : "]");
}

}  // namespace

std::string ScenarioText(const Json& file) {
  std::string text;
  Write(file, 0, false, &text);
  return text + '\n';
}

std::string NewCaseName(std::string_view name, std::string_view otherwise,
                        std::set<std::string>* taken) {
  std::string stem;
  for (const char c : Lower(name)) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    stem += fine ? c : '-';
  }
  if (stem.empty()) stem = otherwise;
  std::string out = stem;
  for (int more = 2; !taken->insert(out).second; ++more) out = fmt::format("{}-{}", stem, more);
  return out;
}

}  // namespace shakedown::attls
