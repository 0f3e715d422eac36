"""Long tables come as finished rows: the same book as cell by cell through xlsxwriter, and whole again without its private names."""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import results_workbook as results_book
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.workbook.cell_contents import Column, Formula, InputCell, Link
from fuwuyue_xlsx.workbook.fast_package import with_rows
from fuwuyue_xlsx.workbook.page import Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.style import Formats
from fuwuyue_xlsx.workbook.xlsxwriter_internals import TemplateSheet, rows_can_be_finished
from tests.support.evaluation_inputs import decided_example, many_candidates, random_inputs
from tests.support.package_source import imports, modules
from tests.support.repetition import every
from tests.support.workbook_comparison import differing


def both(outcome: Outcome, **more: Any) -> tuple[bytes, bytes]:
    return results_workbook(outcome, finished=True, **more), results_workbook(outcome, finished=False, **more)


def finished_rows(data: bytes) -> int:
    """Rows that did not go through xlsxwriter: it notes the columns that a row spans."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return sum(len(re.findall(rb'<row r="\d+" ht=[^>]*[^/]>', parts.read(name))) for name in parts.namelist() if "/sheet" in name)


# whole books, both ways


@pytest.mark.parametrize("name", every(2, ["2017-problems", "2017"]))
def test_the_examples_are_the_same_both_ways(name: str) -> None:
    fast, slow = both(decided_example(name))
    assert differing(fast, slow) == []
    assert finished_rows(fast) > 150 and finished_rows(slow) == 0


@pytest.mark.parametrize("seed", [0, 1])
def test_random_campaigns_are_the_same_both_ways(seed: int) -> None:
    assert differing(*both(random_inputs(seed).outcome)) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3, 4, 5, *range(100, 160)])
def test_many_random_campaigns_are_the_same_both_ways(seed: int) -> None:
    assert differing(*both(random_inputs(seed).outcome)) == []


@pytest.mark.long
def test_further_sheets_few_links_and_no_way_back_are_the_same_both_ways() -> None:
    outcome = many_candidates().outcome
    assert differing(*both(outcome, most_rows=60, most_links=7)) == []
    assert differing(*both(outcome, way=None)) == []


def test_without_formulas_the_books_are_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_book, "LIVE_MOST", 3)
    assert differing(*both(many_candidates().outcome)) == []


def test_the_same_outcome_gives_the_same_bytes() -> None:
    assert both(random_inputs(2).outcome) == both(random_inputs(2).outcome)


# single cells

COLUMNS = (Column("文字", 12), Column("数", 8, "center", "0.00"), Column("公式", 10))
ODD_TEXTS = ("=1+1", "{=1}", " 前后空格 ", "　全角空格　", "一\n二\n三", "\t制表", "a&b<c>\"d\"'e'", "_x0041_", "\x01控制\x1f\ufffe", "]]>", "<!--rows 0-->",
             "%s %d %", "{}", "😀" * 20_000, "字" * 40_000, "\ud800半个", "#N/A", "http://a.example/", "<r>富</r>", "0", "-")
ODD_NUMBERS = (0, -3, 10**15 - 1, 10**16, Decimal("85.675"), Decimal("1E-7"), 1 / 3, 1e300, -0.0, True, None, "")


def page_with(rows: list[list[Any]], *, finished: bool, live: bool = True, **more: Any) -> bytes:
    """One sheet with these rows under a header, and a line above and below, which go through xlsxwriter."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": dt.datetime(2017, 12, 31)})
    page = Page(workbook, SheetOptions(Formats(workbook), live, finished=finished, **more), "表", [column.width for column in COLUMNS], long=True)
    page.heading("标题")
    page.table(COLUMNS, rows, ["bad", "open"], main=True)
    page.line("末行")
    workbook.close()
    return with_rows(buffer.getvalue(), workbook.worksheets()) if finished else buffer.getvalue()


def rows_of_odd_values() -> list[list[Any]]:
    texts = [[text, InputCell(text), Formula('="a"&"<"', text)] for text in ODD_TEXTS]
    numbers = [[number, InputCell(number), Formula("=1<2", None if number is True else number)] for number in ODD_NUMBERS]
    values = ("文", "", None, 3, Decimal("2.5"), Formula("=A1", "文"), Formula("=A1", 4), Formula("=A1", None), True)
    targets = ("internal:'表 <&\"'!A1", "external:../收件箱/a b%.xlsx#'表&'!C5", "external:../b.xlsx", "", "external:../" + "长" * 300)
    links = [[Link(value, target), InputCell(Link(value, target)), value] for value in values for target in targets]
    return [*texts, *numbers, *links]


@pytest.mark.smoke
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("most_links", [20_000, 5, 0])
def test_odd_values_are_the_same_both_ways(live: bool, most_links: int) -> None:
    fast, slow = (page_with(rows_of_odd_values(), finished=finished, live=live, most_links=most_links) for finished in (True, False))
    assert differing(fast, slow) == []


@pytest.mark.parametrize("other", [
    ["b", 1, Formula("=1", 1)], ["a", 2, Formula("=1", 1)], ["a", 1, Formula("=2", 1)], ["a", 1, Formula("=1", 2)], [InputCell("a"), 1, Formula("=1", 1)],
    [Link("a", "external:../b.xlsx"), 1, Formula("=1", 1)]])
