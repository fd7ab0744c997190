#include "harness/predict/candidate_changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/model/fips.h"
#include "harness/predict/common.h"
#include "harness/predict/selection.h"

namespace shakedown {
namespace {

constexpr int kConfiguration = 1, kTrust = 2, kRenewal = 3, kNewKey = 4, kOtherCa = 5;

template <typename T>
void AddTo(std::vector<T>* list, T value) {
  if (std::ranges::find(*list, value) == list->end()) list->push_back(value);
}

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

class Candidates {
 public:
  Candidates(const Side& client, const Side& server) : client_(client), server_(server) {}

  std::vector<CandidateChange> All() {
    Versions();
    Suites();
    Groups();
    Schemes();
    Alpn();
    Names();
    Policies();
    Links(server_, client_);
    Links(client_, server_);
    Trust(server_, client_);
    Trust(client_, server_);
    Certificates(server_, client_);
    Certificates(client_, server_);
    MissingCertificates();
    return std::move(out_);
  }

 private:
  // What a browser offers is not for its user to say.
  static bool IsFixed(const Side& side) { return side.profile->only == Role::kClient; }

  const Side& other(const Side& side) const {
    return side.role == Role::kClient ? server_ : client_;
  }

  void Add(Role side, const char* what, std::string value, std::string text, int cost,
           std::function<void(Side*)> apply) {
    out_.push_back({{side, what, std::move(value), std::move(text), cost},
                    [apply = std::move(apply)](Side* changed, Side*) { apply(changed); }});
  }

  void AddList(const Side& side, const char* what, std::string value, std::string text,
               std::function<void(Side*)> apply) {
    if (IsFixed(side)) return;
    Add(side.role, what, std::move(value), std::move(text), kConfiguration, std::move(apply));
  }

  void Versions() {
    for (const Side* side : {&server_, &client_}) {
      for (ProtocolVersion version : {ProtocolVersion::kTls13, ProtocolVersion::kTls12}) {
        if (side->Speaks(version)) continue;
        const std::string name = NameOf(version);
        AddList(*side, "versions", name, "switch on " + name,
                [version](Side* changed) { SwitchOn(version, changed); });
      }
    }
    // Versions that are going out of use, only where nothing else is in common.
    for (const Side* side : {&server_, &client_}) {
      for (ProtocolVersion version : other(*side).versions) {
        if (version >= ProtocolVersion::kTls12 || side->Speaks(version)) continue;
        const std::string name = NameOf(version);
        if (IsFixed(*side)) continue;
        Add(side->role, "versions", name, fmt::format("switch on {} (deprecated, RFC 8996)", name),
            kOtherCa + 1, [version](Side* changed) { SwitchOn(version, changed); });
      }
    }
    for (const Side* side : {&server_, &client_}) {
      if (!client_.Speaks(ProtocolVersion::kTls13) || IsFixed(*side) ||
          !server_.Speaks(ProtocolVersion::kTls13) || !side->Speaks(ProtocolVersion::kTls12)) {
        continue;
      }
      Add(side->role, "versions", "TLS 1.2", "switch off TLS 1.3", kTrust, [](Side* changed) {
        std::erase(changed->versions, ProtocolVersion::kTls13);
        changed->lists_versions = false;
      });
    }
  }

  static void SwitchOn(ProtocolVersion version, Side* changed) {
    AddTo(&changed->versions, version);
    std::sort(changed->versions.rbegin(), changed->versions.rend());
    if (changed->role == Role::kClient) {
      changed->lists_versions = changed->Speaks(ProtocolVersion::kTls13);
    }
    const bool usable = std::ranges::any_of(
        changed->suites, [&](const SuiteFacts& suite) { return suite.UsableIn(version); });
    if (usable) return;
    // The version comes with the suites that the stack has for it.
    for (CipherSuite suite : changed->profile->cipher_suites) {
      const SuiteFacts facts = FactsOf(suite);
      if (facts.UsableIn(version) && !Holds(changed->suites, suite)) {
        changed->suites.push_back(facts);
      }
    }
    changed->asked_suites = changed->suites;
  }

