#include "harness/codes/json_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shakedown {

JsonRows::JsonRows(std::string file, const std::string& json_text)
    : file_(std::move(file)), root_(Json::parse(json_text, nullptr, false)) {
  if (root_.is_discarded()) {
    Fail("", "not JSON");
  } else if (!root_.is_object()) {
    Fail("", "not an object");
  }
  if (!error_.empty()) root_ = Json::object();
}

void JsonRows::Fail(const std::string& name, const std::string& problem) {
  if (!error_.empty()) return;
  std::string path = name.empty() ? path_ : path_ + "/" + name;
  error_ = fmt::format("{}: {}: {}", file_, path.empty() ? "/" : path, problem);
}

void JsonRows::Each(const char* name, const std::function<void(const Json& object)>& row) {
  const Json* array = Find(root_, name);
  if (array == nullptr) return;
  if (!array->is_array()) return Fail(name, "not an array");
  for (size_t i = 0; i < array->size() && error_.empty(); ++i) {
    path_ = fmt::format("/{}/{}", name, i);
    if ((*array)[i].is_object()) {
      row((*array)[i]);
    } else {
      Fail("", "not an object");
    }
  }
  path_.clear();
}

void JsonRows::Only(const Json& object, std::initializer_list<const char*> allowed) {
  for (const auto& [name, value] : object.items()) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      Fail(name, "unknown field");
    }
  }
}

const JsonRows::Json* JsonRows::Find(const Json& object, const char* name) {
  auto it = object.find(name);
  if (it != object.end()) return &*it;
  Fail(name, "missing");
  return nullptr;
}

std::string JsonRows::Text(const Json& object, const char* name) {
  const Json* value = Find(object, name);
  if (value == nullptr) return "";
  if (value->is_string()) return value->get<std::string>();
  Fail(name, "not a string");
  return "";
}

std::optional<std::string> JsonRows::OptionalText(const Json& object, const char* name) {
  if (!object.contains(name)) return std::nullopt;
  return Text(object, name);
}

std::vector<std::string> JsonRows::Texts(const Json& object, const char* name, bool optional) {
  std::vector<std::string> texts;
  if (optional && !object.contains(name)) return texts;
  const Json* value = Find(object, name);
  if (value == nullptr) return texts;
  if (!value->is_array()) {
    Fail(name, "not an array");
    return texts;
  }
  for (const Json& item : *value) {
    if (!item.is_string()) {
      Fail(name, "not an array of strings");
      return {};
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

int64_t JsonRows::Number(const Json& object, const char* name, int64_t low, int64_t high) {
  const Json* value = Find(object, name);
  if (value == nullptr) return low;
  if (!value->is_number_integer()) {
    Fail(name, "not a whole number");
    return low;
  }
  int64_t number = value->get<int64_t>();
  if (number < low || number > high) {
    Fail(name, fmt::format("{} is outside {} to {}", number, low, high));
    return low;
  }
  return number;
}

bool JsonRows::Flag(const Json& object, const char* name) {
  const Json* value = Find(object, name);
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  Fail(name, "neither true nor false");
  return false;
}

bool JsonRows::IsNull(const Json& object, const char* name) const {
  auto it = object.find(name);
  return it != object.end() && it->is_null();
}

}  // namespace shakedown
