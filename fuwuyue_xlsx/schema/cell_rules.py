"""Excel expressions from which the rules of the field kinds are made.

Functions of Excel 2007 only. Each expression takes a cell (`B5`) or, inside an array formula, a range (`$B$5:$B$34`),
and none raises an error over a blank, a text or a number. Truth is counted: 1 and 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fuwuyue_xlsx.basics.text import lookalikes_of

# hidden cells, by name, that together hold a list of options: "\t电工组\t水工组、仓管\t"
Listed = Callable[[tuple[str, ...]], tuple[str, ...]]
BREAK = "CHAR(10)"
# between texts that are compared as one: no cleaned text holds a tab
BETWEEN = "CHAR(9)"
# where a number is a day for certain: 2000-01-01 … 2099-12-31
FIRST_DAY, LAST_DAY = 36526, 73050


@dataclass(frozen=True)
class CellRule:
    """A kind's rule for a filled cell in Excel: two expressions that give 1 or 0; "0" is never true.

    wrong  the reader finds an error here, for certain
    doubt  a formula cannot tell; only the reader can. What is neither wrong nor doubtful is right for certain
    """

    wrong: str = "0"
    doubt: str = "0"


@dataclass(frozen=True)
class Beside:
    """The other cells that a rule may look at: hidden lists of options, and the cells with an item's maximum."""

    listed: Listed
    maximum: str = ""


def cleaned(x: str) -> str:
    """The text without the white space that people type: as the reader compares it, full width aside."""
    for blank in (" ", "\u3000", "\u00a0", "\u200b"):
        x = f'SUBSTITUTE({x},"{blank}","")' if x.startswith("SUBSTITUTE(") else f'SUBSTITUTE(CLEAN({x}),"{blank}","")'
    return x


def same_text(x: str) -> str:
    """The text as it is compared: ＡＢ１ = AB1."""
    return f"ASC({cleaned(x)})"


def same_listed(x: str, names: tuple[str, ...]) -> str:
    """The text as it is compared with one of these names: same_text, with what looks like a character of theirs as that character.

    Of very many the radicals first, as many as a formula may hold within each other.
    """
    text = cleaned(x)
    for other, character in (*((blank, "") for blank in _BLANKS), *lookalikes_of(names)[:_MOST_WITHIN]):
        text = f'SUBSTITUTE({text},{_quoted(other)},{_quoted(character)})'
    return f"ASC({text})"


# what shows nothing and comes with a name that was pasted
_BLANKS = "\u3164\u2800\ufe00\ufe0f\u200d\ufeff\u00ad"
# Excel takes 64 functions within each other
_MOST_WITHIN = 26


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def same_name(x: str) -> str:
    """The text as a name is compared with another: same_text, whatever dot stands in it. Rarer look-alikes only the reader knows."""
    text = cleaned(x)
    for dot in "•・‧⋅∙．.。":
        text = f'SUBSTITUTE({text},"{dot}","·")'
    return f"ASC({text})"


def filled(x: str) -> str:
    """Anything but white space stands there."""
    return f'({cleaned(x)}<>"")'


def a_number(x: str) -> str:
    """A number or date; not a text, a blank or a logical value."""
    return f"(ISNUMBER({x})*(1-ISLOGICAL({x})))"


def any_of(*terms: str) -> str:
    """1 when one of the terms is true."""
    return f"(({'+'.join(terms)})>0)"


def in_list(text: str, cells: tuple[str, ...]) -> str:
    """1 when the text is one of the list's; exact, whatever wildcards it holds. `text` must hold no line break."""
    return any_of(*(f"ISNUMBER(FIND({BETWEEN}&{text}&{BETWEEN},ASC({cell})))" for cell in cells))


def written_number(x: str, units: tuple[str, ...]) -> str:
    """1 for a text that may be a number with one of the units. Everything the reader takes is among them."""
    text = f'SUBSTITUTE({same_text(x)},",","")'
    for unit in dict.fromkeys("".join(units)):
        if unit != "%":
            text = f'SUBSTITUTE({text},"{unit}","")'
    return f"ISNUMBER(VALUE({text}))"


def broken(x: str) -> str:
    """1 for a number that is not whole, as its 15 digits show it."""
    return any_of(f'ISNUMBER(FIND(".",{x}))', f'ISNUMBER(FIND("E-",{x}))')


def begins_with_digit(x: str) -> str:
    """1 for a text that a date can begin with."""
    first = f'CODE({same_text(x)}&" ")'
    return f"(({first}>=48)*({first}<=57))"


def holds_one_of(x: str, characters: str) -> str:
    """1 when one of the characters stands in the text."""
    text = cleaned(x)
    without = text
    for character in characters:
        without = f'SUBSTITUTE({without},"{character}","")'
    return f"(LEN({text})>LEN({without}))"
