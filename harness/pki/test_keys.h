// The keys the project ships for its certificates, and the type of any key.
#ifndef HARNESS_PKI_TEST_KEYS_H_
#define HARNESS_PKI_TEST_KEYS_H_

#include <map>
#include <string>
#include <utility>

#include "harness/model/capabilities.h"
#include "harness/pki/libcrypto.h"

namespace shakedown {

// What a test key is for: certificates of equal key type and purpose share it.
enum class KeyPurpose : uint8_t {
  kCa,
  kOtherCa,  // CAs whose name has a suffix ("ec-ca.other")
  kIntermediate1,
  kIntermediate2,
  kServer,
  kClient,
};

// TestKeys reads <key_dir>/<key type>.<purpose>.pem when first asked and keeps the parsed key.
class TestKeys {
 public:
  TestKeys(std::string key_dir, OSSL_LIB_CTX* context)
      : key_dir_(std::move(key_dir)), context_(context) {}

  // The key, owned by this object; the error names the file.
  Result<EVP_PKEY*> Get(KeyType type, KeyPurpose purpose);

 private:
  std::string key_dir_;
  OSSL_LIB_CTX* context_;
  std::map<std::pair<KeyType, KeyPurpose>, KeyPtr> keys_;
};

// The type of `key`; the error names what it is instead ("RSA with 1536 bits", "DSA").
Result<KeyType> KeyTypeOf(EVP_PKEY* key);

}  // namespace shakedown

#endif  // HARNESS_PKI_TEST_KEYS_H_
