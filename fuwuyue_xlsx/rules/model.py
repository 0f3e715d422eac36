"""The rules of a campaign, as the evaluation uses them: values without files, cells or locale.

An award and all that it is made of stands in `awards.py` and `score_parts.py`, an online survey's columns in `survey_words.py`; both are had from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules import tiers
from fuwuyue_xlsx.rules.awards import (
    NO_PRIZE,
    Award,
    Condition,
    ConditionKind,
    Criterion,
    Level,
    QuotaKind,
    QuotaScope,
)
from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.expected import Expected
from fuwuyue_xlsx.rules.incident_types import NOTICE_TYPES, IncidentType
from fuwuyue_xlsx.rules.own_checks import OwnCheck
from fuwuyue_xlsx.rules.own_words import OwnWords
from fuwuyue_xlsx.rules.policies import Policies
from fuwuyue_xlsx.rules.score_parts import Component, Source
from fuwuyue_xlsx.rules.survey_words import (
    OF_DEPARTMENT,
    OF_IDENTITY,
    OF_TEAM,
    OF_TIME,
    ROW_ITEMS,
    GradeWord,
    MappedColumn,
)
from fuwuyue_xlsx.rules.trials import Trial

__all__ = [
    "AGREED",
    "NO",
    "NO_PRIZE",
    "OF_DEPARTMENT",
    "OF_IDENTITY",
    "OF_TEAM",
    "OF_TIME",
    "OUTSIDE_TEAMS",
    "ROW_ITEMS",
    "WHOLE_DEPARTMENT",
    "YES",
    "Award",
    "Component",
    "Condition",
    "ConditionKind",
    "Criterion",
    "GradeWord",
    "Level",
    "MappedColumn",
    "QuotaKind",
    "QuotaScope",
    "Rules",
    "Source",
    "Team",
]

OUTSIDE_TEAMS = "班组外"
WHOLE_DEPARTMENT = "全科室"
AGREED = "同意"
YES, NO = "是", "否"


@dataclass(frozen=True)
class Team:
    """A work team: its department, its name (never split), its line of business."""

    department: str
    name: str
    line: str
    note: str = ""


@dataclass(frozen=True)
class Rules:
    """Everything that 评选规则.xlsx says, each list in the order of its sheet.

    checklists  line of business → the items that an inspection scores
    questions   the survey's questions, as text
    series      (number, name) of the 活动系列
    mapping     what the columns of an online survey's export stand for
    expected    who is to score what and to be visited how often, as far as the rules say it
    short_names what people call a department or team, and its name
    words       other words for the survey's grades
    exclusions  who may not win, by name
    own_types   the kinds of incidents that the sheet 事故类型 names; empty: those of the notice
    own         what the campaign calls things
    own_checks  what the sheet 自定义核查 has counted
    trials      invented competitions with the outcome that is expected; nothing of the campaign depends on them, so that files that were
                read under the same rules with other trials need not be read again (`repr`)
    """

    campaign: Campaign
    departments: tuple[str, ...]
    teams: tuple[Team, ...]
    awards: tuple[Award, ...]
    checklists: dict[str, tuple[Criterion, ...]] = field(hash=False)
    questions: tuple[str, ...]
    series: tuple[tuple[int, str], ...]
    mapping: tuple[MappedColumn, ...]
    policies: Policies
    expected: Expected = field(default_factory=Expected)
    short_names: tuple[tuple[str, str], ...] = ()
    words: tuple[GradeWord, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    own_types: tuple[IncidentType, ...] = ()
    own: OwnWords = field(default_factory=OwnWords)
    own_checks: tuple[OwnCheck, ...] = ()
    trials: tuple[Trial, ...] = field(default=(), repr=False)

    @cached_property
    def survey_scopes(self) -> tuple[tuple[str, ...], ...]:
        """The identities that some component of an award on counts by themselves, each set of them once; none: who answers decides nothing."""
        return tuple(dict.fromkeys(scope for award in self.enabled_awards for scope in award.survey_scopes if scope))

    @property
    def incident_types(self) -> tuple[IncidentType, ...]:
        """The kinds of incidents that can be registered."""
        return self.own_types or NOTICE_TYPES

    @cached_property
    def harmless_types(self) -> frozenset[str]:
        """The kinds of which an incident vetoes nobody. One whose kind cannot be read counts as of another."""
        return frozenset(kind.name for kind in self.incident_types if not kind.vetoes)

    def words_for(self, question: str) -> tuple[tuple[str, str | None], ...]:
        """(word, grade or None for no answer) of the other words for grades to a question; its own ones stand before those for all."""
        by_key = {key(word.word): (word.word, word.grade) for word in self.words if word.question is None}
        by_key |= {key(word.word): (word.word, word.grade) for word in self.words if word.question == question}
        return tuple(by_key.values())

    @cached_property
    def _teams(self) -> dict[str, dict[str, str]]:
        """Department → key of a team's name → the name as its own row writes it."""
        names: dict[str, dict[str, str]] = {}
        for team in self.teams:
            names.setdefault(team.department, {}).setdefault(key(team.name), team.name)
        return names

    def teams_of(self, department: str) -> tuple[str, ...]:
        """The names of a department's teams; empty for a department that the rules do not have."""
        return tuple(self._teams.get(department, {}).values())

    def own_team(self, department: str, name: str) -> str | None:
        """The department's team of this name, as its own row writes it; None when it has none.

        Another department may write the same name otherwise: １号组 and 1号组 are one name.
        """
        return self._teams.get(department, {}).get(key(name))

    @cached_property
    def _team_rows(self) -> dict[str, list[Team]]:
        rows: dict[str, list[Team]] = {}
        for team in self.teams:
            rows.setdefault(team.department, []).append(team)
        return rows

    def team_rows_of(self, department: str) -> list[Team]:
        """The department's teams with line of business and note; empty for a department that the rules do not have."""
        return self._team_rows.get(department, [])

    def lines_of(self, department: str) -> tuple[str, ...]:
        """The lines of business of a department's teams, each once."""
        return tuple(dict.fromkeys(team.line for team in self.team_rows_of(department)))

    def lending_award(self, part: Component) -> str | None:
        """The award from which a team's missing component is borrowed (口径 缺项处理 = 沿用科室); None: there is none.

        It is the first enabled award for departments that has a component of the same name, source and scope: its reviews of
        the team's department stand in for reviews of the team. An inspection or survey is the same in every award.
        """
        for award in self.enabled_awards:
            same = (own for own in award.components if key(own.name) == key(part.name) and (own.source, own.scope) == (part.source, part.scope))
            if award.level is Level.DEPARTMENT and any(same):
                return self.points_award(award).name if part.source is Source.REVIEW else award.name
        return None

    @property
    def enabled_awards(self) -> tuple[Award, ...]:
        """The awards that candidates are evaluated for."""
        return tuple(award for award in self.awards if award.enabled)

    def tiers_of(self, award: Award) -> tuple[Award, ...]:
        """The enabled awards of its group, the highest first; the award alone where it has no group."""
        return tiers.tiers_of(award, self.awards)

    def tiers_above(self, award: Award) -> tuple[Award, ...]:
        """The higher tiers of its group; empty for the highest, and for an award without a group."""
        return tiers.tiers_above(award, self.awards)

    def points_award(self, award: Award) -> Award:
        """The award for which its reviewers give their points; a lower tier's may be a higher one."""
        return tiers.points_award(award, self.awards)

    @cached_property
    def adjustment_limits(self) -> dict[str, Decimal]:
        """Enabled award with 加减分 → how many points it adds or takes off at most."""
        parts = ((award.name, award.adjustment) for award in self.enabled_awards)
        return {name: part.limit for name, part in parts if part is not None and part.limit is not None}

    @property
    def pays(self) -> bool:
        """Whether any enabled award comes with money."""
        return any(not award.honour for award in self.enabled_awards)

    @property
    def awards_without_veto(self) -> tuple[Award, ...]:
        """The enabled awards that no incident touches although others have a veto."""
        enabled = self.enabled_awards
        return tuple(award for award in enabled if not award.vetoes) if any(award.vetoes for award in enabled) else ()

    @property
    def reviewed_awards(self) -> tuple[Award, ...]:
        """The enabled awards that reviewers give points for; without the tiers for which those of a higher one serve."""
        return tuple(award for award in self.enabled_awards if award.reviewed and self.points_award(award).name == award.name)
