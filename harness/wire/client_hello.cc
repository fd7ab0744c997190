#include "harness/wire/client_hello.h"

#include "harness/wire/client_hello_frame.h"

namespace shakedown {

bool IndexClientHello(View body, ClientHello* hello, ParseError* error) {
  return ReadClientHelloFrame(body, hello, error);
}

View HostNameIn(View server_name) {
  static constexpr uint8_t kHostName = 0;
  View list, name;
  if (!WholeVector<2>(server_name, &list)) return {};
  for (uint8_t type; TakeU8(&list, &type) && TakeVector<2>(&list, &name);) {
    if (type == kHostName) return name;
  }
  return {};
}

std::optional<uint16_t> ClientHello::record_size_limit() const {
  const View body = Body<ExtensionType::kRecordSizeLimit>();
  return body.size() == 2 ? std::optional(Load16(body.data())) : std::nullopt;
}

PskIdentityList ClientHello::psk_identities() const {
  View rest = Body<ExtensionType::kPreSharedKey>(), identities;
  TakeVector<2>(&rest, &identities);
  return PskIdentityList(identities);
}

VectorList8 ClientHello::psk_binders() const {
  View rest = Body<ExtensionType::kPreSharedKey>(), identities, binders;
  if (TakeVector<2>(&rest, &identities)) TakeVector<2>(&rest, &binders);
  return VectorList8(binders);
}

}  // namespace shakedown
