"""Tables on their way from a worker to the evaluation: columns by name, as pandas.DataFrame takes them.

A column is a list, or the index of its sources. pandas is not needed to make them (`factorized.py` says why), and one
frame a table, made once all books are read, costs less than one a book and their concatenation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Columns = dict[str, Any]
# the first row of cells below one another stands here, or 0: the text is no cell
Run = tuple[str, int, int]


@dataclass(frozen=True)
class SourceIndex:
    """The texts file!sheet!cell of many cells, made only when they are asked for: to texts what a RangeIndex is to numbers.

    `runs` are (file!sheet!letters, first row from 1, how many rows below one another); with a first row of 0 the text
    stands as it is.
    """

    runs: tuple[Run, ...] = ()

    @staticmethod
    def from_rows(start: str, rows: Iterable[int]) -> SourceIndex:
        """The cells of one column, file!sheet!letters, in these rows (from 1)."""
        return _from_cells((start, row) for row in rows)

    @staticmethod
    def concat(parts: Iterable[Iterable[str]]) -> SourceIndex:
        """All texts of the parts, one part after the other. Takes time by runs, not by cells."""
        runs: list[Run] = []
        for part in parts:
            runs += part.runs if isinstance(part, SourceIndex) else [(text, 0, 1) for text in part]
        return SourceIndex(tuple(runs))

    def take(self, indices: Iterable[int]) -> SourceIndex:
        """The texts of these numbers, in their order."""
        cells = [(start, first and first + number) for start, first, count in self.runs for number in range(count)]
        return _from_cells(cells[index] for index in indices)

    def __len__(self) -> int:
        return sum(count for _, _, count in self.runs)

    def __iter__(self) -> Iterator[str]:
        for start, first, count in self.runs:
            if first:
                for row in range(first, first + count):
                    yield f"{start}{row}"
            else:
                yield start


def _from_cells(cells: Iterable[tuple[str, int]]) -> SourceIndex:
    runs: list[Run] = []
    start, first, count = "", 0, 0
    for name, row in cells:
        if count and row and row == first + count and name == start:
            count += 1
        else:
            if count:
                runs.append((start, first, count))
            start, first, count = name, row, 1
    return SourceIndex((*runs, (start, first, count)) if count else tuple(runs))


def from_records(rows: Iterable[Mapping[str, Any]], names: Iterable[str] = ()) -> Columns:
    """Rows turned into columns; what a row does not say is None. `names` are there even without rows."""
    records = list(rows)
    titles = dict.fromkeys([*names, *(name for row in records for name in row)])
    return {name: [row.get(name) for row in records] for name in titles}


def to_records(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The inverse of `from_records`: columns turned into rows."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def length_of(columns: Columns) -> int:
    """The number of rows of these columns."""
    return len(next(iter(columns.values()), ()))


def concat(parts: Iterable[Columns], names: Iterable[str] = ()) -> Columns:
    """The rows of all parts, one part after the other; what a part does not have is None. `names` are there even without parts."""
    (columns,) = concat_tables(({"": part} for part in parts), {"": tuple(names)}).values()
    return columns


def concat_tables(parts: Iterable[Mapping[str, Columns]], names: Mapping[str, Iterable[str]]) -> dict[str, Columns]:
    """The same for several tables at once, so that each part is needed once. `names` are the tables with their columns."""
    joined: dict[str, Columns] = {table: {name: [] for name in columns} for table, columns in names.items()}
    lengths = dict.fromkeys(joined, 0)
    for part in parts:
        for table, columns in part.items():
            rows, above = length_of(columns), joined[table]
            for name in {**above, **columns} if rows else ():
                if name not in above:
                    above[name] = [None] * lengths[table]
                above[name] = _below(above[name], columns[name] if name in columns else [None] * rows)
            lengths[table] += rows
    return {table: {name: _whole(values) for name, values in columns.items()} for table, columns in joined.items()}


class _Runs(list[Run]):
    """The runs of a source index that grows."""


def _below(above: list[Any], values: Any) -> list[Any]:
    """The values put below those above; the same list, but where a source index begins, so that nothing is copied again."""
    if isinstance(values, SourceIndex) and not isinstance(above, _Runs):
        above = _Runs(SourceIndex.concat([above]).runs)
    above += SourceIndex.concat([values]).runs if isinstance(above, _Runs) else values
    return above


def _whole(values: list[Any]) -> Any:
    return SourceIndex(tuple(values)) if isinstance(values, _Runs) else values


def take(columns: Columns, indices: Sequence[int]) -> Columns:
    """The rows of these numbers, in their order."""
    return {
        name: values.take(indices) if isinstance(values, SourceIndex) else [values[row] for row in indices]
        for name, values in columns.items()
    }
