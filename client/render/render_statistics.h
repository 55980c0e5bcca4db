// Statistics as a table for people, as JSON for programs, and as a chart to look at.
#ifndef LINKCERT_CLIENT_RENDER_RENDER_STATISTICS_H_
#define LINKCERT_CLIENT_RENDER_RENDER_STATISTICS_H_

#include <string>

#include "client/render/texts.h"
#include "client/statistics/statistics.h"
#include "crypto/checkpoint.h"

namespace linkcert::client {

// What stands above the numbers: by what, of which days, of which log.
struct StatisticsTitle {
  StatisticsOptions options;
  crypto::Checkpoint checkpoint;  // of the log that was counted
  uint64_t logged_at_ms = 0;      // of its last entry
};

std::string StatisticsAsText(const StatisticsTitle& title, const Statistics& statistics,
                             Language language);
// One line. What is withheld is absent.
std::string StatisticsAsJson(const StatisticsTitle& title, const Statistics& statistics);
// A whole SVG document: one bar a group, assessed behind certified, the numbers beside it. No
// script, no font and no address from outside.
std::string StatisticsAsSvg(const StatisticsTitle& title, const Statistics& statistics,
                            Language language);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_RENDER_STATISTICS_H_
