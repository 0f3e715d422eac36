"""An Open XML book as its own relations say: which part is the workbook, which are its sheets, its texts and its styles."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from fuwuyue_xlsx.reading.archive import Archive, Refused, local_name, plain_name
from fuwuyue_xlsx.reading.formats.xlsb_records import BOOK_BEGINS, sheets_named

_USUAL_MAINS = ("xl/workbook.xml", "xl/workbook.bin")
_TYPES = "[Content_Types].xml"
# how the content type of a workbook's main part ends: a book, a template, an add-in, each with macros or without
_MAIN_TYPES = ("sheet.main+xml", "template.main+xml", "macroenabled.main+xml", "macroenabled.main")
# kinds of relations that lead to a sheet which is no table of cells
_NO_TABLES = ("chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet", "macrosheet")


@dataclass(frozen=True)
class Relation:
    """A relation of a part: its id, the last word of its kind in small letters, the part that it leads to."""

    id: str
    kind: str
    part: str


@dataclass(frozen=True)
class Package:
    """Where the parts of an Open XML book are.

    main     the workbook
    binary   whether its parts are records (.xlsb), not XML
    sheets   (title, part) in the order of the tabs
    others   titles of those sheets that need not hold cells: charts, dialogs, macros
    hidden   titles of those sheets that nobody sees
    texts    the table of shared texts; empty: none
    styles   the cell styles; empty: none
    of_1904  whether days are counted from 1904; of a binary book the reader finds this out itself
    """

    main: str
    binary: bool
    sheets: tuple[tuple[str, str], ...] = ()
    others: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    texts: str = ""
    styles: str = ""
    of_1904: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether the reader finds every part where it looks for it."""
        usual = self.main == "xl/workbook.xml" and self.texts in ("", "xl/sharedstrings.xml") and self.styles in ("", "xl/styles.xml")
        return usual and not self.others and all(part.startswith("xl/worksheets/") for _, part in self.sheets)

    @property
    def tables(self) -> tuple[str, ...]:
        """The parts besides the sheets without which the cells cannot be understood."""
        return tuple(filter(None, (self.main, self.texts, self.styles)))


def open_package(archive: Archive) -> Package | None:
    """The package in an archive; None where nothing in it is a workbook.

    Raises Refused where two sheets have one title, or where a sheet that holds cells has no part.
    """
    main = _main_part(archive)
    if main is None:
        return None
    binary = archive.read(main).startswith(BOOK_BEGINS)
    named, of_1904 = (sheets_named(archive.read(main)), False) if binary else _sheets_named(archive, main)
    related = list(relations(archive, main))
    by_id = {relation.id: relation for relation in related}
    sheets = [(title, by_id[number]) for title, number, _ in named if number in by_id]
    others = frozenset(title for title, relation in sheets if relation.kind in _NO_TABLES)
    if len(sheets) < len(named) or any(relation.part not in archive and title not in others for title, relation in sheets):
        raise Refused("file-damaged")
    if len({title.casefold() for title, _ in sheets}) < len(sheets):
        raise Refused("file-malformed", what="有两张同名的工作表")
    ending = "bin" if binary else "xml"
    texts, styles = (_table(archive, main, related, kind, ending) for kind in ("sharedStrings", "styles"))
    hidden = frozenset(title for title, _, is_hidden in named if is_hidden)
    return Package(main, binary, tuple((title, relation.part) for title, relation in sheets), others, hidden, texts, styles, of_1904)


def _main_part(archive: Archive) -> str | None:
    """The workbook, to which the package itself leads; where it does not, as its content type or its usual name says."""
    there = (plain_name(part) for part in _perhaps_main(archive) if part in archive)
    return next((part for part in there if part in _USUAL_MAINS or _is_workbook(archive, part)), None)


def _perhaps_main(archive: Archive) -> Iterator[str]:
    yield from (relation.part for relation in relations(archive, "") if relation.kind == "officedocument")
    yield from _USUAL_MAINS
    types = archive.xml(_TYPES)
    for entry in types if types is not None else ():
        if entry.get("ContentType", "").lower().endswith(_MAIN_TYPES):
            yield entry.get("PartName", "")


def _is_workbook(archive: Archive, part: str) -> bool:
    if archive.read(part).startswith(BOOK_BEGINS):
        return True
    root = archive.xml(part)
    return root is not None and local_name(root) == "workbook"


def _sheets_named(archive: Archive, main: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """((title, id of the relation, whether it is hidden) of each sheet, whether days are counted from 1904)."""
    root = archive.xml(main)
    if root is None:
        raise Refused("file-damaged")
    entries = [entry for entry in root.iter() if local_name(entry) == "sheet"]
    named = [(entry.get("name", ""), next((value for name, value in entry.attrib.items() if name.endswith("}id")), ""),
              entry.get("state", "visible") != "visible") for entry in entries]
    properties = next((entry for entry in root if local_name(entry) == "workbookPr"), None)
    return named, properties is not None and properties.get("date1904", "").lower() in ("1", "true", "on")


def _table(archive: Archive, main: str, related: list[Relation], kind: str, ending: str) -> str:
    """A part that the whole workbook has once: where its relation leads, else beside the workbook under its usual name."""
    led_to = [relation.part for relation in related if relation.kind == kind.lower()]
    usual = plain_name(posixpath.join(posixpath.dirname(main), f"{kind}.{ending}"))
    return next((part for part in (*led_to, usual) if part in archive), "")


def relations(archive: Archive, part: str) -> Iterator[Relation]:
    """The relations of a part to parts of the package; those of the package itself where `part` is empty."""
    folder, name = posixpath.split(plain_name(part)) if part else ("", "")
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    for entry in root if root is not None else ():
        if entry.get("TargetMode", "").lower() != "external":
            yield Relation(entry.get("Id", ""), entry.get("Type", "").rsplit("/", 1)[-1].lower(), _target(archive, folder, entry.get("Target", "")))


def _target(archive: Archive, folder: str, target: str) -> str:
    """The part that a target means: from the folder of its source, or from the top, which some forget to say."""
    spelled = target.replace("\\", "/")
    joined = spelled if spelled.startswith("/") else posixpath.join(folder, spelled)
    meant = [plain_name(path) for path in (joined, unquote(joined), spelled)]
    return next((path for path in meant if path in archive), meant[0])
