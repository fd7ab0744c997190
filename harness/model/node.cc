#include "harness/model/node.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

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

// How many objects and arrays are open at the end of `text`.
size_t OpenAtEnd(std::string_view text) {
  size_t open = 0;
  bool quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++open;
    } else if ((c == '}' || c == ']') && open > 0) {
      --open;
    }
  }
  return open;
}

std::string PointerTo(const Source& source, size_t offset) {
  std::string pointer;
  const Node* at = &source.root;
  std::vector<std::pair<const Node*, size_t>> passed;  // with the pointer's size before each
  while (at->offset != offset) {
    if (at->is_object()) {
      const auto after = std::partition_point(at->members.begin(), at->members.end(),
                                              [&](const Member& m) { return m.offset <= offset; });
      if (after == at->members.begin()) break;
      const Member& member = *std::prev(after);
      passed.emplace_back(&member.value, pointer.size());
      pointer += '/' + Escaped(member.key);
      if (member.offset == offset) return pointer;
      at = &member.value;
    } else if (at->is_array()) {
      const auto after = std::partition_point(at->items.begin(), at->items.end(),
                                              [&](const Node& n) { return n.offset <= offset; });
      if (after == at->items.begin()) break;
      passed.emplace_back(&*std::prev(after), pointer.size());
      pointer += '/' + std::to_string(std::prev(after) - at->items.begin());
      at = &*std::prev(after);
    } else {
      break;
    }
  }
  if (at->offset == offset) return pointer;
  // What stands behind a value is not in it: as many values are around it as are open.
  const std::string_view text = source.text;
  const size_t from = std::min(offset, text.size());
  const size_t open = OpenAtEnd(text.substr(0, from));
  while (!passed.empty() && passed.size() >= open) {
    pointer.resize(passed.back().second);
    passed.pop_back();
  }
  // A key that stands twice is in the tree once.
  const Node& around = passed.empty() ? source.root : *passed.back().first;
  const std::string_view rest = text.substr(from);
  const size_t quote = rest.starts_with('"') ? rest.find('"', 1) : rest.npos;
  if (quote == rest.npos) return pointer;
  const std::string_view key = rest.substr(1, quote - 1);
  if (around.Find(key) != nullptr) pointer += '/' + Escaped(std::string(key));
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
  where.path = PointerTo(source, offset);
  return where;
}

}  // namespace shakedown
