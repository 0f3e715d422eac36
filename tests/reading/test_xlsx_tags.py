"""What the tags of a sheet's rows tell, and which rows are left to a parser."""

from __future__ import annotations

import random
import zlib
from xml.parsers import expat

import pytest

from fuwuyue_xlsx.reading import archive as archive_module
from fuwuyue_xlsx.reading import open_workbook
from fuwuyue_xlsx.reading.formats import xlsx, xlsx_tags
from fuwuyue_xlsx.reading.formats.xlsx_tags import CellTags, tags_of
from fuwuyue_xlsx.reading.open_workbook import open_book
from tests.support.raw_workbooks import book_bytes
from tests.support.workbook_parts import repacked

PLAIN = '<row r="1"><c r="A1"><v>1</v></c></row>'
# rows as all common programs write them
USUAL = [
    PLAIN,
    '<row r="1"/>',
    '<row r="1" spans="1:3" ht="26.25" customHeight="1"><c r="A1" s="14"/><c r="B1" s="1" t="s"><v>3</v></c></row>',
    '<row r="1048576"><c r="XFD1048576" s="1234" t="str"><f>A1&amp;"x"</f><v>a b</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲\n乙 </t></is></c><c r="B1" t="inlineStr"><is><t/></is></c></row>',
    '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>-1.5E-3</v></c><c r="C1" s="2"></c></row>',
    '<row r="1"><c r="A1" s="3" /><c r="B1"><f>1</f><v /></c></row>',
]
# rows that mean something else, or nothing, to a reader that takes tags as they come
UNUSUAL = [
    "", "x", '<row r="1">', '<row r="1"></row><c r="A1"/>', '<row><c r="A1"/></row>', '<raw r="1"></raw>', '<row r="1"></raw>',
    '<row r="1"><c r="A1"><v>1</c></v></row>', '<row r="1"><c r="A1"><v>1</w></c></row>', '<row r="1"><c r="A1"><v>1</v></row>',
    '<row r="1"><c r="A1"><v>1<v>2</v></v></c></row>', '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>', '<row r="1"> <c r="A1"/></row>',
    '<row r="1"><c r="A1">5</c></row>', '<row r="1"><c><v>1</v></c></row>', "<row r='1'><c r='A1'/></row>", '<row r="1"><c r="a1"/></row>',
    '<row r="1"><c s="1" r="A1"/></row>', '<row r="1"><c r="A1" t="inlineStr"><v>5</v></c></row>', '<row r="1"><c r="A1"><is><t>x</t></is></c></row>',
    '<row r="1"><c r="A1" t="d"><v>2017-12-01</v></c></row>', '<row r="1"><c r="A1" t="inlineStr" s="1"><v>5</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr" vm="1"><v>5</v></c></row>', '<row r="1"><c r="A1" t="e" vm="1"><v>#N/A</v></c></row>',
    '<row r="1"><!-- x --><c r="A1"/></row>', '<row r="1"><c r="A1"><v>1 > 0</v></c></row>', '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>', '<row r="1"><c r="A1"/></row><row r="2"><c r="A2"/>',
    '<x:row r="1"/>', '<row r="1"><c r="ABCDEFGHIJ1"/></row>', '</row><row r="1">', '<row r="1"></row ><row r="2"/>',
]


@pytest.mark.parametrize("rows", USUAL)
def test_rows_as_programs_write_them(rows: str) -> None:
    assert tags_of(rows.encode()) is not None
    assert tags_of((PLAIN + rows + PLAIN).encode()) is not None


@pytest.mark.parametrize("rows", UNUSUAL)
def test_rows_left_to_a_parser(rows: str) -> None:
    assert tags_of(rows.encode()) is None or rows == ""
    assert tags_of((PLAIN + rows + PLAIN).encode()) is None or rows == ""


