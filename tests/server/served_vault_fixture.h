// A served registry with a vault, into which a batch can be issued with its claims.
#ifndef LINKCERT_TESTS_SERVER_SERVED_VAULT_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_SERVED_VAULT_FIXTURE_H_

#include <memory>
#include <string>

#include "crypto/merkle.h"
#include "linkcert/v1/vault_service.grpc.pb.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "rules/records.h"
#include "tests/server/live_fixture.h"
#include "tests/server/vault/vault_fixture.h"

namespace linkcert::server {

class ServedVaultTest : public LiveTest {
 protected:
  using VaultStub = v1::VaultService::Stub;

  void SetUp() override {
    OpenVault();
    LiveTest::SetUp();
    FoundLive();
    const std::string add_key = world_.Sign(
        world_.AddKey(rules::kRegistryOrganisation, "registry-1", {v1::KEY_PURPOSE_RECEIPT}),
        {"authority-1", "authority-2", "registry-1"});
    ASSERT_EQ(ReasonOf(Submit(add_key)), "OK");
    LearnRoles();
  }
  void OpenVault() {
    auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    auto vault = Vault::Open(*std::move(store), KeysOf(MasterKeyText('a')));
    ASSERT_THAT(vault, IsOk());
    vault_ = *std::move(vault);
    vault_parts_ = {.vault = vault_.get(), .registry_key = &world_.Key("registry-1")};
  }
  // The next calls are this organisation's.
  void CallAs(const std::string& organisation) {
    grpc_.gate.insecure_caller = organisation;
    Serve({});
    vault_stub_ = v1::VaultService::NewStub(channel_);
  }

  // A firm of the chain with the registered name of kMember, on nobody's roster.
  static constexpr char kTwin[] = "lvyuan-twin";
  void RegisterTwin() {
    const std::string key = absl::StrCat(kTwin, "-1");
    for (const std::string& envelope :
         {world_.Sign(world_.RegisterOrganisation(kTwin, "绿原电路板（虚构）"), {"authority-1"}),
          world_.Sign(world_.AddKey(kTwin, key, {v1::KEY_PURPOSE_GOVERNANCE}),
                      {"authority-1", key}),
          world_.Sign(world_.JoinChain(kTwin, v1::CHAIN_ROLE_DOWNSTREAM),
                      {absl::StrCat(testing::kLeader, "-1"), key})}) {
      ASSERT_EQ(ReasonOf(Submit(envelope)), "OK");
    }
    LearnRoles();
  }

  // The same value under `tag` in all leaves, and their root in the batch.
  static void SetClaim(v1::Statement& batch, Unit& unit, uint32_t tag, const std::string& value) {
    crypto::CompactRange tree;
    for (uint32_t i = 0; i < unit.leaves.size(); ++i) {
      v1::Claim claim;
      ASSERT_TRUE(claim.ParseFromString(unit.claims[i][tag - 1]));
      claim.set_value(value);
      unit.claims[i][tag - 1] = claim.SerializeAsString();
      unit.leaves[i] =
          proto::EncodeLeaf(batch.statement_id(), i, proto::ClaimsRoot(unit.claims[i]));
      tree.Append(crypto::HashLeaf(unit.leaves[i]));
    }
    batch.mutable_issue_batch()->set_leaves_root(tree.Root().str());
  }
  static v1::IssueBatchRequest WithClaims(const Unit& unit) {
    v1::IssueBatchRequest request;
    request.set_signed_statement(unit.envelope);
    for (const std::string& leaf : unit.leaves) request.add_leaves(leaf);
    for (const auto& claims : unit.claims) {
      for (const std::string& claim : claims) request.add_vault_claims(claim);
    }
    return request;
  }
  std::string Send(const v1::IssueBatchRequest& request) {
    return ReasonOf(
        CallOnce(*issuance_, &v1::IssuanceService::Stub::IssueBatch, request, &receipt_));
  }
  void IssueSeven() {
    unit_ = Batch(1, 7);
    ASSERT_EQ(Send(WithClaims(unit_)), "OK");
    CallAs(testing::kLeader);
  }
  uint64_t CertificateAt(uint32_t position) const {
    return receipt_.entry().index() + 1 + position;
  }
  std::string NameAt(uint32_t position) const {
    return absl::StrCat("certificates/", CertificateAt(position));
  }
  std::string ValueAt(uint32_t position, uint32_t tag) const {
    v1::Claim claim;
    EXPECT_TRUE(claim.ParseFromString(unit_.claims[position][tag - 1]));
    return claim.value();
  }
  std::string Restrict(uint32_t position) {
    v1::RestrictPersonalDataRequest request;
    request.set_name(NameAt(position));
    request.set_purpose("asked for by the holder");
    v1::RestrictPersonalDataResponse ignored;
    return ReasonOf(CallOnce(*vault_stub_, &VaultStub::RestrictPersonalData, request, &ignored));
  }
  std::string Erase(uint32_t position, v1::Receipt* receipt) {
    v1::ErasePersonalDataRequest request;
    request.set_name(NameAt(position));
    request.set_purpose("asked for by the holder");
    return ReasonOf(CallOnce(*vault_stub_, &VaultStub::ErasePersonalData, request, receipt));
  }

  testing::TempDir vault_dir_;
  const std::string directory_ = vault_dir_.file("vault");
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<VaultStub> vault_stub_;
  Unit unit_;
  v1::Receipt receipt_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_SERVED_VAULT_FIXTURE_H_
