#include "peers/gnutls/expressible.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown::gnutls {
namespace {

constexpr size_t kMostProtocols = 8;  // the library's own limits on ALPN
constexpr size_t kLongestProtocol = 31;
constexpr size_t kTicketKeySize = 64;

std::optional<std::string> KeyReason(std::span<const Identity> identities) {
  for (const Identity& identity : identities) {
    if (identity.key_type == KeyType::kBrainpoolP256r1 ||
        identity.key_type == KeyType::kSecp256k1) {
      return fmt::format("certificates: GnuTLS has no {} keys", NameOf(identity.key_type));
    }
  }
  return std::nullopt;
}

std::optional<std::string> AlpnReason(const Capabilities& wanted) {
  if (!wanted.alpn) return std::nullopt;
  if (wanted.alpn->size() > kMostProtocols) {
    return fmt::format("alpn: GnuTLS takes no more than {} protocols", kMostProtocols);
  }
  for (const std::string& protocol : *wanted.alpn) {
    if (protocol.empty() || protocol.size() > kLongestProtocol) {
      return fmt::format("alpn: GnuTLS takes names of 1 to {} bytes", kLongestProtocol);
    }
  }
  return std::nullopt;
}

bool IsPlainText(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<std::string> ClientReason(const Capabilities& wanted, const Derived& derived) {
  auto flag = KeyShareFlag(wanted, derived);
  if (!flag) return flag.error();
  if (wanted.server_name && !IsPlainText(*wanted.server_name)) {
    return "server_name: GnuTLS converts names that are not plain ASCII before it sends them";
  }
  if (wanted.max_fragment_length) {
    // RFC 6066 4 has codes for these four lengths.
    switch (*wanted.max_fragment_length) {
      case 512:
      case 1024:
      case 2048:
      case 4096:
        break;
      default:
        return "max_fragment_length: RFC 6066 has codes for 512, 1024, 2048 and 4096 only";
    }
  }
  return std::nullopt;
}

// What a configuration gives a server once, for all its hosts.
std::optional<std::string> HostReason(const Capabilities& server, const HostConfig& host) {
  const Capabilities& own = *host.capabilities;
  const char* field = nullptr;
  if (own.trust != server.trust) field = "trust";
  if (own.ca_names != server.ca_names) field = "ca_names";
  if (own.ticket_key != server.ticket_key) field = "ticket_key";
  if (own.server_name_policy != server.server_name_policy) field = "server_name_policy";
  if (field != nullptr) {
    return fmt::format("hosts: the {} of a host cannot differ from the server's", field);
  }
  if (auto reason = AlpnReason(own)) return reason;
  return KeyReason(host.identities);
}

}  // namespace

std::optional<std::string> WhyInexpressible(const PeerConfig& config, SideMaker* sides) {
  const Capabilities& wanted = *config.capabilities;
  auto priority = sides->PriorityFor(wanted, config.role);
  if (!priority) return priority.error();
  const Derived& derived = (*priority)->derived;
  if (auto reason = FindDeviation(wanted, config.role, derived)) return reason;
  if (auto reason = KeyReason(config.identities)) return reason;
  if (auto reason = AlpnReason(wanted)) return reason;
  if (config.role == Role::kClient) return ClientReason(wanted, derived);

  if (wanted.tickets.value_or(false) && config.ticket_key.size() < kTicketKeySize) {
    return fmt::format("ticket_key: GnuTLS needs {} bytes", kTicketKeySize);
  }
  for (const HostConfig& host : config.hosts) {
    auto host_priority = sides->PriorityFor(*host.capabilities, config.role);
    if (!host_priority) return "hosts: " + host_priority.error();
    if (auto reason = FindDeviation(*host.capabilities, config.role, (*host_priority)->derived)) {
      return "hosts: " + *reason;
    }
    if (auto reason = HostReason(wanted, host)) return reason;
  }
  return std::nullopt;
}

}  // namespace shakedown::gnutls
