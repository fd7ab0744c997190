#include "harness/import/pcapng_secrets.h"

#include "harness/import/pcapng_blocks.h"

namespace shakedown {

std::string PcapngKeyLog(View file) {
  // draft-ietf-opsawg-pcapng 4.7.
  constexpr uint32_t kDecryptionSecrets = 10;
  constexpr uint32_t kTlsKeyLog = 0x544c534b;
  std::string log;
  ForEachPcapngBlock(file, [&log](PcapngBlock block) {
    if (block.type != kDecryptionSecrets || block.U32() != kTlsKeyLog) return;
    const uint32_t size = block.U32();
    log += AsText(block.body.Take(size));
    if (!log.empty() && log.back() != '\n') log += '\n';
  });
  return log;
}

}  // namespace shakedown
