"""What the columns of an export hold that nobody has mapped yet: whom or what their answers name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.survey_header import end_of_answers, plain_title, titles_of_two_rows
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER, seconds_since_1970
from fuwuyue_xlsx.intake.kinds.survey_rated import named_together
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema.answer_kinds import NO_ANSWER, Grade, bare_word, is_skipped, named_in

# where titles are looked for, and how many answers of a column are looked at
_WITHIN, _LOOKED_AT = 60, 2_000
# so many of a column's answers tell what it holds; of grades fewer, as some may be in other words
_MOSTLY, _HALF = 0.6, 0.5
# what is chosen from a few short answers may be a grade in other words
_FEW, _SHORT = 12, 10


class Holds(Enum):
    """What the answers in a column are."""

    MOMENTS = auto()
    DEPARTMENTS = auto()
    TEAMS = auto()
    IDENTITIES = auto()
    GRADES = auto()
    NUMBERS = auto()
    CHOICES = auto()
    ELSE = auto()


@dataclass(frozen=True)
class ExportColumn:
    """A column of an export.

    title    as 问卷对照 would have it, 「group/title」 under a header of two rows
    holds    what its answers are
    answers  how often each answer is given, without those that say that there is none
    """

    title: str
    holds: Holds
    answers: Counter[str] = field(default_factory=Counter, hash=False)


def columns_of(grid: Grid, rules: Rules) -> list[ExportColumn]:
    """The titled columns of a sheet, from the left; none where no answers are found below titles."""
    titles, first = _titles(grid, rules)
    if not titles:
        return []
    numbers = Grade(tuple(name for name, _ in rules.policies.grades), numbered=True)
    end = min(end_of_answers(grid, first - 1, rules), first + _LOOKED_AT)
    columns = []
    for at, title in titles.items():
        values = [value for row in range(first, end) if not is_empty(value := grid.value(row, at))]
        answers = Counter(shown(value) for value in values if numbers.read(value).value != NO_ANSWER)
        columns.append(ExportColumn(" ".join(title.split()), _holds(values, answers, rules), answers))
    return columns


def _titles(grid: Grid, rules: Rules) -> tuple[dict[int, str], int]:
    """(column → title, the first row of answers). The titles stand above the first row that is about as full as any other and holds a
    number, a moment or a grade."""
    kind = Grade(tuple(name for name, _ in rules.policies.grades))
    rows = [[value for value in grid.row(row) if not is_empty(value)] for row in range(min(grid.height, _WITHIN))]
    full = max(map(len, rows), default=0)
    first = next((row for row, values in enumerate(rows) if 2 * len(values) >= full and any(_is_answer(value, kind) for value in values)), 0)
    last = next((row for row in range(first - 1, -1, -1) if rows[row]), -1)
    if last < 0:
        return {}, 0
    above = [value for value in rows[last - 1] if isinstance(value, str)] if last else []
    if len(above) > 1:
        return titles_of_two_rows(grid, last - 1), first
    return {at: plain_title(value) for at, value in enumerate(grid.row(last)) if isinstance(value, str) and not is_empty(value)}, first


def _is_answer(value: object, kind: Grade) -> bool:
    if not isinstance(value, str):
        return True
    return bool(kind.read(value).value) or is_skipped(value) or seconds_since_1970(value) != NEVER


def _holds(values: list[object], answers: Counter[str], rules: Rules) -> Holds:
    """What most of the answers are; the first of these that fits."""
    if not values:
        return Holds.ELSE
    if _share(Counter(map(_moment, values)), lambda text: text == "moment") >= _MOSTLY:
        return Holds.MOMENTS
    departments, teams = list(map(key, rules.departments)), [*{key(team.name) for team in rules.teams}, key(OUTSIDE_TEAMS)]
    for held, known in ((Holds.DEPARTMENTS, departments), (Holds.TEAMS, teams), (Holds.IDENTITIES, list(map(key, rules.own.identities)))):
        if _share(answers, partial(_names, known)) >= _MOSTLY:
            return held
    if _share(answers, lambda text: _names(departments, text) or len(named_together(key(text), rules.departments, rules)) == 1) >= _MOSTLY:
        return Holds.TEAMS
    words = Grade(tuple(name for name, _ in rules.policies.grades), others=tuple((word.word, word.grade) for word in rules.words))
    if _share(answers, lambda text: words.read(text).value is not None) >= _HALF:
        return Holds.GRADES
    numbers = Grade(words.options, numbered=True)
    if _share(answers, lambda text: (numbers.read(text).value or "").isdecimal()) >= _MOSTLY:
        return Holds.NUMBERS
    few = 1 < len(answers) <= _FEW and all(len(bare_word(text)) <= _SHORT for text in answers) and not any(map(str.isdecimal, answers))
    return Holds.CHOICES if few else Holds.ELSE


def _names(known: list[str], text: str) -> bool:
    return named_in(key(text), known) is not None


def _moment(value: object) -> str:
    return "moment" if seconds_since_1970(value) != NEVER else ""


def _share(answers: Counter[str], fits: Callable[[str], bool]) -> float:
    total = answers.total()
    return sum(count for text, count in answers.items() if fits(text)) / total if total else 0.0


def words_that_no_grade_has(columns: list[ExportColumn], rules: Rules) -> Iterator[tuple[str, int]]:
    """(word, how often) of the answers in these columns that are not read, without what stands about them, the most frequent first."""
    words = Grade(tuple(name for name, _ in rules.policies.grades), others=tuple((word.word, word.grade) for word in rules.words), numbered=True)
    unread: Counter[str] = Counter()
    for column in columns:
        for text, count in column.answers.items():
            if words.read(text).value is None:
                unread[bare_word(text)] += count
    yield from unread.most_common()
