#include "server/service/governance_service.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/hash.h"
#include "linkcert/v1/governance_service.grpc.pb.h"
#include "proto/refusal.h"
#include "rules/prepare.h"
#include "rules/records.h"
#include "server/service/page.h"
#include "server/service/resource_name.h"
#include "server/service/statement_check.h"
#include "server/service/submission.h"

namespace linkcert::server {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;
using proto::Reason;
using rules::Record;

constexpr uint64_t kEnd = std::numeric_limits<uint64_t>::max();  // behind every entry

absl::Status CheckHasNoLeaves(const v1::Statement& statement) {
  if (rules::PromisedLeaves(statement) == 0) return absl::OkStatus();
  return proto::Refuse(Reason::kRequestMalformed, "acts with leaves go through IssuanceService");
}

template <typename T>
absl::Status Copy(const rules::Found<T>& found, T* response) {
  if (!found.ok()) return found.status();
  if (*found == nullptr) return proto::Refuse(Reason::kNotFound);
  *response = **found;
  return absl::OkStatus();
}

absl::StatusOr<std::string> ParseKeyId(absl::string_view name) {
  absl::StatusOr<std::vector<std::string>> ids = ParseName(name, {"keys"});
  if (!ids.ok()) return ids.status();
  absl::StatusOr<crypto::Hash> id = crypto::Hash::FromHex(ids->front());
  if (!id.ok()) return proto::Refuse(Reason::kRequestMalformed, "the key id is no SHA-256");
  return id->str();
}

absl::StatusOr<uint32_t> ParseVersion(const std::string& text) {
  if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != text.npos) {
    return proto::Refuse(Reason::kRequestMalformed, "the version is no number up to 9999");
  }
  return static_cast<uint32_t>(std::stoul(text));
}

// One method that looks one record up by a name with one id.
template <typename T, typename Request>
Reactor* Get(const Call& call, const Request& request, absl::string_view collection,
             rules::Found<T> (*find)(const rules::View&, absl::string_view), T* response) {
  return AnswerNow(call, request, [&] {
    absl::StatusOr<std::vector<std::string>> ids = ParseName(request.name(), {collection});
    if (!ids.ok()) return ids.status();
    return Copy(find(call.parts().log->Latest()->view, ids->front()), response);
  });
}

// One method that lists the records whose keys begin with `prefix`.
template <typename Request, typename Response, typename Add>
Reactor* List(const Call& call, const Request& request, Response* response,
              absl::StatusOr<std::string> prefix, Add add) {
  return AnswerLater(call, request, [call, &request, response, prefix, add]() -> absl::Status {
    if (!prefix.ok()) return prefix.status();
    absl::StatusOr<std::string> next =
        ReadPage(*call.parts().log->Latest()->snapshot,
                 {.prefix = *prefix, .size = request.page_size(), .token = request.page_token()},
                 [&](const Record& record) { add(record, response); });
    if (!next.ok()) return next.status();
    response->set_next_page_token(*std::move(next));
    return absl::OkStatus();
  });
}

// The prefix of what belongs to a parent.
absl::StatusOr<std::string> Below(absl::string_view kind, absl::string_view parent,
                                  absl::string_view collection) {
  absl::StatusOr<std::vector<std::string>> ids = ParseName(parent, {collection});
  if (!ids.ok()) return ids.status();
  return absl::StrCat(kind, "/", ids->front(), "/");
}

class GovernanceService final : public v1::GovernanceService::CallbackService {
 public:
  explicit GovernanceService(const ServiceParts& parts) : parts_(parts) {}

  Reactor* SubmitStatement(Context* context, const v1::SubmitStatementRequest* request,
                           v1::Receipt* response) override {
    const Call call(parts_, context, "SubmitStatement");
    absl::Status status = call.Check(*request, kMaxMessageBytes);
    if (!status.ok()) {
      call.Finish(status);
    } else {
      Submit(call, {.size_bytes = request->ByteSizeLong(),
                    .signed_statement = &request->signed_statement(),
                    .leaves = [] { return std::vector<std::string>(); },
                    .check_act = CheckHasNoLeaves,
                    .receipt = response});
    }
    return call.reactor();
  }

  Reactor* CheckStatement(Context* context, const v1::CheckStatementRequest* request,
                          v1::StatementCheck* response) override {
    const Call call(parts_, context, "CheckStatement");
    return AnswerLater(
        call, *request,
        [this, request, response] {
          absl::StatusOr<v1::StatementCheck> check = server::CheckStatement(*parts_.log, *request);
          if (check.ok()) *response = *std::move(check);
          return check.status();
        },
        kMaxIssueBatchBytes);
  }

  Reactor* GetOrganisation(Context* context, const v1::GetOrganisationRequest* request,
                           v1::Organisation* response) override {
    return Get<v1::Organisation>({parts_, context, "GetOrganisation"}, *request, "organisations",
                                 rules::FindOrganisation, response);
  }

  Reactor* ListOrganisations(Context* context, const v1::ListOrganisationsRequest* request,
                             v1::ListOrganisationsResponse* response) override {
    return List({parts_, context, "ListOrganisations"}, *request, response,
                rules::OrganisationKey(""), [](const Record& record, auto* list) {
                  *list->add_organisations() = record.organisation();
                });
  }

