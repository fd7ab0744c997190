#include "harness/import/racdcert/to_scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/import/attls/foretell.h"
#include "harness/import/attls/scenario_text.h"
#include "harness/import/attls/words.h"
#include "harness/import/racdcert/words_of_racf.h"
#include "harness/model/signature_family.h"
#include "harness/wire/calendar.h"
#include "harness/wire/names.h"

namespace shakedown::racdcert {
namespace {

using Json = nlohmann::ordered_json;

template <typename Code>
Json Names(const std::vector<Code>& codes) {
  Json out = Json::array();
  for (const Code code : codes) out.push_back(NameOf(code));
  return out;
}

std::string CaOf(KeyType key) {
  if (key == KeyType::kSecp256r1) return "ec-ca";
  if (key == KeyType::kRsa2048) return "rsa-ca";
  return fmt::format("{}-ca", NameOf(key));
}

// The bits of the hash in "sha256ECDSA"; 0 where there is none that certificates are signed with
// today.
int HashOf(const std::string& algorithm) {
  const std::string lower = attls::Lower(algorithm);
  for (const int bits : {256, 384, 512}) {
    if (lower.starts_with(fmt::format("sha{}", bits))) return bits;
  }
  return 0;
}

// The key of a CA that is not in the text, as far as what it has signed tells.
KeyType KeyOfMissing(const Certificate& signed_by_it) {
  const std::string lower = attls::Lower(signed_by_it.signing_algorithm);
  if (lower.find("ecdsa") == std::string::npos) return KeyType::kRsa2048;
  const int hash = HashOf(lower);
  if (hash == 384) return KeyType::kSecp384r1;
  return hash == 512 ? KeyType::kSecp521r1 : KeyType::kSecp256r1;
}

int UsualHash(KeyType signer) {
  if (signer == KeyType::kSecp384r1) return 384;
  return signer == KeyType::kSecp521r1 ? 512 : 256;
}

// The scheme of a signature that is not the usual one of the issuer's key.
std::optional<SignatureScheme> SchemeOf(const Certificate& leaf, KeyType signer) {
  const bool pss = attls::Lower(leaf.signing_algorithm).find("pss") != std::string::npos;
  const bool rsa = FamilyOf(signer) == SignatureFamily::kRsa;
  int hash = HashOf(leaf.signing_algorithm);
  if (hash == 0 && pss) hash = 256;
  if (hash == 0 || (hash == UsualHash(signer) && !(pss && rsa))) return std::nullopt;
  using enum SignatureScheme;
  if (!rsa) {
    return hash == 256   ? kEcdsaSecp256r1Sha256
           : hash == 384 ? kEcdsaSecp384r1Sha384
                         : kEcdsaSecp521r1Sha512;
  }
  if (pss) {
    return hash == 256 ? kRsaPssRsaeSha256 : hash == 384 ? kRsaPssRsaeSha384 : kRsaPssRsaeSha512;
  }
  return hash == 256 ? kRsaPkcs1Sha256 : hash == 384 ? kRsaPkcs1Sha384 : kRsaPkcs1Sha512;
}

bool HasFault(const Judgement& judgement, CertificateFault fault) {
  return std::ranges::find(judgement.faults, fault) != judgement.faults.end();
}

// The names that the certificate is for.
std::vector<std::string> HostsOf(const Certificate& leaf) {
  if (!leaf.names.empty()) return leaf.names;
  if (IsHostName(leaf.common_name) || IsAddress(leaf.common_name)) return {leaf.common_name};
  return {};
}

Json CertificateJson(const Chain& chain, const Judgement& judgement) {
  const Certificate& leaf = *chain.leaf;
  // The issuers' keys, the root's first.
  std::vector<KeyType> signers;
  if (chain.end == Chain::End::kMissing) signers.push_back(KeyOfMissing(chain.last()));
  for (auto issuer = chain.issuers.rbegin(); issuer != chain.issuers.rend(); ++issuer) {
    signers.push_back(*PlayedKey((*issuer)->key));
  }
  if (signers.empty()) signers.push_back(*PlayedKey(leaf.key));  // it is its own
  Json out;
  out["key"] = NameOf(*PlayedKey(leaf.key));
  out["issuer"] = CaOf(signers.front());
  if (signers.size() > 1)
    out["intermediates"] = Names(std::vector(signers.begin() + 1, signers.end()));
  const auto scheme = SchemeOf(leaf, signers.back());
  if (scheme && !HasFault(judgement, CertificateFault::kSha1Signature)) {
    out["signature"] = NameOf(*scheme);
  }
  if (const auto hosts = HostsOf(leaf); !hosts.empty()) out["names"] = hosts;
  if (!judgement.faults.empty()) out["faults"] = Names(judgement.faults);
  if (judgement.signing == Signing::kFails) out["signing"] = "fails";
  return out;
}

Json ClientJson(const Certificate& leaf) {
  Json out;
  out["versions"] = Names(attls::UsualVersions());
  out["groups"] = Names(attls::UsualGroups());
  out["signature_schemes"] = Names(attls::UsualSchemes());
  const std::vector<std::string> hosts = HostsOf(leaf);
  const auto named =
      std::ranges::find_if(hosts, [](const std::string& one) { return !IsAddress(one); });
  // RFC 6066 3: an address is no server_name; it is checked all the same.
  out["server_name"] = nullptr;
  out["verify_name"] = nullptr;
  if (named != hosts.end()) {
    std::string host = attls::Lower(*named);
    if (host.starts_with("*.")) host = "host" + host.substr(1);
    out["server_name"] = host;
    out["verify_name"] = host;
  } else if (!hosts.empty()) {
    out["verify_name"] = hosts.front();
  }
  return out;
}

Json NotesOf(const Chain& chain) {
  const Certificate& leaf = *chain.leaf;
  Json out;
  out["racdcert"] = ToString(leaf.id);
  out["key"] = ToString(leaf.key);
  if (!leaf.subject.empty()) out["subject"] = leaf.subject;
  std::vector<std::string> signers;
  for (const Certificate* issuer : chain.issuers) {
    signers.push_back(fmt::format("{}: {}", ToString(issuer->id), ToString(issuer->key)));
  }
  if (chain.end == Chain::End::kMissing) {
    const Certificate& last = chain.last();
    signers.push_back(fmt::format("{}: taken as {}",
                                  last.listed ? last.issuer : ToString(*last.signer),
                                  NameOf(KeyOfMissing(last))));
  }
  if (!signers.empty()) out["signed by"] = signers;
  if (leaf.from) out["from"] = DateOf(*leaf.from);
  if (leaf.to) out["to"] = DateOf(*leaf.to);
  if (leaf.usage && !leaf.usage->empty()) {
    for (const Usage usage : *leaf.usage) out["usage"].push_back(NameOf(usage));
  }
  for (const Ring& ring : leaf.rings) {
    out["rings"].push_back(fmt::format("{}/{}", ring.owner, ring.name));
  }
  if (!leaf.defaults.empty()) out["defaults"] = leaf.defaults;
  return out;
}

Json CaseOf(const Chain& chain, const Judgement& judgement, const std::string& name) {
  const Certificate& leaf = *chain.leaf;
  Json out;
  out["name"] = name;
  out["about"] = fmt::format(
      "A server with the RACF certificate {} and a usual client of today (TLS 1.3 and 1.2, groups "
      "and signatures as browsers have).",
      ToString(leaf.id));
  out["notes"] = NotesOf(chain);
  out["client"] = ClientJson(leaf);
  out["server"]["versions"] = Names(attls::UsualVersions());
  out["server"]["certificates"].push_back(CertificateJson(chain, judgement));
  out["expect"] = "predicted";
  return out;
}

}  // namespace

std::vector<const Certificate*> LeavesOf(const Racf& racf, const Chains& chains) {
  std::vector<const Certificate*> leaves;
  for (const Certificate& one : racf.certificates()) {
    if (!chains.IsCa(one)) leaves.push_back(&one);
  }
  return leaves;
}

std::string ScenarioOf(const std::vector<const Certificate*>& leaves, const Chains& chains,
                       int64_t now, size_t* cases) {
  Json file;
  file["cases"] = Json::array();
  std::set<std::string> names;
  for (const Certificate* leaf : leaves) {
    const Chain chain = chains.Of(*leaf);
    const Judgement judgement = JudgeChain(chain, chains, now);
    if (!judgement.playable) continue;
    const std::string name = attls::NewCaseName(leaf->id.label, "certificate", &names);
    file["cases"].push_back(CaseOf(chain, judgement, name));
  }
  *cases = file["cases"].size();
  return attls::ScenarioText(file);
}

}  // namespace shakedown::racdcert
