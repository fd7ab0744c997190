// A stack module for the loader's tests: what it gets wrong is chosen when it is compiled.
//   TEST_MODULE_NAME       the name it takes ("boringssl")
//   TEST_MODULE_LIBRARY    the version string of its library
//   TEST_MODULE_ELSEWHERE  defined: its entry point lies in another object, the C library
//   TEST_MODULE_VERSION    the interface version it speaks
//   TEST_MODULE_THROWS     defined: its factory throws
#include <cstdlib>
#include <stdexcept>

#include "harness/stack/stack.h"

namespace shakedown {
namespace {

[[maybe_unused]] void LocalEntryPoint() {}

class TestStack : public Stack {
 public:
  TestStack() {
    info_.name = TEST_MODULE_NAME;
    info_.version = "1.0";
    info_.library = TEST_MODULE_LIBRARY;
  }

  const StackInfo& info() const override { return info_; }

  const void* entry_point() const override {
#ifdef TEST_MODULE_ELSEWHERE
    return reinterpret_cast<const void*>(&std::abort);
#else
    return reinterpret_cast<const void*>(&LocalEntryPoint);
#endif
  }

  std::optional<std::string> CannotExpress(const PeerConfig&) const override {
    return "plays no handshakes";
  }

  std::unique_ptr<Peer> NewPeer(const PeerConfig&, NativeError*) override { return nullptr; }

 private:
  StackInfo info_;
};

}  // namespace
}  // namespace shakedown

extern "C" __attribute__((visibility("default"))) shakedown::Stack* ShakedownStack(
    int interface_version) {
#ifdef TEST_MODULE_THROWS
  throw std::runtime_error("no luck today");
#endif
  static shakedown::TestStack stack;
  return interface_version == TEST_MODULE_VERSION ? &stack : nullptr;
}
