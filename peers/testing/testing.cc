// A stack that misbehaves to order, to prove that the harness survives it. For tests only: it is
// never installed, and loaded by its path alone (`shakedown run --module`).
//
// The first ALPN protocol of its own side is the order, carried out at its first Step:
//   agree      exchanges two records and completes
//   refuse     sends a fatal handshake_failure
//   close      gives up without a word
//   stall      says nothing and waits
//   crash      reads through a null pointer (SIGSEGV)
//   abort      calls abort()
//   exit       calls exit(0)
//   throw      throws an exception
//   hang       waits for ever
//   spin       computes for ever
//   garble     writes rubbish into every pipe of the process, the results among them
//   close-all  closes every file of the process but the standard ones
//   chatter    prints on standard output and error, then agrees
//   garbage    answers everything with bytes that are no TLS record, for ever
// Any other order, or none, is "agree".
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "harness/stack/stack.h"

namespace shakedown {
namespace {

constexpr int kMaxFiles = 256;

[[noreturn]] void Spin() {
  volatile uint64_t turns = 0;
  for (;;) turns = turns + 1;
}

void WriteToPipes() {
  const std::string rubbish(300, '\x5a');
  for (int fd = STDERR_FILENO + 1; fd < kMaxFiles; ++fd) {
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode)) {
      (void)!write(fd, rubbish.data(), rubbish.size());
    }
  }
}

void CloseAll() {
  for (int fd = STDERR_FILENO + 1; fd < kMaxFiles; ++fd) close(fd);
}

void Crash() {
  volatile int* volatile nowhere = nullptr;
  *nowhere = 1;  // NOLINT(clang-analyzer-core.NullDereference): it is to crash
}

class TestingPeer : public Peer {
 public:
  TestingPeer(Role role, std::string order) : role_(role), order_(std::move(order)) {}

  Progress Step(View in, Bytes* out) override {
    const bool first = !stepped_;
    stepped_ = true;
    if (first) CarryOut();
    if (order_ == "close") return Progress::kFailed;
    if (order_ == "stall") return Progress::kHandshaking;
    if (order_ == "garbage") {
      Append(out, AsView("\x80\x2e\x01 this is not TLS\r\n"));
      return Progress::kHandshaking;
    }
    if (order_ == "refuse") {
      Append(out, Bytes{21, 3, 3, 0, 2, 2, 40});
      return Progress::kFailed;
    }
    if (!in.empty() && in[0] == 21) return Progress::kFailed;
    if (role_ == Role::kServer ? !in.empty() : first) Append(out, Bytes{23, 3, 3, 0, 1, 0});
    return in.empty() ? Progress::kHandshaking : Progress::kComplete;
  }

  Progress EndOfInput(Bytes*) override { return Progress::kFailed; }
  PeerReport Report() const override { return {}; }
  Bytes Session() const override { return {}; }

 private:
  void CarryOut() const {
    if (order_ == "crash") Crash();
    if (order_ == "abort") std::abort();
    if (order_ == "exit") std::exit(0);
    if (order_ == "throw") throw std::runtime_error("thrown to order");
    if (order_ == "hang") {
      for (;;) pause();
    }
    if (order_ == "spin") Spin();
    if (order_ == "garble") WriteToPipes();
    if (order_ == "close-all") CloseAll();
    if (order_ == "chatter") {
      std::puts("chatter on standard output");
      std::fputs("chatter on standard error\n", stderr);
      std::fflush(stdout);
    }
  }

  Role role_;
  std::string order_;
  bool stepped_ = false;
};

class TestingStack : public Stack {
 public:
  TestingStack() {
    info_.name = "testing";
    info_.version = "1";
    info_.library = "misbehaves to order";
    info_.versions = {ProtocolVersion::kTls12, ProtocolVersion::kTls13};
  }

  const StackInfo& info() const override { return info_; }
  const void* entry_point() const override { return reinterpret_cast<const void*>(&Spin); }
  std::optional<std::string> CannotExpress(const PeerConfig&) const override {
    return std::nullopt;
  }
  std::unique_ptr<Peer> NewPeer(const PeerConfig& config, NativeError*) override {
    const auto& alpn = config.capabilities->alpn;
    return std::make_unique<TestingPeer>(config.role, alpn && !alpn->empty() ? alpn->front() : "");
  }

 private:
  StackInfo info_;
};

}  // namespace
}  // namespace shakedown

extern "C" __attribute__((visibility("default"))) shakedown::Stack* ShakedownStack(int version) {
  if (version != shakedown::kStackInterfaceVersion) return nullptr;
  static auto* stack = new shakedown::TestingStack();
  return stack;
}
