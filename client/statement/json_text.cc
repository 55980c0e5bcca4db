#include "client/statement/json_text.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

constexpr int kMaxDepth = 64;

// What the parser's own checks leave to us.
struct Strictness {
  std::vector<std::set<std::string>> members;  // of the objects that are open
  std::string repeated;                        // a member that stood twice
  bool too_deep = false;

  bool See(int depth, Json::parse_event_t event, const Json& value) {
    if (depth > kMaxDepth) too_deep = true;
    if (event == Json::parse_event_t::object_start) members.emplace_back();
    if (event == Json::parse_event_t::object_end) members.pop_back();
    if (event == Json::parse_event_t::key) {
      const std::string& name = value.get_ref<const std::string&>();
      if (!members.back().insert(name).second) repeated = name;
    }
    return true;
  }
};

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  Strictness strictness;
  const auto see = [&](int depth, Json::parse_event_t event, Json& value) {
    return strictness.See(depth, event, value);
  };
  Json json;
  // The library throws; this is the one place that catches.
  try {
    json = Json::parse(text.begin(), text.end(), see, true, true);
  } catch (const Json::exception& error) {
    const std::string what = error.what();
    const size_t begin = what.find("line ");
    return absl::InvalidArgumentError(begin == std::string::npos ? what : what.substr(begin));
  }
  if (strictness.too_deep) return absl::InvalidArgumentError("nested too deeply");
  if (!strictness.repeated.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", strictness.repeated, "\" stands twice in one object"));
  }
  return json;
}

std::string FormatJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace linkcert::client
