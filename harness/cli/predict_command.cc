#include "harness/cli/predict_command.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "harness/cli/at_day.h"
#include "harness/cli/exit_status.h"
#include "harness/cli/hello_file.h"
#include "harness/cli/predict_sides.h"
#include "harness/cli/scenario_files.h"
#include "harness/cli/tables.h"
#include "harness/model/glob.h"
#include "harness/model/load_part.h"
#include "harness/prove/foretell.h"
#include "harness/report/predict_json.h"
#include "harness/report/predict_terminal.h"
#include "harness/report/whole_file.h"

namespace shakedown {
namespace {

struct PredictArguments {
  std::string scenario, client, server, hello, chain, client_chain, trust, name, at, json,
      colour = "auto";
  std::vector<std::string> only;
  bool verbose = false, profiles = false;
};

using Status = tl::expected<void, std::string>;

tl::unexpected<std::string> Refusal(std::string text) { return tl::unexpected(std::move(text)); }

std::string Problems(const std::vector<LoadError>& errors) {
  std::string all;
  for (const LoadError& error : errors) all += (all.empty() ? "" : "\n") + error.ToString();
  return all;
}

// Whether an option names a file rather than a profile.
bool LooksLikeFile(const std::string& text) {
  std::error_code ignored;
  return std::filesystem::exists(text, ignored) || text.find('/') != std::string::npos ||
         text.ends_with(".json");
}

class Predictor {
 public:
  Predictor(const PredictArguments& arguments, const Knowledge& knowledge, int64_t now)
      : arguments_(arguments), knowledge_(knowledge), now_(now) {}

  // What the arguments ask for: the cases of a scenario, or one pair.
  tl::expected<std::vector<Predicted>, std::string> Run(const InstallPaths& paths) {
    if (!arguments_.scenario.empty()) return Scenarios(paths);
    auto one = OnePair();
    if (!one) return Refusal(one.error());
    std::vector<Predicted> all;
    all.push_back(std::move(*one));
    return all;
  }

 private:
  tl::expected<const StackProfile*, std::string> ProfileFor(const std::string& name, Role role) {
    const StackProfile* found = knowledge_.profiles.Find(name);
    std::vector<std::string> names;
    for (const StackProfile& one : knowledge_.profiles.all()) {
      if (!one.only || *one.only == role) names.push_back(one.name);
    }
    if (found == nullptr) {
      const std::string nearest = Nearest(name, names);
      return Refusal(fmt::format(
          "--{}: there is no profile \"{}\"{}; there are {}. A file with "
          "capabilities will do, too",
          NameOf(role), name, nearest.empty() ? "" : fmt::format(": did you mean {}?", nearest),
          fmt::join(names, ", ")));
    }
    if (found->only && *found->only != role) {
      return Refusal(fmt::format("--{}: {} is a {} only; profiles for a {}: {}", NameOf(role),
                                 found->title, NameOf(*found->only), NameOf(role),
                                 fmt::join(names, ", ")));
    }
    return found;
  }

  // --- a scenario ---

  tl::expected<std::vector<Predicted>, std::string> Scenarios(const InstallPaths&) {
    for (const auto& [option, value] : {std::pair("--client-hello", &arguments_.hello),
                                        {"--chain", &arguments_.chain},
                                        {"--client-chain", &arguments_.client_chain},
                                        {"--trust", &arguments_.trust},
                                        {"--name", &arguments_.name}}) {
      if (value->empty()) continue;
      return Refusal(
          fmt::format("{} contradicts the scenario {}, which says that itself; leave one "
                      "of them out",
                      option, arguments_.scenario));
    }
    const auto files = FindScenarioFiles({arguments_.scenario});
    if (!files) return Refusal(files.error());
    LoadOptions options;
    for (const Cause& cause : knowledge_.codes.causes()) options.causes.insert(cause.key);
    options.systems.insert(knowledge_.codes.systems().begin(), knowledge_.codes.systems().end());
    std::vector<Predicted> out;
    std::vector<std::string> names;
    for (const ScenarioFile& file : *files) {
      options.root = file.root;
      const auto scenarios = LoadScenarios(file.path, ReadTextFile, options);
      if (!scenarios) return Refusal(Problems(scenarios.error()));
      for (const Scenario& scenario : *scenarios) {
        names.push_back(scenario.name);
        if (!Selected(scenario.name)) continue;
        auto one = OfScenario(scenario);
        if (!one) return Refusal(one.error());
        out.push_back(std::move(*one));
      }
    }
    if (!out.empty()) return out;
    const std::string nearest =
        arguments_.only.empty() ? "" : Nearest(arguments_.only.front(), names);
    return Refusal(fmt::format(
        "no case fits --only {}{}; there are {}", fmt::join(arguments_.only, " --only "),
        nearest.empty() ? "" : fmt::format(": did you mean {}?", nearest), fmt::join(names, ", ")));
  }

