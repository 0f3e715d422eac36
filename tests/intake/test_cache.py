"""What was read is kept and used again; what is damaged, foreign or of another file, rule or program never is."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.intake import cache as cache_module
from fuwuyue_xlsx.intake.cache import ENDING, Cache, unpacked
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.local import InThisProcess
from tests.support.altered_books import foreign_book
from tests.support.filled_books import put_inbox, rules_of, with_policy
from tests.support.intake_report import everything_read
from tests.support.workspaces import complete, rulebook, rules, survey_file

RULES = rules()


class Counting(InThisProcess):
    """Workers that write down what they were given to read."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def run(self, function: Callable[..., Any], items: Sequence[Any], shared: Any, cost: Callable[[Any], tuple[int, int]]) -> Iterator[Any]:
        self.given += [item.path.name for item in items]
        yield from super().run(function, items, shared, cost)


def inbox(root: Path) -> Path:
    """A book of each kind, one that is none of ours and one that is damaged."""
    put_inbox(root, {**complete(), "别的.xlsx": foreign_book(), "坏的.xlsx": b"PK\x03\x04 no book"})
    return root


def again(root: Path, rules: Any = RULES, **changes: Any) -> tuple[Intake, list[str]]:
    """(what the inbox says, the names of the files that were read for it)."""
    workers = Counting()
    options = replace(ReadOptions(workers, cache=Cache(root / "缓存")), **changes)
    intake = read_inbox(root / "收件箱", root, rules, options)
    if options.cache:
        options.cache.keep()
    return intake, workers.given


def records(root: Path) -> list[Path]:
    return sorted((root / "缓存").glob(f"*{ENDING}"))


@pytest.mark.smoke
def test_nothing_changed_nothing_is_read(tmp_path: Path) -> None:
    """All that could be opened is known again, and says the same; what could not is looked at again."""
    first, read = again(inbox(tmp_path))
    assert len(read) == len(first.files)
    second, read = again(tmp_path)
    assert read == ["坏的.xlsx"] and everything_read(second) == everything_read(first)


def test_one_file_changed(tmp_path: Path) -> None:
    """It alone is read, and its old record goes."""
    again(inbox(tmp_path))
    put_inbox(tmp_path, {"登记表.xlsx": survey_file()})
    kept = len(records(tmp_path))
    changed, read = again(tmp_path)
    assert "登记表.xlsx" in read and len(read) == 2 and len(records(tmp_path)) == kept
    assert everything_read(changed) == everything_read(again(tmp_path, cache=None)[0])


def test_a_file_moved_or_touched_says_so(tmp_path: Path) -> None:
    """The path stands in every source, so another one is read anew; the time is that of now."""
    again(inbox(tmp_path))
    (tmp_path / "收件箱" / "评委.xlsx").rename(tmp_path / "收件箱" / "打分.xlsx")
    os.utime(tmp_path / "收件箱" / "问卷.xlsx", (1e9, 1e9))
    changed, read = again(tmp_path)
    assert "打分.xlsx" in read and "问卷.xlsx" not in read
    assert everything_read(changed) == everything_read(again(tmp_path, cache=None)[0])


def test_other_rules_or_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is read anew, and the old records go."""
    first, every = again(inbox(tmp_path))
    other = rules_of(口径设置=with_policy(得分小数位=1))
    assert again(tmp_path, other)[1] == every and len(records(tmp_path)) == len(every) - 1
    monkeypatch.setattr(cache_module, "program", lambda: "another")
    assert again(tmp_path, other)[1] == every


@pytest.mark.parametrize("spoil", [
    lambda data: data[:-1], lambda data: b"", lambda data: data[:100], lambda data: data + b"\0",
    lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
    lambda data: b"fuwuyue-read-0\n" + data[15:],
], ids=["cut", "empty", "short", "longer", "a bit", "another format"])
def test_a_damaged_record_is_never_trusted(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    first, every = again(inbox(tmp_path))
    for path in records(tmp_path):
        path.write_bytes(spoil(path.read_bytes()))
    second, read = again(tmp_path)
    assert read == every and everything_read(second) == everything_read(first)
    assert again(tmp_path)[1] == ["坏的.xlsx"]


def test_a_record_under_another_name(tmp_path: Path) -> None:
    """One file's record is not taken for another's."""
    first, every = again(inbox(tmp_path))
    paths = records(tmp_path)
    whole = [path.read_bytes() for path in paths]
    for path, data in zip(paths, whole[1:] + whole[:1]):
        path.write_bytes(data)
    assert (again(tmp_path)[1], everything_read(again(tmp_path)[0])) == (every, everything_read(first))


@pytest.mark.smoke
def test_a_record_can_make_nothing_but_records(tmp_path: Path) -> None:
    """Whoever can write into the folder still runs nothing."""
    class Bad:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(tmp_path / "gone"),)

    for thing in (Bad(), os.system, {"a": Bad()}, 5, [1]):
        try:
            data = pickle.dumps(thing)
        except (pickle.PicklingError, AttributeError):
            data = b"cos\nmkdir\n(S'" + str(tmp_path / "gone").encode() + b"'\ntR."
        with pytest.raises(pickle.UnpicklingError):
            unpacked(data)
    assert not (tmp_path / "gone").exists()


def test_the_folder_may_go_or_be_closed(tmp_path: Path) -> None:
    """Deleted, a file in its place: everything is read, nothing else happens."""
    first, every = again(inbox(tmp_path))
    shutil.rmtree(tmp_path / "缓存")
    assert again(tmp_path)[1] == every
    shutil.rmtree(tmp_path / "缓存")
    (tmp_path / "缓存").write_text("no folder")
    second, read = again(tmp_path)
    assert read == every and everything_read(second) == everything_read(first)


def test_what_a_password_opened_is_not_kept(tmp_path: Path) -> None:
    again(inbox(tmp_path), passwords=("geheim",))
    assert records(tmp_path) == []


def test_nothing_is_kept_until_it_is_said(tmp_path: Path) -> None:
    """A command that writes nothing still uses what is there; a run that could not write its results keeps nothing."""
    workers = Counting()
    quiet = ReadOptions(workers, cache=Cache(inbox(tmp_path) / "缓存"))
    read_inbox(tmp_path / "收件箱", tmp_path, RULES, quiet)
    assert not (tmp_path / "缓存").exists()
    again(tmp_path)
    workers.given.clear()
    read_inbox(tmp_path / "收件箱", tmp_path, RULES, quiet)
    assert workers.given == ["坏的.xlsx"]


def test_what_the_commands_keep(tmp_path: Path) -> None:
    """`run` keeps what it read once its results are written; `--no-cache` and the other commands keep nothing."""
    inbox(tmp_path)
    (tmp_path / "评选规则.xlsx").write_bytes(rulebook())
    nowhere = tmp_path / "评选规则.xlsx"
    for words in (["check", str(tmp_path)], ["explain", str(tmp_path), "甲科"], ["run", str(tmp_path), "--no-cache"],
                  ["run", str(tmp_path), "--output", str(nowhere)]):
        CliRunner().invoke(main, words)
        assert not (tmp_path / "缓存").exists(), words
    CliRunner().invoke(main, ["run", str(tmp_path)])
    assert len(records(tmp_path)) == 7
