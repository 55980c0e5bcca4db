// The named checks of an offline verdict.
#ifndef LINKCERT_CLIENT_VERIFY_CHECK_H_
#define LINKCERT_CLIENT_VERIFY_CHECK_H_

#include <google/protobuf/repeated_field.h>

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// In the order in which they are made. A check that rests on one that did not pass is not made.
enum class CheckName {
  kFormat,           // FORMAT: the one accepted encoding, no field this version does not know
  kCheckpoint,       // CHECKPOINT: signed by a log of the policy
  kQuorum,           // QUORUM: enough witnesses stand behind it
  kLogInclusion,     // LOG_INCLUSION: every entry lies under the one checkpoint
  kGenesis,          // GENESIS: the registry that is trusted
  kRegistry,         // REGISTRY: every statement was made for it
  kLogOrder,         // LOG_ORDER: log times follow the indexes, rights were logged before use
  kAuthorityKeys,    // AUTHORITY_KEYS
  kOrganisation,     // ORGANISATION: the issuer, registered by the authority
  kIssuerKeys,       // ISSUER_KEYS: of this organisation, registered by the authority
  kAccreditation,    // ACCREDITATION: granted to this organisation by the authority
  kBatchSignatures,  // BATCH_SIGNATURES: two people of the issuer
  kScope,            // SCOPE: occupation, trade, level, class, route, standard, chain, dates
  kLeaf,             // LEAF: the certificate is the batch's
  kClaims,           // CLAIMS: what is shown is what was issued
  kNumber,           // NUMBER: a shown number lies in the batch's block
  kEmployer,         // EMPLOYER: a shown employer is on the roster
  kExpiry,           // EXPIRY
  kAge,              // AGE: the newest proven time against --max-age
  kStatus,           // STATUS: not revoked, suspended or superseded
};
absl::string_view NameOf(CheckName check);
std::optional<CheckName> ParseCheckName(absl::string_view name);

// What a file alone cannot show: a verifier takes it on the word of whoever replays the log.
enum class AuditorsWord {
  kRightsInForce,     // RIGHTS_IN_FORCE: no key or right had ended when the batch was logged
  kStandard,          // STANDARD: the standard's version was in force
  kRosterMembership,  // ROSTER_MEMBERSHIP: the roster's firms were members of the chain
  kQuota,             // QUOTA
  kPanel,             // PANEL: assessors, their number and qualification
  kDisjointNumbers,   // DISJOINT_NUMBERS: no number of the block was ever given before
  kEmployerOnRoster,  // EMPLOYER_ON_ROSTER
};
absl::string_view NameOf(AuditorsWord word);

v1::Check Passed(CheckName check);
v1::Check Unknown(CheckName check, const absl::Status& refusal);
// Pass when OK; unknown for NEWER_FORMAT and for errors that are no refusals; else fail.
v1::Check CheckOf(CheckName check, const absl::Status& status);

// Invalid if one failed; else unknown if one that decides is unknown; else valid. STATUS without
// proofs and EMPLOYER without evidence do not decide: they bound what "valid" says.
v1::Conclusion Conclude(const google::protobuf::RepeatedPtrField<v1::Check>& checks);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_CHECK_H_
