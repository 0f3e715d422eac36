"""Results workbooks as LibreOffice recalculates them from nothing: the stored values are taken out first."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.plans import plan_all
from tests.support.libreoffice import convert

# what stands in every formula cell before the recalculation: no formula comes to it
NOTHING = -987654321
_FORMULA = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>')
Sheets = dict[str, dict[str, Any]]


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


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Sheets]:
    """Every book's values after LibreOffice has opened and saved it, by sheet and cell. One process serves them all."""
    files = [folder / "emptied" / f"{name}.xlsx" for name in books]
    for file, data in zip(files, books.values(), strict=True):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return {name: values(file.read_bytes()) for name, file in zip(books, convert(folder, files, "xlsx"), strict=True)}


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
    told, lines = values(stored), []
    for sheet, cells in formulas(stored).items():
        for cell, formula in cells.items():
            wanted, got = told[sheet].get(cell), found[sheet].get(cell)
            if not same(wanted, got):
                lines.append(f"{sheet}!{cell}: stored {wanted!r}, recalculated {got!r}: {formula[:300]}")
    return lines


def same(first: object, second: object) -> bool:
    """Equal texts; numbers equal to the ninth decimal, far beyond the last digit shown."""
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
