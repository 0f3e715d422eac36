"""`check` finds what `run` finds, whatever is wrong; it writes no results and no history, and does nothing that only an announcement needs."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx import pipeline
from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.intake.cache import Cache
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.schema.ruling_book import RULINGS_FILE
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.filled_books import department_file, filled, template
from tests.support.random_workspaces import DISTURBANCES, Disturbance, campaign, rulebook
from tests.support.repetition import every
from tests.support.workspaces import complete, everything_in, rules, unknown_team, workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = dt.datetime(2018, 1, 5, tzinfo=dt.UTC)
# what only a run can find, as only a run writes: the results, the record, the cache
ONLY_OF_RUNS = {
    "output-edited": "somebody has typed into 评优结果.xlsx or 领导裁定.xlsx, which a check does not write",
    "output-held": "the results are held open",
    "output-not-removed": "领导裁定.xlsx is no longer asked for, and held open",
    "output-not-writable": "the results folder takes no file",
    "history-not-written": "the record of the run could not be written",
    "cache-not-written": "what was read could not be kept",
    "strict-errors": "the option --strict",
}
RULING = {"裁定人": "钱处", "裁定日期": dt.date(2018, 1, 2)}
REGISTER = {"编号": "SG-01", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "类型": "安全事故", "情况简述": "梯子没有人扶", "调查结论": "属实"}


def found(findings: Iterable[Finding], place: Workspace) -> Counter[tuple[str, ...]]:
    """(code, file, sheet, cell, message) of every finding but those on returned copies, which no run writes."""
    copies = f"{place.output.name}/{place.returns.name}"
    return Counter((p.code, p.place.file, p.place.sheet, p.place.cell, p.message) for p in findings
                   if copies not in p.place.file and p.code not in ONLY_OF_RUNS)


def compared(place: Workspace) -> set[str]:
    """Check, then run, and hold what they find against each other. Returns the codes."""
    before = everything_in(place.root)
    checked = check(place, options=ReadOptions(now=NOW))
    new = [name for name in everything_in(place.root) if name not in before]
    assert all(name.startswith("结果/退回修改/") for name in new)
    ran = run(place, options=ReadOptions(now=NOW))
    assert checked.outcome is not None and ran.outcome is not None
    assert found(checked.findings, place) == found(ran.findings, place)
    assert (checked.outcome.open, checked.outcome.doubts) == (ran.outcome.open, ran.outcome.doubts)
    return {p.code for p in checked.findings}


def put(root: Path, files: dict[str, bytes]) -> Workspace:
    """An inbox of these files, under the rules of the random campaigns, all of one moment."""
    for name, data in files.items():
        path = root / "收件箱" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (NOW.timestamp() - 86_400,) * 2)
    (root / "评选规则.xlsx").write_bytes(rulebook())
    return Workspace(root)


def disturbed(root: Path, disturbance: Disturbance, seed: int) -> Workspace:
    random = Random(seed)
    made = campaign(random)
    return put(root, disturbance(made, made.files(), random))


@pytest.mark.parametrize("disturbance", every(7, DISTURBANCES), ids=lambda one: one.__name__)
def test_the_same_is_found_in_a_disturbed_campaign(disturbance: Disturbance, tmp_path: Path) -> None:
    compared(disturbed(tmp_path, disturbance, 1))


@pytest.mark.long
@pytest.mark.parametrize("disturbance", DISTURBANCES, ids=lambda one: one.__name__)
def test_the_same_is_found_in_many_disturbed_campaigns(disturbance: Disturbance, tmp_path: Path) -> None:
    for seed in range(20, 22):
        compared(disturbed(tmp_path / str(seed), disturbance, seed))


@pytest.mark.long
def test_the_same_is_found_in_the_example_of_problems(tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / "2017-problems", tmp_path / "p", ignore=shutil.ignore_patterns("结果", "缓存")))
    assert len(compared(Workspace(root))) > 60


def doubtful(person: str) -> dict[str, bytes]:
    return {"登记表.xlsx": filled(template(rules(), "incidents"), {"事故投诉": [{**REGISTER, "责任人": person}]})}


def test_a_warning_that_could_change_who_wins(tmp_path: Path) -> None:
    """It keeps a check's `open` from being empty, and the screen says what would be otherwise."""
    place = Workspace(workspace(tmp_path, {**complete(), **doubtful("李骑")}))
    assert "incident-person-unmatched" in compared(place)
    said = call("check", str(tmp_path))
    assert "可能影响结果的提示 1 条" in said.stdout and "不再获奖：电工组（优秀班组，甲科）" in said.stdout
    quiet = Workspace(workspace(tmp_path / "b", {**complete(), **doubtful("诸葛亮")}))
    compared(quiet)
    assert "可能影响结果" not in call("check", str(quiet.root)).stdout