  Reactor* GetKey(Context* context, const v1::GetKeyRequest* request, v1::Key* response) override {
    const Call call(parts_, context, "GetKey");
    return AnswerNow(call, *request, [&] {
      absl::StatusOr<std::string> id = ParseKeyId(request->name());
      if (!id.ok()) return id.status();
      return Copy(rules::FindKey(parts_.log->Latest()->view, *id), response);
    });
  }

  Reactor* ListKeys(Context* context, const v1::ListKeysRequest* request,
                    v1::ListKeysResponse* response) override {
    return List({parts_, context, "ListKeys"}, *request, response, rules::KeyKey(""),
                [](const Record& record, auto* list) { *list->add_keys() = record.key(); });
  }

  Reactor* GetChain(Context* context, const v1::GetChainRequest* request,
                    v1::Chain* response) override {
    return Get<v1::Chain>({parts_, context, "GetChain"}, *request, "chains", rules::FindChain,
                          response);
  }

  Reactor* ListChains(Context* context, const v1::ListChainsRequest* request,
                      v1::ListChainsResponse* response) override {
    return List({parts_, context, "ListChains"}, *request, response, rules::ChainKey(""),
                [](const Record& record, auto* list) { *list->add_chains() = record.chain(); });
  }

  Reactor* ListChainMembers(Context* context, const v1::ListChainMembersRequest* request,
                            v1::ListChainMembersResponse* response) override {
    return List({parts_, context, "ListChainMembers"}, *request, response,
                Below("chain-member", request->parent(), "chains"),
                [](const Record& record, auto* list) {
                  *list->add_chain_members() = record.chain_member();
                });
  }

  Reactor* GetAccreditation(Context* context, const v1::GetAccreditationRequest* request,
                            v1::Accreditation* response) override {
    return Get<v1::Accreditation>({parts_, context, "GetAccreditation"}, *request, "accreditations",
                                  rules::FindAccreditation, response);
  }

  Reactor* ListAccreditations(Context* context, const v1::ListAccreditationsRequest* request,
                              v1::ListAccreditationsResponse* response) override {
    return List({parts_, context, "ListAccreditations"}, *request, response,
                rules::AccreditationKey(""), [](const Record& record, auto* list) {
                  *list->add_accreditations() = record.accreditation();
                });
  }

  Reactor* GetStandardVersion(Context* context, const v1::GetStandardVersionRequest* request,
                              v1::StandardVersion* response) override {
    const Call call(parts_, context, "GetStandardVersion");
    return AnswerNow(call, *request, [&] {
      absl::StatusOr<std::vector<std::string>> ids =
          ParseName(request->name(), {"standards", "versions"});
      if (!ids.ok()) return ids.status();
      absl::StatusOr<uint32_t> version = ParseVersion(ids->back());
      if (!version.ok()) return version.status();
      return Copy(rules::FindStandard(parts_.log->Latest()->view, ids->front(), *version),
                  response);
    });
  }

  Reactor* ListStandardVersions(Context* context, const v1::ListStandardVersionsRequest* request,
                                v1::ListStandardVersionsResponse* response) override {
    return List({parts_, context, "ListStandardVersions"}, *request, response,
                Below("standard", request->parent(), "standards"),
                [](const Record& record, auto* list) {
                  *list->add_standard_versions() = record.standard();
                });
  }

  Reactor* GetOccupation(Context* context, const v1::GetOccupationRequest* request,
                         v1::PublishedOccupation* response) override {
    const Call call(parts_, context, "GetOccupation");
    return AnswerNow(call, *request, [&] {
      absl::StatusOr<std::vector<std::string>> ids =
          ParseName(request->name(), {"editions", "occupations"});
      if (!ids.ok()) return ids.status();
      return Copy(
          rules::FindPublishedOccupation(parts_.log->Latest()->view, ids->front(), ids->back()),
          response);
    });
  }

  Reactor* GetLadder(Context* context, const v1::GetLadderRequest* request,
                     v1::Ladder* response) override {
    return Get<v1::Ladder>({parts_, context, "GetLadder"}, *request, "ladders", rules::FindLadder,
                           response);
  }

  Reactor* GetRecognitionPolicy(Context* context, const v1::GetRecognitionPolicyRequest* request,
                                v1::RecognitionPolicy* response) override {
    const Call call(parts_, context, "GetRecognitionPolicy");
    return AnswerNow(call, *request, [&] {
      absl::string_view name = request->name();
      if (!absl::ConsumeSuffix(&name, "/recognitionPolicy")) {
        return proto::Refuse(proto::Reason::kRequestMalformed, request->name());
      }
      absl::StatusOr<std::vector<std::string>> ids = ParseName(name, {"organisations"});
      if (!ids.ok()) return ids.status();
      return Copy(rules::FindPolicyBefore(parts_.log->Latest()->view, ids->front(), kEnd),
                  response);
    });
  }

  Reactor* GetPostRequirement(Context* context, const v1::GetPostRequirementRequest* request,
                              v1::PostRequirement* response) override {
    const Call call(parts_, context, "GetPostRequirement");
    return AnswerNow(call, *request, [&] {
      absl::StatusOr<std::vector<std::string>> ids =
          ParseName(request->name(), {"organisations", "posts"});
      if (!ids.ok()) return ids.status();
      return Copy(
          rules::FindPostBefore(parts_.log->Latest()->view, ids->front(), ids->back(), kEnd),
          response);
    });
  }

 private:
  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewGovernanceService(const ServiceParts& parts) {
  return std::make_unique<GovernanceService>(parts);
}

}  // namespace linkcert::server
