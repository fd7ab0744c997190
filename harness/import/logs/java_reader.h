// What a Java program prints with -Djavax.net.debug=ssl, ssl:handshake or all: the form of Java 11
// and later (and late Java 8), and the older one.
#ifndef HARNESS_IMPORT_LOGS_JAVA_READER_H_
#define HARNESS_IMPORT_LOGS_JAVA_READER_H_

#include <map>
#include <string>

#include "harness/import/logs/told_connection.h"
#include "harness/import/logs/told_hello.h"

namespace shakedown {

// Whether a line of `start`, the beginning of a file, is of this kind.
bool IsJavaLog(std::string_view start);

// Connections are told apart by thread; a thread's next hello begins its next connection.
class JavaReader : public LineReader {
 public:
  using LineReader::LineReader;

 protected:
  void Line(std::string_view line) override;
  void End() override;

 private:
  struct Thread {
    ToldConnection told;
    bool retry = false;  // the server asked for a second ClientHello
    ProtocolVersion version = ProtocolVersion::kTls12;
  };
  // An event, with the lines that are set off below it.
  struct Event {
    std::string level, thread, message;
    std::optional<int64_t> time;  // milliseconds since 1970
    uint64_t line = 0;
    bool open = false;  // lines of it follow
  };

  void OnEvent(std::string_view line);
  void OnBody(std::string_view line);
  void OnOldLine(std::string_view line);
  void OnField(std::string_view text);
  void CloseEvent();
  void OnMessage(std::string_view name, bool sent);
  void OnFatal(std::string_view text);
  void OnException(std::string_view text);
  Thread& Current();
  void Close(const std::string& thread);
  void Add(LogStep step);

  std::map<std::string, Thread> threads_;
  Event event_;
  // What the open event's lines have told.
  ToldHello hello_;
  std::string extension_;
  std::string alert_level_, alert_;
  bool certificates_ = false;
  bool old_ = false;  // the form before Java 11
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_JAVA_READER_H_
