"""The account of files that were not used: every cell that is not the template's own is reported."""

from __future__ import annotations

from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.reading.grid import Account, Claim


def account_unused(file: SourceFile) -> None:
    """Settle the file's account: in a file that is not used nothing counts as used."""
    if file.opened is None:
        return
    if file.state is not State.USED:
        for grid in file.opened.grids:
            grid.claims[grid.claims == Claim.USED] = Claim.REPORTED
            grid.claim_rest(Claim.REPORTED)
    file.account = sum((grid.account() for grid in file.opened.grids), Account())
