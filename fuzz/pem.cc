// Any text as the user's PEM files: chain and key at once, and a file of trust.
#include "harness/pki/pem.h"

#include "fuzz/target.h"

namespace shakedown {

void FuzzOne(View input) {
  static const LibraryContextPtr context = NewForgeContext();
  const std::string_view text = AsText(input);
  const auto chain = ParsePemChain(context.get(), "chain", text, "key", text);
  if (chain) {
    FuzzCheck(!chain->chain.empty() && !chain->chain.front().empty(), "a chain has a leaf");
    FuzzCheck(!chain->key.empty(), "a chain has its key");
  } else {
    FuzzCheck(chain.error().starts_with("chain: ") || chain.error().starts_with("key: "),
              "an error names its file");
  }
  const auto anchor = ParsePemAnchor(context.get(), "trust", text);
  FuzzCheck(anchor ? !anchor->certificate.empty() : anchor.error().starts_with("trust: "),
            "a file of trust gives an anchor, or an error that names it");
  FuzzCheck(!chain || anchor || chain->chain.size() > 1, "a lone leaf is an anchor as well");
  FuzzCheck(ERR_peek_error() == 0, "nothing stays behind in the error queue");
}

}  // namespace shakedown
