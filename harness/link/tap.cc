#include "harness/link/tap.h"

#include <array>

#include "harness/link/open_records.h"
#include "harness/wire/facts_builder.h"
#include "harness/wire/handshake_stream.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

// One pass over what was tapped.
class Reading {
 public:
  Reading(std::string_view key_log, WireFacts* facts)
      : opener_(key_log), builder_(facts), facts_(facts) {}

  // The next bytes of `from`, in the order both sides' bytes were sent.
  void Feed(Role from, View bytes) {
    Side& s = sides_[static_cast<size_t>(from)];
    if (s.over) return;
    if (s.pending.empty()) {
      const View rest = Records(from, bytes);
      s.pending.assign(rest.begin(), rest.end());
      return;
    }
    Append(&s.pending, bytes);
    const size_t rest = Records(from, s.pending).size();
    s.pending.erase(s.pending.begin(), s.pending.end() - static_cast<ptrdiff_t>(rest));
  }

 private:
  struct Side {
    Bytes pending;  // the start of a record whose end has not come
    HandshakeStream handshake;
    bool over = false;  // no record can be found any more
  };

  // Takes all whole records off the front of `stream`; returns what is left.
  View Records(Role from, View stream) {
    Record record;
    while (true) {
      switch (NextRecord(stream, &record)) {
        case Framing::kRecord:
          OnRecord(from, record);
          stream = stream.subspan(kRecordHeaderSize + record.body.size());
          break;
        case Framing::kIncomplete:
          return stream;
        case Framing::kOversized:
          sides_[static_cast<size_t>(from)].over = true;
          return {};
        case Framing::kSsl2Hello:
        case Framing::kNotTls:
          sides_[static_cast<size_t>(from)].over = true;
          facts_->not_tls[static_cast<size_t>(from)] = true;
          return {};
      }
    }
  }

  void OnRecord(Role from, const Record& record) {
    if (!opener_.IsProtected(from, record)) {
      OnContent(from, record.type, record.body, false);
    } else if (const auto opened = opener_.Open(from, record)) {
      OnContent(from, opened->type, opened->content, true);
    } else {
      ++facts_->unopened_records[static_cast<size_t>(from)];
    }
  }

  void OnContent(Role from, ContentType type, View content, bool encrypted) {
    HandshakeMessage message;
    switch (type) {
      case ContentType::kHandshake: {
        HandshakeStream& stream = sides_[static_cast<size_t>(from)].handshake;
        stream.Add(content);
        while (stream.Next(&message)) {
          builder_.Message(from, message, encrypted);
          opener_.Message(from, message);
        }
        break;
      }
      case ContentType::kAlert:
        builder_.Alerts(from, content, encrypted);
        break;
      case ContentType::kChangeCipherSpec:
        builder_.ChangeCipherSpec(from);
        opener_.ChangeCipherSpec(from);
        break;
      default:
        break;
    }
  }

  RecordOpener opener_;
  FactsBuilder builder_;
  WireFacts* facts_;
  std::array<Side, 2> sides_;
};

}  // namespace

void Tap::Sent(Role from, View bytes) {
  if (bytes.empty()) return;
  Append(&bytes_, bytes);
  chunks_.push_back({from, bytes_.size()});
}

void Tap::Line(std::string_view line) {
  key_log_ += line;
  key_log_ += '\n';
}

WireFacts Tap::Facts() const {
  WireFacts facts;
  facts.messages.reserve(16);
  Reading reading(key_log_, &facts);
  size_t start = 0;
  for (const Chunk& chunk : chunks_) {
    reading.Feed(chunk.from, View(bytes_).subspan(start, chunk.end - start));
    start = chunk.end;
  }
  return facts;
}

void Tap::Clear() {
  bytes_.clear();
  chunks_.clear();
  key_log_.clear();
}

}  // namespace shakedown
