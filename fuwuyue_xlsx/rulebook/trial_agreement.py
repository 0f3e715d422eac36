"""What the rows of one competition of 试算 say together: one candidate twice, one thing said in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rulebook.rule_rows import Row
from fuwuyue_xlsx.rules.model import QuotaKind, Rules, Source
from fuwuyue_xlsx.rules.trials import TrialRow

# row, column, what is wrong, what can be written
Disagreement = tuple[Row, str, str, str]
_Read = Sequence[tuple[Row, TrialRow]]
# figures that a team has, of which those of its department, its people and its posts are made
_OF_TEAMS = (Source.INSPECTION, Source.SURVEY)


def disagreements(read: _Read, rules: Rules) -> Iterator[Disagreement]:
    """Every fault that shows only when the rows are seen together, at the later row."""
    yield from _twice(read)
    yield from _seats(read, rules)
    yield from _said_in_two_ways(read, rules)
    yield from _departments(read)


def _twice(read: _Read) -> Iterator[Disagreement]:
    seen = set()
    for row, made in read:
        if (who := (made.award, *_whom(made))) in seen:
            yield row, "奖项", f"里“{made.candidate}”写了两行", "一个候选在一个奖项里只写一行"
        seen.add(who)


def _whom(made: TrialRow) -> tuple[str, str, str]:
    return key(made.department), key(made.team), key(made.name)


def _seats(read: _Read, rules: Rules) -> Iterator[Disagreement]:
    """Seats in two numbers; seats by department of which none of these departments has any."""
    given: dict[str, int] = {}
    for row, made in read:
        if row["名额"] is not None and given.setdefault(made.award, row["名额"]) != row["名额"]:
            yield row, "名额", f"“{made.award}”的名额写了 {given[made.award]} 和 {row['名额']}", "请写成一样，或只写一处"
    for award in rules.enabled_awards:
        rows = [(row, made) for row, made in read if made.award == award.name]
        if award.quota_kind is QuotaKind.LISTED and award.name not in given and rows and not any(made.department in award.listed for _, made in rows):
            yield rows[0][0], "名额", f"“{award.name}”的名额按“名额分配”分科室，那里没有这些科室", "请写明每个科室几个名额"


def _said_in_two_ways(read: _Read, rules: Rules) -> Iterator[Disagreement]:
    """A figure, a count, a headcount or an incident of one thing that two rows give differently."""
    said: dict[tuple[Any, ...], tuple[Any, Row]] = {}
    for row, made in read:
        for title, owner, value in _sayings(made, rules):
            first, where = said.setdefault((title, *owner), (value, row))
            if first != value:
                yield row, title, f"写的与 {where.place(title).cell} 不一样，说的却是同一个", "请写成一样，或只写一处；确实不同的请分成两组"


def _sayings(made: TrialRow, rules: Rules) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    """(column, whose it is, what is said) of all that a row says of something that other rows may speak of, too."""
    department, team, name = _whom(made)
    award = next(award for award in rules.awards if award.name == made.award)
    for source in Source:
        figures = frozenset((figure.scope, figure.values) for figure in made.figures if figure.source is source)
        if figures:
            lists = rules.points_award(award).name if source is Source.REVIEW else made.award
            yield source.value, (lists, department, team, name) if source.per_award else (department, team), figures
    for check, number in made.counts:
        yield "核查", (check, department, team), number
    if made.staff is not None:
        yield "员工人数", (department,), made.staff
    if made.incident is not None:
        incident = made.incident
        yield "事故投诉", (department, team, name), (incident.conclusion, incident.times, incident.kind, incident.day)


def _departments(read: _Read) -> Iterator[Disagreement]:
    """A department's figure beside those of its teams, of which it is made."""
    for source in _OF_TEAMS:
        teams = {key(made.department) for _, made in read if made.team is not None and _gives(made, source)}
        for row, made in read:
            if made.team is None and key(made.department) in teams and _gives(made, source):
                yield row, source.value, f"写了{made.department}的{source.value}，又写了它的班组的：科室的得分由班组的算出", "请清空这一格，或另写一组"


def _gives(made: TrialRow, source: Source) -> bool:
    return any(figure.source is source for figure in made.figures)
