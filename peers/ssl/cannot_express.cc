#include "peers/ssl/cannot_express.h"

#include <fmt/format.h>

#include <algorithm>

#include "peers/ssl/context.h"
#include "peers/ssl/library.h"

namespace shakedown {
namespace {

using Objection = std::optional<std::string>;

template <typename T>
bool Contains(const std::vector<T>& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The first value of `wanted` that the stack does not have.
template <typename T>
Objection Unknown(const char* capability, const std::optional<std::vector<T>>& wanted,
                  const std::vector<T>& known) {
  if (!wanted) return std::nullopt;
  for (T value : *wanted) {
    if (!Contains(known, value)) {
      return fmt::format("{}: this library has no {}", capability, NameOf(value));
    }
  }
  return std::nullopt;
}

Objection ObjectionToAlpn(const Capabilities& has) {
  if (!has.alpn) return std::nullopt;
  for (const std::string& protocol : *has.alpn) {
    if (protocol.empty() || protocol.size() > 255) {
      return "alpn: a protocol name has 1 to 255 bytes";
    }
  }
  return std::nullopt;
}

Objection ObjectionToIdentities(const PeerConfig& config, const StackInfo& info) {
  for (const Identity& identity : config.identities) {
    if (!Contains(info.key_types, identity.key_type)) {
      return "certificates: this library does not use keys of this type in TLS";
    }
  }
  return std::nullopt;
}

// Capabilities that only one of the roles has are silent for the other.
Objection ObjectionToClient(const Capabilities& has) {
  const std::string name = SentName(has);
  if (name.size() > 255) return "server_name: a host name has at most 255 bytes";
  if (name.find('\0') != std::string::npos) return "server_name: no NUL byte can be sent";
  if (has.key_shares && !has.key_shares->empty() && !Enables(has, ProtocolVersion::kTls13)) {
    return "key_shares: they exist in TLS 1.3 only";
  }
  return std::nullopt;
}

// A host lives inside its server: what belongs to the server as a whole cannot differ.
Objection ObjectionToHost(const Capabilities& host, const Capabilities& server) {
  if (host.trust != server.trust || host.ca_names != server.ca_names) {
    return "hosts: a host has its server's trust and CA names";
  }
  if (host.ticket_key != server.ticket_key) return "hosts: a host has its server's ticket key";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ObjectionTo(const PeerConfig& config, const StackInfo& info) {
  const Capabilities& has = *config.capabilities;
  if (has.certificate_signature_schemes) {
    return "certificate_signature_schemes: this library never sends signature_algorithms_cert";
  }
  if (auto objection = Unknown("versions", has.versions, info.versions)) return objection;
  if (auto objection = Unknown("cipher_suites", has.cipher_suites, info.cipher_suites)) {
    return objection;
  }
  if (auto objection = Unknown("groups", has.groups, info.groups)) return objection;
  if (auto objection =
          Unknown("signature_schemes", has.signature_schemes, info.signature_schemes)) {
    return objection;
  }
  if (auto objection = ObjectionToAlpn(has)) return objection;
  if (auto objection = ObjectionToIdentities(config, info)) return objection;
  if (config.role == Role::kClient) {
    if (auto objection = ObjectionToClient(has)) return objection;
  }
  if (auto objection = LibraryObjection(config)) return objection;
  for (const HostConfig& host : config.hosts) {
    if (auto objection = ObjectionToHost(*host.capabilities, has)) return objection;
    PeerConfig as_host = config;
    as_host.capabilities = host.capabilities;
    as_host.identities = host.identities;
    as_host.hosts = {};
    if (auto objection = ObjectionTo(as_host, info)) return objection;
  }
  return std::nullopt;
}

}  // namespace shakedown
