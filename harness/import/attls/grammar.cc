#include "harness/import/attls/grammar.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "harness/import/attls/words.h"

namespace shakedown::attls {
namespace {

using enum ValueKind;
constexpr std::string_view kOnOff = "On|Off";
constexpr std::string_view kNeed = "Required|Optional|Off";
constexpr int64_t kSeconds = 86400, kMegabytes = int64_t{1} << 31;

constexpr Keyword kKeywords[] = {
    // Conditions of a rule.
    {"LocalAddr", kAddress, "", 0, 0, "All", true},
    {"RemoteAddr", kAddress, "", 0, 0, "All", true},
    {"LocalPortRange", kPorts, "", 0, 0, "", true},
    {"RemotePortRange", kPorts, "", 0, 0, "", true},
    {"Jobname", kWord},
    {"Userid", kWord},
    {"Direction", kOneOf, "Inbound|Outbound|Both"},
    {"Priority", kNumber, "", 1, 2000000000, "1"},
    {"Addr", kAddress},
    {"Prefix", kAddress, "", 0, 0, "", true},
    {"Range", kAddress, "", 0, 0, "", true},
    {"Port", kPorts, "", 0, 0, "", true},

    // Times at which a rule holds.
    {"DayOfMonthMask", kWord},
    {"MonthOfYearMask", kWord},
    {"DayOfWeekMask", kWord},
    {"TimeOfDayRange", kText},
    {"ConditionTimeRange", kText},
    {"TimeZone", kText},

    // Groups.
    {"TTLSEnabled", kOneOf, kOnOff},
    {"CtraceClearText", kOneOf, kOnOff, 0, 0, "Off"},
    {"Trace", kNumber, "", 0, 255, "2"},
    {"FIPS140", kOneOf, "On|Off|Level1|Level2|Level3", 0, 0, "Off"},
    {"GroupUserInstance", kNumber, "", 0, 65535, "0"},
    {"SecondaryMap", kOneOf, kOnOff, 0, 0, "Off"},
    {"SyslogFacility", kOneOf, "Daemon|Auth", 0, 0, "Daemon"},
    {"Envfile", kText},

    // Environments.
    {"HandshakeRole", kOneOf, "Client|Server|ServerWithClientAuth"},
    {"SuiteBProfile", kOneOf, "Off|128|128Min|192|192Min|All", 0, 0, "Off"},
    {"EnvironmentUserInstance", kNumber, "", 0, 65535, "0"},
    {"Keyring", kText},
    {"KeyringPw", kText},
    {"KeyringStashFile", kText},

    // Connections.
    {"ConnectionUserInstance", kNumber, "", 0, 65535, "0"},
    {"SSLv2", kOneOf, kOnOff, 0, 0, "Off"},
    {"SSLv3", kOneOf, kOnOff, 0, 0, "Off"},
    {"TLSv1", kOneOf, kOnOff, 0, 0, "On"},
    {"TLSv1.1", kOneOf, kOnOff, 0, 0, "On"},
    {"TLSv1.2", kOneOf, kOnOff, 0, 0, "Off"},
    {"TLSv1.3", kOneOf, kOnOff, 0, 0, "Off"},
    {"ApplicationControlled", kOneOf, kOnOff, 0, 0, "Off"},
    {"HandshakeTimeout", kNumber, "", 0, 600, "10"},
    {"ResetCipherTimer", kNumber, "", 0, 1440, "0"},
    {"CertificateLabel", kText},
    {"ServerCertificateLabel", kText},
    {"TruncatedHMAC", kOneOf, kNeed, 0, 0, "Off"},
    {"ClientMaxSSLFragment", kOneOf, kNeed, 0, 0, "Off"},
    {"ServerMaxSSLFragment", kOneOf, kNeed, 0, 0, "Off"},
    {"ClientMaxSSLFragmentLength", kOneOf, "512|1024|2048|4096"},
    {"ClientHandshakeSNI", kOneOf, kNeed, 0, 0, "Off"},
    {"ClientHandshakeSNIMatch", kOneOf, "Required|Optional"},
    {"ClientHandshakeSNIList", kText, "", 0, 0, "", true},
    {"ServerHandshakeSNI", kOneOf, kNeed, 0, 0, "Off"},
    {"ServerHandshakeSNIMatch", kOneOf, "Required|Optional"},
    {"ServerHandshakeSNIList", kText, "", 0, 0, "", true},
    {"HostReferenceIdDNS", kText},
    {"HostReferenceIdCN", kText},
    {"HostRefWildcardValidation", kOneOf, kOnOff},
    {"MiddleBoxCompatMode", kOneOf, kOnOff, 0, 0, "Off"},
    {"ClientAuthType", kOneOf, "PassThru|Full|Required|SAFCheck", 0, 0, "Required"},
    {"CertValidationMode", kOneOf, "Any|RFC2459|RFC3280|RFC5280", 0, 0, "Any"},
    {"Renegotiation", kOneOf, "Default|Disabled|All|Abbreviated", 0, 0, "Default"},
    {"RenegotiationIndicator", kOneOf, "Optional|Client|Server|Both", 0, 0, "Optional"},
    {"RenegotiationCertCheck", kOneOf, kOnOff, 0, 0, "Off"},
    {"ClientExtendedMasterSecret", kOneOf, "On|Off|Required", 0, 0, "On"},
    {"ServerExtendedMasterSecret", kOneOf, "On|Off|Required", 0, 0, "On"},
    {"3DesKeyCheck", kOneOf, kOnOff, 0, 0, "Off"},
    {"ClientEDHGroupSize", kOneOf, "Legacy|2048", 0, 0, "Legacy"},
    {"ServerEDHGroupSize", kOneOf, "Legacy|2048|Match", 0, 0, "Legacy"},
    {"PeerMinCertVersion", kOneOf, "Any|3", 0, 0, "Any"},
    {"PeerMinDHKeySize", kNumber, "", 0, 2048, "1024"},
    {"PeerMinDsaKeySize", kNumber, "", 0, 2048, "1024"},
    {"PeerMinECCKeySize", kNumber, "", 0, 521, "192"},
    {"PeerMinRsaKeySize", kNumber, "", 0, 4096, "1024"},
    {"ServerScsv", kOneOf, kOnOff, 0, 0, "Off"},

    // Algorithms.
    {"V2CipherSuites", kText, "", 0, 0, "", true},
    {"V3CipherSuites", kSuites, "", 0, 0, "", true},
    {"V3CipherSuites4Char", kSuites4, "", 0, 0, "", true},
    {"ClientECurves", kCurves, "", 0, 0, "", true},
    {"ClientKeyShareGroups", kCurves, "", 0, 0, "0023", true},
    {"ServerKexECurves", kCurves, "", 0, 0, "00230024002500210019", true},
    {"ServerKeyShareGroups", kCurves, "", 0, 0, "00230024002500290030", true},
    {"SignaturePairs", kPairs, "", 0, 0, "", true},
    {"SignaturePairsCert", kPairs, "", 0, 0, "", true},

    // System SSL's further settings.
    {"GSK_V3_SESSION_TIMEOUT", kNumber, "", 0, kSeconds, "86400"},
    {"GSK_V3_SIDCACHE_SIZE", kNumber, "", 0, 64000, "512"},
    {"GSK_V2_SESSION_TIMEOUT", kNumber, "", 0, 100},
    {"GSK_V2_SIDCACHE_SIZE", kNumber, "", 0, 32000},
    {"GSK_SYSPLEX_SIDCACHE", kOneOf, kOnOff, 0, 0, "Off"},
    {"GSK_CRL_SECURITY_LEVEL", kOneOf, "Low|Medium|High"},
    {"GSK_LDAP_Server", kText, "", 0, 0, "", true},
    {"GSK_LDAP_Server_Port", kNumber, "", 1, 65535},
    {"GSK_LDAP_User", kText},
    {"GSK_LDAP_User_PW", kText},
    {"GSK_CRL_Cache_Timeout", kNumber, "", 0, 720},
    {"GSK_SESSION_TICKET_CLIENT_ENABLE", kOneOf, kOnOff, 0, 0, "On"},
    {"GSK_SESSION_TICKET_CLIENT_MAXSIZE", kNumber, "", 0, 65536, "8192"},
    {"GSK_SESSION_TICKET_CLIENT_MAXCACHED", kNumber, "", 0, 65536},
    {"GSK_SESSION_TICKET_SERVER_ENABLE", kOneOf, kOnOff, 0, 0, "On"},
    {"GSK_SESSION_TICKET_SERVER_ALGORITHM", kOneOf, "AESCBC128|AESCBC256", 0, 0, "AESCBC128"},
    {"GSK_SESSION_TICKET_SERVER_COUNT", kNumber, "", 0, 16, "2"},
    {"GSK_SESSION_TICKET_SERVER_KEY_REFRESH", kNumber, "", 0, 604800, "300"},
    {"GSK_SESSION_TICKET_SERVER_TIMEOUT", kNumber, "", 0, 604800, "300"},
    {"HttpCdpEnable", kOneOf, kOnOff, 0, 0, "Off"},
    {"HttpCdpProxyServerName", kText},
    {"HttpCdpProxyServerPort", kNumber, "", 1, 65535, "80"},
    {"HttpCdpResponseTimeout", kNumber, "", 0, 43200, "15"},
    {"HttpCdpMaxResponseSize", kNumber, "", 0, kMegabytes, "204800"},
    {"HttpCdpCacheSize", kNumber, "", 0, 32000, "32"},
    {"HttpCdpCacheEntryMaxsize", kNumber, "", 0, kMegabytes, "0"},
    {"OcspAiaEnable", kOneOf, kOnOff, 0, 0, "Off"},
    {"OcspUrl", kText},
    {"OcspProxyServerName", kText},
    {"OcspProxyServerPort", kNumber, "", 1, 65535, "80"},
    {"OcspRetrieveViaGet", kOneOf, kOnOff, 0, 0, "Off"},
    {"OcspUrlPriority", kOneOf, kOnOff, 0, 0, "On"},
    {"OcspRequestSigkeyLabel", kText},
    {"OcspRequestSigalg", kPairs, "", 0, 0, "0401"},
    {"OcspResponseSigAlgPairs", kPairs, "", 0, 0, "", true},
    {"OcspClientCacheSize", kNumber, "", 0, 32000, "256"},
    {"OcspCliCacheEntryMaxsize", kNumber, "", 0, 32000, "0"},
    {"OcspNonceGenEnable", kOneOf, kOnOff, 0, 0, "Off"},
    {"OcspNonceCheckEnable", kOneOf, kOnOff, 0, 0, "Off"},
    {"OcspNonceSize", kNumber, "", 8, 256, "8"},
    {"OcspResponseTimeout", kNumber, "", 0, 43200, "15"},
    {"OcspMaxResponseSize", kNumber, "", 0, kMegabytes, "20480"},
    {"OcspServerStapling", kOneOf, "Any|Off|EndEntity", 0, 0, "Off"},

    // References to blocks of another name than their own.
    {"LocalAddrRef", kReference, "IpAddr", 0, 0, "", true},
    {"RemoteAddrRef", kReference, "IpAddr", 0, 0, "", true},
    {"LocalAddrSetRef", kReference, "IpAddrSet", 0, 0, "", true},
    {"RemoteAddrSetRef", kReference, "IpAddrSet", 0, 0, "", true},
    {"LocalAddrGroupRef", kReference, "IpAddrGroup"},
    {"RemoteAddrGroupRef", kReference, "IpAddrGroup"},
    {"LocalPortRangeRef", kReference, "PortRange"},
    {"RemotePortRangeRef", kReference, "PortRange"},
    {"LocalPortGroupRef", kReference, "PortGroup"},
    {"RemotePortGroupRef", kReference, "PortGroup"},
    {"IpAddrRef", kReference, "IpAddr", 0, 0, "", true},
    {"IpAddrSetRef", kReference, "IpAddrSet", 0, 0, "", true},
    {"PortRangeRef", kReference, "PortRange", 0, 0, "", true},
    {"IpTimeConditionRef", kReference, "IpTimeCondition", 0, 0, "", true},
    {"TTLSGroupActionRef", kReference, "TTLSGroupAction"},
    {"TTLSEnvironmentActionRef", kReference, "TTLSEnvironmentAction"},
    {"TTLSConnectionActionRef", kReference, "TTLSConnectionAction"},
    {"TTLSGroupAdvancedParmsRef", kReference, "TTLSGroupAdvancedParms"},
    {"TTLSEnvironmentAdvancedParmsRef", kReference, "TTLSEnvironmentAdvancedParms"},
    {"TTLSConnectionAdvancedParmsRef", kReference, "TTLSConnectionAdvancedParms"},
    {"TTLSKeyringParmsRef", kReference, "TTLSKeyringParms"},
    {"TTLSCipherParmsRef", kReference, "TTLSCipherParms"},
    {"TTLSSignatureParmsRef", kReference, "TTLSSignatureParms"},
    {"TTLSGskAdvancedParmsRef", kReference, "TTLSGskAdvancedParms"},
    {"TTLSGskLdapParmsRef", kReference, "TTLSGskLdapParms"},
    {"TTLSGskOcspParmsRef", kReference, "TTLSGskOcspParms"},
    {"TTLSGskHttpCdpParmsRef", kReference, "TTLSGskHttpCdpParms"},
};

const std::vector<StatementType>& Types() {
  static const std::vector<StatementType> types = {
      {"TTLSRule",
       Naming::kNamed,
       {""},
       {"LocalAddr",
        "RemoteAddr",
        "LocalAddrRef",
        "RemoteAddrRef",
        "LocalAddrSetRef",
        "RemoteAddrSetRef",
        "LocalAddrGroupRef",
        "RemoteAddrGroupRef",
        "LocalPortRange",
        "RemotePortRange",
        "LocalPortRangeRef",
        "RemotePortRangeRef",
        "Jobname",
        "Userid",
        "LocalPortGroupRef",
        "RemotePortGroupRef",
        "Direction",
        "Priority",
        "IpTimeConditionRef",
        "TTLSGroupActionRef",
        "TTLSEnvironmentActionRef",
        "TTLSConnectionActionRef"},
       {"Direction"}},
      {"TTLSGroupAction",
       Naming::kNamed,
       {"", "TTLSRule"},
       {"TTLSEnabled", "CtraceClearText", "Trace", "FIPS140", "GroupUserInstance",
        "TTLSGroupAdvancedParmsRef"},
       {"TTLSEnabled"}},
      {"TTLSEnvironmentAction",
       Naming::kNamed,
       {"", "TTLSRule"},
       {"HandshakeRole", "CtraceClearText", "Trace", "SuiteBProfile", "EnvironmentUserInstance",
        "TTLSKeyringParmsRef", "TTLSCipherParmsRef", "TTLSSignatureParmsRef",
        "TTLSEnvironmentAdvancedParmsRef", "TTLSGskAdvancedParmsRef"},
       {"HandshakeRole", "Keyring"}},
      {"TTLSConnectionAction",
       Naming::kNamed,
       {"", "TTLSRule"},
       {"HandshakeRole", "CtraceClearText", "Trace", "ConnectionUserInstance", "TTLSCipherParmsRef",
        "TTLSSignatureParmsRef", "TTLSConnectionAdvancedParmsRef"},
       {}},
      {"TTLSGroupAdvancedParms",
       Naming::kNamedAtTop,
       {"", "TTLSGroupAction"},
       {"SecondaryMap", "SyslogFacility", "Envfile"},
       {}},
      {"TTLSEnvironmentAdvancedParms",
       Naming::kNamedAtTop,
       {"", "TTLSEnvironmentAction"},
       {"SSLv2",
        "SSLv3",
        "TLSv1",
        "TLSv1.1",
        "TLSv1.2",
        "TLSv1.3",
        "ApplicationControlled",
        "HandshakeTimeout",
        "ResetCipherTimer",
        "CertificateLabel",
        "ServerCertificateLabel",
        "SecondaryMap",
        "TruncatedHMAC",
        "ClientMaxSSLFragment",
        "ServerMaxSSLFragment",
        "ClientHandshakeSNI",
        "ServerHandshakeSNI",
        "HostReferenceIdDNS",
        "HostReferenceIdCN",
        "HostRefWildcardValidation",
        "MiddleBoxCompatMode",
        "ClientAuthType",
        "CertValidationMode",
        "Renegotiation",
        "RenegotiationIndicator",
        "RenegotiationCertCheck",
        "ClientExtendedMasterSecret",
        "ServerExtendedMasterSecret",
        "3DesKeyCheck",
        "ClientEDHGroupSize",
        "ServerEDHGroupSize",
        "PeerMinCertVersion",
        "PeerMinDHKeySize",
        "PeerMinDsaKeySize",
        "PeerMinECCKeySize",
        "PeerMinRsaKeySize",
        "ServerScsv"},
       {}},
      {"TTLSConnectionAdvancedParms",
       Naming::kNamedAtTop,
       {"", "TTLSConnectionAction"},
       {"SSLv2",
        "SSLv3",
        "TLSv1",
        "TLSv1.1",
        "TLSv1.2",
        "TLSv1.3",
        "ApplicationControlled",
        "HandshakeTimeout",
        "ResetCipherTimer",
        "CertificateLabel",
        "ServerCertificateLabel",
        "SecondaryMap",
        "TruncatedHMAC",
        "ClientMaxSSLFragment",
        "ServerMaxSSLFragment",
        "ClientMaxSSLFragmentLength",
        "ClientHandshakeSNI",
        "ServerHandshakeSNI",
        "ClientHandshakeSNIMatch",
        "ServerHandshakeSNIMatch",
        "ClientHandshakeSNIList",
        "ServerHandshakeSNIList",
        "HostReferenceIdDNS",
        "HostReferenceIdCN",
        "HostRefWildcardValidation"},
       {}},
      {"TTLSKeyringParms",
       Naming::kNamedAtTop,
       {"", "TTLSEnvironmentAction"},
       {"Keyring", "KeyringPw", "KeyringStashFile"},
       {"Keyring"}},
      {"TTLSCipherParms",
       Naming::kNamedAtTop,
       {"", "TTLSEnvironmentAction", "TTLSConnectionAction"},
       {"V2CipherSuites", "V3CipherSuites", "V3CipherSuites4Char"},
       {}},
      {"TTLSSignatureParms",
       Naming::kNamedAtTop,
       {"", "TTLSEnvironmentAction", "TTLSConnectionAction"},
       {"ClientECurves", "ClientKeyShareGroups", "ServerKexECurves", "ServerKeyShareGroups",
        "SignaturePairs", "SignaturePairsCert"},
       {}},
      {"TTLSGskAdvancedParms",
       Naming::kNamedAtTop,
       {"", "TTLSEnvironmentAction"},
       {"GSK_V3_SESSION_TIMEOUT", "GSK_V3_SIDCACHE_SIZE", "GSK_V2_SESSION_TIMEOUT",
        "GSK_V2_SIDCACHE_SIZE", "GSK_SYSPLEX_SIDCACHE", "GSK_CRL_SECURITY_LEVEL",
        "GSK_SESSION_TICKET_CLIENT_ENABLE", "GSK_SESSION_TICKET_CLIENT_MAXSIZE",
        "GSK_SESSION_TICKET_CLIENT_MAXCACHED", "GSK_SESSION_TICKET_SERVER_ENABLE",
        "GSK_SESSION_TICKET_SERVER_ALGORITHM", "GSK_SESSION_TICKET_SERVER_COUNT",
        "GSK_SESSION_TICKET_SERVER_KEY_REFRESH", "GSK_SESSION_TICKET_SERVER_TIMEOUT",
        "TTLSGskLdapParmsRef", "TTLSGskOcspParmsRef", "TTLSGskHttpCdpParmsRef"},
       {}},
      {"TTLSGskLdapParms",
       Naming::kNamedAtTop,
       {"", "TTLSGskAdvancedParms"},
       {"GSK_LDAP_Server", "GSK_LDAP_Server_Port", "GSK_LDAP_User", "GSK_LDAP_User_PW",
        "GSK_CRL_Cache_Timeout", "GSK_CRL_SECURITY_LEVEL"},
       {}},
      {"TTLSGskOcspParms",
       Naming::kNamedAtTop,
       {"", "TTLSGskAdvancedParms"},
       {"OcspAiaEnable", "OcspUrl", "OcspProxyServerName", "OcspProxyServerPort",
        "OcspRetrieveViaGet", "OcspUrlPriority", "OcspRequestSigkeyLabel", "OcspRequestSigalg",
        "OcspResponseSigAlgPairs", "OcspClientCacheSize", "OcspCliCacheEntryMaxsize",
        "OcspNonceGenEnable", "OcspNonceCheckEnable", "OcspNonceSize", "OcspResponseTimeout",
        "OcspMaxResponseSize", "OcspServerStapling"},
       {}},
      {"TTLSGskHttpCdpParms",
       Naming::kNamedAtTop,
       {"", "TTLSGskAdvancedParms"},
       {"HttpCdpEnable", "HttpCdpProxyServerName", "HttpCdpProxyServerPort",
        "HttpCdpResponseTimeout", "HttpCdpMaxResponseSize", "HttpCdpCacheSize",
        "HttpCdpCacheEntryMaxsize"},
       {}},
      {"IpAddr", Naming::kNamedAtTop, {"", "IpAddrGroup"}, {"Addr", "Prefix"}, {}},
      {"IpAddrSet", Naming::kNamedAtTop, {"", "IpAddrGroup"}, {"Prefix", "Range"}, {}},
      {"IpAddrGroup", Naming::kNamedAtTop, {""}, {"IpAddrRef", "IpAddrSetRef"}, {}},
      {"LocalAddrSet", Naming::kUnnamed, {"TTLSRule"}, {"Prefix", "Range"}, {}},
      {"RemoteAddrSet", Naming::kUnnamed, {"TTLSRule"}, {"Prefix", "Range"}, {}},
      {"PortRange", Naming::kNamedAtTop, {"", "PortGroup"}, {"Port"}, {}},
      {"PortGroup", Naming::kNamedAtTop, {""}, {"PortRangeRef"}, {}},
      {"IpTimeCondition",
       Naming::kNamedAtTop,
       {"", "TTLSRule"},
       {"DayOfMonthMask", "MonthOfYearMask", "DayOfWeekMask", "TimeOfDayRange",
        "ConditionTimeRange", "TimeZone"},
       {}},
  };
  return types;
}

template <typename Row, typename Rows>
std::unordered_map<std::string, const Row*> Index(const Rows& rows) {
  std::unordered_map<std::string, const Row*> index;
  for (const Row& row : rows) index.emplace(Lower(row.name), &row);
  return index;
}

template <typename Row>
const Row* In(const std::unordered_map<std::string, const Row*>& index, std::string_view name) {
  constexpr size_t kLongest = 64;
  if (name.size() > kLongest) return nullptr;
  const auto found = index.find(Lower(name));
  return found == index.end() ? nullptr : found->second;
}

bool Among(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](std::string_view one) { return SameWord(one, name); });
}

}  // namespace

