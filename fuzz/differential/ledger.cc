#include "fuzz/differential/ledger.h"

#include <algorithm>

namespace shakedown {

tl::expected<std::vector<LedgerRow>, std::string> ReadLedger(std::string_view text) {
  static constexpr std::string_view kBetween = " | ";
  std::vector<LedgerRow> rows;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> parts;
    for (size_t from = 0; from <= line.size();) {
      const size_t to = std::min(line.find(kBetween, from), line.size());
      parts.push_back(line.substr(from, to - from));
      from = to + kBetween.size();
    }
    constexpr size_t kParts = 5;
    if (parts.size() != kParts) return tl::unexpected(line + ": not five parts");
    if (std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.empty(); })) {
      return tl::unexpected(line + ": a part is empty");
    }
    if (parts[2] != "ours" && parts[2] != "theirs" && parts[2] != "both") {
      return tl::unexpected(line + ": right are ours, theirs or both");
    }
    rows.push_back({parts[0], parts[1], parts[2], parts[3], parts[4]});
  }
  return rows;
}

const LedgerRow* FindRow(const std::vector<LedgerRow>& ledger, std::string_view ours,
                         std::string_view theirs) {
  for (const LedgerRow& row : ledger) {
    if (row.ours != ours) continue;
    const bool open = row.theirs.ends_with('*');
    const std::string_view start = std::string_view(row.theirs).substr(0, row.theirs.size() - 1);
    if (open ? theirs.starts_with(start) : theirs == row.theirs) return &row;
  }
  return nullptr;
}

}  // namespace shakedown
