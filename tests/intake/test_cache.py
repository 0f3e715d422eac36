"""What was read is kept and used again; what is damaged, foreign or of another file, rule or program never is."""

from __future__ import annotations

import datetime as dt
import hmac
import os
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.intake import cache as cache_module
from fuwuyue_xlsx.intake import private_key as private_key_module
from fuwuyue_xlsx.intake.cache import ENDING, Cache
from fuwuyue_xlsx.intake.private_key import private_key
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.record_bytes import NotOurs, inflated, packed, tables_in, unpacked
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.intake.workers.local import InThisProcess
from fuwuyue_xlsx.messages.findings import Finding, Place
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import foreign_book
from tests.support.filled_books import put_inbox, rules_of, with_policy
from tests.support.intake_report import everything_read
from tests.support.workspaces import complete, rulebook, rules, score_of_101, survey_file, workspace

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


def signed_with(secret: bytes, data: bytes) -> bytes:
    """A record as somebody with another key would sign it."""
    return data[:15] + hmac.digest(secret, data[47:], "sha256") + data[47:]


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
    _, every = again(inbox(tmp_path))
    other = rules_of(口径设置=with_policy(得分小数位=1))
    assert again(tmp_path, other)[1] == every and len(records(tmp_path)) == len(every) - 1
    monkeypatch.setattr(cache_module, "program", lambda: "another")
    assert again(tmp_path, other)[1] == every


@pytest.mark.parametrize("spoil", [
    lambda data: data[:-1], lambda data: b"", lambda data: data[:100], lambda data: data + b"\0",
    lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
    lambda data: b"fuwuyue-read-0\n" + data[15:], lambda data: signed_with(b"another's key", data), lambda data: signed_with(b"", data),
], ids=["cut", "empty", "short", "longer", "a bit", "another format", "another user", "a forger"])
def test_a_damaged_record_is_never_trusted(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    first, every = again(inbox(tmp_path))
    for path in records(tmp_path):
        path.write_bytes(spoil(path.read_bytes()))
    second, read = again(tmp_path)
    refused = [found for found in second.findings if found.code == "cache-refused"]
    assert [(found.severity.value, found.details["count"]) for found in refused] == [("info", len(every) - 1)]
    assert read == every and everything_read(replace(second, findings=[p for p in second.findings if p not in refused])) == everything_read(first)
    assert again(tmp_path)[1] == ["坏的.xlsx"]


def test_a_record_under_another_name(tmp_path: Path) -> None:
    """One file's record is not taken for another's."""
    first, every = again(inbox(tmp_path))
    paths = records(tmp_path)
    whole = [path.read_bytes() for path in paths]
    for path, data in zip(paths, whole[1:] + whole[:1], strict=True):
        path.write_bytes(data)
    assert (again(tmp_path)[1], everything_read(again(tmp_path)[0])) == (every, everything_read(first))


@pytest.mark.smoke
@pytest.mark.parametrize("data", [
    b"cos\nsystem\n(S'true'\ntR.", b"", b"5", b"[1]", b"null", b'{"t": "os.system", "v": "true"}', b'{"t": "SourceFile", "v": []}', b'{"t": "Path", "v": "a"}',
    b'{"t": "tuple"}', b'{"t": ["tuple"], "v": []}', b'{"t": "ndarray", "v": ["object", [1], "0000000000"]}', b"[" * 100_000,
    b'{"t": "timedelta", "v": [1e400]}',
    b'{"t": "ndarray", "v": ["int64", [99999999999], ""]}', b'{"t": "Decimal", "v": "x"}', b"\xff\xfe",
])
def test_a_record_can_make_nothing_but_records(data: bytes) -> None:
    """Plain data alone: whoever can write into the folder still runs nothing."""
    with pytest.raises(NotOurs):
        unpacked(data)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotOurs):
        inflated(zlib.compress(bytes(5_000_000), 9), 1_000_000)


