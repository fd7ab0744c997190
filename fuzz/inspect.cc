// Any bytes as a capture, followed to the end and shown: what is shown is of the bytes, can be
// printed, and does not depend on how a stream was cut.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fuzz/target.h"
#include "harness/inspect/conversation_facts.h"
#include "harness/inspect/follow.h"
#include "harness/report/inspect_json.h"
#include "harness/report/inspect_terminal.h"

namespace shakedown {
namespace {

std::string JsonOf(const InspectedConversation& conversation) {
  const NumberedConversation one{1, &conversation, nullptr};
  return InspectJson(std::span(&one, 1));
}

// The conversation with every piece in as many of at most `most` bytes.
Conversation CutFiner(const Conversation& conversation, size_t most) {
  Conversation finer = conversation;
  finer.pieces.clear();
  for (const CapturedPiece& piece : conversation.pieces) {
    CapturedPiece part = piece;
    View rest = piece.bytes;
    do {
      const View some = rest.first(std::min(most, rest.size()));
      rest = rest.subspan(some.size());
      part.bytes.assign(some.begin(), some.end());
      part.truncated = piece.truncated && rest.empty();
      finer.pieces.push_back(part);
      part.missing_before = 0;
    } while (!rest.empty());
  }
  return finer;
}

void CheckTree(const Field& field, size_t size) {
  FuzzCheck(field.offset <= size && field.size <= size - field.offset, "a field is of the bytes");
  for (const Field& part : field.children) CheckTree(part, size);
}

// After bytes that are missing, the next record is looked for in the piece that is there; and of
// bytes that are no TLS only those of the first piece are shown.
bool IsReadAsItComes(const Conversation& conversation, const InspectedConversation& inspected) {
  return std::ranges::none_of(conversation.pieces,
                              [](const CapturedPiece& piece) {
                                return piece.missing_before != 0 || piece.truncated;
                              }) &&
         std::ranges::none_of(inspected.items, [](const InspectedItem& item) {
           return item.type.starts_with("no TLS record");
         });
}

void CheckItems(const InspectedConversation& conversation) {
  for (const InspectedItem& item : conversation.items) {
    if (item.kind != InspectedItem::Kind::kNotice) CheckTree(item.tree, item.bytes.size());
    FuzzCheck(!item.error || !item.error->rule.empty(), "an objection names its rule");
  }
}

}  // namespace

void FuzzOne(View input) {
  const auto capture = ReadCapture(input);
  if (!capture) return;
  for (const Conversation& conversation : capture->conversations) {
    const InspectedConversation whole = Follow(conversation, capture->key_log);
    CheckItems(whole);
    const std::string text = InspectText(whole, 1, {});
    FuzzCheck(std::ranges::all_of(text, [](unsigned char c) { return c == '\n' || c >= ' '; }),
              "nothing that steers a terminal is shown");
    const std::string json = JsonOf(whole);
    FuzzCheck(nlohmann::json::accept(json), "what is for machines is JSON");
    (void)FactsOf(conversation, capture->key_log);
    if (conversation.datagrams || !IsReadAsItComes(conversation, whole)) continue;
    const InspectedConversation finer = Follow(CutFiner(conversation, 7), capture->key_log);
    FuzzCheck(JsonOf(finer) == json, "a stream may be cut anywhere");
  }
}

}  // namespace shakedown
