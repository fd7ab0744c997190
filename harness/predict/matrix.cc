#include "harness/predict/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>
#include <thread>
#include <unordered_map>

#include "harness/model/effective.h"
#include "harness/predict/predict.h"

namespace shakedown {
namespace {

using Issuers = std::vector<std::string>;

template <typename Test>
bool AnyHost(const Capabilities& side, Test test) {
  return test(side) || std::ranges::any_of(side.hosts, [&](const VirtualHost& host) {
           return test(host.capabilities);
         });
}

// The CAs that a peer of `side` trusts when it is not told whom.
Issuers IssuersOf(const MatrixSide& side) {
  Issuers issuers = side.read ? Issuers() : TrustOf({}, side.has);
  for (const ChainFacts& chain : side.read ? side.read->chains : side.file_chains) {
    if (!chain.root.empty() && std::ranges::find(issuers, chain.root) == issuers.end()) {
      issuers.push_back(chain.root);
    }
  }
  return issuers;
}

// Whether what the other side is bears on how this one is prepared.
bool Depends(const MatrixSide& side, Role role) {
  const Capabilities& has = side.read ? side.read->has : side.has;
  return AnyHost(has, [](const Capabilities& one) { return !one.trust; }) &&
         (role == Role::kClient || AnyHost(has, [](const Capabilities& one) {
            return one.client_auth != ClientAuth::kNone;
          }));
}

// Puts the certificates from files into `*out`, where the capabilities name them.
void GiveFileChains(const MatrixSide& side, Role role, Side* out) {
  out->chains.clear();
  auto next = side.file_chains.begin();
  for (const CertificateSpec& spec : side.has.certificates) {
    const bool file = !spec.chain_file.empty() && next != side.file_chains.end();
    out->chains.push_back(file ? *next++ : FactsOf(spec, role));
  }
}

std::shared_ptr<const Side> Prepare(const MatrixSide& side, Role role, const Issuers& issuers) {
  const auto trust = [&issuers](Capabilities* has) {
    if (!has->trust) has->trust = issuers;
  };
  if (side.read) {
    auto out = std::make_shared<Side>(*side.read);
    trust(&out->has);
    return out;
  }
  Capabilities has = side.has;
  trust(&has);
  for (VirtualHost& host : has.hosts) trust(&host.capabilities);
  auto out = MakeSide(Effective(has, {}, role, false), role, *side.profile);
  // MakeSide makes it for this caller alone.
  if (!side.file_chains.empty())
    GiveFileChains(side, role, std::const_pointer_cast<Side>(out).get());
  return out;
}

// Gives numbers to what is equal.
class IssuerTable {
 public:
  explicit IssuerTable(const std::vector<MatrixSide>& sides) {
    std::map<Issuers, size_t> numbers;
    for (const MatrixSide& side : sides) {
      const auto [at, fresh] = numbers.emplace(IssuersOf(side), numbers.size());
      if (fresh) issuers_.push_back(at->first);
      of_side_.push_back(at->second);
    }
  }

  size_t Of(size_t side) const { return of_side_[side]; }
  const Issuers& At(size_t number) const { return issuers_[number]; }
  size_t size() const { return issuers_.size(); }

 private:
  std::vector<Issuers> issuers_;
  std::vector<size_t> of_side_;
};

std::string TextOf(const ChainFacts* chain) {
  if (chain == nullptr) return "";
  return fmt::format("{} {}", NameOf(chain->key),
                     chain->root.empty() ? "signed by itself" : "from " + chain->root);
}

// A prediction as bytes: equal ones come to the same result.
class Key {
 public:
  const std::string& Of(const Prediction& one) {
    text_.clear();
    if (!one.beyond_rules.empty()) return text_.append(one.beyond_rules);
    Put(one.outcome);
    Put(one.by);
    Put(one.alert);
    Put(one.cause);
    Put(one.version);
    Put(one.cipher_suite);
    Put(one.group);
    Put(one.signature_scheme);
    Put(one.client_signature_scheme);
    Put(one.hello_retry_request);
    for (const Step& step : one.steps()) {
      Put(step.rule);
      Put(step.passed);
      Put(step.chosen);
    }
    text_ += '\xff';
    Put(one.server_chain);
    Put(one.client_chain);
    text_.append(one.alpn);
    return text_;
  }

