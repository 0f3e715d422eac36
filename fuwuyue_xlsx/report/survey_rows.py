"""Which rows of the survey books stand behind a candidate's satisfaction score."""

from __future__ import annotations

from itertools import chain

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.policies import LEAVE_OUT
from fuwuyue_xlsx.tables.survey_tables import Ranges, merged


def survey_rows(outcome: Outcome, who: Candidate, *, whole_department: bool = False, scope: tuple[str, ...] = ()) -> list[str]:
    """A line a sheet: file!sheet 第 6–40、52 行（36 份）; with a `scope` those of these identities alone."""
    responses = outcome.tables.responses
    about = responses["department"] == who.department
    if who.team is not None and not whole_department:
        about &= responses["team"] == who.team
    if scope:
        about &= responses["identity"].isin(scope)
    if outcome.rules.policies.doubtful == LEAVE_OUT:
        about &= ~responses["doubtful"].astype(bool)
    return [
        f"{file}!{sheet} 第 {ranges(merged(chain.from_iterable(rows['rows'])))} 行（{rows['count'].sum()} 份）"
        for (file, sheet), rows in responses[about].groupby(["file", "sheet"])
    ]


def ranges(rows: Ranges) -> str:
    """((6, 8), (12, 12)) → 6–8、12."""
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in rows)
