// The small readers that scenario fields are made of: a Node to a value, or a Problem.
#ifndef HARNESS_MODEL_READ_H_
#define HARNESS_MODEL_READ_H_

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "harness/model/names.h"
#include "harness/model/problems.h"

namespace shakedown {

inline constexpr size_t kLongestList = 1000;

// What a reader needs besides the node.
struct Reading {
  Problems* problems;
  const LoadOptions* options;
  bool partial = false;  // the node is one path of a matrix, not a whole object: nothing is missing
};

// A field of an object, and how its value gets into the struct. Null values are not passed on
// unless `nullable`: they mean that the field is absent.
template <typename T>
struct Field {
  std::string_view name;
  void (*read)(const Node& node, T* out, const Reading& reading);
  bool nullable = false;
};

// True if `node` is of `kind`; else the problem is "wrong type" and `allowed` says what may stand.
bool Expect(const Node& node, Node::Kind kind, std::string_view allowed, const Reading& reading);

bool ReadString(const Node& node, std::string* out, const Reading& reading);
bool ReadBool(const Node& node, bool* out, const Reading& reading);
void ReadFlag(const Node& node, std::optional<bool>* out, const Reading& reading);
bool ReadInt(const Node& node, int least, int most, int* out, const Reading& reading);
bool ReadHex(const Node& node, Bytes* out, const Reading& reading);

// Finds a string among the rows of a registry, or reads "0x" and hex digits. `kind` is what one of
// them is called: "group". With `decimal` a JSON number is read, too.
bool ReadCodePoint(const Node& node, std::span<const CodePoint> registry, std::string_view kind,
                   bool decimal, uint16_t most, uint16_t* out, const Reading& reading);

template <typename E>
bool ReadCode(const Node& node, std::span<const CodePoint> registry, std::string_view kind, E* out,
              const Reading& reading) {
  uint16_t number = 0;
  const bool alert = sizeof(E) == 1;
  if (!ReadCodePoint(node, registry, kind, alert, alert ? 0xff : 0xffff, &number, reading)) {
    return false;
  }
  *out = static_cast<E>(number);
  return true;
}

template <typename E>
bool ReadNamed(const Node& node, std::span<const Named<E>> names, std::string_view kind, E* out,
               const Reading& reading) {
  if (!Expect(node, Node::Kind::kString, fmt::format("the name of a {}", kind), reading)) {
    return false;
  }
  if (const auto value = ByName(names, node.text)) {
    *out = *value;
    return true;
  }
  std::vector<std::string> all;
  for (const Named<E>& row : names) all.emplace_back(row.name);
  reading.problems->Add(node, fmt::format("unknown {}", kind), OneOf(all, node.text));
  return false;
}

// Reads an array with `read(node, &item)`; the same item twice is a problem.
template <typename Item, typename Read>
void ReadList(const Node& node, std::vector<Item>* out, const Reading& reading, Read read) {
  if (!Expect(node, Node::Kind::kArray, "an array", reading)) return;
  if (node.items.size() > kLongestList) {
    reading.problems->Add(node, "list too long:", fmt::format("at most {} entries", kLongestList));
    return;
  }
  out->clear();
  out->reserve(node.items.size());
  for (const Node& each : node.items) {
    Item item{};
    if (!read(each, &item)) continue;
    if (std::ranges::find(*out, item) != out->end()) {
      reading.problems->Add(each, "duplicate entry", "each entry once in a list");
      continue;
    }
    out->push_back(std::move(item));
  }
}

void ReadStrings(const Node& node, std::vector<std::string>* out, const Reading& reading);

// "unknown field", with the nearest of `names`.
void UnknownField(const Member& member, const std::vector<std::string>& names,
                  const Reading& reading);

// Reads every member of the object `node` by its field. False if `node` is no object.
template <typename T>
bool ReadFields(const Node& node, std::span<const Field<T>> fields, T* out,
                const Reading& reading) {
  if (!Expect(node, Node::Kind::kObject, "an object", reading)) return false;
  for (const Member& member : node.members) {
    const auto field = std::ranges::find(fields, member.key, &Field<T>::name);
    if (field == fields.end()) {
      std::vector<std::string> names;
      for (const Field<T>& each : fields) names.emplace_back(each.name);
      UnknownField(member, names, reading);
    } else if (!member.value.is_null() || field->nullable) {
      field->read(member.value, out, reading);
    }
  }
  return true;
}

// A path relative to the folder of the file that `node` stands in.
std::string JoinToFolder(const Node& node, const std::string& path);

// The absolute path of the PEM file that a string names from the folder of its file. False, with a
// problem, where one is looked for and there is none.
bool ReadPemPath(const Node& node, std::string* out, const Reading& reading);

}  // namespace shakedown

#endif  // HARNESS_MODEL_READ_H_
