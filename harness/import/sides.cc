#include "harness/import/sides.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/import/hello.h"

namespace shakedown {
namespace {

constexpr size_t kEnoughToTell = 16;

int ClientIf(int side, Role role) { return role == Role::kClient ? side : 1 - side; }

}  // namespace

std::optional<int> FindClient(const std::vector<SidedPiece>& pieces) {
  std::array<Bytes, 2> beginning;
  for (const auto& [side, piece] : pieces) {
    if (const auto role = SpeakerOf(piece.bytes)) return ClientIf(side, *role);
    Bytes& first = beginning[static_cast<size_t>(side)];
    if (first.size() >= kEnoughToTell) continue;
    const size_t wanted = std::min(kEnoughToTell - first.size(), piece.bytes.size());
    Append(&first, View(piece.bytes).first(wanted));
    if (const auto role = SpeakerOf(first)) return ClientIf(side, *role);
  }
  return std::nullopt;
}

std::vector<CapturedPiece> WithRoles(std::vector<SidedPiece> pieces, std::optional<int> client) {
  std::vector<CapturedPiece> named;
  named.reserve(pieces.size());
  for (auto& [side, piece] : pieces) {
    if (client) piece.from = side == *client ? Role::kClient : Role::kServer;
    named.push_back(std::move(piece));
  }
  return named;
}

}  // namespace shakedown
