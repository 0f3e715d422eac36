"""What is owed: reviewers' points, visits, books; beside each what is in order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from fuwuyue_xlsx.rules.model import Rules
from tests.support.small_campaigns import (
    INSPECTION,
    ORGANISATION,
    POST,
    SURVEY,
    TEAM,
    THREE,
    Decided,
    Fact,
    answers,
    decide,
    department_award,
    hard,
    incident,
    nominate,
    person,
    person_award,
    post_award,
    review,
    rules,
    staff,
    team,
    team_award,
    visit,
)

TEAMS = ("电工组", "木工组")
NOMINATED = [fact for name in TEAMS for fact in nominate(TEAM, "甲科", team=name)]


def points(reviewer: str, *teams: str, home: str | None = None, department: str = "甲科") -> list[Fact]:
    """A reviewer's points for teams, each another number, so that there is no tie."""
    return [fact for n, name in enumerate(teams) for fact in review(TEAM, department, 90 - n, team=name, reviewer=reviewer, home=home)]


def listed(given: Rules, *reviewers: Reviewer, **visits: int) -> Rules:
    return replace(given, expected=Expected(reviewers, visits))


def panel(*names: str, **policies: Any) -> Rules:
    """An award for teams with a list of reviewers; without names there is no list."""
    return listed(rules(team_award(), **policies), *(Reviewer(name, None, "", (TEAM,)) for name in names))


def owed(decided: Decided) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.who, one.what) for one in decided.evaluation.ledger.owed]


def told(decided: Decided) -> list[str]:
    """The numbers of the ledger: what is due, there and missing."""
    return [f"{line.title} {line.due} {line.there} {line.missing}" for line in decided.evaluation.ledger.lines]


# reviewers


def test_nothing_is_owed_where_every_reviewer_scored_every_candidate():
    decided = decide(panel("甲", "乙"), *NOMINATED, *points("甲", *TEAMS), *points(" 乙", *TEAMS))
    assert (owed(decided), decided.open) == ([], [])
    assert told(decided) == ["科室的活动方案 2 2 0", "科室的总结材料 2 2 0", "评委 2 2 0", "评委打分 4 4 0", "事故投诉登记表 1 1 0"]


def test_a_listed_reviewer_without_a_book_owes_it():
    decided = decide(panel("甲", "乙"), *NOMINATED, *points("甲", *TEAMS))
    assert owed(decided) == [("review", "乙", "评委打分表（优秀班组）")]
    assert decided.open == ["还没有收到评委“乙”的打分：优秀班组"]
    assert "评委 2 1 1" in told(decided)


def test_who_left_a_candidate_out_owes_the_row_and_is_told_for_whom():
    decided = decide(panel("甲", "乙"), *NOMINATED, *points("甲", *TEAMS), *points("乙", "电工组"))
    assert owed(decided) == [("review", "乙", "“优秀班组”1 个候选的打分：木工组")]
    assert decided.open == ["评委“乙”还差“优秀班组”1 个候选的打分：木工组"]


def test_without_a_list_whoever_scored_an_award_owes_its_candidates():
    decided = decide(panel(), *NOMINATED, *points("甲", *TEAMS), *points("乙", "木工组"))
    assert owed(decided) == [("review", "乙", "“优秀班组”1 个候选的打分：电工组")]
    assert decided.evaluation.ledger.unlisted == ("评委名单",)
    assert "评委 None 2 0" in told(decided)


def test_without_a_list_an_award_that_somebody_gave_no_point_in_is_not_theirs():
    both = rules(department_award(), team_award())
    facts = [*NOMINATED, *nominate(ORGANISATION, "甲科"), *points("甲", *TEAMS), *review(ORGANISATION, "甲科", 80, reviewer="乙")]
    assert owed(decide(both, *facts)) == []
    asked = listed(both, Reviewer("甲", None, "", (TEAM,)), Reviewer("乙", None, "", (ORGANISATION,)))
    assert owed(decide(asked, *facts)) == []
    everything = listed(both, Reviewer("甲", None, "", (ORGANISATION, TEAM)), Reviewer("乙", None, "", (ORGANISATION,)))
    assert owed(decide(everything, *facts)) == [("review", "甲", "“优秀组织奖”全部 1 个候选的打分：甲科")]


@pytest.mark.parametrize("out", [
    incident("甲科", "木工组"),
    nominate(TEAM, "甲科", team="木工组", agreed=False),
], ids=["vetoed", "not nominated"])
def test_nobody_owes_points_for_who_is_out(out: list[Fact]):
    decided = decide(panel("甲"), *NOMINATED, *out, *points("甲", "电工组"))
    assert (owed(decided), decided.open) == ([], [])


