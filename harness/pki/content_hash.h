// A stable 64-bit hash of content, for identifiers and serial numbers. Not for security.
#ifndef HARNESS_PKI_CONTENT_HASH_H_
#define HARNESS_PKI_CONTENT_HASH_H_

#include "harness/wire/bytes.h"

namespace shakedown {

// FNV-1a with 64 bits over everything added; each addition is told from its neighbours.
class ContentHash {
 public:
  ContentHash& Add(View bytes) {
    for (size_t length = bytes.size(), i = 0; i < sizeof(uint64_t); ++i, length >>= 8) {
      Mix(static_cast<uint8_t>(length));
    }
    for (uint8_t byte : bytes) Mix(byte);
    return *this;
  }

  // Never zero, which stands for "no content".
  uint64_t value() const { return hash_ == 0 ? 1 : hash_; }

 private:
  void Mix(uint8_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3u; }

  uint64_t hash_ = 0xcbf29ce484222325u;
};

}  // namespace shakedown

#endif  // HARNESS_PKI_CONTENT_HASH_H_
