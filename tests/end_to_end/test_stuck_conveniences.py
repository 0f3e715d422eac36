"""One convenience never stops the main job: a folder that takes no file, a full disk, a damaged history cost what they must, and are named."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.diff import diff
from fuwuyue_xlsx.commands.explain import explain_name
from fuwuyue_xlsx.commands.finalise import finalise
from fuwuyue_xlsx.commands.forms import make_forms
from fuwuyue_xlsx.commands.init import init_workspace
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.commands.templates import make_templates
from fuwuyue_xlsx.intake import cache as cache_module
from fuwuyue_xlsx.intake.cache import Cache
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.outputs import WRITTEN
from fuwuyue_xlsx.workspace import Workspace
from tests.support.repetition import every
from tests.support.workspaces import complete, everything_in, unknown_team, workspace

# what each command makes of a campaign that is final, or (check) has something to mend
WORK: dict[str, Callable[[Workspace], Any]] = {
    "run": run, "check": check, "forms": make_forms, "templates": make_templates,
    "explain": lambda place: explain_name(place, "电工组"),
    "finalise": lambda place: finalise(place, "农国栋"),
    "diff": diff,
}


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    """A workspace after its first run, with something to mend or final: made once, to be copied."""
    @cache
    def made(mend: bool) -> Path:
        root = workspace(tmp_path_factory.mktemp("run") / "月", unknown_team() if mend else complete())
        run(Workspace(root))
        return root

    return made


@pytest.fixture
def place_of(tmp_path: Path, after_a_run: Callable[[bool], Path]) -> Callable[[str], Workspace]:
    """A workspace of one's own for a command, after a run."""
    return lambda command: Workspace(Path(shutil.copytree(after_a_run(command == "check"), tmp_path / "月")))


def refuse(monkeypatch: pytest.MonkeyPatch, folder: Path, number: int) -> None:
    """The system refuses every new file and folder below a folder."""
    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            if folder in Path(str(more.get("dir"))).parents or Path(str(more.get("dir"))) == folder:
                raise OSError(number, os.strerror(number))
            return real(*args, **more)

        return call

    monkeypatch.setattr(tempfile, "mkstemp", refusing(tempfile.mkstemp))
    monkeypatch.setattr(tempfile, "mkdtemp", refusing(tempfile.mkdtemp))


REFUSED = [
    ("run", "output-not-writable", 2), ("check", "output-not-writable", 2), ("forms", "output-not-writable", 2),
    ("finalise", "output-not-writable", 2), ("explain", None, 0), ("templates", None, 0)]


@pytest.mark.parametrize("command, code, exit_code, number", [
    *((*case, errno.EACCES) for case in REFUSED),
    *(case for number in (errno.EROFS, errno.ENOSPC) for case in every(len(REFUSED), [(*case, number) for case in REFUSED]))])
def test_a_results_folder_that_takes_no_file(place_of: Callable[[str], Workspace], monkeypatch: pytest.MonkeyPatch, command: str,
                                             code: str | None, exit_code: int, number: int) -> None:
    """Whoever writes there says so in one finding, and what was there is there; the others do their work."""
    place = place_of(command)
    before = everything_in(place.output)
    refuse(monkeypatch, place.output, number)
    report = WORK[command](place)
    codes = [found.code for found in report.findings if found.code in ("output-not-writable", "file-not-written")]
    assert (report.exit_code, codes, everything_in(place.output)) == (exit_code, [code] if code else [], before)


