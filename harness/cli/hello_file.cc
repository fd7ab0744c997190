#include "harness/cli/hello_file.h"

#include <fmt/format.h>

#include "harness/cli/inspect_input.h"
#include "harness/import/capture.h"
#include "harness/inspect/follow.h"
#include "harness/wire/facts_builder.h"

namespace shakedown {
namespace {

constexpr size_t kHeader = 4;  // of a handshake message: type and length (RFC 8446 4)

// The first ClientHello; nothing where none is whole.
std::optional<ClientHelloFacts> HelloOf(const Conversation& conversation,
                                        const std::string& key_log) {
  for (const InspectedItem& item : Follow(conversation, key_log).items) {
    if (item.kind != InspectedItem::Kind::kMessage || item.type != "ClientHello" ||
        item.bytes.size() < kHeader) {
      continue;
    }
    WireFacts facts;
    FactsBuilder(&facts).Message(
        Role::kClient, {HandshakeType::kClientHello, View(item.bytes).subspan(kHeader)}, false);
    if (facts.client_hello) return facts.client_hello;
  }
  return std::nullopt;
}

}  // namespace

tl::expected<std::vector<HelloInFile>, std::string> ReadHellos(const std::string& path) {
  const auto input = ReadInput({path});
  if (!input) return tl::unexpected(input.error());
  const auto capture = ReadCapture(input->bytes);
  if (!capture) return tl::unexpected(fmt::format("{}: {}", path, capture.error()));
  std::vector<HelloInFile> hellos;
  size_t number = 0;
  bool datagrams = false;
  for (const Conversation& conversation : capture->conversations) {
    ++number;
    datagrams = datagrams || conversation.datagrams;
    if (conversation.datagrams) continue;
    auto hello = HelloOf(conversation, capture->key_log);
    if (!hello) continue;
    const std::string name =
        capture->conversations.size() == 1 ? path : fmt::format("{} #{}", path, number);
    hellos.push_back({name, std::move(*hello)});
  }
  if (!hellos.empty()) return hellos;
  return tl::unexpected(fmt::format(
      "{}: {}, {} conversation{}, and no whole ClientHello of TLS in it{}; allowed is a capture of "
      "the client's first bytes (shakedown inspect {} shows what is there)",
      path, capture->format, capture->conversations.size(),
      capture->conversations.size() == 1 ? "" : "s", datagrams ? " (DTLS is not predicted)" : "",
      path));
}

}  // namespace shakedown
