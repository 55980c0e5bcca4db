// The assessments of a generated province: each goes through its whole process (认定流程).
#ifndef LINKCERT_TESTS_PROVINCE_ASSESSMENTS_H_
#define LINKCERT_TESTS_PROVINCE_ASSESSMENTS_H_

#include <functional>
#include <memory>
#include <optional>

#include "tests/province/issuing.h"
#include "tests/province/stage.h"

namespace linkcert::province {

// A batch that was logged, with claims that its issuer keeps.
struct Issued {
  Issuer* issuer = nullptr;
  IssuedBatch* row = nullptr;
  uint64_t index = 0;
  std::string prefix;                            // of its numbers
  std::vector<std::vector<std::string>> claims;  // of its first certificates
  uint64_t companion_batch = 0;                  // log index; 0 = of none
  bool awaits_companion = false;                 // its companion batch comes next
};
inline constexpr size_t kKeptClaims = 3;

// Not thread-safe; must outlive the agenda's acts.
class Assessments {
 public:
  // `issued` is told of each batch.
  Assessments(const Stage& stage, std::function<void(const Issued&)> issued)
      : stage_(stage), issued_(std::move(issued)) {}

  // Puts plans for exactly Shape::certificates on the agenda.
  void PlanAll();

 private:
  enum class Step {
    kPlan,
    kRoster,
    kStart,
    kResults,
    kOpen,
    kClose,
    kSupervision,
    kObjection,  // a supervision report with one
    kAppeals,
    kIssue,
    kCompanions,  // the second batch
  };
  using Shared = std::shared_ptr<Assessment>;

  Issuer& SomeIssuer();
  Shared Draw(uint32_t left);
  void On(proto::CivilDate day, Step step, const Shared& assessment);
  Act ActOf(Step step, const Shared& assessment);
  std::optional<Draft> Make(Step step, const Shared& assessment);
  void Done(Step step, const Shared& assessment, const Draft& draft, const Logged& logged);
  v1::Statement StatementOf(Step step, Assessment& assessment);

  v1::Statement Plan(Assessment& assessment);
  v1::Statement Roster(Assessment& assessment);
  v1::Statement Start(Assessment& assessment);
  v1::Statement Supervision(const Assessment& assessment, bool objection);
  std::optional<Draft> Issue(Step step, const Shared& assessment);
  void Report(const Assessment& assessment, uint64_t batch, bool state);
  void TellIssued(Step step, const Shared& assessment, const Draft& draft, const Logged& logged);

  const Stage stage_;
  bool appealed_ = false;  // anybody so far
  const std::function<void(const Issued&)> issued_;
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_ASSESSMENTS_H_
