"""Source texts (file!sheet!cell) side by side, as people read them, and the links that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fuwuyue_xlsx.messages.findings import place_of
from fuwuyue_xlsx.workbook.page import Link

MOST_SHEETS = 6


def grouped(sources: Iterable[str]) -> list[str]:
    """One text a sheet, its cells side by side: 收件箱/甲.xlsx!技能比赛!A6、A7. Repetitions are dropped."""
    by_sheet: dict[str, list[str]] = {}
    for source in dict.fromkeys(sources):
        if source:
            sheet, _, cell = source.rpartition("!")
            by_sheet.setdefault(sheet, []).append(cell)
    return [f"{sheet}!{'、'.join(cells)}" for sheet, cells in by_sheet.items()]


def sources_text(sources: Iterable[str]) -> str:
    """The same as lines of a cell; beyond a few sheets their number."""
    return _sources_text(tuple(sources))


@lru_cache(maxsize=1 << 10)
def _sources_text(sources: tuple[str, ...]) -> str:
    """A candidate's sources stand in many rows one below the other."""
    if len(sources) == 1 and "!" in sources[0]:
        return sources[0]
    lines = grouped(sources)
    more = [f"……共 {len(lines)} 张表"] if len(lines) > MOST_SHEETS else []
    return "\n".join([*lines[:MOST_SHEETS], *more])


@lru_cache(maxsize=1 << 12)
def link_path(path: str) -> str:
    """A path as a link's target: what would end or break the link is escaped, Chinese stays readable."""
    return "".join(f"%{ord(c):02X}" if c in ' #%"<>[]`^{}\\' else c for c in path)


_IN_ZIP = re.compile(r".+?\.zip(?=/)", re.I | re.S)
_WITHOUT_SHEETS = (".csv", ".tsv", ".tab", ".txt", ".prn", ".htm", ".html", ".mht", ".mhtml", ".xml")


@dataclass(frozen=True)
class SourceLinks:
    """Leads from the results folder to the files of the workspace. `back`: ../, or None where there is no way."""

    back: str | None

    def target(self, file: str, sheet: str = "", cell: str = "") -> str:
        """The target of a link to a cell; empty for what is no file of the workspace. A file in a zip file is reached by the zip file, a
        text table as a whole."""
        if self.back is None or "/" not in file:
            return ""
        zipped = _IN_ZIP.match(file)
        if zipped or file.lower().endswith(_WITHOUT_SHEETS):
            return f"external:{self.back}{link_path(zipped[0] if zipped else file)}"
        where = f"#'{sheet}'!{cell or 'A1'}" if sheet and "'" not in sheet else ""
        return f"external:{self.back}{link_path(file)}{where}"

    def labelled(self, label: Any, sources: Iterable[str]) -> Any:
        """A short label that leads to the first of the sources; the label alone where none can be reached.

        The sources themselves stand beside it as plain text: a long text with a link is not wrapped everywhere.
        """
        for source in sources:
            if source.count("!") >= 2:
                target = _target_of(self, source)
                return Link(label, target) if target else label
        return label


@lru_cache(maxsize=1 << 10)
def _target_of(links: SourceLinks, source: str) -> str:
    place = place_of(source)
    return links.target(place.file, place.sheet, place.cell)
