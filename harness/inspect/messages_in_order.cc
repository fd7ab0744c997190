#include "harness/inspect/messages_in_order.h"

#include "harness/inspect/dtls_version.h"
#include "harness/inspect/judge.h"
#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

constexpr size_t kHandshakeHeader = 4;

// Who sends a message of this type; nothing where both may.
std::optional<Role> SenderOf(HandshakeType type) {
  switch (type) {
    case HandshakeType::kClientHello:
    case HandshakeType::kEndOfEarlyData:
    case HandshakeType::kClientKeyExchange:
      return Role::kClient;
    case HandshakeType::kHelloRequest:
    case HandshakeType::kServerHello:
    case HandshakeType::kHelloVerifyRequest:
    case HandshakeType::kNewSessionTicket:
    case HandshakeType::kEncryptedExtensions:
    case HandshakeType::kServerKeyExchange:
    case HandshakeType::kCertificateRequest:
    case HandshakeType::kServerHelloDone:
    case HandshakeType::kCertificateStatus:
      return Role::kServer;
    default:
      return std::nullopt;
  }
}

// RFC 7250 4.2: the server names the one type that it has chosen for each side.
void LearnCertificateTypes(const Extensions& extensions, MessageContext* context) {
  const auto chosen = [&](ExtensionType type) {
    const auto body = extensions.Find(type);
    return body && body->size() == 1 ? CertificateType{(*body)[0]} : CertificateType::kX509;
  };
  context->server_certificate = chosen(ExtensionType::kServerCertificateType);
  context->client_certificate = chosen(ExtensionType::kClientCertificateType);
}

// A parser's objection with its clause says more than the dissection's, and that more than one
// without.
std::optional<FieldError> Better(const std::optional<FieldError>& parser,
                                 const std::optional<FieldError>& misfit) {
  return misfit && (!parser || parser->clause.empty()) ? misfit : parser;
}

}  // namespace

InspectedItem* MessagesInOrder::Add(const RecordPlace& place, Dissected dissected, View bytes) {
  InspectedItem& item = out_->items.emplace_back();
  item.kind = InspectedItem::Kind::kMessage;
  item.from = place.from;
  item.offset = place.offset;
  item.source = place.source;
  item.encrypted = item.opened = place.encrypted;
  item.type = dissected.tree.name;
  item.tree = std::move(dissected.tree);
  item.bytes.assign(bytes.begin(), bytes.end());
  item.error = std::move(dissected.misfit);
  if (place.number != 0) item.records = {place.number};
  return &item;
}

void MessagesInOrder::LearnFrom(HandshakeType type, View body) {
  if (type == HandshakeType::kServerHello) {
    const auto hello = ParseServerHello(body);
    if (!hello) return;
    context_.version = TlsVersion(hello->version());
    context_.cipher_suite = hello->cipher_suite;
    LearnCertificateTypes(hello->extensions, &context_);
  } else if (type == HandshakeType::kEncryptedExtensions &&
             context_.version == ProtocolVersion::kTls13) {
    // RFC 8446 4.2: in TLS 1.3 they stand here.
    if (const auto agreed = ParseEncryptedExtensions(body)) {
      LearnCertificateTypes(*agreed, &context_);
    }
  }
}

void MessagesInOrder::Learn(const RecordPlace& place, View message) {
  const HandshakeMessage view{HandshakeType{message[0]}, message.subspan(kHandshakeHeader)};
  LearnFrom(view.type, view.body);
  if (place.from) opener_->Message(*place.from, view);
}

void MessagesInOrder::Message(const RecordPlace& at, View message, std::vector<size_t> records) {
  RecordPlace place = at;
  if (place.lane == Lane::kUnknown) {
    if (const auto sender = SenderOf(HandshakeType{message[0]})) speaker_ = sender;
    place.from = speaker_;
  }
  MessageContext context = context_;
  context.from = place.from;
  InspectedItem* item = Add(place, DissectHandshake(message, context), message);
  item->error = Better(Judge(message, context), item->error);
  item->records = std::move(records);
  if (context_.datagrams) {
    constexpr size_t kDatagramHeader = 12;
    ByteReader body(message);
    body.Take(kDatagramHeader);
    return LearnFrom(HandshakeType{message[0]}, body.rest());
  }
  Learn(place, message);
}