  void Suites() {
    for (const Side* side : {&server_, &client_}) {
      for (const SuiteFacts& suite : other(*side).suites) {
        if (Holds(side->suites, suite.suite)) continue;
        const std::string name = NameOf(suite.suite);
        AddList(*side, "cipher_suites", name, fmt::format("add {} to its suites", name),
                [suite](Side* changed) {
                  changed->suites.push_back(suite);
                  changed->asked_suites.push_back(suite);
                });
      }
    }
    for (const Side* side : {&server_, &client_}) {
      PreferApproved(*side);
      DropUnapproved(*side);
    }
  }

  // Added last, a suite would not be chosen while one that FIPS does not approve is liked better.
  void PreferApproved(const Side& side) {
    if (other(side).has.fips != Fips::kAtEncryption) return;
    for (const SuiteFacts& suite : other(side).suites) {
      if (!suite.fips || Holds(side.suites, suite.suite)) continue;
      const std::string name = NameOf(suite.suite);
      AddList(side, "cipher_suites", name, fmt::format("put {} first among its suites", name),
              [suite](Side* changed) {
                changed->suites.insert(changed->suites.begin(), suite);
                changed->asked_suites.insert(changed->asked_suites.begin(), suite);
              });
    }
  }

  void DropUnapproved(const Side& side) {
    if (client_.has.fips == Fips::kOff && server_.has.fips == Fips::kOff) return;
    const bool any = std::ranges::any_of(side.suites, [](const auto& one) { return !one.fips; });
    if (!any) return;
    AddList(side, "cipher_suites", "approved",
            "take the suites that FIPS does not approve (ChaCha20-Poly1305) out of its list",
            [](Side* changed) {
              std::erase_if(changed->suites, [](const SuiteFacts& suite) { return !suite.fips; });
            });
  }

  void Groups() {
    for (const Side* side : {&server_, &client_}) {
      std::vector<NamedGroup> wanted;
      for (const ChainFacts& chain : server_.chains) {
        if (chain.key.curve) AddTo(&wanted, *chain.key.curve);
      }
      for (NamedGroup group : other(*side).groups) AddTo(&wanted, group);
      for (NamedGroup group : wanted) {
        if (Holds(side->groups, group)) continue;
        const std::string name = NameOf(group);
        AddList(*side, "groups", name, fmt::format("add {} to its groups", name),
                [group](Side* changed) {
                  changed->groups.push_back(group);
                  changed->asked_groups.push_back(group);
                });
      }
    }
  }

  // Schemes of TLS that a key of the owner can make or its chain is signed with.
  void Schemes() {
    for (const Side* owner : {&server_, &client_}) {
      const Side& verifier = other(*owner);
      for (const ChainFacts& chain : owner->chains) {
        for (const CodePoint& row : SignatureSchemes()) {
          const SignatureScheme scheme{static_cast<uint16_t>(row.number)};
          if (static_cast<uint16_t>(scheme) < 0x0400) continue;  // SHA-1 and SHA-224
          if (!CanSign(chain.key, scheme, ProtocolVersion::kTls13) &&
              !CanSign(chain.key, scheme, ProtocolVersion::kTls12)) {
            continue;
          }
          Accept(verifier, scheme);
          if (!Holds(owner->signing, scheme) && Holds(verifier.schemes, scheme)) {
            const std::string name = NameOf(scheme);
            AddList(*owner, "signature_schemes", name,
                    fmt::format("let its key sign with {}", name),
                    [scheme](Side* changed) { changed->signing.push_back(scheme); });
          }
        }
        for (const auto& signature : chain.signatures) {
          if (!signature || Holds(verifier.chain_schemes, *signature)) continue;
          const std::string name = NameOf(*signature);
          const auto accepted = *signature;
          AddList(verifier, "certificate_signature_schemes", name,
                  fmt::format("accept certificates signed with {}", name),
                  [accepted](Side* changed) { changed->chain_schemes.push_back(accepted); });
        }
      }
    }
  }