def test_a_difference_would_be_seen(other: list[Any]) -> None:
    rows = [["a", 1, Formula("=1", 1)]]
    assert differing(page_with(rows, finished=True), page_with(rows, finished=False)) == []
    found = differing(page_with(rows, finished=True), page_with([other], finished=False))
    assert len([place for place in found if place.startswith("表!")]) == 1


def test_texts_come_out_as_they_went_in() -> None:
    data = page_with([[text, None, None] for text in (" 前后空格 ", "=1+1", "a&b<c>", "一\n二")], finished=True)
    assert [row[0] for row in load_workbook(io.BytesIO(data))["表"].iter_rows(min_row=3, max_row=6, values_only=True)] == [
        " 前后空格 ", "=1+1", "a&b<c>", "一\n二"]


def test_the_shared_texts_are_counted_and_every_part_is_right_xml() -> None:
    data = results_workbook(many_candidates().outcome, finished=True)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.testzip() is None
        trees = {name: ElementTree.fromstring(parts.read(name)) for name in parts.namelist()}
        used = sum(parts.read(name).count(b' t="s">') for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
    texts = trees["xl/sharedStrings.xml"]
    assert int(texts.attrib["uniqueCount"]) == len(texts)
    # a text under a link that a formula overwrites is counted by xlsxwriter, too
    assert used <= int(texts.attrib["count"]) < used * 1.2
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            rows = [int(row.attrib["r"]) for row in tree.iter("{*}row")]
            assert rows == sorted(set(rows)), name


def test_a_row_is_never_written_twice() -> None:
    workbook = Workbook(io.BytesIO(), {"in_memory": True})
    page = Page(workbook, SheetOptions(Formats(workbook), finished=True), "表", [10], long=True)
    page.table_row((Column("a"),), ["x"])
    page.put(0, 2, "y", page.helper)
    with pytest.raises(AssertionError):
        workbook.close()


# what it leans on


@pytest.mark.smoke
def test_this_xlsxwriter_is_as_finished_rows_need_it() -> None:
    """If this fails after an update of xlsxwriter: workbook/xlsxwriter_internals.py names what it leans on; books are right meanwhile, but slow."""
    assert rows_can_be_finished()


@pytest.mark.smoke
def test_this_xlsxwriter_lets_rows_of_templates_grow() -> None:
    """If this fails after an update of xlsxwriter: `TemplateSheet` is no longer asked for a row's tag, and long texts are cut in templates."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("1", TemplateSheet)
    sheet.set_growing_row(0, 40)
    sheet.set_row(1, 40)
    for row in range(3):
        sheet.write_string(row, 0, "a")
    workbook.close()
    rows = re.findall(r"<row [^>]*>", zipfile.ZipFile(buffer).read("xl/worksheets/sheet1.xml").decode())
    assert [(' ht="' in row, "customHeight" in row) for row in rows] == [(True, False), (True, True), (False, False)]


def test_private_parts_of_xlsxwriter_are_used_in_one_module_alone() -> None:
    """By the names that its classes have and ours do not."""
    theirs = {name for owner in (Workbook, Worksheet, Format, SharedStringTable, Url, Chart) for name in dir(owner)
              if name.startswith("_") and not name.startswith("__")}
    used = {}
    for path, tree in modules().items():
        if any(name.startswith("xlsxwriter") for name in imports(tree)):
            nodes = [*ast.walk(tree)]
            own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
            inherits = any(isinstance(node, ast.ClassDef) and {"Worksheet", "Workbook", "Format"} & {ast.unparse(base) for base in node.bases}
                           for node in nodes)
            used[path] = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & theirs - own | ({"a class"} if inherits else set())
    assert used.pop("workbook/xlsxwriter_internals.py")
    assert {path: names for path, names in used.items() if names} == {}




@pytest.mark.parametrize(("owner", "name"), [
    (Format, "_get_xf_index"), (SharedStringTable, "_get_shared_string_index"), (Worksheet, "_write_rows"),
    (Worksheet, "_write_hyperlinks"), (Worksheet, "_check_dimensions"), (Worksheet, "_write_dimension")])
def test_a_later_xlsxwriter_without_a_private_name_is_noticed(owner: type, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_can_be_finished.cache_clear()
    try:
        monkeypatch.delattr(owner, name)
        assert not rows_can_be_finished()
    finally:
        monkeypatch.undo()
        rows_can_be_finished.cache_clear()


def test_a_later_xlsxwriter_that_writes_rows_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that no longer go through the private name would be lost."""
    rows_can_be_finished.cache_clear()
    try:
        monkeypatch.setattr(Worksheet, "_write_sheet_data", lambda self: self._xml_empty_tag("sheetData"))
        assert not rows_can_be_finished()
    finally:
        monkeypatch.undo()
        rows_can_be_finished.cache_clear()


def test_then_the_book_is_written_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = random_inputs(1).outcome
    monkeypatch.setattr(results_book, "rows_can_be_finished", lambda: False)
    assert results_workbook(outcome) == results_workbook(outcome, finished=False)
    monkeypatch.setattr(results_book, "rows_can_be_finished", lambda: True)
    assert results_workbook(outcome) == results_workbook(outcome, finished=True)
