// A conversation taken apart: records, messages and remarks in the order they passed.
#ifndef HARNESS_INSPECT_INSPECTED_H_
#define HARNESS_INSPECT_INSPECTED_H_

#include <optional>
#include <string>
#include <vector>

#include "harness/inspect/dissect.h"

namespace shakedown {

struct InspectedItem {
  enum class Kind : uint8_t {
    kRecord,   // its header
    kMessage,  // a handshake message, an alert, a ChangeCipherSpec; after the last of its records
    kNotice,   // what the reader should know here: bytes that are missing, bytes that are no TLS
  };
  Kind kind = Kind::kNotice;
  std::optional<Role> from;  // absent: not known
  size_t offset = 0;         // of its first byte in the bytes of its direction; of a message in a
                             // protected record, that of the record
  size_t source = 0;         // packet or line that completed it, 0: not known
  std::string type;          // "handshake", "alert"; "ClientHello"; of a notice what it says
  Field tree;                // offsets count from the start of `bytes`
  Bytes bytes;               // of a record its header, of a message all of it, decrypted
  std::optional<FieldError> error;
  bool encrypted = false;       // a protected record, or a message in one
  bool opened = false;          // ... that the key log opened
  bool not_followed = false;    // ... that no key log would open here
  std::string content_type;     // of an opened record: what was inside
  bool partial = false;         // only the beginning is there
  size_t number = 0;            // of a record: 1 for the conversation's first
  std::vector<size_t> records;  // of a message: the numbers of those that carried it
};

struct InspectedConversation {
  std::string client, server, label;
  std::vector<std::string> remarks;
  std::vector<InspectedItem> items;

  // Whether all is well-formed and whole, as far as it could be read.
  bool well_formed() const {
    for (const InspectedItem& item : items) {
      if (item.error) return false;
    }
    return true;
  }
};

}  // namespace shakedown

#endif  // HARNESS_INSPECT_INSPECTED_H_
