"""A zip file is opened like a folder: each book in it counts as if it lay in the inbox, under a path that leads through the zip file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.intake.cache import Cache
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.local import LocalProcesses
from fuwuyue_xlsx.pipeline import decide, read_and_decide
from fuwuyue_xlsx.workbook.source_links import SourceLinks
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import office_file
from tests.support.filled_books import intake_of
from tests.support.intake_report import reasons, said
from tests.support.table_rows import rows_of
from tests.support.workspaces import complete, rules, unknown_team, workspace
from tests.support.zip_files import locked, zip_at

RULES = rules()


def zipped_inbox(root: Path, files: dict[str, bytes], code: str = "gbk", name: str = "交来.zip", within: str = "") -> Intake:
    """What is read from an inbox with these files in one zip file, and nothing else."""
    zip_at(root / "收件箱" / name, {within + path: data for path, data in files.items()}, code)
    return read_inbox(root / "收件箱", root, RULES)


def rows_without_places(intake: Intake) -> str:
    return repr(rows_of(intake)).replace("交来.zip/", "")


@pytest.mark.parametrize("code", ["", "gbk", "utf-8"])
def test_the_whole_inbox_in_a_zip_file(tmp_path: Path, code: str) -> None:
    """Every row, every finding and the end are those of the same files beside; only the paths lead through the zip file."""
    beside, packed = intake_of(tmp_path / "a", RULES, complete()), zipped_inbox(tmp_path / "b", complete(), code)
    assert rows_without_places(packed) == repr(rows_of(beside)) and said(beside) == [line for line in said(packed) if "archive-opened" not in line]
    assert [file.path for file in packed.files] == ["收件箱/交来.zip", *(file.path.replace("收件箱/", "收件箱/交来.zip/") for file in beside.files)]
    assert [file.sha256 for file in packed.files[1:]] == [file.sha256 for file in beside.files]
    assert decide(RULES, packed).final and decide(RULES, beside).final


def test_nested_folders_and_other_names(tmp_path: Path) -> None:
    """Folders within, any name of the zip file, system files of other machines."""
    files = {**complete(), "__MACOSX/._评委.xlsx": b"\x00\x05", "Thumbs.db": b"1"}
    for number, name in enumerate(("材料", "材料.ZIP", "材料.old")):
        intake = zipped_inbox(tmp_path / str(number), files, name=name, within="一/二/")
        assert decide(RULES, intake).final, name
        assert {line for line in said(intake) if "system" in line} == {"info file-system "}


def test_workers_and_the_cache_read_them(tmp_path: Path) -> None:
    """Processes of their own give the same; the second time nothing in it is read anew, and another zip file of the same name is."""
    zipped_inbox(tmp_path, complete())
    cache = Cache(tmp_path / "缓存")
    once = read_inbox(tmp_path / "收件箱", tmp_path, RULES, ReadOptions(workers=LocalProcesses(2), cache=cache))
    cache.keep()
    again = Cache(tmp_path / "缓存")
    twice = read_inbox(tmp_path / "收件箱", tmp_path, RULES, ReadOptions(cache=again))
    assert again.used == len(complete()) and rows_of(twice) == rows_of(once) and twice.files == once.files
    changed = zipped_inbox(tmp_path, {**complete(), **unknown_team()})
    assert any(found.blocks for found in changed.findings) and not any(found.blocks for found in twice.findings)


def test_a_zip_file_beside_what_was_unpacked(tmp_path: Path) -> None:
    """Each book counts once, the one beside the zip file; a newer version beside counts instead of the packed one."""
    zip_at(tmp_path / "收件箱/交来.zip", complete(), "gbk")
    intake = intake_of(tmp_path, RULES, complete())
    states = {file.path: file.state.value for file in intake.files if file.path != "收件箱/交来.zip"}
    assert states == {f"收件箱/{start}{name}": state for start, state in (("", "used"), ("交来.zip/", "superseded")) for name in complete()}
    assert decide(RULES, intake).final


def test_marked_copies(tmp_path: Path) -> None:
    """A book in a zip file gets its copy where copies go; the zip file alone may be named."""
    root = workspace(tmp_path, {})
    zip_at(root / "收件箱/交来.zip", {f"甲/{name}": data for name, data in {**complete(), **unknown_team()}.items()}, "gbk")
    whole = check(Workspace(root))
    assert whole.exit_code == 1 and whole.written
    assert all(path.parent == root / "结果/退回修改" and path.name.startswith("交来.zip_甲_") for path in whole.written.values())
    before = {path.name: path.read_bytes() for path in whole.written.values()}
    named = check(Workspace(root), (root / "收件箱/交来.zip",))
    assert {path.name: path.read_bytes() for path in named.written.values()}.keys() == before.keys()


@pytest.mark.parametrize("spoilt, wanted", [
    ("locked", ["error archive-unopened"]), ("half", ["error file-copying"]), ("empty", ["error file-empty"]), ("zeros", ["error file-copying"]),
    ("rar", ["error archive-unopened"]), ("7z", ["error archive-unopened"]), ("noise", ["error archive-unopened"]),
])
def test_an_archive_that_is_not_opened_is_an_error(tmp_path: Path, spoilt: str, wanted: list[str]) -> None:
    """Nobody knows what is in it: told before everything else, with the step that mends it."""
    data = zip_at(tmp_path / "a.zip", complete(), "gbk").read_bytes()
    bytes_of = {"locked": locked(data), "half": data[: len(data) // 2], "empty": b"", "zeros": bytes(900), "rar": b"Rar!\x1a\x07\x01\x00" + bytes(99),
                "7z": b"7z\xbc\xaf\x27\x1c" + bytes(99), "noise": b"noise"}
    intake = intake_of(tmp_path / "b", RULES, {**complete(), "交来.zip": bytes_of[spoilt], "子/交来": bytes_of["rar"]})
    assert reasons(intake, "交来.zip") == wanted and reasons(intake, "交来") == ["error archive-unopened"]
    assert decide(RULES, intake).open[0].startswith("有 2 个文件整个没有用上：收件箱/交来.zip（")


def test_one_level_only_and_each_file_by_itself(tmp_path: Path) -> None:
    """An archive within is an error at its own path; a locked or damaged book costs only itself."""
    inner = zip_at(tmp_path / "里.zip", complete()).read_bytes()
    files = {**complete(), "二/里.zip": inner, "里.rar": b"Rar!\x1a\x07\x00", "半份.xlsx": complete()["评委.xlsx"][:5_000],
             "改名.pdf": complete()["评委.xlsx"], "没有.xlsx": b""}
    intake = zipped_inbox(tmp_path / "b", files)
    told = {name: reasons(intake, name) for name in ("里.zip", "里.rar", "半份.xlsx", "改名.pdf", "没有.xlsx")}
    assert told == {"里.zip": ["error archive-unopened"], "里.rar": ["error archive-unopened"], "半份.xlsx": ["error file-copying"],
                    "改名.pdf": ["error ending-hides-ours"], "没有.xlsx": ["error file-empty"]}
    assert rows_without_places(intake) == repr(rows_of(intake_of(tmp_path / "c", RULES, complete())))


def test_a_zip_file_of_photos_is_none_of_ours(tmp_path: Path) -> None:
    """Nothing is held up."""
    zip_at(tmp_path / "收件箱/乙科佐证.zip", {"1.jpg": b"\xff\xd8\xff", "义诊.docx": b"PK\x03\x04"}, "gbk")
    intake = intake_of(tmp_path, RULES, complete())
    attached = {file.name: (file.department, file.attachment) for file in intake.files if file.attachment}
    assert decide(RULES, intake).final and attached == {"1.jpg": ("乙科", "图片"), "义诊.docx": ("乙科", "文字文档")}


def test_a_book_that_is_gone_with_its_zip_file(tmp_path: Path) -> None:
    """It is missed by its path; the same bytes beside settle it."""
    from fuwuyue_xlsx.commands.run import run

    rest = {name: data for name, data in complete().items() if name != "评委.xlsx"}
    root = workspace(tmp_path, rest)
    zip_at(root / "收件箱/评委.zip", {"评委.xlsx": complete()["评委.xlsx"]}, "gbk")
    assert run(Workspace(root)).exit_code == 0
    (root / "收件箱/评委.zip").unlink()
    outcome, _ = read_and_decide(Workspace(root))
    assert outcome is not None and any("收件箱/评委.zip/评委.xlsx" in line for line in outcome.open)
    (root / "收件箱/评委.xlsx").write_bytes(complete()["评委.xlsx"])
    outcome, _ = read_and_decide(Workspace(root))
    assert outcome is not None and outcome.final


def test_versions_in_two_zip_files(tmp_path: Path) -> None:
    """They are compared cell by cell, as versions beside one another are."""
    visit = {"甲科": [{"检查日期": "2017-12-05", "检查人": "赵一", "电工组": 9}]}
    other = {"甲科": [{"检查日期": "2017-12-05", "检查人": "赵一", "电工组": 8}]}
    files = [office_file(RULES, "inspection", sheets) for sheets in (visit, other)]
    for number, data in enumerate(files):
        moment = (dt.datetime.now() - dt.timedelta(minutes=2 - number)).timetuple()[:6]
        zip_at(tmp_path / f"收件箱/{number}.zip", {"检查.xlsx": data}, "gbk", moment=moment)
    beside = intake_of(tmp_path / "b", RULES, {f"{number}/检查.xlsx": data for number, data in enumerate(files)})
    packed = read_inbox(tmp_path / "收件箱", tmp_path, RULES)
    assert [line for line in said(packed) if "archive-opened" not in line] == said(beside)


def test_links_lead_to_the_zip_file() -> None:
    """And to a text as a whole, which has no sheets."""
    ways = SourceLinks("../")
    assert ways.target("收件箱/交来.zip/一/甲.xlsx", "表", "A1") == "external:../收件箱/交来.zip"
    assert ways.target("收件箱/导出.csv", "表格1", "A1") == "external:../收件箱/导出.csv"
    assert ways.target("收件箱/甲.xlsx", "表", "A1") == "external:../收件箱/甲.xlsx#'表'!A1"


@pytest.mark.parametrize("name, why", [("统计.numbers", "warning file-not-readable-format"), ("评委打分表_某人.numbers", "warning file-named-as-ours"),
                                       ("总结.pages", "info file-attachment")])
@pytest.mark.parametrize("part", ["Index/Document.iwa", "Index.zip"])
def test_a_document_of_another_makers_programs_is_no_folder(tmp_path: Path, name: str, why: str, part: str) -> None:
    zip_at(tmp_path / "收件箱" / name, {part: b"x", "Metadata/Properties.plist": b"y"})
    intake = read_inbox(tmp_path / "收件箱", tmp_path, RULES)
    assert [file.path for file in intake.files] == [f"收件箱/{name}"] and reasons(intake, name) == [why]
