"""Which of many like cases stay in the normal run; the others are long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """The cases for `parametrize`; the first and every so many after it run always, the others with the long ones.

    Only for cases that show one behaviour again: where each is a behaviour of its own, each runs always.
    """
    return [case if number % step == 0 else _long(case) for number, case in enumerate(cases)]


def _long(case: Any) -> Any:
    return pytest.param(*case, marks=pytest.mark.long) if isinstance(case, tuple) else pytest.param(case, marks=pytest.mark.long)
