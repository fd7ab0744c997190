// A stream of records: records one by one and in runs are the same, a verdict does not change when
// more bytes come, and messages put together from fragments are the same whoever does it.
#include "harness/wire/records.h"

#include <vector>

#include "fuzz/target.h"
#include "harness/wire/flight_reader.h"
#include "harness/wire/handshake_stream.h"

namespace shakedown {
namespace {

struct Message {
  HandshakeType type;
  Bytes body;

  bool operator==(const Message&) const = default;
};

std::vector<Message> ByStream(View stream) {
  std::vector<Message> messages;
  HandshakeStream joined;
  Record record;
  while (NextRecord(stream, &record) == Framing::kRecord &&
         record.type == ContentType::kHandshake) {
    stream = stream.subspan(kRecordHeaderSize + record.body.size());
    joined.Add(record.body);
    for (HandshakeMessage message; joined.Next(&message);) {
      messages.push_back({message.type, Bytes(message.body.begin(), message.body.end())});
    }
  }
  return messages;
}

std::vector<Message> ByFlight(View stream) {
  std::vector<Message> messages;
  Bytes scratch;
  FlightReader flight(stream, &scratch);
  for (HandshakeMessage message; flight.Next(&message) == FlightReader::Item::kMessage;) {
    messages.push_back({message.type, Bytes(message.body.begin(), message.body.end())});
  }
  return messages;
}

void RunsAreRecords(View stream) {
  View one_by_one = stream, by_runs = stream;
  Record record;
  RecordRun run;
  Framing last;
  while ((last = NextRun(by_runs, &run)) == Framing::kRecord) {
    for (size_t i = 0; i < run.count; ++i) {
      FuzzCheck(NextRecord(one_by_one, &record) == Framing::kRecord, "a run is of records");
      FuzzCheck(record.body.data() == run.body(i).data() &&
                    record.body.size() == run.body(i).size() && record.type == run.first.type,
                "a run has their bodies");
      one_by_one = one_by_one.subspan(kRecordHeaderSize + record.body.size());
    }
    by_runs = by_runs.subspan(run.bytes.size());
  }
  FuzzCheck(NextRecord(one_by_one, &record) == last, "both end alike");
}

// What was said of a shorter stream still holds for the whole.
void VerdictsStand(View stream) {
  Record record;
  const Framing whole = NextRecord(stream, &record);
  for (size_t size = 0; size < stream.size() && size < 2 * kRecordHeaderSize; ++size) {
    const ExactCopy start(stream.first(size));
    const Framing early = NextRecord(start.view(), &record);
    FuzzCheck(early == Framing::kIncomplete || early == whole, "a verdict stands");
  }
}

}  // namespace

void FuzzOne(View input) {
  RunsAreRecords(input);
  VerdictsStand(input);
  FuzzCheck(ByStream(input) == ByFlight(input), "messages are the same whoever joins them");
}

}  // namespace shakedown
