"""奖状.xlsx: a list for mail merge, and a certificate a sheet, each fitted to one A4 page across, with a frame.

A sheet each and not one sheet with page breaks: spreadsheets ignore set breaks when a page is fitted, and without
fitting a certificate that is right on one computer takes three pages on another that lacks the font.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.basics.text import display_width, sheet_titles
from fuwuyue_xlsx.forms.paper import clean, print_ready
from fuwuyue_xlsx.forms.winners import Winner, all_winners, day, signature
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.workbook.style import A4, HEAD, Formats
from fuwuyue_xlsx.workbook.xlsxwriter_internals import PlainSheet

FILE = "奖状.xlsx"
LIST = "名单"
NOT_YET = "初步结果，不得印发"
REMARK = "印发前请看"
COLUMNS = ("姓名/集体", "科室", "奖项", "年度", "单位", "日期")
_KAI, _RED, _GOLD = "楷体", "#C00000", "#BF9000"
# a frame of two lines: narrow columns left and right, low rows above and below, between the outer and the inner line
_FRAME_COLUMN, _FRAME_ROW, _WIDTH = 2, 12, 130
# points that a line of text may take, a little less than the column is wide
_LINE = 600
# (height, what stands there); with the frame a little higher than the page, so that fitting fills it from edge to edge
_ROWS: tuple[tuple[float, str], ...] = (
    (38, ""), (104, "heading"), (26, ""), (58, "name"), (50, "deed"), (84, "award"), (50, "praise"), (30, ""), (34, "unit"),
    (34, "day"), (30, ""),
)


def certificates_workbook(outcome: Outcome) -> bytes:
    """The certificates of every winner, in the order of the awards."""
    return print_ready(outcome, "奖状", lambda workbook, formats: _write(workbook, formats, outcome))


def _write(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    winners = all_winners(outcome)
    _list(workbook, formats, outcome, winners)
    numbered = [clean(f"{number} {winner.name}") for number, winner in enumerate(winners, 1)]
    titles = sheet_titles(numbered, (LIST,))
    for name, winner in zip(numbered, winners, strict=True):
        sheet = workbook.add_worksheet(titles[name], PlainSheet)
        _page(sheet, outcome.warning(NOT_YET))
        _certificate(sheet, formats, _words(outcome, winner))


def _page(sheet: Worksheet, warning: str) -> None:
    """One page across, whatever the fonts of the computer that prints it."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.8 if warning else 0.4, bottom=0.4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.center_vertically()
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _FRAME_COLUMN)
    sheet.set_column(1, 1, _WIDTH)
    sheet.set_column(2, 2, _FRAME_COLUMN)
    if warning:
        sheet.set_header(f'&C&"{HEAD}"&20&KC00000{warning}')


def _list(workbook: Workbook, formats: Formats, outcome: Outcome, winners: list[Winner]) -> None:
    """One row a winner below one header row and nothing else, as mail merge wants it; what forbids printing is a column of its own."""
    sheet = workbook.add_worksheet(LIST, PlainSheet)
    warning = outcome.warning(NOT_YET)
    remarks = [*([warning] if warning else []), *(outcome.finalised.changed if outcome.finalised else ())]
    columns = (*COLUMNS, REMARK) if remarks else COLUMNS
    for column, (title, width) in enumerate(zip(columns, (36, 16, 16, 8, 28, 16, 40), strict=False)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats.header)
    sheet.set_row(0, 26)
    campaign = outcome.rules.campaign
    for row, winner in enumerate(winners, 1):
        cells = (winner.name, winner.department, winner.award.name, str(campaign.year), signature(outcome), day(campaign.notice.awarded))
        for column, text in enumerate((*cells, *(["；".join(remarks)] if remarks else []))):
            sheet.write_string(row, column, clean(text), formats.get(border=1, border_color="#A6A6A6", text_wrap=True))
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&10第 &P 页 共 &N 页")
    sheet.freeze_panes(1, 0)
    if warning:
        sheet.set_header(f'&C&"{HEAD}"&16&KC00000{warning}')


def _words(outcome: Outcome, winner: Winner) -> dict[str, tuple[str, dict[str, Any]]]:
    """Row of a certificate → its text and its format."""
    campaign = outcome.rules.campaign
    home = f"（{winner.department}）" if winner.level is not Level.DEPARTMENT else ""
    name = f"{winner.name} 同志{home}：" if winner.level is Level.PERSON else f"{winner.name}{home}："
    deed = f"　　在{campaign.name}活动中成绩突出，被评为"
    praise = "　　特发此状，以资鼓励。"
    right = {"align": "right", "indent": 6}
    return {
        "heading": ("奖　状", {"font_name": _KAI, "font_size": 72, "bold": True, "font_color": _RED, "align": "center"}),
        "name": (name, {"font_size": fitting(name, 32), "bold": True, "indent": 4}),
        "deed": (deed, {"font_size": fitting(deed, 26), "indent": 4}),
        "award": (winner.award.name, {"font_size": fitting(winner.award.name, 48), "bold": True, "font_color": _RED, "align": "center"}),
        "praise": (praise, {"font_size": fitting(deed, 26), "indent": 4}),
        "unit": (signature(outcome), {"font_size": fitting(signature(outcome), 20), **right}),
        "day": (day(campaign.notice.awarded), {"font_size": 20, **right}),
    }


def fitting(text: str, largest: int) -> int:
    """The largest font size in which a text takes one line; never below 12: a longer text takes two lines."""
    half_widths = max(display_width(clean(text)), 1)
    return max(12, min(largest, int(_LINE * 2 / half_widths)))


def _certificate(sheet: Worksheet, formats: Formats, words: dict[str, tuple[str, dict[str, Any]]]) -> None:
    _frame_row(sheet, formats, 0, top=5)
    for number, (points, name) in enumerate(_ROWS, 1):
        text, style = words.get(name, ("", {}))
        inner = {"left": 6, "right": 6, "left_color": _RED, "right_color": _RED}
        if number == 1:
            inner |= {"top": 6, "top_color": _RED}
        if number == len(_ROWS):
            inner |= {"bottom": 6, "bottom_color": _RED}
        cell = formats.get(**{"font_name": _KAI, "text_wrap": True, **style, **inner})
        sheet.set_row(number, points)
        sheet.write_blank(number, 0, None, formats.get(left=5, left_color=_GOLD))
        sheet.write_string(number, 1, clean(text), cell) if text else sheet.write_blank(number, 1, None, cell)
        sheet.write_blank(number, 2, None, formats.get(right=5, right_color=_GOLD))
    _frame_row(sheet, formats, len(_ROWS) + 1, bottom=5)


def _frame_row(sheet: Worksheet, formats: Formats, row: int, **edge: int) -> None:
    """The upper or lower side of the outer line."""
    colours = {f"{side}_color": _GOLD for side in edge}
    sheet.set_row(row, _FRAME_ROW)
    sheet.write_blank(row, 0, None, formats.get(left=5, left_color=_GOLD, **edge, **colours))
    sheet.write_blank(row, 1, None, formats.get(**edge, **colours))
    sheet.write_blank(row, 2, None, formats.get(right=5, right_color=_GOLD, **edge, **colours))