  bool Selected(const std::string& name) const {
    return arguments_.only.empty() ||
           std::ranges::any_of(arguments_.only, [&](const std::string& pattern) {
             return GlobMatch(pattern, name);
           });
  }

  // The profile that the option names, else the stack that the scenario pins, else the RFCs'.
  tl::expected<const StackProfile*, std::string> ProfileOf(const Capabilities& side, Role role) {
    const std::string& option = role == Role::kClient ? arguments_.client : arguments_.server;
    if (!option.empty() && LooksLikeFile(option)) {
      return Refusal(
          fmt::format("--{} {}: beside a scenario only a profile may be named, because the "
                      "scenario has both sides",
                      NameOf(role), option));
    }
    return ProfileFor(!option.empty() ? option : side.stack.empty() ? "rfc" : side.stack, role);
  }

  tl::expected<Predicted, std::string> OfScenario(const Scenario& scenario) {
    if (auto out = OfClearText(scenario)) return std::move(*out);
    Predicted out;
    out.name = scenario.name;
    out.prediction.beyond_rules = BeyondRules(scenario, true);
    if (!out.prediction.beyond_rules.empty()) return out;
    SideRequest client, server;
    const auto client_profile = ProfileOf(scenario.client, Role::kClient);
    if (!client_profile) return Refusal(client_profile.error());
    const auto server_profile = ProfileOf(scenario.server, Role::kServer);
    if (!server_profile) return Refusal(server_profile.error());
    if (!HasLevelOf(scenario.client, **client_profile) ||
        !HasLevelOf(scenario.server, **server_profile)) {
      out.prediction.beyond_rules = kLevelWithoutRules;
      return out;
    }
    client.profile = *client_profile;
    client.capabilities = scenario.client;
    server.profile = *server_profile;
    server.capabilities = scenario.server;
    const std::string name =
        fmt::format("{}@{}:{}", scenario.name, client.profile->name, server.profile->name);
    auto first = Told(client, server, name);
    if (!scenario.resume || !first || first->prediction.outcome != OutcomeKind::kAgreed) {
      return first;
    }
    const auto session = SessionOf(first->prediction, *first->client, *first->server);
    client.capabilities = scenario.resume_client;
    server.capabilities = scenario.resume_server;
    auto second = Told(client, server, name, session ? &*session : nullptr);
    if (second) {
      second->notes.emplace_back(
          fmt::format("this is the second connection, which {}",
                      session ? "offers the session of the first"
                              : "has no session to offer: the first one left none"));
    }
    return second;
  }

  // A peer that is no stack and speaks no TLS.
  std::optional<Predicted> OfClearText(const Scenario& scenario) {
    if (!scenario.link.empty() || scenario.resume) return std::nullopt;
    const bool client_speaks = scenario.client.stack == "script";
    const Capabilities& speaker = client_speaks ? scenario.client : scenario.server;
    if (speaker.stack != "script" || speaker.script.empty()) return std::nullopt;
    const Role reader = client_speaks ? Role::kServer : Role::kClient;
    const auto profile = ProfileOf(client_speaks ? scenario.server : scenario.client, reader);
    if (!profile) return std::nullopt;
    auto out = PredictClearText(speaker.script.front(), reader, **profile, knowledge_.codes);
    if (!out) return std::nullopt;
    out->name = fmt::format("{}@{}:{}", scenario.name, client_speaks ? "script" : (*profile)->name,
                            client_speaks ? (*profile)->name : "script");
    out->client_title = client_speaks ? "no TLS" : (*profile)->title;
    out->server_title = client_speaks ? (*profile)->title : "no TLS";
    return out;
  }

