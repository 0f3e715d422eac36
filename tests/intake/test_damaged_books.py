"""Damaged books: whatever is wrong with a file, nothing fails, and nothing that counts changes without a word."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import ReadOptions, read_inbox
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.intake.workers.local import Death, LocalProcesses
from tests.support.altered_books import edited, office_file
from tests.support.filled_books import department_file, put_inbox
from tests.support.one_file import findings, meaning, read_one
from tests.support.random_damage import Cell, Damage, damage
from tests.support.repetition import every
from tests.support.respelled_books import add_cells, in_shared_strings
from tests.support.table_rows import content_rows, rows_of
from tests.support.workspaces import complete, rules, visit_file

KINDS = ("department", "inspection", "survey", "incidents", "review")
INCIDENT = {"编号": "SG-1", "发生日期": "2017-12-03", "科室": "甲科", "班组": "电工组", "责任人": "李七", "类型": "安全事故", "情况简述": "略",
            "调查结论": "属实"}
# a value of a form belongs to every row of its book or sheet
FORMS = ("科室信息", "优秀组织奖申报", "评委信息")
VISIT_FORM = (4, 5)


@cache
def book(kind: str) -> bytes:
    """A filled book of a kind, as openpyxl saves it."""
    second = {**INCIDENT, "编号": "SG-2", "班组": "水工组、仓管", "责任人": None}
    made = {
        "department": lambda: department_file(rules()), "inspection": visit_file, "survey": lambda: complete()["问卷.xlsx"],
        "incidents": lambda: office_file(rules(), "incidents", {"事故投诉": [INCIDENT, second]}), "review": lambda: complete()["评委.xlsx"]}
    return edited(made[kind](), lambda workbook: None)


@cache
def books(kind: str) -> tuple[bytes, bytes]:
    """The book with its texts in its cells, and in a table of their own."""
    return book(kind), in_shared_strings(book(kind))


@cache
def undamaged(kind: str) -> SourceFile:
    """What the book says: used, and nothing is wrong with it."""
    source = read_one(book(kind), rules())
    assert (source.state.value, findings(source)) == ("used", set())
    return source


def told_apart(source: SourceFile) -> Counter[tuple[Cell | None, str]]:
    """(sheet and row, what it says) of every row of a used file. The survey's sums have no row; the answers that they count have."""
    assert source.content is not None
    rows = [(name, row) for name, kind in content_rows(source.content).items() if name not in ("responses", "grades") for row in kind]
    return Counter((_where(row), f"{name} {_words(row)}") for name, row in rows)


def _where(row: dict[str, Any]) -> Cell | None:
    if "sheet" in row:
        return row["sheet"], row["row"]
    _, _, sheet_and_cell = str(row.get("source", "")).partition("!")
    sheet, _, cell = sheet_and_cell.rpartition("!")
    return (sheet, int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) if sheet and cell else None


def _words(row: dict[str, Any]) -> str:
    return repr({name: value for name, value in row.items() if not name.endswith(("source", "place")) and name != "position"})


def complaint(kind: str, damaged: Damage) -> str | None:
    """What is wrong with how a damaged book was read; None when it is as it should be."""
    source = read_one(damaged.data, rules())
    if findings(source) or meaning(source) == meaning(undamaged(kind)):
        return None
    if damaged.touched is None:
        return f"{damaged.name}: the rows have changed, and nothing is said"
    if damaged.kept and source.account.nonempty < undamaged(kind).account.nonempty:
        return f"{damaged.name}: a value is passed over, and nothing is said"
    sheet, row = damaged.touched
    if sheet in FORMS or (kind == "inspection" and row in VISIT_FORM):
        return None
    before, after = told_apart(undamaged(kind)), told_apart(source)
    elsewhere = {where for where, _ in (before - after) + (after - before)} - {damaged.touched}
    return f"{damaged.name} at {damaged.touched}: rows at {elsewhere} have changed, and nothing is said" if elsewhere else None


def complaints(seeds: range) -> list[str]:
    """Every complaint about the damages of these numbers."""
    found = []
    for seed in seeds:
        kind = KINDS[seed % len(KINDS)]
        said = complaint(kind, damage(books(kind)[seed // len(KINDS) % 2], seed))
        if said:
            found.append(f"{seed} {kind} {said}")
    return found


@pytest.mark.parametrize("start", every(2, range(0, 400, 100)))
def test_damaged_books(start: int) -> None:
    """Each opens or is refused; what it says is what it said before, or a finding says why not."""
    assert complaints(range(start, start + 100)) == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(400, 10_400, 1_000))
def test_thousands_of_damaged_books(start: int) -> None:
    """The same at length."""
    assert complaints(range(start, start + 1_000)) == []


def failing(item: str, shared: Any) -> str:
    """A reader that a file makes fail in a way nobody thought of."""
    if item == shared:
        raise RuntimeError(item)
    return item


def test_a_reader_that_fails_costs_its_own_item() -> None:
    """Whatever exception it is: the others are read."""
    results = list(LocalProcesses(2).run(failing, ["一", "二", "三"], "二", lambda item: (10, 1 << 30)))
    assert results == ["一", Death(too_slow=False), "三"]


def worst() -> dict[str, bytes]:
    """Files that make readers slow, large or fail, beside one that is right."""
    department = department_file(rules())
    rows = {
        "末尾": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "末尾错误": '<row r="1048576"><c r="XFD1048576" t="e"><v>#REF!</v></c></row>',
        "末尾公式": '<row r="1048576"><c r="XFD1048576"><f>1+1</f></c></row>', "很高": '<row r="700000"><c r="Z700000"><v>1</v></c></row>',
        "行号太大": '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', "列太多": '<row r="90"><c r="ZZZZZ90"><v>1</v></c></row>',
        "负行号": '<row r="-1"><c r="A-1"><v>1</v></c></row>', "不是数": '<row r="90"><c r="C90"><v>NaN</v></c></row>',
        "没有文字": '<row r="90"><c r="C90" t="s"><v>4294967295</v></c></row>', "深": "<row>" + "<c>" * 20_000 + "</c>" * 20_000 + "</row>",
    }
    files = {f"{name}.xlsx": add_cells(department, "班组信息", xml) for name, xml in rows.items()}
    files["散.xlsx"] = add_cells(department, "班组信息", "".join(f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(9_000, 1_000_000, 9_000)))
    return {**files, "检查.xlsx": visit_file()}


def test_the_worst_of_them_in_processes_of_their_own(tmp_path: Path) -> None:
    """All are listed, those that are not read have a finding, and the right one is used."""
    files = worst()
    intake = read_inbox(put_inbox(tmp_path, files), tmp_path, rules(), ReadOptions(LocalProcesses(2)))
    assert sorted(file.name for file in intake.files) == sorted(files)
    states = {file.name: file.state.value for file in intake.files}
    assert states["检查.xlsx"] == "used" and rows_of(intake)["inspections"]
    told = {file.name: [finding.code for finding in file.findings] for file in intake.files}
    assert {name for name, codes in told.items() if codes} == set(files) - {"检查.xlsx"}
    assert {name for name, codes in told.items() if "file-kills-reader" in codes} <= {"列太多.xlsx", "行号太大.xlsx"}
    assert not any("file-too-slow" in codes for codes in told.values())
