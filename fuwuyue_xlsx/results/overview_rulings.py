"""What leaders ruled, on the first sheet: each ruling on a tie or on somebody's taking part, by whom, and the cell that says so."""

from __future__ import annotations

from fuwuyue_xlsx.evaluate.decisions import RulingOutcome
from fuwuyue_xlsx.evaluate.ruling_outcomes import CONFIRMATION
from fuwuyue_xlsx.messages.findings import place_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.workbook.page import Page
from fuwuyue_xlsx.workbook.source_links import SourceLinks

TITLE = "领导裁定"
MOST_LISTED = 30


def write_rulings(page: Page, outcome: Outcome, links: SourceLinks) -> None:
    """A line a ruling, those that act first; nothing without any. Confirmations stand beside what they confirm."""
    listed = sorted((ruling for ruling in outcome.rulings if ruling.kind != CONFIRMATION), key=lambda ruling: not ruling.applies)
    if not listed:
        return
    page.section(TITLE)
    for ruling in listed[:MOST_LISTED]:
        place = place_of(ruling.source)
        target = links.target(place.file, place.sheet, place.cell)
        page.line(_words(ruling), "" if ruling.applies else "quiet", link=target or None)
    if len(listed) > MOST_LISTED:
        page.line(f"另有 {len(listed) - MOST_LISTED} 条，见收件箱里的“领导裁定”。")


def _words(ruling: RulingOutcome) -> str:
    award = f"“{ruling.award}”" if ruling.award else "所有奖项"
    void = "" if ruling.applies else "（没有采用，或已不适用）"
    return f"{award}的“{ruling.candidate}”：{ruling.decision}{void}。{ruling.by} {ruling.date} 裁定，{ruling.source}"
