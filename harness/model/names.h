// The scenario spellings of the model's own enumerations, as tables.
#ifndef HARNESS_MODEL_NAMES_H_
#define HARNESS_MODEL_NAMES_H_

#include <optional>
#include <span>
#include <string_view>

#include "harness/model/capabilities.h"
#include "harness/model/outcome.h"
#include "harness/model/scenario.h"

namespace shakedown {

template <typename E>
struct Named {
  E value;
  const char* name;
};

template <typename E>
std::optional<E> ByName(std::span<const Named<E>> names, std::string_view name) {
  for (const Named<E>& row : names) {
    if (name == row.name) return row.value;
  }
  return std::nullopt;
}

// The name of `value`, or "?" for a number outside the enumeration.
template <typename E>
const char* NameIn(std::span<const Named<E>> names, E value) {
  for (const Named<E>& row : names) {
    if (value == row.value) return row.name;
  }
  return "?";
}

std::span<const Named<KeyType>> KeyTypes();
std::span<const Named<CertificateFault>> CertificateFaults();
std::span<const Named<Signing>> Signings();
std::span<const Named<ClientAuth>> ClientAuths();
std::span<const Named<Verify>> Verifies();
std::span<const Named<ServerNamePolicy>> ServerNamePolicies();
std::span<const Named<Fips>> FipsModes();
std::span<const Named<OutcomeKind>> OutcomeKinds();
std::span<const Named<LinkVerb>> LinkVerbs();
std::span<const Named<ContentType>> ContentTypes();
std::span<const Named<Role>> Roles();
std::span<const Named<AlertLevel>> AlertLevels();

}  // namespace shakedown

#endif  // HARNESS_MODEL_NAMES_H_
