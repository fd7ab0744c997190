#include "fuzz/differential/compare.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "fuzz/differential/ledger.h"
#include "fuzz/differential/theirs.h"
#include "harness/wire/client_hello.h"
#include "harness/wire/names.h"
#include "harness/wire/records.h"

namespace shakedown {
namespace {

constexpr size_t kHeaders = 5 + 4;
// Larger messages are refused by limits of the libraries' own.
constexpr size_t kLongest = 16000;

void Must(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", claim);
  std::abort();
}

bool Same(View a, View b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

// A record with a message with `body`.
void WriteStream(View body, Bytes* stream) {
  const size_t size = body.size();
  *stream = {22,
             3,
             1,
             static_cast<uint8_t>((size + 4) >> 8),
             static_cast<uint8_t>(size + 4),
             static_cast<uint8_t>(HandshakeType::kClientHello),
             0,
             static_cast<uint8_t>(size >> 8),
             static_cast<uint8_t>(size)};
  Append(stream, body);
}

// Alerts about the form of a message. What else a server objects to is its own affair.
bool IsAboutForm(int alert) {
  using enum AlertDescription;
  const auto description = static_cast<AlertDescription>(alert);
  return alert >= 0 && (description == kDecodeError || description == kIllegalParameter ||
                        description == kUnexpectedMessage || description == kMissingExtension ||
                        description == kUnsupportedExtension);
}

void FramesAreTheSame(const ClientHello& ours, const Theirs& theirs) {
  Must(static_cast<uint16_t>(ours.legacy_version) == theirs.version, "the same version");
  Must(Same(ours.random, theirs.random), "the same random");
  Must(Same(ours.session_id, theirs.session_id), "the same session id");
  Must(Same(ours.cipher_suites.bytes, theirs.cipher_suites), "the same suites");
  Must(Same(ours.compression_methods, theirs.compression_methods), "the same compression methods");
  auto known = theirs.extensions.begin();
  for (const Extension& one : ours.extensions) {
    if (known == theirs.extensions.end()) break;
    if (static_cast<uint16_t>(one.type) != known->first) continue;
    Must(Same(one.body, known->second), "the same body of an extension");
    ++known;
  }
  Must(known == theirs.extensions.end(), "the same extensions in the same order");
}

void ContentsAreTheSame(const ClientHello& ours, const Theirs& theirs) {
  if (theirs.server_name) {
    Must(AsText(ours.server_name()) == *theirs.server_name, "the same server name");
  }
  if (theirs.alpn) Must(Same(ours.alpn().bytes(), *theirs.alpn), "the same protocols");
  if (theirs.signature_schemes) {
    Must(Same(ours.signature_algorithms().bytes, *theirs.signature_schemes), "the same schemes");
  }
  if (theirs.group_count) {
    Must(ours.supported_groups().size() == *theirs.group_count, "as many groups");
  }
}

std::string AlertName(AlertDescription alert) { return NameOf(alert); }

void Differ(const std::vector<LedgerRow>& ledger, const std::string& ours,
            const std::string& theirs, View body) {
  if (FindRow(ledger, ours, theirs) != nullptr) return;
  static const bool lists = std::getenv("SHAKEDOWN_DIFFERENCES") != nullptr;
  static auto& seen = *new std::set<std::string>;
  const std::string row = ours + " | " + theirs;
  if (!lists || seen.insert(row).second) {
    std::fprintf(stderr, "not in the ledger: %s\nfor the body %s\n", row.c_str(),
                 ToHex(body).c_str());
  }
  if (!lists) std::abort();
}

std::vector<LedgerRow> TheLedger(std::string_view text) {
  auto rows = ReadLedger(text);
  if (!rows) std::fprintf(stderr, "ledger: %s\n", rows.error().c_str());
  Must(rows.has_value(), "the ledger can be read");
  return *rows;
}

}  // namespace

void Compare(View input, std::string_view ledger_text) {
  static const auto& ledger = *new std::vector<LedgerRow>(TheLedger(ledger_text));
  const View body = input.subspan(std::min(input.size(), kHeaders));
  if (body.size() > kLongest) return;

  ClientHello indexed, parsed;
  ParseError frame_error, error;
  const bool framed = IndexClientHello(body, &indexed, &frame_error);
  const bool sound = ParseClientHello(body, &parsed, &error);
  static Bytes& stream = *new Bytes;
  WriteStream(body, &stream);
  Theirs theirs;
  Ask(stream, &theirs);

  const auto our_word = [](bool good, const ParseError& what) {
    return good ? "read" : std::string(what.field) + " " + AlertName(what.alert);
  };
  const std::string their_word =
      AlertName(static_cast<AlertDescription>(theirs.alert)) + " " + theirs.reason;
  if (framed != theirs.framed) {
    // What the library refuses before its callback may be more than the frame.
    if (sound || !framed) {
      Differ(ledger, "frame: " + our_word(framed, frame_error), theirs.framed ? "read" : their_word,
             body);
    }
    return;
  }
  if (!framed) return;
  FramesAreTheSame(indexed, theirs);
  if (IsAboutForm(theirs.alert)) {
    if (sound) Differ(ledger, "read", their_word, body);
    return;
  }
  // Otherwise it stopped for reasons of its own, before it had looked.
  if (!theirs.extensions_read) return;
  if (!sound) {
    Differ(ledger, our_word(false, error), "read", body);
    return;
  }
  ContentsAreTheSame(parsed, theirs);
}

}  // namespace shakedown
