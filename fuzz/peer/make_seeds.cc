// Makes the inputs of client_bytes and server_bytes: plays every shipped scenario with the peer
// under test as one side and each ordinary stack as the other, and keeps what that one sent. Then
// two peers under test play with each other, for what no scenario asks: data and key updates after
// the handshake, early data, application settings, compressed certificates, pre-shared keys.
//
//   peer_seeds seeds FOLDER        FOLDER/client_bytes and FOLDER/server_bytes, one file an input
//   peer_seeds credentials FILE    makes fuzz/peer/credentials.pem anew; seeds made before are dead
#include <fmt/format.h>
#include <openssl/pem.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "fuzz/peer/scenario_options.h"
#include "fuzz/peer/side.h"
#include "harness/cli/scenario_files.h"
#include "harness/cli/tables.h"
#include "harness/link/link.h"
#include "harness/link/script_peer.h"
#include "harness/run/materials.h"
#include "harness/run/run.h"
#include "harness/run/stack_name.h"
#include "harness/run/ticket_key.h"
#include "harness/stack/loader.h"
#include "harness/stack/paths.h"

namespace shakedown {
namespace {

// The peer under test as the link knows peers. Keeps what it was given.
class SeedPeer : public Peer {
 public:
  SeedPeer(Role role, const SideOptions& options, SSL_SESSION* session, size_t salt = 0)
      : side_(role, options, session, salt) {}

  Progress Step(View in, Bytes* out) override {
    Append(&given_, in);
    side_.Step(in, out);
    return Now();
  }
  Progress EndOfInput(Bytes*) override { return Now(); }
  PeerReport Report() const override { return {}; }
  Bytes Session() const override { return {}; }

  const Bytes& given() const { return given_; }
  Side& side() { return side_; }

 private:
  Progress Now() const {
    if (side_.failed()) return Progress::kFailed;
    return side_.complete() ? Progress::kComplete : Progress::kHandshaking;
  }

  Side side_;
  Bytes given_;
};

// One scenario's connection with `role` played by the peer under test.
class Connection {
 public:
  Connection(const Scenario& scenario, const ConnectionMaterial& material, bool resumed, Role role,
             Stack* other)
      : role_(role),
        other_(other),
        faults_(resumed || !scenario.resume ? scenario.link : std::vector<LinkFault>()),
        material_(role == Role::kClient ? material.server : material.client) {
    const Capabilities& client = resumed ? scenario.resume_client : scenario.client;
    const Capabilities& server = resumed ? scenario.resume_server : scenario.server;
    const bool client_other = role == Role::kServer;
    has_ = Effective(client_other ? client : server, client_other ? server : client,
                     client_other ? Role::kClient : Role::kServer,
                     other != nullptr && !other->info().fips_policy &&
                         (client_other ? client : server).fips == Fips::kOn);
    config_.role = Other(role);
    config_.capabilities = &has_;
    config_.identities = *material_.identities;
    config_.trust = *material_.trust;
    if (client_other) return;
    config_.ca_names = *material_.ca_names;
    for (size_t i = 0; i < has_.hosts.size(); ++i) {
      hosts_.push_back(
          {has_.hosts[i].name, &has_.hosts[i].capabilities, *material_.host_identities[i]});
    }
    config_.hosts = hosts_;
    config_.ticket_key = TicketKey(has_.ticket_key);
  }

  // Plays it. False where the other stack cannot be told. `sessions`: of a server on the other
  // side; `session`: that a client on the other side offers, and gets.
  bool Play(const SideOptions& options, SSL_SESSION* offered, SessionStore* sessions,
            Bytes* session) {
    config_.session = *session;
    config_.sessions = sessions;
    std::unique_ptr<Peer> other;
    if (other_ == nullptr) {
      other = std::make_unique<ScriptPeer>(config_.role, has_.script, has_.script_close);
    } else {
      NativeError error;
      if (other_->CannotExpress(config_)) return false;
      other = other_->NewPeer(config_, &error);
      if (other == nullptr) return false;
    }
    peer_ = std::make_unique<SeedPeer>(role_, options, offered);
    const LinkSide ours{.peer = peer_.get()};
    const LinkSide theirs{.peer = other.get(), .script = other_ == nullptr};
    Tap sent, delivered;
    const bool client = role_ == Role::kClient;
    Link().Play(client ? ours : theirs, client ? theirs : ours, faults_, {}, &sent, &delivered);
    *session = other->Session();
    return true;
  }

