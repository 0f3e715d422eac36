"""试算: invented competitions decided by the very rules, and held against what the office expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.trial_outcomes import differing_words, trial_findings, tried
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.awards import ConditionGroup
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.incident_types import IncidentType
from fuwuyue_xlsx.rules.model import Component, Condition, ConditionKind, Level, QuotaKind, QuotaScope, Rules, Source
from fuwuyue_xlsx.rules.trials import Given, Trial, TrialFigure, TrialIncident, TrialOutcome, TrialRow
from fuwuyue_xlsx.rules.trials_2017 import trials_2017
from fuwuyue_xlsx.schema.trial_sheet import OUT_WORDS, RANKED_WORDS
from tests.support.filled_books import rules_bytes, with_policy
from tests.support.small_campaigns import (
    DAY,
    FEATURES,
    INSPECTION,
    ORGANISATION,
    PERSON,
    POST,
    SURVEY,
    TEAM,
    THREE,
    VETO,
    by_groups,
    by_identities,
    components,
    department_award,
    hard,
    person_award,
    post_award,
    rules,
    team_award,
)

SOURCES = (Source.REVIEW, Source.INSPECTION, Source.SURVEY)
WON, LOST = "获奖", "未获奖"


def figure(source: Source, *values: Given, scope: tuple[str, ...] = ()) -> TrialFigure:
    return TrialFigure(source, scope, tuple(Decimal(value) if isinstance(value, int) else value for value in values), "评选规则.xlsx!试算!G4")


def row(award: str, name: str | None, *scores: Any, status: str = WON, department: str = "甲科", team: str | None = None,
        rank: int | None = None, score: str | None = None, prize: int | None = None, figures: tuple[TrialFigure, ...] = (), **more: Any) -> TrialRow:
    """A team or department by its name, or (with `person`) somebody; scores of the panel, the inspections, the survey as far as given."""
    given = tuple(figure(source, Decimal(str(value))) for source, value in zip(SOURCES, scores, strict=False))
    expected = TrialOutcome(status, rank, None if score is None else Decimal(score), prize)
    person = more.pop("person", None)
    return TrialRow(award, department, team if person else name, person, expected, f"评选规则.xlsx!试算!R{len(award)}", (*given, *figures), **more)


def somebody(award: str, name: str, *scores: Any, **more: Any) -> TrialRow:
    return row(award, None, *scores, person=name, **more)


def wrong(made: Rules, *rows: TrialRow, **seats: int) -> dict[str, tuple[str, str]]:
    """(expected, found) of everybody who differs."""
    (one,) = tried(replace(made, trials=(Trial("例", rows, seats),)))
    assert one.agrees == (not one.differences)
    return {difference.row.candidate: (difference.wanted, difference.got) for difference in one.differences}


def three(**more: Any) -> tuple[TrialRow, ...]:
    return (row(TEAM, "一组", 95, rank=1, **more), row(TEAM, "二组", 93, rank=2), row(TEAM, "三组", 90, status=LOST, rank=3))


@pytest.mark.parametrize(("prize", "said"), [(0, None), (None, None), (500, ("获奖、有奖金", "获奖、没有奖金"))])
def test_of_an_award_of_honour_no_amount_is_named(prize: int | None, said: tuple[str, str] | None) -> None:
    honour = replace(team_award(2), prize=0)
    assert honour.honour
    differing = wrong(rules(honour), row(TEAM, "一组", 95, prize=prize), row(TEAM, "二组", 93))
    assert differing == ({} if said is None else {"一组": said})


def test_what_is_as_expected_agrees_and_what_is_not_differs_with_its_reason() -> None:
    made = rules(team_award(2))
    assert wrong(made, *three()) == {}
    rows = (*three()[:2], row(TEAM, "三组", 90, rank=3))
    (one,) = tried(replace(made, trials=(Trial("例", rows),)))
    assert [(one.row.candidate, one.wanted, one.got, one.reason) for one in one.differences] == [
        ("三组", "获奖、第 3 名", "未获奖、第 3 名", "综合得分 90.00，第 3 名，名额 2 个，未进入")]


@pytest.mark.parametrize("expected, got", [
    (dict(rank=2), "获奖、第 1 名"), (dict(score="95.01"), "获奖、综合得分 95.00"), (dict(prize=501), "获奖、奖金 500 元"),
    (dict(status="一票否决"), "获奖"), (dict(rank=1, score="95", prize=500), None), (dict(), None)], ids=str)
def test_only_what_is_written_is_compared(expected: dict[str, Any], got: str | None) -> None:
    found = wrong(rules(team_award(2)), row(TEAM, "一组", 95, **expected))
    assert found.get("一组", ("", None))[1] == got


def test_who_does_not_win_gets_nothing_and_has_no_rank_when_vetoed() -> None:
    vetoed = row(TEAM, "一组", 95, status="一票否决", rank=1, prize=500, incident=TrialIncident("属实", 1, None, None, "评选规则.xlsx!试算!N4"))
    assert wrong(rules(team_award(2)), vetoed) == {"一组": ("一票否决、第 1 名、奖金 500 元", "一票否决、没有名次、奖金 0 元")}


def test_the_seats_of_the_rules_hold_where_the_trial_gives_none() -> None:
    assert wrong(rules(team_award(2)), *three()) == {}
    assert wrong(rules(team_award(1)), *three(), 优秀班组=2) == {}
    assert set(wrong(rules(team_award(1)), *three())) == {"二组"}


def condition(**changes: Any) -> Rules:
    return rules(team_award(2, conditions=(VETO, replace(hard(1, "合理化建议数", 2), **changes))))


def grouped(least: int) -> Rules:
    group = ConditionGroup("A", least, (1, 2))
    return rules(team_award(2, conditions=tuple(replace(hard(n, check), group=group) for n, check in ((1, "合理化建议数"), (2, "比赛培训次数")))))


def vetoing(number: int) -> Rules:
    return rules(team_award(2, conditions=(replace(VETO, threshold=Decimal(number)),)))


def bounded(**bounds: Any) -> Rules:
    return rules(team_award(2, **bounds))


def tiers(first: int) -> Rules:
    return rules(team_award(first, name="一等奖", group="评优"), team_award(1, name="二等奖", group="评优"))


def panels(leaders: int) -> Rules:
    return rules(team_award(1, components=by_groups({"领导": leaders, "职工": 100 - leaders})))


def answered(students: int) -> Rules:
    return rules(team_award(1, components=by_identities({"学生": students, "教师": 100 - students})))


def voted(weight: int) -> Rules:
    parts = (Component("投票", Decimal(weight), Source.VOTES), *components({FEATURES: 100 - weight}))
    return rules(team_award(1, components=parts))


def adjusted(limit: int) -> Rules:
    return rules(team_award(1, components=(*components({FEATURES: 100}), Component("加减分", Decimal(0), Source.ADJUSTMENT, (), Decimal(limit)))))


def scored_persons(scope: QuotaScope) -> Rules:
    return rules(person_award(1, QuotaKind.FIXED, scope=scope, components=components({FEATURES: 60, INSPECTION: 40})))


def by_unit(percent: int) -> Rules:
    return rules(team_award(percent, quota_kind=QuotaKind.UNITS))


def excluding(award: str) -> Rules:
    kept_out = Exclusion(award, "甲科", "一组", None, "受过处分", "", "评选规则.xlsx!资格排除!E4", "评选规则.xlsx!资格排除!C4")
    return replace(rules(team_award(2)), exclusions=(kept_out,))


def kinds(vetoes: bool) -> Rules:
    return replace(rules(team_award(2)), own_types=(IncidentType("一般投诉", vetoes), IncidentType("安全事故", True)))


def trimmed(how: str) -> Rules:
    return rules(team_award(1), review_mean=how)


def borrowing(how: str) -> Rules:
    return rules(department_award(1, THREE), team_award(1, THREE), missing=how)


def composite_at_least(number: int) -> Rules:
    return rules(team_award(2, conditions=(Condition(1, "得分够", ConditionKind.HARD, "综合得分", Decimal(number)),)))


INCIDENT = TrialIncident("属实", 1, None, None, "评选规则.xlsx!试算!N4")
LEADERS = tuple(figure(Source.REVIEW, value, scope=(group,)) for group, value in (("领导", 95), ("职工", 80)))
STAFF = tuple(figure(Source.REVIEW, value, scope=(group,)) for group, value in (("领导", 80), ("职工", 95)))
STUDENTS = tuple(figure(Source.SURVEY, value, scope=(who,)) for who, value in (("学生", 95), ("教师", 80)))
TEACHERS = tuple(figure(Source.SURVEY, value, scope=(who,)) for who, value in (("学生", 80), ("教师", 95)))
PANEL_OF_FIVE = (row(TEAM, "一组", figures=(figure(Source.REVIEW, 60, 80, 85, 90, 100),), score="85.00"),
                 row(TEAM, "二组", 84, status=LOST))
# a rule · the rows that stand for it · the same rule changed
CASES: dict[str, tuple[Rules, tuple[TrialRow, ...], Rules]] = {
    "a threshold": (condition(), (row(TEAM, "一组", 95, status="不符合条件", counts=(("合理化建议数", 1),)), row(TEAM, "二组", 90)),
                    condition(threshold=Decimal(1))),
    "a hard condition becomes advisory": (condition(), (row(TEAM, "一组", 95, status="不符合条件", counts=(("合理化建议数", 0),)),),
                                          condition(kind=ConditionKind.ADVISORY)),
    "so many conditions of a group": (grouped(2), (row(TEAM, "一组", 95, status="不符合条件", counts=(("合理化建议数", 0),)),), grouped(1)),
    "a composite of at least": (composite_at_least(93), (row(TEAM, "一组", 93), row(TEAM, "二组", 92, status="不符合条件")), composite_at_least(92)),
    "a veto from two incidents": (vetoing(2), (row(TEAM, "一组", 95, incident=INCIDENT),
                                               row(TEAM, "二组", 90, status="一票否决", incident=replace(INCIDENT, times=2))), vetoing(1)),
    "an incident looked into": (vetoing(1), (row(TEAM, "一组", 95, status="待查", incident=replace(INCIDENT, conclusion="待查")),), vetoing(2)),
    "a kind that vetoes nobody": (kinds(False), (row(TEAM, "一组", 95, incident=replace(INCIDENT, kind="一般投诉")),), kinds(True)),
    "the period of incidents": (rules(team_award(2)), (row(TEAM, "一组", 95, status="一票否决", incident=replace(INCIDENT, day=DAY)),),
                                rules(team_award(2), veto_last=DAY.replace(day=2))),
    "at most so many of a department": (bounded(most_each=1), (row(TEAM, "一组", 95), row(TEAM, "二组", 93, status=LOST),
                                                               row(TEAM, "三组", 90, department="乙科")), bounded()),
    "at least so many of a department": (bounded(fewest_each=1), (row(TEAM, "一组", 95), row(TEAM, "二组", 93, status=LOST),
                                                                  row(TEAM, "三组", 90, department="乙科")), bounded()),
    "seats of each department": (bounded(scope=QuotaScope.EACH), (*(row(TEAM, f"{n}组", 90 + n) for n in (1, 2)),
                                                                  *(row(TEAM, f"{n}组", 80 + n, department="乙科") for n in (1, 2))), bounded()),
    "tiers": (tiers(1), (row("一等奖", "一组", 95), row("一等奖", "二组", 93, status=LOST), row("一等奖", "三组", 90, status=LOST),
                         row("二等奖", "一组", status="已获更高奖项"), row("二等奖", "二组", rank=1), row("二等奖", "三组", status=LOST)), tiers(2)),
    "groups of reviewers": (panels(60), (row(TEAM, "一组", figures=LEADERS, score="89.00"), row(TEAM, "二组", figures=STAFF, status=LOST)), panels(40)),
    "identities of respondents": (answered(60), (row(TEAM, "一组", figures=STUDENTS, score="89.00"), row(TEAM, "二组", figures=TEACHERS, status=LOST)),
                                  answered(40)),
    "votes": (voted(40), (row(TEAM, "一组", 80, figures=(figure(Source.VOTES, (30, 40)),), score="78.00"),
                          row(TEAM, "二组", 90, figures=(figure(Source.VOTES, (875, 1750)),), status=LOST, score="74.00")), voted(20)),
    "points that are added": (adjusted(3), (row(TEAM, "一组", 90, figures=(figure(Source.ADJUSTMENT, 5, -1),), score="93.00"),
                                            row(TEAM, "二组", 93, figures=(figure(Source.ADJUSTMENT, -2),), score="91.00", status=LOST),
                                            row(TEAM, "三组", 92, score="92.00", status=LOST)), adjusted(1)),
    "persons of all departments by score": (scored_persons(QuotaScope.ALL), (
        somebody(PERSON, "甲", 90, 80, team="电工组"), somebody(PERSON, "乙", 90, 70, department="乙科", status=LOST)), scored_persons(QuotaScope.EACH)),
    "a share of the number of teams": (by_unit(50), (row(TEAM, "一组", 95), row(TEAM, "二组", 90, status=LOST)), by_unit(100)),
    "somebody excluded": (excluding(TEAM), (row(TEAM, "一组", 95, status="不符合条件"), row(TEAM, "二组", 93)), excluding("别的奖项")),
    "the mean of a panel": (trimmed("去最高最低后平均"), PANEL_OF_FIVE, trimmed("平均")),
    "what the department lends": (borrowing("沿用科室"), (row(ORGANISATION, None, 90, 90, 90), row(TEAM, "一组", score="90.00")), borrowing("不予排名")),
    "nobody is ranked without a score": (borrowing("不予排名"), (row(ORGANISATION, None, 90, 90, 90), row(TEAM, "一组", status="缺评分")),
                                         borrowing("沿用科室")),
    "how ties are broken": (rules(team_award(1, THREE)), (row(TEAM, "二组", "86.25", 90, 90), row(TEAM, "三组", 87, 90, 89, status=LOST)),
                            rules(team_award(1, THREE), tie_order=(FEATURES, INSPECTION, SURVEY))),
    "decimals": (rules(team_award(1, THREE)), (row(TEAM, "一组", "87.55", "92.35", "89.45", score="89.56"),), rules(team_award(1, THREE), decimals=1)),
    "a share of the staff": (rules(person_award()), tuple(somebody(PERSON, f"员工{n}", order=n, staff=15, status=WON if n < 3 else LOST) for n in (1, 2, 3)),
                             rules(person_award(), quota_rounding="舍去")),
}


@pytest.mark.parametrize("name", CASES)
def test_every_rule_of_the_evaluation_goes_the_same_way(name: str) -> None:
    made, rows, changed = CASES[name]
    assert wrong(made, *rows) == {}
    assert wrong(changed, *rows) != {}


def test_an_incident_reaches_those_above_and_never_those_below() -> None:
    made = rules(department_award(), team_award(2), person_award(2, QuotaKind.FIXED), post_award(2))
    rows = (row(ORGANISATION, None, 90, status="一票否决"), row(TEAM, "电工组", 90, status="一票否决"), row(TEAM, "木工组", 80),
            somebody(PERSON, "李小满", team="电工组", order=1, status="一票否决", incident=INCIDENT), somebody(PERSON, "王立夏", team="电工组", order=2),
            somebody(POST, "值班岗", 90, team="电工组"))
    assert wrong(made, *rows) == {}
    on_post = (*rows[:3], somebody(PERSON, "李小满", team="电工组", order=1), *rows[4:5],
               somebody(POST, "值班岗", 90, team="电工组", status="一票否决", incident=INCIDENT))
    assert wrong(made, *on_post) == {}
    assert set(wrong(made, row(ORGANISATION, None, 90, incident=INCIDENT, status="一票否决"), row(TEAM, "电工组", 90))) == set()


def test_one_incident_is_one_however_many_awards_name_its_candidate() -> None:
    made = rules(*(team_award(1, name=name, conditions=(replace(VETO, threshold=Decimal(2)),)) for name in ("甲奖", "乙奖")))
    assert wrong(made, *(row(name, "一组", 90, incident=INCIDENT) for name in ("甲奖", "乙奖"))) == {}
    twice = replace(INCIDENT, times=2)
    assert wrong(made, *(row(name, "一组", 90, incident=twice, status="一票否决") for name in ("甲奖", "乙奖"))) == {}


def test_a_departments_figures_are_made_of_its_teams() -> None:
    made = rules(department_award(1, THREE), team_award(2, THREE))
    rows = (row(ORGANISATION, None, 90, score="85.50"), row(TEAM, "一组", 90, 80, 90), row(TEAM, "二组", 90, 70, 90))
    assert wrong(made, *rows) == {}
    alone = row(ORGANISATION, None, 90, figures=(figure(Source.INSPECTION, 70, 80), figure(Source.SURVEY, "很满意", "满意", "满意")), score="84.50")
    assert wrong(made, alone) == {}


def test_awards_of_which_no_row_speaks_play_no_part() -> None:
    made = rules(team_award(1, name="甲奖", group="评优"), team_award(1, name="乙奖", group="评优"), team_award(9, name="丙奖"))
    assert wrong(made, row("乙奖", "一组", 90), row("乙奖", "二组", 80, status=LOST)) == {}
    assert wrong(made, row("甲奖", "一组", 90), row("甲奖", "二组", 80, status=LOST), row("乙奖", "二组", rank=1)) == {}


def test_the_policies_of_the_survey_weigh_its_words() -> None:
    words = figure(Source.SURVEY, "很满意", "满意", "一般", "很满意", "满意", "满意", "一般")
    made = rules(team_award(1, {SURVEY: 100}))
    assert wrong(made, row(TEAM, "一组", figures=(words,), score="80.00")) == {}
    meaner = replace(made, policies=replace(made.policies, grades=(("很满意", Decimal(100)), ("满意", Decimal(70)), ("一般", Decimal(60)))))
    assert wrong(meaner, row(TEAM, "一组", figures=(words,), score="80.00")) == {"一组": ("获奖、综合得分 80.00", "获奖、综合得分 75.71")}


def test_the_reviewers_visits_and_committees_of_the_campaign_owe_nothing_here() -> None:
    made = replace(rules(team_award(2)), expected=rules(team_award()).expected)
    (one,) = tried(replace(made, trials=(Trial("例", three()),)))
    assert one.agrees
    assert made.departments == ("甲科", "乙科")


def test_a_trial_that_cannot_be_used_is_not_tried() -> None:
    (one,) = tried(replace(rules(team_award(2)), trials=(Trial("例", three(), usable=False),)))
    assert (one.agrees, one.differences) == (False, ())


def test_findings_name_the_cell_and_the_first_sheet_the_trials() -> None:
    made = rules(team_award(1))
    tries = tried(replace(made, trials=(Trial("甲", three()), Trial("乙", (row(TEAM, "一组", 95),)), Trial("丙", (row(TEAM, "一组", status=LOST),)))))
    findings = trial_findings(tries)
    assert [(found.code, found.severity.value, found.details["trial"], found.place.sheet) for found in findings] == [
        ("trial-differs", "warning", "甲", "试算"), ("trial-differs", "warning", "丙", "试算")]
    assert "2 组与期望不符（“甲”、“丙”）" in differing_words(findings)
    assert differing_words(trial_findings(tries[1:2])) == ""


def test_nobody_expects_a_status_that_the_evaluation_does_not_have() -> None:
    assert {*RANKED_WORDS, *OUT_WORDS} == {status.label for status in Status if status is not Status.NOT_NOMINATED}


# the worked examples of 2017


def changed_2017(sheet: str, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet: [change(one) for one in rows_2017()[sheet]]}


def of_2017(**changes: Any) -> dict[str, tuple[str, ...]]:
    """Trial → who differs, of those that do."""
    made, findings = read_rules(rules_bytes(试算=trials_2017(), **changes))
    assert made is not None, findings
    assert [found.line() for found in findings if found.place.sheet == "试算"] == []
    return {one.trial.name: tuple(difference.row.candidate for difference in one.differences) for one in tried(made) if not one.agrees}


def test_the_worked_examples_of_2017_agree() -> None:
    assert len({one[0] for one in trials_2017()}) == 6
    assert of_2017() == {}


def _veto_from_two(one: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*one[:5], 2, *one[6:]) if one[3] == "一票否决" else one


def _weight(award: str, weights: tuple[str, ...]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    left = iter(weights)
    return lambda one: (*one[:2], next(left), *one[3:]) if one[0] == award else one


# trial → a change of the rule that it stands for, and who differs then
STANDS_FOR: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "例1 同分看满意度": (dict(口径设置=with_policy(同分顺序="工作特色和工作成绩 > 监督检查 > 满意度测评")), ("二组", "三组")),
    "例1 分项全相同": (changed_2017("奖项", lambda one: (*one, None, None, 1, None) if one[0] == "优秀班组" else one), ("二组", "三组")),
    "例2 一票否决后递补": (changed_2017("评选条件", _veto_from_two), ("一组", "二组", "三组")),
    "例3 四舍五入": (dict(口径设置=with_policy(得分小数位=1)), ("一组", "二组", "三组")),
    "例4 个人的投诉": (dict(口径设置=with_policy(事故认定期间="2017-12-04 至 2017-12-30")), ("维修管理科", "电工组", "水工组、仓管", "李小满", "王立夏")),
    "例5 名额和奖金": (dict(口径设置=with_policy(个人名额取整="进一")), ("孙谷雨",)),
}


@pytest.mark.parametrize("name", STANDS_FOR)
def test_each_differs_when_the_rule_it_stands_for_is_changed(name: str) -> None:
    changes, who = STANDS_FOR[name]
    assert of_2017(**changes)[name] == who


def test_the_answers_of_example_3_are_worth_what_the_policy_says() -> None:
    assert of_2017(口径设置=with_policy(满意度等级分值="很满意=100，满意=70，一般=60，不满意=40，很不满意=20"))["例3 四舍五入"] == ("四组",)


def test_the_prizes_of_example_5_are_those_of_the_rules() -> None:
    more = changed_2017("奖项", lambda one: (*one[:4], 300, *one[5:]) if one[0] == "优秀个人" else one)
    assert of_2017(**more) == {"例5 名额和奖金": ("陈立春", "周雨水", "郑清明")}


def test_the_examples_stand_for_every_level_that_2017_has() -> None:
    levels = {award[0]: award[1] for award in rows_2017()["奖项"]}
    assert {levels[one[1]] for one in trials_2017()} == {Level.DEPARTMENT.label, Level.TEAM.label, Level.PERSON.label}
