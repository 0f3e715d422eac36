"""What somebody typed into an output is kept and named when the output is written anew; what nobody touched is replaced."""

from __future__ import annotations

import datetime as dt
import errno
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.console import finding_lines
from fuwuyue_xlsx.commands.forms import make_forms
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.forms import notice, payout
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.outputs import WRITTEN
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.repetition import every
from tests.support.workbook_parts import with_part, zipped
from tests.support.workspaces import review_with_lower_point, unknown_team, workspace

NOTE = "领导批示：同意"
FORMS = (notice.FILE, payout.FILE, "奖状.xlsx", "推荐表汇编.xlsx", "空白推荐表.xlsx", "打印用.xlsx", "反馈/甲科.xlsx")


def clock_at(minute: int) -> Callable[[], dt.datetime]:
    return lambda: dt.datetime(2018, 1, 2, 9, minute)


def noted(path: Path, note: str = NOTE) -> bytes:
    """Type a note far below, and save."""
    book = load_workbook(path)
    book.worksheets[0]["A70"] = note
    book.save(path)
    return path.read_bytes()


def kept(place: Workspace) -> dict[str, bytes]:
    """The copies kept aside, by their names."""
    return {path.name: path.read_bytes() for path in place.output.rglob("*（有人改过，*") if path.is_file()}


def place_in(tmp_path: Path) -> Workspace:
    return Workspace(workspace(tmp_path / "月"))


def test_a_note_in_the_results_is_kept_and_named(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    first = run(place, clock=clock_at(1)).written["results"].read_bytes()
    work = noted(place.results)
    report = run(place, clock=clock_at(2))
    name = "评优结果（有人改过，20180102-090200）.xlsx"
    assert kept(place) == {name: work} and place.results.read_bytes() == first
    told = [found for found in report.findings if found.code == "output-edited"]
    assert [(found.place.file, found.severity.value) for found in told] == [(f"结果/{name}", "warning")] and name in told[0].message
    assert report.exit_code == 0
    assert "output-edited" not in {found.code for found in run(place, clock=clock_at(3)).findings} and kept(place) == {name: work}


@pytest.mark.parametrize("form", every(3, FORMS))
def test_every_form_is_kept(tmp_path: Path, form: str) -> None:
    place = place_in(tmp_path)
    make_forms(place, clock=clock_at(1))
    work = noted(place.output / form)
    report = make_forms(place, clock=clock_at(2))
    assert list(kept(place).values()) == [work] and [found.code for found in report.findings] == ["output-edited"]
    assert report.exit_code == 0 and len(report.written) == 8


def test_an_edit_that_leaves_the_saved_time_is_noticed(tmp_path: Path) -> None:
    """A script may change a cell's part and nothing else."""
    place = place_in(tmp_path)
    run(place)
    work = with_part(place.results.read_bytes(), "xl/styles.xml", lambda xml: xml + b"<!-- by hand -->")
    place.results.write_bytes(work)
    run(place)
    assert list(kept(place).values()) == [work]


def test_what_nobody_touched_is_replaced_without_a_word(tmp_path: Path) -> None:
    """Other results, the same results, a book copied over itself, the notes of the program gone or damaged: nothing is kept."""
    place = place_in(tmp_path)
    changes = (
        lambda: None, lambda: (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point()),
        lambda: shutil.copyfile(shutil.copyfile(place.results, tmp_path / "a.xlsx"), place.results),
        lambda: (place.history / WRITTEN).unlink(), lambda: (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point(30)),
        lambda: (place.history / WRITTEN).write_bytes(b"[" * 100_000), lambda: (place.history / WRITTEN).write_text("[1, 2]"),
        lambda: shutil.rmtree(place.history), lambda: (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point(31)),
    )
    for number, change in enumerate(changes):
        change()
        for report in (run(place), *([make_forms(place)] if number < 3 else [])):
            assert report.exit_code == 0 and not [found for found in report.findings if found.code == "output-edited"]
    assert kept(place) == {}


@pytest.mark.long
def test_an_edit_is_noticed_without_the_notes_of_the_program(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    run(place)
    work = noted(place.results)
    (place.history / WRITTEN).unlink()
    run(place)
    assert list(kept(place).values()) == [work]


@pytest.mark.long
def test_each_edit_is_kept_once(tmp_path: Path) -> None:
    """Two edits in one second have two names; the same work that comes again has the copy that is there."""
    place = place_in(tmp_path)
    run(place, clock=clock_at(1))
    works = []
    for note in ("一", "二"):
        works.append(noted(place.results, note))
        run(place, clock=clock_at(2))
    assert kept(place) == dict(zip(("评优结果（有人改过，20180102-090200）.xlsx", "评优结果（有人改过，20180102-090200_2）.xlsx"), works, strict=True))
    place.results.write_bytes(works[0])
    report = run(place, clock=clock_at(3))
    assert len(kept(place)) == 2 and "090200）" in next(found.message for found in report.findings if found.code == "output-edited")


def test_work_that_cannot_be_kept_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_in(tmp_path)
    run(place)
    work = noted(place.results)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("fuwuyue_xlsx.workspace.os.fsync", full)
    assert run(place).exit_code == 2 and place.results.read_bytes() == work


def test_something_else_under_the_name_is_kept(tmp_path: Path) -> None:
    """A file that is no workbook, an empty one, one of another program."""
    place = place_in(tmp_path)
    place.output.mkdir()
    for number, data in enumerate((b"", b"text", zipped({"a": b"b"}))):
        place.results.write_bytes(data)
        run(place, clock=clock_at(number))
        assert data in kept(place).values()


@pytest.mark.long
def test_the_screen_names_what_was_kept(tmp_path: Path) -> None:
    place = Workspace(workspace(tmp_path / "月", unknown_team()))
    for command, name in (("run", "结果/评优结果"), ("forms", "结果/公示名单"), ("check", "结果/退回修改/甲科"), ("templates", "下发模板/满意度测评表")):
        assert call(command, str(place.root)).exit_code < 2
        noted(place.root / f"{name}.xlsx")
        said = call(command, str(place.root))
        assert said.exit_code < 2 and re.search(rf"\[警告\] {name}（有人改过，\d{{8}}-\d{{6}}）\.xlsx", said.stderr)


@pytest.mark.long
def test_a_check_names_it_in_its_json(tmp_path: Path) -> None:
    """However many other findings there are; the copy that is handed in stays the one that was given back."""
    place = Workspace(workspace(tmp_path / "月", unknown_team()))
    call("check", str(place.root))
    work = noted(place.returns / "甲科.xlsx")
    told = json.loads(call("check", str(place.root), "--json").stdout)
    (kept_file,) = [issue["file"] for issue in told["issues"] if issue["code"] == "output-edited"]
    assert (place.root / kept_file).read_bytes() == work and told["outputs"] == {"收件箱/甲科.xlsx": "结果/退回修改/甲科.xlsx"}


def test_what_is_told_of_outputs_is_never_cut_off() -> None:
    """A screen shows so many findings and the number of the others; those on outputs stand nowhere else."""
    many = [finding(code, Place(f"收件箱/{number}.xlsx", "班组信息", "B5"), title="班组长", words="姓名", value="甲", options="乙")
            for number in range(20) for code in ("required-empty", "unknown-choice")]
    lines = finding_lines([*many, finding("output-held", Place("结果/b.xlsx"), name="a.xlsx", beside="b.xlsx")], most=30)
    assert (len(lines), "还有 10 条" in lines[30], "b.xlsx" in lines[31]) == (32, True, True)
