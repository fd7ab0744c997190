#include "harness/link/link.h"

#include <fmt/format.h>

#include "harness/link/fault_injector.h"

namespace shakedown {
namespace {

size_t Index(Role role) { return static_cast<size_t>(role); }

// One connection being played.
class Connection {
 public:
  Connection(const LinkSide& client, const LinkSide& server, std::span<const LinkFault> faults,
             SuiteRule fips_approved, Tap* sent, Tap* delivered, Bytes* out, Bytes* in,
             Bytes* pending)
      : sides_{client, server},
        injectors_{{Role::kClient, faults}, {Role::kServer, faults}},
        gated_(client.at_encryption || server.at_encryption),
        fips_approved_(fips_approved),
        sent_(sent),
        delivered_(delivered),
        out_(*out),
        in_(*in),
        pending_(pending) {}

  PlayResult Play() {
    Step(Role::kClient, {});
    while (result_.runaway.empty()) {
      const bool server_moved = Turn(Role::kServer);
      const bool client_moved = Turn(Role::kClient);
      if (server_moved || client_moved) continue;
      const bool from_server = Release(Role::kServer);
      const bool from_client = Release(Role::kClient);
      if (!from_server && !from_client) break;
    }
    for (const FaultInjector& injector : injectors_) injector.Unmet(&result_.unmet_faults);
    return std::move(result_);
  }

 private:
  // Whether the side is still to be given bytes or the end of them.
  bool Listens(Role role) const {
    const SideEnd& end = result_.side(role);
    if (end.told_end || result_.fips_stop == role) return false;
    return end.progress != Progress::kFailed || sides_[Index(role)].script;
  }

  // Gives `role` what has arrived for it, or the end of it. False: there was nothing to give.
  bool Turn(Role role) {
    Bytes& arrived = pending_[Index(role)];
    if (!arrived.empty()) {
      if (!Listens(role)) {
        result_.side(Other(role)).sent_arrived = false;
        arrived.clear();
        return false;
      }
      in_.clear();
      in_.swap(arrived);
      delivered_->Sent(Other(role), in_);
      Step(role, in_);
      return true;
    }
    if (!ended_[Index(role)] || !Listens(role)) return false;
    result_.side(role).told_end = true;
    out_.clear();
    const Progress progress = sides_[Index(role)].peer->EndOfInput(&out_);
    result_.side(role).spoke_at_end = !out_.empty();
    Took(role, progress);
    return true;
  }

  void Step(Role role, View in) {
    out_.clear();
    Took(role, sides_[Index(role)].peer->Step(in, &out_));
  }

  // `role` wrote out_ and says how it stands.
  void Took(Role role, Progress progress) {
    SideEnd& end = result_.side(role);
    end.progress = progress;
    if (!out_.empty()) Send(role);
    if (progress == Progress::kFailed || result_.fips_stop == role) Release(role);
    if (progress == Progress::kFailed && result_.fips_stop != role) {
      if (!result_.first_failed) result_.first_failed = role;
      ended_[Index(Other(role))] = true;
    }
    bytes_ += out_.size();
    if (++steps_ > kMaxSteps || bytes_ > kMaxBytes) {
      result_.runaway = fmt::format("did not settle within {} steps and {} bytes", steps_, bytes_);
    }
  }

  void Send(Role role) {
    View wire = out_;
    if (gated_) {
      if (role == Role::kServer) negotiated_.Watch(wire);
      if (sides_[Index(role)].at_encryption) {
        const size_t allowed = gates_[Index(role)].Allowed(wire, negotiated_, fips_approved_);
        if (allowed < wire.size()) {
          result_.fips_stop = role;
          ended_[Index(Other(role))] = true;
          wire = wire.first(allowed);
        }
      }
    }
    sent_->Sent(role, wire);
    Bytes& arriving = pending_[Index(Other(role))];
    if (result_.cut_from) {
      result_.side(role).sent_arrived = false;
    } else if (injectors_[Index(role)].idle()) {
      Append(&arriving, wire);
    } else {
      FaultInjector& injector = injectors_[Index(role)];
      const bool goes_on = injector.Pass(wire, &arriving);
      if (injector.changed()) result_.side(role).sent_arrived = false;
      if (!goes_on) {
        result_.cut_from = role;
        ended_[0] = ended_[1] = true;
      }
    }
  }

  // Lets through what a link fault's record may still be made of. False: there was nothing.
  bool Release(Role role) {
    FaultInjector& injector = injectors_[Index(role)];
    if (result_.cut_from || !injector.holding()) return false;
    injector.Release(&pending_[Index(Other(role))]);
    return true;
  }

  LinkSide sides_[2];
  FaultInjector injectors_[2];
  EncryptionGate gates_[2];
  NegotiatedSuite negotiated_;
  bool gated_;
  SuiteRule fips_approved_;
  Tap* sent_;
  Tap* delivered_;
  Bytes& out_;
  Bytes& in_;
  Bytes* pending_;  // two: what has arrived for each side
  bool ended_[2] = {false, false};
  size_t steps_ = 0, bytes_ = 0;
  PlayResult result_;
};

}  // namespace

PlayResult Link::Play(const LinkSide& client, const LinkSide& server,
                      std::span<const LinkFault> faults, SuiteRule fips_approved, Tap* sent,
                      Tap* delivered) {
  for (Bytes& bytes : pending_) bytes.clear();
  return Connection(client, server, faults, fips_approved, sent, delivered, &out_, &in_, pending_)
      .Play();
}

}  // namespace shakedown
