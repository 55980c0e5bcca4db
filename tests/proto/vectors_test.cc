// Reads tests/vectors/linkcert-*.json as another implementation would and checks every line. The
// files are verified, not compared with new ones: ECDSA and SM2 signatures differ every time.
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "crypto/pae.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "proto/status_proof.h"
#include "proto/verification_receipt.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;
using ::testing::HasSubstr;
using Json = nlohmann::json;

Json Read(absl::string_view name) {
  std::ifstream file(absl::StrCat(LINKCERT_VECTORS_DIR, "/linkcert-", name, ".json"));
  return Json::parse(file);
}

// By value: a range-for over a part of a temporary would walk freed memory.
Json ReadList(absl::string_view name, const char* member) { return Read(name)[member]; }

std::string Bytes(const Json& hex) { return absl::HexStringToBytes(hex.get<std::string>()); }

crypto::Hash HashOf(const Json& hex) {
  return crypto::Hash::FromHex(hex.get<std::string>()).value();
}

crypto::Path PathOf(const Json& list) {
  crypto::Path path;
  for (const Json& hash : list) path.push_back(HashOf(hash));
  return path;
}

// The message that the protobuf JSON says, in canonical bytes.
template <typename Message>
std::string Encode(const Json& fields) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(fields.dump(), &message).ok());
  return EncodeCanonical(message).value();
}

std::map<std::string, crypto::PublicKey> ReadKeys() {
  std::map<std::string, crypto::PublicKey> keys;
  for (const Json& key : ReadList("keys", "keys")) {
    keys.emplace(key["name"], crypto::PublicKey::FromSpki(Bytes(key["public_key"])).value());
  }
  return keys;
}

TEST(VectorsTest, FilesSayWhereTheyAreFrom) {
  for (const char* name :
       {"keys", "statements", "batch", "log", "file", "refused", "status", "receipt"}) {
    const std::string source = Read(name)["source"];
    EXPECT_NE(source.find("invented"), std::string::npos) << name;
  }
}

TEST(VectorsTest, Keys) {
  for (const Json& key : ReadList("keys", "keys")) {
    const auto public_key = crypto::PublicKey::FromSpki(Bytes(key["public_key"]));
    ASSERT_THAT(public_key, IsOk()) << key;
    EXPECT_EQ(crypto::AlgorithmName(public_key->algorithm()), key["algorithm"].get<std::string>());
    EXPECT_EQ(public_key->id(), HashOf(key["key_id"]));
    EXPECT_EQ(crypto::Sha256(Bytes(key["public_key"])), HashOf(key["key_id"]));
    const auto signer =
        crypto::KeyFromSeedForTesting(public_key->algorithm(), key["seed"].get<std::string>());
    ASSERT_THAT(signer, IsOk());
    EXPECT_EQ((*signer)->public_key().id(), public_key->id());
  }
}

TEST(VectorsTest, Statements) {
  const Json vectors = Read("statements");
  for (const Json& vector : vectors["statements"]) {
    const auto opened = OpenStatement(Bytes(vector["envelope"]));
    ASSERT_THAT(opened, IsOk()) << vector["name"];
    EXPECT_EQ(opened->statement_bytes, Bytes(vector["statement"]));
    EXPECT_EQ(Encode<v1::Statement>(vector["fields"]), opened->statement_bytes);
    EXPECT_EQ(opened->digest, HashOf(vector["digest"]));
    EXPECT_EQ(ActName(ActNumber(opened->statement)), vector["act"].get<std::string>());
    const bool genesis = vector["act"] == "genesis";
    EXPECT_EQ(opened->statement.registry(), genesis ? "" : Bytes(vectors["registry"]));
  }
}

TEST(VectorsTest, Signatures) {
  const auto keys = ReadKeys();
  for (const Json& vector : ReadList("statements", "statements")) {
    const auto opened = OpenStatement(Bytes(vector["envelope"]));
    ASSERT_EQ(opened->signers.size(), vector["signers"].size());
    EXPECT_EQ(SigningInput(opened->statement_bytes), Bytes(vector["signing_input"]));
    for (size_t i = 0; i < opened->signers.size(); ++i) {
      const crypto::PublicKey& key = keys.at(vector["signers"][i]);
      EXPECT_EQ(key.id(), opened->signers[i]);
      EXPECT_EQ(opened->signatures[i], Bytes(vector["signatures"][i]));
      EXPECT_THAT(key.Verify(Bytes(vector["signing_input"]), opened->signatures[i]), IsOk());
    }
  }
}

