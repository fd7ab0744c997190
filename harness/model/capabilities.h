// What one side of a handshake offers and accepts, independent of any TLS library.
//
// The convention of every list: ordered by preference; absent (nullopt) means the stack's default,
// empty means none.
#ifndef HARNESS_MODEL_CAPABILITIES_H_
#define HARNESS_MODEL_CAPABILITIES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/wire/bytes.h"
#include "harness/wire/code_points.h"
#include "harness/wire/role.h"

namespace shakedown {

// A public-key type with its size or curve; the scenario spelling is in the comment.
enum class KeyType : uint8_t {
  kRsa1024,          // "rsa1024"
  kRsa2048,          // "rsa2048"
  kRsa3072,          // "rsa3072"
  kRsa4096,          // "rsa4096"
  kRsaPss2048,       // "rsa-pss2048": id-RSASSA-PSS (RFC 8446 4.2.3, rsa_pss_pss_*)
  kSecp256r1,        // "secp256r1"
  kSecp384r1,        // "secp384r1"
  kSecp521r1,        // "secp521r1"
  kEd25519,          // "ed25519"
  kEd448,            // "ed448"
  kBrainpoolP256r1,  // "brainpoolP256r1"
  kSecp256k1,        // "secp256k1"
};

// What is wrong with a certificate on purpose. Each fault changes the one thing it names.
enum class CertificateFault : uint8_t {
  kExpired,                // "expired": notAfter in the past
  kNotYetValid,            // "not_yet_valid": notBefore in the future
  kSelfSigned,             // "self_signed": the leaf is its own issuer and in nobody's trust
  kUnknownCa,              // "unknown_ca": issued by a CA that no side trusts
  kMissingIntermediate,    // "missing_intermediate": an intermediate exists but is not sent
  kWrongExtendedKeyUsage,  // "wrong_extended_key_usage": the other role's purpose only
  kWrongKeyUsage,          // "wrong_key_usage": no digitalSignature (RFC 8446 4.4.2.2)
  kIssuerNotCa,            // "issuer_not_ca": an intermediate has basicConstraints CA:FALSE
  kPathLength,             // "path_length": one intermediate more than pathLenConstraint allows
  kWrongHostName,          // "wrong_host_name": subjectAltName names another host
  kSha1Signature,          // "sha1_signature": the leaf is signed with SHA-1
  kExpiredIntermediate,    // "expired_intermediate"
  kBadSignature,           // "bad_signature": the signature over the leaf does not verify
  kRevoked,                // "revoked": on a CRL that the other side has and checks
};

// How a side's private key behaves when the handshake asks it to sign.
enum class Signing : uint8_t {
  kWorks,
  kFails,     // "fails": the key refuses (an HSM that is down, no authority)
  kCorrupts,  // "corrupts": one bit of the signature is flipped
};

// A certificate chain with its key, made to order or read from PEM files.
struct CertificateSpec {
  KeyType key = KeyType::kSecp256r1;
  std::string issuer = "ec-ca";              // a CA name, see CaKeyType
  std::vector<KeyType> intermediates;        // keys of the CAs between, the root's child first
  std::optional<SignatureScheme> signature;  // over the leaf; absent: the issuer key's usual one
  std::vector<std::string> names;  // subjectAltName, DNS or IP text; empty: the role's default
  std::vector<CertificateFault> faults;
  Signing signing = Signing::kWorks;
  std::string chain_file, key_file;  // PEM files instead of all the above; absolute paths

