// FaultInjector disturbs what one side sends, record by record.
#ifndef HARNESS_LINK_FAULT_INJECTOR_H_
#define HARNESS_LINK_FAULT_INJECTOR_H_

#include <span>
#include <vector>

#include "harness/model/scenario.h"
#include "harness/wire/bytes.h"

namespace shakedown {

// Applies the faults of one side. A fault meets one record at most:
//   message        the nth record that begins or carries that plaintext handshake message
//   content_type   the nth record of that type
//   neither        the nth record
// all counted from 0 in what the side puts on the wire, before any fault. A fault whose `at` lies
// outside the record's body has not met it. A record whose bytes come in several writes is held
// back until it is whole.
class FaultInjector {
 public:
  // Keeps those of `faults` that are `from` this side; borrows `faults`.
  FaultInjector(Role from, std::span<const LinkFault> faults);

  bool idle() const { return aims_.empty(); }

  // Appends to `*out` what arrives of `bytes`, one write of the side, and of what was held back
  // before. False: the connection ends after that.
  bool Pass(View bytes, Bytes* out);

  // Appends to `*out` the bytes held back, as they are: nothing that completes the record is to be
  // expected. Should it still come, the record is counted, and no fault meets it.
  void Release(Bytes* out);

  bool holding() const { return held_.size() > released_; }

  // Whether something else arrived than was sent.
  bool changed() const { return changed_; }

  // Appends the index (in `faults`) of each fault that never met its record.
  void Unmet(std::vector<size_t>* indices) const;

 private:
  struct Aim {
    const LinkFault* fault;
    size_t index;
    int seen = 0;  // records that could have been it
    bool met = false;
  };

  void ReadMessages(View body);
  bool Carries(HandshakeType type) const;
  bool PassRecord(View record, bool released, Bytes* out);

  std::vector<Aim> aims_;
  std::vector<HandshakeType> messages_;  // that begin in the current record
  size_t message_left_ = 0;              // bytes of a message that go on in the next record
  bool changed_cipher_spec_ = false;
  Bytes record_;         // the record being changed
  Bytes held_;           // the beginning of a record
  size_t released_ = 0;  // how much of that was let through already
  bool changed_ = false;
};

}  // namespace shakedown

#endif  // HARNESS_LINK_FAULT_INJECTOR_H_
