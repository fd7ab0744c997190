// What stands in logs, messages as the programs print them, and the code it is. Expected values are
// from the registries and headers that the tables name.

#include "harness/explain/recogniser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/explain/test_lookup.h"

namespace shakedown {
namespace {

struct Example {
  const char* text;
  const char* system;
  const char* code;
};

// Whether the text has that code, wherever it stands among others.
std::string CodesIn(const std::string& text) {
  std::string codes;
  for (const FoundCode& found : TestFinder().Find(text, false).codes) {
    const std::string system = found.row ? found.row->system->name : found.system;
    codes += "[" + system + " " + (found.row ? found.row->label() : found.code) + "]";
  }
  return codes;
}

class Recognised : public ::testing::TestWithParam<Example> {};

TEST_P(Recognised, InALineOfALog) {
  const Example& example = GetParam();
  const std::string wanted = std::string("[") + example.system + " " + example.code + "]";
  EXPECT_THAT(CodesIn(example.text), ::testing::HasSubstr(wanted)) << example.text;
  const std::string inside =
      std::string("2026-11-22T10:00:01Z host app[12]: ") + example.text + " (see the manual)";
  EXPECT_THAT(CodesIn(inside), ::testing::HasSubstr(wanted)) << inside;
}

const Example kAlerts[] = {
    {"alert 40", "alert", "40"},
    {"TLS alert number 48 received", "alert", "48"},
    {"SSL alert number 46", "alert", "46"},
    {"SSL3 alert read:fatal:handshake failure", "alert", "40"},
    {"Received fatal alert: handshake_failure", "alert", "40"},
    {"received fatal alert: UnknownCA", "alert", "48"},
    {"*** Received alert [40]: Handshake failed", "alert", "40"},
    {"TLSv1.2 Alert Fatal, Unknown CA (48)", "alert", "48"},
    {"Alert (Level: Fatal, Description: Handshake Failure)", "alert", "40"},
    {"Description: Bad Certificate (42)", "alert", "42"},
    {"Level Fatal(2) Description 40", "alert", "40"},
    {"\"level\": \"fatal\", \"description\": \"unexpected_message\"", "alert", "10"},
    {"Fatal (HANDSHAKE_FAILURE): no cipher suites in common", "alert", "40"},
    {"remote error: tls: bad certificate", "alert", "42"},
    {"local error: tls: protocol version not supported", "alert", "70"},
    {"* TLSv1.3 (OUT), TLS alert, certificate expired (557):", "alert", "45"},
    {"* TLSv1.2 (IN), TLS alert, handshake failure (552):", "alert", "40"},
    {"SSL_ALERT_SENT 02 2F", "alert", "47"},
    {"SSL_ALERT_RECEIVED hex_encoded_bytes = 0228", "alert", "40"},
    {"fatal alert code is 70", "alert", "70"},
    {"The TLS protocol defined fatal error code is 40.", "alert", "40"},
    {"Sent TLS 1.3 alert 51", "alert", "51"},
    {"org.bouncycastle.tls.TlsFatalAlert: certificate_unknown(46)", "alert", "46"},
};
INSTANTIATE_TEST_SUITE_P(Alerts, Recognised, ::testing::ValuesIn(kAlerts));

const Example kZos[] = {
    {"EZD1287I TTLS Error RC: 467 Initial Handshake", "system_ssl", "467"},
    {"EZD1286I TTLS Error GRPID: 1 CONNID: 2 RC: 417 Initial Handshake", "system_ssl", "417"},
    {"EZD1283I TTLS Event CONNID: 6A RC:  402 Initial Handshake", "system_ssl", "402"},
    {"EZD1287I TTLS 403 No certificate received from partner", "system_ssl", "403"},
    {"TTLS rc=403", "system_ssl", "403"},
    {"EZD1287I TTLS Error RC: 5003 Data Decryption", "at_tls", "5003"},
    {"EZD1287I TTLS Error RC: 6002 Internal", "at_tls", "6002"},
    {"gsk_secure_socket_init() failed with error 402", "system_ssl", "402"},
    {"GSK_ERR_BAD_DATE", "system_ssl", "401"},
    {"error 0x03353084", "cms", "0x03353084"},
    {"grep 0335308f /usr/include/gskcms.h", "cms", "0x0335308F"},
    {"CMSERR_ICSF_NOT_AVAILABLE", "cms", "0x03353083"},
    {"ICSF service failure: CSFPPKS retCode = 0x8, rsnCode = 0x2b00", "icsf", "8/0x2B00"},
    {"CSFPSKE retCode 0x8 rsnCode 0xbfe", "icsf", "8/0xBFE"},
    {"CSF1PKS return code 12, reason code 0", "icsf", "12/0x0"},
    {"errno2 0be8044c", "zos", "JRNoCertforUser"},
    {"No SSL V3 cipher specs enabled for TLS V1.3", "zos",
     "No SSL V3 cipher specs enabled for TLS V1.3"},
    {"V3CipherSuites TLS_CHACHA_POLY1305_SHA256", "zos", "cipher suite"},
};
INSTANTIATE_TEST_SUITE_P(Zos, Recognised, ::testing::ValuesIn(kZos));

const Example kLibraries[] = {
    {"error_lib 16, error_reason 245", "boringssl", "245"},
    {"{\"error_lib\":16,\"error_reason\":245,\"net_error\":-107}", "boringssl", "245"},
    {"{\"error_lib\":16,\"error_reason\":245,\"net_error\":-107}", "chrome", "-107"},
    {"SSL error code 1, net_error -202", "chrome", "-202"},
    {"net::ERR_CERT_AUTHORITY_INVALID", "chrome", "-202"},
    {"error:100000f5:SSL routines:OPENSSL_internal:WRONG_SIGNATURE_TYPE", "boringssl", "245"},
    {"error:0A000086:SSL routines::certificate verify failed", "openssl", "0A000086"},
    {"140735:error:1408F10B:SSL routines:SSL3_GET_RECORD:wrong version number", "openssl",
     "0A00010B"},
    {"error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure", "openssl",
     "0A000410"},
    {"ssl.SSLError: [SSL: NO_SHARED_CIPHER] no shared cipher (_ssl.c:997)", "openssl", "0A0000C1"},
    {"SSL_R_NO_SHARED_CIPHER", "openssl", "0A0000C1"},
    {"verify error:num=20:unable to get local issuer certificate", "openssl_verify", "20"},
    {"Verify return code: 10 (certificate has expired)", "openssl_verify", "10"},
    {"SSL certificate problem: unable to get local issuer certificate", "openssl_verify", "20"},
    {"Error: UNABLE_TO_VERIFY_LEAF_SIGNATURE", "openssl_verify", "21"},
    {"GNUTLS_E_NO_CIPHER_SUITES", "gnutls", "-87"},
    {"gnutls_handshake() failed: Error in the pull function. (-54)", "gnutls", "-54"},
    {"*** Fatal error: No supported cipher suites have been found.", "gnutls", "-87"},
    {"- Status: The certificate is NOT trusted. The certificate issuer is unknown.", "gnutls",
     "status 0x40"},
    {"SSL_ERROR_NO_CYPHER_OVERLAP", "nss", "-12286"},
    {"selfserv: HDX PR_Read returned error -12157:", "nss", "-12157"},
    {"NSS error -8179", "nss", "-8179"},
    {"ssl_handshake returned -0x7780", "mbedtls", "-0x7780"},
    {"mbedtls_ssl_handshake returned -30592", "mbedtls", "-0x7780"},
    {"MBEDTLS_ERR_SSL_NO_CIPHER_CHOSEN", "mbedtls", "-0x7380"},
    {"verify flags: 0x8", "mbedtls_verify", "0x08"},
    {"wolfSSL error -188", "wolfssl", "-188"},
    {"ASN_NO_SIGNER_E", "wolfssl", "-188"},
    {"curl: (60) SSL certificate problem", "curl", "60"},
    {"0x80090326", "schannel", "0x80090326"},
    {"AcquireCredentials failed: -2146893043", "schannel", "0x8009030D"},
    {"SEC_E_UNTRUSTED_ROOT", "schannel", "0x80090325"},
    {"javax.net.ssl.SSLHandshakeException: no cipher suites in common", "jsse",
     "no cipher suites in common"},
    {"No supported CertificateVerify signature algorithm for EC  key", "jsse",
     "No supported CertificateVerify signature algorithm for ... key"},
    {"Client requested protocol TLSv1.1 is not enabled or supported in server context", "jsse",
     "Client requested protocol ... is not enabled or supported in server context"},
    {"No subject alternative DNS name matching b.example found.", "jsse",
     "No subject alternative DNS name matching ... found"},
    {"tls: client offered only unsupported versions", "go",
     "tls: client offered only unsupported versions: ..."},
    {"tls: no cipher suite supported by both client and server", "go",
     "tls: no cipher suite supported by both client and server"},
    {"x509: certificate is valid for a.example, not b.example", "go",
     "x509: certificate is valid for ..., not ..."},
    {"x509: certificate signed by unknown authority", "go",
     "x509: certificate signed by unknown authority"},
};
INSTANTIATE_TEST_SUITE_P(Libraries, Recognised, ::testing::ValuesIn(kLibraries));

const Example kSpellings[] = {
    {"EZD1285I TTLS Data CONNID: 000000AA RECV CIPHER 15030300020230", "alert", "48"},
    {"AT-TLS return code 5001", "at_tls", "5001"},
    {"AT-TLS error 5003", "at_tls", "5003"},
    {"AT-TLS 5006", "at_tls", "5006"},
    {"TTLS error 5006", "at_tls", "5006"},
    {"return code 202 from gsk_environment_init", "system_ssl", "202"},
    {"CSNDDSG return code 8 reason code 0x2714", "icsf", "8/0x2714"},
    {"CSFDSG rc 8 rsn x'2B00'", "icsf", "8/0x2B00"},
    {"CSNDDSG RC=0008 RSN=271C", "icsf", "8/0x271C"},
    {"CSFPPKS RC=0x0000000C REASON=0x00000008", "icsf", "12/0x8"},
    {"ICSF rc=8 rsn=3070", "icsf", "8/0xBFE"},
    {"BoringSSL error 16:253", "boringssl", "253"},
    {"lib=16 reason=245", "boringssl", "245"},
    {"library 16, reason 253", "boringssl", "253"},
    {"lib(20) reason(134)", "openssl", "0A000086"},
    {"error:0A0C0103:SSL routines::internal error", "openssl_crypto", "000C0103"},
    {"NSS -12273", "nss", "-12273"},
    {"curl exited with 60", "curl", "60"},
    {"curl error code 35", "curl", "35"},
    {"schannel: 80090308", "schannel", "0x80090308"},
};
INSTANTIATE_TEST_SUITE_P(OtherSpellings, Recognised, ::testing::ValuesIn(kSpellings));

const Example kOpenssl[] = {
    {"error:05800074:x509 certificate routines::key values mismatch", "openssl_crypto", "05800074"},
    {"error:0B080074:x509 certificate routines:X509_check_private_key:key values mismatch",
     "openssl_crypto", "05800074"},
    {"error:0480006C:PEM routines::no start line", "openssl_crypto", "0480006C"},
    {"error:0909006C:PEM routines:get_name:no start line", "openssl_crypto", "0480006C"},
    {"error:0906D06C:PEM routines:PEM_read_bio:no start line", "openssl_crypto", "0480006C"},
    {"error:0D07207B:asn1 encoding routines:ASN1_get_object:header too long", "openssl_crypto",
     "0680007B"},
    {"error:0688010A:asn1 encoding routines::nested asn1 error", "openssl_crypto", "0008010A"},
    {"error:0D07803A:asn1 encoding routines:ASN1_ITEM_EX_D2I:nested asn1 error", "openssl_crypto",
     "0008010A"},
    {"error:03000098:digital envelope routines::invalid digest", "openssl_crypto", "03000098"},
    {"error:0308010C:digital envelope routines::unsupported", "openssl_crypto", "0308010C"},
    {"error:06065064:digital envelope routines:EVP_DecryptFinal_ex:bad decrypt", "openssl_crypto",
     "03000064"},
    {"error:0407008A:rsa routines:RSA_padding_check_PKCS1_type_1:invalid padding", "openssl_crypto",
     "0200008A"},
    {"error:0200008A:rsa routines::invalid padding", "openssl_crypto", "0200008A"},
    {"error:10080081:elliptic curve routines:EC_GROUP_new_by_curve_name:unknown group",
     "openssl_crypto", "08000081"},
    {"error:80000002:system library::No such file or directory", "openssl_crypto", "80000002"},
    {"error:02001002:system library:fopen:No such file or directory", "openssl_crypto", "80000002"},
    {"error:0A080009:SSL routines::PEM lib", "openssl_crypto", "00080009"},
    {"error:140DC009:SSL routines:SSL_CTX_use_certificate_chain_file:PEM lib", "openssl_crypto",
     "00080009"},
    {"error:0b000074:X.509 certificate routines:OPENSSL_internal:KEY_VALUES_MISMATCH",
     "openssl_crypto", "05800074"},
    {"ssl.SSLError: [X509: KEY_VALUES_MISMATCH] key values mismatch (_ssl.c:4022)",
     "openssl_crypto", "05800074"},
    {"code: 'ERR_OSSL_EVP_UNSUPPORTED'", "openssl_crypto", "0308010C"},
    // No row has it, and it is told whose it is.
    {"error:058003E7:x509 certificate routines::reason(999)", "openssl_crypto", "058003E7"},
};
INSTANTIATE_TEST_SUITE_P(OpensslElsewhere, Recognised, ::testing::ValuesIn(kOpenssl));

const Example kNumbers[] = {
    {"RC 5001 from AT-TLS", "at_tls", "5001"},
    {"TTLS RC=0x1B3", "system_ssl", "435"},
    {"GSKSSL error 402", "system_ssl", "402"},
    {"error code 402 from System SSL", "system_ssl", "402"},
    {"ALERT: level=2 desc=40", "alert", "40"},
    {"alert(2,40)", "alert", "40"},
    {"TLS alert level 1, description 90", "alert", "90"},
    {"SSL: TLSV1_ALERT_PROTOCOL_VERSION", "openssl", "0A00042E"},
    {"SSL routines:tls_post_process_client_hello:no shared cipher", "openssl", "0A0000C1"},
    {"verify failed: self signed certificate in certificate chain", "openssl_verify", "19"},
    {"x509: certificate has expired or is not yet valid", "go",
     "x509: certificate has expired or is not yet valid"},
    {"(-54) Error in the pull function", "gnutls", "-54"},
    {"mbedtls error 0x2700", "mbedtls", "-0x2700"},
    {"SSL return code 420", "system_ssl", "420"},
    {"gsk_environment_init() failed: 202 (0xCA)", "system_ssl", "202"},
    {"error 53817476", "cms", "0x03353084"},
    {"Error code: MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT", "nss", "-16370"},
    {"PR_CONNECT_RESET_ERROR", "nss", "-5961"},
    {"code: 'ERR_SSL_WRONG_VERSION_NUMBER'", "openssl", "0A00010B"},
    {"code: 'ERR_OSSL_X509_NO_CRL_NUMBER'", "openssl_crypto", "05800082"},
    {"ssl.SSLError: [SSL] PEM lib (_ssl.c:3895)", "openssl", "[SSL] PEM lib"},
    {"java.io.IOException: keystore password was incorrect", "jsse",
     "keystore password was incorrect"},
    {"InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty", "jsse",
     "the trustAnchors parameter must be non-empty"},
    {"http: TLS handshake error from 10.0.0.1:5000: EOF", "go",
     "http: TLS handshake error from ...: EOF"},
    {"cannot communicate, because they do not possess a common algorithm", "schannel",
     "they do not possess a common algorithm"},
    {"HRESULT 0x800B0109", "schannel", "0x800B0109"},
    {"Schannel: 800b010a", "schannel", "0x800B010A"},
    {"failed with -2146762487", "schannel", "0x800B0109"},
    {"status 2148074278", "schannel", "0x80090326"},
    {"CERT_E_CN_NO_MATCH", "schannel", "0x800B010F"},
    {"CRYPT_E_NO_REVOCATION_CHECK (0x80092012)", "schannel", "0x80092012"},
    {"ICSF 8/0xbfe", "icsf", "8/0xBFE"},
    {"ICSF error 8/bfe", "icsf", "8/0xBFE"},
    {"ICSF return code 8/3070", "icsf", "8/0xBFE"},
    {"CSFPSKE failed rc=08 rs=0BFE", "icsf", "8/0xBFE"},
    {"curl: (1) Received HTTP/0.9 when not allowed", "curl", "1"},
    {"curl: (1) Protocol \"https\" not supported", "curl", "1"},
    {"curl: (7) Failed to connect to localhost port 4433", "curl", "7"},
    {"curl: (27) Out of memory", "curl", "27"},
    {"GSK_ERR_CERT_VALIDATION", "system_ssl", "8"},
    {"GSK_ERR_CRYPTO", "system_ssl", "9"},
    {"GSK_ERR_CERTIFICATE_REVOKED", "system_ssl", "431"},
    {"alert 0x28", "alert", "40"},
    {"alert(0x02, 0x28)", "alert", "40"},
    {"SSL_connect error -308, error state on socket", "wolfssl", "-308"},
    {"com.ibm.jsse2.util.h: PKIX path building failed", "jsse",
     "com.ibm.jsse2.util...: PKIX path building failed"},
    {"X509 - Certificate verification failed, e.g. CRL, CA or signature check failed", "mbedtls",
     "-0x2700"},
    {"verify failed: unsupported certificate purpose", "openssl_verify", "26"},
    {"curl ended with exit code 60", "curl", "60"},
    {"exit code 60 of curl", "curl", "60"},
    {"curl command failed with error code 35", "curl", "35"},
    {"CURLE_SSL_CACERT", "curl", "60"},
};
INSTANTIATE_TEST_SUITE_P(Numbers, Recognised, ::testing::ValuesIn(kNumbers));

TEST(Recognised, AloneInShort) {
  for (const char* bytes : {"0x15 0x03 0x03 0x00 0x02 0x02 0x28", "0x02, 0x28",
                            "\\x15\\x03\\x03\\x00\\x02\\x02\\x28", "02:28"}) {
    EXPECT_EQ(First(Explained(bytes)), "alert 40 no_common_cipher") << bytes;
  }
  EXPECT_EQ(CodesIn("curl 60"), "[curl 60]");
  EXPECT_EQ(CodesIn("curl (60)"), "[curl 60]");
  EXPECT_EQ(CodesIn("Return code 435"), "[system_ssl 435]");
  EXPECT_EQ(CodesIn("return code: 5003."), "[at_tls 5003]");
  EXPECT_EQ(CodesIn("RC is 435"), "[system_ssl 435]");
  EXPECT_EQ(CodesIn("RC=8 RS=BFE"), "[icsf 8/0xBFE]");
  EXPECT_EQ(CodesIn("rc 8 rs 3070"), "[icsf 8/0xBFE]");
  for (const char* text : {"8/bfe", "8/BFE", "8/0xbfe", "8 / 0xBFE", "8/3070"}) {
    EXPECT_EQ(First(Explained(text)), "icsf 8/0xBFE fips_disallows_cipher") << text;
  }
  EXPECT_EQ(First(Explained("(-12286)")), "nss -12286 no_common_cipher");
  EXPECT_EQ(First(Explained("unsupported certificate purpose")), "openssl_verify 26 eku_wrong");
  EXPECT_EQ(First(Explained("decryption_failed_RESERVED")).substr(0, 9), "alert 21 ");
  EXPECT_EQ(First(Explained("no_certificate_RESERVED")).substr(0, 9), "alert 41 ");
  for (const char* message : {"EZD1281I", "EZD1284I", "EZD1287I"}) {
    EXPECT_EQ(First(Explained(message)), std::string("zos ") + message + " ");
  }
  EXPECT_EQ(First(Explained("safkeyring://START1/MQRING")).substr(0, 4), "zos ");
  EXPECT_THAT(First(Explained("safkeyring://START1/MQRING")),
              ::testing::EndsWith(" provider_missing"));
  EXPECT_EQ(First(Explained("14090086")), "openssl 0A000086 unknown_ca");
  EXPECT_EQ(First(Explained("unknown_ca(48)")), "alert 48 unknown_ca");
  EXPECT_EQ(First(Explained("2148204809")), "schannel 0x800B0109 unknown_ca");
}

TEST(Recognised, NothingInWhatIsNoError) {
  for (const char* text :
       {"EZD1284I TTLS Flow GRPID: 7 CONNID: 6A RC:    0 Call GSK_SECURE_SOCKET_INIT",
        "verify return:1",
        "Verify return code: 0 (ok)",
        "the alerting system sent 40 mails",
        "IAZ0543X rc: 1121",
        "exit rc 435 of the backup",
        "src 435",
        "red alert, 3 visitors",
        "GET /alert/40 HTTP/1.1",
        "0x80091",
        "reason code 8 of the scheduler",
        "x509: ",
        "tls: ",
        "TLS_AES_256_GCM_SHA384 256",
        "TLSv1.3, TLS_AES_128_GCM_SHA256",
        "Description: a fine wine (40)",
        "Content Type: Alert (21)",
        "the return code 8 and the reason",
        "rc=8 rsn=3070 of CICS",
        "lib16 for the 253rd reason",
        "the library of 16 good reasons 253",
        "alert 2",
        "alert level 2",
        "curl 7.60",
        "curl 60 times a day",
        "the curl of 35",
        "exit code 60 of tar",
        "8/12 of a page",
        "ICSF 4/12/2026",
        "RC=8 RS=BFE of RACF",
        "AT-TLS 3270 sessions",
        "tel. 80090308 a",
        "RECV CIPHER 15030300200230",
        "RECV CIPHER 1503030002023000",
        "PRESSL_R_NO_SHARED_CIPHERS",
        "the return code 435 of the backup",
        "-Djavax.net.ssl.trustStore=safkeyring://START1/MQRING",
        "02 28 00 11 22 33"}) {
    EXPECT_EQ(CodesIn(text), "") << text;
  }
}

TEST(Recognised, ThePlaceInADumpIsNoAlert) {
  EXPECT_TRUE(Explained("<= Recv SSL data, 5 bytes (0x5)\n0128:").stories.empty());
}

TEST(Recognised, AReasonOfBoringsslIsThatOfItsOwnLibrary) {
  EXPECT_EQ(CodesIn("error:1e000065:Cipher functions:OPENSSL_internal:BAD_DECRYPT"),
            "[boringssl 1e000065]");
  EXPECT_EQ(CodesIn("error:06000066:public key routines:OPENSSL_internal:DECODE_ERROR"),
            "[openssl_crypto 03000072]");
  EXPECT_EQ(CodesIn("error:0900006e:PEM routines:OPENSSL_internal:NO_START_LINE"),
            "[openssl_crypto 0480006C]");
  EXPECT_EQ(CodesIn("\"error_lib\":30,\"error_reason\":101"), "[boringssl 1e000065]");
  EXPECT_EQ(CodesIn("\"error_lib\":35,\"error_reason\":101"), "");
}

TEST(Recognised, AlertsThatWereSentAndReceivedApart) {
  const auto way = [](const char* text) {
    const auto found = TestFinder().Find(text, false);
    return found.codes.empty() ? AlertWay::kUnknown : found.codes.front().way;
  };
  EXPECT_EQ(way("SSL_ALERT_SENT 02 2F"), AlertWay::kSent);
  EXPECT_EQ(way("* TLSv1.2 (OUT), TLS alert, unknown CA (560):"), AlertWay::kSent);
  EXPECT_EQ(way("* TLSv1.2 (IN), TLS alert, unknown CA (560):"), AlertWay::kReceived);
  EXPECT_EQ(way("Received fatal alert: handshake_failure"), AlertWay::kReceived);
  EXPECT_EQ(way("remote error: tls: bad certificate"), AlertWay::kReceived);
  EXPECT_EQ(way("error:0A000410:SSL routines::sslv3 alert handshake failure"), AlertWay::kReceived);
  EXPECT_EQ(way("RECV CIPHER 15030300020230"), AlertWay::kReceived);
  EXPECT_EQ(way("SEND CIPHER 15030300020230"), AlertWay::kSent);
  EXPECT_EQ(way("alert 40"), AlertWay::kUnknown);
}

}  // namespace
}  // namespace shakedown
