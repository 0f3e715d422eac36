"""Which rows of the survey books stand behind a candidate's satisfaction score."""

from __future__ import annotations

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.policies import LEAVE_OUT
from fuwuyue_xlsx.tables.survey_counts import Ranges, SurveySheet, merged


def survey_rows(outcome: Outcome, who: Candidate, *, whole_department: bool = False) -> list[str]:
    """A line a sheet: file!sheet 第 6–40、52 行（36 份）."""
    team = None if whole_department else who.team
    left_out = outcome.rules.policies.doubtful == LEAVE_OUT
    lines = (_line(sheet, who.department, team, left_out) for sheet in sorted(outcome.tables.surveys, key=lambda sheet: (sheet.file, sheet.sheet)))
    return [line for line in lines if line]


def _line(sheet: SurveySheet, department: str, team: str | None, left_out: bool) -> str:
    """Of a team its own answers, of a department all that name it."""
    told = [tally for (home, part), tally in sheet.tallies.items() if home == department and team in (None, part)]
    count = sum(tally.responses - (tally.doubtful if left_out else 0) for tally in told)
    rows = [run for tally in told for run in (*tally.rows, *(() if left_out else tally.doubtful_rows))]
    return f"{sheet.name} 第 {ranges(merged(rows))} 行（{count} 份）" if count else ""


def ranges(found: Ranges) -> str:
    """((6, 8), (12, 12)) → 6–8、12."""
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in found)
