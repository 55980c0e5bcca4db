// Reads the members of one JSON object, each by its name and type. The first mistake is kept and
// named by its path; later reads then give empty values.
#ifndef LINKCERT_CLIENT_STATEMENT_JSON_FIELDS_H_
#define LINKCERT_CLIENT_STATEMENT_JSON_FIELDS_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/statement/json_text.h"
#include "proto/civil_date.h"

namespace linkcert::client {

enum class Need { kRequired, kOptional };

// Not thread-safe. `json` must outlive it.
class JsonFields {
 public:
  // `path` names the object in messages, e.g. batches[1]. References to files are looked for in
  // `directory`.
  JsonFields(const Json& json, std::string path, std::string directory);

  std::string String(absl::string_view name, Need need = Need::kRequired);
  uint32_t Number(absl::string_view name, Need need = Need::kRequired);
  proto::CivilDate Date(absl::string_view name, Need need = Need::kRequired);
  // A reference (bytes_reference.h), or hexadecimal digits, of `size` bytes.
  std::string Bytes(absl::string_view name, size_t size, Need need = Need::kRequired);
  std::vector<std::string> BytesList(absl::string_view name, size_t size);
  std::vector<std::string> Strings(absl::string_view name);
  std::vector<uint32_t> Numbers(absl::string_view name);
  // The object under `name`; an empty one when absent.
  JsonFields Object(absl::string_view name, Need need = Need::kRequired);
  // Calls `read(name, text)` for each member, all of which are strings, of the object `name`.
  void ForEachString(absl::string_view name,
                     const std::function<void(const std::string&, const std::string&)>& read);

  bool Has(absl::string_view name) const;
  void Fail(absl::string_view name, absl::string_view what);
  // Takes over the mistake of a part that was read apart, e.g. of Object().
  void Include(const absl::Status& status);
  // The first mistake; also a member that nobody asked for.
  absl::Status Finish();

 private:
  const Json* Find(absl::string_view name, Need need);
  std::string PathOf(absl::string_view name) const;
  std::string ResolveBytes(const Json& value, absl::string_view name, size_t size);

  const Json& json_;
  const std::string path_;
  const std::string directory_;
  std::set<std::string, std::less<>> asked_;
  absl::Status status_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_JSON_FIELDS_H_
