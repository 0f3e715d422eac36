"""All that leans on what xlsxwriter does not promise: private methods, attributes, and the XML that it writes around marks.

Nothing else in the package does, and a test holds it so; another fails loudly when a new xlsxwriter no longer is as this
module needs it. Books are right even then: `rows_can_be_finished` tries it on a small book, and where it says no every
cell goes through xlsxwriter, more slowly.

Why: xlsxwriter takes some 15 µs for a cell, which is most of the time of a large campaign. So the long tables come as
finished rows (`fast_rows`): a `ResultsSheet` only remembers where they belong, xlsxwriter lays out everything else and
leaves a mark there, and `fast_package` puts the rows in place of the marks. A `TemplateSheet` needs rows that grow.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

ROWS_MARK, LINKS_MARK, TARGETS_MARK = "<!--rows {}-->", "<!--links-->", "urn:links"
_AT_ONCE = 1_000


class Run:
    """Rows one below the other, counted from 0, as UTF-8 pieces of XML. `texts`: how many cells hold a shared text."""

    def __init__(self, first: int) -> None:
        self.first, self.last = first, first - 1
        self.pieces: list[bytes] = []
        self.texts = 0
        self._waiting: list[str] = []

    def add(self, xml: str) -> None:
        """Add a row, the next below the last, as its XML."""
        self.last += 1
        self._waiting.append(xml)
        if len(self._waiting) >= _AT_ONCE:
            self.close()

    def close(self) -> None:
        """Turn what waits into bytes, which take a third of the room."""
        if self._waiting:
            xml = "".join(self._waiting)
            self.texts += xml.count(' t="s">')
            self.pieces.append(xml.encode())
            self._waiting.clear()


class PlainSheet(Worksheet):
    """A worksheet as stricter programs than Excel want it: an empty result of a formula is a text, links have no backslash."""

    # xlsxwriter's own: kind, target and mode of each link out of the sheet
    external_hyper_links: list[list[str]]

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        """xlsxwriter gives an empty text no type, so that it is an empty number."""
        typed = [*attributes, ("t", "str")] if result == "" else attributes
        super()._xml_formula_element(formula, result, typed)

    def _write_hyperlinks(self) -> None:
        super()._write_hyperlinks()
        self.external_hyper_links = [[kind, target.replace("\\", "/"), *mode] for kind, target, *mode in self.external_hyper_links]


class ResultsSheet(PlainSheet):
    """A sheet with formulas of Excel 2007 alone, and with finished rows.

    `links`: their <hyperlink> elements; `targets`: the files these lead to, the first under the id link1.
    """

    # xlsxwriter's own: the first and the last row that hold anything, numbers once there is one
    dim_rowmin: int
    dim_rowmax: int
    # xlsxwriter's own, too: how deep rows are folded
    outline_row_level: int

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.links: list[str] = []
        self.targets: list[str] = []

    def add_row(self, row: int, last_column: int, xml: str) -> None:
        """A finished row from column A to `last_column`; rows come in their order, each once."""
        if not self.runs or row != self.runs[-1].last + 1:
            assert not self.runs or row > self.runs[-1].last, (self.name, row)
            self.runs.append(Run(row))
            self._check_dimensions(row, 0)
        if last_column > self.dim_colmax:
            self._check_dimensions(row, last_column)
        self.runs[-1].add(xml)

    def fold_rows(self) -> None:
        """Let rows be folded under the one above them."""
        self.outline_settings(symbols_below=False)
        self.outline_row_level = 1

    def add_link(self, cell: str, target: str, display: str, is_text: bool) -> None:
        """A link under a finished cell, as xlsxwriter writes it: A5, internal:… or external:…, and what the cell shows."""
        if target.startswith("internal:"):
            self.links.append(f'<hyperlink ref="{cell}" location="{attribute(target[9:])}" display="{attribute(display)}"/>')
            return
        path, _, anchor = target.partition("#")
        self.targets.append(_file_of(path))
        where = f' location="{attribute(anchor)}"' if anchor else ""
        seen = "" if is_text else f' display="{attribute(display)}"'
        self.links.append(f'<hyperlink ref="{cell}" r:id="link{len(self.targets)}"{where}{seen}/>')

    def text_index(self, text: str) -> int:
        """The number of a text among those that all sheets share."""
        index: int = self.str_table._get_shared_string_index(text)
        # cells are counted when their rows are complete
        self.str_table.count -= 1
        return index

    # what xlsxwriter calls

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Formulas need no search for the 150 functions of newer programs, which takes longer than all the rest."""
        return formula.removeprefix("=")

    def _write_rows(self) -> None:
        if not self.runs:
            super()._write_rows()
            return
        first, last = self.dim_rowmin, max(self.dim_rowmax, self.runs[-1].last)
        own = self.table.keys() | self.row_info.keys()
        at = first
        for number, run in enumerate(self.runs):
            run.close()
            self.str_table.count += run.texts
            assert not any(run.first <= row <= run.last for row in own), (self.name, run.first, run.last)
            self._own_rows(at, run.first - 1)
            self.fh.write(ROWS_MARK.format(number))
            at = run.last + 1
        self._own_rows(at, last)
        self.dim_rowmin, self.dim_rowmax = first, last

    def _own_rows(self, first: int, last: int) -> None:
        if first <= last:
            self.dim_rowmin, self.dim_rowmax = first, last
            super()._write_rows()

    def _write_dimension(self) -> None:
        if self.runs:
            self._check_dimensions(self.runs[-1].last, 0)
        super()._write_dimension()

    def _write_hyperlinks(self) -> None:
        super()._write_hyperlinks()
        if self.links:
            self.fh.write(LINKS_MARK)
        if self.targets:
            self.rel_count += 1
            self.external_hyper_links.append(["/hyperlink", TARGETS_MARK, "External"])


