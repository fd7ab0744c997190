// The certificates and keys of the peers under test: credentials.pem, built into the program.
#ifndef FUZZ_PEER_CREDENTIALS_H_
#define FUZZ_PEER_CREDENTIALS_H_

#include <vector>

#include "peers/ssl/handles.h"

namespace shakedown {

struct Credential {
  std::vector<CertificateHandle> chain;  // leaf first
  KeyHandle key;
};

// Made once, for ever. The order is that of WriteCredentials in make_seeds.cc.
struct Credentials {
  std::vector<Credential> server, client;
  std::vector<CertificateHandle> anchors;  // what either side trusts
};

const Credentials& TheCredentials();

}  // namespace shakedown

#endif  // FUZZ_PEER_CREDENTIALS_H_
