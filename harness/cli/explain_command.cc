#include "harness/cli/explain_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "harness/cli/exit_status.h"
#include "harness/cli/key_log_option.h"
#include "harness/cli/tables.h"
#include "harness/cli/terminal.h"
#include "harness/diagnose/diagnoser.h"
#include "harness/explain/explainer.h"
#include "harness/explain/text_cursor.h"
#include "harness/explain/text_form.h"
#include "harness/logs/explain_capture.h"
#include "harness/logs/log_explainer.h"
#include "harness/report/codes_page.h"
#include "harness/report/explain_json.h"
#include "harness/report/explain_terminal.h"
#include "harness/report/whole_file.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

struct ExplainArguments {
  std::vector<std::string> what;
  std::string file, system, json, page, list, key_log, colour = "auto";
  bool listed = false, verbose = false;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

ExplainLook LookOf(const ExplainArguments& arguments) {
  ExplainLook look;
  look.verbose = arguments.verbose;
  look.width = TerminalWidth();
  look.colour = PaintsOutput(arguments.colour);
  return look;
}

// What every way of explaining takes.
struct Tables {
  const CodeFinder& finder;
  const Codes& codes;
  std::filesystem::path profiles;
  std::string key_log;  // secrets of captures
};

// A log in plain words, in parts, `chunk` being the first of `size` bytes.
Explanation ExplainWords(std::FILE* file, std::string chunk, size_t size, const Tables& tables,
                         const std::string& system) {
  Explainer explainer(tables.finder, tables.codes, system);
  for (; size > 0; size = std::fread(chunk.data(), 1, chunk.size(), file)) {
    explainer.Text(std::string_view(chunk).substr(0, size));
  }
  return explainer.Finish();
}

// A log that tells of connections, or a capture, which is read as a whole.
tl::expected<Explanation, std::string> ExplainConnections(std::FILE* file, std::string chunk,
                                                          size_t size, LogForm log,
                                                          const Tables& tables,
                                                          const std::string& system) {
  constexpr size_t kLargestCapture = size_t{512} << 20;
  const auto profiles = LoadProfiles(tables.profiles);
  if (!profiles) return tl::unexpected(profiles.error());
  const Diagnoser diagnoser(*profiles);
  const Judges judges{tables.finder, tables.codes, diagnoser};
  if (!IsCaptured(std::string_view(chunk).substr(0, size))) {
    LogExplainer explainer(log, judges, system);
    for (; size > 0; size = std::fread(chunk.data(), 1, chunk.size(), file)) {
      explainer.Text(std::string_view(chunk).substr(0, size));
    }
    return explainer.Finish();
  }
  std::string whole;
  for (; size > 0 && whole.size() < kLargestCapture;
       size = std::fread(chunk.data(), 1, chunk.size(), file)) {
    whole.append(chunk, 0, size);
  }
  auto explanation = ExplainCaptured(whole, judges, system, tables.key_log);
  if (explanation && whole.size() >= kLargestCapture) {
    explanation->notes.emplace_back("only the first 512 MB were read");
  }
  return explanation;
}

// A log of any size, in parts. The error says what it is instead of a text and how to convert it.
tl::expected<Explanation, std::string> ExplainFile(std::FILE* file, const std::string& name,
                                                   const Tables& tables,
                                                   const std::string& system) {
  constexpr size_t kChunk = 1 << 20, kShort = 4096;
  std::string chunk(kChunk, '\0');
  size_t size = std::fread(chunk.data(), 1, kChunk, file);
  const std::string_view start = std::string_view(chunk).substr(0, size);
  const LogForm log = FormOfLog(start);
  const bool captured = IsCaptured(start);
  const bool tells = log != LogForm::kNone || captured;
  if (!captured && !tables.key_log.empty()) {
    return tl::unexpected(fmt::format("{} is no capture: --key-log opens nothing in it", name));
  }
  std::string remark;
  if (const auto form = tells ? std::nullopt : FormOf(start)) {
    const std::string told = fmt::format("{} is {}. {}", name, form->what, form->advice);
    if (!form->readable) return tl::unexpected(told);
    remark = told;
  }
  // A short text may be a bare number or name.
  if (size < kShort && !tells) {
    return ExplainText(tables.finder, tables.codes, start, system);
  }
  auto explained = tells ? ExplainConnections(file, std::move(chunk), size, log, tables, system)
                         : ExplainWords(file, std::move(chunk), size, tables, system);
  if (std::ferror(file) != 0) {
    return tl::unexpected(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
  }
  if (!explained) return tl::unexpected(fmt::format("{}: {}", name, explained.error()));
  if (!remark.empty()) explained->notes.insert(explained->notes.begin(), remark);
  return explained;
}

tl::expected<Explanation, std::string> ExplainInput(const ExplainArguments& arguments,
                                                    const Tables& tables) {
  std::error_code ignored;
  std::string path = arguments.file;
  const bool one = arguments.what.size() == 1 && path.empty();
  if (one &&
      (arguments.what[0] == "-" || std::filesystem::is_regular_file(arguments.what[0], ignored))) {
    path = arguments.what[0];
  } else if (arguments.what.empty() && path.empty()) {
    if (isatty(STDIN_FILENO) == 1) {
      return tl::unexpected(std::string(
          "nothing to explain: give a code or a message, -f FILE, or - for standard input"));
    }
    path = "-";
  } else if (!arguments.what.empty() && !path.empty()) {
    return tl::unexpected(std::string("either -f FILE or a text, not both"));
  }
  if (path.empty() && !tables.key_log.empty()) {
    return tl::unexpected(std::string("--key-log is for a capture: give its file"));
  }
  if (path.empty()) {
    const std::string text = fmt::format("{}", fmt::join(arguments.what, " "));
    return ExplainText(tables.finder, tables.codes, text, arguments.system);
  }
  if (path == "-") return ExplainFile(stdin, "standard input", tables, arguments.system);
  if (std::filesystem::is_directory(path, ignored)) {
    return tl::unexpected(fmt::format("{} is a folder", path));
  }
  const File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return tl::unexpected(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  return ExplainFile(file.get(), path, tables, arguments.system);
}

// An error that names the systems there are, for one that is not.
std::string NoSystem(const Lookup& lookup, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& system : lookup.systems()) names.push_back(system->name);
  return fmt::format("no system \"{}\"; there are {}", name, fmt::join(names, ", "));
}

// "GnuTLS", "System SSL" and "AT-TLS" are as good as gnutls, system_ssl and at_tls.
const LookupSystem* SystemNamed(const Lookup& lookup, std::string name) {
  for (char& c : name) {
    c = c == ' ' || c == '-' ? '_' : LowerChar(c);
  }
  std::erase(name, '/');
  return lookup.System(name);
}

int List(const ExplainArguments& arguments, const Lookup& lookup) {
  if (!arguments.json.empty()) return Unusable("--list writes a text: it takes no --json");
  if (arguments.list.empty()) {
    fmt::print("{}", ListSystems(lookup));
    return kAsExpected;
  }
  const LookupSystem* system = SystemNamed(lookup, arguments.list);
  if (system == nullptr) return Unusable(NoSystem(lookup, arguments.list));
  fmt::print("{}", ListCodes(*system, LookOf(arguments)));
  return kAsExpected;
}

// A word with a folder or an ending, of a file that is not there.
bool LooksLikeAFile(const std::string& text) {
  std::error_code ignored;
  const size_t dot = text.rfind('.');
  const bool ending =
      dot != std::string::npos && dot > 0 && text.size() - dot > 1 && text.size() - dot <= 8;
  const bool word = text.find(' ') == std::string::npos;
  return word && text != "-" && (ending || text.find('/') != std::string::npos) &&
         !std::filesystem::exists(text, ignored);
}

int ExplainCommand(ExplainArguments arguments) {
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto codes = LoadCodes(paths->codes);
  if (!codes) return Unusable(codes.error());
  const auto lookup = LoadLookup(paths->lookup, *codes);
  if (!lookup) return Unusable(lookup.error());
  if (arguments.listed) return List(arguments, *lookup);
  if (!arguments.page.empty()) {
    const auto done = WriteWhole(arguments.page, CodesPage(*lookup, *codes));
    return done ? kAsExpected : Unusable(done.error());
  }
  if (!arguments.system.empty()) {
    const LookupSystem* system = SystemNamed(*lookup, arguments.system);
    if (system == nullptr) return Unusable(NoSystem(*lookup, arguments.system));
    arguments.system = system->name;
  }
  const CodeFinder finder(*lookup);
  const auto key_log = ReadKeyLog(arguments.key_log);
  if (!key_log) return Unusable(key_log.error());
  auto explanation = ExplainInput(arguments, {finder, *codes, paths->profiles, *key_log});
  if (!explanation) return Unusable(explanation.error());
  if (explanation->stories.empty() && arguments.what.size() == 1 &&
      LooksLikeAFile(arguments.what[0])) {
    explanation->notes.push_back(
        fmt::format("there is no file {}: it was read as a text", arguments.what[0]));
  }
  // With the JSON on standard output, nothing else goes there.
  if (arguments.json != "-") fmt::print("{}", ExplainText(*explanation, LookOf(arguments)));
  if (!arguments.json.empty()) {
    if (auto done = WriteWhole(arguments.json, ExplainJson(*explanation)); !done) {
      return Unusable(done.error());
    }
  }
  return explanation->stories.empty() ? kNotAsExpected : kAsExpected;
}

}  // namespace

void AddExplainCommand(CLI::App* app, std::function<int()>* action) {
  auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* explain =
      app->add_subcommand("explain", "From a code, a message or a log to the cause and the fix");
  explain->footer(
      "Exit status: 0 something was recognised, 1 nothing was, 2 unusable input.\n"
      "Example: shakedown explain EZD1287I TTLS Error RC: 467 Initial Handshake\n"
      "         shakedown explain SSL_ALERT_SENT 02 2F\n"
      "         shakedown explain 435 --system system_ssl\n"
      "         shakedown explain netlog.json      (chrome://net-export)\n"
      "         curl -v https://host/ 2>&1 | shakedown explain -");
  // Numbers of GnuTLS, NSS and others begin with a minus.
  explain->allow_extras(false)->prefix_command(false);
  explain->add_option("what", arguments->what,
                      "A code, a name, a message, a file, - for standard input; what begins with "
                      "a minus goes after --");
  explain->add_option("--file,-f", arguments->file,
                      "A log to search, - for standard input. Of network logs of Chrome, "
                      "javax.net.debug, curl -v and --trace, s_client and s_server, System SSL "
                      "and AT-TLS traces and packet captures every failed connection is judged");
  AddKeyLogOption(explain, &arguments->key_log);
  explain->add_option("--system", arguments->system, "Only codes of this system");
  explain
      ->add_option("--list", arguments->list,
                   "List the systems, or the codes of one: --list gnutls")
      ->expected(0, 1);
  explain->add_option("--page", arguments->page,
                      "Write all codes as a page for a browser to this file");
  explain->add_option("--json", arguments->json, "Write the findings to this file, - for stdout");
  explain->add_flag("--verbose,-v", arguments->verbose,
                    "Every sentence with its source and confidence, all that the other end shows");
  explain->add_option("--colour,--color", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  explain->callback([arguments, action, explain] {
    arguments->listed = explain->count("--list") > 0;
    *action = [arguments] { return ExplainCommand(*arguments); };
  });
}

}  // namespace shakedown
