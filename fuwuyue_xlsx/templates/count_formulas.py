"""What the counted checks come to on a department's own book, as Excel formulas.

How a check counts is declared in `schema.checks`; here is what the declarations mean in array formulas of one column, with
functions that every spreadsheet program has. `evaluate.counts` says the same in pandas, and a test holds the two equal. Two
things a formula takes otherwise: it cannot take a list of teams apart, so that a team whose name is part of another team's
is found in both; and upper and full-width letters of rare alphabets stay different to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from fuwuyue_xlsx.basics.text import compact
from fuwuyue_xlsx.rules.model import WHOLE_DEPARTMENT
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.activities import TEAMS
from fuwuyue_xlsx.schema.checks import CountedColumn, Counting, How, team_column
from fuwuyue_xlsx.schema.wording import RECKONED
from fuwuyue_xlsx.templates.template_addresses import SheetAddresses

# what a text that formulas have put together begins with, by which the reader knows it
MARK = f'{f.BETWEEN}&"{RECKONED[1:]}"'


class FormulaColumn(Protocol):
    """Where formulas are put that others count with."""

    def formula_column(self, formulas: Sequence[str], value: float | str) -> tuple[str, ...]:
        """The addresses of new cells one below the other, each with an array formula (without =); `value`: what each comes to on a blank book."""


def first_equals(texts: Sequence[str], hidden: FormulaColumn) -> tuple[str, str]:
    """Two ranges: the texts (each an expression of one cell) behind a mark, and for each the number of the first one equal to it, from 1."""
    cells = hidden.formula_column([f"{MARK}&{text}" for text in texts], RECKONED)
    every = f"{cells[0]}:{cells[-1].rpartition('!')[2]}"
    numbers = hidden.formula_column([f"MATCH(1,EXACT({every},{cell})*1,0)" for cell in cells], 1)
    return every, f"{numbers[0]}:{numbers[-1].rpartition('!')[2]}"


def first_among(firsts: str, chosen: str) -> str:
    """1 for each chosen row that is the first of its equals among them, 0 for the others; `chosen`: 1 or 0 for each row."""
    among = f"IF({chosen},{firsts},0)"
    return f"({chosen})*(MATCH({among},{among},0)=ROW({firsts})-ROW({firsts.partition(':')[0]})+1)"


def _says(text: str, word: str) -> str:
    """1 or true where a text is a word; = takes AB for ab, which are two to the reader."""
    typed = f'ASC("{compact(word).replace(chr(34), 2 * chr(34))}")'
    return f"({text}={typed})" if word.upper() == word.lower() else f"(EXACT({text},{typed})*1)"


class CountFormulas:
    """The formulas that count on one book. `addresses` are those of its sheets, by title; what they count with is put on `hidden`."""

    def __init__(self, addresses: Mapping[str, SheetAddresses], hidden: FormulaColumn) -> None:
        self._addresses, self._hidden = addresses, hidden
        self._firsts: dict[CountedColumn, str] = {}

    def of_department(self, counting: Counting) -> str:
        """The formula of the number of entries, or of different texts, on the department's sheets. It gives 0 on a blank template."""
        return "+".join(self._count(column, counting, self._weights(column, counting)) for column in counting.columns)

    def of_team(self, counting: Counting, team: str) -> str:
        """The formula of the same number for the team that stands in the cell `team`."""
        return "+".join(self._of_team(column, counting, team) for column in counting.columns)

    def _of_team(self, column: CountedColumn, counting: Counting, team: str) -> str:
        naming = team_column(column.sheet)
        assert naming is not None
        # a row that names a team has its column of teams filled
        weights = self._weights(column, counting)[1 if column == naming else 0:]
        return self._count(column, counting, [self._naming(naming, team), *weights])

    def _count(self, column: CountedColumn, counting: Counting, weights: list[str]) -> str:
        """The number of rows with all these weights, or of the different texts in them."""
        rows = f"{'*'.join(weights)}{'*1' if len(weights) == 1 else ''}"
        return f"SUM({rows})" if counting.how is How.ENTRIES else f"SUM({first_among(self._first_equals(column), rows)})"

    def _first_equals(self, column: CountedColumn) -> str:
        if column not in self._firsts:
            cells = self._addresses[column.sheet.title].cells(column.title)
            self._firsts[column] = first_equals([f.same_text(cell) for cell in cells], self._hidden)[1]
        return self._firsts[column]

    def _cells(self, column: CountedColumn) -> str:
        return self._addresses[column.sheet.title].column(column.title)

    def _weights(self, column: CountedColumn, counting: Counting) -> list[str]:
        """Factors of 1 or 0 for each row: whether the column is filled, and another one says the word asked for."""
        weights = [f.filled(self._cells(column))]
        if counting.only:
            other, word = counting.only
            weights.append(_says(f.same_text(self._cells(other)), word))
        return weights

    def _naming(self, column: CountedColumn, team: str) -> str:
        """1 for each entry that names the team; an entry of several teams may name all of them."""
        named = f.same_text(self._cells(column))
        if column.name != TEAMS:
            return f"(EXACT({named},{f.same_text(team)})*1)"
        return f'((ISNUMBER(FIND({f.same_text(team)},{named}))+({named}="{WHOLE_DEPARTMENT}")>0)*({named}<>""))'
