// Where a load collects what it finds wrong, each thing once and in order.
#ifndef HARNESS_MODEL_PROBLEMS_H_
#define HARNESS_MODEL_PROBLEMS_H_

#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/model/load.h"
#include "harness/model/node.h"

namespace shakedown {

class Problems {
 public:
  // Adds a problem at a value. `found` is the value itself unless given.
  void Add(const Node& at, std::string message, std::string allowed);
  void Add(const Node& at, std::string message, std::string found, std::string allowed);

  // Adds a problem at a key; what was found is the key.
  void AddAtKey(const Member& at, std::string message, std::string allowed);

  // Adds a problem at a byte of a file.
  void AddAt(const Source& source, size_t offset, std::string message, std::string found,
             std::string allowed);

  // Adds a problem of a file as a whole (line 0).
  void AddFile(const std::string& file, std::string message, std::string found,
               std::string allowed);

  bool empty() const { return list_.empty(); }
  size_t size() const { return list_.size(); }
  std::vector<LoadError> Take() { return std::move(list_); }

 private:
  // True if the same was found wrong at this place before (perhaps in another case of the same
  // matrix), or enough has been said.
  bool Known(const void* source, size_t offset, const std::string& found,
             const std::string& allowed);

  std::vector<LoadError> list_;
  std::set<std::tuple<const void*, size_t, std::string>> seen_;
};

// "one of a, b, c", with "; did you mean b?" when `word` is near one of them. A long list is not
// spelled out: `kind` names it ("an IANA cipher suite name").
std::string OneOf(const std::vector<std::string>& names, std::string_view word,
                  std::string_view kind = "");

}  // namespace shakedown

#endif  // HARNESS_MODEL_PROBLEMS_H_
