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
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.schema.ruling_book import RULINGS_FILE, ruling_book
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace
from tests.support import workspaces as small
from tests.support.filled_books import filled, header_of, template
from tests.support.libreoffice import can_type, type_in
from tests.support.raw_workbooks import saved

EXAMPLE = Path(__file__).parents[2] / "examples" / "2017"
SIGNED = {"裁定人": "农国栋", "裁定日期": dt.date(2017, 12, 31)}
TEAM = "优秀班组"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workspace]:
    """The example of 2017."""
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


CLINIC, PEOPLE, SEATS = "卫生所", "优秀个人", 2


def nominate(place: Workspace, *names: str) -> None:
    """More people of 卫生所, each in the place of the last one who has a seat."""
    path = next(place.inbox.rglob(f"科室填报表_{CLINIC}.xlsx"))
    book = load_workbook(path)
    sheet = book["优秀个人推荐"]
    header, columns = header_of(sheet, ["推荐顺序", "姓名"])
    last = max(row for row in range(header + 1, sheet.max_row + 1) if sheet.cell(row, columns["推荐顺序"]).value == SEATS)
    for at, name in enumerate(names, last + 1):
        for column in columns.values():
            sheet.cell(at, column).value = sheet.cell(last, column).value
        sheet.cell(at, columns["姓名"]).value = name
    path.write_bytes(saved(book))


def clinic(report: RunReport) -> dict[str, str]:
    assert report.outcome is not None
    result = next(result for result in report.outcome.evaluation.awards if result.award.name == PEOPLE)
    return {s.candidate.name: s.status.value for s in result.standings if s.candidate.department == CLINIC}


def answered(place: Workspace, *decisions: str) -> bytes:
    return rule((place.output / RULINGS_FILE).read_bytes(), "并列", *({"裁定": decision, **SIGNED} for decision in decisions))


def typed(place: Workspace, folder: Path, sheet: str, *answers: dict[str, str]) -> bytes:
    """What LibreOffice saves when somebody types the answers into the rows of 领导裁定.xlsx from the top."""
    if not can_type():
        pytest.skip("LibreOffice cannot be driven here")
    opened = load_workbook(place.output / RULINGS_FILE)[sheet]
    header, columns = header_of(opened, [*answers[0]])
    cells = [[sheet, opened.cell(at, columns[title]).coordinate, text] for at, answer in enumerate(answers, header + 1) for title, text in answer.items()]
    target = folder / "signed.xlsx"
    type_in(folder, place.output / RULINGS_FILE, cells, {"Calc MS Excel 2007 XML": target})
    return target.read_bytes()


@pytest.mark.parametrize("through_libreoffice", [False, pytest.param(True, marks=[pytest.mark.libreoffice, pytest.mark.long])])
def test_a_tie_is_asked_decided_and_open_again_when_the_group_changes(place: Workspace, tmp_path: Path, through_libreoffice: bool) -> None:
    nominate(place, "韦新")
    asked = run(place)
    assert asked.exit_code == 1 and asked.asked == place.output / RULINGS_FILE
    assert clinic(asked) == {"冯雅琴": "winner", "谢明远": "tied", "韦新": "tied"}
    if through_libreoffice:
        signed = {"裁定人": "农国栋", "裁定日期": "2017-12-31"}
        book = typed(place, tmp_path, "并列", {"裁定": "不获奖", **signed}, {"裁定": "获奖", **signed})
    else:
        book = answered(place, "不获奖", "获奖")
    (place.inbox / RULINGS_FILE).write_bytes(book)
    decided = run(place)
    assert decided.outcome is not None and decided.outcome.open == () and decided.exit_code == 0
    assert clinic(decided) == {"冯雅琴": "winner", "谢明远": "not_selected", "韦新": "winner"}
    assert not (place.output / RULINGS_FILE).exists()
    assert "裁定" in "".join(explain(decided.outcome, "韦新") or []) and "收件箱/领导裁定.xlsx!并列!F6" in "".join(explain(decided.outcome, "韦新") or [])
    nominate(place, "韦新", "莫迟")
    again = run(place)
    assert again.outcome is not None and again.exit_code == 1
    assert [name for name, status in clinic(again).items() if status == "tied"] == ["谢明远", "韦新", "莫迟"]
    assert [p.code for p in again.findings if p.place.file == f"收件箱/{RULINGS_FILE}"] == ["ruling-void"] * 2
    assert again.asked is not None and not any(ruling.applies for ruling in again.outcome.rulings)