def test_nobody_owes_points_for_who_is_not_eligible():
    award = team_award(conditions=(hard(1, "合理化建议数"),))
    facts = [("suggestions", {"department": "甲科", "team": "电工组", "content": "建议"})]
    decided = decide(listed(rules(award), Reviewer("甲", None, "", (TEAM,))), *NOMINATED, *facts, *points("甲", "电工组"))
    assert decided.statuses()["木工组"] == "ineligible"
    assert owed(decided) == []


def test_a_candidate_with_a_pending_incident_is_still_in():
    decided = decide(panel("甲"), *NOMINATED, *incident("甲科", "木工组", conclusion="待查"), *points("甲", "电工组"))
    assert owed(decided) == [("review", "甲", "“优秀班组”1 个候选的打分：木工组")]


@pytest.mark.parametrize("recusal, owing", [(True, []), (False, [("review", "乙", "“优秀班组”2 个候选的打分：电工组、木工组")])])
def test_the_own_department_is_left_out_where_the_policy_asks_for_it(recusal: bool, owing: list):
    facts = [*NOMINATED, *nominate(TEAM, "乙科", team="医生组"), *points("甲", *TEAMS), *points("甲", "医生组", department="乙科"),
             *points("乙", "医生组", home="甲科", department="乙科")]
    assert owed(decide(panel("甲", "乙", recusal=recusal), *facts)) == owing
    assert owed(decide(panel(recusal=recusal), *facts)) == owing


def test_the_list_says_whose_colleague_a_reviewer_is():
    facts = [*NOMINATED, *points("甲", *TEAMS)]
    asked = listed(rules(team_award(), recusal=True), Reviewer("甲", None, "", (TEAM,)), Reviewer("乙", "甲科", "", (TEAM,)))
    assert owed(decide(asked, *facts)) == []


def test_left_out_candidates_may_be_allowed_and_then_the_numbers_are_told():
    decided = decide(panel("甲", "乙", skipping="允许"), *NOMINATED, *points("甲", *TEAMS), *points("乙", "电工组"))
    assert (owed(decided), decided.open) == ([], [])
    assert [found.message for found in decided.evaluation.findings] == ["“优秀班组”有 1 个候选的评委打分不齐：木工组 1 位（应 2 位）"]


def test_a_listed_reviewer_without_any_book_owes_it_all_the_same():
    decided = decide(panel("甲", "乙", skipping="允许"), *NOMINATED, *points("甲", *TEAMS))
    assert owed(decided) == [("review", "乙", "评委打分表（优秀班组）")]


def test_posts_are_known_however_they_are_spaced():
    facts = [*nominate(POST, "甲科", team="电工组", post="报修 岗"), *review(POST, "甲科", 80, team="电工组", post="报修岗", reviewer="甲")]
    assert owed(decide(listed(rules(post_award()), Reviewer("甲", None, "", (POST,))), *facts)) == []


def test_teams_of_one_name_are_told_apart_by_their_department():
    units = {"甲科": ("一班", "二班"), "乙科": ("一班",)}
    facts = [*nominate(TEAM, "甲科", team="一班"), *nominate(TEAM, "甲科", team="二班"), *nominate(TEAM, "乙科", team="一班"), *points("甲", "二班")]
    made = listed(rules(team_award(), units=units), Reviewer("甲", None, "", (TEAM,)))
    assert owed(decide(made, *facts)) == [("review", "甲", "“优秀班组”2 个候选的打分：一班（甲科）、一班（乙科）")]


def test_nothing_is_locked_while_points_are_owed():
    facts = [*NOMINATED, *incident("乙科", "医生组"), *nominate(TEAM, "乙科", team="医生组"), *points("甲", *TEAMS)]
    settled = decide(panel("甲"), *facts).standings()
    assert (settled["电工组"]["certainty"], settled["木工组"]["certainty"]) == ("locked_in", "locked_out")
    waiting = decide(panel("甲", "乙"), *facts).standings()
    assert {name: waiting[name]["certainty"] for name in (*TEAMS, "医生组")} == {"电工组": "open", "木工组": "open", "医生组": "locked_out"}


# visits


def visited(*awards, **plan: int) -> Rules:
    return listed(rules(*(awards or (team_award(weights={INSPECTION: 100}),))), **plan)


ONCE = [*NOMINATED, *visit("甲科", "电工组", 90, number=1), *visit("甲科", "电工组", 92, number=2), *visit("甲科", "木工组", 80, number=1)]