  tl::expected<Predicted, std::string> Told(const SideRequest& client, const SideRequest& server,
                                            std::string name, const Session* session = nullptr) {
    auto sides = PrepareSides(client, server, now_);
    if (!sides) return Refusal(sides.error());
    Predicted out = PredictSides(sides->client, sides->server, knowledge_.codes, session);
    out.name = std::move(name);
    out.client_title = client.profile->title;
    out.server_title = server.profile->title;
    out.notes = std::move(sides->notes);
    return out;
  }

  // --- one pair ---

  tl::expected<Predicted, std::string> OnePair() {
    if ((arguments_.client.empty() && arguments_.hello.empty()) || arguments_.server.empty()) {
      return Refusal(
          "say what to predict: a scenario file, or both --client (or --client-hello) and "
          "--server; "
          "--profiles lists what they may be");
    }
    if (!arguments_.only.empty())
      return Refusal("--only selects cases of a scenario: give its file");
    SideRequest client, server;
    std::string client_name, server_name;
    if (auto done = Read(arguments_.client, Role::kClient, &client, &client_name); !done) {
      return Refusal(done.error());
    }
    if (auto done = Read(arguments_.server, Role::kServer, &server, &server_name); !done) {
      return Refusal(done.error());
    }
    std::vector<std::string> notes;
    std::string title;
    if (!arguments_.hello.empty()) {
      auto captured = ReadHellos(arguments_.hello);
      if (!captured) return Refusal("--client-hello: " + captured.error());
      CapturedHello& first = captured->hellos.front();
      if (const char* told = ToldByHello(client.capabilities, first.facts); told != nullptr) {
        return Refusal(fmt::format(
            "--client {} contradicts --client-hello, which tells \"{}\" itself; beside a captured "
            "hello the file may have \"stack\" and what no hello tells: trust, certificates, "
            "verify",
            arguments_.client, told));
      }
      title = "ClientHello in " + first.input;
      if (captured->conversations > 1) {
        title += fmt::format(", conversation {}", first.conversation);
        notes.push_back(fmt::format("{} has {} conversations; the first ClientHello is taken",
                                    first.input, captured->conversations));
      }
      client.hello = std::move(first.facts);
      client_name = "hello";
    }
    if (auto done = Files(&client, &server); !done) return Refusal(done.error());
    if (arguments_.chain.empty() && IsDefault(server.capabilities.certificates)) {
      // It is for the name that the client asks for.
      if (client.hello && client.hello->server_name) {
        server.capabilities.certificates.front().names = {*client.hello->server_name};
      }
      notes.emplace_back(
          "without --chain, the server has a secp256r1 certificate of a CA that the "
          "client trusts");
    }
    auto out = Told(client, server, client_name + ":" + server_name);
    if (!out) return out;
    if (!title.empty()) {
      out->client_title = fmt::format("{}, with the ways of {}", title, client.profile->title);
    }
    out->notes.insert(out->notes.begin(), notes.begin(), notes.end());
    return out;
  }

  // What `side` says and a hello tells; null: nothing.
  static const char* ToldByHello(const Capabilities& side, const ClientHelloFacts& hello) {
    const std::pair<const char*, bool> fields[] = {
        {"versions", side.versions.has_value()},
        {"cipher_suites", side.cipher_suites.has_value()},
        {"groups", side.groups.has_value()},
        {"key_shares", side.key_shares.has_value()},
        {"signature_schemes", side.signature_schemes.has_value()},
        {"certificate_signature_schemes", side.certificate_signature_schemes.has_value()},
        {"alpn", side.alpn.has_value()},
        {"fallback_scsv", side.fallback_scsv},
        {"fips", side.fips != Fips::kOff},
        {"server_name", side.server_name.has_value() && hello.server_name.has_value()},
    };
    for (const auto& [name, said] : fields) {
      if (said) return name;
    }
    return nullptr;
  }

