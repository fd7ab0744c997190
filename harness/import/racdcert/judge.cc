#include "harness/import/racdcert/judge.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/import/attls/words.h"
#include "harness/import/racdcert/words_of_racf.h"
#include "harness/wire/calendar.h"

namespace shakedown::racdcert {
namespace {

constexpr const char* kNoCase = "no case is made of it";

// What a line is called: operand of a command, or field of a list.
int LineOf(const Certificate& one, const char* operand, const char* field) {
  return one.LineOf(one.listed ? field : operand);
}

void Say(Findings* findings, std::string_view id, Severity severity, int line, std::string message,
         std::string fix) {
  findings->push_back({id, severity, line, std::move(message), std::move(fix)});
}

// The commands that trust a certificate.
std::string Trust(const CertificateId& id) {
  const std::string owner = ToString({id.owner, ""});
  return fmt::format("RACDCERT {}ALTER(LABEL('{}')) TRUST, then SETROPTS RACLIST(DIGTCERT) REFRESH",
                     owner.substr(0, owner.find("LABEL")), id.label);
}

// Keys that no browser takes, or none should.
void JudgeKey(const Certificate& one, Findings* out) {
  const int line = LineOf(one, "SIZE", "key size");
  const std::string key = ToString(one.key), curve = CurveOf(one.key);
  constexpr int kLeastCurve = 256, kLeastRsa = 2048;
  if (!one.listed && !HasSize(one.key.kind, one.key.size)) return;  // told as such
  if (one.key.kind == KeyKind::kNistEcc && one.key.size < kLeastCurve) {
    Say(out, "no-tls-curve", Severity::kWarning, line,
        fmt::format("{} is a key on {}, which TLS 1.3 and browsers do not have; {}", key, curve,
                    kNoCase),
        "make it with SIZE(256)");
  } else if (curve == "secp521r1") {
    Say(out, "p521-for-browsers", Severity::kWarning, line,
        fmt::format("{} is a key on {}: browsers do not take its signatures in TLS 1.3", key,
                    curve),
        "make it with SIZE(256) or SIZE(384)");
  } else if (one.key.kind == KeyKind::kBrainpoolEcc) {
    Say(out, "brainpool-for-browsers", Severity::kWarning, line,
        fmt::format("{} is a key on {}, which browsers do not have{}", key, curve,
                    PlayedKey(one.key) ? "" : fmt::format("; {}", kNoCase)),
        "make it with NISTECC SIZE(256)");
  } else if (!PlayedKey(one.key)) {
    Say(out, "key-type", Severity::kWarning, LineOf(one, "key", "key type"),
        fmt::format("{} is a key that TLS 1.3 and browsers have no use for; {}", key, kNoCase),
        "make it with RSA or NISTECC");
  } else if (one.key.kind == KeyKind::kRsa && one.key.size < kLeastRsa) {
    Say(out, "weak-key", Severity::kWarning, line,
        fmt::format("browsers refuse RSA keys of fewer than {} bits; this has {}", kLeastRsa,
                    one.key.size),
        "make it with SIZE(2048)");
  }
  if (PlayedKey(one.key) && !IsPlayedAsIs(one.key)) {
    Say(out, "size-in-scenarios", Severity::kNote, line,
        fmt::format("scenarios have no {}; {} stands for it", key, NameOf(*PlayedKey(one.key))),
        "");
  }
}

// RACF refuses with IRRD156I what a key of the type cannot be used for.
void JudgeUsage(const Certificate& one, Findings* out) {
  if (one.listed || !one.usage) return;
  const bool ec = IsEc(one.key), dsa = one.key.kind == KeyKind::kDsa;
  for (const Usage usage : *one.usage) {
    const bool encrypts = usage == Usage::kDataEncrypt, agrees = usage == Usage::kKeyAgree;
    if (!(encrypts && (ec || dsa)) && !(agrees && !ec)) continue;
    Say(out, "usage-of-key", Severity::kError, one.LineOf("KEYUSAGE"),
        fmt::format("KEYUSAGE({}) is not for {} keys; allowed: HANDSHAKE, DOCSIGN, CERTSIGN{}",
                    NameOf(usage), NameOf(one.key.kind),
                    ec ? ", KEYAGREE" : (dsa ? "" : ", DATAENCRYPT")),
        fmt::format("remove {}", NameOf(usage)));
  }
}

bool AreCrossed(const Certificate& one) { return one.from && one.to && *one.from >= *one.to; }

void JudgeDates(const Certificate& one, Findings* out) {
  if (!AreCrossed(one)) return;
  Say(out, "dates-crossed", Severity::kError, LineOf(one, "NOTAFTER", "end date"),
      fmt::format("it ends on {}, before it begins on {}", DateOf(*one.to), DateOf(*one.from)),
      "let NOTAFTER be later than NOTBEFORE");
}

// Judges one chain.
class ChainJudge {
 public:
  ChainJudge(const Chain& chain, const Chains& chains, int64_t now)
      : chain_(chain), chains_(chains), leaf_(*chain.leaf), now_(now) {}

