"""退回修改/: a copy of each submission with findings, its cells marked, a first sheet listing what to mend."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.intake.read import Intake
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.problems import Problem, sort_key
from fuwuyue_xlsx.results.page import printable
from fuwuyue_xlsx.schema.wording import REMARKS_LINE, REMARKS_SHEET
from fuwuyue_xlsx.text import key
from fuwuyue_xlsx.workspace import Workspace, write_whole

_FILLS = {Severity.ERROR: "FFF8CBAD", Severity.WARNING: "FFFFE699"}
_WIDTHS = {"A": 8, "B": 8, "C": 30, "D": 60, "E": 60}
_AUTHOR = "优质服务月评选"


def write_returns(workspace: Workspace, intake: Intake) -> dict[str, Path]:
    """An annotated copy of every used or unreadable file of ours that has errors or warnings; path by file."""
    written = {}
    for file in intake.files:
        found = sorted((p for p in intake.problems if p.place.file == file.path and p.severity in _FILLS), key=sort_key)
        if found and file.kind and file.state is State.USED:
            name = file.path.removeprefix(f"{workspace.inbox.name}/").replace("/", "_")
            path = workspace.returns / Path(name).with_suffix(".xlsx").name
            written[file.path] = write_whole(path, annotated(file, found), "新")
    return written


def annotated(file: SourceFile, found: list[Problem]) -> bytes:
    """The copy as bytes. What openpyxl cannot open gets the list alone."""
    book = _opened(file)
    if REMARKS_SHEET in book.sheetnames:
        del book[REMARKS_SHEET]
    sheets = {key(sheet.title): sheet for sheet in book.worksheets}
    for p in found:
        sheet = sheets.get(key(p.place.sheet))
        if sheet is not None and p.place.cell:
            _mark(sheet, p)
    _list(book.create_sheet(REMARKS_SHEET, 0), found, sheets)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(file: SourceFile) -> Workbook:
    if file.location is not None and file.location.suffix.lower() in (".xlsx", ".xlsm"):
        try:
            return load_workbook(file.location)
        except Exception:  # noqa: BLE001  whatever the reader stumbles over, the list is still worth sending
            pass
    book = Workbook()
    book.remove(book.active)
    return book


def _mark(sheet: Worksheet, p: Problem) -> None:
    """Colour the cell and say what is wrong in a comment, after the clerk's own."""
    cell = sheet[p.place.cell]
    if cell.__class__.__name__ == "MergedCell":
        return
    cell.fill = PatternFill("solid", fgColor=_FILLS[p.severity])
    text = printable(f"【{p.severity.label}】{p.message}。{p.hint}。")
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if text not in before:
        cell.comment = Comment(before + text, _AUTHOR, width=320, height=120)


def _list(sheet: Worksheet, found: list[Problem], sheets: dict[str, Worksheet]) -> None:
    """The first sheet: each finding with a link to its cell."""
    sheet.append([REMARKS_LINE])
    sheet.append(["序号", "级别", "位置", "问题", "怎么改"])
    for number, p in enumerate(found, 1):
        where = "!".join(part for part in (p.place.sheet, p.place.cell) if part) or "整个文件"
        row = [number, p.severity.label, where, printable(p.message), printable(p.hint)]
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number + 2, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.data_type = "s"
        target = sheets.get(key(p.place.sheet))
        if target is not None and p.place.cell:
            link = sheet.cell(number + 2, 3)
            title = target.title.replace("'", "''")
            link.hyperlink = f"#'{title}'!{p.place.cell}"
            link.font = Font(color="FF0563C1", underline="single")
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A3"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
