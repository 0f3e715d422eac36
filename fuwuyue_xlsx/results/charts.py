"""The charts of the first sheet: native ones over cells of the other sheets, so that they follow changes."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.results.award_layout import FIRST, HEADER, AwardLayout
from fuwuyue_xlsx.results.plans import Plans
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.addresses import CellRef
from fuwuyue_xlsx.workbook.page import Page
from fuwuyue_xlsx.workbook.style import BODY

# fills that differ in grey, too
_FILLS = ("#1F4E79", "#9DC3E6", "#D9D9D9", "#7F7F7F", "#BDD7EE", "#404040")
_FONT = {"name": BODY, "size": 9}
# pixels; the sheet is some 1045 wide
WIDE, TALL, NARROW = (1035, 260), 470, (515, 255)
_ROW = 20


def write_charts(workbook: Workbook, page: Page, plans: Plans, prizes: tuple[str, int, int, int, int]) -> None:
    """One wide chart a scored award, then prizes and satisfaction side by side.

    `prizes`: sheet, first and last row, column of the names, column of the yuan, by department.
    """
    layouts = [plan.layout for plan in plans.awards.values()]
    for layout in (one for one in layouts if one.whole and one.bars and one.result.award.enabled):
        chart = _scores(workbook, layout)
        tall = WIDE[1] if layout.bars <= 6 else TALL
        chart.set_size({"width": WIDE[0], "height": tall})
        _place(page, [chart], tall)
    sheet, first, last, names, yuan = prizes
    money = _bars(workbook, "各科室已定奖金（元）", [sheet, first, names, last, names], [sheet, first, yuan, last, yuan], "#,##0")
    area = plans.department_figures[Source.SURVEY].area
    survey = _bars(workbook, "各科室满意度测评得分", [area.sheet, area.first, 2, area.last, 2],
                   [area.sheet, area.first, area.column, area.last, area.column], "0.0")
    survey.set_y_axis({"min": 0, "max": 100, "num_font": _FONT, "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}})
    _place(page, [money, survey] if plans.prizes.paid else [survey], NARROW[1])


def _place(page: Page, charts: list, height: int) -> None:
    """Charts side by side, with as many rows left free as they cover."""
    needed = -(-(height + 8) * 3 // (4 * _ROW))
    for number, chart in enumerate(charts):
        page.sheet.insert_chart(page.row, 0, chart, {"object_position": 2, "x_offset": 4 + number * (NARROW[0] + 6), "y_offset": 4})
    for _ in range(needed):
        page.high(page.row, _ROW)
        page.row += 1


def _scores(workbook: Workbook, layout: AwardLayout) -> Chart:
    """Weighted components stacked, a column each candidate, and the cut as a line where there is one for all of them."""
    last, title = FIRST + layout.bars - 1, layout.title
    names = [title, FIRST, layout.name_column, last, layout.name_column]
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    parts = layout.result.award.components
    for number, part in enumerate(parts):
        column = layout.weighted + number
        chart.add_series({
            "name": [title, HEADER, layout.component_column(part.name)], "categories": names,
            "values": [title, FIRST, column, last, column], "gap": 60,
            "fill": {"color": _FILLS[number % len(_FILLS)]}, "border": {"color": "#404040", "width": 0.5}})
    if not layout.as_run:
        chart.combine(_cut(workbook, layout, names))
    more = f"（前 {layout.bars} 名）" if len([s for s in layout.standings if s.rank is not None]) > layout.bars else ""
    what = "综合得分的构成" if layout.as_run else "综合得分的构成与入围线"
    chart.set_title({"name": f"{what}：{layout.result.award.name}{more}", "name_font": {"name": BODY, "size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_x_axis({"num_font": {**_FONT, "rotation": -35 if layout.bars > 6 else 0}})
    # points that are taken off stand below the axis
    least = {} if layout.result.award.adjustment else {"min": 0}
    chart.set_y_axis({"num_font": _FONT, "num_format": "0", **least, "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}})
    chart.show_hidden_data()
    return chart


def _cut(workbook: Workbook, layout: AwardLayout, names: list) -> Chart:
    """The score at the cut as a dashed line."""
    last, title = FIRST + layout.bars - 1, layout.title
    line = workbook.add_chart({"type": "line"})
    line.add_series({"name": f"={quoted_title(title)}!{CellRef(title, HEADER, layout.cut).absolute}", "categories": names,
                     "values": [title, FIRST, layout.cut, last, layout.cut],
                     "line": {"color": "#C00000", "width": 2, "dash_type": "dash"}})
    return line


def _bars(workbook: Workbook, title: str, names: list, values: list, number_format: str) -> Chart:
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"name": title, "categories": names, "values": values, "gap": 80, "fill": {"color": _FILLS[0]},
                      "data_labels": {"value": True, "num_format": number_format, "font": _FONT}})
    chart.set_title({"name": title, "name_font": {"name": BODY, "size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis({"min": 0, "num_font": _FONT, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}})
    chart.set_size({"width": NARROW[0], "height": NARROW[1]})
    return chart
