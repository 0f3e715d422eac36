"""What stands on a sheet beside its cells in an Open XML book: notes, threads of comments, text boxes, pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.reading.archive import Archive, Refused, local_name
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, Cell, SheetMetadata
from fuwuyue_xlsx.reading.formats.xlsb import notes_of as binary_notes

_KINDS = ("comments", "threadedComment", "drawing")
# what an older program shows instead of what it does not know
_FALLBACK = "Fallback"


def read_annotations(archive: Archive, sheets: dict[str, str], looks: dict[str, SheetMetadata]) -> None:
    """Put onto the looks what stands beside the cells of the sheets (title → part)."""
    if any("omment" in name or "drawing" in name for name in archive.entries):
        for title, look in looks.items():
            look.beside = _of_sheet(archive, sheets[title])


def _of_sheet(archive: Archive, part: str) -> Annotations:
    parts = _related(archive, part)
    beside = Annotations()
    for name in parts["comments"]:
        beside.notes |= binary_notes(archive.read(name)) if name.lower().endswith(".bin") else _notes(_root(archive, name), "comment", "t")
    for name in parts["threadedComment"]:  # whose texts stand among the notes too, after a line of advice
        beside.notes |= _notes(_root(archive, name), "threadedComment", "text")
    for name in parts["drawing"]:
        shown = list(_shown(_root(archive, name)))
        beside.pictures += sum(local_name(entry) == "pic" for entry in shown)
        beside.boxes += filter(None, (_text_in(entry) for entry in shown if local_name(entry) == "sp"))
    return beside


def _related(archive: Archive, part: str) -> dict[str, list[str]]:
    """Kind of relation → the parts to which a sheet has it."""
    folder, name = posixpath.split(part)
    relations = archive.xml(archive.name_of(f"{folder}/_rels/{name}.rels"))
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for entry in relations if relations is not None else ():
        kind, target = entry.get("Type", "").rsplit("/", 1)[-1], entry.get("Target", "")
        target = archive.name_of(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
        if kind in found and target in archive:
            found[kind].append(target)
    return found


def _root(archive: Archive, name: str) -> Element:
    root = archive.xml(name)
    if root is None:
        raise Refused("file-damaged")
    return root


def _notes(root: Element, kind: str, text: str) -> dict[Cell, str]:
    """The texts of each cell's notes, in order."""
    notes: dict[Cell, str] = {}
    for entry in root.iter():
        if local_name(entry) == kind:
            said = _joined(part for part in _shown(entry) if local_name(part) == text)
            at = _cell(entry.get("ref", ""))
            notes[at] = f"{notes[at]}\n{said}" if at in notes else said
    return notes


def _cell(reference: str) -> Cell:
    try:
        return cell_index(reference)
    except ValueError as why:
        raise Refused("file-damaged") from why


def _shown(element: Element) -> Iterator[Element]:
    """An element and what is in it, in order; neither readings for older programs nor the sound of a character."""
    ahead = [element]
    while ahead:
        part = ahead.pop()
        yield part
        ahead += [inner for inner in reversed(part) if local_name(inner) not in (_FALLBACK, "rPh")]


def _text_in(shape: Element) -> str:
    """The paragraphs of a shape, a line each."""
    paragraphs = (part for part in shape.iter() if local_name(part) == "p")
    return "\n".join(_joined(part for part in paragraph.iter() if local_name(part) == "t") for paragraph in paragraphs).strip()


def _joined(parts: Iterable[Element]) -> str:
    return "".join(part.text or "" for part in parts)
