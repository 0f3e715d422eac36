"""What stands on a sheet beside its cells in an Open XML book: notes, threads of comments, text boxes, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.reading.archive import Archive, Refused, local_name
from fuwuyue_xlsx.reading.formats.package import relations
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, Cell, SheetMetadata
from fuwuyue_xlsx.reading.formats.xlsb import notes_of as binary_notes

_KINDS = ("comments", "threadedcomment", "drawing")
# what an older program shows instead of what it does not know
_FALLBACK = "Fallback"
# with what a part of notes begins that holds records, not XML
_RECORDS = b"\xf4"


def read_annotations(archive: Archive, by_part: dict[str, SheetMetadata]) -> None:
    """Put onto the metadata of sheets (part → metadata) what stands beside the cells."""
    if any("omment" in name or "drawing" in name for name in archive.entries):
        for part, metadata in by_part.items():
            metadata.beside = _of_sheet(archive, part)


def _of_sheet(archive: Archive, part: str) -> Annotations:
    """Nothing of it decides anything: a part that cannot be read is counted, and costs nothing else."""
    beside = Annotations()
    for kind, names in _related(archive, part).items():
        for name in names:
            try:
                _take(beside, kind, archive, name)
            except Refused:
                beside.unread += 1
    return beside


def _take(beside: Annotations, kind: str, archive: Archive, name: str) -> None:
    if kind == "drawing":
        shown = list(_shown(_root(archive, name)))
        beside.pictures += sum(local_name(entry) == "pic" for entry in shown)
        beside.boxes += filter(None, (_text_in(entry) for entry in shown if local_name(entry) == "sp"))
    elif kind == "threadedcomment":  # its texts stand among the notes too, after a line of advice
        beside.notes |= _notes(_root(archive, name), "threadedComment", "text")
    elif archive.read(name)[:1] == _RECORDS:
        beside.notes |= binary_notes(archive.read(name))
    else:
        beside.notes |= _notes(_root(archive, name), "comment", "t")


def _related(archive: Archive, part: str) -> dict[str, list[str]]:
    """Kind of relation → the parts to which a sheet has it."""
    parts: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for relation in relations(archive, part):
        if relation.kind in parts and relation.part in archive:
            parts[relation.kind].append(relation.part)
    return parts


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
