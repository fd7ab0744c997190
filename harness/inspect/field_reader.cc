#include "harness/inspect/field_reader.h"

#include <cstdio>

namespace shakedown {
namespace {

// Text of a peer with what is no printable character spelled out.
std::string Printable(View bytes) {
  std::string text;
  for (const uint8_t byte : bytes) {
    if (byte >= 0x20 && byte < 0x7f && byte != '\\') {
      text += static_cast<char>(byte);
    } else {
      char escaped[5];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
      text += escaped;
    }
  }
  return text;
}

}  // namespace

Field FieldReader::Begin(std::string_view name, size_t offset, size_t size) {
  ++shared_->fields;
  Field field;
  field.name = name;
  field.offset = offset;
  field.size = size;
  return field;
}

uint64_t FieldReader::Integer(size_t bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; ++i) value = value << 8 | reader_.U8();
  return value;
}

void FieldReader::Misfit(std::string_view name, std::string rule) {
  if (shared_->misfit) return;
  std::string path = into_->name;
  if (!name.empty()) path.append(path.empty() ? "" : ".").append(name);
  shared_->misfit = FieldError{offset(), AlertDescription::kDecodeError, std::move(path),
                               "RFC 8446 6.2", std::move(rule)};
}

void FieldReader::Stop() {
  if (empty()) return;
  Field field = Begin("(not read)", offset(), left());
  field.opaque = true;
  field.text = ToHex(reader_.Take(left()));
  into_->children.push_back(std::move(field));
}

bool FieldReader::Fits(std::string_view name, size_t size) {
  if (shared_->fields >= kMaxFields) {
    Stop();
    return false;
  }
  if (size <= left()) return true;
  Misfit(name, "a field must lie inside the structure that holds it");
  Stop();
  return false;
}

uint64_t FieldReader::Number(std::string_view name, size_t bytes) {
  if (!Fits(name, bytes)) return 0;
  Field field = Begin(name, offset(), bytes);
  const uint64_t value = Integer(bytes);
  field.number = value;
  into_->children.push_back(std::move(field));
  return value;
}

uint16_t FieldReader::Code(std::string_view name, size_t bytes, Namer namer) {
  const size_t before = into_->children.size();
  const bool fits = bytes <= left();
  const auto value = static_cast<uint16_t>(Number(name, bytes));
  if (fits && into_->children.size() > before && last().number) {
    last().text = namer(value);
    if (last().text.empty()) last().text = "unknown";
  }
  return value;
}

View FieldReader::Opaque(std::string_view name, size_t size) {
  if (!Fits(name, size)) return {};
  Field field = Begin(name, offset(), size);
  const View bytes = reader_.Take(size);
  field.opaque = true;
  field.text = ToHex(bytes);
  into_->children.push_back(std::move(field));
  return bytes;
}

std::optional<FieldReader::Prefixed> FieldReader::ReadPrefixed(std::string_view name,
                                                               size_t prefix) {
  if (!Fits(name, prefix)) return std::nullopt;
  Prefixed vector{};
  vector.at = offset();
  vector.length = Integer(prefix);
  vector.whole = vector.length <= left();
  if (!vector.whole && !shared_->misfit) {
    Misfit(name, "the length of a vector must not reach past the structure that holds it");
    shared_->misfit->offset = vector.at;
  }
  vector.content = reader_.Take(vector.whole ? static_cast<size_t>(vector.length) : left());
  return vector;
}

View FieldReader::AddOpaque(std::string_view name, size_t prefix, bool text) {
  const std::optional<Prefixed> vector = ReadPrefixed(name, prefix);
  if (!vector) return {};
  Field field = Begin(name, vector->at, prefix + vector->content.size());
  // Text goes without a number, or it would look like the name of that.
  if (!text) field.number = vector->length;
  field.opaque = !text;
  field.text = text ? Printable(vector->content) : ToHex(vector->content);
  into_->children.push_back(std::move(field));
  return vector->content;
}

View FieldReader::OpaqueVector(std::string_view name, size_t prefix) {
  return AddOpaque(name, prefix, false);
}

View FieldReader::TextVector(std::string_view name, size_t prefix) {
  return AddOpaque(name, prefix, true);
}

void FieldReader::End() {
  if (empty()) return;
  if (shared_->fields < kMaxFields) Misfit("", "a structure has nothing after its last field");
  Stop();
}

}  // namespace shakedown
