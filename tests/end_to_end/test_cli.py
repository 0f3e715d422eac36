"""The commands as somebody types them: what is said, what is written, the exit code."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fuwuyue_xlsx import workspace as workspace_module
from tests.support.command_line import BAD_RULES, PLACE, RESULTS, call
from tests.support.filled_books import filled
from tests.support.workbook_view import header, opened
from tests.support.workspaces import complete, department_missing, everything_in, rulebook, score_of_101, unknown_team, workspace


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are typed in an empty folder."""
    monkeypatch.chdir(tmp_path)


# init


@pytest.mark.smoke
def test_init_makes_a_workspace() -> None:
    result = call("init", "优质服务月")
    assert result.exit_code == 0
    assert sorted(path.name for path in PLACE.iterdir()) == sorted(["评选规则.xlsx", "下发模板", "收件箱", "结果"])
    templates = [f"科室填报表_{d}.xlsx" for d in ("饮食服务科", "物业管理科", "维修管理科", "卫生所")]
    office = ["监督检查评分表.xlsx", "满意度测评表.xlsx", "事故投诉登记表.xlsx", "评委打分表.xlsx", "收文登记.xlsx", "领导裁定.xlsx"]
    assert sorted(path.name for path in (PLACE / "下发模板").iterdir()) == sorted(templates + office)
    assert call("run", "优质服务月").exit_code == 1


def test_init_never_overwrites_a_workspace() -> None:
    workspace(PLACE, book=rulebook())
    before = everything_in(PLACE)
    result = call("init", "优质服务月")
    assert (result.exit_code, result.stdout, everything_in(PLACE)) == (2, "", before)
    assert re.fullmatch(r"\[错误\] “优质服务月”里已经有“评选规则\.xlsx”.*\n", result.stderr)


def test_init_keeps_what_stands_where_a_template_goes() -> None:
    kept = PLACE / "下发模板" / "满意度测评表.xlsx"
    kept.parent.mkdir(parents=True)
    kept.write_bytes("我的笔记".encode())
    assert call("init", "优质服务月").exit_code == 0
    assert "我的笔记".encode() in [path.read_bytes() for path in kept.parent.iterdir()]


@pytest.mark.smoke
def test_init_where_a_file_stands() -> None:
    PLACE.write_text("文件")
    result = call("init", "优质服务月")
    assert (result.exit_code, PLACE.read_text()) == (2, "文件")
    assert len(result.stderr.splitlines()) == 1


# templates


def test_templates_again_change_nothing() -> None:
    call("init", "优质服务月")
    before = {name: data for name, (data, _) in everything_in(PLACE).items()}
    result = call("templates", "优质服务月")
    assert (result.exit_code, result.stderr, "另存" in result.stdout) == (0, "", False)
    assert {name: data for name, (data, _) in everything_in(PLACE).items()} == before


def test_templates_follow_the_rules() -> None:
    workspace(PLACE)
    assert call("templates", "优质服务月").exit_code == 0
    assert sorted(path.name for path in (PLACE / "下发模板").glob("科室*")) == ["科室填报表_乙科.xlsx", "科室填报表_甲科.xlsx"]


def test_a_template_that_was_filled_in_is_kept_aside() -> None:
    call("init", "优质服务月")
    path = PLACE / "下发模板" / "科室填报表_卫生所.xlsx"
    blank = path.read_bytes()
    for name in ("钱一", "钱二"):
        path.write_bytes(filled(blank, {"科室信息": {"填报人": name}}))
        work = path.read_bytes()
        result = call("templates", "优质服务月")
        aside = [other for other in path.parent.iterdir() if other.read_bytes() == work]
        assert (result.exit_code, len(aside), aside[0].name in result.stderr) == (0, 1, True)
        assert path.read_bytes() == blank
    assert len(list(path.parent.glob("科室填报表_卫生所*"))) == 3


