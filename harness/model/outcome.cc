#include "harness/model/outcome.h"

#include "harness/model/names.h"

namespace shakedown {

std::span<const Named<OutcomeKind>> OutcomeKinds() {
  static constexpr Named<OutcomeKind> kNames[] = {
      {OutcomeKind::kAgreed, "agreed"},   {OutcomeKind::kRefused, "refused"},
      {OutcomeKind::kClosed, "closed"},   {OutcomeKind::kStalled, "stalled"},
      {OutcomeKind::kCrashed, "crashed"}, {OutcomeKind::kInexpressible, "inexpressible"}};
  return kNames;
}

std::span<const Named<LinkVerb>> LinkVerbs() {
  static constexpr Named<LinkVerb> kNames[] = {
      {LinkVerb::kFlip, "flip"},           {LinkVerb::kSet, "set"},
      {LinkVerb::kTruncate, "truncate"},   {LinkVerb::kDrop, "drop"},
      {LinkVerb::kDuplicate, "duplicate"}, {LinkVerb::kInsert, "insert"},
      {LinkVerb::kClose, "close"},         {LinkVerb::kCut, "cut"}};
  return kNames;
}

std::span<const Named<ContentType>> ContentTypes() {
  static constexpr Named<ContentType> kNames[] = {
      {ContentType::kHandshake, "handshake"},
      {ContentType::kAlert, "alert"},
      {ContentType::kChangeCipherSpec, "change_cipher_spec"},
      {ContentType::kApplicationData, "application_data"}};
  return kNames;
}

std::span<const Named<Role>> Roles() {
  static constexpr Named<Role> kNames[] = {{Role::kClient, "client"}, {Role::kServer, "server"}};
  return kNames;
}

std::span<const Named<AlertLevel>> AlertLevels() {
  static constexpr Named<AlertLevel> kNames[] = {{AlertLevel::kWarning, "warning"},
                                                 {AlertLevel::kFatal, "fatal"}};
  return kNames;
}

const char* NameOf(OutcomeKind kind) { return NameIn(OutcomeKinds(), kind); }
std::optional<OutcomeKind> OutcomeKindByName(std::string_view name) {
  return ByName(OutcomeKinds(), name);
}

}  // namespace shakedown
