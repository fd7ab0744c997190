#include "harness/wire/facts_builder.h"

#include "harness/wire/extensions.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

template <typename Code>
void Set(std::vector<Code>* to, const Parsed<CodeList>& from) {
  if (from) *to = from->As<Code>();
}

std::vector<Bytes> Copy(const std::vector<View>& views) {
  std::vector<Bytes> copies;
  copies.reserve(views.size());
  for (View view : views) copies.emplace_back(view.begin(), view.end());
  return copies;
}

void SetKeyShares(ClientHelloFacts* facts, View body) {
  if (auto groups = ParseClientKeyShareGroups(body)) facts->key_shares = std::move(*groups);
}

void ReadExtension(ClientHelloFacts* facts, const Extension& extension) {
  facts->extensions.push_back(static_cast<uint16_t>(extension.type));
  const View body = extension.body;
  switch (extension.type) {
    case ExtensionType::kSupportedVersions:
      Set(&facts->versions, ParseSupportedVersions(body));
      break;
    case ExtensionType::kSupportedGroups:
      Set(&facts->groups, ParseCodeList(body));
      break;
    case ExtensionType::kSignatureAlgorithms:
      Set(&facts->signature_schemes, ParseCodeList(body));
      break;
    case ExtensionType::kSignatureAlgorithmsCert:
      Set(&facts->certificate_signature_schemes, ParseCodeList(body));
      break;
    case ExtensionType::kKeyShare:
      SetKeyShares(facts, body);
      break;
    case ExtensionType::kServerName:
      if (const auto name = ParseServerName(body); name && !name->empty()) {
        facts->server_name = AsText(*name);
      }
      break;
    case ExtensionType::kAlpn:
      if (const auto protocols = ParseAlpn(body)) {
        facts->alpn.reserve(protocols->size());
        for (View protocol : *protocols) facts->alpn.emplace_back(AsText(protocol));
      }
      break;
    default:
      break;
  }
}

}  // namespace

void FactsBuilder::OnClientHello(const ClientHello& hello) {
  if (facts_->client_hello) {
    if (!awaits_second_hello_) return;  // a renegotiation
    awaits_second_hello_ = false;
    facts_->client_hello->key_shares.clear();
    if (const auto shares = hello.extensions.Find(ExtensionType::kKeyShare)) {
      SetKeyShares(&*facts_->client_hello, *shares);
    }
    return;
  }
  ClientHelloFacts& facts = facts_->client_hello.emplace();
  facts.legacy_version = hello.legacy_version;
  facts.cipher_suites = hello.cipher_suites.As<CipherSuite>();
  facts.extensions.reserve(24);
  Extensions extensions = hello.extensions;
  for (Extension extension; extensions.Next(&extension);) ReadExtension(&facts, extension);
}

void FactsBuilder::OnServerAlpn(View body) {
  if (const auto protocols = ParseAlpn(body); protocols && protocols->size() == 1) {
    facts_->alpn = std::string(AsText(protocols->front()));
  }
}

void FactsBuilder::OnServerHello(const ServerHello& hello) {
  facts_->version = hello.version();
  facts_->cipher_suite = hello.cipher_suite;
  full_handshake_ = false;
  if (hello.is_hello_retry_request()) {
    facts_->hello_retry_request = true;
    awaits_second_hello_ = true;
  }
  Extensions extensions = hello.extensions;
  for (Extension extension; extensions.Next(&extension);) {
    switch (extension.type) {
      case ExtensionType::kKeyShare:
        if (const auto group = ParseServerKeyShareGroup(extension.body)) facts_->group = *group;
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
      if (const auto hello = ParseClientHello(message.body); hello && !server) {
        OnClientHello(*hello);
      }
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
        (server ? facts_->server_chain : facts_->client_chain) = Copy(certificate->chain);
      }
      break;
    case HandshakeType::kCertificateRequest:
      facts_->certificate_requested = true;
      if (const auto request = ParseCertificateRequest(message.body, version())) {
        facts_->ca_names = Copy(request->ca_names);
        facts_->request_schemes = request->signature_schemes.As<SignatureScheme>();
      }
      break;
    case HandshakeType::kServerKeyExchange: {
      if (!facts_->cipher_suite) break;
      const auto exchange = ParseServerKeyExchange(message.body, version(),
                                                   ServerKeyExchangeFormOf(*facts_->cipher_suite));
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