def test_the_review_stage_lists_only_those_nominated() -> None:
    workspace(PLACE)
    call("templates", "优质服务月")
    before = everything_in(PLACE)
    assert call("templates", "优质服务月", "--stage", "review").exit_code == 0
    new = {name: data for name, (data, _) in everything_in(PLACE).items() if name not in before}
    assert list(new) == ["下发模板/评审阶段/评委打分表.xlsx"]
    assert {name: everything_in(PLACE)[name] for name in before} == before
    sheet = opened(new["下发模板/评审阶段/评委打分表.xlsx"])["优秀班组"]
    row, titles = header(sheet, "班组")
    assert [sheet.cell(at, titles.index("班组") + 1).value for at in range(row + 1, sheet.max_row + 1)] == ["电工组", "医生组"]


@pytest.mark.parametrize("words", [("templates",), ("templates", "--stage", "review"), ("run",), ("check",)])
def test_bad_rules_stop_every_command_before_anything_is_written(words: tuple[str, ...]) -> None:
    workspace(PLACE, book=BAD_RULES)
    before = everything_in(PLACE)
    result = call(*words, "优质服务月")
    assert (result.exit_code, result.stdout, everything_in(PLACE)) == (2, "", before)
    assert re.fullmatch(r"\[错误\] 评选规则\.xlsx!评分构成!C4：.*110%.*\n", result.stderr)


@pytest.mark.parametrize("command", ["templates", "run", "check"])
@pytest.mark.parametrize("make, words", [(lambda: None, "不是文件夹"), (lambda: PLACE.mkdir(), "评选规则.xlsx")],
                         ids=["no folder", "no rules"])
def test_without_a_workspace(command: str, make: Callable[[], None], words: str) -> None:
    make()
    result = call(command, "优质服务月")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines()), words in result.stderr) == (2, "", 1, True)
    assert not [path for path in PLACE.rglob("*")]


# run


@pytest.mark.smoke
def test_a_final_result() -> None:
    workspace(PLACE)
    inbox = everything_in(PLACE / "收件箱")
    result = call("run", "优质服务月")
    assert (result.exit_code, result.stderr, RESULTS.exists()) == (0, "", True)
    assert "可公示" in result.stdout.splitlines()[0] and "电工组；医生组" in result.stdout and "3,600" in result.stdout
    assert everything_in(PLACE / "收件箱") == inbox


@pytest.mark.parametrize("files, line", [
    (dict, r"\[警告\] 收件箱：收件箱是空的"),
    (department_missing, r"\[警告\] 收件箱：“乙科”还没有报送"),
    (unknown_team, r"\[错误\] 收件箱/甲科\.xlsx!优秀班组推荐!B6：.*“电工”.*是否为“电工组”？"),
    (score_of_101, r"\[错误\] 收件箱/评委\.xlsx!优秀班组!C5：.*101.*0 到 50"),
], ids=["an empty inbox", "a missing department", "an unknown team", "a score of 101"])
def test_a_preliminary_result_says_why_in_one_line(files: Callable[[], dict[str, bytes]], line: str) -> None:
    result = call("run", str(workspace(PLACE, files())))
    assert (result.exit_code, RESULTS.exists(), "初步结果" in result.stdout.splitlines()[0]) == (1, True, True)
    assert len([said for said in result.stderr.splitlines() if re.match(line, said)]) == 1


def test_in_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace(PLACE))
    assert call("run").exit_code == 0
    assert Path("结果/评优结果.xlsx").exists()


def test_without_an_inbox() -> None:
    (workspace(PLACE, {}) / "收件箱").rmdir()
    result = call("run", "优质服务月")
    assert (result.exit_code, list(PLACE.iterdir())) == (2, [PLACE / "评选规则.xlsx"])
    assert re.fullmatch(r"\[错误\] 没有找到收件箱.*\n", result.stderr)