@pytest.mark.long
@pytest.mark.libreoffice
def test_a_warning_is_confirmed_in_libreoffice_and_open_again_when_the_facts_change(tmp_path: Path) -> None:
    """An accident laid to a name like that of a nominated person: the leader confirms it as it stands, until another name stands there."""
    def register(person: str) -> bytes:
        row = {"编号": "SG-01", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "类型": "安全事故", "情况简述": "梯子没有人扶",
               "调查结论": "属实", "责任人": person}
        return filled(template(small.rules(), "incidents"), {"事故投诉": [row]})

    place = Workspace(small.workspace(tmp_path / "月", {**small.complete(), "登记表.xlsx": register("李骑")}))
    asked = run(place)
    assert asked.exit_code == 1 and asked.outcome is not None and len(asked.outcome.open) == 1 and asked.asked == place.output / RULINGS_FILE
    answer = {"处理": "已核实，按现值", "裁定人": "农国栋", "裁定日期": "2018-01-02"}
    (place.inbox / RULINGS_FILE).write_bytes(typed(place, tmp_path, "提示确认", answer))
    confirmed = run(place)
    assert confirmed.outcome is not None and (confirmed.exit_code, confirmed.outcome.open) == (0, ())
    (ruling,) = confirmed.outcome.rulings
    assert ruling.applies and ruling.source.startswith("收件箱/领导裁定.xlsx!提示确认!")
    first = "\n".join(str(cell.value) for row in load_workbook(place.results)["结果总览"].iter_rows() for cell in row if cell.value)
    assert "可公示" in first and f"已由 农国栋 2018-01-02 确认（{ruling.source}）" in first
    (place.inbox / "登记表.xlsx").write_bytes(register("李祺"))
    again = run(place)
    assert again.outcome is not None and again.exit_code == 1 and len(again.outcome.open) == 1
    (void,) = [p for p in again.findings if p.code == "confirmation-void"]
    assert str(void.place) == ruling.source and not again.outcome.rulings[0].applies and again.asked == place.output / RULINGS_FILE


def test_what_is_filled_in_where_it_stands_is_never_lost(place: Workspace) -> None:
    """Answers typed into 结果/领导裁定.xlsx are kept aside when it is written anew, and stay where nothing waits any more."""
    nominate(place, "韦新")
    run(place)
    book = answered(place, "不获奖", "获奖")
    (place.output / RULINGS_FILE).write_bytes(book)
    nominate(place, "韦新", "莫迟")
    report = run(place)
    assert "output-edited" in [p.code for p in report.findings]
    assert book in [path.read_bytes() for path in place.output.glob("领导裁定（*.xlsx")]
    assert (place.output / RULINGS_FILE).read_bytes() != book


@pytest.mark.long
def test_half_an_answer_is_kept_in_the_book_that_is_written_anew(place: Workspace) -> None:
    nominate(place, "韦新")
    run(place)
    (place.inbox / RULINGS_FILE).write_bytes(answered(place, "不获奖"))
    report = run(place)
    assert [p.code for p in report.findings if p.place.file == f"收件箱/{RULINGS_FILE}"] == ["tie-ruled-in-part"]
    sheet = load_workbook(place.output / RULINGS_FILE)["并列"]
    assert [[sheet.cell(row, column).value for column in (3, 6, 7)] for row in (5, 6)] == [["谢明远", "不获奖", "农国栋"], ["韦新", None, None]]


@pytest.mark.long
def test_what_changed_names_the_ruling(place: Workspace) -> None:
    """变化 says that a ruling made the difference, and in which cell it stands."""
    nominate(place, "韦新")
    run(place)
    (place.inbox / RULINGS_FILE).write_bytes(answered(place, "不获奖", "获奖"))
    run(place)
    sheet = load_workbook(place.results)["变化"]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "领导裁定" in said and "获奖（农国栋 2017-12-31）" in said and "并列!F6" in said
