#include "peers/ssl/wire_bio.h"

#include <algorithm>
#include <cstring>

namespace shakedown {
namespace {

int Read(BIO* bio, char* buffer, int size) {
  auto* wire = static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (size <= 0) return 0;
  if (wire->in.empty()) {
    if (wire->ended) return 0;
    BIO_set_retry_read(bio);
    return -1;
  }
  const size_t count = std::min(wire->in.size(), static_cast<size_t>(size));
  std::memcpy(buffer, wire->in.data(), count);
  wire->in = wire->in.subspan(count);
  return static_cast<int>(count);
}

int Write(BIO* bio, const char* buffer, int size) {
  auto* wire = static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (wire->out == nullptr || size < 0) return -1;
  Append(wire->out, View(reinterpret_cast<const uint8_t*>(buffer), static_cast<size_t>(size)));
  return size;
}

long Control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) {
    const auto* wire = static_cast<const Wire*>(BIO_get_data(bio));
    return wire->ended && wire->in.empty() ? 1 : 0;
  }
  return 0;
}

int Create(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

const BIO_METHOD* Method() {
  static const BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
    BIO_meth_set_read(made, Read);
    BIO_meth_set_write(made, Write);
    BIO_meth_set_ctrl(made, Control);
    BIO_meth_set_create(made, Create);
    return made;
  }();
  return method;
}

}  // namespace

BIO* NewWireBio(Wire* wire) {
  BIO* bio = BIO_new(Method());
  if (bio != nullptr) BIO_set_data(bio, wire);
  return bio;
}

}  // namespace shakedown