  void Accept(const Side& verifier, SignatureScheme scheme) {
    if (Holds(verifier.schemes, scheme)) return;
    const std::string name = NameOf(scheme);
    AddList(verifier, "signature_schemes", name, fmt::format("accept signatures of {}", name),
            [scheme](Side* changed) {
              changed->schemes.push_back(scheme);
              AddTo(&changed->chain_schemes, scheme);
            });
  }

  void Alpn() {
    for (const Side* side : {&server_, &client_}) {
      const auto& offered = other(*side).has.alpn;
      if (!offered) continue;
      for (const std::string& protocol : *offered) {
        if (side->has.alpn && Holds(*side->has.alpn, protocol)) continue;
        AddList(*side, "alpn", protocol, fmt::format("add {} to its protocols", Quoted(protocol)),
                [protocol](Side* changed) {
                  if (!changed->has.alpn) changed->has.alpn.emplace();
                  changed->has.alpn->push_back(protocol);
                });
      }
    }
    if (server_.has.alpn && server_.has.alpn_required) {
      Add(Role::kServer, "alpn_required", "false", "go on without a protocol in common", kTrust,
          [](Side* changed) { changed->has.alpn_required = false; });
    }
  }

  void Names() {
    std::vector<std::string> known;
    for (const HostSide& host : server_.hosts) AddTo(&known, host.name);
    for (const ChainFacts& chain : server_.chains) {
      for (const std::string& name : chain.names) AddTo(&known, name);
    }
    for (const std::string& name : known) {
      if (name.starts_with("*.") || IsSameName(name, client_.sent_name)) continue;
      Add(Role::kClient, "server_name", name, "connect to the server as " + name, kConfiguration,
          [name](Side* changed) {
            changed->has.server_name = name;
            changed->has.verify_name = name;
          });
    }
    if (!client_.sent_name.empty() &&
        (server_.has.server_name_policy == ServerNamePolicy::kMatch ||
         server_.has.server_name_policy == ServerNamePolicy::kRequireMatch)) {
      const std::string name(client_.sent_name);
      Add(Role::kServer, "server_name_policy", name,
          fmt::format("add {} to the names it serves", name), kConfiguration,
          [](Side* changed) { changed->has.server_name_policy = ServerNamePolicy::kIgnore; });
    }
  }

  void Policies() {
    if (client_.has.fallback_scsv) {
      Add(Role::kClient, "fallback_scsv", "false", "stop retrying with a lower version",
          kConfiguration, [](Side* changed) { changed->has.fallback_scsv = false; });
    }
    if (client_.has.require_ocsp_staple) {
      Add(Role::kClient, "require_ocsp_staple", "false",
          "do without a stapled OCSP response, or have the server staple one", kTrust,
          [](Side* changed) { changed->has.require_ocsp_staple = false; });
    }
    for (const Side* side : {&server_, &client_}) {
      if (side->has.fips == Fips::kAtEncryption) {
        Add(side->role, "fips", "on", "apply FIPS mode to what it negotiates, not only later",
            kConfiguration, FipsFromTheStart);
      }
      if (side->has.fips != Fips::kOff) {
        Add(side->role, "fips", "off", "switch FIPS mode off", kTrust, [](Side* changed) {
          changed->has.fips = Fips::kOff;
          changed->fips = false;
          changed->suites = changed->asked_suites;
          changed->groups = changed->asked_groups;
        });
      }
      if (side->has.verify == Verify::kRejectAll) {
        Add(side->role, "verify", "chain", "let its application accept the certificate", kTrust,
            [](Side* changed) { changed->has.verify = Verify::kChain; });
      }
    }
    if (server_.has.client_auth == ClientAuth::kRequire) {
      Add(Role::kServer, "client_auth", "request",
          "ask for a client certificate without requiring it", kRenewal,
          [](Side* changed) { changed->has.client_auth = ClientAuth::kRequest; });
    }
    if (client_.has.honour_ca_names) {
      for (const ChainFacts& chain : client_.chains) NameCa(chain.root);
    }
  }

