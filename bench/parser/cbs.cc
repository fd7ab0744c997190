// A careful hand-written parser over BoringSSL's inlined CBS: the yardstick for what cursors cost.
// It checks what RFC 8446 4.2 and the RFCs of the extensions ask of each form.

#include <openssl/bytestring.h>

#include <cstring>

#include "bench/parser/peer.h"

// Inlines every call below the function, as the yardstick promises.
#define INLINE_ALL [[gnu::flatten]]

namespace shakedown {
namespace {

constexpr size_t kMostExtensions = 64, kMostGroups = 64;
constexpr size_t kMaxRecord = (1 << 14) + 2048;
constexpr size_t kMessageHeader = 4;
constexpr uint8_t kHandshake = 22;

struct Extension {
  uint16_t type;
  CBS body;
};

// Types seen in one message: a bit each for the low ones, a list for the rest.
class Seen {
 public:
  // False: `type` was there before, or the list is full.
  bool Add(uint16_t type) {
    if (type < 64) {
      const uint64_t bit = uint64_t{1} << type;
      const bool fresh = (low_ & bit) == 0;
      low_ |= bit;
      return fresh;
    }
    for (size_t i = 0; i < count_; ++i) {
      if (high_[i] == type) return false;
    }
    if (count_ == kMostExtensions) return false;
    high_[count_++] = type;
    return true;
  }

