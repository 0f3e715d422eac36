"""What a field, a sheet and a book are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fuwuyue_xlsx.schema.kinds import Choice, Kind
from fuwuyue_xlsx.text import label_key

EXAMPLE_MARK = "示例："


@dataclass(frozen=True)
class Field:
    """A column of a table or an item of a form.

    title      the header or label, as the contract has it
    kind       how a value is read, what Excel allows, and the words for both
    required   empty in a filled row is an error
    locked     prefilled, not for typing
    help       one sentence for the person who fills it in: tooltip, message and field reference
    example    what the marked example row shows, or a locked form item's value; empty: nothing
    width      column width in characters
    decides    False: a fault here decides nothing and is a warning
    required_with  (other title, value): required only then
    must_stand     the column may not be gone although single cells may be empty
    aliases    other keys by which the header is known
    """

    title: str
    kind: Kind
    required: bool = False
    locked: bool = False
    help: str = ""
    example: str = ""
    width: int = 14
    decides: bool = True
    required_with: tuple[str, str] | None = None
    must_stand: bool = False
    aliases: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return (label_key(self.title), *(label_key(alias) for alias in self.aliases))

    @property
    def example_text(self) -> str:
        return EXAMPLE_MARK + self.example if self.example else ""

    @property
    def example_texts(self) -> tuple[str, ...]:
        """Every text by which the example is known again; that of a choice may be any of them in another version."""
        options = self.kind.options if isinstance(self.kind, Choice) else ()
        return tuple(EXAMPLE_MARK + text for text in (self.example, *options)) if self.example else ()


@dataclass(frozen=True)
class Sheet:
    """A sheet: a form (label, value), a table (header, rows), or both with the form on top.

    rows      locked values that templates prefill, one dict a row, by column title
    ready     empty rows a template offers below them
    notes     lines above the form or table, for the person who fills it in
    optional  the sheet may be gone without an error
    lenient   nothing wrong on it is an error (survey answers)
    """

    title: str
    form: tuple[Field, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    ready: int = 0
    heading: str = ""
    notes: tuple[str, ...] = ()
    optional: bool = False
    lenient: bool = False
    landscape: bool = True

    @cached_property
    def headers(self) -> dict[str, str]:
        """Key of a header → the column's title."""
        return {column_key: column.title for column in self.columns for column_key in column.keys}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Key of a label → the form item's title."""
        return {item_key: item.title for item in self.form for item_key in item.keys}

    @property
    def has_example(self) -> bool:
        return any(column.example for column in self.columns)

    def column(self, title: str) -> Field:
        return next(column for column in self.columns if column.title == title)


@dataclass(frozen=True)
class Book:
    """A workbook: its kind, its file name, its sheets in order; `department` for a department's own book."""

    kind: str
    file_name: str
    title: str
    sheets: tuple[Sheet, ...]
    department: str | None = None
    guide: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def sheet(self, title: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.title == title)
