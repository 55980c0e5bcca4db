// Who must sign (R02, R13): FORMAT.md §4.
#ifndef LINKCERT_TESTS_MODEL_SIGNING_H_
#define LINKCERT_TESTS_MODEL_SIGNING_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/model/question.h"

namespace linkcert::model {

struct Side {
  std::string organisation;
  std::set<int> purposes;  // each of its signers has one of these
  uint32_t people = 1;     // so many different persons sign
};
// Sides that all sign.
using Sides = std::vector<Side>;

Side AuthoritySide(uint32_t people = 1);
// Acts on keys of the authority and of the registry need `threshold` people, others one.
Side AuthorityOver(const Facts& facts, const std::string& organisation);

// All sides sign, and nobody else but the keys in `besides`, who count for nobody.
void MustSign(Question& question, const Sides& sides, const std::set<std::string>& besides = {});
// One of two: `mine`, or the authority. A statement with a signer of the authority as its first
// is the authority's.
void MustSignOrAuthority(Question& question, const Side& mine, const Side& authority);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_SIGNING_H_
