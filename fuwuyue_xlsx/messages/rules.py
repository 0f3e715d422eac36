"""Findings about 评选规则.xlsx: rules that contradict themselves stop the run."""

from fuwuyue_xlsx.messages.entry import error, warning

RULE_MESSAGES = (
    error("rule-item-missing", "活动信息里缺少“{name}”", "请补上这一项", name="材料截止"),
    error("rule-item-unknown", "没有“{name}”这个{kind}", "请改用：{options}", name="年分", kind="项目", options="年度、活动名称"),
    error("rule-twice", "“{name}”重复了", "请只留一行", name="维修管理科 电工组"),
    error("rule-department-without-team", "科室“{name}”没有班组", "请至少填一个班组，或删去这个科室", name="卫生所"),
    error("rule-weights", "“{award}”各分项权重合计是 {total}%，不是 100%", "请调整权重", award="优秀班组", total="90"),
    error("rule-negative-quota", "“{award}”的名额是 {value}，不能为负", "请填 0 或正数", award="优秀班组", value="-1"),
    error("rule-quota", "“{award}”的名额填的是“{value}”", "{words}", award="优秀班组", value="七", words="固定名额请填整数，例如 7"),
    error("rule-quota-kind", "“{award}”不是个人奖项，不能用“按员工人数比例”", "请改为“固定”", award="优秀班组"),
    error("rule-quota-missing", "“{award}”已启用，但没有名额", "请填名额，或把“启用”改为“否”", award="优质服务示范岗"),
    error("rule-prize-missing", "“{award}”已启用，但没有奖金", "请填奖金（整元），或把“启用”改为“否”", award="优质服务示范岗"),
    error("rule-prize", "“{award}”的奖金填的是“{value}”", "请填整元，不小于 0，例如 500", award="优秀班组", value="500.5"),
    error("rule-no-criteria", "“{award}”有评委打分，但没有评审要点", "请在“评审要点”里补上", award="优秀班组"),
    error("rule-no-components", "“{award}”已启用，但没有评分构成", "请在“评分构成”里补上分项、权重和数据来源", award="优秀班组"),
    error("rule-person-scored", "“{award}”是个人奖项，按科室推荐顺序评定，不能有评分构成", "请删去这一行", award="优秀个人"),
    error("rule-no-checklist", "业务类型“{line}”没有检查标准", "请在“检查标准”里补上检查项目", line="食堂"),
    error("rule-check-level", "核查项“{check}”不能用于“{level}”的奖项", "请换一个核查项", check="比赛工种数", level="班组"),
    error("rule-check-veto", "类型“{kind}”不能用核查项“{check}”", "一票否决只用“事故投诉”，“事故投诉”也只用于一票否决",
          kind="硬性", check="事故投诉"),
    error("rule-threshold-missing", "核查项“{check}”没有阈值", "请填阈值，例如 2", check="比赛工种数"),
    error("rule-threshold", "核查项“{check}”的阈值是 {value}，达不到", "{words}", check="方案完成系列数", value="8",
          words="活动系列只有 7 个，阈值不能超过它"),
    error("rule-dates-order", "“{later}”（{late}）早于“{earlier}”（{early}）", "请调整日期的先后",
          later="材料截止", late="2017-11-01", earlier="实施结束", early="2017-12-25"),
    error("rule-policy-value", "口径“{policy}”的取值“{value}”用不了：{why}", "可用的取值：{options}", policy="得分小数位",
          value="9", why="应为 0 到 4 的整数", options="0–4"),
    warning("rule-policy-missing", "口径设置里没有“{policy}”，按默认的“{value}”执行", "如有不同要求，请补上这一行",
            policy="得分小数位", value="2"),
    error("rule-sheet-empty", "“{sheet}”里一行也没有填", "请至少填一行", sheet="班组划分"),
)
