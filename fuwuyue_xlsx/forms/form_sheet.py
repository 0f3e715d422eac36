"""One printable form on A4: labels, boxes to sign, long texts that flow onto further pages instead of being cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.basics.text import wrapped
from fuwuyue_xlsx.workbook.cell_contents import printable
from fuwuyue_xlsx.workbook.style import A4, FOOTER, FORMAL, HEAD, Formats

WIDTHS = (14, 23, 13, 26)
# at 12 points a Chinese character takes 2 of these; what B:D and B alone hold in a line
TEXT_COLUMNS, CELL_COLUMNS = 56, 20
# in points: a line of text, and what a page takes between its margins
LINE, PAGE = 18.0, 700.0
LONGEST_BLOCK = 21
_INK = {"font_name": FORMAL, "font_size": 12}


class FormSheet:
    """Writes a form from top to bottom and knows where each page ends: no row is cut in two.

    The form is as wide as the page. Only where its font is missing and another is wider is it scaled down.
    """

    def __init__(self, worksheet: Worksheet, formats: Formats) -> None:
        self.worksheet, self.formats = worksheet, formats
        self.row, self.used = 0, 0.0
        self.breaks: list[int] = []
        for column, width in enumerate(WIDTHS):
            worksheet.set_column(column, column, width)

    def title(self, number: str, title: str, campaign: str) -> None:
        """附表1, the campaign, the form's title."""
        self._across(number, self.formats.get(font_name=HEAD, font_size=12), 22)
        self._across(campaign, self.formats.get(font_name=FORMAL, font_size=14, align="center"), 26)
        self._across(title, self.formats.get(font_name=HEAD, font_size=20, align="center"), 38)
        self._advance(8)

    def _across(self, text: str, style: Any, points: float) -> None:
        self.worksheet.merge_range(self.row, 0, self.row, 3, "", style)
        self.worksheet.write_string(self.row, 0, printable(text), style)
        self._advance(points)

    def _advance(self, points: float) -> None:
        self.worksheet.set_row(self.row, points)
        self.row, self.used = self.row + 1, self.used + points

    def _new_page(self) -> None:
        self.breaks.append(self.row)
        self.used = 0.0

    def pair(self, fields: Sequence[tuple[str, str]]) -> None:
        """One field over the whole width, or two beside each other."""
        style = {**_INK, "border": 1, "text_wrap": True, "align": "center"}
        cells = ((0, 1, 3),) if len(fields) == 1 else ((0, 1, 1), (2, 3, 3))
        columns = TEXT_COLUMNS if len(fields) == 1 else CELL_COLUMNS
        lines = max(len(wrapped(text, columns)) for _, text in fields)
        for (label, first, last), (name, text) in zip(cells, fields, strict=True):
            self.worksheet.write_string(self.row, label, name, self._label)
            if last > first:
                self.worksheet.merge_range(self.row, first, self.row, last, "", self.formats.get(**style))
            self.worksheet.write_string(self.row, first, printable(text), self.formats.get(**style))
        self._advance(max(30.0, lines * LINE + 10))

    @property
    def _label(self) -> Any:
        return self.formats.get(font_name=HEAD, font_size=12, align="center", text_wrap=True, border=1)

    def box(self, label: str, text: str, sign: Iterable[str], least: float) -> None:
        """A label with a text that may be long, and what is signed below it; at least so high.

        The text flows over pages. What is signed stays on one page with the text's last lines.
        """
        lines = _paragraphs(text)
        signed = [*sign]
        foot = LINE * 1.4 * len(signed)
        if not lines:
            if self.used + least > PAGE:
                self._new_page()
            self._block(label, [], max(least - foot, LINE), signed)
            return
        if self.used + len(lines) * LINE + foot <= PAGE and len(lines) <= LONGEST_BLOCK:
            points = max(len(lines) * LINE + 8, min(least, PAGE - self.used) - foot)
            self._block(label, lines, points, signed, whole="\n".join(_indented(text)))
            return
        again = False
        while lines or not again:
            room = int((PAGE - self.used - foot) // LINE)
            if room < min(3, len(lines)):
                self._new_page()
                continue
            part, lines = lines[:room], lines[room:]
            if lines and len(lines) <= 2 and len(part) > 4:
                part, lines = part[:-2], part[-2:] + lines
            points = len(part) * LINE + 8
            if not lines and not again:
                points = max(points, min(least, PAGE - self.used) - foot)
            self._block(f"{label}（续）" if again else label, part, points, [] if lines else signed)
            again = True
            if lines:
                self._new_page()

    def _block(self, label: str, lines: list[str], points: float, signed: list[str], whole: str = "") -> None:
        """One page's part of a box: rows of text of at most 409 points each, then the rows to sign.

        `whole`: the text of lines that stand in one row, which the office program may break as it likes.
        """
        first, inside = self.row, {"left": 1, "right": 1, "indent": 0}
        chunks = [lines[start : start + LONGEST_BLOCK] for start in range(0, len(lines), LONGEST_BLOCK)] or [[]]
        rest = max(points - len(lines) * LINE, 0.0)
        for number, chunk in enumerate(chunks):
            last = number == len(chunks) - 1 and not signed
            edges = {**inside, "top": 1 if number == 0 else 0, "bottom": 1 if last else 0}
            style = self.formats.get(**_INK, text_wrap=True, valign="top", **edges)
            more = rest if number == len(chunks) - 1 and rest < 200 else 0
            self._merged(whole or "\n".join(chunk), style, len(chunk) * LINE + more)
        if rest >= 200:
            edges = {**inside, "bottom": 0 if signed else 1}
            while rest > 0:
                self._merged("", self.formats.get(**_INK, **edges), min(rest, 300.0))
                rest -= 300.0
        for number, words in enumerate(signed):
            edges = {**inside, "bottom": 1 if number == len(signed) - 1 else 0}
            self._merged(words, self.formats.get(**_INK, align="right", **edges), LINE * 1.4)
        if self.row - first > 1:
            self.worksheet.merge_range(first, 0, self.row - 1, 0, "", self._label)
        self.worksheet.write_string(first, 0, label, self._label)

    def _merged(self, text: str, style: Any, points: float) -> None:
        self.worksheet.merge_range(self.row, 1, self.row, 3, "", style)
        self.worksheet.write_string(self.row, 1, text, style)
        self._advance(points)

    def note(self, text: str) -> None:
        """A small line below the form."""
        self._across(text, self.formats.get(font_size=10), 20)

    def finish(self, header: str) -> None:
        """Page setup. `header` stands above every page, so that a loose sheet is known again."""
        self.worksheet.set_paper(A4)
        self.worksheet.set_portrait()
        self.worksheet.set_margins(left=0.9, right=0.7, top=0.8, bottom=0.8)
        self.worksheet.fit_to_pages(1, 0)
        self.worksheet.center_horizontally()
        self.worksheet.set_header("&R&9" + header_text(header))
        self.worksheet.set_footer(FOOTER)
        self.worksheet.hide_gridlines(2)
        self.worksheet.set_h_pagebreaks(self.breaks)
        self.worksheet.print_area(0, 0, self.row - 1, 3)


def header_text(text: str) -> str:
    """A text for a page header, where & begins a code and 255 characters are the most; a digit must not follow a size."""
    return " " + printable(text).replace("\n", " ").replace("&", "&&")[:120].rstrip("&")


def _paragraphs(text: str) -> list[str]:
    """The lines of a text."""
    return [line for part in _indented(text) for line in wrapped(part, TEXT_COLUMNS)]


def _indented(text: str) -> list[str]:
    """The paragraphs of a text, each indented by two characters."""
    parts = (part.strip() for part in printable(text).split("\n"))
    return [f"\u3000\u3000{part}" for part in parts if part]

