// A served registry in which one batch was issued, and its certificate files.
#ifndef LINKCERT_TESTS_SERVER_CERTIFICATE_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_CERTIFICATE_FIXTURE_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "proto/claims.h"
#include "proto/statement.h"
#include "tests/server/live_fixture.h"

namespace linkcert::server {

inline void AddEvidence(const v1::LoggedEntry& logged, v1::CertificateFile& file) {
  const auto entry = proto::DecodeEntry(logged.entry());
  const v1::Statement act = proto::OpenStatement(entry->signed_statement())->statement;
  if (act.has_genesis()) *file.mutable_genesis() = logged;
  if (act.has_register_organisation()) *file.mutable_organisation() = logged;
  if (act.has_grant_accreditation()) *file.mutable_accreditation() = logged;
  if (act.has_begin_epoch()) *file.add_epochs() = logged;
  if (act.has_issue_batch()) *file.mutable_original_batch() = logged;
  if (act.has_rotate_key()) *file.add_issuer_keys() = logged;  // tests rotate no others
  if (!act.has_add_key()) return;
  *(act.add_key().organisation() == "authority" ? file.add_authority_keys()
                                                : file.add_issuer_keys()) = logged;
}

// The file that shows all claims, made of what the server answers.
inline v1::CertificateFile FileOf(const v1::Certificate& certificate,
                                  const std::vector<std::string>& claims) {
  v1::CertificateFile file;
  file.set_checkpoint(certificate.checkpoint());
  *file.mutable_batch() = certificate.batch();
  file.set_leaf(certificate.leaf());
  *file.mutable_leaf_path() = certificate.leaf_path();
  for (const v1::LoggedEntry& entry : certificate.evidence()) AddEvidence(entry, file);
  for (const std::string& claim : claims) file.add_claims()->set_claim(claim);
  return file;
}

class CertificateTest : public LiveTest {
 protected:
  static constexpr uint32_t kCertificates = 7;

  void SetUp() override {
    LiveTest::SetUp();
    FoundLive();
    unit_ = Batch(1, kCertificates);
    ASSERT_EQ(ReasonOf(Issue(unit_, &receipt_)), "OK");
  }
  uint64_t CertificateAt(uint32_t position) const {
    return receipt_.entry().index() + 1 + position;
  }

  // The file of the certificate at `position`, showing all claims, made of what the server answers.
  v1::CertificateFile File(uint32_t position) {
    v1::GetCertificateRequest request;
    request.set_name(absl::StrCat("certificates/", CertificateAt(position)));
    v1::Certificate certificate;
    EXPECT_EQ(ReasonOf(CallOnce(*issuance_, &v1::IssuanceService::Stub::GetCertificate, request,
                                &certificate)),
              "OK");
    return FileOf(certificate, unit_.claims[position]);
  }

  v1::Verdict Verify(const v1::VerifyCertificateRequest& request) {
    v1::Verdict verdict;
    EXPECT_EQ(ReasonOf(CallOnce(*verification_, &v1::VerificationService::Stub::VerifyCertificate,
                                request, &verdict)),
              "OK");
    return verdict;
  }
  v1::Verdict VerifyId(uint64_t certificate) {
    v1::VerifyCertificateRequest request;
    request.set_certificate(certificate);
    return Verify(request);
  }
  v1::Verdict VerifyFile(const v1::CertificateFile& file) {
    v1::VerifyCertificateRequest request;
    request.set_certificate_file(file.SerializeAsString());
    return Verify(request);
  }
  // The name and reason of the first check that did not pass; "VALID" if all did.
  static std::string Finding(const v1::Verdict& verdict) {
    for (const v1::Check& check : verdict.checks()) {
      if (check.result() != v1::CHECK_RESULT_PASS) return check.name() + " " + check.reason();
    }
    return verdict.conclusion() == v1::CONCLUSION_VALID ? "VALID" : "no conclusion";
  }
  std::string FindingAfter(const std::function<void(v1::CertificateFile&)>& change) {
    v1::CertificateFile file = File(3);
    change(file);
    return Finding(VerifyFile(file));
  }

  Unit unit_;
  v1::Receipt receipt_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_CERTIFICATE_FIXTURE_H_
