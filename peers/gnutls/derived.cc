#include "peers/gnutls/derived.h"

#include <fmt/format.h>

#include <algorithm>

#include "peers/gnutls/algorithms.h"
#include "peers/gnutls/priority.h"

namespace shakedown::gnutls {
namespace {

template <typename T>
bool Contains(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <typename T>
std::string Names(const std::vector<T>& list) {
  std::string text;
  for (T value : list) text += (text.empty() ? "" : ", ") + NameOf(value);
  return text;
}

bool IsFiniteField(NamedGroup group) { return static_cast<uint16_t>(group) >> 8 == 0x01; }

// Whether a suite can come into play with one of `versions` at all.
bool Usable(const SuiteParts& parts, const std::vector<ProtocolVersion>& versions) {
  return std::any_of(versions.begin(), versions.end(), [&](ProtocolVersion version) {
    if (IsTls13Suite(parts.suite) != (version == ProtocolVersion::kTls13)) return false;
    return ToLibrary(version) >= parts.min_version;
  });
}

// The suites of `list` that `versions` can use: those of TLS 1.3 or those before it, which never
// compete with each other.
std::vector<CipherSuite> Part(const std::vector<CipherSuite>& list,
                              const std::vector<ProtocolVersion>& versions, bool tls13) {
  std::vector<CipherSuite> part;
  for (CipherSuite suite : list) {
    const SuiteParts* parts = PartsOf(suite);
    if (parts && IsTls13Suite(suite) == tls13 && Usable(*parts, versions) &&
        !Contains(part, suite)) {
      part.push_back(suite);
    }
  }
  return part;
}

std::optional<std::string> SuiteDeviation(const Capabilities& wanted, bool order_counts,
                                          const Derived& derived) {
  if (!wanted.cipher_suites) return std::nullopt;
  for (bool tls13 : {true, false}) {
    std::vector<CipherSuite> asked = Part(*wanted.cipher_suites, derived.versions, tls13);
    std::vector<CipherSuite> given = Part(derived.suites, derived.versions, tls13);
    if (asked == given) continue;
    std::vector<CipherSuite> extra;
    for (CipherSuite suite : given) {
      if (!Contains(asked, suite)) extra.push_back(suite);
    }
    if (!extra.empty()) {
      return fmt::format(
          "cipher_suites: GnuTLS multiplies key exchanges, ciphers and MACs and would also take {}",
          Names(extra));
    }
    for (CipherSuite suite : asked) {
      if (!Contains(given, suite)) {
        return fmt::format("cipher_suites: GnuTLS would not take {}", NameOf(suite));
      }
    }
    if (order_counts) {
      return fmt::format("cipher_suites: GnuTLS would order them {}", Names(given));
    }
  }
  return std::nullopt;
}

std::optional<std::string> GroupDeviation(const Capabilities& wanted, Role role, bool order_counts,
                                          const Derived& derived) {
  if (!wanted.groups) return std::nullopt;
  // A group that nothing calls for stays out, which shows on the wire only.
  const std::vector<NamedGroup>& given = derived.groups;
  std::vector<NamedGroup> asked;
  for (NamedGroup group : *wanted.groups) {
    const bool called_for = derived.Has(ProtocolVersion::kTls13) ||
                            std::any_of(given.begin(), given.end(), [&](NamedGroup other) {
                              return IsFiniteField(other) == IsFiniteField(group);
                            });
    if (called_for) asked.push_back(group);
  }
  if (role == Role::kClient && asked != *wanted.groups) {
    return "groups: a GnuTLS client leaves out groups that none of its cipher suites can use";
  }
  if (asked == given || (!order_counts && std::is_permutation(asked.begin(), asked.end(),
                                                              given.begin(), given.end()))) {
    return std::nullopt;
  }
  return "groups: GnuTLS keeps elliptic-curve and finite-field groups in two blocks and would "
         "order them " +
         Names(given);
}

// The order in which the library lays out groups: elliptic-curve and finite-field groups as two
// blocks, each where the first suite (or, for TLS 1.3, the first group) of its kind calls for it;
// a block that nothing calls for stays out. The library shows only the list it was given.
std::vector<NamedGroup> LayOut(const std::vector<NamedGroup>& given, const Derived& derived) {
  std::vector<NamedGroup> laid_out;
  bool done[2] = {false, false};  // by IsFiniteField
  auto call_for = [&](bool finite_field) {
    if (done[finite_field]) return;
    done[finite_field] = true;
    for (NamedGroup group : given) {
      if (IsFiniteField(group) == finite_field) laid_out.push_back(group);
    }
  };
  for (CipherSuite suite : derived.suites) {
    const SuiteParts* parts = PartsOf(suite);
    if (parts == nullptr) continue;
    const gnutls_kx_algorithm_t kx = parts->key_exchange;
    if (kx == GNUTLS_KX_ECDHE_RSA || kx == GNUTLS_KX_ECDHE_ECDSA) call_for(false);
    if (kx == GNUTLS_KX_DHE_RSA || kx == GNUTLS_KX_DHE_DSS) call_for(true);
  }
  if (derived.Has(ProtocolVersion::kTls13)) {
    for (NamedGroup group : given) call_for(IsFiniteField(group));
  }
  return laid_out;
}

// DSA went out with TLS 1.3 (RFC 8446 1.3); the library leaves it out where nothing older is on.
bool IsSent(gnutls_sign_algorithm_t id, const Derived& derived) {
  const bool only_tls13 = derived.versions.size() == 1 && derived.Has(ProtocolVersion::kTls13);
  return gnutls_sign_is_secure(id) &&
         !(only_tls13 && gnutls_sign_get_pk_algorithm(id) == GNUTLS_PK_DSA);
}

}  // namespace

bool Derived::Has(ProtocolVersion version) const { return Contains(versions, version); }

Derived Derive(gnutls_priority_t priority) {
  Derived derived;
  const unsigned* list = nullptr;
  for (int i = 0, n = gnutls_priority_protocol_list(priority, &list); i < n; ++i) {
    if (auto version = FromLibrary(static_cast<gnutls_protocol_t>(list[i]))) {
      derived.versions.push_back(*version);
    }
  }
  for (unsigned i = 0;; ++i) {
    unsigned index = 0;
    const int result = gnutls_priority_get_cipher_suite_index(priority, i, &index);
    if (result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) break;
    if (result >= 0 && index < AllSuites().size()) {
      derived.suites.push_back(AllSuites()[index].suite);
    }
  }
  std::vector<NamedGroup> groups;
  for (int i = 0, n = gnutls_priority_group_list(priority, &list); i < n; ++i) {
    if (auto group = FromLibrary(static_cast<gnutls_group_t>(list[i]))) groups.push_back(*group);
  }
  derived.groups = LayOut(groups, derived);
  for (int i = 0, n = gnutls_priority_sign_list(priority, &list); i < n; ++i) {
    const auto id = static_cast<gnutls_sign_algorithm_t>(list[i]);
    if (!IsSent(id, derived)) continue;
    auto scheme = FromLibrary(id);
    // The two meanings of an ECDSA number stand side by side and are sent once.
    if (scheme && (derived.schemes.empty() || derived.schemes.back() != *scheme)) {
      derived.schemes.push_back(*scheme);
    }
  }
  return derived;
}

std::optional<std::string> FindDeviation(const Capabilities& wanted, Role role,
                                         const Derived& derived) {
  const std::vector<ProtocolVersion> versions = AskedVersions(wanted);
  if (derived.versions != versions) {
    for (ProtocolVersion version : versions) {
      if (!derived.Has(version)) {
        return fmt::format("versions: GnuTLS drops {} with the other lists as they are",
                           NameOf(version));
      }
    }
    return "versions: GnuTLS would use other versions";
  }
  const bool order_counts = role == Role::kClient || wanted.server_preference.value_or(false);
  if (auto reason = SuiteDeviation(wanted, order_counts, derived)) return reason;
  if (auto reason = GroupDeviation(wanted, role, order_counts, derived)) return reason;
  // RFC 5246 7.4.1.4.1: the extension has no meaning before TLS 1.2.
  const bool schemes_count =
      derived.Has(ProtocolVersion::kTls12) || derived.Has(ProtocolVersion::kTls13);
  if (!schemes_count) return std::nullopt;
  if (wanted.signature_schemes && derived.schemes != *wanted.signature_schemes) {
    return "signature_schemes: GnuTLS would use another list with these versions";
  }
  if (wanted.certificate_signature_schemes &&
      *wanted.certificate_signature_schemes != derived.schemes) {
    return "certificate_signature_schemes: GnuTLS has one list for handshakes and certificates";
  }
  return std::nullopt;
}

tl::expected<unsigned, std::string> KeyShareFlag(const Capabilities& wanted,
                                                 const Derived& derived) {
  if (!wanted.key_shares || !derived.Has(ProtocolVersion::kTls13)) return 0u;
  auto kind = [](NamedGroup group) {
    if (IsFiniteField(group)) return 0;
    return group == NamedGroup::kX25519 || group == NamedGroup::kX448 ? 1 : 2;
  };
  const unsigned flags[] = {GNUTLS_KEY_SHARE_TOP, GNUTLS_KEY_SHARE_TOP2, GNUTLS_KEY_SHARE_TOP3};
  for (size_t count = 1; count <= 3; ++count) {
    std::vector<NamedGroup> shares;
    for (NamedGroup group : derived.groups) {
      const bool taken = std::any_of(shares.begin(), shares.end(),
                                     [&](NamedGroup share) { return kind(share) == kind(group); });
      if (!taken && shares.size() < count) shares.push_back(group);
    }
    if (shares == *wanted.key_shares) return flags[count - 1];
  }
  return tl::unexpected<std::string>(
      "key_shares: GnuTLS sends shares for the first one, two or three groups of different kinds "
      "and for no others");
}

}  // namespace shakedown::gnutls
