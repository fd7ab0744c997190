#include "harness/diagnose/supposed_servers.h"

#include <algorithm>
#include <array>
#include <span>

#include "harness/diagnose/likely_stacks.h"
#include "harness/model/dice.h"
#include "harness/model/effective.h"
#include "harness/model/fips.h"
#include "harness/predict/hello_side.h"
#include "harness/predict/predict.h"

namespace shakedown {
namespace {

using Version = ProtocolVersion;

// A value and how much of what is met has it.
template <typename T>
struct Share {
  T value;
  int percent;
};

using Versions = std::array<Version, 2>;  // the lowest and the highest
constexpr Share<std::optional<Versions>> kVersions[] = {
    {std::nullopt, 35},  // the stack's own
    {Versions{Version::kTls13, Version::kTls13}, 25},
    {Versions{Version::kTls12, Version::kTls12}, 20},
    {Versions{Version::kTls12, Version::kTls13}, 10},
    {Versions{Version::kTls10, Version::kTls12}, 5},
    {Versions{Version::kTls10, Version::kTls10}, 3},
    {Versions{Version::kTls11, Version::kTls11}, 2},
};

constexpr Share<KeyType> kKeys[] = {
    {KeyType::kSecp256r1, 34}, {KeyType::kRsa2048, 30},  {KeyType::kSecp384r1, 10},
    {KeyType::kSecp521r1, 10}, {KeyType::kEd25519, 5},   {KeyType::kRsaPss2048, 5},
    {KeyType::kEd448, 3},      {KeyType::kSecp256k1, 2}, {KeyType::kBrainpoolP256r1, 1},
};

constexpr Share<KeyType> kIssuers[] = {
    {KeyType::kSecp256r1, 45}, {KeyType::kRsa2048, 35}, {KeyType::kSecp384r1, 10},
    {KeyType::kRsaPss2048, 5}, {KeyType::kEd25519, 5},
};

// What a server may lack or have that few do. They are supposed more often than they are met, and
// count the less for it, so that a handful of servers stands for each.
enum class Oddity { kNothing, kNoCertificate, kFips, kKeyFails, kKeyUsage };
struct OddityShare {
  Oddity value;
  int percent, supposed;
};
constexpr OddityShare kOddities[] = {
    {Oddity::kNothing, 90, 60}, {Oddity::kNoCertificate, 3, 12}, {Oddity::kFips, 3, 12},
    {Oddity::kKeyFails, 2, 8},  {Oddity::kKeyUsage, 2, 8},
};

// Suites before TLS 1.3, by what they are authenticated with.
constexpr uint16_t kWithEcdsa[] = {0xc02b, 0xc02c, 0xcca9, 0xc009, 0xc00a, 0xc023};
constexpr uint16_t kWithRsa[] = {0xc02f, 0xc030, 0xcca8, 0xc013, 0xc014, 0xc027};
constexpr uint16_t kWithoutCurves[] = {0x009e, 0x009f, 0x0033, 0x009c, 0x009d, 0x002f, 0x0035};
constexpr uint16_t kTls13Suites[] = {0x1301, 0x1302, 0x1303};
constexpr uint16_t kGroups[] = {0x001d, 0x0017, 0x0018, 0x0019, 0x001e};
constexpr uint16_t kSchemes[] = {0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501,
                                 0x0601, 0x0807, 0x0808, 0x0809, 0x080a, 0x0201, 0x0203};

// Servers drawn one after the other, each thing by its share and apart from the others.
class Census {
 public:
  struct Drawn {
    Capabilities has;
    double weight = 1;
  };

  Drawn Next() {
    Drawn out;
    Capabilities& has = out.has;
    if (const auto range = Of<std::optional<Versions>>(kVersions)) {
      has.versions.emplace();
      for (const Version version :
           {Version::kTls10, Version::kTls11, Version::kTls12, Version::kTls13}) {
        if (version >= range->front() && version <= range->back()) has.versions->push_back(version);
      }
    }
    if (dice_.Percent(50)) has.cipher_suites = Suites(has);
    if (dice_.Percent(50)) has.groups = Some<NamedGroup>(kGroups, 3);
    if (dice_.Percent(40)) has.signature_schemes = Some<SignatureScheme>(kSchemes, 6);
    if (dice_.Percent(30)) has.server_preference = dice_.Percent(50);
    const OddityShare odd = Odd();
    out.weight = static_cast<double>(odd.percent) / odd.supposed;
    if (odd.value == Oddity::kFips) has.fips = Fips::kOn;
    if (odd.value == Oddity::kNoCertificate) return out;
    const bool two = dice_.Percent(10);
    for (int i = 0; i < (two ? 2 : 1); ++i) {
      CertificateSpec& spec = has.certificates.emplace_back();
      spec.key = Of<KeyType>(kKeys);
      const KeyType issuer = Of<KeyType>(kIssuers);
      spec.issuer = issuer == KeyType::kSecp256r1 ? "ec-ca"
                    : issuer == KeyType::kRsa2048 ? "rsa-ca"
                                                  : std::string(NameOf(issuer)) + "-ca";
      if (odd.value == Oddity::kKeyFails) spec.signing = Signing::kFails;
      if (odd.value == Oddity::kKeyUsage) spec.faults = {CertificateFault::kWrongKeyUsage};
    }
    return out;
  }

