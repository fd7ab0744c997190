#include "harness/wire/records.h"

#include <algorithm>
#include <cstring>

#include "harness/wire/byte_reader.h"
#include "harness/wire/take.h"

namespace shakedown {
namespace {

using enum AlertDescription;

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

// What is not a whole record with a sound header.
[[gnu::noinline]] Framing WhatElse(View stream) {
  ByteReader reader(stream);
  if (reader.empty()) return Framing::kIncomplete;
  const uint8_t type = reader.U8();
  if ((type & 0x80) != 0) return Ssl2Verdict(stream);
  if (!IsContentType(type)) return Framing::kNotTls;
  if (reader.empty()) return Framing::kIncomplete;
  if (reader.U8() != 3) return Framing::kNotTls;
  reader.U8();
  const size_t length = reader.U16();
  return reader.ok() && length > kMaxProtected12 ? Framing::kOversized : Framing::kIncomplete;
}

// How many records with the header of the first, which is at `start`, follow one another; no more
// than `most` are looked at.
size_t CountAlike(const uint8_t* start, size_t size, size_t stride, size_t most) {
  if (most == 1) return 1;
  most = std::min(most, size / stride);
  // Eight bytes are read at each header: the last records have none behind them to spare.
  const size_t quick = size < stride + 8 ? 1 : std::min(most, (size - 8) / stride);
  const uint64_t header = size < sizeof(header) ? 0 : LoadNative64(start);
  size_t count = 1;
  const uint8_t* at = start + stride;
  // Four at a time, so that one branch serves them all.
  for (; count + 4 <= quick; count += 4, at += 4 * stride) {
    const uint64_t difference = (LoadNative64(at) ^ header) | (LoadNative64(at + stride) ^ header) |
                                (LoadNative64(at + 2 * stride) ^ header) |
                                (LoadNative64(at + 3 * stride) ^ header);
    if ((difference & kHeaderBits) != 0) break;
  }
  for (; count < most; ++count, at += stride) {
    if (std::memcmp(at, start, kRecordHeaderSize) != 0) break;
  }
  return count;
}

ParseError At(size_t offset, const Rule& rule) { return ParseError(rule, offset); }

}  // namespace

Framing NextRecord(View stream, Record* record) {
  return StartsWithRecord(stream, record) ? Framing::kRecord : WhatElse(stream);
}

Framing NextRun(View stream, RecordRun* run, size_t most) {
  const Framing framing = NextRecord(stream, &run->first);
  if (framing != Framing::kRecord) return framing;
  const size_t stride = run->stride();
  run->count = CountAlike(stream.data(), stream.size(), stride, most);
  run->bytes = stream.first(run->count * stride);
  return framing;
}

std::optional<ParseError> CheckRecord(const Record& record, RecordContext context) {
  const size_t size = record.body.size();
  const bool tls13 = context.version >= ProtocolVersion::kTls13;
  if (!context.is_protected && size > kMaxPlaintext) {
    return At(3, {"TLSPlaintext.length", kRecordOverflow, "RFC 8446 5.1",
                  "a plaintext record has at most 2^14 bytes"});
  }
  if (context.is_protected && tls13 && size > kMaxProtected13) {
    return At(3, {"TLSCiphertext.length", kRecordOverflow, "RFC 8446 5.2",
                  "a protected record of TLS 1.3 has at most 2^14 + 256 bytes"});
  }
  if (context.is_protected && !tls13 && size > kMaxProtected12) {
    return At(3, {"TLSCiphertext.length", kRecordOverflow, "RFC 5246 6.2.3",
                  "a protected record has at most 2^14 + 2048 bytes"});
  }
  if (size == 0 && record.type != ContentType::kApplicationData) {
    return At(3, {"TLSPlaintext.length", kUnexpectedMessage, "RFC 8446 5.1",
                  "only records of application data may be empty"});
  }
  return std::nullopt;
}

std::optional<ParseError> CheckAlert(View body, ProtocolVersion version) {
  static constexpr size_t kAlert = 2;
  // RFC 5246 6.2.1 lets one record hold several.
  const bool several = version < ProtocolVersion::kTls13;
  if (body.size() < kAlert || (several ? body.size() % kAlert != 0 : body.size() != kAlert)) {
    return At(several && body.size() > kAlert ? body.size() - 1 : std::min(body.size(), kAlert),
              {"Alert", kDecodeError, "RFC 8446 5.1",
               "an alert is two bytes, and is not split over records"});
  }
  if (body[0] != static_cast<uint8_t>(AlertLevel::kWarning) &&
      body[0] != static_cast<uint8_t>(AlertLevel::kFatal)) {
    return At(0, {"Alert.level", kIllegalParameter, "RFC 8446 6", "the level is 1 or 2"});
  }
  return std::nullopt;
}

std::optional<ParseError> CheckChangeCipherSpec(View body) {
  if (body.size() == 1 && body[0] == 1) return std::nullopt;
  return At(
      body.size() > 1 && body[0] == 1 ? 1 : 0,
      {"ChangeCipherSpec", kUnexpectedMessage, "RFC 8446 5", "the message is the one byte 1"});
}

}  // namespace shakedown
