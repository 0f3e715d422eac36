"""Nothing that is written for another campaign speaks of 2017, of a university or of its notice: every text of every output."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.hospital_campaign import hospital_rulebook
from tests.support.typed_cells import typed_in
from tests.support.workbook_view import cell_below, opened

# words of the notice of 2017 and of the trade that its examples come from; 校 but in 校验 (checksum) and 校对
OF_2017 = re.compile("师生|全校|学校|校园|处长|分管处|附 ?1|附 ?2|优质服务|后勤|2017|2018|学生|教师|电工|10 ?%|"
                     "优秀组织奖|优秀班组|优秀个人|示范岗|校(?![验对])")


def texts_of(path: Path) -> str:
    """Whatever a file says: of a workbook every part with its cells, notes, headers, names, prompts, properties."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8", "replace")
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith((".xml", ".rels", ".vml"))]
    # namespaces and numbers of parts are no texts
    return "\n".join(html.unescape(re.sub(r'xmlns(:\w+)?="[^"]*"|http://\S+', "", part)) for part in parts)


def found_in(text: str) -> set[str]:
    return {text[max(0, at.start() - 20):at.end() + 20] for at in OF_2017.finditer(text)}


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], tuple[Workspace, str]]:
    """A campaign with words of its own or without, made once: for looking only."""
    return cache(lambda own_words: worked_through(tmp_path_factory.mktemp("words") / "评优", own_words))


def worked_through(root: Path, own_words: bool) -> tuple[Workspace, str]:
    """The workspace after every command, with a book that is wrong in one cell, and what the screen said."""
    workspace = Workspace(root)
    workspace.inbox.mkdir(parents=True)
    workspace.rules.write_bytes(hospital_rulebook(own_words=own_words))
    said = [call("templates", str(root)).output]
    blank = (workspace.templates / "科室填报表_内科.xlsx").read_bytes()
    cell = cell_below(opened(blank)["班组信息"], "员工人数", 4)
    (workspace.inbox / "科室填报表_内科.xlsx").write_bytes(typed_in(blank, {("班组信息", cell): "十二"}))
    for name in ("监督检查评分表", "满意度测评表", "事故投诉登记表", "评委打分表"):
        (workspace.inbox / f"{name}.xlsx").write_bytes((workspace.templates / f"{name}.xlsx").read_bytes())
    said += [call(command, str(root), *more).output for command, more in (
        ("run", ()), ("run", ("--json",)), ("check", ()), ("forms", ()), ("explain", ("一病区",)), ("diff", ()), ("templates", ("--stage", "review")))]
    return workspace, "\n".join(said)


@pytest.mark.parametrize("own_words", [True, False])
def test_no_output_speaks_of_another_campaign(campaign: Callable[[bool], tuple[Workspace, str]], own_words: bool) -> None:
    workspace, said = campaign(own_words)
    wrong = {"screen": found_in(said)}
    files = [path for path in workspace.root.rglob("*") if path.is_file() and path.suffix in (".xlsx", ".json")]
    assert len(files) > 25
    for path in files:
        wrong[str(path.relative_to(workspace.root))] = found_in(texts_of(path)) | found_in(path.name)
    assert {name: words for name, words in wrong.items() if words} == {}


def test_policies_that_are_not_listed_speak_of_no_other_campaign(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "评优")
    workspace.inbox.mkdir(parents=True)
    workspace.rules.write_bytes(hospital_rulebook(口径设置=[("得分小数位", "2", None, None), ("无效问卷上限", "5%", None, None)]))
    said = call("run", str(workspace.root)).output + call("rules", str(workspace.root)).output
    assert found_in(said) == found_in(texts_of(workspace.results)) == set()


def test_the_walk_finds_such_words_where_there_are_some(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "评优")
    call("init", str(workspace.root))
    assert found_in(texts_of(workspace.rules))
    assert found_in(texts_of(workspace.templates / "科室填报表_维修管理科.xlsx"))


def test_own_words_stand_where_2017_had_its_own(campaign: Callable[[bool], tuple[Workspace, str]]) -> None:
    workspace, _ = campaign(True)
    book = texts_of(workspace.templates / "科室填报表_内科.xlsx")
    assert all(words in book for words in ("患者反响", "全院患者", "示例：责任护士", "责任护士技能比赛"))
    assert "患者" in texts_of(workspace.templates / "满意度测评表.xlsx")
    forms = texts_of(workspace.output / "空白推荐表.xlsx")
    assert all(words in forms for words in ("分管副院长意见", "院长意见", "附表4"))
    notice = texts_of(workspace.output / "公示名单.xlsx")
    assert "根据护理先锋评选方案，经科室推荐、评委评审、监督检查和患者满意度测评" in notice
    assert "方案第五条" in texts_of(workspace.results)


def test_what_is_left_out_has_neutral_words(campaign: Callable[[bool], tuple[Workspace, str]]) -> None:
    workspace, _ = campaign(False)
    book = texts_of(workspace.templates / "科室填报表_内科.xlsx")
    assert all(words in book for words in ("服务对象反响", "全体服务对象", "示例：值班员"))
    assert "根据2031年度护理先锋评选的评选办法" in texts_of(workspace.output / "公示名单.xlsx")
    forms = texts_of(workspace.output / "空白推荐表.xlsx")
    assert "分管领导意见" in forms
    assert "主要领导意见" in forms
    rules, findings = read_rules(workspace.rules.read_bytes())
    assert rules is not None, findings
    assert str(rules.policies.veto_first) == "2031-03-01"
    assert str(rules.policies.veto_last) == "2031-04-30"
