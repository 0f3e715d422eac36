"""What is declared of a table between intake and evaluation, and of each of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class ColumnSchema:
    """One column. `missing` says what None means in it; without it the column has a value in every row."""

    name: str
    type: type
    description: str
    unit: str = ""
    missing: str = ""

    def accepts(self, value: Any) -> bool:
        """Whether a value may stand in the column. A bool is no int, a datetime no date."""
        if value is None:
            return bool(self.missing)
        return type(value) is self.type or (self.type is str and isinstance(value, str))


@dataclass(frozen=True)
class TableSchema:
    """One table: `row` says what one row is. With `questions` it has a further column for each question of the survey; with `own` one for
    each column of its sheet that a check of the rules (自定义核查) looks at and nothing else.
    """

    name: str
    row: str
    columns: tuple[ColumnSchema, ...]
    questions: bool = False
    own: bool = False

    @property
    def grows(self) -> bool:
        """Whether it may have further columns."""
        return self.questions or self.own

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)