TEST(VectorsTest, Claims) {
  for (const Json& certificate : ReadList("batch", "certificates")) {
    std::vector<std::string> claims;
    for (const Json& vector : certificate["claims"]) {
      const auto claim = DecodeCanonical<v1::Claim>(Bytes(vector["claim"]));
      ASSERT_THAT(claim, IsOk());
      EXPECT_EQ(claim->tag(), vector["tag"]);
      EXPECT_EQ(claim->salt(), Bytes(vector["salt"]));
      EXPECT_EQ(claim->value(), Bytes(vector["value"]));
      claims.push_back(Bytes(vector["claim"]));
      EXPECT_EQ(crypto::HashLeaf(claims.back()), HashOf(vector["hash"]));
    }
    EXPECT_EQ(ClaimsRoot(claims), HashOf(certificate["claims_root"]));
  }
}

TEST(VectorsTest, Leaves) {
  const Json vectors = Read("batch");
  const size_t count = vectors["certificates"].size();
  for (const Json& certificate : vectors["certificates"]) {
    const uint32_t position = certificate["position"];
    const std::string leaf = Bytes(certificate["leaf"]);
    EXPECT_EQ(leaf,
              EncodeLeaf(Bytes(vectors["batch"]), position, HashOf(certificate["claims_root"])));
    EXPECT_EQ(crypto::HashLeaf(leaf), HashOf(certificate["leaf_hash"]));
    EXPECT_THAT(
        crypto::VerifyInclusion(crypto::HashLeaf(leaf), position, count,
                                PathOf(certificate["path"]), HashOf(vectors["leaves_root"])),
        IsOk());
  }
}

TEST(VectorsTest, Roster) {
  const Json vectors = Read("batch");
  std::vector<crypto::Hash> hashes;
  for (const Json& leaf : vectors["roster_leaves"]) {
    EXPECT_THAT(DecodeCanonical<v1::RosterLeaf>(Bytes(leaf)), IsOk());
    hashes.push_back(crypto::HashLeaf(Bytes(leaf)));
  }
  EXPECT_EQ(crypto::RootOf(hashes), HashOf(vectors["roster_root"]));
}

TEST(VectorsTest, Entries) {
  const Json vectors = Read("log");
  const crypto::Hash root = HashOf(vectors["root"]);
  const size_t size = vectors["entries"].size();
  for (const Json& vector : vectors["entries"]) {
    const auto entry = DecodeEntry(Bytes(vector["entry"]));
    ASSERT_THAT(entry, IsOk());
    EXPECT_EQ(entry->logged_at(), vector["logged_at"]);
    const crypto::Hash hash = crypto::HashLeaf(Bytes(vector["entry"]));
    EXPECT_EQ(hash, HashOf(vector["hash"]));
    EXPECT_THAT(crypto::VerifyInclusion(hash, vector["index"], size, PathOf(vector["path"]), root),
                IsOk());
  }
}

TEST(VectorsTest, EntriesHoldTheStatementsAndLeaves) {
  const Json entries = Read("log")["entries"];
  for (const Json& statement : ReadList("statements", "statements")) {
    const auto entry = DecodeEntry(Bytes(entries[statement["entry_index"].get<size_t>()]["entry"]));
    EXPECT_EQ(entry->signed_statement(), Bytes(statement["envelope"]));
  }
  const Json batch = Read("batch");
  for (const Json& certificate : batch["certificates"]) {
    const uint64_t index = LeafIndex(batch["batch_index"], certificate["position"]);
    const auto entry = DecodeEntry(Bytes(entries[index]["entry"]));
    EXPECT_EQ(entry->certificate_leaf(), Bytes(certificate["leaf"]));
  }
}

