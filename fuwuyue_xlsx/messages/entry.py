"""What an entry of the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding matters. Errors keep a result preliminary; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def mark(self) -> str:
        """What a note that the program leaves on a cell begins with."""
        return f"【{self.label}】"


@dataclass(frozen=True)
class Message:
    """One kind of finding. `text` and `hint` are filled from the finding's details; `example` shows some."""

    code: str
    severity: Severity
    text: str
    hint: str
    example: dict[str, Any] = field(default_factory=dict, hash=False)


def error(code: str, text: str, hint: str, **example: Any) -> Message:
    return Message(code, Severity.ERROR, text, hint, example)


def warning(code: str, text: str, hint: str, **example: Any) -> Message:
    return Message(code, Severity.WARNING, text, hint, example)


def info(code: str, text: str, hint: str, **example: Any) -> Message:
    return Message(code, Severity.INFO, text, hint, example)
