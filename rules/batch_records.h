// What stands in the records of a batch that was admitted. Private to rules/.
#ifndef LINKCERT_RULES_BATCH_RECORDS_H_
#define LINKCERT_RULES_BATCH_RECORDS_H_

#include "rules/act_context.h"

namespace linkcert::rules {

// In the list of the organisation that signed: a batch, or a correction or reissue.
void ListUnderIssuer(ActContext& context, uint32_t leaf_count);

// Whose keys the unit stands and falls with, and when it was logged (R22).
void SetSigned(const ActContext& context, records::IssuedBatch& record);

// The batch by its index, in its issuer's list and with its claims roots; its plan counts it.
void WriteIssuedBatch(ActContext& context, const v1::IssueBatch& batch, const v1::Plan& plan);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_BATCH_RECORDS_H_
