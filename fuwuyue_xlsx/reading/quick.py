"""The ordinary case of each kind of field, read in one step; whatever is not ordinary is left to the kind itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.schema.kinds import Day, ItemPoints, Kind, Moment, Number, PersonName, Score, Text
from fuwuyue_xlsx.schema.model import EXAMPLE_MARK
from fuwuyue_xlsx.schema.names import Choice, SeveralTeams

Quick = Callable[[Any], Any]
# texts that begin so may be an example or a picture's formula
_DOUBTED = (EXAMPLE_MARK[0], "=")
_WHOLE = 1e15


def quick_of(kind: Kind) -> Quick:
    """A function that gives the value of an ordinary raw value, exactly as the kind reads it, and None for any other."""
    maker = _MAKERS.get(type(kind))
    return maker(kind) if maker else _nothing


def _nothing(_: Any) -> None:
    return None


def _text(raw: Any) -> Any:
    return raw.strip() or None if raw.__class__ is str and raw[0] not in _DOUBTED else None


def _name(raw: Any) -> Any:
    return raw if raw.__class__ is str and raw.isalnum() and raw[0] not in _DOUBTED else None


def _day(raw: Any) -> Any:
    return raw if raw.__class__ is dt.date else None


def _moment(raw: Any) -> Any:
    return raw if raw.__class__ is dt.datetime and (raw.hour or raw.minute) else None


def _raw_points(raw: Any) -> Any:
    return raw if raw.__class__ is float and 0 <= raw < _WHOLE else None


def _number(kind: Number) -> Quick:
    low = 0 if kind.minimum is None else int(kind.minimum.to_integral_value(rounding="ROUND_CEILING"))
    high = _WHOLE if kind.maximum is None else int(kind.maximum)
    whole = int if kind.whole else _decimal

    def read(raw: Any) -> Any:
        return whole(raw) if raw.__class__ is float and low <= raw <= high and raw < _WHOLE and raw.is_integer() else None

    return read


def _decimal(raw: float) -> Decimal:
    return Decimal(int(raw))


def _score(kind: Score) -> Quick:
    high = int(kind.maximum)

    def read(raw: Any) -> Any:
        return Decimal(int(raw)) if raw.__class__ is float and 0 <= raw <= high and raw.is_integer() else None

    return read


def _known(options: dict[str, Any]) -> Quick:
    def read(raw: Any) -> Any:
        return options.get(raw) if raw.__class__ is str else None

    return read


_MAKERS: dict[type, Callable[[Any], Quick]] = {
    Text: lambda _: _text,
    PersonName: lambda _: _name,
    Day: lambda _: _day,
    Moment: lambda _: _moment,
    ItemPoints: lambda _: _raw_points,
    Number: _number,
    Score: _score,
    Choice: lambda kind: _known({option: option for option in kind.options}),
    SeveralTeams: lambda kind: _known({**{team: (team,) for team in kind.teams}, kind.everyone: kind.teams}),
}
