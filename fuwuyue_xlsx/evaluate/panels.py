"""The panels of the awards: which reviewer left which candidate without a row that counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate
from fuwuyue_xlsx.evaluate.ledger import LedgerLine, Owed, OwedKind
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.sums import PointSum
from fuwuyue_xlsx.evaluate.tier_seats import identity
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import Award, Rules
from fuwuyue_xlsx.rules.policies import MAY_SKIP

# who is out whatever anybody scores
_OUT = (Status.VETOED, Status.INELIGIBLE, Status.NOT_NOMINATED, Status.PLACED_HIGHER)
_MOST_NAMES = 8


def live_candidates(result: AwardResult) -> tuple[Candidate, ...]:
    """The nominated candidates of an award that nothing but their score excludes: those whose scores decide it."""
    return tuple(standing.candidate for standing in result.standings if standing.status not in _OUT or standing.out_by_score)


def named(candidates: Sequence[Candidate], most: int | None = None) -> str:
    """Their names side by side, with the department where two of them have one name; `most`: so many of them, and 等."""
    often = Counter(candidate.name for candidate in candidates)
    names = [f"{one.name}（{one.department}）" if often[one.name] > 1 else one.name for one in candidates]
    return "、".join(names[:most]) + (" 等" if most is not None and len(names) > most else "")


@dataclass(frozen=True)
class _Member:
    """Somebody on the panel: the own department, the awards to score, and whom there are rows of, by award."""

    name: str
    department: str | None
    awards: frozenset[str]
    scored: dict[str, set[tuple[str | None, ...]]] = field(hash=False)

    @property
    def nothing(self) -> bool:
        """Whether there is no row of any award."""
        return not any(self.scored.values())


class _Reviewed(NamedTuple):
    """An award that reviewers give points for, and the candidates whom these decide about."""

    award: Award
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class _Gap:
    """One reviewer and one award: whom the reviewer has to score, and who of them has no row that counts."""

    member: _Member
    award: str
    asked: tuple[Candidate, ...]
    missing: tuple[Candidate, ...]


@dataclass(frozen=True)
class PanelAccount:
    """What the panels come to, for the ledger; `awards` are those with a row that is owed."""

    lines: tuple[LedgerLine, ...] = ()
    owed: tuple[Owed, ...] = ()
    awards: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def panel_account(rules: Rules, reviews: Sequence[PointSum], results: Sequence[AwardResult]) -> PanelAccount:
    """Every reviewer against every candidate that is still in: those of 评委名单, or without a list whoever scored anybody of an award.

    Rows that 评委回避本科室 leaves out are not asked for.
    """
    reviewed = [_Reviewed(award, _candidates_reviewed(rules, award, results)) for award in rules.reviewed_awards]
    if not reviewed:
        return PanelAccount()
    members = _members(rules, reviews)
    gaps = [gap for member in members for one in reviewed if (gap := _gap(rules, member, one)).asked]
    owing = [gap for gap in gaps if gap.missing and (gap.member.nothing or rules.policies.skipping != MAY_SKIP)]
    skipped = [gap for gap in gaps if gap.missing and gap not in owing]
    owed = tuple(_owed(owing))
    lines = _lines(rules, members, gaps, skipped)
    awards = {gap.award for gap in owing}
    unsettled = frozenset(award.name for award in rules.enabled_awards if award.reviewed and rules.points_award(award).name in awards)
    return PanelAccount(lines, owed, unsettled, tuple(_uneven(gaps, skipped)))


def _candidates_reviewed(rules: Rules, award: Award, results: Sequence[AwardResult]) -> tuple[Candidate, ...]:
    """Whom the points given for an award decide about: its own candidates, and those of the tiers that they serve; each once."""
    served = [result for result in results if result.award.enabled and result.award.reviewed and rules.points_award(result.award).name == award.name]
    return tuple({identity(one): one for result in reversed(served) for one in reversed(live_candidates(result))}.values())[::-1]


def _members(rules: Rules, reviews: Sequence[PointSum]) -> list[_Member]:
    scored: dict[str, dict[str, set[tuple[str | None, ...]]]] = defaultdict(lambda: defaultdict(set))
    names: dict[str, str] = {}
    homes: dict[str, str] = {}
    for row in reviews:
        who = key(row.label)
        names.setdefault(who, row.label)
        if row.reviewer_department:
            homes.setdefault(who, row.reviewer_department)
        scored[who][row.award].add((row.department, row.team, row.post))
    if rules.expected.reviewers:
        listed = {key(one.name): one for one in rules.expected.reviewers}
        return [_Member(one.name, one.department or homes.get(who), frozenset(one.awards), scored[who]) for who, one in listed.items()]
    return [_Member(name, homes.get(who), frozenset(scored[who]), scored[who]) for who, name in sorted(names.items())]


def _gap(rules: Rules, member: _Member, reviewed: _Reviewed) -> _Gap:
    name = reviewed.award.name
    if name not in member.awards:
        return _Gap(member, name, (), ())
    asked = tuple(one for one in reviewed.candidates if not (rules.policies.recusal and one.department == member.department))
    there = member.scored.get(name, set())
    missing = tuple(one for one in asked if (one.department, one.team, one.own_key) not in there)
    return _Gap(member, name, asked, missing)


def _owed(owing: Sequence[_Gap]) -> Iterator[Owed]:
    """One thing for a reviewer of whom there is nothing at all, else one an award."""
    whole: dict[str, list[str]] = {}
    for gap in owing:
        if gap.member.nothing:
            whole.setdefault(gap.member.name, []).append(gap.award)
    for name, awards in whole.items():
        yield Owed(OwedKind.REVIEW, name, f"评委打分表（{'、'.join(awards)}）", f"还没有收到评委“{name}”的打分：{'、'.join(awards)}")
    for gap in owing:
        if not gap.member.nothing:
            every = "全部 " if gap.missing == gap.asked else ""
            about = f"“{gap.award}”{every}{len(gap.missing)} 个候选的打分："
            line = f"评委“{gap.member.name}”还差{about}{named(gap.missing, _MOST_NAMES)}"
            yield Owed(OwedKind.REVIEW, gap.member.name, about + named(gap.missing), line)


def _lines(rules: Rules, members: Sequence[_Member], gaps: Sequence[_Gap], skipped: Sequence[_Gap]) -> tuple[LedgerLine, ...]:
    asked = {gap.member.name for gap in gaps}
    there = sum(member.name in asked and not member.nothing for member in members)
    if not rules.expected.reviewers:
        books = LedgerLine(OwedKind.REVIEW, "评委", None, len(members), "没有评委名单，无法核对是否交齐")
    else:
        books = LedgerLine(OwedKind.REVIEW, "评委", len(asked), there)
    rows, missing = sum(len(gap.asked) for gap in gaps), sum(len(gap.missing) for gap in gaps)
    left_out = sum(len(gap.missing) for gap in skipped)
    note = f"另有 {left_out} 份没有打分，口径“评委漏评”允许" if left_out else "每位评委对每个候选一份"
    return books, LedgerLine(OwedKind.REVIEW, "评委打分", rows - left_out, rows - missing, note)


def _uneven(gaps: Sequence[_Gap], skipped: Sequence[_Gap]) -> Iterator[Finding]:
    """A warning for each award with candidates whom a reviewer was allowed to leave out, with the numbers."""
    for award in dict.fromkeys(gap.award for gap in skipped):
        of_award = [gap for gap in gaps if gap.award == award]
        asked = Counter(one for gap in of_award for one in gap.asked)
        lacking = Counter(one for gap in of_award for one in gap.missing)
        numbers = [f"{named([one])} {asked[one] - count} 位（应 {asked[one]} 位）" for one, count in lacking.items()]
        yield finding("panel-uneven", award=award, count=len(numbers), numbers="、".join(numbers))