  Judgement Judge() {
    Keys();
    Validity();
    LeafUsage();
    Names();
    SignatureOfLeaf();
    Access();
    switch (chain_.end) {
      case Chain::End::kMissing:
        Missing();
        break;
      case Chain::End::kLoop:
        Warn("issuer-loop", LineOf(leaf_, "SIGNWITH", "issuer's name"),
             fmt::format("the issuers of {} come to no end; {}", ToString(leaf_.id), kNoCase),
             "sign one of them by itself");
        out_.playable = false;
        break;
      case Chain::End::kRoot:
        if (chain_.issuers.empty()) SelfSigned();
        break;
    }
    Issuers();
    Sent();
    return std::move(out_);
  }

 private:
  void Warn(std::string_view id, int line, std::string message, std::string fix) {
    Say(&out_.findings, id, Severity::kWarning, line, std::move(message), std::move(fix));
  }
  void Fault(CertificateFault fault) {
    if (std::ranges::find(out_.faults, fault) == out_.faults.end()) out_.faults.push_back(fault);
  }

  void Keys() {
    if (!PlayedKey(leaf_.key)) out_.playable = false;
    for (const Certificate* issuer : chain_.issuers) {
      if (PlayedKey(issuer->key)) continue;
      out_.playable = false;
      Warn("issuer-key", LineOf(leaf_, "SIGNWITH", "issuer's name"),
           fmt::format("{} is signed by {}, whose key is {}: {}", ToString(leaf_.id),
                       ToString(issuer->id), ToString(issuer->key), kNoCase),
           "sign it with an RSA or NISTECC SIZE(256) key");
    }
  }

  // RFC 5280 4.1.2.5.
  void Validity() {
    if (AreCrossed(leaf_)) return;
    if (leaf_.to && now_ > *leaf_.to) {
      Warn("expired", LineOf(leaf_, "NOTAFTER", "end date"),
           fmt::format("{} expired on {}", ToString(leaf_.id), DateOf(*leaf_.to)),
           "renew it, connect it and refresh DIGTCERT");
      Fault(CertificateFault::kExpired);
    } else if (leaf_.from && now_ < *leaf_.from) {
      Warn("not-yet-valid", LineOf(leaf_, "NOTBEFORE", "start date"),
           fmt::format("{} is not valid before {}", ToString(leaf_.id), DateOf(*leaf_.from)),
           "wait, or make one that is valid today");
      Fault(CertificateFault::kNotYetValid);
    }
  }

  // RFC 8446 4.4.2.2: with a key usage, digitalSignature must be in it; HANDSHAKE is that.
  void LeafUsage() {
    if (!leaf_.usage || leaf_.Has(Usage::kHandshake)) return;
    Warn("no-handshake", LineOf(leaf_, "KEYUSAGE", "key usage"),
         fmt::format("the key usage of {} is without HANDSHAKE, so it may sign no handshake",
                     ToString(leaf_.id)),
         "add HANDSHAKE to KEYUSAGE, or leave KEYUSAGE out");
    Fault(CertificateFault::kWrongKeyUsage);
  }

