"""Doubts weighed: what could change who wins, as two full evaluations would say; what holds a result up, and what settles it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.doubts import UNTRIED, Confirmation, WeighedDoubt, confirms, held_up, not_applicable, weighed, with_doubts
from fuwuyue_xlsx.evaluate.evaluate import decide, evaluate
from fuwuyue_xlsx.evaluate.facts import facts_again, facts_of
from fuwuyue_xlsx.evaluate.ledger import Owed, OwedKind
from fuwuyue_xlsx.evaluate.near_persons import near_person_doubts
from fuwuyue_xlsx.evaluate.selection import SELECTED
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit, edited
from fuwuyue_xlsx.tables.frames import Tables
from tests.independent.bridge import rules_of
from tests.independent.bridge import tables_of as random_tables
from tests.independent.implementation.campaigns import random_campaign
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    POST,
    Fact,
    incident,
    nominate,
    person,
    person_award,
    post_award,
    review,
    rules,
    staff,
    tables_of,
    team,
    team_award,
    visit,
)

BOOK = "收件箱/检查.xlsx"
WITH_VISITS = rules(team_award(weights={FEATURES: 50, INSPECTION: 50}))
# 电工组 wins by its second visit alone
TWO_TEAMS = [*team("电工组", 80, 60), *team("木工组", 80, 70), *visit("甲科", "电工组", 100, number=2)]


def outside(sheet: str = "甲科", cell: str = "B3", file: str = BOOK) -> Finding:
    return finding("date-outside", Place(file, sheet, cell), title="检查日期", value=dt.date(2017, 1, 2), start=1, end=2)


def sources(tables: Tables, name: str, **wanted: Any) -> frozenset[str]:
    rows = tables.by_name[name].to_dict("records")
    return frozenset(row["source"] for row in rows if all(row[column] == value for column, value in wanted.items()))


def weigh(used: Rules, tables: Tables, *doubts: Doubt, confirmations: Iterable[dict[str, Any]] = (), most: int = 200) -> tuple[WeighedDoubt, ...]:
    facts = facts_of(used, tables)
    return weighed(used, tables, facts, decide(used, facts), doubts, list(confirmations), most)


def without(tables: Tables, number: int, **where: Any) -> Edit:
    """A reading without one of the two visits."""
    return Edit({"inspections": sources(tables, "inspections", visit=f"检查{number}.xlsx!甲科", **where)})


TABLES = tables_of(WITH_VISITS, *TWO_TEAMS)
DECISIVE, IDLE = without(TABLES, 2), without(TABLES, 1, team="木工组")


def test_a_visit_that_decides_is_told_with_who_would_win_without_it() -> None:
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),), (DECISIVE,)))
    assert found.matters and found.warns and found.holds and not found.confirmed_by
    assert found.change == "新获奖：木工组（优秀班组，甲科）；不再获奖：电工组（优秀班组，甲科）"
    assert held_up([found]) == "可能影响结果的提示 1 条"
    (line,) = with_doubts(WITH_VISITS, [], [found], [])
    assert line.startswith("可能影响结果的提示 1 条")


def test_a_visit_that_decides_nothing_holds_nothing_up() -> None:
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),), (IDLE,)))
    assert not found.matters and not found.holds and not found.change
    assert held_up([found]) == "" and with_doubts(WITH_VISITS, [], [found], []) == []


def test_a_reviewer_owes_the_book_that_is_gone() -> None:
    """One line names both facts; what others owe, and what is owed once the book is confirmed as gone, has its own."""
    gone = finding("book-gone", Place("收件箱/何.xlsx"), whose="何志远的", kind="评委打分表", owed="review", owed_by=frozenset(("何志远",)))
    owed = [Owed(OwedKind.REVIEW, "何 志远", "评委打分表（优秀班组）", "还没有收到何的打分"), Owed(OwedKind.REVIEW, "周一", "打分", "还没有收到周的打分"),
            Owed(OwedKind.VISIT, "何志远", "检查", "还差检查")]
    lines = [one.line for one in owed]
    assert with_doubts(WITH_VISITS, lines, [WeighedDoubt((gone,), True)], owed) == [
        "还没有收到周的打分", "还差检查", "上次有、这次没有：收件箱/何.xlsx（何志远的评委打分表）；还没有收到何的打分"]
    settled = WeighedDoubt((gone,), True, "", (Confirmation("周敏", dt.date(2018, 1, 2), "a.xlsx!提示确认!A2"),))
    assert with_doubts(WITH_VISITS, lines, [settled], owed) == lines


def test_no_doubts_are_no_trouble() -> None:
    assert weigh(WITH_VISITS, TABLES) == ()


def test_the_rules_may_let_it_be() -> None:
    only_told = rules(*WITH_VISITS.awards, doubts="只提示")
    (found,) = weigh(only_told, TABLES, Doubt((outside(),), (DECISIVE,)))
    assert found.holds and held_up([found]) and with_doubts(only_told, [], [found], []) == []


def test_any_of_several_ways_counts() -> None:
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),), (IDLE, DECISIVE)))
    assert found.matters
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),), (IDLE, IDLE)))
    assert not found.matters


def test_what_cannot_be_tried_counts_as_able_to_change_who_wins() -> None:
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),)))
    assert found.holds and found.change == UNTRIED


def test_what_is_beyond_the_most_trials_counts_as_able_to_change_who_wins() -> None:
    doubts = [Doubt((outside(file=f"收件箱/{number}.xlsx"),), (IDLE,)) for number in range(5)]
    found = weigh(WITH_VISITS, TABLES, *doubts, most=3)
    assert [one.matters for one in found] == [False] * 3 + [True] * 2
    assert [one.change for one in found] == [""] * 3 + [UNTRIED] * 2


def test_findings_of_one_cause_are_one_trial() -> None:
    """Fifty sheets of one book, dated in the wrong year, are one question."""
    doubts = [Doubt((outside(cell=f"B{number}"),), (Edit({"inspections": frozenset({f"nowhere{number}"})}),)) for number in range(50)]
    (found,) = weigh(WITH_VISITS, TABLES, *doubts, most=1)
    assert len(found.findings) == 50 and not found.matters


def test_findings_of_one_cause_are_tried_together() -> None:
    """Two visits by a stranger, neither of which decides by itself."""
    facts = [*team("电工组", 80, 70), *team("木工组", 80, 80), *visit("甲科", "电工组", 100, number=2), *visit("甲科", "电工组", 100, number=3)]
    tables = tables_of(WITH_VISITS, *facts)
    ways = [without(tables, number) for number in (2, 3)]
    alone = [weigh(WITH_VISITS, tables, Doubt((outside(),), (way,)))[0].matters for way in ways]
    (both,) = weigh(WITH_VISITS, tables, *(Doubt((outside(f"甲科{n}"),), (way,)) for n, way in enumerate(ways)))
    assert alone == [False, False] and both.matters and len(both.findings) == 2


def test_findings_of_one_cause_may_make_up_for_each_other_and_are_tried_singly_too() -> None:
    """Each team wins by its own second visit; without both everything is as it was."""
    facts = [*team("电工组", 80, 71), *team("木工组", 80, 70), *visit("甲科", "电工组", 100, number=2), *visit("甲科", "木工组", 100, number=3)]
    tables = tables_of(WITH_VISITS, *facts)
    first, second = without(tables, 2), without(tables, 3)
    (found,) = weigh(WITH_VISITS, tables, Doubt((outside("a"),), (first,)), Doubt((outside("b"),), (second,)))
    assert found.matters and "木工组" in found.change


def test_two_readings_of_one_row_are_not_tried_together() -> None:
    row = TABLES.inspections.to_dict("records")[0]
    out = {"inspections": frozenset([row["source"]])}
    ways = [Edit(out, {"inspections": from_records([{**row, "points": points}])}) for points in (row["points"], row["points"] * 0)]
    found = weigh(WITH_VISITS, TABLES, *(Doubt((outside(cell=f"B{n}"),), (way,)) for n, way in enumerate(ways)))
    assert [one.matters for one in found] == [False, True] and all(len(one.findings) == 1 for one in found)


def test_errors_block_anyway_and_are_not_weighed() -> None:
    assert weigh(WITH_VISITS, TABLES, Doubt((finding("row-twice", Place(BOOK), name="甲"),), (DECISIVE,))) == ()


def test_what_is_only_told_holds_nothing_up() -> None:
    told = finding("visit-superseded", Place(BOOK, "甲科"), department="甲科", other="收件箱/新.xlsx")
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((told,), (DECISIVE,)))
    assert found.matters and found.change and not found.warns and not found.holds and held_up([found]) == ""


def test_posts_of_one_name_are_told_apart() -> None:
    """Another 前台岗 of the same department would win: the name stays the same, the winner does not."""
    used = rules(post_award())
    facts: list[Fact] = []
    for name, points in (("电工组", 90), ("木工组", 80)):
        facts += nominate(POST, "甲科", team=name, post="前台岗") + review(POST, "甲科", points, team=name, post="前台岗")
    tables = tables_of(used, *facts)
    (found,) = weigh(used, tables, Doubt((outside(),), (Edit({"reviews": sources(tables, "reviews", team="电工组")}),)))
    assert found.change == "新获奖：前台岗（优质服务示范岗，甲科 木工组）；不再获奖：前台岗（优质服务示范岗，甲科 电工组）"


def test_a_tie_that_would_be_none_could_change_who_wins() -> None:
    facts = [*team("电工组", 80, 70), *team("木工组", 80, 70), *visit("甲科", "电工组", 70, number=2)]
    tables = tables_of(WITH_VISITS, *facts)
    row = next(row for row in tables.inspections.to_dict("records") if row["visit"].startswith("检查2"))
    better = Edit({"inspections": frozenset([row["source"]])}, {"inspections": from_records([{**row, "points": row["maximum"]}])})
    (found,) = weigh(WITH_VISITS, tables, Doubt((outside(),), (better,)))
    assert found.change == "新获奖：电工组（优秀班组，甲科）；不再并列待定：木工组（优秀班组，甲科）"


# confirmations


def row_of(about: Finding, **changes: Any) -> dict[str, Any]:
    place = about.place
    row = {"code": about.code, "file": place.file, "sheet": place.sheet, "cell": place.cell, "text": about.message, "treatment": "已核实，按现值",
           "by": "钱处", "date": dt.date(2018, 1, 2), "reason": None, "book": "收件箱/领导裁定.xlsx", "source": "收件箱/领导裁定.xlsx!提示确认!E4"}
    return {**row, **changes}


SETTLING = [{}, {"text": None}, {"text": " " + outside().message}]
NOT_SETTLING = [{"by": None}, {"date": None}, {"treatment": None}, {"cell": "B4"}, {"sheet": None}, {"file": "收件箱/别的.xlsx"},
                {"code": "merged-value"}, {"text": outside().message.replace("2017-01-02", "2017-01-03")}]


@pytest.mark.parametrize("changes", SETTLING)
def test_a_confirmed_finding_is_settled_by_name(changes: dict[str, Any]) -> None:
    row = row_of(outside(), **changes)
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),), (DECISIVE,)), confirmations=[row])
    assert found.matters and not found.holds
    assert [(one.by, one.date, one.source) for one in found.confirmed_by] == [("钱处", dt.date(2018, 1, 2), row["source"])]
    assert not_applicable([row], [found]) == []


@pytest.mark.parametrize("changes", NOT_SETTLING)
def test_a_confirmation_of_something_else_or_by_nobody_settles_nothing(changes: dict[str, Any]) -> None:
    row = row_of(outside(), **changes)
    (found,) = weigh(WITH_VISITS, TABLES, Doubt((outside(),), (DECISIVE,)), confirmations=[row])
    assert found.holds and not found.confirmed_by
    assert not_applicable([row], [found]) == [row]


def test_every_finding_of_a_cause_has_to_be_confirmed() -> None:
    both = Doubt((outside(cell="B3"), outside(cell="B4")), (DECISIVE,))
    one, other = (row_of(about) for about in both.findings)
    assert weigh(WITH_VISITS, TABLES, both, confirmations=[one])[0].holds
    assert not weigh(WITH_VISITS, TABLES, both, confirmations=[other, one])[0].holds
    assert confirms(one, both.findings[0]) and not confirms(one, both.findings[1])


# an incident laid to somebody whom nobody nominated


def person_doubts(*facts: Fact) -> tuple[tuple[Doubt, ...], tuple[WeighedDoubt, ...]]:
    used = rules(person_award())
    tables = tables_of(used, *staff("甲科", 10, 10, 0, 0), *facts)
    evaluation = evaluate(used, tables)
    doubts = near_person_doubts(facts_of(used, tables), evaluation.findings)
    return doubts, weigh(used, tables, *doubts)


NOMINATED = [*person("马小东", 1), *person("李四", 2, position=1), *person("王五", 3, team="木工组", position=2)]


@pytest.mark.parametrize("named, of_team, vetoed", [
    ("马晓东", "电工组", "马小东"),
    ("马晓东", None, "马小东"),
    ("李四", "木工组", "李四"),  # nominated in another team of the department
    ("李四", "医生组", "李四"),  # nominated in another department
    ("李 四", None, "李四"),
])
def test_a_near_name_would_be_vetoed(named: str, of_team: str | None, vetoed: str) -> None:
    department = "乙科" if of_team == "医生组" or " " in named else "甲科"
    _, (found,) = person_doubts(*NOMINATED, *incident(department, of_team, named))
    assert found.holds and found.findings[0].code == "incident-person-unmatched"
    assert found.change == f"新获奖：王五（优秀个人，甲科）；不再获奖：{vetoed}（优秀个人，甲科）"


@pytest.mark.parametrize("facts", [
    incident("甲科", "电工组", "诸葛亮"),
    incident("乙科", None, "马晓东"),
    incident("甲科", "木工组", "马晓东"),  # alike, but in another team
    incident("甲科", "电工组", "马小东"),  # plainly meant: a veto, and no doubt
    incident("甲科", "电工组", "马晓东", conclusion="不属实"),
])
def test_a_name_that_is_like_nobodys_leaves_no_doubt(facts: list[Fact]) -> None:
    assert person_doubts(*NOMINATED, *facts) == ((), ())


def test_a_near_name_of_somebody_outside_the_seats_holds_nothing_up() -> None:
    doubts, (found,) = person_doubts(*NOMINATED, *incident("甲科", "木工组", "王伍"))
    assert doubts and not found.matters and not found.holds


# whatever the campaign and the reading: as two full evaluations would say


def fates(evaluation: Evaluation) -> set[tuple[Any, ...]]:
    return {(standing.status, standing.candidate.award, standing.candidate.department, standing.candidate.team, standing.candidate.person,
             standing.candidate.post) for result in evaluation.awards for standing in result.standings if standing.status in SELECTED}


def random_edit(tables: Tables, dice: random.Random) -> Edit:
    """Some rows of one or two tables left out, some put in again with other points, conclusions or names."""
    out: dict[str, frozenset[str]] = {}
    rows: dict[str, Any] = {}
    filled = [name for name, frame in tables.by_name.items() if len(frame) and "source" in frame]
    for name in dice.sample(filled, min(len(filled), dice.choice([1, 1, 2]))):
        records = tables.by_name[name].to_dict("records")
        chosen = dice.sample(records, min(len(records), dice.choice([1, 2, 6, 40])))
        out[name] = frozenset(row["source"] for row in chosen)
        again = [other for row in chosen if dice.random() < 0.5 for other in [_other(row, dice)]]
        if again:
            rows[name] = from_records(again)
    return Edit(out, rows)


def _other(row: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    if "points" in row:
        return {**row, "points": dice.choice([row["maximum"], row["points"] * 0])}
    if "conclusion" in row:
        return {**row, "conclusion": dice.choice(["属实", "不属实", "待查"])}
    return {**row, "agreed": not row["agreed"]} if "agreed" in row else row


def assert_weighed_as_two_full_evaluations_would(seed: int, times: int) -> int:
    """Returns how many of the readings change who wins."""
    made, dice = random_campaign(seed), random.Random(seed)
    used, tables = rules_of(made), random_tables(made)
    edits = [random_edit(tables, dice) for _ in range(times)]
    doubts = [Doubt((outside(file=f"收件箱/{number}.xlsx"),), (edit,)) for number, edit in enumerate(edits)]
    found = weigh(used, tables, *doubts)
    now = fates(evaluate(used, tables))
    expected = [fates(evaluate(used, edited(tables, edit))) != now for edit in edits]
    assert [one.matters for one in found] == expected
    assert [bool(one.change) for one in found] == expected
    return sum(expected)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_weighed_as_two_full_evaluations_would(seed: int) -> None:
    assert_weighed_as_two_full_evaluations_would(seed, 6)


@pytest.mark.long
@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_weighed_as_two_full_evaluations_would_in_many_campaigns(seed: int) -> None:
    assert_weighed_as_two_full_evaluations_would(seed, 12)


@pytest.mark.long
def test_random_readings_change_who_wins_often_and_often_do_not() -> None:
    changed = sum(assert_weighed_as_two_full_evaluations_would(seed, 8) for seed in range(9))
    assert 4 < changed < 60


@pytest.mark.parametrize("seed", range(3))
def test_facts_of_tables_that_did_not_change_are_taken_over(seed: int) -> None:
    """And those of tables that did are those of the whole tables."""
    made, dice = random_campaign(seed), random.Random(seed)
    used, tables = rules_of(made), random_tables(made)
    facts = facts_of(used, tables)
    rulings = facts.rulings
    assert facts_again(used, facts, tables, ()) == facts and facts_again(used, facts, tables, ()).sums.reviews is facts.sums.reviews
    edit = random_edit(tables, dice)
    then = edited(tables, edit)
    assert facts_again(used, facts, then, {*edit.out, *edit.rows}) == replace(facts_of(used, then), rulings=rulings)
