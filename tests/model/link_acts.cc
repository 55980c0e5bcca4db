// RULES.md "Links between certificates": new versions, and certificates that replace others.
#include "tests/model/acts.h"
#include "tests/model/leaves.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

using Hashes = google::protobuf::RepeatedPtrField<std::string>;
constexpr int kTags = 10;  // of document version 1
constexpr uint32_t kNumberTag = 1, kNameTag = 2, kIdNumberTag = 4;

void MustBeTwoOfTheIssuer(Question& question) {
  MustSign(question, {{.organisation = question.first_organisation,
                       .purposes = {v1::KEY_PURPOSE_CERTIFICATE},
                       .people = 2}});
}

// Known, the signers' own, of a batch that holds, valid; true if it is known.
bool MustBeUsable(const Facts& facts, uint64_t certificate, Question& question) {
  const uint64_t* batch = Find(facts.certificates, certificate);
  if (!question.Must(batch != nullptr, "CERTIFICATE_UNKNOWN")) return false;
  question.Must(facts.batches.at(*batch).issuer == question.first_organisation,
                "CERTIFICATES_NOT_YOURS");
  question.Must(facts.StateOf(*batch) != v1::STANDING_STATE_VOIDED, "BATCH_VOIDED");
  question.Must(facts.StateOf(certificate) == v1::STANDING_STATE_IN_FORCE,
                "STATUS_MOVE_NOT_ALLOWED");
  return true;
}

// Leaf i says that it replaces the certificate, and nothing else.
void JudgeReplaced(const Facts& facts, const std::vector<uint64_t>& replaced, uint64_t batch,
                   Question& question) {
  MustBeTwoOfTheIssuer(question);
  const size_t leaves = question.submission.leaves.size();
  question.Must(leaves == replaced.size(), "LEAF_LINK_DIFFERS");
  uint64_t last = 0;
  for (size_t i = 0; i < replaced.size(); ++i) {
    if (i < leaves) {
      const v1::CertificateLeaf leaf = LeafAt(question, i);
      question.Must(leaf.supersedes() == replaced[i], "LEAF_LINK_DIFFERS");
      question.Must(leaf.companion() == 0, "LEAF_LINK_NOT_ENABLED");
    }
    question.Must(replaced[i] > last, "LINKS_DISORDERED");
    last = replaced[i];
    if (!MustBeUsable(facts, replaced[i], question)) continue;
    question.Must(facts.certificates.at(replaced[i]) == batch, "ORIGINAL_BATCH_DIFFERS");
  }
}

uint32_t VersionOf(const Facts& facts, uint64_t certificate) {
  const uint32_t* version = Find(facts.versions, certificate);
  return version == nullptr ? 1 : *version;
}

std::string RootOf(const Hashes& hashes) {
  return hashes.size() == kTags ? TreeRoot({hashes.begin(), hashes.end()}) : std::string();
}

// R17 of one correction; `leaf` is the new certificate's, if there is one.
void JudgeCorrection(const Facts& facts, const v1::Correction& correction,
                     const v1::CertificateLeaf* leaf, Question& question) {
  const uint64_t old = correction.certificate();
  question.Must(correction.version() == VersionOf(facts, old) + 1, "CERTIFICATE_VERSION_DIFFERS");
  const std::string* old_root = Find(facts.claims_roots, old);
  question.Must(old_root == nullptr || RootOf(correction.old_claim_hashes()) == *old_root,
                "CLAIMS_ROOT_DIFFERS");
  question.Must(leaf == nullptr || RootOf(correction.new_claim_hashes()) == leaf->claims_root(),
                "CLAIMS_ROOT_DIFFERS");
  std::set<uint32_t> changed;
  const int tags = std::min(correction.old_claim_hashes_size(), correction.new_claim_hashes_size());
  for (int i = 0; i < tags; ++i) {
    if (correction.old_claim_hashes(i) != correction.new_claim_hashes(i)) changed.insert(i + 1);
  }
  const auto& declared = correction.changed_tags();
  question.Must(changed == std::set<uint32_t>(declared.begin(), declared.end()),
                "CORRECTION_TAGS_DIFFER");
  if (const auto* before = Find(facts.corrected, FirstVersion(facts, old))) {
    changed.insert(before->begin(), before->end());
  }
  question.Must(
      changed.count(kNumberTag) == 0 && changed.count(kNameTag) + changed.count(kIdNumberTag) < 2,
      "CORRECTION_NOT_ALLOWED");
}

