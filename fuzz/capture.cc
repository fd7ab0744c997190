// Any bytes as a capture of whatever form.
#include "harness/import/capture.h"

#include <algorithm>

#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) {
  const auto capture = ReadCapture(input);
  if (!capture) {
    FuzzCheck(!capture.error().empty(), "an error says something");
    return;
  }
  FuzzCheck(!capture->format.empty(), "the form has a name");
  FuzzCheck(!capture->conversations.empty() || !capture->remarks.empty(),
            "nothing is told to be so");
  FuzzCheck(capture->key_log.size() <= 2 * input.size(), "secrets come from the input");
  size_t size = 0;
  for (const Conversation& conversation : capture->conversations) {
    for (const CapturedPiece& piece : conversation.pieces) {
      FuzzCheck(!piece.bytes.empty() || conversation.datagrams, "only datagrams are empty");
      size += piece.bytes.size();
    }
  }
  const bool may_repeat = capture->format == "hex dump";
  FuzzCheck(may_repeat || size <= input.size(), "every byte comes from the input, once");
}

}  // namespace shakedown
