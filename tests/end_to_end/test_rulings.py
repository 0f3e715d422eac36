"""领导裁定 from end to end: what waits is asked, the answers come back through the inbox, and hold while the question is the same."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.run import RunReport, run
from fuwuyue_xlsx.schema.ruling_book import RULINGS_FILE, ruling_book
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import filled, header_of
from tests.support.raw_workbooks import saved

EXAMPLE = Path(__file__).parents[2] / "examples" / "2017"
SIGNED = {"裁定人": "农国栋", "裁定日期": dt.date(2017, 12, 31)}
TEAM = "优秀班组"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workspace]:
    """The example of 2017 with two teams tied over the last seat of 优秀班组."""
    root = tmp_path / "2017"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    yield Workspace(root)


def standings(report: RunReport, award: str = TEAM) -> dict[str, str]:
    assert report.outcome is not None
    result = next(result for result in report.outcome.evaluation.awards if result.award.name == award)
    return {standing.candidate.name: standing.status.value for standing in result.standings}


def rule(book: bytes, sheet: str, *answers: dict[str, object]) -> bytes:
    """The book with the answers typed into the rows of its sheet from the top."""
    opened = load_workbook(io.BytesIO(book))
    header, columns = header_of(opened[sheet], [*answers[0]])
    for at, answer in enumerate(answers, header + 1):
        for title, value in answer.items():
            opened[sheet].cell(at, columns[title]).value = value
    return saved(opened)


def test_a_withdrawal_while_the_list_is_public(place: Workspace) -> None:
    """Final; the winner gives the award back; the next in line has it, and the result is final again."""
    before = run(place)
    assert before.outcome is not None and before.outcome.final and before.asked is None and not (place.output / RULINGS_FILE).exists()
    winner = next(name for name, status in standings(before).items() if status == "winner")
    rules = before.outcome.rules
    home = next(team.department for team in rules.teams if team.name == winner)
    row = {"奖项": TEAM, "科室": home, "班组": winner, "理由": "公示期间申请退出", **SIGNED}
    (place.inbox / RULINGS_FILE).write_bytes(filled(write_book(ruling_book(rules), rules.campaign), {"取消资格": [row]}))
    after = run(place)
    assert after.outcome is not None and after.outcome.final and after.exit_code == 0
    assert standings(after)[winner] == "ineligible" and list(standings(after).values()).count("winner") == list(standings(before).values()).count("winner")
    (ruling,) = after.outcome.rulings
    assert (ruling.kind, ruling.candidate, ruling.applies, ruling.by) == ("disqualification", winner, True, "农国栋")
    assert ruling.source.startswith("收件箱/领导裁定.xlsx!取消资格!")