  static bool IsDefault(const std::vector<CertificateSpec>& certificates) {
    return certificates.size() == 1 && certificates.front() == CertificateSpec();
  }

  // A profile, or a file of capabilities that may pin one.
  Status Read(const std::string& option, Role role, SideRequest* out, std::string* name) {
    std::string profile = option.empty() ? "rfc" : option;
    if (LooksLikeFile(option)) {
      std::error_code ignored;
      const std::string path = std::filesystem::absolute(option, ignored).string();
      auto part = LoadPart(path, role, ReadTextFile);
      if (!part) return Refusal(Problems(part.error()));
      if (!part->script.empty() || part->stack == "script") {
        return Refusal(
            fmt::format("{}: a script is no stack; it can be run, not predicted", option));
      }
      if (part->security_level.value_or(0) > kHighestLevelWithRules) {
        return Refusal(fmt::format("{}: no rule speaks of a security_level above {}", option,
                                   kHighestLevelWithRules));
      }
      out->capabilities = std::move(*part);
      profile = out->capabilities.stack.empty() ? "rfc" : out->capabilities.stack;
      *name = std::filesystem::path(option).stem().string();
    } else {
      if (role == Role::kServer) out->capabilities.certificates.emplace_back();
      *name = profile;
    }
    const auto found = ProfileFor(profile, role);
    if (!found) return Refusal(found.error());
    out->profile = *found;
    if (!HasLevelOf(out->capabilities, **found)) {
      return Refusal(
          fmt::format("{}: {} has no security_level; leave it out", option, (*found)->title));
    }
    return {};
  }

  // --chain, --client-chain, --trust and --name, laid over what the parts say.
  Status Files(SideRequest* client, SideRequest* server) {
    if (auto done = Own("--chain", arguments_.chain, server); !done) return done;
    if (auto done = Own("--client-chain", arguments_.client_chain, client); !done) return done;
    if (!arguments_.client_chain.empty() && server->capabilities.client_auth == ClientAuth::kNone) {
      server->capabilities.client_auth = ClientAuth::kRequire;
    }
    if (!arguments_.trust.empty()) {
      // Whoever gets to see certificates trusts what the file holds.
      const bool server_too = server->capabilities.client_auth != ClientAuth::kNone;
      for (SideRequest* side : {client, server}) {
        if (side == server && !server_too) continue;
        if (side->capabilities.trust) {
          return Refusal(
              "--trust contradicts \"trust\" in the file of capabilities; leave one out");
        }
        // A path in every case: plain words are names of CAs.
        std::error_code ignored;
        side->capabilities.trust = {std::filesystem::absolute(arguments_.trust, ignored).string()};
      }
    }
    if (!arguments_.name.empty()) {
      if (client->hello && client->hello->server_name) {
        return Refusal("--name contradicts --client-hello, which names the server itself");
      }
      client->capabilities.server_name = arguments_.name;
    }
    return {};
  }

  static Status Own(const char* option, const std::string& path, SideRequest* side) {
    if (path.empty()) return {};
    auto& certificates = side->capabilities.certificates;
    if (!certificates.empty() && !IsDefault(certificates)) {
      return Refusal(fmt::format(
          "{} contradicts \"certificates\" in the file of capabilities; leave one out", option));
    }
    CertificateSpec spec;
    spec.chain_file = path;
    certificates = {spec};
    return {};
  }

