"""Which rows of the survey books stand behind a candidate's satisfaction score."""

from __future__ import annotations

from fuwuyue_xlsx.evaluate.model import Candidate
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.policies import LEAVE_OUT


def survey_rows(outcome: Outcome, who: Candidate, *, whole_department: bool = False) -> list[str]:
    """A line a sheet: file!sheet 第 6–40、52 行（36 份）."""
    answers = outcome.tables.answers
    mine = answers[answers["department"] == who.department]
    if outcome.rules.policies.doubtful == LEAVE_OUT:
        mine = mine[mine["doubt"].isna()]
    if who.team is not None and not whole_department:
        mine = mine[mine["team"] == who.team]
    return [
        f"{file}!{sheet} 第 {ranges(sorted(group['row']))} 行（{len(group)} 份）"
        for (file, sheet), group in mine.groupby(["file", "sheet"], sort=True)
    ]


def ranges(numbers: list[int]) -> str:
    """[6, 7, 8, 12] → 6–8、12."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)
