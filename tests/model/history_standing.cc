// Random acts on certificates that were issued.
#include <algorithm>

#include "crypto/hash.h"
#include "tests/model/history.h"

namespace linkcert::model {
namespace {

using Ranges = google::protobuf::RepeatedPtrField<v1::IndexRange>;

// The fewest ranges over these indexes, which ascend.
void SetRanges(Ranges& ranges, const std::vector<uint64_t>& indexes) {
  for (uint64_t index : indexes) {
    if (!ranges.empty() && ranges.rbegin()->end() == index) {
      ranges.rbegin()->set_end(index + 1);
      continue;
    }
    v1::IndexRange& range = *ranges.Add();
    range.set_begin(index);
    range.set_end(index + 1);
  }
}

void MistakeRanges(Ranges& ranges, uint32_t choice, uint64_t size) {
  v1::IndexRange& last = *ranges.rbegin();
  switch (choice) {
    case 0:
      last.set_begin(last.end());
      break;
    case 1:
      last.set_end(last.end() + 1);
      break;
    case 2:
      *ranges.Add() = v1::IndexRange(last);
      break;
    case 3:
      last.set_end(last.end() + 10000);
      break;
    case 4: {
      v1::IndexRange& next = *ranges.Add();
      next.set_begin(last.end());
      next.set_end(last.end() + 1);
      break;
    }
    default:
      last.set_begin(1);
      last.set_end(1 + size % 20);
  }
}

}  // namespace

// One to three, most of them in this state; empty when nothing was issued yet.
std::vector<uint64_t> History::SomeCertificates(v1::StandingState state) {
  std::set<uint64_t> some;
  if (facts().certificates.empty()) return {};
  const uint32_t count = 1 + Pick(3);
  for (uint32_t i = 0; i < 12 && some.size() < count; ++i) {
    const uint64_t index = Any(facts().certificates)->first;
    const bool fits =
        facts().StateOf(index) == state &&
        facts().StateOf(facts().certificates.at(index)) == v1::STANDING_STATE_IN_FORCE;
    const bool same =
        some.empty() || facts().certificates.at(*some.begin()) == facts().certificates.at(index);
    if ((fits && same) || OnceIn(20)) some.insert(index);
  }
  if (some.empty()) some.insert(Any(facts().certificates)->first);
  return {some.begin(), some.end()};
}

History::Names History::IssuerOrAuthority(uint64_t certificate, uint32_t people) {
  if (OnceIn(3)) return Authority();
  const uint64_t* batch = Find(facts().certificates, certificate);
  return KeysOf(batch == nullptr ? testing::kLeader : facts().batches.at(*batch).issuer, people);
}

// Mostly one about this issuer; 0 when there is none.
uint64_t History::FindingFor(const std::string& issuer) {
  if (facts().findings.empty()) return OnceIn(10) ? 1 : 0;
  auto found = Any(facts().findings);
  for (int i = 0; i < 3 && found->second.organisation() != issuer; ++i) {
    found = Any(facts().findings);
  }
  return found->first + (OnceIn(20) ? 1 : 0);
}

Draft History::SuspendCertificates() {
  const auto some = SomeCertificates(v1::STANDING_STATE_IN_FORCE);
  if (some.empty()) return IssueBatch();
  Draft draft = Act(IssuerOrAuthority(some[0], 1));
  v1::SuspendCertificates& act = *draft.statement.mutable_suspend_certificates();
  SetRanges(*act.mutable_certificates(), some);
  if (OnceIn(9)) MistakeRanges(*act.mutable_certificates(), Pick(6), facts().size);
  act.set_reason(v1::StatusReason(OnceIn(15) ? 1 + Pick(10) : 101 + Pick(4)));
  return draft;
}

Draft History::ReinstateCertificates() {
  const auto some = SomeCertificates(v1::STANDING_STATE_SUSPENDED);
  const std::vector<Change>* history = some.empty() ? nullptr : Find(facts().standing, some[0]);
  if (history == nullptr) return SuspendCertificates();
  const uint64_t suspension = history->back().logged.index;
  const std::string* by = Find(facts().suspensions, suspension);
  Draft draft = Act(IssuerOrAuthority(some[0], 2));
  if (by != nullptr && !OnceIn(4)) draft.signers = KeysOf(*by, *by == kAuthority ? 1 : 2);
  v1::ReinstateCertificates& act = *draft.statement.mutable_reinstate_certificates();
  SetRanges(*act.mutable_certificates(), some);
  if (OnceIn(12)) MistakeRanges(*act.mutable_certificates(), Pick(6), facts().size);
  act.set_suspension(OnceIn(15) && !facts().suspensions.empty() ? Any(facts().suspensions)->first
                                                                : suspension);
  return draft;
}

Draft History::RevokeCertificates() {
  const auto some =
      SomeCertificates(OnceIn(4) ? v1::STANDING_STATE_SUSPENDED : v1::STANDING_STATE_IN_FORCE);
  if (some.empty()) return IssueBatch();
  Draft draft = Act(IssuerOrAuthority(some[0], 2));
  v1::RevokeCertificates& act = *draft.statement.mutable_revoke_certificates();
  SetRanges(*act.mutable_certificates(), some);
  if (OnceIn(12)) MistakeRanges(*act.mutable_certificates(), Pick(6), facts().size);
  act.set_reason(v1::StatusReason(OnceIn(15) ? 100 + 1 + Pick(4) : 1 + Pick(OnceIn(5) ? 10 : 9)));
  const std::string& issuer = facts().batches.at(facts().certificates.at(some[0])).issuer;
  const bool by_authority = draft.signers == Authority() || draft.signers.size() == 1;
  if (by_authority ? !OnceIn(10) : OnceIn(5)) act.set_finding(FindingFor(issuer));
  return draft;
}

Draft History::VoidBatch() {
  if (facts().batches.empty()) return IssueBatch();
  const auto& [index, batch] = *Any(facts().batches);
  const bool by_authority = OnceIn(3);
  Draft draft = Act(by_authority ? Authority() : KeysOf(batch.issuer, 2));
  v1::VoidBatch& act = *draft.statement.mutable_void_batch();
  act.set_batch(index + (OnceIn(12) ? 1 : 0));
  act.set_reason(v1::StatusReason(OnceIn(12) ? 101 : 1 + Pick(OnceIn(5) ? 10 : 9)));
  if (by_authority ? !OnceIn(10) : OnceIn(5)) act.set_finding(FindingFor(batch.issuer));
  return draft;
}

Draft History::RecordFinding() {
  Draft draft = Act(Authority());
  v1::RecordFinding& act = *draft.statement.mutable_record_finding();
  act.set_organisation(AnyFirm());
  const auto some = SomeCertificates(v1::STANDING_STATE_IN_FORCE);
  if (!some.empty() && !OnceIn(8)) {
    const uint64_t batch = facts().certificates.at(some[0]);
    act.set_organisation(facts().batches.at(batch).issuer);
    std::vector<uint64_t> concerned = some;
    if (OnceIn(3)) concerned = {batch};
    if (!OnceIn(3)) SetRanges(*act.mutable_concerned(), concerned);
    if (!act.concerned().empty() && OnceIn(8)) {
      MistakeRanges(*act.mutable_concerned(), Pick(6), facts().size);
    }
  }
  act.set_kind(v1::FindingKind(OnceIn(8) ? 1 : 2 + Pick(4)));
  act.set_document_digest(crypto::Sha256("finding").str());
  return draft;
}

}  // namespace linkcert::model