def test_inbox_and_output_elsewhere() -> None:
    workspace(PLACE)
    (PLACE / "收件箱").rename("别处")
    result = call("run", "优质服务月", "--inbox", "别处", "--output", "结果在这")
    assert (result.exit_code, Path("结果在这/评优结果.xlsx").exists(), RESULTS.exists()) == (0, True, False)


@pytest.mark.parametrize("output, words", [("优质服务月/收件箱/结果", "在收件箱里面"), ("优质服务月/收件箱", "在收件箱里面"),
                                           ("占着", "写不进"), ("占着/结果", "写不进")])
def test_an_output_that_cannot_be(output: str, words: str) -> None:
    workspace(PLACE)
    Path("占着").write_text("文件")
    before = everything_in(PLACE)
    result = call("run", "优质服务月", "--output", output)
    assert (result.exit_code, everything_in(PLACE), Path("占着").read_text()) == (2, before, "文件")
    assert len([line for line in result.stderr.splitlines() if words in line]) == 1


def test_strict_writes_nothing_when_there_is_an_error() -> None:
    workspace(PLACE)
    call("run", "优质服务月")
    before = everything_in(PLACE / "结果")
    (PLACE / "收件箱" / "评委.xlsx").write_bytes(score_of_101()["评委.xlsx"])
    result = call("run", "优质服务月", "--strict")
    assert (result.exit_code, result.stdout, everything_in(PLACE / "结果")) == (2, "", before)
    assert "评委.xlsx!优秀班组!C5" in result.stderr and "--strict" in result.stderr
    assert call("run", "优质服务月").exit_code == 1


@pytest.mark.parametrize("files, code", [(complete, 0), (department_missing, 1)])
def test_strict_minds_only_errors(files: Callable[[], dict[str, bytes]], code: int) -> None:
    workspace(PLACE, files())
    assert (call("run", "优质服务月", "--strict").exit_code, RESULTS.exists()) == (code, True)


@pytest.mark.parametrize("files, code", [(complete, 0), (department_missing, 1)])
def test_quiet_says_nothing(files: Callable[[], dict[str, bytes]], code: int) -> None:
    result = call("run", "--quiet", str(workspace(PLACE, files())))
    assert (result.exit_code, result.output, RESULTS.exists()) == (code, "", True)


def test_quiet_still_says_why_nothing_could_be_written() -> None:
    result = call("run", "--quiet", str(workspace(PLACE, book=BAD_RULES)))
    assert (result.exit_code, result.stdout, "评分构成!C4" in result.stderr) == (2, "", True)


# what is worth knowing beside the result


@pytest.mark.long
def test_forms_of_an_earlier_run_are_told_as_such() -> None:
    workspace(PLACE, complete(), rulebook())
    assert "fuwuyue forms" not in call("run", "优质服务月").stderr
    call("forms", "优质服务月")
    assert "是以前生成的，不随这次运行更新；要用请重新运行 fuwuyue forms。" in call("run", "优质服务月").stderr


def test_hints_are_counted() -> None:
    """They are not listed on the screen, but nobody should think there are none."""
    workspace(PLACE, {**complete(), "抄件.xlsx": complete()["甲科.xlsx"]}, rulebook())
    assert re.search(r"另有 \d+ 条提示，见“问题清单”", call("run", "优质服务月").stderr)


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_results_under_another_name_are_told_even_quietly(monkeypatch: pytest.MonkeyPatch, quiet: tuple[str, ...]) -> None:
    """Whoever opens the old file would take it for the new one."""
    workspace(PLACE, complete(), rulebook())
    call("run", "优质服务月")
    replace = os.replace

    def held_open(source: str, target: str) -> None:
        if str(target).endswith("评优结果.xlsx"):
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(os, "replace", held_open)
    monkeypatch.setattr(workspace_module, "_TRIES", 1)
    said = call("run", *quiet, "优质服务月").stderr
    assert re.search(r"“评优结果\.xlsx”正被打开，换不了.*另存为“评优结果（另存，\d{8}-\d{6}）\.xlsx”", said)
