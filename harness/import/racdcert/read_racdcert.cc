#include "harness/import/racdcert/read_racdcert.h"

#include "harness/import/attls/words.h"
#include "harness/import/racdcert/read_commands.h"
#include "harness/import/racdcert/read_listing.h"
#include "harness/import/racdcert/tso.h"
#include "harness/import/text_place.h"

namespace shakedown::racdcert {
namespace {

constexpr std::string_view kAnyCommand = "racdcert";

// Whether a list ends with this line: the next command, or what TSO asks for it with.
bool EndsList(std::string_view line) {
  const auto words = attls::Words(line);
  return !words.empty() &&
         (attls::SameWord(words[0], kAnyCommand) || attls::SameWord(words[0], "READY"));
}

std::string NothingFound(std::string_view text) {
  std::string error =
      "found neither a RACDCERT GENCERT command nor a list that RACDCERT LIST has printed";
  // In REXX and in shell scripts commands are quoted.
  const std::string lower = attls::Lower(text.substr(0, 1 << 20));
  if (lower.find(kAnyCommand) != std::string::npos) {
    error +=
        "; RACDCERT stands within other text: allowed are commands as TSO reads them, each from "
        "the beginning of a line, continued with - or +";
  }
  return error;
}

}  // namespace

tl::expected<Racf, std::string> ReadRacdcert(std::string_view text) {
  if (auto is_text = attls::CheckText(text); !is_text) return tl::unexpected(is_text.error());
  Racf racf;
  TsoReader commands(GencertOperands(), &racf.findings);
  ListingReader listing(&racf);
  bool in_list = false;
  int number = 0;
  for (const std::string_view line : SplitLines(text)) {
    ++number;
    if (ListingReader::Begins(line)) {
      commands.End();
      in_list = true;
    } else if (in_list && EndsList(line)) {
      listing.End();
      in_list = false;
    }
    if (in_list) {
      listing.Line(line, number);
    } else {
      commands.Line(line, number);
    }
  }
  commands.End();
  listing.End();
  const bool nothing = commands.commands().empty() && listing.entries().empty();
  if (nothing && racf.findings.empty()) return tl::unexpected(NothingFound(text));
  // In the order in which they happened.
  auto entry = listing.entries().begin();
  const auto add_until = [&](int line) {
    for (; entry != listing.entries().end() && entry->line < line; ++entry) {
      AddEntry(std::move(*entry), &racf);
    }
  };
  for (Command& command : commands.commands()) {
    add_until(command.line);
    Apply(std::move(command), &racf);
  }
  add_until(number + 1);
  racf.Tidy();
  return racf;
}

}  // namespace shakedown::racdcert