 private:
  template <typename T>
  void Put(T value) {
    const auto number = static_cast<uint16_t>(value);
    text_ += static_cast<char>(number & 0xff);
    if (sizeof(T) > 1) text_ += static_cast<char>(number >> 8);
  }
  template <typename T>
  void Put(std::optional<T> value) {
    text_ += value ? '\1' : '\0';
    if (value) Put(*value);
  }
  void Put(const ChainFacts* chain) {
    if (chain != nullptr) {
      Put(chain->key.family);
      Put(chain->key.bits);
      Put(chain->key.curve);
      text_.append(chain->root);
    }
    text_ += '\0';
  }

  std::string text_;
};

MatrixResult ResultOf(const Prediction& one) {
  MatrixResult out;
  out.beyond_rules = one.beyond_rules;
  if (!out.beyond_rules.empty()) return out;
  out.outcome = one.outcome;
  out.by = one.by;
  out.alert = one.alert;
  out.cause = one.cause;
  out.version = one.version;
  out.cipher_suite = one.cipher_suite;
  out.group = one.group;
  out.signature_scheme = one.signature_scheme;
  out.client_signature_scheme = one.client_signature_scheme;
  out.alpn = one.alpn;
  out.server_certificate = TextOf(one.server_chain);
  out.client_certificate = TextOf(one.client_chain);
  out.hello_retry_request = one.hello_retry_request;
  out.steps.assign(one.steps().begin(), one.steps().end());
  return out;
}

// What every thread reads.
struct Plan {
  const Matrix& matrix;
  IssuerTable client_issuers, server_issuers;
  std::vector<size_t> rows;  // those of clients with equal issuers beside each other
  std::vector<std::string_view> beyond_client, beyond_server;
  std::vector<bool> client_depends, server_depends;
};

// One thread's rows.
class Worker {
 public:
  explicit Worker(const Plan& plan) : plan_(plan), servers_(plan.matrix.servers.size()) {
    for (size_t j = 0; j < servers_.size(); ++j) servers_[j] = plan.matrix.server_sides[j];
  }

  // Predicts the row of client `i`: numbers of results() into `cells`.
  void Row(size_t i, std::span<uint32_t> cells) {
    PrepareServers(plan_.client_issuers.Of(i));
    variants_.assign(plan_.server_issuers.size(), nullptr);
    for (size_t j = 0; j < cells.size(); ++j) cells[j] = Number(Cell(i, j));
  }

  std::vector<MatrixResult>& results() { return results_; }
  std::string_view KeyOf(uint32_t result) const { return *keys_[result]; }

 private:
  Prediction Cell(size_t i, size_t j) {
    Prediction beyond;
    beyond.beyond_rules = plan_.beyond_client[i];
    if (beyond.beyond_rules.empty()) beyond.beyond_rules = plan_.beyond_server[j];
    if (!beyond.beyond_rules.empty()) return beyond;
    return Predict(Client(i, j), *servers_[j]);
  }

  const Side& Client(size_t i, size_t j) {
    if (!plan_.client_depends[i]) return *plan_.matrix.client_sides[i];
    const size_t issuers = plan_.server_issuers.Of(j);
    auto& variant = variants_[issuers];
    if (!variant) {
      variant = Prepare(plan_.matrix.clients[i], Role::kClient, plan_.server_issuers.At(issuers));
    }
    return *variant;
  }

  void PrepareServers(size_t issuers) {
    if (prepared_for_ == issuers) return;
    prepared_for_ = issuers;
    for (size_t j = 0; j < servers_.size(); ++j) {
      if (!plan_.server_depends[j]) continue;
      servers_[j] =
          Prepare(plan_.matrix.servers[j], Role::kServer, plan_.client_issuers.At(issuers));
    }
  }

  uint32_t Number(const Prediction& one) {
    const auto [at, fresh] =
        numbers_.try_emplace(key_.Of(one), static_cast<uint32_t>(results_.size()));
    if (fresh) {
      results_.push_back(ResultOf(one));
      keys_.push_back(&at->first);
    }
    return at->second;
  }

