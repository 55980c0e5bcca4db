#include "client/issue/batch_maker.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/shuffle.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr size_t kStatementIdSizeBytes = 16;
constexpr size_t kReportSaltSizeBytes = 32;

// By tag; absent ones stay empty.
std::vector<std::string> ClaimValues(const ReportRow& row) {
  std::vector<std::string> values(proto::kClaimTags);
  const auto set = [&](proto::ClaimTag tag, const std::string& value) { values[tag - 1] = value; };
  set(proto::kNumber, row.number);
  set(proto::kName, row.person.name);
  set(proto::kIdType, row.person.id_type);
  set(proto::kIdNumber, row.person.id_number);
  set(proto::kEmployer, row.person.employer);
  set(proto::kTheoryScore, row.theory_score);
  set(proto::kSkillScore, row.skill_score);
  set(proto::kReviewScore, row.review_score);
  set(proto::kCompanionNumber, row.companion_number);
  return values;
}

absl::StatusOr<v1::PendingCertificate> MakeCertificate(const ReportRow& row,
                                                       absl::string_view statement_id,
                                                       uint32_t position) {
  absl::StatusOr<std::vector<std::string>> claims = proto::MakeClaims(ClaimValues(row));
  if (!claims.ok()) {
    return absl::Status(claims.status().code(),
                        absl::StrCat("line ", row.line, ": ", claims.status().message()));
  }
  v1::PendingCertificate certificate;
  certificate.set_leaf(proto::EncodeLeaf(statement_id, position, proto::ClaimsRoot(*claims),
                                         {.companion = row.companion}));
  for (std::string& claim : *claims) certificate.add_claims(std::move(claim));
  certificate.set_line(row.line);
  for (const std::string& cell : row.cells) certificate.add_cells(cell);
  return certificate;
}

}  // namespace

absl::StatusOr<MadeBatch> MakeBatch(const BatchRows& rows, absl::string_view sheet,
                                    const StatementFrame& frame) {
  std::vector<const ReportRow*> shuffled;
  for (const ReportRow& row : rows.rows) shuffled.push_back(&row);
  Shuffle(shuffled);

  v1::Statement statement;
  statement.set_statement_id(crypto::RandomBytes(kStatementIdSizeBytes));
  v1::PendingBatch pending;
  std::vector<crypto::Hash> leaf_hashes;
  for (uint32_t position = 0; position < shuffled.size(); ++position) {
    absl::StatusOr<v1::PendingCertificate> made =
        MakeCertificate(*shuffled[position], statement.statement_id(), position);
    if (!made.ok()) return made.status();
    leaf_hashes.push_back(crypto::HashLeaf(made->leaf()));
    *pending.add_certificates() = *std::move(made);
  }
  pending.set_report_salt(crypto::RandomBytes(kReportSaltSizeBytes));

  v1::IssueBatch& batch = *statement.mutable_issue_batch();
  batch = rows.batch;
  batch.set_report_digest(crypto::Sha256(pending.report_salt(), sheet).str());
  batch.set_leaf_count(static_cast<uint32_t>(leaf_hashes.size()));
  batch.set_leaves_root(crypto::RootOf(leaf_hashes).str());
  absl::StatusOr<StatementInMaking> making = FrameStatement(std::move(statement), frame);
  if (!making.ok()) return making.status();
  pending.set_statement_digest(making->digest().str());
  return MadeBatch{*std::move(making), std::move(pending)};
}

}  // namespace linkcert::client
