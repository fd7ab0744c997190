#include "harness/wire/extensions.h"

namespace shakedown {
namespace {

tl::unexpected<ParseError> Misfit(const char* field, const ByteReader& reader) {
  return tl::make_unexpected(ParseError{field, reader.offset()});
}

Parsed<CodeList> Codes(const char* field, ByteReader* body, View codes) {
  if (codes.size() % 2 != 0) body->Fail();
  if (!body->Finish()) return Misfit(field, *body);
  return CodeList{codes};
}

}  // namespace

Parsed<CodeList> ParseSupportedVersions(View body) {
  ByteReader reader(body);
  const View codes = reader.Bytes8();
  return Codes("supported_versions", &reader, codes);
}

Parsed<CodeList> ParseCodeList(View body) {
  ByteReader reader(body);
  const View codes = reader.Bytes16();
  return Codes("list of code points", &reader, codes);
}

Parsed<View> ParseServerName(View body) {
  static constexpr uint8_t kHostName = 0;
  ByteReader reader(body);
  View host;
  for (ByteReader list = reader.Vector16(); !list.empty();) {
    const uint8_t type = list.U8();
    const View name = list.Bytes16();
    if (type == kHostName && host.empty()) host = name;
  }
  if (!reader.Finish()) return Misfit("server_name", reader);
  return host;
}

Parsed<std::vector<View>> ParseAlpn(View body) {
  ByteReader reader(body);
  std::vector<View> protocols;
  for (ByteReader list = reader.Vector16(); !list.empty();) {
    const View name = list.Bytes8();
    if (list.ok()) protocols.push_back(name);
  }
  if (!reader.Finish()) return Misfit("application_layer_protocol_negotiation", reader);
  return protocols;
}

Parsed<std::vector<NamedGroup>> ParseClientKeyShareGroups(View body) {
  ByteReader reader(body);
  std::vector<NamedGroup> groups;
  for (ByteReader shares = reader.Vector16(); !shares.empty();) {
    const NamedGroup group{shares.U16()};
    shares.Bytes16();
    if (shares.ok()) groups.push_back(group);
  }
  if (!reader.Finish()) return Misfit("key_share", reader);
  return groups;
}

Parsed<NamedGroup> ParseServerKeyShareGroup(View body) {
  ByteReader reader(body);
  const NamedGroup group{reader.U16()};
  // A ServerHello has the key after the group, a HelloRetryRequest nothing.
  if (!reader.empty()) reader.Bytes16();
  if (!reader.Finish()) return Misfit("key_share", reader);
  return group;
}

Parsed<std::vector<View>> ParseCertificateAuthorities(View body) {
  ByteReader reader(body);
  std::vector<View> names;
  for (ByteReader list = reader.Vector16(); !list.empty();) {
    const View name = list.Bytes16();
    if (list.ok()) names.push_back(name);
  }
  if (!reader.Finish()) return Misfit("certificate_authorities", reader);
  return names;
}

}  // namespace shakedown
