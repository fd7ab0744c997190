#include "bench/parser/inputs.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include "bench/parser/peer.h"

namespace shakedown {
namespace {

namespace fs = std::filesystem;

constexpr size_t kRecordHeader = 5, kMostInRecord = 1 << 14;
constexpr uint64_t kSeed = 8446;
const fs::path kCorpus = fs::path(SHAKEDOWN_SOURCE_DIR) / "corpus";

Bytes ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  Bytes bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || bytes.empty()) throw std::runtime_error("cannot read " + path.string());
  return bytes;
}

Hellos ReadHellos(const std::vector<std::string>& names) {
  Hellos hellos;
  for (const std::string& name : names) {
    hellos.push_back(ReadWhole(kCorpus / "client_hello" / (name + ".bin")));
  }
  return hellos;
}

// The same on every system, as the standard's distributions are not.
size_t Below(std::mt19937_64* random, size_t bound) { return (*random)() % bound; }

size_t Number(View bytes, size_t at, size_t width) {
  size_t value = 0;
  for (size_t i = 0; i < width; ++i) value = value << 8 | bytes[at + i];
  return value;
}

void SetNumber(Bytes* bytes, size_t at, size_t width, size_t value) {
  for (size_t i = width; i-- > 0; value >>= 8) (*bytes)[at + i] = static_cast<uint8_t>(value);
}

void FixHeaders(Bytes* record) {
  SetNumber(record, 3, 2, record->size() - kRecordHeader);
  SetNumber(record, 6, 3, record->size() - kHelloBodyAt);
}

// A length: where it is in the record, and how wide.
struct Length {
  size_t at, width;
};

// Where in a sound hello its lengths are; `block` is that of the extensions.
struct Layout {
  std::vector<Length> lengths;
  Length block{};
  std::vector<size_t> extensions;  // where each begins
};

// Where in the body of an extension of `type` its first list and that list's first entry have their
// lengths, as far as they have any.
std::vector<Length> InnerLengths(size_t type) {
  switch (type) {
    case 0:  // server_name: the list; a type, a name
      return {{0, 2}, {3, 2}};
    case 5:  // status_request: a type, the responders; the extensions where there is no responder
      return {{1, 2}, {3, 2}};
    case 16:  // application_layer_protocol_negotiation
    case 17513:
    case 17613:  // application_settings
      return {{0, 2}, {2, 1}};
    case 51:  // key_share: the list; a group, a key
      return {{0, 2}, {4, 2}};
    case 10:  // supported_groups
    case 13:  // signature_algorithms
    case 34:  // delegated_credential
    case 41:  // pre_shared_key
    case 44:  // cookie
    case 50:  // signature_algorithms_cert
      return {{0, 2}};
    case 11:      // ec_point_formats
    case 27:      // compress_certificate
    case 43:      // supported_versions
    case 45:      // psk_key_exchange_modes
    case 0xff01:  // renegotiation_info
      return {{0, 1}};
    default:
      return {};
  }
}

Layout LayoutOf(View record) {
  Layout layout;
  size_t at = kHelloBodyAt + 2 + 32;
  for (const size_t width : {1, 2, 1}) {
    layout.lengths.push_back({at, width});
    at += width + Number(record, at, width);
  }
  if (at == record.size()) return layout;
  layout.block = {at, 2};
  layout.lengths.push_back(layout.block);
  at += 2;
  while (at < record.size()) {
    layout.extensions.push_back(at);
    layout.lengths.push_back({at + 2, 2});
    const size_t size = Number(record, at + 2, 2);
    for (const Length& inner : InnerLengths(Number(record, at, 2))) {
      if (inner.at + inner.width > size) continue;
      layout.lengths.push_back({at + 4 + inner.at, inner.width});
    }
    at += 4 + size;
  }
  if (at != record.size()) throw std::runtime_error("a hello of the corpus is not sound");
  return layout;
}

// Asks for large pages, where there are any, before the memory is first touched: framing takes one
// line of each record, and on small pages it would be the page table that is measured.
void UseLargePages(uint8_t* memory, size_t size) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(memory) + page - 1) / page * page;
  const uintptr_t end = reinterpret_cast<uintptr_t>(memory) + size;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

// The handshake messages in a stream of records, one after the other.
Bytes MessagesOf(View stream) {
  Bytes messages;
  while (stream.size() >= kRecordHeader) {
    const size_t size = Number(stream, 3, 2);
    Append(&messages, stream.subspan(kRecordHeader, size));
    stream = stream.subspan(kRecordHeader + size);
  }
  return messages;
}