  SeedPeer& peer() { return *peer_; }

 private:
  Role role_;
  Stack* other_;
  std::vector<LinkFault> faults_;
  const SideMaterial& material_;
  Capabilities has_;
  std::vector<HostConfig> hosts_;
  PeerConfig config_;
  std::unique_ptr<SeedPeer> peer_;
};

struct Seed {
  Bytes input;
  bool complete = false;
};

constexpr size_t kLongestFirst = 0xffff;

// The inputs of one scenario: of each of its connections, and of both together where the client is
// ours and offers a session.
std::vector<Seed> SeedsOf(const Scenario& scenario, const Materials& materials, Role role,
                          Stack* other, const SideOptions& extra) {
  std::vector<Seed> seeds;
  const auto options_for = [&](const Capabilities& side) {
    SideOptions options = NearestOptions(side, role);
    options.speaks = extra.speaks;
    options.grease = extra.grease;
    options.staples |= extra.staples;
    options.compression = extra.compression;
    options.early_data = extra.early_data;
    options.renegotiates = extra.renegotiates;
    return options;
  };
  const auto keep = [&](const SideOptions& options, View bytes, bool complete) {
    Seed seed{.input = {}, .complete = complete};
    AppendOptions(options, &seed.input);
    Append(&seed.input, bytes);
    seeds.push_back(std::move(seed));
  };
  SessionStore sessions;
  Bytes session;
  Connection first(scenario, materials.For(scenario, false), false, role, other);
  const bool client = role == Role::kClient;
  SideOptions options = options_for(client ? scenario.client : scenario.server);
  if (!first.Play(options, nullptr, &sessions, &session)) return seeds;
  const Bytes first_bytes = first.peer().given();
  keep(options, first_bytes, first.peer().side().complete());
  if (!scenario.resume || first_bytes.size() > kLongestFirst) return seeds;
  const SessionHandle offered = first.peer().side().TakeSession();
  Connection second(scenario, materials.For(scenario, true), true, role, other);
  // One header speaks for both connections of a client.
  if (!client) options = options_for(scenario.resume_server);
  options.resumes = client;
  if (!second.Play(options, offered.get(), &sessions, &session)) return seeds;
  Bytes both;
  if (client) AppendStreams({first_bytes, second.peer().given()}, &both);
  keep(options, client ? both : second.peer().given(), second.peer().side().complete());
  return seeds;
}

// Draws of a generator of our own: the same at every start.
class Draws {
 public:
  uint32_t Next() {
    state_ = state_ * 6364136223846793005 + 1442695040888963407;
    return static_cast<uint32_t>(state_ >> 32);
  }
  bool Coin() { return (Next() >> 16 & 1) != 0; }

