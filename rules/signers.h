// Who must sign (R02, R13). Pure, and shared: Admit refuses by it, verifiers check by it.
#ifndef LINKCERT_RULES_SIGNERS_H_
#define LINKCERT_RULES_SIGNERS_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "linkcert/v1/resources.pb.h"
#include "proto/reason.h"

namespace linkcert::rules {

// One side of an act: an organisation, and what of it must sign.
struct Side {
  std::string organisation;
  std::vector<v1::KeyPurpose> purposes;  // any of these
  uint32_t people = 1;                   // different `person` ids
};

// Each signer belongs to a side (SIGNER_FOREIGN) and may sign such acts (SIGNER_PURPOSE); each
// side has its people (SIGNER_MISSING, TWO_PEOPLE_NEEDED, THRESHOLD_NOT_MET for more than two or
// for the authority).
absl::Status CheckSides(absl::Span<const v1::Key> signers, absl::Span<const Side> sides);

// "or" in FORMAT.md §4: one of the sides signs, and nobody else; which one, the first signer says.
absl::Status CheckOneSide(absl::Span<const v1::Key> signers, std::initializer_list<Side> sides);

// The side that must sign an IssueBatch: two people of the issuer.
Side IssuingSide(const std::string& issuer);
Side AuthoritySide(uint32_t people = 1);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_SIGNERS_H_
