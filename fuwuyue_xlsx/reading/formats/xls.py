"""A second look at a binary book (.xls, .et) and its own account of itself: properties, saved times, the stamp."""

from __future__ import annotations

import datetime as dt
import io
import struct
from dataclasses import dataclass, replace
from typing import Any

import olefile
import xlrd

from fuwuyue_xlsx.reading.formats.ole_chains import chains_end
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, Cell, SheetMetadata
from fuwuyue_xlsx.reading.formats.xls_records import Torn as Torn
from fuwuyue_xlsx.reading.formats.xls_records import cells_written, largest_box
from fuwuyue_xlsx.reading.formats.xlsx_styles import Styles, styles_by
from fuwuyue_xlsx.schema.stamp import STAMP_NAME, Stamp

_WORKBOOKS = ("Workbook", "Book")
_SUMMARY, _MADE, _SAVED, _FILETIME = "\x05SummaryInformation", 12, 13, 64
_DAY_1601 = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_DAY_0 = dt.datetime(1899, 12, 30)


@dataclass(frozen=True)
class SecondReading:
    """A binary book as a second reader has it, beside the one whose cells are used.

    sheets  (title, look, the values of its filled cells) in order
    stamp   the stamp in the defined name
    """

    sheets: list[tuple[str, SheetMetadata, dict[Cell, Any]]]
    stamp: Stamp | None


def second_reading(data: bytes) -> SecondReading:
    """Errors, percentages, crossed-out cells, cells written twice; and all values. Whatever the reader stumbles over leaves it."""
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    formats = (book.format_map.get(style.format_key) for style in book.xf_list)
    codes = [(form.format_str or "") if form is not None else "" for form in formats]
    struck = frozenset(index for index, style in enumerate(book.xf_list) if book.font_list[style.font_index].struck_out)
    styles = replace(styles_by(codes), struck=struck)
    sheets = [(sheet.name, _metadata_of(sheet, styles), _values(sheet, book.datemode)) for sheet in book.sheets()]
    for (_, metadata, _), cells in zip(sheets, cells_written(_stream(data)), strict=True):
        metadata.twice = cells.twice()
    named = next((name for name in book.name_obj_list if name.name == STAMP_NAME), None)
    return SecondReading(sheets, Stamp.parse(str(named.result.value)) if named is not None and named.result is not None else None)


def box(data: bytes) -> int:
    """How many cells the grid of the largest sheet would have; 0 for a container that cannot be opened, which no reader opens either."""
    try:
        return largest_box(_stream(data))
    except Exception:  # noqa: BLE001  a damaged container fails in many ways
        return 0


def _stream(data: bytes) -> bytes:
    """The workbook's records, without the container."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        name = next(name for name in _WORKBOOKS if container.exists(name))
        with container.openstream(name) as stream:
            return bytes(stream.read())


def _values(sheet: Any, datemode: int) -> dict[Cell, Any]:
    """The filled cells but for error values; moments as such."""
    values: dict[Cell, Any] = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            value = sheet.cell_value(row, column)
            if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) and value != "":
                values[row, column] = value
            elif kind == xlrd.XL_CELL_BOOLEAN:
                values[row, column] = bool(value)
            elif kind == xlrd.XL_CELL_DATE:
                values[row, column] = _serial(value, datemode)
    return values


def _serial(days: float, datemode: int) -> float:
    """Days since the beginning of 1900, whatever the book counts from."""
    return days + 1_462 * datemode


def says_the_same(value: Any, other: Any) -> bool:
    """Whether what two readers have of one cell is one value: a text, a truth, a number or a moment, as days since 1900."""
    if isinstance(other, str) or isinstance(value, str):
        return isinstance(value, str) and isinstance(other, str) and value.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    if isinstance(other, bool) or isinstance(value, bool):
        return value is other
    if isinstance(value, dt.datetime):
        days = (value.replace(tzinfo=None) - _DAY_0) / dt.timedelta(days=1)
    elif isinstance(value, dt.date):
        days = float((value - _DAY_0.date()).days)
    elif isinstance(value, (dt.time, dt.timedelta)):
        return True  # less than a day, or a span of time: no field of ours
    else:
        days = value
    return isinstance(days, (int, float)) and abs(days - other) <= 1e-5 * max(1.0, abs(other) * 1e-9)


def _metadata_of(sheet: Any, styles: Styles) -> SheetMetadata:
    metadata = SheetMetadata(beside=Annotations({at: note.text for at, note in sheet.cell_note_map.items()}))
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            style = sheet.cell_xf_index(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                metadata.errors[row, column] = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                for cells, those in ((metadata.percents, styles.percents), (metadata.seconds, styles.seconds)):
                    if style in those:
                        cells.append((row, column))
            for cells, those in ((metadata.hidden.cells, styles.blank), (metadata.struck, styles.struck)):
                if style in those:
                    cells.append((row, column))
    metadata.hidden.whole = sheet.visibility != 0
    metadata.hidden.rows = [(row, row) for row, about in sorted(sheet.rowinfo_map.items()) if about.hidden or about.height == 0]
    metadata.hidden.columns = [(column, column) for column, about in sorted(sheet.colinfo_map.items()) if about.hidden or about.width == 0]
    return metadata


def streams(data: bytes) -> set[str]:
    """What an OLE file holds: {"workbook"}, {"encrypted"}, both, or {"other"}. Empty for one that is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            held = {"workbook"} if any(container.exists(name) for name in _WORKBOOKS) else set()
            held |= {"encrypted"} if container.exists("EncryptedPackage") else set()
            if not chains_end(container, data[:512]):
                return set()
            return held or ({"other"} if container.listdir() else set())
    except Exception:  # noqa: BLE001  a damaged container fails in many ways
        return set()


def times(data: bytes) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(last saved, made), in UTC; None where the file does not say so."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container, container.openstream(_SUMMARY) as stream:
            moments = _moments(bytes(stream.read()))
    except Exception:  # noqa: BLE001  times are a help, never a reason to refuse
        return None, None
    return moments.get(_SAVED), moments.get(_MADE)


def _moments(summary: bytes) -> dict[int, dt.datetime]:
    """Number of a property → the moment it holds. The library's own way never ends on some damaged files."""
    (section,) = struct.unpack_from("<I", summary, 44)
    (count,) = struct.unpack_from("<I", summary, section + 4)
    moments = {}
    for at in range(section + 8, min(section + 8 + 8 * count, len(summary) - 7), 8):
        number, offset = struct.unpack_from("<II", summary, at)
        if number in (_SAVED, _MADE):
            kind, ticks = struct.unpack_from("<IQ", summary, section + offset)
            moment = _DAY_1601 + dt.timedelta(microseconds=ticks // 10)
            if kind == _FILETIME and moment.year > 1980:  # programs that do not know the time write 1601
                moments[number] = moment
    return moments
