#include "harness/predict/advice.h"

#include <algorithm>
#include <map>

#include "harness/predict/candidate_changes.h"
#include "harness/predict/selection.h"

namespace shakedown {
namespace {

// How many values of one capability are tried together with another change.
constexpr size_t kValuesInPairs = 6;

// Two sides that may be changed, and the host of the server that answers.
struct Trial {
  Trial(const Side& client_side, const Side& server_side)
      : client(CopyOf(client_side)), server(CopyOf(server_side)) {
    const Side& answering = AnsweringHost(client_side, server_side);
    if (&answering == &server_side) return;
    host = CopyOf(answering);
    for (HostSide& one : server->hosts) {
      if (one.side.get() == &answering) one.side = host;
    }
  }

  void Apply(const CandidateChange& candidate) {
    const bool of_client = candidate.change.side == Role::kClient;
    for (Side* answering : {server.get(), host.get()}) {
      if (answering == nullptr) continue;
      candidate.apply(of_client ? client.get() : answering, of_client ? answering : client.get());
    }
    // A name that was set anew.
    client->sent_name = client->has.server_name ? std::string_view(*client->has.server_name) : "";
    client->checked_name =
        client->has.verify_name ? std::string_view(*client->has.verify_name) : "";
  }

  std::shared_ptr<Side> client, server;
  std::shared_ptr<Side> host;  // null: the server itself answers
};

class Search {
 public:
  Search(const Side& client, const Side& server, const Session* session)
      : client_(client),
        server_(server),
        session_(session),
        candidates_(CandidateChanges(client, AnsweringHost(client, server))) {}

  std::vector<Advice> Run(size_t most) {
    for (const CandidateChange& one : candidates_) Try({&one});
    if (found_.empty()) Pairs();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Advice& a, const Advice& b) { return a.cost() < b.cost(); });
    if (found_.size() > most) found_.resize(most);
    return std::move(found_);
  }

 private:
  using Place = std::pair<Role, std::string>;

  static Place PlaceOf(const Change& change) {
    // Renewing a certificate and replacing its key are different things to do.
    return {change.side, change.what + std::to_string(change.cost)};
  }

  void Try(const std::vector<const CandidateChange*>& candidates) {
    // One value of each capability is enough: the first that helps.
    std::vector<Place> places;
    for (const CandidateChange* one : candidates) places.push_back(PlaceOf(one->change));
    if (std::ranges::find(done_, places) != done_.end()) return;
    Trial trial(client_, server_);
    for (const CandidateChange* one : candidates) trial.Apply(*one);
    const Prediction prediction = Predict(*trial.client, *trial.server, session_);
    if (prediction.outcome != OutcomeKind::kAgreed || !prediction.beyond_rules.empty()) return;
    done_.push_back(std::move(places));
    Advice advice;
    for (const CandidateChange* one : candidates) advice.changes.push_back(one->change);
    advice.client = trial.client;
    advice.server = trial.server;
    advice.prediction = prediction;
    found_.push_back(std::move(advice));
  }

  void Pairs() {
    std::map<Place, size_t> taken;
    std::vector<const CandidateChange*> few;
    for (const CandidateChange& one : candidates_) {
      if (++taken[PlaceOf(one.change)] <= kValuesInPairs) few.push_back(&one);
    }
    for (size_t i = 0; i < few.size(); ++i) {
      for (size_t j = i + 1; j < few.size(); ++j) {
        if (PlaceOf(few[i]->change) != PlaceOf(few[j]->change)) Try({few[i], few[j]});
      }
    }
  }

  const Side& client_;
  const Side& server_;
  const Session* session_;
  const std::vector<CandidateChange> candidates_;
  std::vector<Advice> found_;
  std::vector<std::vector<Place>> done_;
};

}  // namespace

int Advice::cost() const {
  int sum = 0;
  for (const Change& change : changes) sum += change.cost;
  return sum;
}

std::vector<Advice> Advise(const std::shared_ptr<const Side>& client,
                           const std::shared_ptr<const Side>& server, const Session* session,
                           size_t most) {
  const Prediction now = Predict(*client, *server, session);
  if (now.outcome == OutcomeKind::kAgreed || !now.beyond_rules.empty()) return {};
  return Search(*client, *server, session).Run(most);
}

}  // namespace shakedown
