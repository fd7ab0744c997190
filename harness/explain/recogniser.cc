#include "harness/explain/recogniser.h"

namespace shakedown {

bool AddNumber(const Scene& scene, std::string_view system, int64_t number, size_t begin,
               size_t end, FoundCodes* found) {
  const LookupRow* row = scene.lookup.ByNumber(system, number);
  if (row == nullptr) return false;
  FoundCode code;
  code.row = row;
  code.way = row->way;
  code.begin = begin;
  code.end = end;
  found->push_back(std::move(code));
  return true;
}

std::vector<Recogniser> AllRecognisers() {
  std::vector<Recogniser> all;
  for (const auto family : {AlertRecognisers(), ZosRecognisers(), ChromeRecognisers(),
                            OpensslRecognisers(), NumberRecognisers(), SuiteRecognisers()}) {
    all.insert(all.end(), family.begin(), family.end());
  }
  return all;
}

}  // namespace shakedown
