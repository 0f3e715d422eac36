"""Awards of honour: nothing that is printed names an amount for them; and who wins several awards stands on the first sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fuwuyue_xlsx.commands.console import summary_lines
from fuwuyue_xlsx.forms.certificates import certificates_workbook
from fuwuyue_xlsx.forms.final_slip import SlipFacts, final_slip
from fuwuyue_xlsx.forms.notice import notice_workbook
from fuwuyue_xlsx.forms.payout import payout_workbook
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.evaluation_inputs import Inputs
from tests.support.recalculation import differences, emptied, recalculated, values
from tests.support.small_campaigns import (
    TEAM,
    department_award,
    nominate,
    people,
    person_award,
    review,
    rules,
    scored,
    staff,
    tables_of,
    team,
    team_award,
)

SECOND = "班组进步奖"
_NOUGHT = re.compile(r"(奖金|每个|每人|各|合计)[^0-9，。；]{0,8}0\s*元")


def campaign(*prizes: int) -> Inputs:
    """Awards for departments, teams and people with these prizes, one winner at least of each, and teams tied over a seat."""
    made = rules(replace(department_award(1), prize=prizes[0]), replace(team_award(2), prize=prizes[1]),
                 replace(person_award(1, QuotaKind.FIXED), prize=prizes[2]))
    facts = [*nominate("优秀组织奖", "甲科"), *review("优秀组织奖", "甲科", 90), *people(1, 2), *staff("甲科", 5, 5, 5, 5)]
    return Inputs(made, tables_of(made, *facts, *team("电工组", 95), *team("木工组", 90), *team("水工组、仓管", 90)))


def printed(inputs: Inputs) -> list[str]:
    """Everything that results and forms print, each text and number with its place."""
    outcome, told = inputs.outcome, []
    slip = final_slip(outcome, SlipFacts("钱九", "2018-01-05T09:00:00", "", "0", "a", {}))
    for data in (results_workbook(outcome), payout_workbook(outcome), notice_workbook(outcome), certificates_workbook(outcome), slip):
        told += [f"{sheet}!{cell}={value}" for sheet, cells in values(data).items() for cell, value in cells.items()]
    return told + summary_lines(outcome)


@pytest.mark.parametrize("prizes", [(0, 0, 0), (0, 500, 0), (1000, 0, 200), (1000, 500, 0)])
def test_no_sentence_names_a_prize_of_nothing(prizes: tuple[int, int, int]) -> None:
    assert [line for line in printed(campaign(*prizes)) if _NOUGHT.search(line)] == []


def test_a_campaign_of_honour_names_no_amount_in_words_either() -> None:
    assert [line for line in printed(campaign(0, 0, 0)) if "元整" in line] == []
    assert [line for line in printed(campaign(0, 500, 0)) if "伍佰元整" in line] != []


def test_only_the_rows_of_an_award_of_honour_are_without_amounts() -> None:
    sheet = values(results_workbook(campaign(0, 500, 200).outcome))["奖金汇总"]
    money = {(sheet[f"A{row}"], column): sheet.get(f"{column}{row}") for row in range(5, 30) if f"A{row}" in sheet for column in "EFH"}
    assert {name for (name, _), value in money.items() if value is not None} == {TEAM, f"{TEAM} 小计", "优秀个人", "优秀个人 小计", "各奖项合计", "总计"}
    assert (money[f"{TEAM} 小计", "F"], money[f"{TEAM} 小计", "H"], money["总计", "F"]) == (500, 500, 700)


def test_a_campaign_of_honour_pays_nobody() -> None:
    sheet = values(payout_workbook(campaign(0, 0, 0).outcome))["奖金发放表"]
    assert any("没有奖金" in str(value) for value in sheet.values())
    assert not any(isinstance(value, (int, float)) for value in sheet.values())
    assert any(isinstance(value, (int, float)) for value in values(payout_workbook(campaign(0, 500, 0).outcome))["奖金发放表"].values())


@pytest.mark.long
@pytest.mark.libreoffice
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path) -> None:
    books = {f"c{number}": results_workbook(campaign(*prizes).outcome) for number, prizes in enumerate([(0, 500, 0)])}
    books["several"] = results_workbook(twice().outcome)
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name in books if (lines := differences(books[name], found[name]))} == {}


def twice(second: int = 95) -> Inputs:
    """Two awards for teams; 电工组 wins the first, and with this score the second."""
    made = rules(team_award(1), team_award(1, name=SECOND))
    facts = [*team("电工组", 95), *team("木工组", 90)]
    for name, score in (("电工组", second), ("木工组", 90)):
        facts += [*nominate(SECOND, "甲科", team=name), *scored(SECOND, "甲科", name, score)]
    return Inputs(made, tables_of(made, *facts))


def test_who_wins_several_awards_is_told_on_the_first_sheet_and_the_screen() -> None:
    words = "“电工组”（甲科）兼得：优秀班组、班组进步奖"
    outcome = twice().outcome
    assert f"{words}。" in values(results_workbook(outcome))["结果总览"].values()
    assert words in summary_lines(outcome)


def test_who_wins_one_award_is_not_told_so() -> None:
    outcome = twice(80).outcome
    told = [*values(results_workbook(outcome))["结果总览"].values(), *summary_lines(outcome)]
    assert not any("兼得" in str(line) for line in told)
