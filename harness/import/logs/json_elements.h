// Cuts a JSON text that arrives in parts into what it holds two levels down, without keeping the
// rest: for logs of any size, on one line or on many.
#ifndef HARNESS_IMPORT_LOGS_JSON_ELEMENTS_H_
#define HARNESS_IMPORT_LOGS_JSON_ELEMENTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace shakedown {

// Of `{"constants": {...}, "events": [{...}, {...}]}` the members' values that are objects, and the
// objects in those that are arrays. What stands in them is not looked at but for strings and
// brackets.
class JsonElements {
 public:
  // `member` is the name of the outer object's member, `text` one object, `line` where it begins.
  // Both are valid during the call only.
  using Element =
      std::function<void(std::string_view member, std::string_view text, uint64_t line)>;

  explicit JsonElements(Element element) : element_(std::move(element)) {}

  void Text(std::string_view chunk);

  uint64_t lines() const { return line_ + (in_line_ ? 1 : 0); }
  bool began() const { return began_; }            // an outer object did
  bool whole() const { return ended_; }            // it ended
  uint64_t too_long() const { return too_long_; }  // elements that were left out

 private:
  static constexpr size_t kLongest = size_t{1} << 24;

  void Structure(char c);
  void Keep(std::string_view part);

  Element element_;
  std::string kept_;  // of the element that is open
  std::string name_;  // of the member that is open, or the string that is read at its level
  bool in_string_ = false, escape_ = false;
  bool keeping_ = false, dropped_ = false;
  bool in_array_ = false;  // the member's value is one
  bool began_ = false, ended_ = false, in_line_ = false;
  int depth_ = 0;
  uint64_t line_ = 0, element_line_ = 0, too_long_ = 0;
};

}  // namespace shakedown

#endif  // HARNESS_IMPORT_LOGS_JSON_ELEMENTS_H_
