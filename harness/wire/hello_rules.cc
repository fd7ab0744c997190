#include "harness/wire/hello_rules.h"

#include <algorithm>
#include <array>

namespace shakedown {
namespace {

using enum AlertDescription;
using enum ExtensionType;

using Broken = std::optional<ParseError>;

Broken BrokenAt(View body, const uint8_t* at, const Rule& rule) {
  return ParseError(rule, static_cast<size_t>(at - body.data()));
}

// Where the block of extensions begins, with its length: there what is missing would stand.
const uint8_t* StartOf(const Extensions& extensions) { return extensions.bytes().data() - 2; }

bool Offers(const ClientHello& hello, ProtocolVersion version) {
  return hello.supported_versions().Contains(static_cast<uint16_t>(version));
}

// What a hello that offers TLS 1.3 has to bring.
Broken MissingExtension(View body, const ClientHello& hello) {
  if (!Offers(hello, ProtocolVersion::kTls13)) return std::nullopt;
  const ExtensionIndex& index = hello.index;
  const bool has_groups = index.Has<kSupportedGroups>();
  const uint8_t* const at = StartOf(hello.extensions);
  if (!index.Has<kPreSharedKey>() && !index.Has<kSignatureAlgorithms>()) {
    return BrokenAt(body, at,
                    {"signature_algorithms", kMissingExtension, "RFC 8446 9.2",
                     "who offers TLS 1.3 without a pre-shared key names signature algorithms"});
  }
  if (!index.Has<kPreSharedKey>() && !has_groups) {
    return BrokenAt(body, at,
                    {"supported_groups", kMissingExtension, "RFC 8446 9.2",
                     "who offers TLS 1.3 without a pre-shared key names groups"});
  }
  if (has_groups && !index.Has<kKeyShare>()) {
    return BrokenAt(body, at,
                    {"key_share", kMissingExtension, "RFC 8446 9.2",
                     "beside supported_groups stands key_share, if only with an empty list"});
  }
  if (!has_groups && index.Has<kKeyShare>()) {
    return BrokenAt(body, at,
                    {"supported_groups", kMissingExtension, "RFC 8446 9.2",
                     "beside key_share stands supported_groups"});
  }
  return std::nullopt;
}

Broken ShareOutsideOfGroups(View body, const ClientHello& hello) {
  if (!hello.index.Has<kSupportedGroups>()) return std::nullopt;
  for (const KeyShareEntry& share : hello.key_shares()) {
    if (hello.supported_groups().Contains(static_cast<uint16_t>(share.group))) continue;
    static constexpr size_t kBeforeKey = 4;  // the group and the key's length
    return BrokenAt(body, share.key_exchange.data() - kBeforeKey,
                    {"key_share", kIllegalParameter, "RFC 8446 4.2.8",
                     "a share is for a group that supported_groups names"});
  }
  return std::nullopt;
}

// RFC 6066 3: in ASCII; a name of other letters goes as its A-labels (RFC 5890). Which alert that
// deserves it does not say: RFC 8446 6.2 has illegal_parameter for a field that is out of range.
Broken NameBeyondAscii(View body, const ClientHello& hello) {
  const View name = hello.server_name();
  const auto odd =
      std::ranges::find_if(name, [](uint8_t byte) { return byte <= 0x20 || byte >= 0x7f; });
  if (odd == name.end()) return std::nullopt;
  return BrokenAt(body, &*odd,
                  {"server_name", kIllegalParameter, "RFC 6066 3",
                   "a host name is printable ASCII, with A-labels for other letters"});
}

// RFC 8422 5.1.2 of a client, 5.2 of a server.
constexpr Rule PointFormatsRule(const char* clause) {
  return {"ec_point_formats", kIllegalParameter, clause,
          "the uncompressed format is among the formats"};
}

bool HasUncompressed(View formats) {
  return std::find(formats.begin(), formats.end(), 0) != formats.end();
}

// RFC 8422 asks it of clients that name one of its curves, and of no one in TLS 1.3.
Broken PointFormats(View body, const ClientHello& hello) {
  static constexpr auto kCurves =
      std::array{NamedGroup::kSecp256r1, NamedGroup::kSecp384r1, NamedGroup::kSecp521r1,
                 NamedGroup::kX25519, NamedGroup::kX448};
  const View formats = hello.ec_point_formats();
  if (formats.empty() || HasUncompressed(formats)) return std::nullopt;
  const bool old = std::ranges::any_of(
      std::array{ProtocolVersion::kTls10, ProtocolVersion::kTls11, ProtocolVersion::kTls12},
      [&](ProtocolVersion version) { return Offers(hello, version); });
  if (hello.index.Has<kSupportedVersions>() && !old) return std::nullopt;
  const bool names_curve = std::ranges::any_of(kCurves, [&](NamedGroup curve) {
    return hello.supported_groups().Contains(static_cast<uint16_t>(curve));
  });
  if (!names_curve) return std::nullopt;
  return BrokenAt(body, formats.data(), PointFormatsRule("RFC 8422 5.1.2"));
}

// RFC 6520 2, MUST, of both sides.
Broken CheckHeartbeat(View body, View mode) {
  if (mode.size() == 1 && (mode[0] == 1 || mode[0] == 2)) return std::nullopt;
  if (mode.size() != 1) {
    return BrokenAt(body, mode.data(),
                    {"heartbeat", kDecodeError, "RFC 6520 2", "the extension is one byte"});
  }
  return BrokenAt(body, mode.data(),
                  {"heartbeat", kIllegalParameter, "RFC 6520 2", "the mode is 1 or 2"});
}

// What a server's answer may say, in ServerHello or EncryptedExtensions.
Broken Answer(View body, const Extension& answer) {
  const View said = answer.body;
  switch (answer.type) {
    case kHeartbeat:
      return CheckHeartbeat(body, said);
    case kMaxFragmentLength:
      if (said[0] >= 1 && said[0] <= 4) return std::nullopt;
      return BrokenAt(
          body, said.data(),
          {"max_fragment_length", kIllegalParameter, "RFC 6066 4", "the code is one of 1 to 4"});
    case kRecordSizeLimit:
      if (Load16(said.data()) >= 64) return std::nullopt;
      return BrokenAt(
          body, said.data(),
          {"record_size_limit", kIllegalParameter, "RFC 8449 4", "the limit is at least 64"});
    case kEcPointFormats:
      if (HasUncompressed(said.subspan(1))) return std::nullopt;
      return BrokenAt(body, said.data() + 1, PointFormatsRule("RFC 8422 5.2"));
    default:
      return std::nullopt;
  }
}

Broken FirstOf(View body, const Extensions& answers) {
  for (const Extension& answer : answers) {
    if (Broken broken = Answer(body, answer)) return broken;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ParseError> BrokenRule(View body, const ClientHello& hello) {
  if (Broken missing = MissingExtension(body, hello)) return missing;
  if (Broken share = ShareOutsideOfGroups(body, hello)) return share;
  if (Broken formats = PointFormats(body, hello)) return formats;
  if (Broken name = NameBeyondAscii(body, hello)) return name;
  if (hello.index.Has<kHeartbeat>()) {
    if (Broken mode = CheckHeartbeat(body, hello.index.Body<kHeartbeat>())) return mode;
  }
  if (hello.index.Has<kOidFilters>()) {
    return BrokenAt(body, hello.index.Body<kOidFilters>().data() - 4,
                    {"oid_filters", kIllegalParameter, "RFC 8446 4.2",
                     "an extension stands only in the messages it is specified for"});
  }
  return std::nullopt;
}

std::optional<ParseError> BrokenRule(View body, const ServerHello& hello) {
  if (hello.version() >= ProtocolVersion::kTls13) {
    if (!hello.is_hello_retry_request() || hello.extensions.Find(kKeyShare) ||
        hello.extensions.Find(kCookie)) {
      return std::nullopt;
    }
    return BrokenAt(body, StartOf(hello.extensions),
                    {"ServerHello.extensions", kIllegalParameter, "RFC 8446 4.1.4",
                     "a HelloRetryRequest asks for something that the ClientHello did not have"});
  }
  return FirstOf(body, hello.extensions);
}

std::optional<ParseError> BrokenRule(View body, const Extensions& encrypted_extensions) {
  return FirstOf(body, encrypted_extensions);
}

}  // namespace shakedown
