"""A zip file as a folder: names as they were given, every byte that was packed, and nothing beyond the bounds."""

from __future__ import annotations

import datetime as dt
import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.reading import packed_folder
from fuwuyue_xlsx.reading.limits import FORM
from fuwuyue_xlsx.reading.packed_folder import NotUnpacked, PackedFile, packed_files
from tests.support.zip_files import locked, zip_at

NAME = "科室/科室填报表_卫生所.xlsx"


def held(path: Path) -> list[PackedFile]:
    found = packed_files(path)
    assert isinstance(found, list), found
    return found


def refused(path: Path) -> str:
    found = packed_files(path)
    assert isinstance(found, Finding)
    return f"{found.code} {found.details.get('what', '')}".strip()


@pytest.mark.parametrize("code", ["", "gbk", "utf-8"])
@pytest.mark.parametrize("separator", ["/", "\\"])
@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_names_and_bytes(tmp_path: Path, code: str, separator: str, packing: int) -> None:
    """With or without a word on the encoding, with either separator, packed or not."""
    files = {NAME: os.urandom(3_000), "说明.txt": "好".encode() * 9_000, "空.csv": b""}
    path = zip_at(tmp_path / "a.zip", {name.replace("/", separator): data for name, data in files.items()}, code, packing)
    assert {packed.name: packed.read(path) for packed in held(path)} == files
    assert held(path)[1].read(path, 6) == "好好".encode()


def test_a_name_beside_the_name(tmp_path: Path) -> None:
    """Some programs add the name in UTF-8 to one in another encoding."""
    raw, told = "??.xlsx", NAME.encode()
    info = zipfile.ZipInfo(raw, (2017, 12, 1, 0, 0, 0))
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(told), 1, zlib.crc32(raw.encode())) + told
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, b"")
    assert [packed.name for packed in held(tmp_path / "a.zip")] == [NAME]


def test_names_that_lead_elsewhere_or_stand_twice(tmp_path: Path) -> None:
    """They lead nowhere, and each file has a path of its own."""
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../../a.xlsx", "/b.xlsx", "c/./d.xlsx", "A.xlsx", "e.xlsx", "e.xlsx", "folder/"):
            archive.writestr(name, name.encode())
    assert [packed.name for packed in held(tmp_path / "a.zip")] == ["a.xlsx", "b.xlsx", "c/d.xlsx", "A~2.xlsx", "e.xlsx", "e~2.xlsx"]


def test_times(tmp_path: Path) -> None:
    """As the zip file tells them, no later than it was packed; a program that tells none leaves the zip file's own."""
    year = {}
    for moment in ((2017, 12, 31, 9, 0, 0), (1980, 1, 1, 0, 0, 0), (2090, 1, 1, 0, 0, 0)):
        path = zip_at(tmp_path / f"{moment[0]}.zip", {"a.xlsx": b"1"}, moment=moment)
        os.utime(path, (1_600_000_000, 1_600_000_000))
        year[moment[0]] = dt.datetime.fromtimestamp(held(path)[0].changed / 1e9).year
    assert year == {2017: 2017, 1980: 2020, 2090: 2020}


def test_what_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its reason: a password, no end, too many files, packed too hard, too large."""
    path = zip_at(tmp_path / "a.zip", {NAME: os.urandom(9_000), "b.xlsx": b"2"})
    data = path.read_bytes()
    cases = {"设了密码": locked(data), "no end": data[:5_000], "broken": data[:-30] + b"PK\x05\x06" + bytes(4) + b"\xff" * 14}
    found = {}
    for name, spoilt in cases.items():
        path.write_bytes(spoilt)
        found[name] = refused(path)
    assert found == {"设了密码": "archive-unopened 设了密码", "no end": "file-copying", "broken": "archive-unopened 已损坏"}
    assert refused(zip_at(path, {f"{number}.txt": b"" for number in range(FORM.entries + 1)})) == "archive-unopened 里面有 2,001 个文件"
    assert refused(zip_at(path, {"a.txt": bytes(210_000_000)})) == "archive-unopened 解开后有 210 MB"
    monkeypatch.setattr(packed_folder, "_LONGEST_LIST", 100)
    assert refused(zip_at(path, {NAME: b"1", "b.xlsx": b"2", "c.xlsx": b"3"})) == "archive-unopened 里面的文件太多"


def test_half_of_a_zip_file_that_stores_a_workbook(tmp_path: Path) -> None:
    """The end of the workbook within is not taken for its own."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as book:
        book.writestr("[Content_Types].xml", b"<Types/>")
    path = zip_at(tmp_path / "a.zip", {"a.xlsx": b"1", "b.xlsx": inner.getvalue(), "c.xlsx": os.urandom(2_000)}, packing=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[:-1_500])
    assert refused(path) == "file-copying"


@pytest.mark.parametrize("part", ["[Content_Types].xml", "[content_types].XML", "xl/workbook.xml", "mimetype"])
def test_a_document_is_no_folder(tmp_path: Path, part: str) -> None:
    assert packed_files(zip_at(tmp_path / "a.zip", {part: b"<a/>", "xl/a.xml": b""})) is None


def test_bytes_that_lie(tmp_path: Path) -> None:
    """More comes out than was announced, another content, a packing nobody knows: not unpacked, and nothing beyond the bound."""
    path = zip_at(tmp_path / "a.zip", {"a.xlsx": b"1" * 9_000})
    (packed,) = held(path)
    for other in (PackedFile(packed.name, 50, packed.changed, packed.archive, packed.where),
                  PackedFile(packed.name, packed.size, packed.changed, packed.archive, (*packed.where[:3], 7)),
                  PackedFile(packed.name, packed.size, packed.changed, packed.archive, (*packed.where[:2], 9, packed.where[3]))):
        with pytest.raises(NotUnpacked):
            other.read(path)
    os.utime(path, (1, 1))
    assert packed.read(path) == b""
