// A stream of records: records one by one and in runs are the same, a verdict does not change when
// more bytes come, and messages put together from fragments are the same whoever does it.
#include "harness/wire/records.h"

#include <algorithm>
#include <cstring>

#include "fuzz/target.h"
#include "harness/wire/flight_reader.h"
#include "harness/wire/handshake_stream.h"

namespace shakedown {
namespace {

// Compares the messages that FlightReader finds with those that HandshakeStream makes of the
// handshake records at the front of the stream, one record after the other.
class BothReaders {
 public:
  explicit BothReaders(View stream) : flight_(stream, &scratch_) {}

  void Add(const Record& record) {
    if (ended_) return;
    if (record.type != ContentType::kHandshake) return End();
    joined_.Add(record.body);
    for (HandshakeMessage one, other; joined_.Next(&one);) {
      FuzzCheck(flight_.Next(&other) == FlightReader::Item::kMessage, "both find a message");
      FuzzCheck(one.type == other.type && one.body.size() == other.body.size() &&
                    std::equal(one.body.begin(), one.body.end(), other.body.begin()),
                "messages are the same whoever joins them");
    }
  }

  void End() {
    if (ended_) return;
    ended_ = true;
    HandshakeMessage more;
    FuzzCheck(flight_.Next(&more) != FlightReader::Item::kMessage, "neither finds one more");
  }

 private:
  Bytes scratch_;
  FlightReader flight_;
  HandshakeStream joined_;
  bool ended_ = false;
};

void RunsAreRecordsAndMessagesAreTheSame(View stream) {
  View one_by_one = stream, by_runs = stream;
  BothReaders readers(stream);
  Record record;
  RecordRun run;
  Framing last;
  while ((last = NextRun(by_runs, &run)) == Framing::kRecord) {
    for (size_t i = 0; i < run.count; ++i) {
      FuzzCheck(NextRecord(one_by_one, &record) == Framing::kRecord, "a run is of records");
      FuzzCheck(record.body.data() == run.body(i).data() &&
                    record.body.size() == run.body(i).size() && record.type == run.first.type,
                "a run has their bodies");
      readers.Add(record);
      one_by_one = one_by_one.subspan(kRecordHeaderSize + record.body.size());
    }
    by_runs = by_runs.subspan(run.bytes.size());
  }
  FuzzCheck(NextRecord(one_by_one, &record) == last, "both end alike");
  readers.End();
}

// What was said of a shorter stream still holds for the whole.
void VerdictsStand(View stream) {
  constexpr size_t kMost = 2 * kRecordHeaderSize;
  Record record;
  const Framing whole = NextRecord(stream, &record);
  // Each start lies at the end of the one block: a sanitizer sees a read past it.
  static uint8_t* const block = new uint8_t[kMost];
  for (size_t size = 0; size < std::min(stream.size(), kMost); ++size) {
    uint8_t* const at = block + kMost - size;
    if (size > 0) std::memcpy(at, stream.data(), size);
    const Framing early = NextRecord({at, size}, &record);
    FuzzCheck(early == Framing::kIncomplete || early == whole, "a verdict stands");
  }
}

}  // namespace

void FuzzOne(View input) {
  RunsAreRecordsAndMessagesAreTheSame(input);
  VerdictsStand(input);
}

}  // namespace shakedown
