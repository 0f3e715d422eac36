"""The worked examples of the evaluation's specification, literally."""

from __future__ import annotations

from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    PERSON,
    SURVEY,
    TEAM,
    THREE,
    answers,
    decide,
    department_award,
    incident,
    nominate,
    people,
    person,
    person_award,
    review,
    rules,
    team,
    team_award,
)

FOUR = {"甲科": ("一组", "二组", "三组", "四组")}
FIRST, LAST = (93, 90, 90), ("77.5", 90, 90)
# two ways to 88.50 with 40/30/30: 满意度 90 and 89
SECOND, BEHIND = ("86.25", 90, 90), (87, 90, 89)


def test_example_1_equal_composites_are_told_apart_by_satisfaction():
    decided = decide(
        rules(team_award(2, THREE), units=FOUR),
        *team("一组", *FIRST), *team("二组", *SECOND), *team("三组", *BEHIND), *team("四组", *LAST),
    )
    scores = {name: entry["score"] for name, entry in decided.standings().items()}
    assert scores == {"一组": "91.20", "二组": "88.50", "三组": "88.50", "四组": "85.00"}
    assert decided.ranks() == {
        "一组": ("winner", 1), "二组": ("winner", 2), "三组": ("not_selected", 3), "四组": ("not_selected", 4),
    }


def test_example_1_equal_in_all_share_the_rank_and_leave_the_seat_open():
    decided = decide(
        rules(team_award(2, THREE), units=FOUR),
        *team("一组", *FIRST), *team("二组", *SECOND), *team("三组", *SECOND), *team("四组", *LAST),
    )
    assert decided.ranks() == {
        "一组": ("winner", 1), "二组": ("tied", 2), "三组": ("tied", 2), "四组": ("not_selected", 4),
    }
    assert decided.said["prizes"]["confirmed_yuan"] == 500
    assert decided.said["prizes"]["open_yuan"] == 500


def test_example_2_a_veto_moves_the_list_up():
    facts = [*team("一组", 95), *team("二组", 93), *team("三组", 90)]
    decided = decide(rules(team_award(2), units=FOUR), *facts, *incident("甲科", "一组"))
    assert decided.ranks() == {"二组": ("winner", 1), "三组": ("winner", 2), "一组": ("vetoed", None)}
    without = decide(rules(team_award(2), units=FOUR), *facts)
    assert without.ranks() == {"一组": ("winner", 1), "二组": ("winner", 2), "三组": ("not_selected", 3)}


def test_example_3_a_composite_at_a_half():
    decided = decide(rules(team_award(1, THREE)), *team("电工组", "87.55", "92.35", "89.45"))
    entry = decided.standings()["电工组"]
    assert entry["components"] == {FEATURES: "87.55", INSPECTION: "92.35", SURVEY: "89.45"}
    assert entry["score"] == "89.56"


def test_example_3_a_mean_of_reviewers_at_a_half():
    decided = decide(
        rules(team_award()), *nominate(TEAM, "甲科", team="电工组"),
        *review(TEAM, "甲科", "80.25", team="电工组", reviewer="评委甲"),
        *review(TEAM, "甲科", "80.26", team="电工组", reviewer="评委乙"),
    )
    assert decided.component("电工组") == "80.26"


def test_example_3_a_mean_of_answers():
    decided = decide(
        rules(team_award(weights={SURVEY: 100})), *nominate(TEAM, "甲科", team="电工组"),
        *answers("甲科", "电工组", "很满意", "满意", "一般", "很满意"), *answers("甲科", "电工组", "满意", "满意", "一般"),
    )
    assert decided.component("电工组", SURVEY) == "80.00"


def test_numbers_2_a_composite_that_binary_floats_get_wrong():
    decided = decide(rules(team_award(1, THREE)), *team("电工组", "85.5", "90.25", "88.15"))
    assert decided.standings()["电工组"]["score"] == "87.72"


def test_example_4_a_persons_complaint_reaches_the_team_and_the_department():
    decided = decide(
        rules(department_award(), team_award(2), person_award(2, QuotaKind.FIXED), units={"维修管理科": ("电工组", "水工组、仓管")}),
        *nominate(ORGANISATION, "维修管理科"), *review(ORGANISATION, "维修管理科", 90),
        *team("电工组", 90, department="维修管理科"), *team("水工组、仓管", 80, department="维修管理科"),
        *person("李小满", 1, "维修管理科", "电工组"), *person("王立夏", 2, "维修管理科", "电工组"),
        *incident("维修管理科", "电工组", "李小满"),
    )
    assert decided.statuses(ORGANISATION) == {"维修管理科": "vetoed"}
    assert decided.statuses(TEAM) == {"水工组、仓管": "winner", "电工组": "vetoed"}
    assert decided.statuses(PERSON) == {"王立夏": "winner", "李小满": "vetoed"}
    assert decided.said["incidents"][0]["reaches"] == ["李小满", "电工组", "维修管理科"]


def prize_campaign():
    """Four departments of two teams each; personal quotas 9, 12, 4 and 2, more people than seats."""
    units = {"甲科": ("甲一", "甲二"), "乙科": ("乙一", "乙二"), "丙科": ("丙一", "丙二"), "丁科": ("丁一", "丁二")}
    facts = []
    for n, (department, teams) in enumerate(units.items()):
        facts += nominate(ORGANISATION, department) + review(ORGANISATION, department, 90 - n)
        for k, name in enumerate(teams):
            facts += team(name, 80 - 2 * n - k, department=department)
        facts += people(*range(1, 14), department=department)
    for department, count in zip(units, (90, 115, 44, 15)):
        facts.append(("headcounts", {"department": department, "team": None, "headcount": count}))
    return rules(department_award(2), team_award(7), person_award(), units=units), facts


def test_example_5_prizes():
    made, facts = prize_campaign()
    decided = decide(made, *facts)
    assert decided.award(PERSON)["quota"] == {"甲科": 9, "乙科": 12, "丙科": 4, "丁科": 2}
    prizes = decided.said["prizes"]
    assert prizes["by_award"] == {ORGANISATION: 2000, TEAM: 3500, PERSON: 5400}
    assert prizes["by_department"] == {"甲科": 3800, "乙科": 4400, "丙科": 1800, "丁科": 900}
    assert (prizes["confirmed_yuan"], prizes["open_yuan"]) == (10900, 0)
    assert decided.open == []
