// Writes the linkcert-*.json vectors into the directory given: make_vectors tests/vectors
// Deterministic but for ECDSA and SM2 signatures, which are random (README.md).
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "crypto/note_key.h"
#include "crypto/pae.h"
#include "proto/canonical.h"
#include "proto/claims.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "proto/status_proof.h"
#include "proto/verification_receipt.h"
#include "tests/vectors/refused_vectors.h"
#include "tests/vectors/sample_acts.h"
#include "tests/vectors/sample_log.h"
#include "tests/vectors/sample_people.h"
#include "tests/vectors/sample_receipt.h"
#include "tests/vectors/sample_status.h"

namespace linkcert::vectors {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kSource[] =
    "made by tests/vectors/make_vectors.cc of LinkCert; all people, firms and numbers are invented";

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

Json HexList(const std::vector<crypto::Hash>& hashes) {
  Json list = Json::array();
  for (const crypto::Hash& hash : hashes) list.push_back(hash.ToHex());
  return list;
}

Json Fields(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return {};
  return Json::parse(text);
}

Json Keys(const SampleLog& log) {
  Json keys = Json::array();
  for (const SampleKey& key : log.keys) {
    Json purposes = Json::array();
    for (v1::KeyPurpose purpose : key.purposes) purposes.push_back(v1::KeyPurpose_Name(purpose));
    const crypto::PublicKey& public_key = key.signer->public_key();
    keys.push_back({{"name", key.name},
                    {"algorithm", std::string(crypto::AlgorithmName(key.algorithm))},
                    {"seed", absl::StrCat("linkcert vectors: ", key.name)},
                    {"public_key", Hex(public_key.spki())},
                    {"key_id", public_key.id().ToHex()},
                    {"organisation", key.organisation},
                    {"person", Hex(key.person)},
                    {"purposes", purposes}});
  }
  return {{"source", kSource}, {"keys", keys}};
}

Json OneStatement(const SampleLog& log, const SampleStatement& statement) {
  const proto::SealedStatement sealed = proto::OpenStatement(statement.envelope).value();
  Json signers = Json::array();
  Json signatures = Json::array();
  for (size_t i = 0; i < sealed.signers.size(); ++i) {
    for (const SampleKey& key : log.keys) {
      if (key.signer->public_key().id() == sealed.signers[i]) signers.push_back(key.name);
    }
    signatures.push_back(Hex(sealed.signatures[i]));
  }
  return {{"name", statement.name},
          {"act", std::string(proto::ActName(proto::ActNumber(sealed.statement)))},
          {"fields", Fields(sealed.statement)},
          {"statement", Hex(sealed.statement_bytes)},
          {"digest", sealed.digest.ToHex()},
          {"signing_input", Hex(proto::SigningInput(sealed.statement_bytes))},
          {"signers", signers},
          {"signatures", signatures},
          {"envelope", Hex(statement.envelope)},
          {"entry_index", statement.index}};
}

Json Statements(const SampleLog& log) {
  Json statements = Json::array();
  for (const SampleStatement& statement : log.statements) {
    statements.push_back(OneStatement(log, statement));
  }
  return {{"source", kSource},
          {"registry", statements[0]["digest"]},
          {"payload_type", proto::kStatementPayloadType},
          {"statements", statements}};
}

Json Certificate(const SampleLog& log, uint32_t position) {
  Json claims = Json::array();
  for (const std::string& bytes : log.claims[position]) {
    const v1::Claim claim = proto::DecodeCanonical<v1::Claim>(bytes).value();
    claims.push_back({{"tag", claim.tag()},
                      {"salt", Hex(claim.salt())},
                      {"value", Hex(claim.value())},
                      {"claim", Hex(bytes)},
                      {"hash", crypto::HashLeaf(bytes).ToHex()}});
  }
  const std::vector<crypto::Hash> hashes = HashLeaves(log.leaves);
  const auto path = crypto::InclusionPath(position, hashes.size(), crypto::NodesOf(hashes));
  return {{"position", position},
          {"claims", claims},
          {"claims_root", proto::ClaimsRoot(log.claims[position]).ToHex()},
          {"leaf", Hex(log.leaves[position])},
          {"leaf_hash", hashes[position].ToHex()},
          {"path", HexList(path.value())}};
}

Json Batch(const SampleLog& log) {
  Json roster = Json::array();
  for (const std::string& leaf : log.roster_leaves) roster.push_back(Hex(leaf));
  Json certificates = Json::array();
  for (uint32_t i = 0; i < log.leaves.size(); ++i) certificates.push_back(Certificate(log, i));
  return {{"source", kSource},
          {"batch", Hex(SampleBytes("statement issue_batch", 16))},
          {"batch_index", log.Statement("issue_batch").index},
          {"roster_leaves", roster},
          {"roster_root", Hex(RootOfLeaves(log.roster_leaves))},
          {"certificates", certificates},
          {"leaves_root", Hex(RootOfLeaves(log.leaves))}};
}

Json Log(const SampleLog& log) {
  const crypto::NoteKey key =
      crypto::NoteKey::Create(SampleLog::kOrigin, crypto::NoteAlgorithm::kEd25519,
                              log.Key("log").signer->public_key())
          .value();
  Json entries = Json::array();
  for (uint64_t index = 0; index < log.entries.size(); ++index) {
    const v1::LogEntry entry = proto::DecodeEntry(log.entries[index]).value();
    Json path = Json::array();
    const v1::LoggedEntry logged = LoggedEntryOf(log, index);
    for (const std::string& hash : logged.path()) path.push_back(Hex(hash));
    entries.push_back({{"index", index},
                       {"logged_at", entry.logged_at()},
                       {"entry", Hex(log.entries[index])},
                       {"hash", crypto::HashLeaf(log.entries[index]).ToHex()},
                       {"path", path}});
  }
  return {{"source", kSource},
          {"origin", SampleLog::kOrigin},
          {"log_key", key.vkey()},
          {"entries", entries},
          {"root", Hex(RootOfLeaves(log.entries))},
          {"checkpoint", log.checkpoint}};
}

Json File(const SampleLog& log) {
  constexpr uint32_t kPosition = 2;
  const std::vector<uint32_t> shown = {1, 2, 6};
  const v1::CertificateFile file = CertificateFileOf(log, kPosition, shown);
  return {
      {"source", kSource},      {"certificate", log.Statement("issue_batch").index + 1 + kPosition},
      {"position", kPosition},  {"shown_tags", shown},
      {"fields", Fields(file)}, {"file", Hex(proto::EncodeCanonical(file).value())}};
}

Json Proof(const char* what, const v1::StatusProof& proof) {
  const char* end = !proof.history().empty() ? "key" : proof.has_other() ? "other" : "empty";
  return {{"what", what},
          {"key", proof.key()},
          {"ends_in", end},
          {"history", Hex(proof.history())},
          {"fields", Fields(proof)},
          {"proof", Hex(proto::EncodeCanonical(proof).value())}};
}

Json Status(const SampleLog& log) {
  const SampleMap map(log.histories);
  Json rows = Json::array();
  for (const auto& [key, bytes] : log.histories) {
    rows.push_back({{"key", key},
                    {"fields", Fields(proto::DecodeStatusHistory(bytes).value())},
                    {"history", Hex(bytes)},
                    {"leaf_hash", crypto::HashMapLeaf(key, bytes).ToHex()}});
  }
  const uint64_t batch = log.Statement("issue_batch").index;
  const v1::StatusProof suspended = map.Prove(log.histories.begin()->first);
  const v1::StatusProof beside = map.Prove(log.histories.begin()->first + 8);
  Json bad = Json::array();
  for (const BadProof& proof : BadProofs(suspended, beside)) {
    bad.push_back({{"what", proof.what},
                   {"proof", Hex(proto::EncodeCanonical(proof.proof).value())},
                   {"reason", proof.reason}});
  }
  return {{"source", kSource},
          {"status_root_index", log.status_root},
          {"root", Hex(map.root())},
          {"rows", rows},
          {"proofs",
           {Proof("a suspended certificate", suspended),
            Proof("the other suspended certificate", map.Prove(log.histories.rbegin()->first)),
            Proof("never changed: ends in another key's leaf", beside),
            Proof("a certificate in force: ends in nothing", map.Prove(batch + 1)),
            Proof("the batch", map.Prove(batch)),
            Proof("the accreditation", map.Prove(log.Statement("grant_accreditation").index)),
            Proof("the last key there can be", map.Prove(~uint64_t{0}))}},
          {"refused", bad}};
}

Json Receipt(const SampleLog& log) {
  const SampleReceipt receipt = MakeSampleReceipt(log);
  const proto::SealedReceipt sealed = proto::OpenReceipt(receipt.file.signed_receipt()).value();
  const crypto::PublicKey& key = receipt.key->public_key();
  return {{"source", kSource},
          {"key",
           {{"name", SampleReceipt::kKeyName},
            {"algorithm", std::string(crypto::AlgorithmName(key.algorithm()))},
            {"seed", absl::StrCat("linkcert vectors: ", SampleReceipt::kKeyName)},
            {"public_key", Hex(key.spki())},
            {"key_id", key.id().ToHex()}}},
          {"payload_type", proto::kReceiptPayloadType},
          {"fields", Fields(sealed.receipt)},
          {"receipt", Hex(sealed.receipt_bytes)},
          {"signing_input", Hex(crypto::Pae(proto::kReceiptPayloadType, sealed.receipt_bytes))},
          {"signature", Hex(sealed.signature)},
          {"signed_receipt", Hex(receipt.file.signed_receipt())},
          {"file_fields", Fields(receipt.file)},
          {"file", Hex(proto::EncodeCanonical(receipt.file).value())}};
}

Json Refused(const SampleLog& log) {
  Json refused = Json::array();
  for (const RefusedVector& vector : RefusedVectors(log)) {
    refused.push_back({{"what", vector.what},
                       {"as", vector.as},
                       {"bytes", Hex(vector.bytes)},
                       {"reason", vector.reason}});
  }
  return {{"source", kSource}, {"refused", refused}};
}

bool Write(const std::string& path, const Json& json) {
  std::ofstream file(path);
  file << json.dump(1) << "\n";
  return file.good();
}

}  // namespace
}  // namespace linkcert::vectors

int main(int argc, char** argv) {
  using linkcert::vectors::Json;
  using linkcert::vectors::SampleLog;
  if (argc != 2) {
    std::cerr << "usage: make_vectors DIRECTORY\n";
    return 2;
  }
  const SampleLog log = linkcert::vectors::MakeSampleLog();
  const std::pair<const char*, Json (*)(const SampleLog&)> files[] = {
      {"keys", linkcert::vectors::Keys},     {"statements", linkcert::vectors::Statements},
      {"batch", linkcert::vectors::Batch},   {"log", linkcert::vectors::Log},
      {"file", linkcert::vectors::File},     {"refused", linkcert::vectors::Refused},
      {"status", linkcert::vectors::Status}, {"receipt", linkcert::vectors::Receipt}};
  for (const auto& [name, make] : files) {
    if (linkcert::vectors::Write(absl::StrCat(argv[1], "/linkcert-", name, ".json"), make(log))) {
      continue;
    }
    std::cerr << "cannot write into " << argv[1] << "\n";
    return 1;
  }
}
