// The verdict on a team as text for people and as JSON for programs. Thread-safe.
#ifndef LINKCERT_CLIENT_RENDER_RENDER_TEAM_H_
#define LINKCERT_CLIENT_RENDER_RENDER_TEAM_H_

#include <string>
#include <vector>

#include "client/render/render.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

struct NamedMember {
  std::string name;
  std::vector<std::string> certificates;  // where each came from
};

// What was asked, in the order of the request.
struct NamedTeam {
  std::string audience;
  std::string post;
  std::vector<NamedMember> members;
};

// Whether the team is fit and why, then each member with what was shown. Ends in a newline. `team`
// answers about `asked`.
std::string RenderText(const NamedTeam& asked, const v1::TeamVerdict& team,
                       const RenderOptions& options);
// One line: {"audience":…,"post":…,"fit":"YES",…,"members":[…]}
std::string RenderJson(const NamedTeam& asked, const v1::TeamVerdict& team);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_RENDER_TEAM_H_
