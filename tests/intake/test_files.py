"""What lies in an inbox: known by its content, listed once with a state and a reason, never touched."""

from __future__ import annotations

import hashlib
import os
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.scan_inbox import shown_path
from fuwuyue_xlsx.intake.workers.local import InThisProcess, LocalProcesses
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import edited, foreign_book, last_years_rules, office_file, right_book, without_properties, without_stamp
from tests.support.filled_books import SMALL, intake_of, put_inbox, rules_bytes, small_rules, template
from tests.support.intake_report import errors, reasons, said, states
from tests.support.table_rows import rows_of
from tests.support.workbook_parts import with_part, zipped

RULES = small_rules()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
VISIT = {"甲科": [{"检查日期": "2017-12-05", "检查人": "赵一", "电工组": 9}]}
ANSWER = {"测评结果": [{"身份": "学生", "科室": "甲科", "态度好不好": "满意"}]}
INCIDENT = {"事故投诉": [{"编号": "1", "发生日期": "2017-12-03", "科室": "甲科", "类型": "安全事故", "情况简述": "略", "调查结论": "待查"}]}
REVIEW = {"评委信息": {"评委": "周一"}, "优秀班组": [{"工作特色（50分）": 40, "工作成绩（50分）": 45}]}


@cache
def ours() -> dict[str, bytes]:
    """One filled book of each kind, under a name that says nothing or something else."""
    return {
        "满意度测评表.xlsx": right_book(RULES),
        "照片.xls": office_file(RULES, "inspection", VISIT),
        "子/文件夹/评委打分表.XLSX": office_file(RULES, "survey", ANSWER),
        "a.et": office_file(RULES, "incidents", INCIDENT),
        "科室填报表_乙科.xlsm": office_file(RULES, "review", REVIEW),
    }


def with_spaces(data: bytes) -> bytes:
    """The workbook with a space inside every sheet's title."""

    def change(workbook: Any) -> None:
        for sheet in workbook.worksheets:
            sheet.title = sheet.title[:2] + " " + sheet.title[2:]

    return edited(data, change)


@pytest.mark.parametrize("change", [bytes, without_properties, without_stamp, lambda data: with_spaces(without_stamp(data))],
                         ids=["stamped", "stamp on the hidden sheet", "no stamp", "no stamp, spaces in titles"])
def test_a_book_is_known_by_its_content(tmp_path: Path, change: Any) -> None:
    """All five kinds are known and used under any name, in any folder, by stamp or by sheet titles."""
    intake = intake_of(tmp_path, RULES, {name: change(data) for name, data in ours().items()})
    kinds = {file.path.removeprefix("收件箱/"): (file.kind, file.department, file.state.value) for file in intake.files}
    assert kinds == {
        "满意度测评表.xlsx": ("department", "甲科", "used"),
        "照片.xls": ("inspection", None, "used"),
        "子/文件夹/评委打分表.XLSX": ("survey", None, "used"),
        "a.et": ("incidents", None, "used"),
        "科室填报表_乙科.xlsm": ("review", None, "used"),
    }
    assert said(intake) == []


@pytest.mark.parametrize("title, why", [
    ("甲科", "warning file-foreign"), ("工资", "warning file-foreign"),
    *((title, "error file-looks-ours") for title in (
        "科室信息", "事故投诉", "测评结果", "评委信息", "科室 信息", "科室信息1", "测评结果（2）", "事故、投诉", "优秀个人推荐表")),
])
def test_a_title_alone_does_not_make_a_book_ours(tmp_path: Path, title: str, why: str) -> None:
    """A pay list under one of our titles, or one near it, has not our headers: not used, and asked about.

    A department's name is on other people's sheets, too.
    """
    intake = intake_of(tmp_path, RULES, {"工资.xlsx": foreign_book(title, (("姓名", "工资"), ("某人", 6000)))})
    assert (states(intake), reasons(intake, "工资.xlsx")) == ({"工资.xlsx": "rejected"}, [why])


