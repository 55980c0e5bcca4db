// Remote's part that asks for personal data.
#include "absl/strings/str_cat.h"
#include "client/remote/remote.h"
#include "client/remote/remote_calls.h"

namespace linkcert::client {
namespace {

// A request about one certificate.
template <typename Request>
Request About(uint64_t certificate, const std::string& purpose) {
  Request request;
  request.set_name(absl::StrCat("certificates/", certificate));
  request.set_purpose(purpose);
  return request;
}

}  // namespace

absl::StatusOr<v1::PersonalData> Remote::GetPersonalData(uint64_t certificate,
                                                         const std::string& purpose) {
  const auto request = About<v1::GetPersonalDataRequest>(certificate, purpose);
  v1::PersonalData data;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->vault->GetPersonalData(&context, request, &data);
  });
  if (!status.ok()) return status;
  return data;
}

absl::StatusOr<v1::ExportHolderDataResponse> Remote::ExportHolderData(
    const v1::ExportHolderDataRequest& request) {
  v1::ExportHolderDataResponse held;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->vault->ExportHolderData(&context, request, &held);
  });
  if (!status.ok()) return status;
  return held;
}

absl::Status Remote::RestrictPersonalData(uint64_t certificate, const std::string& purpose) {
  const auto request = About<v1::RestrictPersonalDataRequest>(certificate, purpose);
  v1::RestrictPersonalDataResponse nothing;
  return WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->vault->RestrictPersonalData(&context, request, &nothing);
  });
}

absl::StatusOr<v1::Receipt> Remote::ErasePersonalData(uint64_t certificate,
                                                      const std::string& purpose) {
  const auto request = About<v1::ErasePersonalDataRequest>(certificate, purpose);
  v1::Receipt receipt;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->vault->ErasePersonalData(&context, request, &receipt);
  });
  if (!status.ok()) return status;
  return receipt;
}

}  // namespace linkcert::client
