#include "harness/wire/facts_builder.h"

#include <algorithm>

#include "harness/wire/byte_reader.h"
#include "harness/wire/messages.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

Bytes Copy(View view) { return {view.begin(), view.end()}; }

// RFC 8446 4.1.3: how the random of a server ends that has a better version than it answers with.
constexpr std::array<uint8_t, 7> kDowngrade = {0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44};

bool MarksDowngrade(View random) {
  return random.size() == 32 && random.back() <= 1 &&
         std::equal(kDowngrade.begin(), kDowngrade.end(), random.end() - 8);
}

void Keep(View random, uint8_t* out) {
  if (random.size() == 32) std::copy(random.begin(), random.end(), out);
}

// RFC 8446 4.4.1: handshake messages are hashed with their headers.
void AppendMessage(const HandshakeMessage& message, Bytes* out) {
  const size_t size = message.body.size();
  const uint8_t header[] = {static_cast<uint8_t>(message.type), static_cast<uint8_t>(size >> 16),
                            static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)};
  Append(out, header);
  Append(out, message.body);
}

std::vector<NamedGroup> GroupsOf(const KeyShareList& shares) {
  std::vector<NamedGroup> groups;
  for (const KeyShareEntry& share : shares) groups.push_back(share.group);
  return groups;
}

}  // namespace

// The frame is enough: of an extension that is malformed, nothing is learnt.
void FactsBuilder::OnClientHello(View body) {
  ClientHello hello;
  ParseError error;
  if (!IndexClientHello(body, &hello, &error)) {
    if (!facts_->client_hello) facts_->client_hello_fault = error.field;
    return;
  }
  if (facts_->client_hello) {
    if (!awaits_second_hello_) return;  // a renegotiation
    awaits_second_hello_ = false;
    facts_->client_hello->key_shares = GroupsOf(hello.key_shares());
    return;
  }
  Keep(hello.random, randoms_.data());
  ClientHelloFacts& facts = facts_->client_hello.emplace();
  facts.legacy_version = hello.legacy_version;
  facts.versions = hello.supported_versions().As<ProtocolVersion>();
  facts.cipher_suites = hello.cipher_suites.As<CipherSuite>();
  facts.groups = hello.supported_groups().As<NamedGroup>();
  facts.key_shares = GroupsOf(hello.key_shares());
  facts.signature_schemes = hello.signature_algorithms().As<SignatureScheme>();
  facts.certificate_signature_schemes = hello.signature_algorithms_cert().As<SignatureScheme>();
  for (const View protocol : hello.alpn()) facts.alpn.emplace_back(AsText(protocol));
  if (const View name = hello.server_name(); !name.empty()) facts.server_name = AsText(name);
  facts.extensions.reserve(24);
  for (const Extension& extension : hello.extensions) {
    facts.extensions.push_back(static_cast<uint16_t>(extension.type));
  }
}

void FactsBuilder::OnServerAlpn(View body) {
  if (const auto protocol = ServerAlpn(body)) facts_->alpn = std::string(AsText(*protocol));
}

void FactsBuilder::OnServerHello(const ServerHello& hello) {
  facts_->version = hello.version();
  facts_->cipher_suite = hello.cipher_suite;
  full_handshake_ = false;
  facts_->downgrade_marker = MarksDowngrade(hello.random);
  Keep(hello.random, randoms_.data() + 32);
  if (hello.is_hello_retry_request()) {
    facts_->hello_retry_request = true;
    awaits_second_hello_ = true;
  }
  for (const Extension& extension : hello.extensions) {
    switch (extension.type) {
      case ExtensionType::kKeyShare:
        if (const auto group = ServerKeyShareGroup(extension.body)) facts_->group = *group;
        break;
      case ExtensionType::kPreSharedKey:
        // RFC 8446 4.2.11: in a ServerHello it means that a key of the client's was taken.
        facts_->resumed = true;
        break;
      case ExtensionType::kAlpn:
        OnServerAlpn(extension.body);
        break;
      default:
        break;
    }
  }
}

// A side signs once in a handshake.
bool FactsBuilder::HasSigned(Role role) const {
  return std::ranges::any_of(facts_->signatures,
                             [role](const WireSignature& one) { return one.from == role; });
}

