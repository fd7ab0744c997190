#include "harness/model/read.h"

#include <filesystem>

namespace shakedown {

bool Expect(const Node& node, Node::Kind kind, std::string_view allowed, const Reading& reading) {
  if (node.kind == kind) return true;
  reading.problems->Add(node, "wrong type:", std::string(allowed));
  return false;
}

bool ReadString(const Node& node, std::string* out, const Reading& reading) {
  if (!Expect(node, Node::Kind::kString, "a string", reading)) return false;
  *out = node.text;
  return true;
}

bool ReadBool(const Node& node, bool* out, const Reading& reading) {
  if (!Expect(node, Node::Kind::kBoolean, "true or false", reading)) return false;
  *out = node.boolean;
  return true;
}

void ReadFlag(const Node& node, std::optional<bool>* out, const Reading& reading) {
  bool value = false;
  if (ReadBool(node, &value, reading)) *out = value;
}

bool ReadInt(const Node& node, int least, int most, int* out, const Reading& reading) {
  const std::string allowed = fmt::format("an integer from {} to {}", least, most);
  if (!Expect(node, Node::Kind::kInteger, allowed, reading)) return false;
  if (node.integer < least || node.integer > most) {
    reading.problems->Add(node, "number out of range:", allowed);
    return false;
  }
  *out = static_cast<int>(node.integer);
  return true;
}

bool ReadHex(const Node& node, Bytes* out, const Reading& reading) {
  if (!Expect(node, Node::Kind::kString, "hex digits in a string", reading)) return false;
  auto bytes = FromHex(node.text);
  if (!bytes) {
    reading.problems->Add(node, "not hex:", "pairs of hex digits");
    return false;
  }
  *out = std::move(*bytes);
  return true;
}

bool ReadCodePoint(const Node& node, std::span<const CodePoint> registry, std::string_view kind,
                   bool decimal, uint16_t most, uint16_t* out, const Reading& reading) {
  if (decimal && node.kind == Node::Kind::kInteger) {
    int number = 0;
    if (!ReadInt(node, 0, most, &number, reading)) return false;
    *out = static_cast<uint16_t>(number);
    return true;
  }
  const std::string by_number =
      decimal ? fmt::format("a number to {}", most) : "\"0x\" and hex digits";
  if (!Expect(node, Node::Kind::kString, fmt::format("the name of a {}, or {}", kind, by_number),
              reading)) {
    return false;
  }
  const auto number = NumberOf(registry, node.text);
  if (number && *number <= most) {
    *out = *number;
    return true;
  }
  std::vector<std::string> names;
  for (const CodePoint& row : registry) names.emplace_back(row.name);
  reading.problems->Add(
      node, fmt::format("unknown {}", kind),
      OneOf(names, node.text, fmt::format("IANA's name of a {}, or {}", kind, by_number)));
  return false;
}

void ReadStrings(const Node& node, std::vector<std::string>* out, const Reading& reading) {
  ReadList(node, out, reading, [&](const Node& each, std::string* item) {
    if (!ReadString(each, item, reading)) return false;
    if (!item->empty()) return true;
    reading.problems->Add(each, "empty string", "a string of one character or more");
    return false;
  });
}

void UnknownField(const Member& member, const std::vector<std::string>& names,
                  const Reading& reading) {
  reading.problems->AddAtKey(member, "unknown field", OneOf(names, member.key));
}

std::string JoinToFolder(const Node& node, const std::string& path) {
  const std::filesystem::path folder =
      node.source == nullptr ? "" : std::filesystem::path(node.source->path).parent_path();
  return (folder / path).lexically_normal().string();
}

bool ReadPemPath(const Node& node, std::string* out, const Reading& reading) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path path = fs::absolute(JoinToFolder(node, node.text), error);
  *out = path.string();
  if (!reading.options->look_for_files || fs::is_regular_file(path, error)) return true;
  const bool missing = error || !fs::exists(path, error);
  reading.problems->Add(node, missing ? "no such file:" : "not a file:",
                        "a PEM file, its path from the folder of this file");
  return false;
}

}  // namespace shakedown
