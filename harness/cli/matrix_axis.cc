#include "harness/cli/matrix_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "harness/cli/certificate_file.h"
#include "harness/cli/hello_file.h"
#include "harness/cli/scenario_files.h"
#include "harness/model/glob.h"
#include "harness/model/load_sides.h"
#include "harness/model/names.h"
#include "harness/model/problems.h"
#include "harness/predict/hello_side.h"

namespace shakedown {
namespace {

using Done = tl::expected<void, std::string>;

constexpr const char* kDefaultProfile = "rfc";

bool Exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// Captures are bytes or text of other forms; none begins as a JSON object does.
bool LooksLikeJson(const std::string& path, const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return path.ends_with(".json") || (first != std::string::npos && text[first] == '{');
}

std::string AllOf(const std::vector<LoadError>& errors) {
  std::string text;
  for (const LoadError& error : errors) {
    if (!text.empty()) text += '\n';
    text += error.ToString();
  }
  return text;
}

// Certificates, with the facts of those from files and what is wrong with these.
struct NamedCertificates {
  std::vector<CertificateSpec> specs;
  std::vector<ChainFacts> file_chains;
  std::vector<std::string> notes;
};

// A chain that clients take as `predict` has it: they trust its root, and those that name no host
// ask for its own.
Done AddFileChain(const std::string& path, Role role, int64_t now, NamedCertificates* out) {
  auto certificates = ReadCertificateFile(path);
  if (!certificates) return tl::unexpected(certificates.error());
  auto chain = JudgeOwnChain(std::move(*certificates), {role, now, nullptr});
  if (!chain) return tl::unexpected(fmt::format("{}: {}", path, chain.error()));
  for (const std::string& problem : chain->problems) {
    out->notes.push_back(fmt::format("{}: {}", path, problem));
  }
  if (!chain->facts.root.empty()) {
    out->notes.push_back(fmt::format("{}: who is not told whom to trust is taken to trust {}", path,
                                     chain->facts.root));
  }
  chain->facts.names.emplace_back(kDefaultServerName);
  CertificateSpec& spec = out->specs.emplace_back();
  spec.chain_file = path;
  out->file_chains.push_back(std::move(chain->facts));
  return {};
}

// The narrow place where what a user writes for a certificate becomes one.
tl::expected<CertificateSpec, std::string> ParseCertificate(const std::string& text) {
  CertificateSpec spec;
  const size_t slash = text.find('/');
  const std::string key = text.substr(0, slash);
  const auto type = KeyTypeByName(key);
  if (!type && text.find('.') != std::string::npos) {
    return tl::unexpected(fmt::format(
        "there is no file \"{}\"; allowed is a PEM file, KEY or KEY/ISSUER, like secp521r1/ec-ca",
        text));
  }
  if (!type) {
    std::vector<std::string> names;
    for (const Named<KeyType>& row : KeyTypes()) names.emplace_back(row.name);
    return tl::unexpected(fmt::format("unknown key type \"{}\" in \"{}\" (allowed: {})", key, text,
                                      OneOf(names, key)));
  }
  spec.key = *type;
  if (slash == std::string::npos) return spec;
  spec.issuer = text.substr(slash + 1);
  if (CaKeyType(spec.issuer)) return spec;
  return tl::unexpected(
      fmt::format("unknown CA \"{}\" in \"{}\" (allowed: ec-ca, rsa-ca or a key type and \"-ca\", "
                  "like secp384r1-ca)",
                  spec.issuer, text));
}

tl::expected<NamedCertificates, std::string> ParseCertificates(const std::string& text, Role role,
                                                               int64_t now) {
  NamedCertificates out;
  for (size_t from = 0; from <= text.size();) {
    // A comma may be of a file's name.
    const bool whole = from == 0 && Exists(text);
    const size_t comma = whole ? text.size() : std::min(text.find(',', from), text.size());
    const std::string one = text.substr(from, comma - from);
    from = comma + 1;
    if (Exists(one)) {
      if (auto done = AddFileChain(one, role, now, &out); !done) {
        return tl::unexpected(done.error());
      }
      continue;
    }
    auto spec = ParseCertificate(one);
    if (!spec) return tl::unexpected(spec.error());
    out.specs.push_back(std::move(*spec));
  }
  return out;
}

// Whether two rows would be the same but for their names. Hellos of one client differ in what no
// rule looks at: random bytes, GREASE, the order of the extensions.
bool IsEqual(const MatrixSide& one, const MatrixSide& other) {
  if (one.profile != other.profile || (one.read == nullptr) != (other.read == nullptr))
    return false;
  if (!one.read) return one.has == other.has && one.file_chains == other.file_chains;
  const auto offered = [](const Side& side) {
    return std::tie(side.has, side.versions, side.lists_versions, side.groups, side.key_shares,
                    side.schemes, side.chain_schemes);
  };
  return offered(*one.read) == offered(*other.read) &&
         std::ranges::equal(one.read->suites, other.read->suites, {}, &SuiteFacts::suite,
                            &SuiteFacts::suite);
}

}  // namespace

std::vector<std::string> MatrixAxis::ProfileNames() const {
  std::vector<std::string> names;
  for (const StackProfile& profile : profiles_.all()) {
    if (Fits(profile)) names.push_back(profile.name);
  }
  std::ranges::sort(names);
  return names;
}

tl::expected<const StackProfile*, std::string> MatrixAxis::ProfileOf(
    const std::string& name, const std::string& what) const {
  const auto found = std::ranges::find(profiles_.all(), name, &StackProfile::name);
  if (found == profiles_.all().end()) {
    return tl::unexpected(fmt::format("there is no profile \"{}\" in \"{}\" (allowed: {})", name,
                                      what, OneOf(ProfileNames(), name)));
  }
  if (!Fits(*found)) {
    return tl::unexpected(fmt::format("the profile \"{}\" is only for a {} (allowed for a {}: {})",
                                      name, NameOf(*found->only), NameOf(role_),
                                      fmt::join(ProfileNames(), ", ")));
  }
  return &*found;
}

Done MatrixAxis::Add(const std::string& what) {
  const auto named = std::ranges::find(profiles_.all(), what, &StackProfile::name);
  if (named != profiles_.all().end()) {
    const auto profile = ProfileOf(what, what);
    if (!profile) return tl::unexpected(profile.error());
    AddProfile(**profile);
    return {};
  }
  if (Exists(what)) return AddFile(what, nullptr);
  const size_t at = what.rfind('@');
  if (at != std::string::npos && Exists(what.substr(0, at))) {
    const auto profile = ProfileOf(what.substr(at + 1), what);
    if (!profile) return tl::unexpected(profile.error());
    return AddFile(what.substr(0, at), *profile);
  }
  const std::vector<std::string> names = ProfileNames();
  bool any = false;
  if (what.find_first_of("*?") != std::string::npos) {
    for (const std::string& name : names) {
      if (!GlobMatch(what, name)) continue;
      AddProfile(*profiles_.Find(name));
      any = true;
    }
  }
  if (any) return {};
  return tl::unexpected(fmt::format("\"{}\" is neither a profile nor a file; profiles: {}", what,
                                    OneOf(names, what)));
}

void MatrixAxis::AddProfile(const StackProfile& profile) {
  MatrixSide side;
  side.name = profile.name;
  side.origin = "profile";
  side.profile = &profile;
  // As in a scenario, a server shows a certificate unless told otherwise.
  if (role_ == Role::kServer) side.has.certificates.emplace_back();
  sides_.push_back(std::move(side));
}

Done MatrixAxis::AddFile(const std::string& path, const StackProfile* profile) {
  std::string problem;
  const auto text = ReadTextFile(path, &problem);
  if (!text) return tl::unexpected(fmt::format("{}: {}", path, problem));
  if (LooksLikeJson(path, *text)) {
    auto loaded = LoadSides(path, role_, ReadTextFile, {});
    if (!loaded) return tl::unexpected(AllOf(loaded.error()));
    for (LoadedSide& side : *loaded) {
      if (auto done = AddSide(std::move(side.name), std::move(side.capabilities), profile); !done) {
        return done;
      }
    }
    return {};
  }
  if (role_ == Role::kServer) {
    return tl::unexpected(
        fmt::format("{}: not JSON; a server is a profile or a JSON file of one side or of "
                    "scenarios, and a certificate goes to --server-certificate",
                    path));
  }
  const auto captured = ReadHellos(path);
  if (!captured) return tl::unexpected(captured.error());
  if (profile == nullptr) profile = profiles_.Find(kDefaultProfile);
  if (profile == nullptr) return tl::unexpected<std::string>("there is no profile \"rfc\"");
  for (const CapturedHello& hello : captured->hellos) {
    MatrixSide side;
    side.name = captured->conversations == 1
                    ? fmt::format("{}@{}", path, profile->name)
                    : fmt::format("{} #{}@{}", path, hello.conversation, profile->name);
    side.origin = "capture";
    side.profile = profile;
    side.read = SideOfHello(hello.facts, *profile);
    sides_.push_back(std::move(side));
  }
  return {};
}

Done MatrixAxis::AddScenario(const Scenario& scenario) {
  return AddSide(scenario.name, role_ == Role::kClient ? scenario.client : scenario.server,
                 nullptr);
}

Done MatrixAxis::AddSide(std::string name, Capabilities has, const StackProfile* profile) {
  const bool stack = !has.stack.empty() && has.stack != "script";
  const StackProfile* own = stack ? profiles_.Find(has.stack) : nullptr;
  if (stack && own == nullptr) {
    return tl::unexpected(fmt::format("{}: the {}'s \"stack\" \"{}\" has no profile (allowed: {})",
                                      name, NameOf(role_), has.stack,
                                      OneOf(ProfileNames(), has.stack)));
  }
  if (own != nullptr && profile != nullptr && own != profile) {
    return tl::unexpected(
        fmt::format("{}: contradiction: the {}'s \"stack\" is \"{}\", and \"@{}\" was asked for",
                    name, NameOf(role_), has.stack, profile->name));
  }
  if (profile == nullptr) profile = own;
  if (profile == nullptr) profile = profiles_.Find(kDefaultProfile);
  if (profile == nullptr) return tl::unexpected<std::string>("there is no profile \"rfc\"");
  MatrixSide side;
  side.name = fmt::format("{}@{}", name, profile->name);
  side.origin = "file";
  side.has = std::move(has);
  side.profile = profile;
  sides_.push_back(std::move(side));
  return {};
}

Done MatrixAxis::Certify(const std::vector<std::string>& texts, int64_t now) {
  if (texts.empty()) return {};
  if (sides_.empty()) {
    if (auto done = Add(kDefaultProfile); !done) return done;
  }
  std::vector<NamedCertificates> all;
  for (const std::string& text : texts) {
    auto certificates = ParseCertificates(text, role_, now);
    if (!certificates) return tl::unexpected(certificates.error());
    std::ranges::move(certificates->notes, std::back_inserter(notes_));
    all.push_back(std::move(*certificates));
  }
  std::vector<MatrixSide> certified;
  for (const MatrixSide& side : sides_) {
    for (size_t i = 0; i < texts.size(); ++i) {
      MatrixSide& one = certified.emplace_back(side);
      one.name = fmt::format("{}@{}", texts[i], side.name);
      one.has.certificates = all[i].specs;
      one.file_chains = all[i].file_chains;
    }
  }
  sides_ = std::move(certified);
  return {};
}

std::vector<MatrixSide> MatrixAxis::Take() {
  std::vector<MatrixSide> out;
  std::vector<size_t> alike;  // how many more each of `out` stands for
  // Equal sides have equal profiles and certificates: few are compared with each.
  std::multimap<std::string, size_t> places;
  for (MatrixSide& side : sides_) {
    std::string sort = side.profile->name;
    for (const CertificateSpec& spec : side.has.certificates) {
      sort += fmt::format(" {}/{}", NameOf(spec.key), spec.issuer);
    }
    const auto [first, last] = places.equal_range(sort);
    const auto same = std::find_if(
        first, last, [&](const auto& place) { return IsEqual(out[place.second], side); });
    if (same != last) {
      ++alike[same->second];
      continue;
    }
    places.emplace(std::move(sort), out.size());
    out.push_back(std::move(side));
    alike.push_back(0);
  }
  sides_.clear();
  std::map<std::string, size_t> taken;
  for (size_t i = 0; i < out.size(); ++i) {
    std::string name = out[i].name;
    if (alike[i] > 0) name += fmt::format(" (+{})", alike[i]);
    size_t& times = taken[name];
    if (++times > 1) name += fmt::format(" ({})", times);
    out[i].name = std::move(name);
  }
  return out;
}

}  // namespace shakedown