void FactsBuilder::OnSignedParameters(View body, const ServerKeyExchange& exchange) {
  if (exchange.signature.empty() || HasSigned(Role::kServer)) return;
  const size_t after = exchange.signature.size() + 2 + (exchange.signature_scheme ? 2 : 0);
  if (after > body.size()) return;
  WireSignature& out = facts_->signatures.emplace_back();
  out.from = Role::kServer;
  out.type = HandshakeType::kServerKeyExchange;
  out.scheme = exchange.signature_scheme;
  out.content.assign(randoms_.begin(), randoms_.end());
  Append(&out.content, body.first(body.size() - after));
  out.signature = Copy(exchange.signature);
}

void FactsBuilder::Message(Role from, const HandshakeMessage& message, bool encrypted) {
  facts_->messages.push_back({from, message.type, encrypted});
  const bool server = from == Role::kServer;
  switch (message.type) {
    case HandshakeType::kClientHello:
      if (!server) OnClientHello(message.body);
      break;
    case HandshakeType::kServerHello:
      if (const auto hello = ParseServerHello(message.body); hello && server) {
        OnServerHello(*hello);
      }
      break;
    case HandshakeType::kEncryptedExtensions:
      if (const auto extensions = ParseEncryptedExtensions(message.body)) {
        if (const auto alpn = extensions->Find(ExtensionType::kAlpn)) OnServerAlpn(*alpn);
      }
      break;
    case HandshakeType::kCertificate:
      if (!server) facts_->client_certificate_seen = true;
      if (const auto certificate = ParseCertificate(message.body, version())) {
        std::vector<Bytes>& chain = server ? facts_->server_chain : facts_->client_chain;
        chain.clear();
        for (const CertificateEntry& entry : certificate->chain) chain.push_back(Copy(entry.der));
      }
      break;
    case HandshakeType::kCertificateRequest:
      facts_->certificate_requested = true;
      if (const auto request = ParseCertificateRequest(message.body, version())) {
        facts_->ca_names.clear();
        for (const View name : request->ca_names) facts_->ca_names.push_back(Copy(name));
        facts_->request_schemes = request->signature_schemes.As<SignatureScheme>();
      }
      break;
    case HandshakeType::kServerKeyExchange: {
      if (!facts_->cipher_suite) break;
      const auto exchange =
          ParseServerKeyExchange(message.body, version(), KeyExchangeFormOf(*facts_->cipher_suite));
      if (!exchange) break;
      facts_->group = exchange->group;
      facts_->server_signature = exchange->signature_scheme;
      OnSignedParameters(message.body, *exchange);
      break;
    }
    case HandshakeType::kServerHelloDone:
      full_handshake_ = true;
      break;
    case HandshakeType::kCertificateVerify:
      if (const auto verify = ParseCertificateVerify(message.body, version())) {
        (server ? facts_->server_signature : facts_->client_signature) = verify->signature_scheme;
        if (!HasSigned(from)) {
          facts_->signatures.push_back(
              {from, message.type, verify->signature_scheme, transcript_, Copy(verify->signature)});
        }
      }
      break;
    case HandshakeType::kNewSessionTicket:
      facts_->ticket = true;
      break;
    default:
      break;
  }
  // Nothing is signed after the client's Finished, nor can more come than a handshake holds.
  constexpr size_t kMost = size_t{1} << 18;
  const bool over = message.type == HandshakeType::kFinished && !server;
  const bool hashed = message.type != HandshakeType::kHelloRequest;
  if (hashed && !over && transcript_.size() + message.body.size() < kMost) {
    AppendMessage(message, &transcript_);
  }
}

void FactsBuilder::Alerts(Role from, View body, bool encrypted) {
  for (ByteReader reader(body); !reader.empty();) {
    const AlertLevel level{reader.U8()};
    const AlertDescription description{reader.U8()};
    if (!reader.ok()) return;  // half an alert
    facts_->alerts.push_back({from, level, description, encrypted, facts_->messages.size()});
  }
}

void FactsBuilder::ChangeCipherSpec(Role from) {
  // RFC 5246 7.3: in the abbreviated handshake the server changes keys without a ServerHelloDone.
  // In TLS 1.3 the message means nothing (RFC 8446 D.4).
  if (from == Role::kServer && facts_->version && version() < ProtocolVersion::kTls13 &&
      !full_handshake_) {
    facts_->resumed = true;
  }
}

}  // namespace shakedown
