"""A second look at a binary book (.xls, .et) and its own account of itself: properties, saved times, the stamp."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import olefile
import xlrd

from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, SheetMetadata
from fuwuyue_xlsx.reading.formats.xlsx_styles import Styles, styles_by
from fuwuyue_xlsx.schema.stamp import STAMP_NAME, Stamp

_WORKBOOKS = ("Workbook", "Book")


def metadata_of(data: bytes) -> tuple[dict[str, SheetMetadata], Stamp | None]:
    """(sheet title → its look, the stamp in the defined name). Whatever the reader stumbles over leaves it."""
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    formats = (book.format_map.get(style.format_key) for style in book.xf_list)
    codes = [(form.format_str or "") if form is not None else "" for form in formats]
    struck = frozenset(index for index, style in enumerate(book.xf_list) if book.font_list[style.font_index].struck_out)
    styles = replace(styles_by(codes), struck=struck)
    looks = {sheet.name: _look(sheet, styles) for sheet in book.sheets()}
    named = next((name for name in book.name_obj_list if name.name == STAMP_NAME), None)
    return looks, Stamp.parse(str(named.result.value)) if named is not None and named.result is not None else None


def _look(sheet: Any, styles: Styles) -> SheetMetadata:
    look = SheetMetadata(beside=Annotations({at: note.text for at, note in sheet.cell_note_map.items()}))
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            style = sheet.cell_xf_index(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                look.errors[row, column] = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                for cells, those in ((look.percents, styles.percents), (look.seconds, styles.seconds)):
                    if style in those:
                        cells.append((row, column))
            for cells, those in ((look.hidden.cells, styles.blank), (look.struck, styles.struck)):
                if style in those:
                    cells.append((row, column))
    look.hidden.rows = [(row, row) for row, about in sorted(sheet.rowinfo_map.items()) if about.hidden or about.height == 0]
    look.hidden.columns = [(column, column) for column, about in sorted(sheet.colinfo_map.items()) if about.hidden or about.width == 0]
    return look


def streams(data: bytes) -> set[str]:
    """What an OLE file holds: {"workbook"}, {"encrypted"}, both, or {"other"}. Empty for one that is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            held = {"workbook"} if any(container.exists(name) for name in _WORKBOOKS) else set()
            held |= {"encrypted"} if container.exists("EncryptedPackage") else set()
            return held or ({"other"} if container.listdir() else set())
    except Exception:  # noqa: BLE001  a damaged container fails in many ways
        return set()


def times(data: bytes) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(last saved, made), in UTC; None where the file does not say so."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            told = container.get_metadata()
            return _utc(told.last_saved_time), _utc(told.create_time)
    except Exception:  # noqa: BLE001  times are a help, never a reason to refuse
        return None, None


def _utc(moment: Any) -> dt.datetime | None:
    """Programs that do not know the time write 1601."""
    known = isinstance(moment, dt.datetime) and moment.year > 1980
    return moment.replace(tzinfo=dt.UTC) if known else None
