// What curl prints with -v, --trace and --trace-ascii.
#ifndef HARNESS_IMPORT_LOGS_CURL_READER_H_
#define HARNESS_IMPORT_LOGS_CURL_READER_H_

#include <string>

#include "harness/import/logs/told_connection.h"

namespace shakedown {

// Whether a line of `start`, the beginning of a file, is curl's.
bool IsCurlLog(std::string_view start);

// Built with OpenSSL curl tells of every message and alert, and with --trace shows their bytes;
// with other libraries there are its words alone.
class CurlReader : public LineReader {
 public:
  using LineReader::LineReader;

 protected:
  void Line(std::string_view line) override;
  void End() override;

 private:
  void OnInfo(std::string_view info);
  void OnConnected(std::string_view info);
  void OnTls(std::string_view info);
  void OnData(std::string_view line);
  void CloseData();

  ToldConnection told_;
  std::optional<uint8_t> awaited_;  // the type of the message whose bytes come next
  Role sender_ = Role::kClient;     // ... and who sent it
  uint64_t from_ = 0;               // ... the line that announced it
  bool in_data_ = false;            // --trace: lines of bytes
  Bytes bytes_;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_CURL_READER_H_
