"""类别比例 of 奖项: 一线≥50% in the ways people write it. Each fault at its cell, and what it comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from fuwuyue_xlsx.basics.text import compact, key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.category_shares import CategoryShare
from fuwuyue_xlsx.rules.model import Level

SHARES = "类别比例"
_AT_LEAST = ("≥", ">=", "≧", "⩾", "=>", "不少于", "不低于", "不小于", "大于或等于", "大于等于", "至少", "最少", "起码")
_AT_MOST = ("≤", "<=", "≦", "⩽", "=<", "不超过", "不高于", "不多于", "不大于", "小于或等于", "小于等于", "至多", "最多")
_OR_MORE, _OR_LESS = ("及以上", "或以上", "以上"), ("及以下", "或以下", "以下", "以内")
_STRICT = (">", "<", "超过", "高于", "大于", "多于", "低于", "少于", "小于", "过半")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


_SHARE = re.compile(
    rf"(?:其中)?(?P<category>.+?)(?:人数)?(?:的?所?占?的?(?:比例|比重|比)|占)?[:为]?(?P<before>{_any_of((*_AT_LEAST, *_AT_MOST))})?"
    r"(?P<number>\d+(?:\.\d+)?%|\d+/\d+|[一二三四五六七八九十]分之[一二三四五六七八九]|[一二三四五六七八九]成|一半|半数)"
    rf"(?P<after>{_any_of((*_OR_MORE, *_OR_LESS))})?")
_HOW = "请写成 一线≥50% 这样，也可以写 一线不少于50%、一线50%以上、一线≥1/2；几个类别用“；”隔开"


class _Parted(NamedTuple):
    """What a cell comes to: its shares, or why it says nothing for certain."""

    shares: tuple[CategoryShare, ...]
    why: str = ""


def faults_of_shares(rows: RuleRows) -> Iterator[Finding]:
    """Of an award that is not for persons, what cannot be read, a share that nothing can miss or reach, two that contradict each other."""
    for row in rows["奖项"]:
        if row[SHARES] is None:
            continue
        if row["级别"] is not None and row["级别"] != Level.PERSON.label:
            yield _fault(row, f"它评的是{row['级别']}，没有人员类别", "请清空这一格；类别比例只用于个人奖项")
            continue
        parted = _parted(str(row[SHARES]))
        if parted.why:
            yield _fault(row, parted.why, _HOW)
        elif why := _contradiction(parted.shares):
            yield _fault(row, why, "请改正其中的比例")


def shares_of(row: Row) -> tuple[CategoryShare, ...]:
    """What the cell says, of a row without fault; empty where it says nothing."""
    return _parted(str(row[SHARES])).shares if row[SHARES] is not None else ()


def _fault(row: Row, why: str, words: str) -> Finding:
    return finding("rule-category-share", row.place(SHARES), award=row["奖项"] or "", value=row[SHARES], why=why, words=words)


def _parted(text: str) -> _Parted:
    read = [_one(part) for part in re.split(r"[；;，,。\r\n]", text) if compact(part)]
    why = next((one for one in read if isinstance(one, str)), "" if read else "看不出是哪个类别、多少比例")
    return _Parted((), why) if why else _Parted(tuple(one for one in read if not isinstance(one, str)))


def _one(part: str) -> CategoryShare | str:
    """A share, or why it is none."""
    said = compact(part)
    parts = _SHARE.fullmatch(said)
    directions = {word in (*_AT_MOST, *_OR_LESS) for word in (parts["before"], parts["after"]) if word} if parts else set()
    if parts is None or len(directions) != 1:
        if not directions and any(word in said for word in _STRICT):
            return f"“{part.strip()}”用的是“超过”“低于”这样的说法，正好等于时算不算不清楚"
        return f"“{part.strip()}”看不出是哪个类别、不少于还是不超过多少"
    category = parts["category"]
    if any(mark in category for mark in "、/和及与%<>=≥≤"):
        return f"“{category}”像是几个类别"
    return CategoryShare(category, _fraction(parts["number"]), directions.pop())


def _fraction(number: str) -> Fraction:
    if number.endswith("%"):
        return Fraction(number[:-1]) / 100
    if "/" in number:
        top, bottom = map(int, number.split("/"))
        return Fraction(top, bottom) if bottom else Fraction(0)
    if "分之" in number:
        return Fraction(_DIGITS[number[-1]], _DIGITS[number[0]])
    return Fraction(_DIGITS[number[0]], 10) if number.endswith("成") else Fraction(1, 2)


def _contradiction(shares: tuple[CategoryShare, ...]) -> str:
    """Why no department could be held to them; empty: it could."""
    for one in shares:
        if one.share <= 0 or one.share > 1 or (one.at_most and one.share == 1):
            return f"“{one.words}”{'谁也超不过' if one.at_most and one.share >= 1 else '不是 0 以上、100% 以内的比例'}"
    least = {key(one.category): one for one in shares if not one.at_most}
    most = {key(one.category): one for one in shares if one.at_most}
    if len(least) + len(most) < len(shares):
        return "同一个类别写了两次"
    both = next((name for name in least if name in most and least[name].share > most[name].share), None)
    if both is not None:
        return f"“{least[both].words}”和“{most[both].words}”不能同时做到"
    return "几个“不少于”加起来超过了 100%" if sum((one.share for one in least.values()), Fraction(0)) > 1 else ""