def test_a_book_whose_only_filled_sheet_was_renamed_is_not_blank(tmp_path: Path) -> None:
    """Its sheet is missing, and what stands on the other one is named; a template with a note alone is blank."""
    def rename(workbook: Any) -> None:
        workbook["测评结果"].title = "结果"

    files = {"测评.xlsx": edited(office_file(RULES, "survey", ANSWER), rename),
             "空白.xlsx": edited(template(RULES, "survey"), lambda workbook: workbook["测评结果"].__setitem__("N3", "见附件"))}
    intake = intake_of(tmp_path, RULES, files)
    assert states(intake) == dict.fromkeys(files, "rejected")
    assert said(intake) == ["error sheet-missing ", "error sheet-looks-ours 结果!A1", "warning file-blank ", "warning content-unused 测评结果!N3"]


@cache
def results_book() -> bytes:
    """The product's own results workbook."""
    nothing = read_inbox(Path("没有"), Path(), RULES)
    return results_workbook(decide(RULES, nothing), None)


@cache
def not_ours() -> dict[str, tuple[bytes, str]]:
    """File name → (content, the one reason why it is not used)."""
    return {
        "菜单.xlsx": (foreign_book(), "warning file-foreign"),
        "科室填报表_甲科（菜单）.xlsx": (foreign_book("菜"), "warning file-named-as-ours"),
        "评优结果.xlsx": (results_book(), "info file-own-output"),
        "规则.xlsx": (rules_bytes(**SMALL), "info file-own-output"),
        "旧.xlsx": (right_book(last_years_rules()), "warning file-other-year"),
        "空白.xlsx": (template(RULES, "department", "乙科"), "warning file-blank"),
        "空白检查.xlsx": (template(RULES, "inspection"), "warning file-blank"),
        "空白测评.xlsx": (template(RULES, "survey"), "warning file-blank"),
        "空白打分.xlsx": (template(RULES, "review"), "warning file-blank"),
        "说明.pdf": (b"%PDF-1.4", "info file-attachment"),
        "压缩包.zip": (b"PK\x05\x06" + bytes(18), "info archive-opened"),
        "无后缀": (b"text", "warning file-not-readable-format"),
        "导出.xls": (b"<html><table><tr><td>a</td></tr></table></html>", "warning text-foreign"),
        "通讯录.csv": ("姓名,电话".encode("gbk"), "warning text-foreign"),
        "~$满意度测评表.xlsx": (b"\x05zhao", "info file-system"),
        ".~lock.科室填报表_甲科.xlsx#": (b",zhao", "info file-system"),
        ".~科室填报表_甲科.xlsx": (b"", "info file-system"),
        "._科室填报表_甲科.xlsx": (b"\x00\x05", "info file-system"),
        "Thumbs.db": (OLE, "info file-system"),
        ".DS_Store": (b"\x00\x00\x00\x01Bud1", "info file-system"),
    }


@pytest.mark.parametrize("start", ["~$", ".~", "._"])
def test_a_workbook_under_the_name_of_a_temporary_file_is_a_workbook(tmp_path: Path, start: str) -> None:
    """Whole it is read; cut short it is an error. What a program keeps under such a name begins otherwise, or is a folder."""
    files = {f"{start}交.xlsx": right_book(RULES), f"{start}半.xlsx": right_book(RULES)[:5000], f"{start}锁.xlsx": b"\x05zhao" + bytes(160),
             f"{start}空.xlsx": b""}
    intake = intake_of(tmp_path, RULES, files)
    assert states(intake) == {name: "used" if "交" in name else "rejected" for name in files}
    assert [reasons(intake, name) for name in files] == [[], ["error file-copying"], ["info file-system"], ["info file-system"]]


def test_every_file_has_a_state_and_a_reason(tmp_path: Path) -> None:
    """What is not used is rejected for one reason; nothing of it keeps the result preliminary; the others are used."""
    files = {f"别的/{name}": content for name, (content, _) in not_ours().items()}
    intake = intake_of(tmp_path, RULES, {**files, **ours()})
    paths = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert [file.path for file in intake.files] == paths
    assert {name: reasons(intake, name) for name in not_ours()} == {name: [why] for name, (_, why) in not_ours().items()}
    assert {file.name for file in intake.files if file.state == "used"} == {Path(name).name for name in ours()}
    assert {states(intake)[name] for name in not_ours()} == {"rejected"}
    assert errors(intake) == []


