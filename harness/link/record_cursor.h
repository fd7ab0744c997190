// RecordCursor walks the TLS records of one write, for the parts of the link that act on records.
#ifndef HARNESS_LINK_RECORD_CURSOR_H_
#define HARNESS_LINK_RECORD_CURSOR_H_

#include <cstddef>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/records.h"

namespace shakedown {

// Takes whole records off the front of `bytes`. What is left when Next says no is not a whole
// record: a stack writes whole records in one Step, others may write one in parts.
class RecordCursor {
 public:
  explicit RecordCursor(View bytes) : rest_(bytes) {}

  // Sets `*record` to the next whole record, header included.
  bool Next(View* record) {
    if (rest_.size() < kRecordHeaderSize) return false;
    const size_t size = kRecordHeaderSize + (size_t{rest_[3]} << 8 | rest_[4]);
    if (rest_.size() < size) return false;
    *record = rest_.first(size);
    rest_ = rest_.subspan(size);
    return true;
  }

  View rest() const { return rest_; }

 private:
  View rest_;
};

inline ContentType TypeOf(View record) { return static_cast<ContentType>(record[0]); }

}  // namespace shakedown

#endif  // HARNESS_LINK_RECORD_CURSOR_H_
