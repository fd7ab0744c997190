#include "harness/run/played.h"

#include <cstring>
#include <type_traits>

namespace shakedown {
namespace {

class PlayedWriter {
 public:
  explicit PlayedWriter(Bytes* out) : out_(out) {}

  template <typename T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void operator()(const T& value) {
    Append(out_, {reinterpret_cast<const uint8_t*>(&value), sizeof(value)});
  }
  void operator()(const std::string& text) {
    (*this)(static_cast<uint32_t>(text.size()));
    Append(out_, AsView(text));
  }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) (*this)(*value);
  }
  template <typename T>
  void operator()(const std::vector<T>& list) {
    (*this)(static_cast<uint32_t>(list.size()));
    for (const T& item : list) (*this)(item);
  }
  template <typename T>
  requires std::is_class_v<T>
  void operator()(const T& value) { Visit(*this, value); }

 private:
  Bytes* out_;
};

class PlayedReader {
 public:
  explicit PlayedReader(View in) : in_(in) {}
  bool Finished() const { return ok_ && in_.empty(); }

  template <typename T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void operator()(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      uint8_t byte = 0;
      (*this)(byte);
      value = byte == 1;
      ok_ = ok_ && byte <= 1;
    } else {
      const View bytes = Take(sizeof(value));
      if (ok_) std::memcpy(&value, bytes.data(), sizeof(value));
    }
  }
  void operator()(std::string& text) { text = AsText(Take(Size())); }
  template <typename T>
  void operator()(std::optional<T>& value) {
    bool there = false;
    (*this)(there);
    if (there && ok_) (*this)(value.emplace());
  }
  template <typename T>
  void operator()(std::vector<T>& list) {
    for (uint32_t left = Size(); left > 0 && ok_; --left) (*this)(list.emplace_back());
  }
  template <typename T>
  requires std::is_class_v<T>
  void operator()(T& value) { Visit(*this, value); }

 private:
  uint32_t Size() {
    uint32_t size = 0;
    (*this)(size);
    return ok_ ? size : 0;
  }
  View Take(size_t size) {
    ok_ = ok_ && size <= in_.size();
    if (!ok_) return {};
    const View taken = in_.first(size);
    in_ = in_.subspan(size);
    return taken;
  }

  View in_;
  bool ok_ = true;
};

template <typename T, typename Plain>
concept Is = std::is_same_v<std::remove_const_t<T>, Plain>;

// One Visit a struct, for writing and reading alike, so that the two cannot drift apart.
template <typename A, Is<Alert> T>
void Visit(A& a, T& v) {
  a(v.level), a(v.description);
}

template <typename A, Is<NativeError> T>
void Visit(A& a, T& v) {
  a(v.library), a(v.code), a(v.verify), a(v.symbol), a(v.text);
}

template <typename A, Is<Negotiated> T>
void Visit(A& a, T& v) {
  a(v.version), a(v.cipher_suite), a(v.group), a(v.signature_scheme);
  a(v.client_signature_scheme), a(v.alpn), a(v.resumed), a(v.hello_retry_request);
}

template <typename A, Is<SideObservation> T>
void Visit(A& a, T& v) {
  a(v.stack), a(v.complete), a(v.failed), a(v.alerts_sent), a(v.alerts_received), a(v.error);
  a(v.negotiated), a(v.peer_identity), a(v.server_name), a(v.ca_names), a(v.ticket_received);
}

template <typename A, Is<Observation> T>
void Visit(A& a, T& v) {
  a(v.kind), a(v.by), a(v.alert), a(v.cause), a(v.phase), a(v.why), a(v.negotiated);
  a(v.client), a(v.server);
}

template <typename A, Is<Played> T>
void Visit(A& a, T& v) {
  a(v.seen), a(v.server_key), a(v.client_key), a(v.problems), a(v.diagnosed);
  a(v.diagnosed_certain);
}

}  // namespace

void Encode(const Played& played, Bytes* out) {
  PlayedWriter writer(out);
  Visit(writer, played);
}

std::optional<Played> Decode(View bytes) {
  Played played;
  PlayedReader reader(bytes);
  Visit(reader, played);
  if (!reader.Finished()) return std::nullopt;
  return played;
}

}  // namespace shakedown
