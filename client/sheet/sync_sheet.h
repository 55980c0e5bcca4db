// What the authority answers to a report sheet: which certificates the national platform
// (全国联网查询) took. Columns by name, in any order: 证书编号 (number), 联网状态 or 状态 (state),
// and 返回码 (code), which may be absent; others are left alone. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_SYNC_SHEET_H_
#define LINKCERT_CLIENT_SHEET_SYNC_SHEET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sheet/sheet_problem.h"
#include "linkcert/v1/act_certificate.pb.h"

namespace linkcert::client {

inline constexpr char kSyncNumberColumn[] = "证书编号";

struct SyncRow {
  uint32_t line = 0;
  std::string number;
  // 已上报 REPORTED, 已接收 or 已入库 ACCEPTED, 已退回 RETURNED.
  v1::NationalSync state = v1::NATIONAL_SYNC_UNSPECIFIED;
  std::string code;  // the platform's; empty = none
};

// Each row by itself, and no number twice; what is wrong is added to `problems`. InvalidArgument
// when the bytes are no text or no CSV.
absl::StatusOr<std::vector<SyncRow>> ReadSyncSheet(absl::string_view bytes,
                                                   SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_SYNC_SHEET_H_
