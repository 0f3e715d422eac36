"""Unreadable is not irrelevant: a reviewer's book under a name of its own, spoilt in every way; and what still shows in a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.read_file import Job, read_entry
from fuwuyue_xlsx.intake.scan_inbox import entry_of
from fuwuyue_xlsx.intake.traces import traces_in_text
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.reading.no_workbook import decoded
from tests.support.altered_books import edited, encrypted, foreign_book, without_stamp
from tests.support.filled_books import intake_of
from tests.support.intake_report import reasons, states
from tests.support.one_file import read_one
from tests.support.repetition import every
from tests.support.workbook_parts import parts_of, repacked, with_new_parts, zipped
from tests.support.workbook_view import header
from tests.support.workspaces import complete, review_file, rules, survey_file

RULES = rules()


@cache
def others() -> dict[str, bytes]:
    """The complete inbox without the reviewer's book."""
    return {name: data for name, data in complete().items() if name != "评委.xlsx"}


def open_matters(tmp_path: Path, name: str, data: bytes) -> tuple[str, ...]:
    """What keeps the result preliminary with this file in the place of the reviewer's book."""
    return decide(RULES, intake_of(tmp_path, RULES, {**others(), name: data})).open


def _cut(tenths: int, data: bytes) -> bytes:
    return data[: len(data) * tenths // 10]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    **{f"{tenth * 10} %": partial(_cut, tenth) for tenth in range(1, 10)},
    "nothing": lambda data: b"",
    "zeros at the end": lambda data: data[: len(data) // 2] + bytes(len(data) // 2),
    "zeros alone": lambda data: bytes(len(data)),
    "a byte wrong": lambda data: data[:3_000] + bytes([data[3_000] ^ 255]) + data[3_001:],
    "encrypted": lambda data: encrypted(data, "秘密"),
    "a DOCTYPE": lambda data: repacked(data, lambda name, part: b"<!DOCTYPE a>" + part if name == "docProps/core.xml" else part),
    "two parts of one name": lambda data: with_new_parts(data, {"XL/workbook.xml": b"<a/>"}),
}


@pytest.mark.parametrize("how", every(2, SPOILT))
def test_a_spoilt_book_keeps_the_result_preliminary(tmp_path: Path, how: str) -> None:
    """Whatever happened to it: the first open matter names the file and the reason, and the finding is an error."""
    assert open_matters(tmp_path, "沈老师.xlsx", SPOILT[how](review_file()))[0].startswith("有 1 个文件整个没有用上：收件箱/沈老师.xlsx（")


ODD: dict[str, Callable[[bytes], bytes]] = {
    "a picture of 300 MB": lambda data: repacked(with_new_parts(data, {"xl/media/image1.bmp": bytes(210_000_000)}), lambda _, part: part),
    "parts in capitals": lambda data: zipped({name.upper(): part for name, part in parts_of(data).items()}),
    "a DOCTYPE where nothing is read": lambda data: with_new_parts(data, {"customXml/item1.xml": b"<!DOCTYPE a><a/>"}),
}


@pytest.mark.parametrize("how", ODD)
def test_a_book_that_is_only_odd_counts(tmp_path: Path, how: str) -> None:
    """What any spreadsheet program opens is no spoilt book."""
    assert open_matters(tmp_path, "沈老师.xlsx", ODD[how](review_file())) == open_matters(tmp_path, "沈老师.xlsx", review_file())


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "XLSX"])
def test_half_a_book_under_any_ending_that_is_read(ending: str) -> None:
    file = read_one(review_file()[:4_000], RULES, f"沈老师.{ending}")
    assert [(found.severity.value, found.code) for found in file.findings] == [("error", "file-copying")]


@pytest.mark.parametrize("failure, code", [
    (PermissionError(13, "locked"), "file-unreadable"), (FileNotFoundError(2, "gone"), "file-vanished"), (OSError(5, "disk"), "file-unreadable"),
    (OSError(22, "cloud file provider is not running"), "file-unreadable"),
])
def test_a_book_that_the_system_does_not_give_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError, code: str) -> None:
    """Locked by another program, gone, on a broken disk, in a cloud that does not answer: an error; a photo is not asked for."""
    def refuse(path: Path, *_: Any) -> bytes:
        raise failure

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    for name, wanted in (("沈老师.xlsx", ("error", code)), ("照片.jpg", ("info", "file-attachment"))):
        with open(tmp_path / name, "wb") as written:
            written.write(b"\xff\xd8\xff")
        entry = InboxEntry(tmp_path / name, f"收件箱/{name}", 3) if name.endswith(".xlsx") else entry_of(tmp_path / name, tmp_path)
        file = read_entry(entry, Job(RULES))
        assert [(found.severity.value, found.code) for found in file.findings] == [wanted]


