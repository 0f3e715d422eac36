"""A file as read, as bytes and back: plain data as JSON. Loading it can make nothing but our own records.

Numbers, texts, lists and None are themselves; everything else is an object with the name of its kind (`t`) and its value (`v`).
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints
from fuwuyue_xlsx.intake.submissions import Content, SourceFile, State, Visit
from fuwuyue_xlsx.messages.entry import Severity
from fuwuyue_xlsx.messages.findings import Finding, Place
from fuwuyue_xlsx.reading.grid import Account
from fuwuyue_xlsx.tables.columns import Columns, SourceIndex
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.factorized import Factorized

# bytes that a record may unpack to; that of a survey of a million answers takes a tenth of it
MOST_BYTES = 1 << 29
_PLAIN = frozenset((str, int, float, bool, type(None)))
_RECORDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (
    SourceFile, Content, RowFingerprints, Visit, Place, Finding, Account, SourceIndex, Factorized, Doubt, Edit)}
_SCALARS: dict[str, type[Any]] = {kind.__name__: kind for kind in (CellError, UnvaluedFormula, PercentNumber, State, Severity)}
_NUMBERS = frozenset(("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float64"))


class NotOurs(ValueError):
    """Bytes that are no record of a file as read."""


def packed(source: SourceFile) -> bytes:
    """A file as read, as bytes; its tables are bytes within them, packed tight."""
    content = source.content
    if content is not None and content.tables:
        content = replace(content, tables={}, folded=zlib.compress(_dumped(content.tables), 1))
    return _dumped(replace(source, location=None, packed=None, content=content))


def unpacked(data: bytes) -> SourceFile:
    """The inverse of `packed`, but for the tables. Raises NotOurs for anything but such a record."""
    record = _loaded(data)
    if not isinstance(record, SourceFile):
        raise NotOurs(type(record).__name__)
    return record


def tables_in(content: Content) -> dict[str, Columns]:
    """The tables of a content, folded or not. Raises NotOurs."""
    if not content.folded:
        return content.tables
    tables = _loaded(inflated(content.folded))
    if not isinstance(tables, dict):
        raise NotOurs(type(tables).__name__)
    return tables


def inflated(data: bytes, most: int = MOST_BYTES) -> bytes:
    """What zlib packed, never more than `most` bytes. Raises NotOurs for more, and for what is damaged."""
    inflater = zlib.decompressobj()
    try:
        unpacked_bytes = inflater.decompress(data, most)
    except zlib.error as why:
        raise NotOurs(str(why)) from why
    if not inflater.eof:
        raise NotOurs("cut short, or too large")
    return unpacked_bytes


def _dumped(value: Any) -> bytes:
    return json.dumps(_plain(value), separators=(",", ":"), check_circular=False).encode()


def _plain(value: Any) -> Any:
    """A value as JSON has it. Raises TypeError for what no record holds."""
    kind = value.__class__
    if kind in _PLAIN:
        return value
    if kind is list:
        return value if _PLAIN.issuperset(map(type, value)) else list(map(_plain, value))
    name = kind.__name__
    if kind in _RECORDS.values():
        return {"t": name, "v": [_plain(getattr(value, field.name)) for field in fields(value)]}
    if kind in _SCALARS.values():
        return {"t": name, "v": value.value if isinstance(value, Enum) else float(value) if isinstance(value, float) else str(value)}
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, np.generic):
        return _plain(value.item())
    for base in (str, int, float):  # an enumeration's member, say: what it says is kept, not what it is
        if isinstance(value, base):
            return base(value)
    encode = _ENCODERS.get(kind) or (_ENCODERS[dict] if isinstance(value, dict) else None)
    if encode is None:
        raise TypeError(f"no record holds a {name}")
    return {"t": "dict" if isinstance(value, dict) else name, "v": encode(value)}


_ENCODERS: dict[type[Any], Callable[[Any], Any]] = {
    tuple: lambda value: _plain(list(value)),
    set: lambda value: _plain(list(value)),
    frozenset: lambda value: _plain(list(value)),
    dict: lambda value: [_plain(list(value)), _plain(list(value.values()))],
    bytes: lambda value: base64.b85encode(value).decode(),
    Decimal: str,
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: lambda value: [value.days, value.seconds, value.microseconds],
    np.ndarray: lambda value: [value.dtype.name, list(value.shape), base64.b85encode(np.ascontiguousarray(value).tobytes()).decode()],
}


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data, object_hook=_value_of)
    except NotOurs:
        raise
    except (ValueError, TypeError, KeyError, LookupError, ArithmeticError, RecursionError, AttributeError) as why:
        raise NotOurs(str(why)) from why


def _value_of(tagged: dict[str, Any]) -> Any:
    """The value of one object of the JSON."""
    name, value = tagged["t"], tagged["v"]
    if name in _RECORDS:
        kind = _RECORDS[name]
        if len(value) != len(fields(kind)):
            raise NotOurs(name)
        return kind(*value)
    return _SCALARS[name](value) if name in _SCALARS else _DECODERS[name](value)


def _array(value: Sequence[Any]) -> np.ndarray:
    name, shape, data = value
    if name not in _NUMBERS:
        raise NotOurs(name)
    return np.frombuffer(base64.b85decode(data), np.dtype(name)).reshape(shape).copy()


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": lambda value: dict(zip(*value, strict=True)),
    "bytes": base64.b85decode,
    "Decimal": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda value: dt.timedelta(*value),
    "ndarray": _array,
}
