"""Prize money: whole yuan, confirmed for winners, open for seats that are pending or tied (附1 四)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuwuyue_xlsx.evaluate.decisions import Prizes
from fuwuyue_xlsx.rules.model import Rules

if TYPE_CHECKING:
    import pandas as pd


def prizes_of(rules: Rules, counts: pd.DataFrame) -> Prizes:
    """Totals by award and department: 2 winners at 300 yuan and 1 open seat → 600 confirmed, 300 open.

    `counts` says by award and department how many have `won` and how many seats are open (`opens`). `cells` (award,
    department) → (winners, yuan confirmed, yuan open), for every award and department of the rules. A tied seat belongs to
    no department yet when equals of several departments share it; it stands with the first of them. Yuan are Python
    integers in object columns: nothing bounds a prize that somebody types.
    """
    prize = counts.index.get_level_values("award").map({award.name: award.prize or 0 for award in rules.awards}).astype(object)
    confirmed, opened = counts["won"] * prize, counts["opens"] * prize
    by_award = confirmed.groupby("award", sort=False).sum().to_dict()
    of_department = confirmed.groupby("department", sort=False).sum().to_dict()
    by_department = {str(department): yuan for department, yuan in of_department.items()}
    cells = dict(zip(counts.index, zip(counts["won"].tolist(), confirmed.tolist(), opened.tolist(), strict=True), strict=True))
    enabled = {award.name: by_award[award.name] for award in rules.enabled_awards}
    return Prizes(sum(enabled.values()), sum(opened.tolist()), enabled, by_department, cells)
