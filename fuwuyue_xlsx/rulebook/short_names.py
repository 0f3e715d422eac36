"""简称 of the rules: what people call a department or team. Each fault at its cell, and what the sheet comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import RuleRows
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, WHOLE_DEPARTMENT
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.rules_workbook import CALLED, SHORT_NAMES


def faults_of_short_names(rows: RuleRows) -> Iterator[Finding]:
    """A name that no department or team has; a short one that is somebody's real name, or stands for two, or stands twice."""
    names = [name for row in rows["班组划分"] for name in (row["科室"], row["班组"]) if name]
    known = {key(name) for name in names}
    real = {key(name).casefold(): name for name in (*names, OUTSIDE_TEAMS, WHOLE_DEPARTMENT)}
    meant: dict[str, str] = {}
    for row in rows[SHORT_NAMES]:
        name, called = row["名称"], row[CALLED]
        if name is not None and key(name) not in known:
            yield finding("unknown-name", row.place("名称"), title="名称", value=name, suggestion=offered(name, names))
        if name is None or called is None:
            continue
        said = key(called).casefold()
        other = meant.setdefault(said, name)
        if said in real:
            yield finding("rule-short-name", row.place(CALLED), name=called, why=f"是已有的名称“{real[said]}”")
        elif other is not name:
            same = key(other) == key(name)
            why = "写了两遍" if same else f"既指“{other}”又指“{name}”"
            yield finding("rule-short-name", row.place(CALLED), name=called, why=why)


def short_names_of(rows: RuleRows, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(what people call it, the name as the rules write it first) from rows without fault."""
    written: dict[str, str] = {}
    for name in names:
        written.setdefault(key(name), name)
    return tuple((row[CALLED], written[row.key("名称")]) for row in rows[SHORT_NAMES])
