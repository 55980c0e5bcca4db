// Words for what a registry answers: yes, no, unknown, and why. Thread-safe.
#ifndef LINKCERT_CLIENT_RENDER_ANSWER_TEXTS_H_
#define LINKCERT_CLIENT_RENDER_ANSWER_TEXTS_H_

#include <string>
#include <vector>

#include "client/render/texts.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

absl::string_view TextOf(v1::Answer answer, Language language);
// "YES", "NO", "UNKNOWN": the same in every language.
std::string NameOf(v1::Answer answer);

// "POST_LEVEL_TOO_LOW: The level …"; the name alone of a reason that we do not know.
std::string ReasonText(const std::string& name, Language language);
// The reasons of the checks that did not pass, each once, those that failed first.
std::vector<std::string> ReasonsOf(const v1::Verdict& verdict);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_ANSWER_TEXTS_H_
