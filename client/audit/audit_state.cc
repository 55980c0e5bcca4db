#include "client/audit/audit_state.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "crypto/note.h"
#include "proto/refusal.h"
#include "proto/wire.h"

namespace linkcert::client {
namespace {

// A change of records.proto asks for a new number.
constexpr absl::string_view kFormat = "linkcert audit state ";
constexpr char kHeader[] = "linkcert audit state 2\n";

absl::Status Damaged() { return absl::DataLossError("the saved audit state is damaged"); }

// Numbers and texts in a fixed order, each text with its length.
class Writer {
 public:
  void Number(uint64_t value) { proto::AppendVarint(bytes_, value); }
  void Text(absl::string_view value) {
    Number(value.size());
    bytes_.append(value.data(), value.size());
  }
  std::string bytes_ = kHeader;
};

class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {}
  uint64_t Number() {
    uint64_t value = 0;
    good_ = good_ && proto::TakeVarint(rest_, value);
    return good_ ? value : 0;
  }
  std::string Text() {
    absl::string_view value;
    good_ = good_ && proto::TakeDelimited(rest_, value);
    return good_ ? std::string(value) : std::string();
  }
  crypto::Hash Hash() {
    const absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(Text());
    good_ = good_ && hash.ok();
    return hash.value_or(crypto::Hash());
  }
  bool good() const { return good_; }
  bool AtEnd() const { return good_ && rest_.empty(); }

 private:
  absl::string_view rest_;
  bool good_ = true;
};

void WriteFindings(const AuditReport& report, Writer& out) {
  out.Number(report.findings_total);
  out.Number(report.warnings_total);
  out.Number(report.findings.size());
  for (const AuditFinding& finding : report.findings) {
    out.Number(finding.index);
    out.Text(proto::Describe(finding.reason).name);
    out.Text(finding.detail);
    out.Number(finding.warning ? 1 : 0);
  }
}

void ReadFindings(Reader& in, AuditReport& report) {
  report.findings_total = in.Number();
  report.warnings_total = in.Number();
  for (uint64_t left = in.Number(); left > 0 && in.good(); --left) {
    AuditFinding finding;
    finding.index = in.Number();
    finding.reason = proto::ParseReason(in.Text()).value_or(proto::Reason::kLogRootDiffers);
    finding.detail = in.Text();
    finding.warning = in.Number() != 0;
    report.findings.push_back(std::move(finding));
  }
}

void WriteCounts(const AuditReport& report, Writer& out) {
  out.Number(report.entries);
  out.Number(report.replayed);
  out.Number(report.certificates);
  out.Number(report.misbehaviour_proven ? 1 : 0);
  out.Number(report.statements.size());
  for (const auto& [act, count] : report.statements) {
    out.Text(act);
    out.Number(count);
  }
}

void ReadCounts(Reader& in, AuditReport& report) {
  report.entries = in.Number();
  report.replayed = in.Number();
  report.certificates = in.Number();
  report.misbehaviour_proven = in.Number() != 0;
  for (uint64_t left = in.Number(); left > 0 && in.good(); --left) {
    const std::string act = in.Text();
    report.statements[act] = in.Number();
  }
}

// The checkpoint inside the saved note; whoever uses the state checks its signature again.
absl::Status TakeCheckpoint(AuditReport& report) {
  const absl::StatusOr<crypto::Note> note = crypto::ParseNote(report.note);
  if (!note.ok()) return Damaged();
  absl::StatusOr<crypto::Checkpoint> checkpoint = crypto::ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return Damaged();
  report.checkpoint = *std::move(checkpoint);
  return absl::OkStatus();
}

absl::Status ReadRange(Reader& in, AuditState& state) {
  std::vector<crypto::Hash> roots;
  for (uint64_t left = in.Number(); left > 0 && in.good(); --left) roots.push_back(in.Hash());
  absl::StatusOr<crypto::CompactRange> range =
      crypto::CompactRange::FromRoots(state.report.entries, std::move(roots));
  if (!range.ok() || range->Root() != state.report.checkpoint.root) return Damaged();
  state.range = *std::move(range);
  return absl::OkStatus();
}

}  // namespace

std::string EncodeAuditState(const AuditState& state) {
  Writer out;
  out.Text(state.genesis.view());
  out.Text(state.report.note);
  WriteCounts(state.report, out);
  WriteFindings(state.report, out);
  out.Number(state.range.roots().size());
  for (const crypto::Hash& root : state.range.roots()) out.Text(root.view());
  out.Number(state.last_time);
  out.Text(state.rules.Dump());
  out.bytes_ += crypto::Sha256(out.bytes_).str();
  return std::move(out.bytes_);
}

absl::StatusOr<AuditState> DecodeAuditState(absl::string_view bytes) {
  const absl::string_view header = kHeader;
  const bool is_ours = absl::StartsWith(bytes, header);
  if (!is_ours && absl::StartsWith(bytes, kFormat)) {
    return absl::FailedPreconditionError(
        "saved by another version of this program: audit anew, into a new file");
  }
  if (!is_ours || bytes.size() < header.size() + crypto::Hash::kSizeBytes) return Damaged();
  const absl::string_view body = bytes.substr(0, bytes.size() - crypto::Hash::kSizeBytes);
  if (crypto::Sha256(body).view() != bytes.substr(body.size())) return Damaged();
  Reader in(body.substr(header.size()));
  AuditState state;
  state.genesis = in.Hash();
  state.report.note = in.Text();
  ReadCounts(in, state.report);
  ReadFindings(in, state.report);
  absl::Status status = TakeCheckpoint(state.report);
  if (status.ok()) status = ReadRange(in, state);
  if (!status.ok()) return status;
  state.last_time = in.Number();
  absl::StatusOr<rules::State> rules = rules::State::FromDump(in.Text());
  if (!rules.ok() || !in.AtEnd()) return Damaged();
  state.rules = *std::move(rules);
  return state;
}

absl::StatusOr<std::optional<AuditState>> LoadAuditState(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file.good()) return absl::UnknownError(absl::StrCat("cannot read ", path));
  absl::StatusOr<AuditState> state = DecodeAuditState(bytes.str());
  if (!state.ok()) {
    return absl::Status(state.status().code(), absl::StrCat(path, ": ", state.status().message()));
  }
  return std::optional<AuditState>(*std::move(state));
}

absl::Status SaveAuditState(const std::string& path, const AuditState& state) {
  return WriteLocalFile(path, EncodeAuditState(state), FileAccess::kPublic);
}

}  // namespace linkcert::client
