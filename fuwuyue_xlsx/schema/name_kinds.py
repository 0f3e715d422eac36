"""Kinds of fields that hold names: one of a few words that the rules give, a team or several, several people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import lru_cache

from fuwuyue_xlsx.basics.cell_values import Raw, shown
from fuwuyue_xlsx.basics.text import compact, key, without_space
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside, CellRule
from fuwuyue_xlsx.schema.field_kinds import MOST_TAKEN_APART, NAME_MARKS, TEAM_MARKS, Reading, offered, unreadable

# what people call something, and its name in the rules
ShortNames = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choice:
    """One of a few words. `strangers` is the code for anything else; `short` are other words for some of the options, which are told."""

    options: tuple[str, ...]
    strangers: str = "unknown-choice"
    short: ShortNames = ()
    _by_key: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    _by_short: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key.update({key(option): option for option in self.options})
        self._by_short.update({key(called): self._by_key[key(name)] for called, name in self.short})

    @property
    def keys(self) -> Set[str]:
        """The keys of all options."""
        return self._by_key.keys()

    @property
    def sample(self) -> str:
        """The first option, as an example of what may stand there."""
        return self.options[0] if self.options else ""

    @property
    def words(self) -> str:
        """The options side by side: 是/否."""
        return "/".join(self.options)

    def read(self, raw: Raw) -> Reading:
        """The option as the rules write it, however it is spaced or typed; else a finding that offers the nearest ones."""
        said = key(shown(raw))
        option = self._by_key.get(said)
        if option is not None:
            return Reading(option)
        if said in self._by_short:
            return Reading(self._by_short[said], (read_as(shown(raw), self._by_short[said]),))
        near = offered(shown(raw), self.options)
        return unreadable(self.strangers, raw, options="、".join(self.options), suggestion=near)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: none of the options."""
        known = (*self.options, *(called for called, _ in self.short))
        return CellRule(f"(1-{f.in_list(f.same_listed(x, known), beside.listed(known))})")


def read_as(called: str, name: str) -> Finding:
    """Tells, without a place, that a short name was taken for the name."""
    return finding("short-name-read", value=called, name=name, times="")


@lru_cache(maxsize=512)
def known_name(names: tuple[str, ...], short: ShortNames = ()) -> Choice:
    """A name the rules give: a department, a team, an item, or what people call one of them. Anything else is an unknown name."""
    return Choice(names, "unknown-name", short_for(names, short))


def short_for(names: tuple[str, ...], short: ShortNames) -> ShortNames:
    """Those of the short names that stand for one of these names."""
    known = {key(name) for name in names} if short else ()
    return tuple((called, name) for called, name in short if key(name) in known)


def also_called(name: str, short: ShortNames) -> tuple[str, ...]:
    """What people call this department or team."""
    return tuple(word for word, meant in short if key(meant) == key(name))