  void NameCa(const std::string& root) {
    if (root.empty()) return;
    const std::string named =
        fmt::format("name {} among the CAs it takes client certificates from", root);
    if (Trusts(server_, root)) {
      Add(Role::kServer, "ca_names", root, named, kTrust, [root](Side* changed) {
        if (changed->has.ca_names) changed->has.ca_names->push_back(root);
      });
      return;
    }
    Add(Role::kServer, "trust", root, fmt::format("{}, and {}", Trusting(root), named), kTrust,
        [root](Side* changed) {
          if (changed->has.ca_names) changed->has.ca_names->push_back(root);
          AddTrust(root, changed);
        });
  }

  static bool Trusts(const Side& side, const std::string& ca) {
    return side.has.trust && Holds(*side.has.trust, ca);
  }

  static void AddTrust(const std::string& ca, Side* changed) {
    if (!changed->has.trust) changed->has.trust.emplace();
    AddTo(&*changed->has.trust, ca);
  }

  // Whoever adds a CA should know what that means.
  static std::string Trusting(const std::string& ca) {
    return fmt::format("trust {} too, and with it all that this CA certifies", ca);
  }

  // The owner's chain leads to what the verifier trusts already: by what it leaves out, or by
  // another one.
  void Links(const Side& owner, const Side& verifier) {
    const bool told = verifier.has.trust && !verifier.has.trust->empty();
    for (size_t i = 0; told && i < owner.chains.size(); ++i) {
      const ChainFacts& chain = owner.chains[i];
      if (chain.root.empty() || Trusts(verifier, chain.root)) continue;
      const std::string& ca = verifier.has.trust->front();
      const bool one = verifier.has.trust->size() == 1;
      const std::string trusted =
          one ? ca : fmt::format("a CA that the {} trusts", NameOf(verifier.role));
      const auto lead = [ca](ChainFacts* changed) {
        changed->root = ca;
        changed->signatures.push_back(std::nullopt);
        changed->leads_on = false;
      };
      if (chain.leads_on) {
        OnChain(owner, i, "intermediate",
                fmt::format("send the certificate of the intermediate {} with its own, if that "
                            "leads to {}",
                            chain.root, trusted),
                kConfiguration, lead);
      }
      OnChain(owner, i, "trusted issuer",
              fmt::format("get its certificate from {}",
                          one ? ca + ", which the other side trusts" : trusted),
              kOtherCa, lead);
    }
    if (owner.chains.size() < 2) return;
    for (size_t i = 0; i < owner.chains.size(); ++i) {
      const ChainFacts& chain = owner.chains[i];
      const std::string from = chain.root.empty() ? "" : " from " + chain.root;
      Add(owner.role, "certificates", NameOf(chain.key),
          fmt::format("use its certificate with the {} key{} alone", NameOf(chain.key), from),
          kConfiguration, [i](Side* changed) {
            if (i < changed->chains.size()) changed->chains = {ChainFacts(changed->chains[i])};
          });
    }
  }

  static void FipsFromTheStart(Side* changed) {
    changed->has.fips = Fips::kOn;
    changed->fips = true;
    std::erase_if(changed->suites, [](const SuiteFacts& suite) { return !suite.fips; });
    std::erase_if(changed->groups, [](NamedGroup group) { return !FipsApproved(group); });
  }

  // `verifier` trusts what `owner` shows.
  void Trust(const Side& owner, const Side& verifier) {
    for (const ChainFacts& chain : owner.chains) {
      if (chain.root.empty()) continue;
      if (Trusts(verifier, chain.root)) continue;
      Add(verifier.role, "trust", chain.root, Trusting(chain.root), kTrust,
          [root = chain.root](Side* changed) { AddTrust(root, changed); });
    }
  }

