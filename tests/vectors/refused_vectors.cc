#include "tests/vectors/refused_vectors.h"

#include "absl/strings/escaping.h"
#include "proto/statement.h"
#include "proto/wire.h"

namespace linkcert::vectors {
namespace {

using proto::AppendDelimitedField;
using proto::AppendVarintField;

std::string Number(uint32_t number, uint64_t value) {
  std::string field;
  AppendVarintField(field, number, value);
  return field;
}

std::string Bytes(uint32_t number, absl::string_view value) {
  std::string field;
  AppendDelimitedField(field, number, value);
  return field;
}

void AddLeaves(std::vector<RefusedVector>& vectors) {
  const std::string batch = Bytes(20, std::string(16, 'b'));
  const std::string root = Bytes(22, std::string(32, 'r'));
  const auto add = [&](const char* what, const std::string& bytes, const char* reason) {
    vectors.push_back({what, "CertificateLeaf", bytes, reason});
  };
  add("fields out of order", root + batch, "NOT_CANONICAL");
  add("singular field twice", batch + batch + root, "NOT_CANONICAL");
  add("default value written", batch + Number(21, 0) + root, "NOT_CANONICAL");
  add("varint longer than need be", batch + "\xa8\x01\x81" + std::string(1, '\0') + root,
      "NOT_CANONICAL");
  add("tag longer than need be", "\xa2\x81" + std::string(1, '\0') + batch.substr(2) + root,
      "NOT_CANONICAL");
  add("uint32 over 2^32 - 1", batch + Number(21, uint64_t{1} << 32) + root, "NOT_CANONICAL");
  add("cut short", batch + root.substr(0, 20), "NOT_CANONICAL");
  add("fixed32 field", batch + root + "\x9d\x06" + "1234", "NOT_CANONICAL");
  add("empty group", batch + root + "\x9b\x06\x9c\x06", "NOT_CANONICAL");
  add("unknown field", batch + root + Number(99, 1), "NEWER_FORMAT");
  add("field absent", batch, "FIELD_MISSING");
  add("nothing at all", "", "FIELD_MISSING");
  add("id of 15 bytes", Bytes(20, std::string(15, 'b')) + root, "FIELD_OUT_OF_RANGE");
  add("position 10,000", batch + Number(21, 10000) + root, "FIELD_OUT_OF_RANGE");
}

void AddTexts(std::vector<RefusedVector>& vectors) {
  const auto add = [&](const char* what, absl::string_view name, const char* reason) {
    vectors.push_back({what, "RegisterOrganisation",
                       Bytes(1, "example-firm") + Bytes(2, name) + Bytes(4, "32"), reason});
  };
  add("not UTF-8: overlong", "\xc0\xaf", "NOT_CANONICAL");
  add("not UTF-8: surrogate", "\xed\xa0\x80", "NOT_CANONICAL");
  add("right-to-left override", "a\xe2\x80\xae", "FIELD_OUT_OF_RANGE");
  add("line separator", "a\xe2\x80\xa8z", "FIELD_OUT_OF_RANGE");
  add("newline", "a\nz", "FIELD_OUT_OF_RANGE");
  add("byte order mark", "\xef\xbb\xbfz", "FIELD_OUT_OF_RANGE");
  add("soft hyphen", "a\xc2\xadz", "FIELD_OUT_OF_RANGE");
  add("combining grapheme joiner", "a\xcd\x8fz", "FIELD_OUT_OF_RANGE");
  add("Hangul filler", "a\xe3\x85\xa4z", "FIELD_OUT_OF_RANGE");
  add("halfwidth Hangul filler", "a\xef\xbe\xa0z", "FIELD_OUT_OF_RANGE");
  add("invisible times", "a\xe2\x81\xa2z", "FIELD_OUT_OF_RANGE");
  add("deprecated format character", "a\xe2\x81\xaaz", "FIELD_OUT_OF_RANGE");
  add("interlinear annotation", "a\xef\xbf\xb9z", "FIELD_OUT_OF_RANGE");
  add("noncharacter", "a\xef\xbf\xbez", "FIELD_OUT_OF_RANGE");
  add("ideographic space at the end", "甲\xe3\x80\x80", "FIELD_OUT_OF_RANGE");
  add("257 bytes", std::string(257, 'a'), "FIELD_OUT_OF_RANGE");
}

void AddLists(std::vector<RefusedVector>& vectors) {
  const std::string key =
      Bytes(1, "example-firm") + Bytes(2, std::string(44, 'k')) + Bytes(3, std::string(16, 'p'));
  const auto add = [&](const char* what, const std::string& purposes, const char* reason) {
    vectors.push_back({what, "AddKey", key + purposes, reason});
  };
  add("repeated scalar not packed", Number(4, 1) + Number(4, 2), "NOT_CANONICAL");
  add("packed field twice", Bytes(4, "\x01") + Bytes(4, "\x02"), "NOT_CANONICAL");
  add("empty packed field", Bytes(4, ""), "NOT_CANONICAL");
  add("not ascending", Bytes(4, "\x02\x01"), "FIELD_OUT_OF_RANGE");
  add("unspecified enum value in a list", Bytes(4, std::string(1, '\0')), "FIELD_OUT_OF_RANGE");
  add("unknown enum value", Bytes(4, "\x63"), "NEWER_FORMAT");
  const std::string day = Bytes(1, std::string(16, 'p')) + Number(2, 20260229);
  vectors.push_back({"29 February 2026", "OpenPublicity", day, "FIELD_OUT_OF_RANGE"});
  const std::string two = Number(10, 1) + Bytes(11, "a") + Bytes(12, "b");
  vectors.push_back({"two members of a oneof", "LogEntry", two, "NOT_CANONICAL"});
  vectors.push_back({"no member of a oneof", "LogEntry", Number(10, 1), "FIELD_MISSING"});
}

std::string Envelope(absl::string_view statement, const std::vector<std::string>& signatures) {
  std::string envelope = Bytes(40, statement);
  for (const std::string& signature : signatures) envelope += Bytes(41, signature);
  return envelope;
}

void AddEnvelopes(const SampleLog& log, std::vector<RefusedVector>& vectors) {
  const proto::SealedStatement good =
      proto::OpenStatement(log.Statement("join_chain").envelope).value();
  const std::string& first = good.signatures[0];
  const std::string& second = good.signatures[1];
  const auto add = [&](const char* what, const std::string& bytes, const char* reason) {
    vectors.push_back({what, "envelope", bytes, reason});
  };
  add("one signature of two", Envelope(good.statement_bytes, {first}), "SIGNATURE_MISSING");
  add("a third signature", Envelope(good.statement_bytes, {first, second, second}),
      "SIGNATURE_EXTRA");
  add("signature of 63 bytes", Envelope(good.statement_bytes, {first, second.substr(1)}),
      "SIGNATURE_MALFORMED");
  add("signatures in the other order", Envelope(good.statement_bytes, {second, first}),
      "SIGNATURE_INVALID");
  std::string changed = good.statement_bytes;
  changed.back() ^= 1;
  add("a byte of the act changed", Envelope(changed, {first, second}), "SIGNATURE_INVALID");
  changed = good.statement_bytes;
  changed[30] ^= 1;
  add("another registry under the same signatures", Envelope(changed, {first, second}),
      "SIGNATURE_INVALID");
  add("field that the statement does not have",
      Envelope(good.statement_bytes + Number(2047, 1), {first, second}), "NEWER_FORMAT");
}

void AddPublicKeys(const SampleLog& log, std::vector<RefusedVector>& vectors) {
  const std::string p256(log.Key("authority-1").signer->public_key().spki());
  const std::string ed25519(log.Key("authority-2").signer->public_key().spki());
  const auto add = [&](const char* what, const std::string& bytes) {
    vectors.push_back({what, "public_key", bytes, "KEY_ENCODING"});
  };
  std::string off_curve = p256;
  off_curve.back() ^= 1;
  add("P-256 point off the curve", off_curve);
  const std::string compressed_header =
      absl::HexStringToBytes("3039301306072a8648ce3d020106082a8648ce3d030107032200");
  const char parity = p256.back() & 1 ? '\x03' : '\x02';
  add("P-256 point compressed", compressed_header + parity + p256.substr(27, 32));
  add("a byte after the key", p256 + "x");
  add("Ed25519 neutral element, of small order",
      ed25519.substr(0, 12) + '\x01' + std::string(31, '\0'));
  add("Ed25519 point over the prime", ed25519.substr(0, 12) + std::string(31, '\xff') + '\x7f');
  add("nothing at all", "");
}

}  // namespace

std::vector<RefusedVector> RefusedVectors(const SampleLog& log) {
  std::vector<RefusedVector> vectors;
  AddLeaves(vectors);
  AddTexts(vectors);
  AddLists(vectors);
  AddEnvelopes(log, vectors);
  AddPublicKeys(log, vectors);
  return vectors;
}

}  // namespace linkcert::vectors
