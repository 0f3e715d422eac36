"""事故类型 of the rules: what kinds of incidents are registered, and which of them veto."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class IncidentType:
    """A kind of incident (类型), and whether a substantiated one of it vetoes (否决); one of another kind is listed and vetoes nobody."""

    name: str
    vetoes: bool


# those of the notice (附1 二), of rules that name none
NOTICE_TYPES = (IncidentType("服务质量事故投诉", True), IncidentType("安全事故", True))
