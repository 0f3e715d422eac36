"""Who wins several awards: one and the same candidate, found again across awards."""

from __future__ import annotations

from fuwuyue_xlsx.evaluate.several_awards import several_awards
from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import decide, department_award, nominate, person, person_award, review, rules, team, team_award

STAR = "微笑之星"


def told(*awards, facts):
    return [one.words for one in several_awards(decide(rules(*awards), *facts).evaluation.awards)]


def test_a_person_is_the_same_whatever_team_is_written():
    awards = person_award(1, QuotaKind.FIXED), person_award(1, QuotaKind.FIXED, name=STAR)
    facts = [*person("张三", 1), *nominate(STAR, "甲科", team="木工组", person="张 三", order=1)]
    assert told(*awards, facts=facts) == ["“张三”（甲科）兼得：优秀个人、微笑之星"]


def test_namesakes_of_two_departments_are_two():
    awards = person_award(1, QuotaKind.FIXED), person_award(1, QuotaKind.FIXED, name=STAR)
    facts = [*person("张三", 1), *nominate(STAR, "乙科", team="医生组", person="张三", order=1)]
    assert told(*awards, facts=facts) == []


def test_a_department_and_its_team_are_two():
    facts = [*nominate("优秀组织奖", "甲科"), *review("优秀组织奖", "甲科", 90), *team("电工组", 90)]
    assert told(department_award(1), team_award(1), facts=facts) == []


def test_who_wins_one_and_is_nominated_for_another_is_not_told():
    awards = team_award(1), team_award(1, name="班组进步奖"), person_award(1, QuotaKind.FIXED)
    facts = [*team("电工组", 90), *nominate("班组进步奖", "甲科", team="电工组"), *person("张三", 1)]
    assert told(*awards, facts=facts) == []