def test_what_is_packed_comes_back() -> None:
    """Every kind of value that a record holds, with its type."""
    values: list[Any] = [
        None, True, 5, 1.5, float("inf"), "\ud800", CellError("#N/A"), UnvaluedFormula("=1"), PercentNumber(0.85), Decimal("1.50"), dt.date(2017, 12, 3),
        dt.datetime(2017, 12, 3, 8, tzinfo=dt.UTC), dt.time(9, 30), dt.timedelta(1, 2, 3), (1, (2,)), {1, 2}, frozenset({"a"}), {("a", 1): [None]}, b"\0\xff",
    ]
    source = SourceFile("a.xlsx", findings=(Finding("x", Place("a", "b", "C1"), {"values": values, "day": values[10]}),))
    back = unpacked(packed(source)).findings[0].details["values"]
    assert back == values and list(map(type, back)) == list(map(type, values))


def test_a_final_result_rests_on_the_files_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warm run that would be final reads every file once more; one that stays preliminary reads only what has changed."""
    place = Workspace(workspace(tmp_path))
    given = []
    for files in (None, None, {"评委.xlsx": score_of_101()["评委.xlsx"]}, None):
        put_inbox(tmp_path, files or {})
        workers = Counting()
        report = run(place, options=ReadOptions(workers, cache=Cache(place.cache)))
        given.append((report.exit_code, len(workers.given)))
    assert given == [(0, 6), (0, 6), (1, 1), (1, 0)]


def test_a_forged_record_that_is_signed_still_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even whoever has the key can announce other winners: the files are read before the result is called final."""
    place = Workspace(workspace(tmp_path))
    first = run(place, options=ReadOptions(cache=Cache(place.cache)))
    secret = private_key(tmp_path / "elsewhere")
    assert secret is not None and first.outcome is not None
    changed = 0
    for path in records(tmp_path):
        source = unpacked(inflated(path.read_bytes()[47:]))
        if source.kind == "review" and source.content is not None:
            tables = {name: dict(columns) for name, columns in tables_in(source.content).items()}
            for columns in tables.values():
                changed += "points" in columns
                columns["points"] = [Decimal(1) for _ in columns.get("points", ())]
            body = zlib.compress(packed(replace(source, content=replace(source.content, folded=b"", tables=tables))), 1)
            path.write_bytes(b"fuwuyue-read-2\n" + hmac.digest(secret, path.stem.encode() + body, "sha256") + body)
    again = run(place, options=ReadOptions(cache=Cache(place.cache)))
    assert changed and again.outcome is not None and again.outcome.final
    assert again.outcome.evaluation.awards == first.outcome.evaluation.awards


@pytest.mark.parametrize("where", ["a file", "relative", "in the workspace", "nowhere"])
def test_without_a_place_for_the_key_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """It is told, and everything is read each time."""
    (tmp_path / "file").write_bytes(b"")
    if where == "nowhere":
        monkeypatch.setattr(private_key_module, "profile_folder", lambda: None)
    else:
        places = {"a file": str(tmp_path / "file"), "relative": "profile", "in the workspace": str(tmp_path / "profile")}
        monkeypatch.setenv("XDG_STATE_HOME", places[where])
    _, every = again(inbox(tmp_path))
    intake, read = again(tmp_path)
    assert read == every and records(tmp_path) == []
    assert [found.severity.value for found in intake.findings if found.code == "cache-off"] == ["info"]


@pytest.mark.skipif(os.name == "nt", reason="a profile on Windows is closed to others by the system")
@pytest.mark.parametrize("spoil", [lambda path: path.chmod(0o644), lambda path: path.write_bytes(b"short")], ids=["open to others", "short"])
def test_a_key_that_others_could_know_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "profile"))
    key = private_key(tmp_path / "w")
    assert key is not None and private_key(tmp_path / "w") == key
    spoil(tmp_path / "profile" / "fuwuyue" / "key")
    other = private_key(tmp_path / "w")
    assert other is not None and other != key and (tmp_path / "profile" / "fuwuyue" / "key").stat().st_mode & 0o077 == 0


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


@pytest.mark.long
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
