#include "harness/import/pcapng_secrets.h"

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

// draft-ietf-opsawg-pcapng: 4.1 and 4.7.
constexpr uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr uint32_t kSwappedOrder = 0x4d3c2b1a;
constexpr uint32_t kDecryptionSecrets = 10;
constexpr uint32_t kTlsKeyLog = 0x544c534b;
constexpr uint32_t kBlockOverhead = 12;  // type, and the length before and after the body

uint32_t Swap(uint32_t value) {
  return value >> 24 | (value >> 8 & 0xff00) | (value << 8 & 0xff0000) | value << 24;
}

}  // namespace

std::string PcapngKeyLog(View file) {
  std::string log;
  ByteReader reader(file);
  bool swapped = false;  // the section is in the other byte order than ByteReader's
  const auto number = [&swapped](ByteReader* from) {
    const uint32_t value = from->U32();
    return swapped ? Swap(value) : value;
  };
  while (!reader.empty()) {
    ByteReader ahead(reader.rest());
    // The section header's type reads the same both ways.
    if (ahead.U32() == kSectionHeader) {
      ahead.U32();
      swapped = ahead.U32() == kSwappedOrder;
    }
    const uint32_t type = number(&reader);
    const uint32_t length = number(&reader);
    if (!reader.ok() || length < kBlockOverhead || length % 4 != 0) break;
    ByteReader body(reader.Take(length - kBlockOverhead));
    reader.U32();
    if (!reader.ok()) break;
    if (type != kDecryptionSecrets || number(&body) != kTlsKeyLog) continue;
    const uint32_t size = number(&body);
    log += AsText(body.Take(size));
    if (!log.empty() && log.back() != '\n') log += '\n';
  }
  return log;
}

}  // namespace shakedown