  void Names() {
    if (!leaf_.names.empty() || !leaf_.names_known) return;
    const bool host = IsHostName(leaf_.common_name) || IsAddress(leaf_.common_name);
    Warn("no-host-name", LineOf(leaf_, "ALTNAME", "subject's altnames"),
         host ? fmt::format("{} has its host name only as CN, where browsers and Java do not look",
                            ToString(leaf_.id))
              : fmt::format("{} names no host; the case checks none", ToString(leaf_.id)),
         host && IsAddress(leaf_.common_name)
             ? fmt::format("add ALTNAME(IP({}))", leaf_.common_name)
             : fmt::format("add ALTNAME(DOMAIN('{}'))", host ? leaf_.common_name : "host"));
  }

  void SignatureOfLeaf() {
    const std::string algorithm = attls::Lower(leaf_.signing_algorithm);
    const int line = leaf_.LineOf("signing algorithm");
    if (algorithm.starts_with("sha1")) {
      Warn("sha1", line, fmt::format("{} is signed with SHA-1", ToString(leaf_.id)),
           "make it anew: RACF signs with SHA-256 or better today");
      Fault(CertificateFault::kSha1Signature);
    } else if (algorithm.starts_with("md") || algorithm.starts_with("sha224")) {
      Warn("old-signature", line,
           fmt::format("{} is signed with {}, which no scenario has; SHA-256 stands for it",
                       ToString(leaf_.id), attls::Quoted(leaf_.signing_algorithm)),
           "make it anew: RACF signs with SHA-256 or better today");
    }
  }

  void Access() {
    if (!leaf_.trusted) {
      Warn("not-trusted", LineOf(leaf_, "NOTRUST", "status"),
           fmt::format("{} is NOTRUST: no server finds it in its ring (System SSL: 6). The case "
                       "is what happens once it is trusted",
                       ToString(leaf_.id)),
           Trust(leaf_.id));
    }
    if (leaf_.private_key) return;
    Warn("no-private-key", leaf_.LineOf("private key"),
         fmt::format("{} has no private key here, so it can sign nothing (System SSL: 428)",
                     ToString(leaf_.id)),
         "take the certificate of the server itself, or add it with its key");
    out_.signing = Signing::kFails;
  }

  void Missing() {
    const Certificate& last = chain_.last();
    if (!last.listed && last.signer->label.empty()) return;  // told as such
    if (last.listed) {
      Warn("missing-issuer", last.LineOf("issuer's name"),
           fmt::format("the issuer of {}, {}, is not in the text; it is taken as a CA that the "
                       "client trusts",
                       ToString(last.id), attls::Quoted(last.issuer)),
           "add the output of RACDCERT CERTAUTH LIST");
      return;
    }
    const std::vector<std::string> labels = chains_.LabelsOf(last.signer->owner);
    constexpr size_t kMostShown = 10;
    std::string allowed;
    if (!labels.empty() && labels.size() <= kMostShown) {
      allowed = fmt::format("; {} has {}", last.signer->owner, fmt::join(labels, ", "));
    }
    const std::string nearest = labels.size() <= kMostShown
                                    ? attls::NearestWord(last.signer->label, labels)
                                    : std::string();
    Warn("missing-issuer", last.LineOf("SIGNWITH"),
         fmt::format("{} is not in the text{}; it is taken as a CA with an RSA key that the "
                     "client trusts",
                     ToString(*last.signer), allowed),
         nearest.empty() ? "add the command that makes it, or its RACDCERT LIST"
                         : fmt::format("write LABEL('{}')", nearest));
  }

  void SelfSigned() {
    Warn("self-signed", leaf_.LineOf("GENCERT"),
         fmt::format("{} is signed by itself: only a client that has this very certificate trusts "
                     "it",
                     ToString(leaf_.id)),
         "sign it: SIGNWITH(CERTAUTH LABEL('label'))");
    Fault(CertificateFault::kSelfSigned);
  }

  // Whether a certificate says that it may sign others; RACF sees to it for CERTAUTH.
  static bool SignsOthers(const Certificate& one) {
    if (one.id.owner == "CERTAUTH") return true;
    return one.listed ? !one.usage || one.Has(Usage::kCertSign) : one.Has(Usage::kCertSign);
  }

