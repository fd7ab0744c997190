#include "harness/run/certificate_name.h"

#include <gtest/gtest.h>

namespace shakedown {
namespace {

Bytes Der(uint8_t tag, const std::vector<Bytes>& parts) {
  Bytes content;
  for (const Bytes& part : parts) Append(&content, part);
  Bytes out = {tag};
  if (content.size() > 127) out.push_back(0x81);
  out.push_back(static_cast<uint8_t>(content.size()));
  Append(&out, content);
  return out;
}

Bytes Text(uint8_t tag, std::string_view text) {
  return Der(tag, {Bytes(text.begin(), text.end())});
}

Bytes Name(std::string_view common_name) {
  return Der(0x30, {Der(0x31, {Der(0x30, {Bytes{6, 3, 0x55, 4, 3}, Text(0x0c, common_name)})})});
}

// A certificate with the fields that matter here (RFC 5280 4.1).
Bytes Certificate(std::string_view common_name, const std::vector<std::string>& dns_names) {
  std::vector<Bytes> names;
  for (const std::string& name : dns_names) names.push_back(Text(0x82, name));
  std::vector<Bytes> fields = {Der(0xa0, {Bytes{2, 1, 2}}),  // version
                               Bytes{2, 1, 1},               // serialNumber
                               Der(0x30, {}),                // signature
                               Name("the issuer"),
                               Der(0x30, {}),  // validity
                               Name(common_name),
                               Der(0x30, {})};  // subjectPublicKeyInfo
  if (!names.empty()) {
    const Bytes alt = Der(
        0x30, {Bytes{6, 3, 0x55, 0x1d, 0x11}, Bytes{1, 1, 0xff}, Der(0x04, {Der(0x30, names)})});
    const Bytes other = Der(0x30, {Bytes{6, 3, 0x55, 0x1d, 0x0f}, Der(0x04, {Bytes{3, 1, 0}})});
    fields.push_back(Der(0xa3, {Der(0x30, {other, alt})}));
  }
  return Der(0x30, {Der(0x30, fields), Der(0x30, {}), Bytes{3, 1, 0}});
}

TEST(HolderName, IsTheFirstDnsName) {
  EXPECT_EQ(HolderName(Certificate("cn", {"server.example", "other.example"})), "server.example");
}

TEST(HolderName, IsTheCommonNameWithoutAny) { EXPECT_EQ(HolderName(Certificate("cn", {})), "cn"); }

TEST(SubjectOf, IsTheWholeName) {
  const Bytes certificate = Certificate("cn", {});
  const Bytes name = Name("cn");
  EXPECT_EQ(AsText(SubjectOf(certificate)), AsText(name));
  EXPECT_EQ(CommonName(name), "cn");
}

TEST(HolderName, OfACutCertificateIsEmptyOrRight) {
  const Bytes whole = Certificate("cn", {"server.example"});
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string name = HolderName(View(whole).first(size));
    EXPECT_EQ(name, "") << size;
  }
}

}  // namespace
}  // namespace shakedown
