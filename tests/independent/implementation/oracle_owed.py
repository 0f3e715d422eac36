"""Who still owes points (应交) — completeness.md, Owed."""

from __future__ import annotations

from .model import BALLOT, POINTS, Award, Campaign, Reviewer
from .oracle_components import row_counts
from .oracle_counted import names, vote_row_counts
from .oracle_panels import is_his, listed
from .oracle_prizes import Results
from .oracle_ranking import Standing, only_below


def points_are_owed(campaign: Campaign, results: Results) -> bool:
    """Whether somebody left out a candidate who is still in.

    That is everybody of 评委名单 to whom the award falls, with or without a book; without a list whoever scored anybody of the award.
    Nobody is asked for points that 评委回避本科室 leaves out. Under 评委漏评 = 允许 only those of the list owe who scored nobody at all.
    """
    may_skip = campaign.rules.policies.skipping == "允许"
    for reviewer in panel(campaign):
        left_out = [_leaves_out(campaign, award, reviewer, entries) for award, entries in results if award in _own(campaign, reviewer)]
        scored = any(_scored(award, reviewer) for award, _ in results)
        if any(left_out) and not (may_skip and (scored or not campaign.rules.panel)):
            return True
    return False


def panel(campaign: Campaign) -> list[Reviewer]:
    """Everybody of the list, those without a book with no row; without a list whoever handed in a book."""
    books = {one.name: one for one in campaign.reviewers}
    return [books.get(one.name, Reviewer(one.name, one.department, {})) for one in campaign.rules.panel] or campaign.reviewers


def _own(campaign: Campaign, reviewer: Reviewer) -> list[Award]:
    """The awards of which the reviewer is to score everybody."""
    row = listed(campaign.rules, reviewer.name)
    return [award for award in campaign.rules.enabled() if award.takes_panel()
            and (bool(_scored(award, reviewer)) if row is None else is_his(campaign.rules, row, award))]


def _scored(award: Award, reviewer: Reviewer) -> set[tuple[str, str | None, str | None]]:
    return {(row.department, row.team, row.post) for row in reviewer.rows.get(award.name, []) if row_counts(row, award)}


def still_in(campaign: Campaign, award: Award, entry: Standing) -> bool:
    """Rows for candidates that are vetoed, ineligible or not nominated are not owed, nor in a lower tier for those placed in a higher one; who
    is below 综合得分 may be for want of points.
    """
    return entry.status not in ("placed_higher", "vetoed", "ineligible", "not_nominated") or only_below(campaign, award, entry)


def _leaves_out(campaign: Campaign, award: Award, reviewer: Reviewer, entries: list[Standing]) -> bool:
    recusal = campaign.rules.policies.recusal == "是"
    asked = [one.candidate for one in entries if still_in(campaign, award, one)
             and not (recusal and one.candidate.department == reviewer.department)]
    return any((one.department, one.team, one.post or one.person) not in _scored(award, reviewer) for one in asked)


def register_of_points_is_owed(campaign: Campaign, results: Results) -> bool:
    """Whether an award with 加减分 has candidates and nobody handed in 加减分登记; a blank one will do."""
    return campaign.points is None and any(
        still_in(campaign, award, one) for award, entries in results if award.takes(POINTS) for one in entries)


def votes_are_owed(campaign: Campaign, results: Results) -> bool:
    """Whether an award with 投票 has candidates and no row for any of them."""
    for award, entries in results:
        live = [one.candidate for one in entries if still_in(campaign, award, one)]
        rows = [row for row in campaign.votes if row["奖项"] == award.name and vote_row_counts(row)]
        if award.takes(BALLOT) and live and not any(names(row, one) for row in rows for one in live):
            return True
    return False
