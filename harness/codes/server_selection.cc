#include "harness/codes/server_selection.h"

#include <algorithm>
#include <span>

#include "harness/codes/signature_choice.h"
#include "harness/model/fips.h"
#include "harness/wire/suite_parts.h"

namespace shakedown {
namespace {

template <typename T>
bool Holds(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <typename T>
std::vector<T> Common(const std::vector<T>& one, const std::vector<T>& other) {
  std::vector<T> result;
  std::copy_if(one.begin(), one.end(), std::back_inserter(result),
               [&](T value) { return Holds(other, value); });
  return result;
}

bool IsRsa(KeyType key) {
  return key == KeyType::kRsa1024 || key == KeyType::kRsa2048 || key == KeyType::kRsa3072 ||
         key == KeyType::kRsa4096 || key == KeyType::kRsaPss2048;
}

std::optional<NamedGroup> CurveOf(KeyType key) {
  switch (key) {
    case KeyType::kSecp256r1:
      return NamedGroup::kSecp256r1;
    case KeyType::kSecp384r1:
      return NamedGroup::kSecp384r1;
    case KeyType::kSecp521r1:
      return NamedGroup::kSecp521r1;
    case KeyType::kBrainpoolP256r1:
      return NamedGroup{26};
    case KeyType::kSecp256k1:
      return NamedGroup{22};
    default:
      return std::nullopt;
  }
}

// Whether a key of this type can authenticate the suite (TLS 1.2 and before).
bool Authenticates(KeyType key, CipherSuite suite) {
  std::string_view exchange = SplitSuite(suite).key_exchange;
  // RFC 8422 2.2: the ECDSA suites also serve EdDSA keys.
  if (exchange.ends_with("ECDSA")) return !IsRsa(key);
  // RFC 8446 4.2.3: a PSS key signs but does not decrypt.
  if (exchange == "RSA") return IsRsa(key) && key != KeyType::kRsaPss2048;
  return exchange.ends_with("_RSA") && IsRsa(key);
}

bool NeedsEcGroup(CipherSuite suite) { return SplitSuite(suite).key_exchange.starts_with("ECDH"); }

bool IsEc(NamedGroup group) { return static_cast<uint16_t>(group) < 0x0100; }

std::vector<NamedGroup> DefaultGroups() {
  return {NamedGroup::kX25519, NamedGroup::kSecp256r1, NamedGroup::kSecp384r1};
}

// Whether FIPS mode of the client kept back what the server's list needs: both lists (absent: all)
// have something in common, and none of it is approved.
template <typename T>
bool ClientFipsTook(const Capabilities* client, const std::optional<std::vector<T>>& client_list,
                    const std::optional<std::vector<T>>& server_list) {
  if (client == nullptr || client->fips != Fips::kOn || !server_list) return false;
  std::vector<T> common = client_list ? Common(*client_list, *server_list) : *server_list;
  return !common.empty() &&
         std::none_of(common.begin(), common.end(), [](T value) { return FipsApproved(value); });
}

// The suites of the hello that the server's list (absent: anything with a name that some key can
// authenticate) leaves for a version.
std::vector<CipherSuite> SharedSuites(const ClientHelloFacts& hello, const Capabilities& server,
                                      bool tls13, bool fips) {
  std::vector<CipherSuite> shared;
  for (CipherSuite suite : hello.cipher_suites) {
    if (IsTls13Suite(suite) != tls13) continue;
    bool listed = server.cipher_suites ? Holds(*server.cipher_suites, suite)
                  : tls13              ? static_cast<uint16_t>(suite) <= 0x1303
                                       : Authenticates(KeyType::kRsa2048, suite) ||
                                Authenticates(KeyType::kSecp256r1, suite);
    if (listed && (!fips || FipsApproved(suite))) shared.push_back(suite);
  }
  return shared;
}

bool GroupsShared(const ClientHelloFacts& hello, const Capabilities& server, bool only_ec,
                  bool fips) {
  // RFC 8422 4: a client that sends no list leaves the curve to the server.
  if (hello.groups.empty()) return true;
  std::vector<NamedGroup> common =
      Common(hello.groups, server.groups ? *server.groups : DefaultGroups());
  return std::any_of(common.begin(), common.end(), [&](NamedGroup group) {
    return (!only_ec || IsEc(group)) && (!fips || FipsApproved(group));
  });
}

std::string CauseBeforeTls13(const ClientHelloFacts& hello, const Capabilities& server,
                             const Capabilities* client,
                             std::span<const CertificateSpec> certificates) {
  bool fips = server.fips == Fips::kOn;
  std::vector<CipherSuite> suites = SharedSuites(hello, server, false, fips);
  auto left_over = [&](auto usable) {
    return std::any_of(suites.begin(), suites.end(), [&](CipherSuite suite) {
      return std::any_of(certificates.begin(), certificates.end(),
                         [&](const CertificateSpec& spec) {
                           return Authenticates(spec.key, suite) && usable(spec, suite);
                         });
    });
  };
  if (!left_over([](const CertificateSpec&, CipherSuite) { return true; })) {
    return "cert_type_not_usable_with_cipher";
  }
  bool ec_shared = GroupsShared(hello, server, true, fips);
  auto with_group = [&](const CertificateSpec&, CipherSuite suite) {
    return ec_shared || !NeedsEcGroup(suite);
  };
  if (!left_over(with_group)) {
    std::string cause = GroupCause(hello, server, client);
    return cause.empty() ? "no_common_group" : cause;
  }
  // RFC 8422 5.1.1, MUST: a server's ECDSA key lies on a curve that the client listed.
  auto with_curve = [&](const CertificateSpec& spec, CipherSuite suite) {
    std::optional<NamedGroup> curve = CurveOf(spec.key);
    return with_group(spec, suite) &&
           (!curve || hello.groups.empty() || Holds(hello.groups, *curve));
  };
  if (!left_over(with_curve)) return "cert_curve_not_in_peer_groups";
  return "";
}

}  // namespace

std::vector<ProtocolVersion> OfferedVersions(const ClientHelloFacts& hello) {
  std::vector<ProtocolVersion> offered;
  // RFC 8446 4.2.1, MUST: supported_versions, where sent, is all that counts.
  for (ProtocolVersion version : hello.versions) {
    if (!IsGrease(static_cast<uint16_t>(version))) offered.push_back(version);
  }
  if (!hello.versions.empty()) return offered;
  for (ProtocolVersion version : {ProtocolVersion::kTls12, ProtocolVersion::kTls11,
                                  ProtocolVersion::kTls10, ProtocolVersion::kSsl30}) {
    if (version <= hello.legacy_version) offered.push_back(version);
  }
  return offered;
}

std::optional<ProtocolVersion> SelectedVersion(const ClientHelloFacts& hello,
                                               const Capabilities& server) {
  std::optional<ProtocolVersion> best;
  for (ProtocolVersion version : OfferedVersions(hello)) {
    bool accepted = server.versions
                        ? Holds(*server.versions, version)
                        : version >= ProtocolVersion::kTls10 && version <= ProtocolVersion::kTls13;
    if (accepted && (!best || version > *best)) best = version;
  }
  return best;
}

std::vector<CertificateSpec> ServingCertificates(const ClientHelloFacts& hello,
                                                 const Capabilities& server) {
  for (const VirtualHost& host : server.hosts) {
    if (hello.server_name == host.name && !host.capabilities.certificates.empty()) {
      return host.capabilities.certificates;
    }
  }
  return server.certificates;
}

std::string GroupCause(const ClientHelloFacts& hello, const Capabilities& server,
                       const Capabilities* client) {
  bool fips = server.fips == Fips::kOn;
  if (GroupsShared(hello, server, false, fips)) return "";
  bool server_fips_took = fips && GroupsShared(hello, server, false, false);
  if (server_fips_took ||
      ClientFipsTook(client, client ? client->groups : std::nullopt, server.groups)) {
    return "fips_disallows_curve";
  }
  return "no_common_group";
}

std::string ServerSelectionCause(const ClientHelloFacts& hello, const Capabilities& server,
                                 const Capabilities* client) {
  std::optional<ProtocolVersion> version = SelectedVersion(hello, server);
  if (!version) return "version_mismatch";
  std::vector<CertificateSpec> certificates = ServingCertificates(hello, server);
  if (certificates.empty()) return "no_local_certificate";
  bool tls13 = *version == ProtocolVersion::kTls13;
  bool fips = server.fips == Fips::kOn;
  if (SharedSuites(hello, server, tls13, fips).empty()) {
    // A stack may go down to TLS 1.2 when its list holds no suite of TLS 1.3; only a client that
    // offers nothing else makes that the reason.
    bool none_listed =
        server.cipher_suites &&
        std::none_of(server.cipher_suites->begin(), server.cipher_suites->end(), IsTls13Suite);
    if (tls13 && none_listed && !server.cipher_suites->empty()) return "no_tls13_cipher_configured";
    bool server_fips_took = fips && !SharedSuites(hello, server, tls13, false).empty();
    bool fips_took =
        server_fips_took ||
        ClientFipsTook(client, client ? client->cipher_suites : std::nullopt, server.cipher_suites);
    return fips_took ? "fips_disallows_cipher" : "no_common_cipher";
  }
  std::string cause = tls13 ? GroupCause(hello, server, client)
                            : CauseBeforeTls13(hello, server, client, certificates);
  if (!cause.empty()) return cause;
  // RFC 5246 7.4.1.4.1: signature algorithms are negotiated from TLS 1.2 on.
  if (*version < ProtocolVersion::kTls12) return "";
  return ServerSignatureCause(hello, server);
}

std::string ServerSignatureCause(const ClientHelloFacts& hello, const Capabilities& server) {
  std::vector<CertificateSpec> certificates = ServingCertificates(hello, server);
  if (certificates.empty()) return "no_local_certificate";
  std::optional<ProtocolVersion> version = SelectedVersion(hello, server);
  if (!version || *version < ProtocolVersion::kTls12) return "version_mismatch";
  if (hello.signature_schemes.empty()) return "";
  const std::vector<SignatureScheme>& for_certificates = hello.certificate_signature_schemes.empty()
                                                             ? hello.signature_schemes
                                                             : hello.certificate_signature_schemes;
  return SignatureCause(*version, certificates, server.signature_schemes, hello.signature_schemes,
                        for_certificates);
}

}  // namespace shakedown
