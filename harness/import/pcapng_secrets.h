// The Decryption Secrets Blocks of a pcapng file, which libpcap passes over.
#ifndef HARNESS_IMPORT_PCAPNG_SECRETS_H_
#define HARNESS_IMPORT_PCAPNG_SECRETS_H_

#include <string>

#include "harness/wire/bytes.h"

namespace shakedown {

// PcapngKeyLog gives the TLS key logs in `file` one after the other, "" if there are none. It stops
// without a word where the file is malformed: libpcap reports that.
std::string PcapngKeyLog(View file);

}  // namespace shakedown

#endif  // HARNESS_IMPORT_PCAPNG_SECRETS_H_