  bool operator==(const CertificateSpec&) const = default;
};

// The names a certificate carries when `names` is empty.
inline constexpr const char* kDefaultServerName = "server.example";
inline constexpr const char* kDefaultClientName = "client.example";

// CaKeyType gives the key of a CA name: "<key type>-ca", with "ec-ca" for secp256r1-ca and "rsa-ca"
// for rsa2048-ca. Any of them may carry a suffix after a dot ("ec-ca.other"), a CA of the same key
// type with another name and key: trusting one does not trust the other.
std::optional<KeyType> CaKeyType(std::string_view ca);
std::optional<KeyType> KeyTypeByName(std::string_view name);
const char* NameOf(KeyType type);
std::optional<CertificateFault> CertificateFaultByName(std::string_view name);
const char* NameOf(CertificateFault fault);

enum class ClientAuth : uint8_t { kNone, kRequest, kRequire };

// How a side judges the other's chain.
enum class Verify : uint8_t {
  kChain,      // "chain": path validation against trust, and the host name where one is expected
  kAcceptAll,  // "accept_all"
  kRejectAll,  // "reject_all": the application's callback refuses whatever it sees
};

// What a server does about server_name (RFC 6066 3).
enum class ServerNamePolicy : uint8_t {
  kIgnore,        // "ignore": an unknown or absent name gets the first certificate
  kMatch,         // "match": a name that is sent must be known, else unrecognized_name
  kRequire,       // "require": some name must be sent
  kRequireMatch,  // "require_match": both
};

// How FIPS mode binds a side.
enum class Fips : uint8_t {
  kOff,
  kOn,            // "on" or true: only approved algorithms are offered and accepted
  kAtEncryption,  // "at_encryption": negotiated freely, refused when first asked to encrypt; the
                  // side then ends the connection without an alert
};

struct Capabilities;

// A further server identity chosen by server_name; its capabilities override the server's.
struct VirtualHost;

struct Capabilities {
  std::string stack;  // only this stack ("openssl"); empty: every stack. "script": see `script`
  std::optional<std::vector<ProtocolVersion>> versions;
  std::optional<std::vector<CipherSuite>> cipher_suites;
  std::optional<std::vector<NamedGroup>> groups;
  std::optional<std::vector<NamedGroup>> key_shares;  // client only; empty asks for a retry
  std::optional<std::vector<SignatureScheme>> signature_schemes;
  std::optional<std::vector<SignatureScheme>> certificate_signature_schemes;

  std::vector<CertificateSpec> certificates;      // a client's first fitting one is sent
  std::optional<std::vector<std::string>> trust;  // CA names or absolute PEM paths; absent: the
                                                  // roots of the other side's certificates
  Verify verify = Verify::kChain;

  ClientAuth client_auth = ClientAuth::kNone;        // server only
  std::optional<std::vector<std::string>> ca_names;  // server only: CAs named in
                                                     // CertificateRequest; absent: its trust
  bool honour_ca_names = false;  // client only: send a certificate only from a CA the server named

  std::optional<std::string> server_name;  // client only: sent; empty: none. Absent: server.example
  std::optional<std::string> verify_name;  // client only: checked; empty: not. Absent: server_name
  ServerNamePolicy server_name_policy = ServerNamePolicy::kIgnore;  // server only
  std::vector<VirtualHost> hosts;                                   // server only

  std::optional<std::vector<std::string>> alpn;
  bool alpn_required = true;  // server only: no common protocol is no_application_protocol
                              // (RFC 7301 3.2); false: go on without

  std::optional<bool> tickets;      // offer or issue session tickets (RFC 5077, RFC 8446 4.6.1)
  std::optional<bool> session_ids;  // keep a session cache (RFC 5246 7.3)
  std::string ticket_key = "a";     // server only: equal letters share the ticket key

  Fips fips = Fips::kOff;
  std::optional<int> security_level;      // 0-5 as OpenSSL counts; absent: 0, nothing is held back
  std::optional<bool> server_preference;  // server only: whose order of suites counts
  bool fallback_scsv = false;             // client only (RFC 7507)
  std::optional<bool> extended_master_secret;  // RFC 7627; false: not offered
  std::optional<bool> encrypt_then_mac;        // RFC 7366; false: not offered
  bool require_ocsp_staple = false;            // client only: a missing staple is refused
  std::optional<int> max_fragment_length;      // client only: RFC 6066 4, in bytes

  // stack == "script": no TLS at all; these bytes are sent, one entry each time the other side has
  // said something (the first at once), then the connection is closed if `script_close`.
  std::vector<Bytes> script;
  bool script_close = false;

  bool operator==(const Capabilities&) const = default;
};

struct VirtualHost {
  std::string name;
  Capabilities capabilities;

  bool operator==(const VirtualHost&) const = default;
};

}  // namespace shakedown

#endif  // HARNESS_MODEL_CAPABILITIES_H_
