#include "harness/cli/matrix_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "harness/cli/at_day.h"
#include "harness/cli/exit_status.h"
#include "harness/cli/matrix_axis.h"
#include "harness/cli/scenario_files.h"
#include "harness/cli/tables.h"
#include "harness/cli/terminal.h"
#include "harness/report/matrix_csv.h"
#include "harness/report/matrix_json.h"
#include "harness/report/matrix_page.h"
#include "harness/report/matrix_terminal.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

struct MatrixArguments {
  std::vector<std::string> paths, clients, servers, certificates;
  std::string csv, json, html, at, colour = "auto";
  size_t max_cells = 20'000'000;
  unsigned jobs = 0;
  bool fail_on_refusal = false;
};

using Done = tl::expected<void, std::string>;

tl::unexpected<std::string> In(const char* option, const std::string& problem) {
  return tl::unexpected(fmt::format("{}: {}", option, problem));
}

// Both sides of every case of the scenarios given.
Done AddScenarios(const std::vector<std::string>& paths, MatrixAxis* clients, MatrixAxis* servers) {
  if (paths.empty()) return {};
  const auto files = FindScenarioFiles(paths);
  if (!files) return tl::unexpected(files.error());
  if (files->empty()) {
    return tl::unexpected(fmt::format("no scenario file under {}", fmt::join(paths, ", ")));
  }
  for (const ScenarioFile& file : *files) {
    LoadOptions options;
    options.root = file.root;
    options.need_expect = false;
    const auto scenarios = LoadScenarios(file.path, ReadTextFile, options);
    if (!scenarios) {
      std::string text;
      for (const LoadError& error : scenarios.error()) {
        if (!text.empty()) text += '\n';
        text += error.ToString();
      }
      return tl::unexpected(text);
    }
    for (const Scenario& scenario : *scenarios) {
      if (auto done = clients->AddScenario(scenario); !done) return done;
      if (auto done = servers->AddScenario(scenario); !done) return done;
    }
  }
  return {};
}

tl::expected<Matrix, std::string> Build(const MatrixArguments& arguments,
                                        const Profiles& profiles) {
  MatrixAxis client_axis(Role::kClient, profiles), server_axis(Role::kServer, profiles);
  if (auto done = AddScenarios(arguments.paths, &client_axis, &server_axis); !done) {
    return tl::unexpected(done.error());
  }
  for (const std::string& what : arguments.clients) {
    if (auto done = client_axis.Add(what); !done) return In("--client", done.error());
  }
  for (const std::string& what : arguments.servers) {
    if (auto done = server_axis.Add(what); !done) return In("--server", done.error());
  }
  const auto now = TimeOf(arguments.at);
  if (!now) return tl::unexpected(now.error());
  if (auto done = server_axis.Certify(arguments.certificates, *now); !done) {
    return In("--server-certificate", done.error());
  }
  for (const std::string& note : server_axis.notes()) fmt::print(stderr, "note: {}\n", note);
  std::vector<MatrixSide> clients = client_axis.Take(), servers = server_axis.Take();
  if (clients.empty()) {
    return tl::unexpected<std::string>(
        "no client: give --client with a profile ('*' is all of them) or a file");
  }
  if (servers.empty()) {
    return tl::unexpected<std::string>(
        "no server: give --server with a profile ('*' is all of them) or a file, or "
        "--server-certificate");
  }
  if (clients.size() > arguments.max_cells / servers.size()) {
    return tl::unexpected(
        fmt::format("{} clients by {} servers are more than {} pairs; fewer of "
                    "them, or --max-cells with the number you want",
                    clients.size(), servers.size(), arguments.max_cells));
  }
  return BuildMatrix(std::move(clients), std::move(servers), arguments.jobs);
}

