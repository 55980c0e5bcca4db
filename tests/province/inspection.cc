#include "tests/province/inspection.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/audit/audit_state.h"
#include "client/local_file.h"
#include "client/remote/remote_log_source.h"
#include "client/render/render.h"
#include "client/render/render_statistics.h"
#include "client/verify/followed_log.h"
#include "tests/bench/figure.h"

namespace linkcert::province {
namespace {

using client::Dimension;
using client::FileAccess;
using client::Language;

constexpr Dimension kDimensions[] = {Dimension::kChain, Dimension::kIssuer, Dimension::kOccupation,
                                     Dimension::kLevel, Dimension::kClass,  Dimension::kProgramme};

// From genesis through all names of the log, as `linkcert trust init --genesis` does.
absl::StatusOr<client::Trust> Follow(const InspectionOptions& options) {
  auto remote = client::Remote::Connect({.server = options.address});
  if (!remote.ok()) return remote.status();
  const absl::StatusOr<v1::GetEpochsResponse> epochs = (*remote)->GetEpochs();
  if (!epochs.ok()) return epochs.status();
  const absl::StatusOr<crypto::Hash> genesis = crypto::Hash::FromHex(options.genesis_hex);
  if (!genesis.ok()) return genesis.status();
  const absl::StatusOr<client::FollowedLog> log = client::FollowLog(*epochs, &*genesis);
  if (!log.ok()) return log.status();
  const std::string policy = absl::StrCat("log ", log->vkey, "\nquorum none\n");
  const absl::Status written =
      client::WriteLocalFile(options.directory + "/registry.policy", policy, FileAccess::kPublic);
  if (!written.ok()) return written;
  return client::ParseTrust(policy, options.genesis_hex);
}

absl::Status Write(const InspectionOptions& options, const std::string& name,
                   const std::string& text) {
  return client::WriteLocalFile(options.directory + "/" + name, text, FileAccess::kPublic);
}

absl::Status AuditLog(const InspectionOptions& options, Inspection& inspection) {
  const absl::StatusOr<client::Trust> trust = Follow(options);
  if (!trust.ok()) return trust.status();
  absl::StatusOr<client::OpenedLog> log = client::OpenRemoteLog({.server = options.address});
  if (!log.ok()) return log.status();
  const bench::Stopwatch watch;
  absl::StatusOr<client::AuditReport> report =
      client::Audit(*log->source, *trust,
                    {.now_ms = options.now_ms,
                     .state_path = options.directory + "/audit.state",
                     .hash_tiles = log->hash_tiles,
                     .on_progress = nullptr});
  if (!report.ok()) return report.status();
  inspection.audit_s = watch.seconds();
  inspection.report = *std::move(report);
  const auto elapsed_ms = static_cast<uint64_t>(inspection.audit_s * 1000);
  absl::Status status =
      Write(options, "report.txt",
            client::RenderText(inspection.report, elapsed_ms, {.language = Language::kEnglish}));
  if (status.ok()) {
    status =
        Write(options, "report-zh.txt",
              client::RenderText(inspection.report, elapsed_ms, {.language = Language::kChinese}));
  }
  return status.ok()
             ? Write(options, "report.json", client::RenderJson(inspection.report, elapsed_ms))
             : status;
}

// What people see has small groups merged; what is compared has not.
absl::Status Chart(const InspectionOptions& options, const client::AuditState& state,
                   Dimension by) {
  const client::StatisticsOptions shown = {.by = by};
  const auto statistics = client::CountCertificates(state.rules, shown);
  if (!statistics.ok()) return statistics.status();
  const client::StatisticsTitle title = {
      .options = shown, .checkpoint = state.report.checkpoint, .logged_at_ms = state.last_time};
  const std::string name = absl::StrCat("by-", std::string(client::NameOf(by)));
  absl::Status status = Write(options, absl::StrCat(name, ".txt"),
                              client::StatisticsAsText(title, *statistics, Language::kEnglish));
  if (!status.ok()) return status;
  return Write(options, absl::StrCat(name, ".svg"),
               client::StatisticsAsSvg(title, *statistics, Language::kChinese));
}

absl::Status CountAll(const InspectionOptions& options, const Ledger& ledger,
                      Inspection& inspection) {
  const auto state = client::LoadAuditState(options.directory + "/audit.state");
  if (!state.ok()) return state.status();
  if (!state->has_value()) return absl::OkStatus();  // not believed: the findings say why
  const bench::Stopwatch watch;
  for (Dimension by : kDimensions) {
    if (absl::Status status = Chart(options, **state, by); !status.ok()) return status;
  }
  inspection.statistics_s = watch.seconds();
  for (Dimension by : kDimensions) {
    const auto all = client::CountCertificates((*state)->rules, {.by = by, .minimum = 0});
    if (!all.ok()) return all.status();
    std::vector<std::string> differences = ledger.Compare(by, *all);
    std::move(differences.begin(), differences.end(), std::back_inserter(inspection.differences));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Inspection> Inspect(const InspectionOptions& options, const Ledger& ledger) {
  Inspection inspection;
  absl::Status status = AuditLog(options, inspection);
  if (!status.ok()) return status;
  inspection.differences = ledger.Compare(inspection.report);
  status = CountAll(options, ledger, inspection);
  if (!status.ok()) return status;
  return inspection;
}

}  // namespace linkcert::province
