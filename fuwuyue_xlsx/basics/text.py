"""Text as people type it: what counts as the same, what is shown, what is near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from fuwuyue_xlsx.basics.unicode_lookalikes import ALIKE, UNSEEN

_UNWRITABLE = r"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff"
FORBIDDEN_IN_TITLES = re.compile(rf"[\[\]:*?/\\{_UNWRITABLE}]")
LONGEST_TITLE = 31
# bytes: what most file systems take is 255, and more than a department's name stands in a file's name
LONGEST_FILE_NAME = 150


def key(value: object) -> str:
    """The form in which texts are compared: what looks alike is alike. None gives an empty key.

    ``张 三`` = ``张三``, ``１号`` = ``1号``, ``（`` = ``(``, ``⻓`` = ``长``, ``阿不都•买买提`` = ``阿不都·买买提``; ``土`` is not ``士``.
    A key is for comparing alone: 1.5 has the key 1·5, and a number is looked for in `compact`.
    """
    return "" if value is None else _key(str(value))


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    seen = compact(text)
    return seen.replace(".", "·") if seen.isascii() else unicodedata.normalize("NFKC", seen.translate(_TAKEN_FOR))


def compact(text: str) -> str:
    """The text after Unicode NFKC, less white space and what shows nothing: １２ 人 → 12人."""
    return without_space(unicodedata.normalize("NFKC", text))


def without_space(text: str) -> str:
    """The text as typed, less white space and characters that show nothing (U+200B, U+3164, U+FE0F …)."""
    return text.replace(" ", "") if text.isascii() and text.isprintable() else text.translate(_SEEN)


# blank by what they are, though Unicode does not call them ignorable: an empty Braille cell, the place of an object, two fillers
_BLANK_SIGNS = frozenset("\u2800\ufffc\U0001d159\U00016fe4")
_TAKEN_FOR = {ord(one): like for like, ones in ALIKE.items() for one in ones}


@lru_cache(maxsize=64)
def lookalikes_of(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(what may be typed for it, the character) for each character of the texts, radicals and compatibility ideographs first.

    Only what a key takes for the character, of the characters that two bytes hold. Full-width forms of letters are not among them.
    """
    wanted = {character for text in texts for character in compact(text)}
    composed = [(other, like) for other, like in _COMPATIBLE if like in wanted]
    return (*composed, *((other, like) for like in sorted(wanted) for other in ALIKE.get(like, "") if other <= "\uffff"))


_COMPATIBLE = tuple((chr(code), unicodedata.normalize("NFKC", chr(code))) for first, end in ((0x2E80, 0x2FE0), (0xF900, 0xFB00))
                    for code in range(first, end) if unicodedata.normalize("NFKC", chr(code)) != chr(code))


def shows_nothing(character: str) -> bool:
    """Whether a character is white space or none that anybody sees: of the classes Cf and Cc, ignorable by default, or blank."""
    code = ord(character)
    return (character.isspace() or unicodedata.category(character) in ("Cf", "Cc") or character in _BLANK_SIGNS
            or any(first <= code <= last for first, last in UNSEEN))


class _Seen(dict[int, int | None]):
    """For `str.translate`: what shows nothing becomes nothing. Each character is looked at once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if shows_nothing(chr(code)) else code
        return self[code]


_SEEN = _Seen()


def label_key(value: object) -> str:
    """The key of a label or header, with or without its closing colon."""
    return key(value).rstrip(":")


def loose(value: object) -> str:
    """A title as it is compared when it may have been changed: key and case, less punctuation, and numbers in front and behind.

    ``科室信息 (2)`` = ``科室信息``, ``6、服务态度`` = ``7.服务态度``. Empty for what is no text.
    """
    return _loose(value) if isinstance(value, str) else ""


_NUMBERS = re.compile(r"^\d+|\d+$")


@lru_cache(maxsize=1 << 12)
def _loose(text: str) -> str:
    return _NUMBERS.sub("", "".join(character for character in key(text).casefold() if character.isalnum()))


def is_near(text: str, title: str) -> bool:
    """Whether a loose text is a loose title, or a title of four characters or more but for one of them."""
    if text == title:
        return bool(title)
    if min(len(text), len(title)) < 3 or max(len(text), len(title)) < 4 or abs(len(text) - len(title)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(text, title, strict=False)) if one != other), min(len(text), len(title)))
    rest, wanted = text[start:], title[start:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]


def near_names(value: object, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that look most like the value, all that are equally near; none where more than a few are. They are offered, never taken.

    电工 → 电工组 and 水电工组 (both hold the whole of it); 电工组一班 → 电工组 (it holds the whole of that); else those that share most
    with it, at least the half. A value that shares nothing with any name gives none.
    """
    from rapidfuzz import fuzz  # not before a name is looked for

    said = key(value)
    by_key = {key(name): name for name in known}
    near = [name for name in by_key if min(len(said), len(name)) > 1 and (said in name or name in said)]
    if not near:
        likeness = {name: fuzz.ratio(said, name, score_cutoff=_LIKE_ENOUGH) for name in by_key}
        best = max(likeness.values(), default=0)
        near = [name for name, ratio in likeness.items() if ratio == best and best]
    return tuple(by_key[name] for name in near) if len(near) <= _MOST_OFFERED else ()


# percent of two names' characters that stand in both in the same order
_LIKE_ENOUGH = 50
_MOST_OFFERED = 6
_TOLD_APART = 2


def differing(typed: str, name: str) -> str:
    """In words what makes a text another one than a name of the same length, for one character or two: 第 2 个字符是“已”，应为“己”.

    White space is not counted, nor are look-alikes where something else differs. Characters that are no ideographs are told with their
    codes, as two of them may look alike. Empty where more differs.
    """
    typed, name = without_space(typed), without_space(name)
    pairs = [(at, one, other) for at, (one, other) in enumerate(zip(typed, name, strict=False), 1) if one != other]
    pairs = [pair for pair in pairs if key(pair[1]) != key(pair[2])] or pairs
    if len(typed) != len(name) or not 0 < len(pairs) <= _TOLD_APART:
        return ""
    return "；".join(f"第 {at} 个字符是{_character(one)}，应为{_character(other)}" for at, one, other in pairs)


def _character(character: str) -> str:
    ideograph = unicodedata.name(character, "").startswith("CJK UNIFIED")
    return f"“{character}”" if ideograph else f"“{character}”（U+{ord(character):04X}）"


def sheet_titles(names: Iterable[str], reserved: Iterable[str] = ()) -> dict[str, str]:
    """A valid, unique sheet title for each name: forbidden characters become _, 31 characters at most.

    Two names that would get one title are told apart by a closing ~2, ~3 ….
    """
    used = {key(title).lower() for title in reserved}
    titles: dict[str, str] = {}
    for name in names:
        base = _cut(FORBIDDEN_IN_TITLES.sub("_", name).strip("'"), LONGEST_TITLE).rstrip("'") or "_"
        title, number = base, 1
        while key(title).lower() in used:
            number += 1
            suffix = f"~{number}"
            title = _cut(base, LONGEST_TITLE - len(suffix)) + suffix
        used.add(key(title).lower())
        titles[name] = title
    return titles


def _cut(text: str, most: int) -> str:
    """The text cut to so many UTF-16 units, which is what Excel counts."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")


def file_name(name: str) -> str:
    """The name with every character that Windows forbids in file names replaced by _, at most 150 bytes long."""
    safe = re.sub(rf'[<>:"/\\|?*{_UNWRITABLE}]', "_", name)
    return safe.encode("utf-8", "replace")[:LONGEST_FILE_NAME].decode("utf-8", "ignore").rstrip(". ") or "_"


def display_width(text: str) -> int:
    """Columns that a text takes in a fixed-width font: 2 for East-Asian wide characters, else 1."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


_WORDS = re.compile(r"[!-~]+|.", re.S)
_NOT_FIRST = set("，。；：、！？）》」』”’…,.;:!?)")


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns (`display_width`), as an office program would break it.

    A word of Latin letters and digits stays whole where it fits a line; a closing mark hangs over by one character
    and never begins a line. An empty text gives no line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n") if text else ():
        line, width = "", 0
        for token in _tokens(paragraph, columns):
            wide = display_width(token)
            if width + wide > columns and line and not (token in _NOT_FIRST and width <= columns):
                lines.append(line)
                line, width = "", 0
                token = token.lstrip(" ")
                wide = display_width(token)
            line, width = line + token, width + wide
        lines.append(line)
    return lines


def _tokens(paragraph: str, columns: int) -> Iterable[str]:
    """Words and single characters; a word longer than a line comes in pieces."""
    for token in _WORDS.findall(paragraph):
        for start in range(0, len(token), columns):
            yield token[start : start + columns]