void MessagesInOrder::Handshake(const RecordPlace& place, View content) {
  Unread& unread = unread_[static_cast<size_t>(place.lane)];
  if (unread.bytes.empty()) unread.first = place;
  Append(&unread.bytes, content);
  if (place.number != 0 && !content.empty()) unread.records.push_back(place.number);
  size_t taken = 0;
  while (true) {
    ByteReader reader(View(unread.bytes).subspan(taken));
    reader.U8();
    const View body = reader.Bytes24();
    if (!reader.ok()) break;
    const size_t size = kHandshakeHeader + body.size();
    RecordPlace first = taken == 0 ? unread.first : place;
    // It passed when its last record did.
    first.source = place.source;
    // Bare messages, without records, stand in the stream themselves.
    if (place.number == 0) first.offset = unread.first.offset + taken;
    Message(first, View(unread.bytes).subspan(taken, size), unread.records);
    if (place.number != 0) unread.records = {place.number};
    taken += size;
  }
  if (taken == 0) return;
  unread.bytes.erase(unread.bytes.begin(), unread.bytes.begin() + static_cast<ptrdiff_t>(taken));
  unread.first.offset = place.number == 0 ? unread.first.offset + taken : place.offset;
  unread.first.source = place.source;
  unread.first.encrypted = place.encrypted;
  if (unread.bytes.empty()) unread.records.clear();
}

InspectedItem& MessagesInOrder::Beginning(const RecordPlace& place, View bytes,
                                          std::vector<size_t> records) {
  MessageContext context = context_;
  context.from = place.from;
  InspectedItem* item = Add(place, DissectHandshake(bytes, context), bytes);
  item->partial = true;
  item->records = std::move(records);
  item->error.reset();
  return *item;
}

void MessagesInOrder::Cut(Lane lane, bool error) {
  Unread& unread = unread_[static_cast<size_t>(lane)];
  if (unread.bytes.empty()) return;
  RecordPlace place = unread.first;
  if (lane == Lane::kUnknown) {
    if (const auto sender = SenderOf(HandshakeType{unread.bytes[0]})) speaker_ = sender;
    place.from = speaker_;
  }
  InspectedItem& item = Beginning(place, unread.bytes, unread.records);
  if (error) {
    item.error = FieldError{unread.bytes.size(), AlertDescription::kDecodeError, item.type,
                            "RFC 8446 4", "the message ends before its length is reached"};
  }
  unread.bytes.clear();
  unread.records.clear();
}

void MessagesInOrder::Alerts(const RecordPlace& place, View content) {
  // Before TLS 1.3 a record may hold several (RFC 5246 6.2.1).
  const bool several = content.size() > 2 && content.size() % 2 == 0 &&
                       (!context_.version || *context_.version < ProtocolVersion::kTls13);
  const size_t step = several ? 2 : content.size();
  for (size_t at = 0; at == 0 || at < content.size(); at += step) {
    const View alert = content.subspan(at, step);
    InspectedItem* item = Add(place, DissectAlert(alert), alert);
    if (const auto error = JudgeAlert(alert)) item->error = error;
    if (step == 0) break;
  }
}

void MessagesInOrder::ChangeCipherSpec(const RecordPlace& place, View content) {
  InspectedItem* item = Add(place, DissectChangeCipherSpec(content), content);
  if (const auto error = JudgeChangeCipherSpec(content)) item->error = error;
  if (!place.from) return;
  changed_[static_cast<size_t>(*place.from)] = true;
  opener_->ChangeCipherSpec(*place.from);
}

void MessagesInOrder::Content(const RecordPlace& place, ContentType type, View content) {
  switch (type) {
    case ContentType::kHandshake:
      return Handshake(place, content);
    case ContentType::kAlert:
      return Alerts(place, content);
    case ContentType::kChangeCipherSpec:
      return ChangeCipherSpec(place, content);
    default:
      return;  // the record says all that can be said
  }
}

}  // namespace shakedown
