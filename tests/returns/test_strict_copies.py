"""A returned copy as stricter programs than Excel read it: comments found by relative targets, links with slashes, no result that is none."""

from __future__ import annotations

import io
import re
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import edited
from tests.support.filled_books import SMALL, department_file, department_sheets, put_inbox, rules_bytes, small_rules
from tests.support.workbook_parts import parts_of

WRONG = {**department_sheets(), "科室信息": {**department_sheets()["科室信息"], "班组外员工人数": "十二"}}
LINKS = {"A1": r"..\附件\方案 1.xlsx", "A2": "https://example.org/a?b=1&c=2", "A3": r"\\server\share\b.xlsx"}


def own_work(workbook) -> None:
    """A clerk's comment, links, a formula."""
    sheet = workbook.create_sheet("附件清单")
    for cell, target in LINKS.items():
        sheet[cell], sheet[cell].hyperlink = "附件", target
    workbook["科室信息"]["B4"].comment = Comment("手机", "填报人")
    workbook["班组信息"]["E6"] = "=3+4"


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The copy of a book with such work in it, and the lines of its findings."""
    root = tmp_path_factory.mktemp("月")
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    put_inbox(root, {"甲.xlsx": edited(department_file(small_rules(), WRONG), own_work)})
    report = check(Workspace(root))
    return report.written["收件箱/甲.xlsx"], [p.line() for p in report.findings if p.place.file == "收件箱/甲.xlsx"]


def relations(data: bytes) -> list[tuple[str, str, str, str]]:
    """(part, kind, target, mode) of every relation."""
    return [(f"{dirname(dirname(name))}/", one.get("Type", "").rpartition("/")[2], one.get("Target", ""), one.get("TargetMode", ""))
            for name, part in parts_of(data).items() if name.endswith(".rels") for one in ElementTree.fromstring(part)]


def test_every_part_is_reached_by_a_relative_target(returned: tuple[Path, list[str]]) -> None:
    data = returned[0].read_bytes()
    inside = [(folder, kind, target) for folder, kind, target, mode in relations(data) if mode != "External"]
    assert {"comments", "vmlDrawing", "worksheet", "styles", "officeDocument"} <= {kind for _, kind, _ in inside}
    assert [target for _, _, target in inside if target.startswith("/")] == []
    assert {normpath(join(folder, target)).lstrip("/") for folder, _, target in inside} <= set(parts_of(data))


def test_links_have_slashes_and_lead_where_they_led(returned: tuple[Path, list[str]]) -> None:
    targets = {target for _, kind, target, _ in relations(returned[0].read_bytes()) if kind == "hyperlink" and target[0] != "#"}
    assert targets == {target.replace("\\", "/") for target in LINKS.values()}


def test_a_formula_without_a_result_has_none_in_the_copy(returned: tuple[Path, list[str]]) -> None:
    formulas = [found for name, part in parts_of(returned[0].read_bytes()).items() if name.startswith("xl/worksheets/sheet")
                for found in re.findall(r"<f[^>]*>[^<]*</f>(.*?)</c>", part.decode())]
    assert len(formulas) > 50 and set(formulas) == {""}


def test_what_the_clerk_put_there_is_still_there(returned: tuple[Path, list[str]]) -> None:
    book = load_workbook(io.BytesIO(returned[0].read_bytes()))
    assert book["科室信息"]["B4"].comment.text == "手机" and "【错误】" in book["科室信息"]["B7"].comment.text
    assert book["班组信息"]["E6"].value == "=3+4"


def test_the_copy_handed_in_has_the_same_findings(returned: tuple[Path, list[str]], tmp_path: Path) -> None:
    copy, before = returned
    (tmp_path / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    put_inbox(tmp_path, {"甲.xlsx": copy.read_bytes()})
    after = [p.line() for p in check(Workspace(tmp_path)).findings if p.place.file == "收件箱/甲.xlsx"]
    assert after == before and any("E6" in line for line in before)
