// Batches of a generated province: numbers, the batch statement and its leaves.
#ifndef LINKCERT_TESTS_PROVINCE_ISSUING_H_
#define LINKCERT_TESTS_PROVINCE_ISSUING_H_

#include <optional>
#include <string>
#include <vector>

#include "tests/province/stage.h"

namespace linkcert::province {

// One examination, from plan to certificates.
struct Assessment {
  Issuer* issuer = nullptr;
  uint32_t certificates = 0;
  bool dual = false;  // and as many of the enterprise
  uint32_t level = 0;
  v1::Route route = v1::ROUTE_EXAM;
  std::string programme;  // empty: none
  // As it went.
  v1::Statement plan;
  v1::Statement roster;
  v1::Statement start;  // start_examination
  uint32_t passed = 0;
  uint32_t present = 0;
  uint32_t objections = 0;
  proto::CivilDate results_on = 0;
  proto::CivilDate publicity_from = 0;
  proto::CivilDate publicity_to = 0;
  v1::Statement batch;       // the newest
  uint64_t batch_index = 0;  // in the log
};

// The prefix of its state certificates issued today.
std::string StatePrefix(const Stage& stage, const Issuer& issuer, uint32_t level);
// Where the province numbers and too few are assigned: what assigns more. Else nullopt.
std::optional<Act> AssignNumbers(const Stage& stage, Issuer& issuer, uint32_t level,
                                 uint32_t certificates);

// The batch of state certificates, or the enterprise's companion batch once that one is logged.
Draft DraftBatch(const Stage& stage, Assessment& assessment);
// What the statistics should say of it.
IssuedBatch RowOf(const Stage& stage, const Assessment& assessment, const Draft& draft,
                  const Logged& logged);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_ISSUING_H_
