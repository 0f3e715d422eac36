"""What may be decided of a candidate."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What is decided of a candidate; the order is that of the lists.

    WINNER         it has a seat
    NOT_SELECTED   it is ranked, outside the seats
    TIED           it shares the last seats with equals that are too many for them; the leaders decide
    PENDING        it would win, but an incident is still looked into, or the number of seats is unknown
    UNSCORED       a component of its score is missing, so it cannot be ranked
    INELIGIBLE     a hard condition is unmet, late material or leaders disqualify, or the rules exclude it by name
    VETOED         a substantiated incident reaches it (附1 二)
    NOT_NOMINATED  its department does not agree to it, or has not handed in its book
    PLACED_HIGHER  it has a seat, or one is held for it, in a higher tier of the same group
    """

    WINNER = "winner"
    NOT_SELECTED = "not_selected"
    TIED = "tied"
    PENDING = "pending"
    UNSCORED = "unscored"
    INELIGIBLE = "ineligible"
    VETOED = "vetoed"
    NOT_NOMINATED = "not_nominated"
    PLACED_HIGHER = "placed_higher"

    @property
    def label(self) -> str:
        """The status as people read it: 获奖, 未获奖, 并列待定 …."""
        return _TITLES[self.value]


_TITLES = {
    "winner": "获奖",
    "not_selected": "未获奖",
    "tied": "并列待定",
    "pending": "待查",
    "unscored": "缺评分",
    "ineligible": "不符合条件",
    "vetoed": "一票否决",
    "not_nominated": "未推荐",
    "placed_higher": "已获更高奖项",
}
# who is out of the lower tiers
HOLDS_SEAT = (Status.WINNER, Status.PENDING)
RANKED = (Status.WINNER, Status.NOT_SELECTED, Status.TIED, Status.PENDING)