def test_all_files_failing_is_told_before_anything_else(tmp_path: Path) -> None:
    """The inbox first, then the files, then who has not handed in; one that can be read makes it a partial failure."""
    halves = {name: data[:3_000] for name, data in complete().items()}
    outcome = decide(RULES, intake_of(tmp_path / "a", RULES, halves))
    assert outcome.open[0] == f"收件箱里的 {len(halves)} 个表格文件一个也没有读到" and outcome.findings[0].code == "nothing-read"
    partial = decide(RULES, intake_of(tmp_path / "b", RULES, {**halves, "菜单.xlsx": foreign_book()}))
    assert "nothing-read" not in [found.code for found in partial.findings] and partial.open[0].startswith(f"有 {len(halves)} 个文件整个没有用上")
    within = [number for number, found in enumerate(partial.findings) if not found.is_total_failure]
    assert within[0] == len(halves)


@pytest.mark.parametrize("title", every(2, ["测评结果 2", "測评结果", "测评　结果", "2017测评结果", "答卷"]))
@pytest.mark.parametrize("ending", ["", "？（必答）"])
def test_an_unstamped_survey_under_another_title(title: str, ending: str) -> None:
    """Its answers are used, or asked about as an error; it is never somebody else's."""
    def spoil(workbook: Any) -> None:
        for sheet in [sheet for sheet in workbook.worksheets if sheet.title != "测评结果"]:
            workbook.remove(sheet)
        sheet = workbook["测评结果"]
        for cell in sheet[header(sheet, "科室")[0]]:
            cell.value = f"{cell.value}{ending}" if cell.value else None
        sheet.title = title

    file = read_one(edited(without_stamp(survey_file()), spoil), RULES)
    assert (file.state.value == "used") == (title == "测评　结果" and not ending)
    assert file.state.value == "used" or any(found.blocks for found in file.findings)


def test_a_near_title_in_a_book_of_ours(tmp_path: Path) -> None:
    """Rows that went on to a second sheet without a header are asked about; a blank copy of a sheet is only told."""
    def more(workbook: Any) -> None:
        workbook.create_sheet("测评结果 (2)").append(["学生", "甲科", "电工组", "很满意", "很满意"])

    intake = intake_of(tmp_path, RULES, {"问卷.xlsx": edited(survey_file(), more)})
    assert states(intake) == {"问卷.xlsx": "used"} and reasons(intake, "问卷.xlsx") == []
    assert [(found.severity.value, found.place.sheet) for found in intake.findings if found.code == "sheet-title-near"] == [("error", "测评结果 (2)")]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_text_in_any_encoding(code: str) -> None:
    """Its beginning is known, cut within a character too; bytes of a picture are no text."""
    data = "身份,科室,班组,态度好不好,质量好不好\r\n学生,甲科,电工组,很满意,满意\r\n".encode(code)
    for end in (len(data), len(data) - 5):
        assert decoded(data[:end]).startswith("身份,科室,班组")
    assert decoded(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") == ""


@pytest.mark.parametrize("text, seen", [
    ("姓名,电话\n某人,62780000", False), ("科室,人数\n甲科,12", False), ("推荐顺序\t姓名\t岗位\t所在班组\t主要事迹", True),
    ("<tr><th>1、态度好不好</th><th>2、质量好不好</th></tr>", True), ("态度好不好？;质量好不好？", True), ("各位：请填写推荐顺序、姓名和岗位。", False),
    ("编号,发生日期,科室,班组,责任人,类型,来源", True), ("事故投诉\n1,2", True),
])
def test_what_shows_in_a_text(text: str, seen: bool) -> None:
    """A title, or enough headers of one sheet or questions of the survey; words within sentences are nothing."""
    assert bool(traces_in_text(text, RULES)) == seen
