#include "harness/run/player.h"

#include <fmt/format.h>

#include <ctime>

#include "harness/diagnose/cause.h"
#include "harness/link/script_peer.h"
#include "harness/model/effective.h"
#include "harness/model/fips.h"
#include "harness/run/observe.h"
#include "harness/run/stack_name.h"
#include "harness/run/ticket_key.h"

namespace shakedown {
namespace {

bool AppliesFips(const Capabilities& side, const Stack* stack) {
  return side.fips == Fips::kOn && stack != nullptr && !stack->info().fips_policy;
}

Played NothingRan(OutcomeKind kind, std::string why, const Case& one) {
  Played played;
  played.seen.kind = kind;
  played.seen.why = std::move(why);
  played.seen.client.stack = StackName(one.client);
  played.seen.server.stack = StackName(one.server);
  return played;
}

std::optional<KeyType> KeyOf(const Bytes& leaf, const SideMaterial& material) {
  const auto search = [&](const std::vector<Identity>& list) -> std::optional<KeyType> {
    for (const Identity& identity : list) {
      if (!identity.chain.empty() && identity.chain.front() == leaf) return identity.key_type;
    }
    return std::nullopt;
  };
  auto found = search(*material.identities);
  for (size_t i = 0; !found && i < material.host_identities.size(); ++i) {
    found = search(*material.host_identities[i]);
  }
  return found;
}

const Bytes& LeafOf(const std::vector<Bytes>& chain, const Bytes& reported) {
  return chain.empty() ? reported : chain.front();
}

std::string Describe(const LinkFault& fault, size_t index) {
  const char* names[] = {"flip", "set", "truncate", "drop", "duplicate", "insert", "close", "cut"};
  return fmt::format("link: fault {} ({} from the {}) never met its record", index,
                     names[static_cast<size_t>(fault.verb)], NameOf(fault.from));
}

// Who closed the connection is seen by everybody between the two, as the end of their bytes.
void DiagnoseTheWire(const Diagnoser& diagnoser, const WireFacts& facts, Played* played) {
  const Observation& seen = played->seen;
  Transcript transcript;
  transcript.facts = &facts;
  if (seen.kind == OutcomeKind::kClosed) transcript.closed_by = seen.by;
  transcript.time = std::time(nullptr);
  Diagnosis found = diagnoser.Diagnose(transcript);
  for (Candidate& one : found.candidates) played->diagnosed.push_back(std::move(one.cause));
  played->diagnosed_certain = found.confidence == Certainty::kCertain;
}

}  // namespace

// One side while it is being set up.
struct Player::Connection {
  PeerConfig config;
  std::vector<HostConfig> hosts;
  std::unique_ptr<Peer> peer;

  void Configure(const Capabilities& capabilities, const SideMaterial& material, Role role,
                 KeyLog* key_log) {
    config.role = role;
    config.capabilities = &capabilities;
    config.identities = *material.identities;
    config.trust = *material.trust;
    config.key_log = key_log;
    if (role == Role::kClient) return;
    config.ca_names = *material.ca_names;
    for (size_t i = 0; i < capabilities.hosts.size(); ++i) {
      hosts.push_back({capabilities.hosts[i].name, &capabilities.hosts[i].capabilities,
                       *material.host_identities[i]});
    }
    config.hosts = hosts;
    config.ticket_key = TicketKey(capabilities.ticket_key);
  }

  // The reason why `stack` cannot be told, or nothing.
  std::optional<std::string> Objection(const Stack* stack) const {
    if (stack == nullptr) return std::nullopt;
    auto objection = stack->CannotExpress(config);
    if (!objection) return std::nullopt;
    return fmt::format("{} ({}): {}", StackName(stack), NameOf(config.role), *objection);
  }

  // The reason why there is no peer after all, or nothing.
  std::optional<std::string> Start(Stack* stack) {
    if (stack == nullptr) {
      peer = std::make_unique<ScriptPeer>(config.role, config.capabilities->script,
                                          config.capabilities->script_close);
      return std::nullopt;
    }
    NativeError error;
    peer = stack->NewPeer(config, &error);
    if (peer != nullptr) return std::nullopt;
    return fmt::format("{} ({}) refused its configuration: {} {}", StackName(stack),
                       NameOf(config.role), error.symbol, error.text);
  }

