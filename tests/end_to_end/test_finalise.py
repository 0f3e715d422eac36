"""`finalise` freezes a final result, once; whatever differs from it afterwards is told on the first sheet, every form and the screen."""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.finalise import FinaliseReport, finalise
from fuwuyue_xlsx.commands.forms import make_forms
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.history.frozen_record import read_frozen
from fuwuyue_xlsx.outcome import CHANGED, Finalised
from fuwuyue_xlsx.workspace import Workspace, write_folder_whole
from tests.support.command_line import call
from tests.support.filled_books import SMALL, rules_bytes, with_policy
from tests.support.repetition import every
from tests.support.workspaces import complete, department_missing, everything_in, review_with_lower_point, workspace

FROZEN = {"评优结果.xlsx", "评选规则.xlsx", "公示名单.xlsx", "奖金发放表.xlsx", "奖状.xlsx", "推荐表汇编.xlsx", "空白推荐表.xlsx", "反馈/甲科.xlsx",
          "反馈/乙科.xlsx", "打印用.xlsx", "定稿单.xlsx", "定稿.json"}
AT = dt.datetime(2018, 1, 2, 9, 30, 5)


def frozen(place: Workspace, at: dt.datetime = AT, by: str = "周敏", note: str = "处务会通过") -> FinaliseReport:
    return finalise(place, by, note, clock=lambda: at)


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Workspace(workspace(tmp_path_factory.mktemp("frozen") / "月"))
    assert run(place).exit_code == 0 and frozen(place).exit_code == 0
    return place.root


@pytest.fixture
def place(_once: Path, tmp_path: Path) -> Workspace:
    """A workspace whose final result was run and frozen."""
    return Workspace(Path(shutil.copytree(_once, tmp_path / "月")))


def since(place: Workspace) -> Finalised:
    """What the next run says of the frozen result."""
    outcome = run(place).outcome
    assert outcome is not None and outcome.finalised is not None
    return outcome.finalised


def texts(path: Path) -> str:
    """Every text of a workbook, and the headers of its pages."""
    book = load_workbook(path)
    cells = (str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return "\n".join([*cells, *(str(sheet.oddHeader.center.text) for sheet in book.worksheets)])


def lower_point(place: Workspace) -> None:
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())


# freezing


def test_everything_is_frozen(place: Workspace) -> None:
    folder = place.frozen / "20180102-093005"
    assert set(everything_in(folder)) == FROZEN and [path.name for path in place.frozen.iterdir()] == [folder.name]
    assert (folder / "评选规则.xlsx").read_bytes() == place.rules.read_bytes()
    slip = texts(folder / "定稿单.xlsx")
    for words in ("定稿人：周敏", "定稿时间：2018-01-02 09:30:05", "说　　明：处务会通过", "fuwuyue ", "收件箱/甲科.xlsx（已使用）", "周九", "领导签字"):
        assert words in slip
    record = json.loads((folder / "定稿.json").read_text("utf-8"))
    assert set(record["outputs"]) == FROZEN - {"定稿.json"} and record["by"] == "周敏" and record["year"] == 2017
    assert all(digest in slip for name, digest in record["outputs"].items() if name != "定稿单.xlsx")
    assert CHANGED not in texts(folder / "公示名单.xlsx")


def test_a_preliminary_result_is_not_frozen(tmp_path: Path) -> None:
    place = Workspace(workspace(tmp_path / "月", department_missing()))
    report = frozen(place)
    assert report.exit_code == 2 and not place.output.exists()
    assert "“乙科”还没有报送填报表" in next(found.message for found in report.findings if found.code == "not-final")
    said = call("finalise", str(place.root), "--by", "周敏")
    assert said.exit_code == 2 and "不能定稿" in said.stderr and "乙科" in said.stderr


@pytest.mark.long
def test_a_second_time_makes_a_second_folder(place: Workspace) -> None:
    before = everything_in(place.frozen)
    lower_point(place)
    assert [frozen(place, at).folder for at in (AT, AT, AT - dt.timedelta(days=1), AT + dt.timedelta(seconds=1))] == [
        place.frozen / name for name in ("20180102-093005_2", "20180102-093005_3", "20180102-093005_4", "20180102-093006")]
    assert {name: file for name, file in everything_in(place.frozen).items() if name in before} == before
    assert since(place) == Finalised("2018-01-02T09:30:06", "周敏")


@pytest.mark.parametrize("call_of", ["fsync", "rename"])
def test_it_is_frozen_whole_or_not_at_all(place: Workspace, monkeypatch: pytest.MonkeyPatch, call_of: str) -> None:
    before = everything_in(place.output)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"fuwuyue_xlsx.workspace.os.{call_of}", full)
    monkeypatch.setattr("fuwuyue_xlsx.workspace._PAUSE", 0)
    report = frozen(place, AT + dt.timedelta(days=1))
    assert report.exit_code == 2 and [found.code for found in report.findings] == ["output-not-writable"]
    assert everything_in(place.output) == before and len(list(place.frozen.iterdir())) == 1


