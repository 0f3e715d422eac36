"""What could change who wins, on the first sheet: each finding with its place, what would be otherwise, and how it is settled."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt
from fuwuyue_xlsx.messages.findings import Group, grouped
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.workbook.page import Column, Link, Page
from fuwuyue_xlsx.workbook.source_links import SourceLinks

TITLE = "可能影响结果的提示"
MOST_LISTED = 30
_COLUMNS = (Column("位置"), Column("提示"), Column("换一种读法"), Column(""), Column(""), Column(""))
_MERGED = 2, 5
_SETTLE = "核对后改正原表；确认无误的，由领导在“领导裁定”的“提示确认”里签名确认。"


def write_doubts(page: Page, outcome: Outcome, links: SourceLinks) -> None:
    """The findings that could change who wins, the unsettled first, and the versions put aside that would have; nothing without any."""
    matter = sorted((doubt for doubt in outcome.doubts if doubt.matters and doubt.warns), key=lambda doubt: not doubt.holds)
    superseding = [doubt for doubt in outcome.doubts if doubt.matters and not doubt.warns and doubt.change]
    if matter:
        page.section(TITLE)
        page.note(_SETTLE)
        page.head(_COLUMNS)
        page.sheet.merge_range(page.row - 1, _MERGED[0], page.row - 1, _MERGED[1], _COLUMNS[2].title, page.formats.header)
    rows = [(doubt, group, number) for doubt in matter for number, group in enumerate(grouped(doubt.findings))]
    for doubt, group, number in rows[:MOST_LISTED]:
        _row(page, links, group, _otherwise(doubt) if number == 0 else "同上", "open" if doubt.holds else "")
    if len(rows) > MOST_LISTED:
        page.line(f"其余 {len(rows) - MOST_LISTED} 条见“问题清单”。")
    for line in _superseded(superseding):
        page.line(line, "quiet")


def _row(page: Page, links: SourceLinks, group: Group, otherwise: str, tint: str) -> None:
    """One row; the last four columns of the sheet are one cell."""
    place = group.first.place
    label = "\n".join(part for part in (place.file.rpartition("/")[2], place.sheet, group.cells) if part)
    target = links.target(place.file, place.sheet, place.cell)
    first, last = _MERGED
    style = page.cell(_COLUMNS[first], tint)
    page.sheet.merge_range(page.row, first, page.row, last, "", style)
    at, tall = page.row, page.text_height(otherwise, sum(page.widths[first:]))
    page.table_row(_COLUMNS[:first], [Link(label, target) if target else label, group.message], tint, tall)
    page.put(at, first, otherwise, style)


def _otherwise(doubt: WeighedDoubt) -> str:
    """What would be otherwise, and by whom it was confirmed that it is not."""
    settled = dict.fromkeys(f"{one.by} {one.date} 确认（{one.source}）" for one in doubt.confirmed_by)
    return "\n".join([doubt.otherwise, *(f"已由 {line}" for line in settled)])


def _superseded(doubts: list[WeighedDoubt]) -> Iterator[str]:
    for doubt in doubts:
        place = doubt.findings[0].place
        yield f"采用了较新的一份，获奖因此不同：如果用较旧的“{place.file}”，{doubt.change}"
