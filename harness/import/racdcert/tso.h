// TSO commands in a text: JCL around them, comments and continued lines taken care of.
#ifndef HARNESS_IMPORT_RACDCERT_TSO_H_
#define HARNESS_IMPORT_RACDCERT_TSO_H_

#include <string>
#include <string_view>
#include <vector>

#include "harness/import/attls/finding.h"

namespace shakedown::racdcert {

// A word of a command, with what stands in brackets behind it: SIZE(256), or
// SUBJECTSDN(CN('a') O('b')). Brackets without a word have an empty one.
struct Operand {
  std::string text;  // in capitals, as TSO takes it; as written where it is quoted
  int line = 0;      // from 1
  bool quoted = false;
  bool brackets = false;
  std::vector<Operand> inside;
};

struct Command {
  int line = 0;
  std::vector<Operand> operands;  // without the command's own name
};

// Reads RACDCERT commands line by line; other commands, JCL and messages are passed over.
class TsoReader {
 public:
  // `keywords` are the words by which a line is known to belong to the command before it although
  // no sign continues that. What is wrong goes to `*findings`.
  TsoReader(const std::vector<std::string>& keywords, attls::Findings* findings)
      : keywords_(keywords), findings_(findings) {}

  void Line(std::string_view line, int number);
  // Ends the command that is open, if any.
  void End();

  std::vector<Command>& commands() { return commands_; }

 private:
  struct Token {
    enum class Kind : uint8_t { kWord, kQuoted, kOpen, kClose };
    Kind kind = Kind::kWord;
    std::string text;
    int line = 0;
  };

  std::string WithoutComments(std::string_view line);
  void Begin(std::string_view text, int number);
  bool BelongsToTheLast(std::string_view text) const;
  void Tokens(std::string_view text, int number);
  void EndWord();
  void Say(std::string_view id, int line, std::string message, std::string fix);
  void Build(Command* command);

  const std::vector<std::string>& keywords_;
  attls::Findings* findings_;
  std::vector<Command> commands_;
  std::vector<Token> tokens_;  // of the open command
  bool open_ = false;
  bool continued_ = false;  // the last line ends with a sign
  bool joins_words_ = false;
  bool skipping_ = false;  // another command goes on
  bool in_comment_ = false;
  bool in_quote_ = false;
  bool in_word_ = false;
  bool too_long_ = false;
  int depth_ = 0;      // of brackets
  int last_line_ = 0;  // of the open command, or of the one before
};

}  // namespace shakedown::racdcert

#endif  // HARNESS_IMPORT_RACDCERT_TSO_H_