  void OnChain(const Side& owner, size_t index, std::string value, std::string text, int cost,
               std::function<void(ChainFacts*)> apply) {
    Add(owner.role, "certificates", std::move(value), std::move(text), cost,
        [index, apply = std::move(apply)](Side* changed) {
          if (index < changed->chains.size()) apply(&changed->chains[index]);
        });
  }

  void Certificates(const Side& owner, const Side& verifier) {
    for (size_t i = 0; i < owner.chains.size(); ++i) {
      const ChainFacts& chain = owner.chains[i];
      Faults(owner, verifier, i);
      Signing(owner, i);
      Keys(owner, i);
      Issuers(owner, verifier, i);
      if (verifier.checked_name.empty() || IsNamed(chain.names, verifier.checked_name)) continue;
      const std::string name(verifier.checked_name);
      OnChain(owner, i, name, fmt::format("get a certificate for the name {}", name), kRenewal,
              [name](ChainFacts* changed) { changed->names.push_back(name); });
    }
  }

  void Faults(const Side& owner, const Side& verifier, size_t index) {
    using enum CertificateFault;
    const std::string purpose = owner.role == Role::kServer ? "serverAuth" : "clientAuth";
    const struct {
      CertificateFault fault;
      std::string text;
      int cost;
    } rows[] = {
        {kExpired, "renew its certificate, which has expired", kRenewal},
        {kExpiredIntermediate, "replace the intermediate CA certificate, which has expired",
         kRenewal},
        {kNotYetValid, "wait until its certificate is valid, or correct the clocks",
         kConfiguration},
        {kMissingIntermediate, "send the intermediate CA certificate with its own", kConfiguration},
        {kWrongExtendedKeyUsage, "get a certificate with extendedKeyUsage " + purpose, kRenewal},
        {kWrongKeyUsage, "get a certificate with keyUsage digitalSignature", kRenewal},
        {kIssuerNotCa, "get its certificate from a CA with basicConstraints CA:TRUE", kOtherCa},
        {kPathLength, "get its certificate from a CA whose path length allows the chain", kOtherCa},
        {kBadSignature, "get its certificate issued again: its signature does not verify",
         kRenewal},
        {kRevoked, "replace its certificate, which is revoked", kRenewal},
    };
    const FaultSet& faults = owner.chains[index].faults;
    for (const auto& row : rows) {
      if (!faults.Has(row.fault)) continue;
      OnChain(owner, index, NameOf(row.fault), row.text, row.cost,
              [fault = row.fault](ChainFacts* changed) { changed->faults.Remove(fault); });
    }
    if (faults.Has(kSelfSigned)) {
      out_.push_back(
          {{verifier.role, "trust", "itself",
            fmt::format("trust the {}'s self-signed certificate itself", NameOf(owner.role)),
            kTrust},
           [index](Side* verifies, Side* owns) { LeadToTrust(index, owns, verifies); }});
      out_.push_back({{owner.role, "certificates", "issued",
                       "get its certificate from a CA that the other side trusts", kOtherCa},
                      [index](Side* owns, Side* verifies) { LeadToTrust(index, owns, verifies); }});
    }
  }

  // The self-signed chain of `owns` becomes one that `verifies` trusts.
  static void LeadToTrust(size_t index, Side* owns, Side* verifies) {
    static const std::string kItself = "itself";
    if (index >= owns->chains.size()) return;
    owns->chains[index].faults.Remove(CertificateFault::kSelfSigned);
    owns->chains[index].root = kItself;
    if (!verifies->has.trust) verifies->has.trust.emplace();
    AddTo(&*verifies->has.trust, kItself);
  }

