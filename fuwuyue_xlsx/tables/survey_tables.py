"""Answer sheets reduced to the survey's tables: how many responses about whom, how often which grade, which rows.

These counts are all that the evaluation needs, so that a million answers weigh no more in it than a few. They are made
where a sheet is read, with numpy alone (`factorized.py` says why), and leave the worker as columns of the tables
`responses`, `grades` and `answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from fuwuyue_xlsx.tables.columns import Columns, concat_tables
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.factorized import AnyColumn, Factorized, factorize, factorize_pairs

# (department, team); team None: the responses that name no team
Owner = tuple[str, str | None]
# department, team, identity of who answers
_Respondents = tuple[str, str | None, str | None]
Ranges = tuple[tuple[int, int], ...]
# what figures are made of; the single answers serve as evidence only
COUNTED = ("responses", "grades")
SURVEY_TABLES = (*COUNTED, "answers")

# of a sheet with more answers than these the counts alone are kept
MOST_ANSWERS = 2_000
# more runs of rows than these are not listed
MOST_RANGES = 200
# what a response has besides its grades, one further column a question
ABOUT = ("department", "team", "identity", "row", "doubt")


def sheet_tables(file: str, sheet: str, answers: Mapping[str, AnyColumn], questions: Sequence[str]) -> dict[str, Columns]:
    """The survey's tables of one sheet. `answers` are its valid responses in the order of its rows: the columns of `ABOUT`
    and one a question with the names of the grades, None for no answer."""
    respondents, groups = _grouped(answers)
    few = len(respondents) <= MOST_ANSWERS
    tables = {
        "responses": _responses(groups, respondents.categories, np.array(answers["row"], dtype=np.int64)),
        "grades": _grades(groups, respondents.categories, [factorize(answers[question]) for question in questions]),
        "answers": {name: list(column) for name, column in answers.items()} if few else {},
    }
    return {name: {"file": [file] * _rows(columns), "sheet": [sheet] * _rows(columns), **columns} for name, columns in tables.items()}


def unread_tables(file: str, sheet: str, answers: Mapping[str, AnyColumn], unread: np.ndarray, alone: np.ndarray) -> dict[str, Columns]:
    """What the answers that name no grade would add to the survey's tables if they named one: rows of `grades` without a grade, and of
    `responses` for answer sheets that have no other answer.

    `answers` has the columns `department`, `team`, `identity` and `doubt`; `unread` says how many such answers each row has, (rows,) of int,
    and `alone` whether it has no other, (rows,) of bool.
    """
    respondents, groups = _grouped(answers)
    tables: dict[str, Columns] = {}
    for name, weights in (("grades", unread), ("responses", alone & (unread > 0))):
        counts = np.bincount(groups, weights, 2 * len(respondents.categories)).astype(np.int64)
        present = np.flatnonzero(counts)
        tables[name] = {**_of_groups(present, respondents.categories), "count": counts[present].tolist()}
    tables["grades"]["grade"] = [None] * _rows(tables["grades"])
    tables["responses"]["rows"] = [()] * _rows(tables["responses"])
    return {name: {"file": [file] * _rows(columns), "sheet": [sheet] * _rows(columns), **columns} for name, columns in tables.items()}


def _grouped(answers: Mapping[str, AnyColumn]) -> tuple[Factorized, np.ndarray]:
    """By whom the responses are about and who gives them, (department, team, identity), and the group of each: 2 × the code of that for
    the responses that are not doubted, and one more for the others."""
    about = factorize_pairs(factorize(answers["department"]), factorize(answers["team"]))
    pairs = factorize_pairs(about, factorize(answers["identity"]))
    respondents = pairs.rename_categories([(department, team, identity) for (department, team), identity in pairs.categories])
    return respondents, 2 * respondents.codes + ~factorize(answers["doubt"]).eq(None)


def _rows(columns: Columns) -> int:
    return len(next(iter(columns.values()), ()))


def _responses(groups: np.ndarray, respondents: list[_Respondents], rows: np.ndarray) -> Columns:
    """A row a group: its owner, how many responses it has, and where they stand."""
    order = np.argsort(groups, kind="stable")
    present, starts, counts = np.unique(groups[order], return_index=True, return_counts=True)
    ranges = [runs(part) for part in np.split(rows[order], starts[1:])] if len(present) else []
    return {**_of_groups(present, respondents), "count": counts.tolist(), "rows": ranges}


def _grades(groups: np.ndarray, respondents: list[_Respondents], questions: list[Factorized]) -> Columns:
    """A row a group and grade: how often it was given, over all questions."""
    names = list(dict.fromkeys(grade for question in questions for grade in question.categories if grade is not None))
    counts = np.zeros((2 * len(respondents), len(names)), np.int64)
    for question in questions:
        width = len(question.categories)
        table = np.bincount(groups * width + question.codes, minlength=len(counts) * width).reshape(len(counts), width)
        for code, grade in enumerate(question.categories):
            if grade is not None:
                counts[:, names.index(grade)] += table[:, code]
    at_group, at_grade = np.nonzero(counts)
    return {**_of_groups(at_group, respondents), "grade": [names[at] for at in at_grade.tolist()], "count": counts[at_group, at_grade].tolist()}


def _of_groups(groups: np.ndarray, respondents: list[_Respondents]) -> Columns:
    """About whom and by whom each group is, and whether its responses are doubted."""
    numbers = groups.tolist()
    return {"department": [respondents[group // 2][0] for group in numbers], "team": [respondents[group // 2][1] for group in numbers],
            "identity": [respondents[group // 2][2] for group in numbers],
            "doubtful": [group % 2 == 1 for group in numbers]}


def runs(numbers: Sequence[int] | np.ndarray) -> Ranges:
    """[6, 7, 8, 12] → ((6, 8), (12, 12)); of more than 200 runs the first 199, and the rest as one."""
    rows = np.asarray(numbers, np.int64)
    if not len(rows):
        return ()
    breaks = np.flatnonzero(np.diff(rows) != 1)[: MOST_RANGES - 1]
    firsts, lasts = rows[np.append(0, breaks + 1)], rows[np.append(breaks, len(rows) - 1)]
    return tuple(zip(firsts.tolist(), lasts.tolist(), strict=True))


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Runs of several owners as those of all: ((6, 7), (12, 12)) and ((8, 8),) → ((6, 8), (12, 12))."""
    joined: list[list[int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return tuple((first, last) for first, last in joined)


def survey_tables(rows: Sequence[Mapping[str, Any]]) -> dict[str, Columns]:
    """The survey's tables of valid responses given as rows (`ABOUT`, file, sheet, and a grade by question)."""
    questions = list(dict.fromkeys(name for row in rows for name in row if name not in (*ABOUT, "file", "sheet")))
    sheets: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        sheets.setdefault((row["file"], row["sheet"]), []).append(row)
    parts = (
        sheet_tables(file, sheet, {name: [row.get(name) for row in group] for name in (*ABOUT, *questions)}, questions)
        for (file, sheet), group in sheets.items()
    )
    return concat_tables(parts, {name: COLUMNS[name] for name in SURVEY_TABLES})
