// A question that may stay open: unknown is never shown as yes or as no.
#ifndef LINKCERT_RULES_ANSWER_H_
#define LINKCERT_RULES_ANSWER_H_

namespace linkcert::rules {

enum class Answer { kUnknown, kNo, kYes };

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ANSWER_H_