def test_a_check_that_can_write_no_copy_still_tells_what_is_wrong(place_of: Callable[[str], Workspace], monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of("check")
    wanted = [found.code for found in check(place).findings]
    refuse(monkeypatch, place.returns, errno.EACCES)
    assert [found.code for found in check(place).findings] == [*wanted, "output-not-writable"]


def test_templates_that_cannot_be_written_at_all(place_of: Callable[[str], Workspace], monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of("templates")
    refuse(monkeypatch, place.templates, errno.ENOSPC)
    report = make_templates(place)
    assert report.exit_code == 2 and [found.code for found in report.findings if found.blocks] == ["output-not-writable"]


def test_one_template_in_whose_place_a_folder_stands(place_of: Callable[[str], Workspace]) -> None:
    """The others are written."""
    place = place_of("templates")
    count = len(make_templates(place).written)
    (place.templates / "满意度测评表.xlsx").unlink()
    (place.templates / "满意度测评表.xlsx").mkdir()
    report = make_templates(place)
    assert (report.exit_code, len(report.written)) == (2, count - 1)
    assert [found.details["name"] for found in report.findings if found.code == "file-not-written"] == ["满意度测评表.xlsx"]


def test_a_new_workspace_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, tmp_path, errno.ENOSPC)
    report = init_workspace(Workspace(tmp_path / "新"))
    assert report.exit_code == 2 and [found.code for found in report.findings] == ["output-not-writable"]
    assert not (tmp_path / "新" / "评选规则.xlsx").exists()


def damage(place: Workspace) -> None:
    for path in place.history.iterdir():
        path.write_bytes(b"\0[{")


def a_file_instead(place: Workspace) -> None:
    for path in place.history.iterdir():
        path.unlink()
    place.history.rmdir()
    place.history.write_bytes(b"")


SPOILT = [
    ("run", 0, "record-left-aside"), ("check", 1, "record-left-aside"), ("forms", 0, None), ("explain", 0, None), ("finalise", 0, None),
    ("templates", 0, None), ("diff", 2, "nothing-to-compare")]


@pytest.mark.parametrize("command, exit_code, code, how", [
    *((*case, damage) for case in SPOILT), *every(len(SPOILT), [(*case, a_file_instead) for case in SPOILT])])
def test_a_damaged_history(place_of: Callable[[str], Workspace], command: str, exit_code: int, code: str | None, how: Callable[[Workspace], None]) -> None:
    place = place_of(command)
    how(place)
    report = WORK[command](place)
    assert report.exit_code == exit_code and (code is None or code in {found.code for found in report.findings})


def test_a_history_that_takes_no_record(place_of: Callable[[str], Workspace], monkeypatch: pytest.MonkeyPatch) -> None:
    """Results and rulings are written; the finding says that the record is missing; nothing counts as edited."""
    place = place_of("run")
    (place.history / WRITTEN).unlink()
    for record in place.history.glob("运行_*.json"):
        record.unlink()
    refuse(monkeypatch, place.history, errno.EACCES)
    report = run(place)
    assert report.exit_code == 0 and [found.code for found in report.findings if "output" in found.code or "history" in found.code] == [
        "history-not-written"]


def test_a_cache_that_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result is the same, and it is told that nothing was kept; with a cache that works it is not."""
    monkeypatch.setattr(cache_module, "private_key", lambda _: b"k" * 32)
    place = Workspace(workspace(tmp_path / "月"))
    place.cache.write_bytes(b"a file in its place")
    report = run(place, options=ReadOptions(cache=Cache(place.cache)))
    assert report.exit_code == 0 and [found.code for found in report.findings if found.code.startswith("cache")] == ["cache-not-written"]
    place.cache.unlink()
    again = run(place, options=ReadOptions(cache=Cache(place.cache)))
    assert not [found for found in again.findings if found.code.startswith("cache")] and any(place.cache.iterdir())


@pytest.mark.parametrize("command", ["run", "check", "forms", "explain"])
def test_a_damaged_frozen_result_is_told_and_stops_nothing(tmp_path: Path, command: str) -> None:
    place = Workspace(workspace(tmp_path / "月"))
    folder = finalise(place, "农国栋").folder
    assert folder is not None
    (folder / "定稿.json").write_bytes(b"[")
    report = WORK[command](place)
    assert report.exit_code == 0
    assert command == "explain" or report.outcome.changed_since_final
