"""退回修改/: a copy of each submission with findings, its cells marked, a first sheet listing what to mend."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.basics.text import file_name, key
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.intake.workers.local import Death
from fuwuyue_xlsx.messages.findings import Finding, sort_key
from fuwuyue_xlsx.outputs import OutputFolder, noted, remove_outputs, write_outputs
from fuwuyue_xlsx.reading.encryption import decrypted, is_encrypted
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from fuwuyue_xlsx.reading.packed_folder import PackedFile
from fuwuyue_xlsx.reading.text_book import open_text
from fuwuyue_xlsx.returns.cell_marks import FILLS, mark, unmark
from fuwuyue_xlsx.returns.remarks_sheet import write_remarks
from fuwuyue_xlsx.returns.strict_parts import strict
from fuwuyue_xlsx.schema.stamp import ORIGIN_PROPERTY
from fuwuyue_xlsx.schema.wording import REMARKS_SHEET
from fuwuyue_xlsx.workbook.page import printable
from fuwuyue_xlsx.workspace import Workspace, write_whole

# the note of what was written there last
WRITTEN = ".副本.json"
# hints that only who filled in the book can act on; the drawings themselves do not come back with the copy
BESIDE = ("note-unused", "note-unused-more", "box-unused", "pictures-unused")
# seconds and bytes of memory for one copy
COST = (120, 2 << 30)
Blank = Callable[[str, str | None], bytes]


@dataclass(frozen=True)
class Copy:
    """One submission to be returned: where it lies (in a zip file there, if it is packed), what it was when it was read, its kind, its findings."""

    location: Path
    packed: PackedFile | None
    sha256: str
    kind: str
    department: str | None
    findings: tuple[Finding, ...]


def write_returns(workspace: Workspace, files: Iterable[SourceFile], findings: Iterable[Finding], blank: Blank, options: ReadOptions,
                  moment: str, *, whole: bool = True) -> tuple[dict[str, Path], list[Finding]]:
    """An annotated copy of every submission of ours that has errors or warnings: path by file, and findings on the copies.

    `blank` gives the empty template of a kind (for a department). Each copy is made where files are read, so that one
    that cannot be made costs nobody else; of such a one the list alone goes out. Copies of an earlier check make way, all of
    them when the `whole` inbox was checked; the work of somebody who has typed into one is kept aside, marked with the
    `moment`, and named. A copy that cannot be written or removed is a finding, and the others are written. Raises OSError when
    the folder takes no file.
    """
    by_file: dict[str, list[Finding]] = {}
    for p in findings:
        if p.severity in FILLS or p.code in BESIDE:
            by_file.setdefault(p.place.file, []).append(p)
    wrong = {file for file, of_file in by_file.items() if any(p.severity in FILLS for p in of_file)}
    returned = [file for file in files if file.path in wrong and file.kind and file.state is not State.SUPERSEDED]
    names = _names([_within(workspace.inbox, file) for file in returned])
    copies = [_copy_for(file, by_file[file.path]) for file in returned]
    annotations = options.workers.run(annotated, copies, (blank, options.passwords), lambda _: COST)
    data = (_list_alone(copy) if isinstance(one, Death) else one for copy, one in zip(copies, annotations, strict=True))
    destination = OutputFolder(workspace.root, workspace.returns, workspace.returns / WRITTEN)
    outputs = [*write_outputs(destination, zip(names, data, strict=True), moment)]
    stuck = [output.failure for output in outputs if output.failure]
    if stuck and len(stuck) == len(outputs) and not _takes_files(workspace.returns):
        raise stuck[0]
    about_copies = [p for output in outputs for p in output.remarks]
    if whole:
        # names in a note that somebody has forged lead nowhere else
        old = [name for name in noted(destination) if name not in names and Path(name).name == name]
        about_copies += remove_outputs(destination, old, moment)
    written = {file.path: output.path for file, output in zip(returned, outputs, strict=True) if output.failure is None}
    return written, about_copies


def _takes_files(folder: Path) -> bool:
    try:
        write_whole(folder / WRITTEN, (folder / WRITTEN).read_bytes())
    except OSError:
        return False
    return True


def _copy_for(file: SourceFile, findings: list[Finding]) -> Copy:
    assert file.location is not None and file.kind is not None
    return Copy(file.location, file.packed, file.sha256, file.kind, file.department, tuple(sorted(findings, key=sort_key)))


def _within(inbox: Path, file: SourceFile) -> str:
    """A file's path in the inbox, however it was asked for; of a file elsewhere the path as it was given. One in a zip file lies in it."""
    assert file.location is not None
    try:
        way = file.location.resolve().relative_to(inbox.resolve()).as_posix()
        return way if file.packed is None else f"{way}/{file.packed.name}"
    except (ValueError, OSError):
        return file.path


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


