"""Checks that the rules declare themselves: counted like the built-in ones, from the department's own book to every output."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.counts import counts_of
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.history.recorded_facts import facts_in
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.awards import Level
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.own_checks import OwnCheck
from fuwuyue_xlsx.schema.known_checks import checks_with
from fuwuyue_xlsx.tables.contract import violations
from tests.support.evaluation_inputs import Inputs
from tests.support.filled_books import SMALL, department_file, department_sheets, intake_of, rules_of
from tests.support.recalculation import differences, emptied, recalculated, undecided
from tests.support.small_campaigns import (
    ORGANISATION,
    TEAM,
    decide,
    department_award,
    hard,
    nominate,
    review,
    row,
    rules,
    tables_of,
    team,
    team_award,
)

BOTH = (Level.DEPARTMENT, Level.TEAM)
ADOPTED = OwnCheck("采纳的建议", "合理化建议", None, ("是否采纳", "是"), BOTH)
TOPICS = OwnCheck("培训主题数", "技能培训", "培训主题", None, BOTH)
ON_SITE = OwnCheck("现场培训主题数", "技能培训", "培训主题", ("培训形式", "现场实操"), BOTH)
DECLARED = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90)]


def suggestions(*adopted: str | None, name: str | None = "电工组", department: str = "甲科") -> list:
    return [fact for said in adopted for fact in row("suggestions", department, team=name, content="换灯", 是否采纳=said)]


def trainings(*topics: str | None, form: str | None = "现场实操", department: str = "甲科", teams: tuple[str, ...] = ("电工组",)) -> list:
    return [fact for topic in topics for fact in row("trainings", department, form=form, level="班组级", teams=teams, 培训主题=topic)]


@pytest.mark.parametrize("check, threshold, enough, too_little", [
    (ADOPTED, 2, suggestions("是", "是"), suggestions("是", "否")),
    (ADOPTED, 1, suggestions("是"), suggestions(None)),
    (ADOPTED, 1, suggestions("是"), suggestions("是", department="乙科")),
    (ADOPTED, 1, suggestions("是"), suggestions("是", name=None)),
    (TOPICS, 2, trainings("用电", "消防"), trainings("用电", "用 电")),
    (TOPICS, 1, trainings("用电"), trainings(None)),
    (ON_SITE, 2, trainings("用电", "消防"), [*trainings("用电"), *trainings("消防", form="集中授课")]),
    (ON_SITE, 1, trainings("用电"), trainings("用电", form=None)),
])
def test_what_an_own_check_counts_for_departments_and_teams(check: OwnCheck, threshold: int, enough: list, too_little: list) -> None:
    condition = hard(3, check.name, threshold)
    for award, who, nominated in ((department_award(conditions=(condition,)), "甲科", DECLARED),
                                  (team_award(conditions=(condition,)), "电工组", team("电工组", 90))):
        made = replace(rules(award), own_checks=(check,))
        met, unmet = decide(made, *nominated, *enough), decide(made, *nominated, *too_little)
        assert (met.statuses()[who], met.standings()[who]["unmet"]) == ("winner", [])
        assert (unmet.statuses()[who], unmet.standings()[who]["unmet"]) == ("ineligible", [3])
        assert any(check.name in reason for reason in unmet.standings()[who]["reasons"])


def test_a_team_has_the_rows_that_name_it_and_its_department_all() -> None:
    made = tables_of(rules(), *suggestions("是", "否", "是"), *suggestions("是", name="木工组"), *trainings("用电", teams=("电工组", "木工组")))
    counts = counts_of(made, checks_with((ADOPTED, TOPICS)).values())
    amounts = {whose: count.amount for whose, count in counts["采纳的建议"].items()}
    assert amounts == {("甲科", None): 3, ("甲科", "电工组"): 2, ("甲科", "木工组"): 1}
    assert counts["采纳的建议"]["甲科", "电工组"].sources == ("suggestions.xlsx!suggestions!A1", "suggestions.xlsx!suggestions!A3")
    assert {whose: count.amount for whose, count in counts["培训主题数"].items()} == {("甲科", None): 1, ("甲科", "电工组"): 1, ("甲科", "木工组"): 1}


def test_the_whole_selection_knows_it_too() -> None:
    made = replace(rules(team_award(2, conditions=(hard(3, ADOPTED.name, 2),))), own_checks=(ADOPTED,))
    for given in (suggestions("是", "是"), suggestions("是")):
        tables = tables_of(made, *team("电工组", 90), *team("木工组", 80), *given)
        facts = facts_of(made, tables)
        assert WhatIf(made, facts).selection(made.policies) == selection_of(Inputs(made, tables).outcome.evaluation)


def test_columns_travel_only_where_a_check_looks_at_them() -> None:
    given = [*suggestions("是"), *trainings("用电")]
    tables = tables_of(rules(), *given)
    assert list(violations("suggestions", tables.activities["suggestions"])) == []
    plain, own = ([fact.value for fact in facts_in(made, tables) if fact.table == "合理化建议"] for made in (rules(), replace(rules(), own_checks=(ADOPTED,))))
    assert (plain, own) == (["换灯"], ["换灯，是"])


CONDITIONS = [*rows_2017()["评选条件"], ("优秀组织奖", 91, "建议有采纳", "硬性", "采纳的建议", 2, None),
              ("优秀班组", 92, "建议有采纳", "硬性", "采纳的建议", 1, None), ("优秀班组", 93, "培训有内容", "参考", "培训主题数", 1, None)]
OWN = [("采纳的建议", "合理化建议", "行数", None, "是否采纳=是", "科室；班组"), ("培训主题数", "技能培训", "不同的某一栏", "培训主题", None, "班组")]


def made_rules() -> Any:
    return rules_of(**SMALL, 评选条件=CONDITIONS, 自定义核查=OWN)


def read(folder: Path, *adopted: str | None) -> Any:
    made = made_rules()
    sheets = department_sheets()
    sheets["合理化建议"] = [{**one, "是否采纳": said} for one, said in zip(sheets["合理化建议"], adopted, strict=True)]
    return made, intake_of(folder, made, {"甲.xlsx": department_file(made, sheets)})


def test_through_the_books_to_every_output(tmp_path: Path) -> None:
    made, intake = read(tmp_path, "是", "否")
    assert intake.tables.activities["suggestions"]["是否采纳"].tolist() == ["是", "否"]
    assert list(violations("suggestions", intake.tables.activities["suggestions"])) == []
    outcome = Inputs(made, intake.tables).outcome
    evidence = {(standing.candidate.name, one.condition.number): (one.met, one.words, [source.rpartition("!")[2] for source in one.sources])
                for result in outcome.evaluation.awards for standing in result.standings if standing.candidate.source for one in standing.evidence
                if one.condition.number > 90}
    words = "（“合理化建议”里“是否采纳”为“是”的行）"
    assert evidence == {
        ("甲科", 91): (False, f"采纳的建议{words} 1 条，要求 2 条", ["A6"]),
        ("电工组", 92): (True, f"采纳的建议{words} 1 条，要求 1 条", ["A6"]),
        ("电工组", 93): (None, "培训主题数（“技能培训”里不同的“培训主题”） 1 个，要求 1 个", ["B6"]),
    }
    told = "\n".join(explain(outcome, "甲科") or [])
    assert f"采纳的建议{words} 1 条，要求 2 条" in told and "甲.xlsx!合理化建议!A6" in told
    assert "采纳的建议" in json.dumps(outcome.evaluation.awards[0].standings[0].reasons, ensure_ascii=False)
    assert undecided(outcome) == []


def test_the_record_names_the_cell_that_moved_somebody(tmp_path: Path) -> None:
    facts = [[(fact.value, fact.at.rpartition("!")[2]) for fact in facts_in(made, intake.tables) if fact.table == "合理化建议"]
             for made, intake in (read(tmp_path / "a", "是", None), read(tmp_path / "b", "否", None))]
    assert facts == [[("换灯，是", "A6"), ("换灯，是否采纳未填", "A7")], [("换灯，否", "A6"), ("换灯，是否采纳未填", "A7")]]


@pytest.mark.libreoffice
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path) -> None:
    made, intake = read(tmp_path / "inbox", "是", "否")
    data = results_workbook(Inputs(made, intake.tables).outcome)
    assert differences(data, recalculated(tmp_path, {"own": emptied(data)})["own"]) == []


def test_no_other_award_is_touched() -> None:
    """A check that only an advisory condition names decides nothing."""
    made = replace(rules(team_award(conditions=(replace(hard(3, ADOPTED.name, 5), kind=hard(3, "").kind.ADVISORY),))), own_checks=(ADOPTED,))
    decided = decide(made, *team("电工组", 90))
    assert decided.statuses(TEAM)["电工组"] == "winner"
    assert decided.evidence("电工组").evidence[0].words.endswith("0 条，要求 5 条")
