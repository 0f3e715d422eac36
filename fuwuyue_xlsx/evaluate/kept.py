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
        value = object.__getattribute__(self, name)
        if name in _FIELDS:
            self.read[name] = value
        return value


class Kept:
    """Results by name, each with the values of the policies' fields that it was made from."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, list[tuple[dict[str, Any], Any]]] = {}
        self._equal: dict[Hashable, list[Any]] = {}

    def of(self, name: Hashable, policies: Policies, make: Callable[[Policies], T]) -> T:
        """The result of this name under these policies. `make` may ask for other results with what it is given."""
        found = self._kept.setdefault(name, [])
        own = policies.__dict__
        for read, result in found:
            if all(own[field] == value for field, value in read.items()):
                break
        else:
            lent = _Lent(policies)
            result, read = make(lent), lent.read
            found.append((read, result))
        if isinstance(policies, _Lent):
            policies.read.update(read)
        return result

    def equal(self, name: Hashable, result: T) -> T:
        """The earlier result that equals this one, so that what was made from it need not be made again."""
        found = self._equal.setdefault(name, [])
        same = next((earlier for earlier in found if earlier is result or earlier == result), None)
        if same is None:
            found.append(result)
            return result
        return same
