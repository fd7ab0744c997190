#include "harness/import/hex_dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "harness/import/dump_line.h"
#include "harness/import/text_place.h"

namespace shakedown {
namespace {

using Kind = DumpLine::Kind;

class DumpReader {
 public:
  // `two_columns`: the text has indented and other lines, and those are the two directions.
  explicit DumpReader(bool two_columns) : two_columns_(two_columns) {}

  // Take is given line `number` (from 0). Gives what is wrong with it.
  std::optional<std::string> Take(size_t number, DumpLine line);
  HexRead Finish();

 private:
  struct Direction {
    bool begun = false;
    uint64_t next_offset = 0;
    size_t piece = 0;  // in read_.pieces: the one that a continued offset continues
    Bytes last_line;
  };

  std::optional<std::string> Repeat(size_t number, uint64_t offset, Direction* direction);

  const bool two_columns_;
  std::array<Direction, 2> directions_;
  size_t last_side_ = 0;
  std::optional<size_t> repeat_;  // the line of a `*` that waits for the next offset
  size_t repeated_ = 0;
  HexPieces read_;
};

std::optional<std::string> DumpReader::Repeat(size_t number, uint64_t offset,
                                              Direction* direction) {
  const size_t width = direction->last_line.size();
  if (!direction->begun || width == 0) {
    return fmt::format("line {}: found '*', but no line before it to repeat", *repeat_ + 1);
  }
  if (offset <= direction->next_offset || (offset - direction->next_offset) % width != 0) {
    return fmt::format(
        "line {}: found offset 0x{:x} after '*', expected 0x{:x} and a multiple of {}", number + 1,
        offset, direction->next_offset, width);
  }
  const uint64_t wanted = offset - direction->next_offset;
  if (wanted > kMostRepeated - repeated_) {
    return fmt::format(
        "line {}: the '*' before offset 0x{:x} stands for {} bytes; at most {} are "
        "filled in",
        number + 1, offset, wanted, kMostRepeated);
  }
  repeated_ += wanted;
  Bytes& bytes = read_.pieces[direction->piece].piece.bytes;
  const size_t start = bytes.size();
  bytes.resize(start + wanted);
  // From the line, then from what is filled in already, twice as much each time.
  std::ranges::copy(direction->last_line, bytes.begin() + static_cast<std::ptrdiff_t>(start));
  for (size_t filled = width; filled < wanted;) {
    const size_t more = std::min<size_t>(filled, wanted - filled);
    std::memcpy(&bytes[start + filled], &bytes[start], more);
    filled += more;
  }
  direction->next_offset = offset;
  repeat_.reset();
  return std::nullopt;
}

std::optional<std::string> DumpReader::Take(size_t number, DumpLine line) {
  if (line.kind == Kind::kNothing) return std::nullopt;
  if (line.kind == Kind::kRepeat) {
    repeat_ = number;
    return std::nullopt;
  }
  const bool prefixed = line.direction != 0;
  const size_t side = (prefixed ? line.direction == 'I' : two_columns_ && line.indented) ? 1 : 0;
  read_.sides_known = read_.sides_known || prefixed || two_columns_;
  Direction& direction = directions_[side];
  if (repeat_) {
    if (auto wrong = Repeat(number, line.offset, &direction)) return wrong;
  }
  const bool continues = direction.begun && line.offset == direction.next_offset;
  if (direction.begun && !continues && line.offset != 0) {
    return fmt::format(
        "line {}: found offset 0x{:x}, expected 0x{:x}, or 0 for a new piece: a line is missing or "
        "was changed{}",
        number + 1, line.offset, direction.next_offset,
        direction.next_offset == 0x10 && (line.offset == 0x20 || line.offset == 0x16)
            ? " (offsets must be hexadecimal: od -A x)"
            : "");
  }
  if (!direction.begun && line.offset != 0) {
    read_.remarks.push_back(fmt::format("the dump begins at offset 0x{:x}", line.offset));
  }
  // A line without bytes tells the size of what came before.
  if (line.bytes.empty()) return std::nullopt;
  const bool same_piece = continues && direction.next_offset != 0 && last_side_ == side;
  if (!same_piece) {
    direction.piece = read_.pieces.size();
    SidedPiece piece;
    piece.side = static_cast<int>(side);
    piece.piece.source = number + 1;
    read_.pieces.push_back(std::move(piece));
  }
  Append(&read_.pieces[direction.piece].piece.bytes, line.bytes);
  direction.begun = true;
  direction.next_offset = line.offset + line.bytes.size();
  direction.last_line = std::move(line.bytes);
  last_side_ = side;
  return std::nullopt;
}

HexRead DumpReader::Finish() {
  if (repeat_) {
    return tl::unexpected(fmt::format(
        "line {}: found '*', but no offset after it that says how often", *repeat_ + 1));
  }
  if (read_.pieces.empty()) return tl::unexpected(std::string("offsets, but no bytes"));
  return std::move(read_);
}

// Puts the bytes of `xxd -e` in order, whose column of characters gives it away.
std::optional<std::string> SetOrder(std::vector<DumpLine>* lines,
                                    std::vector<std::string>* remarks) {
  std::optional<size_t> little, big;
  for (size_t i = 0; i < lines->size(); ++i) {
    const GroupOrder order = OrderOf((*lines)[i]);
    if (order == GroupOrder::kLittleEndian && !little) little = i;
    if (order == GroupOrder::kBigEndian && !big) big = i;
  }
  if (!little) return std::nullopt;
  if (big) {
    return fmt::format(
        "line {}: the characters beside the bytes show groups of the other byte order than in line "
        "{}: dump it again without `xxd -e`",
        *little + 1, *big + 1);
  }
  for (DumpLine& line : *lines) line.bytes = InOrder(line);
  remarks->emplace_back(
      "the groups are little-endian, as of xxd -e; the bytes have been put in order");
  return std::nullopt;
}

}  // namespace

bool IsHexDump(const std::vector<std::string_view>& lines) {
  std::optional<DumpLine> first;
  for (const std::string_view text : lines) {
    auto line = ParseDumpLine(text);
    if (!first) {
      if (!line) {
        // A first line with bytes that cannot be read is for ReadHexDump to report, if its offset
        // shows beyond doubt what the text is.
        if (text.starts_with("0000000 ")) return true;  // hexdump or od, showing words
        const size_t colon = text.find(':');
        return colon != text.npos && colon >= 4 && colon + 1 < text.size() &&
               IsSpace(text[colon + 1]) &&
               text.find_first_not_of(" \t0123456789abcdefABCDEFx") == colon;
      }
      if (line->kind == Kind::kNothing) continue;
      if (line->kind == Kind::kRepeat) return false;
      if (line->separated) return true;
      if (line->offset == 0 && line->offset_digits > 3 && !line->bytes.empty()) return true;
      first = std::move(*line);
    } else if (line && line->kind == Kind::kData) {
      return !first->bytes.empty() && line->offset == first->offset + first->bytes.size();
    }
  }
  return false;
}

HexRead ReadHexDump(const std::vector<std::string_view>& lines) {
  // The first offset of the lines that begin at the margin, and of the others.
  std::array<std::optional<uint64_t>, 2> first_offset;
  std::vector<DumpLine> parsed;
  parsed.reserve(lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    auto line = ParseDumpLine(lines[i]);
    if (!line) {
      return tl::unexpected(WrongAt(i, lines[i], line.error().column, line.error().expected));
    }
    auto& offset = first_offset[line->indented ? 1 : 0];
    if (line->kind == Kind::kData && !offset) offset = line->offset;
    parsed.push_back(std::move(*line));
  }
  std::vector<std::string> remarks;
  if (auto wrong = SetOrder(&parsed, &remarks)) return tl::unexpected(std::move(*wrong));
  DumpReader reader(first_offset[0] == 0u && first_offset[1] == 0u);
  for (size_t i = 0; i < parsed.size(); ++i) {
    if (auto wrong = reader.Take(i, std::move(parsed[i]))) return tl::unexpected(std::move(*wrong));
  }
  HexRead read = reader.Finish();
  if (read) read->remarks.insert(read->remarks.begin(), remarks.begin(), remarks.end());
  return read;
}

}  // namespace shakedown
