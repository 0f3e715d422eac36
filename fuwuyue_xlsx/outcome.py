"""Everything one run found out, as the writers of results take it."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.effects import Effect
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.model import Evaluation
from fuwuyue_xlsx.evaluate.tables import Tables
from fuwuyue_xlsx.intake.inbox import SourceFile
from fuwuyue_xlsx.problems import Problem
from fuwuyue_xlsx.rules.model import Rules


@dataclass(frozen=True)
class Outcome:
    """Rules, tables, decisions, files and findings of one run; `open` lists what keeps it preliminary."""

    rules: Rules
    tables: Tables
    evaluation: Evaluation
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
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
    def errors(self) -> list[Problem]:
        return [found for found in self.problems if found.blocks]
