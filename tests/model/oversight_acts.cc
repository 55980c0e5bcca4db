// RULES.md "Erasure".
#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {

void Judge(const Facts&, const v1::RecordErasure&, Question& question) {
  MustSign(question, {{.organisation = kRegistry, .purposes = {v1::KEY_PURPOSE_RECEIPT}}});
}

void Apply(Facts&, const v1::RecordErasure&, const Question&) {}

}  // namespace linkcert::model
