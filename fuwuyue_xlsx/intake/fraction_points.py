"""Points such as 0.85 of 100: counted as they stand, and weighed as if a share of the maximum was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import of_code
from fuwuyue_xlsx.tables.columns import Columns, take
from fuwuyue_xlsx.tables.edits import Doubt, Edit

_FRACTION = "fraction-as-score"


def fraction_doubts(files: Iterable[SourceFile], table: str, rows: Columns) -> Iterator[Doubt]:
    """A doubt for each such cell whose points count; read the other way they are that share of the maximum."""
    by_place = of_code((one for file in files for one in file.findings), _FRACTION)
    if not by_place:
        return
    for number, source in enumerate(rows["source"]):
        if source in by_place:
            meant = {**take(rows, [number]), "points": [Decimal(by_place[source].details["points"])]}
            yield Doubt((by_place[source],), (Edit({table: frozenset((source,))}, {table: meant}),))