def annotated(copy: Copy, shared: tuple[Blank, tuple[str, ...]]) -> bytes:
    """The copy as bytes: the clerk's own book where openpyxl can open it, else its values laid on the empty template."""
    blank, passwords = shared
    data = _as_read(copy, passwords)
    book = _own_book(copy, data) or _values_on_template(copy, data, blank)
    if REMARKS_SHEET in book.sheetnames:
        del book[REMARKS_SHEET]
    unmark(book, lambda: load_workbook(io.BytesIO(blank(copy.kind, copy.department))))
    sheets: dict[str, Worksheet] = {key(sheet.title): sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)}
    for p in copy.findings:
        sheet = sheets.get(key(p.place.sheet))
        if sheet is not None and p.place.cell and p.severity in FILLS:
            mark(sheet, p)
    return _finished(book, copy, sheets)


def _list_alone(copy: Copy) -> bytes:
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return _finished(book, copy, {})


def _finished(book: Workbook, copy: Copy, sheets: dict[str, Worksheet]) -> bytes:
    write_remarks(book.create_sheet(REMARKS_SHEET, 0), list(copy.findings), sheets)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    properties: CustomPropertyList = book.custom_doc_props  # type: ignore[attr-defined]  # not in the stubs
    for name in [name for name in properties.names if name == ORIGIN_PROPERTY]:
        del properties[name]
    properties.append(StringProperty(name=ORIGIN_PROPERTY, value=copy.sha256))
    buffer = io.BytesIO()
    book.save(buffer)
    return strict(buffer.getvalue())


def _as_read(copy: Copy, passwords: tuple[str, ...]) -> bytes:
    """The submission's bytes, opened where it has a password; empty when it is no longer what was read."""
    try:
        data = copy.location.read_bytes() if copy.packed is None else copy.packed.read(copy.location)
    except OSError:
        return b""
    if hashlib.sha256(data).hexdigest() != copy.sha256:
        return b""
    return (decrypted(data, passwords) if is_encrypted(data) else data) or b""


def _own_book(copy: Copy, data: bytes) -> Workbook | None:
    name = copy.location.name if copy.packed is None else copy.packed.name
    if not data.startswith(b"PK") or not name.lower().endswith((".xlsx", ".xlsm")):
        return None
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception:  # noqa: BLE001  whatever the reader stumbles over, there is the other way
        return None
    return book if book.worksheets else None


def _values_on_template(copy: Copy, data: bytes, blank: Blank) -> Workbook:
    """The submission's values, each at its own address, on the template of its kind: dropdowns and layout are back.

    An export, which has no sheet of the template, is laid into a book of its own.
    """
    book = load_workbook(io.BytesIO(blank(copy.kind, copy.department)))
    opened = open_book(data) if data else None
    text = open_text(data) if isinstance(opened, Unopened) else None
    grids = opened.grids if isinstance(opened, OpenedBook) else text.opened.grids if text and text.opened else []
    if grids and not {key(grid.title) for grid in grids} & {key(sheet.title) for sheet in book.worksheets}:
        book = Workbook()
        book.remove(book.worksheets[0])
    for grid in grids:
        same = next((sheet for sheet in book.worksheets if key(sheet.title) == key(grid.title)), None)
        _lay_values(same if same is not None else book.create_sheet(grid.title), grid)
    return book


def _lay_values(sheet: Worksheet, grid: Grid) -> None:
    """The grid's values over the sheet's own; a merge of the template that would hide one of them is undone."""
    for area in list(sheet.merged_cells.ranges):
        hidden = [cell for cell in area.cells if cell != (area.min_row, area.min_col)]
        if any(grid.value(row - 1, column - 1) not in ("", None) for row, column in hidden):
            sheet.unmerge_cells(area.coord)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.value is not None and grid.value(cell.row - 1, cell.column - 1) in ("", None):
                cell.value = None
    for row_number, values in grid.rows_within(grid.height):
        for column, value in enumerate(values, 1):
            if value not in ("", None):
                _put(sheet.cell(row_number + 1, column), value)
    for (above, left), note in grid.beside.notes.items():
        cell = sheet.cell(above + 1, left + 1)
        if not isinstance(cell, MergedCell):
            cell.comment = Comment(printable(note), "")


def _put(cell: Cell | MergedCell, value: Any) -> None:
    """A value as the clerk typed it; a text never becomes a formula."""
    if isinstance(cell, MergedCell):
        return
    if isinstance(value, UnvaluedFormula):
        value = f"={value.removeprefix('of:').removeprefix('=')}"
    cell.value = float(value) if isinstance(value, PercentNumber) else printable(value) if isinstance(value, str) else value
    if isinstance(value, PercentNumber):
        cell.number_format = "0%"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
    elif isinstance(value, (int, float)):
        cell.number_format = "General"
    elif isinstance(value, str) and not isinstance(value, CellError):
        cell.data_type = "s"
