#include "harness/diagnose/supposed_servers.h"

#include <algorithm>

#include "harness/model/effective.h"
#include "harness/predict/hello_side.h"
#include "harness/predict/predict.h"

namespace shakedown {
namespace {

using Version = ProtocolVersion;

struct VersionChoice {
  std::vector<Version> versions;  // empty: the stack's own
  double weight;
};
const VersionChoice kVersions[] = {
    {{}, 0.4},
    {{Version::kTls12}, 0.25},
    {{Version::kTls13}, 0.25},
    {{Version::kTls10, Version::kTls11}, 0.05},
    {{Version::kTls10}, 0.05},
};

struct KeyChoice {
  std::optional<KeyType> key;
  double weight;
};
constexpr KeyChoice kKeys[] = {
    {KeyType::kSecp256r1, 0.32}, {KeyType::kRsa2048, 0.3},          {KeyType::kSecp384r1, 0.1},
    {KeyType::kSecp521r1, 0.1},  {KeyType::kEd25519, 0.05},         {KeyType::kRsaPss2048, 0.04},
    {KeyType::kEd448, 0.02},     {KeyType::kBrainpoolP256r1, 0.01}, {KeyType::kSecp256k1, 0.01},
    {std::nullopt, 0.03},
};

// How much of what is met is of this stack; "rfc" stands for all that have no profile.
double ShareOf(const StackProfile& profile) {
  if (profile.name == "gnutls") return 0.1;
  return profile.name == "openssl" ? 0.4 : 0.25;
}

// What is out of the ordinary.
struct Oddity {
  std::vector<uint16_t> suites = {}, groups = {}, schemes = {};  // empty: the stack's own
  bool fips = false, key_fails = false;
  double weight = 0;
};
std::vector<Oddity> Oddities() {
  std::vector<Oddity> out = {{.weight = 0.35}, {.fips = true, .weight = 0.03}};
  out.push_back({.key_fails = true, .weight = 0.02});
  // Suites of TLS 1.3, then one kind of those before.
  const std::vector<uint16_t> kShort[] = {
      {0x1301, 0x1302, 0x1303, 0xc02b},
      {0x1301, 0x1302, 0x1303, 0xc02c},
      {0x1301, 0x1302, 0x1303, 0xcca9},
      {0x1301, 0x1302, 0x1303, 0xc009, 0xc00a},
      {0x1301, 0x1302, 0x1303, 0xc023},
      {0x1301, 0x1302, 0x1303, 0xc02f},
      {0x1301, 0x1302, 0x1303, 0xc030},
      {0x1301, 0x1302, 0x1303, 0xcca8},
      {0x1301, 0x1302, 0x1303, 0xc013, 0xc014},
      {0x1301, 0x1302, 0x1303, 0xc027},
      {0x1301, 0x1302, 0x1303, 0x009e, 0x009f},
      {0x1301, 0x1302, 0x1303, 0x009c, 0x009d},
      {0x1301, 0x1302, 0x1303, 0x002f, 0x0035},
      {0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f},
      {0x1301, 0xc02f},
      {0x1302, 0xc030},
      {0x1303, 0xcca8, 0xcca9},
      {0xc02b, 0xc02f, 0xc02c, 0xc030},
  };
  for (const auto& suites : kShort) out.push_back({.suites = suites, .weight = 0.2 / 18});
  for (const std::vector<uint16_t>& groups : std::initializer_list<std::vector<uint16_t>>{
           {29}, {23}, {24}, {25}, {30}, {23, 24}, {24, 25}}) {
    out.push_back({.groups = groups, .weight = 0.2 / 7});
  }
  for (const std::vector<uint16_t>& schemes :
       std::initializer_list<std::vector<uint16_t>>{{0x0403},
                                                    {0x0503},
                                                    {0x0603},
                                                    {0x0804},
                                                    {0x0806},
                                                    {0x0401},
                                                    {0x0401, 0x0501, 0x0601},
                                                    {0x0403, 0x0503},
                                                    {0x0804, 0x0805, 0x0806},
                                                    {0x0807},
                                                    {0x0808},
                                                    {0x0201, 0x0203}}) {
    out.push_back({.schemes = schemes, .weight = 0.25 / 12});
  }
  return out;
}

template <typename T>
std::vector<T> As(const std::vector<uint16_t>& numbers) {
  std::vector<T> out;
  for (const uint16_t number : numbers) out.push_back(T{number});
  return out;
}

Capabilities CapabilitiesOf(const VersionChoice& versions, const KeyChoice& key,
                            const Oddity& oddity) {
  Capabilities out;
  if (!versions.versions.empty()) out.versions = versions.versions;
  if (!oddity.suites.empty()) out.cipher_suites = As<CipherSuite>(oddity.suites);
  if (!oddity.groups.empty()) out.groups = As<NamedGroup>(oddity.groups);
  if (!oddity.schemes.empty()) out.signature_schemes = As<SignatureScheme>(oddity.schemes);
  if (oddity.fips) out.fips = Fips::kOn;
  if (key.key) {
    CertificateSpec& spec = out.certificates.emplace_back();
    spec.key = *key.key;
    if (oddity.key_fails) spec.signing = Signing::kFails;
  }
  return out;
}

// Whether the prediction shows what was seen. Before the ServerHello there is only the ending.
bool IsAsSeen(const Prediction& told, const WireFacts& facts, const Ending& ending,
              std::optional<AlertDescription> alert) {
  if (told.outcome != ending.kind || told.by != ending.by || told.alert != alert) return false;
  // A HelloRetryRequest alone has settled nothing that a prediction counts.
  const auto hellos = std::ranges::count_if(facts.messages, [](const WireMessage& message) {
    return message.type == HandshakeType::kServerHello;
  });
  const bool answered = hellos > (facts.hello_retry_request ? 1 : 0);
  if (told.version.has_value() != answered) return false;
  return !answered || (told.version == facts.version && told.cipher_suite == facts.cipher_suite);
}

}  // namespace

SupposedServers::SupposedServers(const Profiles& profiles) : profiles_(profiles) {
  const std::vector<Oddity> oddities = Oddities();
  for (const StackProfile& profile : profiles.all()) {
    if (profile.only == Role::kClient) continue;
    for (const VersionChoice& versions : kVersions) {
      for (const KeyChoice& key : kKeys) {
        for (const Oddity& oddity : oddities) {
          const Capabilities has = CapabilitiesOf(versions, key, oddity);
          servers_.push_back({MakeSide(Effective(has, Capabilities(), Role::kServer, false),
                                       Role::kServer, profile),
                              ShareOf(profile) * versions.weight * key.weight * oddity.weight});
        }
      }
    }
  }
}

void SupposedServers::Explain(const WireFacts& facts, const Ending& ending, Candidates* out) const {
  const StackProfile* rfc = profiles_.Find("rfc");
  if (!facts.client_hello || rfc == nullptr) return;
  std::optional<AlertDescription> alert;
  if (ending.alert) alert = ending.alert->description;
  // RFC 5246 7.2.2: insufficient_security stands in for handshake_failure.
  if (alert == AlertDescription::kInsufficientSecurity) alert = AlertDescription::kHandshakeFailure;
  const auto client = SideOfHello(*facts.client_hello, *rfc);
  for (const Supposed& one : servers_) {
    const Prediction told = Predict(*client, *one.side);
    if (!told.beyond_rules.empty() || !IsAsSeen(told, facts, ending, alert)) continue;
    out->Add(KeyOf(told.cause), one.weight);
  }
}

}  // namespace shakedown
