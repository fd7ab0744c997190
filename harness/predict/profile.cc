#include "harness/predict/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "harness/codes/json_rows.h"

namespace shakedown {
namespace {

using Json = JsonRows::Json;

template <typename E>
struct Spelling {
  const char* name;
  E value;
};

constexpr Spelling<Trait> kTraitNames[] = {
    {"enforces_curve", Trait::kEnforcesCurve},
    {"enforces_chain_signatures", Trait::kEnforcesChainSignatures},
    {"enforces_chain_signatures_before_tls13", Trait::kEnforcesChainSignaturesBeforeTls13},
    {"no_kinds_before_tls12", Trait::kNoKindsBeforeTls12},
    {"rsa_usage_late_and_silent", Trait::kRsaUsageLateAndSilent},
    {"client_usage_late_and_silent", Trait::kClientUsageLateAndSilent},
    {"curve_key_usage_late", Trait::kCurveKeyUsageLate},
    {"uses_no_expired_certificate", Trait::kUsesNoExpiredCertificate},
    {"checks_own_key_usage", Trait::kChecksOwnKeyUsage},
    {"refuses_sha1_with_pss", Trait::kRefusesSha1WithPss},
    {"ignores_end_of_ed448", Trait::kIgnoresEndOfEd448},
    {"signature_before_chain_in_tls12", Trait::kSignatureBeforeChainInTls12},
    {"signature_before_chain_in_tls13", Trait::kSignatureBeforeChainInTls13},
    {"hello_before_scheme_failure", Trait::kHelloBeforeSchemeFailure},
    {"checks_own_ec_key_usage", Trait::kChecksOwnEcKeyUsage},
    {"holds_flight_before_tls13", Trait::kHoldsFlightBeforeTls13},
    {"holds_flight_in_tls13", Trait::kHoldsFlightInTls13},
    {"client_insists_on_its_certificate", Trait::kClientInsistsOnItsCertificate},
    {"legacy_version_below_tls12", Trait::kLegacyVersionBelowTls12},
    {"newer_versions_are_suites", Trait::kNewerVersionsAreSuites},
    {"starts_without_suites", Trait::kStartsWithoutSuites},
    {"scheme_for_rsa_exchange", Trait::kSchemeForRsaExchange},
    {"empty_suites_are_illegal", Trait::kEmptySuitesAreIllegal},
    {"needs_suite_of_its_best", Trait::kNeedsSuiteOfItsBest},
    {"offers_suites_its_schemes_fit", Trait::kOffersSuitesItsSchemesFit},
    {"looks_at_leaf_first", Trait::kLooksAtLeafFirst},
    {"checks_peer_curve", Trait::kChecksPeerCurve},
    {"empty_suites_are_malformed", Trait::kEmptySuitesAreMalformed},
    {"silent_without_versions", Trait::kSilentWithoutVersions},
    {"offers_kind_asked", Trait::kOffersKindAsked},
    {"key_usage_before_signature", Trait::kKeyUsageBeforeSignature},
    {"holds_extensions_in_tls13", Trait::kHoldsExtensionsInTls13},
    {"ignores_pss_room", Trait::kIgnoresPssRoom},
    {"prefers_named_certificate", Trait::kPrefersNamedCertificate},
    {"pss_keys_first", Trait::kPssKeysFirst},
    {"takes_any_key_before_tls12", Trait::kTakesAnyKeyBeforeTls12},
    {"needs_groups_list", Trait::kNeedsGroupsList},
    {"walks_from_root", Trait::kWalksFromRoot},
    {"server_checks_signature_first", Trait::kServerChecksSignatureFirst},
    {"upper_links_first", Trait::kUpperLinksFirst},
    {"asks_for_every_kind", Trait::kAsksForEveryKind},
    {"unknown_curves_are_malformed", Trait::kUnknownCurvesAreMalformed},
    {"staple_after_signature", Trait::kStapleAfterSignature},
    {"no_sha1_for_tls13_alone", Trait::kNoSha1ForTls13Alone},
    {"client_keys_come_late", Trait::kClientKeysComeLate},
    {"suite_follows_session", Trait::kSuiteFollowsSession},
    {"suite_before_session", Trait::kSuiteBeforeSession},
    {"session_for_its_name", Trait::kSessionForItsName},
    {"names_not_looked_at_again", Trait::kNamesNotLookedAtAgain},
    {"takes_suite_of_session", Trait::kTakesSuiteOfSession},
    {"names_version_of_session", Trait::kNamesVersionOfSession},
    {"sessions_in_their_version", Trait::kSessionsInTheirVersion},
    {"minds_legacy_version", Trait::kMindsLegacyVersion},
    {"hears_older_downgrade", Trait::kHearsOlderDowngrade},
    {"sessions_of_older_versions", Trait::kSessionsOfOlderVersions},
    {"no_groups_without_ec_suite", Trait::kNoGroupsWithoutEcSuite},
    {"groups_follow_suites", Trait::kGroupsFollowSuites},
    {"secp256r1_without_groups", Trait::kSecp256r1WithoutGroups},
    {"eddsa_asks_for_nothing", Trait::kEddsaAsksForNothing},
    {"offers_groups_of_its_versions", Trait::kOffersGroupsOfItsVersions},
    {"retries_before_certificate", Trait::kRetriesBeforeCertificate},
    {"names_dhe_group", Trait::kNamesDheGroup},
    {"has_security_levels", Trait::kHasSecurityLevels},
    {"fallback_hears_downgrade", Trait::kFallbackHearsDowngrade},
    {"binds_curves_in_tls12", Trait::kBindsCurvesInTls12},
    {"offers_kind_shared", Trait::kOffersKindShared},
    {"checks_own_curve", Trait::kChecksOwnCurve},
    {"refuses_sha1", Trait::kRefusesSha1},
    {"honours_ca_names", Trait::kHonoursCaNames},
    {"overlooks_unknown_groups", Trait::kOverlooksUnknownGroups},
    {"keeps_keys_without_kind_back", Trait::kKeepsKeysWithoutKindBack},
    {"keeps_wrong_purpose_back", Trait::kKeepsWrongPurposeBack},
};
static_assert(std::size(kTraitNames) == kTraits);

constexpr Spelling<ServerCheck> kServerChecks[] = {
    {"fallback", ServerCheck::kFallback},
    {"server_name", ServerCheck::kServerName},
    {"alpn", ServerCheck::kAlpn},
    {"suites_present", ServerCheck::kSuitesPresent},
    {"schemes_sent", ServerCheck::kSchemesSent},
    {"schemes", ServerCheck::kSchemes},
    {"suite", ServerCheck::kSuite},
    {"group", ServerCheck::kGroup},
    {"selection", ServerCheck::kSelection},
};
constexpr Spelling<Tls13SuiteChoice> kSuiteChoices[] = {
    {"by_setting", Tls13SuiteChoice::kBySetting},
    {"peer_order", Tls13SuiteChoice::kPeerOrder},
};
constexpr Spelling<Tls13GroupChoice> kGroupChoices[] = {
    {"by_setting", Tls13GroupChoice::kBySetting},
    {"first_share_else_own_order", Tls13GroupChoice::kFirstShareElseOwn},
};
constexpr Spelling<SchemeChoice> kSchemeChoices[] = {
    {"own_order", SchemeChoice::kOwnOrder},
    {"peer_order", SchemeChoice::kPeerOrder},
    {"by_setting", SchemeChoice::kBySetting},
};
constexpr Spelling<SignatureFamily> kFamilies[] = {
    {"rsa", SignatureFamily::kRsa},     {"rsa_pss", SignatureFamily::kRsaPss},
    {"ec", SignatureFamily::kEc},       {"ed25519", SignatureFamily::kEd25519},
    {"ed448", SignatureFamily::kEd448},
};
constexpr Spelling<CertificateChoice> kCertificateChoices[] = {
    {"first_fitting", CertificateChoice::kFirstFitting},
    {"by_suite", CertificateChoice::kBySuite},
    {"by_scheme", CertificateChoice::kByScheme},
};

// Reads one profile over what it extends. Every reader leaves the field as it is when absent.
class ProfileReader {
 public:
  ProfileReader(JsonRows* rows, StackProfile* out) : rows_(*rows), out_(*out) {}

