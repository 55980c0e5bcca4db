// The named checks of verdicts.
#ifndef LINKCERT_CLIENT_VERIFY_CHECK_H_
#define LINKCERT_CLIENT_VERIFY_CHECK_H_

#include <google/protobuf/repeated_field.h>

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// In the order in which they are made offline. A check that rests on one that did not pass is not
// made.
enum class CheckName {
  kFormat,           // FORMAT: the one accepted encoding, no field this version does not know
  kCheckpoint,       // CHECKPOINT: signed by a log of the policy
  kQuorum,           // QUORUM: enough witnesses stand behind it
  kLogInclusion,     // LOG_INCLUSION: every entry lies under the one checkpoint
  kGenesis,          // GENESIS: the registry that is trusted
  kRegistry,         // REGISTRY: every statement was made for it
  kLogOrder,         // LOG_ORDER: log times follow the indexes, rights were logged before use
  kAuthorityKeys,    // AUTHORITY_KEYS
  kEpochs,           // EPOCHS: begun by the authority; the newest names the log; only with epochs
  kOrganisation,     // ORGANISATION: the issuer, registered by the authority
  kIssuerKeys,       // ISSUER_KEYS: of this organisation, registered by the authority
  kAccreditation,    // ACCREDITATION: granted to this organisation by the authority
  kBatchSignatures,  // BATCH_SIGNATURES: two people of the issuer
  kScope,            // SCOPE: occupation, trade, level, class, route, standard, chain, dates
  // Only with a StatusRoot, up to BATCH_STATUS.
  kStatusRoot,            // STATUS_ROOT: newer than the batch; the proofs lead to it
  kKeysInForce,           // KEYS_IN_FORCE: those that signed the batch, when it was logged (R22)
  kAccreditationInForce,  // ACCREDITATION_IN_FORCE: when the batch was logged
  kBatchStatus,           // BATCH_STATUS: not voided
  kLeaf,                  // LEAF: the certificate is the batch's
  kClaims,                // CLAIMS: what is shown is what was issued
  kNumber,    // NUMBER: the shown number lies in the batch's block; only if one is shown
  kEmployer,  // EMPLOYER: the shown employer is on the roster; only if one is shown
  kExpiry,    // EXPIRY
  kAge,       // AGE: the newest proven time against --max-age
  kStatus,    // STATUS: not revoked, suspended or superseded
  // Only a registry's, of what was asked.
  kAudience,     // AUDIENCE: the organisation asked about is registered
  kPost,         // POST: it has said what the post requires
  kNumberMatch,  // NUMBER_MATCH: number and holder match
};
absl::string_view NameOf(CheckName check);
std::optional<CheckName> ParseCheckName(absl::string_view name);

// What a file alone cannot show: a verifier takes it on the word of whoever replays the log.
enum class AuditorsWord {
  kRightsInForce,     // RIGHTS_IN_FORCE: the issuer's keys and accreditation, without status proofs
  kAuthorityInForce,  // AUTHORITY_IN_FORCE: the authority's keys, when they signed
  kRosterSealedInTime,   // ROSTER_SEALED_IN_TIME: before the end of the accreditation, in its grace
  kStandard,             // STANDARD: the standard's version was in force
  kRosterMembership,     // ROSTER_MEMBERSHIP: the roster's firms were members of the chain
  kQuota,                // QUOTA
  kDisjointNumbers,      // DISJOINT_NUMBERS: no number of the block was ever given before
  kReplacedCertificate,  // REPLACED_CERTIFICATE: of a newer version, the claims it had before
};
absl::string_view NameOf(AuditorsWord word);

// What nobody but the issuer has looked at: the log holds nothing that it could be checked against,
// or no rule checks it in this version.
enum class IssuersWord {
  kPanel,           // PANEL: assessors, their number and qualification
  kSupervision,     // SUPERVISION: somebody supervised the examination
  kPublicity,       // PUBLICITY: results were made public for long enough
  kOccupationName,  // OCCUPATION_NAME: the printed name is the occupation's
  kEmployerName,    // EMPLOYER_NAME: the printed name is that of a firm on the roster
  kReissuedValues,  // REISSUED_VALUES: the same as on the certificate that was reissued
};
absl::string_view NameOf(IssuersWord word);

v1::Check Passed(CheckName check);
v1::Check Unknown(CheckName check, const absl::Status& refusal);
// Pass when OK; unknown for NEWER_FORMAT, EVIDENCE_MISSING and errors that are no refusals; else
// fail.
v1::Check CheckOf(CheckName check, const absl::Status& status);

// Invalid if one failed; else unknown if one that decides is unknown; else valid. STATUS without
// proofs (STATUS_NOT_PROVEN) and EMPLOYER without evidence do not decide: they bound what "valid"
// says.
v1::Conclusion Conclude(const google::protobuf::RepeatedPtrField<v1::Check>& checks);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_CHECK_H_
