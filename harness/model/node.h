// A JSON value that remembers where it was written, so that every later step can point there.
#ifndef HARNESS_MODEL_NODE_H_
#define HARNESS_MODEL_NODE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/model/load.h"
#include "harness/model/text_position.h"

namespace shakedown {

struct Member;
struct Source;

// One JSON value. Copies keep pointing at the text they were read from, which must outlive them.
struct Node {
  enum class Kind : uint8_t { kNull, kBoolean, kInteger, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  bool boolean = false;
  int64_t integer = 0;
  std::string text;             // kString: the value; kNumber: the literal as written
  std::vector<Node> items;      // kArray
  std::vector<Member> members;  // kObject, in the order written; keys are unique
  const Source* source = nullptr;
  uint32_t offset = 0;  // of the value's first byte in source->text

  bool is_null() const { return kind == Kind::kNull; }
  bool is_string() const { return kind == Kind::kString; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_object() const { return kind == Kind::kObject; }

  // The value under `key`, or null if there is none or this is no object. Valid until the object
  // is changed.
  const Node* Find(std::string_view key) const;
  Node* Find(std::string_view key);

  // Like Find, but a null value counts as absent.
  const Node* FindSet(std::string_view key) const;

  // Puts `value` under `key`, replacing what is there; `at` says where the key was written.
  void Set(std::string_view key, Node value, const Node& at);
  void Remove(std::string_view key);
};

struct Member {
  std::string key;
  const Source* source = nullptr;
  uint32_t offset = 0;  // of the key's opening quote
  Node value;
};

// One file, with the text that the nodes of `root` point into. Not copied, not moved.
struct Source {
  std::string path;
  std::string text;
  Node root;
  TextIndex positions;  // of `text`, for LocationOf
};

// An empty object (or array) that claims to stand where `at` stands.
Node MakeObject(const Node& at);
Node MakeArray(const Node& at);

// Compact JSON of `node`.
std::string ToJson(const Node& node);

// Compact JSON cut to what fits in a message.
std::string Shown(const Node& node);

// Line and column (in characters) of the byte at `offset`, and the JSON pointer of the value or key
// that starts there.
SourceLocation LocationOf(const Source& source, size_t offset);
inline SourceLocation LocationOf(const Node& node) {
  return node.source == nullptr ? SourceLocation{} : LocationOf(*node.source, node.offset);
}

}  // namespace shakedown

#endif  // HARNESS_MODEL_NODE_H_
