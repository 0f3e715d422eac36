"""What the sentences on the awards leave out: conditions with their thresholds, rounding, kinds of incidents."""

from __future__ import annotations

from fuwuyue_xlsx.evaluate.rule_details import details_of
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from tests.support.edited_rulebooks import rules_after
from tests.support.filled_books import rules_of, with_policy


def test_conditions_are_said_with_their_thresholds_and_groups() -> None:
    """Of those of which some are enough, how many; an award that is off, and one without hard conditions, has no line."""
    said = details_of(rules_after(("评选条件", 2, "组合", "A"), ("评选条件", 3, "组合", "A"), ("评选条件", 2, "组合至少", 1), ("评选条件", 2, "阈值", 3)))
    lines = [line for line in said if "硬性条件" in line]
    assert [line.partition("：")[0] for line in lines] == ["“优秀组织奖”的硬性条件", "“优秀班组”的硬性条件"]
    assert "第 2 条 比赛工种数不少于 3 个；第 3 条 培训形式数不少于 2 种；" in lines[0]
    assert lines[0].endswith("；第 2、3 条至少要满足 1 条")
    assert "至少要满足" not in lines[1]


def test_rounding_is_said_where_there_is_a_share() -> None:
    """And the least seats of a department only where staff is counted and there are any."""
    least = rules_of(口径设置=with_policy(个人名额取整="进一", 个人名额每科室至少="1"))
    assert "按比例的名额有小数的进一，按员工人数的每科室至少 1 人" in details_of(least)
    without = rules_of(奖项=[row for row in rows_2017()["奖项"] if row[2] == "固定"],
                       评选条件=[row for row in rows_2017()["评选条件"] if row[0] != "优秀个人"])
    assert [line for line in details_of(without) if "有小数" in line] == []


def test_kinds_that_veto_nobody_are_said() -> None:
    """Not where all of them veto, and not where no award has a veto."""
    kinds = [("投诉", "是"), ("表扬", "否")]
    assert "事故投诉里，投诉一票否决；表扬只登记，不否决" in details_of(rules_of(事故类型=kinds))
    assert [line for line in details_of(rules_of(事故类型=kinds[:1])) if "事故投诉里" in line] == []
    unvetoed = [row for row in rows_2017()["评选条件"] if row[3] != "一票否决"]
    assert [line for line in details_of(rules_of(事故类型=kinds, 评选条件=unvetoed)) if "事故投诉里" in line] == []
