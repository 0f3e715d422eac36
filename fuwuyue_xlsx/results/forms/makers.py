"""Every form of `fuwuyue forms`, in the order in which they are written: a further form is a further entry."""

from __future__ import annotations

from collections.abc import Callable

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import recommendation_forms
from fuwuyue_xlsx.results.forms import certificates, notice, payout

Maker = Callable[[Outcome], bytes]
MAKERS: tuple[tuple[str, Maker], ...] = (
    (notice.FILE, notice.notice_workbook),
    (payout.FILE, payout.payout_workbook),
    (certificates.FILE, certificates.certificates_workbook),
    (recommendation_forms.COMPILED_FILE, recommendation_forms.compiled_forms),
    (recommendation_forms.BLANK_FILE, recommendation_forms.blank_forms),
)
# those that say who won
PRINTED = (notice.FILE, payout.FILE, certificates.FILE)