def test_a_folder_that_somebody_else_makes_meanwhile_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, raced = os.rename, []

    def late(source: object, target: object) -> None:
        if not raced:
            raced.append(target)
            Path(str(target)).mkdir()
            (Path(str(target)) / "别人的").write_bytes(b"")
        rename(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr("fuwuyue_xlsx.workspace.os.rename", late)
    monkeypatch.setattr("fuwuyue_xlsx.workspace._PAUSE", 0)
    written = write_folder_whole(tmp_path, "甲", {"深/处.txt": b"1"})
    assert written == tmp_path / "甲_2" and (written / "深" / "处.txt").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲", "甲_2"]


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_a_killed_one_left_is_cleared_away(place: Workspace) -> None:
    dead = os.fork()
    if dead == 0:
        os._exit(0)
    os.waitpid(dead, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fuwuyue_xlsx.workspace.os.getpid", lambda: dead)
        patch.setattr("fuwuyue_xlsx.workspace.shutil.rmtree", lambda *_, **__: None)
        patch.setattr("fuwuyue_xlsx.workspace.os.rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            frozen(place, AT + dt.timedelta(days=1))
    assert len(list(place.frozen.iterdir())) == 2 and since(place).changed == ()
    frozen(place, AT + dt.timedelta(days=1))
    assert sorted(path.name for path in place.frozen.iterdir()) == ["20180102-093005", "20180103-093005"]


@pytest.mark.parametrize("words", [(), ("--by", " ")])
def test_nobody_freezes_without_a_name(place: Workspace, words: tuple[str, ...]) -> None:
    said = call("finalise", str(place.root), *words)
    assert said.exit_code == 2 and "--by" in said.stderr and len(list(place.frozen.iterdir())) == 1


# afterwards


def test_nothing_has_changed(place: Workspace) -> None:
    """Not when everything stays, nor when books are moved, copied or joined by a stranger's."""
    assert since(place) == Finalised("2018-01-02T09:30:05", "周敏")
    (place.inbox / "评委").mkdir()
    (place.inbox / "评委.xlsx").rename(place.inbox / "评委" / "甲的.xlsx")
    (place.inbox / "甲科 副本.xlsx").write_bytes((place.inbox / "甲科.xlsx").read_bytes())
    (place.inbox / "通讯录.txt").write_text("1")
    assert since(place).changed == ()
    said = call("run", str(place.root))
    assert "2018-01-02 09:30:05 由周敏定稿，之后没有变化。" in said.stdout
    assert CHANGED not in texts(place.results) and "由周敏定稿" in texts(place.results)


def other_rules(place: Workspace) -> None:
    place.rules.write_bytes(rules_bytes(**SMALL, 口径设置=with_policy(最少有效问卷=1, 得分小数位=3)))


def resaved_rules(place: Workspace) -> None:
    book, kept = load_workbook(place.rules), io.BytesIO()
    book.save(kept)
    place.rules.write_bytes(kept.getvalue())


CHANGES: list[tuple[Callable[[Workspace], object], list[str]]] = [
    (lower_point, ["内容有改动：收件箱/评委.xlsx"]),
    (lambda p: (p.inbox / "问卷.xlsx").unlink(), ["已移走：收件箱/问卷.xlsx"]),
    (lambda p: (p.inbox / "又一份.xlsx").write_bytes(complete()["评委.xlsx"]), []),
    (lambda p: (p.inbox / "评委.xlsx").rename(p.inbox / "新.xlsx").write_bytes(review_with_lower_point()),
     ["新收到：收件箱/新.xlsx", "已移走：收件箱/评委.xlsx"]),
    (other_rules, ["评选规则.xlsx 有改动：口径设置：得分小数位 2 → 3"]),
    (resaved_rules, ["评选规则.xlsx 重新保存过，各项没有变"]),
]


@pytest.mark.parametrize("number", every(2, range(len(CHANGES))))
def test_what_has_changed(place: Workspace, number: int) -> None:
    change, told = CHANGES[number]
    before = everything_in(place.frozen)
    change(place)
    changed = [sentence for sentence in since(place).changed if "获奖" not in sentence and "奖金合计" not in sentence]
    assert changed == told and everything_in(place.frozen) == before


def test_winners_and_total_are_told(place: Workspace) -> None:
    (place.inbox / "乙科.xlsx").unlink()
    told = "；".join(since(place).changed)
    assert "不再获奖：" in told and "周九（乙科）" in told and "奖金合计" in told


@pytest.mark.long
def test_a_change_is_told_everywhere(place: Workspace) -> None:
    """The first sheet, every form that says who won or what anybody scored, the screen, JSON."""
    lower_point(place)
    told = "内容有改动：收件箱/评委.xlsx"
    assert run(place).exit_code == 0 and make_forms(place).exit_code == 0
    overview = load_workbook(place.results).worksheets[0]
    first = [str(row[0].value) for row in overview.iter_rows(max_row=4)]
    assert any(CHANGED in line for line in first) and any(told in line for line in first)
    for form in ("公示名单.xlsx", "奖金发放表.xlsx", "奖状.xlsx"):
        assert CHANGED in texts(place.output / form) and told in texts(place.output / form)
    assert CHANGED in texts(place.output / "推荐表汇编.xlsx")
    feedback = texts(place.output / "反馈" / "甲科.xlsx")
    assert CHANGED in feedback and "评委.xlsx" not in feedback
    for words in (("run",), ("forms",), ("explain", "电工组"), ("check",)):
        said = call(words[0], str(place.root), *words[1:])
        assert CHANGED in said.stdout and told in said.stdout, words
    campaign = json.loads(call("run", str(place.root), "--json").stdout)["campaign"]
    assert campaign["state"] == "final" and campaign["finalised"] == {"at": "2018-01-02T09:30:05", "by": "周敏", "changed": [told]}


@pytest.mark.long
def test_who_never_froze_hears_nothing(tmp_path: Path) -> None:
    """Neither does who froze the year before, in the same folder."""
    place = Workspace(workspace(tmp_path / "月"))
    campaign = json.loads(call("run", str(place.root), "--json").stdout)["campaign"]
    assert campaign["finalised"] is None and "定稿" not in call("run", str(place.root)).stdout
    frozen(place)
    record = next(place.frozen.iterdir()) / "定稿.json"
    record.write_bytes(replace(read_frozen(record.read_bytes()), year=2016).to_bytes())
    outcome = run(place).outcome
    assert outcome is not None and outcome.finalised is None


DAMAGE: list[Callable[[bytes], bytes | None]] = [
    lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"[]", lambda data: b"[" * 100_000, lambda data: b"\xff\xfe",
    lambda data: data.replace("周敏".encode(), "吴某".encode()), lambda data: data.replace(b'"total": ', b'"total": 1e999'),
    lambda data: data.replace(b'"version": 1', b'"version": 2'), lambda data: b'{"seal": ""}', lambda data: None,
]


@pytest.mark.parametrize("number", [n if n % 6 == 0 else pytest.param(n, marks=pytest.mark.long) for n in range(len(DAMAGE))])
def test_a_damaged_record_is_told_and_stops_nothing(place: Workspace, number: int) -> None:
    record = place.frozen / "20180102-093005" / "定稿.json"
    data = DAMAGE[number](record.read_bytes())
    record.unlink() if data is None else record.write_bytes(data)
    found = since(place)
    assert (found.at, found.by) == ("2018-01-02T09:30:05", "") and "不能与现在的结果核对" in found.changed[0]
    assert frozen(place, AT + dt.timedelta(days=1)).exit_code == 0 and since(place).changed == ()


def test_a_frozen_file_that_was_touched_is_told(place: Workspace) -> None:
    folder = place.frozen / "20180102-093005"
    (folder / "扫描件.pdf").write_bytes(b"signed")
    assert not [found for found in run(place).findings if found.code == "frozen-file-differs"]
    book = load_workbook(folder / "公示名单.xlsx")
    book.save(folder / "公示名单.xlsx")
    (folder / "反馈" / "甲科.xlsx").unlink()
    told = [found for found in run(place).findings if found.code == "frozen-file-differs"]
    assert [(found.place.file.rpartition("093005/")[2], found.severity.value) for found in told] == [
        ("公示名单.xlsx", "warning"), ("反馈/甲科.xlsx", "warning")]
    assert since(place).changed == ()


def test_what_else_lies_there_is_left_alone(place: Workspace) -> None:
    for name in ("说明", "20181301-000000", "20180102-093005 副本"):
        (place.frozen / name).mkdir()
    (place.frozen / "20190101-000000").write_bytes(b"")
    assert since(place) == Finalised("2018-01-02T09:30:05", "周敏")


@pytest.mark.long
def test_the_results_may_be_elsewhere(tmp_path: Path) -> None:
    """The frozen results stand with the other results, and a run that writes there compares with them."""
    place = Workspace(workspace(tmp_path / "月"), output_folder=tmp_path / "别处")
    assert frozen(place).folder == tmp_path / "别处" / "定稿" / "20180102-093005"
    assert since(place).changed == () and since(place).by == "周敏"
    outcome = run(Workspace(place.root)).outcome
    assert outcome is not None and outcome.finalised is None


def test_a_frozen_result_handed_in_is_our_own_output(place: Workspace) -> None:
    for name in ("定稿单.xlsx", "公示名单.xlsx"):
        (place.inbox / name).write_bytes((place.frozen / "20180102-093005" / name).read_bytes())
    assert since(place).changed == ()
