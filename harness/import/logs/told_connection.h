// What a program's own log tells of one TLS connection, and the readers of such logs.
#ifndef HARNESS_IMPORT_LOGS_TOLD_CONNECTION_H_
#define HARNESS_IMPORT_LOGS_TOLD_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/role.h"

namespace shakedown {

struct LogStep {
  enum class Kind : uint8_t {
    kMessage,           // a handshake message; `bytes` has its header too, or the header alone
                        // where the log has no more than its type
    kAlert,             // level and description
    kChangeCipherSpec,  // nothing in `bytes`
    kNotTls,            // bytes that are no TLS record where one was due
    kNote,              // what else the reader should know here: `text`
  };
  Kind kind = Kind::kNote;
  Role from = Role::kClient;
  Bytes bytes;
  bool whole = true;  // a message: its body is in `bytes`
  std::string text;
  std::optional<int64_t> at;  // milliseconds since the connection's first step
  uint64_t line = 0;          // of the log, 1 and up; 0: not known
};

// A sentence of the program about the connection, in which codes may stand.
struct ToldWords {
  std::string text;
  uint64_t line = 0;
};

struct ToldConnection {
  std::string host;            // "server.example:443", as the program was told; "" not known
  std::string local, remote;   // addresses with port
  std::string id;              // what the log calls it: "source 31", "thread main"
  std::optional<Role> teller;  // the side whose log it is
  std::vector<LogStep> steps;  // in order of time
  std::vector<ToldWords> words;
  std::vector<Bytes> server_chain;   // DER, leaf first, as the program lists it apart from messages
  std::optional<Role> closed_by;     // who closed the transport first, before any fatal alert
  std::optional<int64_t> time;       // of the first step, in seconds since 1970
  bool failed = false;               // the program says so
  bool finished = true;              // its end is in the log
  bool waits_for_user = false;       // given up to ask for a client certificate
  uint64_t line = 0, last_line = 0;  // where the log begins and ends with it

  bool empty() const { return steps.empty() && words.empty(); }
};

// What is kept of one connection: a log may go on about it for ever.
inline constexpr size_t kMostSteps = 256, kMostWords = 64, kMostStepBytes = size_t{1} << 18;

// Adds while there is room.
void AddStep(LogStep step, ToldConnection* connection);
void AddWords(std::string_view text, uint64_t line, ToldConnection* connection);

// A message of which only the type is known.
LogStep MessageOfType(Role from, HandshakeType type, uint64_t line);
LogStep AlertStep(Role from, uint8_t level, uint8_t description, uint64_t line);

using TellConnection = std::function<void(ToldConnection connection)>;

// A reader is given a log in parts and tells of its connections, each at its end, in memory that
// does not grow with the log.
class LogReader {
 public:
  explicit LogReader(TellConnection tell) : tell_(std::move(tell)) {}
  LogReader(const LogReader&) = delete;
  LogReader& operator=(const LogReader&) = delete;
  virtual ~LogReader() = default;

  // The next part of the log, split anywhere.
  virtual void Text(std::string_view chunk) = 0;
  // The end of the log; tells of what is still open.
  virtual void Finish() = 0;

  uint64_t lines() const { return lines_; }
  // After Finish: the log shows its own end, so that what it does not tell did not come to pass.
  bool whole() const { return whole_; }
  // What the user should know of the log as a whole: that it is cut, who wrote it.
  const std::vector<std::string>& remarks() const { return remarks_; }

 protected:
  void Tell(ToldConnection connection) { tell_(std::move(connection)); }

  uint64_t lines_ = 0;
  bool whole_ = false;
  std::vector<std::string> remarks_;

 private:
  TellConnection tell_;
};

// A reader that goes by lines. A line that is longer than any of these logs has is cut.
class LineReader : public LogReader {
 public:
  using LogReader::LogReader;
  void Text(std::string_view chunk) final;
  void Finish() final;

 protected:
  static constexpr size_t kLongestLine = 64 * 1024;

  virtual void Line(std::string_view line) = 0;
  virtual void End() = 0;

 private:
  void Take(std::string_view line);

  std::string rest_;
  bool in_line_ = false;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_TOLD_CONNECTION_H_
