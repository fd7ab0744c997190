#include "harness/wire/key_exchange.h"

#include <algorithm>
#include <array>

#include "harness/wire/take.h"

namespace shakedown {
namespace {

using enum AlertDescription;

inline bool TakeFilled16(View* rest, View* out) {
  return TakeVector<2>(rest, out) && !out->empty();
}
inline bool TakeFilled8(View* rest, View* out) { return TakeVector<1>(rest, out) && !out->empty(); }

// What remains at the end of a message is too much.
constexpr Rule Ends(const char* field) {
  return {field, kDecodeError, "RFC 5246 7.4", "the message ends after its last field"};
}

namespace key_exchange_rules {

constexpr Rule kHint = {"ServerKeyExchange.psk_identity_hint", kDecodeError, "RFC 4279 2",
                        "a hint comes first"};
constexpr Rule kCurveType = {"ServerKeyExchange.curve_type", kDecodeError, "RFC 8422 5.4",
                             "the type of the curve comes first"};
constexpr Rule kExplicit = {"ServerKeyExchange.curve_type", kIllegalParameter, "RFC 8422 5.4",
                            "a curve is named, never spelled out"};
constexpr Rule kPoint = {"ServerKeyExchange.point", kDecodeError, "RFC 8422 5.4",
                         "a named curve and a point of at least one byte come next"};
constexpr Rule kPrime = {"ServerKeyExchange.dh_p", kDecodeError, "RFC 5246 7.4.3",
                         "prime, generator and public value each have at least one byte"};
constexpr Rule kAlgorithm = {"ServerKeyExchange.algorithm", kDecodeError, "RFC 5246 4.7",
                             "an algorithm of two bytes stands before the signature"};
constexpr Rule kSignature = {"ServerKeyExchange.signature", kDecodeError, "RFC 5246 4.7",
                             "the signature is a vector"};
constexpr Rule kServerEnds = Ends("ServerKeyExchange");

}  // namespace key_exchange_rules

// What stands after the parameters; `rest` is all that is left of `body`.
inline bool ReadSignature(View body, View rest, ProtocolVersion version,
                          const KeyExchangeForm& form, ServerKeyExchange* exchange,
                          ParseError* error) {
  namespace rules = key_exchange_rules;
  uint16_t scheme;
  if (!form.signed_params || version < ProtocolVersion::kTls12) {
    exchange->signature_scheme = std::nullopt;
  } else if (TakeU16(&rest, &scheme)) {
    exchange->signature_scheme = SignatureScheme{scheme};
  } else {
    return Reject(error, body, rest.data(), rules::kAlgorithm);
  }
  if (!form.signed_params) {
    exchange->signature = {};
  } else if (!TakeVector<2>(&rest, &exchange->signature)) {
    return Reject(error, body, rest.data(), rules::kSignature);
  }
  if (!rest.empty()) return Reject(error, body, rest.data(), rules::kServerEnds);
  return true;
}

// Parameters that no named curve begins.
[[gnu::noinline]] bool ReadUnnamedCurve(View body, View rest, ServerKeyExchange* exchange,
                                        ParseError* error) {
  namespace rules = key_exchange_rules;
  static constexpr uint8_t kExplicitPrime = 1, kExplicitChar2 = 2;
  // RFC 8422 5.4: curves spelled out are deprecated and must not be used.
  if (rest.front() == kExplicitPrime || rest.front() == kExplicitChar2) {
    return Reject(error, body, rest.data(), rules::kExplicit);
  }
  // Nobody can tell what follows a type of somebody's own.
  exchange->group = std::nullopt;
  exchange->public_key = {};
  exchange->signature_scheme = std::nullopt;
  exchange->signature = {};
  exchange->unread = rest;
  return true;
}

// From `rest`, which is all that is left of `body`, to its end. What the form does not have is
// empty already.
[[gnu::always_inline]] inline bool ReadEcdhe(View body, View rest, ProtocolVersion version,
                                             const KeyExchangeForm& form,
                                             ServerKeyExchange* exchange, ParseError* error) {
  namespace rules = key_exchange_rules;
  static constexpr uint8_t kNamedCurve = 3;  // RFC 8422 5.4
  static constexpr size_t kBeforePoint = 4;  // type, curve and the point's length
  const uint8_t* const at = rest.data();
  if (rest.empty()) return Reject(error, body, at, rules::kCurveType);
  if (*at != kNamedCurve) [[unlikely]]
    return ReadUnnamedCurve(body, rest, exchange, error);
  const size_t size = rest.size() < kBeforePoint ? 0 : at[3];
  if (size == 0 || rest.size() - kBeforePoint < size) {
    return Reject(error, body, at + 1, rules::kPoint);
  }
  exchange->group = NamedGroup{Load16(at + 1)};
  exchange->public_key = {at + kBeforePoint, size};
  return ReadSignature(body, rest.subspan(kBeforePoint + size), version, form, exchange, error);
}

// Every form but ECDHE without a pre-shared key.
[[gnu::noinline]] bool ReadOtherExchange(View body, ProtocolVersion version,
                                         const KeyExchangeForm& form, ServerKeyExchange* exchange,
                                         ParseError* error) {
  namespace rules = key_exchange_rules;
  View rest = body;
  if (form.psk && !TakeVector<2>(&rest, &exchange->psk_identity_hint)) {
    return Reject(error, body, rest.data(), rules::kHint);
  }
  if (form.key_exchange == KeyExchange::kEcdhe) {
    return ReadEcdhe(body, rest, version, form, exchange, error);
  }
  if (form.key_exchange == KeyExchange::kDhe) {
    const uint8_t* const at = rest.data();
    if (!TakeFilled16(&rest, &exchange->prime) || !TakeFilled16(&rest, &exchange->generator) ||
        !TakeFilled16(&rest, &exchange->public_key)) {
      return Reject(error, body, at, rules::kPrime);
    }
    exchange->group = FfdheGroup(exchange->prime);
  } else if (!form.psk) {
    exchange->unread = rest;
    return true;
  }
  return ReadSignature(body, rest, version, form, exchange, error);
}

}  // namespace

bool ParseServerKeyExchange(View body, ProtocolVersion version, const KeyExchangeForm& form,
                            ServerKeyExchange* exchange, ParseError* error) {
  if (form.key_exchange != KeyExchange::kEcdhe || form.psk) {
    *exchange = ServerKeyExchange();
    return ReadOtherExchange(body, version, form, exchange, error);
  }
  // One by one: of an empty object gcc makes a copy, which takes longer than to read the message.
  exchange->psk_identity_hint = {};
  exchange->prime = {};
  exchange->generator = {};
  exchange->unread = {};
  return ReadEcdhe(body, body, version, form, exchange, error);
}

Parsed<ServerKeyExchange> ParseServerKeyExchange(View body, ProtocolVersion version,
                                                 const KeyExchangeForm& form) {
  return ParsedBy<ServerKeyExchange, ProtocolVersion, const KeyExchangeForm&>(
      ParseServerKeyExchange, body, version, form);
}

Parsed<ClientKeyExchange> ParseClientKeyExchange(View body, ProtocolVersion version,
                                                 const KeyExchangeForm& form) {
  View rest = body;
  ClientKeyExchange exchange;
  if (form.psk && !TakeVector<2>(&rest, &exchange.psk_identity)) {
    return Refuse(
        body, rest.data(),
        {"ClientKeyExchange.psk_identity", kDecodeError, "RFC 4279 2", "an identity comes first"});
  }
  const uint8_t* at = rest.data();
  if (form.key_exchange == KeyExchange::kEcdhe) {
    if (!TakeFilled8(&rest, &exchange.exchange_keys)) {
      return Refuse(body, at,
                    {"ClientKeyExchange.ecdh_Yc", kDecodeError, "RFC 8422 5.7",
                     "a point of at least one byte comes next"});
    }
  } else if (form.key_exchange == KeyExchange::kDhe ||
             (form.key_exchange == KeyExchange::kRsa && version > ProtocolVersion::kSsl30)) {
    if (!TakeFilled16(&rest, &exchange.exchange_keys)) {
      return Refuse(body, at,
                    {"ClientKeyExchange.exchange_keys", kDecodeError, "RFC 5246 7.4.7",
                     "a vector of at least one byte comes next"});
    }
  } else if (form.key_exchange == KeyExchange::kRsa) {
    // SSL 3.0 writes the encrypted secret without its length (RFC 5246 7.4.7.1 tells of it).
    exchange.exchange_keys = rest;
    return exchange;
  } else if (!form.psk) {
    exchange.exchange_keys = rest;
    return exchange;
  }
  if (!rest.empty()) return Refuse(body, rest.data(), Ends("ClientKeyExchange"));
  return exchange;
}

std::optional<NamedGroup> FfdheGroup(View p) {
  // RFC 7919 A: every prime begins with 64 one bits and the digits of e, and ends with a word of
  // its own and 64 one bits; its length tells which of the five it is.
  struct Ending {
    size_t bytes;
    NamedGroup group;
    std::array<uint8_t, 8> before_last_ones;
  };
  static constexpr Ending kEndings[] = {
      {256, NamedGroup::kFfdhe2048, {0x88, 0x6b, 0x42, 0x38, 0x61, 0x28, 0x5c, 0x97}},
      {384, NamedGroup::kFfdhe3072, {0x25, 0xe4, 0x1d, 0x2b, 0x66, 0xc6, 0x2e, 0x37}},
      {512, NamedGroup::kFfdhe4096, {0xc6, 0x8a, 0x00, 0x7e, 0x5e, 0x65, 0x5f, 0x6a}},
      {768, NamedGroup::kFfdhe6144, {0xa4, 0x0e, 0x32, 0x9c, 0xd0, 0xe4, 0x0e, 0x65}},
      {1024, NamedGroup::kFfdhe8192, {0xd6, 0x8c, 0x8b, 0xb7, 0xc5, 0xc6, 0x42, 0x4c}},
  };
  static constexpr std::array<uint8_t, 16> kStart = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                     0xff, 0xff, 0xad, 0xf8, 0x54, 0x58,
                                                     0xa2, 0xbb, 0x4a, 0x9a};
  for (const Ending& ending : kEndings) {
    if (p.size() != ending.bytes) continue;
    const View tail = p.last(16);
    const bool ones =
        std::all_of(tail.begin() + 8, tail.end(), [](uint8_t b) { return b == 0xff; });
    if (ones && std::equal(kStart.begin(), kStart.end(), p.begin()) &&
        std::equal(ending.before_last_ones.begin(), ending.before_last_ones.end(), tail.begin())) {
      return ending.group;
    }
  }
  return std::nullopt;
}

}  // namespace shakedown
