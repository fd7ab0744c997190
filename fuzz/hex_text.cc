// Any text as hex: what is read can be written plainly and read again.
#include "harness/import/hex_text.h"

#include "fuzz/target.h"
#include "harness/import/hex_dump.h"

namespace shakedown {

void FuzzOne(View input) {
  const auto capture = ReadHexText(AsText(input));
  if (!capture) {
    FuzzCheck(!capture.error().empty(), "an error says something");
    return;
  }
  size_t size = 0;
  for (const Conversation& conversation : capture->conversations) {
    for (const CapturedPiece& piece : conversation.pieces) {
      FuzzCheck(!piece.bytes.empty() || conversation.datagrams, "no piece is empty");
      FuzzCheck(piece.source > 0, "a piece comes from somewhere");
      size += piece.bytes.size();
      if (conversation.datagrams || piece.bytes.size() > input.size()) continue;
      const auto again = ReadHexText("0x" + ToHex(piece.bytes));
      // Bytes that are a frame are read as a packet.
      if (!again || again->conversations.empty() || again->conversations[0].client != "") continue;
      FuzzCheck(again->conversations[0].pieces[0].bytes == piece.bytes, "plain hex says the same");
    }
  }
  FuzzCheck(size <= input.size() + kMostRepeated, "a digit is half a byte at most");
}

}  // namespace shakedown
