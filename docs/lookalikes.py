"""Writes fuwuyue_xlsx/basics/unicode_lookalikes.py from Unicode's own data. Run by hand when there is a newer version of that:

    python docs/lookalikes.py

confusables.txt comes with the package confusable_homoglyphs; the properties Equivalent_Unified_Ideograph and Default_Ignorable_Code_Point,
which Python does not have, from the tables that every Perl brings along. What is taken of confusables.txt and what is not is decided here and
told in docs/workbooks.md: one character under two codes is one, two ideographs stay two however alike they are.
"""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

WRITTEN = Path(__file__).resolve().parents[1] / "fuwuyue_xlsx" / "basics" / "unicode_lookalikes.py"
# what typists take for one though Unicode does not say so: the dot in a minority's name, of which an IME makes 。, and the round zero
DOT, DOTS = "·", "•.。"
ZERO, ZEROS = "〇", "○◯"
_LONG_VOWEL = "ー"
_NO_CHARACTERS_OF_THEIR_OWN = ("M", "N", "C", "Z")
_RIGHT_TO_LEFT = ("R", "AL", "AN")
_PERL = r"""
use Unicode::UCD qw(prop_invmap prop_invlist);
my ($starts, $maps) = prop_invmap("Equivalent_Unified_Ideograph");
for my $i (0 .. $#$starts - 1) { for my $code ($starts->[$i] .. $starts->[$i + 1] - 1) {
    printf "radical %X %X\n", $code, $maps->[$i] if $maps->[$i] ne ""; } }
my @list = prop_invlist("Default_Ignorable_Code_Point");
for (my $i = 0; $i < @list; $i += 2) { printf "unseen %X %X\n", $list[$i], $list[$i + 1] - 1; }
"""
_HEAD = '''"""Characters that look alike, and those that show nothing, as Unicode tells them. Written by docs/lookalikes.py.

From confusables.txt (Unicode Technical Standard 39) and the Unicode Character Database. Copyright © 1991-2024 Unicode, Inc.
Distributed under the Unicode License v3: permission is granted, free of charge, to any person obtaining a copy of data files and any
associated documentation to deal in them without restriction, including the rights to use, copy, modify, merge, publish, distribute,
and/or sell copies, provided that this copyright and permission notice appears with all copies of them. THE DATA FILES ARE PROVIDED "AS
IS", WITHOUT WARRANTY OF ANY KIND. The whole license: https://www.unicode.org/license.txt
"""

# character → the characters that are taken for it
ALIKE = {
'''


def listed_pairs() -> Iterator[tuple[str, str]]:
    """(one, other) of confusables.txt, either way round, each as NFKC leaves it."""
    data = json.loads((resources.files("confusable_homoglyphs") / "confusables.json").read_text("utf-8"))
    return ((unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", entry["c"])) for one in data for entry in data[one])


def confusable() -> dict[str, set[str]]:
    """Character → the single characters that confusables.txt puts beside it; to a quotation mark that it takes for two single ones, \"."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in listed_pairs():
        if len(one) == len(other) == 1:
            beside[one].add(other)
            beside[other].add(one)
        elif len(one) == 1 and other == "''" and unicodedata.category(one)[0] == "P":
            beside[one].add('"')
    return beside


def is_ideograph(character: str) -> bool:
    return character == "〇" or unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")


def meant(character: str, beside: set[str], around: set[str]) -> str | None:
    """The ASCII character or the ideograph that a character looks like; None where it stands for itself.

    Of several ASCII characters that look alike among themselves (l I 1 |), `around`, the one of the same kind: a capital for a capital.
    """
    category = unicodedata.category(character)
    kind = "PS" if category[0] in "PS" else category[0]
    if character.isascii() or is_ideograph(character) or kind in _NO_CHARACTERS_OF_THEIR_OWN:
        return None
    if unicodedata.bidirectional(character) in _RIGHT_TO_LEFT:
        return None
    plain = sorted(one for one in beside | around if one.isascii() and unicodedata.category(one)[0] in kind)
    same = [one for one in plain if unicodedata.category(one) == category] or [one for one in plain if one.isupper()] or plain
    if same and (len(same) == 1 or same[0] in beside):
        return same[0]
    if category == "Pd" or (kind == "PS" and _LONG_VOWEL in beside):
        return "-"
    others = [one for one in sorted(beside) if kind == "L" and (is_ideograph(one) or (one.isascii() and one.isdecimal()))]
    return others[0] if others else None


def perl_tables() -> list[tuple[str, int, int]]:
    """(kind, code, code) of what Perl knows of the two properties."""
    said = subprocess.run(["perl", "-e", _PERL], capture_output=True, text=True, check=True).stdout
    return [(kind, int(one, 16), int(other, 16)) for kind, one, other in (line.split() for line in said.splitlines())]


def alike(radicals: dict[str, str]) -> dict[str, list[str]]:
    """Character → those that are taken for it. All are as NFKC leaves them: what it makes one needs no entry."""
    beside = confusable()
    dashes = {chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Pd"}
    found: dict[str, str] = {}
    for one in sorted(set(beside) | dashes):
        near = beside.get(one, set())
        like = meant(one, near, {other for plain in near if plain.isascii() for other in beside[plain]})
        if like:
            found[one] = like
    found |= radicals
    around = {one for dot in (DOT, *DOTS) for one in (dot, *beside[dot]) if unicodedata.category(one)[0] not in _NO_CHARACTERS_OF_THEIR_OWN}
    found |= dict.fromkeys(around, DOT) | dict.fromkeys(ZEROS, ZERO)
    taken: dict[str, list[str]] = defaultdict(list)
    for one, like in sorted(found.items()):
        if unicodedata.normalize("NFKC", one) == one != like:
            taken[unicodedata.normalize("NFKC", like)].append(one)
    return taken


def escaped(text: str) -> str:
    """The text as Python writes it in ASCII."""
    return ascii(text)[1:-1].replace('"', '\\"').replace("\\'", "'")


def written() -> str:
    """The module's source."""
    tables = perl_tables()
    table = alike({chr(one): chr(other) for kind, one, other in tables if kind == "radical"})
    lines = [f'    "{escaped(like)}": "{escaped("".join(ones))}",\n' for like, ones in sorted(table.items())]
    ranges = [f"    (0x{first:04X}, 0x{last:04X}),\n" for kind, first, last in tables if kind == "unseen"]
    about = "\n# first and last code of each range of Default_Ignorable_Code_Point\nUNSEEN = (\n"
    return _HEAD + "".join(lines) + "}\n" + about + "".join(ranges) + ")\n"


if __name__ == "__main__":
    WRITTEN.write_text(written(), encoding="utf-8")
