"""Every form of `fuwuyue forms`, in the order in which they are written: a further form is a further entry."""

from __future__ import annotations

from collections.abc import Callable

from fuwuyue_xlsx.forms import certificates, notice, payout, recommendations
from fuwuyue_xlsx.outcome import Outcome

Maker = Callable[[Outcome], bytes]
MAKERS: tuple[tuple[str, Maker], ...] = (
    (notice.FILE, notice.notice_workbook),
    (payout.FILE, payout.payout_workbook),
    (certificates.FILE, certificates.certificates_workbook),
    (recommendations.COMPILED_FILE, recommendations.compiled_forms),
    (recommendations.BLANK_FILE, recommendations.blank_forms),
)
# those that say who won
PRINTED = (notice.FILE, payout.FILE, certificates.FILE)
