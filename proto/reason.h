// The stable reasons. Appended, never renamed: clients decide by these words.
#ifndef LINKCERT_PROTO_REASON_H_
#define LINKCERT_PROTO_REASON_H_

namespace linkcert::proto {

enum class Reason {
  // Bytes (R24).
  kMessageTooLarge,  // MESSAGE_TOO_LARGE
  kNotCanonical,     // NOT_CANONICAL: another encoding of what could be said in one way
  kNewerFormat,      // NEWER_FORMAT: a field or enum value that this version does not know
  kFieldMissing,     // FIELD_MISSING
  kFieldOutOfRange,  // FIELD_OUT_OF_RANGE: size, count, charset, bounds, order, date
  kNestingTooDeep,   // NESTING_TOO_DEEP
  kEntryTooLarge,    // ENTRY_TOO_LARGE
  // Envelope (R02, R13, R28).
  kWrongRegistry,       // WRONG_REGISTRY
  kStatementIdReused,   // STATEMENT_ID_REUSED
  kSignedAtTooOld,      // SIGNED_AT_TOO_OLD
  kSignedAtInFuture,    // SIGNED_AT_IN_FUTURE
  kSignatureMissing,    // SIGNATURE_MISSING: fewer signatures than signers
  kSignatureExtra,      // SIGNATURE_EXTRA: more signatures than signers
  kSignatureMalformed,  // SIGNATURE_MALFORMED: not 64 bytes
  kSignatureInvalid,    // SIGNATURE_INVALID
  kSignerUnknown,       // SIGNER_UNKNOWN
  kSignerKeyEnded,      // SIGNER_KEY_ENDED
  kSignerPurpose,       // SIGNER_PURPOSE
  kSignerForeign,       // SIGNER_FOREIGN: an organisation that has no say in this act
  kSignerMissing,       // SIGNER_MISSING: a side that must sign did not
  kTwoPeopleNeeded,     // TWO_PEOPLE_NEEDED
  kThresholdNotMet,     // THRESHOLD_NOT_MET
  // Registry and keys.
  kActNotEnabled,         // ACT_NOT_ENABLED
  kGenesisExpected,       // GENESIS_EXPECTED: the log is empty
  kGenesisAlreadyLogged,  // GENESIS_ALREADY_LOGGED
  kGenesisInvalid,        // GENESIS_INVALID
  kGenesisKeysPending,    // GENESIS_KEYS_PENDING: AddKey of the genesis keys comes first
  kRuleSetUnsupported,    // RULE_SET_UNSUPPORTED
  kRuleSetVersion,        // RULE_SET_VERSION
  kKeyEncoding,           // KEY_ENCODING
  kKeyAlreadyRegistered,  // KEY_ALREADY_REGISTERED
  kKeyIsLogKey,           // KEY_IS_LOG_KEY
  kKeyPurposeNotAllowed,  // KEY_PURPOSE_NOT_ALLOWED
  // Organisations and chains.
  kOrganisationExists,    // ORGANISATION_EXISTS
  kOrganisationUnknown,   // ORGANISATION_UNKNOWN
  kOrganisationReserved,  // ORGANISATION_RESERVED
  kChainExists,           // CHAIN_EXISTS
  kChainUnknown,          // CHAIN_UNKNOWN
  kChainNotInForce,       // CHAIN_NOT_IN_FORCE
  kChainSegmentUnknown,   // CHAIN_SEGMENT_UNKNOWN
  kChainRoleNotAllowed,   // CHAIN_ROLE_NOT_ALLOWED
  kChainMemberActive,     // CHAIN_MEMBER_ACTIVE: it has joined already
  kChainMemberInactive,   // CHAIN_MEMBER_INACTIVE
  // Ladders, standards, accreditations, assessors.
  kLadderExists,                 // LADDER_EXISTS
  kLadderUnknown,                // LADDER_UNKNOWN
  kLadderInvalid,                // LADDER_INVALID
  kOccupationAlreadyPublished,   // OCCUPATION_ALREADY_PUBLISHED: in this edition
  kOccupationUnknown,            // OCCUPATION_UNKNOWN: the published edition has no such code
  kOccupationNameDiffers,        // OCCUPATION_NAME_DIFFERS: not as the published edition prints it
  kTradeUnknown,                 // TRADE_UNKNOWN: no trade of this occupation in that edition
  kStandardVersionOrder,         // STANDARD_VERSION_ORDER
  kStandardOwner,                // STANDARD_OWNER
  kStandardUnknown,              // STANDARD_UNKNOWN
  kStandardInvalid,              // STANDARD_INVALID
  kStandardDigestDiffers,        // STANDARD_DIGEST_DIFFERS
  kStandardAlreadyCosigned,      // STANDARD_ALREADY_COSIGNED
  kStandardAlreadyFiled,         // STANDARD_ALREADY_FILED
  kStandardNotInForce,           // STANDARD_NOT_IN_FORCE
  kStandardCosignaturesMissing,  // STANDARD_COSIGNATURES_MISSING
  kStandardOccupationDiffers,    // STANDARD_OCCUPATION_DIFFERS
  kStandardLevelUndefined,       // STANDARD_LEVEL_UNDEFINED
  kAccreditationExists,          // ACCREDITATION_EXISTS
  kAccreditationUnknown,         // ACCREDITATION_UNKNOWN
  kAccreditationInvalid,         // ACCREDITATION_INVALID
  kAccreditationNotYours,        // ACCREDITATION_NOT_YOURS
  kAccreditationNotInForce,      // ACCREDITATION_NOT_IN_FORCE
  kAccreditationGrantedLate,     // ACCREDITATION_GRANTED_LATE
  kFilingCodeTaken,              // FILING_CODE_TAKEN
  kAssessorExists,               // ASSESSOR_EXISTS
  kSupervisorExists,             // SUPERVISOR_EXISTS
  kDatesDisordered,              // DATES_DISORDERED
  kAssessorUnknown,              // ASSESSOR_UNKNOWN
  kSupervisorUnknown,            // SUPERVISOR_UNKNOWN
  kAssessorNotQualified,         // ASSESSOR_NOT_QUALIFIED: not for this level, or not on these days
  kAssessorBarred,               // ASSESSOR_BARRED: by a sanction that lasts
  kAssessorPanelEven,            // ASSESSOR_PANEL_EVEN
  kAssessorPanelTooSmall,        // ASSESSOR_PANEL_TOO_SMALL
  kAssessorPanelNotRotated,  // ASSESSOR_PANEL_NOT_ROTATED: too many examinations in a row at one
                             // body
  kSupervisorNotInForce,     // SUPERVISOR_NOT_IN_FORCE: on the examination days
  // Scope (R05).
  kScopeOccupationNotGranted,  // SCOPE_OCCUPATION_NOT_GRANTED
  kScopeTradeNotGranted,       // SCOPE_TRADE_NOT_GRANTED
  kScopeLevelNotGranted,       // SCOPE_LEVEL_NOT_GRANTED
  kScopeClassNotGranted,       // SCOPE_CLASS_NOT_GRANTED
  kScopeRouteNotGranted,       // SCOPE_ROUTE_NOT_GRANTED
  kScopeStandardNotGranted,    // SCOPE_STANDARD_NOT_GRANTED
  kScopeChainNotGranted,       // SCOPE_CHAIN_NOT_GRANTED
  kScopeAudienceNotGranted,    // SCOPE_AUDIENCE_NOT_GRANTED
  kQuotaExceeded,              // QUOTA_EXCEEDED
  kIssueDateTooOld,            // ISSUE_DATE_TOO_OLD
  kIssueDateInFuture,          // ISSUE_DATE_IN_FUTURE
  // Process and batch.
  kPlanUnknown,                // PLAN_UNKNOWN
  kPlanDiffers,                // PLAN_DIFFERS: the batch is not what was planned
  kRosterAlreadySealed,        // ROSTER_ALREADY_SEALED
  kRosterNotSealed,            // ROSTER_NOT_SEALED
  kRosterDiffers,              // ROSTER_DIFFERS
  kCountsDisordered,           // COUNTS_DISORDERED
  kLeafCountDiffers,           // LEAF_COUNT_DIFFERS
  kLeavesRootDiffers,          // LEAVES_ROOT_DIFFERS
  kLeafMisplaced,              // LEAF_MISPLACED: position or batch is not the leaf's own
  kLeafLinkNotEnabled,         // LEAF_LINK_NOT_ENABLED: supersedes or companion before its time
  kLeavesUnexpected,           // LEAVES_UNEXPECTED: leaves beside an act that has none
  kNumberMalformed,            // NUMBER_MALFORMED
  kNumberFilingCodeDiffers,    // NUMBER_FILING_CODE_DIFFERS
  kNumberYearDiffers,          // NUMBER_YEAR_DIFFERS
  kNumberLevelDiffers,         // NUMBER_LEVEL_DIFFERS
  kNumberCountDiffers,         // NUMBER_COUNT_DIFFERS
  kNumberBlockTaken,           // NUMBER_BLOCK_TAKEN
  kNumberNotAssigned,          // NUMBER_NOT_ASSIGNED: the province gave it to nobody, or to others
  kNumberAlreadyAssigned,      // NUMBER_ALREADY_ASSIGNED
  kExaminationNotStarted,      // EXAMINATION_NOT_STARTED
  kExaminationAlreadyStarted,  // EXAMINATION_ALREADY_STARTED
  kResultsNotApproved,         // RESULTS_NOT_APPROVED
  kResultsAlreadyApproved,     // RESULTS_ALREADY_APPROVED
  kResultsDiffer,              // RESULTS_DIFFER: other counts than were approved
  kPublicityNotOpen,           // PUBLICITY_NOT_OPEN
  kPublicityAlreadyOpen,       // PUBLICITY_ALREADY_OPEN
  kPublicityNotClosed,         // PUBLICITY_NOT_CLOSED
  kPublicityAlreadyClosed,     // PUBLICITY_ALREADY_CLOSED
  kPublicityTooShort,          // PUBLICITY_TOO_SHORT: fewer days than the rule set's
  kPanelDiffers,               // PANEL_DIFFERS: not the examination's assessors
  kProcessDatesDiffer,         // PROCESS_DATES_DIFFER: results and publicity, as logged
  kSupervisionMissing,         // SUPERVISION_MISSING: no report on the plan
  kSupervisionObjected,        // SUPERVISION_OBJECTED: by the newest report on the plan
  kSupervisionDiffers,         // SUPERVISION_DIFFERS: not the supervisors who reported
  kBasisMissing,               // BASIS_MISSING: of a special route or an appointment
  // Links between certificates (R10, R17, R18, R19).
  kLinksDisordered,            // LINKS_DISORDERED: they ascend, and name no certificate twice
  kLinkTaken,                  // LINK_TAKEN: it replaces another certificate already
  kLinkClassDiffers,           // LINK_CLASS_DIFFERS: certificates of different classes
  kLeafLinkDiffers,            // LEAF_LINK_DIFFERS: leaf i does not name certificate i
  kOriginalBatchDiffers,       // ORIGINAL_BATCH_DIFFERS: not the batch of each certificate
  kCorrectionTagsDiffer,       // CORRECTION_TAGS_DIFFER: other claims change than are declared
  kCorrectionNotAllowed,       // CORRECTION_NOT_ALLOWED: the number, or name and ID number together
  kCertificateVersionDiffers,  // CERTIFICATE_VERSION_DIFFERS: not one more than before
  kCompanionBatchDiffers,      // COMPANION_BATCH_DIFFERS: another plan, or not the other class
  kCompanionDiffers,           // COMPANION_DIFFERS: not of that batch, or another one's companion
  kCompanionLinksMissing,      // COMPANION_LINKS_MISSING: more holders than passed
  kCompanionNotAwaiting,       // COMPANION_NOT_AWAITING: there is nothing to decide
  // Standing (R16, R20, R22, R27).
  kStatusMoveNotAllowed,    // STATUS_MOVE_NOT_ALLOWED: from the state it is in now (R16)
  kStatusReasonNotAllowed,  // STATUS_REASON_NOT_ALLOWED: S… suspends, V… revokes
  kStatusRangesDisordered,  // STATUS_RANGES_DISORDERED: ranges ascend and do not touch
  kStatusTooMany,           // STATUS_TOO_MANY: more than 10,000 certificates in one statement
  kStatusHistoryFull,       // STATUS_HISTORY_FULL: only a final state may still follow
  kCertificatesNotYours,    // CERTIFICATES_NOT_YOURS: issued by another organisation
  kBatchUnknown,            // BATCH_UNKNOWN: no batch under this index
  kBatchVoided,             // BATCH_VOIDED
  kSuspensionDiffers,       // SUSPENSION_DIFFERS: not suspended by the entry that is named
  kSuspensionNotYours,      // SUSPENSION_NOT_YOURS: another side suspended
  kFindingMissing,          // FINDING_MISSING: the authority needs one (R16)
  kFindingDiffers,          // FINDING_DIFFERS: unknown, or not about these certificates
  kSanctionInvalid,         // SANCTION_INVALID: names another thing than its kind is about
  kKeyUnknown,              // KEY_UNKNOWN
  kKeyEnded,                // KEY_ENDED: it ended before
  kAuthorityTooFew,         // AUTHORITY_TOO_FEW: fewer people than the threshold would be left
  kCompromiseInFuture,      // COMPROMISE_IN_FUTURE: since after log time
  kCompromiseNotEarlier,    // COMPROMISE_NOT_EARLIER: since moves back only
  kStandardWithdrawn,       // STANDARD_ALREADY_WITHDRAWN
  kGraceExceedsGenesis,     // GRACE_EXCEEDS_GENESIS: end_grace_days above the first rule set's
  kLogEnded,                // LOG_ENDED: the log goes on under a new origin, with BeginEpoch
  kOriginReused,            // ORIGIN_REUSED: a name that the log had before
  kEpochInvalid,            // EPOCH_INVALID: not what was announced, or not of this log
  kStatusRootDiffers,       // STATUS_ROOT_DIFFERS: not the root of the map (R27)
  kStatusRootDue,           // STATUS_ROOT_DUE: a StatusRoot must come before this (R27)
  kStatusRootLate,          // STATUS_ROOT_LATE: later after a change than R27 allows
  // Policies and posts (R23), by which acts are refused and certificates judged.
  kPolicyVersionOrder,        // POLICY_VERSION_ORDER: versions ascend by one
  kPolicyInvalid,             // POLICY_INVALID: a rule that contradicts itself
  kPolicyUnknown,             // POLICY_UNKNOWN: the organisation has no recognition policy
  kNotRecognised,             // NOT_RECOGNISED: by the policy of the organisation that asks
  kPostUnknown,               // POST_UNKNOWN: the organisation has no such post
  kPostCertificateMissing,    // POST_CERTIFICATE_MISSING: no certificate is shown
  kPostOccupationDiffers,     // POST_OCCUPATION_DIFFERS
  kPostTradeDiffers,          // POST_TRADE_DIFFERS
  kPostLadderDiffers,         // POST_LADDER_DIFFERS: ladders never mix
  kPostLevelTooLow,           // POST_LEVEL_TOO_LOW
  kPostCertificateNotValid,   // POST_CERTIFICATE_NOT_VALID
  kPostCertificateUndecided,  // POST_CERTIFICATE_UNDECIDED: whether it is valid is not known
  kTeamTooFewFit,             // TEAM_TOO_FEW_FIT
  kTeamLeaderNotFit,          // TEAM_LEADER_NOT_FIT
  // The national platform.
  kCertificateNotInBatch,   // CERTIFICATE_NOT_IN_BATCH: outside the batch that is named
  kNationalSyncNotAllowed,  // NATIONAL_SYNC_NOT_ALLOWED: not of certificates of this class
  // Warnings (never refuse).
  kStatusRootGapWarning,        // STATUS_ROOT_GAP: no StatusRoot for more than an hour
  kEntriesNotKeptWarning,       // ENTRIES_NOT_KEPT: an epoch began without the log's last entries
  kCreditCodeCheckWarning,      // CREDIT_CODE_CHECK
  kPassShareWarning,            // PASS_SHARE_UNUSUAL
  kIssuedOnExamDayWarning,      // ISSUED_ON_EXAM_DAY
  kSmallBatchWarning,           // BATCH_SMALL
  kPublicityLoggedLateWarning,  // PUBLICITY_LOGGED_LATE: the log did not see all its days
  // Log and proofs (R01), findings of verifiers and auditors.
  kLogTimeWentBack,           // LOG_TIME_WENT_BACK
  kUnitIncomplete,            // UNIT_INCOMPLETE: leaves missing, or of another batch
  kLogTimeDiffersInUnit,      // LOG_TIME_DIFFERS_IN_UNIT
  kLogRootDiffers,            // LOG_ROOT_DIFFERS: entries do not give the checkpoint's root
  kCheckpointInvalid,         // CHECKPOINT_INVALID
  kCheckpointInconsistent,    // CHECKPOINT_INCONSISTENT: two checkpoints of one log disagree
  kQuorumNotMet,              // QUORUM_NOT_MET
  kGenesisDiffers,            // GENESIS_DIFFERS: not the registry that is trusted
  kInclusionInvalid,          // INCLUSION_INVALID
  kEntryUnexpected,           // ENTRY_UNEXPECTED: another kind of entry than the place asks for
  kEvidenceMissing,           // EVIDENCE_MISSING: an entry that the check needs is not in the file
  kClaimsRootDiffers,         // CLAIMS_ROOT_DIFFERS
  kClaimMisplaced,            // CLAIM_MISPLACED
  kClaimNumberOutsideBlock,   // CLAIM_NUMBER_OUTSIDE_BLOCK
  kClaimEmployerNotOnRoster,  // CLAIM_EMPLOYER_NOT_ON_ROSTER
  kCertificateUnknown,        // CERTIFICATE_UNKNOWN: no certificate under this id
  kCertificateExpired,        // CERTIFICATE_EXPIRED
  kCertificateSuspended,      // CERTIFICATE_SUSPENDED
  kCertificateRevoked,        // CERTIFICATE_REVOKED
  kCertificateSuperseded,     // CERTIFICATE_SUPERSEDED
  kCertificateNotYetIssued,   // CERTIFICATE_NOT_YET_ISSUED: on the day that is asked about
  kKeyCompromised,            // KEY_COMPROMISED: at the batch's log time (R22)
  kStatusProofInvalid,        // STATUS_PROOF_INVALID: does not lead to the status root
  kStatusNotProven,           // STATUS_NOT_PROVEN: no status proof in the file, or none yet
  kProofTooOld,               // PROOF_TOO_OLD: older than the asker accepts
  kNumberNoMatch,             // NUMBER_NO_MATCH: the number, or what is said of its holder
  // Callers: what is wrong with the certificate that a caller showed, and with what it asks for.
  kCallerNeeded,                  // CALLER_NEEDED: the method is not open to all
  kCallerCertificateMalformed,    // CALLER_CERTIFICATE_MALFORMED
  kCallerCertificateUntrusted,    // CALLER_CERTIFICATE_UNTRUSTED: self-signed, other CA, too weak
  kCallerCertificateUsage,        // CALLER_CERTIFICATE_USAGE: not for TLS clients
  kCallerCertificateRevoked,      // CALLER_CERTIFICATE_REVOKED
  kCallerRevocationUnknown,       // CALLER_REVOCATION_UNKNOWN: no current list of its authority
  kCallerCertificateNotYetValid,  // CALLER_CERTIFICATE_NOT_YET_VALID
  kCallerCertificateExpired,      // CALLER_CERTIFICATE_EXPIRED
  kCallerNameMissing,             // CALLER_NAME_MISSING: no organisation, or two, in its URI names
  kCallerUnknown,                 // CALLER_UNKNOWN: the registry knows no such organisation
  kCallerNotPermitted,            // CALLER_NOT_PERMITTED: not for the role that it has
  kRateExceeded,                  // RATE_EXCEEDED: too many calls or rows; come back later
  kNumberTriesExhausted,          // NUMBER_TRIES_EXHAUSTED: too many wrong ones for one number
  // Verification receipts, lists, watching.
  kReceiptCertificateDiffers,  // RECEIPT_CERTIFICATE_DIFFERS: the receipt is about another one
  kReceiptNonceDiffers,        // RECEIPT_NONCE_DIFFERS: made for another occasion
  kReceiptPurposeDiffers,      // RECEIPT_PURPOSE_DIFFERS
  kReceiptRequesterDiffers,    // RECEIPT_REQUESTER_DIFFERS
  kReceiptsNotEnabled,         // RECEIPTS_NOT_ENABLED: no key to sign them that the log knows
  kPageTokenInvalid,           // PAGE_TOKEN_INVALID: of another caller, list or run of the server
  kWatchesExceeded,            // WATCHES_EXCEEDED: too many streams of one caller, or in all
  // Service.
  kVaultNotEnabled,    // VAULT_NOT_ENABLED
  kVaultClaimsReused,  // VAULT_CLAIMS_REUSED: another certificate has these, salts and all
  kNotRestricted,      // NOT_RESTRICTED: personal data are restricted before they are erased
  kEntryNotLogged,     // ENTRY_NOT_LOGGED
  kRequestMalformed,   // REQUEST_MALFORMED
  kNotFound,           // NOT_FOUND
  kQueueFull,          // QUEUE_FULL
  kDiskFull,           // DISK_FULL
  kClockImplausible,   // CLOCK_IMPLAUSIBLE
  kShuttingDown,       // SHUTTING_DOWN
  kCancelled,          // CANCELLED: the caller no longer waits
  kOutcomeUnknown,     // OUTCOME_UNKNOWN: it may or may not have been logged; send it again
  kDataLoss,           // DATA_LOSS: the registry's own rows contradict each other
  kInternal,           // INTERNAL: any other failure of the registry
  kCount,              // how many there are; no reason
};

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_REASON_H_
