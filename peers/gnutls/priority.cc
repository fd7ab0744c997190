#include "peers/gnutls/priority.h"

#include <fmt/format.h>
#include <gnutls/x509.h>

#include <algorithm>
#include <map>
#include <set>

#include "peers/gnutls/algorithms.h"

namespace shakedown::gnutls {
namespace {

constexpr const char* kProfiles[] = {"VERY_WEAK", "LOW", "MEDIUM", "HIGH", "ULTRA", "FUTURE"};

template <typename T>
bool Contains(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <typename T>
void AddOnce(std::vector<T>* list, T value) {
  if (!Contains(*list, value)) list->push_back(value);
}

// MergeOrders finds one order that agrees with every given sequence, taking what was seen first
// where there is a choice. Sequences that contradict each other give some order of all elements:
// FindDeviation then reports the difference.
template <typename T>
std::vector<T> MergeOrders(const std::vector<std::vector<T>>& sequences) {
  std::vector<T> all;
  std::map<T, std::set<T>> before;  // what must come earlier
  for (const std::vector<T>& sequence : sequences) {
    for (size_t i = 0; i < sequence.size(); ++i) {
      AddOnce(&all, sequence[i]);
      if (i > 0) before[sequence[i]].insert(sequence[i - 1]);
    }
  }
  std::vector<T> merged;
  while (merged.size() < all.size()) {
    auto ready = std::find_if(all.begin(), all.end(), [&](T candidate) {
      return !Contains(merged, candidate) &&
             std::all_of(before[candidate].begin(), before[candidate].end(),
                         [&](T earlier) { return Contains(merged, earlier); });
    });
    if (ready == all.end()) {
      ready = std::find_if(all.begin(), all.end(),
                           [&](T candidate) { return !Contains(merged, candidate); });
    }
    merged.push_back(*ready);
  }
  return merged;
}

tl::expected<std::string, std::string> SuiteText(const std::vector<CipherSuite>& suites) {
  std::vector<gnutls_kx_algorithm_t> exchanges;
  std::map<gnutls_kx_algorithm_t, std::vector<gnutls_cipher_algorithm_t>> ciphers;
  std::map<std::pair<gnutls_kx_algorithm_t, gnutls_cipher_algorithm_t>,
           std::vector<gnutls_mac_algorithm_t>>
      macs;
  for (CipherSuite suite : suites) {
    const SuiteParts* parts = PartsOf(suite);
    if (parts == nullptr) {
      return tl::unexpected(fmt::format("cipher_suites: GnuTLS has no {}", NameOf(suite)));
    }
    if (!UsesCertificates(*parts)) {
      return tl::unexpected(fmt::format(
          "cipher_suites: {} needs credentials other than a certificate", NameOf(suite)));
    }
    AddOnce(&exchanges, parts->key_exchange);
    AddOnce(&ciphers[parts->key_exchange], parts->cipher);
    AddOnce(&macs[{parts->key_exchange, parts->cipher}], parts->mac);
  }
  std::string text = ":-KX-ALL:-CIPHER-ALL:-MAC-ALL";
  std::vector<std::vector<gnutls_cipher_algorithm_t>> cipher_orders;
  std::vector<std::vector<gnutls_mac_algorithm_t>> mac_orders;
  for (gnutls_kx_algorithm_t exchange : exchanges) {
    if (exchange != GNUTLS_KX_UNKNOWN) text += fmt::format(":+{}", gnutls_kx_get_name(exchange));
    cipher_orders.push_back(ciphers[exchange]);
  }
  for (const auto& [parts, order] : macs) mac_orders.push_back(order);
  for (auto cipher : MergeOrders(cipher_orders)) {
    text += fmt::format(":+{}", gnutls_cipher_get_name(cipher));
  }
  for (auto mac : MergeOrders(mac_orders)) text += fmt::format(":+{}", gnutls_mac_get_name(mac));
  return text;
}

}  // namespace

std::vector<ProtocolVersion> AskedVersions(const Capabilities& wanted) {
  std::vector<ProtocolVersion> versions =
      wanted.versions.value_or(std::vector{ProtocolVersion::kTls13, ProtocolVersion::kTls12,
                                           ProtocolVersion::kTls11, ProtocolVersion::kTls10});
  std::sort(versions.rbegin(), versions.rend());
  return versions;
}

tl::expected<std::string, std::string> PriorityString(const Capabilities& wanted, Role role) {
  std::string text = "NORMAL";
  if (wanted.versions) {
    text += ":-VERS-ALL";
    for (ProtocolVersion version : AskedVersions(wanted)) {
      const gnutls_protocol_t id = ToLibrary(version);
      if (id == GNUTLS_VERSION_UNKNOWN) {
        return tl::unexpected(fmt::format("versions: GnuTLS has no {}", NameOf(version)));
      }
      text += fmt::format(":+VERS-{}", gnutls_protocol_get_name(id));
    }
  }
  if (wanted.cipher_suites) {
    auto suites = SuiteText(*wanted.cipher_suites);
    if (!suites) return suites;
    text += *suites;
  }
  if (wanted.groups) {
    text += ":-GROUP-ALL";
    for (NamedGroup group : *wanted.groups) {
      const gnutls_group_t id = ToLibrary(group);
      if (id == GNUTLS_GROUP_INVALID) {
        return tl::unexpected(fmt::format("groups: GnuTLS has no {}", NameOf(group)));
      }
      text += fmt::format(":+GROUP-{}", gnutls_group_get_name(id));
    }
  }
  if (wanted.signature_schemes) {
    text += ":-SIGN-ALL";
    for (SignatureScheme scheme : *wanted.signature_schemes) {
      const auto ids = ToLibrary(scheme);
      if (ids.empty()) {
        return tl::unexpected(fmt::format("signature_schemes: GnuTLS has no {}", NameOf(scheme)));
      }
      for (gnutls_sign_algorithm_t id : ids) {
        text += fmt::format(":+SIGN-{}", gnutls_sign_get_name(id));
      }
    }
  }
  const int level = wanted.security_level.value_or(0);
  if (level < 0 || level > 5) {
    return tl::unexpected<std::string>("security_level: only 0 to 5 have a meaning");
  }
  text += fmt::format(":%PROFILE_{}", kProfiles[level]);
  if (level == 0) text += ":%VERIFY_ALLOW_SIGN_WITH_SHA1";
  if (role == Role::kServer && wanted.server_preference.value_or(false)) {
    text += ":%SERVER_PRECEDENCE";
  }
  if (role == Role::kClient && wanted.fallback_scsv) text += ":%FALLBACK_SCSV";
  if (!wanted.extended_master_secret.value_or(true)) text += ":%NO_SESSION_HASH";
  if (!wanted.encrypt_then_mac.value_or(true)) text += ":%NO_ETM";
  return text;
}

unsigned VerifyFlags(const Capabilities& wanted) {
  constexpr gnutls_certificate_verification_profiles_t kIds[] = {
      GNUTLS_PROFILE_VERY_WEAK, GNUTLS_PROFILE_LOW,   GNUTLS_PROFILE_MEDIUM,
      GNUTLS_PROFILE_HIGH,      GNUTLS_PROFILE_ULTRA, GNUTLS_PROFILE_FUTURE};
  const int level = std::clamp(wanted.security_level.value_or(0), 0, 5);
  unsigned flags = GNUTLS_PROFILE_TO_VFLAGS(kIds[level]);
  if (level == 0) flags |= GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
  return flags;
}

}  // namespace shakedown::gnutls
