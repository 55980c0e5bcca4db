// The test world's acts on what stands in the log already: keys, chains, standards, rights,
// certificates. Each is a fresh statement, to be changed and signed.
#ifndef LINKCERT_TESTS_TESTING_WORLD_STANDING_H_
#define LINKCERT_TESTS_TESTING_WORLD_STANDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/testing/world.h"

namespace linkcert::testing {

// Log indexes [begin, end).
struct Indexes {
  uint64_t begin = 0;
  uint64_t end = 0;
};

v1::Statement SuspendCertificates(World& world, const std::vector<Indexes>& certificates);
v1::Statement ReinstateCertificates(World& world, uint64_t suspension,
                                    const std::vector<Indexes>& certificates);
// `finding` 0 = none.
v1::Statement RevokeCertificates(World& world, const std::vector<Indexes>& certificates,
                                 uint64_t finding = 0);
v1::Statement VoidBatch(World& world, uint64_t batch, uint64_t finding = 0);
// Fraud of the leader; none concerned = the whole filing.
v1::Statement RecordFinding(World& world, const std::vector<Indexes>& concerned = {});

// Keys by their names in the world.
v1::Statement RotateKey(World& world, const std::string& old_key, const std::string& new_key);
v1::Statement RevokeKey(World& world, const std::string& key);
v1::Statement DeclareKeyCompromised(World& world, const std::string& key, uint64_t since);

v1::Statement RotateLogKey(World& world, const std::string& origin, const std::string& key);
// Over `kept_entries`, after a checkpoint of as many that the world's "log" key signed.
v1::Statement BeginEpoch(World& world, const std::string& origin, const std::string& key,
                         uint64_t kept_entries);

v1::Statement LeaveChain(World& world, const std::string& organisation);
v1::Statement WithdrawStandard(World& world);
v1::Statement SuspendAccreditation(World& world);
v1::Statement ResumeAccreditation(World& world);
v1::Statement EndAccreditation(World& world);

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_WORLD_STANDING_H_
