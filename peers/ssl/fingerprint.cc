#include "peers/ssl/context.h"

namespace shakedown {
namespace {

// Writer appends values so that no two different sequences of them give the same text: fixed
// widths, and a length before everything of variable length.
class Writer {
 public:
  void Number(uint64_t value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void Small(int value) { text_.push_back(static_cast<char>(value)); }
  void Text(std::string_view value) {
    Number(value.size());
    text_.append(value);
  }
  template <typename T>
  void List(const std::optional<std::vector<T>>& list) {
    Small(list ? 1 : 0);
    if (!list) return;
    Number(list->size());
    for (const T& value : *list) {
      const auto number = static_cast<uint16_t>(value);
      text_.append(reinterpret_cast<const char*>(&number), sizeof(number));
    }
  }
  template <typename T>
  void Maybe(const std::optional<T>& value) {
    Small(value ? 1 : 0);
    Number(value ? static_cast<uint64_t>(*value) : 0);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

void Anchors(std::span<const TrustAnchor> anchors, Writer* writer) {
  writer->Number(anchors.size());
  for (const TrustAnchor& anchor : anchors) writer->Number(anchor.id);
}

}  // namespace

std::string Fingerprint(const PeerConfig& config) {
  const Capabilities& has = *config.capabilities;
  Writer writer;
  writer.Small(static_cast<int>(config.role));
  writer.Small(config.key_log != nullptr);
  writer.Small(config.sessions != nullptr);
  writer.List(has.versions);
  writer.List(has.cipher_suites);
  writer.List(has.groups);
  writer.List(has.key_shares);
  writer.List(has.signature_schemes);
  writer.Number(config.identities.size());
  for (const Identity& identity : config.identities) {
    writer.Number(identity.id);
    writer.Small(static_cast<int>(identity.signing));
  }
  Anchors(config.trust, &writer);
  writer.Small(has.ca_names.has_value());
  Anchors(config.ca_names, &writer);
  writer.Small(!config.hosts.empty());
  writer.Text(AsText(config.ticket_key));
  writer.Small(static_cast<int>(has.verify));
  writer.Small(static_cast<int>(has.client_auth));
  writer.Small(has.honour_ca_names);
  writer.Small(static_cast<int>(has.server_name_policy));
  writer.Small(has.alpn ? 1 : 0);
  if (has.alpn) {
    writer.Number(has.alpn->size());
    for (const std::string& protocol : *has.alpn) writer.Text(protocol);
  }
  writer.Maybe(has.tickets);
  writer.Maybe(has.session_ids);
  writer.Small(static_cast<int>(has.fips));
  writer.Maybe(has.security_level);
  writer.Maybe(has.server_preference);
  writer.Small(has.fallback_scsv);
  writer.Maybe(has.extended_master_secret);
  writer.Maybe(has.encrypt_then_mac);
  writer.Small(has.require_ocsp_staple);
  writer.Maybe(has.max_fragment_length);
  return writer.Take();
}

}  // namespace shakedown
