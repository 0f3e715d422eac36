"""What another value of each policy would change: who comes in, who goes out; and that every policy is tried."""

from __future__ import annotations

import datetime as dt

from fuwuyue_xlsx.evaluate.evaluate import decide as decide_facts
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.policy_effects import Effect, policy_effects
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import POLICIES
from tests.support.small_campaigns import (
    SURVEY,
    THREE,
    Fact,
    handed_in,
    incident,
    nominate,
    people,
    person_award,
    review,
    rules,
    staff,
    tables_of,
    team,
    team_award,
    visit,
    with_grades,
)


def effects(used: Rules, *facts: Fact) -> list[Effect]:
    used = with_grades(used, facts)
    reduced = facts_of(used, tables_of(used, *facts))
    return list(policy_effects(used, reduced, decide_facts(used, reduced)))


def of(found: list[Effect], policy: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Value → (who comes in, who goes out), of those values that change something."""
    return {e.value: (e.comes_in, e.goes_out) for e in found if e.policy.name == policy and e.words != "不变"}


def test_every_policy_but_those_that_only_warn_is_tried() -> None:
    tried = {effect.policy.name for effect in effects(rules(team_award()), *team("电工组", 90))}
    assert tried == {policy.name for policy in POLICIES} - {"最少有效问卷", "最短答题秒数", "无效问卷上限", "评委漏评", "影响结果的提示"}


def test_nothing_changes_where_nothing_hangs_on_it() -> None:
    assert {effect.words for effect in effects(rules(team_award()), *team("电工组", 90))} == {"不变"}


def test_rounding_of_personal_quotas() -> None:
    # 14 people × 10 % = 1.4: one seat, two when rounded up
    found = effects(rules(person_award()), *people(1, 2), *staff("甲科", 14, 0, 0, 0), *staff("乙科", 1, 0, 0))
    assert of(found, "个人名额取整") == {"进一": (("甲科员工2（优秀个人，甲科）",), ())}


def test_the_tie_order() -> None:
    award = team_award(weights={"监督检查": 50, SURVEY: 50})
    facts = [
        *nominate("优秀班组", "甲科", team="电工组"), *visit("甲科", "电工组", 80),
        *nominate("优秀班组", "甲科", team="木工组"), *visit("甲科", "木工组", 90),
        *[("answers", {"department": "甲科", "team": name, "file": "f", "sheet": "s", "row": 1, "题目0": grade})
          for name, grade in (("电工组", "90"), ("木工组", "80"))],
    ]
    found = of(effects(rules(award), *facts), "同分顺序")
    assert set(found.values()) == {(("木工组（优秀班组，甲科）",), ("电工组（优秀班组，甲科）",))}
    assert all(order.index("监督检查") < order.index(SURVEY) for order in found)


def test_the_period_of_the_veto() -> None:
    outside = incident("甲科", "电工组", date=dt.date(2017, 10, 1))
    found = effects(rules(team_award()), *team("电工组", 90), *team("木工组", 80), *outside)
    assert of(found, "事故认定期间") == {"不限期间": (("木工组（优秀班组，甲科）",), ("电工组（优秀班组，甲科）",))}


def test_lateness() -> None:
    late = handed_in("甲科", material_time=dt.datetime(2017, 12, 30, 17, 1))
    found = effects(rules(team_award()), *team("电工组", 90), *late)
    assert of(found, "逾期报送") == {"取消资格": ((), ("电工组（优秀班组，甲科）",))}


def test_a_reviewer_of_the_same_department() -> None:
    own = review("优秀班组", "甲科", 100, team="电工组", reviewer="评委乙", home="甲科")
    facts = [*team("电工组", 80), *own, *team("木工组", 85)]
    assert of(effects(rules(team_award()), *facts), "评委回避本科室") == {
        "是": (("木工组（优秀班组，甲科）",), ("电工组（优秀班组，甲科）",))
    }


def test_decimals_can_make_a_tie() -> None:
    found = effects(rules(team_award(weights=THREE)), *team("电工组", 80.2, 80, 80), *team("木工组", 80, 80, 80))
    tied = {effect.value: effect.tied for effect in found if effect.policy.name == "得分小数位" and effect.tied}
    assert tied == {"0": ("电工组（优秀班组，甲科）", "木工组（优秀班组，甲科）")}
