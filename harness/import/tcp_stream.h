// One direction of a TCP connection, put together from segments that came in any order.
#ifndef HARNESS_IMPORT_TCP_STREAM_H_
#define HARNESS_IMPORT_TCP_STREAM_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "harness/import/capture.h"

namespace shakedown {

// A piece of the stream and the packet with which it and all before it were complete.
struct StreamPiece {
  size_t passed = 0;
  CapturedPiece piece;  // `from` is left open
};

// What happened to the segments on the way.
struct StreamReport {
  size_t repeated = 0;        // segments that brought nothing new
  size_t out_of_order = 0;    // segments that came after later ones and filled a hole
  size_t contradictory = 0;   // bytes that came twice and differed; the first ones count
  size_t holes = 0;           // places where bytes are missing, those at the end included
  size_t missing = 0;         // bytes missing in all of them
  size_t missing_at_end = 0;  // those after the last byte that is here
  size_t cut = 0;             // segments of which the capture kept only the beginning
};

// TcpStream gathers segments and sorts them out at the end, when all is known: nothing has to be
// guessed lost before its time. It keeps each byte once, the first one seen at its place, so memory
// is bounded by the capture; adding a segment costs at most its own length and a look-up.
class TcpStream {
 public:
  // Distance is how far `sequence` is from the furthest number seen, less than zero if before it;
  // nothing if no number was seen.
  std::optional<int64_t> Distance(uint32_t sequence) const;

  // SeeNumber notes where the stream is, from an acknowledgement or a segment without payload.
  void SeeNumber(uint32_t sequence);

  // Open is a SYN: the first byte of the stream has the number after `sequence`.
  void Open(uint32_t sequence);
  std::optional<uint32_t> opened_with() const { return opened_with_; }

  // Add is a segment with payload, of which `cut` further bytes were not captured.
  void Add(uint32_t sequence, View payload, size_t cut, size_t packet);

  // Close is a FIN: the stream ends before `sequence`.
  void Close(uint32_t sequence);

  bool empty() const { return parts_.empty(); }

  // Finish gives the pieces in the order of the stream, `passed` never falling, and empties it.
  std::vector<StreamPiece> Finish(StreamReport* report);

 private:
  struct Part {
    int64_t end = 0;
    size_t stored_at = 0;  // in bytes_
    size_t packet = 0;
    bool cut = false;
  };

  int64_t Unwrap(uint32_t sequence) const;
  size_t CountDifferent(const Part& part, int64_t part_start, int64_t start, View again) const;

  // Positions count from an arbitrary number, so as not to wrap around.
  std::map<int64_t, Part> parts_;  // by start; they do not overlap
  Bytes bytes_;
  std::optional<uint32_t> furthest_number_;
  int64_t furthest_ = 0;
  std::optional<uint32_t> opened_with_;
  std::optional<int64_t> first_, end_;
  StreamReport report_;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_TCP_STREAM_H_