  LinkSide Side(const Stack* stack) const {
    return {.peer = peer.get(),
            .script = stack == nullptr,
            .at_encryption = config.capabilities->fips == Fips::kAtEncryption};
  }
};

const Player::Sides& Player::SidesFor(const Case& one, bool resumed) {
  const Scenario& scenario = *one.scenario;
  const Capabilities& client = resumed ? scenario.resume_client : scenario.client;
  const Capabilities& server = resumed ? scenario.resume_server : scenario.server;
  const bool client_fips = AppliesFips(client, one.client);
  const bool server_fips = AppliesFips(server, one.server);
  Sides& sides = sides_[resumed ? 1 : 0];
  if (sides.scenario != &scenario || sides.client_fips != client_fips ||
      sides.server_fips != server_fips) {
    sides = {.scenario = &scenario,
             .resumed = resumed,
             .client_fips = client_fips,
             .server_fips = server_fips,
             .client = Effective(client, server, Role::kClient, client_fips),
             .server = Effective(server, client, Role::kServer, server_fips),
             .client_asked = std::nullopt,
             .server_asked = std::nullopt};
    // The cause is found from what was asked: a suite that the policy took away is not "missing".
    if (client_fips) sides.client_asked = Effective(client, server, Role::kClient, false);
    if (server_fips) sides.server_asked = Effective(server, client, Role::kServer, false);
  }
  return sides;
}

Played Player::PlayConnection(const Case& one, bool resumed, SessionStore* sessions,
                              Bytes* session) {
  const Scenario& scenario = *one.scenario;
  const Sides& sides = SidesFor(one, resumed);
  const ConnectionMaterial& material = materials_.For(scenario, resumed);
  taps_.Clear();
  Connection client, server;
  client.Configure(sides.client, material.client, Role::kClient, &taps_);
  server.Configure(sides.server, material.server, Role::kServer, &taps_);
  if (resumed) client.config.session = *session;
  if (sides.server.session_ids.value_or(true)) server.config.sessions = sessions;

  auto objection = client.Objection(one.client);
  if (!objection) objection = server.Objection(one.server);
  if (objection) return NothingRan(OutcomeKind::kInexpressible, *objection, one);
  auto refusal = client.Start(one.client);
  if (!refusal) refusal = server.Start(one.server);
  if (refusal) return NothingRan(OutcomeKind::kCrashed, *refusal, one);

  const bool last = resumed || !scenario.resume;
  const std::span<const LinkFault> faults =
      last ? std::span<const LinkFault>(scenario.link) : std::span<const LinkFault>();
  const PlayResult play = link_.Play(
      client.Side(one.client), server.Side(one.server), faults,
      [](CipherSuite suite) { return FipsApproved(suite); }, &taps_.sent, &taps_.delivered);
  const WireFacts sent = taps_.sent.Facts();
  const bool intact = play.client.sent_arrived && play.server.sent_arrived;
  const WireFacts apart = intact ? WireFacts() : taps_.delivered.Facts();
  const Witness witness{.play = &play,
                        .sent = &sent,
                        .delivered = intact ? &sent : &apart,
                        .client = client.peer->Report(),
                        .server = server.peer->Report(),
                        .client_stack = StackName(one.client),
                        .server_stack = StackName(one.server)};
  Played played = Observe(witness);
  Observation& seen = played.seen;
  for (const size_t index : play.unmet_faults) {
    played.problems.push_back(Describe(faults[index], index));
  }
  for (const Bytes& name : witness.delivered->ca_names) {
    seen.client.ca_names.push_back(materials_.CaNameOf(name));
  }
  played.server_key = KeyOf(LeafOf(sent.server_chain, witness.client.peer_leaf), material.server);
  played.client_key = KeyOf(LeafOf(sent.client_chain, witness.server.peer_leaf), material.client);

  if (play.fips_stop) {
    seen.cause = "fips_disallows_cipher";
  } else if (seen.kind != OutcomeKind::kAgreed) {
    Evidence evidence;
    evidence.kind = seen.kind;
    evidence.by = seen.by;
    if (seen.alert) evidence.alert = seen.alert->description;
    if (seen.by) {
      evidence.stack = seen.side(*seen.by).stack;
      evidence.other_stack = seen.side(Other(*seen.by)).stack;
      evidence.error = seen.side(*seen.by).error;
      evidence.other_error = seen.side(Other(*seen.by)).error;
    }
    evidence.facts = &sent;
    evidence.client = sides.client_asked ? &*sides.client_asked : &sides.client;
    evidence.server = sides.server_asked ? &*sides.server_asked : &sides.server;
    seen.cause = CauseOf(evidence, knowledge_);
  }
  if (diagnoser_ != nullptr && seen.kind != OutcomeKind::kAgreed) {
    DiagnoseTheWire(*diagnoser_, sent, &played);
  }
  if (session != nullptr && !resumed && seen.kind == OutcomeKind::kAgreed) {
    *session = client.peer->Session();
  }
  return played;
}

Played Player::Play(const Case& one) {
  if (!one.scenario->resume) return PlayConnection(one, false, nullptr, nullptr);
  SessionStore sessions;
  Bytes session;
  Played first = PlayConnection(one, false, &sessions, &session);
  if (first.seen.kind == OutcomeKind::kInexpressible) return first;
  if (first.seen.kind != OutcomeKind::kAgreed) {
    first.problems.push_back("resumption: the first connection did not agree");
    return first;
  }
  Played second = PlayConnection(one, true, &sessions, &session);
  for (const std::string& problem : first.problems) {
    second.problems.push_back("first connection: " + problem);
  }
  return second;
}

}  // namespace shakedown
