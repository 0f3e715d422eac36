"""Answers that name no grade: told by their words, weighed as the best and as the worst grade, and counted against 无效问卷上限."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.references import cell_ranges
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import Policies
from fuwuyue_xlsx.tables.columns import Columns, concat_tables
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.survey_tables import COUNTED

UNREAD = "survey-answers-unread"
# of so many words, of so many characters each, a file's counts are kept; of so many they are named
_MOST_WORDS, _LONGEST, _MOST_NAMED, _MOST_RANGES = 1_000, 20, 8, 20


def words_in(grid: Grid, cells: Sequence[tuple[int, int]]) -> dict[str, int]:
    """How often what stands in these cells, as a person sees it; the words in the order of the cells."""
    words = Counter(shown(grid.value(row, column))[:_LONGEST] for row, column in cells)
    return dict(words.most_common(_MOST_WORDS))


def unread_finding(file: str, grid: Grid, cells: Sequence[tuple[int, int]], words: dict[str, int], policies: Policies) -> list[Finding]:
    """A finding on the answers of a sheet that name no grade, at the first of their cells; none without such."""
    if not cells:
        return []
    ranges = cell_ranges(cells).split("、")
    where = "、".join(ranges[:_MOST_RANGES]) + (" 等" if len(ranges) > _MOST_RANGES else "")
    place = Place(file, grid.title, ranges[0].partition(":")[0])
    return [finding(UNREAD, place, count=len(cells), words=grouped_words(words), cells=where, grades="、".join(name for name, _ in policies.grades))]


def grouped_words(words: dict[str, int]) -> str:
    """“非常满意”530 处、“比较满意”152 处, the most frequent first."""
    named = Counter(words).most_common()
    more = sum(count for _, count in named[_MOST_NAMED:])
    return "、".join(f"“{word}”{count} 处" for word, count in named[:_MOST_NAMED]) + (f"、其余 {more} 处" if more else "")


def too_many_invalid(files: Sequence[SourceFile], rules: Rules) -> Iterator[Finding]:
    """An error where a larger share of all answer sheets than 无效问卷上限 is invalid, or has answers that name no grade."""
    contents = [file.content for file in files if file.content]
    rows, invalid, nobodys = (sum(content.answer_rows[at] for content in contents) for at in range(3))
    limit = rules.policies.most_invalid
    if rows and 100 * invalid > limit * rows:
        words: Counter[str] = Counter()
        for content in contents:
            words.update(content.unread_words)
        share = plain(round(Decimal(100 * invalid) / rows, 1))
        causes = [grouped_words(words)] if words else []
        causes += [f"科室、班组对不上或一题没答的 {nobodys} 份"] if nobodys else []
        yield finding("survey-mostly-invalid", rows=rows, invalid=invalid, share=share, limit=plain(limit), words="；".join(causes))


def unread_doubts(files: Sequence[SourceFile], rules: Rules) -> Iterator[Doubt]:
    """All answers that name no grade, taken as the best and as the worst one, together."""
    findings = tuple(p for file in files for p in file.findings if p.code == UNREAD)
    parts = [tables for file in files if file.content for tables in file.content.unread]
    if findings and parts:
        rows = concat_tables(parts, {name: COLUMNS[name] for name in COUNTED})
        grades = [name for name, _ in rules.policies.grades]
        yield Doubt(findings, tuple(Edit(rows=_graded(rows, grade)) for grade in (grades[0], grades[-1])))


def _graded(rows: dict[str, Columns], grade: str) -> dict[str, Columns]:
    return {**rows, "grades": {**rows["grades"], "grade": [grade] * len(rows["grades"]["count"])}}
