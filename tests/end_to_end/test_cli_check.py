"""`check`, `run --json`, and the commands in a process of their own."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import BAD_RULES, PLACE, RESULTS, call
from tests.support.filled_books import department_file, department_sheets, filled, template
from tests.support.workbook_view import opened
from tests.support.workspaces import complete, department_missing, everything_in, rules, score_of_101, unknown_team, workspace

KEYS = ["version", "campaign", "awards", "prizes", "incidents", "decisions", "submissions", "issues", "outputs"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are typed in an empty folder."""
    monkeypatch.chdir(tmp_path)


def both() -> dict[str, bytes]:
    """An inbox with a fault in two books."""
    return {**unknown_team(), "评委.xlsx": score_of_101()["评委.xlsx"]}


def said(*words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the object on standard output; anything else there is an error."""
    result = call("run", "优质服务月", "--json", *words)
    assert result.stderr == ""
    return result.exit_code, json.loads(result.stdout)


def in_process(*words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A command as a console runs it."""
    root = str(Path(__file__).parents[2])
    return subprocess.run([sys.executable, "-m", "fuwuyue_xlsx", *words], capture_output=True, timeout=120,
                          env={**os.environ, "PYTHONPATH": root, **env})


# check


@pytest.mark.parametrize("files", [complete, department_missing])
def test_check_without_errors(files: Callable[[], dict[str, bytes]]) -> None:
    result = call("check", str(workspace(PLACE, files())))
    assert (result.exit_code, RESULTS.exists(), (PLACE / "结果" / "退回修改").exists()) == (0, False, False)
    assert f"检查了 {len(files())} 个文件，0 个错误" in result.stdout


def test_check_writes_a_marked_copy_of_each_book_with_errors_and_nothing_else() -> None:
    before = everything_in(workspace(PLACE, both()))
    result = call("check", "优质服务月")
    written = {name for name in everything_in(PLACE) if name not in before}
    assert (result.exit_code, written) == (1, {"结果/退回修改/甲科.xlsx", "结果/退回修改/评委.xlsx", "结果/退回修改/.副本.json"})
    assert {name: everything_in(PLACE)[name] for name in before} == before
    assert "2 个错误" in result.stdout
    assert [line.partition("：")[0] for line in result.stderr.splitlines()] == [
        "[错误] 收件箱/甲科.xlsx!优秀班组推荐!B6", "[错误] 收件箱/评委.xlsx!优秀班组!C5"]


@pytest.mark.parametrize("files, code, places", [
    (["甲科.xlsx"], 1, ["甲科.xlsx!优秀班组推荐!B6"]),
    (["评委.xlsx", "甲科.xlsx"], 1, ["甲科.xlsx!优秀班组推荐!B6", "评委.xlsx!优秀班组!C5"]),
    (["问卷.xlsx"], 0, []),
])
def test_check_of_some_files_minds_only_these(files: list[str], code: int, places: list[str]) -> None:
    inbox = workspace(PLACE, both()) / "收件箱"
    result = call("check", *(str(inbox / name) for name in files))
    assert (result.exit_code, f"检查了 {len(files)} 个文件" in result.stdout) == (code, True)
    assert [line.partition("：")[0].rsplit("/", 1)[-1] for line in result.stderr.splitlines()] == places


def test_check_finds_at_the_cells_what_a_run_finds() -> None:
    """Too many people for the quota, an incident outside the period: found by deciding, told while it can be mended."""
    people = [{"推荐顺序": number, "姓名": name, "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
              for number, name in enumerate(("李七", "王八一", "赵九一", "钱十一"), 1)]
    outside = {"编号": "1", "发生日期": dt.date(2017, 3, 1), "科室": "甲科", "类型": "服务质量投诉", "情况简述": "有人反映", "调查结论": "属实"}
    workspace(PLACE, {**complete(), "甲科.xlsx": department_file(rules(), department_sheets(优秀个人推荐=people)),
                      "登记表.xlsx": filled(template(rules(), "incidents"), {"事故投诉": [outside]})})
    checked = json.loads(call("check", "优质服务月", "--json").stdout)
    run = json.loads(call("run", "优质服务月", "--json").stdout)
    assert {issue["code"] for issue in checked["issues"]} >= {"over-nominated", "incident-outside"}
    assert [issue for issue in checked["issues"] if issue["file"]] == [issue for issue in run["issues"] if issue["file"]]
    alone = json.loads(call("check", "优质服务月/收件箱/甲科.xlsx", "--json").stdout)
    assert "over-nominated" in {issue["code"] for issue in alone["issues"]}


def test_json_of_a_check() -> None:
    workspace(PLACE, both())
    result = call("check", "优质服务月", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, list(told), result.stderr) == (1, ["version", "open", "submissions", "issues", "outputs"], "")
    assert set(told["outputs"]) == {issue["file"] for issue in told["issues"] if issue["severity"] == "error"}
    assert all((PLACE / copy).exists() for copy in told["outputs"].values())
    stopped = call("check", "nowhere", "--json")
    assert (stopped.exit_code, list(json.loads(stopped.stdout))) == (2, ["version", "issues", "outputs"])


@pytest.mark.parametrize("command, tells", [
    (("check",), "检查了 6 个文件"), (("explain",), "获奖"), (("forms",), "可公示"), (("run",), "可公示")])
def test_every_command_reads_the_inbox_that_is_named(command: tuple[str, ...], tells: str) -> None:
    workspace(PLACE, complete())
    (PLACE / "收件箱").rename("别处")
    (PLACE / "收件箱").mkdir()
    name = ("电工组",) if command == ("explain",) else ()
    assert tells in call(command[0], "优质服务月", *name, "--inbox", "别处").stdout
    assert tells not in call(command[0], "优质服务月", *name).stdout


def test_the_reviewers_sheets_list_who_is_nominated_in_the_inbox_that_is_named() -> None:
    workspace(PLACE, complete())
    (PLACE / "收件箱").rename("别处")
    (PLACE / "收件箱").mkdir()

    def teams() -> list[Any]:
        (book,) = (PLACE / "下发模板" / "评审阶段").glob("*.xlsx")
        return [cell.value for row in opened(book.read_bytes())["优秀班组"].iter_rows() for cell in row if cell.value in ("电工组", "医生组")]

    for words, listed in (((), []), (("--inbox", "别处"), ["电工组", "医生组"])):
        assert call("templates", "优质服务月", "--stage", "review", *words).exit_code == 0
        assert teams() == listed


def test_check_of_a_file_that_is_not_there() -> None:
    result = call("check", str(workspace(PLACE) / "收件箱" / "丙科.xlsx"))
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines()), "丙科.xlsx" in result.stderr) == (2, "", 1, True)


