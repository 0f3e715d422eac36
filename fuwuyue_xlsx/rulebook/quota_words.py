"""Shares as people write them in 奖项.名额 besides percents: 1:10, 1/10, 2‰."""

from __future__ import annotations

import re
from fractions import Fraction

from fuwuyue_xlsx.basics.cell_values import Raw, numeral
from fuwuyue_xlsx.basics.decimals import plain, ratio_half_up

FIXED_WORDS = "固定名额请填整数，例如 7；达到条件就评上、不限几个的，请改用按比例的名额，填 100%，条件写在“评选条件”里"
SHARE_WORDS = "按比例的名额请填百分数，例如 10%，也可写成 1:10、1/10、2‰（Excel 把它变成日期或时间时，请改写成百分数）"
# a share that is no short decimal of a percent is not guessed at: 1/3 would be 33.333333 %
_PLACES = 6
_RATIO = re.compile(r"(\d{1,6})[:/∶](\d{1,6})")
_PER_MILLE = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)‰")


def share_in_words(raw: Raw) -> str | None:
    """A ratio or per mille as the percent that it is: 1:10 and 1/10 → 10%, 2‰ → 0.2%. None: it is neither, or no short percent."""
    text = numeral(raw) if isinstance(raw, str) else None
    ratio, per_mille = (pattern.fullmatch(text or "") for pattern in (_RATIO, _PER_MILLE))
    if ratio and int(ratio[2]):
        share = Fraction(int(ratio[1]) * 100, int(ratio[2]))
    elif per_mille:
        share = Fraction(per_mille[1]) / 10
    else:
        return None
    percent = ratio_half_up(share.numerator, share.denominator, _PLACES)
    return f"{plain(percent)}%" if Fraction(percent) == share else None
