"""Prize money: whole yuan, confirmed for winners, open for seats that are pending or tied (附1 四)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuwuyue_xlsx.evaluate.decisions import Prizes, Status
from fuwuyue_xlsx.rules.model import Rules

if TYPE_CHECKING:
    import pandas as pd


def prizes_of(rules: Rules, seated: pd.DataFrame) -> Prizes:
    """Totals by award and department from the seated table: 2 winners at 300 yuan and 1 open seat → 600 confirmed, 300 open.

    `cells` (award, department) → (winners, yuan confirmed, yuan open), for every award and department of the rules. A tied
    seat belongs to no department yet when equals of several departments share it; it stands with the first of them.
    Yuan are Python integers in object columns: nothing bounds a prize that somebody types.
    """
    import pandas as pd

    every = pd.MultiIndex.from_product([[award.name for award in rules.awards], rules.departments], names=["award", "department"])
    prize = pd.Series([award.prize or 0 for award in rules.awards for _ in rules.departments], index=every, dtype=object)
    counted = seated.assign(won=seated["status"].eq(Status.WINNER).astype("int64"), opens=seated["opens"].astype("int64"))
    seats = counted.groupby(["award", "department"])[["won", "opens"]].sum().reindex(every, fill_value=0)
    confirmed, opened = seats["won"] * prize, seats["opens"] * prize
    by_award = confirmed.groupby("award", sort=False).sum()[[award.name for award in rules.enabled_awards]]
    by_department = confirmed.groupby("department", sort=False).sum()
    cells = dict(zip(every, zip(seats["won"].tolist(), confirmed.tolist(), opened.tolist(), strict=True), strict=True))
    return Prizes(int(confirmed.sum()), int(opened.sum()), _whole(by_award), _whole(by_department), cells)


def _whole(yuan: pd.Series) -> dict[str, int]:
    return dict(zip(yuan.index, yuan.tolist(), strict=True))