  void Read() {
    const Json& root = rows_.root();
    rows_.Only(root, {"profile",
                      "title",
                      "extends",
                      "confidence",
                      "evidence",
                      "only",
                      "versions",
                      "cipher_suites",
                      "groups",
                      "signature_schemes",
                      "signing_schemes",
                      "fips_signature_schemes",
                      "unverifiable",
                      "curves",
                      "hello_extensions",
                      "key_shares",
                      "server_preference",
                      "security_level",
                      "tls13_suite_choice",
                      "tls13_group_choice",
                      "scheme_choice",
                      "certificate_choice",
                      "certificate_choice_tls13",
                      "server_checks",
                      "server_checks_tls13",
                      "chain_checks",
                      "traits",
                      "further_traits",
                      "alerts"});
    out_.name = rows_.Text(root, "profile");
    out_.title = rows_.Text(root, "title");
    out_.confidence = rows_.Text(root, "confidence");
    out_.evidence = rows_.Text(root, "evidence");
    if (const auto only = rows_.OptionalText(root, "only")) {
      out_.only = *only == NameOf(Role::kClient) ? Role::kClient : Role::kServer;
    }
    Points("versions", ProtocolVersions(), &out_.versions);
    Points("cipher_suites", CipherSuites(), &out_.cipher_suites);
    Points("groups", NamedGroups(), &out_.groups);
    Points("signature_schemes", SignatureSchemes(), &out_.signature_schemes);
    Points("signing_schemes", SignatureSchemes(), &out_.signing_schemes);
    Points("fips_signature_schemes", SignatureSchemes(), &out_.fips_signature_schemes);
    Points("curves", NamedGroups(), &out_.curves);
    Many<SignatureFamily>("unverifiable", kFamilies, &out_.unverifiable);
    Points("hello_extensions", ExtensionTypes(), &out_.hello_extensions);
    if (root.contains("key_shares")) {
      out_.key_shares = static_cast<int>(rows_.Number(root, "key_shares", 0, 16));
    }
    Flag("server_preference", &out_.server_preference);
    if (root.contains("security_level")) {
      out_.security_level =
          static_cast<int>(rows_.Number(root, "security_level", 0, kHighestLevelWithRules));
    }
    One<Tls13SuiteChoice>("tls13_suite_choice", kSuiteChoices, &out_.tls13_suite_choice);
    One<Tls13GroupChoice>("tls13_group_choice", kGroupChoices, &out_.tls13_group_choice);
    One<SchemeChoice>("scheme_choice", kSchemeChoices, &out_.scheme_choice);
    One<CertificateChoice>("certificate_choice", kCertificateChoices, &out_.certificate_choice);
    One<CertificateChoice>("certificate_choice_tls13", kCertificateChoices,
                           &out_.certificate_choice_tls13);
    Many<ServerCheck>("server_checks", kServerChecks, &out_.server_checks);
    Many<ServerCheck>("server_checks_tls13", kServerChecks, &out_.server_checks_tls13);
    ChainChecks();
    Traits();
    if (root.contains("alerts")) {
      rows_.Each("alerts", [this](const Json& row) { Alert(row); });
    }
  }

