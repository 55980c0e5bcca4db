// A generated province, played through a real server whose clock this program sets: three years in
// minutes. Same shape, same acts; salts, signatures and the order within a wave differ.
#ifndef LINKCERT_TESTS_PROVINCE_PROVINCE_H_
#define LINKCERT_TESTS_PROVINCE_PROVINCE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "tests/province/aftermath.h"
#include "tests/province/assessments.h"
#include "tests/province/loader.h"
#include "tests/province/shared_clock.h"
#include "tests/province/stage.h"
#include "tests/testing/server_process.h"

namespace linkcert::province {

struct ProvinceOptions {
  Shape shape;
  std::string directory;  // exists; the server's data, keys, log and clock go there
  std::string server;     // path of linkcert-province-server
  std::string rule_sets;  // directory with full.textproto and province.textproto
};

// Not thread-safe.
class Province {
 public:
  explicit Province(ProvinceOptions options);

  // Founds the registry and plays to the last day. The first refusal ends it.
  absl::Status Play();
  // Stops the server: what it has is on disk then.
  absl::Status Stop();

  std::string address() const { return server_->address(); }
  // SHA-256 of the genesis statement, in hexadecimal.
  std::string genesis_hex() const;
  uint64_t now_ms() const { return now_ms_; }
  const Ledger& ledger() const { return ledger_; }
  const LoadFigures& figures() { return loader_.figures(); }
  // Largest resident memory of any server so far.
  double server_peak_mib() const { return server_peak_mib_; }

 private:
  absl::Status Start(const std::string& origin, const std::string& log_key);
  absl::Status PlayDay(proto::CivilDate day);
  absl::Status PlayWave(std::vector<Act> wave);
  // Time passes until then, with a StatusRoot an hour.
  absl::Status PassUntil(uint64_t ms);
  void SetNow(uint64_t ms);
  void NotePeak();  // before the server is stopped
  // epoch.cc: the log goes on under a new name and key.
  absl::Status ChangeLogKey();
  absl::Status AnnounceLogKey(const std::string& origin, const std::string& key);
  absl::Status BeginEpoch(const std::string& origin, const std::string& key);

  const ProvinceOptions options_;
  testing::World world_;
  Dice dice_;
  Cast cast_;
  KeyBook keys_;
  Agenda agenda_;
  Ledger ledger_;
  Loader loader_;
  const Stage stage_;
  Aftermath aftermath_;
  Assessments assessments_;
  std::unique_ptr<SharedClock> clock_;
  std::unique_ptr<testing::ServerProcess> server_;
  uint64_t now_ms_ = 0;
  double server_peak_mib_ = 0;
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_PROVINCE_H_
