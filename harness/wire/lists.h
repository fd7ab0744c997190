// Lists inside messages as ranges over their bytes: checked once by the parser, then walked without
// a copy and without further checks.
#ifndef HARNESS_WIRE_LISTS_H_
#define HARNESS_WIRE_LISTS_H_

#include <cstddef>
#include <iterator>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/take.h"

namespace shakedown {

// A range over `bytes` whose elements are of different lengths. Form::Take takes one element off
// the front and returns false at the end; where the form has variants, the list carries its own.
template <typename Form>
class ListOf {
 public:
  using Element = typename Form::Element;

  class Iterator {
   public:
    using value_type = Element;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(View rest, Form form) : rest_(rest), form_(form) { ++*this; }
    const Element& operator*() const { return element_; }
    const Element* operator->() const { return &element_; }
    Iterator& operator++() {
      done_ = !form_.Take(&rest_, &element_);
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return done_; }

   private:
    View rest_;
    [[no_unique_address]] Form form_{};
    Element element_{};
    bool done_ = true;
  };

  ListOf() = default;
  explicit ListOf(View bytes, Form form = {}) : bytes_(bytes), form_(form) {}

  View bytes() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }
  Iterator begin() const { return Iterator(bytes_, form_); }
  std::default_sentinel_t end() const { return {}; }
  Element front() const { return *begin(); }
  // Counts by walking.
  size_t size() const {
    size_t count = 0;
    for (Iterator at = begin(); at != end(); ++at) ++count;
    return count;
  }

 private:
  View bytes_;
  [[no_unique_address]] Form form_{};
};

// Elements that are vectors, each with its own length in front.
template <int kLengthBytes>
struct VectorForm {
  using Element = View;
  static bool Take(View* rest, Element* out) { return TakeVector<kLengthBytes>(rest, out); }
};
using VectorList8 = ListOf<VectorForm<1>>;   // ALPN names, PSK binders
using VectorList16 = ListOf<VectorForm<2>>;  // distinguished names
using VectorList24 = ListOf<VectorForm<3>>;  // certificates before TLS 1.3

// A list of 16-bit code points; its length is even.
struct CodeList {
  View bytes;

  size_t size() const { return bytes.size() / 2; }
  bool empty() const { return bytes.empty(); }

  template <typename Code>
  std::vector<Code> As() const {
    std::vector<Code> codes;
    codes.reserve(size());
    for (View rest = bytes; rest.size() >= 2; rest = rest.subspan(2)) {
      codes.push_back(Code{Load16(rest.data())});
    }
    return codes;
  }

  bool Contains(uint16_t code) const {
    for (View rest = bytes; rest.size() >= 2; rest = rest.subspan(2)) {
      if (Load16(rest.data()) == code) return true;
    }
    return false;
  }
};

struct Extension {
  ExtensionType type{};
  View body;
};
struct ExtensionForm {
  using Element = Extension;
  static bool Take(View* rest, Element* out) {
    if (rest->size() < 4) return false;
    View after = rest->subspan(2);
    if (!TakeVector<2>(&after, &out->body)) return false;
    out->type = ExtensionType{Load16(rest->data())};
    *rest = after;
    return true;
  }
};

// The extensions of one message, in wire order.
class Extensions : public ListOf<ExtensionForm> {
 public:
  using ListOf::ListOf;

  // The body of the first extension of `type`.
  std::optional<View> Find(ExtensionType type) const {
    for (const Extension& extension : *this) {
      if (extension.type == type) return extension.body;
    }
    return std::nullopt;
  }
};

// RFC 8446 4.2.8.
struct KeyShareEntry {
  NamedGroup group{};
  View key_exchange;
};
struct KeyShareForm {
  using Element = KeyShareEntry;
  static bool Take(View* rest, Element* out) {
    if (rest->size() < 4) return false;
    out->group = NamedGroup{Load16(rest->data())};
    *rest = rest->subspan(2);
    return TakeVector<2>(rest, &out->key_exchange);
  }
};
using KeyShareList = ListOf<KeyShareForm>;

// RFC 8446 4.2.11.
struct PskIdentity {
  View identity;
  uint32_t obfuscated_ticket_age = 0;  // milliseconds, masked
};
struct PskIdentityForm {
  using Element = PskIdentity;
  static bool Take(View* rest, Element* out) {
    View age;
    if (!TakeVector<2>(rest, &out->identity) || !shakedown::Take(rest, 4, &age)) return false;
    out->obfuscated_ticket_age = Load32(age.data());
    return true;
  }
};
using PskIdentityList = ListOf<PskIdentityForm>;

// RFC 8446 4.4.2; before TLS 1.3 an entry has no extensions (RFC 5246 7.4.2).
struct CertificateEntry {
  View der;
  Extensions extensions;
};

struct CertificateForm {
  using Element = CertificateEntry;
  bool with_extensions = false;

  bool Take(View* rest, Element* out) const {
    View block;
    if (!TakeVector<3>(rest, &out->der)) return false;
    if (with_extensions && !TakeVector<2>(rest, &block)) return false;
    out->extensions = Extensions(block);
    return true;
  }
};
using CertificateList = ListOf<CertificateForm>;  // leaf first

}  // namespace shakedown

#endif  // HARNESS_WIRE_LISTS_H_