TEST(VectorsTest, Checkpoint) {
  const Json vectors = Read("log");
  const std::string origin = vectors["origin"];
  const auto log_key = crypto::NoteKey::Parse(vectors["log_key"].get<std::string>());
  ASSERT_THAT(log_key, IsOk());
  EXPECT_EQ(log_key->public_key().id(), ReadKeys().at("log").id());
  const auto checkpoint =
      crypto::OpenCheckpoint(vectors["checkpoint"].get<std::string>(), *log_key);
  ASSERT_THAT(checkpoint, IsOk());
  EXPECT_EQ(checkpoint->origin, origin);
  EXPECT_EQ(checkpoint->size, vectors["entries"].size());
  EXPECT_EQ(checkpoint->root, HashOf(vectors["root"]));
}

TEST(VectorsTest, CertificateFile) {
  const Json vector = Read("file");
  const Json log = Read("log");
  const auto file = DecodeCanonical<v1::CertificateFile>(Bytes(vector["file"]));
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(Encode<v1::CertificateFile>(vector["fields"]), Bytes(vector["file"]));
  EXPECT_EQ(file->checkpoint(), log["checkpoint"]);
  EXPECT_EQ(LeafIndex(file->batch().index(), vector["position"]), vector["certificate"]);
  const auto leaf = DecodeLeaf(file->leaf());
  ASSERT_THAT(leaf, IsOk());
  const auto shown =
      CheckClaims(file->claims(), 1, crypto::Hash::FromBytes(leaf->claims_root()).value());
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->size(), vector["shown_tags"].size());
}

TEST(VectorsTest, StatusRows) {
  const Json vectors = Read("status");
  ASSERT_EQ(vectors["rows"].size(), 2u);
  for (const Json& row : vectors["rows"]) {
    const auto history = DecodeStatusHistory(Bytes(row["history"]));
    ASSERT_THAT(history, IsOk());
    EXPECT_EQ(Encode<v1::StatusHistory>(row["fields"]), Bytes(row["history"]));
    EXPECT_EQ(crypto::HashMapLeaf(row["key"], Bytes(row["history"])), HashOf(row["leaf_hash"]));
  }
  const Json entries = Read("log")["entries"];
  const auto entry =
      DecodeEntry(Bytes(entries[vectors["status_root_index"].get<size_t>()]["entry"]));
  ASSERT_THAT(entry, IsOk());
  EXPECT_EQ(entry->status_root().root(), Bytes(vectors["root"]));
}

TEST(VectorsTest, StatusProofs) {
  const Json vectors = Read("status");
  std::set<std::string> ends;
  for (const Json& vector : vectors["proofs"]) {
    const auto proof = DecodeCanonical<v1::StatusProof>(Bytes(vector["proof"]));
    ASSERT_THAT(proof, IsOk()) << vector["what"];
    EXPECT_EQ(Encode<v1::StatusProof>(vector["fields"]), Bytes(vector["proof"]));
    EXPECT_EQ(proof->key(), vector["key"].get<uint64_t>());
    const auto shown = CheckStatusProof(*proof, HashOf(vectors["root"]));
    ASSERT_THAT(shown, IsOk()) << vector["what"];
    EXPECT_EQ(shown->changes().empty() ? "" : EncodeStatusHistory(*shown),
              Bytes(vector["history"]));
    ends.insert(vector["ends_in"]);
  }
  EXPECT_THAT(ends, ::testing::ElementsAre("empty", "key", "other"));
}

TEST(VectorsTest, StatusProofsRefused) {
  const Json vectors = Read("status");
  EXPECT_GT(vectors["refused"].size(), 7u);
  for (const Json& vector : vectors["refused"]) {
    const auto proof = DecodeCanonical<v1::StatusProof>(Bytes(vector["proof"]));
    ASSERT_THAT(proof, IsOk()) << vector["what"];
    EXPECT_THAT(CheckStatusProof(*proof, HashOf(vectors["root"])),
                HasReason(ParseReason(vector["reason"].get<std::string>()).value()))
        << vector["what"];
  }
}