def test_rulings_that_are_void(tmp_path: Path) -> None:
    """On a tie that is none, and a confirmation of something that nobody asks."""
    tie = {"奖项": "优秀班组", "科室": "甲科", "候选": "电工组", "综合得分": 70, "空余名额": 1, "裁定": "获奖", **RULING}
    book = filled(template(rules(), "decisions"), {"并列": [tie], "提示确认": [{"提示代号": "few-answers", "处理": "已核实，按现值", **RULING}]})
    place = Workspace(workspace(tmp_path, {**complete(), RULINGS_FILE: book}))
    assert {"ruling-void", "confirmation-void"} <= compared(place)
    alone = check(place, (place.inbox / RULINGS_FILE,))
    assert not {p.code for p in alone.findings} & {"ruling-void", "confirmation-void"}


def test_a_book_that_is_gone(tmp_path: Path) -> None:
    place = Workspace(workspace(tmp_path))
    assert "book-gone" not in compared(place)
    (place.inbox / "评委.xlsx").unlink()
    assert "book-gone" in compared(place)


def test_a_damaged_record(tmp_path: Path) -> None:
    place = Workspace(workspace(tmp_path))
    run(place)
    for record in place.history.glob("运行_*.json"):
        record.write_bytes(b"[")
    assert "record-left-aside" in compared(place)


@pytest.mark.long
def test_a_result_that_was_frozen_and_changed_since(tmp_path: Path) -> None:
    place = Workspace(workspace(tmp_path))
    assert call("finalise", str(tmp_path), "--by", "农国栋").exit_code == 0
    (place.inbox / "甲科.xlsx").write_bytes(department_file(rules()) + b"\0")
    (next(place.frozen.iterdir()) / "公示名单.xlsx").write_bytes(b"")
    assert "frozen-file-differs" in compared(place)
    assert "定稿，定稿之后有变化：" in call("check", str(tmp_path)).stdout


def test_a_check_works_out_no_more_than_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what other policies would decide, nor what was read before once more, though the result would be final."""
    place = Workspace(workspace(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path.parent / f"{tmp_path.name}-keys"))
    run(place, options=ReadOptions(cache=Cache(place.cache), now=NOW))
    calls: list[str] = []
    monkeypatch.setattr(pipeline, "policy_effects", lambda *_: calls.append("effects") or ())
    monkeypatch.setattr(Cache, "read_afresh", lambda _: calls.append("afresh"))
    options = ReadOptions(cache=Cache(place.cache), now=NOW)
    report = check(place, options=options)
    assert report.outcome is not None and report.outcome.final and calls == []
    assert options.cache is not None and options.cache.used == len(complete())
    run(place, options=replace(options, cache=Cache(place.cache)))
    assert calls == ["effects", "afresh", "effects"]


def test_json_says_what_would_keep_a_run_preliminary(tmp_path: Path) -> None:
    root = workspace(tmp_path, unknown_team())
    checked, ran = (json.loads(call(command, str(root), "--json").stdout) for command in ("check", "run"))
    assert checked["open"] == ran["campaign"]["open"] != []
    assert json.loads(call("check", str(root / "收件箱" / "甲科.xlsx"), "--json").stdout)["open"] == []