 private:
  template <typename T>
  void Points(const char* field, std::span<const CodePoint> registry, std::vector<T>* out) {
    if (!rows_.root().contains(field)) return;
    out->clear();
    for (const std::string& name : rows_.Texts(rows_.root(), field)) {
      const auto number = NumberOf(registry, name);
      if (!number) rows_.Fail(field, fmt::format("unknown name \"{}\"", name));
      out->push_back(static_cast<T>(number.value_or(0)));
    }
  }

  void Flag(const char* field, bool* out) {
    if (rows_.root().contains(field)) *out = rows_.Flag(rows_.root(), field);
  }

  template <typename E>
  std::optional<E> Value(const char* field, std::span<const Spelling<E>> names,
                         const std::string& name) {
    std::string allowed;
    for (const Spelling<E>& row : names) {
      if (name == row.name) return row.value;
      allowed += allowed.empty() ? row.name : std::string(", ") + row.name;
    }
    rows_.Fail(field, fmt::format("unknown \"{}\" (allowed: {})", name, allowed));
    return std::nullopt;
  }

  template <typename E>
  void One(const char* field, std::span<const Spelling<E>> names, E* out) {
    const auto name = rows_.OptionalText(rows_.root(), field);
    if (!name) return;
    if (const auto value = Value<E>(field, names, *name)) *out = *value;
  }

