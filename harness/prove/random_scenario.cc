#include "harness/prove/random_scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/certificate_rules.h"
#include "harness/model/dice.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

using enum KeyType;
using enum CertificateFault;

constexpr ProtocolVersion kVersions[] = {ProtocolVersion::kTls10, ProtocolVersion::kTls11,
                                         ProtocolVersion::kTls12, ProtocolVersion::kTls13};

constexpr std::pair<KeyType, int> kLeafKeys[] = {
    {kSecp256r1, 34}, {kRsa2048, 26},        {kSecp384r1, 10}, {kSecp521r1, 10},
    {kEd25519, 5},    {kRsaPss2048, 5},      {kRsa1024, 3},    {kRsa3072, 2},
    {kEd448, 3},      {kBrainpoolP256r1, 1}, {kSecp256k1, 1},
};
constexpr std::pair<KeyType, int> kIssuingKeys[] = {
    {kSecp256r1, 45}, {kRsa2048, 30},   {kSecp384r1, 8}, {kSecp521r1, 7},
    {kEd25519, 4},    {kRsaPss2048, 3}, {kRsa4096, 1},   {kEd448, 2},
};
constexpr CertificateFault kFaults[] = {
    kExpired,
    kNotYetValid,
    kSelfSigned,
    kUnknownCa,
    kMissingIntermediate,
    kWrongExtendedKeyUsage,
    kWrongKeyUsage,
    kIssuerNotCa,
    kPathLength,
    kWrongHostName,
    kSha1Signature,
    kExpiredIntermediate,
    kBadSignature,
    kRevoked,
};

constexpr CipherSuite kSuites13[] = {CipherSuite{0x1301}, CipherSuite{0x1302}, CipherSuite{0x1303},
                                     CipherSuite{0x1304}, CipherSuite{0x1305}};
constexpr CipherSuite kEcdsaSuites[] = {CipherSuite{0xc02b}, CipherSuite{0xc02c},
                                        CipherSuite{0xcca9}, CipherSuite{0xc009},
                                        CipherSuite{0xc00a}, CipherSuite{0xc023}};
constexpr CipherSuite kRsaSuites[] = {CipherSuite{0xc02f}, CipherSuite{0xc030},
                                      CipherSuite{0xcca8}, CipherSuite{0xc013},
                                      CipherSuite{0xc014}, CipherSuite{0xc027}};
constexpr CipherSuite kOtherSuites[] = {
    CipherSuite{0x009e}, CipherSuite{0x009f}, CipherSuite{0x0033}, CipherSuite{0x009c},
    CipherSuite{0x009d}, CipherSuite{0x002f}, CipherSuite{0x0035}, CipherSuite{0x000a}};

constexpr NamedGroup kCurves[] = {NamedGroup::kX25519, NamedGroup::kSecp256r1,
                                  NamedGroup::kSecp384r1, NamedGroup::kSecp521r1,
                                  NamedGroup::kX448};
constexpr NamedGroup kFiniteGroups[] = {NamedGroup::kFfdhe2048, NamedGroup::kFfdhe3072};

constexpr SignatureScheme kSchemes[] = {
    SignatureScheme::kEcdsaSecp256r1Sha256,
    SignatureScheme::kEcdsaSecp384r1Sha384,
    SignatureScheme::kEcdsaSecp521r1Sha512,
    SignatureScheme::kEd25519,
    SignatureScheme::kEd448,
    SignatureScheme::kRsaPssRsaeSha256,
    SignatureScheme::kRsaPssRsaeSha384,
    SignatureScheme::kRsaPssRsaeSha512,
    SignatureScheme::kRsaPssPssSha256,
    SignatureScheme::kRsaPssPssSha384,
    SignatureScheme::kRsaPkcs1Sha256,
    SignatureScheme::kRsaPkcs1Sha384,
    SignatureScheme::kRsaPkcs1Sha512,
    SignatureScheme::kRsaPkcs1Sha1,
    SignatureScheme::kEcdsaSha1,
};