def test_check_of_a_folder_with_a_dot_in_its_name() -> None:
    result = call("check", str(workspace(Path("优质服务月.2017"))))
    assert (result.exit_code, "检查了 6 个文件，0 个错误" in result.stdout) == (0, True)


def test_check_in_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace(PLACE, both()))
    assert call("check").exit_code == 1


def test_check_when_the_copies_cannot_be_written() -> None:
    (workspace(PLACE, both()) / "结果").write_text("文件")
    result = call("check", "优质服务月")
    assert (result.exit_code, (PLACE / "结果").read_text()) == (2, "文件")
    assert len([line for line in result.stderr.splitlines() if "写不进" in line]) == 1


# --json


def test_json_of_a_final_result() -> None:
    workspace(PLACE)
    code, answer = said()
    assert (code, list(answer), answer["version"], answer["campaign"]["state"]) == (0, KEYS, 1, "final")
    assert (answer["campaign"]["year"], answer["campaign"]["open"], answer["outputs"]) == (2017, [], {"results": "结果/评优结果.xlsx"})
    teams = {s["team"]: (s["status"], s["rank"], s["score"]) for a in answer["awards"] if a["award"] == "优秀班组" for s in a["standings"]}
    # 0.4 × 40 of 100 points + 0.3 × 90 + 0.3 × (100 + 80) ÷ 2
    assert teams["电工组"] == teams["医生组"] == ("winner", 1, "70.00") and teams["水工组、仓管"][:2] == ("not_nominated", None)
    assert answer["prizes"]["confirmed_yuan"] == 3600
    assert sorted((s["file"], s["kind"], s["state"]) for s in answer["submissions"]) == sorted(
        (f"收件箱/{name}.xlsx", kind, "used") for name, kind in (("甲科", "department"), ("乙科", "department"), ("检查", "inspection"),
                                                              ("问卷", "survey"), ("登记表", "incidents"), ("评委", "review")))


