// What openssl s_client and s_server print, with -msg, -trace, -state or without.
#ifndef HARNESS_IMPORT_LOGS_OPENSSL_READER_H_
#define HARNESS_IMPORT_LOGS_OPENSSL_READER_H_

#include <string>

#include "harness/import/logs/told_connection.h"
#include "harness/import/logs/told_hello.h"

namespace shakedown {

// Whether a line of `start`, the beginning of a file, is one of these programs.
bool IsOpensslLog(std::string_view start);

class OpensslReader : public LineReader {
 public:
  using LineReader::LineReader;

 protected:
  void Line(std::string_view line) override;
  void End() override;

 private:
  // What the lines that follow are.
  enum class Inside : uint8_t { kNothing, kBytes, kPem };

  void OnMsg(std::string_view line);
  void OnBytes();
  void OnTrace(std::string_view line);
  void OnTraceRecord(std::string_view line);
  void OnHelloField(std::string_view line);
  void CloseHello();
  void OnState(std::string_view line);
  void OnText(std::string_view line);
  Role Sender(bool sent) const;
  bool HasAlertFrom(Role role) const;

  ToldConnection told_;
  bool connected_ = false;  // its beginning was seen
  Inside inside_ = Inside::kNothing;
  bool sent_ = false;   // of what the lines that follow are
  bool keeps_ = false;  // -msg: the bytes that follow are of a message, an alert ...
  std::string kind_;    // ... "Handshake", "Alert"
  uint64_t from_ = 0;   // the line at which that began
  Bytes bytes_;
  std::string pem_;
  bool in_record_ = false;  // -trace
  std::string field_;       // ... the list that is open: "cipher_suites"
  std::optional<HandshakeType> hello_type_;
  ToldHello hello_;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_OPENSSL_READER_H_
