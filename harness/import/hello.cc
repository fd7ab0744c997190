#include "harness/import/hello.h"

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

constexpr uint8_t kHandshakeRecord = 22;
constexpr uint8_t kClientHello = 1, kServerHello = 2, kHelloVerifyRequest = 3;

std::optional<Role> SpeakerOfMessage(uint8_t type) {
  if (type == kClientHello) return Role::kClient;
  if (type == kServerHello || type == kHelloVerifyRequest) return Role::kServer;
  return std::nullopt;
}

bool IsTlsRecord(View bytes) {
  ByteReader reader(bytes);
  const uint8_t type = reader.U8();
  if (type < 20 || type > 24) return false;
  // A lone first byte may be one; text has no such control characters.
  return reader.empty() || reader.U8() == 3;
}

// RFC 5246 E.2: the length with its top bit set, message type 1, a version of 0.2 or 3.x.
bool IsSsl2Hello(View bytes) {
  ByteReader reader(bytes);
  const bool two_byte_header = (reader.U16() & 0x8000) != 0;
  const uint8_t type = reader.U8();
  const uint16_t version = reader.U16();
  return reader.ok() && two_byte_header && type == kClientHello &&
         (version == 0x0002 || version >> 8 == 3);
}

// A hello without its record: type, 24 bits of length, then a version.
bool IsBareHello(View bytes) {
  ByteReader reader(bytes);
  const uint8_t type = reader.U8();
  const uint32_t length = reader.U24();
  const uint16_t version = reader.U16();
  return reader.ok() && (type == kClientHello || type == kServerHello) && length < 1 << 16 &&
         version >> 8 == 3;
}

}  // namespace

bool StartsLikeDtls(View bytes) {
  ByteReader reader(bytes);
  const uint8_t type = reader.U8();
  const uint16_t version = reader.U16();
  return reader.ok() && type >= 20 && type <= 26 &&
         (version == 0xfeff || version == 0xfefd || version == 0x0100);
}

std::optional<Role> SpeakerOf(View bytes) {
  if (IsSsl2Hello(bytes)) return Role::kClient;
  if (bytes.empty()) return std::nullopt;
  if (IsBareHello(bytes)) return SpeakerOfMessage(bytes[0]);
  if (bytes[0] != kHandshakeRecord) return std::nullopt;
  ByteReader reader(bytes);
  reader.Take(StartsLikeDtls(bytes) ? 13 : 5);
  const uint8_t type = reader.U8();
  if (!reader.ok() || !StartsLikeTls(bytes)) return std::nullopt;
  return SpeakerOfMessage(type);
}

bool StartsLikeTls(View bytes) {
  return !bytes.empty() &&
         (IsTlsRecord(bytes) || StartsLikeDtls(bytes) || IsSsl2Hello(bytes) || IsBareHello(bytes));
}

}  // namespace shakedown
