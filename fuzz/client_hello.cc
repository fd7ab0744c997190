// One record with a ClientHello: the two depths agree, what is found by type is what stands in wire
// order, lists end where their bytes end, and encoding gives the bytes back.
#include <algorithm>

#include "fuzz/target.h"
#include "harness/wire/encode.h"

namespace shakedown {
namespace {

constexpr size_t kHeaders = 5 + 4;  // record and handshake message

// The bytes of a list are those of its elements, `overhead` of each being its own framing.
template <typename List, typename SizeOf>
void WalksToItsEnd(const List& list, SizeOf size_of) {
  size_t walked = 0;
  for (const auto& element : list) walked += size_of(element);
  FuzzCheck(walked == list.bytes().size(), "a checked list is walked to its end");
}

template <ExtensionType kType>
void IsFoundInBothWays(const ClientHello& hello) {
  const auto in_order = hello.extensions.Find(kType);
  FuzzCheck(in_order.has_value() == hello.index.Has<kType>(), "the index knows what is there");
  if (!in_order) return;
  const View body = hello.index.Body<kType>();
  FuzzCheck(body.data() == in_order->data() && body.size() == in_order->size(),
            "the index knows where it is");
}

void Check(const ClientHello& hello) {
  using enum ExtensionType;
  IsFoundInBothWays<kServerName>(hello);
  IsFoundInBothWays<kSupportedGroups>(hello);
  IsFoundInBothWays<kSignatureAlgorithms>(hello);
  IsFoundInBothWays<kAlpn>(hello);
  IsFoundInBothWays<kPadding>(hello);
  IsFoundInBothWays<kPreSharedKey>(hello);
  IsFoundInBothWays<kSupportedVersions>(hello);
  IsFoundInBothWays<kKeyShare>(hello);
  IsFoundInBothWays<kRenegotiationInfo>(hello);
  WalksToItsEnd(hello.extensions, [](const Extension& one) { return 4 + one.body.size(); });
}

void CheckDeep(const ClientHello& hello) {
  WalksToItsEnd(hello.key_shares(),
                [](const KeyShareEntry& one) { return 4 + one.key_exchange.size(); });
  WalksToItsEnd(hello.alpn(), [](View one) { return 1 + one.size(); });
  WalksToItsEnd(hello.psk_identities(),
                [](const PskIdentity& one) { return 6 + one.identity.size(); });
  WalksToItsEnd(hello.psk_binders(), [](View one) { return 1 + one.size(); });
  WalksToItsEnd(hello.certificate_authorities(), [](View one) { return 2 + one.size(); });
  FuzzCheck(hello.psk_identities().size() == hello.psk_binders().size(), "a binder for each");
  FuzzCheck(hello.supported_groups().bytes.size() % 2 == 0, "groups have two bytes");
}

}  // namespace

void FuzzOne(View input) {
  const View body = input.subspan(std::min(input.size(), kHeaders));
  ClientHello indexed, parsed;
  ParseError error;
  const bool framed = IndexClientHello(body, &indexed, &error);
  const bool sound = ParseClientHello(body, &parsed, &error);
  FuzzCheck(framed || !sound, "what is not framed is not sound");
  if (!sound) {
    FuzzCheck(error.offset <= body.size(), "an error is inside the message or at its end");
    FuzzCheck(*error.clause != 0 && *error.text != 0, "an error names its rule");
  }
  if (!framed) return;
  Check(indexed);
  (void)indexed.server_name();
  if (!sound) return;
  CheckDeep(parsed);
  static Bytes& again = *new Bytes;  // its memory is kept
  again.clear();
  FuzzCheck(
      Encode(parsed, &again) && std::equal(again.begin(), again.end(), body.begin(), body.end()),
      "encoding gives the bytes back");
}

}  // namespace shakedown