@dataclass(frozen=True)
class SeveralTeams:
    """Several known teams in one cell, or `everyone` alone. Gives a tuple of names in the cell's order. `short` are other words for some."""

    teams: tuple[str, ...]
    everyone: str = "全科室"
    short: ShortNames = ()
    sample: str = "全科室"

    @property
    def words(self) -> str:
        """What the field takes, with the mark between two teams and the word for all of them."""
        return f"本科室的班组，几个班组用“；”隔开；全体参加填“{self.everyone}”"

    def read(self, raw: Raw) -> Reading:
        """A tuple of the teams' names, each once; a finding where the text comes apart in no way or in two."""
        text = key(shown(raw).replace("\r", "").replace("\n", ";"))
        if text == key(self.everyone):
            return Reading(self.teams)
        named = {key(team): team for team in self.teams}
        called = {key(word): (word, named[key(name)]) for word, name in self.short}
        readings = list(cuts(text, {said: said for said in (*named, *called)}))
        if len(readings) == 1:
            short_names = tuple(read_as(*called[said]) for said in dict.fromkeys(readings[0]) if said in called)
            return Reading(tuple(dict.fromkeys(called[said][1] if said in called else named[said] for said in readings[0])), short_names)
        return unreadable("teams-unclear", raw, suggestion=self._unknown_part(raw, text))

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Right: a team, everyone, or teams with one mark between two. Wrong: no team and no mark between."""
        known = (self.everyone, *self.teams, *(called for called, _ in self.short))
        one_name = f.in_list(f.same_listed(x, known), beside.listed(known))
        separators = f.any_of(f.holds_one_of(x, NAME_MARKS), f"ISNUMBER(FIND({f.BREAK},{x}))")
        several = f"(1-{one_name})*{separators}*(1-{self._taken_apart(x)})" if self._apart_in_one_way else f"(1-{one_name})*{separators}"
        return CellRule(f"((1-{one_name})*(1-{separators}))", f"({several})")

    @property
    def _apart_in_one_way(self) -> bool:
        """Whether taking the longest names out first can find no list that might be read in two ways."""
        parts = [part for team in self.teams for part in {key(team), *re.split(f"[{TEAM_MARKS}]", key(team))}]
        return len(parts) == len(set(parts)) and len(self.teams) <= MOST_TAKEN_APART

    def _taken_apart(self, x: str) -> str:
        """1 when nothing but names with one mark between two stands there: 电工组；水工组、仓管 → name;name."""
        text = f'SUBSTITUTE({x},{f.BREAK},";")'
        text = f.same_text(text)
        for team in sorted(self.teams, key=lambda team: -len(key(team))):
            text = f'SUBSTITUTE({text},ASC("{compact(team).replace(chr(34), chr(34) * 2)}"),CHAR(1))'
        for separator in (",", "/", "、", "､"):
            text = f'SUBSTITUTE({text},"{separator}",";")'
        return f'({text}=REPT(CHAR(1)&";",INT(LEN({text})/2))&CHAR(1))'

    def _unknown_part(self, raw: Raw, text: str) -> str:
        """Of several names the one that is none of ours; of a single one the nearest."""
        keys = [key(team) for team in self.teams]
        parts = [part for part in re.split(r"[,;/、]", text) if part]
        unknown = [part for part in parts if not any(part in name for name in keys)]
        if len(parts) > 1 and unknown:
            return f"，其中“{unknown[0]}”不是本科室的班组"
        return offered(shown(raw), self.teams)


@dataclass(frozen=True)
class SeveralPersons:
    """The names of several people in one cell. Gives a tuple of them less white space, in the cell's order, each once."""

    sample: str = "王某、李某"
    words: str = "姓名，几个人用“、”隔开"

    def read(self, raw: Raw) -> Reading:
        """A tuple of names; None when nothing is left. A line break parts two names as a mark does."""
        names: dict[str, str] = {}
        for part in re.split(f"[{NAME_MARKS}\r\n]", shown(raw)):
            names.setdefault(key(part), without_space(part))
        names.pop("", None)
        return Reading(tuple(names.values()) or None)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Everything is right: anything may be a name."""
        return CellRule()


def cuts(text: str, names: dict[str, str], separators: str = ",;/、") -> list[list[str]]:
    """At most two ways in which a text comes apart into names with one separator between neighbours.

    水工组、仓管 is one name; 电工组、水工组、仓管 comes apart in one way; an end or doubled separator in none.
    """
    ways_from: dict[int, list[list[str]]] = {len(text) + 1: [[]]}
    for start in range(len(text), -1, -1):
        ways: list[list[str]] = []
        for name_key, name in names.items():
            end = start + len(name_key)
            closed = end == len(text) or text[end : end + 1] in tuple(separators)
            if name_key and text.startswith(name_key, start) and closed:
                ways += [[name, *rest] for rest in ways_from.get(end + 1, [])]
        ways_from[start] = ways[:2]
    return ways_from[0]


_AND_OTHERS = "等"


def wraps(text: str, name: str) -> bool:
    """Whether a text is a name with something about it: 李七(组长), 1.李七, 李七师傅, 李七等. 李七七 is another name, 员工12 not 员工1."""
    before, name_there, after = text.partition(name)
    about = before + after
    if any(len(ends) == 2 and ends.isdecimal() for ends in (before[-1:] + name[:1], name[-1:] + after[:1])):
        return False
    return bool(name_there) and len(name) > 1 and (len(about) > 1 or not about.isalpha() or about == _AND_OTHERS) and bool(about)


def wrapping(names: Iterable[str]) -> list[tuple[str, str]]:
    """(a name with something about it, the name alone) for every two of these keys that are so; each text once."""
    known = list(dict.fromkeys(names))
    doubted = [name for name in known if len(name) > 3 or not name.isalpha()]  # 李七师傅, 李七等 need no more than a look
    doubted += [name for name in known if len(name) == 3 and name.endswith(_AND_OTHERS)]
    return [(text, name) for text in doubted for name in known if wraps(text, name)]