 private:
  uint64_t state_ = 1;
};

// Two headers at random, alike enough that most pairs agree.
void DrawOptions(Draws* draws, SideOptions* client, SideOptions* server) {
  for (SideOptions* side : {client, server}) {
    Bytes bytes;
    for (size_t i = 0; i < kOptionsSize; ++i) {
      bytes.push_back(static_cast<uint8_t>(draws->Next() >> 24));
    }
    View view = bytes;
    *side = TakeOptions(&view);
    if (draws->Coin()) side->lowest = 0;
    if (draws->Coin()) side->highest = 3;
    if (draws->Coin()) side->groups = 0;
    side->schemes = draws->Coin() ? 3 : 0;
  }
  server->suites = draws->Coin() ? client->suites : 0;
  if (draws->Coin()) client->name = 0;
  if (draws->Coin()) client->no_tickets = server->no_tickets = false;
}

// One connection between two peers under test; then the one that is not `role` closes it.
bool PlayPair(Role role, SeedPeer* client, SeedPeer* server) {
  Tap sent, delivered;
  Link().Play({.peer = client}, {.peer = server}, {}, {}, &sent, &delivered);
  SeedPeer* ours = role == Role::kClient ? client : server;
  SeedPeer* theirs = role == Role::kClient ? server : client;
  Bytes last, answer;
  theirs->side().Close(&last);
  ours->Step(last, &answer);
  return ours->side().complete();
}

std::vector<Seed> SelfPlayed(Role role, const SideOptions& client, const SideOptions& server) {
  // The side that is recorded must be able to draw again what it drew; the other had better not
  // draw the same.
  constexpr size_t kSalt = 7;
  const size_t client_salt = role == Role::kClient ? 0 : kSalt, server_salt = kSalt - client_salt;
  SideOptions options = role == Role::kClient ? client : server;
  const bool two = client.resumes;
  if (role == Role::kServer) options.resumes = false;
  SeedPeer client_peer(Role::kClient, client, nullptr, client_salt);
  SeedPeer server_peer(Role::kServer, server, nullptr, server_salt);
  SeedPeer& ours = role == Role::kClient ? client_peer : server_peer;
  Seed seed{.input = {}, .complete = PlayPair(role, &client_peer, &server_peer)};
  AppendOptions(options, &seed.input);
  const SessionHandle session = client_peer.side().TakeSession();
  if (!two) {
    Append(&seed.input, ours.given());
    return {seed};
  }
  SeedPeer client_again(Role::kClient, client, session.get(), client_salt);
  SeedPeer server_again(Role::kServer, server, nullptr, server_salt);
  SeedPeer& second = role == Role::kClient ? client_again : server_again;
  seed.complete = PlayPair(role, &client_again, &server_again);
  if (role == Role::kClient) {
    if (ours.given().size() > kLongestFirst) return {};
    AppendStreams({ours.given(), second.given()}, &seed.input);
  } else {
    Append(&seed.input, second.given());
  }
  return {seed};
}

// FNV-1a, for file names.
std::string NameFor(View bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

int Fail(const std::string& problem) {
  fmt::print(stderr, "peer_seeds: {}\n", problem);
  return 2;
}

// Headers with more switched on than scenarios ask for.
std::vector<SideOptions> Extras() {
  SideOptions rich;
  rich.speaks = rich.staples = rich.compression = rich.early_data = rich.renegotiates = true;
  SideOptions greasy = rich;
  greasy.grease = true;
  return {SideOptions(), rich, greasy};
}

int MakeSeeds(const std::filesystem::path& folder, const InstallPaths& paths, Pki* pki) {
  const auto knowledge = LoadKnowledge(paths);
  const auto files = FindScenarioFiles({paths.scenarios});
  if (!knowledge) return Fail(knowledge.error());
  const Codes& codes = knowledge->codes;
  if (!files) return Fail(files.error());
  LoadOptions options;
  for (const Cause& cause : codes.causes()) options.causes.insert(cause.key);
  options.systems.insert(codes.systems().begin(), codes.systems().end());
  std::vector<Scenario> scenarios;
  for (const ScenarioFile& file : *files) {
    options.root = file.root;
    auto loaded = LoadScenarios(file.path, ReadTextFile, options);
    if (!loaded) return Fail(loaded.error().front().ToString());
    std::move(loaded->begin(), loaded->end(), std::back_inserter(scenarios));
  }
  std::vector<Case> cases;
  for (const Scenario& scenario : scenarios) cases.emplace_back().scenario = &scenario;
  const auto materials = Materials::Make(cases, pki);
  if (!materials) return Fail(materials.error());

  const LoadedStacks loaded = LoadStacks(paths.modules);
  for (const Role role : {Role::kClient, Role::kServer}) {
    const auto out = folder / (role == Role::kClient ? "client_bytes" : "server_bytes");
    std::filesystem::create_directories(out);
    size_t complete = 0, differing = 0;
    std::map<std::string, Seed> seeds;
    const auto keep = [&](Seed seed) {
      // What was recorded must do the same when it comes in one piece.
      Bytes sent;
      differing += RunSide(role, seed.input, &sent).complete == seed.complete ? 0 : 1;
      std::string name = NameFor(seed.input);
      seeds.emplace(std::move(name), std::move(seed));
    };
    for (const Scenario& scenario : scenarios) {
      const Capabilities& ours = role == Role::kClient ? scenario.client : scenario.server;
      const Capabilities& theirs = role == Role::kClient ? scenario.server : scenario.client;
      if (ours.stack == kScript) continue;
      std::vector<Stack*> others;
      if (theirs.stack == kScript) others.push_back(nullptr);
      for (const LoadedStack& one : loaded.stacks) {
        if (theirs.stack != kScript &&
            (theirs.stack.empty() || StackFits(theirs.stack, one.stack))) {
          others.push_back(one.stack);
        }
      }
      for (Stack* other : others) {
        for (const SideOptions& extra : Extras()) {
          for (Seed& seed : SeedsOf(scenario, *materials, role, other, extra)) {
            keep(std::move(seed));
          }
        }
      }
    }
    Draws draws;
    constexpr int kPairs = 3000;
    for (int i = 0; i < kPairs; ++i) {
      SideOptions client, server;
      DrawOptions(&draws, &client, &server);
      for (Seed& seed : SelfPlayed(role, client, server)) keep(std::move(seed));
    }
    for (const auto& [name, seed] : seeds) {
      complete += seed.complete ? 1 : 0;
      std::ofstream file(out / name, std::ios::binary);
      file.write(reinterpret_cast<const char*>(seed.input.data()),
                 static_cast<std::streamsize>(seed.input.size()));
      if (!file.flush()) return Fail("cannot write " + (out / name).string());
    }
    fmt::print("{}: {} inputs, {} complete; {} ended otherwise when replayed\n", out.string(),
               seeds.size(), complete, differing);
  }
  return 0;
}

// The blocks in the order that credentials.cc reads them: each server and client with its key, then
// the anchors.
int WriteCredentials(const std::string& path, Pki* pki) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return Fail("cannot write " + path);
  const auto block = [file](const char* name, View der) {
    PEM_write(file, name, "", der.data(), static_cast<long>(der.size()));
  };
  const auto identity = [&](KeyType key, const char* issuer, bool intermediate, Role role) {
    CertificateSpec spec;
    spec.key = key;
    spec.issuer = issuer;
    if (intermediate) spec.intermediates = {KeyType::kSecp256r1};
    const auto made = pki->IdentityFor(spec, role);
    if (!made) return made.error();
    for (const Bytes& certificate : (*made)->chain) block("CERTIFICATE", certificate);
    block("PRIVATE KEY", (*made)->key);
    return std::string();
  };
  std::string problem;
  const auto add = [&](KeyType key, const char* issuer, bool intermediate, Role role) {
    if (problem.empty()) problem = identity(key, issuer, intermediate, role);
  };
  add(KeyType::kSecp256r1, "ec-ca", false, Role::kServer);
  add(KeyType::kRsa1024, "rsa-ca", false, Role::kServer);
  add(KeyType::kEd25519, "ec-ca", false, Role::kServer);
  add(KeyType::kSecp256r1, "ec-ca", true, Role::kServer);
  add(KeyType::kSecp256r1, "ec-ca", false, Role::kClient);
  add(KeyType::kRsa1024, "rsa-ca", false, Role::kClient);
  add(KeyType::kEd25519, "ec-ca", false, Role::kClient);
  for (const char* ca : {"ec-ca", "rsa-ca", "ed25519-ca", "secp384r1-ca", "secp521r1-ca"}) {
    const auto anchor = pki->Anchor(ca);
    if (anchor) block("CERTIFICATE", (*anchor)->certificate);
    if (!anchor && problem.empty()) problem = anchor.error();
  }
  if (std::fclose(file) != 0) problem = "cannot write " + path;
  return problem.empty() ? 0 : Fail(problem);
}

int Main(int argc, char** argv) {
  const auto paths = FindPaths();
  if (!paths) return Fail(paths.error());
  const auto pki = OpenPki(paths->modules, paths->keys);
  if (!pki) return Fail(pki.error());
  const std::string what = argc == 3 ? argv[1] : "";
  if (what == "seeds") return MakeSeeds(argv[2], *paths, pki->get());
  if (what == "credentials") return WriteCredentials(argv[2], pki->get());
  return Fail("usage: peer_seeds seeds FOLDER | credentials FILE");
}

}  // namespace
}  // namespace shakedown

int main(int argc, char** argv) { return shakedown::Main(argc, argv); }
