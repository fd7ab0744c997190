// Network logs of Chrome and its relatives (chrome://net-export, --log-net-log).
#ifndef HARNESS_IMPORT_LOGS_NETLOG_READER_H_
#define HARNESS_IMPORT_LOGS_NETLOG_READER_H_

#include <list>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "harness/import/logs/json_elements.h"
#include "harness/import/logs/told_connection.h"

namespace shakedown {

// Whether `start`, the beginning of a file, is one of a network log.
bool IsNetLog(std::string_view start);

// Events are joined by the socket that they are of; the connect job before it knows the host. A log
// that is cut is read as far as it goes, a log without its constants by the names of today.
class NetLogReader : public LogReader {
 public:
  explicit NetLogReader(TellConnection tell);
  ~NetLogReader() override;

  void Text(std::string_view chunk) override;
  void Finish() override;

 private:
  using Json = nlohmann::json;
  struct Event;
  using Handler = void (NetLogReader::*)(const Event& event);
  struct Socket {
    ToldConnection told;
    int64_t began = 0;     // milliseconds of the log's clock
    int64_t verifier = 0;  // the source of its certificate's verification
    bool tls = false;
    bool peer_spoke = false;
  };

  void Element(std::string_view member, std::string_view text, uint64_t line);
  void Constants(std::string_view text);
  void TakeEvent(const Json& event, uint64_t line);

  void OnAlive(const Event& event);
  void OnTcpConnect(const Event& event);
  void OnGroup(const Event& event);
  void OnSslConnect(const Event& event);
  void OnMessage(const Event& event);
  void OnAlert(const Event& event);
  void OnError(const Event& event);
  void OnReceived(const Event& event);
  void OnCertificates(const Event& event);
  void OnClientCertificate(const Event& event);
  void OnVerifierBound(const Event& event);
  void OnVerifier(const Event& event);

  Socket& Of(const Event& event);
  void Add(LogStep step, const Event& event, Socket* socket);
  void Note(std::string text, const Event& event, Socket* socket);
  void Close(int64_t id);

  JsonElements elements_;
  std::map<int64_t, std::pair<Handler, std::string>> handlers_;  // by number of the event's type
  std::map<int64_t, Socket> sockets_;
  std::list<int64_t> order_;                 // of sockets, the oldest first
  std::map<int64_t, std::string> hosts_;     // by connect job
  std::map<int64_t, std::string> verdicts_;  // by certificate verification
  std::optional<int64_t> clock_;             // milliseconds since 1970 at the log's zero
  bool constants_ = false, events_ = false;
  uint64_t garbled_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_NETLOG_READER_H_
