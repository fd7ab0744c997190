// Why a server found nothing to select, or a side no way to sign: decides what a stack's "no shared
// cipher" stands for. The client is taken as its hello shows it, the server as it was told.
#ifndef HARNESS_DIAGNOSE_SELECTION_CAUSE_H_
#define HARNESS_DIAGNOSE_SELECTION_CAUSE_H_

#include <string>

#include "harness/diagnose/cause.h"

namespace shakedown {

// What a refusal is about, as far as the stack said.
enum class SelectionMatter : uint8_t { kAnything, kGroup, kSignature };

// The exact cause, or "" when by the rules everything is in order or the evidence lacks what it
// takes.
std::string ServerSelectionCause(const Evidence& evidence, SelectionMatter matter,
                                 const Profiles& profiles);

// Why the client, asked to sign, could not: from the schemes of the CertificateRequest.
std::string ClientSignatureCause(const Evidence& evidence, const Profiles& profiles);

}  // namespace shakedown

#endif  // HARNESS_DIAGNOSE_SELECTION_CAUSE_H_
