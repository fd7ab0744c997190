// The groups with all their names: IANA "TLS Supported Groups", the hybrids of
// draft-ietf-tls-ecdhe-mlkem, and the post-quantum drafts that browsers shipped before them.
#include "harness/wire/names.h"
#include "harness/wire/registry.h"

namespace shakedown {
namespace {

constexpr NamedGroupNames kNamedGroups[] = {
    {NamedGroup{0x0001}, "sect163k1", "sect163k1"},
    {NamedGroup{0x0002}, "sect163r1", "sect163r1"},
    {NamedGroup{0x0003}, "sect163r2", "sect163r2"},
    {NamedGroup{0x0004}, "sect193r1", "sect193r1"},
    {NamedGroup{0x0005}, "sect193r2", "sect193r2"},
    {NamedGroup{0x0006}, "sect233k1", "sect233k1"},
    {NamedGroup{0x0007}, "sect233r1", "sect233r1"},
    {NamedGroup{0x0008}, "sect239k1", "sect239k1"},
    {NamedGroup{0x0009}, "sect283k1", "sect283k1"},
    {NamedGroup{0x000a}, "sect283r1", "sect283r1"},
    {NamedGroup{0x000b}, "sect409k1", "sect409k1"},
    {NamedGroup{0x000c}, "sect409r1", "sect409r1"},
    {NamedGroup{0x000d}, "sect571k1", "sect571k1"},
    {NamedGroup{0x000e}, "sect571r1", "sect571r1"},
    {NamedGroup{0x000f}, "secp160k1", "secp160k1"},
    {NamedGroup{0x0010}, "secp160r1", "secp160r1"},
    {NamedGroup{0x0011}, "secp160r2", "secp160r2"},
    {NamedGroup{0x0012}, "secp192k1", "secp192k1"},
    {NamedGroup{0x0013}, "secp192r1", "secp192r1", "SECP192R1", "0019"},
    {NamedGroup{0x0014}, "secp224k1", "secp224k1"},
    {NamedGroup{0x0015}, "secp224r1", "secp224r1", "SECP224R1", "0021"},
    {NamedGroup{0x0016}, "secp256k1", "secp256k1"},
    {NamedGroup{0x0017}, "secp256r1", "secp256r1", "SECP256R1", "0023"},
    {NamedGroup{0x0018}, "secp384r1", "secp384r1", "SECP384R1", "0024"},
    {NamedGroup{0x0019}, "secp521r1", "secp521r1", "SECP521R1", "0025"},
    {NamedGroup{0x001a}, "brainpoolP256r1", "brainpoolP256r1", "", "0026"},
    {NamedGroup{0x001b}, "brainpoolP384r1", "brainpoolP384r1", "", "0027"},
    {NamedGroup{0x001c}, "brainpoolP512r1", "brainpoolP512r1", "", "0028"},
    {NamedGroup{0x001d}, "x25519", "x25519", "X25519", "0029"},
    {NamedGroup{0x001e}, "x448", "x448", "X448", "0030"},
    {NamedGroup{0x001f}, "brainpoolP256r1tls13", "brainpoolP256r1tls13"},
    {NamedGroup{0x0020}, "brainpoolP384r1tls13", "brainpoolP384r1tls13"},
    {NamedGroup{0x0021}, "brainpoolP512r1tls13", "brainpoolP512r1tls13"},
    {NamedGroup{0x0022}, "GC256A"},
    {NamedGroup{0x0023}, "GC256B", "", "GC256B"},
    {NamedGroup{0x0024}, "GC256C"},
    {NamedGroup{0x0025}, "GC256D"},
    {NamedGroup{0x0026}, "GC512A", "", "GC512A"},
    {NamedGroup{0x0027}, "GC512B"},
    {NamedGroup{0x0028}, "GC512C"},
    {NamedGroup{0x0029}, "curveSM2"},
    {NamedGroup{0x0100}, "ffdhe2048", "ffdhe2048", "FFDHE2048"},
    {NamedGroup{0x0101}, "ffdhe3072", "ffdhe3072", "FFDHE3072"},
    {NamedGroup{0x0102}, "ffdhe4096", "ffdhe4096", "FFDHE4096"},
    {NamedGroup{0x0103}, "ffdhe6144", "ffdhe6144", "FFDHE6144"},
    {NamedGroup{0x0104}, "ffdhe8192", "ffdhe8192", "FFDHE8192"},
    {NamedGroup{0x0200}, "MLKEM512", "MLKEM512"},
    {NamedGroup{0x0201}, "MLKEM768", "MLKEM768"},
    {NamedGroup{0x0202}, "MLKEM1024", "MLKEM1024"},
    {NamedGroup{0x11eb}, "SecP256r1MLKEM768", "SecP256r1MLKEM768", "SECP256R1-MLKEM768"},
    {NamedGroup{0x11ec}, "X25519MLKEM768", "X25519MLKEM768", "X25519-MLKEM768"},
    {NamedGroup{0x11ed}, "SecP384r1MLKEM1024", "SecP384r1MLKEM1024", "SECP384R1-MLKEM1024"},
    {NamedGroup{0x11ee}, "curveSM2MLKEM768"},
    {NamedGroup{0x4138}, "CECPQ2"},
    {NamedGroup{0x6399}, "X25519Kyber768Draft00"},
    {NamedGroup{0x639a}, "SecP256r1Kyber768Draft00"},
    {NamedGroup{0xfe30}, "X25519Kyber512Draft00"},
    {NamedGroup{0xfe31}, "X25519Kyber768Draft00Old"},
    {NamedGroup{0xff01}, "arbitrary_explicit_prime_curves"},
    {NamedGroup{0xff02}, "arbitrary_explicit_char2_curves"},
};

constexpr auto kCodePoints = CodePointsOf(kNamedGroups, &NamedGroupNames::group);
static_assert(Ascends(kCodePoints));

}  // namespace

std::span<const CodePoint> NamedGroups() { return kCodePoints; }
std::span<const NamedGroupNames> NamedGroupTable() { return kNamedGroups; }

}  // namespace shakedown
