// Opens protected records with logged secrets, so that the tap can read what two peers encrypted.
#ifndef HARNESS_LINK_OPEN_RECORDS_H_
#define HARNESS_LINK_OPEN_RECORDS_H_

#include <array>
#include <optional>
#include <string_view>

#include "harness/link/bulk_cipher.h"
#include "harness/link/key_log.h"
#include "harness/wire/handshake_stream.h"
#include "harness/wire/messages.h"
#include "harness/wire/records.h"
#include "harness/wire/role.h"

namespace shakedown {

// What a protected record held.
struct OpenedRecord {
  ContentType type{};
  View content;  // valid until the next Open
};

// RecordOpener follows one connection: it is shown every handshake message and ChangeCipherSpec in
// the order they passed, derives from them and the key log which keys are in force on each side,
// and opens records. TLS 1.0 to 1.3; AES and Camellia (GCM, CCM, CBC), ChaCha20-Poly1305, 3DES,
// RC4, NULL.
class RecordOpener {
 public:
  // `key_log` outlives the opener.
  explicit RecordOpener(std::string_view key_log) : key_log_(key_log) {}

  void Message(Role from, const HandshakeMessage& message);
  void ChangeCipherSpec(Role from);

  // Whether `record` is protected, to go by its type and what has passed.
  bool IsProtected(Role from, const Record& record) const;

  // Opens a protected record, or returns nothing if no logged secret opens it; the state is then
  // as before, so that a later record may open. A record of TLS 1.3 that holds no content type
  // opens with type 0.
  std::optional<OpenedRecord> Open(Role from, const Record& record);

  // What stands in the way of records that `from` protects now. Where nothing does, one that does
  // not open was changed, or others before it are missing.
  enum class Obstacle : uint8_t {
    kNone,
    kNoSecret,     // none that was logged is for these records
    kNotFollowed,  // the cipher suite or the version is not deciphered here
  };
  Obstacle ObstacleFor(Role from);

  // Counts `from`'s next record as passed, though it did not open, so that those after it may.
  // Where records depend on the one before, as in RC4, they stay closed.
  void Pass(Role from);

 private:
  enum class Epoch : uint8_t { kPlain, kHandshake, kApplication };
  struct Hellos {
    std::array<uint8_t, 32> client_random{}, server_random{};
    ProtocolVersion version{};
    std::optional<Protection> protection;  // absent: a suite that is not known here
    bool encrypt_then_mac = false;
    bool early_data = false;  // offered
  };

  // One direction.
  struct Side {
    Epoch epoch = Epoch::kPlain;
    Hellos hellos;                     // TLS 1.2 and before: as of its ChangeCipherSpec
    const Secrets* secrets = nullptr;  // what its keys may derive from
    size_t candidate = 0;              // which value of secrets
    std::optional<Secrets> updated;    // TLS 1.3: after a KeyUpdate
    bool keyed = false;                // cipher, iv and mac_key are of the candidate
    bool proven = false;               // a record has opened with them
    uint64_t sequence = 0;
    BulkCipher cipher;
    std::array<uint8_t, 16> iv{};
    std::array<uint8_t, kMaxDigest> mac_key{};
  };

  Side& side(Role role) { return sides_[static_cast<size_t>(role)]; }
  const Side& side(Role role) const { return sides_[static_cast<size_t>(role)]; }
  const Secrets* TrafficSecrets(Role role, Epoch epoch) const;

  void OnClientHello(View body);
  void OnServerHello(const ServerHello& hello);
  void Enter(Role role, Epoch epoch);
  void UpdateKey(Role role);
  bool DeriveKeys(Role role);
  bool DeriveTls13(Side* side, View secret);
  bool DeriveTls12(Role role, View master);
  std::optional<OpenedRecord> OpenWithCandidate(Role from, const Record& record);
  std::optional<OpenedRecord> OpenTls13(Side* side, const Record& record);
  std::optional<OpenedRecord> OpenAeadTls12(Side* side, const Record& record);
  std::optional<OpenedRecord> OpenMacTls12(Side* side, const Record& record);
  bool MacMatches(const Side& side, const Record& record, View content, View code) const;
  uint8_t* Scratch(size_t size);

  std::string_view key_log_;
  ConnectionSecrets secrets_;
  Hellos hellos_;
  bool settled_ = false;  // a ServerHello has passed
  std::array<Side, 2> sides_;
  Bytes scratch_;
};

}  // namespace shakedown

#endif  // HARNESS_LINK_OPEN_RECORDS_H_