 private:
  uint64_t low_ = 0;
  size_t count_ = 0;
  uint16_t high_[kMostExtensions];
};

struct Hello {
  uint16_t version;
  CBS random, session_id, suites, compression;
  size_t count = 0;
  Extension extensions[kMostExtensions];
};

// The fields before the extensions; what remains of `body` are those.
inline bool Fields(CBS* body, Hello* hello) {
  return CBS_get_u16(body, &hello->version) && CBS_get_bytes(body, &hello->random, 32) &&
         CBS_get_u8_length_prefixed(body, &hello->session_id) &&
         CBS_len(&hello->session_id) <= 32 && CBS_get_u16_length_prefixed(body, &hello->suites) &&
         CBS_len(&hello->suites) >= 2 && CBS_len(&hello->suites) % 2 == 0 &&
         CBS_get_u8_length_prefixed(body, &hello->compression) && CBS_len(&hello->compression) >= 1;
}

INLINE_ALL bool Index(const uint8_t* record, size_t size) {
  CBS body;
  CBS_init(&body, record + kHelloBodyAt, size - kHelloBodyAt);
  Hello hello;
  if (!Fields(&body, &hello)) return false;
  if (CBS_len(&body) != 0) {
    CBS block;
    if (!CBS_get_u16_length_prefixed(&body, &block) || CBS_len(&body) != 0) return false;
    Seen seen;
    while (CBS_len(&block) != 0) {
      if (hello.count == kMostExtensions) return false;
      Extension& one = hello.extensions[hello.count++];
      if (!CBS_get_u16(&block, &one.type) || !CBS_get_u16_length_prefixed(&block, &one.body) ||
          !seen.Add(one.type)) {
        return false;
      }
    }
  }
  Used(hello);
  return true;
}

// The whole of `body` is one list with a length of 8 or 16 bits, of at least `least` bytes, a
// multiple of `unit`.
inline bool List8(CBS* body, CBS* list, size_t least, size_t unit) {
  return CBS_get_u8_length_prefixed(body, list) && CBS_len(body) == 0 && CBS_len(list) >= least &&
         CBS_len(list) % unit == 0;
}
inline bool List16(CBS* body, CBS* list, size_t least, size_t unit) {
  return CBS_get_u16_length_prefixed(body, list) && CBS_len(body) == 0 && CBS_len(list) >= least &&
         CBS_len(list) % unit == 0;
}

inline bool Empty(const CBS& body) { return CBS_len(&body) == 0; }

struct Share {
  uint16_t group;
  CBS key;
};

struct Decoded {
  Hello hello;
  CBS host_name, groups, point_formats, schemes, certificate_schemes, protocols, versions, modes;
  CBS identities, binders, ticket, cookie, authorities, status_ids, compressions, renegotiation;
  CBS settings, encrypted_hello, credentials;
  uint16_t record_size_limit;
  uint8_t max_fragment;
  size_t share_count = 0;
  Share shares[kMostGroups];
};

// RFC 6066 3.
inline bool ServerName(CBS* body, Decoded* out) {
  CBS list;
  if (!List16(body, &list, 1, 1)) return false;
  bool found = false;
  while (CBS_len(&list) != 0) {
    uint8_t type;
    CBS name;
    if (!CBS_get_u8(&list, &type) || !CBS_get_u16_length_prefixed(&list, &name) ||
        CBS_len(&name) == 0) {
      return false;
    }
    if (type != 0) continue;
    if (found) return false;
    found = true;
    out->host_name = name;
  }
  return true;
}

// RFC 6066 8.
inline bool StatusRequest(CBS* body, Decoded* out) {
  uint8_t type;
  if (!CBS_get_u8(body, &type)) return false;
  if (type != 1) return true;
  CBS extensions;
  if (!CBS_get_u16_length_prefixed(body, &out->status_ids) ||
      !CBS_get_u16_length_prefixed(body, &extensions) || CBS_len(body) != 0) {
    return false;
  }
  for (CBS ids = out->status_ids; CBS_len(&ids) != 0;) {
    CBS id;
    if (!CBS_get_u16_length_prefixed(&ids, &id) || CBS_len(&id) == 0) return false;
  }
  return true;
}

// RFC 7301 3.1.
inline bool Protocols(CBS* body, CBS* out) {
  if (!List16(body, out, 2, 1)) return false;
  for (CBS list = *out; CBS_len(&list) != 0;) {
    CBS name;
    if (!CBS_get_u8_length_prefixed(&list, &name) || CBS_len(&name) == 0) return false;
  }
  return true;
}

// RFC 8446 4.2.8: no group comes twice, no key is empty.
inline bool KeyShares(CBS* body, Decoded* out) {
  CBS list;
  if (!List16(body, &list, 0, 1)) return false;
  while (CBS_len(&list) != 0) {
    if (out->share_count == kMostGroups) return false;
    Share& share = out->shares[out->share_count];
    if (!CBS_get_u16(&list, &share.group) || !CBS_get_u16_length_prefixed(&list, &share.key) ||
        CBS_len(&share.key) == 0) {
      return false;
    }
    for (size_t i = 0; i < out->share_count; ++i) {
      if (out->shares[i].group == share.group) return false;
    }
    ++out->share_count;
  }
  return true;
}

// RFC 8446 4.2.11: as many binders as identities.
inline bool PreSharedKeys(CBS* body, Decoded* out) {
  if (!CBS_get_u16_length_prefixed(body, &out->identities) || CBS_len(&out->identities) < 7 ||
      !List16(body, &out->binders, 33, 1)) {
    return false;
  }
  size_t identities = 0, binders = 0;
  for (CBS list = out->identities; CBS_len(&list) != 0; ++identities) {
    CBS identity;
    uint32_t age;
    if (!CBS_get_u16_length_prefixed(&list, &identity) || CBS_len(&identity) == 0 ||
        !CBS_get_u32(&list, &age)) {
      return false;
    }
  }
  for (CBS list = out->binders; CBS_len(&list) != 0; ++binders) {
    CBS binder;
    if (!CBS_get_u8_length_prefixed(&list, &binder) || CBS_len(&binder) < 32) return false;
  }
  return identities == binders;
}

// RFC 8446 4.2.4.
inline bool Names(CBS* list) {
  while (CBS_len(list) != 0) {
    CBS name;
    if (!CBS_get_u16_length_prefixed(list, &name) || CBS_len(&name) == 0) return false;
  }
  return true;
}

// RFC 9849 5: outer or inner.
inline bool EncryptedHello(CBS* body, Decoded* out) {
  uint8_t type, id;
  uint16_t kdf, aead;
  CBS key;
  if (!CBS_get_u8(body, &type)) return false;
  if (type == 1) return CBS_len(body) == 0;
  return type == 0 && CBS_get_u16(body, &kdf) && CBS_get_u16(body, &aead) &&
         CBS_get_u8(body, &id) && CBS_get_u16_length_prefixed(body, &key) &&
         List16(body, &out->encrypted_hello, 1, 1);
}

inline bool Decode(uint16_t type, CBS body, bool last, Decoded* out) {
  switch (type) {
    case 0:
      return ServerName(&body, out);
    case 1:
      return CBS_get_u8(&body, &out->max_fragment) && CBS_len(&body) == 0 &&
             out->max_fragment >= 1 && out->max_fragment <= 4;
    case 5:
      return StatusRequest(&body, out);
    case 10:
      return List16(&body, &out->groups, 2, 2);
    case 11:
      return List8(&body, &out->point_formats, 1, 1);
    case 13:
      return List16(&body, &out->schemes, 2, 2);
    case 16:
      return Protocols(&body, &out->protocols);
    case 18:     // signed_certificate_timestamp
    case 22:     // encrypt_then_mac
    case 23:     // extended_main_secret
    case 42:     // early_data
    case 49:     // post_handshake_auth
    case 13172:  // next_protocol_negotiation
      return Empty(body);
    case 27:
      return List8(&body, &out->compressions, 2, 2);
    case 28:
      return CBS_get_u16(&body, &out->record_size_limit) && CBS_len(&body) == 0 &&
             out->record_size_limit >= 64;
    case 34:
      return List16(&body, &out->credentials, 2, 2);
    case 35:
      out->ticket = body;
      return true;
    case 41:
      return last && PreSharedKeys(&body, out);
    case 43:
      return List8(&body, &out->versions, 2, 2);
    case 44:
      return List16(&body, &out->cookie, 1, 1);
    case 45:
      return List8(&body, &out->modes, 1, 1);
    case 47: {
      if (!List16(&body, &out->authorities, 3, 1)) return false;
      CBS names = out->authorities;
      return Names(&names);
    }
    case 50:
      return List16(&body, &out->certificate_schemes, 2, 2);
    case 51:
      return KeyShares(&body, out);
    case 17513:  // application_settings, the old number and the new
    case 17613:
      return Protocols(&body, &out->settings);
    case 0xfe0d:
      return EncryptedHello(&body, out);
    case 0xff01:
      return List8(&body, &out->renegotiation, 0, 1);
    default:
      return true;
  }
}

INLINE_ALL bool DeepBody(CBS body) {
  Decoded decoded;
  Hello& hello = decoded.hello;
  if (!Fields(&body, &hello)) return false;
  if (CBS_len(&body) != 0) {
    CBS block;
    if (!CBS_get_u16_length_prefixed(&body, &block) || CBS_len(&body) != 0) return false;
    Seen seen;
    while (CBS_len(&block) != 0) {
      if (hello.count == kMostExtensions) return false;
      Extension& one = hello.extensions[hello.count++];
      if (!CBS_get_u16(&block, &one.type) || !CBS_get_u16_length_prefixed(&block, &one.body) ||
          !seen.Add(one.type) || !Decode(one.type, one.body, CBS_len(&block) == 0, &decoded)) {
        return false;
      }
    }
  }
  Used(decoded);
  return true;
}

bool Deep(const uint8_t* record, size_t size) {
  CBS body;
  CBS_init(&body, record + kHelloBodyAt, size - kHelloBodyAt);
  return DeepBody(body);
}

struct Record {
  uint8_t type;
  uint16_t version;
  CBS body;
};

inline bool NextRecord(CBS* stream, Record* record) {
  return CBS_get_u8(stream, &record->type) && record->type >= 20 && record->type <= 24 &&
         CBS_get_u16(stream, &record->version) && record->version >> 8 == 3 &&
         CBS_get_u16_length_prefixed(stream, &record->body) && CBS_len(&record->body) <= kMaxRecord;
}

INLINE_ALL size_t Frame(const uint8_t* stream, size_t size) {
  CBS left;
  CBS_init(&left, stream, size);
  size_t count = 0;
  for (Record record; NextRecord(&left, &record); ++count) Used(record);
  return count;
}

// What has come of a message that one record did not hold whole.
struct Held {
  size_t have = 0, need = 0;  // need is 0 until the header is there
  uint8_t bytes[1 << 17];

