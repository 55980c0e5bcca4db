// The stories of aftermath.h, one function each.
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "tests/province/aftermath.h"
#include "tests/testing/world_oversight.h"
#include "tests/testing/world_process.h"
#include "tests/testing/world_standing.h"

namespace linkcert::province {
namespace {

// Which certificate of a batch a story is about: no two stories meet. The smallest batch has eight.
constexpr uint32_t kCorrected = 0;
constexpr uint32_t kReissued = 1;
constexpr uint32_t kErased = 2;
constexpr uint32_t kSuspended = 3;
constexpr uint32_t kDefrauded = 5;
constexpr uint32_t kRevoked = 6;
constexpr uint32_t kReplaced = 7;

uint64_t Certificate(const Issued& issued, uint32_t position) {
  return proto::LeafIndex(issued.index, position);
}

testing::Held HeldAt(const Issued& issued, uint32_t position) {
  return {.index = Certificate(issued, position), .claims = issued.claims[position]};
}

std::vector<testing::Indexes> Range(uint64_t begin, uint64_t count = 1) {
  return {{.begin = begin, .end = begin + count}};
}

}  // namespace

// A misspelt name; of every third the employer besides.
void Aftermath::Correct(const Issued& issued) {
  const bool again = stage_.dice.OnceIn(3);
  Renew(
      issued,
      [this, issued] {
        return testing::CorrectCertificates(stage_.world, issued.index,
                                            {HeldAt(issued, kCorrected)}, proto::kName, "虚构改");
      },
      [this, issued, again](const testing::Held& held) {
        if (!again) return;
        Renew(issued, [this, issued, held] {
          return testing::CorrectCertificates(stage_.world, issued.index, {held}, proto::kEmployer,
                                              "配套厂新名（虚构）");
        });
      });
}

void Aftermath::Reissue(const Issued& issued) {
  Renew(issued, [this, issued] {
    return testing::ReissueCertificates(stage_.world, issued.index, {HeldAt(issued, kReissued)});
  });
}

void Aftermath::LeaveSuspended(const Issued& issued) {
  In(
      stage_.Soon(), issued, By::kOne,
      [this, issued] {
        return testing::SuspendCertificates(stage_.world,
                                            Range(Certificate(issued, kSuspended), 2));
      },
      [row = issued.row](const Logged&) { row->suspended += 2; });
}

void Aftermath::SuspendAndReinstate(const Issued& issued) {
  const auto range = Range(Certificate(issued, kSuspended), 2);
  In(
      stage_.Soon(), issued, By::kOne,
      [this, range] { return testing::SuspendCertificates(stage_.world, range); },
      [this, issued, range](const Logged& suspension) {
        issued.row->suspended += 2;
        In(
            stage_.Soon(), issued, By::kTwo,
            [this, range, at = suspension.index] {
              return testing::ReinstateCertificates(stage_.world, at, range);
            },
            [row = issued.row](const Logged&) { row->suspended -= 2; });
      });
}

// The authority suspends, finds fraud, revokes.
void Aftermath::SuspendAndRevoke(const Issued& issued) {
  const uint64_t certificate = Certificate(issued, kDefrauded);
  const auto revoke = [this, issued, certificate](uint64_t finding) {
    In(
        1, issued, By::kAuthority,
        [this, certificate, finding] {
          return testing::RevokeCertificates(stage_.world, Range(certificate), finding);
        },
        [row = issued.row](const Logged&) {
          --row->suspended;
          ++row->revoked;
        });
  };
  In(
      stage_.Soon(), issued, By::kAuthority,
      [this, certificate] {
        return testing::SuspendCertificates(stage_.world, Range(certificate));
      },
      [this, issued, certificate, revoke](const Logged&) {
        ++issued.row->suspended;
        Find(stage_.Soon(), issued, v1::FINDING_KIND_FRAUD, certificate, revoke);
      });
}

void Aftermath::RevokeByIssuer(const Issued& issued) {
  In(
      stage_.Soon(), issued, By::kTwo,
      [this, issued] {
        v1::Statement statement =
            testing::RevokeCertificates(stage_.world, Range(Certificate(issued, kRevoked)));
        statement.mutable_revoke_certificates()->set_reason(v1::STATUS_REASON_V08_DUPLICATE);
        return statement;
      },
      [row = issued.row](const Logged&) { ++row->revoked; });
}

void Aftermath::VoidByAuthority(const Issued& issued) {
  Find(stage_.Soon(), issued, v1::FINDING_KIND_PROCEDURE, issued.index,
       [this, issued](uint64_t finding) {
         In(
             1, issued, By::kAuthority,
             [this, issued, finding] {
               return testing::VoidBatch(stage_.world, issued.index, finding);
             },
             [row = issued.row](const Logged&) { row->fallen = true; });
       });
}

void Aftermath::VoidByIssuer(const Issued& issued) {
  In(
      stage_.Soon(), issued, By::kTwo,
      [this, issued] { return testing::VoidBatch(stage_.world, issued.index); },
      [row = issued.row](const Logged&) { row->fallen = true; });
}

// A key was in foreign hands when the batch was signed: told at once, before anybody does anything
// else, and replaced by another one of the same person.
void Aftermath::Steal(const Issued& issued) {
  const std::string stolen = stage_.keys.One(issued.issuer->id);
  const std::string fresh = stage_.keys.Next(stolen);
  const uint64_t since = issued.row->at_ms;
  const std::string& id = issued.issuer->id;
  Act add = Plain("", {"authority-1", fresh},
                  [this, id, fresh] { return stage_.world.AddKey(id, fresh, AllPurposes()); });
  add.then = [this, id, stolen, fresh](const Draft&, const Logged&) {
    stage_.keys.Replace(id, stolen, fresh);
  };
  stage_.agenda.Next(std::move(add));
  Act declare = ActOf(
      issued, By::kAuthority,
      [this, stolen, since] { return testing::DeclareKeyCompromised(stage_.world, stolen, since); },
      [this, stolen, since](const Logged&) { stage_.ledger.KeyStolen(stolen, since); });
  declare.actor = "";
  stage_.agenda.Next(std::move(declare));
}

void Aftermath::Erase(const Issued& issued) {
  const std::string root = proto::ClaimsRoot(issued.claims[kErased]).str();
  stage_.agenda.On(stage_.agenda.In(stage_.Soon()),
                   Plain("registry", {testing::kRegistryKey},
                         [this, root] { return testing::RecordErasure(stage_.world, {root}); }));
}

// Two numbers were spoilt in print.
void Aftermath::SpoilNumbers(const Issued& issued) {
  stage_.agenda.On(
      stage_.agenda.In(2),
      {.actor = issued.issuer->id, .make = [this, issued]() -> std::optional<Draft> {
         Series& series = issued.issuer->series[issued.prefix];
         if (series.next + 2 > series.assigned) return std::nullopt;
         v1::Statement statement =
             testing::VoidNumbers(stage_.world, issued.prefix, series.next, 2);
         statement.mutable_void_numbers()->set_accreditation(issued.issuer->accreditation);
         series.next += 2;
         return Draft{.statement = std::move(statement),
                      .signers = stage_.keys.Two(issued.issuer->id)};
       }});
}

// The state certificate is revoked for fraud; the issuer decides on the enterprise's (R19).
void Aftermath::Defraud(const Issued& issued) {
  const uint64_t revoked = proto::LeafIndex(issued.companion_batch, kDefrauded);
  const uint64_t companion = Certificate(issued, kDefrauded);
  const bool keep = dual_ % 2 == 0;
  const auto decide = [this, issued, revoked, companion, keep](const Logged&) {
    stage_.ledger.At(issued.companion_batch)->revoked += 1;
    In(
        stage_.Soon(), issued, By::kTwo,
        [this, revoked, companion, keep] {
          return testing::DecideCompanion(
              stage_.world, revoked, companion,
              keep ? v1::COMPANION_DECISION_KEEP : v1::COMPANION_DECISION_REVOKE);
        },
        [row = issued.row, keep](const Logged&) { row->revoked += keep ? 0 : 1; });
  };
  Find(stage_.Soon(), issued, v1::FINDING_KIND_FRAUD, revoked,
       [this, issued, revoked, decide](uint64_t finding) {
         In(
             1, issued, By::kAuthority,
             [this, revoked, finding] {
               return testing::RevokeCertificates(stage_.world, Range(revoked), finding);
             },
             decide);
       });
}

// A newer certificate takes the place of one that the issuer gave earlier: the next day, so that
// links are made in the order of batches.
void Aftermath::Supersede(const Issued& issued) {
  const uint64_t newer = Certificate(issued, kReplaced);
  uint64_t& older = replaceable_[issued.issuer->id];
  const uint64_t replaced = older;
  older = newer;
  if (replaced == 0 || (replaced_++ > 2 && !stage_.dice.OnceIn(8))) return;
  In(1, issued, By::kTwo, [this, replaced, newer] {
    return testing::SupersedeCertificates(stage_.world, {{replaced, newer}});
  });
}

}  // namespace linkcert::province
