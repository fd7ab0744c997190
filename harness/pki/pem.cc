#include "harness/pki/pem.h"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "harness/pki/test_keys.h"

namespace shakedown {
namespace {

constexpr size_t kLargestFile = 1 << 20;

struct Block {
  std::string label;  // "CERTIFICATE"
  bool encrypted = false;
  Bytes der;
};

struct BlockDeleter {
  void operator()(void* memory) const { OPENSSL_free(memory); }
};
template <typename T>
using LibraryMemory = std::unique_ptr<T, BlockDeleter>;

Result<std::vector<Block>> Blocks(const std::string& file, std::string_view text) {
  std::vector<Block> blocks;
  if (text.empty()) return blocks;  // the library objects to no bytes at all
  BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  while (bio != nullptr) {
    char *label = nullptr, *header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    const bool read = PEM_read_bio(bio.get(), &label, &header, &data, &length) == 1;
    LibraryMemory<char> label_owner(label), header_owner(header);
    LibraryMemory<unsigned char> data_owner(data);
    if (!read) {
      const bool end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
      if (!end) return LibraryError(fmt::format("{}: broken PEM block", file));
      ERR_clear_error();
      break;
    }
    Block block;
    block.label = label;
    block.encrypted =
        block.label == PEM_STRING_PKCS8 || std::strstr(header, "ENCRYPTED") != nullptr;
    block.der.assign(data, data + length);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Result<X509Ptr> ParseCertificate(OSSL_LIB_CTX* context, const std::string& file, View der,
                                 size_t number) {
  X509* object = X509_new_ex(context, nullptr);
  const unsigned char* cursor = der.data();
  const bool parsed = d2i_X509(&object, &cursor, static_cast<long>(der.size())) != nullptr;
  X509Ptr certificate(object);  // null if d2i_X509 failed: it has freed the object then
  if (!parsed) {
    return LibraryError(fmt::format("{}: certificate {} cannot be read", file, number));
  }
  if (cursor != der.data() + der.size()) {
    return tl::make_unexpected(
        fmt::format("{}: bytes follow certificate {} inside its PEM block", file, number));
  }
  return certificate;
}

bool IsCertificate(const Block& block) {
  return block.label == PEM_STRING_X509 || block.label == PEM_STRING_X509_OLD;
}

Result<std::vector<X509Ptr>> Certificates(OSSL_LIB_CTX* context, const std::string& file,
                                          const std::vector<Block>& blocks) {
  std::vector<X509Ptr> certificates;
  for (const Block& block : blocks) {
    if (!IsCertificate(block)) continue;
    auto certificate = ParseCertificate(context, file, block.der, certificates.size() + 1);
    if (!certificate) return tl::make_unexpected(certificate.error());
    certificates.push_back(std::move(*certificate));
  }
  if (certificates.empty()) {
    return tl::make_unexpected(fmt::format("{}: no certificate in this file", file));
  }
  return certificates;
}

bool IsKey(const Block& block) {
  return block.label == PEM_STRING_PKCS8INF || block.label == PEM_STRING_PKCS8 ||
         block.label.ends_with(" PRIVATE KEY");
}

Result<KeyPtr> FirstKey(OSSL_LIB_CTX* context, const std::string& file,
                        const std::vector<Block>& blocks) {
  for (const Block& block : blocks) {
    if (!IsKey(block)) continue;
    if (block.encrypted) {
      return tl::make_unexpected(
          fmt::format("{}: the key is encrypted; only unencrypted keys can be used", file));
    }
    const unsigned char* cursor = block.der.data();
    KeyPtr key(d2i_AutoPrivateKey_ex(nullptr, &cursor, static_cast<long>(block.der.size()), context,
                                     nullptr));
    if (key == nullptr) {
      return LibraryError(fmt::format("{}: the {} cannot be read", file, block.label));
    }
    return key;
  }
  return tl::make_unexpected(fmt::format("{}: no private key in this file", file));
}

}  // namespace

Result<std::string> ReadPemFile(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return tl::make_unexpected(fmt::format("{}: no such file", path));
  }
  // Anything else may block for ever.
  if (!std::filesystem::is_regular_file(status)) {
    return tl::make_unexpected(fmt::format("{}: not a regular file", path));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return tl::make_unexpected(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  }
  std::string text(kLargestFile + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return tl::make_unexpected(fmt::format("{}: cannot be read", path));
  if (text.size() > kLargestFile) {
    return tl::make_unexpected(fmt::format("{}: larger than 1 MiB", path));
  }
  return text;
}

Result<PemChain> ParsePemChain(OSSL_LIB_CTX* context, const std::string& chain_file,
                               std::string_view chain_text, const std::string& key_file,
                               std::string_view key_text) {
  auto chain_blocks = Blocks(chain_file, chain_text);
  if (!chain_blocks) return tl::make_unexpected(chain_blocks.error());
  auto certificates = Certificates(context, chain_file, *chain_blocks);
  if (!certificates) return tl::make_unexpected(certificates.error());
  EVP_PKEY* public_key = X509_get0_pubkey(certificates->front().get());
  if (public_key == nullptr) {
    return LibraryError(fmt::format("{}: the first certificate's key cannot be read", chain_file));
  }
  auto type = KeyTypeOf(public_key);
  if (!type) {
    return tl::make_unexpected(fmt::format(
        "{}: the first certificate's key is {}, which is not supported", chain_file, type.error()));
  }
  auto key_blocks = Blocks(key_file, key_text);
  if (!key_blocks) return tl::make_unexpected(key_blocks.error());
  auto key = FirstKey(context, key_file, *key_blocks);
  if (!key) return tl::make_unexpected(key.error());
  if (EVP_PKEY_eq(public_key, key->get()) != 1) {
    ERR_clear_error();
    return tl::make_unexpected(fmt::format(
        "{}: this key does not belong to the first certificate of {}", key_file, chain_file));
  }
  PemChain result;
  for (const X509Ptr& certificate : *certificates) {
    result.chain.push_back(ToDer<i2d_X509>(certificate.get()));
  }
  result.key = KeyToDer(key->get());
  result.key_type = *type;
  if (result.key.empty()) return LibraryError(fmt::format("{}: the key cannot be used", key_file));
  return result;
}

Result<PemAnchor> ParsePemAnchor(OSSL_LIB_CTX* context, const std::string& file,
                                 std::string_view text) {
  auto blocks = Blocks(file, text);
  if (!blocks) return tl::make_unexpected(blocks.error());
  auto certificates = Certificates(context, file, *blocks);
  if (!certificates) return tl::make_unexpected(certificates.error());
  for (size_t i = 1; i < certificates->size(); ++i) {
    if (X509_NAME_cmp(X509_get_issuer_name((*certificates)[i - 1].get()),
                      X509_get_subject_name((*certificates)[i].get())) != 0) {
      return tl::make_unexpected(
          fmt::format("{}: certificate {} did not issue certificate {}; a file of trust holds one "
                      "CA, or a chain",
                      file, i + 1, i));
    }
  }
  PemAnchor anchor;
  anchor.certificate = ToDer<i2d_X509>(certificates->back().get());
  for (const Block& block : *blocks) {
    if (block.label == PEM_STRING_X509_CRL) anchor.crl = block.der;
  }
  return anchor;
}

}  // namespace shakedown
