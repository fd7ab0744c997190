#include "harness/model/parse_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

namespace shakedown {
namespace {

// An input iterator that lets the handler see how far the parser has read: the parser itself does
// not say where a value stands.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    *furthest_ = at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator old = *this;
    ++*this;
    return old;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const CountingIterator& a, const CountingIterator& b) { return !(a == b); }

 private:
  const char* at_;
  const char** furthest_;
};

class Builder : public nlohmann::json::json_sax_t {
 public:
  Builder(Source* source, const char* const* furthest, Problems* problems)
      : source_(source), furthest_(furthest), problems_(problems) {}

  bool null() override { return Put(Make(Node::Kind::kNull)); }
  bool boolean(bool value) override {
    Node node = Make(Node::Kind::kBoolean);
    node.boolean = value;
    return Put(std::move(node));
  }
  bool number_integer(number_integer_t value) override {
    Node node = Make(Node::Kind::kInteger);
    node.integer = value;
    return Put(std::move(node));
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
      return number_integer(static_cast<int64_t>(value));
    }
    return number_float(0, std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& literal) override {
    Node node = Make(Node::Kind::kNumber);
    node.text = literal;
    return Put(std::move(node));
  }
  bool string(string_t& value) override {
    Node node = Make(Node::Kind::kString);
    node.text = std::move(value);
    return Put(std::move(node));
  }
  bool binary(binary_t&) override { return false; }  // JSON text holds none

  bool start_object(size_t) override { return Open(Node::Kind::kObject); }
  bool start_array(size_t) override { return Open(Node::Kind::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    Level& level = open_.back();
    level.key_offset = TokenStart();
    if (!level.keys.insert(name).second) {
      duplicates_.emplace_back(level.key_offset, name);
      level.skip = true;
    } else if (level.keys.size() > kMostMembers) {
      problems_->AddAt(*source_, level.key_offset, "too many members in one object", Quoted(name),
                       fmt::format("at most {}", kMostMembers));
      return false;
    }
    level.key = std::move(name);
    Done();
    return true;
  }

  // Reports the keys written twice, once the tree is there to tell their paths.
  void ReportDuplicates() const {
    for (const auto& [offset, name] : duplicates_) {
      problems_->AddAt(*source_, offset, "duplicate key", Quoted(name),
                       "each key once in an object");
    }
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    const std::string what = error.what();
    const std::string_view text = source_->text;
    const bool at_end = what.find("unexpected end of input") != std::string::npos;
    const size_t in_string = what.find("invalid string: ");
    std::string message = "malformed JSON";
    size_t offset = FaultyToken(position);
    if (at_end) {
      offset = text.size();
    } else if (in_string != std::string::npos) {
      // Inside a string the last byte read is at fault.
      offset = std::min(position, text.size()) - std::min<size_t>(position, 1);
      message += ", " + what.substr(in_string, what.find("; last read") - in_string);
    }
    std::string_view found = text.substr(offset, std::max(position, offset + 1) - offset);
    if (in_string == std::string::npos) {
      found = found.substr(0, std::min(found.find_last_not_of(" \t\r\n") + 1, kLongestToken));
    }
    const size_t expected = what.find("; expected ");
    problems_->AddAt(
        *source_, offset, message + ": found",
        at_end ? "the end of the file" : Quoted(std::string(found)),
        expected == std::string::npos ? "JSON as in RFC 8259" : what.substr(expected + 11));
    return false;
  }

 private:
  struct Level {
    Node node;
    std::unordered_set<std::string> keys;
    std::string key;
    uint32_t key_offset = 0;
    bool skip = false;  // the key is a second one of its name
  };

  static constexpr size_t kLongestToken = 40;

  size_t SkipSpace(size_t at) const {
    const size_t next = source_->text.find_first_not_of(" \t\r\n", at);
    return std::min(next, source_->text.size());
  }

  // Where the token starts at which the parser gave up after reading `position` bytes. What stands
  // between it and the last good one is white space and perhaps one comma or colon.
  size_t FaultyToken(size_t position) const {
    if (position <= done_) return position - std::min<size_t>(position, 1);
    const size_t at = SkipSpace(done_);
    const bool punctuation =
        at < source_->text.size() && (source_->text[at] == ',' || source_->text[at] == ':');
    return punctuation && at + 1 < position ? SkipSpace(at + 1) : at;
  }

  static std::string Quoted(const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  // A token starts at the first byte, after what was read before it, that is neither white space
  // nor punctuation between values. (A number is only over when one byte more is read; that byte
  // is punctuation or white space, too.)
  uint32_t TokenStart() const {
    size_t at = done_;
    while (at < source_->text.size() &&
           std::string_view(" \t\r\n,:\xef\xbb\xbf").find(source_->text[at]) !=
               std::string_view::npos) {
      ++at;
    }
    return static_cast<uint32_t>(at);
  }

  void Done() { done_ = static_cast<size_t>(*furthest_ - source_->text.data()); }

  Node Make(Node::Kind kind) const {
    Node node;
    node.kind = kind;
    node.source = source_;
    node.offset = TokenStart();
    return node;
  }

  bool Put(Node node) {
    Done();
    if (open_.empty()) {
      source_->root = std::move(node);
      return true;
    }
    Level& level = open_.back();
    if (level.node.is_array()) {
      level.node.items.push_back(std::move(node));
    } else if (!level.skip) {
      level.node.members.push_back(
          {std::move(level.key), source_, level.key_offset, std::move(node)});
    }
    level.skip = false;
    return true;
  }

  bool Open(Node::Kind kind) {
    Node node = Make(kind);
    if (open_.size() >= kMostDepth) {
      problems_->AddAt(*source_, node.offset,
                       "nested too deep:", std::string(1, source_->text[node.offset]),
                       fmt::format("at most {} levels", kMostDepth));
      return false;
    }
    open_.emplace_back();
    open_.back().node = std::move(node);
    Done();
    return true;
  }

  bool Close() {
    Done();
    Node node = std::move(open_.back().node);
    open_.pop_back();
    return Put(std::move(node));
  }

  Source* source_;
  const char* const* furthest_;
  Problems* problems_;
  size_t done_ = 0;  // bytes of the text up to the end of the last token
  std::vector<Level> open_;
  std::vector<std::pair<uint32_t, std::string>> duplicates_;  // where, and which key
};

}  // namespace

std::unique_ptr<Source> ParseJson(std::string path, std::string text, Problems* problems) {
  auto source = std::make_unique<Source>();
  source->path = std::move(path);
  source->text = std::move(text);
  source->positions = TextIndex(source->text);
  if (source->text.size() > kMostBytes) {
    problems->AddFile(source->path, "file too large:", fmt::format("{} bytes", source->text.size()),
                      fmt::format("at most {}", kMostBytes));
    return nullptr;
  }
  const char* begin = source->text.data();
  const char* furthest = begin;
  Builder builder(source.get(), &furthest, problems);
  bool parsed = false;
  try {
    parsed = nlohmann::json::sax_parse(CountingIterator(begin, &furthest),
                                       CountingIterator(begin + source->text.size(), &furthest),
                                       &builder);
  } catch (const nlohmann::json::exception& error) {
    problems->AddFile(source->path, std::string("malformed JSON: ") + error.what(), "", "");
  }
  if (!parsed) return nullptr;
  builder.ReportDuplicates();
  return source;
}

}  // namespace shakedown
