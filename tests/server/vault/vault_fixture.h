// A vault in a directory of its own, and invented people for it.
#ifndef LINKCERT_TESTS_SERVER_VAULT_VAULT_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_VAULT_VAULT_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/claims.h"
#include "server/vault/vault.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::server {

inline std::string MasterKeyText(char byte) {
  return absl::BytesToHexString(std::string(crypto::SecretKey::kSizeBytes, byte)) + "\n";
}
inline MasterKeys KeysOf(const std::string& text) { return *MasterKeys::Parse(text); }

class VaultTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(Reopen(), testing::IsOk()); }

  absl::Status Reopen() {
    vault_.reset();
    auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    if (!store.ok()) return store.status();
    auto vault = Vault::Open(*std::move(store), KeysOf(master_));
    if (vault.ok()) vault_ = *std::move(vault);
    return vault.status();
  }

  // The certificate at this place of an invented batch.
  static PersonalData Person(uint32_t position, const std::string& batch = "batch") {
    const std::vector<std::string> values = {absl::StrCat("Y00003205012326300000", position),
                                             absl::StrCat("虚构人", position),
                                             "201",
                                             absl::StrCat("99010119900101123", position),
                                             "",
                                             "苏州芯联电子有限公司（虚构）",
                                             "80",
                                             "81",
                                             "",
                                             ""};
    PersonalData data;
    data.claims = *proto::MakeClaims(values);
    data.claims_root = proto::ClaimsRoot(data.claims);
    data.place.set_issuer("suzhou-xinlian");
    data.place.set_statement_id(batch);
    data.place.set_position(position);
    return data;
  }

  // Of a batch that is logged at once.
  absl::Status Store(const std::vector<PersonalData>& people) {
    const absl::Status status = vault_->Store(batch_, people);
    if (status.ok()) vault_->Logged(batch_);
    return status;
  }
  std::optional<PersonalData> ReadOne(const crypto::Hash& root) {
    auto read = vault_->Read({root}, vault::v1::Access::KIND_READ, purpose_);
    EXPECT_THAT(read, testing::IsOk());
    return read.ok() ? std::move(read->front()) : std::nullopt;
  }
  std::vector<crypto::Hash> FindNumber(uint32_t position) {
    return *vault_->Find(LookupKind::kNumber, absl::StrCat("Y00003205012326300000", position), {},
                         10);
  }
  Holding HoldingOf(const PersonalData& data) { return *vault_->HoldingOf(data.claims_root); }

  // Whether a file below `directory` holds these bytes.
  static bool AnyFileHas(const std::string& directory, const std::string& bytes) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
      if (!file.is_regular_file()) continue;
      std::ostringstream content;
      content << std::ifstream(file.path(), std::ios::binary).rdbuf();
      if (content.str().find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  testing::TempDir dir_;
  const std::string directory_ = dir_.file("vault");
  std::string master_ = MasterKeyText('a');
  const BatchName batch_ = {"suzhou-xinlian", "batch", crypto::Sha256("batch")};
  const BatchName other_batch_ = {"suzhou-xinlian", "another", crypto::Sha256("another")};
  const Purpose purpose_ = {"hongda-assembly", "staff file", 1'800'000'000'000};
  std::unique_ptr<Vault> vault_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_VAULT_VAULT_FIXTURE_H_
