"""A campaign as plain data: its rules, and everything the departments and the office handed in.

Rows of tables are plain dicts keyed by the column headers of workbooks.md; an absent value is None.
A value that is meant to be unreadable is simply a text such as "十二" where a number belongs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
"""A table row by header: numbers, texts, dates, lists of team names, None."""

DEPARTMENT, TEAM, PERSON, POST = "department", "team", "person", "post"
LEVELS = {DEPARTMENT: "科室", TEAM: "班组", PERSON: "个人", POST: "岗位"}
PANEL, INSPECTION, SURVEY, BALLOT, POINTS = "评委打分", "监督检查", "满意度测评", "投票", "加减分"
FIXED, BY_RATIO, BY_UNITS, BY_LIST = "固定", "按员工人数比例", "按单位数比例", "分科室"
ALL, EACH = "全部", "每科室"
HARD, VETO, ADVISORY = "硬性", "一票否决", "参考"


@dataclass
class Team:
    name: str
    line: str


@dataclass
class Department:
    name: str
    teams: list[Team]

    def team_names(self) -> list[str]:
        return [team.name for team in self.teams]


@dataclass
class Component:
    name: str
    weight: Decimal
    """0 of 加减分, which has no weight."""
    source: str
    scope: tuple[str, ...] = ()
    """范围: the 组别 whose reviewers count, or the 身份 whose answers do; empty: everybody's."""
    ceiling: Decimal | None = None
    """上限 of 加减分: at most so many points, either way."""


@dataclass
class Condition:
    number: int
    text: str
    kind: str
    check: str
    threshold: Decimal | None
    group: str | None = None
    at_least: int | None = None
    """组合至少, in the first row of a 组合."""


@dataclass(frozen=True)
class OwnCheck:
    """A row of 自定义核查: its rows are counted, or the different texts of a column; `only` (column, word) says of which rows."""

    name: str
    sheet: str
    column: str | None
    only: tuple[str, str] | None
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """类别比例: at least, or at most, this percent of a department's winners are of the category."""

    category: str
    percent: Decimal
    at_most: bool = False


@dataclass
class Marked:
    """A checklist item or a review criterion: a name and the most points it can get."""

    name: str
    maximum: Decimal


@dataclass
class Award:
    name: str
    level: str
    quota_kind: str
    quota: Decimal | None
    prize: int | None
    enabled: bool
    components: list[Component] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    criteria: list[Marked] = field(default_factory=list)
    scope: str | None = None
    """名额范围 as it is typed; blank it means 每科室 for persons, 全部 for others."""
    allocation: dict[str, int] = field(default_factory=dict)
    """名额分配: the seats of each department that has a row; for 分科室 alone."""
    group: str | None = None
    """奖项组: awards of one group are tiers, in their order."""
    most_each: int | None = None
    fewest_each: int | None = None
    """每科室至多, 每科室至少."""
    shares: tuple[Share, ...] = ()

    def in_each_department(self) -> bool:
        """Whether every department has seats of its own."""
        if self.quota_kind == BY_LIST:
            return True
        return self.scope == EACH if self.scope else self.level == PERSON

    def amount(self) -> Decimal:
        """The quota of an award that is on, seats or percents."""
        assert self.quota is not None, self.name
        return self.quota

    def yuan(self) -> int:
        """The prize of an award that is on."""
        assert self.prize is not None, self.name
        return self.prize

    def takes_panel(self) -> bool:
        return self.takes(PANEL)

    def takes(self, source: str) -> bool:
        return any(component.source == source for component in self.components)

    def veto_from(self) -> int | None:
        """From how many substantiated incidents a veto falls (阈值, blank: 1); None without a veto."""
        asked = [condition.threshold for condition in self.conditions if condition.kind == VETO]
        return min((1 if one is None else int(one) for one in asked), default=None)


@dataclass
class Listed:
    """A row of 评委名单; without awards the reviewer scores every one that counts the group."""

    name: str
    department: str | None
    group: str
    awards: list[str] = field(default_factory=list)


@dataclass
class Calendar:
    start: date
    plan_due: date
    action_start: date
    action_end: date
    material_due: datetime


@dataclass
class Policies:
    rounding: str
    person_minimum: int
    panel_mean: str
    recusal: str
    missing: str
    tie_order: list[str]
    period: tuple[date, date]
    lateness: str
    decimals: int
    grades: dict[str, Decimal]
    fewest_answers: int
    skipping: str = "列为未了"
    """评委漏评"""


@dataclass
class Rules:
    year: int
    name: str
    unit: str
    host: str
    calendar: Calendar
    departments: list[Department]
    awards: list[Award]
    checklists: dict[str, list[Marked]]
    questions: list[str]
    series: list[str]
    policies: Policies
    exclusions: list[Row] = field(default_factory=list)
    """资格排除: rows by header."""
    incident_types: dict[str, bool] = field(default_factory=dict)
    """事故类型: whether each vetoes; empty: the two of the notice, which do."""
    panel: list[Listed] = field(default_factory=list)
    """评委名单; empty: there is none."""
    own_checks: list[OwnCheck] = field(default_factory=list)

    def department(self, name: object) -> Department | None:
        return next((entry for entry in self.departments if entry.name == name), None)

    def known(self, name: str) -> Department:
        """A department that is known to be one of the rules."""
        return next(entry for entry in self.departments if entry.name == name)

    def enabled(self, level: str | None = None) -> list[Award]:
        return [award for award in self.awards if award.enabled and level in (None, award.level)]


@dataclass
class Submission:
    """One department's workbook: two forms, two prefilled tables, free tables, nominations."""

    department: str
    info: Row
    teams: list[Row]
    plan: list[Row]
    tables: dict[str, list[Row]]
    declarations: dict[str, Row]
    nominations: dict[str, list[Row]]


@dataclass
class ReviewRow:
    department: str
    team: str | None
    post: str | None
    points: list[Decimal | None]


@dataclass
class Reviewer:
    name: str
    department: str | None
    rows: dict[str, list[ReviewRow]]


@dataclass
class VisitSheet:
    department: str
    on: date | None
    inspector: str | None
    points: dict[str, dict[str, Decimal]]
    """Points by team, then by checklist item; an item that was not checked is absent."""


@dataclass
class Campaign:
    seed: int
    rules: Rules
    submissions: list[Submission]
    reviewers: list[Reviewer]
    visits: list[list[VisitSheet]]
    surveys: list[list[Row]]
    incidents: list[Row] | None
    """None means that no incident register was handed in at all."""
    votes: list[Row] = field(default_factory=list)
    """投票结果: rows by header."""
    points: list[Row] | None = None
    """加减分登记: rows by header; None: nobody handed one in."""

    def submission(self, department: str) -> Submission | None:
        return next((entry for entry in self.submissions if entry.department == department), None)
