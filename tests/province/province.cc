#include "tests/province/province.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/keys.h"
#include "proto/statement.h"
#include "tests/bench/figure.h"
#include "tests/province/founding.h"
#include "tests/province/governance.h"
#include "tests/province/measures.h"

namespace linkcert::province {
namespace {

constexpr char kPassphrase[] = "invented passphrase";
constexpr uint64_t kMinuteMs = 60'000;
constexpr uint64_t kMorningMs = 9 * 60 * kMinuteMs;
constexpr uint64_t kDayMs = 24 * 60 * kMinuteMs;
// Whatever is logged brings a StatusRoot if the newest is five minutes old; so one is never older
// than an hour (R27).
constexpr uint64_t kTickMs = 54 * kMinuteMs;
constexpr char kStatusRootIntervalMs[] = "300000";
constexpr size_t kWave = 32;
constexpr uint32_t kEpochPercent = 66;

}  // namespace

Province::Province(ProvinceOptions options)
    : options_(std::move(options)),
      dice_(options_.shape.seed),
      cast_(MakeCast(options_.shape, dice_)),
      agenda_(options_.shape),
      loader_(world_),
      stage_{options_.shape, world_, dice_, cast_, keys_, agenda_, ledger_},
      aftermath_(stage_),
      assessments_(stage_, [this](const Issued& issued) { aftermath_.Follow(issued); }) {}

std::string Province::genesis_hex() const { return absl::BytesToHexString(world_.registry()); }

void Province::SetNow(uint64_t ms) {
  now_ms_ = ms;
  clock_->Set(ms);
  world_.set_now_ms(ms);
}

absl::Status Province::Start(const std::string& origin, const std::string& log_key) {
  server_ = std::make_unique<testing::ServerProcess>(testing::ServerProcess::Options{
      .program = options_.server,
      .directory = options_.directory,
      .origin = origin,
      .more_flags = {"--clock", options_.directory + "/clock", "--status-root-interval-ms",
                     kStatusRootIntervalMs, "--address-rate", "0", "--organisation-rate", "0"}});
  const auto pem = crypto::PrivateKeyToPem(world_.Key(log_key), kPassphrase);
  if (!pem.ok()) return pem.status();
  absl::Status status = server_->WriteLogKey(*pem, kPassphrase);
  if (status.ok()) status = server_->Start();
  if (status.ok()) loader_.Connect(server_->address());
  return status;
}

absl::Status Province::Play() {
  auto clock = SharedClock::Open(options_.directory + "/clock");
  if (!clock.ok()) return clock.status();
  clock_ = *std::move(clock);
  world_.LiveNow(proto::StartOfDayMs(options_.shape.first_day) + kMorningMs);
  SetNow(world_.now_ms());
  absl::Status status = Start(testing::kOrigin, "log");
  if (status.ok()) status = Found(stage_, options_.rule_sets);
  if (!status.ok()) return status;
  PlanMemberships(stage_);
  PlanStandards(stage_);
  PlanKeys(stage_);
  PlanPolicies(stage_);
  PlanOversight(stage_);
  assessments_.PlanAll();
  const proto::CivilDate epoch = stage_.DayAt(kEpochPercent);
  const proto::CivilDate end = proto::AddDays(options_.shape.last_day, 1);
  for (proto::CivilDate day = options_.shape.first_day; status.ok() && day != end;
       day = proto::AddDays(day, 1)) {
    status = PlayDay(day);
    if (status.ok() && day == epoch) status = ChangeLogKey();
  }
  return status;
}

absl::Status Province::PlayDay(proto::CivilDate day) {
  absl::Status status = PassUntil(proto::StartOfDayMs(day) + kMorningMs);
  agenda_.Begin(day);
  for (std::vector<Act> wave = agenda_.TakeWave(kWave); status.ok() && !wave.empty();
       wave = agenda_.TakeWave(kWave)) {
    SetNow(now_ms_ + kMinuteMs);
    status = PlayWave(std::move(wave));
  }
  return status.ok() ? PassUntil(proto::StartOfDayMs(day) + kDayMs - kTickMs) : status;
}

absl::Status Province::PlayWave(std::vector<Act> wave) {
  std::vector<Draft> drafts;
  std::vector<const Act*> made;
  const bench::Stopwatch making;
  for (const Act& act : wave) {
    std::optional<Draft> draft = act.make();
    if (!draft.has_value()) continue;
    drafts.push_back(*std::move(draft));
    made.push_back(&act);
  }
  loader_.figures().signing_s += making.seconds();
  if (drafts.empty()) return absl::OkStatus();
  const auto indexes = loader_.Submit(absl::MakeSpan(drafts));
  if (!indexes.ok()) return indexes.status();
  for (size_t i = 0; i < drafts.size(); ++i) {
    const absl::string_view act = proto::ActName(proto::ActNumber(drafts[i].statement));
    ledger_.Admitted(std::string(act));
    if (made[i]->then) made[i]->then(drafts[i], {.index = (*indexes)[i], .at_ms = now_ms_});
  }
  return absl::OkStatus();
}

absl::Status Province::PassUntil(uint64_t ms) {
  while (now_ms_ + kTickMs < ms) {
    SetNow(now_ms_ + kTickMs);
    if (absl::Status status = loader_.Tick(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void Province::NotePeak() {
  server_peak_mib_ = std::max(server_peak_mib_, PeakMib(server_->pid()));
}

absl::Status Province::Stop() {
  NotePeak();
  return server_->Terminate() == 0 ? absl::OkStatus() : absl::InternalError(server_->LogTail());
}

}  // namespace linkcert::province