def test_what_has_to_be_looked_at() -> None:
    """Errors by their type, formulas without a value, the last row, columns of two letters."""
    rows = [PLAIN, '<row r="12"><c r="A12" t="e"><v>#N/A</v></c><c r="B12"><f>1+1</f></c>', '<c r="C12"><f>2</f><v>2</v></c>',
            '<c r="AA12" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="AB12" t="str"><f>x</f><v></v></c></row>']
    text = "".join(rows)
    at = [text.index('<c r="A12"'), text.index('<c r="AA12"')]
    assert tags_of(text.encode()) == CellTags(at, [text.index("</f></c>"), text.rindex("</f>")], [], 12, True)
    assert tags_of(text.encode()).part(len(PLAIN), len(text)).errors == [place - len(PLAIN) for place in at]  # type: ignore[union-attr]
    assert tags_of(PLAIN.encode()) == CellTags([], [], [], 1, False)


@pytest.mark.parametrize("shared", [False, True])
def test_long_sheets_are_looked_at_in_runs(monkeypatch: pytest.MonkeyPatch, shared: bool) -> None:
    """Wherever the cuts fall, what is found is the same; by two threads too."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"{" t=" + chr(34) + "e" + chr(34) if n % 7 == 0 else ""}><v>1</v></c></row>' for n in range(1, 60)).encode()
    whole = tags_of(rows)
    monkeypatch.setattr(xlsx_tags, "_LONG", 0 if shared else 1 << 40)
    for run in (1, 30, 100, 333):
        monkeypatch.setattr(xlsx_tags, "_RUN", run)
        assert tags_of(rows) == whole and whole is not None
        assert tags_of(rows[:-1]) is None and tags_of(rows.replace(b"</c></row><row r=\"40\"", b"</row></c><row r=\"40\"")) is None


def test_damaged_tags_never_pass() -> None:
    """A thousand changes to a few bytes: what passes is well-formed."""
    dice = random.Random(7)
    rows = "".join(USUAL * 2).encode()
    marks = [at for at, byte in enumerate(rows) if byte in b'<>/"=']
    passed = 0
    for _ in range(3_000):
        at = dice.choice(marks)
        changed = rows[:at] + bytes(dice.choice(b'<>/"x= cvrow') for _ in range(dice.randrange(3))) + rows[at + dice.randrange(3) :]
        if tags_of(changed) is not None:
            passed += 1
            tagless = _less_attributes(changed)
            expat.ParserCreate().Parse(b"<a>" + tagless + b"</a>", True)
    assert 0 < passed < 1_500


def _less_attributes(rows: bytes) -> bytes:
    """The rows with their tags bare: attributes that are no attributes are for the reader of cells to refuse."""
    import re

    return re.sub(rb"<(/?\w+)[^<>]*?(/?)>", rb"<\1\2>", rows).replace(b"&", b"&amp;")


def test_a_large_book_is_read_sheet_group_by_sheet_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds, and what is refused in it, do not depend on whether its parts are all kept."""
    sheets = {f"表{number}": [["名", number], ["甲", None], [f"甲{number}", 1.5]] for number in range(12)}
    data = book_bytes(sheets, formats={"B3": "0%"})
    hidden = repacked(data, lambda name, part: part.replace(b"<worksheet", b"<!DOCTYPE x><worksheet", 1) if name.endswith("sheet7.xml") else part)
    stray = repacked(data, lambda name, part: part.replace(b"<Properties", b"<!DOCTYPE x><Properties", 1) if name == "docProps/app.xml" else part)

    def told() -> list[object]:
        grids = open_book(data).grids
        return [[(grid.title, grid.flat) for grid in grids], open_book(hidden).why.code, open_book(stray).why.code]

    whole = told()
    monkeypatch.setattr(archive_module, "PLAIN_WHOLE", 0)
    monkeypatch.setattr(xlsx, "_MUCH", 2_000)
    monkeypatch.setattr(open_workbook, "_MANY_SHEETS", 3)
    assert told() == whole and whole[1:] == ["file-malformed"] * 2


def test_a_long_part_is_inflated_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes whatever the pieces; more than the limit and an end that is missing are found out."""
    monkeypatch.setattr(archive_module, "_PIECE", 1_000)
    for length in (0, 1, 999, 1_000, 1_001, 2_000, 30_000):
        part = random.Random(length).randbytes(length // 2) + b"x" * (length - length // 2)
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(part) + packer.flush()
        assert archive_module._inflated(packed, length) == (part, True)
        if length > 1:
            assert archive_module._inflated(packed[:-2], length)[1] is False
            with pytest.raises(archive_module.Refused, match="file-too-large"):
                archive_module._inflated(packed, length - 1)
