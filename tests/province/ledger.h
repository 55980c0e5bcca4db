// What the generator knows that it did: held against what audit and statistics say afterwards.
#ifndef LINKCERT_TESTS_PROVINCE_LEDGER_H_
#define LINKCERT_TESTS_PROVINCE_LEDGER_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "client/audit/audit.h"
#include "client/statistics/statistics.h"

namespace linkcert::province {

// A batch and what became of it.
struct IssuedBatch {
  std::string issuer = {};
  std::string chain = {};       // empty: of none
  std::string occupation = {};  // key of the statistics, as below
  std::string level = {};
  std::string programme = {};
  std::string certificate_class = {};
  uint64_t index = 0;
  uint64_t at_ms = 0;
  std::vector<std::string> signers = {};  // names of keys
  uint32_t certificates = 0;
  std::string examination = {};  // batches of one say the same of who sat
  uint32_t present = 0;
  uint32_t passed = 0;
  uint32_t revoked = 0;  // one by one
  uint32_t suspended = 0;
  bool fallen = false;  // voided, or with a stolen key
};

// Not thread-safe.
class Ledger {
 public:
  IssuedBatch* Add(IssuedBatch batch);  // stays where it is
  // The one at this log index, which is known.
  IssuedBatch* At(uint64_t index) { return by_index_.at(index); }
  void Admitted(const std::string& act) { ++statements_[act]; }
  void NewVersions(uint32_t count) { versions_ += count; }
  // R22: what the key signed at `since_ms` or later.
  void KeyStolen(const std::string& key, uint64_t since_ms);

  uint64_t certificates() const;
  const std::map<std::string, uint64_t>& statements() const { return statements_; }
  // One line for each difference; none is what there should be.
  std::vector<std::string> Compare(const client::AuditReport& report) const;
  std::vector<std::string> Compare(client::Dimension by,
                                   const client::Statistics& statistics) const;

 private:
  std::deque<IssuedBatch> batches_;
  std::map<uint64_t, IssuedBatch*> by_index_;
  std::map<std::string, uint64_t> statements_;  // by act
  uint64_t versions_ = 0;                       // certificates that replace others
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_LEDGER_H_
