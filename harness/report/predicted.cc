#include "harness/report/predicted.h"

#include <algorithm>

#include "harness/predict/resumption.h"
#include "harness/predict/selection.h"

namespace shakedown {
namespace {

using Names = std::vector<std::string>;

template <typename T>
Names NamesOf(const std::vector<T>& values) {
  Names names;
  for (const T& value : values) names.push_back(NameOf(value));
  return names;
}

Names NamesOf(const std::vector<SuiteFacts>& suites, std::optional<ProtocolVersion> version) {
  Names names;
  for (const SuiteFacts& suite : suites) {
    if (!version || suite.UsableIn(*version)) names.push_back(NameOf(suite.suite));
  }
  return names;
}

Names CommonTo(const Names& one, const Names& other) {
  Names common;
  std::ranges::copy_if(one, std::back_inserter(common), [&](const std::string& name) {
    return std::ranges::find(other, name) != other.end();
  });
  return common;
}

std::string CertificateText(const ChainFacts& chain) {
  std::string text = NameOf(chain.key);
  if (!chain.root.empty()) text += " from " + chain.root;
  return text;
}

// The schemes of `signer` that one of its keys can make.
Names Makes(const Side& signer, ProtocolVersion version) {
  Names names;
  for (SignatureScheme scheme : signer.signing) {
    const bool any = std::ranges::any_of(signer.chains, [&](const ChainFacts& chain) {
      return CanSign(chain.key, scheme, version);
    });
    if (any) names.push_back(NameOf(scheme));
  }
  return names;
}

Names ChainSignatures(const Side& side) {
  Names names;
  for (const ChainFacts& chain : side.chains) {
    for (const auto& signature : chain.signatures) {
      const std::string name = signature ? NameOf(*signature) : "no scheme of TLS";
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

Names Roots(const Side& side) {
  Names names;
  for (const ChainFacts& chain : side.chains) {
    names.push_back(chain.root.empty() ? "itself" : chain.root);
  }
  return names;
}

// Brings the lists of both sides to each step.
class Teller {
 public:
  explicit Teller(const Predicted& predicted)
      : client_(*predicted.client),
        server_(AnsweringHost(*predicted.client, *predicted.server)),
        whole_server_(*predicted.server),
        prediction_(predicted.prediction),
        version_(SelectVersion(client_, whole_server_)) {}

  std::vector<ToldStep> Tell() {
    for (const Step& step : prediction_.steps()) {
      if (!step.passed) BeforeFailure(step.rule);
      out_.push_back(With(step));
    }
    return std::move(out_);
  }

 private:
  bool Has(StepRule rule) const {
    return std::ranges::any_of(out_, [rule](const ToldStep& step) { return step.rule == rule; });
  }

  // What leads to a certificate or a scheme that does not fit: the suite and the group that do.
  void BeforeFailure(StepRule failed) {
    for (StepRule rule : {StepRule::kCipherSuite, StepRule::kGroup}) {
      const bool depends = failed == StepRule::kGroup || failed == StepRule::kSignatureScheme ||
                           failed == StepRule::kChainSignatures;
      if (!depends || rule >= failed || Has(rule)) continue;
      ToldStep step = With({rule, true, std::nullopt});
      if (step.common.empty()) continue;
      out_.push_back(std::move(step));
    }
  }

  ToldStep With(const Step& step) const {
    ToldStep told{step.rule, step.passed, "", {}, {}, {}};
    if (step.chosen) told.chosen = Chosen(step.rule, *step.chosen);
    const ProtocolVersion version = version_.value_or(ProtocolVersion::kTls12);
    switch (step.rule) {
      case StepRule::kVersion:
      case StepRule::kVersionAccepted:
      case StepRule::kFallback:
        Lists(NamesOf(client_.versions), NamesOf(whole_server_.versions), &told);
        break;
      case StepRule::kServerName:
        told.client = client_.sent_name.empty() ? Names() : Names{std::string(client_.sent_name)};
        told.server = ServedNames();
        told.common = CommonTo(told.client, told.server);
        break;
      case StepRule::kCipherSuite:
        Lists(NamesOf(client_.suites, version_), NamesOf(server_.suites, version_), &told);
        break;
      case StepRule::kGroup:
        Lists(NamesOf(client_.groups), NamesOf(server_.groups), &told);
        break;
      case StepRule::kSignatureScheme:
        Lists(NamesOf(client_.schemes), Makes(server_, version), &told);
        break;
      case StepRule::kChainSignatures:
        Lists(NamesOf(client_.chain_schemes), ChainSignatures(server_), &told);
        break;
      case StepRule::kClientSignatureScheme:
        Lists(Makes(client_, version), NamesOf(server_.schemes), &told);
        break;
      case StepRule::kAlpn:
        Lists(client_.has.alpn.value_or(Names()), server_.has.alpn.value_or(Names()), &told);
        break;
      case StepRule::kServerChain:
        Lists(client_.has.trust.value_or(Names()), Roots(server_), &told);
        break;
      case StepRule::kClientChain:
        Lists(Roots(client_), server_.has.trust.value_or(Names()), &told);
        break;
      case StepRule::kServerCertificate:
        for (const ChainFacts& chain : server_.chains)
          told.server.push_back(CertificateText(chain));
        break;
      case StepRule::kClientCertificate:
        for (const ChainFacts& chain : client_.chains)
          told.client.push_back(CertificateText(chain));
        told.server = server_.has.ca_names.value_or(Names());
        break;
      default:
        break;
    }
    return told;
  }

  Names ServedNames() const {
    Names names;
    for (const HostSide& host : whole_server_.hosts) names.push_back(host.name);
    for (const ChainFacts& chain : server_.chains) {
      names.insert(names.end(), chain.names.begin(), chain.names.end());
    }
    return names;
  }

  static void Lists(Names client, Names server, ToldStep* told) {
    told->client = std::move(client);
    told->server = std::move(server);
    told->common = CommonTo(told->client, told->server);
  }

  static std::string Chosen(StepRule rule, uint16_t number) {
    switch (rule) {
      case StepRule::kVersion:
        return NameOf(ProtocolVersion{number});
      case StepRule::kCipherSuite:
        return NameOf(CipherSuite{number});
      case StepRule::kGroup:
        return NameOf(NamedGroup{number});
      default:
        return NameOf(SignatureScheme{number});
    }
  }

  const Side& client_;
  const Side& server_;
  const Side& whole_server_;
  const Prediction& prediction_;
  const std::optional<ProtocolVersion> version_;
  std::vector<ToldStep> out_;
};

void Explain(std::optional<ProtocolVersion> version, const Codes& codes, Predicted* out) {
  const Prediction& prediction = out->prediction;
  const std::string_view key = KeyOf(prediction.cause);
  out->cause = codes.FindCause(key);
  out->codes = codes.CodesFor(key, version, prediction.by, prediction.alert);
}

}  // namespace

Predicted PredictSides(std::shared_ptr<const Side> client, std::shared_ptr<const Side> server,
                       const Codes& codes, const Session* session) {
  Predicted out;
  out.client = session != nullptr ? Offering(std::move(client), *session) : std::move(client);
  out.server = std::move(server);
  out.prediction = Predict(*out.client, *out.server, session);
  const Prediction& prediction = out.prediction;
  if (!prediction.beyond_rules.empty() || prediction.cause == CauseId::kNone) return out;
  // The version is settled even where no ServerHello tells it.
  Explain(SelectVersion(*out.client, *out.server), codes, &out);
  out.advice = Advise(out.client, out.server, session);
  return out;
}

std::optional<Predicted> PredictClearText(View first, Role reader, const StackProfile& profile,
                                          const Codes& codes) {
  const auto prediction = PredictStrayBytes(first, reader, profile);
  if (!prediction) return std::nullopt;
  Predicted out;
  out.prediction = *prediction;
  if (prediction->beyond_rules.empty()) Explain(std::nullopt, codes, &out);
  return out;
}

Observation ObservationOf(const Prediction& prediction) {
  Observation seen;
  seen.kind = prediction.outcome;
  seen.by = prediction.by;
  if (prediction.alert) seen.alert = Alert{AlertLevel::kFatal, *prediction.alert};
  seen.cause = std::string(KeyOf(prediction.cause));
  seen.negotiated = {.version = prediction.version,
                     .cipher_suite = prediction.cipher_suite,
                     .group = prediction.group,
                     .signature_scheme = prediction.signature_scheme,
                     .client_signature_scheme = prediction.client_signature_scheme,
                     .alpn = std::string(prediction.alpn),
                     .resumed = prediction.resumed,
                     .hello_retry_request = prediction.hello_retry_request};
  return seen;
}

std::vector<ToldStep> StepsOf(const Predicted& predicted) {
  if (predicted.client == nullptr || predicted.server == nullptr) return {};
  return Teller(predicted).Tell();
}

}  // namespace shakedown
