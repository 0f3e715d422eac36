"""Points such as 0.85 of 100: counted as they stand, and weighed as if a share of the maximum was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.tables.columns import Columns, take
from fuwuyue_xlsx.tables.edits import Doubt, Edit

_FRACTION = "fraction-as-score"


def fraction_doubts(files: Iterable[SourceFile], table: str, rows: Columns) -> Iterator[Doubt]:
    """A doubt for each such cell whose points count; read the other way they are that share of the maximum."""
    found = {str(p.place): p for file in files for p in file.findings if p.code == _FRACTION}
    if not found:
        return
    for number, source in enumerate(rows["source"]):
        if source in found:
            meant = {**take(rows, [number]), "points": [Decimal(found[source].details["points"])]}
            yield Doubt((found[source],), (Edit({table: frozenset((source,))}, {table: meant}),))
