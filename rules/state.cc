#include "rules/state.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace linkcert::rules {
namespace {

constexpr char kDumpHeader[] = "linkcert state 1\n";

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;

bool ReadBytes(CodedInputStream& in, std::string& bytes) {
  uint32_t size = 0;
  return in.ReadVarint32(&size) && in.ReadString(&bytes, static_cast<int>(size));
}

void WriteBytes(CodedOutputStream& out, absl::string_view bytes) {
  out.WriteVarint32(static_cast<uint32_t>(bytes.size()));
  out.WriteRaw(bytes.data(), static_cast<int>(bytes.size()));
}

std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

KeyedRecord LastOf(const Records& records, absl::string_view prefix, absl::string_view at_most) {
  auto after = records.upper_bound(ToStd(at_most));
  if (after == records.begin()) return {};
  const auto& [key, record] = *--after;
  return absl::StartsWith(key, prefix) ? KeyedRecord{key, record} : KeyedRecord{};
}

}  // namespace

std::string RecordBytes(const Record& record) {
  // Protobuf writes fields in ascending number; records hold no maps, so equal content gives equal
  // bytes.
  return record.SerializeAsString();
}

absl::StatusOr<RecordPtr> State::Find(absl::string_view key) const {
  auto found = records_.find(ToStd(key));
  return found == records_.end() ? RecordPtr() : found->second;
}

absl::StatusOr<KeyedRecord> State::FindLast(absl::string_view prefix,
                                            absl::string_view at_most) const {
  return LastOf(records_, prefix, at_most);
}

void State::Apply(absl::Span<const Effect> effects) {
  for (const Effect& effect : effects) records_[effect.key] = effect.record;
}

std::string State::Dump() const {
  std::string dump = kDumpHeader;
  StringOutputStream stream(&dump);
  CodedOutputStream out(&stream);
  for (const auto& [key, record] : records_) {
    WriteBytes(out, key);
    WriteBytes(out, RecordBytes(*record));
  }
  out.Trim();
  return dump;
}

absl::StatusOr<State> State::FromDump(absl::string_view dump) {
  const absl::string_view header = kDumpHeader;
  if (dump.substr(0, header.size()) != header) {
    return absl::DataLossError("not a dump of this version");
  }
  dump.remove_prefix(header.size());
  CodedInputStream in(reinterpret_cast<const uint8_t*>(dump.data()), static_cast<int>(dump.size()));
  in.SetTotalBytesLimit(static_cast<int>(dump.size()));
  State state;
  while (in.CurrentPosition() < static_cast<int>(dump.size())) {
    std::string key;
    std::string bytes;
    auto record = std::make_shared<Record>();
    if (!ReadBytes(in, key) || !ReadBytes(in, bytes) || !record->ParseFromString(bytes)) {
      return absl::DataLossError(absl::StrCat("damaged dump near byte ", in.CurrentPosition()));
    }
    state.records_.emplace_hint(state.records_.end(), std::move(key), std::move(record));
  }
  return state;
}

absl::StatusOr<RecordPtr> Overlay::Find(absl::string_view key) const {
  auto found = changed_.find(ToStd(key));
  return found == changed_.end() ? base_.Find(key) : found->second;
}

absl::StatusOr<KeyedRecord> Overlay::FindLast(absl::string_view prefix,
                                              absl::string_view at_most) const {
  const KeyedRecord changed = LastOf(changed_, prefix, at_most);
  absl::StatusOr<KeyedRecord> before = base_.FindLast(prefix, at_most);
  if (!before.ok() || changed.record == nullptr) return before;
  return before->key > changed.key ? before : changed;
}

void Overlay::Apply(absl::Span<const Effect> effects) {
  for (const Effect& effect : effects) changed_[effect.key] = effect.record;
}

}  // namespace linkcert::rules
