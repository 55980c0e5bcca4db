// Who asks: an organisation, and what the registry's own records say it is.
#ifndef LINKCERT_SERVER_ACCESS_CALLER_H_
#define LINKCERT_SERVER_ACCESS_CALLER_H_

#include <cstdint>
#include <initializer_list>
#include <string>

namespace linkcert::server {

// What an organisation is at the moment; an issuer is often an employer too.
enum class Role : uint8_t {
  kOperator,   // `registry`: runs the server, and has no say in what it holds
  kAuthority,  // `authority` 人社部门
  kIssuer,     // has or had an accreditation: answers for what it issued
  kEmployer,   // a member of a chain now: upstream, downstream, the leader
  kAuditor,    // registered, and none of these: sees no personal data
};

class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (Role role : roles) Add(role);
  }

  constexpr void Add(Role role) { bits_ |= BitOf(role); }
  constexpr bool Has(Role role) const { return (bits_ & BitOf(role)) != 0; }
  constexpr bool HasAnyOf(Roles others) const { return (bits_ & others.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(Roles, Roles) = default;

 private:
  static constexpr unsigned BitOf(Role role) { return 1u << static_cast<unsigned>(role); }
  unsigned bits_ = 0;
};

struct Caller {
  std::string organisation;  // empty: nobody knows who asks
  Roles roles;               // none then

  bool is_known() const { return !organisation.empty(); }
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_ACCESS_CALLER_H_
