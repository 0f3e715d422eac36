"""Files that kill readers, dropped into the filled example: they cost only themselves."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.altered_books import foreign_book
from tests.support.workbook_parts import with_part

EXAMPLE = Path(__file__).parents[2] / "examples" / "2017"
PART = "xl/worksheets/sheet1.xml"
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def sheet_of(xml: bytes) -> bytes:
    return with_part(foreign_book(), PART, lambda _: xml)


def far_cell() -> bytes:
    return sheet_of(SHEET % b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')


def far_column_of_cells() -> bytes:
    return sheet_of(SHEET % b"".join(b'<row r="%d"><c r="ZZ%d"><v>1</v></c></row>' % (r, r) for r in range(5_000, 1_048_576, 5_000)))


def zip_bomb() -> bytes:
    return sheet_of(SHEET % (b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"0" * 250_000_000 + b"</t></is></c></row>"))


def xml_bomb() -> bytes:
    lol = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return sheet_of(b'<!DOCTYPE w [<!ENTITY l0 "lol">' + lol + b"]>" + SHEET % b'<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>')


def deep_xml() -> bytes:
    return sheet_of(b"<x:worksheet xmlns:x='a'>" + b"<x:a>" * 300_000 + b"</x:a>" * 300_000 + b"</x:worksheet>")


def lying_header() -> bytes:
    """A part that unpacks to far more than the archive says."""
    data = bytearray(sheet_of(SHEET % (b" " * 60_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as book:
        entry = book.getinfo(PART)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        while at >= 0:
            name = data.find(PART.encode(), at, at + 90)
            if name > 0 and int.from_bytes(data[at + offset: at + offset + 4], "little") == entry.file_size:
                data[at + offset: at + offset + 4] = (100).to_bytes(4, "little")
            at = data.find(mark, at + 4)
    return bytes(data)


def many_strings() -> bytes:
    """A table of shared strings that says it holds four thousand million."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_string("A1", "面条")
    part = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    return with_part(buffer.getvalue(), "xl/sharedStrings.xml", lambda _: part)


def repeated_rows() -> bytes:
    """An OpenDocument sheet whose one filled row stands for a million."""
    body = ('<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row'
            ' table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
            "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", body)
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4_096)


KILLERS: dict[str, Callable[[], bytes]] = {
    "远.xlsx": far_cell, "散.xlsx": far_column_of_cells, "炸弹.xlsx": zip_bomb, "实体.xlsx": xml_bomb, "深.xlsx": deep_xml, "谎.xlsx": lying_header,
    "串.xlsx": many_strings, "重复.ods": repeated_rows, "旧格式.xlsx": ole, "旧.xls": ole, "空.xlsx": bytes, "半.xlsx": lambda: foreign_book()[:900],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("killers") / "2017"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    return root


def run(root: Path) -> tuple[int, dict, str, int]:
    """(exit code, what it said, its errors, the most memory any of its processes took in MB)"""
    code = ("import resource,sys; from fuwuyue_xlsx.cli import main\n"
            "try: main(['run', sys.argv[1], '--json'])\n"
            "finally: print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, timeout=240, check=False)
    *told, memory = done.stderr.decode().strip().split("\n")
    return done.returncode, json.loads(done.stdout), "\n".join(told), int(memory)


@pytest.mark.long
def test_killers_cost_only_themselves(place: Path) -> None:
    """The awards stay as they were; each of the files is listed once, with a reason; no word of a library reaches anybody."""
    before = run(place)[1]
    extra = place / "收件箱" / "怪"
    extra.mkdir()
    for name, make in KILLERS.items():
        (extra / name).write_bytes(make())
    os.mkfifo(extra / "管道.xlsx")
    (extra / "链接.xlsx").symlink_to("/dev/zero")
    listener = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(extra)
    listener.bind("口.xlsx")
    os.chdir(here)
    try:
        code, after, told, memory = run(place)
    finally:
        listener.close()
    assert (code, told) == (1, "") and memory < 2_500
    assert after["awards"] == before["awards"] and after["prizes"] == before["prizes"]
    issues = [issue for issue in after["issues"] if "怪/" in issue["file"]]
    assert {issue["file"].rsplit("/", 1)[-1] for issue in issues} == {*KILLERS, "管道.xlsx", "链接.xlsx", "口.xlsx"}
    harmless = ("管道.xlsx", "链接.xlsx", "口.xlsx", "远.xlsx")  # no files, or a table that can be read
    assert all((issue["severity"] == "error") != issue["file"].endswith(harmless) and issue["hint"] for issue in issues)
    assert not any(word in issue["message"] for issue in issues for word in ("Error", "panic", "zip", "None"))