const std::string kProtocols[] = {"h2", "http/1.1", "imap"};
const std::string kHostNames[] = {"server.example", "b.example", "other.example", "x.example"};

std::string CaOf(KeyType key) {
  if (key == kSecp256r1) return "ec-ca";
  if (key == kRsa2048) return "rsa-ca";
  return std::string(NameOf(key)) + "-ca";
}

// Whether the client offers RSA key exchange: by name, or among all that its stack has.
bool MayDecrypt(const Capabilities& client) {
  const bool only_tls13 = client.versions && client.versions->front() == ProtocolVersion::kTls13;
  if (only_tls13) return false;
  return !client.cipher_suites || std::ranges::any_of(*client.cipher_suites, [](CipherSuite suite) {
    return KeyExchangeFormOf(suite).key_exchange == KeyExchange::kRsa;
  });
}

void MendRsaKeys(std::vector<CertificateSpec>* specs) {
  for (CertificateSpec& spec : *specs) {
    const bool rsa = spec.key == kRsa1024 || spec.key == kRsa2048 || spec.key == kRsa3072 ||
                     spec.key == kRsa4096;
    if (rsa) spec.signing = Signing::kWorks;
  }
}

void AddOnce(const std::string& ca, std::vector<std::string>* list) {
  if (std::ranges::find(*list, ca) == list->end()) list->push_back(ca);
}

class Draw {
 public:
  explicit Draw(uint64_t seed) : dice_(seed) {}

  void Into(Scenario* out) {
    Handshake(out);
    if (dice_.Percent(8)) Resumption(out);
  }

 private:
  void Handshake(Scenario* out) {
    Versions(&out->client, &out->server);
    Capabilities& client = out->client;
    Capabilities& server = out->server;
    for (Capabilities* side : {&client, &server}) {
      Algorithms(side);
      if (dice_.Percent(4)) side->fips = Fips::kOn;
      if (dice_.Percent(2)) side->fips = Fips::kAtEncryption;
      if (dice_.Percent(4)) side->extended_master_secret = false;
      if (dice_.Percent(3)) side->encrypt_then_mac = false;
      if (dice_.Percent(3)) {
        side->verify = dice_.Percent(60) ? Verify::kAcceptAll : Verify::kRejectAll;
      }
    }
    Certificates(&server.certificates, Role::kServer,
                 dice_.Percent(3)    ? 0
                 : dice_.Percent(12) ? 2
                                     : 1);
    ClientAuthentication(&client, &server);
    if (meets_) LetMeet(&client, &server);
    Trust(server, &client);
    Trust(client, &server);
    Names(&client, &server);
    Alpn(&client, &server);
    if (dice_.Percent(35)) server.server_preference = dice_.Percent(50);
    if (dice_.Percent(6)) client.fallback_scsv = true;
    if (dice_.Percent(3)) client.require_ocsp_staple = true;
    if (MayDecrypt(client)) {
      // Only signatures can be made to fail; a key that may have to decrypt is left alone.
      MendRsaKeys(&server.certificates);
      for (VirtualHost& host : server.hosts) MendRsaKeys(&host.capabilities.certificates);
    }
  }

