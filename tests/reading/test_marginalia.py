"""What stands beside the cells: notes, threads of comments, text boxes, pictures. Nothing reads it, so that it is told."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.comments import Comment

from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.messages.findings import without_marks
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations
from fuwuyue_xlsx.reading.formats.xlsb import notes_of
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.reading.unused_cells import report_annotations
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.altered_books import edited, right_book
from tests.support.filled_books import SMALL, intake_of, rules_bytes, small_rules
from tests.support.intake_report import said
from tests.support.libreoffice import convert
from tests.support.repetition import every
from tests.support.workbook_parts import related, with_new_parts

RULES = small_rules()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def png() -> bytes:
    """A picture of one dot."""
    parts = [(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def drawn_on() -> bytes:
    """Two notes, a box of two lines and a picture on the second of three sheets; a note on the third."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        first, second, third = (workbook.add_worksheet(title) for title in ("甲", "乙", "丙"))
        first.write(0, 0, "什么也没有")
        second.write(0, 0, 5)
        second.write_comment(2, 2, "应为 12 人\n请改")
        second.write_comment(0, 0, "看这里")
        second.insert_textbox(4, 4, "另有一次比赛\n在12月")
        second.insert_image(8, 2, "点.png", {"image_data": io.BytesIO(png())})
        third.write_comment(0, 27, "远处")
    return buffer.getvalue()


DRAWN = {"甲": Annotations(), "乙": Annotations({(2, 2): "应为 12 人\n请改", (0, 0): "看这里"}, ["另有一次比赛\n在12月"], 1),
         "丙": Annotations({(0, 27): "远处"})}


def beside(data: bytes) -> dict[str, Annotations]:
    opened = open_book(data)
    assert isinstance(opened, OpenedBook), opened
    return {grid.title: grid.beside for grid in opened.grids}


def test_what_is_drawn_on_a_sheet() -> None:
    assert beside(drawn_on()) == DRAWN


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", every(3, ["ods", "xlsx", "xls"]))
def test_what_another_program_saved(tmp_path: Path, ending: str) -> None:
    """The same in every format that LibreOffice saves; of .xls only the notes can be read."""
    file = tmp_path / "表.xlsx"
    file.write_bytes(drawn_on())
    notes = {title: Annotations(found.notes) for title, found in DRAWN.items()}
    assert beside(convert(tmp_path, [file], ending)[0].read_bytes()) == (notes if ending == "xls" else DRAWN)


def plain_book() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.add_worksheet("甲").write(0, 0, 5)
    return buffer.getvalue()


def test_a_thread_of_comments_stands_for_the_advice_about_it() -> None:
    """Old programs are shown a note that says they cannot show the thread; the thread's words are what counts."""
    data = with_new_parts(plain_book(), {
        "xl/worksheets/_rels/sheet1.xml.rels": related(("comments", "../comments1.xml"), ("threadedComment", "/xl/threadedComments/t1.xml")),
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList><comment ref="B2"><text><t>[线程批注] 你的版本可读取</t></text></comment>'
                            '<comment ref="C3"><text><r><t>旧</t></r><r><t>批注</t></r><rPh sb="0" eb="1"><t>jiu</t></rPh></text></comment>'
                            "</commentList></comments>",
        "xl/threadedComments/t1.xml": '<T xmlns="x"><threadedComment ref="B2"><text>改成 12</text></threadedComment>'
                                      '<threadedComment ref="B2" parentId="1"><text>已改</text></threadedComment></T>',
    })
    assert beside(data) == {"甲": Annotations({(1, 1): "改成 12\n已改", (2, 2): "旧批注"})}