 private:
  template <typename T, size_t kSize>
  T Of(const Share<T> (&shares)[kSize]) {
    auto left = static_cast<int>(dice_.Below(100));
    for (const Share<T>& share : shares) {
      if (left < share.percent) return share.value;
      left -= share.percent;
    }
    return shares[0].value;
  }

  OddityShare Odd() {
    auto left = static_cast<int>(dice_.Below(100));
    for (const OddityShare& share : kOddities) {
      if (left < share.supposed) return share;
      left -= share.supposed;
    }
    return kOddities[0];
  }

  template <typename T>
  std::vector<T> Some(std::span<const uint16_t> from, size_t most) {
    std::vector<T> out;
    for (const uint16_t number : dice_.Some(from, 1, most, true)) out.push_back(T{number});
    return out;
  }

  std::vector<CipherSuite> Suites(const Capabilities& has) {
    std::vector<CipherSuite> out;
    const auto take = [&](std::span<const uint16_t> from, size_t most) {
      for (const CipherSuite suite : Some<CipherSuite>(from, most)) out.push_back(suite);
    };
    const bool tls13 = !has.versions || has.versions->back() >= Version::kTls13;
    if (tls13 && dice_.Percent(60)) {
      for (const uint16_t suite : kTls13Suites) out.push_back(CipherSuite{suite});
    } else if (tls13 && dice_.Percent(90)) {
      take(kTls13Suites, 2);
    }
    if (has.versions && has.versions->front() >= Version::kTls13 && !out.empty()) return out;
    switch (dice_.Below(4)) {
      case 0:
        take(kWithEcdsa, 1);
        break;
      case 1:
        take(kWithRsa, 1);
        break;
      case 2:
        take(kWithoutCurves, 1);
        break;
      default:
        take(kWithEcdsa, 3);
        take(kWithRsa, 3);
    }
    return out;
  }

  Dice dice_{1};
};

// Whether the prediction shows what was seen. Before the ServerHello there is only the ending.
bool IsAsSeen(const Prediction& told, const WireFacts& facts, const Ending& ending,
              std::optional<AlertDescription> alert) {
  if (told.outcome != ending.kind || told.by != ending.by || told.alert != alert) return false;
  const bool answered = std::ranges::any_of(facts.messages, [](const WireMessage& message) {
    return message.type == HandshakeType::kServerHello;
  });
  // A HelloRetryRequest alone need not have settled what a prediction counts.
  if (!told.version && facts.hello_retry_request) return true;
  if (told.version.has_value() != answered) return false;
  return !answered || (told.version == facts.version && told.cipher_suite == facts.cipher_suite);
}

// How many of the clients that offer nothing but what FIPS mode approves are in that mode.
constexpr double kClientsInFipsMode = 0.3;

// The same client with its FIPS mode on, which withholds usual suites and groups; null: it offers
// what that mode does not approve.
std::shared_ptr<const Side> InFipsMode(const Side& client) {
  const bool approved =
      std::ranges::all_of(client.suites,
                          [](const SuiteFacts& suite) { return FipsApproved(suite.suite); }) &&
      std::ranges::all_of(client.groups, [](NamedGroup group) { return FipsApproved(group); });
  if (!approved) return nullptr;
  auto side = std::make_shared<Side>(client);
  side->fips = true;
  for (const uint16_t suite : {0x1303, 0xcca8, 0xcca9}) {
    side->asked_suites.push_back(FactsOf(CipherSuite{suite}));
  }
  for (const NamedGroup group : {NamedGroup::kX25519, NamedGroup::kX448}) {
    side->asked_groups.push_back(group);
  }
  return side;
}

}  // namespace

SupposedServers::SupposedServers(const Profiles& profiles) : profiles_(profiles) {
  constexpr double kServers = 4000;
  double all = 0;
  for (const StackProfile& profile : profiles.all()) {
    if (profile.only != Role::kClient) all += ShareOf(profile);
  }
  Census census;
  for (const StackProfile& profile : profiles.all()) {
    if (profile.only == Role::kClient) continue;
    const auto count = static_cast<size_t>(kServers * ShareOf(profile) / all);
    for (size_t i = 0; i < count; ++i) {
      const Census::Drawn drawn = census.Next();
      servers_.push_back({MakeSide(Effective(drawn.has, Capabilities(), Role::kServer, false),
                                   Role::kServer, profile),
                          drawn.weight / kServers});
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
  const auto in_fips_mode = InFipsMode(*client);
  for (const Supposed& one : servers_) {
    const Prediction told = Predict(*client, *one.side);
    if (!told.beyond_rules.empty() || !IsAsSeen(told, facts, ending, alert)) continue;
    // Who connects to a server has mostly seen it work, which takes a version in common.
    constexpr double kStranger = 0.5;
    const bool meets = !client->versions.empty() && one.side->Speaks(client->versions.front());
    const double weight = meets ? one.weight : kStranger * one.weight;
    out->Add(KeyOf(told.cause), weight);
    if (in_fips_mode == nullptr) continue;
    const CauseId withheld = Predict(*in_fips_mode, *one.side).cause;
    if (withheld != told.cause) out->Add(KeyOf(withheld), kClientsInFipsMode * weight);
  }
}

}  // namespace shakedown
