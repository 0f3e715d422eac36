"""A candidate in two records, and what is said of it in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.history.record import Basis, CandidateRecord


@dataclass(frozen=True)
class Pair:
    """A candidate before and now; one of the two may be missing."""

    old: CandidateRecord | None
    new: CandidateRecord | None

    @property
    def entry(self) -> CandidateRecord:
        """The candidate as it is now, or as it was where it is no more."""
        entry = self.new or self.old
        assert entry is not None
        return entry

    @property
    def status_stayed(self) -> bool:
        """Whether it is in both records with the same status."""
        return self.old is not None and self.new is not None and self.old.status == self.new.status


def basis_words(basis: Basis | None) -> str:
    """What a component came to, in words; empty without one."""
    return basis.words if basis else ""


def status_label(entry: CandidateRecord) -> str:
    """The status as people read it; one that an older version wrote and this one does not know, as it was written."""
    try:
        return Status(entry.status).label
    except ValueError:
        return entry.status


_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def step(old: str, new: str) -> str:
    """88.10 → 88.90（+0.80）."""
    by = f"（{Decimal(new) - Decimal(old):+}）" if _NUMBER.fullmatch(old) and _NUMBER.fullmatch(new) else ""
    return f"{old or '缺'} → {new or '缺'}{by}"
