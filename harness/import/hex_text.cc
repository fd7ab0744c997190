#include "harness/import/hex_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/import/conversations.h"
#include "harness/import/hello.h"
#include "harness/import/hex_dump.h"
#include "harness/import/hex_run.h"
#include "harness/import/recognise.h"
#include "harness/import/text_place.h"

namespace shakedown {
namespace {

// A frame is taken for one only if it is no TLS and its headers hold together.
bool IsWholeFrame(const CapturedPiece& piece) {
  if (StartsLikeTls(piece.bytes)) return false;
  const auto segment = Dissect(LinkLayer::kEthernet, piece.bytes, piece.bytes.size());
  return segment && segment->cut == 0;
}

Capture OfFrames(const std::vector<SidedPiece>& frames) {
  Capture capture;
  Conversations conversations;
  size_t number = 0;
  for (const auto& frame : frames) {
    const Bytes& bytes = frame.piece.bytes;
    conversations.Add(LinkLayer::kEthernet, bytes, bytes.size(), ++number);
  }
  conversations.Finish(&capture);
  capture.remarks.push_back("the bytes are whole Ethernet frames and are read as packets");
  return capture;
}

Capture OfPieces(std::vector<SidedPiece> pieces, bool sides_known) {
  Conversation conversation;
  conversation.datagrams = StartsLikeDtls(pieces.front().piece.bytes);
  const auto client = sides_known ? FindClient(pieces) : std::nullopt;
  conversation.pieces = WithRoles(std::move(pieces), client);
  if (!sides_known) {
    for (CapturedPiece& piece : conversation.pieces) piece.from = SpeakerOf(piece.bytes);
  }
  Capture capture;
  capture.conversations.push_back(std::move(conversation));
  return capture;
}

}  // namespace

tl::expected<Capture, std::string> ReadHexText(std::string_view text) {
  const auto lines = SplitLines(text);
  const bool dump = IsHexDump(lines);
  auto read = dump ? ReadHexDump(lines) : ReadHexRun(lines);
  if (!read) {
    return tl::unexpected(fmt::format("{}; allowed: {}", read.error(), kAllowedForms));
  }
  const auto is_frame = [](const SidedPiece& piece) { return IsWholeFrame(piece.piece); };
  Capture capture = std::ranges::all_of(read->pieces, is_frame)
                        ? OfFrames(read->pieces)
                        : OfPieces(std::move(read->pieces), read->sides_known);
  capture.format = dump ? "hex dump" : "hex text";
  for (auto& remark : read->remarks) capture.remarks.push_back(std::move(remark));
  return capture;
}

}  // namespace shakedown
