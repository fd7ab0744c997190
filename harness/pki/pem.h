// PEM files of the user: chains, keys and trust anchors from outside, with errors that name the
// file.
#ifndef HARNESS_PKI_PEM_H_
#define HARNESS_PKI_PEM_H_

#include <string>
#include <vector>

#include "harness/model/capabilities.h"
#include "harness/pki/libcrypto.h"

namespace shakedown {

struct PemChain {
  std::vector<Bytes> chain;  // DER, as ordered in the file
  Bytes key;                 // PKCS #8
  KeyType key_type = KeyType::kSecp256r1;
};

struct PemAnchor {
  Bytes certificate;
  Bytes crl;  // the file's CRL; empty: it has none
};

// Reads a regular file of at most 1 MiB; errors begin with its name.
Result<std::string> ReadPemFile(const std::string& path);

// The chain in `chain_text` (leaf first; text around the blocks is skipped) with its unencrypted
// key (PKCS #1, SEC 1 or PKCS #8) in `key_text`. Errors begin with the file concerned.
Result<PemChain> ParsePemChain(OSSL_LIB_CTX* context, const std::string& chain_file,
                               std::string_view chain_text, const std::string& key_file,
                               std::string_view key_text);

// The trust anchor in `text`: its only certificate, or the last one of a chain in order.
Result<PemAnchor> ParsePemAnchor(OSSL_LIB_CTX* context, const std::string& file,
                                 std::string_view text);

}  // namespace shakedown

#endif  // HARNESS_PKI_PEM_H_
