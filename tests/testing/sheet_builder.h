// Report sheets and batch descriptions for tests. All people and firms are invented; the region
// 990101 of their ID numbers does not exist.
#ifndef LINKCERT_TESTS_TESTING_SHEET_BUILDER_H_
#define LINKCERT_TESTS_TESTING_SHEET_BUILDER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace linkcert::testing {

inline constexpr char kReportHeader[] =
    "姓名,证件类型,证件号码,所在单位,职业名称,工种名称,职业技能等级,证书编号,发证日期,评价机构,"
    "发证机构";

inline constexpr const char* kInventedIds[] = {
    "990101199003150111", "990101198807220133", "990101199511090151", "990101199202040177",
    "990101198612300192", "990101199705180219", "990101199108270232", "99010119931013025X"};

// A row that is right, for changing one thing.
struct SheetRow {
  std::string name = "赵虚一";
  std::string id_type = "201";
  std::string id_number = kInventedIds[0];
  std::string employer = "星辰（虚构）";
  std::string occupation = "电子设备装接工";
  std::string trade = "";
  std::string level = "4";
  std::string number = "";
  std::string date = "2026-06-15";
  std::string issuer = "星辰（虚构）";
  std::string issuing = "星辰（虚构）";
};

// The n-th invented person, n < 8.
inline SheetRow RowOf(size_t n) {
  SheetRow row;
  row.name = absl::StrCat("虚构", n);
  row.id_number = kInventedIds[n];
  return row;
}

inline std::string SheetOf(const std::vector<SheetRow>& rows) {
  std::string sheet = absl::StrCat(kReportHeader, "\r\n");
  for (const SheetRow& row : rows) {
    absl::StrAppend(
        &sheet,
        absl::StrJoin({row.name, row.id_type, row.id_number, row.employer, row.occupation,
                       row.trade, row.level, row.number, row.date, row.issuer, row.issuing},
                      ","),
        "\r\n");
  }
  return sheet;
}

// One batch of 四级 whose numbers begin at 1; members of `changes` are replaced or, when empty,
// left out.
inline std::string DescriptionWith(const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> members = {
      {"accreditation", "\"xingchen-2026\""},
      {"chain", "\"suzhou-semiconductor\""},
      {"class", "\"STATE_LEVEL\""},
      {"route", "\"EXAM\""},
      {"issuer_name", "\"星辰（虚构）\""},
      {"employers", R"({"星辰（虚构）": "xingchen-chip", "绿原（虚构）": "lvyuan-board",
                        "北山（虚构）": "beishan-tools"})"},
      {"id_types", R"({"201": "resident-id", "414": "passport"})"},
      {"ladder", "\"eight-levels\""},
      {"levels", R"({"5": 2, "4": 3, "3": 4})"},
      {"occupation", R"({"edition": "2022", "code": "6-25-04-07", "name": "电子设备装接工"})"},
      {"level", "3"},
      {"standard", "\"dianzi-zhuangjie\""},
      {"standard_version", "1"},
      {"batch_number", "\"2026-001\""},
      {"plan", "\"0102030405060708090a0b0c0d0e0f10\""},
      {"exam_start", "\"2026-06-08\""},
      {"exam_end", "\"2026-06-09\""},
      {"issued_on", "\"2026-06-15\""},
      {"roster", absl::StrCat(R"({"total": 9, "organisations": ["xingchen-chip", "lvyuan-board"],
                                  "root": ")",
                              std::string(64, 'a'), "\"}")},
      {"admitted", "9"},
      {"present", "9"},
      {"passed", "8"},
      {"numbers", R"({"prefix": "Y000032050123264", "first": 1})"}};
  for (const auto& [name, value] : changes) members[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : members) {
    if (!value.empty()) lines.push_back(absl::StrCat("\"", name, "\": ", value));
  }
  return absl::StrCat("{", absl::StrJoin(lines, ",\n"), "}");
}

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_SHEET_BUILDER_H_