  // A second connection, mostly after one that agrees.
  void Resumption(Scenario* out) {
    Capabilities& client = out->client;
    Capabilities& server = out->server;
    if (dice_.Percent(85)) {
      // What would keep the first from agreeing goes; what sessions depend on stays.
      const Capabilities before[] = {client, server};
      for (Capabilities* side : {&client, &server}) {
        const Capabilities& old = before[side == &server];
        Capabilities plain;
        plain.stack = old.stack;
        plain.versions = before[0].versions;
        plain.extended_master_secret = old.extended_master_secret;
        plain.server_preference = old.server_preference;
        *side = plain;
      }
      if (dice_.Percent(30)) client.cipher_suites = server.cipher_suites = before[1].cipher_suites;
      if (dice_.Percent(30)) client.groups = server.groups = before[1].groups;
      CertificateSpec& spec = server.certificates.emplace_back();
      if (dice_.Percent(40)) spec.key = kRsa2048;
      if (dice_.Percent(25)) {
        client.certificates.emplace_back();
        server.client_auth = ClientAuth::kRequire;
      }
      if (dice_.Percent(25)) client.alpn = server.alpn = {{"h2", "http/1.1"}};
    }
    for (Capabilities* side : {&client, &server}) {
      // With FIPS mode at encryption nothing comes of the first connection; hosts keep sessions of
      // their own.
      if (side->fips == Fips::kAtEncryption) side->fips = Fips::kOff;
      if (dice_.Percent(12)) side->tickets = false;
      if (dice_.Percent(12)) side->session_ids = dice_.Percent(50);
    }
    server.hosts.clear();
    out->resume = true;
    out->resume_client = client;
    out->resume_server = server;
    if (dice_.Percent(45)) return;
    do {
      ChangeSecond(&out->resume_client, &out->resume_server);
    } while (dice_.Percent(30));
  }

  void ChangeSecond(Capabilities* client, Capabilities* server) {
    switch (dice_.Below(10)) {
      case 0:
        server->ticket_key = "b";
        break;
      case 1:
        (dice_.Percent(50) ? client : server)->tickets = dice_.Percent(30);
        break;
      case 2:
        client->server_name = dice_.Of<std::string>(kHostNames);
        client->verify_name = "";
        break;
      case 3:
        Alpn(client, server);
        break;
      case 4:
        server->groups = dice_.Some<NamedGroup>(kCurves, 1, 2, true);
        break;
      case 5:
        // Also versions that the first connection did not have, and without the one that it came
        // to.
        if (dice_.Percent(70)) client->versions = Range();
        if (dice_.Percent(70)) server->versions = Range();
        break;
      case 6:
        Suites(dice_.Percent(50) ? client : server);
        break;
      case 7:
        server->certificates.clear();
        Certificates(&server->certificates, Role::kServer, 1);
        break;
      case 8:
        server->client_auth = dice_.Percent(50) ? ClientAuth::kRequire : ClientAuth::kNone;
        break;
      default:
        (dice_.Percent(50) ? client : server)->extended_master_secret = dice_.Percent(50);
    }
  }

  // A range without gaps, mostly of the newer versions.
  std::vector<ProtocolVersion> Range() {
    constexpr std::pair<std::pair<int, int>, int> kRanges[] = {
        {{3, 3}, 40}, {{2, 2}, 26}, {{2, 3}, 18}, {{0, 2}, 4}, {{0, 3}, 4},
        {{1, 1}, 3},  {{0, 0}, 3},  {{1, 2}, 1},  {{1, 3}, 1},
    };
    const auto [low, high] = dice_.Weighted<std::pair<int, int>>(kRanges);
    return {kVersions + low, kVersions + high + 1};
  }

  void Versions(Capabilities* client, Capabilities* server) {
    if (dice_.Percent(75)) {
      client->versions = Range();
      // Mostly the same, so that other things come to pass.
      server->versions =
          dice_.Percent(meets_ ? 92 : 75) ? client->versions : std::optional(Range());
    } else {
      if (dice_.Percent(50)) client->versions = Range();
      if (dice_.Percent(50)) server->versions = Range();
    }
  }

  bool Has(const Capabilities& side, ProtocolVersion version) {
    return !side.versions ||
           std::find(side.versions->begin(), side.versions->end(), version) != side.versions->end();
  }

  std::vector<CipherSuite> OlderSuites() {
    std::vector<CipherSuite> suites;
    const auto take = [&](std::span<const CipherSuite> from, size_t most) {
      for (CipherSuite suite : dice_.Some(from, 1, most, false)) suites.push_back(suite);
    };
    switch (dice_.Below(5)) {
      case 0:
        take(kEcdsaSuites, 1);
        break;
      case 1:
        take(kRsaSuites, 1);
        break;
      case 2:
        take(kOtherSuites, 1);
        break;
      case 3:
        take(kEcdsaSuites, 3);
        take(kRsaSuites, 3);
        break;
      default: {
        // Both authentications with one cipher: a product, which every stack can be told.
        const size_t at = dice_.Below(std::size(kEcdsaSuites));
        suites = {kEcdsaSuites[at], kRsaSuites[at]};
      }
    }
    return suites;
  }

