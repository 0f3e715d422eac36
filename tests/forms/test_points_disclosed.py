"""加减分 in what the office prints: rows with their reasons for the own department, which name no other; the notice names the step."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fuwuyue_xlsx.forms.disclosure import OwnPart
from fuwuyue_xlsx.forms.feedback import _score_rows
from fuwuyue_xlsx.forms.notice import _steps
from fuwuyue_xlsx.rules.model import Component, Source
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import FEATURES, adjustment, rules, tables_of, team, team_award

PARTS = (Component(FEATURES, Decimal(100), Source.REVIEW), Component("奖惩", Decimal(0), Source.ADJUSTMENT, limit=Decimal(2)))


def test_feedback_shows_each_row_and_names_no_other_department() -> None:
    made = rules(replace(team_award(1), components=PARTS))
    facts = [*team("电工组", 90), *adjustment("甲科", 3, team="电工组", reason="支援乙科抢修"), *adjustment("甲科", "-0.5", team="电工组", reason="甲科通报")]
    own = OwnPart(Inputs(made, tables_of(made, *facts)).outcome, "甲科")
    rows = [row[2:] for result, standing in own.nominated() for row, _ in _score_rows(own, result, standing)]
    assert rows[2:] == [
        ["奖惩", "支援其他科室抢修（依据：通报，2017-12-03）", Decimal(3), "+3 分"], ["奖惩", "甲科通报（依据：通报，2017-12-03）", Decimal("-0.5"), "-0.5 分"],
        ["奖惩", "分项得分", Decimal("2.00"), "合计 2.5 分，超过上限，按 2 分计"], ["综合得分", "", Decimal("92.00"), "90.00×100% + 2.00"]]


def test_the_notice_names_the_step_where_there_is_one() -> None:
    assert _steps(rules(replace(team_award(1), components=PARTS))) == "科室推荐、评委评审和加减分核定"
    assert "加减分" not in _steps(rules(team_award(1)))
