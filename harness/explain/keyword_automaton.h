// Finds any of thousands of keywords in one pass over a text: the automaton of Aho and Corasick.
#ifndef HARNESS_EXPLAIN_KEYWORD_AUTOMATON_H_
#define HARNESS_EXPLAIN_KEYWORD_AUTOMATON_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace shakedown {

// Case does not matter, and a run of blanks equals one. Keywords are ASCII; a text may be anything.
class KeywordAutomaton {
 public:
  KeywordAutomaton();

  // Add before Build. The same keyword may be added for several ids; an empty one is ignored.
  void Add(std::string_view keyword, uint32_t id);
  void Build();

  size_t states() const { return own_.size(); }

  // Calls hit(id, end) for each keyword of `text`, `end` being the offset after its last byte, in
  // the order of the ends; where several end, the longest first.
  template <typename Hit>
  void Scan(std::string_view text, Hit hit) const {
    uint32_t state = 0;
    bool blank = false;
    const size_t size = text.size();
    for (size_t i = 0; i < size; ++i) {
      const uint8_t kind = kinds_[static_cast<uint8_t>(text[i])];
      if (kind == kBlank) {
        if (blank) continue;
        blank = true;
      } else {
        blank = false;
      }
      const uint32_t next = next_[state * kKinds + kind];
      state = next & ~kHit;
      if ((next & kHit) == 0) continue;
      for (uint32_t at = state; at != 0; at = shorter_[at]) {
        for (uint32_t id = own_[at]; id != kNone; id = ids_[id].next) hit(ids_[id].id, i + 1);
      }
    }
  }

 private:
  static constexpr uint8_t kBlank = 1;
  static constexpr uint32_t kKinds = 72;  // of bytes: other, blank, 26 letters, 10 digits, ...
  static constexpr uint32_t kHit = 1U << 31;
  static constexpr uint32_t kNone = ~0U;

  struct Id {
    uint32_t id, next;
  };

  std::array<uint8_t, 256> kinds_{};
  std::vector<uint32_t> next_;     // [state][kind]: the next state, with kHit where keywords end
  std::vector<uint32_t> own_;      // [state]: the first of the ids that end here, or kNone
  std::vector<uint32_t> shorter_;  // [state]: the state of the next shorter keyword that ends here
  std::vector<Id> ids_;
};

}  // namespace shakedown

#endif  // HARNESS_EXPLAIN_KEYWORD_AUTOMATON_H_
