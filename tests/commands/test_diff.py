"""`fuwuyue diff`: any two runs, named by number, by file name, by path."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.workspace import Workspace
from tests.support import workspaces

NAMES = ["运行_20171230-090000.json", "运行_20171230-100000.json", "运行_20171230-110000.json"]


def call(*words: object) -> Result:
    result = CliRunner().invoke(main, ["diff", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs: complete, a point lower, and without 乙科's book."""
    root = workspaces.workspace(tmp_path_factory.mktemp("diff") / "月")
    place = Workspace(root)
    changes = [lambda: None, lambda: (place.inbox / "评委.xlsx").write_bytes(workspaces.review_with_lower_point()), (place.inbox / "乙科.xlsx").unlink]
    for hour, change in enumerate(changes, 9):
        change()
        run(place, clock=lambda hour=hour: dt.datetime(2017, 12, 30, hour))
    return root


def test_the_newest_two_by_default(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = call(ran)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("与 2017-12-30 10:00:00 的那次运行相比：")
    assert "乙科.xlsx：已从收件箱移走" in result.stdout and "20 → 10" not in result.stdout
    monkeypatch.chdir(ran)
    assert call().stdout == result.stdout


@pytest.mark.parametrize("names", [("3", "2"), ("2", "3"), (NAMES[0], NAMES[1]), (NAMES[1], NAMES[0][:-5]), ("3", NAMES[1])])
def test_two_named_runs_the_earlier_first(ran: Path, names: tuple[str, str]) -> None:
    result = call(ran, *names)
    assert result.exit_code == 0
    assert "2017-12-30 09:00:00（现在：2017-12-30 10:00:00）" in result.stdout
    assert "收件箱/评委.xlsx!优秀班组!C5：20 → 10" in result.stdout and "移走" not in result.stdout


def test_one_name_is_compared_with_the_newest(ran: Path) -> None:
    text = call(ran, "3").stdout
    assert "20 → 10" in text and "移走" in text


def test_paths_of_two_records_in_the_order_given(ran: Path, tmp_path: Path) -> None:
    paths = []
    for name in NAMES[1::-1]:
        paths.append(tmp_path / name)
        paths[-1].write_bytes((ran / "结果" / "历史" / name).read_bytes())
    assert "C5：10 → 20" in call(*paths).stdout
    assert "C5：20 → 10" in call(*reversed(paths)).stdout


def test_the_same_lines_as_the_sheet(ran: Path) -> None:
    sheet = workspaces.change_sheet_text(Workspace(ran))
    for line in call(ran).stdout.splitlines()[:4]:
        assert line in sheet


@pytest.mark.parametrize("names, words", [(("9",), "找不到运行记录“9”"), (("0",), "找不到运行记录“0”"), (("昨天", "1"), "找不到运行记录“昨天”")])
def test_a_run_that_is_not_there(ran: Path, names: tuple[str, ...], words: str) -> None:
    result = call(ran, *names)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr and "2017-12-30 11:00:00" in result.stderr


def test_a_file_that_is_no_record(ran: Path, tmp_path: Path) -> None:
    other = tmp_path / "x.json"
    other.write_text("{}")
    result = call(ran, other, "1")
    assert (result.exit_code, result.stdout, "不是运行记录" in result.stderr) == (2, "", True)


def test_nothing_to_compare(tmp_path: Path) -> None:
    result = call(tmp_path)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    root = workspaces.workspace(tmp_path / "月")
    run(Workspace(root))
    result = call(root)
    assert (result.exit_code, "1 份运行记录" in result.stderr) == (2, True)
    assert call(root, "1").exit_code == 0


def test_too_many_names(ran: Path) -> None:
    result = call(ran, "1", "2", "3")
    assert result.exit_code == 2 and "最多写一个文件夹和两份记录" in result.stderr