class TemplateSheet(PlainSheet):
    """A worksheet that writes formulas as they are, and whose rows may have a height that Excel still fits to their text."""

    def set_growing_row(self, row: int, points: float) -> None:
        """Give a row this height in points, and let it grow with what is typed: the height is not marked as set by hand."""
        self.set_row(row, points)
        self._growing_rows().add(row + 1)

    def _growing_rows(self) -> set[int]:
        return self.__dict__.setdefault("growing_rows", set())

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """xlsxwriter looks for functions of newer programs, of which templates have none: half of the time."""
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if tag == "row" and dict(attributes).get("r") in self._growing_rows():
            attributes = [(name, value) for name, value in attributes if name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


def style_number(cell_format: Format) -> int:
    """The number under which a format stands in the workbook's styles, as cells name it."""
    number: int = cell_format._get_xf_index()
    return number


@lru_cache(maxsize=1 << 12)
def _file_of(path: str) -> str:
    """A file's path as the target of a relation: with slashes, which lead there on every system."""
    return Url(path)._target().replace("\\", "/")


def attribute(text: str) -> str:
    """A text inside an attribute of XML."""
    return content(text).replace('"', "&quot;").replace("\n", "&#xA;")


def content(text: str) -> str:
    """A text inside an element of XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1)
def rows_can_be_finished() -> bool:
    """Whether marks, shared texts, styles and links come out of this xlsxwriter where they are expected: tried on a small book."""
    try:
        return _marks_come_out()
    except (AttributeError, KeyError, TypeError, AssertionError):
        return False


def _marks_come_out() -> bool:
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("1", ResultsSheet)
    sheet.write_string(0, 0, "a")
    style = style_number(workbook.add_format({"bold": True}))
    index = sheet.text_index("b")
    sheet.add_row(1, 0, f'<row r="2"><c r="A2" s="{style}" t="s"><v>{index}</v></c></row>')
    sheet.add_row(2, 2, "")
    sheet.write_number(3, 1, 1)
    sheet.add_link("A2", "external:../b.xlsx#'1'!A1", "b", True)
    workbook.close()
    with zipfile.ZipFile(buffer) as parts:
        text, texts, targets = (parts.read(f"xl/{name}").decode() for name in (
            "worksheets/sheet1.xml", "sharedStrings.xml", "worksheets/_rels/sheet1.xml.rels"))
    places = [text.find(part) for part in (
        '<dimension ref="A1:C4"/>', "<sheetData>", '<row r="1"', ROWS_MARK.format(0) + '<row r="4"', "</sheetData>", LINKS_MARK, "<pageMargins")]
    return (style == 1 and index == 1 and -1 not in places and places == sorted(places)
            and "<si><t>a</t></si><si><t>b</t></si>" in texts and 'Id="rId1" ' in targets and f'Target="{TARGETS_MARK}"' in targets)
