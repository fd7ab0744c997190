// A cursor over DER (X.690): the only place that does arithmetic on a certificate's bytes.
#ifndef HARNESS_CHAIN_DER_H_
#define HARNESS_CHAIN_DER_H_

#include <cstdint>
#include <optional>

#include "harness/wire/bytes.h"

namespace shakedown {

enum DerTag : uint8_t {
  kDerBoolean = 0x01,
  kDerInteger = 0x02,
  kDerBitString = 0x03,
  kDerOctetString = 0x04,
  kDerOid = 0x06,
  kDerUtcTime = 0x17,
  kDerGeneralizedTime = 0x18,
  kDerSequence = 0x30,
  kDerSet = 0x31,
};

// The tag of [number] in context: "constructed" where it holds further elements.
constexpr uint8_t ContextTag(int number, bool constructed) {
  return static_cast<uint8_t>(0x80 | (constructed ? 0x20 : 0) | number);
}

struct DerElement {
  uint8_t tag = 0;
  View whole, content;
};

// DerReader reads element after element off the front of a view. The first that does not fit makes
// it fail for good: it is then empty, and every further read gives an empty element.
class DerReader {
 public:
  explicit DerReader(View bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }
  size_t left() const { return rest_.size(); }

  // The tag of the next element; 0 at the end.
  uint8_t Peek() const { return rest_.empty() ? 0 : rest_[0]; }

  // The next element, whatever it is: a tag of one byte, a definite length of at most four.
  DerElement Next();

  // The next element, which must have `tag`.
  DerElement Next(uint8_t tag);

  // The next element if it has `tag`; nothing, and nothing read, if it has another.
  std::optional<DerElement> NextIf(uint8_t tag);

  void Fail() {
    ok_ = false;
    rest_ = {};
  }

 private:
  View rest_;
  bool ok_ = true;
};

}  // namespace shakedown

#endif  // HARNESS_CHAIN_DER_H_
