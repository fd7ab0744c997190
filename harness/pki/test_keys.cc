#include "harness/pki/test_keys.h"

#include <fmt/format.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

namespace shakedown {
namespace {

const char* NameOf(KeyPurpose purpose) {
  switch (purpose) {
    case KeyPurpose::kCa:
      return "ca";
    case KeyPurpose::kOtherCa:
      return "other-ca";
    case KeyPurpose::kIntermediate1:
      return "intermediate-1";
    case KeyPurpose::kIntermediate2:
      return "intermediate-2";
    case KeyPurpose::kServer:
      return "server";
    case KeyPurpose::kClient:
      return "client";
  }
  return "";
}

Result<KeyType> CurveType(EVP_PKEY* key) {
  char group[80] = "";
  if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1) {
    ERR_clear_error();
    return tl::make_unexpected(std::string("EC on an unnamed curve"));
  }
  switch (OBJ_txt2nid(group)) {
    case NID_X9_62_prime256v1:
      return KeyType::kSecp256r1;
    case NID_secp384r1:
      return KeyType::kSecp384r1;
    case NID_secp521r1:
      return KeyType::kSecp521r1;
    case NID_brainpoolP256r1:
      return KeyType::kBrainpoolP256r1;
    case NID_secp256k1:
      return KeyType::kSecp256k1;
    default:
      return tl::make_unexpected(fmt::format("EC on {}", group));
  }
}

Result<KeyType> RsaType(EVP_PKEY* key) {
  switch (const int bits = EVP_PKEY_get_bits(key)) {
    case 1024:
      return KeyType::kRsa1024;
    case 2048:
      return KeyType::kRsa2048;
    case 3072:
      return KeyType::kRsa3072;
    case 4096:
      return KeyType::kRsa4096;
    default:
      return tl::make_unexpected(fmt::format("RSA with {} bits", bits));
  }
}

}  // namespace

Result<KeyType> KeyTypeOf(EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return RsaType(key);
    case EVP_PKEY_RSA_PSS:
      if (EVP_PKEY_get_bits(key) == 2048) return KeyType::kRsaPss2048;
      return tl::make_unexpected(fmt::format("RSA-PSS with {} bits", EVP_PKEY_get_bits(key)));
    case EVP_PKEY_EC:
      return CurveType(key);
    case EVP_PKEY_ED25519:
      return KeyType::kEd25519;
    case EVP_PKEY_ED448:
      return KeyType::kEd448;
    default: {
      const char* name = EVP_PKEY_get0_type_name(key);
      return tl::make_unexpected(std::string(name != nullptr ? name : "of no known algorithm"));
    }
  }
}

Result<EVP_PKEY*> TestKeys::Get(KeyType type, KeyPurpose purpose) {
  KeyPtr& key = keys_[{type, purpose}];
  if (key != nullptr) return key.get();
  const std::string path =
      fmt::format("{}/{}.{}.pem", key_dir_, shakedown::NameOf(type), NameOf(purpose));
  BioPtr file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) return LibraryError("cannot read test key " + path);
  key.reset(PEM_read_bio_PrivateKey_ex(file.get(), nullptr, nullptr, nullptr, context_, nullptr));
  if (key == nullptr) return LibraryError("no test key in " + path);
  auto found = KeyTypeOf(key.get());
  if (!found || *found != type) {
    key.reset();
    return tl::make_unexpected("wrong type of test key in " + path);
  }
  return key.get();
}

}  // namespace shakedown
