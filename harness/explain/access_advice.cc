#include "harness/explain/access_advice.h"

#include <fmt/format.h>

#include "harness/explain/text_cursor.h"

namespace shakedown {
namespace {

constexpr const char* kSource = "RACF: profiles OWNER.RING.LST of class RDATALIB; field report";
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

}  // namespace

std::vector<Sentence> AccessAdvice(std::string_view cause, std::string_view text,
                                   const ConnectionFields& fields) {
  std::vector<Sentence> advice;
  const bool key = cause == "private_key_unavailable", ring = cause == "keyring_not_accessible",
             label = cause == "key_label_missing";
  if (!key && !ring && !label) return advice;
  if (OfRacf(text, &advice)) return advice;
  const size_t slash = fields.keyring.find('/');
  const std::string owner = fields.keyring.substr(0, slash);
  const std::string profile =
      slash == std::string::npos
          ? "OWNER.RING.LST"
          : fmt::format("{}.{}.LST", owner, fields.keyring.substr(slash + 1));
  const std::string user = fields.user.empty() ? "USERID" : fields.user;
  if (label) {
    advice.push_back({fmt::format("To see a ring at all, {} needs READ on {} in class RDATALIB (or "
                                  "on IRR.DIGTCERT.LISTRING in FACILITY).",
                                  fields.user.empty() ? "the user id" : user, profile),
                      kSource, Confidence::kVerified});
    return advice;
  }
  const bool known = slash != std::string::npos && !fields.user.empty();
  if (ring || (known && owner == fields.user)) {
    advice.push_back({fmt::format("Missing is READ on {} in class RDATALIB: {}.", profile,
                                  Permit(profile, user, "READ")),
                      kSource, Confidence::kVerified});
  }
  if (ring) {
    advice.push_back(
        {"Without RDATALIB profiles it is IRR.DIGTCERT.LISTRING in FACILITY: READ for "
         "the own ring, UPDATE for another's.",
         kSource, Confidence::kVerified});
  }
  if (key && known && owner != fields.user) {
    advice.push_back({fmt::format("The ring is {}'s and the user {}: missing is UPDATE on {} in "
                                  "class RDATALIB: {}.",
                                  owner, user, profile, Permit(profile, user, "UPDATE")),
                      kSource, Confidence::kVerified});
  }
  if (key && !known) {
    advice.push_back({fmt::format("On {} in class RDATALIB, READ is enough for the key of the own "
                                  "user id; the key of another needs UPDATE: {}.",
                                  profile, Permit(profile, user, "UPDATE")),
                      kSource, Confidence::kVerified});
  }
  return advice;
}

}  // namespace shakedown
