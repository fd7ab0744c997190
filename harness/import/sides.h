// Pieces of which it is known that they come from one of two sides, but not which is the client.
#ifndef HARNESS_IMPORT_SIDES_H_
#define HARNESS_IMPORT_SIDES_H_

#include <optional>
#include <vector>

#include "harness/import/capture.h"

namespace shakedown {

struct SidedPiece {
  int side = 0;  // 0 or 1
  CapturedPiece piece;
};

// FindClient tells which side is the client by who sent a hello, in a piece that begins with one
// or spread over the first pieces of a side. Nothing when nobody did.
std::optional<int> FindClient(const std::vector<SidedPiece>& pieces);

// WithRoles hands the pieces on in their order, `from` filled if it is known who the client is.
std::vector<CapturedPiece> WithRoles(std::vector<SidedPiece> pieces, std::optional<int> client);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_SIDES_H_
