// What would make a handshake work that is foretold to fail. Every advice is verified: the
// prediction is made again with the change applied, and only what agrees is given.
#ifndef HARNESS_PREDICT_ADVICE_H_
#define HARNESS_PREDICT_ADVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "harness/predict/predict.h"

namespace shakedown {

// One thing to change on one side.
struct Change {
  Role side = Role::kClient;
  std::string what;   // the capability, as scenarios spell it: "groups", "certificates"
  std::string value;  // what is added, taken away or set: "secp521r1"
  std::string text;   // a sentence without its end: "offer secp521r1 among its groups"
  int cost = 1;       // 1: a line of configuration ... 5: a new certificate from another CA
};

struct Advice {
  std::vector<Change> changes;                 // one, or two that only help together
  std::shared_ptr<const Side> client, server;  // as changed
  Prediction prediction;                       // of them; borrows from them

  int cost() const;
};

// Advise gives at most `most` ways out of the refusal of `client` by `server` or the reverse, the
// smallest first, where the client offers `session` if there is one; nothing if they agree, or if
// the rules do not reach so far. Changes that give up authentication are not proposed, nor changes
// of what a browser offers.
std::vector<Advice> Advise(const std::shared_ptr<const Side>& client,
                           const std::shared_ptr<const Side>& server,
                           const Session* session = nullptr, size_t most = 5);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_ADVICE_H_