void Replace(Facts& facts, uint64_t old_certificate, uint64_t certificate,
             const Question& question) {
  facts.replaced_by[old_certificate] = certificate;
  ChangeStanding(facts, {old_certificate},
                 {.state = v1::STANDING_STATE_SUPERSEDED, .logged = question.now});
}

void ApplyVersions(Facts& facts, const std::vector<uint64_t>& replaced, uint64_t original,
                   uint32_t corrections, const Question& question) {
  const uint64_t index = question.now.index;
  Batch unit = facts.batches.at(original);
  unit.certificates = replaced.size();
  unit.original = original;
  facts.batches[index] = unit;
  for (size_t i = 0; i < replaced.size(); ++i) {
    const uint64_t certificate = index + 1 + i;
    facts.certificates[certificate] = original;
    facts.claims_roots[certificate] = LeafAt(question, i).claims_root();
    facts.version_of[certificate] = replaced[i];
    facts.versions[certificate] = VersionOf(facts, replaced[i]) + corrections;
    Replace(facts, replaced[i], certificate, question);
  }
}

std::vector<uint64_t> Corrected(const v1::CorrectCertificates& act) {
  std::vector<uint64_t> certificates;
  for (const v1::Correction& one : act.corrections()) certificates.push_back(one.certificate());
  return certificates;
}

}  // namespace

uint64_t FirstVersion(const Facts& facts, uint64_t certificate) {
  const uint64_t* before = Find(facts.version_of, certificate);
  return before == nullptr ? certificate : FirstVersion(facts, *before);
}

uint64_t NewestVersion(const Facts& facts, uint64_t certificate) {
  for (const auto& [newer, older] : facts.version_of) {
    if (older == certificate) return NewestVersion(facts, newer);
  }
  return certificate;
}

void Judge(const Facts& facts, const v1::CorrectCertificates& act, Question& question) {
  JudgeReplaced(facts, Corrected(act), act.original_batch(), question);
  for (int i = 0; i < act.corrections_size(); ++i) {
    const bool has_leaf = static_cast<size_t>(i) < question.submission.leaves.size();
    const v1::CertificateLeaf leaf = has_leaf ? LeafAt(question, i) : v1::CertificateLeaf();
    JudgeCorrection(facts, act.corrections(i), has_leaf ? &leaf : nullptr, question);
  }
}

void Apply(Facts& facts, const v1::CorrectCertificates& act, const Question& question) {
  ApplyVersions(facts, Corrected(act), act.original_batch(), 1, question);
  for (const v1::Correction& one : act.corrections()) {
    facts.corrected[FirstVersion(facts, one.certificate())].insert(one.changed_tags().begin(),
                                                                   one.changed_tags().end());
  }
}

void Judge(const Facts& facts, const v1::ReissueCertificates& act, Question& question) {
  JudgeReplaced(facts, {act.certificates().begin(), act.certificates().end()}, act.original_batch(),
                question);
}

void Apply(Facts& facts, const v1::ReissueCertificates& act, const Question& question) {
  ApplyVersions(facts, {act.certificates().begin(), act.certificates().end()}, act.original_batch(),
                0, question);
}

void Judge(const Facts& facts, const v1::SupersedeCertificates& act, Question& question) {
  MustBeTwoOfTheIssuer(question);
  uint64_t last = 0;
  std::set<uint64_t> named;
  for (const v1::SupersedeLink& link : act.links()) {
    const uint64_t older = link.old_certificate();
    const uint64_t newer = link.new_certificate();
    question.Must(last < older && older < newer, "LINKS_DISORDERED");
    question.Must(named.insert(older).second && named.insert(newer).second, "LINKS_DISORDERED");
    last = older;
    for (const auto& [before, after] : facts.replaced_by) {
      question.Must(after != newer, "LINK_TAKEN");
    }
    const bool usable = MustBeUsable(facts, older, question);
    if (!MustBeUsable(facts, newer, question) || !usable) continue;
    question.Must(facts.batches.at(facts.certificates.at(older)).certificate_class ==
                      facts.batches.at(facts.certificates.at(newer)).certificate_class,
                  "LINK_CLASS_DIFFERS");
    question.Must(facts.CompanionOf(older) == 0 && facts.CompanionOf(newer) == 0,
                  "COMPANION_DIFFERS");
  }
}

void Apply(Facts& facts, const v1::SupersedeCertificates& act, const Question& question) {
  for (const v1::SupersedeLink& link : act.links()) {
    Replace(facts, link.old_certificate(), link.new_certificate(), question);
  }
}

}  // namespace linkcert::model
