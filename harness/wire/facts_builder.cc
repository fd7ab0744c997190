#include "harness/wire/facts_builder.h"

#include "harness/wire/byte_reader.h"
#include "harness/wire/messages.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

Bytes Copy(View view) { return {view.begin(), view.end()}; }

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
  if (!IndexClientHello(body, &hello, &error)) return;
  if (facts_->client_hello) {
    if (!awaits_second_hello_) return;  // a renegotiation
    awaits_second_hello_ = false;
    facts_->client_hello->key_shares = GroupsOf(hello.key_shares());
    return;
  }
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
      break;
    }
    case HandshakeType::kServerHelloDone:
      full_handshake_ = true;
      break;
    case HandshakeType::kCertificateVerify:
      if (const auto verify = ParseCertificateVerify(message.body, version())) {
        (server ? facts_->server_signature : facts_->client_signature) = verify->signature_scheme;
      }
      break;
    case HandshakeType::kNewSessionTicket:
      facts_->ticket = true;
      break;
    default:
      break;
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
