"""What a decision rests on: figures with their parts, conditions as they were checked, the distance from the cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from fuwuyue_xlsx.rules.awards import Condition, ConditionKind


class Part(NamedTuple):
    """One figure behind a component: a reviewer's total, a visit's score, a team's mean or the answers of one grade.

    basis  how the value came about, for a calculator: (9+8.5)÷20×100
    """

    label: str
    value: Decimal
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A component's value, 0 … 100 points, of what is added and taken off within ± its limit (None: nobody scored it), with the parts
    that it was made from.

    count  how many reviewers, visits, teams or responses are behind it
    how    in words how the value is made from its parts
    """

    value: Decimal | None
    parts: tuple[Part, ...] = ()
    count: int = 0
    how: str = ""


EXCUSED = "不满足（组合已够）"


class Evidence(NamedTuple):
    """A condition as checked for one candidate.

    met     whether it is met; None for what decides nothing (参考) or is decided by the incidents (一票否决)
    words   what was counted or scored, in Chinese
    amount  the number that was counted, or the score; None: neither, or there is no score
    late    in words why it is unmet whatever the amount: a late plan (口径 逾期报送); None: it is not
    excused whether it need not be met, as enough others of its group are (组合)
    """

    condition: Condition
    met: bool | None
    words: str
    sources: tuple[str, ...] = ()
    amount: Decimal | None = None
    late: str | None = None
    excused: bool = False

    @property
    def unmet(self) -> bool:
        """Whether it keeps the candidate out."""
        return self.met is False and not self.excused

    @property
    def verdict(self) -> str:
        """How it came out, in a word."""
        if self.met is None:
            return "未判定" if self.condition.kind is ConditionKind.HARD else "参考"
        return "满足" if self.met else EXCUSED if self.excused else "不满足"


@dataclass(frozen=True)
class Margin:
    """The distance of a candidate from the cut: points before (+) or behind (−) the rival across it, and by component the value at
    which, all else equal, the two change places (None: no value does it)."""

    points: Decimal
    rival: str
    moves: dict[str, Decimal | None] = field(hash=False)