@pytest.mark.parametrize("name", ["科室填报表_甲科.xlsx", "沈老师.xlsx", "12月.ods"])
@pytest.mark.parametrize("content, code", [
    (b"", "file-empty"), (template(RULES, "survey")[:5000], "file-copying"), (bytes(3000), "file-copying"), (b"\x01text\x02", "file-damaged"),
    (OLE + bytes(2000), "file-damaged"), (ENCRYPTED, "file-encrypted"), (b"%PDF-1.4", "file-no-workbook"), (b"\xff\xd8\xff\xe0", "file-no-workbook"),
    (zipped({"word/document.xml": b"<w/>"}), "file-no-workbook"), (b"\x09\x08\x10\x00" + bytes(9), "file-unusual"),
])
def test_a_table_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """Whatever its name and whatever the reason: nobody knows what it holds. The hint says how to do without it; the others are read."""
    intake = intake_of(tmp_path, RULES, {name: content, "甲.xlsx": right_book(RULES)})
    assert reasons(intake, name) == [f"error {code}"]
    assert states(intake) == {name: "rejected", "甲.xlsx": "used"}
    assert [p.place.file for p in intake.findings if "移出收件箱" in p.hint] == [f"收件箱/{name}"]


@pytest.mark.parametrize("name", ["表.xlsx", "表.xls", "表.csv"])
@pytest.mark.parametrize("content, what", [(b"%PDF-1.4 abc", "PDF 文档"), (b"{\\rtf1\\ansi abc}", "文字文档"), (b"\x89PNG\r\n\x1a\n" + bytes(9), "图片")])
def test_a_document_that_is_named_as_a_table(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """It is told what it is, also where its beginning reads like a text."""
    intake = intake_of(tmp_path, RULES, {name: content})
    assert [what in p.message for p in intake.findings if p.code == "file-no-workbook"] == [True] and reasons(intake, name) == ["error file-no-workbook"]


FAR = b"".join(b'<row r="%d"><c r="ZZ%d"><v>1</v></c></row>' % (row, row) for row in range(9_000, 1_000_000, 9_000)) + b"</sheetData>"


@pytest.mark.parametrize("change", [
    lambda xml: xml[: xml.index(b"</sheetData>") // 2], lambda xml: xml.replace(b"</sheetData>", FAR),
], ids=["damaged", "too large"])
def test_a_book_that_a_limit_or_a_damage_stops_is_an_error(tmp_path: Path, change: Any) -> None:
    """Ours or somebody else's: what could not be read may be ours. That no file at all could be read is told first."""
    files = {
        "交表.xlsx": with_part(template(RULES, "department", "甲科"), "xl/worksheets/sheet3.xml", change),
        "菜单.xlsx": with_part(foreign_book(), "xl/worksheets/sheet1.xml", change),
    }
    intake = intake_of(tmp_path, RULES, files)
    assert states(intake) == {"交表.xlsx": "rejected", "菜单.xlsx": "rejected"}
    assert [p.place.file for p in intake.findings if p.blocks] == ["收件箱", "收件箱/交表.xlsx", "收件箱/菜单.xlsx"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_links_and_pipes_are_listed_and_not_followed(tmp_path: Path) -> None:
    """A link out of the inbox, to a folder, to nothing, and a pipe: each listed once, none opened, none waited for."""
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "甲.xlsx").write_bytes(right_book(RULES))
    inbox = put_inbox(tmp_path, {"乙.xlsx": office_file(RULES, "survey", ANSWER)})
    (inbox / "链接.xlsx").symlink_to(outside / "甲.xlsx")
    (inbox / "文件夹").symlink_to(outside, target_is_directory=True)
    (inbox / "断的.xlsx").symlink_to(outside / "没有.xlsx")
    (inbox / "里面.xlsx").symlink_to(inbox / "乙.xlsx")
    os.mkfifo(inbox / "管道.xlsx")
    intake = read_inbox(inbox, tmp_path, RULES)
    links = ("链接.xlsx", "文件夹", "断的.xlsx", "里面.xlsx")
    assert {name: reasons(intake, name) for name in links} == {name: ["info file-link"] for name in links}
    assert reasons(intake, "管道.xlsx") == ["info file-system"]
    assert states(intake) == {**dict.fromkeys([*links, "管道.xlsx"], "rejected"), "乙.xlsx": "used"}
    assert len(rows_of(intake)["answers"]) == 1


def test_a_path_is_shown_alike_however_the_inbox_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "服务月"
    (place / "收件箱").mkdir(parents=True)
    (place / "结果").mkdir()
    monkeypatch.chdir(place)
    for inbox in ("收件箱", "./收件箱", "结果/../收件箱", "../服务月/收件箱", str(place / "收件箱")):
        assert shown_path(Path(inbox) / "甲.xlsx", Path()) == shown_path(Path(inbox) / "甲.xlsx", place) == "收件箱/甲.xlsx", inbox
    assert shown_path(Path("../别处/甲.xlsx"), Path()) == "../别处/甲.xlsx"


def test_an_empty_inbox_says_so(tmp_path: Path) -> None:
    """Folders alone are nothing that came back."""
    (tmp_path / "收件箱" / "空").mkdir(parents=True)
    intake = read_inbox(tmp_path / "收件箱", tmp_path, RULES)
    assert (intake.files, said(intake)) == ([], ["warning inbox-empty "])


def test_the_inbox_is_never_written_to(tmp_path: Path) -> None:
    """After check and run every entry holds the same bytes with the same time, and nothing is added."""
    inbox = put_inbox(tmp_path, {**ours(), **{name: content for name, (content, _) in not_ours().items()}})
    (tmp_path / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    workspace, before = Workspace(tmp_path), _snapshot(inbox)
    assert check(workspace).exit_code == 0
    assert run(workspace).exit_code == 1
    assert _snapshot(inbox) == before


def _snapshot(folder: Path) -> dict[str, Any]:
    entries = sorted(folder.rglob("*"))
    return {str(p): p.is_file() and (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in entries}


def _everything(intake: Intake) -> Any:
    files = [(f.path, f.kind, f.department, f.state, f.account, f.sha256) for f in intake.files]
    return files, [p.line() for p in intake.findings], rows_of(intake), intake.submitted


def test_neither_the_listing_order_nor_jobs_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever order the file system lists files in, and however many are read at a time: the same result."""
    books = {**ours(), **{name: content for name, (content, _) in not_ours().items()}}
    books |= {f"{n}/{Path(name).name}": content for n in (1, 2) for name, content in ours().items()}
    books["又一份.xlsx"] = office_file(RULES, "survey", {"测评结果": [{"科室": "乙科", "质量好不好": "一般"}]})
    inbox = put_inbox(tmp_path, books, dict.fromkeys(books, 1_513_000_000))
    wanted = _everything(read_inbox(inbox, tmp_path, RULES))
    dice, asked = random.Random(2017), []
    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, _shuffling(getattr(os, name), dice, asked))
    for workers in (InThisProcess(), LocalProcesses(1), LocalProcesses(3)):
        assert _everything(read_inbox(inbox, tmp_path, RULES, ReadOptions(workers))) == wanted
    assert asked


class _Entries(list[Any]):
    """A listing as os.scandir gives it: also a context."""

    def __enter__(self) -> _Entries:
        return self

    def __next__(self) -> Any:
        if not self:
            raise StopIteration
        return self.pop(0)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held open."""


def _shuffling(listing: Any, dice: random.Random, asked: list[Any]) -> Any:
    def shuffled(*arguments: Any) -> _Entries:
        asked.append(arguments)
        entries = _Entries(listing(*arguments))
        dice.shuffle(entries)
        return entries

    return shuffled
