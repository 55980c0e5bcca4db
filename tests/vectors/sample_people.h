// Who sat the examination of sample_log.h. All invented: the region 990000 of their identity
// numbers does not exist.
#ifndef LINKCERT_TESTS_VECTORS_SAMPLE_PEOPLE_H_
#define LINKCERT_TESTS_VECTORS_SAMPLE_PEOPLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/hash.h"

namespace linkcert::vectors {

inline constexpr uint32_t kSamplePassed = 7;

// Nine canonical RosterLeaf messages.
std::vector<std::string> SampleRosterLeaves();
// Ten canonical Claim messages of the certificate at `position`, below kSamplePassed.
std::vector<std::string> SampleClaims(uint32_t position);

// RFC 6962 over any leaves.
std::vector<crypto::Hash> HashLeaves(const std::vector<std::string>& leaves);
std::string RootOfLeaves(const std::vector<std::string>& leaves);

}  // namespace linkcert::vectors

#endif  // LINKCERT_TESTS_VECTORS_SAMPLE_PEOPLE_H_
