#include "harness/import/logs/netlog_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "harness/import/hello.h"
#include "harness/import/logs/base64.h"

namespace shakedown {
namespace {

constexpr size_t kMostSockets = 512, kMostNames = 4096;
constexpr int64_t kBegin = 1, kEnd = 2;  // phases

using Json = nlohmann::json;

const Json* Member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto it = object.find(name);
  return it == object.end() ? nullptr : &*it;
}

// A number, or one written as a string, as Chrome writes what is longer than 53 bits.
std::optional<int64_t> Number(const Json& object, const char* name) {
  const Json* value = Member(object, name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_integer()) return value->get<int64_t>();
  if (!value->is_string()) return std::nullopt;
  const std::string& text = value->get_ref<const std::string&>();
  constexpr size_t kLongest = 18;
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::string Text(const Json& object, const char* name) {
  const Json* value = Member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

// "bytes" in base64 of today, "hex_encoded_bytes" of logs before 2019.
std::optional<Bytes> BytesOf(const Json& params) {
  if (const Json* value = Member(params, "bytes"); value != nullptr && value->is_string()) {
    return FromBase64(value->get_ref<const std::string&>());
  }
  if (const Json* value = Member(params, "hex_encoded_bytes");
      value != nullptr && value->is_string()) {
    return FromHex(value->get_ref<const std::string&>());
  }
  return std::nullopt;
}

// "https://localhost:45951 <https://localhost same_site>", "pm/ssl/host:443": the host and port.
std::string HostOf(std::string_view group) {
  const size_t scheme = group.find("://");
  size_t from = 0;
  if (scheme != group.npos) {
    from = scheme + 3;
  } else if (const size_t old = group.rfind("ssl/"); old != group.npos) {
    from = old + 4;
  } else {
    return "";
  }
  const std::string_view rest = group.substr(from);
  std::string host(rest.substr(0, rest.find_first_of(" /")));
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  const bool port = colon != host.npos && (bracket == host.npos || colon > bracket);
  constexpr size_t kLongest = 300;
  if (host.empty() || host.size() > kLongest) return "";
  return port ? host : host + ":443";
}

// The number after the last `"type":`, if that is the event's own: members are sorted by name.
std::optional<int64_t> TypeAtEnd(std::string_view text) {
  constexpr std::string_view kKey = "\"type\":";
  const size_t at = text.rfind(kKey);
  if (at == text.npos) return std::nullopt;
  size_t i = at + kKey.size();
  while (i < text.size() && text[i] == ' ') ++i;
  int64_t number = 0;
  size_t digits = 0;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && digits < 9; ++i, ++digits) {
    number = number * 10 + (text[i] - '0');
  }
  while (i < text.size() && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r')) ++i;
  if (digits == 0 || i + 1 != text.size() || text[i] != '}') return std::nullopt;
  return number;
}

}  // namespace

struct NetLogReader::Event {
  const Json& params;
  const std::string& name;  // of its type
  int64_t source = 0, phase = 0, time = 0;
  uint64_t line = 0;
};

bool IsNetLog(std::string_view start) {
  const size_t brace = start.find_first_not_of(" \t\r\n");
  if (brace == start.npos || start[brace] != '{') return false;
  return start.find("\"logEventTypes\"") != start.npos ||
         start.find("\"constants\"") != start.npos ||
         (start.find("\"events\"") != start.npos && start.find("\"source\"") != start.npos);
}

NetLogReader::NetLogReader(TellConnection tell)
    : LogReader(std::move(tell)),
      elements_([this](std::string_view member, std::string_view text, uint64_t line) {
        Element(member, text, line);
      }) {}

NetLogReader::~NetLogReader() = default;

void NetLogReader::Text(std::string_view chunk) {
  elements_.Text(chunk);
  lines_ = elements_.lines();
}

void NetLogReader::Constants(std::string_view text) {
  const Json constants = Json::parse(text, nullptr, false);
  if (constants.is_discarded()) return;
  const std::map<std::string, Handler> handlers = {
      {"SOCKET_ALIVE", &NetLogReader::OnAlive},
      {"TCP_CONNECT", &NetLogReader::OnTcpConnect},
      {"SOCKET_POOL_CONNECT_JOB_CREATED", &NetLogReader::OnGroup},
      {"CONNECT_JOB", &NetLogReader::OnGroup},
      {"SSL_CONNECT", &NetLogReader::OnSslConnect},
      {"SSL_HANDSHAKE_MESSAGE_SENT", &NetLogReader::OnMessage},
      {"SSL_HANDSHAKE_MESSAGE_RECEIVED", &NetLogReader::OnMessage},
      {"SSL_ALERT_SENT", &NetLogReader::OnAlert},
      {"SSL_ALERT_RECEIVED", &NetLogReader::OnAlert},
      {"SSL_HANDSHAKE_ERROR", &NetLogReader::OnError},
      {"SSL_READ_ERROR", &NetLogReader::OnError},
      {"SSL_WRITE_ERROR", &NetLogReader::OnError},
      {"SOCKET_READ_ERROR", &NetLogReader::OnError},
      {"SOCKET_BYTES_RECEIVED", &NetLogReader::OnReceived},
      {"SSL_CERTIFICATES_RECEIVED", &NetLogReader::OnCertificates},
      {"SSL_CLIENT_CERT_REQUESTED", &NetLogReader::OnClientCertificate},
      {"SSL_CLIENT_CERT_PROVIDED", &NetLogReader::OnClientCertificate},
      {"CERT_VERIFIER_REQUEST_BOUND_TO_JOB", &NetLogReader::OnVerifierBound},
      {"CERT_VERIFIER_JOB", &NetLogReader::OnVerifier},
      {"CERT_VERIFIER_TASK", &NetLogReader::OnVerifier},
  };
  if (const Json* types = Member(constants, "logEventTypes");
      types != nullptr && types->is_object()) {
    for (const auto& [name, number] : types->items()) {
      const auto handler = handlers.find(name);
      if (handler == handlers.end() || !number.is_number_integer()) continue;
      handlers_[number.get<int64_t>()] = {handler->second, name};
    }
  }
  clock_ = Number(constants, "timeTickOffset");
  constants_ = !handlers_.empty();
  if (const Json* client = Member(constants, "clientInfo"); client != nullptr) {
    const std::string name = shakedown::Text(*client, "name");
    const std::string version = shakedown::Text(*client, "version");
    if (!name.empty()) remarks_.push_back(fmt::format("a network log of {} {}", name, version));
  }
}

void NetLogReader::Element(std::string_view member, std::string_view text, uint64_t line) {
  if (member == "constants" && !constants_) return Constants(text);
  if (member != "events") return;
  events_ = true;
  // Most events have nothing to do with TLS; they are not read.
  if (const auto type = TypeAtEnd(text); type && handlers_.find(*type) == handlers_.end()) return;
  const Json event = Json::parse(text, nullptr, false);
  if (event.is_discarded()) {
    ++garbled_;
    return;
  }
  TakeEvent(event, line);
}

void NetLogReader::TakeEvent(const Json& json, uint64_t line) {
  static const Json kNone;
  const auto type = Number(json, "type");
  const Json* source = Member(json, "source");
  const auto id = source != nullptr ? Member(*source, "id") : nullptr;
  if (!type || id == nullptr || !id->is_number_integer()) return;
  const auto handler = handlers_.find(*type);
  if (handler == handlers_.end()) return;
  const Json* params = Member(json, "params");
  const Event event{
      params != nullptr ? *params : kNone, handler->second.second,           id->get<int64_t>(),
      Number(json, "phase").value_or(0),   Number(json, "time").value_or(0), line};
  (this->*handler->second.first)(event);
}

NetLogReader::Socket& NetLogReader::Of(const Event& event) {
  const auto [it, is_new] = sockets_.try_emplace(event.source);
  if (is_new) {
    order_.push_back(event.source);
    it->second.told.id = fmt::format("source {}", event.source);
    it->second.told.teller = Role::kClient;
    it->second.told.finished = false;
    it->second.began = event.time;
    if (clock_) it->second.told.time = (*clock_ + event.time) / 1000;
    if (order_.size() > kMostSockets) Close(order_.front());
  }
  return it->second;
}

void NetLogReader::Add(LogStep step, const Event& event, Socket* socket) {
  if (socket->told.steps.empty()) socket->began = event.time;
  step.at = event.time - socket->began;
  step.line = event.line;
  AddStep(std::move(step), &socket->told);
}

void NetLogReader::Note(std::string text, const Event& event, Socket* socket) {
  LogStep step;
  step.text = std::move(text);
  Add(std::move(step), event, socket);
}

void NetLogReader::OnAlive(const Event& event) {
  if (event.phase == kEnd) {
    if (const auto it = sockets_.find(event.source); it != sockets_.end()) {
      it->second.told.finished = it->second.told.finished || it->second.told.failed;
      Close(event.source);
    }
    return;
  }
  Socket& socket = Of(event);
  const Json* job = Member(event.params, "source_dependency");
  if (job == nullptr) return;
  const auto host = hosts_.find(Number(*job, "id").value_or(-1));
  if (host != hosts_.end()) socket.told.host = host->second;
}

void NetLogReader::OnTcpConnect(const Event& event) {
  if (event.phase != kEnd) return;
  Socket& socket = Of(event);
  socket.told.local = shakedown::Text(event.params, "local_address");
  socket.told.remote = shakedown::Text(event.params, "remote_address");
}

void NetLogReader::OnGroup(const Event& event) {
  std::string group = shakedown::Text(event.params, "group_id");
  if (group.empty()) group = shakedown::Text(event.params, "group_name");
  const std::string host = HostOf(group);
  if (host.empty()) return;
  if (hosts_.size() >= kMostNames) hosts_.clear();
  hosts_[event.source] = host;
}

void NetLogReader::OnSslConnect(const Event& event) {
  Socket& socket = Of(event);
  socket.tls = true;
  if (event.phase != kEnd) return;
  socket.told.finished = true;
  const auto error = Number(event.params, "net_error");
  if (!error) return;
  constexpr int64_t kAborted = -3, kClosed = -100, kReset = -101, kAsksUser = -110;
  if (*error == kAborted) return;
  socket.told.waits_for_user = *error == kAsksUser;
  if (socket.told.waits_for_user) {
    return Note("the connection is given up to ask for a client certificate", event, &socket);
  }
  socket.told.failed = true;
  const bool alerted = std::ranges::any_of(
      socket.told.steps, [](const LogStep& step) { return step.kind == LogStep::Kind::kAlert; });
  if (!alerted && (*error == kClosed || *error == kReset)) socket.told.closed_by = Role::kServer;
  if (*error == kClosed) Note("the server closes the connection", event, &socket);
  if (*error == kReset) Note("the server resets the connection", event, &socket);
  AddWords(fmt::format("SSL_CONNECT net_error {}", *error), event.line, &socket.told);
}

void NetLogReader::OnMessage(const Event& event) {
  Socket& socket = Of(event);
  socket.tls = true;
  const Role from = event.name.ends_with("_SENT") ? Role::kClient : Role::kServer;
  socket.peer_spoke = socket.peer_spoke || from == Role::kServer;
  constexpr size_t kHeader = 4;
  auto bytes = BytesOf(event.params);
  LogStep step;
  if (bytes && bytes->size() >= kHeader) {
    step.kind = LogStep::Kind::kMessage;
    step.from = from;
    step.bytes = std::move(*bytes);
  } else {
    const auto type = Number(event.params, "type");
    if (!type || *type < 0 || *type > 255) return;
    step = MessageOfType(from, static_cast<HandshakeType>(*type), event.line);
  }
  Add(std::move(step), event, &socket);
}

void NetLogReader::OnAlert(const Event& event) {
  Socket& socket = Of(event);
  socket.tls = true;
  const auto bytes = BytesOf(event.params);
  if (!bytes || bytes->size() != 2) return;
  const Role from = event.name == "SSL_ALERT_SENT" ? Role::kClient : Role::kServer;
  socket.peer_spoke = socket.peer_spoke || from == Role::kServer;
  Add(AlertStep(from, (*bytes)[0], (*bytes)[1], event.line), event, &socket);
}

void NetLogReader::OnError(const Event& event) {
  Socket& socket = Of(event);
  const auto net = Number(event.params, "net_error");
  const auto library = Number(event.params, "error_lib");
  const auto reason = Number(event.params, "error_reason");
  if (!net || !socket.tls) return;
  constexpr int64_t kAborted = -3, kAsksUser = -110;
  if (*net == kAborted || *net == kAsksUser) return;
  if (event.name != "SOCKET_READ_ERROR") socket.told.failed = true;
  std::string text = fmt::format("{} net_error {}", event.name, *net);
  // Reasons of library 35 are Chrome's own net errors once more.
  constexpr int64_t kTls = 16;
  if (library == kTls && reason) text += fmt::format(", error_lib 16, error_reason {}", *reason);
  AddWords(text, event.line, &socket.told);
}

void NetLogReader::OnReceived(const Event& event) {
  const auto it = sockets_.find(event.source);
  if (it == sockets_.end() || !it->second.tls || it->second.peer_spoke) return;
  const auto bytes = BytesOf(event.params);
  if (!bytes || bytes->empty()) return;
  it->second.peer_spoke = true;
  if (StartsLikeTls(*bytes)) return;
  constexpr size_t kShown = 64;
  LogStep step;
  step.kind = LogStep::Kind::kNotTls;
  step.from = Role::kServer;
  step.bytes.assign(bytes->begin(),
                    bytes->begin() + static_cast<ptrdiff_t>(std::min(kShown, bytes->size())));
  Add(std::move(step), event, &it->second);
}

void NetLogReader::OnCertificates(const Event& event) {
  Socket& socket = Of(event);
  const Json* list = Member(event.params, "certificates");
  if (list == nullptr || !list->is_array() || !socket.told.server_chain.empty()) return;
  constexpr size_t kMost = 16;
  for (const Json& pem : *list) {
    if (!pem.is_string() || socket.told.server_chain.size() >= kMost) break;
    auto der = FromPem(pem.get_ref<const std::string&>());
    if (!der) break;
    socket.told.server_chain.push_back(std::move(*der));
  }
}

void NetLogReader::OnClientCertificate(const Event& event) {
  Socket& socket = Of(event);
  if (event.name == "SSL_CLIENT_CERT_REQUESTED") {
    return Note("the server asks for a client certificate", event, &socket);
  }
  const auto count = Number(event.params, "cert_count").value_or(0);
  Note(count == 0 ? "the browser has no client certificate to send"
                  : fmt::format("the browser sends a client certificate, a chain of {}", count),
       event, &socket);
}

void NetLogReader::OnVerifierBound(const Event& event) {
  const Json* job = Member(event.params, "source_dependency");
  if (job != nullptr) Of(event).verifier = Number(*job, "id").value_or(0);
}

// What the verifier says stands again, as net_error, in the socket's own events; its flags are kept
// for sockets that go on all the same.
void NetLogReader::OnVerifier(const Event& event) {
  const auto status = Number(event.params, "cert_status");
  if (event.phase != kEnd || !status || *status == 0) return;
  const auto error = Number(event.params, "net_error").value_or(0);
  for (auto& [id, socket] : sockets_) {
    if (socket.verifier != event.source || error == 0) continue;
    Note(fmt::format("the certificate is refused: net_error {}, cert_status {:#x}", error, *status),
         event, &socket);
  }
}

void NetLogReader::Close(int64_t id) {
  const auto it = sockets_.find(id);
  if (it == sockets_.end()) return;
  Socket socket = std::move(it->second);
  sockets_.erase(it);
  std::erase(order_, id);
  if (socket.tls && !socket.told.empty()) Tell(std::move(socket.told));
}

void NetLogReader::Finish() {
  while (!order_.empty()) Close(order_.front());
  lines_ = elements_.lines();
  whole_ = elements_.whole();
  if (!constants_) {
    remarks_.emplace_back(
        "the log lacks its constants, which say what the numbers of its events mean: nothing can "
        "be read; export it again and keep the file's first line");
  } else if (!elements_.whole()) {
    remarks_.push_back(
        fmt::format("the log breaks off in line {}: what follows is from what is there", lines_));
  }
  if (garbled_ > 0) {
    remarks_.push_back(fmt::format("{} events are garbled and were left out", garbled_));
  }
  if (elements_.too_long() > 0) {
    remarks_.push_back(
        fmt::format("{} events of more than 16 MB were left out", elements_.too_long()));
  }
}

}  // namespace shakedown
