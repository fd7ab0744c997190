#include "harness/explain/access_advice.h"

#include <fmt/format.h>

#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr const char* kSource =
    "z/OS RACF Callable Services, R_datalib: authorization and usage notes; field report";
constexpr const char* kServices =
    "z/OS RACF Callable Services, R_datalib: authorization and usage notes";
constexpr const char* kMessage = "the message itself";

// What stands in "NAME(value)".
std::string InBrackets(std::string_view text, std::string_view name) {
  constexpr size_t kLongest = 64;
  const size_t at = FindWord(text, name);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = text.substr(at + name.size());
  const std::string_view value = Trimmed(rest.substr(0, rest.find(')')));
  return value.size() > kLongest ? "" : std::string(value);
}

// "ICH408I USER(STCRSE) ... START1.MQRING.LST CL(RDATALIB) ... ACCESS INTENT(UPDATE)
// ACCESS ALLOWED(READ)".
bool OfRacf(std::string_view text, std::vector<Sentence>* advice) {
  if (!Mentions(text, "ich408i")) return false;
  const std::string user = InBrackets(text, "user("), intent = InBrackets(text, "intent("),
                    type = InBrackets(text, "cl("), allowed = InBrackets(text, "allowed(");
  const size_t at = FindWord(text, "cl(");
  if (user.empty() || intent.empty() || type.empty()) return false;
  const std::string_view before = Trimmed(text.substr(0, at));
  const std::string_view profile = before.substr(before.find_last_of(" )") + 1);
  advice->push_back({fmt::format("User {} has {} on {} in class {} and needs {}: PERMIT {} "
                                 "CLASS({}) ID({}) ACCESS({}), then SETROPTS RACLIST({}) REFRESH.",
                                 user, allowed.empty() ? "no access" : allowed, profile, type,
                                 intent, profile, type, user, intent, type),
                     kMessage, Confidence::kInferred});
  return true;
}

std::string Permit(const std::string& profile, const std::string& user, const char* access) {
  return fmt::format(
      "PERMIT {} CLASS(RDATALIB) ID({}) ACCESS({}), then SETROPTS "
      "RACLIST(RDATALIB) REFRESH",
      profile, user, access);
}

// What is known of who reads whose ring.
struct RingReader {
  explicit RingReader(const ConnectionFields& fields) : user(fields.user) {
    const size_t slash = fields.keyring.find('/');
    if (slash == std::string::npos) return;
    owner = fields.keyring.substr(0, slash);
    const std::string ring = fields.keyring.substr(slash + 1);
    is_virtual = ring == "*";
    // All certificates that one owner has; RACF has names of its own for two of them.
    std::string first = owner;
    if (owner == "*AUTH*") first = "CERTIFAUTH";
    if (owner == "*SITE*") first = "SITECERTIF";
    profile = fmt::format("{}.{}.LST", first, is_virtual ? "IRR_VIRTUAL_KEYRING" : ring);
  }

  bool known() const { return !owner.empty() && !user.empty(); }
  bool own() const { return known() && owner == user; }
  std::string permit(const char* access) const {
    return Permit(profile, user.empty() ? "USERID" : user, access);
  }

  std::string user, owner, profile = "OWNER.RING.LST";
  bool is_virtual = false;
};

void OfRing(const RingReader& reader, std::vector<Sentence>* advice) {
  advice->push_back({fmt::format("Missing is READ on {} in class RDATALIB: {}.", reader.profile,
                                 reader.permit("READ")),
                     kSource, Confidence::kVerified});
  const char* level = "READ for the own ring, UPDATE for another's";
  if (reader.known()) {
    level = reader.own() ? "READ, the ring being its own" : "UPDATE, the ring being another's";
  }
  advice->push_back(
      {fmt::format("Where no RDATALIB profile fits the ring it is IRR.DIGTCERT.LISTRING in "
                   "FACILITY: {}.",
                   level),
       kServices, Confidence::kVerified});
  if (!reader.is_virtual) return;
  advice->push_back(
      {"A ring called * is virtual: all certificates of its owner; its profile has "
       "IRR_VIRTUAL_KEYRING for the name.",
       kServices, Confidence::kInferred});
}

void OfKey(const RingReader& reader, std::string_view text, std::vector<Sentence>* advice) {
  const bool authority = Mentions(text, "certauth") || Mentions(text, "site certificate") ||
                         reader.owner == "*AUTH*" || reader.owner == "*SITE*";
  const auto say = [advice](std::string sentence, const char* source) {
    advice->push_back({std::move(sentence), source, Confidence::kVerified});
  };
  if (authority) {
    say(fmt::format("Missing is CONTROL on {} in class RDATALIB, which the key of a CERTAUTH or "
                    "SITE certificate needs: {}.",
                    reader.profile, reader.permit("CONTROL")),
        kServices);
  } else if (reader.own()) {
    say(fmt::format("Missing is READ on {} in class RDATALIB: {}.", reader.profile,
                    reader.permit("READ")),
        kSource);
  } else if (reader.known()) {
    say(fmt::format("The ring is {}'s and the user {}: missing is UPDATE on {} in class RDATALIB: "
                    "{}.",
                    reader.owner, reader.user, reader.profile, reader.permit("UPDATE")),
        kSource);
  } else {
    say(fmt::format("On {} in class RDATALIB, READ is enough for the key of the own user id; the "
                    "key of another needs UPDATE: {}.",
                    reader.profile, reader.permit("UPDATE")),
        kSource);
  }
  if (!authority) {
    say(fmt::format("It goes by the owner of the certificate, not of the ring: {}",
                    reader.own() ? "another's in this ring needs UPDATE, that of CERTAUTH or SITE "
                                   "CONTROL."
                                 : "that of CERTAUTH or SITE needs CONTROL."),
        kServices);
  }
  say("Where no RDATALIB profile fits the ring, IRR.DIGTCERT.LISTRING in FACILITY gives the user's "
      "own key alone; that of CERTAUTH or SITE needs CONTROL on IRR.DIGTCERT.GENCERT in FACILITY "
      "besides.",
      kServices);
  say("Either way the certificate must be connected with USAGE(PERSONAL).", kServices);
}

}  // namespace

std::vector<Sentence> AccessAdvice(std::string_view cause, std::string_view text,
                                   const ConnectionFields& fields) {
  std::vector<Sentence> advice;
  const bool key = cause == "private_key_unavailable", ring = cause == "keyring_not_accessible",
             label = cause == "key_label_missing";
  if (!key && !ring && !label) return advice;
  if (OfRacf(text, &advice)) return advice;
  const RingReader reader(fields);
  if (label) {
    advice.push_back(
        {fmt::format("To see a ring at all, {} needs READ on {} in class RDATALIB (or "
                     "on IRR.DIGTCERT.LISTRING in FACILITY).",
                     reader.user.empty() ? "the user id" : reader.user, reader.profile),
         kSource, Confidence::kVerified});
  }
  if (ring) OfRing(reader, &advice);
  if (key) OfKey(reader, text, &advice);
  return advice;
}

}  // namespace shakedown
