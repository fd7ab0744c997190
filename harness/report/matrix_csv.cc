#include "harness/report/matrix_csv.h"

#include "harness/report/matrix_words.h"

namespace shakedown {
namespace {

// RFC 4180 2.6, 2.7: what holds a comma, a quote or a line's end stands in quotes, its own doubled.
std::string Quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

template <typename T>
std::string NameOrNone(const std::optional<T>& value) {
  return value ? std::string(NameOf(*value)) : "";
}

// All columns but the first two.
std::string Fields(const MatrixResult& one) {
  constexpr size_t kBeyondRules = 17;  // the place of that column behind the first two
  if (!one.beyond_rules.empty()) {
    return std::string(kBeyondRules, ',') + Quoted(one.beyond_rules) + "\r\n";
  }
  const Step* failed = FailedStep(one);
  const std::string fields[] = {
      NameOf(one.outcome),
      NameOrNone(one.by),
      one.alert ? std::to_string(static_cast<int>(*one.alert)) : "",
      NameOrNone(one.alert),
      std::string(KeyOf(one.cause)),
      failed == nullptr ? "" : std::string(TextOf(failed->rule).key),
      failed == nullptr ? "" : std::string(TextOf(failed->rule).clause),
      NameOrNone(one.version),
      NameOrNone(one.cipher_suite),
      NameOrNone(one.group),
      NameOrNone(one.signature_scheme),
      NameOrNone(one.client_signature_scheme),
      one.server_certificate,
      one.client_certificate,
      one.alpn,
      one.hello_retry_request ? "yes" : "no",
  };
  std::string out;
  for (const std::string& field : fields) out += ',' + Quoted(field);
  return out + ",\r\n";
}

}  // namespace

void WriteMatrixCsv(const Matrix& matrix, const Sink& sink) {
  sink(
      "client,server,outcome,by,alert,alert_name,cause,failed_step,clause,version,cipher_suite,"
      "group,signature_scheme,client_signature_scheme,server_certificate,client_certificate,alpn,"
      "hello_retry_request,beyond_rules\r\n");
  std::vector<std::string> servers, fields;
  for (const MatrixSide& server : matrix.servers) servers.push_back(Quoted(server.name));
  for (const MatrixResult& result : matrix.results) {
    fields.push_back(Fields(result));
  }
  const uint32_t* cell = matrix.cells.data();
  std::string line;
  for (const MatrixSide& side : matrix.clients) {
    const std::string client = Quoted(side.name) + ',';
    for (const std::string& server : servers) {
      line = client;
      line += server;
      line += fields[*cell++];
      sink(line);
    }
  }
}

}  // namespace shakedown
