// Many clients by many servers, all of them predicted.
#ifndef HARNESS_PREDICT_MATRIX_H_
#define HARNESS_PREDICT_MATRIX_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/predict/prediction.h"
#include "harness/predict/side.h"

namespace shakedown {

// A row or a column.
struct MatrixSide {
  std::string name;                       // unique among the clients, or the servers
  std::string origin;                     // "profile", "file", "capture"
  Capabilities has;                       // as written; what depends on the other side is not
                                          // filled in yet
  const StackProfile* profile = nullptr;  // borrowed
  std::vector<ChainFacts> file_chains;    // of those of its certificates that are files, in order
  // Set where the side was not written but read, from a ClientHello say: then `has` counts for
  // nothing. A trust that it leaves open is filled in like that of any side.
  std::shared_ptr<const Side> read;
};

// What cells come to. A matrix holds equal ones once.
struct MatrixResult {
  OutcomeKind outcome = OutcomeKind::kAgreed;
  std::optional<Role> by;
  std::optional<AlertDescription> alert;
  CauseId cause = CauseId::kNone;
  std::optional<ProtocolVersion> version;
  std::optional<CipherSuite> cipher_suite;
  std::optional<NamedGroup> group;
  std::optional<SignatureScheme> signature_scheme, client_signature_scheme;
  std::string alpn;                                    // empty: none
  std::string server_certificate, client_certificate;  // "secp521r1 from ec-ca"; empty: none
  bool hello_retry_request = false;
  std::vector<Step> steps;
  std::string beyond_rules;  // not empty: nothing above counts
  size_t cells = 0;          // how many come to it
};

struct Matrix {
  std::vector<MatrixSide> clients, servers;
  // The same, prepared as for a peer of which nothing is known.
  std::vector<std::shared_ptr<const Side>> client_sides, server_sides;
  std::vector<MatrixResult> results;  // in the order in which the cells first come to them
  std::vector<uint32_t> cells;        // a place in `results` each, client by client

  const MatrixResult& At(size_t client, size_t server) const {
    return results[cells[client * servers.size() + server]];
  }
};

// Predicts every client with every server, in `threads` threads (0: one a core). The result does
// not depend on their number. Each pair has what it would have in a scenario of its own: a side
// that is not told whom to trust trusts the roots of that other side.
Matrix BuildMatrix(std::vector<MatrixSide> clients, std::vector<MatrixSide> servers,
                   unsigned threads);

// What in `side` no rule speaks of ("certificates from files": those of which it has no facts), or
// "". Static text.
std::string_view BeyondRules(const MatrixSide& side);

}  // namespace shakedown

#endif  // HARNESS_PREDICT_MATRIX_H_