  const Plan& plan_;
  std::vector<std::shared_ptr<const Side>> servers_;
  std::optional<size_t> prepared_for_;
  std::vector<std::shared_ptr<const Side>> variants_;  // of the row's client, by servers' issuers
  Key key_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<const std::string*> keys_;  // of results_, in numbers_
  std::vector<MatrixResult> results_;
};

Plan MakePlan(const Matrix& matrix) {
  Plan plan{matrix, IssuerTable(matrix.clients), IssuerTable(matrix.servers), {}, {}, {}, {}, {}};
  plan.rows.resize(matrix.clients.size());
  std::iota(plan.rows.begin(), plan.rows.end(), size_t{0});
  std::ranges::stable_sort(plan.rows, {}, [&](size_t i) { return plan.client_issuers.Of(i); });
  for (const MatrixSide& side : matrix.clients) {
    plan.beyond_client.push_back(BeyondRules(side));
    plan.client_depends.push_back(Depends(side, Role::kClient));
  }
  for (const MatrixSide& side : matrix.servers) {
    plan.beyond_server.push_back(BeyondRules(side));
    plan.server_depends.push_back(Depends(side, Role::kServer));
  }
  return plan;
}

// Brings the results of all workers into one list, in the order of the cells.
void Join(std::vector<Worker>* workers, const std::vector<size_t>& worker_of_row, Matrix* matrix) {
  std::vector<std::vector<std::optional<uint32_t>>> numbers;
  for (Worker& worker : *workers) numbers.emplace_back(worker.results().size());
  std::unordered_map<std::string_view, uint32_t> known;
  const size_t columns = matrix->servers.size();
  for (size_t i = 0; i < matrix->clients.size(); ++i) {
    Worker& worker = (*workers)[worker_of_row[i]];
    auto& number_of = numbers[worker_of_row[i]];
    for (uint32_t& cell : std::span(matrix->cells).subspan(i * columns, columns)) {
      auto& number = number_of[cell];
      if (!number) {
        // Another worker may have come to the same.
        const auto [at, fresh] =
            known.try_emplace(worker.KeyOf(cell), static_cast<uint32_t>(matrix->results.size()));
        if (fresh) matrix->results.push_back(std::move(worker.results()[cell]));
        number = at->second;
      }
      cell = *number;
      ++matrix->results[cell].cells;
    }
  }
}

}  // namespace

Matrix BuildMatrix(std::vector<MatrixSide> clients, std::vector<MatrixSide> servers,
                   unsigned threads) {
  Matrix matrix;
  matrix.clients = std::move(clients);
  matrix.servers = std::move(servers);
  for (const MatrixSide& side : matrix.clients) {
    matrix.client_sides.push_back(Prepare(side, Role::kClient, {}));
  }
  for (const MatrixSide& side : matrix.servers) {
    matrix.server_sides.push_back(Prepare(side, Role::kServer, {}));
  }
  const size_t rows = matrix.clients.size(), columns = matrix.servers.size();
  matrix.cells.resize(rows * columns);
  const Plan plan = MakePlan(matrix);
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  const size_t count = std::clamp<size_t>(rows, 1, threads);
  std::vector<Worker> workers(count, Worker(plan));
  std::vector<size_t> worker_of_row(rows);
  std::atomic<size_t> next = 0;
  const auto work = [&](size_t worker) {
    for (size_t place = next++; place < rows; place = next++) {
      const size_t row = plan.rows[place];
      worker_of_row[row] = worker;
      workers[worker].Row(row, std::span(matrix.cells).subspan(row * columns, columns));
    }
  };
  {
    std::vector<std::jthread> others;
    for (size_t worker = 1; worker < count; ++worker) others.emplace_back(work, worker);
    work(0);
  }
  Join(&workers, worker_of_row, &matrix);
  return matrix;
}

std::string_view BeyondRules(const MatrixSide& side) {
  if (side.read) return "";
  const auto any = [&side](auto test) { return AnyHost(side.has, test); };
  if (any([](const Capabilities& one) { return one.stack == "script" || !one.script.empty(); })) {
    return "a script in place of a stack";
  }
  if (any([&side](const Capabilities& one) {
        return one.security_level.value_or(0) > kHighestLevelWithRules ||
               (side.profile != nullptr && !HasLevelOf(one, *side.profile));
      })) {
    return "security_level";
  }
  size_t files = 0;
  const auto count = [&files](const Capabilities& one) {
    files += static_cast<size_t>(std::ranges::count_if(
        one.certificates, [](const CertificateSpec& spec) { return !spec.chain_file.empty(); }));
    return false;
  };
  AnyHost(side.has, count);
  return files > side.file_chains.size() ? "certificates from files" : "";
}

}  // namespace shakedown
