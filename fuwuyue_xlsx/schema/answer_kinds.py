"""What stands in the answers of a survey: grades and names as tools write them, with a letter, a number or points about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fuwuyue_xlsx.basics import cell_values
from fuwuyue_xlsx.basics.cell_values import Raw, shown
from fuwuyue_xlsx.basics.text import compact, key
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside, CellRule
from fuwuyue_xlsx.schema.field_kinds import Reading
from fuwuyue_xlsx.schema.name_kinds import Choice

# the value of a cell in which somebody says that there is no answer; an empty cell has none at all
NO_ANSWER = ""
SKIPPED = ("跳过", "已跳过", "空", "未答", "未作答", "未回答", "未填", "未填写", "未选", "未选择", "不了解", "不清楚", "不适用", "无法评价",
           "N/A", "n/a", "NA", "na")
# how 问卷星 writes a question that was skipped, and one that was left empty, where it exports numbers
_SKIPPED_NUMBERS = (-3, -2)
# A · 选项A · 1 · 4分 · 4.0分 · A2, and what parts it from the word: A.满意 · (1)满意 · 4-满意 · 满意|4
_MARK = r"(?:选项)?(?:[A-Za-z]{1,2}\d{0,3}|\d{1,3}(?:[.·]\d+)?分?)"
_PART = r"[.、,，。:;|/~_\-—–―·]"
_OPEN, _CLOSE = r"[(\[【<{〔〖「『]", r"[)\]】>}〕〗」』]"
_BEFORE = rf"(?:{_OPEN}{_MARK}{_CLOSE}{_PART}?|{_MARK}(?:{_CLOSE}{_PART}?|{_PART}{{1,2}}))"
_AFTER = rf"(?:{_PART}?{_OPEN}(?:得|计)?{_MARK}{_CLOSE}|{_PART}{{1,2}}{_MARK})"
# a grade's word needs nothing between: A满意, 满意4分
_POINTS = r"\d{1,3}(?:[.·]\d+)?分?"
# 满意(80-89分) · 很满意(90分以上) · 满意80~89分
_RANGE = rf"{_POINTS}(?:[-~—–―至到]{_POINTS}|及?以[上下])"
_GRADE_BEFORE = rf"(?:{_BEFORE}|[A-Za-z]|{_POINTS})?"
_GRADE_AFTER = rf"(?:{_AFTER}|{_POINTS}|{_PART}?{_OPEN}{_RANGE}{_CLOSE}|{_RANGE})?[.。·]?"
_A_NUMBER = re.compile(r"-?\d+(?:[.·]\d+)?分?")
# in Excel no formula looks for more words than these
_MOST_SOUGHT = 30


@lru_cache(maxsize=1 << 12)
def _about(word: str) -> re.Pattern[str]:
    """A word by its key with nothing but a letter, a number or points about it; 不满意 is never 满意, nor B.基本满意."""
    if _A_NUMBER.fullmatch(word):
        return re.compile(re.escape(word))
    joined = word[:1].isascii() or word[-1:].isascii()
    before, after = (rf"(?:{_BEFORE})?", rf"(?:{_AFTER})?[.。·]?") if joined else (_GRADE_BEFORE, _GRADE_AFTER)
    return re.compile(before + re.escape(word) + after)


@lru_cache(maxsize=1 << 12)
def _numbered(name: str) -> re.Pattern[str]:
    """A name by its key with a letter or a number in front, parted from it: 1号组 stands in 2.1号组 and not in 21号组."""
    return re.compile(_BEFORE + re.escape(name))


def named_in(text: str, names: Iterable[str]) -> str | None:
    """The one of these keys of names that a text's key is, perhaps with a letter or a number in front; None for none or several."""
    known = list(names)
    fitting = [name for name in known if name == text] or [name for name in known if name in text and _numbered(name).fullmatch(text)]
    return fitting[0] if len(fitting) == 1 else None


def bare_word(text: str) -> str:
    """An answer without the letter, number or points that stand about it, parted from it: A.还行（3分） → 还行."""
    match = re.fullmatch(rf"(?:{_BEFORE})?(.+?)(?:{_AFTER}|{_OPEN}{_RANGE}{_CLOSE})?", compact(text))
    return match[1] if match else compact(text)


def is_skipped(raw: Raw) -> bool:
    """Whether an answer says that there is none: 跳过, (跳过), E.不了解, N/A."""
    text = key(shown(raw))
    bare = re.sub(rf"^{_OPEN}(.*){_CLOSE}$", r"\1", text)
    return bare in SKIPPED or any(word in text and _about(word).fullmatch(text) for word in SKIPPED)


def chooses_nobody(raw: Raw) -> bool:
    """The same of an answer that should name whom it is about: -3 and -2 are names of nobody."""
    return is_skipped(raw) or cell_values.number(raw, ()) in _SKIPPED_NUMBERS


@dataclass(frozen=True)
class Grade(Choice):
    """A grade by its word, with a letter, a number or points about it or not, or by another word that the rules map to it.

    others    (word, grade or None where it is no answer) of the other words
    numbered  whether a number 1 … n alone is one as well, as survey tools export it; it is given as text, and which end of the numbers
              is the best one is a policy (`Policies.grade_of`)
    """

    others: tuple[tuple[str, str | None], ...] = ()
    numbered: bool = False

    @property
    def words(self) -> str:
        """What the field takes: the grades, or 1 to their number."""
        return "/".join(self.options) + (f"，或 1 到 {len(self.options)} 的整数" if self.numbered else "")

    @cached_property
    def _meanings(self) -> dict[str, str]:
        """Key of a word → its grade, or NO_ANSWER; a grade's own word stands for nothing else."""
        others = {key(word): grade or NO_ANSWER for word, grade in self.others}
        return others | {key(option): option for option in self.options}

    def read(self, raw: Raw) -> Reading:
        """The grade as the rules write it, the number as text ("5"), or NO_ANSWER; a finding for anything else."""
        text = key(shown(raw))
        if text in self._meanings:
            return Reading(self._meanings[text])
        if self.numbered and not isinstance(raw, bool):
            value = cell_values.number(raw, ("分",))
            if value is not None and value == value.to_integral_value():
                if 1 <= value <= len(self.options):
                    return Reading(str(int(value)))
                if value in _SKIPPED_NUMBERS:
                    return Reading(NO_ANSWER)
        meanings = {meaning for word, meaning in self._meanings.items() if word in text and _about(word).fullmatch(text)}
        if len(meanings) == 1:
            return Reading(meanings.pop())
        if not meanings and is_skipped(raw):
            return Reading(NO_ANSWER)
        return super().read(raw)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: none of the grades, and no word that is read stands in it; the reader alone knows what stands about such a word."""
        text = f.same_text(x)
        other = f"(1-{f.in_list(text, beside.listed(self.options))})"
        sought = _shortest([*self._meanings, *SKIPPED])
        if len(sought) > _MOST_SOUGHT:
            return CellRule(doubt=other)
        holds = f.any_of(*(f'ISNUMBER(FIND(ASC("{word.replace(chr(34), chr(34) * 2)}"),{text}))' for word in sought))
        return CellRule(f"({other}*(1-{holds}))", f"({other}*{holds})")


def _shortest(words: Iterable[str]) -> list[str]:
    """The words in which no other one of them stands."""
    shortest: list[str] = []
    for word in sorted(set(words), key=lambda word: (len(word), word)):
        if not any(shorter in word for shorter in shortest):
            shortest.append(word)
    return shortest
