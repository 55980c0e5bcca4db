// The words of statistics in English and Chinese, shared by table and chart.
#ifndef LINKCERT_CLIENT_RENDER_STATISTICS_WORDS_H_
#define LINKCERT_CLIENT_RENDER_STATISTICS_WORDS_H_

#include <string>

#include "client/render/render_statistics.h"

namespace linkcert::client {

// "Certificates by occupation", "按职业统计的证书".
std::string HeadingOf(Dimension by, Language language);
// "issued 2026-01-01 to 2026-12-31; log example.invalid/log, 812 entries up to …"
std::string ScopeOf(const StatisticsTitle& title, Language language);
// How a group is called in the first column: its name and key.
std::string CallOf(const Group& group, Language language);
// "3 small groups together"
std::string CallOfMerged(uint64_t groups, Language language);
// "Fewer certificates than …: nothing is shown."
std::string WithheldText(uint64_t minimum, Language language);
// 1,381,800
std::string Grouped(uint64_t number);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_STATISTICS_WORDS_H_