def test_what_is_shown_to_older_programs_is_not_told_twice() -> None:
    shape = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>字{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    data = with_new_parts(plain_book(), {
        "xl/worksheets/_rels/sheet1.xml.rels": related(("drawing", "../drawings/drawing1.xml"), ("drawing", "../drawings/gone.xml")),
        "xl/drawings/drawing1.xml": '<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:mc="m"><mc:AlternateContent><mc:Choice>' + shape.format(1)
                                    + "</mc:Choice><mc:Fallback>" + shape.format(2) + "</mc:Fallback></mc:AlternateContent>"
                                    + "<xdr:grpSp>" + shape.format(3) + "<xdr:sp/><xdr:pic/></xdr:grpSp></xdr:wsDr>",
    })
    assert beside(data) == {"甲": Annotations({}, ["字1", "字3"], 1)}


@pytest.mark.parametrize("comments", ["<comments>", '<comments><comment ref="?"/></comments>'])
def test_notes_that_cannot_be_read_cost_nothing_else(comments: str) -> None:
    """They decide nothing: the cells are read, and it is told that there was something."""
    data = with_new_parts(plain_book(), {"xl/worksheets/_rels/sheet1.xml.rels": related(("comments", "../comments1.xml")), "xl/comments1.xml": comments})
    book = open_book(data)
    assert isinstance(book, OpenedBook) and book.grids[0].flat == open_book(plain_book()).grids[0].flat
    assert [found.code for found in report_annotations(book, "a.xlsx")] == ["beside-unread"]


def test_notes_of_a_binary_book() -> None:
    def record(kind: int, body: bytes) -> bytes:
        return bytes([kind & 0x7F | 0x80, kind >> 7, len(body)]) + body

    def wide(text: str) -> bytes:
        return b"\0" + struct.pack("<I", len(text)) + text.encode("utf-16-le")

    part = b"".join(record(635, struct.pack("<5I", 0, row, row, column, column) + bytes(16)) + record(637, wide(text)) + record(636, b"")
                    for row, column, text in [(1, 2, "请改"), (0, 0, "好")])
    assert notes_of(part) == {(1, 2): "请改", (0, 0): "好"}


@pytest.mark.parametrize("note, own", [
    ("请改成 12", "请改成 12"), ("【错误】员工人数填的是“十二”。请填整数。", ""),
    ("手机\n【警告】日期在活动之外。\n已问过", "手机\n已问过"), ("【注】略", "【注】略"),
])
def test_the_programs_own_notes_are_told_from_a_persons(note: str, own: str) -> None:
    assert without_marks(note) == own
    assert [severity.mark for severity in Severity] == ["【错误】", "【警告】", "【提示】"]


def noted(*notes: tuple[str, str, str]) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        for sheet, cell, text in notes:
            workbook[sheet][cell].comment = Comment(text, "填报人")

    return change


def test_a_note_is_told_at_its_cell_and_nothing_else_changes(tmp_path: Path) -> None:
    data = edited(right_book(RULES), noted(("班组信息", "C5", "含 2 名临时工"), ("科室信息", "B7", "【错误】填的是“十二”。请填整数。")))
    intake = intake_of(tmp_path, RULES, {"甲.xlsx": data})
    assert [line for line in said(intake) if "甲科" not in line and "unused" in line] == ["info note-unused 班组信息!C5"]
    found = next(p for p in intake.findings if p.code == "note-unused")
    assert found.line() == ("收件箱/甲.xlsx!班组信息!C5：这一格的批注“含 2 名临时工”没有被使用。如果它是要填报的内容，请写到格子里；只是说明的话不用管。")
    clean = intake_of(tmp_path / "2", RULES, {"甲.xlsx": right_book(RULES)})
    assert [p.code for p in clean.findings] == [p.code for p in intake.findings if p.code != "note-unused"]


def test_beyond_thirty_the_notes_are_told_together(tmp_path: Path) -> None:
    data = edited(right_book(RULES), noted(*(("班组信息", f"H{row}", "看") for row in range(1, 34))))
    found = [p for p in intake_of(tmp_path, RULES, {"甲.xlsx": data}).findings if p.code.startswith("note-unused")]
    assert [p.code for p in found] == ["note-unused"] * 30 + ["note-unused-more"]
    assert (found[-1].details, found[-1].place.cell) == ({"count": 3, "cells": "H31:H33"}, "H31")


def test_boxes_and_pictures_are_told_once_a_sheet(tmp_path: Path) -> None:
    drawing = '<a xmlns:x="x"><x:sp><x:p><x:t>一</x:t></x:p></x:sp><x:sp><x:p><x:t>二</x:t></x:p></x:sp><x:pic/><x:pic/></a>'
    relations = related(("drawing", "../drawings/drawing1.xml"))
    data = with_new_parts(right_book(RULES), {"xl/worksheets/_rels/sheet2.xml.rels": relations, "xl/drawings/drawing1.xml": drawing})
    found = [p for p in intake_of(tmp_path, RULES, {"甲.xlsx": data}).findings if p.code in ("box-unused", "pictures-unused")]
    assert [(p.code, p.place.sheet, p.details["count"]) for p in found] == [("box-unused", "科室信息", 2), ("pictures-unused", "科室信息", 2)]
    assert found[0].details["value"] == "一；二"


def test_notes_in_the_rules_are_told() -> None:
    _, findings = read_rules(edited(rules_bytes(**SMALL), noted(("奖项", "E5", "明年改成 600"))))
    assert [(p.code, p.place.cell) for p in findings] == [("note-unused", "E5")]


def test_templates_bear_nothing_beside_their_cells() -> None:
    assert all(found == Annotations() for found in beside(right_book(RULES)).values())
