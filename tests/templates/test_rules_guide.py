"""规则说明 of the rules workbook: its health check and its sentences are what Python says, as LibreOffice reckons them from nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.award_sentences import sentences_of
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.trials_2017 import trials_2017
from fuwuyue_xlsx.schema.rules_health import HEALTH, LATER, LOOK, MOST_AWARDS, OUTSIDE, RULES_GUIDE, SENTENCES, UNTRIED, WELL, TypedRules
from fuwuyue_xlsx.templates.all_templates import rulebook_2017
from tests.support.edited_rulebooks import Percent, edited, new_row
from tests.support.filled_books import rules_bytes, with_policy
from tests.support.hospital_campaign import hospital_rows, hospital_rulebook
from tests.support.libreoffice import convert
from tests.support.recalculation import emptied, recalculated
from tests.support.repetition import every
from tests.support.workbook_view import opened

Rows = dict[str, list[tuple[Any, ...]]]


def without(sheet: str, *, award: str, **also: Any) -> Rows:
    return {sheet: [row for row in rows_2017()[sheet] if row[0] != award or not also.items() <= dict(kind=row[3]).items()]}


def awards(number: int, column: int, value: Any) -> Rows:
    rows = rows_2017()["奖项"]
    return {"奖项": [(*row[:column], value, *row[column + 1:]) if at == number else row for at, row in enumerate(rows)]}


def changed(sheet: str, number: int, column: int, value: Any) -> Rows:
    return {sheet: [(*row[:column], value, *row[column + 1:]) if at == number else row for at, row in enumerate(rows_2017()[sheet])]}


def with_part(source: str, scope: Any, limit: Any, weight: Any = None) -> Rows:
    """One more part of 优秀班组."""
    return {"评分构成": [*rows_2017()["评分构成"], ("优秀班组", "日常", weight, source, scope, limit)]}


# what is changed · the line that speaks · what it says
WRONG: dict[str, tuple[Rows, str, str]] = {
    "an item without content": (changed("活动信息", 4, 1, None), "items", "“宣传开始”"),
    "an item that is gone": ({"活动信息": rows_2017()["活动信息"][1:]}, "items", "“年度”"),
    "no quota": (awards(1, 3, None), "numbers", "“优秀班组”"),
    "no prize": (awards(2, 4, None), "numbers", "“优秀个人”"),
    "weights of 90": (changed("评分构成", 3, 2, "30%"), "weights", "“优秀班组”"),
    "weights of 100.5": (changed("评分构成", 0, 2, "40.5%"), "weights", "“优秀组织奖”"),
    "加减分 without a limit": (with_part("加减分", None, None), "limits", "“优秀班组”"),
    "加减分 with a weight": (with_part("加减分", None, 5, "0%"), "limits", "“优秀班组”"),
    "a limit of another part": (with_part("投票", None, 5, "0%"), "limits", "“优秀班组”"),
    "no parts": (without("评分构成", award="优秀班组"), "parts", "“优秀班组”"),
    "no criteria": (without("评审要点", award="优秀组织奖"), "criteria", "“优秀组织奖”"),
    "no conditions": (without("评选条件", award="优秀个人"), "conditions", "“优秀个人”"),
    "no veto": (without("评选条件", award="优秀班组", kind="一票否决"), "vetoes", "“优秀班组”"),
    "two awards without veto": ({"评选条件": [row for row in rows_2017()["评选条件"] if row[3] != "一票否决"]}, "vetoes", "“优秀组织奖”“优秀班组”“优秀个人”"),
    "an award that nothing has": (changed("评审要点", 0, 0, "优秀组织"), "names", "“1 行”"),
    "an own check that nothing uses": ({"自定义核查": [("采纳的建议", "合理化建议", "行数", None, "是否采纳=是", "班组")]}, "own_checks", "“1 个”"),
    "a line without checklist": (changed("班组划分", 0, 3, "保卫"), "checklists", "“1 个班组”"),
    "no questions": ({"测评题目": []}, "questions", "“测评题目”"),
    "a team twice": (changed("班组划分", 1, 2, "食堂管理组"), "twice", "“2 行”"),
    "a period of last year": ({"口径设置": with_policy(事故认定期间="2016-11-20 至 2016-12-30")}, "period", f"“{OUTSIDE}”"),
    "a period that begins after the end": ({"口径设置": with_policy(事故认定期间="2017-12-31 至 2018-01-02")}, "period", f"“{OUTSIDE}”"),
    "a period that no formula reads": ({"口径设置": with_policy(事故认定期间="十一月起")}, "period", f"“{LATER}”"),
    "too many awards": ({"奖项": [*rows_2017()["奖项"], *((f"奖{n}", "岗位", "固定", None, None, "否") for n in range(MOST_AWARDS))]}, "many",
                        f"“{MOST_AWARDS + 4} 个”"),
}
# beside the faults: what must be left alone
RIGHT: dict[str, Rows] = {
    "as in 2017": {},
    "a period that touches": {"口径设置": with_policy(事故认定期间="2017-12-30 至 2018-01-02")},
    "the campaign's own days": {"口径设置": with_policy(事故认定期间="宣传开始 至 材料截止")},
    "weights as numbers": {"评分构成": [(award, part, float(weight.rstrip("%")), source) for award, part, weight, source in rows_2017()["评分构成"]]},
    "an award of honour": awards(1, 4, "无"),
    "加减分 with a limit": with_part("加减分", None, 5),
    "trials": {"试算": trials_2017()},
}


def results(book: dict[str, Any]) -> dict[str, str]:
    """Name of each line → its result, by the order of the labels."""
    sheet = book[RULES_GUIDE]
    at = {value: cell for cell, value in sheet.items()}
    return {name: sheet["B" + at[line.label][1:]] for name, line in HEALTH.items()}


def sentences(book: dict[str, Any]) -> list[str]:
    sheet = book[RULES_GUIDE]
    first = next(int(cell[1:]) for cell, value in sheet.items() if value == SENTENCES)
    last = next(int(cell[1:]) for cell, value in sheet.items() if value == "工作表")
    below = sorted(sheet.items(), key=lambda item: int(item[0][1:]))
    return [value for cell, value in below if cell[0] == "A" and first < int(cell[1:]) < last]


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_named_on_its_line(name: str) -> None:
    rows, line, words = WRONG[name]
    typed = TypedRules({**rows_2017(), **rows})
    assert HEALTH[line].result(typed) == LOOK + words


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_in_order_is_left_alone(name: str) -> None:
    typed = TypedRules({**rows_2017(), **RIGHT[name]})
    assert {line.result(typed) for line in HEALTH.values() if not line.tells} == {WELL}


def test_another_campaign_is_in_order() -> None:
    assert {line.result(TypedRules(hospital_rows())) for line in HEALTH.values() if not line.tells} == {WELL}


def test_how_many_trials_there_are_is_told() -> None:
    assert HEALTH["trials"].result(TypedRules(rows_2017())) == "6 组，请运行 fuwuyue rules 逐组核对"
    assert HEALTH["trials"].result(TypedRules(hospital_rows())) == UNTRIED


def test_it_is_the_first_sheet_and_nothing_on_it_is_content() -> None:
    book = opened(rulebook_2017())
    assert book.sheetnames[0] == book.active.title == RULES_GUIDE
    assert read_rules(rulebook_2017())[1] == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("step", every(2, [4, 1]))
def test_formulas_say_what_python_says(tmp_path: Path, step: int) -> None:
    """Of every so many cases."""
    everything = {**{name: rows for name, (rows, _, _) in WRONG.items()}, **RIGHT}
    cases = {name: everything[name] for name in list(everything)[::step]}
    books = {f"case{number}": emptied(rules_bytes(**rows)) for number, rows in enumerate(cases.values())}
    books["hospital"] = emptied(hospital_rulebook())
    found = recalculated(tmp_path, books)
    for (name, rows), book in zip(cases.items(), found.values(), strict=False):
        typed = TypedRules({**rows_2017(), "试算": [], **rows})
        assert results(book) == {line: HEALTH[line].result(typed) for line in HEALTH}, name
    assert set(results(found["hospital"]).values()) == {WELL, UNTRIED}


@cache
def sentenced() -> dict[str, bytes]:
    """Rules of which the sentences are read."""
    return {
        "as in 2017": edited(),
        "weights shown as percent": edited(("评分构成", 1, "权重", Percent(0.4))),
        "of honour": edited(("奖项", 2, "奖金(元)", "无"), ("奖项", 1, "奖金(元)", 0)),
        "from two incidents on": edited(("评选条件", 9, "阈值", 2)),
        "in each department": edited(("奖项", 2, "名额范围", "每科室"), ("奖项", 2, "名额", 1)),
        "by units": edited(("奖项", 2, "名额方式", "按单位数比例"), ("奖项", 2, "名额", "30%")),
        "by units of each department": edited(("奖项", 2, "名额方式", "按单位数比例"), ("奖项", 2, "名额", "25%"), ("奖项", 2, "名额范围", "每科室")),
        "no veto, no hard condition": rules_bytes(评选条件=[row for row in rows_2017()["评选条件"] if row[3] == "参考"]),
        "shares of categories": edited(("奖项", 3, "类别比例", "一线≥50%")),
        "tiers with bounds, groups of respondents": edited(
            ("奖项", 2, "奖项组", "评优"), ("奖项", 2, "每科室至多", 3), ("奖项", 2, "每科室至少", 1),
            *new_row("奖项", 5, 奖项="良好班组", 级别="班组", 名额方式="固定", 名额=3, 启用="是", 奖项组="评优", 每科室至多=2, **{"奖金(元)": 100}),
            *new_row("评分构成", 7, 奖项="良好班组", 分项="学生评价", 权重="60%", 数据来源="满意度测评", 范围="学生"),
            *new_row("评分构成", 8, 奖项="良好班组", 分项="其他评价", 权重="40%", 数据来源="满意度测评", 范围="教师；职工")),
        "加减分": edited(*new_row("评分构成", 7, 奖项="优秀班组", 分项="日常", 数据来源="加减分", 上限=5),
                      *new_row("评分构成", 8, 奖项="优秀组织奖", 分项="奖励", 数据来源="加减分", 上限="2.5分")),
        "a post by the survey of its team": edited(("奖项", 4, "名额", 3), ("奖项", 4, "奖金(元)", 300), ("奖项", 4, "启用", "是"), *new_row(
            "评分构成", 7, 奖项="优质服务示范岗", 分项="满意度测评", 权重="100%", 数据来源="满意度测评")),
        "a hospital": hospital_rulebook(),
        "a hospital without words of its own": hospital_rulebook(own_words=False, 口径设置=with_policy(事故认定期间="2031-03-01 至 2031-04-30")),
    }


@pytest.mark.libreoffice
@pytest.mark.parametrize("step", every(2, [3, 1]))
def test_sentences_are_those_of_the_command(tmp_path: Path, step: int) -> None:
    """Of every so many rules."""
    cases = {name: sentenced()[name] for name in list(sentenced())[::step]}
    found = recalculated(tmp_path, {f"case{number}": emptied(data) for number, data in enumerate(cases.values())})
    for (name, data), book in zip(cases.items(), found.values(), strict=True):
        rules, findings = read_rules(data)
        assert rules is not None, findings
        assert sentences(book) == list(sentences_of(rules)), name


@pytest.mark.long
@pytest.mark.libreoffice
def test_a_recalculated_workbook_reads_as_before(tmp_path: Path) -> None:
    """What LibreOffice has saved is taken for the template's own."""
    file = tmp_path / "评选规则.xlsx"
    file.write_bytes(emptied(rulebook_2017()))
    saved = convert(tmp_path, [file], "xlsx")[0].read_bytes()
    assert [found.code for found in read_rules(saved)[1]] == []
