"""The declarations of which our workbooks consist: fields, sheets and books."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from fuwuyue_xlsx.basics.text import key, label_key
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.field_kinds import Kind
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Score

EXAMPLE_MARK = "示例："
_MARK_KEY = key(EXAMPLE_MARK)


_label_key = lru_cache(maxsize=4_096)(label_key)


@dataclass(frozen=True)
class TableColumn:
    """The part of a sheet's column in the evaluation's table.

    name     the table's column
    meaning  what it says of the row, in English, for the data dictionary
    flag     only whether the cell is filled travels, as True or False, not what it says
    cited    a row is cited by its cell of this column (the table's `source`); one column of a sheet is
    """

    name: str
    meaning: str
    flag: bool = False
    cited: bool = False


@dataclass(frozen=True)
class Field:
    """A column of a table or an item of a form.

    title      the header or label, as the contract has it
    kind       how a value is read, what Excel allows, and the words for both
    required   empty in a filled row is an error
    locked     prefilled, not for typing
    help       one sentence for the person who fills it in: tooltip, message and field reference
    example    what the marked example row shows, or a locked form item's value; empty: nothing
    examples_once  what it showed in templates of before, which are still in use
    width      column width in characters
    decides    False: no decision depends on the field, so that findings about its values are warnings at most
    may_be_harmless  whether a finding about a value here is an error depends on the rest of its row
    required_with  (other title, value): required only then
    must_stand     the column may not be gone although single cells may be empty
    aliases    other keys by which the header is known
    becomes    the column's part in the evaluation's table (`Sheet.table`); None: it stays on the sheet
    more_in    (sheet, column) of the same book whose cells are options of a choice, too; None: none are
    chosen_from  (sheet, column) of the same book: its dropdown offers what stands there, and takes anything else
    """

    title: str
    kind: Kind
    required: bool = False
    locked: bool = False
    help: str = ""
    example: str = ""
    width: int = 14
    decides: bool = True
    may_be_harmless: bool = False
    required_with: tuple[str, str] | None = None
    must_stand: bool = False
    aliases: tuple[str, ...] = ()
    becomes: TableColumn | None = None
    examples_once: tuple[str, ...] = ()
    more_in: tuple[str, str] | None = None
    chosen_from: tuple[str, str] | None = None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the title and of the aliases, by which a header or label is recognised."""
        return tuple(map(_label_key, (self.title, *self.aliases)))

    @property
    def example_text(self) -> str:
        """The text of the example cell with its mark; empty for a field without an example."""
        return EXAMPLE_MARK + self.example if self.example else ""

    @property
    def example_texts(self) -> tuple[str, ...]:
        """Every text by which the example is known again; that of a choice may be any of them in another version."""
        options = self.kind.options if isinstance(self.kind, Choice) else ()
        return tuple(EXAMPLE_MARK + text for text in (self.example, *options, *self.examples_once)) if self.example else ()

    def shows_example(self, text: str) -> bool:
        """Whether a text is the example: one of its texts, or (of other rules) any day or moment behind the mark."""
        if not self.example or not key(text).startswith(_MARK_KEY):
            return False
        if isinstance(self.kind, (Day, Moment)):
            return self.kind.read(text.strip()[len(EXAMPLE_MARK):]).value is not None
        return key(text) in {key(example) for example in self.example_texts}

    @property
    def takes_points(self) -> bool:
        """Whether the cell is for points, which are to be filled in although a single one may stay empty."""
        return isinstance(self.kind, (Score, ItemPoints))


class Titles(dict[str, str | None]):
    """Text of a cell → the title it means, or None; what a text means is found once, as most stand in every book."""

    def __init__(self, by_key: dict[str, str]) -> None:
        super().__init__()
        self._by_key = by_key

    def __missing__(self, text: str) -> str | None:
        title = self._by_key.get(label_key(text))
        if len(self) < _MOST_REMEMBERED:
            self[text] = title
        return title

    def __reduce__(self) -> tuple[type, tuple[dict[str, str]]]:
        return Titles, (self._by_key,)


_MOST_REMEMBERED = 4_096


@lru_cache(maxsize=256)
def _titles_of(titles: tuple[tuple[str, str], ...]) -> Titles:
    """The sheets of all departments have the same titles."""
    return Titles(dict(titles))


@dataclass(frozen=True)
class Sheet:
    """A sheet: a form (label, value), a table (header, rows), or both with the form on top.

    rows      locked values that templates prefill, one dict a row, by column title
    ready     empty rows a template offers below them
    notes     lines above the form or table, for the person who fills it in
    optional  the sheet may be gone without an error
    wanted    every prefilled row is to be filled in
    unique    titles whose values together may stand once only; a second row is an error
    pairs     the known pairs of 科室 and 班组; any other in a row is an error
    beside    columns that a template may carry to be read by people; nothing in them is ever taken
    lenient   nothing wrong on it is an error (survey answers)
    fewest_headers  titles that one row has to hold to be the header
    table     the evaluation's table that the rows become, with the columns that `Field.becomes` names; empty: the kind of book
              has code of its own for them
    row       what one row of that table is, in English, for the data dictionary
    once      headings that it had in templates of before, which are still in use
    aliases   other titles by which it is known, where none of its own is there
    """

    title: str
    form: tuple[Field, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    ready: int = 0
    heading: str = ""
    notes: tuple[str, ...] = ()
    optional: bool = False
    wanted: bool = False
    unique: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    beside: tuple[Field, ...] = ()
    lenient: bool = False
    fewest_headers: int = 2
    landscape: bool = True
    table: str = ""
    row: str = ""
    once: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def table_columns(self) -> tuple[tuple[Field, TableColumn], ...]:
        """The columns that travel to the evaluation's table, in order, each with its part there."""
        return tuple((column, column.becomes) for column in self.columns if column.becomes)

    @property
    def cited(self) -> Field:
        """The column by whose cell a row of the evaluation's table is cited."""
        return next(column for column, part in self.table_columns if part.cited)

    @cached_property
    def header_titles(self) -> Titles:
        """Text of a cell → the title of the column whose header it is."""
        return _titles_of(tuple((column_key, column.title) for column in self.columns for column_key in column.keys))

    @cached_property
    def label_titles(self) -> Titles:
        """Text of a cell → the title of the form item whose label it is."""
        return _titles_of(tuple((item_key, item.title) for item in self.form for item_key in item.keys))

    @property
    def has_example(self) -> bool:
        """Whether any column has an example."""
        return any(column.example for column in self.columns)

    def column(self, title: str) -> Field:
        """The column with this title. Raises StopIteration where there is none."""
        return next(column for column in self.columns if column.title == title)


@dataclass(frozen=True)
class Hint:
    """A line of the live self-check that decides nothing: what it is about, and what is asked for, in words.

    check      the counted check, or STAFF or QUOTA of `schema.hints`
    label      what is asked for, as the line names it (column 名额与条件)
    wanted     how much of it (column 要求)
    threshold  how many are asked for; of a quota the seats, or the percent of the staff
    sheet      title of the sheet on which the award's candidates stand
    level      of the award: whether the department's entries are counted, or those of each recommended team
    rounding   how a quota that is a percent is rounded; empty: the quota is a number of seats
    least      the fewest seats of such a quota
    counting   what a counted check counts (`schema.checks.Counting`); None: the line is about the staff or a quota
    """

    check: str
    label: str
    wanted: str
    threshold: Decimal = Decimal(0)
    sheet: str = ""
    level: Level = Level.DEPARTMENT
    rounding: str = ""
    least: int = 0
    counting: object = None


@dataclass(frozen=True)
class Book:
    """A workbook: its kind, its file name, its sheets in order; `department` for a department's own book, `reviewer` for one that is
    made out to a reviewer.

    guide  what its first sheet tells the person who fills it in; `made_out_guide` what it tells the reviewer whom it is made out to
    hints  lines of the self-check about conditions and quotas
    """

    kind: str
    file_name: str
    title: str
    sheets: tuple[Sheet, ...]
    department: str | None = None
    guide: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    reviewer: str | None = None
    made_out_guide: tuple[str, ...] = ()

    def sheet(self, title: str) -> Sheet:
        """The sheet with this title. Raises StopIteration where there is none."""
        return next(sheet for sheet in self.sheets if sheet.title == title)