  void Issuers() {
    const std::vector<const Certificate*> between = chain_.Intermediates();
    for (const Certificate* issuer : chain_.issuers) {
      const bool root = std::ranges::find(between, issuer) == between.end();
      const char* lost = root ? "; no scenario has a root of that kind" : "";
      if (issuer->to && now_ > *issuer->to) {
        Warn("issuer-expired", LineOf(*issuer, "NOTAFTER", "end date"),
             fmt::format("{}, which has signed others, expired on {}{}", ToString(issuer->id),
                         DateOf(*issuer->to), lost),
             "renew it, and what it has signed");
        if (!root) Fault(CertificateFault::kExpiredIntermediate);
      } else if (issuer->from && now_ < *issuer->from) {
        Warn("issuer-not-yet-valid", LineOf(*issuer, "NOTBEFORE", "start date"),
             fmt::format("{}, which has signed others, is not valid before {}; no scenario has "
                         "that",
                         ToString(issuer->id), DateOf(*issuer->from)),
             "wait, or make one that is valid today");
      }
      if (!SignsOthers(*issuer)) {
        Warn("issuer-not-ca", LineOf(*issuer, "KEYUSAGE", "key usage"),
             fmt::format("{} has signed others and is no CA's: it is neither of CERTAUTH nor has "
                         "it CERTSIGN{}",
                         ToString(issuer->id), lost),
             "make it with CERTAUTH, or with KEYUSAGE(CERTSIGN)");
        if (!root) Fault(CertificateFault::kIssuerNotCa);
      }
    }
    if (chain_.issuers.empty() || !leaf_.to || !chain_.issuers[0]->to) return;
    if (*leaf_.to > *chain_.issuers[0]->to) {
      Warn("outlives-issuer", LineOf(leaf_, "NOTAFTER", "end date"),
           fmt::format("{} ends on {}, after its issuer, which ends on {}", ToString(leaf_.id),
                       DateOf(*leaf_.to), DateOf(*chain_.issuers[0]->to)),
           "let it end with its issuer, or renew that in time");
    }
  }

  // What a server sends is what it finds in the ring.
  void Sent() {
    for (const Certificate* one : chain_.Intermediates()) {
      if (!one->trusted) {
        Warn("issuer-not-trusted", LineOf(*one, "NOTRUST", "status"),
             fmt::format("{} is NOTRUST, so no server finds it and sends it", ToString(one->id)),
             Trust(one->id));
        Fault(CertificateFault::kMissingIntermediate);
      }
      if (leaf_.rings.empty() || !one->rings_known) continue;
      const Ring& ring = leaf_.rings.front();
      if (std::ranges::find(one->rings, ring) != one->rings.end()) continue;
      Warn("not-in-ring", LineOf(*one, "GENCERT", "ring associations"),
           fmt::format("{} is in ring {}/{} and its issuer {} is not, so a server does not send "
                       "that",
                       ToString(leaf_.id), ring.owner, ring.name, ToString(one->id)),
           fmt::format("RACDCERT ID({}) CONNECT({} RING({}) USAGE(CERTAUTH))", ring.owner,
                       ToString(one->id), ring.name));
      Fault(CertificateFault::kMissingIntermediate);
    }
  }

  const Chain& chain_;
  const Chains& chains_;
  const Certificate& leaf_;
  const int64_t now_;
  Judgement out_;
};

}  // namespace

Judgement JudgeChain(const Chain& chain, const Chains& chains, int64_t now) {
  return ChainJudge(chain, chains, now).Judge();
}

void Lint(const Chains& chains, int64_t now, Racf* racf) {
  Findings found;
  for (const Certificate& one : racf->certificates()) {
    JudgeKey(one, &found);
    JudgeUsage(one, &found);
    JudgeDates(one, &found);
    if (chains.IsCa(one)) continue;
    Judgement judgement = JudgeChain(chains.Of(one), chains, now);
    std::ranges::move(judgement.findings, std::back_inserter(found));
    if (found.size() > attls::kMostFindings) break;
  }
  for (Finding& one : found) {
    racf->Say(one.id, one.severity, one.line, std::move(one.message), std::move(one.fix));
  }
  attls::Sort(&racf->findings);
}

}  // namespace shakedown::racdcert
