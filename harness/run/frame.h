// Frames on a worker's pipe: magic, length, checksum, payload; a reader notices any damage.
#ifndef HARNESS_RUN_FRAME_H_
#define HARNESS_RUN_FRAME_H_

#include <optional>

#include "harness/wire/bytes.h"

namespace shakedown {

// Adds one frame around `payload` to `*out`.
void AppendFrame(View payload, Bytes* out);

// FrameReader takes frames off a stream of bytes.
class FrameReader {
 public:
  enum class State { kFrame, kNeedMore, kGarbled };

  void Feed(View bytes) { Append(&buffer_, bytes); }

  // kFrame sets `*payload`, valid until the next Feed. Once garbled, always garbled.
  State Next(View* payload);

  bool empty() const { return at_ == buffer_.size(); }

 private:
  Bytes buffer_;
  size_t at_ = 0;
  bool garbled_ = false;
};

}  // namespace shakedown

#endif  // HARNESS_RUN_FRAME_H_
