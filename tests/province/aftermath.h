// What becomes of the certificates of a generated province: at most one story for each batch.
#ifndef LINKCERT_TESTS_PROVINCE_AFTERMATH_H_
#define LINKCERT_TESTS_PROVINCE_AFTERMATH_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/province/assessments.h"
#include "tests/province/stage.h"
#include "tests/testing/world_links.h"

namespace linkcert::province {

// Not thread-safe; must outlive the agenda's acts.
class Aftermath {
 public:
  explicit Aftermath(const Stage& stage) : stage_(stage) {}

  // The first batches have each story once; later ones draw lots, most have none.
  void Follow(const Issued& issued);

 private:
  using Story = void (Aftermath::*)(const Issued&);
  using Sign = std::function<v1::Statement()>;
  using Then = std::function<void(const Logged&)>;
  struct Chance {
    Story story;
    uint32_t of_10000;
  };
  static const std::vector<Chance>& Stories();
  Story Draw();

  // In so many days, by one or two people of the issuer, or one of the authority.
  enum class By { kOne, kTwo, kAuthority };
  void In(uint32_t days, const Issued& issued, By by, Sign make, Then then = {});
  Act ActOf(const Issued& issued, By by, Sign make, Then then);
  // A finding about these log indexes, then `then` with its own index.
  void Find(uint32_t days, const Issued& issued, v1::FindingKind kind, uint64_t begin,
            std::function<void(uint64_t finding)> then);
  // New versions of one certificate; the place of the first one is passed on.
  void Renew(const Issued& issued, std::function<testing::Versions()> make,
             std::function<void(const testing::Held&)> then = {});

  void Correct(const Issued& issued);
  void Reissue(const Issued& issued);
  void SuspendAndReinstate(const Issued& issued);
  void SuspendAndRevoke(const Issued& issued);
  void LeaveSuspended(const Issued& issued);
  void RevokeByIssuer(const Issued& issued);
  void VoidByAuthority(const Issued& issued);
  void VoidByIssuer(const Issued& issued);
  void Steal(const Issued& issued);
  void Erase(const Issued& issued);
  void SpoilNumbers(const Issued& issued);
  void Nothing(const Issued&) {}

  void Defraud(const Issued& issued);
  void Supersede(const Issued& issued);

  const Stage stage_;
  uint32_t plain_ = 0;                           // batches without companions so far
  uint32_t dual_ = 0;                            // companion batches so far
  uint32_t replaced_ = 0;                        // certificates that might have been, so far
  std::map<std::string, uint64_t> replaceable_;  // by issuer: a certificate, by log index
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_AFTERMATH_H_
