// A statement as its signers should see it before they sign. Thread-safe.
#ifndef LINKCERT_CLIENT_STATEMENT_STATEMENT_VIEW_H_
#define LINKCERT_CLIENT_STATEMENT_STATEMENT_VIEW_H_

#include <string>

#include "client/render/texts.h"
#include "client/statement/json_text.h"
#include "client/statement/statement_file.h"
#include "linkcert/v1/statement.pb.h"

namespace linkcert::client {

// Protobuf text format with bytes as hex:…, so that BuildStatement reads it again.
std::string FormatAct(const v1::Statement& statement);

// Act, digest, registry, time, then all fields of the act, then who has signed and who has not.
std::string FormatStatement(const StatementInMaking& statement, Language language);
Json StatementFacts(const StatementInMaking& statement);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_STATEMENT_VIEW_H_
