"""类别比例: checked over each department's winners and told, from the recommendation to every output; it decides nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.commands.console import summary_lines
from fuwuyue_xlsx.evaluate.shares_of_winners import shares_of_winners
from fuwuyue_xlsx.forms.feedback import feedback_workbook
from fuwuyue_xlsx.forms.recommendations import compiled_forms
from fuwuyue_xlsx.history.recorded_facts import facts_in
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.report.json_report import decisions
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.category_shares import CategoryShare
from fuwuyue_xlsx.rules.model import QuotaKind, Rules
from fuwuyue_xlsx.schema.department_book import CATEGORY
from tests.support.evaluation_inputs import Inputs
from tests.support.filled_books import SMALL, book, department_file, department_sheets, intake_of, rules_of
from tests.support.recalculation import differences, emptied, recalculated, undecided, values
from tests.support.small_campaigns import PERSON, TEAM, Decided, decide, incident, person, person_award, rules, tables_of, team, team_award

HALF, FEW = CategoryShare("一线", Fraction(1, 2)), CategoryShare("管理", Fraction(1, 3), True)


def asking(*shares: CategoryShare, quota: int = 2) -> Rules:
    return rules(person_award(quota, QuotaKind.FIXED, shares=shares))


def people(*categories: str | None, department: str = "甲科") -> list:
    found = []
    for number, category in enumerate(categories, 1):
        ((kind, row),) = person(f"{department}{number}", number, department, team=None, position=number)
        found.append((kind, {**row, "category": category}))
    return found


def told(decided: Decided) -> list[tuple[str, str]]:
    return [(one.code, one.details["department"]) for one in decided.evaluation.findings if one.code.startswith("category")]


@pytest.mark.parametrize("shares, categories, said", [
    ((HALF,), ("一线", "管理"), []),
    ((HALF,), ("管理", "管理", "一线"), ["category-share"]),
    ((HALF,), ("一 线", "管理"), []),
    ((HALF,), ("一线",), []),
    ((FEW,), ("一线", "一线"), []),
    ((FEW,), ("管理", "一线"), ["category-share"]),
    ((HALF, FEW), ("管理", "管理"), ["category-share", "category-share"]),
    ((HALF,), ("一线", None), ["category-unknown"]),
    ((HALF,), (None, None), ["category-share", "category-unknown"]),
    ((), ("管理", None), []),
])
def test_winners_are_held_against_what_is_asked(shares: tuple[CategoryShare, ...], categories: tuple[str | None, ...], said: list[str]) -> None:
    plain, asked = decide(asking(), *people(*categories)), decide(asking(*shares), *people(*categories))
    assert told(asked) == [(code, "甲科") for code in said]
    assert asked.statuses() == plain.statuses() and asked.open == plain.open


def test_each_department_is_checked_by_itself_and_one_without_winners_not_at_all() -> None:
    decided = decide(asking(HALF), *people("管理", "管理"), *people("一线", department="乙科"))
    assert told(decided) == [("category-share", "甲科")]
    assert [(one.department, one.winners, one.of_category, one.met) for one in shares_of_winners(decided.evaluation.awards[0])] == [
        ("甲科", 2, 0, False), ("乙科", 1, 1, True)]
    nobody = decide(asking(HALF), *people("管理"), *incident("甲科", None, "甲科1"))
    assert told(nobody) == [] and shares_of_winners(nobody.evaluation.awards[0]) == ()


def test_only_who_wins_is_counted() -> None:
    decided = decide(asking(HALF), *people("一线", "管理", "管理", "管理"))
    assert told(decided) == []
    tied = [(kind, {**row, "order": 1}) for kind, row in people("管理", "管理", "管理")]
    assert told(decide(asking(HALF), *tied)) == []


def test_the_json_has_it_by_department() -> None:
    said = decide(asking(HALF, FEW), *people("一线", "管理")).award(PERSON)["category_shares"]
    assert said == [{"department": "甲科", "category": "一线", "asked": "一线不少于 50%", "winners": 2, "of_category": 1, "met": True},
                    {"department": "甲科", "category": "管理", "asked": "管理不超过 1/3", "winners": 2, "of_category": 1, "met": False}]
    assert decide(rules(team_award()), *team("电工组", 90)).award(TEAM)["category_shares"] == []


def outcome_of(made: Rules, *facts: Any) -> Any:
    return Inputs(made, tables_of(made, *facts)).outcome


def test_it_is_explained_and_printed() -> None:
    outcome = outcome_of(asking(HALF), *people("管理", None))
    words = "“优秀个人”甲科获奖 2 人，其中一线 0 人（一线不少于 50%）"
    assert "类别比例：有 1 处没有达到，见“类别比例”" in summary_lines(outcome)
    assert not any("类别" in line for line in summary_lines(outcome_of(asking(HALF), *people("一线", "管理"))))
    lines = explain(outcome, "甲科1") or []
    assert "人员类别：管理（只用来核对类别比例，不影响获奖）" in lines and f"  {words}：没有达到" in lines
    assert any(line.startswith("人员类别：没有可用的") for line in explain(outcome, "甲科2") or [])
    assert not any("类别" in line for line in explain(outcome_of(asking(), *people("管理")), "甲科1") or [])


def test_the_forms_tell_the_department_and_show_the_category() -> None:
    outcome = outcome_of(asking(HALF), *people("管理", "管理"), *people("一线", department="乙科"))
    told = {department: [value for value in values(feedback_workbook(outcome, department))["评选结果"].values() if "不影响获奖" in str(value)]
            for department in ("甲科", "乙科")}
    assert told == {"甲科": ["“优秀个人”甲科获奖 2 人，其中一线 0 人（一线不少于 50%）：没有达到；只核对，不影响获奖"],
                    "乙科": ["“优秀个人”乙科获奖 1 人，其中一线 1 人（一线不少于 50%）：达到；只核对，不影响获奖"]}
    printed = [str(value) for sheet in values(compiled_forms(outcome)).values() for value in sheet.values()]
    assert printed.count("（管理）") == 2 and printed.count("（一线）") == 1


def test_the_sheet_is_there_only_where_it_is_asked_for() -> None:
    assert "类别比例" not in values(results_workbook(outcome_of(asking(), *people("管理"))))
    sheet = values(results_workbook(outcome_of(asking(HALF), *people("管理", "一线", "管理"), *people("管理", department="乙科"))))["类别比例"]
    assert [[sheet.get(f"{column}{row}") for column in "BCDEFG"] for row in (4, 5)] == [
        ["甲科", "一线", "一线不少于 50%", 2, 1, "达到"], ["乙科", "一线", "一线不少于 50%", 1, 0, "没有达到"]]


def campaigns() -> dict[str, Any]:
    return {
        "shares": outcome_of(asking(HALF, FEW), *people("管理", "一线", "管理", None), *people("管理", department="乙科")),
        "nobody": outcome_of(asking(HALF), *people("管理"), *incident("甲科", None, "甲科1"), *people("一线", department="乙科")),
        "many": outcome_of(asking(HALF, quota=120), *people(*("一线", "一线", "管理") * 60)),
        "third": outcome_of(asking(CategoryShare("一线", Fraction(1, 3)), quota=3), *people("管理", "一线", "管理")),
    }


def test_the_workbook_decides_as_the_evaluation_does() -> None:
    assert {name: undecided(outcome) for name, outcome in campaigns().items()} == {name: [] for name in campaigns()}


@pytest.mark.libreoffice
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path) -> None:
    books = {name: results_workbook(outcome) for name, outcome in campaigns().items()}
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}
    assert found["nobody"]["类别比例"]["G4"] == "没有获奖者"
    assert found["many"]["类别比例"]["F4"] == 80


# through the books


def small(shares: str | None = "一线≥50%；管理≤1/3") -> Rules:
    awards = [(*row, *(None,) * (12 - len(row)), shares) if row[1] == "个人" else row for row in rows_2017()["奖项"]]
    return rules_of(**SMALL, 奖项=awards)


def nominees(*categories: str | None) -> list[dict[str, Any]]:
    return [{**row, **({CATEGORY: category} if category is not None else {})}
            for row, category in zip(department_sheets()["优秀个人推荐"], categories, strict=True)]


def test_the_column_is_in_the_template_only_where_an_award_asks_for_it() -> None:
    def columns(made: Rules) -> list[str]:
        return [column.title for column in book(made, "department").sheet("优秀个人推荐").columns]

    assert columns(small()) == ["推荐顺序", "姓名", "岗位", CATEGORY, "所在班组", "主要事迹", "科室意见"]
    assert columns(small(None)) == columns(rules_of(**SMALL)) == ["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见"]
    field = next(column for column in book(small(), "department").sheet("优秀个人推荐").columns if column.title == CATEGORY)
    assert (field.kind.words, field.required, field.decides) == ("一线/管理/其他", True, False)
    assert all(column.title != CATEGORY for sheet in book(small(), "department").sheets if sheet.title != "优秀个人推荐" for column in sheet.columns)


@pytest.mark.parametrize("categories, read, codes", [
    (("一线", "其他"), ["一线", "其他"], []),
    ((" 一 线", "管理"), ["一线", "管理"], []),
    (("一线", None), ["一线", None], ["warning required-empty D7"]),
    (("一线员工", "管理"), [None, "管理"], ["warning unknown-choice D6"]),
])
def test_what_is_typed_is_read_and_what_is_missing_is_told(tmp_path: Path, categories: Any, read: Any, codes: list[str]) -> None:
    made = small()
    intake = intake_of(tmp_path, made, {"甲.xlsx": department_file(made, department_sheets(优秀个人推荐=nominees(*categories)))})
    people_ = intake.tables.nominations[intake.tables.nominations["award"] == PERSON]
    assert people_["category"].tolist() == read
    assert [f"{one.severity.value} {one.code} {one.place.cell}" for one in intake.findings if one.place.sheet == "优秀个人推荐"] == codes
    outcome = Inputs(made, intake.tables).outcome
    assert {standing.status.value for standing in outcome.evaluation.awards[2].standings} <= {"winner", "not_selected", "pending"}
    assert all(category is None or f"类别 {category}" in fact.value for fact, category in zip(
        [fact for fact in facts_in(made, intake.tables) if fact.table == "推荐" and fact.award == PERSON], read, strict=True))


def test_a_book_without_the_column_is_told_once_and_holds_nothing_up(tmp_path: Path) -> None:
    """It was filled in before the rules asked."""
    old = department_file(small(None))
    intake = intake_of(tmp_path, small(), {"甲.xlsx": old})
    assert [(one.code, one.blocks) for one in intake.findings if CATEGORY in one.message] == [("column-missing", False)]
    assert [one.code for one in intake.findings if one.place.sheet == "填写说明"] == []
    assert json.dumps(decisions(Inputs(small(), intake.tables).outcome.evaluation), ensure_ascii=False).count('"category": "一线"') == 1


def test_tiers_have_one_list_of_categories() -> None:
    first = person_award(1, QuotaKind.FIXED, name="一等", group="个人", shares=(HALF,))
    second = replace(person_award(1, QuotaKind.FIXED, name="二等", group="个人"), shares=(FEW,))
    made = rules(first, second)
    fields = [next(column for column in sheet.columns if column.title == CATEGORY) for sheet in book(made, "department").sheets if "等推荐" in sheet.title]
    assert [field.kind.words for field in fields] == ["一线/管理/其他"] * 2
