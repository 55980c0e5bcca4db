// linkcert-province: generates a province, loads it through a real server, audits, counts, charts.
//   linkcert-province --directory /var/tmp/province
// Exit code 1 when anything was refused, the audit has a finding, or a count is not what was
// generated.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "tests/bench/figure.h"
#include "tests/province/inspection.h"
#include "tests/province/measures.h"
#include "tests/province/province.h"

namespace linkcert::province {
namespace {

void PrintLoad(Province& province, double seconds) {
  const LoadFigures& figures = province.figures();
  const auto certificates = static_cast<double>(province.ledger().certificates());
  const auto calls = static_cast<double>(figures.calls);
  PrintFigures("province_load", {{"certificates", certificates},
                                 {"statements", calls},
                                 {"heartbeats", static_cast<double>(figures.ticks)},
                                 {"seconds", seconds},
                                 {"signing_seconds", figures.signing_s},
                                 {"calls_seconds", figures.calls_s},
                                 {"heartbeat_seconds", figures.ticks_s},
                                 {"certificates_per_s", certificates / figures.calls_s},
                                 {"statements_per_s", calls / figures.calls_s}});
}

void PrintInspection(const Inspection& inspection) {
  const auto certificates = static_cast<double>(inspection.report.certificates);
  PrintFigures("province_audit",
               {{"entries", static_cast<double>(inspection.report.entries)},
                {"certificates", certificates},
                {"seconds", inspection.audit_s},
                {"certificates_per_s", certificates / inspection.audit_s},
                {"findings", static_cast<double>(inspection.report.findings_total)},
                {"warnings", static_cast<double>(inspection.report.warnings_total)}});
  PrintFigures("province_statistics",
               {{"seconds", inspection.statistics_s},
                {"differences", static_cast<double>(inspection.differences.size())}});
  for (const std::string& difference : inspection.differences) std::cerr << difference << "\n";
}

void PrintServer(const ProvinceOptions& options, const Province& province) {
  const double disk = MibOnDisk(options.directory + "/data");
  const auto certificates = static_cast<double>(province.ledger().certificates());
  PrintFigures("province_server",
               {{"peak_resident_mib", province.server_peak_mib()},
                {"disk_mib", disk},
                {"disk_bytes_per_certificate", disk * 1024 * 1024 / certificates}});
}

absl::StatusOr<bool> Run(const ProvinceOptions& options) {
  Province province(options);
  const bench::Stopwatch watch;
  absl::Status status = province.Play();
  if (!status.ok()) return status;
  PrintLoad(province, watch.seconds());
  const auto inspection = Inspect({.address = province.address(),
                                   .genesis_hex = province.genesis_hex(),
                                   .now_ms = province.now_ms(),
                                   .directory = options.directory},
                                  province.ledger());
  if (!inspection.ok()) return inspection.status();
  PrintInspection(*inspection);
  status = province.Stop();
  if (!status.ok()) return status;
  PrintServer(options, province);
  std::cout << "{\"name\":\"province_genesis\",\"hex\":\"" << province.genesis_hex() << "\"}\n";
  return inspection->differences.empty();
}

}  // namespace
}  // namespace linkcert::province

int main(int argc, char** argv) {
  namespace province = linkcert::province;
  const std::filesystem::path self = std::filesystem::canonical("/proc/self/exe");
  CLI::App app("Generates a province and loads it through a real server; one JSON line a figure");
  province::ProvinceOptions options;
  options.server = self.parent_path() / "linkcert-province-server";
  options.rule_sets = LINKCERT_RULE_SETS;
  uint32_t years = 3;
  app.add_option("--directory", options.directory, "empty or new; everything goes there")
      ->required();
  app.add_option("--certificates", options.shape.certificates)->capture_default_str();
  app.add_option("--issuers", options.shape.issuers)->capture_default_str();
  app.add_option("--chains", options.shape.chains)
      ->check(CLI::Range(size_t{1}, province::ChainKinds().size()))
      ->capture_default_str();
  app.add_option("--years", years)->check(CLI::Range(1, 3))->capture_default_str();
  app.add_option("--seed", options.shape.seed)->capture_default_str();
  app.add_option("--rule-sets", options.rule_sets, "full.textproto, province.textproto")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  options.shape.last_day =
      (linkcert::proto::YearOf(options.shape.first_day) + years - 1) * 10000 + 1231;
  std::filesystem::create_directories(options.directory);
  const absl::StatusOr<bool> agrees = province::Run(options);
  if (!agrees.ok()) std::cerr << "linkcert-province: " << agrees.status() << std::endl;
  return agrees.ok() && *agrees ? 0 : 1;
}