  void Suites(Capabilities* side) {
    if (dice_.Percent(45)) return;
    std::vector<CipherSuite> suites;
    if (Has(*side, ProtocolVersion::kTls13)) {
      // The usual three stand in the order that a stack without a choice has.
      suites = dice_.Percent(60) ? std::vector<CipherSuite>{kSuites13, kSuites13 + 3}
                                 : dice_.Some<CipherSuite>(kSuites13, 1, 2, true);
      if (dice_.Percent(4)) suites.clear();
    }
    const bool only13 = side->versions && side->versions->size() == 1 &&
                        side->versions->front() == ProtocolVersion::kTls13;
    if (!only13) {
      const auto older = OlderSuites();
      suites.insert(suites.end(), older.begin(), older.end());
    }
    if (!suites.empty()) side->cipher_suites = suites;
  }

  void Algorithms(Capabilities* side) {
    Suites(side);
    if (dice_.Percent(55)) {
      side->groups = dice_.Some<NamedGroup>(kCurves, 1, 3, true);
      if (dice_.Percent(12)) {
        for (NamedGroup group : dice_.Some<NamedGroup>(kFiniteGroups, 1, 2, false)) {
          side->groups->push_back(group);
        }
      }
    }
    if (dice_.Percent(45)) {
      side->signature_schemes = dice_.Some<SignatureScheme>(kSchemes, 1, 6, true);
    }
  }

  CertificateSpec Certificate(Role role) {
    CertificateSpec spec;
    spec.key = dice_.Weighted<KeyType>(kLeafKeys);
    spec.issuer = CaOf(dice_.Weighted<KeyType>(kIssuingKeys));
    if (dice_.Percent(3)) spec.issuer += ".other";
    const size_t intermediates = dice_.Percent(72) ? 0 : dice_.Percent(70) ? 1 : 2;
    for (size_t i = 0; i < intermediates; ++i) {
      spec.intermediates.push_back(dice_.Weighted<KeyType>(kIssuingKeys));
    }
    if (dice_.Percent(4)) spec.signing = dice_.Percent(60) ? Signing::kCorrupts : Signing::kFails;
    const size_t faults = dice_.Percent(meets_ ? 50 : 72) ? 0 : dice_.Percent(80) ? 1 : 2;
    for (int tries = 0; spec.faults.size() < faults && tries < 20; ++tries) {
      const CertificateFault fault = dice_.Of<CertificateFault>(kFaults);
      if (std::ranges::find(spec.faults, fault) != spec.faults.end()) continue;
      if (fault == kWrongHostName && role == Role::kClient) continue;
      spec.faults.push_back(fault);
      if (!ContradictionsIn(spec).empty()) spec.faults.pop_back();
    }
    return spec;
  }

  // Lets the two have suites, groups and schemes in common, mostly; keys that no scheme of the
  // other side fits remain.
  void LetMeet(Capabilities* client, Capabilities* server) {
    if (dice_.Percent(75)) client->cipher_suites = server->cipher_suites = std::nullopt;
    Join(client->cipher_suites, &server->cipher_suites);
    Join(client->groups, &server->groups);
    if (dice_.Percent(80)) client->signature_schemes = server->signature_schemes = std::nullopt;
    Join(client->signature_schemes, &server->signature_schemes);
  }

  // Adds to `to` what only `from` has; an absent list is what a stack does by itself.
  template <typename T>
  static void Join(const std::optional<std::vector<T>>& from, std::optional<std::vector<T>>* to) {
    if (!from || !*to) return;
    for (const T& one : *from) {
      if (std::ranges::find(**to, one) == (*to)->end()) (*to)->push_back(one);
    }
  }

