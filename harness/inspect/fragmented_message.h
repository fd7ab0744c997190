// A handshake message of DTLS that comes in fragments (RFC 6347 4.2.3).
#ifndef HARNESS_INSPECT_FRAGMENTED_MESSAGE_H_
#define HARNESS_INSPECT_FRAGMENTED_MESSAGE_H_

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "harness/wire/bytes.h"

namespace shakedown {

// FragmentedMessage keeps the fragments of one message in whatever order they come, and each byte
// once: memory is a small multiple of what came, whatever length the message claims.
class FragmentedMessage {
 public:
  // `length` in bytes, of the body.
  explicit FragmentedMessage(size_t length) : length_(length) {}

  // Add keeps what is new of `bytes`, which stand at `offset` and lie within the length. False: a
  // byte that had come before is another now; the first one stays.
  bool Add(size_t offset, View bytes);

  bool whole() const { return kept_ == length_; }
  bool empty() const { return kept_ == 0; }

  // The body from its start up to the first byte that is missing.
  Bytes Beginning() const;

  // What has not come, as first byte and the one after the last.
  std::vector<std::pair<size_t, size_t>> Missing() const;

 private:
  size_t length_;
  size_t kept_ = 0;
  std::map<size_t, Bytes> parts_;  // by offset; they do not overlap
};

}  // namespace shakedown

#endif  // HARNESS_INSPECT_FRAGMENTED_MESSAGE_H_
