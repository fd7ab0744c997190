#include "harness/explain/keyword_automaton.h"

#include <queue>

namespace shakedown {
namespace {

constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

}  // namespace

KeywordAutomaton::KeywordAutomaton() {
  for (const char c : {' ', '\t', '\r', '\v', '\f'}) kinds_[static_cast<uint8_t>(c)] = kBlank;
  uint8_t kind = kBlank + 1;
  for (char c = 'a'; c <= 'z'; ++c, ++kind) {
    kinds_[static_cast<uint8_t>(c)] = kinds_[static_cast<uint8_t>(c - 32)] = kind;
  }
  for (char c = '0'; c <= '9'; ++c, ++kind) kinds_[static_cast<uint8_t>(c)] = kind;
  for (const char c : kPunctuation) kinds_[static_cast<uint8_t>(c)] = kind++;
  static_assert(kBlank + 1 + 26 + 10 + kPunctuation.size() <= kKinds);
  next_.assign(kKinds, 0);
  own_.push_back(kNone);
}

void KeywordAutomaton::Add(std::string_view keyword, uint32_t id) {
  uint32_t state = 0;
  bool blank = false;
  for (const char c : keyword) {
    const uint8_t kind = kinds_[static_cast<uint8_t>(c)];
    if (kind == kBlank && blank) continue;
    blank = kind == kBlank;
    if (next_[state * kKinds + kind] == 0) {
      next_[state * kKinds + kind] = static_cast<uint32_t>(own_.size());
      own_.push_back(kNone);
      next_.resize(next_.size() + kKinds, 0);
    }
    state = next_[state * kKinds + kind];
  }
  if (state == 0) return;
  ids_.push_back({id, own_[state]});
  own_[state] = static_cast<uint32_t>(ids_.size() - 1);
}

void KeywordAutomaton::Build() {
  // In order of depth: the state for what is left of a text when its longest keyword so far fails.
  std::vector<uint32_t> failure(own_.size(), 0);
  shorter_.assign(own_.size(), 0);
  std::queue<uint32_t> todo;
  for (uint32_t kind = 0; kind < kKinds; ++kind) {
    if (next_[kind] != 0) todo.push(next_[kind]);
  }
  while (!todo.empty()) {
    const uint32_t state = todo.front();
    todo.pop();
    const uint32_t back = failure[state];
    shorter_[state] = own_[back] != kNone ? back : shorter_[back];
    for (uint32_t kind = 0; kind < kKinds; ++kind) {
      uint32_t& next = next_[state * kKinds + kind];
      if (next != 0) {
        failure[next] = next_[back * kKinds + kind];
        todo.push(next);
      } else {
        next = next_[back * kKinds + kind];
      }
    }
  }
  for (uint32_t& next : next_) {
    if (own_[next] != kNone || shorter_[next] != 0) next |= kHit;
  }
}

}  // namespace shakedown
