#include "harness/model/axes.h"

#include <array>
#include <charconv>
#include <set>

#include "harness/model/read_scenario.h"

namespace shakedown {
namespace {

constexpr std::array<std::string_view, 6> kSections = {"client", "server", "resume",
                                                       "link",   "expect", "unless"};

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool IsIndex(std::string_view step) {
  return !step.empty() && step.size() <= 6 &&
         std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
}

size_t IndexOf(std::string_view step) {
  size_t index = 0;
  std::from_chars(step.data(), step.data() + step.size(), index);
  return index;
}

bool ReadPaths(const Member& member, std::vector<PathSteps>* out, const Reading& reading) {
  for (const std::string& text : Split(member.key, ',')) {
    PathSteps steps = Split(text, '.');
    const bool empty = std::ranges::any_of(steps, &std::string::empty);
    const bool known = std::ranges::find(kSections, steps.front()) != kSections.end();
    if (empty || !known) {
      std::string allowed =
          "fields joined by dots, array items by number, from client, server, resume, link, "
          "expect or unless; several paths joined by commas";
      const std::string near =
          Nearest(steps.front(), std::vector<std::string>(kSections.begin(), kSections.end()));
      if (!near.empty() && !known) allowed += "; did you mean " + near + "?";
      reading.problems->AddAtKey(member, "not a path:", allowed);
      return false;
    }
    out->push_back(std::move(steps));
  }
  return true;
}

// What a value is called in the case's name unless it says so itself.
std::string LabelOf(const Node& value) {
  if (value.is_string()) return value.text;
  if (value.is_array() && value.items.size() == 1) return LabelOf(value.items[0]);
  std::string label = ToJson(value);
  std::erase(label, '"');
  return label;
}

// Reads {"label": ..., "value": ...}, or a bare value.
bool ReadValue(const Node& node, std::string* label, const Node** value, const Reading& reading) {
  const Node* written = node.is_object() ? node.Find("label") : nullptr;
  if (written == nullptr) {
    *value = &node;
    *label = LabelOf(node);
    return true;
  }
  if (!ReadString(*written, label, reading)) return false;
  *value = node.Find("value");
  if (*value == nullptr || node.members.size() != 2) {
    reading.problems->Add(node, "not a labelled value:", "{\"label\": ..., \"value\": ...}");
    return false;
  }
  return true;
}

// A whole file's object in which nothing stands but `value` at the end of `steps`.
Node Wrap(const PathSteps& steps, size_t from, const Node& value, const Node& at) {
  if (from == steps.size()) return value;
  Node inner = Wrap(steps, from + 1, value, at);
  if (from > 0 && IsIndex(steps[from])) {
    Node array = MakeArray(at);
    array.items.push_back(std::move(inner));
    return array;
  }
  Node object = MakeObject(at);
  object.Set(steps[from], std::move(inner), at);
  return object;
}

}  // namespace

std::vector<Axis> ReadAxes(const Node& matrix, const Reading& reading) {
  std::vector<Axis> axes;
  if (!Expect(matrix, Node::Kind::kObject, "an object: path to values", reading)) return axes;
  std::set<PathSteps> set_by;
  for (const Member& member : matrix.members) {
    if (member.value.is_null()) continue;  // an axis of the base that is taken back
    Axis axis{&member, {}, {}};
    if (!ReadPaths(member, &axis.paths, reading)) continue;
    for (const PathSteps& steps : axis.paths) {
      if (!set_by.insert(steps).second) {
        reading.problems->AddAtKey(member, "path set twice by the matrix:", "each path once");
      }
    }
    if (!Expect(member.value, Node::Kind::kArray, "an array of values", reading)) continue;
    if (member.value.items.empty()) {
      reading.problems->Add(member.value, "empty axis:", "one value or more");
      continue;
    }
    std::set<std::string> labels;
    bool good = true;
    for (const Node& each : member.value.items) {
      AxisValue entry;
      const Node* value = nullptr;
      if (!ReadValue(each, &entry.label, &value, reading)) {
        good = false;
        continue;
      }
      if (!labels.insert(entry.label).second) {
        reading.problems->Add(each, "duplicate value in an axis:",
                              "each label once; name one with {\"label\": ..., \"value\": ...}");
        good = false;
      }
      if (axis.paths.size() == 1) {
        entry.values.push_back(value);
      } else if (!value->is_array() || value->items.size() != axis.paths.size()) {
        reading.problems->Add(*value, "wrong number of values:",
                              fmt::format("an array of {}, one a path", axis.paths.size()));
        good = false;
      } else {
        for (const Node& item : value->items) entry.values.push_back(&item);
      }
      axis.values.push_back(std::move(entry));
    }
    if (good) axes.push_back(std::move(axis));
  }
  return axes;
}

void CheckMatrixInPlace(const Node& matrix, const Reading& reading) {
  Reading partial = reading;
  partial.partial = true;
  for (const Axis& axis : ReadAxes(matrix, reading)) {
    Node key;
    key.source = axis.where->source;
    key.offset = axis.where->offset;
    for (const AxisValue& value : axis.values) {
      for (size_t i = 0; i < axis.paths.size(); ++i) {
        CheckInPlace(Wrap(axis.paths[i], 0, *value.values[i], key), partial);
      }
    }
  }
}

bool SetPath(const PathSteps& steps, size_t from, const Node& value, const Member& where,
             Node* node, Problems* problems) {
  Node at;
  at.source = where.source;
  at.offset = where.offset;
  for (size_t i = from; i < steps.size(); ++i) {
    const bool last = i + 1 == steps.size();
    const std::string& step = steps[i];
    if (node->is_null()) {
      const Node* former = node;
      Node object = MakeObject(former->source == nullptr ? at : *former);
      *node = std::move(object);
    }
    if (node->is_array() && IsIndex(step)) {
      const size_t index = IndexOf(step);
      if (index >= node->items.size()) {
        problems->AddAtKey(where, fmt::format("index {} is out of range in", step),
                           node->items.empty() ? std::string("no index: the list is empty")
                                               : fmt::format("0 to {}", node->items.size() - 1));
        return false;
      }
      if (last && value.is_null()) {
        node->items.erase(node->items.begin() + static_cast<std::ptrdiff_t>(index));
        return true;
      }
      node = &node->items[index];
    } else if (node->is_object()) {
      if (last && value.is_null()) {
        node->Remove(step);
        return true;
      }
      Node* next = node->Find(step);
      if (next == nullptr) {
        if (!last && IsIndex(steps[i + 1])) {
          problems->AddAtKey(where, fmt::format("index {} is out of range in", steps[i + 1]),
                             fmt::format("no index: there is no \"{}\"", step));
          return false;
        }
        Node empty;
        empty.source = where.source;
        empty.offset = where.offset;
        node->Set(step, std::move(empty), at);
        next = node->Find(step);
      }
      node = next;
    } else {
      problems->AddAtKey(where, fmt::format("step \"{}\" leads nowhere in", step),
                         "a field of an object or an item of an array");
      return false;
    }
  }
  *node = value;
  return true;
}

}  // namespace shakedown
