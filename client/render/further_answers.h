// What a verdict says beside its conclusion: the national platform, linked certificates,
// recognition, fitness for a post. Thread-safe.
#ifndef LINKCERT_CLIENT_RENDER_FURTHER_ANSWERS_H_
#define LINKCERT_CLIENT_RENDER_FURTHER_ANSWERS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "client/render/texts.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// A line for each answer that is there; empty for none.
std::string FurtherAnswerLines(const v1::Verdict& verdict, Language language);

// Of the linked certificates alone: what took the place of one that is superseded.
std::string LinkLines(const v1::Verdict& verdict, Language language);

// Members national_sync, links, recognition and post_fitness, each if it is there.
void AddFurtherAnswers(const v1::Verdict& verdict, nlohmann::ordered_json& json);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_FURTHER_ANSWERS_H_
