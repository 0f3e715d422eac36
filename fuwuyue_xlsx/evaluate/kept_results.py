"""Results that are kept for as long as nothing they were made from changes.

What a result was made from is not declared but seen: policies that are lent to its maker note which of their fields it
reads. A result serves other policies exactly when those fields say the same, since a maker that reads the same goes
the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields
from typing import Any, TypeVar

from fuwuyue_xlsx.rules.model import Policies

T = TypeVar("T")
_FIELDS = frozenset(field.name for field in fields(Policies))


class _Lent(Policies):
    """Policies that note in `read` what is read of them."""

    read: dict[str, Any]

    def __init__(self, policies: Policies) -> None:
        self.__dict__.update(policies.__dict__, read={})

    def __getattribute__(self, name: str) -> Any:
        get = super().__getattribute__
        value = get(name)
        if name in _FIELDS:
            get("read")[name] = value
        return value


class Kept:
    """Results by name, each with what it was made from."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, list[tuple[dict[str, Any], Any, tuple[Any, ...]]]] = {}
        self._different: dict[Hashable, list[Any]] = {}

    def of(self, name: Hashable, policies: Policies, make: Callable[..., T], *inputs: Any) -> T:
        """`make(policies, *inputs)`, or what it gave before on these very inputs under policies that read the same.

        Equal results of one name are one and the same object, so that what is made from them serves again, too; so
        where an order matters, the result must be one that tells orders apart (dicts do not).
        """
        found = self._kept.setdefault((name, *map(id, inputs)), [])
        for read, result, _ in found:
            if all(getattr(policies, field) == value for field, value in read.items()):
                return result
        lent = _Lent(policies)
        made = make(lent, *inputs)
        different = self._different.setdefault(name, [])
        same = next((earlier for earlier in different if earlier == made), None)
        if same is None:
            different.append(made)
            same = made
        # the inputs are held so that their ids stay theirs
        found.append((lent.read, same, inputs))
        return same
