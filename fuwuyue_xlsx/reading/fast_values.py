"""The ordinary values of a column read in one step; whatever is not ordinary is left to the kind of its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fuwuyue_xlsx.basics.cell_values import is_of_this_century
from fuwuyue_xlsx.schema.answer_kinds import Grade
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import EXAMPLE_MARK
from fuwuyue_xlsx.schema.field_kinds import Kind, PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Number, Score

FastReader = Callable[[Iterable[Any]], list[Any]]
# texts that begin so may be an example or a picture's formula
_DOUBTED = (EXAMPLE_MARK[0], "=")
_WHOLE = 1e15


@lru_cache(maxsize=512)
def fast_reader(kind: Kind) -> FastReader:
    """A function over raw values: for an ordinary one exactly what the kind reads it as, and None for any other.

    An empty value is none that a kind reads; it gives None as well.
    """
    maker = _MAKERS.get(type(kind))
    return maker(kind) if maker else _nothing


def _nothing(raws: Iterable[Any]) -> list[Any]:
    return [None for _ in raws]


def _texts(raws: Iterable[Any]) -> list[Any]:
    return [raw.strip() or None if raw.__class__ is str and raw[:1] not in _DOUBTED else None for raw in raws]


def _names(raws: Iterable[Any]) -> list[Any]:
    return [raw if raw.__class__ is str and raw.isalnum() and raw[0] not in _DOUBTED else None for raw in raws]


def _days(raws: Iterable[Any]) -> list[Any]:
    return [raw if raw.__class__ is dt.date and is_of_this_century(raw) else None for raw in raws]


def _moments(kind: Moment) -> FastReader:
    """Moments to the minute, which nothing can move; or any with a time."""
    def read(raws: Iterable[Any]) -> list[Any]:
        return [raw if raw.__class__ is dt.datetime and (raw.hour or raw.minute) and (kind.exact or not (raw.second or raw.microsecond))
                and is_of_this_century(raw) else None for raw in raws]

    return read


def _raw_points(raws: Iterable[Any]) -> list[Any]:
    return [raw if raw.__class__ is float and 0 <= raw < _WHOLE else None for raw in raws]


def _numbers(kind: Number) -> FastReader:
    low = 0 if kind.minimum is None else int(kind.minimum.to_integral_value(rounding="ROUND_CEILING"))
    high = _WHOLE if kind.maximum is None else int(kind.maximum)
    return _whole_numbers(low, min(high, _WHOLE - 1), int if kind.whole else _decimal)


def _scores(kind: Score) -> FastReader:
    return _whole_numbers(0, int(kind.maximum), _decimal)


def _decimal(raw: float) -> Decimal:
    return Decimal(int(raw))


def _whole_numbers(low: float, high: float, convert: Callable[[float], Any]) -> FastReader:
    """The whole numbers from `low` to `high`, each made once."""
    known: dict[float, Any] = {}

    def read(raws: Iterable[Any]) -> list[Any]:
        values = []
        for raw in raws:
            value = None
            if raw.__class__ is float and low <= raw <= high and raw.is_integer():
                value = known.get(raw)
                if value is None:
                    value = convert(raw)
                    if len(known) < _MOST_KNOWN:
                        known[raw] = value
            values.append(value)
        return values

    return read


_MOST_KNOWN = 1_000


def _known(options: dict[Any, Any]) -> FastReader:
    """Texts that are spelled as an option; anything else, errors and numbers too, is none."""

    def read(raws: Iterable[Any]) -> list[Any]:
        # an error's or a formula's own text is no choice, though it be spelled as one
        return [options.get(raw) if raw.__class__ is str else None for raw in raws]

    return read


_MAKERS: dict[type, Callable[[Any], FastReader]] = {
    Text: lambda _: _texts,
    PersonName: lambda _: _names,
    Day: lambda _: _days,
    Moment: _moments,
    ItemPoints: lambda _: _raw_points,
    Number: _numbers,
    Score: _scores,
    Choice: lambda kind: _known({option: option for option in kind.options}),
    Grade: lambda kind: _known({option: option for option in kind.options}),
    SeveralTeams: lambda kind: _known({**{team: (team,) for team in kind.teams}, kind.everyone: kind.teams}),
}
