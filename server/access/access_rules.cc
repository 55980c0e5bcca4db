#include "server/access/access_rules.h"

namespace linkcert::server {
namespace {

// Statements authorise themselves by their signatures, and what the log says is for all.
constexpr Roles kEverybody;
// Whom a verdict concerns; not the operator, who has no business rights.
constexpr Roles kVerifiers = {Role::kAuthority, Role::kIssuer, Role::kEmployer, Role::kAuditor};
// Who may read personal data, each of its own people.
constexpr Roles kOwnPeople = {Role::kIssuer, Role::kEmployer};

// Who answers for a certificate, and for the data behind it.
constexpr Roles kIssuers = {Role::kIssuer};

// Who signs statements. What is judged without signatures costs work that anybody could ask for.
constexpr Roles kSigners = {Role::kAuthority, Role::kIssuer, Role::kEmployer};

constexpr AccessRule kRules[] = {
    // GovernanceService
    {"SubmitStatement", kEverybody},
    {"CheckStatement", kSigners},
    {"GetOrganisation", kEverybody},
    {"ListOrganisations", kEverybody},
    {"GetKey", kEverybody},
    {"ListKeys", kEverybody},
    {"GetChain", kEverybody},
    {"ListChains", kEverybody},
    {"ListChainMembers", kEverybody},
    {"GetAccreditation", kEverybody},
    {"ListAccreditations", kEverybody},
    {"GetStandardVersion", kEverybody},
    {"ListStandardVersions", kEverybody},
    {"GetOccupation", kEverybody},
    {"GetLadder", kEverybody},
    {"GetRecognitionPolicy", kEverybody},
    {"GetPostRequirement", kEverybody},
    // IssuanceService
    {"IssueBatch", kEverybody},
    {"GetCertificate", kEverybody},
    {"ChangeStatus", kEverybody},
    {"ListCertificates", kOwnPeople},
    {"GetNumberSeries", kEverybody},
    // VerificationService
    {"VerifyCertificate", kEverybody},
    {"StreamVerify", kVerifiers},
    {"VerifyTeam", kVerifiers},
    {"WatchStatus", kVerifiers},
    {"CreateVerificationReceipt", kVerifiers},
    // VaultService
    {"GetPersonalData", kOwnPeople},
    {"ExportHolderData", kIssuers},
    {"RestrictPersonalData", kIssuers},
    {"ErasePersonalData", kIssuers},
    // LogService
    {"GetCheckpoint", kEverybody},
    {"GetEntries", kEverybody},
    {"GetInclusionProof", kEverybody},
    {"GetConsistencyProof", kEverybody},
    {"GetEpochs", kEverybody},
    {"GetStatusProof", kEverybody},
    {"GetStatusMap", kEverybody},
};

}  // namespace

absl::Span<const AccessRule> AccessRules() { return kRules; }

const AccessRule* FindAccessRule(absl::string_view method) {
  for (const AccessRule& rule : kRules) {
    if (rule.method == method) return &rule;
  }
  return nullptr;
}

}  // namespace linkcert::server
