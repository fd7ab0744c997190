// Traces of z/OS System SSL: the component trace of GSKSRVR as IPCS prints it, and what gsktrace
// makes of a GSK_TRACE file.
#ifndef HARNESS_IMPORT_LOGS_CTRACE_READER_H_
#define HARNESS_IMPORT_LOGS_CTRACE_READER_H_

#include <map>
#include <string>

#include "harness/import/logs/told_connection.h"

namespace shakedown {

// Whether lines of `start`, the beginning of a file, are of such a trace.
bool IsCtrace(std::string_view start);

// Connections are told apart by job, process and thread. What functions that read or write dump is
// taken as the bytes of that direction, where it begins as TLS records do; the rest of the dumps is
// of no interest.
class CtraceReader : public LineReader {
 public:
  using LineReader::LineReader;

 protected:
  void Line(std::string_view line) override;
  void End() override;

 private:
  struct Direction {
    Bytes records;      // not yet cut
    Bytes handshake;    // of a message whose end has not come
    bool lost = false;  // what follows cannot be read
  };
  struct Thread {
    ToldConnection told;
    Direction directions[2];  // sent, received
    bool spoke = false;       // a hello told whose trace it is
  };

  void OnDetail(std::string_view text);
  void OnDump(std::string_view text);
  void CloseDump();
  void TakeRecords(Direction* direction, bool sent);
  void TakeHandshake(Direction* direction, bool sent);
  void Add(LogStep step, bool sent);
  Thread& Current();
  void Close(const std::string& key);

  std::map<std::string, Thread> threads_;
  std::string key_, function_, kind_;  // of the record that is read
  bool headed_ = false;                // its second line has come
  Bytes dump_;
  uint64_t from_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_CTRACE_READER_H_
