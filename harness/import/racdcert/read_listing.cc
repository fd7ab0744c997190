#include "harness/import/racdcert/read_listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/import/attls/words.h"
#include "harness/import/racdcert/words_of_racf.h"
#include "harness/import/text_place.h"
#include "harness/wire/calendar.h"

namespace shakedown::racdcert {
namespace {

using attls::Lower;
using attls::SameWord;
using attls::Trim;

constexpr std::string_view kHeader = "digital certificate information for";
constexpr std::string_view kLabel = "label:";
constexpr size_t kLongestValue = 4096;

bool StartsWith(std::string_view line, std::string_view lower) {
  return SameWord(line.substr(0, lower.size()), lower);
}

// "CN=a.b.OU=c" has a name of more than one part: the next begins with ".OU=".
std::string CommonName(std::string_view subject) {
  constexpr std::string_view kCommonName = "CN=";
  size_t at = subject.find(kCommonName);
  while (at != std::string_view::npos && at > 0 && subject[at - 1] != '.') {
    at = subject.find(kCommonName, at + 1);
  }
  if (at == std::string_view::npos) return "";
  subject.remove_prefix(at + kCommonName.size());
  for (size_t dot = subject.find('.'); dot != std::string_view::npos;
       dot = subject.find('.', dot + 1)) {
    size_t end = dot + 1;
    while (end < subject.size() && subject[end] >= 'A' && subject[end] <= 'Z') ++end;
    if (end > dot + 1 && end < subject.size() && subject[end] == '=') {
      return std::string(subject.substr(0, dot));
    }
  }
  return std::string(subject);
}

// "2024/02/11 23:59:59".
std::optional<int64_t> ReadMoment(std::string_view text) {
  const auto words = attls::Words(text);
  if (words.empty() || words.size() > 2) return std::nullopt;
  const auto day = ReadDate(words[0]);
  const auto time = words.size() == 2 ? ReadTime(words[1]) : std::optional<int64_t>(0);
  if (!day || !time) return std::nullopt;
  return *day + *time;
}

KeyKind KindOf(std::string_view name) {
  const std::string lower = Lower(name);
  if (lower.starts_with("rsa")) return KeyKind::kRsa;
  if (lower == "dsa") return KeyKind::kDsa;
  if (lower == "nist ecc") return KeyKind::kNistEcc;
  if (lower == "brainpool ecc") return KeyKind::kBrainpoolEcc;
  return KeyKind::kOther;
}

// The fields of an entry that are read on. What else there is may be of a later release.
constexpr std::string_view kFields[] = {"certificate id",
                                        "status",
                                        "start date",
                                        "end date",
                                        "serial number",
                                        "issuer's name",
                                        "subject's name",
                                        "subject's altnames",
                                        "signing algorithm",
                                        "key usage",
                                        "key type",
                                        "key size",
                                        "private key",
                                        "pkds label",
                                        "ring associations",
                                        "ring owner",
                                        "ring",
                                        "tkds token",
                                        "extended key usage",
                                        "token associations",
                                        "certificate fingerprint (sha256)"};

bool IsField(std::string_view lower) {
  return std::ranges::find(kFields, lower) != std::end(kFields);
}

}  // namespace

bool ListingReader::Begins(std::string_view line) {
  line = Trim(line);
  return StartsWith(line, kHeader) || StartsWith(line, kLabel);
}

void ListingReader::Line(std::string_view line, int number) {
  line = Trim(line);
  if (StartsWith(line, kHeader)) {
    End();
    std::string_view owner = Trim(line.substr(kHeader.size()));
    if (owner.ends_with(':')) owner.remove_suffix(1);
    if (StartsWith(owner, "user ")) owner = Trim(owner.substr(5));
    owner_ = std::string(owner.substr(0, kLongestValue));
    std::ranges::transform(owner_, owner_.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    return;
  }
  if (StartsWith(line, kLabel)) {
    End();
    open_ = true;
    entry_.line = number;
    entry_.listed = true;
    entry_.rings_known = true;
    const std::string_view label = Trim(line.substr(kLabel.size()));
    entry_.id = {owner_, std::string(label.substr(0, kLongestValue))};
    return;
  }
  if (!open_ || line.empty()) return;
  if (line.front() == '>') {
    line.remove_prefix(1);
    if (line.ends_with('<')) line.remove_suffix(1);
    value_ += line.substr(0, kLongestValue - std::min(kLongestValue, value_.size()));
    return;
  }
  FinishValue();
  const size_t colon = line.find(':');
  const std::string name = Lower(Trim(line.substr(0, std::min(colon, size_t{64}))));
  const std::string_view value =
      colon == std::string_view::npos ? std::string_view() : Trim(line.substr(colon + 1));
  if (colon != std::string_view::npos && IsField(name)) {
    field_ = name;
    entry_.lines[name] = number;
    Field(name, value, number);
  } else if (field_ == "subject's altnames" && colon != std::string_view::npos) {
    alt_name_ = name;
    AltName(name, value);
  }
}

void ListingReader::Field(std::string_view name, std::string_view value, int number) {
  const auto wrong = [&](std::string_view id, const char* allowed) {
    racf_.Say(id, Severity::kError, number,
              fmt::format("{}: found {}, allowed is {}", name, attls::Quoted(value), allowed),
              "take the list as it was printed");
  };
  if (name == "status") {
    entry_.trusted = !SameWord(value, "NOTRUST");
  } else if (name == "start date" || name == "end date") {
    const auto moment = ReadMoment(value);
    if (!moment) wrong("bad-date", "yyyy/mm/dd hh:mm:ss");
    (name == "start date" ? entry_.from : entry_.to) = moment;
  } else if (name == "signing algorithm") {
    entry_.signing_algorithm = std::string(value.substr(0, 64));
  } else if (name == "key type") {
    entry_.key.kind = KindOf(value);
    entry_.key.other = std::string(value.substr(0, 64));
    if (entry_.key.kind != KeyKind::kOther) entry_.key.other.clear();
  } else if (name == "key size") {
    constexpr int64_t kLargest = 1000000;
    const auto size = attls::Number(value);
    if (!size) wrong("not-a-number", "a number of bits");
    entry_.key.size = static_cast<int>(std::min(size.value_or(0), kLargest));
  } else if (name == "private key") {
    entry_.private_key = !StartsWith(value, "no");
  } else if (name == "key usage") {
    entry_.usage.emplace();
    std::string words(value);
    std::ranges::replace(words, ',', ' ');
    for (const std::string_view word : attls::Words(words)) {
      if (const auto usage = UsageByName(word)) entry_.usage->push_back(*usage);
    }
  } else if (name == "subject's altnames") {
    alt_name_.clear();
  } else if (name == "ring owner") {
    ring_owner_ = std::string(value.substr(0, kLongestValue));
  } else if (!value.empty()) {
    // A value that others have on lines of its own.
    value_ = value.substr(0, kLongestValue);
    if (value_.starts_with('>')) value_.erase(0, 1);
    if (value_.ends_with('<')) value_.pop_back();
  }
}

void ListingReader::AltName(std::string_view kind, std::string_view value) {
  if (value.starts_with('>')) value.remove_prefix(1);
  if (value.ends_with('<')) value.remove_suffix(1);
  const std::string name(value);
  const bool fits = (kind == "ip" && IsAddress(name)) || (kind == "domain" && IsHostName(name));
  if (fits && std::ranges::find(entry_.names, name) == entry_.names.end()) {
    entry_.names.push_back(name);
  }
}

void ListingReader::FinishValue() {
  if (value_.empty()) return;
  if (field_ == "issuer's name") entry_.issuer = value_;
  if (field_ == "subject's name") entry_.subject = value_;
  if (field_ == "subject's altnames") AltName(alt_name_, value_);
  if (field_ == "ring") entry_.rings.push_back({ring_owner_, value_});
  value_.clear();
}

void ListingReader::End() {
  if (!open_) return;
  FinishValue();
  entry_.common_name = CommonName(entry_.subject);
  std::string missing;
  for (const std::string_view needed :
       {"end date", "issuer's name", "subject's name", "key type", "key size"}) {
    const bool empty = (needed == "issuer's name" && entry_.issuer.empty()) ||
                       (needed == "subject's name" && entry_.subject.empty());
    if (entry_.lines.contains(std::string(needed)) && !empty) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(needed);
  }
  if (missing.empty()) {
    entries_.push_back(std::move(entry_));
  } else {
    racf_.Say("cut-off", Severity::kWarning, entry_.line,
              fmt::format("the entry of {} is not whole, missing are: {}; it is left out",
                          attls::Quoted(entry_.id.label), missing),
              "take the list as it was printed");
  }
  entry_ = Certificate();
  open_ = false;
  field_.clear();
  alt_name_.clear();
  ring_owner_.clear();
}

void AddEntry(Certificate entry, Racf* racf) {
  Certificate* other = racf->Find(entry.id);
  if (other == nullptr) {
    racf->Add(std::move(entry));
    return;
  }
  const bool same = !other->listed || (other->subject == entry.subject && other->to == entry.to &&
                                       other->issuer == entry.issuer);
  if (!same) {
    racf->Say("duplicate-label", Severity::kWarning, entry.line,
              fmt::format("{} is another certificate in line {}; the later one holds",
                          ToString(entry.id), other->line),
              "take lists of one system and one time");
  }
  *other = std::move(entry);
}

}  // namespace shakedown::racdcert