  const PredictArguments& arguments_;
  const Knowledge& knowledge_;
  const int64_t now_;
};

size_t TerminalWidth() {
  constexpr size_t kWithoutTerminal = 100;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kWithoutTerminal;
  return size.ws_col;
}

int ListProfiles(const Profiles& profiles) {
  for (const StackProfile& one : profiles.all()) {
    fmt::print("{:<12} {:<24} {:<11} {}{}\n", one.name, one.title, one.confidence,
               one.only ? fmt::format("{} only; ", NameOf(*one.only)) : "", one.evidence);
  }
  return kAsExpected;
}

int PredictCommand(const PredictArguments& arguments) {
  const auto paths = FindPaths();
  if (!paths) return Unusable(paths.error());
  const auto knowledge = LoadKnowledge(*paths);
  if (!knowledge) return Unusable(knowledge.error());
  if (arguments.profiles) return ListProfiles(knowledge->profiles);
  const auto now = TimeOf(arguments.at);
  if (!now) return Unusable(now.error());
  const auto predicted = Predictor(arguments, *knowledge, *now).Run(*paths);
  if (!predicted) return Unusable(predicted.error());

  PredictLook look;
  look.verbose = arguments.verbose;
  look.width = TerminalWidth();
  look.colour =
      arguments.colour == "always" || (arguments.colour == "auto" && isatty(STDOUT_FILENO) == 1);
  // With the JSON on standard output, nothing else goes there.
  if (arguments.json != "-") {
    if (predicted->size() == 1) {
      fmt::print("{}", PredictText(predicted->front(), look));
    } else {
      for (const Predicted& one : *predicted) fmt::print("{}\n", PredictLine(one));
      fmt::print("{} cases; --only NAME shows one of them whole\n", predicted->size());
    }
  }
  if (!arguments.json.empty()) {
    if (auto done = WriteWhole(arguments.json, PredictJson(*predicted)); !done) {
      return Unusable(done.error());
    }
  }
  for (const Predicted& one : *predicted) {
    if (predicted->size() == 1 && !one.prediction.beyond_rules.empty()) {
      return Unusable(fmt::format("{}: no prediction, because the rules do not reach so far: {}",
                                  one.name, one.prediction.beyond_rules));
    }
  }
  const bool agreed = std::ranges::all_of(*predicted, [](const Predicted& one) {
    return one.prediction.outcome == OutcomeKind::kAgreed || !one.prediction.beyond_rules.empty();
  });
  return agreed ? kAsExpected : kNotAsExpected;
}

}  // namespace

void AddPredictCommand(CLI::App* app, std::function<int()>* action) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* predict = app->add_subcommand(
      "predict", "Foretell how a client and a server will get on, without running them");
  predict->footer(
      "Exit status: 0 they agree, 1 one refuses, 2 unusable input.\n"
      "Example: shakedown predict --client chrome --server jsse --chain server.pem --trust ca.pem\n"
      "         shakedown predict --client-hello flow.pcap --server openssl --chain server.pem\n"
      "         shakedown predict --client client.json --server gnutls --json -\n"
      "         shakedown predict scenarios/field-reports --only '*p521*refused*'\n"
      "         shakedown predict --profiles");
  predict->add_option("scenario", arguments->scenario,
                      "A scenario file (or folder); sides that pin no stack follow the RFCs, or "
                      "the profiles that --client and --server name");
  predict
      ->add_option("--only", arguments->only, "Only the scenario's cases whose name fits (* and ?)")
      ->allow_extra_args(false);
  predict->add_option("--client", arguments->client,
                      "A profile, or a JSON file with capabilities as a scenario's \"client\"");
  predict->add_option("--server", arguments->server,
                      "A profile, or a JSON file with capabilities as a scenario's \"server\"");
  predict->add_option("--client-hello", arguments->hello,
                      "The client is the one of this ClientHello: raw bytes, hex, pcap or pcapng; "
                      "--client then says what no hello tells");
  predict->add_option("--chain", arguments->chain,
                      "The server's certificates, PEM or DER, leaf first");
  predict->add_option("--client-chain", arguments->client_chain,
                      "The client's certificates; the server then requires one");
  predict->add_option("--trust", arguments->trust, "The CAs that whoever verifies trusts, PEM");
  predict->add_option("--name", arguments->name,
                      "The name that the client asks for; default: the first in --chain");
  predict->add_option("--at", arguments->at,
                      "Judge validity on this day, like 2027-01-31; default: now");
  predict->add_option("--json", arguments->json, "Write the prediction to this file, - for stdout");
  predict->add_flag("--profiles", arguments->profiles,
                    "List the profiles, with where they come from and how sure that is");
  predict->add_flag("--verbose,-v", arguments->verbose, "Every list whole");
  predict->add_option("--colour,--color", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  predict->callback(
      [arguments, action] { *action = [arguments] { return PredictCommand(*arguments); }; });
}

}  // namespace shakedown
