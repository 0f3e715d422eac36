"""Prize money: whole yuan, confirmed for winners, open for seats that are pending or tied (附1 四)."""

from __future__ import annotations

from collections import defaultdict

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Prizes, Status
from fuwuyue_xlsx.rules.model import Rules


def prizes_of(rules: Rules, awards: tuple[AwardResult, ...]) -> Prizes:
    """Totals by award and department.

    `cells` (award, department) → (winners, yuan confirmed, yuan open). A tied seat belongs to no department yet
    when equals of several departments share it; it stands with the first of them.
    """
    cells: dict[tuple[str, str], tuple[int, int, int]] = {}
    for result in awards:
        prize = result.award.prize or 0
        winners: dict[str, int] = defaultdict(int)
        for standing in result.standings:
            if standing.status is Status.WINNER:
                winners[standing.candidate.department] += 1
        for department in rules.departments:
            count, seats = winners[department], result.open_seats.get(department, 0)
            cells[result.award.name, department] = (count, count * prize, seats * prize)
    enabled = [result.award.name for result in awards if result.award.enabled]
    by_award = {name: sum(cells[name, d][1] for d in rules.departments) for name in enabled}
    by_department = {d: sum(cells[name, d][1] for name in enabled) for d in rules.departments}
    opened = sum(yuan for name, d in cells for yuan in [cells[name, d][2]] if name in by_award)
    return Prizes(sum(by_award.values()), opened, by_award, by_department, cells)
