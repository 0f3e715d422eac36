"""Nothing that is written for another campaign speaks of 2017, of a university or of its notice: every text of every output."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.hospital_campaign import hospital_rulebook
from tests.support.typed_cells import typed_in
from tests.support.workbook_view import cell_below, opened

# words of the notice of 2017 and of the trade that its examples come from; 校 but in 校验 (checksum) and 校对
OF_2017 = re.compile("师生|全校|全处|学校|校园|处长|分管处|附 ?1|附 ?2|优质服务|后勤|2017|2018|学生|教师|电工|10 ?%|"
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


EXAMPLE = Path(__file__).parents[2] / "examples" / "2026-hospital"
COMMANDS = (("rules", ()), ("run", ()), ("run", ("--json",)), ("check", ()), ("forms", ()), ("explain", ("{team}",)), ("diff", ()),
            ("templates", ()), ("templates", ("--stage", "review")))


def said_by_all(root: Path, team: str) -> list[str]:
    """What the screen says when every command is given."""
    return [call(command, str(root), *(word.format(team=team) for word in more)).output for command, more in COMMANDS]


def spoil(book: Path) -> None:
    """A department's book with one wrong cell, so that a copy goes back."""
    data = book.read_bytes()
    cell = cell_below(opened(data)["班组信息"], "员工人数", 4)
    book.write_bytes(typed_in(data, {("班组信息", cell): "十二"}))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """The hospital of the examples after every command, in order and then with a wrong cell and its tie undecided."""
    workspace = Workspace(tmp_path_factory.mktemp("hospital") / "评优")
    shutil.copytree(EXAMPLE, workspace.root, ignore=shutil.ignore_patterns("结果", "缓存"))
    said = said_by_all(workspace.root, "患者陪检组")
    said.append(call("finalise", str(workspace.root), "--by", "宁致远").output)
    (workspace.inbox / "领导裁定.xlsx").unlink()
    spoil(workspace.inbox / "科室" / "科室填报表_膳食科.xlsx")
    return workspace, "\n".join([*said, *said_by_all(workspace.root, "门诊问询岗")])


@pytest.fixture(scope="module")
def without_own_words(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """A campaign that leaves all its own words out, after every command, with a book that is wrong in one cell."""
    workspace = Workspace(tmp_path_factory.mktemp("plain") / "评优")
    workspace.inbox.mkdir(parents=True)
    workspace.rules.write_bytes(hospital_rulebook(own_words=False))
    said = [call("templates", str(workspace.root)).output]
    for name in ("科室填报表_内科", "监督检查评分表", "满意度测评表", "事故投诉登记表", "评委打分表"):
        (workspace.inbox / f"{name}.xlsx").write_bytes((workspace.templates / f"{name}.xlsx").read_bytes())
    spoil(workspace.inbox / "科室填报表_内科.xlsx")
    return workspace, "\n".join([*said, *said_by_all(workspace.root, "一病区")])


@pytest.mark.parametrize("campaign", ["example", "without_own_words"])
def test_no_output_speaks_of_another_campaign(campaign: str, request: pytest.FixtureRequest) -> None:
    workspace, said = request.getfixturevalue(campaign)
    wrong = {"screen": found_in(said)}
    files = [path for path in workspace.root.rglob("*") if path.is_file() and path.suffix in (".xlsx", ".json")]
    assert len(files) > 25
    for path in files:
        wrong[str(path.relative_to(workspace.root))] = found_in(texts_of(path)) | found_in(path.name)
    assert {name: words for name, words in wrong.items() if words} == {}


def test_the_example_reaches_every_kind_of_output(example: tuple[Workspace, str]) -> None:
    workspace, said = example
    assert "可公示" in said and "初步结果" in said
    for name in ("评优结果.xlsx", "领导裁定.xlsx", "公示名单.xlsx", "奖金发放表.xlsx", "奖状.xlsx", "推荐表汇编.xlsx", "空白推荐表.xlsx",
                 "反馈/膳食科.xlsx", "退回修改/*膳食科*.xlsx", "定稿/*/定稿单.xlsx", "历史/*.json"):
        assert [*workspace.output.glob(name)], name


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


def test_own_words_stand_where_2017_had_its_own(example: tuple[Workspace, str]) -> None:
    workspace, _ = example
    book = texts_of(workspace.templates / "科室填报表_膳食科.xlsx")
    assert all(words in book for words in ("患者反响", "全院患者", "示例：配餐员", "配餐员技能比赛"))
    assert "患者" in texts_of(workspace.templates / "满意度测评表.xlsx")
    forms = texts_of(workspace.output / "空白推荐表.xlsx")
    assert all(words in forms for words in ("分管副院长意见", "院长意见", "附表4"))
    notice = texts_of(workspace.output / "公示名单.xlsx")
    assert "关于2026年度保障服务明星评选结果的公示" in notice
    assert "根据《保障服务明星评选办法（2026 年修订）》，经科室推荐、评委评审、监督检查、患者满意度测评" in notice
    assert "第七条(二)没有写多少算好评" in texts_of(workspace.results)


def test_what_is_left_out_has_neutral_words(without_own_words: tuple[Workspace, str]) -> None:
    workspace, _ = without_own_words
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
