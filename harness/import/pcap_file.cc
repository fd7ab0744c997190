#include "harness/import/pcap_file.h"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <cstdio>
#include <memory>
#include <optional>

#include "harness/import/conversations.h"
#include "harness/import/pcapng_interfaces.h"
#include "harness/import/pcapng_secrets.h"

namespace shakedown {
namespace {

struct PcapCloser {
  void operator()(pcap_t* pcap) const { pcap_close(pcap); }
};
using PcapPtr = std::unique_ptr<pcap_t, PcapCloser>;

std::optional<LinkLayer> LinkLayerOf(int link_type) {
  switch (link_type) {
    case DLT_EN10MB:
      return LinkLayer::kEthernet;
    case DLT_LINUX_SLL:
      return LinkLayer::kLinuxCooked;
    case DLT_LINUX_SLL2:
      return LinkLayer::kLinuxCooked2;
    case DLT_NULL:
    case DLT_LOOP:
      return LinkLayer::kLoopback;
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
      return LinkLayer::kRawIp;
    default:
      return std::nullopt;
  }
}

tl::expected<PcapPtr, std::string> Open(View file) {
  // The stream is only read from.
  std::FILE* stream = fmemopen(const_cast<uint8_t*>(file.data()), file.size(), "rb");
  if (stream == nullptr) return tl::unexpected(std::string("no memory"));
  char why[PCAP_ERRBUF_SIZE] = "";
  PcapPtr pcap(pcap_fopen_offline(stream, why));
  if (pcap == nullptr) {
    std::fclose(stream);
    return tl::unexpected(std::string(why));
  }
  return pcap;
}

// A peer may take its time; a capture that goes on for longer has shown that nothing came.
Rest RestOf(const Conversation& conversation, const std::vector<double>& times) {
  constexpr double kMoments = 2;
  if (conversation.pieces.empty()) return Rest::kUnsure;
  const double last = times.at(conversation.pieces.back().source - 1);
  return times.back() - last < kMoments ? Rest::kUnsure : Rest::kSeen;
}

}  // namespace

tl::expected<Capture, std::string> ReadPcapFile(View file, bool pcapng) {
  Capture capture;
  capture.format = pcapng ? "pcapng" : "pcap";
  // libpcap's reason, unless there is a better one.
  const auto reason = [&](std::string why) {
    return pcapng ? WhyInterfacesDiffer(file).value_or(std::move(why)) : std::move(why);
  };
  const auto refuse = [&](std::string why) {
    return tl::unexpected(
        fmt::format("the {} file cannot be read: {}", capture.format, reason(std::move(why))));
  };
  const auto pcap = Open(file);
  if (!pcap) return refuse(pcap.error());
  const int link_type = pcap_datalink(pcap->get());
  const auto link = LinkLayerOf(link_type);
  if (!link) {
    const char* name = pcap_datalink_val_to_name(link_type);
    return refuse(
        fmt::format("its link type is {} ({}); allowed: Ethernet, Linux cooked, loopback, "
                    "raw IP",
                    link_type, name == nullptr ? "unknown" : name));
  }

  Conversations conversations;
  std::vector<double> times;  // of the packets, in seconds
  bool broken = false;
  for (;;) {
    pcap_pkthdr* header = nullptr;
    const u_char* data = nullptr;
    const int status = pcap_next_ex(pcap->get(), &header, &data);
    if (status == PCAP_ERROR_BREAK) break;
    if (status != 1) {
      const char* why = pcap_geterr(pcap->get());
      if (times.empty()) return refuse(why);
      capture.remarks.push_back(
          fmt::format("the file breaks off after packet {}: {}", times.size(), reason(why)));
      broken = true;
      break;
    }
    if (!capture.time) capture.time = header->ts.tv_sec;
    times.push_back(static_cast<double>(header->ts.tv_sec) +
                    static_cast<double>(header->ts.tv_usec) / 1e6);
    conversations.Add(*link, View(data, header->caplen), header->len, times.size());
  }
  conversations.Finish(&capture);
  for (Conversation& conversation : capture.conversations) {
    conversation.rest = broken ? Rest::kMissing : RestOf(conversation, times);
  }
  if (times.empty()) capture.remarks.push_back("the file holds no packets");
  if (pcapng) capture.key_log = PcapngKeyLog(file);
  return capture;
}

}  // namespace shakedown
