"""定稿单.xlsx: who froze the result and when, who won, what went in and what came out by checksum; to be signed and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from fuwuyue_xlsx.forms.paper import Paper, print_ready
from fuwuyue_xlsx.forms.winners import all_winners, signature
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE
from fuwuyue_xlsx.workbook.style import HEAD, Formats

FILE = "定稿单.xlsx"
_WIDTHS = (7, 17, 36, 18, 13)
_ALIGNS = ("center", "left", "left", "left", "right")
_SMALL = {"font_size": 9}


@dataclass(frozen=True)
class SlipFacts:
    """What the outcome itself does not know: when it was frozen, by whom, with which note and program, and the checksums.

    rules    the sha256 of 评选规则.xlsx
    outputs  name → sha256 of everything that is frozen beside the slip
    """

    at: str
    by: str
    note: str
    program: str
    rules: str
    outputs: Mapping[str, str]


def final_slip(outcome: Outcome, facts: SlipFacts) -> bytes:
    """The slip of a final outcome."""
    return print_ready(outcome, "定稿单", lambda workbook, formats: _write(workbook, formats, outcome, facts))


def _write(workbook: Workbook, formats: Formats, outcome: Outcome, facts: SlipFacts) -> None:
    paper = Paper(workbook, formats, "定稿单", _WIDTHS)
    paper.title(outcome.rules.campaign.titled("评选定稿单"))
    for label, text in (("定稿人", facts.by), ("定稿时间", facts.at.replace("T", " ")), ("说　　明", facts.note or "无"),
                        ("程　　序", f"fuwuyue {facts.program}")):
        paper.across(f"{label}：{text}", font_size=12)
    _winners(paper, outcome)
    _signing(paper, outcome)
    used = [(file.path, f"{file.state.label}", file.sha256 or "没有打开") for file in outcome.files]
    _files(paper, "收到的文件", [(RULES_FILE, "评选规则", facts.rules), *used])
    _files(paper, "定稿的文件", [(name, "", digest) for name, digest in facts.outputs.items()])


def _section(paper: Paper, text: str) -> None:
    paper.gap(10)
    paper.across(text, 26, font_name=HEAD, font_size=13)


def _winners(paper: Paper, outcome: Outcome) -> None:
    winners = all_winners(outcome)
    _section(paper, f"获奖名单（{len(winners)} 个）")
    paper.header(("序号", "奖项", "获奖", "科室", "奖金（元）"))
    for number, winner in enumerate(winners, 1):
        paper.cells((number, winner.award.name, winner.name, winner.department, winner.prize or ""), _ALIGNS, 21, num_format="#,##0")
    total: dict[str, Any] = {"font_name": HEAD, "bg_color": "#DCE6F1"}
    if outcome.rules.pays:
        paper.cells(("合计", f"奖金 {outcome.evaluation.prizes.confirmed:,} 元"), ("center", "left"), 24, **total)


def _signing(paper: Paper, outcome: Outcome) -> None:
    paper.gap(18)
    paper.across("定稿人签字：　　　　　　　　　　　审核签字：　　　　　　　　　　　领导签字：", 34, font_size=12)
    paper.across(f"{signature(outcome)}　　　　　　年　　月　　日", 28, font_size=12, align="right", indent=2)


def _files(paper: Paper, title: str, files: list[tuple[str, str, str]]) -> None:
    """A row a file: its name and state over the whole width, its checksum below; a checksum is too long for a column."""
    _section(paper, f"{title}（{len(files)} 个）及其校验值（sha256）")
    for number, (name, state, digest) in enumerate(files, 1):
        words = f"{name}{f'（{state}）' if state else ''}\n{digest}"
        paper.cells((number, words), ("center", "left"), 30, **_SMALL)
