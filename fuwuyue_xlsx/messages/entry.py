"""The entries of the catalogue of findings, and their severities."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """The weight of a finding. Errors keep a result preliminary; warnings and infos do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The severity as people read it: 错误, 警告, 提示."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def mark(self) -> str:
        """The beginning of a note that the program leaves on a cell: 【错误】."""
        return f"【{self.label}】"


@dataclass(frozen=True)
class Message:
    """One kind of finding. `text` and `hint` are filled from the finding's details; `example` shows some.

    `other_way` says, in words, how the doubted thing is read when it is tried whether the finding could change who wins;
    empty for a finding that leaves no other way open and holds nothing up.
    """

    code: str
    severity: Severity
    text: str
    hint: str
    example: dict[str, Any] = field(default_factory=dict, hash=False)
    other_way: str = ""


def error(code: str, text: str, hint: str, **example: Any) -> Message:
    """A catalogue entry for what keeps a result preliminary; the keywords are details that its texts can be shown with."""
    return Message(code, Severity.ERROR, text, hint, example)


def warning(code: str, text: str, hint: str, *, other_way: str = "", **example: Any) -> Message:
    """A catalogue entry for what a person should look at; the result stands, unless the other way gives other winners."""
    return Message(code, Severity.WARNING, text, hint, example, other_way)


def info(code: str, text: str, hint: str, **example: Any) -> Message:
    """A catalogue entry for what is only told."""
    return Message(code, Severity.INFO, text, hint, example)
