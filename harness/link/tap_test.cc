#include "harness/link/tap.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <ostream>

#include "harness/link/recording.h"

namespace shakedown {
namespace {

struct Flight {
  std::string bytes;
  Recording recording() const { return ReadRecording(AsView(bytes)); }
};

Flight ReadFlight(const std::string& name) {
  std::ifstream file(SHAKEDOWN_SOURCE_DIR "/corpus/wire_facts/" + name + ".bin", std::ios::binary);
  EXPECT_TRUE(file) << name;
  return {std::string(std::istreambuf_iterator<char>(file), {})};
}

void LogKeys(const Recording& recording, Tap* tap) {
  std::string_view log = recording.key_log;
  while (!log.empty()) {
    const size_t end = std::min(log.find('\n'), log.size());
    tap->Line(log.substr(0, end));
    log.remove_prefix(std::min(end + 1, log.size()));
  }
}

void Send(const Recording& recording, Tap* tap) {
  for (const auto& chunk : recording.chunks) tap->Sent(chunk.from, chunk.bytes);
}

WireFacts FactsOf(const std::string& name) {
  const Flight flight = ReadFlight(name);
  Tap tap;
  LogKeys(flight.recording(), &tap);
  Send(flight.recording(), &tap);
  return tap.Facts();
}

// "> ClientHello < ServerHello Certificate": the arrow where the direction changes, '*' before
// what was encrypted.
std::string Messages(const WireFacts& facts) {
  std::string text;
  for (size_t i = 0; i < facts.messages.size(); ++i) {
    const WireMessage& message = facts.messages[i];
    if (i != 0) text += ' ';
    if (i == 0 || facts.messages[i - 1].from != message.from) {
      text += message.from == Role::kClient ? "> " : "< ";
    }
    if (message.encrypted) text += '*';
    text += NameOf(message.type);
  }
  return text;
}

std::string Alerts(const WireFacts& facts) {
  std::string text;
  for (const WireAlert& alert : facts.alerts) {
    if (!text.empty()) text += ", ";
    text += NameOf(alert.from);
    text += alert.level == AlertLevel::kFatal ? " fatal " : " warning ";
    if (alert.encrypted) text += '*';
    text += NameOf(alert.description);
  }
  return text;
}

// What the programs that made the connection said of it, or what an independent decoder with the
// same keys made of it (corpus/README.md).
struct Truth {
  const char* name;
  const char* version;
  const char* cipher_suite;
  const char* group;
  const char* signature;
  const char* messages;
  const char* alerts;
  size_t certificates;

