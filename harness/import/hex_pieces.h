// What the readers of hex text give.
#ifndef HARNESS_IMPORT_HEX_PIECES_H_
#define HARNESS_IMPORT_HEX_PIECES_H_

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "harness/import/sides.h"

namespace shakedown {

struct HexPieces {
  std::vector<SidedPiece> pieces;  // at least one, none empty
  bool sides_known = false;        // the text tells the two directions apart
  std::vector<std::string> remarks;
};

// The error names line and column, and what was found there.
using HexRead = tl::expected<HexPieces, std::string>;

}  // namespace shakedown

#endif  // HARNESS_IMPORT_HEX_PIECES_H_
