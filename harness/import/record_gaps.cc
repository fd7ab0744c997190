#include "harness/import/record_gaps.h"

#include <algorithm>

#include "harness/import/hello.h"
#include "harness/wire/byte_reader.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

// SizeOfRecord is the whole size that the header at the front of `bytes` tells: 0 for no header,
// kRecordHeaderSize for the beginning of one.
size_t SizeOfRecord(View bytes) {
  ByteReader reader(bytes);
  const uint16_t first = reader.U16();
  if (!reader.ok()) return 0;
  if ((first & 0x8000) != 0) return StartsLikeTls(bytes) ? (first & 0x7fff) + 2 : 0;
  if (first >> 8 < 20 || first >> 8 > 24 || (first & 0xff) != 3) return 0;
  const uint8_t minor = reader.U8();
  const size_t length = reader.U16();
  if (!reader.ok()) return kRecordHeaderSize;
  return minor > 4 || length > kMaxProtected12 ? 0 : kRecordHeaderSize + length;
}

// One side's place in its stream.
class Side {
 public:
  void Take(CapturedPiece* piece) {
    View bytes = piece->bytes;
    if (owed_ > 0 && !IsContinued(bytes)) {
      last_->truncated = true;
      piece->missing_before = owed_;
      owed_ = 0;
    }
    last_ = piece;
    if (lost_track_) return;
    if (owed_ > 0) {
      const size_t more = std::min(owed_, bytes.size());
      owed_ -= more;
      bytes = bytes.subspan(more);
    }
    while (!bytes.empty()) {
      const size_t record = SizeOfRecord(bytes);
      // Without a whole header nothing tells how much is to come.
      lost_track_ = record == 0 || bytes.size() < kRecordHeaderSize;
      piece->truncated = piece->truncated || (lost_track_ && record != 0);
      if (lost_track_) return;
      const size_t here = std::min(record, bytes.size());
      owed_ = record - here;
      bytes = bytes.subspan(here);
    }
  }

  void End() {
    if (owed_ > 0) last_->truncated = true;
  }

 private:
  // The header of a new record ends the one before, and nothing else does.
  bool IsContinued(View bytes) const {
    const size_t record = SizeOfRecord(bytes);
    return record <= kRecordHeaderSize || bytes.size() == owed_;
  }

  size_t owed_ = 0;  // bytes that the last record has still to bring
  bool lost_track_ = false;
  CapturedPiece* last_ = nullptr;
};

}  // namespace

void NoteRecordGaps(std::vector<SidedPiece>* pieces) {
  Side sides[2];
  for (auto& [side, piece] : *pieces) sides[side].Take(&piece);
  for (Side& side : sides) side.End();
}

}  // namespace shakedown
