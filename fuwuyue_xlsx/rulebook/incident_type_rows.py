"""事故类型 of the rules: kinds of incidents none of which vetoes although an award has a veto, and what the sheet comes to."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import RuleRows
from fuwuyue_xlsx.rules.incident_types import IncidentType
from fuwuyue_xlsx.rules.model import YES, ConditionKind
from fuwuyue_xlsx.schema.rules_workbook import INCIDENT_TYPES


def faults_of_types(rows: RuleRows) -> Iterator[Finding]:
    """A veto that nothing could set off."""
    types = rows[INCIDENT_TYPES]
    if types and all(row["否决"] not in (YES, None) for row in types) and any(row["类型"] == ConditionKind.VETO for row in rows["评选条件"]):
        yield finding("rule-no-type-vetoes", types[0].place("否决"))


def types_of(rows: RuleRows) -> tuple[IncidentType, ...]:
    """What the sheet says, from rows without fault; empty where it says nothing."""
    return tuple(IncidentType(row["类型"], row["否决"] == YES) for row in rows[INCIDENT_TYPES])
