// OpenSSL and BoringSSL: packed error codes of all their versions and libraries, verify codes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "harness/explain/recogniser.h"
#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr uint64_t kSystemLibrary = 2, kTlsLibrary = 20, kBoringTlsLibrary = 16;
constexpr uint64_t kSystemFlag = uint64_t{1} << 31;                          // of OpenSSL 3
constexpr uint64_t kCommon = uint64_t{2} << 18, kFatal = uint64_t{1} << 18;  // flags of a reason

// OpenSSL's libraries by number, and the words it prints for them.
struct OpensslLibrary {
  uint64_t number;
  std::string_view words;  // lower case
};

constexpr std::array<OpensslLibrary, 38> kLibraries = {{
    {2, "system library"},
    {3, "bignum routines"},
    {4, "rsa routines"},
    {5, "diffie-hellman routines"},
    {6, "digital envelope routines"},
    {7, "memory buffer routines"},
    {8, "object identifier routines"},
    {9, "pem routines"},
    {10, "dsa routines"},
    {11, "x509 certificate routines"},
    {13, "asn1 encoding routines"},
    {14, "configuration file routines"},
    {15, "common libcrypto routines"},
    {16, "elliptic curve routines"},
    {20, "ssl routines"},
    {32, "bio routines"},
    {33, "pkcs7 routines"},
    {34, "x509 v3 routines"},
    {35, "pkcs12 routines"},
    {36, "random number generator"},
    {37, "dso support routines"},
    {38, "engine routines"},
    {39, "ocsp routines"},
    {40, "ui routines"},
    {42, "ecdsa routines"},
    {43, "ecdh routines"},
    {44, "store routines"},
    {46, "cms routines"},
    {47, "time stamp routines"},
    {48, "hmac routines"},
    {50, "ct routines"},
    {51, "async routines"},
    {52, "kdf routines"},
    {53, "sm2 routines"},
    {57, "provider routines"},
    {59, "encoder routines"},
    {60, "decoder routines"},
    {61, "http routines"},
}};

bool IsLibrary(uint64_t number) {
  return std::ranges::find(kLibraries, number, &OpensslLibrary::number) != kLibraries.end();
}

// A library and its reason as OpenSSL 3 numbers them: common reasons have their flags.
struct OpensslReason {
  uint64_t library = 0, reason = 0;
};

// OpenSSL 3: eight bits of library over 23 of reason.
std::optional<OpensslReason> UnpackNew(uint64_t packed) {
  if ((packed & kSystemFlag) != 0) return OpensslReason{kSystemLibrary, packed & ~kSystemFlag};
  const OpensslReason code{packed >> 23, packed & 0x7fffff};
  const uint64_t flags = code.reason & ~uint64_t{0xfff};
  const bool good = flags == 0 || flags == kCommon || flags == (kCommon | kFatal);
  return IsLibrary(code.library) && good ? std::optional(code) : std::nullopt;
}

// OpenSSL before 3: eight bits of library, twelve of function and twelve of reason.
std::optional<OpensslReason> UnpackOld(uint64_t packed) {
  constexpr uint64_t kFirstFatal = 65, kLastFatal = 72, kNestedAsn1 = 58;
  OpensslReason code{packed >> 24, packed & 0xfff};
  if (!IsLibrary(code.library)) return std::nullopt;
  if (code.library == kSystemLibrary) return code;
  if (code.reason >= kFirstFatal && code.reason <= kLastFatal) {
    code.reason = (code.reason - kFirstFatal + 0x100) | kCommon | kFatal;
  } else if (code.reason == kNestedAsn1) {
    code.reason = 0x10a | kCommon;
  } else if (IsLibrary(code.reason) || code.reason == kTlsLibrary) {
    code.reason |= kCommon;
  }
  return code;
}

// The same digits mean one thing in OpenSSL 3 and another before; the words behind them decide, or
// that new codes have no function.
std::optional<OpensslReason> Unpack(uint64_t packed, std::string_view words) {
  const auto now = UnpackNew(packed), before = UnpackOld(packed);
  for (const OpensslLibrary& one : kLibraries) {
    if (!StandsAt(words, 0, one.words)) continue;
    if (now && now->library == one.number) return now;
    if (before && before->library == one.number) return before;
  }
  return now ? now : before;
}

void AddReason(const OpensslReason& code, std::string_view digits, size_t begin, size_t end,
               const Scene& scene, FoundCodes* found) {
  const auto reason = static_cast<int64_t>(code.reason);
  if (code.library == kTlsLibrary) {
    if (AddNumber(scene, "openssl", reason, begin, end, found)) return;
  } else {
    const uint64_t packed = code.library == kSystemLibrary ? kSystemFlag | code.reason
                                                           : code.library << 23 | code.reason;
    const auto number = static_cast<int64_t>(packed);
    if (AddNumber(scene, "openssl_crypto", number, begin, end, found)) return;
  }
  const bool common = (code.reason & kCommon) != 0 && code.library != kSystemLibrary;
  if (common && AddNumber(scene, "openssl_crypto", reason, begin, end, found)) return;
  if (code.reason == 0) return;
  FoundCode unknown;
  unknown.system = code.library == kTlsLibrary ? "openssl" : "openssl_crypto";
  unknown.code = digits;
  unknown.begin = begin;
  unknown.end = end;
  found->push_back(std::move(unknown));
}

