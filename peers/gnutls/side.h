// What one side, or one virtual host of a server, brings into a handshake, made and kept by
// content.
#ifndef PEERS_GNUTLS_SIDE_H_
#define PEERS_GNUTLS_SIDE_H_

#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "harness/stack/stack.h"
#include "peers/gnutls/credentials.h"
#include "peers/gnutls/derived.h"

namespace shakedown::gnutls {

struct Priority {
  PriorityCache handle;
  Derived derived;
};

struct Side {
  const Capabilities* capabilities = nullptr;
  std::shared_ptr<const Priority> priority;
  std::shared_ptr<const SideCredentials> credentials;
};

class SideMaker {
 public:
  // The parsed priority string, or why there is none, in one sentence.
  tl::expected<std::shared_ptr<const Priority>, std::string> PriorityFor(const Capabilities& wanted,
                                                                         Role role);

  tl::expected<Side, NativeError> Make(const Capabilities& wanted,
                                       const CredentialsCache::Order& order);

 private:
  std::map<std::string, std::shared_ptr<const Priority>> priorities_;
  CredentialsCache credentials_;
};

}  // namespace shakedown::gnutls

#endif  // PEERS_GNUTLS_SIDE_H_
