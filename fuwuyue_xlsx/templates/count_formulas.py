"""What the counted checks come to on a department's own book, as Excel formulas.

How a check counts is declared in `schema.checks`; here is what the declarations mean in array formulas. `evaluate.counts`
says the same in pandas, and a test holds the two equal. Two things a formula takes otherwise: it cannot take a list of teams
apart, so that a team whose name is part of another team's is found in both; and upper and full-width letters of rare
alphabets stay different to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from fuwuyue_xlsx.rules.model import WHOLE_DEPARTMENT
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.activities import TEAMS
from fuwuyue_xlsx.schema.checks import CountedColumn, Counting, How, team_column
from fuwuyue_xlsx.templates.template_addresses import SheetAddresses


class CountFormulas:
    """The formulas that count on one book. `addresses` are those of its sheets, by title."""

    def __init__(self, addresses: Mapping[str, SheetAddresses]) -> None:
        self._addresses = addresses

    def of_department(self, counting: Counting) -> str:
        """The formula of the number of entries, or of different texts, on the department's sheets. It gives 0 on a blank template."""
        return "+".join(self._of_department(column, counting) for column in counting.columns)

    def of_teams(self, counting: Counting, teams: str) -> str:
        """The formula of the same number for each team that stands in the range `teams`: an array of one column, as high as the range."""
        return "+".join(self._of_teams(column, counting, teams) for column in counting.columns)

    def _of_department(self, column: CountedColumn, counting: Counting) -> str:
        weights = self._weights(column, counting)
        if counting.how is How.ENTRIES:
            return f"SUM({'*'.join(weights)}{'*1' if len(weights) == 1 else ''})"
        cells = self._cells(column)
        text, rows = f.same_text(cells), f"ROW({cells})"
        earlier = f"EXACT({text},TRANSPOSE({text}))*({rows}>TRANSPOSE({rows}))"
        return f"SUM({'*'.join(weights)}*(MMULT({earlier},{rows}^0)=0))"

    def _of_teams(self, column: CountedColumn, counting: Counting, teams: str) -> str:
        naming = team_column(column.sheet)
        assert naming is not None
        # a row that names a team has its column of teams filled
        weights = self._weights(column, counting)[1 if column == naming else 0:]
        named = "*".join([self._naming(naming, teams), *(f"TRANSPOSE({weight})" for weight in weights)])
        cells = self._cells(column)
        rows = f"ROW({cells})"
        if counting.how is How.ENTRIES:
            return f"MMULT({named},{rows}^0)"
        text = f.same_text(cells)
        later = f"EXACT({text},TRANSPOSE({text}))*({rows}<TRANSPOSE({rows}))"
        return f"MMULT({named}*(MMULT({named},{later})=0),{rows}^0)"

    def _cells(self, column: CountedColumn) -> str:
        return self._addresses[column.sheet.title].column(column.title)

    def _weights(self, column: CountedColumn, counting: Counting) -> list[str]:
        """Factors of 1 or 0 for each row: whether the column is filled, and another one says the word asked for."""
        weights = [f.filled(self._cells(column))]
        if counting.only:
            other, word = counting.only
            weights.append(f'({f.same_text(self._cells(other))}=ASC("{word}"))')
        return weights

    def _naming(self, column: CountedColumn, teams: str) -> str:
        """A row for each team, in it 1 for each entry that names the team; an entry of several teams may name all of them."""
        named = f.same_text(self._cells(column))
        if column.name != TEAMS:
            return f"EXACT({f.same_text(teams)},TRANSPOSE({named}))*1"
        row = f"TRANSPOSE({named})"
        return f'(ISNUMBER(FIND({f.same_text(teams)},{row}))+({row}="{WHOLE_DEPARTMENT}")>0)*({row}<>"")'
