"""退回修改/: a copy of each submission with findings, its cells marked, a first sheet listing what to mend."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.intake.read import Intake
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.problems import Problem, sort_key
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.opening import OpenedBook, open_book
from fuwuyue_xlsx.results.page import printable
from fuwuyue_xlsx.results.remarks import write_remarks
from fuwuyue_xlsx.schema.readings import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.schema.wording import REMARKS_SHEET
from fuwuyue_xlsx.text import file_name, key
from fuwuyue_xlsx.workspace import Workspace, write_whole

FILLS = {Severity.ERROR: "FFF8CBAD", Severity.WARNING: "FFFFE699"}
# who a copy says saved it last, until a person does
AUTHOR = "优质服务月评选"
Blank = Callable[[SourceFile], bytes]


def write_returns(workspace: Workspace, intake: Intake, blank: Blank, *, whole: bool = True) -> dict[str, Path]:
    """An annotated copy of every submission of ours that has errors or warnings; path by file.

    `blank` gives the empty template of a file's kind. Copies of an earlier check that nobody has mended make way, all
    of them when the `whole` inbox was checked; one that somebody has saved since is kept under another name.
    """
    by_file: dict[str, list[Problem]] = {}
    for p in intake.problems:
        if p.severity in FILLS:
            by_file.setdefault(p.place.file, []).append(p)
    returned = [file for file in intake.files if file.path in by_file and file.kind and file.state is not State.SUPERSEDED]
    names = _names([file.path.removeprefix(f"{workspace.inbox.name}/") for file in returned])
    copies = {workspace.returns / name: annotated(file, sorted(by_file[file.path], key=sort_key), blank)
              for file, name in zip(returned, names, strict=True)}
    _clear(workspace.returns, set(copies), whole)
    return {file.path: write_whole(path, data, "新") for file, (path, data) in zip(returned, copies.items(), strict=True)}


def _names(paths: list[str]) -> list[str]:
    """A file name for each path, no two alike whatever the case."""
    taken: set[str] = set()
    names = []
    for path in paths:
        stem, number = file_name(str(Path(path).with_suffix("")).replace("/", "_").replace("\\", "_")), 1
        name = f"{stem}.xlsx"
        while name.lower() in taken:
            number += 1
            name = f"{stem}~{number}.xlsx"
        taken.add(name.lower())
        names.append(name)
    return names


def _clear(folder: Path, wanted: set[Path], whole: bool) -> None:
    """Old copies nobody has touched go; one that a person has saved and that is in the way is put aside."""
    for path in sorted(folder.glob("*.xlsx")) if folder.is_dir() else ():
        if _untouched(path):
            if whole and path not in wanted:
                path.unlink()
        elif path in wanted:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
            path.replace(path.with_name(f"{path.stem}_已修改_{digest}{path.suffix}"))


def _untouched(path: Path) -> bool:
    """Whether the copy is as it was written: whoever saves it puts another name there."""
    try:
        with zipfile.ZipFile(path) as book:
            return f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>".encode() in _unprefixed(book.read("docProps/core.xml"))
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return False


def _unprefixed(core: bytes) -> bytes:
    return core.replace(b"<lastModifiedBy", b"<cp:lastModifiedBy").replace(b"</lastModifiedBy", b"</cp:lastModifiedBy").replace(
        b' xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"', b"")


def annotated(file: SourceFile, found: list[Problem], blank: Blank) -> bytes:
    """The copy as bytes: the clerk's own book where openpyxl can open it, else its values laid on the empty template."""
    book = _own_book(file) or _values_on_template(file, blank)
    if REMARKS_SHEET in book.sheetnames:
        del book[REMARKS_SHEET]
    sheets = {key(sheet.title): sheet for sheet in book.worksheets}
    for p in found:
        sheet = sheets.get(key(p.place.sheet))
        if sheet is not None and p.place.cell:
            _mark(sheet, p)
    write_remarks(book.create_sheet(REMARKS_SHEET, 0), found, sheets)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    book.properties.lastModifiedBy = AUTHOR
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _own_book(file: SourceFile) -> Workbook | None:
    if file.location is None or file.location.suffix.lower() not in (".xlsx", ".xlsm"):
        return None
    try:
        book = load_workbook(file.location)
    except Exception:  # noqa: BLE001  whatever the reader stumbles over, there is the other way
        return None
    return book if book.worksheets else None


def _values_on_template(file: SourceFile, blank: Blank) -> Workbook:
    """The submission's values, each at its own address, on the template of its kind: dropdowns and layout are back."""
    book = load_workbook(io.BytesIO(blank(file)))
    try:
        opened = open_book(file.location.read_bytes()) if file.location else None
    except OSError:
        opened = None
    for grid in opened.grids if isinstance(opened, OpenedBook) else ():
        same = next((sheet for sheet in book.worksheets if key(sheet.title) == key(grid.title)), None)
        _lay_values(same if same is not None else book.create_sheet(grid.title), grid)
    return book


def _lay_values(sheet: Worksheet, grid: Grid) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.value is not None and grid.value(cell.row - 1, cell.column - 1) in ("", None):
                cell.value = None
    for row_number, values in enumerate(grid.cells, 1):
        for column, value in enumerate(values, 1):
            if value not in ("", None):
                _put(sheet.cell(row_number, column), value)


def _put(cell: Cell | MergedCell, value: object) -> None:
    """A value as the clerk typed it; a text never becomes a formula."""
    if isinstance(cell, MergedCell):
        return
    if isinstance(value, UnvaluedFormula):
        value = f"={value.removeprefix('of:').removeprefix('=')}"
    cell.value = float(value) if isinstance(value, PercentNumber) else printable(value) if isinstance(value, str) else value
    if isinstance(value, PercentNumber):
        cell.number_format = "0%"
    elif isinstance(value, str) and not isinstance(value, CellError):
        cell.data_type = "s"


def _mark(sheet: Worksheet, p: Problem) -> None:
    """Colour the cell and say what is wrong in a comment, after the clerk's own. Under a merge, its first cell."""
    cell = sheet[p.place.cell]
    if isinstance(cell, MergedCell):
        cell = next(sheet.cell(area.min_row, area.min_col) for area in sheet.merged_cells.ranges if cell.coordinate in area)
    cell.fill = PatternFill("solid", fgColor=FILLS[p.severity])
    text = printable(f"【{p.severity.label}】{p.message}。{p.hint}。")
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if text not in before:
        cell.comment = Comment(before + text, AUTHOR, width=320, height=120)
