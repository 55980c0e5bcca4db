#include "server/access/gate.h"

#include <arpa/inet.h>
#include <grpc/grpc_security_constants.h>
#include <netinet/in.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "proto/refusal.h"
#include "server/access/access_rules.h"

namespace linkcert::server {
namespace {

using proto::Reason;

constexpr char kRetryAfterPayload[] = "linkcert/retry-after-ms";
constexpr size_t kSubscriberBytes = 8;

// The first property of that name; empty if there is none.
absl::string_view PropertyOf(const grpc::AuthContext& context, const char* name) {
  const std::vector<grpc::string_ref> values = context.FindPropertyValues(name);
  return values.empty() ? absl::string_view()
                        : absl::string_view(values.front().data(), values.front().size());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Gate>> Gate::Open(const GateOptions& options, const RegistryLog* log,
                                                 const Clock* clock, EventLog* events) {
  std::unique_ptr<ClientCertificates> certificates;
  if (options.trust.has_value()) {
    auto opened = ClientCertificates::Open(*options.trust, clock, events);
    if (!opened.ok()) return opened.status();
    certificates = *std::move(opened);
  }
  return std::unique_ptr<Gate>(new Gate(options, std::move(certificates), log, clock));
}

absl::StatusOr<Caller> Gate::Identify(const grpc::ServerContextBase& context) {
  Caller caller{insecure_caller_, {}};
  if (certificates_ != nullptr) {
    const auto properties = context.auth_context();
    const absl::string_view certificate = PropertyOf(*properties, GRPC_X509_PEM_CERT_PROPERTY_NAME);
    if (certificate.empty()) return proto::Refuse(Reason::kCallerNeeded);
    absl::StatusOr<std::string> named = certificates_->OrganisationOf(
        certificate, PropertyOf(*properties, GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME));
    if (!named.ok()) return named.status();
    caller.organisation = *std::move(named);
  }
  if (!caller.is_known()) {
    return proto::Refuse(Reason::kCallerNeeded, "This server knows no callers.");
  }
  absl::StatusOr<Roles> roles = roles_.RolesOf(caller.organisation);
  if (!roles.ok()) return roles.status();
  if (roles->empty()) return proto::Refuse(Reason::kCallerUnknown);
  caller.roles = *roles;
  return caller;
}

absl::StatusOr<Caller> Gate::Check(const grpc::ServerContextBase& context,
                                   absl::string_view method) {
  const AccessRule* rule = FindAccessRule(method);
  if (rule == nullptr) return absl::InternalError(absl::StrCat("no access rule for ", method));
  absl::StatusOr<Caller> caller = Identify(context);
  if (!caller.ok()) return rule->is_public() ? Caller() : caller;
  if (!rule->is_public() && !caller->roles.HasAnyOf(rule->roles)) {
    return proto::Refuse(Reason::kCallerNotPermitted);
  }
  return caller;
}

absl::StatusOr<Caller> Gate::Admit(const grpc::ServerContextBase& context,
                                   absl::string_view method) {
  const uint64_t wait_ms = addresses_.Take(AddressOf(context.peer()));
  if (wait_ms > 0) return RateExceeded(wait_ms);
  absl::StatusOr<Caller> caller = Check(context, method);
  if (!caller.ok()) return caller;
  absl::Status status = TakeRows(*caller, 1);
  if (!status.ok()) return status;
  return caller;
}

absl::Status Gate::CheckAgain(const grpc::ServerContextBase& context, absl::string_view method) {
  const AccessRule* rule = FindAccessRule(method);
  const bool is_public = rule != nullptr && rule->is_public();
  return is_public ? absl::OkStatus() : Check(context, method).status();
}

absl::Status Gate::TakeRows(const Caller& caller, uint64_t count) {
  if (!caller.is_known()) return absl::OkStatus();
  const uint64_t wait_ms = organisations_.Take(caller.organisation, count);
  return wait_ms == 0 ? absl::OkStatus() : RateExceeded(wait_ms);
}

std::string AddressOf(absl::string_view peer) {
  const bool is_v6 = absl::ConsumePrefix(&peer, "ipv6:");
  if (!is_v6 && !absl::StartsWith(peer, "ipv4:")) return std::string(peer);  // unix: has no port
  const absl::string_view host = peer.substr(0, peer.rfind(':'));
  if (!is_v6) return std::string(host);
  // "[2001:db8::1]", which gRPC writes as "%5B2001:db8::1%5D".
  const std::string address =
      absl::StrReplaceAll(host, {{"%5B", ""}, {"%5D", ""}, {"[", ""}, {"]", ""}});
  in6_addr bytes{};
  if (inet_pton(AF_INET6, address.c_str(), &bytes) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&bytes))
    return absl::StrCat("ipv4:", address.substr(address.rfind(':') + 1));
  const std::string subscriber(reinterpret_cast<const char*>(bytes.s6_addr), kSubscriberBytes);
  return absl::StrCat("ipv6:", absl::BytesToHexString(subscriber));
}

absl::Status RateExceeded(uint64_t retry_after_ms, Reason reason) {
  absl::Status status = proto::Refuse(reason);
  status.SetPayload(kRetryAfterPayload, absl::Cord(absl::StrCat(retry_after_ms)));
  return status;
}

std::optional<uint64_t> RetryAfterMs(const absl::Status& status) {
  const auto payload = status.GetPayload(kRetryAfterPayload);
  uint64_t ms = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &ms)) return std::nullopt;
  return ms;
}

}  // namespace linkcert::server
