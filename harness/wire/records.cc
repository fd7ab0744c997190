#include "harness/wire/records.h"

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

// Change cipher spec to application data, and the heartbeat of RFC 6520.
bool IsContentType(uint8_t type) { return type >= 20 && type <= 24; }

// RFC 5246 E.2: two bytes of length with the top bit set, message type 1, then the version.
Framing Ssl2Verdict(View stream) {
  ByteReader hello(stream);
  hello.U16();
  if (hello.empty()) return Framing::kIncomplete;
  if (hello.U8() != static_cast<uint8_t>(HandshakeType::kClientHello)) return Framing::kNotTls;
  if (hello.empty()) return Framing::kIncomplete;
  const uint8_t major = hello.U8();
  return major == 3 || major == 0 ? Framing::kSsl2Hello : Framing::kNotTls;
}

}  // namespace

Framing NextRecord(View stream, Record* record) {
  ByteReader reader(stream);
  if (reader.empty()) return Framing::kIncomplete;
  const uint8_t type = reader.U8();
  if ((type & 0x80) != 0) return Ssl2Verdict(stream);
  if (!IsContentType(type)) return Framing::kNotTls;
  if (reader.empty()) return Framing::kIncomplete;
  const uint8_t major = reader.U8();
  if (major != 3) return Framing::kNotTls;
  const uint8_t minor = reader.U8();
  const size_t length = reader.U16();
  if (!reader.ok()) return Framing::kIncomplete;
  if (length > kMaxProtected12) return Framing::kOversized;
  record->type = static_cast<ContentType>(type);
  record->version = static_cast<uint16_t>(major << 8 | minor);
  record->header = stream.first(kRecordHeaderSize);
  record->body = reader.Take(length);
  return reader.ok() ? Framing::kRecord : Framing::kIncomplete;
}

}  // namespace shakedown