  template <typename E>
  void Many(const char* field, std::span<const Spelling<E>> names, std::vector<E>* out) {
    if (!rows_.root().contains(field)) return;
    out->clear();
    for (const std::string& name : rows_.Texts(rows_.root(), field)) {
      if (const auto value = Value<E>(field, names, name)) out->push_back(*value);
    }
  }

  CauseId Cause(const char* field, const std::string& key) {
    const auto cause = CauseIdByKey(key);
    if (!cause) rows_.Fail(field, fmt::format("no cause that is predicted: \"{}\"", key));
    return cause.value_or(CauseId::kNone);
  }

  void ChainChecks() {
    if (!rows_.root().contains("chain_checks")) return;
    out_.chain_checks.clear();
    for (const std::string& key : rows_.Texts(rows_.root(), "chain_checks")) {
      out_.chain_checks.push_back(Cause("chain_checks", key));
    }
  }

  void Traits() {
    if (rows_.root().contains("traits")) out_.traits.reset();
    for (const char* field : {"traits", "further_traits"}) {
      if (!rows_.root().contains(field)) continue;
      for (const std::string& name : rows_.Texts(rows_.root(), field)) {
        if (const auto trait = Value<Trait>(field, kTraitNames, name)) {
          out_.traits.set(static_cast<size_t>(*trait));
        }
      }
    }
  }

  // {"causes": [...], "by": "client", "tls13": true, "alert": "unknown_ca", "evidence": "..."};
  // without "by" or "tls13" the row is for both; a null alert says that none is sent.
  void Alert(const Json& row) {
    rows_.Only(row, {"causes", "by", "tls13", "alert", "evidence"});
    AlertChoice choice{.alert = std::nullopt, .known = true};
    if (!rows_.IsNull(row, "alert")) {
      const auto number = NumberOf(AlertDescriptions(), rows_.Text(row, "alert"));
      if (!number) rows_.Fail("alert", "no alert of this name");
      choice.alert = static_cast<AlertDescription>(number.value_or(0));
    }
    const auto by = rows_.OptionalText(row, "by");
    if (by && *by != NameOf(Role::kClient) && *by != NameOf(Role::kServer)) {
      rows_.Fail("by", fmt::format("\"{}\" is neither client nor server", *by));
    }
    for (const std::string& key : rows_.Texts(row, "causes")) {
      auto& places = out_.alerts[static_cast<size_t>(Cause("causes", key))];
      for (Role role : {Role::kClient, Role::kServer}) {
        if (by && *by != NameOf(role)) continue;
        for (bool tls13 : {false, true}) {
          if (row.contains("tls13") && rows_.Flag(row, "tls13") != tls13) continue;
          places[static_cast<size_t>(role)][tls13 ? 1 : 0] = choice;
        }
      }
    }
  }

  JsonRows& rows_;
  StackProfile& out_;
};

}  // namespace

tl::expected<Profiles, std::string> Profiles::Parse(
    const std::map<std::string, std::string>& files) {
  Profiles profiles;
  std::map<std::string, size_t> read;  // by file name without ".json"
  // A file is read once what it extends has been; a round without progress ends the matter.
  for (size_t before = 0; read.size() < files.size(); before = read.size()) {
    for (const auto& [file, text] : files) {
      const std::string name = file.substr(0, file.rfind('.'));
      if (read.contains(name)) continue;
      JsonRows rows(file, text);
      StackProfile profile;
      if (rows.error().empty()) {
        if (const auto base = rows.OptionalText(rows.root(), "extends")) {
          const auto found = read.find(*base);
          if (found == read.end()) continue;
          profile = profiles.profiles_[found->second];
        }
        ProfileReader(&rows, &profile).Read();
      }
      if (!rows.error().empty()) return tl::unexpected(rows.error());
      read.emplace(name, profiles.profiles_.size());
      profiles.profiles_.push_back(std::move(profile));
    }
    if (read.size() == before) {
      return tl::unexpected<std::string>("profiles: \"extends\" names a file that is not there");
    }
  }
  return profiles;
}

const StackProfile* Profiles::Find(std::string_view name) const {
  const StackProfile* best = nullptr;
  for (const StackProfile& profile : profiles_) {
    if (profile.name == name) return &profile;
    const bool prefix = name.starts_with(profile.name + "-");
    if (prefix && (best == nullptr || profile.name.size() > best->name.size())) best = &profile;
  }
  return best;
}

}  // namespace shakedown
