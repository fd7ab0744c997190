#include "harness/link/open_records.h"

#include <algorithm>

#include "harness/wire/byte_reader.h"

namespace shakedown {
namespace {

// RFC 8446 5.3: the sequence number, big-endian and padded in front, xored onto the IV.
std::array<uint8_t, 12> Nonce(View iv, uint64_t sequence) {
  std::array<uint8_t, 12> nonce{};
  std::copy_n(iv.begin(), nonce.size(), nonce.begin());
  for (size_t i = 0; i < 8; ++i) nonce[11 - i] ^= static_cast<uint8_t>(sequence >> 8 * i);
  return nonce;
}

// RFC 5246 6.2.3: what is authenticated beside the content: sequence number, type, version, length.
std::array<uint8_t, 13> Additional(uint64_t sequence, const Record& record, size_t length) {
  std::array<uint8_t, 13> bytes{};
  for (size_t i = 0; i < 8; ++i) bytes[7 - i] = static_cast<uint8_t>(sequence >> 8 * i);
  bytes[8] = static_cast<uint8_t>(record.type);
  bytes[9] = static_cast<uint8_t>(record.version >> 8);
  bytes[10] = static_cast<uint8_t>(record.version);
  bytes[11] = static_cast<uint8_t>(length >> 8);
  bytes[12] = static_cast<uint8_t>(length);
  return bytes;
}

// RFC 5246 6.2.3.2: the last byte counts the padding bytes before it, and each of them says the
// same. The number of bytes left without the padding, or nothing.
std::optional<size_t> WithoutPadding(View plain) {
  if (plain.empty()) return std::nullopt;
  const uint8_t count = plain.back();
  if (plain.size() < size_t{count} + 1) return std::nullopt;
  const View padding = plain.last(size_t{count} + 1);
  if (!std::ranges::all_of(padding, [&](uint8_t b) { return b == count; })) return std::nullopt;
  return plain.size() - padding.size();
}

}  // namespace

const Secrets* RecordOpener::TrafficSecrets(Role role, Epoch epoch) const {
  const bool client = role == Role::kClient;
  if (epoch == Epoch::kHandshake) {
    return client ? &secrets_.client_handshake : &secrets_.server_handshake;
  }
  return client ? &secrets_.client_traffic : &secrets_.server_traffic;
}

void RecordOpener::Enter(Role role, Epoch epoch) {
  Side& s = side(role);
  s.epoch = epoch;
  s.candidate = 0;
  s.keyed = false;
  s.proven = false;
  s.sequence = 0;
  s.updated.reset();
  s.hellos = hellos_;
  s.secrets =
      hellos_.version >= ProtocolVersion::kTls13 ? TrafficSecrets(role, epoch) : &secrets_.master;
}

void RecordOpener::OnClientHello(View body) {
  ClientHello hello;
  ParseError error;
  if (!IndexClientHello(body, &hello, &error)) return;
  std::ranges::copy(hello.random, hellos_.client_random.begin());
  hellos_.early_data = hello.extensions.Find(ExtensionType::kEarlyData).has_value();
}

void RecordOpener::OnServerHello(const ServerHello& hello) {
  std::ranges::copy(hello.random, hellos_.server_random.begin());
  hellos_.version = hello.version();
  hellos_.protection = ProtectionOf(hello.cipher_suite);
  hellos_.encrypt_then_mac = hello.extensions.Find(ExtensionType::kEncryptThenMac).has_value();
  // RFC 6066 7: shorter codes, which are not followed here; an AEAD has none.
  if (hellos_.protection && hellos_.protection->mac &&
      hello.extensions.Find(ExtensionType::kTruncatedHmac)) {
    hellos_.protection.reset();
  }
  settled_ = true;
  if (hello.is_hello_retry_request()) return;
  secrets_ = ReadKeyLog(key_log_, hellos_.client_random);
  if (hellos_.version >= ProtocolVersion::kTls13) {
    Enter(Role::kClient, Epoch::kHandshake);
    Enter(Role::kServer, Epoch::kHandshake);
  }
}

void RecordOpener::Message(Role from, const HandshakeMessage& message) {
  switch (message.type) {
    case HandshakeType::kClientHello:
      if (from != Role::kClient) break;
      OnClientHello(message.body);
      break;
    case HandshakeType::kServerHello:
      if (from != Role::kServer) break;
      if (const auto hello = ParseServerHello(message.body)) OnServerHello(*hello);
      break;
    case HandshakeType::kFinished:
      // RFC 8446 4.4.4: each side's next record after its Finished has the application keys. A
      // Finished of post-handshake authentication changes nothing.
      if (hellos_.version >= ProtocolVersion::kTls13 && side(from).epoch == Epoch::kHandshake) {
        Enter(from, Epoch::kApplication);
      }
      break;
    case HandshakeType::kKeyUpdate:
      if (side(from).epoch == Epoch::kApplication) UpdateKey(from);
      break;
    default:
      break;
  }
}

void RecordOpener::ChangeCipherSpec(Role from) {
  // RFC 8446 D.4: in TLS 1.3, or before the version is settled, it means nothing.
  if (!settled_ || hellos_.version >= ProtocolVersion::kTls13) return;
  Enter(from, Epoch::kApplication);
}

bool RecordOpener::IsProtected(Role from, const Record& record) const {
  if (side(from).epoch == Epoch::kPlain) {
    // Application data before any keys can only be early data (RFC 8446 4.2.10).
    return record.type == ContentType::kApplicationData;
  }
  if (side(from).hellos.version < ProtocolVersion::kTls13) return true;
  return record.type == ContentType::kApplicationData;
}

void RecordOpener::UpdateKey(Role role) {
  Side& s = side(role);
  if (!s.hellos.protection || s.hellos.version < ProtocolVersion::kTls13) return;
  const Secrets* const from = s.updated ? &*s.updated : s.secrets;
  if (from == nullptr || s.candidate >= from->count) return;
  // RFC 8446 7.2.
  Secrets next;
  next.count = 1;
  next.values[0].size = DigestSize(s.hellos.protection->hash);
  Hmac hmac(s.hellos.protection->hash, from->values[s.candidate].view());
  HkdfExpandLabel(&hmac, "traffic upd", std::span(next.values[0].bytes).first(next.values[0].size));
  s.updated = next;
  s.candidate = 0;
  s.keyed = false;
  s.sequence = 0;
}

bool RecordOpener::DeriveTls13(Side* s, View secret) {
  const Protection& protection = *s->hellos.protection;
  if (!protection.aead() || secret.size() != DigestSize(protection.hash)) return false;
  Hmac hmac(protection.hash, secret);
  std::array<uint8_t, 32> key_bytes;
  const std::span<uint8_t> key = std::span(key_bytes).first(protection.key);
  HkdfExpandLabel(&hmac, "key", key);
  HkdfExpandLabel(&hmac, "iv", std::span(s->iv).first(12));
  s->cipher.SetKey(protection.bulk, key);
  return true;
}

bool RecordOpener::DeriveTls12(Role role, View master) {
  Side& s = side(role);
  const Hellos& hellos = s.hellos;
  const Protection& protection = *hellos.protection;
  // SSL 3.0 derives and authenticates in its own way, which is not followed here.
  if (hellos.version < ProtocolVersion::kTls10 || master.size() != 48) return false;
  const size_t mac = protection.mac ? DigestSize(*protection.mac) : 0;
  const size_t iv = protection.aead() ? protection.fixed_iv
                    : protection.cbc() && hellos.version == ProtocolVersion::kTls10
                        ? protection.block
                        : 0;
  // RFC 5246 6.3: client MAC, server MAC, client key, server key, client IV, server IV.
  std::array<uint8_t, 2 * (kMaxDigest + 32 + 16)> block;
  const size_t size = 2 * (mac + protection.key + iv);
  Prf(hellos.version, protection.hash, master, "key expansion", hellos.server_random,
      hellos.client_random, std::span(block).first(size));
  ByteReader reader(View(block).first(size));
  const bool client = role == Role::kClient;
  const auto take = [&](size_t count) {
    const View first = reader.Take(count);
    const View second = reader.Take(count);
    return client ? first : second;
  };
  std::ranges::copy(take(mac), s.mac_key.begin());
  s.cipher.SetKey(protection.bulk, take(protection.key));
  std::ranges::copy(take(iv), s.iv.begin());
  return true;
}

bool RecordOpener::DeriveKeys(Role role) {
  Side& s = side(role);
  const Secrets* const from = s.updated ? &*s.updated : s.secrets;
  if (!s.hellos.protection || from == nullptr || s.candidate >= from->count) return false;
  const View secret = from->values[s.candidate].view();
  s.keyed = s.hellos.version >= ProtocolVersion::kTls13 ? DeriveTls13(&s, secret)
                                                        : DeriveTls12(role, secret);
  return s.keyed;
}

std::optional<OpenedRecord> RecordOpener::Open(Role from, const Record& record) {
  Side& s = side(from);
  auto opened = OpenWithCandidate(from, record);
  if (opened || s.proven || s.updated || s.secrets == nullptr) return opened;
  // No record of these keys has opened yet: the side may have another secret than the first one
  // logged. One that fails too leaves the first in place.
  for (size_t candidate = 0; candidate < s.secrets->count && !opened; ++candidate) {
    s.keyed = false;
    s.candidate = candidate;
    opened = OpenWithCandidate(from, record);
  }
  if (!opened) {
    s.keyed = false;
    s.candidate = 0;
  }
  return opened;
}

std::optional<OpenedRecord> RecordOpener::OpenWithCandidate(Role from, const Record& record) {
  Side& s = side(from);
  if (s.epoch == Epoch::kPlain || (!s.keyed && !DeriveKeys(from))) return std::nullopt;
  auto opened = s.hellos.version >= ProtocolVersion::kTls13 ? OpenTls13(&s, record)
                : s.hellos.protection->aead()               ? OpenAeadTls12(&s, record)
                                                            : OpenMacTls12(&s, record);
  if (opened) {
    ++s.sequence;
    s.proven = true;
  }
  return opened;
}

RecordOpener::Obstacle RecordOpener::ObstacleFor(Role from) {
  const Side& s = side(from);
  if (s.epoch == Epoch::kPlain) return Obstacle::kNoSecret;
  const ProtocolVersion version = s.hellos.version;
  if (!s.hellos.protection || version < ProtocolVersion::kTls10 ||
      version > ProtocolVersion::kTls13) {
    return Obstacle::kNotFollowed;
  }
  // RFC 8446 4.2.10: early data has a secret of its own, and may still come after the ServerHello.
  const bool early = from == Role::kClient && s.epoch == Epoch::kHandshake && !s.proven;
  if (early && s.hellos.early_data) return Obstacle::kNoSecret;
  return s.keyed || DeriveKeys(from) ? Obstacle::kNone : Obstacle::kNoSecret;
}

void RecordOpener::Pass(Role from) {
  Side& s = side(from);
  if (!s.hellos.protection) return;
  const bool chained = s.hellos.protection->bulk == Bulk::kRc4 ||
                       (s.hellos.protection->cbc() && s.hellos.version == ProtocolVersion::kTls10);
  if (!chained) ++s.sequence;
}

std::optional<OpenedRecord> RecordOpener::OpenTls13(Side* s, const Record& record) {
  uint8_t* const out = Scratch(record.body.size());
  const size_t tag = s->hellos.protection->tag;
  const auto nonce = Nonce(s->iv, s->sequence);
  // RFC 8446 5.2: the header is the additional data.
  if (!s->cipher.OpenAead(nonce, record.header, record.body, tag, out)) return std::nullopt;
  View inner(out, record.body.size() - tag);
  // RFC 8446 5.4: zeros after the content type are padding.
  while (!inner.empty() && inner.back() == 0) inner = inner.first(inner.size() - 1);
  if (inner.empty()) return OpenedRecord{};
  return OpenedRecord{ContentType{inner.back()}, inner.first(inner.size() - 1)};
}

std::optional<OpenedRecord> RecordOpener::OpenAeadTls12(Side* s, const Record& record) {
  const Protection& protection = *s->hellos.protection;
  ByteReader reader(record.body);
  const View explicit_iv = reader.Take(protection.explicit_iv);
  const View sealed = reader.rest();
  if (!reader.ok() || sealed.size() < protection.tag) return std::nullopt;
  std::array<uint8_t, 12> nonce{};
  if (protection.explicit_iv == 0) {
    nonce = Nonce(s->iv, s->sequence);  // RFC 7905 2
  } else {
    std::copy_n(s->iv.begin(), protection.fixed_iv, nonce.begin());  // RFC 5288 3
    std::ranges::copy(explicit_iv, nonce.begin() + protection.fixed_iv);
  }
  const size_t length = sealed.size() - protection.tag;
  uint8_t* const out = Scratch(record.body.size());
  if (!s->cipher.OpenAead(nonce, Additional(s->sequence, record, length), sealed, protection.tag,
                          out)) {
    return std::nullopt;
  }
  return OpenedRecord{record.type, View(out, length)};
}

bool RecordOpener::MacMatches(const Side& s, const Record& record, View content, View code) const {
  const HashKind hash = *s.hellos.protection->mac;
  Hmac hmac(hash, View(s.mac_key).first(DigestSize(hash)));
  hmac.Update(Additional(s.sequence, record, content.size()));
  hmac.Update(content);
  std::array<uint8_t, kMaxDigest> computed;
  hmac.Finish(std::span(computed).first(code.size()));
  return std::equal(code.begin(), code.end(), computed.begin());
}

std::optional<OpenedRecord> RecordOpener::OpenMacTls12(Side* s, const Record& record) {
  const Protection& protection = *s->hellos.protection;
  const size_t mac = DigestSize(*protection.mac);
  const bool mac_last = s->hellos.encrypt_then_mac && protection.cbc();
  View body = record.body;
  if (mac_last) {
    // RFC 7366 3: the code is over what goes on the wire, IV included.
    if (body.size() < mac) return std::nullopt;
    const View code = body.last(mac);
    body = body.first(body.size() - mac);
    if (!MacMatches(*s, record, body, code)) return std::nullopt;
  }
  ByteReader reader(body);
  View iv;
  if (protection.cbc()) {
    // RFC 4346 6.2.3.2: since TLS 1.1 each record brings its IV; before, it is the last block of
    // the record before.
    iv = s->hellos.version == ProtocolVersion::kTls10 ? View(s->iv).first(protection.block)
                                                      : reader.Take(protection.block);
  }
  const View sealed = reader.rest();
  if (!reader.ok() || sealed.size() % protection.block != 0) return std::nullopt;
  uint8_t* const out = Scratch(record.body.size());
  const BulkCipher before = protection.bulk == Bulk::kRc4 ? s->cipher : BulkCipher();
  s->cipher.Decipher(iv, sealed, out);
  View plain(out, sealed.size());
  std::optional<size_t> size = plain.size();
  if (protection.cbc()) size = WithoutPadding(plain);
  if (size && !mac_last) {
    size = *size < mac || !MacMatches(*s, record, plain.first(*size - mac),
                                      plain.subspan(*size - mac, mac))
               ? std::nullopt
               : std::optional(*size - mac);
  }
  if (!size) {
    if (protection.bulk == Bulk::kRc4) s->cipher = before;
    return std::nullopt;
  }
  if (protection.cbc() && s->hellos.version == ProtocolVersion::kTls10) {
    std::ranges::copy(sealed.last(protection.block), s->iv.begin());
  }
  return OpenedRecord{record.type, plain.first(*size)};
}

uint8_t* RecordOpener::Scratch(size_t size) {
  if (scratch_.size() < size) scratch_.resize(std::max<size_t>(size, 4096));
  return scratch_.data();
}

}  // namespace shakedown