  bool Add(const CBS& fragment) {
    const size_t size = CBS_len(&fragment);
    if (size > sizeof bytes - have) return false;
    // Most fragments of this workload are one byte, which needs no call.
    if (size == 1) {
      bytes[have] = *CBS_data(&fragment);
    } else {
      std::memmove(bytes + have, CBS_data(&fragment), size);
    }
    have += size;
    if (need == 0 && have >= kMessageHeader) {
      need = kMessageHeader + (size_t{bytes[1]} << 16 | size_t{bytes[2]} << 8 | bytes[3]);
    }
    return true;
  }
};

// Takes the whole messages from the front of `bytes`; false if one is not good.
template <typename Message>
inline bool WholeMessages(CBS* bytes, Message message, size_t* count) {
  for (;; ++*count) {
    CBS at = *bytes, body;
    uint8_t type;
    if (!CBS_get_u8(&at, &type) || !CBS_get_u24_length_prefixed(&at, &body)) return true;
    if (!message(type, body)) return false;
    *bytes = at;
  }
}

// Gives each whole message to `message(type, body)`; one inside a record is not copied. Returns
// how many, or 0 if the stream or a message is not good.
template <typename Message>
inline size_t Messages(const uint8_t* stream, size_t size, Message message) {
  static Held held;
  held.have = held.need = 0;
  size_t count = 0;
  CBS left;
  CBS_init(&left, stream, size);
  for (Record record; CBS_len(&left) != 0;) {
    if (!NextRecord(&left, &record) || record.type != kHandshake) return 0;
    CBS fragment = record.body;
    if (held.have != 0) {
      if (!held.Add(fragment)) return 0;
      if (held.need == 0 || held.have < held.need) continue;
      CBS_init(&fragment, held.bytes, held.have);
    }
    if (!WholeMessages(&fragment, message, &count)) return 0;
    held.have = held.need = 0;
    if (CBS_len(&fragment) != 0 && !held.Add(fragment)) return 0;
  }
  return held.have == 0 ? count : 0;
}

INLINE_ALL size_t Reassemble(const uint8_t* stream, size_t size) {
  return Messages(stream, size, [](uint8_t type, const CBS& body) {
    Used(type);
    Used(body);
    return true;
  });
}

bool ServerHello(CBS body) {
  uint16_t version, suite, type;
  uint8_t compression;
  CBS random, session_id, block, extension;
  if (!CBS_get_u16(&body, &version) || !CBS_get_bytes(&body, &random, 32) ||
      !CBS_get_u8_length_prefixed(&body, &session_id) || CBS_len(&session_id) > 32 ||
      !CBS_get_u16(&body, &suite) || !CBS_get_u8(&body, &compression)) {
    return false;
  }
  if (CBS_len(&body) == 0) return true;
  if (!CBS_get_u16_length_prefixed(&body, &block) || CBS_len(&body) != 0) return false;
  Seen seen;
  while (CBS_len(&block) != 0) {
    CBS list;
    if (!CBS_get_u16(&block, &type) || !CBS_get_u16_length_prefixed(&block, &extension) ||
        !seen.Add(type)) {
      return false;
    }
    if (type == 11 && !List8(&extension, &list, 1, 1)) return false;
    if (type == 16 && !Protocols(&extension, &list)) return false;
    if (type == 0xff01 && !List8(&extension, &list, 0, 1)) return false;
    if ((type == 22 || type == 23 || type == 35) && !Empty(extension)) return false;
    Used(extension);
  }
  Used(suite);
  return true;
}

bool Certificate(CBS body) {
  CBS list, certificate;
  if (!CBS_get_u24_length_prefixed(&body, &list) || CBS_len(&body) != 0) return false;
  while (CBS_len(&list) != 0) {
    if (!CBS_get_u24_length_prefixed(&list, &certificate) || CBS_len(&certificate) == 0)
      return false;
    Used(certificate);
  }
  return true;
}

// ECDHE over a named curve, RFC 8422 5.4.
bool ServerKeyExchange(CBS body) {
  uint8_t curve_type;
  uint16_t group, scheme;
  CBS point, signature;
  const bool good = CBS_get_u8(&body, &curve_type) && curve_type == 3 &&
                    CBS_get_u16(&body, &group) && CBS_get_u8_length_prefixed(&body, &point) &&
                    CBS_len(&point) != 0 && CBS_get_u16(&body, &scheme) &&
                    CBS_get_u16_length_prefixed(&body, &signature) && CBS_len(&body) == 0;
  Used(point);
  Used(signature);
  return good;
}

bool CertificateRequest(CBS body) {
  CBS types, schemes, names;
  if (!CBS_get_u8_length_prefixed(&body, &types) || CBS_len(&types) == 0 ||
      !CBS_get_u16_length_prefixed(&body, &schemes) || CBS_len(&schemes) < 2 ||
      CBS_len(&schemes) % 2 != 0 || !List16(&body, &names, 0, 1)) {
    return false;
  }
  Used(types);
  Used(schemes);
  Used(names);
  return Names(&names);
}

INLINE_ALL size_t Flight(const uint8_t* stream, size_t size) {
  return Messages(stream, size, [](uint8_t type, const CBS& body) {
    switch (type) {
      case 2:
        return ServerHello(body);
      case 11:
        return Certificate(body);
      case 12:
        return ServerKeyExchange(body);
      case 13:
        return CertificateRequest(body);
      case 14:
        return Empty(body);
      default:
        return false;
    }
  });
}

constexpr ParserPeer kPeers[] = {{"cbs",
                                  "hand-written over BoringSSL's inlined CBS, the same checks",
                                  Index, Deep, nullptr, Frame, Reassemble, Flight}};

}  // namespace
}  // namespace shakedown

SHAKEDOWN_PARSER_PEERS(shakedown::kPeers)
