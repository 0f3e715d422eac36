"""How an award's seats come about, as `explain`, the screen, the feedback and the templates say it."""

from __future__ import annotations

from dataclasses import replace

from fuwuyue_xlsx.commands.console import summary_lines
from fuwuyue_xlsx.forms.disclosure import cut_line
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.rules.model import Award, QuotaKind, QuotaScope
from fuwuyue_xlsx.schema.hints import department_hints
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import PERSON, people, person_award, rules, tables_of, team, team_award

LISTED = replace(person_award(), quota_kind=QuotaKind.LISTED, quota=None, listed={"甲科": 1})


def outcome(award: Award) -> Outcome:
    made = rules(award)
    facts = [*team("电工组", 90), *team("木工组", 80), *team("医生组", 70, department="乙科"), *people(1, 2)]
    return Inputs(made, tables_of(made, *facts)).outcome


def told(award: Award, name: str) -> str:
    return "\n".join(explain(outcome(award), name) or [])


def test_a_share_of_all_teams() -> None:
    assert "名额：全部 5 个班组 × 50% = 2.5，四舍五入 → 3 个" in told(team_award(quota_kind=QuotaKind.UNITS, quota="50"), "电工组")


def test_a_share_of_the_departments_own_teams_and_its_own_list() -> None:
    words = told(team_award(quota_kind=QuotaKind.UNITS, quota="20", scope=QuotaScope.EACH), "木工组")
    assert "名额：本科室 3 个班组 × 20% = 0.6，四舍五入 → 1 个" in words
    assert "排名：本科室 2 个候选参加排名，本科室名额 1 个" in words
    assert "医生组" not in words


def test_one_quota_for_all_is_told_as_ever() -> None:
    assert "排名：3 个候选参加排名，名额 1 个" in told(team_award(1), "木工组")


def test_listed_seats() -> None:
    assert "名额：分科室，本科室 1 人（评选规则的“名额分配”）" in told(LISTED, "甲科员工1")
    teams = replace(team_award(), quota_kind=QuotaKind.LISTED, quota=None, listed={"甲科": 1})
    assert "名额：分科室，见评选规则的“名额分配”" in told(teams, "电工组")


def test_winners_by_department_on_the_screen() -> None:
    lines = summary_lines(outcome(team_award(1, scope=QuotaScope.EACH)))
    assert "【优秀班组】2 个，每个 500 元" in lines
    assert "  乙科：医生组" in lines


def test_the_line_that_a_department_is_told_is_its_own() -> None:
    result = outcome(team_award(1, scope=QuotaScope.EACH)).evaluation.awards[0]
    assert (str(cut_line(result, "甲科")), str(cut_line(result, "乙科"))) == ("90.00", "70.00")


def test_the_template_of_a_department_says_its_listed_seats() -> None:
    said = {name: hint.wanted for name in ("甲科", "乙科") for hint in department_hints(rules(LISTED), {PERSON: PERSON}, name) if "名额" in hint.label}
    assert said == {"甲科": "本科室 1 人", "乙科": "本科室 0 人"}


def test_what_changes_from_run_to_run_is_told_by_cell() -> None:
    assert rules_text(rules(LISTED))["名额分配"] == {"优秀个人 甲科": "1 个"}
    assert rules_text(rules(LISTED))["奖项"]["优秀个人 名额方式"] == "分科室"
    assert "名额分配" not in rules_text(rules(person_award()))
    assert "优秀个人 名额方式" not in rules_text(rules(person_award()))["奖项"]
