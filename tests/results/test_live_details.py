"""What single sheets of 评优结果.xlsx do: exact halves, the state, links, colours, lines to sign, words for every reader."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.evaluation_inputs import Inputs
from tests.support.recalculation import differences, emptied, formulas, recalculated, values
from tests.support.small_campaigns import (
    ORGANISATION,
    TEAM,
    THREE,
    department_award,
    incident,
    nominate,
    people,
    person_award,
    review,
    rules,
    staff,
    tables_of,
    team,
    team_award,
    with_grades,
)
from tests.support.workbook_edits import row_where

office = pytest.mark.libreoffice
FOUR = {"甲科": ("一组", "二组", "三组", "四组")}
# functions that Excel 2007 has
KNOWN = {"AND", "AVERAGE", "COUNT", "COUNTIF", "IF", "INDEX", "INT", "ISNUMBER", "LEN", "MATCH", "MAX", "MID", "MIN", "MOD", "N", "NOT", "OR", "RANK", "ROUND",
         "ROUNDDOWN", "ROUNDUP", "SMALL", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT", "TEXT"}


def inputs(*facts: object, quota: int = 2, **policies: object) -> Inputs:
    made = rules(team_award(quota, THREE), units=FOUR, **policies)
    return Inputs(with_grades(made, facts), tables_of(made, *facts))


def four() -> list:
    return [*team("一组", 95, 90, 90), *team("二组", 90, 90, 90), *team("三组", 85, 90, 90)]


@office
@pytest.mark.parametrize("decimals", [range(1, 2), pytest.param(range(5), marks=pytest.mark.long)])
def test_halves_are_rounded_up_at_every_number_of_places(tmp_path: Path, decimals: range) -> None:
    """Points whose score, and scores whose composite, end exactly on a half."""
    books = {}
    for places in decimals:
        half = Decimal(5).scaleb(-places - 1)
        facts = [fact for number, name in enumerate(("一组", "二组", "三组", "四组"))
                 for fact in team(name, 85 + number + half, Decimal("90.25") - number, Decimal("88.15"))]
        books[f"p{places}"] = results_workbook(inputs(*facts, decimals=places).outcome)
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}
    scores = {name: found[name]["评分明细"][f"G{row_where(found[name], '评分明细', B='一组', C='评委打分（优秀班组）')}"] for name in books}
    assert scores == {f"p{places}": float(85 + Decimal(1).scaleb(-places)) for places in decimals}


@pytest.mark.long
@office
def test_what_team_and_department_both_lack_stays_empty_for_who_was_not_nominated(tmp_path: Path) -> None:
    """沿用科室 has nothing to lend then; the cell is empty before and after a recalculation, and bears no link."""
    made = rules(department_award(), team_award(2), units=FOUR, missing="沿用科室", recusal=True)
    facts = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90, home="甲科"), *nominate(TEAM, "甲科", team="一组"),
             *review(TEAM, "甲科", 95, team="一组", home="甲科"), *review(TEAM, "甲科", 95, team="二组", home="甲科")]
    data = results_workbook(Inputs(made, tables_of(made, *facts)).outcome)
    found = recalculated(tmp_path, {"lacking": emptied(data)})["lacking"]
    assert differences(data, found) == []
    sheets, cells = values(data), load_workbook(io.BytesIO(data))[TEAM]
    told = {name: (sheets[TEAM].get(at := f"D{row_where(sheets, TEAM, B=name)}"), bool(cells[at].hyperlink)) for name in ("一组", "二组")}
    assert told == {"一组": ("缺", True), "二组": (None, False)}


@office
def test_the_state_follows_a_finding(tmp_path: Path) -> None:
    waiting = results_workbook(inputs(*four(), *incident("甲科", "一组", conclusion="待查")).outcome)
    row = row_where(values(waiting), "一票否决", A="编号") + 1
    books = {word: emptied(waiting, {"一票否决": {f"D{row}": word}}) for word in ("待查", "不属实", "属实")}
    found = recalculated(tmp_path, books)
    states = {word: sheets["结果总览"]["A2"][:8] for word, sheets in found.items()}
    assert states == {"待查": "状态：初步结果，", "不属实": "状态：可公示。所", "属实": "状态：可公示。所"}
    rows = {word: row_where(sheets, "结果总览", B="获奖者") for word, sheets in found.items()}
    winners = {word: [sheets["结果总览"].get(f"B{rows[word] + n}") for n in (1, 2)] for word, sheets in found.items()}
    assert winners == {"待查": ["二组", None], "不属实": ["一组", "二组"], "属实": ["二组", "三组"]}
    reasons = {word: sheets[TEAM][f"I{row_where(sheets, TEAM, B='一组')}"] for word, sheets in found.items()}
    assert "本在 2 个名额之内，但有事项待查" in reasons["待查"] and "名额由“三组”递补" in reasons["待查"]
    assert reasons["属实"].startswith("一票否决：2017-12-03") and reasons["不属实"] == "综合得分 92.00，第 1 名，在 2 个名额之内"


def test_a_weight_that_breaks_the_sum_is_told() -> None:
    said = values(results_workbook(inputs(*four()).outcome))["规则"]
    assert any(value == "√ 权重合计 100%" for value in said.values())


def test_only_functions_of_excel_2007_are_used() -> None:
    made = rules(team_award(2, THREE), person_award(10), units=FOUR)
    facts = [*four(), *people(1, 2), *staff("甲科", 12, 3), *incident("甲科", "一组", conclusion="待查")]
    outcome = Inputs(with_grades(made, facts), tables_of(made, *facts)).outcome
    texts = [re.sub(r'"[^"]*"|\'[^\']*\'', "", text) for cells in formulas(results_workbook(outcome)).values() for text in cells.values()]
    assert set(re.findall(r"\b([A-Z]+)\(", " ".join(texts))) <= KNOWN
    assert max(len(text) for text in texts) < 8000


def test_figures_lead_to_the_rows_they_come_from() -> None:
    book = load_workbook(io.BytesIO(results_workbook(inputs(*four()).outcome)))
    sheet = book[TEAM]
    row = next(cell.row for cell in sheet["B"] if cell.value == "一组")
    for cell in sheet[row][3:6]:
        place = re.fullmatch(r"'评分明细'!(G\d+)", cell.hyperlink.location)
        assert place and cell.value == f"='评分明细'!{place[1]}"
    totals = [cell.hyperlink.location for found in book["结果总览"].iter_rows() for cell in found if cell.hyperlink]
    assert any(location.startswith("'奖金汇总'!") for location in totals)


def test_details_lead_to_the_submitted_cells() -> None:
    facts = [(kind, {**row, "source": row.get("source", f"收件箱/{kind}.xlsx!表!C5")}) for kind, row in four() if kind != "answers"]
    book = load_workbook(io.BytesIO(results_workbook(inputs(*facts).outcome)))
    found = {cell.hyperlink.target for row in book["评分明细"].iter_rows() for cell in row if cell.hyperlink and cell.hyperlink.target}
    assert found == {"../收件箱/reviews.xlsx", "../收件箱/inspections.xlsx"}


def test_reviewers_of_the_own_department_spread_and_few_answers_are_told() -> None:
    outcome = inputs(*four(), *review(TEAM, "甲科", 80, team="一组", reviewer="评委乙", home="甲科"), fewest_answers=30).outcome
    said = list(values(results_workbook(outcome))["评分明细"].values())
    assert "评委乙 ●本科室评委" in said
    assert "2 位评委平均，最高与最低相差 15.00" in said
    assert any("●少于 30 份" in str(text) for text in said)


@pytest.mark.parametrize("title", ["结果总览", "奖金汇总"])
def test_there_is_a_line_to_sign(title: str) -> None:
    said = " ".join(map(str, values(results_workbook(inputs(*four()).outcome))[title].values()))
    assert all(word in said for word in ("制表：", "审核：", "签字："))


def test_amounts_stand_in_capitals_too() -> None:
    book = load_workbook(io.BytesIO(results_workbook(inputs(*four()).outcome)), data_only=True)
    capitals = [cell.value for row in book["结果总览"].iter_rows() for cell in row if str(cell.value).endswith("元整")]
    assert capitals.count("壹仟元整") >= 2
    assert "壹仟元整" in [cell.value for row in book["奖金汇总"].iter_rows() for cell in row]


def test_every_word_can_be_shown_in_gbk() -> None:
    facts = [*four(), *incident("甲科", "一组", conclusion="待查"), *incident("甲科", "二组", number="SG-2")]
    for cells in values(results_workbook(inputs(*facts).outcome)).values():
        for text in cells.values():
            str(text).encode("gbk")


def test_charts_stand_on_the_first_sheet() -> None:
    with zipfile.ZipFile(io.BytesIO(results_workbook(inputs(*four()).outcome))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert any("入围线" in chart and "lineChart" in chart and 'grouping val="stacked"' in chart for chart in charts)


def test_cells_for_typing_have_the_input_colour() -> None:
    book = load_workbook(io.BytesIO(results_workbook(inputs(*four(), *incident("甲科", "一组")).outcome)))

    def coloured(title: str) -> set[str]:
        return {cell.column_letter for row in book[title].iter_rows(min_row=5) for cell in row
                if cell.fill.fgColor.rgb == "FFFFF8D6" and cell.value is not None and not cell.coordinate.startswith("A")}

    assert coloured("评分明细") == {"E"} and coloured("一票否决") == {"B", "D"} and {"B", "C", "D"} <= coloured("规则")


def test_the_workbook_without_formulas_says_the_same() -> None:
    outcome = inputs(*four(), *incident("甲科", "一组")).outcome
    live, still = (values(results_workbook(outcome, most_rows=rows)) for rows in (1000, 13))
    row = row_where(live, TEAM, B="一组")
    assert [still[TEAM].get(f"{letter}{row}") for letter in "ABCDEFGHI"] == [live[TEAM].get(f"{letter}{row}") for letter in "ABCDEFGHI"]
    assert still["奖金汇总"] == live["奖金汇总"]
