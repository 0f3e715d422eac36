"""Text as people type it: what counts as the same, what is shown, what is near."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_UNWRITABLE = r"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff"
FORBIDDEN_IN_TITLES = re.compile(rf"[\[\]:*?/\\{_UNWRITABLE}]")
LONGEST_TITLE = 31
# bytes: what most file systems take is 255, and more than a department's name stands in a file's name
LONGEST_FILE_NAME = 150


def key(value: object) -> str:
    """The form in which texts are compared: NFKC, no white space, nothing invisible.

    ``张 三`` = ``张三``, ``１号`` = ``1号``, ``（`` = ``(``. None gives an empty key.
    """
    return "" if value is None else _key(str(value))


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    return without_space(unicodedata.normalize("NFKC", text))


def without_space(text: str) -> str:
    """The text as typed, less white space and characters of the Unicode class Cf (U+200B …)."""
    return text.replace(" ", "") if text.isprintable() else text.translate(_SEEN)


class _Seen(dict[int, int | None]):
    """For `str.translate`: white space and what nobody sees become nothing. Each character is looked at once."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        hidden = character.isspace() or unicodedata.category(character) in ("Cf", "Cc")
        self[code] = None if hidden else code
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


def nearest(value: object, known: Iterable[str]) -> str | None:
    """The known name that looks most like the value, or None. It is offered, never taken.

    电工 → 电工组, 水工组 → 水工组、仓管 (it holds the whole of it); a value that shares nothing with any name gives None.
    """
    by_key = {key(name): name for name in known}
    holding = sorted((name for name in by_key if len(key(value)) > 1 and key(value) in name), key=len)
    if holding:
        return by_key[holding[0]]
    matches = difflib.get_close_matches(key(value), list(by_key), n=1, cutoff=0.5)
    return by_key[matches[0]] if matches else None


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
            mark = f"~{number}"
            title = _cut(base, LONGEST_TITLE - len(mark)) + mark
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
