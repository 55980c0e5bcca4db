#include "rules/batch_records.h"

#include <utility>

#include "rules/claims_roots.h"

namespace linkcert::rules {
namespace {

void WriteBatch(ActContext& context, const v1::IssueBatch& batch) {
  records::IssuedBatch record;
  record.set_organisation(context.first_organisation());
  record.set_statement_id(context.statement().statement_id());
  record.set_leaf_count(batch.leaf_count());
  record.set_certificate_class(batch.certificate_class());
  record.set_plan(batch.plan());
  record.set_document_version(batch.document_version());
  record.set_occupation_name(batch.occupation_name());
  record.set_issued_on(batch.issued_on());
  record.set_present(batch.present());
  record.set_passed(batch.passed());
  *record.mutable_programmes() = batch.programmes();
  SetSigned(context, record);
  context.Write(IssuedBatchKey(context.stamp.index), std::move(record),
                &Record::mutable_issued_batch);
}

void CountInPlan(ActContext& context, const v1::IssueBatch& batch, v1::Plan plan) {
  for (int i = 0; i < plan.plan().classes_size(); ++i) {
    if (plan.plan().classes(i) != batch.certificate_class()) continue;
    plan.set_issued(i, plan.issued(i) + batch.leaf_count());
  }
  context.Write(PlanKey(context.first_organisation(), batch.plan()), std::move(plan),
                &Record::mutable_plan);
}

}  // namespace

void SetSigned(const ActContext& context, records::IssuedBatch& record) {
  *record.mutable_signers() = context.statement().signers();
  record.set_logged_at(context.stamp.logged_at);
}

void ListUnderIssuer(ActContext& context, uint32_t leaf_count) {
  records::BatchOfOrganisation own;
  own.set_leaf_count(leaf_count);
  context.Write(BatchOfOrganisationKey(context.first_organisation(), context.stamp.index),
                std::move(own), &Record::mutable_batch_of_organisation);
}

void WriteIssuedBatch(ActContext& context, const v1::IssueBatch& batch, const v1::Plan& plan) {
  WriteBatch(context, batch);
  ListUnderIssuer(context, batch.leaf_count());
  WriteClaimsRoots(context);
  CountInPlan(context, batch, plan);
}

}  // namespace linkcert::rules
