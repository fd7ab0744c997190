// TLS records out of a byte stream (RFC 8446 5.1, RFC 5246 6.2).
#ifndef HARNESS_WIRE_RECORDS_H_
#define HARNESS_WIRE_RECORDS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/parse_error.h"
#include "harness/wire/take.h"

namespace shakedown {

inline constexpr size_t kRecordHeaderSize = 5;

// The longest body that any version allows: RFC 5246 6.2.3 lets protection add 2048 bytes to the
// 2^14 of a plaintext, RFC 8446 5.2 only 256.
inline constexpr size_t kMaxPlaintext = 1 << 14;
inline constexpr size_t kMaxProtected12 = kMaxPlaintext + 2048;
inline constexpr size_t kMaxProtected13 = kMaxPlaintext + 256;

// One record; the views borrow the stream.
struct Record {
  ContentType type{};
  uint16_t version = 0;  // legacy_record_version
  View header;           // the 5 bytes
  View body;
};

enum class Framing : uint8_t {
  kRecord,      // `*record` is filled
  kIncomplete,  // the stream so far is good but stops inside a record (or between two)
  kOversized,   // a record header with a length that no version allows
  kSsl2Hello,   // a ClientHello in the SSL 2.0 form (RFC 5246 E.2)
  kNotTls,      // no record header
};

// The types from change cipher spec to application data, and the heartbeat of RFC 6520.
constexpr bool IsContentType(uint8_t type) { return type >= 20 && type <= 24; }

// StartsWithRecord tells whether a whole record with a sound header is at the front of `stream`,
// and fills `*record` if so.
inline bool StartsWithRecord(View stream, Record* record) {
  if (stream.size() < kRecordHeaderSize) return false;
  const uint8_t* const at = stream.data();
  const size_t length = Load16(at + 3);
  if (!IsContentType(at[0]) || at[1] != 3 || length > kMaxProtected12 ||
      stream.size() - kRecordHeaderSize < length) {
    return false;
  }
  record->type = static_cast<ContentType>(at[0]);
  record->version = Load16(at + 1);
  record->header = {at, kRecordHeaderSize};
  record->body = {at + kRecordHeaderSize, length};
  return true;
}

// NextRecord reads the record at the front of `stream`. The verdict kNotTls is given as soon as
// one byte cannot belong to a record header, so it does not depend on how the stream was cut.
Framing NextRecord(View stream, Record* record);

// Of eight bytes at a record header, loaded as a number of this machine, the bits of the header.
inline constexpr uint64_t kHeaderBits =
    std::endian::native == std::endian::little ? 0x000000ffffffffff : 0xffffffffff000000;

// Consecutive records whose headers are alike, as bulk data and finely fragmented messages have
// them.
struct RecordRun {
  Record first;
  size_t count = 0;
  View bytes;  // of all of them

  size_t stride() const { return kRecordHeaderSize + first.body.size(); }
  View body(size_t i) const {
    return bytes.subspan(i * stride() + kRecordHeaderSize, first.body.size());
  }
};

// NextRun reads at least one record at the front of `stream`, and those that follow it with the
// same header, up to `most` in all; when it does not give kRecord, as NextRecord.
Framing NextRun(View stream, RecordRun* run, size_t most = SIZE_MAX);

// What is known of the connection where a record stands.
struct RecordContext {
  ProtocolVersion version = ProtocolVersion::kTls12;  // agreed, or what is assumed
  bool is_protected = false;                          // the body is encrypted
};

// CheckRecord holds the record to the rules of its layer; offsets count from its header.
std::optional<ParseError> CheckRecord(const Record& record, RecordContext context);

// CheckAlert and CheckChangeCipherSpec hold what an unprotected record of that type carries, or
// what was found when it was opened, to its form.
std::optional<ParseError> CheckAlert(View body, ProtocolVersion version);
std::optional<ParseError> CheckChangeCipherSpec(View body);

}  // namespace shakedown

#endif  // HARNESS_WIRE_RECORDS_H_
