#include "harness/cli/inspect_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "harness/cli/exit_status.h"
#include "harness/cli/inspect_input.h"
#include "harness/cli/key_log_option.h"
#include "harness/cli/tables.h"
#include "harness/cli/terminal.h"
#include "harness/diagnose/diagnoser.h"
#include "harness/explain/text_form.h"
#include "harness/import/capture.h"
#include "harness/import/logs/log_form.h"
#include "harness/inspect/conversation_facts.h"
#include "harness/inspect/follow.h"
#include "harness/report/diagnosis_report.h"
#include "harness/report/inspect_json.h"
#include "harness/report/inspect_terminal.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

struct InspectArguments {
  std::vector<std::string> input, only;
  std::string key_log, json, colour = "auto";
  size_t conversation = 0;  // 0: all
  bool summary = false;
};

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Leaves only items of the types named, however they are capitalised.
void Keep(InspectedConversation* conversation, const std::vector<std::string>& types) {
  if (types.empty()) return;
  std::erase_if(conversation->items, [&types](const InspectedItem& item) {
    return item.kind == InspectedItem::Kind::kRecord ||
           std::ranges::none_of(
               types, [&item](const std::string& type) { return Lower(type) == Lower(item.type); });
  });
}

// The lines about the input as a whole.
void PrintAbout(std::FILE* out, const Capture& capture) {
  const size_t count = capture.conversations.size();
  fmt::print(out, "{}, {} conversation{}\n", capture.format, count, count == 1 ? "" : "s");
  for (const std::string& remark : capture.remarks) fmt::print(out, "  {}\n", remark);
}

std::optional<Diagnosis> Diagnosed(const Conversation& conversation, std::string_view key_log,
                                   std::optional<int64_t> time, const Diagnoser& diagnoser) {
  const auto found = FactsOf(conversation, key_log);
  if (!found) return std::nullopt;
  return diagnoser.Diagnose(
      {.facts = &found->facts, .closed_by = found->closed_by, .time = time, .rest = found->rest});
}

// What the input is instead of bytes, and who reads that.
std::string NoCapture(const Input& input, const std::string& error) {
  const std::string_view text = AsText(input.bytes);
  const LogForm log = FormOfLog(text);
  const std::string file = input.name == "standard input" ? "-" : input.name;
  if (log != LogForm::kNone) {
    return fmt::format(
        " is a log ({}), and no bytes; `shakedown explain {}` tells what passed and "
        "why it failed",
        NameOf(log), file);
  }
  const auto form = FormOf(text);
  if (form && form->what == "EBCDIC text")
    return fmt::format(" is {}. {}", form->what, form->advice);
  return ": " + error;
}

int InspectCommand(const InspectArguments& arguments) {
  const auto input = ReadInput(arguments.input);
  if (!input) return Unusable(input.error());
  auto capture = ReadCapture(input->bytes);
  if (!capture)
    return Unusable(fmt::format("{}{}", input->name, NoCapture(*input, capture.error())));
  std::string key_log = std::move(capture->key_log);
  const auto more_secrets = ReadKeyLog(arguments.key_log);
  if (!more_secrets) return Unusable(more_secrets.error());
  key_log += *more_secrets;
  const size_t count = capture->conversations.size();
  if (arguments.conversation > count) {
    return Unusable(fmt::format("--conversation: there is no number {}, allowed is 1 to {}",
                                arguments.conversation, count));
  }

  // With the JSON on standard output, nothing else goes there.
  const bool text = arguments.json != "-";
  InspectLook look;
  look.colour = PaintsOutput(arguments.colour);
  look.width = TerminalWidth();
  look.trees = !arguments.summary;
  look.source = capture->format.starts_with("pcap") ? "packet" : "line";
  if (text) PrintAbout(stdout, *capture);
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto profiles = LoadProfiles(paths->profiles);
  if (!profiles) return Unusable(profiles.error());
  const Diagnoser diagnoser(*profiles);
  std::vector<std::optional<Diagnosis>> diagnoses;
  diagnoses.reserve(count);
  std::vector<InspectedConversation> followed;
  std::vector<NumberedConversation> numbered;
  followed.reserve(count);
  bool well_formed = true;
  for (size_t number = 1; number <= count; ++number) {
    if (arguments.conversation != 0 && arguments.conversation != number) continue;
    InspectedConversation one = Follow(capture->conversations[number - 1], key_log);
    well_formed = well_formed && one.well_formed();
    Keep(&one, arguments.only);
    if (text) fmt::print("\n{}", InspectText(one, number, look));
    diagnoses.push_back(
        Diagnosed(capture->conversations[number - 1], key_log, capture->time, diagnoser));
    const auto& diagnosis = diagnoses.back();
    if (text && diagnosis) fmt::print("{}", DiagnosisText(*diagnosis, look.width));
    if (arguments.json.empty()) continue;
    followed.push_back(std::move(one));
    numbered.push_back({number, &followed.back(), diagnosis ? &*diagnosis : nullptr});
  }
  if (!arguments.json.empty()) {
    if (auto done = WriteWhole(arguments.json, InspectJson(numbered)); !done) {
      return Unusable(done.error());
    }
  }
  return well_formed ? kAsExpected : kNotAsExpected;
}

}  // namespace

void AddInspectCommand(CLI::App* app, std::function<int()>* action) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App* inspect = app->add_subcommand("inspect", "Show captured bytes as records and messages");
  inspect->footer(
      "Exit status: 0 all is well-formed, 1 something is not, 2 unusable input.\n"
      "Example: shakedown inspect flow.pcap --key-log keys.log --summary");
  inspect->add_option("input", arguments->input,
                      "A file (pcap, pcapng, raw bytes, hex dump, AT-TLS trace), - for standard "
                      "input, or the bytes themselves in hex; none: standard input");
  AddKeyLogOption(inspect, &arguments->key_log);
  inspect->add_option("--conversation,-c", arguments->conversation, "Only the N-th conversation")
      ->check(CLI::PositiveNumber);
  inspect
      ->add_option("--only", arguments->only,
                   "Only messages of these types: ClientHello,ServerHello,alert")
      ->delimiter(',')
      ->allow_extra_args(false);
  inspect->add_flag("--summary,-s", arguments->summary, "Only the line a message, no trees");
  inspect->add_option("--json", arguments->json,
                      "Write records and messages to this file, - for stdout");
  inspect->add_option("--colour,--color", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  inspect->callback(
      [arguments, action] { *action = [arguments] { return InspectCommand(*arguments); }; });
}

}  // namespace shakedown