std::span<const Keyword> Keywords() { return kKeywords; }
std::span<const StatementType> StatementTypes() { return Types(); }

const Keyword* FindKeyword(std::string_view name) {
  static const auto index = Index<Keyword>(kKeywords);
  return In(index, name);
}

const StatementType* FindStatementType(std::string_view name) {
  static const auto index = Index<StatementType>(Types());
  return In(index, name);
}

bool Allows(const StatementType* type, std::string_view keyword) {
  const std::string_view within = type == nullptr ? "" : type->name;
  if (const StatementType* block = FindStatementType(keyword)) {
    if (Among(block->within, within)) return true;
  }
  return type != nullptr && Among(type->keywords, keyword);
}

std::vector<std::string> AllowedIn(const StatementType* type) {
  std::vector<std::string> out;
  if (type != nullptr) out.assign(type->keywords.begin(), type->keywords.end());
  for (const StatementType& block : Types()) {
    if (Among(block.within, type == nullptr ? "" : type->name)) out.emplace_back(block.name);
  }
  return out;
}

std::vector<std::string> PlacesOf(std::string_view keyword) {
  std::vector<std::string> out;
  for (const StatementType& type : Types()) {
    if (Allows(&type, keyword)) out.emplace_back(type.name);
  }
  return out;
}

bool IsOfAnAction(std::string_view keyword) {
  // The blocks of addresses, ports and times have other names.
  return std::ranges::any_of(PlacesOf(keyword), [](const std::string& place) {
    return place.starts_with("TTLS") && place != "TTLSRule";
  });
}

const std::vector<std::string>& AllNames() {
  static const std::vector<std::string> all = [] {
    std::set<std::string> names;
    for (const Keyword& keyword : kKeywords) names.emplace(keyword.name);
    for (const StatementType& type : Types()) names.emplace(type.name);
    return std::vector<std::string>(names.begin(), names.end());
  }();
  return all;
}

}  // namespace shakedown::attls
