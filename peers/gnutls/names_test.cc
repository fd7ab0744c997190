// The table of names against the GnuTLS that is installed: what the library calls a suite, and
// which number it sends for a name.
#include "harness/wire/names.h"

#include <errno.h>
#include <gmock/gmock.h>

#include <string>

#include "harness/wire/messages.h"
#include "peers/gnutls/handles.h"

namespace shakedown::gnutls {
namespace {

using testing::ElementsAre;

constexpr size_t kHeaders = 5 + 4;  // record and handshake message

ssize_t Keep(gnutls_transport_ptr_t to, const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  auto* kept = static_cast<Bytes*>(to);
  kept->insert(kept->end(), bytes, bytes + size);
  return static_cast<ssize_t>(size);
}

// The numbers in the extension `type` of the ClientHello made by `priority`; none if GnuTLS does
// not take that.
template <typename Code>
std::vector<Code> Sent(const std::string& priority, ExtensionType type) {
  gnutls_session_t opened = nullptr;
  gnutls_certificate_credentials_t allocated = nullptr;
  gnutls_init(&opened, GNUTLS_CLIENT | GNUTLS_NONBLOCK);
  const Session session(opened);
  gnutls_certificate_allocate_credentials(&allocated);
  const Credentials credentials(allocated);
  gnutls_credentials_set(opened, GNUTLS_CRD_CERTIFICATE, allocated);
  if (gnutls_priority_set_direct(opened, priority.c_str(), nullptr) != GNUTLS_E_SUCCESS) return {};
  Bytes flight;
  gnutls_transport_set_ptr(opened, &flight);
  gnutls_transport_set_push_function(opened, Keep);
  gnutls_transport_set_pull_function(opened, [](gnutls_transport_ptr_t, void*, size_t) -> ssize_t {
    errno = EAGAIN;
    return -1;
  });
  gnutls_handshake(opened);
  if (flight.size() < kHeaders) return {};
  ClientHello hello;
  ParseError error;
  if (!ParseClientHello(View(flight).subspan(kHeaders), &hello, &error)) return {};
  const auto body = hello.extensions.Find(type);
  // Both lists asked for have a length of two bytes in front, which has been checked.
  return body ? CodeList{body->subspan(2)}.As<Code>() : std::vector<Code>();
}

TEST(GnutlsNames, AreThoseOfItsCipherSuites) {
  size_t count = 0;
  unsigned char id[2];
  while (const char* name =
             gnutls_cipher_suite_info(count, id, nullptr, nullptr, nullptr, nullptr)) {
    const auto suite = static_cast<CipherSuite>(id[0] << 8 | id[1]);
    EXPECT_EQ(NamesOf(suite).gnutls, name);
    EXPECT_EQ(CipherSuiteNamed(name), suite);
    ++count;
  }
  EXPECT_GT(count, 50u);
}

TEST(GnutlsNames, OfGroupsMakeItSendTheNumber) {
  size_t count = 0;
  for (const gnutls_group_t* group = gnutls_group_list(); *group != 0; ++group) {
    const std::string name = gnutls_group_get_name(*group);
    const auto sent =
        Sent<NamedGroup>("NORMAL:-GROUP-ALL:+GROUP-" + name, ExtensionType::kSupportedGroups);
    if (sent.empty()) continue;
    ASSERT_EQ(sent.size(), 1u) << name;
    EXPECT_EQ(NamesOf(sent[0]).gnutls, name);
    EXPECT_EQ(NamedGroupNamed("GROUP-" + name), sent[0]);
    ++count;
  }
  EXPECT_GE(count, 10u);
}

TEST(GnutlsNames, OfSchemesMakeItSendTheNumber) {
  std::vector<std::string> names = {"ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA512"};
  for (const SignatureSchemeNames& row : SignatureSchemeTable()) {
    if (!row.gnutls.empty()) names.emplace_back(row.gnutls);
  }
  size_t count = 0;
  for (const std::string& name : names) {
    const auto sent = Sent<SignatureScheme>("NORMAL:-SIGN-ALL:+SIGN-" + name,
                                            ExtensionType::kSignatureAlgorithms);
    if (sent.empty()) continue;
    EXPECT_THAT(sent, ElementsAre(SignatureSchemeNamed(name))) << name;
    ++count;
  }
  EXPECT_GE(count, 20u);
}

}  // namespace
}  // namespace shakedown::gnutls
