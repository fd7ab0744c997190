#include "harness/explain/story_keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

bool SameCode(const FoundCode& a, const FoundCode& b) {
  return a.row == b.row && a.way == b.way && a.alert == b.alert && a.system == b.system &&
         a.code == b.code;
}

// Adds what was not known before, of the same connection.
void Complete(const ConnectionFields& told, ConnectionFields* fields) {
  for (const auto field :
       {&ConnectionFields::rule, &ConnectionFields::job, &ConnectionFields::user,
        &ConnectionFields::local, &ConnectionFields::remote, &ConnectionFields::keyring}) {
    if ((fields->*field).empty()) fields->*field = told.*field;
  }
}

// Guesses and what is known are in no order before the end of the log.
bool IsBefore(const std::optional<LineTime>& a, const std::optional<LineTime>& b) {
  return a && b && a->dated == b->dated && a->at < b->at;
}

std::string SignatureOf(const KeptStory& story) {
  const ConnectionFields& fields = story.fields;
  // The process is another one each time.
  const std::string_view program = fields.program;
  std::string signature =
      fmt::format("{}\n{}\n{}\n", fields.rule, fields.job, program.substr(0, program.find('[')));
  for (const KeptCode& one : story.codes) {
    signature += fmt::format("{} {} {} {}\n", static_cast<const void*>(one.code.row),
                             one.code.system, one.code.code, static_cast<int>(one.code.way));
  }
  return signature;
}

}  // namespace

std::string Excerpt(std::string_view line, size_t begin, size_t end) {
  constexpr size_t kExcerpt = 160;
  size_t from = 0, size = line.size();
  if (size > kExcerpt) {
    from = begin > kExcerpt / 4 ? begin - kExcerpt / 4 : 0;
    size = std::max(kExcerpt, std::min(end, line.size()) - from);
    size = std::min(size, 2 * kExcerpt);
  }
  std::string text(Trimmed(line.substr(from, size)));
  // What a terminal or JSON would choke on.
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x7f) c = byte == '\t' ? ' ' : '?';
  }
  return text;
}

void AddCode(KeptStory* story, KeptCode code) {
  story->line = story->line == 0 ? code.line : std::min(story->line, code.line);
  story->last_line = std::max(story->last_line, code.last_line);
  if (code.time) story->last_time = code.time;
  for (KeptCode& known : story->codes) {
    if (!SameCode(known.code, code.code)) continue;
    known.count += code.count;
    known.last_line = std::max(known.last_line, code.last_line);
    if (IsBefore(code.time, known.time)) known.time = code.time;
    return;
  }
  constexpr size_t kMostCodes = 48;
  if (story->codes.size() < kMostCodes) story->codes.push_back(std::move(code));
}

// "EZD1281I TTLS Map CONNID: ... RULE: ...": what the messages after it leave out.
void StoryKeeper::Remember(const ConnectionFields& fields) {
  if (fields.connection.empty() || (fields.rule.empty() && fields.job.empty())) return;
  const auto [it, is_new] = mapped_.try_emplace(fields.connection, fields);
  if (!is_new) {
    Complete(fields, &it->second);
    return;
  }
  mapped_order_.push_back(fields.connection);
  if (mapped_order_.size() <= kMostOpen) return;
  mapped_.erase(mapped_order_.front());
  mapped_order_.pop_front();
}

void StoryKeeper::PassLine(uint64_t line) {
  for (auto it = near_.begin(); it != near_.end();) {
    if (line <= it->last_line + kNearLines) {
      ++it;
      continue;
    }
    CloseStory(std::move(*it));
    it = near_.erase(it);
  }
}

// The open story of `program` that `first` may go on with; a new one if there is none.
KeptStory* StoryKeeper::NearStory(const KeptCode& first, const std::string& program) {
  const auto known = std::ranges::find(
      near_, program, [](const KeptStory& story) -> const auto& { return story.fields.program; });
  if (known != near_.end()) {
    const std::optional<LineTime>&last = known->last_time, &now = first.time;
    const bool long_after =
        last && now && last->dated == now->dated && std::abs(now->at - last->at) > kNearTime;
    if (!long_after) return &*known;
    CloseStory(std::move(*known));
    near_.erase(known);
  } else if (near_.size() == kMostNear) {
    CloseStory(std::move(near_.front()));
    near_.pop_front();
  }
  near_.emplace_back().fields.program = program;
  return &near_.back();
}

void StoryKeeper::Add(const ConnectionFields& fields, std::vector<KeptCode> codes) {
  if (codes.empty()) return Remember(fields);
  PassLine(codes.front().line);
  KeptStory* story = nullptr;
  if (fields.empty()) {
    story = NearStory(codes.front(), fields.program);
  } else {
    const std::string key = !fields.connection.empty()
                                ? fields.connection
                                : fmt::format("{}\n{}", fields.rule, fields.job);
    const auto [it, is_new] = open_.try_emplace(key);
    if (is_new) {
      order_.push_back(key);
      it->second.fields = fields;
      if (const auto known = mapped_.find(key); known != mapped_.end()) {
        Complete(known->second, &it->second.fields);
      }
      if (order_.size() > kMostOpen) CloseOldest();
    }
    story = &open_.find(key)->second;
  }
  Complete(fields, &story->fields);
  for (KeptCode& code : codes) AddCode(story, std::move(code));
}

void StoryKeeper::CloseOldest() {
  const auto it = open_.find(order_.front());
  order_.pop_front();
  KeptStory story = std::move(it->second);
  open_.erase(it);
  CloseStory(std::move(story));
}

void StoryKeeper::CloseStory(KeptStory story) {
  if (story.codes.empty()) return;
  const std::string signature = SignatureOf(story);
  const auto it = kept_.find(signature);
  if (it == kept_.end()) {
    if (kept_.size() < kMostKept) {
      kept_.emplace(signature, std::move(story));
    } else {
      ++left_out_;
    }
    return;
  }
  KeptStory& known = it->second;
  known.connections += story.connections;
  known.line = std::min(known.line, story.line);
  known.last_line = std::max(known.last_line, story.last_line);
  for (size_t i = 0; i < known.codes.size() && i < story.codes.size(); ++i) {
    known.codes[i].count += story.codes[i].count;
    known.codes[i].last_line = std::max(known.codes[i].last_line, story.codes[i].last_line);
    if (IsBefore(story.codes[i].time, known.codes[i].time)) {
      known.codes[i].time = story.codes[i].time;
    }
  }
}

std::vector<KeptStory> StoryKeeper::Finish() {
  for (KeptStory& story : std::exchange(near_, {})) CloseStory(std::move(story));
  while (!order_.empty()) CloseOldest();
  std::vector<KeptStory> stories;
  for (auto& [signature, story] : kept_) stories.push_back(std::move(story));
  kept_.clear();
  std::ranges::stable_sort(stories, {}, &KeptStory::line);
  return stories;
}

}  // namespace shakedown
