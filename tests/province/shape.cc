#include "tests/province/shape.h"

namespace linkcert::province {

const std::vector<ChainKind>& ChainKinds() {
  static const std::vector<ChainKind> kinds = {
      {"半导体", "6-25-02-05", "半导体芯片制造工", "光刻工"},
      {"电子信息", "6-25-04-07", "电子设备装接工"},
      {"新型显示", "6-25-02-03", "液晶显示器件制造工"},
      {"智能硬件", "6-25-04-05", "智能硬件装调员"},
      {"物联网", "6-25-04-09", "物联网安装调试员"},
      {"通信设备", "6-25-04-01", "通信系统设备制造工"},
      {"计算机", "6-25-03-00", "计算机及外部设备装配调试员"},
      {"晶圆", "6-25-02-04", "晶片加工工"},
      {"集成电路", "6-25-02-06", "半导体分立器件和集成电路装调工"},
      {"印制电路", "6-25-01-13", "印制电路制作工"},
      {"电子制版", "6-25-01-12", "电子产品制版工"},
      {"电子装备", "6-21-04-01", "电子专用设备装调工"},
      {"动力电池", "6-24-04-00", "电池制造工"},
      {"光伏", "6-24-02-04", "光伏组件制造工"},
      {"船舶与焊接", "6-18-02-04", "焊工", "电焊工"},
      {"数控机床", "6-18-01-01", "车工", "数控车工"},
      {"模具", "6-18-04-01", "模具工"},
      {"工程机械", "6-20-01-01", "装配钳工"},
      {"装备维修", "6-31-01-02", "机修钳工"},
      {"电力装备", "6-31-01-03", "电工"},
  };
  return kinds;
}

proto::CivilDate WorkingDay(proto::CivilDate day) {
  constexpr proto::CivilDate kSomeMonday = 20230102;
  const int64_t weekday = proto::DaysBetween(kSomeMonday, day) % 7;
  return weekday < 5 ? day : proto::AddDays(day, 7 - weekday);
}

uint32_t Dice::BatchSize(uint32_t largest) {
  const uint32_t kind = Below(100);
  uint32_t size = Between(20, 120);
  if (kind >= 75) size = Between(8, 20);
  if (kind >= 90) size = Between(120, 400);
  if (kind >= 98) size = Between(400, 1'000);
  return std::min(size, largest);
}

}  // namespace linkcert::province
