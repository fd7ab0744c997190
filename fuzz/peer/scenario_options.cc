#include "fuzz/peer/scenario_options.h"

#include <algorithm>
#include <set>
#include <vector>

#include "fuzz/peer/contexts.h"

namespace shakedown {
namespace {

constexpr uint8_t kSuiteLists = 8, kGroupLists = 8, kSchemeLists = 4, kProtocolLists = 4;

// How alike two lists are, from 0 to 2: what they share, and whether they begin alike.
template <typename T>
double Likeness(const std::vector<T>& a, const std::vector<T>& b) {
  const std::set<T> first(a.begin(), a.end());
  std::set<T> both(b.begin(), b.end());
  const auto shared = std::count_if(both.begin(), both.end(),
                                    [&](const T& value) { return first.count(value) != 0; });
  both.insert(a.begin(), a.end());
  if (both.empty()) return 2;
  const bool begins_alike = !a.empty() && !b.empty() && a.front() == b.front();
  return static_cast<double>(shared) / static_cast<double>(both.size()) + (begins_alike ? 1 : 0);
}

// The number below `count` whose list(number) is most like `wanted`.
template <typename T, typename List>
uint8_t Nearest(const std::vector<T>& wanted, uint8_t count, List list) {
  uint8_t best = 0;
  for (uint8_t number = 1; number < count; ++number) {
    if (Likeness(wanted, list(number)) > Likeness(wanted, list(best))) best = number;
  }
  return best;
}

template <typename Code>
std::vector<uint16_t> Numbers(const std::vector<Code>& codes) {
  std::vector<uint16_t> out;
  for (const Code code : codes) out.push_back(static_cast<uint16_t>(code));
  return out;
}

std::vector<uint16_t> SuitesOf(uint8_t number) {
  const ContextHandle ctx(SSL_CTX_new(TLS_method()));
  SSL_CTX_set_strict_cipher_list(ctx.get(), SuiteList(number));
  std::vector<uint16_t> out;
  const STACK_OF(SSL_CIPHER)* suites = SSL_CTX_get_ciphers(ctx.get());
  for (size_t i = 0; i < sk_SSL_CIPHER_num(suites); ++i) {
    out.push_back(SSL_CIPHER_get_protocol_id(sk_SSL_CIPHER_value(suites, i)));
  }
  return out;
}

uint8_t Minor(ProtocolVersion version) {
  const auto number = static_cast<uint16_t>(version);
  if (number <= TLS1_VERSION) return 0;
  return static_cast<uint8_t>(std::min<int>(number - TLS1_VERSION, 3));
}

uint8_t Identity(const Capabilities& side, Role role) {
  if (side.certificates.empty()) return 0;
  const CertificateSpec& first = side.certificates.front();
  const bool rsa = NameOf(first.key)[0] == 'r';
  if (role == Role::kClient) {
    if (first.key == KeyType::kEd25519) return 3;
    return rsa ? 2 : 1;
  }
  if (first.key == KeyType::kEd25519) return 2;
  if (rsa) return 1;
  return first.intermediates.empty() ? 0 : 3;
}

uint8_t Verification(const Capabilities& side, Role role) {
  if (role == Role::kServer) {
    if (side.verify == Verify::kAcceptAll && side.client_auth != ClientAuth::kNone) return 3;
    return static_cast<uint8_t>(side.client_auth);
  }
  if (side.verify == Verify::kAcceptAll) return 3;
  return side.verify_name && side.verify_name->empty() ? 1 : 0;
}

}  // namespace

SideOptions NearestOptions(const Capabilities& side, Role role) {
  SideOptions out;
  if (side.versions && !side.versions->empty()) {
    const auto [low, high] = std::minmax_element(side.versions->begin(), side.versions->end());
    out.lowest = Minor(*low);
    out.highest = Minor(*high);
  }
  out.identity = Identity(side, role);
  out.verify = Verification(side, role);
  if (side.cipher_suites) {
    std::vector<uint16_t> older = Numbers(*side.cipher_suites);
    std::erase_if(older, [](uint16_t suite) { return suite >> 8 == 0x13; });
    if (!older.empty()) out.suites = Nearest(older, kSuiteLists, SuitesOf);
  }
  if (side.groups) {
    out.groups = Nearest(Numbers(*side.groups), kGroupLists,
                         [](uint8_t number) { return GroupsOf(number).groups; });
  }
  if (side.signature_schemes) {
    out.schemes = Nearest(Numbers(*side.signature_schemes), kSchemeLists, SchemesOf);
  }
  if (side.alpn) {
    std::vector<std::vector<uint8_t>> names;
    for (const std::string& name : *side.alpn) names.emplace_back(name.begin(), name.end());
    out.alpn = Nearest(names, kProtocolLists, ProtocolsOf);
  }
  if (role == Role::kClient && side.server_name && *side.server_name != kDefaultServerName) {
    out.name = side.server_name->empty() ? 1 : 2;
  }
  out.no_tickets = side.tickets.has_value() && !*side.tickets;
  out.staples = side.require_ocsp_staple;
  out.false_start = role == Role::kServer && side.server_preference.value_or(false);
  return out;
}

}  // namespace shakedown
