// What `linkcert report` does: certificate files out to the authority, its answer back in.
#ifndef LINKCERT_CLIENT_PROGRAM_REPORT_RUN_H_
#define LINKCERT_CLIENT_PROGRAM_REPORT_RUN_H_

#include <string>
#include <vector>

#include "client/program/command.h"
#include "client/sheet/report_writer.h"
#include "client/sheet/sheet_encoding.h"

namespace linkcert::client {

// The issuer's own certificate files, and whom to believe about them.
struct IssuedFiles {
  std::vector<std::string> paths;  // files, or folders of them
  TrustOptions trust;
  std::string max_age = "30d";
};

struct SheetReport {
  IssuedFiles files;
  ReportPeriod period;
  std::string issuing_name;  // 发证机构; empty: the issuer
  std::string out_path;
  std::string summary_path;        // empty: none is written
  std::string reported_directory;  // for sync-1.textproto …, which say REPORTED; empty: none
  SheetEncoding encoding = SheetEncoding::kUtf8WithBom;
  bool may_be_incomplete = false;  // though files of a batch are not there
  OutputOptions output;
};
// State certificates of the period that hold, in their newest versions. Those that do not hold
// (revoked, suspended, superseded, of a voided batch, expired) are told of and left out. Nothing is
// written when a file is not well made or hides what the sheet shows, when files of a batch are
// missing (all kInvalid), or when it is undecided whether a certificate holds (kUnknown).
void ReportSheetOf(const SheetReport& report, CommandContext& context);

struct SyncReport {
  IssuedFiles files;
  std::string answer_path;
  std::string out_directory;  // for sync-1.textproto …
  OutputOptions output;
};
// Statement texts of what the answer says; none when a row is wrong (kInvalid).
void ReportSyncOf(const SyncReport& report, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_REPORT_RUN_H_
