#include "harness/report/inspect_terminal.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/inspect_summary.h"
#include "harness/report/terminal_colours.h"

namespace shakedown {
namespace {

// Stands for a space at which a line is not broken; texts of a peer never hold it.
constexpr char kHardSpace = '\x1f';

using Kind = InspectedItem::Kind;

std::string Counted(uint64_t bytes) {
  return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s");
}

std::string Direction(const InspectedItem& item) {
  if (!item.from) return "                ";
  return *item.from == Role::kClient ? "client -> server" : "server -> client";
}

// "TLS 1.2 (0x0303)", "GREASE (0x0a0a)", "fatal (2)", "517".
std::string Value(const Field& field) {
  if (!field.number) return field.text;
  if (field.text.empty()) return std::to_string(*field.number);
  const bool wide = field.size == 2 || field.size == 3 || field.name == "Extension";
  return wide ? fmt::format("{} ({:#06x})", field.text, *field.number)
              : fmt::format("{} ({})", field.text, *field.number);
}

// A vector of code points or texts, better read as one list than as a column.
bool IsList(const Field& field) {
  return !field.children.empty() && field.number && field.text.empty() &&
         std::ranges::all_of(field.children, [&field](const Field& child) {
           return child.children.empty() && !child.opaque && !child.text.empty() &&
                  child.name == field.children.front().name;
         });
}

class Printer {
 public:
  explicit Printer(const InspectLook& look) : look_(look) {
    look_.width = std::max<size_t>(look_.width, 40);
  }

  std::string Take() { return std::move(out_); }

  void Heading(const InspectedConversation& conversation, size_t number) {
    std::string line = fmt::format("conversation {}", number);
    if (!conversation.client.empty() || !conversation.server.empty()) {
      line += fmt::format(": {} -> {}", conversation.client, conversation.server);
    }
    if (!conversation.label.empty()) line += fmt::format(" ({})", conversation.label);
    out_ += Paint(kBold, line) + '\n';
    for (const std::string& remark : conversation.remarks) out_ += "  " + remark + '\n';
  }

  void Line(const InspectedItem& item) {
    std::string text;
    if (item.kind == Kind::kNotice) {
      text = Paint(kYellow, item.type);
    } else if (item.kind == Kind::kRecord) {
      // Told by the messages in it, or else by what can be said of it.
      if (!item.error && !item.partial && (!item.encrypted || Told(item))) return;
      const Field* length = FindField(item.tree, {"length"});
      text =
          fmt::format("{} record  {}{}", item.encrypted && !item.opened ? "protected" : item.type,
                      Counted(length != nullptr ? length->number.value_or(0) : 0),
                      item.opened ? "  " + item.content_type : "");
    } else {
      text = fmt::format("{}  {}", item.type, Counted(item.bytes.size()));
      const std::string summary = Summarise(item);
      if (!summary.empty()) text += "  " + summary;
    }
    if (item.partial) text += "  (only the beginning is here)";
    if (item.error) text += "  " + Paint(kRed, "wrong: " + NameOf(item.error->alert));
    const std::string start = fmt::format("  {}  ", Direction(item));
    Wrapped(start, text, start.size() + 2);
  }

  void Tree(const InspectedItem& item) {
    std::string line = Direction(item);
    if (!item.from) line = "from ?";
    line += fmt::format("  at {}", item.offset);
    if (item.source != 0) line += fmt::format(", {} {}", look_.source, item.source);
    switch (item.kind) {
      case Kind::kRecord:
        line = fmt::format("record {}  {}", item.number, line);
        break;
      case Kind::kMessage:
        line = fmt::format("{}, {}{}  {}", item.type, Counted(item.bytes.size()), In(item), line);
        break;
      case Kind::kNotice:
        line = fmt::format("{}  {}", item.type, line);
        break;
    }
    if (item.partial) line += "  (only the beginning is here)";
    out_ += '\n';
    Wrapped("", Paint(item.kind == Kind::kNotice ? kYellow : kBold, line), 4);
    if (item.kind == Kind::kRecord) {
      Record(item);
    } else {
      for (const Field& field : item.tree.children) Print(field, 0);
    }
    if (item.error) Error(item);
  }

 private:
  // Whether messages follow that tell of this record.
  static bool Told(const InspectedItem& item) {
    return item.opened && item.content_type != "application_data";
  }

  static std::string In(const InspectedItem& item) {
    if (item.records.empty()) return "";
    if (item.records.size() == 1) return fmt::format(" in record {}", item.records[0]);
    return fmt::format(" in {} records, {} to {}", item.records.size(), item.records.front(),
                       item.records.back());
  }

  std::string Paint(const char* colour, const std::string& text) const {
    return look_.colour ? fmt::format("\033[{}m{}\033[0m", colour, text) : text;
  }

  // A header is short enough for one line.
  void Record(const InspectedItem& item) {
    std::string line;
    for (const Field& field : item.tree.children) {
      line += fmt::format("{}{} {}", line.empty() ? "" : ", ", field.name, Value(field));
    }
    Wrapped("       ", line, 9);
    if (!item.encrypted) return;
    const bool damaged = item.error && item.error->alert == AlertDescription::kBadRecordMac;
    if (damaged) return;  // the error says so
    if (item.opened) {
      out_ += fmt::format("       opened with the key log: {}\n", item.content_type);
      return;
    }
    const char* const why =
        item.not_followed ? "it is not decrypted here" : "no key given opens it";
    out_ += Paint(kDim, fmt::format("       protected; {}", why)) + "\n";
  }

