// A small invented world for tests: an authority of two people, a link-leader, two member firms and
// a stranger, with keys made from seeds. It builds and signs their statements; it keeps no log.
// All people and firms are invented.
#ifndef LINKCERT_TESTS_TESTING_WORLD_H_
#define LINKCERT_TESTS_TESTING_WORLD_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crypto/keys.h"
#include "linkcert/v1/statement.pb.h"
#include "proto/civil_date.h"

namespace linkcert::testing {

inline constexpr char kOrigin[] = "example.invalid/linkcert-test";
inline constexpr char kLeader[] = "xingchen-chip";     // 星辰芯片（虚构）
inline constexpr char kMember[] = "lvyuan-board";      // 绿原电路板（虚构）
inline constexpr char kMember2[] = "hongda-assembly";  // 鸿达装配（虚构）
inline constexpr char kStranger[] = "beishan-tools";   // 北山工具（虚构）, in no chain
inline constexpr char kChain[] = "suzhou-semiconductor";
inline constexpr char kLadder[] = "eight-levels";
inline constexpr char kStandard[] = "dianzi-zhuangjie";
inline constexpr char kAccreditation[] = "xingchen-2026";
inline constexpr char kFilingCode[] = "Y000032050123";
// 2026-06-01 09:00 and 2026-06-15 09:00, UTC+8.
inline constexpr uint64_t kFoundingMs = 1780275600000;
inline constexpr uint64_t kIssueMs = kFoundingMs + 14ull * 24 * 3600 * 1000;

// A unit as it is submitted.
struct Unit {
  std::string envelope;
  std::vector<std::string> leaves;
  std::vector<std::vector<std::string>> claims;  // of each leaf, by position
};

class World {
 public:
  explicit World(std::string origin = kOrigin);

  // The key with this name, made on first use: "authority-1", "authority-2" (Ed25519),
  // "ORGANISATION-1" … (P-256), "log" (Ed25519); a name that begins "sm2:" makes an SM2 key.
  const crypto::Signer& Key(const std::string& name);
  std::string Spki(const std::string& name);
  // The person who holds the key: one for each name before the last dot, so "a-1" and "a-1.b" are
  // two keys of one person.
  std::string Person(const std::string& name);

  const std::string& registry() const { return registry_; }
  uint64_t now_ms() const { return now_ms_; }
  void set_now_ms(uint64_t now_ms) { now_ms_ = now_ms; }
  // For use beside a real clock: founded now, examinations on the same day as plan and issue.
  void LiveNow(uint64_t now_ms);

  // A statement of this registry with a fresh id, signed now; the caller sets the act.
  v1::Statement New();
  std::string Sign(v1::Statement statement, const std::vector<std::string>& key_names);

  // Acts as scene 1 of the field has them; tests change one thing and sign.
  v1::Statement Genesis();
  v1::Statement AddKey(const std::string& organisation, const std::string& key_name,
                       const std::vector<v1::KeyPurpose>& purposes);
  v1::Statement RegisterOrganisation(const std::string& organisation, const std::string& name);
  v1::Statement DefineChain();
  v1::Statement JoinChain(const std::string& organisation, v1::ChainRole role);
  v1::Statement PublishLadder();
  v1::Statement PublishStandard();
  v1::Statement CosignStandard();
  v1::Statement FileStandard();
  v1::Statement GrantAccreditation();
  v1::Statement RegisterAssessor(int number);
  v1::Statement RegisterSupervisor();
  v1::Statement Plan();
  v1::Statement SealRoster(const v1::Statement& plan, uint32_t total = 9);
  // A batch under the plan and roster, numbers from `first_serial` on; leaf_count and leaves_root
  // are set by SignBatch.
  v1::Statement Batch(const v1::Statement& plan, const v1::Statement& roster,
                      uint32_t first_serial = 1);
  // Makes `leaf_count` leaves with claims, states their root and signs with two people of the
  // leader.
  Unit SignBatch(v1::Statement batch, uint32_t leaf_count);
  // The same without touching the stated leaves, with the leaves and keys given.
  Unit SignBatchAs(v1::Statement batch, Unit unit, const std::vector<std::string>& key_names);
  // Leaves and claims for a batch; sets leaf_count, number count and leaves_root in it.
  Unit MakeLeaves(v1::Statement& batch, uint32_t leaf_count);

  // Genesis up to assessors and supervisor, signed, in an order that is admitted.
  std::vector<std::string> Founding();

 private:
  proto::CivilDate Today() const { return proto::CivilDateAt(now_ms_); }
  proto::CivilDate FirstDay() const { return proto::YearOf(Today()) * 10000 + 101; }
  proto::CivilDate LastDay() const { return (proto::YearOf(Today()) + 2) * 10000 + 1231; }
  void MakeGenesis(uint64_t signed_at);

  std::string origin_;
  std::map<std::string, std::unique_ptr<crypto::Signer>> keys_;
  std::string genesis_;  // statement bytes, made once
  std::string registry_;
  uint64_t now_ms_ = kFoundingMs;
  int exam_in_days_ = 7;
  uint64_t next_id_ = 1;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_WORLD_H_
