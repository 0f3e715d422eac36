"""An award as the rules describe it: its level, its seats, its prize, what makes its score, and its conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from fuwuyue_xlsx.rules.category_shares import CategoryShare
from fuwuyue_xlsx.rules.score_parts import Component, Source

# what an award of honour has in place of an amount
NO_PRIZE = "无"


class Level(StrEnum):
    """The kind of candidate that an award is for. Its value is the code in JSON, its label the word in 评选规则.xlsx."""

    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"
    POST = "post"

    @property
    def label(self) -> str:
        """The level as 评选规则.xlsx and every output write it: 科室, 班组, 个人, 岗位."""
        return {"department": "科室", "team": "班组", "person": "个人", "post": "岗位"}[self.value]

    @property
    def counted(self) -> str:
        """The word with which its candidates are counted: 3 人, 3 个."""
        return "人" if self is Level.PERSON else "个"

    @property
    def may_borrow(self) -> bool:
        """Whether a missing figure may be replaced by the department's (口径 缺项处理 = 沿用科室): teams' alone may."""
        return self is Level.TEAM


class QuotaKind(StrEnum):
    """How an award's quota is given: a number of seats, a share of each department's staff (附1 二(三)), a share of the number of
    departments or teams, or a number for each department by name.
    """

    FIXED = "固定"
    RATIO = "按员工人数比例"
    UNITS = "按单位数比例"
    LISTED = "分科室"

    @property
    def percent(self) -> bool:
        """Whether the quota is a percentage."""
        return self in (QuotaKind.RATIO, QuotaKind.UNITS)


class QuotaScope(StrEnum):
    """Among whom an award's seats are shared out: all candidates, or those of each department by themselves."""

    ALL = "全部"
    EACH = "每科室"


class ConditionKind(StrEnum):
    """What an unmet condition does: 硬性 makes the candidate ineligible, 一票否决 vetoes it, 参考 is only shown."""

    HARD = "硬性"
    VETO = "一票否决"
    ADVISORY = "参考"


@dataclass(frozen=True)
class ConditionGroup:
    """Conditions of an award that are one together (组合): at least so many of these numbers must be met."""

    letter: str
    least: int
    numbers: tuple[int, ...]

    @property
    def words(self) -> str:
        """What is asked for: 第 1、2、3 条至少要满足 2 条."""
        return f"第 {'、'.join(map(str, self.numbers))} 条至少要满足 {self.least} 条"


@dataclass(frozen=True)
class Condition:
    """A condition of an award (附1 二): its number and text, what it does, the check of `schema.checks` that it names, and the least
    count or score that the check asks for (None: any will do); of a veto the number of incidents from which it falls (None: 1).

    group  the conditions that it is one with; None: it stands alone
    """

    number: int
    text: str
    kind: ConditionKind
    check: str
    threshold: Decimal | None = None
    basis: str = ""
    group: ConditionGroup | None = None


@dataclass(frozen=True)
class Criterion:
    """A review criterion or a checklist item: its name and its maximum of points."""

    name: str
    maximum: Decimal


@dataclass(frozen=True)
class Award:
    """An award (附1 一).

    quota     seats when `quota_kind` is 固定, percent (10 for 10 %) of the staff or of the number of units when it is a share; None for
              分科室, and while the award is off
    prize     whole yuan for each winner, 0: an award of honour; None only while the award is off
    enabled   False: the award is listed in the rules, and nobody is evaluated for it
    basis     the clause of the notice that it comes from, as text for people
    criteria  what its reviewers give points for
    scope     among whom the seats are shared out; None: as its level has it, see `each_department`
    listed    of 分科室: department → its seats; a department that is not in it has none
    group     awards of one group are tiers: who has a seat in one is out of the later ones; empty: it stands by itself
    most_each, fewest_each  at most, at least so many winners of one department; None: no bound
    shares    of persons: what share of a department's winners are to be of a category; checked and told, they decide nothing
    """

    name: str
    level: Level
    quota_kind: QuotaKind
    quota: Decimal | None
    prize: int | None
    enabled: bool
    basis: str = ""
    note: str = ""
    components: tuple[Component, ...] = ()
    conditions: tuple[Condition, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    scope: QuotaScope | None = None
    listed: dict[str, int] = field(default_factory=dict, hash=False)
    group: str = ""
    most_each: int | None = None
    fewest_each: int | None = None
    shares: tuple[CategoryShare, ...] = ()

    @property
    def each_department(self) -> bool:
        """Whether each department has seats of its own: as the rules say, and where they say nothing for persons alone."""
        if self.quota_kind is QuotaKind.LISTED:
            return True
        return self.level is Level.PERSON if self.scope is None else self.scope is QuotaScope.EACH

    @property
    def capped(self) -> bool:
        """Whether the number of winners of one department is bounded."""
        return self.most_each is not None or bool(self.fewest_each)

    @property
    def said_shares(self) -> str:
        """The shares of categories in words; empty where the award asks for none."""
        return "，".join(share.words for share in self.shares)

    @property
    def honour(self) -> bool:
        """Whether it comes without money (奖金 无 or 0): then no amount is printed for it anywhere."""
        return self.prize == 0

    @cached_property
    def vetoes(self) -> bool:
        """Whether a substantiated incident excludes from the award (附1 二: 一票否决)."""
        return any(condition.kind is ConditionKind.VETO for condition in self.conditions)

    @cached_property
    def veto_from(self) -> int:
        """The number of substantiated incidents from which an award with a veto excludes; several vetoes have the same."""
        return min((int(condition.threshold or 1) for condition in self.conditions if condition.kind is ConditionKind.VETO), default=1)

    @cached_property
    def hard(self) -> tuple[Condition, ...]:
        """The conditions that must be met."""
        return tuple(condition for condition in self.conditions if condition.kind is ConditionKind.HARD)

    @property
    def scored(self) -> bool:
        """Whether its candidates are ranked by a score; those of any other award by their department's own order."""
        return bool(self.components)

    @cached_property
    def adjustment(self) -> Component | None:
        """The part of its score that the office adds and takes off (加减分); None: there is none."""
        return next((part for part in self.components if part.source is Source.ADJUSTMENT), None)

    @property
    def reviewed(self) -> bool:
        """Whether reviewers give points for it."""
        return self.uses(Source.REVIEW)

    @property
    def review_scopes(self) -> tuple[tuple[str, ...], ...]:
        """Of each component that reviewers give points for, the groups whose rows count; empty: everybody's."""
        return tuple(part.scope for part in self.components if part.source is Source.REVIEW)

    @property
    def survey_scopes(self) -> tuple[tuple[str, ...], ...]:
        """Of each component that the survey gives, the identities of the respondents who count; empty: everybody."""
        return tuple(part.scope for part in self.components if part.source is Source.SURVEY)

    def uses(self, source: Source) -> bool:
        """Whether a component of its score comes from this source."""
        return any(component.source is source for component in self.components)