TEST(VectorsTest, CertificateFileProvesItsStanding) {
  const auto file = DecodeCanonical<v1::CertificateFile>(Bytes(Read("file")["file"]));
  const crypto::Hash root = HashOf(Read("status")["root"]);
  EXPECT_EQ(file->status_root().index(), Read("status")["status_root_index"]);
  EXPECT_EQ(file->status_size(), 4);
  for (const v1::StatusProof& proof : file->status()) {
    EXPECT_THAT(CheckStatusProof(proof, root), IsOk());
  }
  EXPECT_THAT(CheckStatusProof(file->certificate_status(), root), IsOk());
  EXPECT_EQ(file->certificate_status().key(), Read("file")["certificate"]);
}

TEST(VectorsTest, FormatDocumentShowsThese) {
  std::ifstream file(LINKCERT_FORMAT_DOCUMENT);
  const std::string document((std::istreambuf_iterator<char>(file)), {});
  const Json log = Read("log");
  EXPECT_THAT(document, HasSubstr(log["checkpoint"].get<std::string>()));
  const size_t index = 12;
  EXPECT_THAT(document, HasSubstr(log["entries"][index]["hash"].get<std::string>()));
  const Json claim = Read("batch")["certificates"][0]["claims"][1];
  EXPECT_THAT(document, HasSubstr(claim["hash"].get<std::string>()));
}

// The refusal that these bytes get, whatever they are read as.
absl::Status Refusal(const std::string& as, const std::string& bytes) {
  if (as == "public_key") {
    const absl::Status status = crypto::PublicKey::FromSpki(bytes).status();
    return status.ok() ? status : Refuse(Reason::kKeyEncoding);
  }
  if (as != "envelope") {
    const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
        absl::StrCat("linkcert.v1.", as));
    return CheckCanonical(*type, bytes);
  }
  const auto opened = OpenStatement(bytes);
  if (!opened.ok()) return opened.status();
  for (size_t i = 0; i < opened->signers.size(); ++i) {
    for (const auto& [name, key] : ReadKeys()) {
      if (key.id() != opened->signers[i]) continue;
      const std::string input = SigningInput(opened->statement_bytes);
      if (!key.Verify(input, opened->signatures[i]).ok()) return Refuse(Reason::kSignatureInvalid);
    }
  }
  return absl::OkStatus();
}

TEST(VectorsTest, Refused) {
  const Json refused = Read("refused")["refused"];
  EXPECT_GT(refused.size(), 40u);
  for (const Json& vector : refused) {
    const auto reason = ParseReason(vector["reason"].get<std::string>());
    ASSERT_TRUE(reason.has_value()) << vector;
    EXPECT_THAT(Refusal(vector["as"], Bytes(vector["bytes"])), HasReason(*reason))
        << vector["what"];
  }
}

TEST(VectorsTest, Receipt) {
  const Json vector = Read("receipt");
  const auto key = crypto::PublicKey::FromSpki(Bytes(vector["key"]["public_key"]));
  ASSERT_THAT(key, IsOk());
  EXPECT_EQ(key->id(), HashOf(vector["key"]["key_id"]));
  EXPECT_TRUE(Encode<v1::VerificationReceipt>(vector["fields"]) == Bytes(vector["receipt"]));
  EXPECT_TRUE(crypto::Pae(vector["payload_type"].get<std::string>(), Bytes(vector["receipt"])) ==
              Bytes(vector["signing_input"]));
  const auto sealed = OpenReceipt(Bytes(vector["signed_receipt"]));
  ASSERT_THAT(sealed, IsOk());
  EXPECT_TRUE(sealed->receipt_bytes == Bytes(vector["receipt"]));
  EXPECT_TRUE(sealed->signature == Bytes(vector["signature"]));
  EXPECT_THAT(CheckReceiptSignature(*sealed, *key), IsOk());
  EXPECT_TRUE(Encode<v1::VerificationReceiptFile>(vector["file_fields"]) == Bytes(vector["file"]));
  const auto file = DecodeCanonical<v1::VerificationReceiptFile>(Bytes(vector["file"]));
  ASSERT_THAT(file, IsOk());
  EXPECT_TRUE(file->signed_receipt() == Bytes(vector["signed_receipt"]));
}

}  // namespace
}  // namespace linkcert::proto
