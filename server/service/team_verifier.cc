#include "server/service/team_verifier.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/certificate_links.h"
#include "rules/posts.h"
#include "server/service/audience.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status Malformed(const std::string& detail) {
  return Refuse(Reason::kRequestMalformed, detail);
}

// The members' certificates, and what they show for the post.
class TeamInquiry {
 public:
  TeamInquiry(const v1::VerifyTeamRequest& request, const Caller& caller, OnlineVerifier& verifier)
      : request_(request), caller_(caller), verifier_(verifier) {}

  absl::StatusOr<v1::TeamVerdict> Answer() {
    const absl::StatusOr<LogMoment> moment = verifier_.MomentOf(request_.as_of());
    if (!moment.ok()) return moment.status();
    team_.set_as_of(moment->reaches());
    for (const v1::TeamMember& member : request_.members()) {
      absl::Status status = VerifyMember(*moment, member);
      if (!status.ok()) return status;
    }
    absl::Status status = JudgeFitness(moment->reader.published().view);
    if (!status.ok()) return status;
    return std::move(team_);
  }

 private:
  absl::Status VerifyMember(const LogMoment& moment, const v1::TeamMember& member) {
    v1::MemberVerdict& answer = *team_.add_members();
    shown_.emplace_back();
    places_.emplace_back();
    for (const v1::VerifyCertificateRequest& certificate : member.certificates()) {
      v1::VerifyCertificateRequest asked = certificate;
      asked.set_audience(request_.audience());
      absl::StatusOr<Answered> found = verifier_.VerifyAt(moment, asked, caller_);
      if (!found.ok()) return found.status();
      if (found->batch != nullptr) {
        absl::Status status =
            Show(moment.reader.published().view, *found, answer.certificates_size() + 1);
        if (!status.ok()) return status;
      }
      *answer.add_certificates() = std::move(found->verdict);
    }
    return absl::OkStatus();
  }

  // One person is one member: the versions of a certificate are his, and so is its companion.
  absl::Status Show(const rules::View& view, const Answered& found, int place) {
    const int member = team_.members_size();
    const absl::StatusOr<uint64_t> person = rules::PersonOf(view, found.verdict.certificate());
    if (!person.ok()) return person.status();
    const auto [owner, is_new] = owners_.try_emplace(*person, member);
    if (!is_new && owner->second != member) {
      return Malformed(absl::StrCat("members ", owner->second, " and ", member,
                                    " show certificates of one person"));
    }
    shown_.back().push_back(
        {.terms = rules::TermsOf(found.verdict.facts().issuer(), found.batch->act()),
         .valid = IsValid(found.verdict)});
    places_.back().push_back(static_cast<uint32_t>(place));
    return absl::OkStatus();
  }

  absl::Status JudgeFitness(const rules::View& view) {
    absl::Status registered = CheckRegistered(view, request_.audience());
    if (!registered.ok()) return LeaveOpen(registered);
    const auto post = FindPostAt(view, request_.audience(), request_.post(), team_.as_of());
    if (!post.ok()) return post.status();
    if (*post == nullptr) return LeaveOpen(Refuse(Reason::kPostUnknown));
    SetFitness((*post)->requirement());
    return absl::OkStatus();
  }

  absl::Status LeaveOpen(const absl::Status& refusal) {
    const std::optional<Reason> reason = proto::ReasonOf(refusal);
    if (!reason) return refusal;
    team_.set_fit(v1::ANSWER_UNKNOWN);
    team_.set_leader_fit(v1::ANSWER_UNKNOWN);
    team_.set_reason(NameOf(reason));
    return absl::OkStatus();
  }

  void SetFitness(const v1::SetPostRequirement& post) {
    std::optional<size_t> leader;
    if (request_.leader() != 0) leader = request_.leader() - 1;
    const rules::TeamFitness found = rules::TeamFitnessFor(post, shown_, leader);
    team_.set_fit(ToProto(found.fit));
    team_.set_reason(NameOf(found.reason));
    team_.set_requirement_version(post.version());
    team_.set_fit_members(static_cast<uint32_t>(found.fit_members));
    team_.set_undecided_members(static_cast<uint32_t>(found.undecided_members));
    team_.set_needed_members(static_cast<uint32_t>(found.needed_members));
    team_.set_leader_fit(ToProto(found.leader_fit));
    team_.set_leader_required(post.leader_required());
    for (size_t i = 0; i < found.members.size(); ++i) {
      v1::MemberVerdict& member = *team_.mutable_members(static_cast<int>(i));
      const rules::Fitness& fitness = found.members[i];
      *member.mutable_fitness() = ToProto(fitness, post.version());
      if (fitness.certificate) member.set_certificate(places_[i][*fitness.certificate]);
    }
  }

  const v1::VerifyTeamRequest& request_;
  const Caller& caller_;
  OnlineVerifier& verifier_;
  v1::TeamVerdict team_;
  // By member: what was found, and its place in the request, counted from 1.
  std::vector<std::vector<rules::ShownCertificate>> shown_;
  std::vector<std::vector<uint32_t>> places_;
  absl::flat_hash_map<uint64_t, int> owners_;  // PersonOf → the member that shows it, from 1
};

}  // namespace

uint64_t CertificatesOf(const v1::VerifyTeamRequest& request) {
  uint64_t count = 0;
  for (const v1::TeamMember& member : request.members()) {
    count += static_cast<uint64_t>(member.certificates_size());
  }
  return count;
}

absl::Status CheckTeam(const v1::VerifyTeamRequest& request) {
  const auto members = static_cast<uint64_t>(request.members_size());
  if (request.audience().empty() || request.post().empty()) {
    return Malformed("a team needs an audience and its post");
  }
  if (members == 0 || members > kMaxTeam || CertificatesOf(request) > kMaxTeam) {
    return Malformed(absl::StrCat("1 to ", kMaxTeam, " members, with as many certificates"));
  }
  if (request.leader() > members) return Malformed("the leader is no member");
  for (const v1::TeamMember& member : request.members()) {
    for (const v1::VerifyCertificateRequest& asked : member.certificates()) {
      const bool only_subject =
          asked.audience().empty() && asked.post().empty() && asked.as_of() == 0;
      if (!only_subject) return Malformed("a member's certificate asks for itself");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::TeamVerdict> VerifyTeam(const v1::VerifyTeamRequest& request,
                                           const Caller& caller, OnlineVerifier& verifier) {
  return TeamInquiry(request, caller, verifier).Answer();
}

}  // namespace linkcert::server
