// The module's factory: a Stack over libssl, of either library.
#include "harness/stack/stack.h"

#include <exception>

#include "peers/ssl/cannot_express.h"
#include "peers/ssl/errors.h"
#include "peers/ssl/library.h"
#include "peers/ssl/peer.h"

namespace shakedown {
namespace {

class SslStack final : public Stack {
 public:
  const StackInfo& info() const override { return info_; }
  const void* entry_point() const override { return reinterpret_cast<const void*>(&SSL_CTX_new); }
  std::optional<std::string> CannotExpress(const PeerConfig& config) const override {
    return ObjectionTo(config, info_);
  }
  std::unique_ptr<Peer> NewPeer(const PeerConfig& config, NativeError* error) override {
    ERR_clear_error();
    std::unique_ptr<Peer> peer = SslPeer::New(config);
    if (peer == nullptr) {
      *error = TakeError();
      if (error->code == 0) {
        error->code = -1;
        error->symbol = "SETUP_FAILED";
        error->text = "the library refused the configuration without a reason";
      }
    }
    ERR_clear_error();
    return peer;
  }

 private:
  const StackInfo info_ = DescribeLibrary();
};

}  // namespace
}  // namespace shakedown

extern "C" __attribute__((visibility("default"))) shakedown::Stack* ShakedownStack(
    int interface_version) {
  if (interface_version != shakedown::kStackInterfaceVersion) return nullptr;
  static auto* const stack = new shakedown::SslStack;
  return stack;
}
