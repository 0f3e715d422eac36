"""Which of our sheets a sheet is like that bears none of their titles."""

from __future__ import annotations

from collections.abc import Collection

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import is_near, key, label_key, loose
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.reading.read_table import find_header
from fuwuyue_xlsx.schema.declarations import Book, Sheet
from fuwuyue_xlsx.schema.wording import sheet_texts


def like_sheet(grid: Grid, book: Book, there: Collection[str]) -> str | None:
    """The title of our sheet whose required headers all stand on this one, with rows filled below them; of several the one with the same or
    a near title, then one that is not `there` under its own title (keys of titles), then the one with most headers.

    Where only two headers are required, all of them.
    """
    fitting = [(loose(grid.title) == loose(sheet.title), _is_titled_like(grid, sheet), key(sheet.title) not in there, count, -place)
               for place, sheet in enumerate(book.sheets) if (count := _headers_in(grid, sheet))]
    return book.sheets[-max(fitting)[-1]].title if fitting else None


def near_title(grid: Grid, book: Book) -> str | None:
    """The title of our sheet that the title of this one is near, where more stands on it than the template holds itself."""
    by_likeness = sorted(book.sheets, key=lambda sheet: loose(grid.title) != loose(sheet.title))
    near = next((sheet for sheet in by_likeness if _is_titled_like(grid, sheet)), None)
    return near.title if near and not _is_blank_copy(grid, near) else None


def _is_titled_like(grid: Grid, sheet: Sheet) -> bool:
    return is_near(loose(grid.title), loose(sheet.title))


def _headers_in(grid: Grid, sheet: Sheet) -> int:
    """How many headers, or labels of a form, of our sheet stand on this one; 0 where it is not like it, or nothing is filled in."""
    if not sheet.columns:
        return len(sheet.form) if _is_like_form(grid, sheet) else 0
    wanted = {column.title for column in sheet.columns if column.required or column.must_stand}
    wanted = wanted if len(wanted) > 2 else {column.title for column in sheet.columns}
    header, places = find_header(grid, sheet) if len(wanted) > 1 else (-1, {})
    if header < 0 or not wanted <= set(places):
        return 0
    typed = [places[column.title][0] for column in sheet.columns if not column.locked and column.title in places]
    return len(places) if grid.filled[header + 1 :, typed].any() else 0


def _is_like_form(grid: Grid, sheet: Sheet) -> bool:
    """Whether all labels of a form stand on the sheet, and something is typed right of one."""
    cells = {label_key(value): (row, column) for row, values in grid.rows_within(grid.height) for column, value in enumerate(values)}
    places = [next((cells[name] for name in item.keys if name in cells), None) for item in sheet.form]
    return None not in places and any(place and not is_empty(grid.value(place[0], place[1] + 1))
                                      for item, place in zip(sheet.form, places, strict=True) if not item.locked)


def _is_blank_copy(grid: Grid, sheet: Sheet) -> bool:
    """Whether nothing stands on a sheet but what the template itself holds on the one that it is like."""
    fields = (*sheet.form, *sheet.columns, *sheet.beside)
    prefilled = (shown(value) for row in sheet.rows for value in row.values())
    examples = (text for field in fields for text in (field.example, *field.example_texts))
    known = sheet_texts(sheet) | {name for field in fields for name in field.keys} | {key(text) for text in (*prefilled, *examples)}
    return not grid.far and all(is_empty(value) or key(shown(value)) in known or label_key(shown(value)) in known for value in grid.flat)
