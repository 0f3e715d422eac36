"""The incident register of 2017: one complaint that decides the ranking, one unfounded, one before the campaign."""

from __future__ import annotations

from content import Row, day, moment

COLUMNS = ("编号", "发生日期", "科室", "班组", "责任人", "类型", "来源", "情况简述", "调查结论", "依据")
SAVED = moment(12, 27, 8, 30)
KEEPER = "后勤办公室"

ROWS: tuple[Row, ...] = (
    # before 2017-11-20: no effect
    ("SG-01", day(11, 8), "物业管理科", "南校区绿化组", "唐小虎", "安全事故", "校园保卫处",
     "割草机崩起石子，打碎一辆停放轿车的侧窗，没有人受伤", "属实", "保卫处记录；科室已赔付车主并给割草机加装挡板"),
    # inside the period and true: vetoes the team, which would have won, and the department with it
    ("SG-02", day(12, 6), "饮食服务科", "北校区食堂白案组", None, "服务质量事故投诉", "服务热线",
     "早餐时一名学生在花卷里吃出一段约两厘米的清洁球钢丝，照片发到班级群，伙委会随后书面投诉", "属实",
     "留样和操作间录像；面案用钢丝球擦洗后没有清点，当班四人都经手，落实不到个人。食堂已道歉退赔，停用钢丝球"),
    # unfounded: no effect
    ("SG-03", day(12, 14), "维修管理科", "水工组、仓管", "龚国平", "服务质量事故投诉", "校长信箱",
     "反映充值 50 元的水卡只到账 30 元，怀疑人为克扣", "不属实", "充值流水和监控；投诉人把两张卡弄混，核对后本人表示理解"),
)
