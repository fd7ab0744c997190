#include "harness/import/racdcert/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shakedown::racdcert {

std::string ToString(const CertificateId& id) {
  const bool user = !id.owner.empty() && id.owner != "CERTAUTH" && id.owner != "SITE";
  const std::string owner = user ? fmt::format("ID({})", id.owner) : id.owner;
  return fmt::format("{}{}LABEL('{}')", owner, owner.empty() ? "" : " ", id.label);
}

bool Certificate::Has(Usage one) const {
  return usage && std::ranges::find(*usage, one) != usage->end();
}

Certificate* Racf::Find(const CertificateId& id) {
  const auto place = places_.find(id);
  return place == places_.end() ? nullptr : &certificates_[place->second];
}

void Racf::Add(Certificate certificate) {
  if (certificates_.size() == kMostCertificates) {
    if (!std::exchange(full_, true)) {
      Say("too-many", Severity::kError, certificate.line,
          fmt::format("more than {} certificates", kMostCertificates), "take a part of the text");
    }
    return;
  }
  places_[certificate.id] = certificates_.size();
  certificates_.push_back(std::move(certificate));
}

void Racf::Remove(const CertificateId& id) {
  const auto place = places_.find(id);
  if (place == places_.end()) return;
  certificates_[place->second] = Certificate();
  places_.erase(place);
}

void Racf::Rename(const CertificateId& id, const std::string& label) {
  const auto place = places_.find(id);
  if (place == places_.end()) return;
  const size_t at = place->second;
  places_.erase(place);
  certificates_[at].id.label = label;
  places_[certificates_[at].id] = at;
}

void Racf::Tidy() {
  std::erase_if(certificates_, [](const Certificate& one) { return one.line == 0; });
  places_.clear();
  for (size_t i = 0; i < certificates_.size(); ++i) places_[certificates_[i].id] = i;
}

std::string Racf::NewLabel(const std::string& owner) {
  CertificateId id{owner, ""};
  do {
    id.label = fmt::format("LABEL{:08}", ++labels_made_[owner]);
  } while (places_.contains(id));
  return id.label;
}

void Racf::Say(std::string_view id, Severity severity, int line, std::string message,
               std::string fix) {
  if (findings.size() >= attls::kMostFindings) return;
  findings.push_back({id, severity, line, std::move(message), std::move(fix)});
}

}  // namespace shakedown::racdcert