// BoringSSL packs as OpenSSL did before 3, without functions, and has numbers of its own.
bool IsBoring(uint64_t packed, std::string_view words) {
  if ((packed & 0xfff000) != 0) return false;
  if (Mentions(words, "openssl_internal")) return true;
  return packed >> 24 == kBoringTlsLibrary && (words.empty() || StandsAt(words, 0, "ssl routines"));
}

void AddBoring(uint64_t packed, std::string_view words, const Hit& hit, size_t end,
               const Scene& scene, FoundCodes* found) {
  if (packed >> 24 == kBoringTlsLibrary) {
    const auto reason = static_cast<int64_t>(packed & 0xfff);
    if (AddNumber(scene, "boringssl", reason, hit.begin, end, found)) return;
  }
  // Reasons of the libraries that it shares with OpenSSL have the same names there:
  // "...:OPENSSL_internal:NO_START_LINE".
  TextCursor cursor(words, FindWord(words, "openssl_internal"));
  // What follows "OPENSSL_internal:"; nothing where it is not there.
  cursor.TakeWord();
  const std::string name(cursor.Skip(":").TakeWord());
  constexpr std::array<std::pair<uint64_t, std::string_view>, 5> kOwners = {
      {{4, "RSA_R_"}, {6, "EVP_R_"}, {9, "PEM_R_"}, {11, "X509_R_"}, {12, "ASN1_R_"}}};
  const auto owner =
      std::ranges::find(kOwners, packed >> 24, &std::pair<uint64_t, std::string_view>::first);
  if (owner != kOwners.end()) {
    for (const LookupRow* row : scene.lookup.Exactly(fmt::format("{}{}", owner->second, name))) {
      FoundCode code;
      code.row = row;
      code.begin = hit.begin;
      code.end = end;
      found->push_back(std::move(code));
      return;
    }
  }
  FoundCode code;
  code.system = "boringssl";
  code.code = fmt::format("{:08x}", packed);
  code.begin = hit.begin;
  code.end = end;
  found->push_back(std::move(code));
}

// "error:0A000086:SSL routines::certificate verify failed".
void AfterError(const Hit& hit, const Scene& scene, FoundCodes* found) {
  TextCursor cursor(hit.line, hit.end);
  cursor.Skip(" ");
  size_t digits = 0;
  const auto packed = cursor.TakeHex(&digits);
  if (!packed || digits < 6 || digits > 8 || (!cursor.done() && IsWordChar(cursor.peek()))) return;
  const std::string_view code = hit.line.substr(cursor.at() - digits, digits);
  // What follows on the line says the same in words.
  const bool told = cursor.peek() == ':';
  const size_t end = told ? hit.line.size() : cursor.at();
  const std::string_view words = told ? hit.line.substr(cursor.at() + 1) : std::string_view();
  if (IsBoring(*packed, words)) return AddBoring(*packed, words, hit, end, scene, found);
  // Eight digits, or fewer behind which it says what they are.
  if (digits < 8 && !told) return;
  const auto reason = Unpack(*packed, words);
  if (reason) AddReason(*reason, code, hit.begin, end, scene, found);
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

// "SSL routines:tls_post_process_client_hello:no shared cipher", whatever became of the number.
void AfterRoutines(const Hit& hit, const Scene& scene, FoundCodes* found) {
  constexpr size_t kReach = 200;
  const std::string_view rest = hit.line.substr(hit.end, kReach);
  const size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return;
  const size_t end = std::min(rest.find_first_of(":(),", colon + 1), rest.size());
  const std::string_view reason = Trimmed(rest.substr(colon + 1, end - colon - 1));
  if (reason.empty()) return;
  for (const LookupRow* row : scene.lookup.Exactly(fmt::format("SSL_R_{}", reason))) {
    if (row->system->name != "openssl") continue;
    FoundCode code;
    code.row = row;
    code.way = row->way;
    code.begin = hit.begin;
    code.end = hit.end + end;
    found->push_back(std::move(code));
  }
}

// Node's "ERR_SSL_WRONG_VERSION_NUMBER" and "ERR_OSSL_PEM_NO_START_LINE": a reason by its name.
void NodeCode(const Hit& hit, const Scene& scene, FoundCodes* found) {
  if (hit.begin > 0 && IsWordChar(hit.line[hit.begin - 1])) return;
  TextCursor cursor(hit.line, hit.end);
  const std::string_view name = cursor.TakeWord();
  const bool tls = StandsAt(hit.line, hit.begin, "err_ssl_");
  std::string symbol = fmt::format("SSL_R_{}", name);
  if (!tls) {
    const size_t owner = name.find('_');
    if (owner == std::string_view::npos) return;
    symbol = fmt::format("{}_R_{}", name.substr(0, owner), name.substr(owner + 1));
  }
  for (const LookupRow* row : scene.lookup.Exactly(symbol)) {
    const std::string& system = row->system->name;
    if (system != (tls ? "openssl" : "openssl_crypto")) continue;
    FoundCode code;
    code.row = row;
    code.way = row->way;
    code.begin = hit.begin;
    code.end = cursor.at();
    found->push_back(std::move(code));
  }
}

}  // namespace

std::span<const Recogniser> OpensslRecognisers() {
  static const std::vector<Recogniser> recognisers = {
      {"OpenSSL", {"error:", "(ssl: error:"}, &AfterError},
      {"OpenSSL",
       {"verify error:num", "verify return code", "verify_result", "verify result"},
       &VerifyCode},
      {"OpenSSL", {"ssl routines:"}, &AfterRoutines},
      {"OpenSSL", {"err_ssl_", "err_ossl_"}, &NodeCode},
  };
  return recognisers;
}

}  // namespace shakedown
