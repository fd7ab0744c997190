#include "harness/cli/hello_file.h"

#include <fmt/format.h>

#include "harness/cli/inspect_input.h"
#include "harness/import/capture.h"
#include "harness/inspect/follow.h"
#include "harness/wire/client_hello.h"
#include "harness/wire/facts_builder.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 4;  // of a handshake message: type and length (RFC 8446 4)

// The first ClientHello; nothing where none is whole. `*broken` says what is wrong with one that is
// there.
std::optional<ClientHelloFacts> HelloOf(const Conversation& conversation,
                                        const std::string& key_log, std::string* broken) {
  for (const InspectedItem& item : Follow(conversation, key_log).items) {
    if (item.kind != InspectedItem::Kind::kMessage || item.type != "ClientHello" ||
        item.bytes.size() < kHeader) {
      continue;
    }
    const View body = View(item.bytes).subspan(kHeader);
    ClientHello hello;
    ParseError error;
    if (!ParseClientHello(body, &hello, &error)) {
      *broken = fmt::format(" (one is there, but {} at byte {} is wrong: {})", error.field,
                            error.offset, error.clause);
      continue;
    }
    WireFacts facts;
    FactsBuilder(&facts).Message(Role::kClient, {HandshakeType::kClientHello, body}, false);
    if (facts.client_hello) return facts.client_hello;
  }
  return std::nullopt;
}

}  // namespace

tl::expected<CapturedHellos, std::string> ReadHellos(const std::string& argument) {
  const auto input = ReadInput({argument});
  if (!input) return tl::unexpected(input.error());
  const auto capture = ReadCapture(input->bytes);
  if (!capture) return tl::unexpected(fmt::format("{}: {}", input->name, capture.error()));
  CapturedHellos out;
  std::string broken;
  bool datagrams = false;
  for (const Conversation& conversation : capture->conversations) {
    ++out.conversations;
    datagrams = datagrams || conversation.datagrams;
    if (conversation.datagrams) continue;
    auto facts = HelloOf(conversation, capture->key_log, &broken);
    if (facts) out.hellos.push_back({input->name, out.conversations, std::move(*facts)});
  }
  if (!out.hellos.empty()) return out;
  return tl::unexpected(fmt::format(
      "{}: no ClientHello in this {} of {} conversation{}{}{}; allowed is a capture of the "
      "client's "
      "first bytes (shakedown inspect {} shows what is there)",
      input->name, capture->format, out.conversations, out.conversations == 1 ? "" : "s", broken,
      datagrams ? " (DTLS is not predicted)" : "", argument));
}

}  // namespace shakedown
