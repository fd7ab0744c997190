#include "harness/import/at_tls_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "harness/import/log_message.h"
#include "harness/import/plural.h"
#include "harness/import/record_gaps.h"
#include "harness/import/sides.h"
#include "harness/import/text_place.h"

namespace shakedown {
namespace {

// The sides as the traced host sees them.
constexpr int kSent = 0, kReceived = 1;
constexpr size_t kIdDigits = 8;

struct Connection {
  std::string id;
  std::string local, remote;
  std::optional<bool> inbound;  // the traced host is the server
  std::vector<SidedPiece> pieces;
  std::vector<std::string> errors;
};

// After() is what follows `label` in `text`.
std::optional<std::string_view> After(std::string_view text, std::string_view label) {
  const size_t at = text.find(label);
  if (at == text.npos) return std::nullopt;
  return text.substr(at + label.size());
}

// The word that follows `label`, "" if there is none.
std::string_view WordAfter(std::string_view text, std::string_view label) {
  std::string_view rest = After(text, label).value_or("");
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest.substr(0, rest.find(' '));
}

// "192.0.2.1..443" as z/OS writes it.
std::string Address(std::string_view word) {
  const size_t dots = word.find("..");
  if (dots == word.npos) return {};
  const std::string_view host = word.substr(0, dots), port = word.substr(dots + 2);
  return host.find(':') == host.npos ? fmt::format("{}:{}", host, port)
                                     : fmt::format("[{}]:{}", host, port);
}

std::string_view ConnectionId(const LogMessage& message) {
  const std::string_view id = After(message.squeezed, "CONNID:").value_or("").substr(0, kIdDigits);
  return id.size() == kIdDigits && std::ranges::all_of(id, IsHexDigit) ? id : std::string_view();
}

class TraceReader {
 public:
  std::optional<std::string> Take(const LogMessage& message);
  tl::expected<Capture, std::string> Finish();

 private:
  Connection& Of(std::string_view id);
  std::optional<std::string> TakeData(const LogMessage& message);
  static Conversation Finish(Connection connection);

