#include "harness/import/racdcert/read_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/import/attls/words.h"
#include "harness/import/racdcert/words_of_racf.h"
#include "harness/wire/calendar.h"

namespace shakedown::racdcert {
namespace {

constexpr int64_t kSecondsOfDay = 86400;

const std::vector<std::string>& Functions() {
  static const std::vector<std::string> names = {
      "GENCERT", "CONNECT",  "ADDRING", "DELRING",   "LIST",     "LISTRING", "ALTER",
      "DELETE",  "ADD",      "EXPORT",  "GENREQ",    "MAP",      "DELMAP",   "LISTMAP",
      "ALTMAP",  "REMOVE",   "REKEY",   "CHECKCERT", "ROLLOVER", "IMPORT",   "ADDTOKEN",
      "BIND",    "DELTOKEN", "UNBIND",  "LISTTOKEN", "LISTCHAIN"};
  return names;
}

// `word` as it is in `names`, which TSO lets one shorten as long as no other begins so; or "".
std::string FullName(const std::string& word, const std::vector<std::string>& names) {
  constexpr size_t kShortest = 2;
  if (std::ranges::find(names, word) != names.end()) return word;
  std::string full;
  for (const std::string& name : names) {
    if (word.size() < kShortest || !name.starts_with(word)) continue;
    if (!full.empty()) return "";
    full = name;
  }
  return full;
}

// Says that there is no such word, and gives the nearest that there is, or "".
std::string SayUnknown(const char* where, std::string_view word, int line,
                       const std::vector<std::string>& allowed, Racf* racf) {
  const bool ask = racf->findings.size() < attls::kMostSuggestions;
  const std::string nearest = ask ? attls::NearestWord(word, allowed) : "";
  racf->Say("unknown-keyword", Severity::kError, line,
            nearest.empty() ? fmt::format("{} has no {}; allowed: {}", where, attls::Quoted(word),
                                          fmt::join(allowed, ", "))
                            : fmt::format("{} has no {}", where, attls::Quoted(word)),
            nearest.empty() ? "correct or remove it" : "write " + nearest);
  return nearest;
}

const Operand* FindOperand(const std::vector<Operand>& operands, std::string_view name) {
  const auto found = std::ranges::find_if(
      operands, [&](const Operand& one) { return !one.quoted && one.text == name; });
  return found == operands.end() ? nullptr : &*found;
}

// The one value in the brackets of an operand, or "".
std::string ValueOf(const Operand* operand) {
  if (operand == nullptr || operand->inside.empty()) return "";
  return operand->inside.front().text;
}

// Of "[ID(user)|CERTAUTH|SITE] LABEL('label')"; without an owner it is `owner`.
CertificateId IdIn(const std::vector<Operand>& operands, const std::string& owner) {
  CertificateId id{owner, ValueOf(FindOperand(operands, "LABEL"))};
  if (FindOperand(operands, "CERTAUTH") != nullptr) id.owner = "CERTAUTH";
  if (FindOperand(operands, "SITE") != nullptr) id.owner = "SITE";
  if (const Operand* user = FindOperand(operands, "ID")) id.owner = ValueOf(user);
  return id;
}

// One GENCERT.
class Generation {
 public:
  Generation(const Command& command, Racf* racf) : command_(command), racf_(*racf) {
    made_.line = command.line;
    made_.rings_known = true;
  }

  void Run();

 private:
  void Error(std::string_view id, int line, std::string message, std::string fix) {
    racf_.Say(id, Severity::kError, line, std::move(message), std::move(fix));
  }
  std::string Unknown(const char* where, std::string_view word, int line,
                      const std::vector<std::string>& allowed) {
    return SayUnknown(where, word, line, allowed, &racf_);
  }
  void Take(const std::string& name, const Operand& operand);
  void Owner(const std::string& owner, int line);
  void Kind(KeyKind kind, const Operand& operand);
  void Size(const Operand& operand);
  void Subject(const Operand& operand);
  void AltName(const Operand& operand);
  void KeyUsage(const Operand& operand);
  void SignWith(const Operand& operand);
  std::optional<int64_t> Date(const std::string& name, const Operand& operand);
  void Label(const Operand& operand);
  void Finish();

