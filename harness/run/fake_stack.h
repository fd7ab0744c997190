// For tests: a stack whose peers follow orders instead of TLS, and a Pki without certificates.
#ifndef HARNESS_RUN_FAKE_STACK_H_
#define HARNESS_RUN_FAKE_STACK_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "harness/pki/pki.h"
#include "harness/stack/stack.h"

namespace shakedown {

// What a fake server does once it has heard the client; a fake client always says its hello.
using Deed = std::function<Progress(const PeerConfig& config, Bytes* out)>;

class FakePeer : public Peer {
 public:
  FakePeer(const PeerConfig& config, const Deed& deed) : config_(config), deed_(deed) {}

  Progress Step(View in, Bytes* out) override {
    if (config_.role == Role::kClient) {
      if (in.empty()) {
        Append(out, Bytes{22, 3, 3, 0, 0});
        return Progress::kHandshaking;
      }
      // An alert record ends it; anything else completes it.
      progress_ = in[0] == 21 ? Progress::kFailed : Progress::kComplete;
    } else if (!in.empty()) {
      progress_ = deed_(config_, out);
    }
    return progress_;
  }
  Progress EndOfInput(Bytes*) override { return Progress::kFailed; }
  PeerReport Report() const override {
    PeerReport report;
    report.negotiated.resumed = false;
    return report;
  }
  Bytes Session() const override { return {5, 5}; }

 private:
  PeerConfig config_;
  const Deed& deed_;
  Progress progress_ = Progress::kHandshaking;
};

class FakeStack : public Stack {
 public:
  FakeStack(std::string name, std::string version, Deed deed = nullptr) : deed_(std::move(deed)) {
    info_.name = std::move(name);
    info_.version = std::move(version);
  }

  const StackInfo& info() const override { return info_; }
  const void* entry_point() const override { return this; }
  std::optional<std::string> CannotExpress(const PeerConfig& config) const override {
    if (config.capabilities->max_fragment_length) return "max_fragment_length: has no setting";
    return std::nullopt;
  }
  std::unique_ptr<Peer> NewPeer(const PeerConfig& config, NativeError* error) override {
    if (config.capabilities->require_ocsp_staple) {
      error->text = "no staples here";
      return nullptr;
    }
    return std::make_unique<FakePeer>(config, deed_);
  }

 private:
  StackInfo info_;
  Deed deed_;
};

class FakePki : public Pki {
 public:
  tl::expected<const Identity*, std::string> IdentityFor(const CertificateSpec& spec,
                                                         Role) override {
    ++orders;
    if (spec.issuer == "broken-ca") return tl::unexpected(std::string("there is no broken-ca"));
    identity_.key_type = spec.key;
    return &identity_;
  }
  tl::expected<const TrustAnchor*, std::string> Anchor(const std::string& ca, bool) override {
    anchor_.ca = ca;
    return &anchor_;
  }

  int orders = 0;

 private:
  Identity identity_;
  TrustAnchor anchor_;
};

}  // namespace shakedown

#endif  // HARNESS_RUN_FAKE_STACK_H_