Bytes InRecords(View messages, size_t size) {
  Bytes stream;
  while (!messages.empty()) {
    const size_t now = std::min(size, messages.size());
    const uint8_t header[] = {22, 3, 3, static_cast<uint8_t>(now >> 8), static_cast<uint8_t>(now)};
    Append(&stream, header);
    Append(&stream, messages.first(now));
    messages = messages.subspan(now);
  }
  return stream;
}

}  // namespace

Hellos RealHellos() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(kCorpus / "client_hello")) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  Hellos hellos;
  for (const fs::path& path : paths) hellos.push_back(ReadWhole(path));
  return hellos;
}

Hellos NineHellos() {
  return ReadHellos({"curl-7.88-openssl", "deno-2.9-rustls", "gnutls-3.7", "go-1.19", "jsse-17",
                     "mbedtls-2.28", "nss-3.87-tstclnt", "wolfssl-5.5", "wreq-3.1-as-chrome-109"});
}

Hellos PostQuantumHellos() {
  return ReadHellos({"bun-1.4", "chromium-156", "firefox-153", "firefox-153-resuming",
                     "impit-0.14-as-chrome", "node-24-openssl-3.5", "wreq-3.1-as-opera-119"});
}

Hellos Shuffled(const Hellos& hellos, size_t count) {
  std::mt19937_64 random(kSeed);
  Hellos shuffled;
  for (size_t i = 0; i < count; ++i) {
    const Bytes& hello = hellos[i % hellos.size()];
    const Layout layout = LayoutOf(hello);
    std::vector<size_t> order = layout.extensions;
    for (size_t left = order.size(); left > 1; --left) {
      std::swap(order[left - 1], order[Below(&random, left)]);
    }
    Bytes made(hello.begin(), hello.begin() + static_cast<ptrdiff_t>(layout.block.at + 2));
    for (const size_t at : order) {
      Append(&made, View(hello).subspan(at, 4 + Number(hello, at + 2, 2)));
    }
    shuffled.push_back(std::move(made));
  }
  return shuffled;
}

Hellos Hostile(const Hellos& hellos) {
  std::mt19937_64 random(kSeed);
  Hellos hostile;
  for (const Bytes& hello : hellos) {
    for (size_t size = kHelloBodyAt; size < hello.size(); ++size) {
      hostile.emplace_back(hello.begin(), hello.begin() + static_cast<ptrdiff_t>(size));
      FixHeaders(&hostile.back());
    }
    for (const Length& length : LayoutOf(hello).lengths) {
      const size_t most = (size_t{1} << 8 * length.width) - 1;
      const size_t truth = Number(hello, length.at, length.width);
      std::vector<size_t> lies = {(truth - 1) & most, (truth + 1) & most, 0, most,
                                  Below(&random, most + 1)};
      std::sort(lies.begin(), lies.end());
      lies.erase(std::unique(lies.begin(), lies.end()), lies.end());
      for (const size_t lie : lies) {
        if (lie == truth) continue;
        hostile.push_back(hello);
        SetNumber(&hostile.back(), length.at, length.width, lie);
      }
    }
  }
  return hostile;
}

Bytes ServerFlight() {
  return ReadWhole(kCorpus / "server_flight" / "openssl-3.0-client-auth.bin");
}

Bytes OneByteRecords(View stream) { return InRecords(MessagesOf(stream), 1); }

Bytes Coalesced(View stream) { return InRecords(MessagesOf(stream), kMostInRecord); }

Bytes ApplicationData(size_t count, size_t size) {
  std::mt19937_64 random(kSeed);
  const size_t whole = count * (kRecordHeader + size);
  Bytes stream;
  stream.reserve(whole);
  UseLargePages(stream.data(), whole);
  stream.resize(whole);
  for (uint8_t& byte : stream) byte = static_cast<uint8_t>(random());
  for (size_t at = 0; at < stream.size(); at += kRecordHeader + size) {
    const uint8_t header[] = {23, 3, 3, static_cast<uint8_t>(size >> 8),
                              static_cast<uint8_t>(size)};
    std::copy(std::begin(header), std::end(header), stream.begin() + static_cast<ptrdiff_t>(at));
  }
  return stream;
}

}  // namespace shakedown
