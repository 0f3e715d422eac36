"""How far an incident reaches: upwards only, within its period, by its finding, for awards that have the veto."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.pipeline import decide as outcome_of
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.rules.incident_types import IncidentType
from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import (
    ORGANISATION,
    PERSON,
    POST,
    TEAM,
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
    tables_of,
    team,
    team_award,
)

AWARDS = (department_award(2), team_award(9), person_award(9, QuotaKind.FIXED), post_award(9))
LISTED = [
    *nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90),
    *nominate(ORGANISATION, "乙科"), *review(ORGANISATION, "乙科", 80),
    *team("电工组", 90), *team("木工组", 85), *team("医生组", 80, department="乙科"),
    *person("李小满", 1, team="电工组"), *person("王立夏", 2, team="电工组", position=1),
    *person("周白露", 3, team=None, position=2), *person("李小满", 1, "乙科", "医生组"),
    *nominate(POST, "甲科", post="值班岗", team="电工组", holders=("孙某", "李小满")), *review(POST, "甲科", 90, team="电工组", post="值班岗"),
    *nominate(POST, "甲科", post="门卫岗", holders=("钱某",), position=1), *review(POST, "甲科", 80, post="门卫岗"),
    *nominate(POST, "甲科", post="泵房岗", team="木工组", position=2), *review(POST, "甲科", 70, team="木工组", post="泵房岗"),
]


def hit(*facts, awards=AWARDS, **policies):
    """(effect, reaches, everybody whose status the first incident changed)."""
    decided = decide(rules(*awards, **policies), *LISTED, *facts)
    shown = decided.said["incidents"][0]
    changed = {
        "/".join(part for part in (entry["department"], entry["team"], entry["person"], entry["post"]) if part)
        for one in decided.said["awards"]
        for entry in one["standings"]
        if entry["status"] in ("vetoed", "pending")
    }
    return shown["effect"], shown["reaches"], changed


EVERYBODY_ABOVE = {"甲科/电工组/李小满", "甲科/电工组/值班岗", "甲科/电工组", "甲科"}


@pytest.mark.parametrize("conclusion, effect", [("属实", "veto"), ("待查", "pending"), (None, "pending")])
def test_a_person_is_reached_with_its_team_and_department(conclusion, effect):
    found = hit(*incident("甲科", "电工组", "李小满", conclusion))
    assert found == (effect, ["李小满", "值班岗", "电工组", "甲科"], EVERYBODY_ABOVE)


def test_the_status_follows_the_effect():
    for conclusion, status in (("属实", "vetoed"), ("待查", "pending"), ("不属实", "winner")):
        decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", "电工组", "李小满", conclusion))
        assert decided.statuses(TEAM)["电工组"] == decided.statuses(ORGANISATION)["甲科"] == status


def test_known_only_to_the_team_it_reaches_nobody_of_its_people():
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", "电工组"))
    assert hit(*incident("甲科", "电工组")) == ("veto", ["电工组", "甲科"], {"甲科/电工组", "甲科"})
    assert "incident-not-narrowed" in decided.codes


def test_known_only_to_the_department_it_reaches_none_of_its_teams():
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科"))
    assert hit(*incident("甲科")) == ("veto", ["甲科"], {"甲科"})
    assert "incident-not-narrowed" in decided.codes


def test_narrowed_down_to_a_person_nothing_is_said_of_narrowing():
    assert "incident-not-narrowed" not in decide(rules(*AWARDS), *LISTED, *incident("甲科", "电工组", "李小满")).codes


def test_without_a_team_the_team_of_the_person_is_reached():
    assert hit(*incident("甲科", None, "李小满")) == ("veto", ["李小满", "值班岗", "电工组", "甲科"], EVERYBODY_ABOVE)


def test_a_person_outside_teams_reaches_the_department_alone():
    assert hit(*incident("甲科", None, "周白露")) == ("veto", ["周白露", "甲科"], {"甲科/周白露", "甲科"})


def test_a_person_is_matched_within_the_team_that_is_named():
    """王立夏 of another team, and 周白露 of none, are somebody else."""
    for name in ("王立夏", "周白露"):
        assert hit(*incident("甲科", "木工组", name)) == ("veto", ["木工组", "甲科"], {"甲科/木工组", "甲科"})


def test_a_person_is_matched_within_the_department():
    assert hit(*incident("乙科", None, "王立夏")) == ("veto", ["乙科"], {"乙科"})
    assert hit(*incident("乙科", None, "李小满"))[2] == {"乙科/医生组/李小满", "乙科/医生组", "乙科"}


def test_a_name_that_fits_nobody_still_reaches_team_and_department():
    assert hit(*incident("甲科", "电工组", "赵无此人")) == ("veto", ["电工组", "甲科"], {"甲科/电工组", "甲科"})
    assert hit(*incident("甲科", None, "赵无此人")) == ("veto", ["甲科"], {"甲科"})


def test_somebody_not_agreed_to_is_not_matched():
    refused = person("郑寒露", 9, team="木工组", agreed=False, position=9)
    assert hit(*refused, *incident("甲科", None, "郑寒露")) == ("veto", ["甲科"], {"甲科"})


@pytest.mark.parametrize("typed", ["李 小满", "李小满\u200b", "李\u3000小满"])
def test_names_are_matched_without_white_space(typed):
    assert hit(*incident("甲科", "电工组", typed))[1] == ["李小满", "值班岗", "电工组", "甲科"]


def test_names_are_matched_in_whatever_width_they_were_nominated():
    nominated = person("Ａ小满", 9, team="木工组", position=9)
    assert hit(*nominated, *incident("甲科", None, "A小满"))[2] == {"甲科/木工组/Ａ小满", "甲科/木工组", "甲科"}


def test_an_unknown_team_leaves_the_department():
    """Neither the person nor a team is reached then."""
    assert hit(*incident("甲科", None, "李小满", known_team=False)) == ("veto", ["甲科"], {"甲科"})


@pytest.mark.parametrize("team, known, codes", [("木工组", True, ["incident-person-unmatched"]), (None, False, [])])
def test_of_an_unknown_team_nobody_is_said_to_be_missing(team, known, codes):
    """The person may well be in the team that was meant: what is wrong is the team, and its own finding says so."""
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", team, "李小满", known_team=known))
    assert [found.code for found in decided.evaluation.findings if found.code.startswith("incident-")] == codes


def test_an_unknown_department_reaches_nobody():
    assert hit(*incident(None, None, "李小满")) == ("veto", [], set())


def test_an_unfounded_incident_has_no_effect():
    assert hit(*incident("甲科", "电工组", "李小满", "不属实")) == ("none", [], set())


@pytest.mark.parametrize(
    "date, effect", [(dt.date(2017, 11, 19), "none"), (dt.date(2017, 11, 20), "veto"), (dt.date(2017, 12, 30), "veto"),
                     (dt.date(2017, 12, 31), "none"), (None, "veto")],
)
def test_the_period_includes_both_its_days_and_a_row_without_date(date, effect):
    found = hit(*incident("甲科", "电工组", "李小满", date=date))
    assert (found[0], found[2]) == (effect, EVERYBODY_ABOVE if effect == "veto" else set())


def test_the_period_is_the_policys():
    day = {"veto_first": dt.date(2017, 12, 5), "veto_last": dt.date(2017, 12, 5)}
    assert hit(*incident("甲科", date=dt.date(2017, 12, 5)), **day)[0] == "veto"
    for date in (dt.date(2017, 12, 4), dt.date(2017, 12, 6)):
        assert hit(*incident("甲科", date=date), **day) == ("none", [], set())


def test_an_incident_outside_the_period_is_listed_and_said():
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", date=dt.date(2017, 10, 1)))
    assert "incident-outside" in decided.codes
    assert "incident-outside" not in decide(rules(*AWARDS), *LISTED, *incident("甲科")).codes
    assert decided.said["incidents"][0]["effect"] == "none"


def test_a_post_is_not_reached_by_its_own_name_or_by_its_team_alone():
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", "电工组", "值班岗"), *incident("甲科", "电工组", number="SG-2"))
    assert decided.statuses(POST) == {"值班岗": "winner", "门卫岗": "winner", "泵房岗": "winner"}


@pytest.mark.parametrize("conclusion, effect", [("属实", "veto"), ("待查", "pending")])
def test_an_award_without_the_veto_condition_is_reached_by_none(conclusion, effect):
    awards = (department_award(2, conditions=()), team_award(9, conditions=(hard(1, "合理化建议数", 0),)), *AWARDS[2:])
    found = hit(*incident("甲科", "电工组", "李小满", conclusion), awards=awards)
    assert found == (effect, ["李小满", "值班岗", "电工组", "甲科"], {"甲科/电工组/李小满", "甲科/电工组/值班岗"})


def test_two_incidents_of_one_candidate_the_veto_decides():
    facts = [*incident("甲科", "电工组", conclusion="待查"), *incident("甲科", "电工组", conclusion="属实", number="SG-2")]
    decided = decide(rules(*AWARDS), *LISTED, *facts)
    assert decided.statuses(TEAM)["电工组"] == "vetoed"
    assert [one["effect"] for one in decided.said["incidents"]] == ["pending", "veto"]


def test_rows_with_the_same_number_in_one_register_both_count():
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", "电工组"), *incident("甲科", "木工组"))
    assert decided.statuses(TEAM) == {"医生组": "winner", "电工组": "vetoed", "木工组": "vetoed", "水工组、仓管": "not_nominated",
                                      "护士组": "not_nominated"}


def test_incidents_stand_as_in_the_register_with_the_cell_of_their_number():
    decided = decide(rules(*AWARDS), *LISTED, *incident("乙科", number="B"), *incident("甲科", number="A", conclusion="不属实"))
    shown = [(one["id"], one["source"]) for one in decided.said["incidents"]]
    assert shown == [("B", "incidents.xlsx!incidents!A1"), ("A", "incidents.xlsx!incidents!A2")]


def test_somebody_with_one_name_in_two_teams_is_reached_in_both_when_no_team_is_named():
    """Two awards may nominate a person of one name with different teams; nobody can tell which is meant."""
    second = person_award(9, QuotaKind.FIXED, name="微笑之星")
    facts = nominate("微笑之星", "甲科", team="木工组", person="王立夏", order=1)
    effect, reaches, changed = hit(*facts, *incident("甲科", None, "王立夏"), awards=(*AWARDS, second))
    assert (effect, reaches[0], reaches[-1]) == ("veto", "王立夏", "甲科")
    assert {"甲科/电工组/王立夏", "甲科/木工组/王立夏"} <= changed


def test_a_veto_is_given_as_the_reason_with_its_number():
    decided = decide(rules(*AWARDS), *LISTED, *incident("甲科", "电工组", number="SG-7"))
    assert any("一票否决" in reason and "SG-7" in reason for reason in decided.standings(TEAM)["电工组"]["reasons"])
    assert not any("一票否决" in reason for reason in decided.standings(PERSON)["王立夏"]["reasons"])


# posts: reached through the people who work there


def test_a_post_is_reached_when_the_person_works_there():
    assert hit(*incident("甲科", "电工组", "孙某")) == ("veto", ["值班岗", "电工组", "甲科"], {"甲科/电工组/值班岗", "甲科/电工组", "甲科"})


def test_without_a_team_the_post_is_looked_for_in_the_department():
    assert hit(*incident("甲科", None, "孙某"))[2] == {"甲科/电工组/值班岗", "甲科/电工组", "甲科"}


def test_a_post_outside_teams_is_reached_the_same_way():
    assert hit(*incident("甲科", None, "钱某")) == ("veto", ["门卫岗", "甲科"], {"甲科/门卫岗", "甲科"})


@pytest.mark.parametrize("where", [("甲科", "木工组"), ("乙科", None)])
def test_a_post_of_another_team_or_department_is_not_reached(where):
    assert "甲科/电工组/值班岗" not in hit(*incident(*where, "孙某"))[2]


@pytest.mark.parametrize("typed", ["孙 某", "孙某\u200b", "⼦某"])
def test_who_works_at_a_post_is_compared_by_the_key_of_the_name(typed):
    crew = nominate(POST, "甲科", post="收发岗", team="木工组", holders=("子某",), position=9)
    wanted = "甲科/木工组/收发岗" if typed == "⼦某" else "甲科/电工组/值班岗"
    assert wanted in hit(*crew, *review(POST, "甲科", 60, team="木工组", post="收发岗"), *incident("甲科", None, typed))[2]


def test_a_post_that_nobody_agreed_to_is_not_reached():
    refused = nominate(POST, "甲科", post="收发岗", team="木工组", holders=("周某",), agreed=False, position=9)
    assert hit(*refused, *incident("甲科", None, "周某")) == ("veto", ["甲科"], {"甲科"})


def findings(*facts, awards=AWARDS):
    return {found.code: found for found in decide(rules(*awards), *LISTED, *facts).evaluation.findings if found.code.startswith("incident-")}


def test_without_a_person_an_incident_is_told_not_to_be_on_a_post():
    assert "“泵房岗”" in findings(*incident("甲科", "木工组"))["incident-not-on-post"].message
    assert "“值班岗”、“门卫岗”、“泵房岗”" in findings(*incident("甲科"))["incident-not-on-post"].message


@pytest.mark.parametrize("facts", [incident("甲科", "木工组", "赵无此人"), incident("甲科", "木工组", conclusion="不属实"), incident("乙科", "医生组")])
def test_of_posts_nothing_is_said_where_they_are_not_in_question(facts):
    assert "incident-not-on-post" not in findings(*facts)


def test_of_posts_without_a_veto_nothing_is_said():
    assert "incident-not-on-post" not in findings(*incident("甲科", "木工组"), awards=(*AWARDS[:3], post_award(9, conditions=())))


def test_a_person_found_on_a_post_is_not_said_to_be_missing():
    assert findings(*incident("甲科", "电工组", "孙某")) == {}
    assert "个人和在岗人员名单" in findings(*incident("甲科", "电工组", "孙某某"))["incident-person-unmatched"].message


KINDS = (IncidentType("责任事故", True), IncidentType("轻微投诉", False))


@pytest.mark.parametrize("kind, conclusion, effect", [
    ("责任事故", "属实", "veto"), ("责任事故", "待查", "pending"), ("轻微投诉", "属实", "none"), ("轻微投诉", "待查", "none"), (None, "属实", "veto")])
def test_an_incident_of_a_kind_that_does_not_veto_is_listed_and_vetoes_nobody(kind, conclusion, effect):
    made = replace(rules(*AWARDS), own_types=KINDS)
    decided = decide(made, *LISTED, *incident("甲科", "电工组", "李小满", conclusion, kind=kind))
    told = decided.said["incidents"][0]
    assert (told["effect"], bool(told["reaches"])) == (effect, effect != "none")
    assert (decided.statuses(TEAM)["电工组"] == "winner") == (effect == "none")


def test_kinds_of_the_rules_own_stand_in_the_reason_and_those_of_the_notice_do_not():
    facts = [*LISTED, *incident("甲科", "电工组", kind="责任事故")]
    own, notice = (decide(made, *facts).standings(TEAM)["电工组"]["reasons"] for made in (replace(rules(*AWARDS), own_types=KINDS), rules(*AWARDS)))
    assert own == ["一票否决：2017-12-03 责任事故“有人反映”（编号 SG-1，属实）"]
    assert notice == ["一票否决：2017-12-03 “有人反映”（编号 SG-1，属实）"]


def test_a_harmless_incident_is_told_in_the_derivation_of_whom_it_names():
    made = replace(rules(*AWARDS), own_types=KINDS)
    outcome = outcome_of(made, Intake(tables_of(made, *LISTED, *incident("甲科", "电工组", kind="轻微投诉")), [], [], made.departments))
    words = "“轻微投诉”只登记，不否决"
    assert any(words in line for line in explain(outcome, "电工组") or [])
    assert not any(words in line for line in explain(outcome, "木工组") or [])