  void Signing(const Side& owner, size_t index) {
    const shakedown::Signing signing = owner.chains[index].signing;
    if (signing == shakedown::Signing::kWorks) return;
    OnChain(owner, index, "signing",
            signing == shakedown::Signing::kFails
                ? "give it the use of its private key (authority, HSM or ICSF up)"
                : "give it the private key that belongs to its certificate",
            kConfiguration,
            [](ChainFacts* changed) { changed->signing = shakedown::Signing::kWorks; });
  }

  void Keys(const Side& owner, size_t index) {
    const KeyFacts& now = owner.chains[index].key;
    for (KeyType type : {KeyType::kSecp256r1, KeyType::kRsa2048, KeyType::kSecp384r1,
                         KeyType::kRsa3072, KeyType::kSecp521r1, KeyType::kEd25519}) {
      const KeyFacts key = FactsOf(type);
      if (key == now) continue;
      OnChain(
          owner, index, NameOf(type),
          fmt::format("use a certificate with a{} {} key",
                      key.family == SignatureFamily::kRsa || key.family == SignatureFamily::kEd25519
                          ? "n"
                          : "",
                      NameOf(key)),
          kNewKey, [key](ChainFacts* changed) { changed->key = key; });
    }
  }

  // The same key, its certificate from a CA that signs otherwise.
  void Issuers(const Side& owner, const Side& verifier, size_t index) {
    const ChainFacts& chain = owner.chains[index];
    for (KeyType type :
         {KeyType::kSecp256r1, KeyType::kRsa2048, KeyType::kSecp384r1, KeyType::kSecp521r1}) {
      CertificateSpec spec;
      spec.issuer = std::string(NameOf(type)) + "-ca";
      const ChainFacts issued = FactsOf(spec, owner.role);
      if (issued.signatures == chain.signatures || issued.signatures.empty()) continue;
      const std::string scheme = issued.signatures[0] ? NameOf(*issued.signatures[0]) : "";
      if (issued.signatures[0] && !Holds(verifier.chain_schemes, *issued.signatures[0])) continue;
      OnChain(owner, index, "signed with " + scheme,
              fmt::format("get its certificate from a CA that signs with {}", scheme), kOtherCa,
              [issued](ChainFacts* changed) {
                changed->signatures = issued.signatures;
                changed->issuers = issued.issuers;
              });
    }
  }

  // A side that needs a certificate and has none gets one that the other trusts.
  void MissingCertificates() {
    if (server_.chains.empty()) Missing(server_, client_);
    if (server_.has.client_auth == ClientAuth::kNone) return;
    const bool fits = std::ranges::any_of(client_.chains, [&](const ChainFacts& chain) {
      return server_.has.trust && Holds(*server_.has.trust, chain.root);
    });
    if (!fits) Missing(client_, server_);
  }

  void Missing(const Side& owner, const Side& verifier) {
    const bool told = verifier.has.trust && !verifier.has.trust->empty();
    const std::string root = told ? verifier.has.trust->front() : "a CA that the other side trusts";
    for (KeyType type : {KeyType::kSecp256r1, KeyType::kRsa2048, KeyType::kSecp384r1}) {
      CertificateSpec spec;
      spec.key = type;
      ChainFacts chain = FactsOf(spec, owner.role);
      chain.root = root;
      chain.signatures = {std::nullopt};
      chain.issuers.clear();
      if (!verifier.checked_name.empty()) chain.names = {std::string(verifier.checked_name)};
      out_.push_back(
          {{owner.role, "certificates", NameOf(type),
            fmt::format("give it a certificate with a {} key from {}", NameOf(chain.key), root),
            owner.chains.empty() ? kRenewal : kOtherCa},
           [chain](Side* owns, Side* verifies) {
             owns->chains = {chain};
             if (!verifies->has.trust) verifies->has.trust.emplace();
             AddTo(&*verifies->has.trust, chain.root);
           }});
    }
  }

  const Side& client_;
  const Side& server_;
  std::vector<CandidateChange> out_;
};

}  // namespace

std::vector<CandidateChange> CandidateChanges(const Side& client, const Side& server) {
  return Candidates(client, server).All();
}

}  // namespace shakedown
