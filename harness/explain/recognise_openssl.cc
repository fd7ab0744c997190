// OpenSSL and BoringSSL: packed error codes of all their versions, verify codes.
#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

// The reason of an error of the SSL library, and whose it is; nothing for another library's.
std::optional<std::pair<const char*, int64_t>> Unpack(uint64_t packed) {
  constexpr uint64_t kOpensslLibrary = 20, kBoringsslLibrary = 16;
  // OpenSSL 3: eight bits of library over 23 of reason; before: 8, 12 of function, 12 of reason.
  if (packed >> 23 == kOpensslLibrary) return std::pair("openssl", packed & 0x7fffff);
  if (packed >> 24 == kOpensslLibrary) return std::pair("openssl", packed & 0xfff);
  if (packed >> 24 == kBoringsslLibrary) return std::pair("boringssl", packed & 0xfff);
  return std::nullopt;
}

// "error:0A000086:SSL routines::certificate verify failed".
void AfterError(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  size_t digits = 0;
  const auto packed = cursor.TakeHex(&digits);
  if (!packed || digits < 6 || digits > 8 || (!cursor.done() && IsWordChar(cursor.peek()))) return;
  const auto reason = Unpack(*packed);
  if (!reason) return;
  // What follows on the line says the same in words.
  const size_t end = cursor.peek() == ':' ? hit.line.size() : cursor.at();
  if (AddNumber(scene, reason->first, reason->second, hit.begin, end, found)) return;
  // Such as 0A0C0103, an internal error: not of TLS, but from its library.
  if (reason->second == 0) return;
  FoundCode code;
  code.system = reason->first;
  code.code = hit.line.substr(cursor.at() - digits, digits);
  code.begin = hit.begin;
  code.end = end;
  found->push_back(std::move(code));
}

// "verify error:num=20:unable to get local issuer certificate", "Verify return code: 20 (...)".
void VerifyCode(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=");
  const auto number = cursor.TakeNumber();
  if (!number || *number <= 0) return;
  const size_t end = cursor.peek() == ':' ? hit.line.size() : cursor.at();
  AddNumber(scene, "openssl_verify", *number, hit.begin, end, found);
}

}  // namespace

std::span<const Recogniser> OpensslRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"OpenSSL", {"error:", "(ssl: error:"}, &AfterError},
      {"OpenSSL",
       {"verify error:num", "verify return code", "verify_result", "verify result"},
       &VerifyCode},
  };
  return recognisers;
}

}  // namespace shakedown
