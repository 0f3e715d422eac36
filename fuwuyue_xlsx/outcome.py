"""Everything one run found out, as the writers of results take it."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.policy_effects import Effect
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.frames import Tables


@dataclass(frozen=True)
class Outcome:
    """Rules, tables, decisions, files and findings of one run; `open` lists what keeps it preliminary."""

    rules: Rules
    tables: Tables
    evaluation: Evaluation
    files: tuple[SourceFile, ...]
    findings: tuple[Finding, ...]
    submitted: tuple[str, ...]
    open: tuple[str, ...]
    effects: tuple[Effect, ...] = ()
    facts: Facts | None = None

    @property
    def final(self) -> bool:
        return not self.open

    @property
    def state(self) -> str:
        return "final" if self.final else "preliminary"

    @property
    def state_title(self) -> str:
        return "可公示" if self.final else "初步结果"

    @property
    def errors(self) -> list[Finding]:
        return [found for found in self.findings if found.blocks]