  // Writes `start` and `text`, broken between words where the line ends; further lines are indented
  // by `indent`. Words longer than a line are left whole.
  void Wrapped(const std::string& start, std::string_view text, size_t indent) {
    std::string line = start;
    bool first_word = true;
    size_t columns = start.size();
    while (!text.empty()) {
      const size_t space = text.find(' ');
      const std::string_view word = text.substr(0, space);
      text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
      const size_t length = Columns(word);
      const bool at_start = first_word && columns <= indent;
      if (!at_start && length != 0 && columns + !first_word + length > look_.width) {
        while (!line.empty() && line.back() == ' ') line.pop_back();
        out_ += line + '\n';
        line = std::string(indent, ' ');
        columns = indent;
        first_word = true;
      }
      if (!first_word) {
        line += ' ';
        ++columns;
      }
      line += word;
      std::ranges::replace(line, kHardSpace, ' ');
      columns += length;
      first_word = false;
    }
    out_ += line + '\n';
  }

  // Characters that take room: all but colours.
  static size_t Columns(std::string_view word) {
    size_t count = 0;
    bool escape = false;
    for (const char c : word) {
      if (c == '\033') escape = true;
      if (!escape) ++count;
      if (c == 'm') escape = false;
    }
    return count;
  }

  // Long opaque values are shortened to what fits the line.
  std::string Opaque(const Field& field, size_t room) const {
    const size_t bytes = field.text.size() / 2;
    if (bytes == 0) return "(empty)";
    const std::string size = fmt::format(" ({})", Counted(bytes));
    room = std::max<size_t>(room, 16 + size.size());
    if (field.text.size() + size.size() <= room) return field.text + size;
    const size_t digits = (room - size.size() - 3) / 2 * 2;
    return field.text.substr(0, digits) + "..." + size;
  }

  void Print(const Field& field, size_t depth) {
    const std::string indent(2 * depth, ' ');
    // An extension is a branch with its own name; its type and length are told by it.
    if (field.name == "Extension" && field.children.size() == 2) {
      Extension(field, depth);
      return;
    }
    std::string start = fmt::format("{:>5}  {}{}", field.offset, indent, field.name);
    if (IsList(field)) {
      std::string text;
      for (const Field& child : field.children) {
        std::string value = Value(child);
        std::ranges::replace(value, ' ', kHardSpace);
        text += value + (&child == &field.children.back() ? "" : ", ");
      }
      start += fmt::format(" ({})", field.children.size());
      Wrapped(start + "  ", text, 9 + indent.size());
      return;
    }
    if (field.opaque) {
      start += "  ";
      out_ += start + Opaque(field, look_.width - std::min(look_.width, start.size())) + '\n';
    } else if (!field.children.empty() && field.number && field.text.empty()) {
      out_ += fmt::format("{}  {}\n", start, Counted(*field.number));
    } else if (field.children.empty() && !field.number && field.text.empty()) {
      out_ += start + "  (empty)\n";
    } else {
      const std::string value = Value(field);
      Wrapped(start + (value.empty() ? "" : "  "), value, 9 + indent.size());
    }
    for (const Field& child : field.children) Print(child, depth + 1);
  }

  void Extension(const Field& field, size_t depth) {
    const Field& data = field.children[1];
    const std::string indent(2 * depth, ' ');
    const std::string start = fmt::format("{:>5}  {}{}", field.offset, indent, Value(field));
    if (data.children.empty()) {
      out_ += start + "  (empty)\n";
      return;
    }
    out_ += fmt::format("{}  {}\n", start, Counted(data.number.value_or(0)));
    for (const Field& child : data.children) Print(child, depth + 1);
  }

  // The bytes around the wrong one, it underlined, and what is wrong with it.
  void Error(const InspectedItem& item) {
    const FieldError& error = *item.error;
    constexpr size_t kRow = 16;
    const size_t at = std::min(error.offset, item.bytes.size());
    // As many bytes before as after, as far as there are any.
    size_t begin = at < kRow / 2 ? 0 : at - kRow / 2;
    const size_t end = std::min(begin + kRow, item.bytes.size());
    if (end - begin < kRow) begin = end < kRow ? 0 : end - kRow;
    const std::string start = fmt::format("  {:>5}  ", begin);
    std::string hex = start;
    for (size_t i = begin; i < end; ++i) hex += fmt::format("{:02x} ", item.bytes[i]);
    while (hex.back() == ' ') hex.pop_back();
    out_ += hex + '\n';
    out_ += std::string(start.size() + 3 * (at - begin), ' ') + Paint(kRed, "^^") + '\n';
    std::string text = fmt::format("{} at byte {}: deserves alert {} ({})",
                                   error.field.empty() ? item.type : error.field, error.offset,
                                   NameOf(error.alert), static_cast<int>(error.alert));
    if (!error.clause.empty()) text += fmt::format("; {}", error.clause);
    if (!error.rule.empty()) text += fmt::format(": {}", error.rule);
    Wrapped("  ", Paint(kRed, "wrong:") + " " + text, 4);
  }

  InspectLook look_;
  std::string out_;
};

}  // namespace

std::string InspectText(const InspectedConversation& conversation, size_t number,
                        const InspectLook& look) {
  Printer printer(look);
  printer.Heading(conversation, number);
  for (const InspectedItem& item : conversation.items) printer.Line(item);
  if (look.trees) {
    for (const InspectedItem& item : conversation.items) printer.Tree(item);
  }
  return printer.Take();
}

}  // namespace shakedown