  void Certificates(std::vector<CertificateSpec>* out, Role role, size_t count) {
    for (size_t i = 0; i < count; ++i) out->push_back(Certificate(role));
  }

  void ClientAuthentication(Capabilities* client, Capabilities* server) {
    if (dice_.Percent(meets_ ? 35 : 55)) return;
    server->client_auth = dice_.Percent(65) ? ClientAuth::kRequire : ClientAuth::kRequest;
    Certificates(&client->certificates, Role::kClient,
                 dice_.Percent(meets_ ? 20 : 12) ? 0
                 : dice_.Percent(10)             ? 2
                                                 : 1);
    if (dice_.Percent(meets_ ? 40 : 15)) client->honour_ca_names = true;
    if (dice_.Percent(meets_ ? 40 : 15)) {
      server->ca_names.emplace();
      for (size_t i = dice_.Below(3); i > 0; --i) {
        AddOnce(CaOf(dice_.Weighted<KeyType>(kIssuingKeys)), &*server->ca_names);
      }
    }
  }

  // What `side` trusts: mostly what it takes to accept `other`.
  void Trust(const Capabilities& other, Capabilities* side) {
    if (other.certificates.empty()) {
      // Without certificates of the other side there is nothing that trust could follow.
      side->trust = {"ec-ca"};
      return;
    }
    if (dice_.Percent(meets_ ? 80 : 88)) return;
    side->trust = {CaOf(dice_.Weighted<KeyType>(kIssuingKeys))};
    if (dice_.Percent(50)) AddOnce(other.certificates.front().issuer, &*side->trust);
  }

  void Names(Capabilities* client, Capabilities* server) {
    if (dice_.Percent(12))
      client->server_name = dice_.Percent(40) ? "" : dice_.Of<std::string>(kHostNames);
    if (dice_.Percent(5))
      client->verify_name = dice_.Percent(50) ? "" : dice_.Of<std::string>(kHostNames);
    if (dice_.Percent(meets_ ? 25 : 8)) {
      constexpr ServerNamePolicy kPolicies[] = {
          ServerNamePolicy::kMatch, ServerNamePolicy::kRequire, ServerNamePolicy::kRequireMatch};
      server->server_name_policy = dice_.Of<ServerNamePolicy>(kPolicies);
    }
    if (!dice_.Percent(6)) return;
    VirtualHost host;
    host.name = "b.example";
    host.capabilities = *server;
    host.capabilities.hosts.clear();
    host.capabilities.certificates.clear();
    Certificates(&host.capabilities.certificates, Role::kServer, 1);
    CertificateSpec& spec = host.capabilities.certificates.front();
    if (std::ranges::find(spec.faults, kWrongHostName) == spec.faults.end()) {
      spec.names = {"b.example"};
    }
    server->hosts.push_back(std::move(host));
    if (dice_.Percent(60)) client->server_name = "b.example";
  }

  void Alpn(Capabilities* client, Capabilities* server) {
    if (!dice_.Percent(meets_ ? 40 : 25)) return;
    for (Capabilities* side : {client, server}) {
      if (dice_.Percent(85)) side->alpn = dice_.Some<std::string>(kProtocols, 1, 2, true);
    }
    if (dice_.Percent(20)) server->alpn_required = false;
  }

  Dice dice_;
  // Whether the algorithms of the two are let meet, so that what comes after them is reached.
  bool meets_ = dice_.Percent(60);
};

}  // namespace

Scenario DrawScenario(uint64_t seed, uint64_t index, std::span<const std::string> stacks) {
  Scenario out;
  out.name = fmt::format("random/{}/{}", seed, index);
  Dice dice(seed ^ (index + 1) * 0xd1342543de82ef95);
  out.client.stack = dice.Of(stacks);
  out.server.stack = dice.Of(stacks);
  Draw(dice.Next()).Into(&out);
  return out;
}

}  // namespace shakedown
