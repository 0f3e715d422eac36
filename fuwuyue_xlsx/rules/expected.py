"""Whom the campaign expects something of: the reviewers, how often departments are visited, and who inspects them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from fuwuyue_xlsx.basics.text import key

_BETWEEN_NAMES = re.compile("[,;/、]")


@dataclass(frozen=True)
class Reviewer:
    """A reviewer of 评委名单: the own department (None: of none that takes part), the group, and the names of the awards to be scored.

    `awards` are enabled awards with a panel review, in the order of the rules; a blank cell of the list stands for all of them.
    An award whose components count other groups' rows alone is none of a reviewer's.
    """

    name: str
    department: str | None = None
    group: str = ""
    awards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What 评委名单, 检查计划 and 检查组 say. An empty part: the rules do not say it, and nothing can be checked against it.

    reviewers   the whole panel, in the order of the list
    visits      department → the fewest visits that are planned; a department without an entry has none planned
    inspectors  the names of 检查组
    """

    reviewers: tuple[Reviewer, ...] = ()
    visits: dict[str, int] = field(default_factory=dict, hash=False)
    inspectors: tuple[str, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, Reviewer]:
        return {key(reviewer.name): reviewer for reviewer in self.reviewers}

    def reviewer(self, name: str | None) -> Reviewer | None:
        """The reviewer of this name, however it is spaced or typed; None for somebody who is not on the list."""
        return self._by_key.get(key(name))

    def of_groups(self, groups: Collection[str]) -> frozenset[str]:
        """The keys of the names of the reviewers in these groups."""
        wanted = {key(group) for group in groups}
        return frozenset(key(one.name) for one in self.reviewers if key(one.group) in wanted)

    def strangers(self, inspector: str) -> tuple[str, ...]:
        """Those of the names in an inspection's 检查人 (one, or several with marks between) that 检查组 does not have."""
        known = {key(name) for name in self.inspectors}
        if key(inspector) in known:
            return ()
        names = (part for part in _BETWEEN_NAMES.split(key(inspector)) if part)
        return tuple(name for name in names if name not in known)
