// The things that a log tells of, one struct a kind, as the second model holds them.
#ifndef LINKCERT_TESTS_MODEL_THINGS_H_
#define LINKCERT_TESTS_MODEL_THINGS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "linkcert/v1/statement.pb.h"

namespace linkcert::model {

// Where and when an entry was logged; `at` in milliseconds since 1970 UTC.
struct Moment {
  uint64_t index = 0;
  uint64_t at = 0;
};

struct Key {
  std::string public_key;    // SubjectPublicKeyInfo
  std::string organisation;  // an organisation's id, `authority` or `registry`
  std::string person;
  std::set<int> purposes;
  uint64_t index = 0;  // of the entry that registered it
  bool ended = false;
  std::optional<uint64_t> compromised_since = std::nullopt;
};

struct Chain {
  v1::DefineChain definition;
  std::set<std::string> members;  // now, the leader among them
};

struct Standard {
  v1::PublishStandard text;
  std::set<std::string> cosigners;
  bool filed = false;
  bool withdrawn = false;
};

struct Accreditation {
  v1::GrantAccreditation grant;
  Moment logged;
  std::map<uint32_t, uint64_t> issued;  // certificates by year of log time
};

struct Plan {
  v1::PlanBatch plan;
  std::optional<v1::SealRoster> roster;
  uint64_t sealed_index = 0;
  std::map<int, uint64_t> issued;  // certificates by class
  uint64_t linked = 0;             // of them, those that name a companion
  // The steps taken so far; of reports and appeals the newest.
  std::optional<v1::StartExamination> examination;
  std::optional<v1::ApproveResults> results;
  std::optional<v1::OpenPublicity> publicity;
  std::optional<v1::ClosePublicity> closing;
  std::optional<v1::ReportSupervision> supervision;
  std::optional<v1::RecordAppeals> appeals;
};

struct Assessor {
  v1::RegisterAssessor registration;
  bool barred = false;
  uint32_t barred_until = 0;  // last day; 0 = for good
};

struct Batch {
  std::string issuer;
  v1::CertificateClass certificate_class = v1::CERTIFICATE_CLASS_UNSPECIFIED;
  uint64_t certificates = 0;  // they stand at index + 1 … index + certificates
  std::string statement_id;
  std::string plan;
  // Corrections and reissues: index of the batch that states the facts.
  uint64_t original = 0;
};

// One change of one thing's standing.
struct Change {
  v1::StandingState state = v1::STANDING_STATE_UNSPECIFIED;
  v1::StatusReason reason = v1::STATUS_REASON_UNSPECIFIED;
  Moment logged;
  uint64_t since = 0;  // keys: compromised since
};

// A name and a key the log had or will have.
struct LogName {
  std::string origin;
  std::string key;
};

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_THINGS_H_
