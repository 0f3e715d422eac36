"""Results workbooks as LibreOffice recalculates them from nothing: the stored values are taken out first."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.plans import plan_all
from tests.support.libreoffice import texts_of_sheets

# what stands in every formula cell before the recalculation: no formula comes to it
NOTHING = -987654321
_FORMULA = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>')
# what no value rests on, but LibreOffice spends most of its time on: looks of cells, charts, lists to choose from, links, heights of rows
_LOOKS = re.compile("<(conditionalFormatting|dataValidations|hyperlinks)[ >].*</\\1>|<drawing [^>]*/>", re.DOTALL)
_ROW_WITHOUT_HEIGHT = re.compile(r'<row (?![^>]* ht=)([^>]*?)(/?)>')
_NUMBER_FORMAT = re.compile(r'(<xf )numFmtId="\d+"')
# a cell with a formula as it is stored: its address, the kind of its value, the formula, the value
_STORED = re.compile(r'<c r="([A-Z]+\d+)"(?: s="\d+")?(?: t="(\w+)")?><f>([^<]*)</f><v>([^<]*)</v>')
# a cell of a sheet as text, and what ends it; texts stand between quotes
_TEXT_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)')
_DAY = re.compile(r"(\d{4})[-/](\d+)[-/](\d+)(?: (\d+):(\d+):(\d+))?")
Sheets = dict[str, dict[str, Any]]
Name = TypeVar("Name", bound=Hashable)


def emptied(data: bytes, cells: Mapping[str, Mapping[str, object]] | None = None) -> bytes:
    """The workbook with every formula's value lost, and with other values in some cells: sheet → cell → value."""
    buffer = io.BytesIO()
    titles = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(load_workbook(io.BytesIO(data), read_only=True).sheetnames, 1)}
    changes = {titles[sheet]: values for sheet, values in (cells or {}).items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text = _FORMULA.sub(rf"\1>\2<v>{NOTHING}</v>", content.decode())
                for cell, value in changes.get(entry.filename, {}).items():
                    text = typed(text, cell, value)
                content = text.encode()
            new.writestr(entry.filename, content)
    return buffer.getvalue()


def typed(sheet: str, cell: str, value: object) -> str:
    """The sheet's XML with a number or text typed over a cell that holds no formula."""
    found = re.search(rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)', sheet)
    assert found and "<f>" not in found[0], (cell, found and found[0])
    style = found[1] or ""
    new = f'<c r="{cell}"{style} t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f'<c r="{cell}"{style}><v>{value}</v></c>'
    return sheet[: found.start()] + new + sheet[found.end():]


def recalculated(folder: Path, books: Mapping[Name, bytes]) -> dict[Name, Sheets]:
    """Every book's values after LibreOffice has opened it, by sheet and cell; days are Excel's numbers. One process serves them all."""
    files = [folder / "emptied" / f"{number}.xlsx" for number in range(len(books))]
    for file, data in zip(files, books.values(), strict=True):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(without_looks(data))
    found = texts_of_sheets(folder, files)
    return {name: {title: _cells(text) for title, text in sheets.items()} for name, sheets in zip(books, found, strict=True)}


def without_looks(data: bytes) -> bytes:
    """The workbook without anything that no value rests on: opened and saved in a third of the time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text = _LOOKS.sub("", content.decode())
                content = _ROW_WITHOUT_HEIGHT.sub(r'<row \1 ht="15" customHeight="1"\2>', text).encode()
            elif entry.filename == "xl/styles.xml":
                content = _NUMBER_FORMAT.sub(r'\1numFmtId="0"', content.decode()).encode()
            new.writestr(entry.filename, content)
    return buffer.getvalue()


def _cells(text: str) -> dict[str, Any]:
    found, row, column = {}, 1, 1
    for cell, end in _TEXT_CELL.findall(text):
        value = _value(cell)
        if value != "":
            found[f"{get_column_letter(column)}{row}"] = value
        row, column = (row + 1, 1) if end == "\n" else (row, column + 1)
    return found


def _value(cell: str) -> Any:
    if cell.startswith('"'):
        return cell[1:-1].replace('""', '"')
    if cell in ("TRUE", "FALSE"):
        return cell == "TRUE"
    if day := _DAY.fullmatch(cell):
        return to_excel(dt.datetime(*(int(part or 0) for part in day.groups())))
    try:
        return float(cell[:-1]) / 100 if cell.endswith("%") else float(cell)
    except ValueError:
        return cell


@lru_cache(8)
def values(data: bytes) -> Sheets:
    """Every filled cell's value by sheet and cell; what shows nothing is left out."""
    book = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    return {sheet.title: {cell.coordinate: cell.value for row in _rows(sheet) for cell in row if cell.value not in (None, "")}
            for sheet in book.worksheets}


@lru_cache(8)
def formulas(data: bytes) -> dict[str, dict[str, str]]:
    """Every formula by sheet and cell."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    return {sheet.title: {cell.coordinate: cell.value for row in _rows(sheet) for cell in row if cell.data_type == "f"}
            for sheet in book.worksheets}


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Every row, whatever the sheet says of its size. Read only is twice as quick, and no link is taken for the value of an empty cell."""
    sheet.reset_dimensions()
    yield from sheet.iter_rows()


def differences(stored: bytes, found: Sheets) -> list[str]:
    """Formula cells whose recalculated value is not the one the program stored."""
    lines = []
    for sheet, text in _sheets_of(stored).items():
        cells = _STORED.findall(text)
        assert len(cells) == text.count("<f>"), "a formula without a value, or of another kind"
        for cell, kind, formula, value in cells:
            wanted, got = _stored(kind, value), found[sheet].get(cell)
            if not same(wanted, got):
                lines.append(f"{sheet}!{cell}: stored {wanted!r}, recalculated {got!r}: {html.unescape(formula)[:300]}")
    return lines


def _sheets_of(data: bytes) -> dict[str, str]:
    """The XML of every sheet by its title."""
    titles = load_workbook(io.BytesIO(data), read_only=True).sheetnames
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {title: parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number, title in enumerate(titles, 1)}


def _stored(kind: str, value: str) -> Any:
    if kind in ("str", "e"):
        return html.unescape(value) or None
    return value == "1" if kind == "b" else float(value) if value else None


def same(first: object, second: object) -> bool:
    """Equal texts; numbers, and days as Excel's numbers, equal to the ninth decimal, far beyond the last digit shown."""
    first, second = (to_excel(value) if isinstance(value, (dt.date, dt.time)) else value for value in (first, second))
    if isinstance(first, (int, float)) and isinstance(second, (int, float)):
        return abs(first - second) < 1e-9
    return first == second


def undecided(outcome: Outcome) -> list[str]:
    """What the workbook's cells come to otherwise than the evaluation: ranks, scores, statuses, reasons, prizes, totals."""
    plans = plan_all(outcome, outcome.facts, 1_000_000, ())
    wrong = []
    for result in outcome.evaluation.awards:
        plan = plans.awards[result.award.name]
        for standing in result.standings:
            row = plan.layout.at[standing.candidate]
            told: dict[str, tuple[object, object]] = {
                "status": (plan.status.value(row), standing.status.label), "rank": (plan.ranking.rank.value(row) or None, standing.rank),
                "reason": (plan.reason.value(row), "；".join(standing.reasons))}
            if result.award.scored:
                told["score"] = plan.score.value(row) if plan.score.value(row) != "" else None, standing.score
            wrong += [f"{result.award.name} {standing.candidate.name} {name}: {cell!r} is not {value!r}"
                      for name, (cell, value) in told.items() if cell != value]
    prizes, said = plans.prizes, outcome.evaluation.prizes
    for department, row in prizes.departments.items():
        if prizes.series[5].value(row) != said.by_department[department]:
            wrong.append(f"{department}: {prizes.series[5].value(row)} yuan are not {said.by_department[department]}")
    total = (prizes.series[5].value(prizes.total), prizes.series[7].value(prizes.total))
    return wrong if total == (said.confirmed, said.open) else [*wrong, f"{total} are not {said.confirmed, said.open}"]
