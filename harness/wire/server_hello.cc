#include "harness/wire/server_hello.h"

#include <algorithm>
#include <array>

#include "harness/wire/extension_forms.h"
#include "harness/wire/extension_shapes.h"

namespace shakedown {
namespace {

using enum AlertDescription;

// RFC 8446 4.1.3: the random of a HelloRetryRequest is SHA-256 of "HelloRetryRequest".
constexpr std::array<uint8_t, 32> kRetryRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

bool ChoosesTls13(const Extensions& extensions) {
  const auto chosen = extensions.Find(ExtensionType::kSupportedVersions);
  return chosen && chosen->size() == 2 &&
         Load16(chosen->data()) >= static_cast<uint16_t>(ProtocolVersion::kTls13);
}

namespace server_hello_rules {

constexpr Rule kBegin = {"ServerHello.random", kDecodeError, "RFC 8446 4.1.3",
                         "a version of two bytes and a random of 32 begin the message"};
constexpr Rule kSessionId = {"ServerHello.legacy_session_id_echo", kDecodeError, "RFC 8446 4.1.3",
                             "a session id has at most 32 bytes"};
constexpr Rule kSuite = {"ServerHello.cipher_suite", kDecodeError, "RFC 8446 4.1.3",
                         "a suite and a compression method follow the session id"};
constexpr Rule kExtensions = {"ServerHello.extensions", kDecodeError, "RFC 8446 4.1.3",
                              "the extensions end where the message ends"};
constexpr Rule kVersion = {"supported_versions", kIllegalParameter, "RFC 8446 4.2.1",
                           "a server that answers with the extension chooses TLS 1.3 or later"};
constexpr Rule kCompression = {"ServerHello.legacy_compression_method", kIllegalParameter,
                               "RFC 8446 4.1.3", "in TLS 1.3 the compression method is 0"};

}  // namespace server_hello_rules

// The extensions that are not plainly those of TLS 1.2.
[[gnu::noinline]] bool CheckServerHello(View body, const ServerHello& hello, ParseError* error) {
  const View block = hello.extensions.bytes();
  const bool tls13 = ChoosesTls13(hello.extensions);
  const auto chosen = hello.extensions.Find(ExtensionType::kSupportedVersions);
  if (!tls13 && chosen && chosen->size() == 2) {
    return Reject(error, body, chosen->data(), server_hello_rules::kVersion);
  }
  const ExtensionPlace place = !tls13                           ? ExtensionPlace::kServerHello12
                               : hello.is_hello_retry_request() ? ExtensionPlace::kHelloRetryRequest
                                                                : ExtensionPlace::kServerHello;
  if (!CheckExtensions(block, place, body, server_hello_rules::kExtensions.field, error))
    return false;
  if (tls13 && hello.compression_method != 0) {
    // It stands before the block and the block's length.
    return Reject(error, body, block.data() - 3, server_hello_rules::kCompression);
  }
  return true;
}

}  // namespace

bool ServerHello::is_hello_retry_request() const {
  return std::equal(random.begin(), random.end(), kRetryRandom.begin(), kRetryRandom.end());
}

ProtocolVersion ServerHello::version() const {
  const auto selected = extensions.Find(ExtensionType::kSupportedVersions);
  if (!selected || selected->size() != 2) return legacy_version;
  return ProtocolVersion{Load16(selected->data())};
}

bool ParseServerHello(View body, ServerHello* hello, ParseError* error) {
  static constexpr size_t kRandom = 2, kSessionIdSize = kRandom + 32, kLongestSessionId = 32;
  const uint8_t* const from = body.data();
  if (body.size() <= kSessionIdSize) {
    if (body.size() == kSessionIdSize)
      return Reject(error, body, from + kSessionIdSize, server_hello_rules::kSessionId);
    return Reject(error, body, from + (body.size() < kRandom ? 0 : kRandom),
                  server_hello_rules::kBegin);
  }
  hello->legacy_version = ProtocolVersion{Load16(from)};
  hello->random = {from + kRandom, 32};

  const size_t session_id_size = from[kSessionIdSize];
  const size_t suite = kSessionIdSize + 1 + session_id_size;
  if (session_id_size > kLongestSessionId || body.size() < suite) {
    return Reject(error, body, from + kSessionIdSize, server_hello_rules::kSessionId);
  }
  hello->session_id = {from + kSessionIdSize + 1, session_id_size};

  const size_t extensions = suite + 3;
  if (body.size() < extensions) {
    return Reject(error, body, from + (body.size() < suite + 2 ? suite : suite + 2),
                  server_hello_rules::kSuite);
  }
  hello->cipher_suite = CipherSuite{Load16(from + suite)};
  hello->compression_method = from[suite + 2];

  // RFC 5246 7.4.1.3: before TLS 1.3 the block may be missing altogether.
  if (body.size() == extensions) {
    hello->extensions = {};
    return true;
  }
  View block;
  if (!WholeVector<2>(body.subspan(extensions), &block)) {
    return Reject(error, body, from + extensions, server_hello_rules::kExtensions);
  }
  hello->extensions = Extensions(block);
  if (ArePlain(block, ExtensionPlace::kServerHello12)) [[likely]]
    return true;
  return CheckServerHello(body, *hello, error);
}

Parsed<ServerHello> ParseServerHello(View body) {
  return ParsedBy<ServerHello>(ParseServerHello, body);
}

Parsed<Extensions> ParseEncryptedExtensions(View body) {
  View rest = body;
  Extensions extensions;
  if (auto wrong = TakeExtensions(&rest, body, "EncryptedExtensions.extensions",
                                  ExtensionPlace::kEncryptedExtensions, &extensions)) {
    return tl::unexpected(*wrong);
  }
  if (!rest.empty()) {
    return Refuse(body, rest.data(),
                  {"EncryptedExtensions.extensions", kDecodeError, "RFC 8446 4.3.1",
                   "the extensions are the whole message"});
  }
  return extensions;
}

std::optional<NamedGroup> ServerKeyShareGroup(View body) {
  uint16_t group;
  View key;
  if (!TakeU16(&body, &group)) return std::nullopt;
  // A ServerHello has the key after the group, a HelloRetryRequest nothing.
  if (!body.empty() && !WholeVector<2>(body, &key)) return std::nullopt;
  return NamedGroup{group};
}

std::optional<View> ServerAlpn(View body) {
  View list, name;
  if (!WholeVector<2>(body, &list) || !WholeVector<1>(list, &name)) return std::nullopt;
  return name;
}

}  // namespace shakedown
