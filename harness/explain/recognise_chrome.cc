// Chrome: net errors by number, BoringSSL's reasons in its network log.
#include <fmt/format.h>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr int64_t kSslLibrary = 16;  // ERR_LIB_SSL of BoringSSL

std::optional<int64_t> NumberAfter(const Hit& hit, size_t* end) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" :=\"'>(");
  const auto number = cursor.TakeNumber();
  *end = cursor.at();
  return number;
}

// "error_lib 16, error_reason 245", "SSL_HANDSHAKE_ERROR 245".
void BoringsslReason(const Hit& hit, const Scene& scene, FoundCodes* found) {
  size_t end = 0;
  const auto reason = NumberAfter(hit, &end);
  if (!reason) return;
  constexpr size_t kReach = 100;
  const size_t from = hit.begin > kReach ? hit.begin - kReach : 0;
  const size_t library = FindWord(hit.line.substr(0, hit.begin), "error_lib", from);
  if (library != std::string_view::npos) {
    TextCursor cursor(hit.line, library + std::string_view("error_lib").size());
    const auto number = cursor.Skip(" :=\"'>(").TakeNumber();
    // Chrome's own library stands for net errors, which are told beside it.
    constexpr int64_t kFirstOfUser = 33, kLargest = 0xfff;
    if (number && *number != kSslLibrary) {
      if (*number <= 0 || *number >= kFirstOfUser || *reason <= 0 || *reason > kLargest) return;
      FoundCode code;
      code.system = "boringssl";
      code.code = fmt::format("{:08x}", *number << 24 | *reason);
      code.begin = hit.begin;
      code.end = end;
      found->push_back(std::move(code));
      return;
    }
  }
  AddNumber(scene, "boringssl", *reason, hit.begin, end, found);
}

// "lib 16, reason 253", "lib(20) reason(134)": a library and its reason. Sixteen is BoringSSL's for
// TLS, twenty is OpenSSL's.
void LibraryAndReason(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 24;
  constexpr int64_t kOpensslLibrary = 20;
  if (hit.begin == 0 || IsWordChar(hit.line[hit.begin - 1])) return;
  const size_t from = hit.begin > kReach ? hit.begin - kReach : 0;
  const std::string_view before = hit.line.substr(0, hit.begin);
  const size_t library = FindWord(before, "lib", from);
  if (library == std::string_view::npos) return;
  if (library > 0 && IsWordChar(before[library - 1])) return;
  size_t end = 0;
  const auto reason = NumberAfter(hit, &end);
  TextCursor cursor(before, library + std::string_view("lib").size());
  cursor.Take("rary");
  const auto number = cursor.Skip(" :=\"'(").TakeNumber();
  if (!reason || !number) return;
  if (*number == kSslLibrary) AddNumber(scene, "boringssl", *reason, library, end, found);
  if (*number == kOpensslLibrary) AddNumber(scene, "openssl", *reason, library, end, found);
}

// "BoringSSL error 16:253".
void AfterBoringssl(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  if (cursor.Take("error")) cursor.Skip(" :=(");
  const auto library = cursor.TakeNumber();
  if (!library || *library != kSslLibrary || (cursor.peek() != ':' && cursor.peek() != '/')) return;
  const auto reason = cursor.Skip(":/").TakeNumber();
  if (reason) AddNumber(scene, "boringssl", *reason, hit.begin, cursor.at(), found);
}

void NetError(const Hit& hit, const Scene& scene, FoundCodes* found) {
  size_t end = 0;
  const auto number = NumberAfter(hit, &end);
  if (number) AddNumber(scene, "chrome", *number, hit.begin, end, found);
}

}  // namespace

std::span<const Recogniser> ChromeRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"Chrome", {"error_reason", "ssl_handshake_error"}, &BoringsslReason},
      {"Chrome", {"reason"}, &LibraryAndReason},
      {"Chrome", {"boringssl"}, &AfterBoringssl},
      {"Chrome", {"net_error", "net error"}, &NetError},
  };
  return recognisers;
}

}  // namespace shakedown
