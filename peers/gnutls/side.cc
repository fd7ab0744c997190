#include "peers/gnutls/side.h"

#include <fmt/format.h>

#include "peers/gnutls/errors.h"
#include "peers/gnutls/priority.h"

namespace shakedown::gnutls {
namespace {

constexpr size_t kMostKept = 1024;

// Which list leaves the library with nothing to negotiate; the most likely first.
std::string Culprit(const Capabilities& wanted) {
  if (wanted.versions && wanted.versions->empty()) return "versions";
  if (wanted.cipher_suites) return "cipher_suites";
  if (wanted.groups) return "groups";
  return wanted.signature_schemes ? "signature_schemes" : "versions";
}

}  // namespace

tl::expected<std::shared_ptr<const Priority>, std::string> SideMaker::PriorityFor(
    const Capabilities& wanted, Role role) {
  auto text = PriorityString(wanted, role);
  if (!text) return tl::unexpected(text.error());
  auto found = priorities_.find(*text);
  if (found != priorities_.end()) return found->second;
  gnutls_priority_t handle = nullptr;
  const int result = gnutls_priority_init(&handle, text->c_str(), nullptr);
  if (result < 0) {
    return tl::unexpected(fmt::format("{}: GnuTLS takes no such configuration ({})",
                                      Culprit(wanted), gnutls_strerror(result)));
  }
  auto made = std::make_shared<Priority>();
  made->handle.reset(handle);
  made->derived = Derive(handle);
  if (priorities_.size() >= kMostKept) priorities_.clear();
  priorities_.emplace(std::move(*text), made);
  return made;
}

tl::expected<Side, NativeError> SideMaker::Make(const Capabilities& wanted,
                                                const CredentialsCache::Order& order) {
  auto priority = PriorityFor(wanted, order.role);
  if (!priority) {
    NativeError error = ErrorOf(GNUTLS_E_INVALID_REQUEST);
    error.text = priority.error();
    return tl::unexpected(error);
  }
  auto credentials = credentials_.Get(order);
  if (!credentials) return tl::unexpected(ErrorOf(credentials.error()));
  return Side{&wanted, *priority, *credentials};
}

}  // namespace shakedown::gnutls