  friend std::ostream& operator<<(std::ostream& out, const Truth& truth) {
    return out << truth.name;
  }
};

constexpr const char* kFull13 =
    "> ClientHello < ServerHello *EncryptedExtensions *Certificate *CertificateVerify *Finished "
    "> *Finished < *NewSessionTicket *NewSessionTicket";
constexpr const char* kRsa12 =
    "> ClientHello < ServerHello Certificate ServerHelloDone > ClientKeyExchange *Finished "
    "< NewSessionTicket *Finished";
constexpr const char* kDhe12 =
    "> ClientHello < ServerHello Certificate ServerKeyExchange ServerHelloDone "
    "> ClientKeyExchange *Finished < NewSessionTicket *Finished";
constexpr const char* kClosed = "client warning *close_notify, server warning *close_notify";
constexpr const char* kServerClosed = "server warning *close_notify, client warning *close_notify";

const Truth kTruths[] = {
    {"tls10-aes128cbc-sha-mte", "TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA", "", "", kRsa12, kClosed,
     1},
    {"tls10-ecdhe-aes256cbc-sha-etm", "TLS 1.0", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "x25519", "",
     kDhe12, kClosed, 1},
    {"tls11-aes128cbc-sha-mte", "TLS 1.1", "TLS_RSA_WITH_AES_128_CBC_SHA", "", "", kRsa12, kClosed,
     1},
    {"tls11-aes256cbc-sha-etm", "TLS 1.1", "TLS_RSA_WITH_AES_256_CBC_SHA", "", "", kRsa12, kClosed,
     1},
    {"tls12-aes128cbc-sha-etm", "TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "", "", kRsa12, kClosed,
     1},
    {"tls12-aes256cbc-sha256-mte", "TLS 1.2", "TLS_RSA_WITH_AES_256_CBC_SHA256", "", "", kRsa12,
     kClosed, 1},
    {"tls12-ecdhe-aes256cbc-sha384-etm", "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
     "x25519", "rsa_pss_rsae_sha256", kDhe12, kClosed, 1},
    {"tls12-camellia128cbc-sha-etm", "TLS 1.2", "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", "", "", kRsa12,
     kClosed, 1},
    {"tls12-camellia256cbc-sha256-mte", "TLS 1.2", "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256", "", "",
     kRsa12, kClosed, 1},
    {"tls12-aes128ccm", "TLS 1.2", "TLS_RSA_WITH_AES_128_CCM", "", "", kRsa12, kClosed, 1},
    {"tls12-aes256ccm8", "TLS 1.2", "TLS_RSA_WITH_AES_256_CCM_8", "", "", kRsa12, kClosed, 1},
    {"tls12-dhe-aes256gcm", "TLS 1.2", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "ffdhe3072",
     "rsa_pss_rsae_sha256", kDhe12, kClosed, 1},
    {"tls12-null-sha256", "TLS 1.2", "TLS_RSA_WITH_NULL_SHA256", "", "", kRsa12, kClosed, 1},
    {"tls12-ecdsa-aes128gcm", "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "x25519",
     "ecdsa_secp256r1_sha256",
     "> ClientHello < ServerHello Certificate ServerKeyExchange ServerHelloDone "
     "> ClientKeyExchange *Finished < *Finished",
     kServerClosed, 1},
    {"tls12-chacha-botan", "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "x25519",
     "ecdsa_secp256r1_sha256",
     "> ClientHello < ServerHello Certificate ServerKeyExchange ServerHelloDone "
     "> ClientKeyExchange *Finished < *Finished",
     kClosed, 1},
    {"tls12-client-certificate", "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "x25519",
     "rsa_pss_rsae_sha256",
     "> ClientHello < ServerHello Certificate ServerKeyExchange CertificateRequest ServerHelloDone "
     "> Certificate ClientKeyExchange CertificateVerify *Finished < NewSessionTicket *Finished",
     kServerClosed, 1},
    {"tls12-client-without-certificate", "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
     "x25519", "rsa_pss_rsae_sha256",
     "> ClientHello < ServerHello Certificate ServerKeyExchange CertificateRequest ServerHelloDone "
     "> Certificate ClientKeyExchange *Finished",
     "server fatal bad_certificate", 1},
    {"tls12-resumed-firefox", "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "", "",
     "> ClientHello < ServerHello *Finished > *Finished", kServerClosed, 0},
    {"tls12-unknown-ca", "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "x25519",
     "rsa_pss_rsae_sha512",
     "> ClientHello < ServerHello Certificate ServerKeyExchange ServerHelloDone",
     "client fatal unknown_ca", 1},
    {"tls12-dhe1024-refused", "TLS 1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "",
     "rsa_pss_rsae_sha256",
     "> ClientHello < ServerHello Certificate ServerKeyExchange ServerHelloDone",
     "client fatal insufficient_security", 1},
    {"tls13-aes128ccm", "TLS 1.3", "TLS_AES_128_CCM_SHA256", "x25519", "rsa_pss_rsae_sha256",
     kFull13, kClosed, 1},
    {"tls13-aes128ccm8", "TLS 1.3", "TLS_AES_128_CCM_8_SHA256", "x25519", "rsa_pss_rsae_sha256",
     kFull13, kClosed, 1},
    {"tls13-key-update", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519", "rsa_pss_rsae_sha256",
     "> ClientHello < ServerHello *EncryptedExtensions *Certificate *CertificateVerify *Finished "
     "> *Finished < *NewSessionTicket *NewSessionTicket > *KeyUpdate *KeyUpdate < *KeyUpdate",
     kClosed, 1},
    {"tls13-openssl-go", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519", "ecdsa_secp256r1_sha256",
     "> ClientHello < ServerHello *EncryptedExtensions *Certificate *CertificateVerify *Finished "
     "*NewSessionTicket > *Finished",
     kServerClosed, 1},
    {"tls13-gnutls", "TLS 1.3", "TLS_AES_256_GCM_SHA384", "secp256r1", "ecdsa_secp256r1_sha256",
     "> ClientHello < ServerHello *EncryptedExtensions *Certificate *CertificateVerify *Finished "
     "*NewSessionTicket *NewSessionTicket > *Finished",
     "server warning *close_notify", 1},
    {"tls13-chacha-alert-by-bouncycastle", "TLS 1.3", "TLS_CHACHA20_POLY1305_SHA256", "x25519",
     "rsa_pss_rsae_sha256",
     "> ClientHello < ServerHello *EncryptedExtensions *Certificate *CertificateVerify *Finished",
     "client fatal *certificate_unknown", 1},
    {"tls13-retry-mlkem-rustls", "TLS 1.3", "TLS_AES_256_GCM_SHA384", "X25519MLKEM768",
     "ecdsa_secp256r1_sha256",
     "> ClientHello < ServerHello > ClientHello < ServerHello *EncryptedExtensions *Certificate "
     "*CertificateVerify *Finished > *Finished < *NewSessionTicket *NewSessionTicket",
     kServerClosed, 1},
    {"tls13-resumed-firefox", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519", "",
     "> ClientHello < ServerHello *EncryptedExtensions *Finished *NewSessionTicket > *Finished",
     kServerClosed, 0},
    {"tls13-certificate-required", "TLS 1.3", "TLS_AES_256_GCM_SHA384", "x25519",
     "rsa_pss_rsae_sha256",
     "> ClientHello < ServerHello *EncryptedExtensions *CertificateRequest *Certificate "
     "*CertificateVerify *Finished > *Certificate *Finished",
     "server fatal *certificate_required", 1},
    {"tls13-alert-by-jsse", "TLS 1.3", "TLS_AES_256_GCM_SHA384", "x25519", "",
     "> ClientHello < ServerHello *EncryptedExtensions *Certificate",
     "server fatal *internal_error", 1},
};

class RecordedFlight : public testing::TestWithParam<Truth> {};

TEST_P(RecordedFlight, IsReadAsItsMakersTell) {
  const Truth& truth = GetParam();
  const WireFacts facts = FactsOf(truth.name);
  ASSERT_TRUE(facts.version && facts.cipher_suite);
  EXPECT_EQ(NameOf(*facts.version), truth.version);
  EXPECT_EQ(NameOf(*facts.cipher_suite), truth.cipher_suite);
  EXPECT_EQ(facts.group ? NameOf(*facts.group) : "", truth.group);
  EXPECT_EQ(facts.server_signature ? NameOf(*facts.server_signature) : "", truth.signature);
  EXPECT_EQ(Messages(facts), truth.messages);
  EXPECT_EQ(Alerts(facts), truth.alerts);
  EXPECT_GE(facts.server_chain.size(), truth.certificates);
  EXPECT_EQ(facts.unopened_records[0] + facts.unopened_records[1], 0u);
  EXPECT_FALSE(facts.not_tls[0] || facts.not_tls[1]);
  const std::string name = truth.name;
  EXPECT_EQ(facts.resumed, name.find("resumed") != std::string::npos);
  EXPECT_EQ(facts.hello_retry_request, name.find("retry") != std::string::npos);
}

TEST_P(RecordedFlight, SaysTheSameByteByByteAndWithItsKeysLast) {
  const Flight flight = ReadFlight(GetParam().name);
  Tap tap;
  for (const auto& chunk : flight.recording().chunks) {
    for (const uint8_t& byte : chunk.bytes) tap.Sent(chunk.from, View(&byte, 1));
  }
  LogKeys(flight.recording(), &tap);
  LogKeys(flight.recording(), &tap);  // as if both sides had logged
  EXPECT_EQ(tap.Facts(), FactsOf(GetParam().name));
}

INSTANTIATE_TEST_SUITE_P(Corpus, RecordedFlight, testing::ValuesIn(kTruths), [](const auto& row) {
  std::string name = row.param.name;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

TEST(Tap, OpensNothingWithoutKeys) {
  const Flight flight = ReadFlight("tls13-openssl-go");
  Tap tap;
  Send(flight.recording(), &tap);
  const WireFacts facts = tap.Facts();
  EXPECT_EQ(Messages(facts), "> ClientHello < ServerHello");
  EXPECT_GT(facts.unopened_records[0], 0u);
  EXPECT_GT(facts.unopened_records[1], 0u);
  EXPECT_TRUE(facts.alerts.empty());
}

TEST(Tap, OpensNothingWithAnotherConnectionsKeys) {
  const Flight keys = ReadFlight("tls13-gnutls");
  const Flight flight = ReadFlight("tls13-openssl-go");
  Tap tap;
  LogKeys(keys.recording(), &tap);
  Send(flight.recording(), &tap);
  EXPECT_EQ(Messages(tap.Facts()), "> ClientHello < ServerHello");
}

TEST(Tap, CountsTls12RecordsThatStayClosed) {
  const WireFacts facts = FactsOf("tls12-no-keys");
  EXPECT_EQ(facts.unopened_records[0], 3u);  // Finished, data, alert
  EXPECT_EQ(facts.unopened_records[1], 3u);
  EXPECT_EQ(NameOf(*facts.server_signature), "ecdsa_secp521r1_sha512");
}

TEST(Tap, ReadsAPlaintextAlertAfterTheServerHello) {
  const WireFacts facts = FactsOf("tls13-plain-alert-no-keys");
  EXPECT_EQ(Alerts(facts), "client fatal unknown_ca");
  EXPECT_EQ(facts.alerts[0].messages_before, facts.messages.size());
  EXPECT_EQ(facts.unopened_records[1], 1u);  // the server's answer
}

TEST(Tap, TriesTheOtherSidesSecretWhenTheSidesDisagree) {
  const Flight flight = ReadFlight("tls13-gnutls");
  Tap tap;
  // A peer whose hello was changed logs other secrets under the same random.
  std::string_view log = flight.recording().key_log;
  while (!log.empty()) {
    const size_t end = std::min(log.find('\n'), log.size());
    std::string line(log.substr(0, end));
    line.back() = line.back() == '0' ? '1' : '0';
    tap.Line(line);
    log.remove_prefix(std::min(end + 1, log.size()));
  }
  LogKeys(flight.recording(), &tap);
  Send(flight.recording(), &tap);
  EXPECT_EQ(Alerts(tap.Facts()), "server warning *close_notify");
  EXPECT_EQ(tap.Facts().unopened_records[1], 0u);
}

TEST(Tap, TellsTheClientsCertificateFromItsAbsence) {
  const WireFacts sent = FactsOf("tls12-client-certificate");
  EXPECT_TRUE(sent.certificate_requested);
  EXPECT_TRUE(sent.client_certificate_seen);
  EXPECT_FALSE(sent.client_chain.empty());
  EXPECT_EQ(NameOf(*sent.client_signature), "rsa_pss_rsae_sha256");
  const WireFacts none = FactsOf("tls12-client-without-certificate");
  EXPECT_TRUE(none.client_certificate_seen);
  EXPECT_TRUE(none.client_chain.empty());
  const WireFacts none13 = FactsOf("tls13-certificate-required");
  EXPECT_TRUE(none13.client_certificate_seen);
  EXPECT_TRUE(none13.client_chain.empty());
}

TEST(Tap, ReadsTheClientHello) {
  const WireFacts facts = FactsOf("tls12-aes128ccm");
  ASSERT_TRUE(facts.client_hello);
  EXPECT_EQ(facts.client_hello->server_name, "server.example");
  EXPECT_EQ(facts.client_hello->legacy_version, ProtocolVersion::kTls12);
  EXPECT_TRUE(facts.client_hello->versions.empty());
}

TEST(Tap, SeesThatBytesAreNotTls) {
  EXPECT_TRUE(FactsOf("http-both-ways").not_tls[0]);
  EXPECT_TRUE(FactsOf("http-both-ways").not_tls[1]);
  EXPECT_TRUE(FactsOf("ssl2-hello").not_tls[0]);
  EXPECT_EQ(Alerts(FactsOf("ssl2-hello")), "server fatal handshake_failure");
  EXPECT_TRUE(FactsOf("html-from-server").not_tls[1]);
  EXPECT_FALSE(FactsOf("html-from-server").not_tls[0]);
}

TEST(Tap, ForgetsOnClear) {
  const Flight flight = ReadFlight("tls13-gnutls");
  Tap tap;
  LogKeys(flight.recording(), &tap);
  Send(flight.recording(), &tap);
  tap.Clear();
  EXPECT_TRUE(tap.Facts().messages.empty());
  Send(flight.recording(), &tap);
  EXPECT_EQ(Messages(tap.Facts()), "> ClientHello < ServerHello");
}

}  // namespace
}  // namespace shakedown