  std::vector<Connection> connections_;  // by first mention
  std::map<std::string, size_t, std::less<>> by_id_;
  size_t other_data_ = 0;
};

Connection& TraceReader::Of(std::string_view id) {
  const auto known = by_id_.find(id);
  if (known != by_id_.end()) return connections_[known->second];
  by_id_.emplace(id, connections_.size());
  connections_.emplace_back().id = id;
  return connections_.back();
}

std::optional<std::string> TraceReader::TakeData(const LogMessage& message) {
  const auto wrong = [&](std::string_view found, std::string_view expected) {
    return fmt::format(
        "line {}: found '{}' in EZD1285I, expected {}; a message is \"EZD1285I TTLS Data CONNID: "
        "0000002F RECV CIPHER 1603010200...\"",
        message.line, found.substr(0, 20), expected);
  };
  const std::string_view id = ConnectionId(message);
  if (id.empty()) {
    return wrong(message.squeezed, "\"CONNID:\" and a number of eight hex digits");
  }
  std::string_view rest = After(message.squeezed, "CONNID:")->substr(kIdDigits);
  const bool received = rest.starts_with("RECV");
  if (!received && !rest.starts_with("SEND")) return wrong(rest, "RECV or SEND");
  rest.remove_prefix(4);
  if (!rest.starts_with("CIPHER")) {
    // What the application sent, if CtraceClearText allows that.
    ++other_data_;
    return std::nullopt;
  }
  rest.remove_prefix(6);
  while (rest.ends_with('.')) rest.remove_suffix(1);
  const auto odd_one = std::ranges::find_if_not(rest, IsHexDigit);
  if (odd_one != rest.end()) {
    return wrong(rest.substr(static_cast<size_t>(odd_one - rest.begin())), "hex digits");
  }
  Connection& connection = Of(id);
  if (rest.size() < 2) return std::nullopt;
  SidedPiece piece;
  piece.side = received ? kReceived : kSent;
  piece.piece.source = message.line;
  piece.piece.truncated = rest.size() % 2 != 0;
  piece.piece.bytes.reserve(rest.size() / 2);
  for (size_t i = 0; i + 1 < rest.size(); i += 2) {
    piece.piece.bytes.push_back(
        static_cast<uint8_t>(HexValue(rest[i]) << 4 | HexValue(rest[i + 1])));
  }
  connection.pieces.push_back(std::move(piece));
  return std::nullopt;
}

std::optional<std::string> TraceReader::Take(const LogMessage& message) {
  if (message.id == "EZD1285I") return TakeData(message);
  const std::string_view id = ConnectionId(message);
  if (id.empty()) return std::nullopt;
  if (message.id == "EZD1281I") {
    Connection& connection = Of(id);
    connection.local = Address(WordAfter(message.spaced, "LOCAL:"));
    connection.remote = Address(WordAfter(message.spaced, "REMOTE:"));
    const std::string_view type = WordAfter(message.spaced, "TYPE:");
    if (type == "InBound" || type == "OutBound") connection.inbound = type == "InBound";
  } else if (message.id == "EZD1286I" || message.id == "EZD1287I") {
    Of(id).errors.push_back(fmt::format("line {}: {} RC: {}", message.line, message.id,
                                        WordAfter(message.spaced, "RC:")));
  }
  return std::nullopt;
}

Conversation TraceReader::Finish(Connection connection) {
  Conversation conversation;
  conversation.label = "CONNID " + connection.id;
  NoteRecordGaps(&connection.pieces);
  std::optional<int> client = FindClient(connection.pieces);
  if (!client && connection.inbound) client = *connection.inbound ? kReceived : kSent;
  if (client) {
    conversation.client = *client == kSent ? connection.local : connection.remote;
    conversation.server = *client == kSent ? connection.remote : connection.local;
    conversation.remarks.push_back(
        fmt::format("the traced host is the {}", *client == kSent ? "client" : "server"));
  } else {
    conversation.remarks.push_back("nothing tells whether the traced host is client or server");
  }
  conversation.pieces = WithRoles(std::move(connection.pieces), client);
  const size_t cut = static_cast<size_t>(std::ranges::count_if(
      conversation.pieces, [](const auto& piece) { return piece.truncated; }));
  if (cut > 0) {
    conversation.remarks.push_back(fmt::format("{} shown only in part", Plural(cut, "message")));
  }
  for (auto& error : connection.errors) conversation.remarks.push_back(std::move(error));
  return conversation;
}

tl::expected<Capture, std::string> TraceReader::Finish() {
  Capture capture;
  capture.format = "AT-TLS trace";
  size_t without_data = 0;
  for (Connection& connection : connections_) {
    if (connection.pieces.empty()) {
      ++without_data;
    } else {
      capture.conversations.push_back(Finish(std::move(connection)));
    }
  }
  if (without_data > 0) {
    capture.remarks.push_back(
        fmt::format("{} without data (EZD1285I) left out", Plural(without_data, "connection")));
  }
  if (other_data_ > 0) {
    capture.remarks.push_back(
        fmt::format("{} with other data than CIPHER left out", Plural(other_data_, "message")));
  }
  if (capture.conversations.empty()) {
    return tl::unexpected(std::string(
        "no EZD1285I message holds data; one is \"EZD1285I TTLS Data CONNID: 0000002F RECV CIPHER "
        "1603010200...\""));
  }
  return capture;
}

}  // namespace

tl::expected<Capture, std::string> ReadAtTlsTrace(std::string_view text) {
  TraceReader reader;
  for (const LogMessage& message : ReadTtlsMessages(text)) {
    if (auto wrong = reader.Take(message)) return tl::unexpected(std::move(*wrong));
  }
  return reader.Finish();
}

}  // namespace shakedown
