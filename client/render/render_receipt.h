// Verification receipts as text for people and as JSON for programs.
#ifndef LINKCERT_CLIENT_RENDER_RENDER_RECEIPT_H_
#define LINKCERT_CLIENT_RENDER_RENDER_RECEIPT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/render/render.h"
#include "client/verify/receipt_verifier.h"

namespace linkcert::client {

// Whether it is genuine and what it says, then, if the registry signed it, for whom and for what,
// then each check that did not pass. Ends in a newline.
std::string RenderText(absl::string_view name, const ReceiptVerification& verification,
                       const RenderOptions& options);
// One line: {"file":…,"conclusion":"INVALID","genuine":true,"receipt":{…},"checks":[…]}
std::string RenderJson(absl::string_view name, const ReceiptVerification& verification);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_RENDER_RECEIPT_H_