  const Command& command_;
  Racf& racf_;
  Certificate made_;
  bool has_owner_ = false, from_request_ = false, has_kind_ = false, has_size_ = false;
};

void Generation::Run() {
  for (const Operand& operand : command_.operands) {
    std::string name = operand.quoted ? "" : FullName(operand.text, GencertOperands());
    if (name.empty()) {
      const std::string_view text = operand.text.empty() ? "(" : std::string_view(operand.text);
      name = Unknown("GENCERT", text, operand.line, GencertOperands());
    }
    if (name.empty()) continue;
    if (!made_.lines.emplace(name, operand.line).second) {
      Error("keyword-twice", operand.line,
            fmt::format("{} stands in line {} already", name, made_.lines[name]),
            "keep one of them");
      continue;
    }
    Take(name, operand);
  }
  Finish();
}

void Generation::Take(const std::string& name, const Operand& operand) {
  if (name == "GENCERT") {
    from_request_ = operand.brackets;
  } else if (name == "ID") {
    constexpr size_t kLongestUser = 8;
    const std::string user = ValueOf(&operand);
    if (user.empty() || user.size() > kLongestUser) {
      Error("bad-user", operand.line,
            fmt::format("ID({}) names no user; allowed: a user id of up to {} characters",
                        user.substr(0, 2 * kLongestUser), kLongestUser),
            "write ID(USERID)");
    }
    Owner(user, operand.line);
  } else if (name == "CERTAUTH" || name == "SITE") {
    Owner(name, operand.line);
  } else if (name == "RSA" || name == "PCICC" || name == "ICSF") {
    Kind(KeyKind::kRsa, operand);
  } else if (name == "DSA") {
    Kind(KeyKind::kDsa, operand);
  } else if (name == "NISTECC" || name == "NISTECDSA") {
    Kind(KeyKind::kNistEcc, operand);
  } else if (name == "BPECC" || name == "BPECDSA") {
    Kind(KeyKind::kBrainpoolEcc, operand);
  } else if (name == "FROMICSF") {
    Kind(KeyKind::kRsa, operand);
    racf_.Say("key-not-known", Severity::kWarning, operand.line,
              "FROMICSF does not tell the type of the key; it is taken as RSA SIZE(2048)", "");
  } else if (name == "SIZE") {
    Size(operand);
  } else if (name == "SUBJECTSDN") {
    Subject(operand);
  } else if (name == "ALTNAME") {
    AltName(operand);
  } else if (name == "KEYUSAGE") {
    KeyUsage(operand);
  } else if (name == "SIGNWITH") {
    SignWith(operand);
  } else if (name == "NOTBEFORE") {
    made_.from = Date(name, operand);
  } else if (name == "NOTAFTER") {
    made_.to = Date(name, operand);
  } else if (name == "WITHLABEL") {
    Label(operand);
  } else if (name == "SIGATTR") {
    if (ValueOf(&operand) == "RSAPSS") made_.signing_algorithm = "RSAPSS";
  } else if (name == "NOTRUST") {
    made_.trusted = false;
  }
}

void Generation::Owner(const std::string& owner, int line) {
  if (has_owner_) {
    Error("two-owners", line, "a certificate has one owner",
          "keep one of ID(user), CERTAUTH and SITE");
    return;
  }
  has_owner_ = true;
  made_.id.owner = owner;
}

void Generation::Kind(KeyKind kind, const Operand& operand) {
  if (has_kind_) {
    Error("two-key-types", operand.line, fmt::format("{} is a second type of key", operand.text),
          "keep one");
    return;
  }
  has_kind_ = true;
  made_.key.kind = kind;
  made_.lines["key"] = operand.line;
}

void Generation::Size(const Operand& operand) {
  const auto size = attls::Number(ValueOf(&operand));
  has_size_ = size.has_value();
  constexpr int64_t kLargest = 1000000;
  made_.key.size = static_cast<int>(std::min(size.value_or(0), kLargest));
  if (size) return;
  Error("not-a-number", operand.line,
        fmt::format("SIZE({}) is no number", attls::Quoted(ValueOf(&operand))),
        "write the size in bits");
}

void Generation::Subject(const Operand& operand) {
  static const std::vector<std::string> names = {"CN", "T", "OU", "O", "L", "SP", "C"};
  for (const Operand& part : operand.inside) {
    if (std::ranges::find(names, part.text) == names.end() || part.quoted) {
      Unknown("SUBJECTSDN", part.text, part.line, names);
      continue;
    }
    if (part.text == "CN") made_.common_name = ValueOf(&part);
    for (const Operand& value : part.inside) {
      made_.subject +=
          fmt::format("{}{}={}", made_.subject.empty() ? "" : ".", part.text, value.text);
    }
  }
}

void Generation::AltName(const Operand& operand) {
  static const std::vector<std::string> names = {"IP", "DOMAIN", "EMAIL", "URI"};
  for (const Operand& part : operand.inside) {
    const std::string value = ValueOf(&part);

    if (part.quoted || std::ranges::find(names, part.text) == names.end()) {
      Unknown("ALTNAME", part.text, part.line, names);
    } else if (value.find('&') != std::string::npos) {
      made_.names_known = false;
      racf_.Say("variable", Severity::kWarning, part.line,
                fmt::format("the value of {} is not known: {}", part.text, attls::Quoted(value)),
                "put in what it stands for");
    } else if (part.text == "IP" && !IsAddress(value)) {
      Error("bad-address", part.line,
            fmt::format("{} is no address; allowed: IPv4 or IPv6", attls::Quoted(value)),
            "write a name as DOMAIN('name')");
    } else if (part.text == "DOMAIN" && (!IsHostName(value) || IsAddress(value))) {
      Error("bad-domain", part.line,
            fmt::format("{} is no name of a host; allowed: letters, digits, hyphens and dots",
                        attls::Quoted(value)),
            IsAddress(value) ? "write an address as IP(address)" : "correct it");
    } else if (part.text == "IP" || part.text == "DOMAIN") {
      if (std::ranges::find(made_.names, value) == made_.names.end()) {
        made_.names.push_back(value);
      }
    }
  }
}

void Generation::KeyUsage(const Operand& operand) {
  made_.usage.emplace();
  for (const Operand& part : operand.inside) {
    auto usage = UsageByName(part.text);
    if (!usage) usage = UsageByName(Unknown("KEYUSAGE", part.text, part.line, UsageNames()));
    if (usage) made_.usage->push_back(*usage);
  }
}

void Generation::SignWith(const Operand& operand) {
  // The owner may stand behind this operand, so who it is without one is filled in at the end.
  made_.signer = IdIn(operand.inside, "");
  if (!made_.signer->label.empty()) return;
  Error("no-label", operand.line, "SIGNWITH names no certificate",
        "write SIGNWITH(CERTAUTH LABEL('label'))");
}

std::optional<int64_t> Generation::Date(const std::string& name, const Operand& operand) {
  const std::string day = ValueOf(FindOperand(operand.inside, "DATE")),
                    time = ValueOf(FindOperand(operand.inside, "TIME"));
  // Without one it is the end of a validity, and the start of a day, that the other has.
  const auto start = ReadDate(day);
  const auto seconds = time.empty()
                           ? std::optional<int64_t>(name == "NOTAFTER" ? kSecondsOfDay - 1 : 0)
                           : ReadTime(time);
  if (!day.empty() && !start) {
    Error("bad-date", operand.line,
          fmt::format("{}({}) is no day; allowed: DATE(yyyy-mm-dd)", name,
                      attls::Quoted(fmt::format("DATE({})", day))),
          "write it as DATE(2030-12-31)");
  } else if (!seconds) {
    Error("bad-date", operand.line,
          fmt::format("{}({}) is no time; allowed: TIME(hh:mm:ss)", name,
                      attls::Quoted(fmt::format("TIME({})", time))),
          "write it as TIME(23:59:59)");
  } else if (day.empty() && time.empty()) {
    Error("bad-date", operand.line, fmt::format("{} says no day", name),
          fmt::format("write {}(DATE(2030-12-31))", name));
  }
  if (!start || !seconds) return std::nullopt;
  return *start + *seconds;
}

void Generation::Label(const Operand& operand) {
  constexpr size_t kLongestLabel = 32;
  made_.id.label = ValueOf(&operand);
  if (!made_.id.label.empty() && made_.id.label.size() <= kLongestLabel) return;
  Error("bad-label", operand.line,
        fmt::format("a label of {} characters; allowed: 1 to {}", made_.id.label.size(),
                    kLongestLabel),
        "write a shorter one");
}

void Generation::Finish() {
  if (made_.signer && made_.signer->owner.empty()) made_.signer->owner = made_.id.owner;
  if (from_request_) {
    racf_.Say("key-not-known", Severity::kWarning, command_.line,
              "the key is that of the request, whose type the command does not tell; it is taken "
              "as RSA SIZE(2048)",
              "");
    made_.key = Key();
    if (!made_.signer) {
      Error("no-signer", command_.line, "a request is signed with a certificate, and none is named",
            "add SIGNWITH(CERTAUTH LABEL('label'))");
      made_.signer = CertificateId();
    }
  } else {
    if (!has_kind_) made_.defaults.emplace_back("RSA");
    if (!made_.lines.contains("SIZE")) {
      made_.key.size = DefaultSize(made_.key.kind);
      made_.defaults.push_back(fmt::format("SIZE({})", made_.key.size));
    } else if (has_size_ && !HasSize(made_.key.kind, made_.key.size)) {
      const char* kind = NameOf(made_.key.kind);
      const int likely = LikelySize(made_.key.kind, made_.key.size);
      Error("bad-size", made_.LineOf("SIZE"),
            fmt::format("{} has no SIZE({}); allowed: {}", kind, made_.key.size,
                        SizesOf(made_.key.kind)),
            likely == 521 ? "write SIZE(521), or SIZE(256) for browsers"
                          : fmt::format("write SIZE({}){}", likely,
                                        made_.key.size > 1000 && IsEc(made_.key)
                                            ? ", or RSA for a key of that size"
                                            : ""));
    }
  }
  if (!made_.lines.contains("NOTBEFORE")) made_.defaults.emplace_back("NOTBEFORE: today");
  if (!made_.lines.contains("NOTAFTER")) made_.defaults.emplace_back("NOTAFTER: in a year");
  if (!made_.lines.contains("WITHLABEL")) {
    made_.id.label = racf_.NewLabel(made_.id.owner);
    made_.defaults.push_back(fmt::format("WITHLABEL('{}')", made_.id.label));
  }
  if (const Certificate* other = racf_.Find(made_.id)) {
    Error("duplicate-label", made_.LineOf("WITHLABEL"),
          fmt::format("there is {} already, from line {}", ToString(made_.id), other->line),
          "give it another label, or delete the other one first");
    return;
  }
  racf_.Add(std::move(made_));
}

// CONNECT and REMOVE.
void Connect(const Operand& function, const std::string& owner, bool in, Racf* racf) {
  Certificate* certificate = racf->Find(IdIn(function.inside, owner));
  const Ring ring{owner, ValueOf(FindOperand(function.inside, "RING"))};
  if (certificate == nullptr || ring.name.empty()) return;
  std::erase(certificate->rings, ring);
  if (in) certificate->rings.push_back(ring);
}

void Alter(const Command& command, const CertificateId& id, Racf* racf) {
  Certificate* certificate = racf->Find(id);
  if (certificate == nullptr) return;
  if (FindOperand(command.operands, "NOTRUST") != nullptr) {
    certificate->trusted = false;
    certificate->lines["NOTRUST"] = command.line;
  }
  if (FindOperand(command.operands, "TRUST") != nullptr ||
      FindOperand(command.operands, "HIGHTRUST") != nullptr) {
    certificate->trusted = true;
  }
  const std::string label = ValueOf(FindOperand(command.operands, "NEWLABEL"));
  if (!label.empty() && racf->Find({id.owner, label}) == nullptr) racf->Rename(id, label);
}

}  // namespace

const std::vector<std::string>& GencertOperands() {
  static const std::vector<std::string> names = {
      "GENCERT",  "ID",        "CERTAUTH", "SITE",     "SUBJECTSDN", "SIZE",     "NOTBEFORE",
      "NOTAFTER", "WITHLABEL", "SIGNWITH", "RSA",      "NISTECC",    "BPECC",    "NISTECDSA",
      "BPECDSA",  "DSA",       "PCICC",    "ICSF",     "FROMICSF",   "KEYUSAGE", "ALTNAME",
      "SIGATTR",  "TRUST",     "NOTRUST",  "HIGHTRUST"};
  return names;
}

void Apply(Command command, Racf* racf) {
  Operand* function = nullptr;
  std::string name;
  for (Operand& operand : command.operands) {
    if (operand.quoted || function != nullptr) continue;
    name = FullName(operand.text, Functions());
    if (!name.empty()) function = &operand;
  }
  if (function == nullptr) {
    const auto other = std::ranges::find_if(command.operands, [](const Operand& one) {
      return one.text != "ID" && one.text != "SITE" && one.text != "CERTAUTH";
    });
    if (other == command.operands.end()) return;  // RACDCERT alone lists
    name = SayUnknown("RACDCERT", other->text, other->line, Functions(), racf);
    if (name.empty()) return;
    // It is taken as meant, so that what else is wrong shows too.
    function = &*other;
    function->text = name;
  }
  const CertificateId self = IdIn(command.operands, "");
  if (name == "GENCERT") {
    Generation(command, racf).Run();
  } else if (name == "CONNECT" || name == "REMOVE") {
    Connect(*function, self.owner, name == "CONNECT", racf);
  } else if (name == "DELETE") {
    racf->Remove({self.owner, ValueOf(FindOperand(function->inside, "LABEL"))});
  } else if (name == "ALTER") {
    Alter(command, {self.owner, ValueOf(FindOperand(function->inside, "LABEL"))}, racf);
  }
}

}  // namespace shakedown::racdcert
