"""A folder of other people's spreadsheets dropped into a filled inbox: each is listed with a reason, and nothing else happens."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from fuwuyue_xlsx.cli import main
from tests.support.altered_books import encrypted
from tests.support.foreign_files import doubtful, folder, listed
from tests.support.workspaces import everything_in

EXAMPLE = Path(__file__).parents[2] / "examples" / "2017"
OTHERS = "别人的表"


def run(root: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the object on standard output."""
    result = CliRunner().invoke(main, ["run", str(root), "--json", *words])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the example comes to by itself."""
    code, said = run(EXAMPLE, "--no-cache", "--output", str(tmp_path_factory.mktemp("alone")))
    assert code == 0
    return said


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, dict[str, Any], dict[str, tuple[bytes, int]]]:
    """(the workspace with the foreign files, exit code, what it says, the inbox as it was before)."""
    root = tmp_path_factory.mktemp("crowded") / "2017"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    drop(root, folder())
    before = everything_in(root / "收件箱")
    return (root, *run(root), before)


def drop(root: Path, files: dict[str, bytes]) -> None:
    """The files in a folder of their own in the inbox."""
    others = root / "收件箱" / OTHERS
    others.mkdir(exist_ok=True)
    for name, data in files.items():
        (others / name).write_bytes(data)


def test_there_are_many_of_them() -> None:
    assert len(folder()) >= 30 and len(doubtful()) >= 20


def test_nothing_that_counts_changes(alone: dict[str, Any], crowded: Any) -> None:
    """The awards, prizes and incidents are what they were; the result is final; foreign files are warnings at most."""
    _, code, said, _ = crowded
    assert (code, said["campaign"]) == (0, alone["campaign"])
    for part in ("awards", "prizes", "incidents"):
        assert said[part] == alone[part]
    assert {issue["severity"] for issue in said["issues"]} <= {"warning", "info"}


def test_each_is_listed_once_and_rejected(alone: dict[str, Any], crowded: Any) -> None:
    """With a word of its own, beside the example's files as they were; no file of ours is named by a foreign one's finding."""
    _, _, said, _ = crowded
    others = {f"收件箱/{OTHERS}/{name}" for name in listed()}
    entries = [entry for entry in said["submissions"] if entry["file"] in others]
    assert sorted(entry["file"] for entry in entries) == sorted(others)
    assert {entry["state"] for entry in entries} == {"rejected"} and {entry["cells"]["used"] for entry in entries} == {0}
    assert [entry for entry in said["submissions"] if entry["file"] not in others] == alone["submissions"]
    told = [issue["file"] for issue in said["issues"] if issue["file"] in others]
    assert sorted(told) == sorted(others)
    assert [issue for issue in said["issues"] if issue["file"] not in others] == alone["issues"]


def test_each_has_a_reason_in_the_results(crowded: Any) -> None:
    """In 报送情况 every foreign file stands once, 未使用, with a reason."""
    root, _, said, _ = crowded
    sheet = load_workbook(root / said["outputs"]["results"])["报送情况"]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if "文件" in row)
    for name in listed():
        mine = [row for row in rows if any(text.endswith(f"{OTHERS}/{name}") for text in row)]
        assert len(mine) == 1, name
        told = dict(zip(header, mine[0], strict=True))
        wanted = {"通知.docx": "附件", "图.png": "附件", "说明.txt": "附件", "目录.htm": "附件", "压缩.zip": "已打开"}.get(name, "未使用")
        assert told["结果"] == wanted and told["说明"].strip(), (name, told)


def test_the_inbox_is_as_it_was(crowded: Any) -> None:
    """Bytes and times."""
    root, _, _, before = crowded
    assert everything_in(root / "收件箱") == before


def test_why_each_was_put_aside(crowded: Any) -> None:
    """The reason fits: what is no workbook is not called foreign, what is encrypted is not called damaged."""
    codes = {issue["file"].partition(f"/{OTHERS}/")[2]: issue["code"] for issue in crowded[2]["issues"] if f"/{OTHERS}/" in issue["file"]}
    wanted = {
        "去年的.xlsx": "file-other-year",
        "去年的空表.xlsx": "file-other-year", "~$菜单.xlsx": "file-system",
        **dict.fromkeys(("文本.xml", "没有扩展名", "备份.bak"), "file-not-readable-format"),
        **dict.fromkeys(("通知.docx", "图.png", "说明.txt", "目录.htm"), "file-attachment"),
        "导出.xls": "text-foreign", "表格.csv": "text-foreign", "压缩.zip": "archive-opened",
    }
    assert codes == {name: wanted.get(name, "file-foreign") for name in listed()}


def test_a_book_with_a_password_is_asked_for_when_it_is_ours(tmp_path: Path) -> None:
    """The same encryption on a file that bears our form's name keeps the result preliminary, and says so."""
    root = tmp_path / "2017"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    book = next(root.glob("收件箱/科室/*卫生所*.xlsx"))
    book.write_bytes(encrypted(book.read_bytes(), "123456"))
    code, said = run(root)
    assert code == 1
    assert ("error", "file-encrypted") in [(issue["severity"], issue["code"]) for issue in said["issues"] if issue["file"].endswith(book.name)]


def test_what_may_be_ours_is_asked_about(tmp_path: Path, alone: dict[str, Any]) -> None:
    """Each is an error with its reason, told before everything else; the awards stay what they were, and without the files it is final."""
    root = tmp_path / "2017"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    drop(root, {name: data for name, (data, _) in doubtful().items()})
    code, said = run(root)
    codes = {issue["file"].rsplit("/", 1)[-1]: (issue["severity"], issue["code"]) for issue in said["issues"] if f"/{OTHERS}/" in issue["file"]}
    assert codes == {name: ("error", wanted) for name, (_, wanted) in doubtful().items()}
    assert code == 1 and said["awards"] == alone["awards"]
    assert [issue["code"] for issue in said["issues"][: len(codes)]] == [issue["code"] for issue in said["issues"] if f"/{OTHERS}/" in issue["file"]]
    assert said["campaign"]["open"][0].startswith(f"有 {len(codes)} 个文件整个没有用上：收件箱/{OTHERS}/")
    assert all("移出收件箱" in issue["hint"] for issue in said["issues"] if issue["severity"] == "error")
    assert not any(re.search("已损坏|打不开", issue["message"]) for issue in said["issues"] if issue["code"] == "file-unusual")
    shutil.rmtree(root / "收件箱" / OTHERS)
    assert run(root)[0] == 0


@pytest.mark.long
@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_formats_of_foreign_books(tmp_path: Path, ending: str) -> None:
    """What LibreOffice makes of a pay list in other formats is as foreign as it was."""
    root = tmp_path / "2017"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("结果", "缓存"))
    drop(root, {"班组花名册.xlsx": folder()["班组花名册.xlsx"]})
    others = root / "收件箱" / OTHERS
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", ending, "--outdir", str(others),
                    str(others / "班组花名册.xlsx")], check=True, capture_output=True, timeout=120)
    code, said = run(root)
    codes = {issue["file"].rsplit("/", 1)[-1]: issue["code"] for issue in said["issues"] if f"/{OTHERS}/" in issue["file"]}
    assert (code, codes) == (0, dict.fromkeys(("班组花名册.xlsx", f"班组花名册.{ending}"), "file-foreign"))
