"""修改意见, the first sheet of a returned copy: what to mend, each line with a link to its cell."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.messages.findings import Finding, Group, grouped
from fuwuyue_xlsx.returns.cell_marks import FILLS
from fuwuyue_xlsx.schema.wording import REMARKS_LINE, REMARKS_SHEET
from fuwuyue_xlsx.workbook.cell_contents import printable
from fuwuyue_xlsx.workbook.style import BODY, FOOTER, HEAD, HEADER, lines_needed

_COLUMNS = {"序号": 6, "级别": 8, "位置": 26, "问题": 58, "怎么改": 50}
_EDGE = Side(style="thin", color="FFA6A6A6")
_BORDER = Border(_EDGE, _EDGE, _EDGE, _EDGE)
_TINTS = {**FILLS, Severity.INFO: "FFDDEBF7"}
_FIRST_ROW = 4


def write_remarks(sheet: Worksheet, findings: list[Finding], sheets: dict[str, Worksheet]) -> None:
    """Findings of one cause stand in one line with all their cells; `sheets` are the book's own by key."""
    groups = grouped(findings)
    errors, hints = (sum(group.first.severity is severity for group in groups) for severity in (Severity.ERROR, Severity.INFO))
    also = f"，{hints} 项提示" if hints else ""
    _line(sheet, 1, REMARKS_LINE, Font(name=HEAD, size=14))
    _line(sheet, 2, f"{REMARKS_SHEET}：{errors} 项必须改正（错误），{len(groups) - errors - hints} 项请核对（警告）{also}。点“位置”可以跳到那一格。",
          Font(name=BODY, size=11, color="FF595959"))
    for column, (title, width) in enumerate(_COLUMNS.items(), 1):
        cell = sheet.cell(3, column, title)
        cell.font, cell.border = Font(name=HEAD, size=11), _BORDER
        cell.fill = PatternFill("solid", fgColor="FF" + HEADER.removeprefix("#"))
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[cell.column_letter].width = width
    for number, group in enumerate(groups, 1):
        _row(sheet, number, group, sheets)
    _page(sheet)


def _line(sheet: Worksheet, row: int, text: str, font: Font) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, Alignment(vertical="center")
    sheet.row_dimensions[row].height = 24


def _row(sheet: Worksheet, number: int, group: Group, sheets: dict[str, Worksheet]) -> None:
    place, row = group.first.place, _FIRST_ROW + number - 1
    where = "!".join(part for part in (place.sheet, group.cells) if part) or "整个文件"
    values: tuple[int | str, ...] = (number, group.first.severity.label, where, group.message, group.first.hint)
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, printable(value) if isinstance(value, str) else value)
        cell.font, cell.border = Font(name=BODY, size=11), _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if column < 3 else "left")
        if isinstance(value, str):
            cell.data_type = "s"
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=_TINTS[group.first.severity])
    lines = max(lines_needed(str(value), width) for value, width in zip(values, _COLUMNS.values(), strict=True))
    sheet.row_dimensions[row].height = min(409, 16 * lines + 6)
    target = sheets.get(key(place.sheet))
    if target is not None:
        link = sheet.cell(row, 3)
        link.hyperlink = f"#{quoted_title(target.title)}!{place.cell or 'A1'}"
        link.font = Font(name=BODY, size=11, color="FF0563C1", underline="single")


def _page(sheet: Worksheet) -> None:
    """A4, one page wide, the header repeated, page numbers."""
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    sheet.print_title_rows = "3:3"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.oddFooter
    assert footer is not None and footer.center is not None  # every sheet has them
    footer.center.text = FOOTER.split("&10", 1)[1]