def test_a_team_with_fewer_visits_than_planned_is_owed_them():
    decided = decide(visited(甲科=2, 乙科=2), *ONCE)
    assert owed(decided) == [("visit", "检查组", "“甲科”的检查：木工组 1 次（计划每个至少 2 次）")]
    assert decided.open == ["检查组还差“甲科”的检查：木工组 1 次（计划每个至少 2 次）"]
    assert "监督检查 4 3 1" in told(decided)
    assert decided.standings()["电工组"]["certainty"] == "open"


@pytest.mark.parametrize("plan", [{"甲科": 1}, {"甲科": 0}, {"乙科": 2}], ids=str)
def test_enough_visits_or_no_plan_for_the_department_owe_nothing(plan: dict[str, int]):
    assert owed(decide(visited(**plan), *ONCE)) == []


def test_without_a_plan_uneven_visits_are_told_with_their_numbers():
    decided = decide(visited(), *ONCE)
    assert (owed(decided), decided.open, decided.evaluation.ledger.unlisted) == ([], [], ("检查计划",))
    assert [found.message for found in decided.evaluation.findings] == ["“优秀班组”的候选受检次数不一：多的 2 次，少的 1 次：木工组"]
    even = [*NOMINATED, *visit("甲科", "电工组", 90), *visit("甲科", "木工组", 80)]
    assert decide(visited(), *even).codes == []


def test_a_department_that_is_a_candidate_itself_is_owed_its_visits():
    made = visited(department_award(weights={INSPECTION: 100}), 甲科=2)
    facts = [*nominate(ORGANISATION, "甲科"), *visit("甲科", "电工组", 90)]
    assert owed(decide(made, *facts)) == [("visit", "检查组", "“甲科”的检查：科室本身 1 次（计划每个至少 2 次）")]
    assert owed(decide(made, *facts, *visit("甲科", "木工组", 90, number=2))) == []


def test_nobody_owes_visits_to_who_is_out_or_whose_award_takes_none():
    assert owed(decide(visited(甲科=2), *ONCE, *incident("甲科", "木工组"))) == []
    people = visited(person_award(1), team_award(), 甲科=2)
    assert owed(decide(people, *person("张三", 1), *staff("甲科", 9, 9, 9, 9), *staff("乙科", 1, 1, 1))) == []
    checked = visited(team_award(conditions=(hard(1, "监督检查", 60),)), 甲科=2)
    lacking = owed(decide(checked, *ONCE, *points("甲", *TEAMS)))
    assert lacking == [("visit", "检查组", "“甲科”的检查：木工组 1 次（计划每个至少 2 次）")]


# departments, register, survey


def test_absent_departments_and_register_are_owed_in_the_words_of_ever():
    decided = decide(panel("甲"), *NOMINATED, *points("甲", *TEAMS), absent=["乙科"], register=False)
    assert owed(decided) == [("department", "乙科", "科室填报表（活动方案、总结材料）"), ("register", "后勤处", "事故投诉登记表")]
    assert decided.open == ["“乙科”还没有报送填报表", "没有收到事故投诉登记表，无法确认一票否决"]
    assert [line for line in told(decided) if line[0] in "科事" and line[3] != "总"] == ["科室的活动方案 2 1 1", "事故投诉登记表 1 0 1"]


def test_a_survey_without_any_answer_is_owed_once():
    facts = [*team("电工组", 90, 80), *team("木工组", 80, 80)]
    decided = decide(rules(team_award(weights=THREE)), *facts)
    assert owed(decided) == [("survey", "后勤处", "满意度测评的答卷（优秀班组）")]
    assert decided.open == ["还没有收到一份满意度测评的答卷，优秀班组的评分缺这一项", "“优秀班组”有 2 个候选缺评分，不能排名：电工组、木工组"]
    some = decide(rules(team_award(weights=THREE)), *facts, *answers("甲科", "电工组", "满意"))
    assert (owed(some), some.open) == ([], ["“优秀班组”有 1 个候选缺评分，不能排名：木工组"])


def test_no_survey_is_owed_to_awards_that_take_none_or_have_nobody_in():
    assert owed(decide(panel("甲"), *NOMINATED, *points("甲", *TEAMS))) == []
    assert owed(decide(rules(team_award(weights={SURVEY: 100})))) == []


def test_awards_that_are_off_owe_nothing():
    made = listed(rules(team_award(enabled=False), person_award(1)), 甲科=3)
    assert owed(decide(made, *staff("甲科", 9, 9, 9, 9), *staff("乙科", 1, 1, 1))) == []
