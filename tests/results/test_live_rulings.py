"""Ties that leaders decided, and candidates that they disqualified, in the live workbook: it says what the program said."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.recalculation import differences, emptied, recalculated, values
from tests.support.ruled_campaigns import ONE, barred, persons, ruled, teams
from tests.support.small_campaigns import PERSON, TEAM, Fact, incident

pytestmark = pytest.mark.libreoffice


def looked_into(name: str, number: str = "SG-1") -> list[Fact]:
    return incident("甲科", name, conclusion="待查", number=number)


CASES = {
    "decided": teams(2, (95, 90, 90, 80), *ONE),
    "the second wins": teams(2, (95, 90, 90, 80), *ruled(90, 1, 二组=False, 三组=True)),
    "nobody wins": teams(2, (95, 90, 90, 80), *ruled(90, 1, 二组=False, 三组=False)),
    "the winner is looked into": teams(2, (95, 90, 90, 80), *ONE, *looked_into("二组")),
    "somebody above is looked into": teams(2, (95, 90, 90, 80), *ONE, *looked_into("一组"), *looked_into("三组", "SG-2")),
    "three share": teams(2, (95, 90, 90, 90), *ruled(90, 1, 二组=True, 三组=False, 四组=False), *looked_into("一组"), *looked_into("二组", "SG-2")),
    "another question": teams(2, (95, 90, 90, 90), *ONE),
    "disqualified": teams(2, (95, 90, 90, 80), *barred(team="一组"), *barred(team="四组"), *incident("甲科", "四组")),
    "people": persons(),
    "people, nobody wins": persons(*[(kind, {**row, "team": "电工组", "book": "新.xlsx"})
                                     for kind, row in ruled(None, 1, award=PERSON, hour=12, 甲科员工2=False, 甲科员工3=False)]),
}


@pytest.mark.parametrize("cases", [["decided", "people"], pytest.param(list(CASES), marks=pytest.mark.long)], ids=["two", "all"])
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path, cases: list[str]) -> None:
    books = {f"c{number}": results_workbook(CASES[case].outcome) for number, case in enumerate(cases)}
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, case in zip(books, cases) if (lines := [case, *differences(books[name], found[name])])[1:]} == {}


@pytest.mark.parametrize("case, status", [("decided", "获奖"), ("nobody wins", "未获奖"), ("the winner is looked into", "待查"),
                                          ("another question", "并列待定"), ("disqualified", "获奖")])
def test_the_status_that_is_stored(case: str, status: str) -> None:
    sheet = values(results_workbook(CASES[case].outcome))[TEAM]
    row = next(cell[1:] for cell, value in sheet.items() if cell[0] == "B" and value == "二组")
    assert sheet[f"F{row}"] == status
