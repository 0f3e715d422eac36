"""The first sheet of a template: who fills what by when, colours, and each sheet's state by formula."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.look import Formats, height, lines_needed, set_page
from fuwuyue_xlsx.reading.grid import column_letters
from fuwuyue_xlsx.schema.kinds import ItemPoints
from fuwuyue_xlsx.schema.model import Book, Sheet
from fuwuyue_xlsx.schema.wording import BEGUN, DONE, EMPTY, GUIDE_COLUMNS, sheet_summary
from fuwuyue_xlsx.templates.layout import layout_of

_WIDTHS = (24, 62, 12)


def write_guide(worksheet: Worksheet, book: Book, formats: Formats) -> None:
    """Title, guide lines, and a row a sheet with its state."""
    for column, width in enumerate(_WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.merge_range(0, 0, 0, 2, "", formats.heading)
    worksheet.write_string(0, 0, book.title, formats.heading)
    worksheet.set_row(0, 34)
    text = formats.get(text_wrap=True)
    for row, line in enumerate(book.guide, 1):
        worksheet.merge_range(row, 0, row, 2, "", text)
        worksheet.write_string(row, 0, line, text)
        worksheet.set_row(row, height(lines_needed(line, sum(_WIDTHS)), 22))
    header = len(book.guide) + 2
    states = book.kind != "rules"
    for column, title in enumerate(GUIDE_COLUMNS[: 3 if states else 2]):
        worksheet.write_string(header, column, title, formats.header)
    for row, sheet in enumerate(book.sheets, header + 1):
        _write_sheet_row(worksheet, row, sheet, formats, states)
    set_page(worksheet, landscape=False)
    worksheet.protect("", {})


def _write_sheet_row(worksheet: Worksheet, row: int, sheet: Sheet, formats: Formats, states: bool) -> None:
    cell = formats.get(text_wrap=True, border=1, border_color="#A6A6A6")
    link = formats.get(font_color="#0563C1", underline=1, border=1, border_color="#A6A6A6", text_wrap=True)
    quoted = sheet.title.replace("'", "''")
    worksheet.write_url(row, 0, f"internal:'{quoted}'!A1", link, sheet.title)
    summary = sheet_summary(sheet)
    worksheet.write_string(row, 1, summary, cell)
    worksheet.set_row(row, height(max(lines_needed(summary, _WIDTHS[1]), lines_needed(sheet.title, _WIDTHS[0])), 24))
    if states:
        centred = formats.get(align="center", border=1, border_color="#A6A6A6")
        worksheet.write_formula(row, 2, state_formula(sheet), centred, EMPTY)


def state_formula(sheet: Sheet) -> str:
    """未填 while nothing is typed, 填写中 while a begun row lacks a required field, else 已完成."""
    begun, whole, wanted = _counts(sheet)
    return f'=IF({begun}=0,"{EMPTY}",IF({whole}<{wanted if wanted else begun},"{BEGUN}","{DONE}"))'


def _counts(sheet: Sheet) -> tuple[str, str, int]:
    """Formulas for begun and whole records, and how many records there must be (0: as many as begun)."""
    layout = layout_of(sheet)
    quoted = "'" + sheet.title.replace("'", "''") + "'!"
    if not sheet.columns:
        cells = [f"{quoted}$B${layout.form + i + 1}" for i, item in enumerate(sheet.form) if not item.locked]
        needed = [f"{quoted}$B${layout.form + i + 1}" for i, item in enumerate(sheet.form) if item.required and not item.locked]
        return _sum(cells), _sum(needed), len(needed)

    def column(index: int) -> str:
        letters = column_letters(index)
        return f"({quoted}${letters}${layout.first + 1}:${letters}${layout.last + 1}<>\"\")"

    typed = [column(i) for i, field in enumerate(sheet.columns) if not field.locked]
    needed = [column(i) for i, field in enumerate(sheet.columns) if field.required and not field.locked]
    begun = f"SUMPRODUCT(--({'+'.join(typed)}>0))"
    whole = f"SUMPRODUCT({'*'.join(needed)}*1)" if needed else begun
    points = any(isinstance(field.kind, ItemPoints) for field in sheet.columns)
    return begun, whole, 0 if points or sheet.ready else len(sheet.rows)


def _sum(cells: list[str]) -> str:
    return "(" + "+".join(f'({cell}<>"")' for cell in cells) + ")"