int MatrixCommand(const MatrixArguments& arguments) {
  const std::string* outputs[] = {&arguments.csv, &arguments.json, &arguments.html};
  const auto to_stdout = std::ranges::count(outputs, "-", [](auto* path) { return *path; });
  if (to_stdout > 1) {
    return Unusable("only one of --csv, --json and --html can go to standard output");
  }
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto knowledge = LoadKnowledge(*paths);
  if (!knowledge) return Unusable(knowledge.error());
  const auto matrix = Build(arguments, knowledge->profiles);
  if (!matrix) return Unusable(matrix.error());
  // With a file on standard output, nothing else goes there.
  if (to_stdout == 0) {
    fmt::print("{}", MatrixText(*matrix, knowledge->codes,
                                {TerminalWidth(), PaintsOutput(arguments.colour)}));
  }
  const auto write = [](const std::string& path, const std::function<void(const Sink&)>& text) {
    return path.empty() ? Done() : WriteWhole(path, text);
  };
  for (const Done& done :
       {write(arguments.csv, [&](const Sink& sink) { WriteMatrixCsv(*matrix, sink); }),
        write(arguments.json,
              [&](const Sink& sink) { WriteMatrixJson(*matrix, knowledge->codes, sink); }),
        write(arguments.html,
              [&](const Sink& sink) { WriteMatrixPage(*matrix, knowledge->codes, sink); })}) {
    if (!done) return Unusable(done.error());
  }
  if (!arguments.fail_on_refusal) return kAsExpected;
  const bool agreed = std::ranges::all_of(matrix->results, [](const MatrixResult& one) {
    return one.beyond_rules.empty() && one.outcome == OutcomeKind::kAgreed;
  });
  return agreed ? kAsExpected : kNotAsExpected;
}

}  // namespace

void AddMatrixCommand(CLI::App* app, std::function<int()>* action) {
  auto arguments = std::make_shared<MatrixArguments>();
  CLI::App* matrix =
      app->add_subcommand("matrix", "Predict many clients with many servers, as one table");
  matrix->footer(
      "A client or server is a profile, a JSON file of one side ({\"versions\": [\"TLS 1.2\"]}) or "
      "of\nscenarios; a client can be a captured ClientHello, too. FILE@PROFILE decides as PROFILE "
      "does,\nelse as its \"stack\" does, or as the RFCs say.\n"
      "Exit status: 0 whatever the pairs come to, 1 with --fail-on-refusal unless all of them "
      "agree,\n2 unusable input.\n"
      "Example: shakedown matrix --client '*' --server openssl --server-certificate "
      "secp521r1/ec-ca\n"
      "         shakedown matrix --client hello.pcap@boringssl --server mine.json --server gnutls\n"
      "         shakedown matrix scenarios/field-reports --html matrix.html --csv matrix.csv");
  matrix->add_option("paths", arguments->paths,
                     "Scenario files or folders: the clients and the servers of all their cases");
  matrix
      ->add_option("--client,-c", arguments->clients,
                   "A client: a profile, 'openssl*', a JSON file, a capture; may be repeated")
      ->allow_extra_args(false);
  matrix
      ->add_option("--server,-s", arguments->servers,
                   "A server: a profile, 'openssl*' or a JSON file; may be repeated")
      ->allow_extra_args(false);
  matrix
      ->add_option("--server-certificate", arguments->certificates,
                   "KEY/ISSUER as in scenarios, or a file with a chain in PEM, instead of each "
                   "server's own: a column each when repeated; with commas, several certificates "
                   "of one server")
      ->allow_extra_args(false);
  matrix->add_option("--at", arguments->at,
                     "Judge certificates from files as of the start of this day (YYYY-MM-DD)");
  matrix->add_option("--html", arguments->html,
                     "Write a page for a browser to this file, - for stdout");
  matrix->add_option("--csv", arguments->csv, "Write a line a pair to this file, - for stdout");
  matrix->add_option("--json", arguments->json, "Write all of it to this file, - for stdout");
  matrix->add_flag("--fail-on-refusal", arguments->fail_on_refusal,
                   "Exit status 1 unless every pair agrees");
  matrix->add_option("--max-cells", arguments->max_cells, "Refuse a matrix of more pairs than this")
      ->capture_default_str();
  matrix->add_option("--jobs,-j", arguments->jobs, "Threads; 0: one a core")
      ->check(CLI::Range(0, 1024));
  matrix->add_option("--colour,--color", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  matrix->callback(
      [arguments, action] { *action = [arguments] { return MatrixCommand(*arguments); }; });
}

}  // namespace shakedown