def test_json_of_a_file_that_nobody_opened() -> None:
    """What is missing is null; the files that were read have the hash of their bytes."""
    place = workspace(PLACE, {**complete(), "说明.pdf": b"%PDF-1.4"})
    _, answer = said()
    told = {s["file"]: s["sha256"] for s in answer["submissions"]}
    assert told.pop("收件箱/说明.pdf") is None and len(told) == 6
    assert told == {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in told}


def test_json_of_a_preliminary_result() -> None:
    workspace(PLACE, score_of_101())
    code, answer = said()
    errors = [issue for issue in answer["issues"] if issue["severity"] == "error"]
    assert (code, list(answer), answer["campaign"]["state"], len(answer["campaign"]["open"]) > 0) == (1, KEYS, "preliminary", True)
    assert [(e["code"], e["file"], e["sheet"], e["cell"]) for e in errors] == [("number-out-of-range", "收件箱/评委.xlsx", "优秀班组", "C5")]
    assert list(errors[0]) == ["severity", "code", "file", "sheet", "cell", "message", "hint"]


@pytest.mark.parametrize("files, book, words, issue", [
    (complete, BAD_RULES, (), "rule-weights"),
    (score_of_101, None, ("--strict",), "strict-errors"),
    (complete, None, ("--inbox", "没有"), "no-inbox"),
    (complete, None, ("--output", "优质服务月/收件箱"), "output-in-inbox"),
    (complete, None, ("--output", "优质服务月/评选规则.xlsx"), "output-not-writable"),
    (complete, BAD_RULES, ("--quiet",), "rule-weights"),
])
def test_json_when_nothing_could_be_written(files: Callable, book: bytes | None, words: tuple[str, ...], issue: str) -> None:
    workspace(PLACE, files(), book)
    code, answer = said(*words)
    assert (code, list(answer), answer["version"], answer["outputs"]) == (2, ["version", "issues", "outputs"], 1, {})
    assert issue in {found["code"] for found in answer["issues"]}
    assert not RESULTS.exists()


def test_json_without_a_workspace() -> None:
    code, answer = said()
    assert (code, answer["outputs"], [issue["code"] for issue in answer["issues"]]) == (2, {}, ["not-a-folder"])


# consoles


@pytest.mark.long
def test_a_pipe_of_an_old_console_gets_json_in_utf_8() -> None:
    workspace(PLACE)
    done = in_process("run", "优质服务月", "--json", LC_ALL="C", PYTHONIOENCODING="ascii")
    answer = json.loads(done.stdout.decode("utf-8"))
    assert (done.returncode, done.stderr, answer["campaign"]["name"]) == (0, b"", "2017年度后勤优质服务月")


@pytest.mark.long
def test_a_rare_character_in_a_name_does_not_stop_a_chinese_windows_console() -> None:
    people = [{"推荐顺序": 1, "姓名": "李𠮷", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}]
    book = department_file(rules(), department_sheets(优秀个人推荐=people))
    workspace(PLACE, {**complete(), "甲科.xlsx": book})
    done = in_process("run", "优质服务月", PYTHONIOENCODING="gbk")
    assert (done.returncode, done.stderr, "李?" in done.stdout.decode("gbk")) == (0, b"", True)


def test_a_chinese_windows_console_shows_every_character() -> None:
    workspace(PLACE, score_of_101())
    done = in_process("run", "优质服务月", PYTHONIOENCODING="gbk")
    text = (done.stdout + done.stderr).decode("gbk")
    assert done.returncode == 1 and "初步结果" in text and "101" in text and "?" not in text


@pytest.mark.long
def test_no_progress_bar_in_a_pipe() -> None:
    workspace(PLACE)
    done = in_process("run", "优质服务月")
    assert (done.returncode, done.stderr, b"\r" in done.stdout.replace(b"\r\n", b"\n")) == (0, b"", False)
