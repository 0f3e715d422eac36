"""变化: against the run before, who moved and because of which file and cell."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.history.compare import Comparison
from fuwuyue_xlsx.history.comparison_text import MOST_FACTS, headline
from fuwuyue_xlsx.history.fact_changes import FactChange, in_groups
from fuwuyue_xlsx.workbook.page import Column, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import grouped

TITLE = "变化"
_WIDTHS = (14, 30, 14, 36, 90)


def write_changes(workbook: Workbook, options: SheetOptions, comparison: Comparison) -> None:
    """The last sheet. A first run has one line that says so."""
    page = Page(workbook, options, TITLE, _WIDTHS, long=True)
    page.heading("与上一次运行相比的变化")
    for line, loud in headline(comparison):
        page.line(line, "open" if loud else "")
    if comparison.base is not None:
        _tables(page, comparison)
    page.finish()


def _tables(page: Page, comparison: Comparison) -> None:
    page.section("谁的名次、状态、得分或奖金变了")
    columns = (Column("奖项"), Column("候选"), Column("科室"), Column("变化"), Column("原因（文件!工作表!单元格：原来 → 现在）"))
    page.table(columns, [[m.award, m.name, m.department, "\n".join(m.changes), "\n".join(m.causes)] for m in comparison.candidates],
               nothing="没有候选受影响")
    page.section("规则和口径的改动")
    page.table((Column("工作表"), Column("项目"), Column(""), Column("原来"), Column("现在")),
               [[c.sheet, c.item, "", c.old or "没有", c.new or "没有"] for c in comparison.rules], nothing="没有改动")
    page.section("文件的改动")
    page.table((Column("种类"), Column("文件名"), Column(""), Column("改动"), Column("文件")),
               [["文件", file.path.rpartition("/")[2], "", file.words, file.path] for file in comparison.files], nothing="没有改动")
    page.section("数据的改动")
    groups = in_groups(comparison.facts)
    page.table((Column("内容"), Column("对象"), Column("科室"), Column("原来 → 现在"), Column("出处")),
               [_row(group) for group in groups[:MOST_FACTS]], nothing="没有改动")
    if len(groups) > MOST_FACTS:
        page.line(f"还有 {len(groups) - MOST_FACTS} 条没有列出")


def _row(group: list[FactChange]) -> list[object]:
    """A change with its cells; many cells of one sheet that came or went share a row that names them all."""
    first, fact = group[0], group[0].fact
    old, new = (one.value or "空" if one else "没有" for one in (first.old, first.new))
    about, words = first.subject.partition(" ")[2], f"{old} → {new}"
    if len(group) > 1:
        about, words = f"{len(group)} 处", f"{'整批新填' if first.old is None else '整批不再有'}，例如“{fact.value}”（{about}）"
    return [fact.table, about, fact.department, words, "\n".join(grouped(one.at for s in group for one in (s.old, s.new) if one))]
