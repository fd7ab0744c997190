#include "harness/model/node.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace shakedown {
namespace {

constexpr size_t kShownLength = 60;

void Write(const Node& node, std::string* out) {
  const auto quoted = [](const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  switch (node.kind) {
    case Node::Kind::kNull:
      *out += "null";
      return;
    case Node::Kind::kBoolean:
      *out += node.boolean ? "true" : "false";
      return;
    case Node::Kind::kInteger:
      *out += std::to_string(node.integer);
      return;
    case Node::Kind::kNumber:
      *out += node.text;
      return;
    case Node::Kind::kString:
      *out += quoted(node.text);
      return;
    case Node::Kind::kArray: {
      *out += '[';
      for (size_t i = 0; i < node.items.size(); ++i) {
        if (i != 0) *out += ',';
        Write(node.items[i], out);
      }
      *out += ']';
      return;
    }
    case Node::Kind::kObject: {
      *out += '{';
      for (size_t i = 0; i < node.members.size(); ++i) {
        if (i != 0) *out += ',';
        *out += quoted(node.members[i].key) + ':';
        Write(node.members[i].value, out);
      }
      *out += '}';
      return;
    }
  }
}

// RFC 6901 3: "~" and "/" in a name are written "~0" and "~1".
std::string Escaped(const std::string& key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string PointerTo(const Node& root, size_t offset) {
  std::string pointer;
  const Node* at = &root;
  while (at->offset != offset) {
    if (at->is_object()) {
      const auto after = std::partition_point(at->members.begin(), at->members.end(),
                                              [&](const Member& m) { return m.offset <= offset; });
      if (after == at->members.begin()) break;
      const Member& member = *std::prev(after);
      pointer += '/' + Escaped(member.key);
      if (member.offset == offset) break;
      at = &member.value;
    } else if (at->is_array()) {
      const auto after = std::partition_point(at->items.begin(), at->items.end(),
                                              [&](const Node& n) { return n.offset <= offset; });
      if (after == at->items.begin()) break;
      pointer += '/' + std::to_string(std::prev(after) - at->items.begin());
      at = &*std::prev(after);
    } else {
      break;
    }
  }
  return pointer;
}

}  // namespace

const Node* Node::Find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Node* Node::Find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).Find(key)); }

const Node* Node::FindSet(std::string_view key) const {
  const Node* found = Find(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void Node::Set(std::string_view key, Node value, const Node& at) {
  if (Node* found = Find(key)) {
    *found = std::move(value);
    return;
  }
  members.push_back({std::string(key), at.source, at.offset, std::move(value)});
}

void Node::Remove(std::string_view key) {
  std::erase_if(members, [&](const Member& member) { return member.key == key; });
}

Node MakeObject(const Node& at) {
  Node node;
  node.kind = Node::Kind::kObject;
  node.source = at.source;
  node.offset = at.offset;
  return node;
}

Node MakeArray(const Node& at) {
  Node node = MakeObject(at);
  node.kind = Node::Kind::kArray;
  return node;
}

std::string ToJson(const Node& node) {
  std::string out;
  Write(node, &out);
  return out;
}

std::string Shown(const Node& node) {
  std::string out = ToJson(node);
  if (out.size() > kShownLength) {
    size_t end = kShownLength;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
    out.resize(end);
    out += "...";
  }
  return out;
}

SourceLocation LocationOf(const Source& source, size_t offset) {
  SourceLocation where;
  where.file = source.path;
  const TextPosition position = source.positions.Of(source.text, offset);
  where.line = position.line;
  where.column = position.column;
  where.path = PointerTo(source.root, offset);
  return where;
}

}  // namespace shakedown
