"""试算 as it is typed: what its rows come to, and each fault at its cell, none of which holds up the campaign."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules, Source
from fuwuyue_xlsx.rules.trials import Trial, TrialFigure, TrialIncident, TrialOutcome
from fuwuyue_xlsx.rules.trials_2017 import TITLES, trial_row, trials_2017
from fuwuyue_xlsx.schema.trial_sheet import TRIAL_SHEET
from tests.support.edited_rulebooks import address, edited, without_sheet
from tests.support.filled_books import rules_bytes

TEAM, PERSON, DEPARTMENT, POST = "优秀班组", "优秀个人", "优秀组织奖", "示范岗"
ROW = dict(试算名称="甲", 奖项=TEAM, 科室="甲科", 班组="一组", 评委打分=90, 监督检查=90, 满意度测评=90, 期望状态="获奖")
NO_FIGURES: dict[str, Any] = {**ROW, "评委打分": None, "监督检查": None, "满意度测评": None}
ADJUSTED: dict[str, Any] = {**NO_FIGURES, "奖项": "分科室奖", "名额": 1}
TO_POST: dict[str, Any] = {"班组": "二组", "姓名或岗位": "值班岗", "评委打分": None, "监督检查": None}
Rows = list[tuple[Any, ...]]


@cache
def book(rows: tuple[tuple[Any, ...], ...]) -> tuple[Rules | None, tuple[Finding, ...]]:
    """2017 with an award for posts by two groups of reviewers and votes, whose survey is compared, one by department, and one that is off."""
    awards = [*rows_2017()["奖项"], (POST, "岗位", "固定", 1, 300, "是", None, None), ("分科室奖", "班组", "分科室", None, 100, "是", None, None)]
    parts = [*rows_2017()["评分构成"], (POST, "领导评价", "50%", "评委打分", "领导"), (POST, "职工评价", "30%", "评委打分", "职工"),
             (POST, "投票", "20%", "投票"), ("分科室奖", "检查", "100%", "监督检查"),
             ("分科室奖", "加减分", None, "加减分", None, 5)]
    conditions = [*rows_2017()["评选条件"], (POST, 1, "满意", "硬性", "满意度", 80, None), (POST, 2, "没有事故", "一票否决", "事故投诉", None, None),
                  ("分科室奖", 1, "有采纳的建议", "硬性", "采纳的建议", 1, None)]
    criteria = [*rows_2017()["评审要点"], (POST, 1, "规范", 100)]
    panel = [("张三", None, "领导", POST), ("李四", None, "职工", POST)]
    rules, findings = read_rules(rules_bytes(奖项=awards, 评分构成=parts, 评选条件=conditions, 评审要点=criteria, 评委名单=panel,
                                             名额分配=[("分科室奖", "卫生所", 1)],
                                             自定义核查=[("采纳的建议", "合理化建议", "行数", None, None, "班组")], 试算=list(rows)))
    return rules, tuple(findings)


def of(*rows: dict[str, Any]) -> tuple[Rules | None, tuple[Finding, ...]]:
    return book(tuple(trial_row(**row) for row in rows))


def faults(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    """(code, cell) of the findings on the sheet; none of them stops the run."""
    rules, findings = of(*rows)
    assert rules is not None
    on_sheet = [found for found in findings if found.place.sheet == "试算"]
    assert not any(found.blocks for found in findings)
    assert all(trial.usable for trial in rules.trials) == (not on_sheet)
    return [(found.code, found.place.cell) for found in on_sheet]


def cell(row: int, title: str) -> str:
    return address("试算", row, title).split("!")[1]


def trials(*rows: dict[str, Any]) -> tuple[Trial, ...]:
    rules, _ = of(*rows)
    assert rules is not None
    return rules.trials


def person(**more: Any) -> dict[str, Any]:
    return dict(试算名称="甲", 奖项=PERSON, 科室="甲科", 姓名或岗位="李七", 推荐顺序=1, 期望状态="获奖", **more)


def post(**more: Any) -> dict[str, Any]:
    return dict(dict(试算名称="甲", 奖项=POST, 科室="甲科", 班组="一组", 姓名或岗位="值班岗", 评委打分="领导评价=90；职工评价=80、81", 投票="12/40",
                     满意度测评=85, 期望状态="获奖"), **more)


def test_the_rows_of_2017_are_written_in_the_sheets_columns() -> None:
    assert [column.title for column in TRIAL_SHEET.columns] == list(TITLES)
    assert {len(row) for row in trials_2017()} == {len(TITLES)}


def test_rows_of_one_name_are_one_competition() -> None:
    third = {**ROW, "试算名称": "甲 ", "班组": "二组", "名额": 2, "期望名次": "2", "期望综合得分": "90", "期望奖金": "0元", "期望状态": "未获奖"}
    first, second = trials(ROW, {**ROW, "试算名称": "乙"}, third)
    assert (first.name, [row.team for row in first.rows], first.seats, first.usable) == ("甲", ["一组", "二组"], {TEAM: 2}, True)
    assert first.rows[1].expected == TrialOutcome("未获奖", 2, Decimal(90), 0)
    assert first.rows[0].expected == TrialOutcome("获奖")
    assert (second.name, second.seats) == ("乙", {})
    assert first.rows[0].cell == f"评选规则.xlsx!{address('试算', 1, '期望状态')}"


def test_figures_of_every_source_as_they_are_typed() -> None:
    (trial,) = trials(post())
    at = f"评选规则.xlsx!{address('试算', 1, '评委打分')}"
    votes, survey = (f"评选规则.xlsx!{address('试算', 1, title)}" for title in ("投票", "满意度测评"))
    assert trial.rows[0].figures == (
        TrialFigure(Source.REVIEW, ("领导",), (Decimal(90),), at), TrialFigure(Source.REVIEW, ("职工",), (Decimal(80), Decimal(81)), at),
        TrialFigure(Source.SURVEY, (), (Decimal(85),), survey), TrialFigure(Source.VOTES, (), ((12, 40),), votes))


@pytest.mark.parametrize("title, typed, values", [
    ("评委打分", "80.25、80.26", (Decimal("80.25"), Decimal("80.26"))), ("评委打分", "80,85分；90", (Decimal(80), Decimal(85), Decimal(90))),
    ("评委打分", "工作特色和工作成绩：88", (Decimal(88),)), ("满意度测评", "很满意、满意×3", ("很满意", "满意", "满意", "满意")),
    ("满意度测评", "80、很 满意", None), ("监督检查", "85%", (Decimal(85),)), ("监督检查", 0, (Decimal(0),)), ("监督检查", 100, (Decimal(100),)),
    ("满意度测评", "60x2", (Decimal(60), Decimal(60))),
], ids=str)
def test_what_a_cell_of_figures_may_hold(title: str, typed: Any, values: tuple[Any, ...] | None) -> None:
    if values is None:  # a gap parts two answers
        assert faults({**ROW, title: typed}) == [("not-a-number", cell(1, title))]
        return
    (trial,) = trials({**ROW, title: typed})
    assert next(figure.values for figure in trial.rows[0].figures if figure.source == title) == values


def test_votes_in_percent_are_votes_of_valid_ballots() -> None:
    assert [figure.values for figure in trials(post(投票="87.5"))[0].rows[0].figures if figure.source is Source.VOTES] == [((875, 1000),)]
    assert [figure.values for figure in trials(post(投票=30))[0].rows[0].figures if figure.source is Source.VOTES] == [((30, 100),)]


def test_counts_incidents_and_headcounts() -> None:
    incident = dict(事故投诉="待查", 件数=2, 事故类型="安全 事故", 发生日期="2017-12-03")
    (trial,) = trials({**ROW, "核查": "合理化建议数=0；比赛培训次数：3次", **incident}, person(员工人数="15人", 班组="班组外"))
    assert trial.rows[0].counts == (("合理化建议数", 0), ("比赛培训次数", 3))
    made = trial.rows[0].incident
    assert made is not None
    assert (made.conclusion, made.times, made.kind, made.day) == ("待查", 2, "安全事故", dt.date(2017, 12, 3))
    assert (trial.rows[1].name, trial.rows[1].team, trial.rows[1].order, trial.rows[1].staff) == ("李七", None, 1, 15)


def test_units_are_those_of_the_rules_where_they_are_named_so() -> None:
    (trial,) = trials({**ROW, "科室": "维修 管理科", "班组": "水工组 、仓管"}, {**ROW, "班组": "二 组"}, {**ROW, "奖项": POST, **TO_POST},
                      {**NO_FIGURES, "奖项": DEPARTMENT, "班组": None})
    assert [(row.department, row.team) for row in trial.rows] == [("维修管理科", "水工组、仓管"), ("甲科", "二 组"), ("甲科", "二 组"), ("甲科", None)]


def test_an_empty_sheet_and_none_are_no_trials() -> None:
    for data in (rules_bytes(试算=[]), without_sheet("试算")):
        rules, findings = read_rules(data)
        assert rules is not None
        assert (rules.trials, findings) == ((), [])


def test_other_trials_are_no_other_rules_for_files_that_were_read() -> None:
    one, other = of(ROW)[0], of({**ROW, "班组": "二组"})[0]
    assert repr(one) == repr(other)
    assert one != other


# rows · where the fault is, row and column · what its code is · rows beside it that are right
OTHER = {**ROW, "班组": "二组"}
FAULTS: dict[str, tuple[list[dict[str, Any]], tuple[int, str], str, list[dict[str, Any]]]] = {
    "an unknown award": ([{**ROW, "奖项": "优秀班祖"}], (1, "奖项"), "unknown-name", [{**ROW, "奖项": "优秀 班组"}]),
    "an award that is off": ([{**ROW, "奖项": "优质服务示范岗"}], (1, "奖项"), "trial-cell", []),
    "an unknown status": ([{**ROW, "期望状态": "落选"}], (1, "期望状态"), "unknown-choice", [{**ROW, "期望状态": "未获奖"}]),
    "a status that nobody expects": ([{**ROW, "期望状态": "未推荐"}], (1, "期望状态"), "unknown-choice", [{**ROW, "期望状态": "缺评分", "评委打分": None}]),
    "no status": ([{**ROW, "期望状态": None}], (1, "期望状态"), "required-empty", []),
    "no name": ([{**ROW, "试算名称": None}], (1, "试算名称"), "required-empty", []),
    "no department": ([{**ROW, "科室": None}], (1, "科室"), "required-empty", []),
    "a team award without team": ([{**ROW, "班组": None}], (1, "班组"), "trial-cell", [{**ROW, "奖项": DEPARTMENT, "班组": None}]),
    "a department award with a team": ([{**ROW, "奖项": DEPARTMENT}], (1, "班组"), "trial-cell", []),
    "a team award with a person": ([{**ROW, "姓名或岗位": "李七"}], (1, "姓名或岗位"), "trial-cell", [person(), person(班组="一组")][:1]),
    "a person award without person": ([{**person(), "姓名或岗位": None}], (1, "姓名或岗位"), "trial-cell", [person(班组="一组")]),
    "班组外 as a team": ([{**ROW, "班组": "班组外"}], (1, "班组"), "trial-cell", [person(班组="班组外")]),
    "a source that the award has not": ([{**ROW, "投票": 30}], (1, "投票"), "trial-cell", [post()]),
    "a score for people by order": ([person(评委打分=90)], (1, "评委打分"), "trial-cell", [person()]),
    "a source that only a condition compares": ([post(监督检查=90)], (1, "监督检查"), "trial-cell", [post(满意度测评=79)]),
    "a figure above 100": ([{**ROW, "评委打分": 101}], (1, "评委打分"), "number-out-of-range", [{**ROW, "评委打分": 100}]),
    "a figure below 0": ([{**ROW, "监督检查": -1}], (1, "监督检查"), "number-out-of-range", [{**ROW, "监督检查": 0}]),
    "one of several figures out of range": ([{**ROW, "评委打分": "80、800"}], (1, "评委打分"), "number-out-of-range", [{**ROW, "评委打分": "80、80"}]),
    "a word as a score": ([{**ROW, "评委打分": "很好"}], (1, "评委打分"), "not-a-number", [{**ROW, "满意度测评": "很满意"}]),
    "a grade that the survey has not": ([{**ROW, "满意度测评": "非常满意"}], (1, "满意度测评"), "not-a-number", []),
    "no answers at all": ([{**ROW, "满意度测评": "满意×0"}], (1, "满意度测评"), "trial-cell", [{**ROW, "满意度测评": "满意×1"}]),
    "two parts and no name": ([post(评委打分=90)], (1, "评委打分"), "trial-cell", [post(评委打分="领导评价=90；职工评价=90")]),
    "a part that the award has not": ([post(评委打分="学生评价=90")], (1, "评委打分"), "trial-cell", [post(评委打分="领导 评价 = 90")]),
    "a part twice": ([post(评委打分="领导评价=90；领导评价=80")], (1, "评委打分"), "trial-cell", []),
    "a part without points": ([post(评委打分="领导评价=；职工评价=80")], (1, "评委打分"), "trial-cell", []),
    "more votes than ballots": ([post(投票="41/40")], (1, "投票"), "trial-cell", [post(投票="40/40")]),
    "votes of no ballots": ([post(投票="0/0")], (1, "投票"), "trial-cell", [post(投票="0/1")]),
    "two ballots": ([post(投票="12/40、13/40")], (1, "投票"), "trial-cell", []),
    "points of an award without": ([{**ROW, "加减分": 2}], (1, "加减分"), "trial-cell", [{**ADJUSTED, "加减分": "2、-1分"}]),
    "points that are none": ([{**ADJUSTED, "加减分": "加两分"}], (1, "加减分"), "not-a-number", [{**ADJUSTED, "加减分": -100}]),
    "points out of range": ([{**ADJUSTED, "加减分": "-101"}], (1, "加减分"), "number-out-of-range", []),
    "an own check that the award has not": ([{**ROW, "核查": "采纳的建议=1"}], (1, "核查"), "trial-cell", [{**ADJUSTED, "核查": "采纳的建议=0"}]),
    "a check that the award has not": ([{**ROW, "核查": "宣传形式数=2"}], (1, "核查"), "trial-cell", [{**ROW, "核查": "合理化 建议数 = 2"}]),
    "a count of no check": ([{**ROW, "核查": "2"}], (1, "核查"), "trial-cell", []),
    "a count of an award that counts nothing": ([post(核查="合理化建议数=1")], (1, "核查"), "trial-cell", []),
    "a count that is none": ([{**ROW, "核查": "合理化建议数=几条"}], (1, "核查"), "not-a-whole-number", []),
    "a count twice": ([{**ROW, "核查": "合理化建议数=1；合理化建议数=2"}], (1, "核查"), "trial-cell", []),
    "an order where the score decides": ([{**ROW, "推荐顺序": 1}], (1, "推荐顺序"), "trial-cell", [person()]),
    "a headcount where the quota is fixed": ([{**ROW, "员工人数": 15}], (1, "员工人数"), "trial-cell", [person(员工人数=15)]),
    "a headcount beside seats": ([person(员工人数=15, 名额=2)], (1, "员工人数"), "trial-cell", [person(名额=2)]),
    "an unknown conclusion": ([{**ROW, "事故投诉": "是"}], (1, "事故投诉"), "unknown-choice", [{**ROW, "事故投诉": "不属实"}]),
    "a kind of no incident": ([{**ROW, "事故类型": "安全事故"}], (1, "事故类型"), "trial-cell", [{**ROW, "事故投诉": "属实", "事故类型": "安全事故"}]),
    "a number of no incident": ([{**ROW, "件数": 2}], (1, "件数"), "trial-cell", [{**ROW, "事故投诉": "属实", "件数": "2件"}]),
    "a day of no incident": ([{**ROW, "发生日期": "2017-12-03"}], (1, "发生日期"), "trial-cell", [{**ROW, "事故投诉": "属实", "发生日期": "2016-12-03"}]),
    "an unknown kind": ([{**ROW, "事故投诉": "属实", "事故类型": "火灾"}], (1, "事故类型"), "unknown-name", []),
    "no day": ([{**ROW, "事故投诉": "属实", "发生日期": "月底"}], (1, "发生日期"), "not-a-date", []),
    "a rank of somebody vetoed": ([{**ROW, "期望状态": "一票否决", "期望名次": 1}], (1, "期望名次"), "trial-cell",
                                  [{**ROW, "期望状态": "待查", "期望名次": 1}]),
    "a composite of people by order": ([person(期望综合得分=90)], (1, "期望综合得分"), "trial-cell", [person(期望奖金=200)]),
    "a composite without a score": ([{**ROW, "期望状态": "缺评分", "期望综合得分": 90}], (1, "期望综合得分"), "trial-cell",
                                    [{**ROW, "期望状态": "不符合条件", "期望综合得分": 90}]),
    "a prize of somebody who does not win": ([{**ROW, "期望状态": "未获奖", "期望奖金": 500}], (1, "期望奖金"), "trial-cell",
                                             [{**ROW, "期望状态": "未获奖", "期望奖金": 0}]),
    "a candidate twice": ([ROW, {**ROW, "班组": "一 组"}], (2, "奖项"), "trial-cell", [ROW, {**ROW, "试算名称": "乙"}, {**ROW, "科室": "乙科"}]),
    "two numbers of seats": ([{**ROW, "名额": 1}, {**OTHER, "名额": 2}], (2, "名额"), "trial-cell", [{**ROW, "名额": 1}, {**OTHER, "名额": 1}]),
    "two figures of one team": ([ROW, post(评委打分="领导评价=90；职工评价=80", 满意度测评=80)], (2, "满意度测评"), "trial-cell",
                                [ROW, post(满意度测评=90), post(姓名或岗位="另一岗", 班组="二组", 满意度测评=80)]),
    "a department's figure beside its team's": ([ROW, {**ROW, "奖项": DEPARTMENT, "班组": None, "满意度测评": None}], (2, "监督检查"), "trial-cell",
                                                [ROW, {**ROW, "奖项": DEPARTMENT, "班组": None, "监督检查": None, "满意度测评": None}]),
    "two headcounts of one department": ([person(员工人数=15), {**person(员工人数=16), "姓名或岗位": "王五"}], (2, "员工人数"), "trial-cell",
                                         [person(员工人数=15), {**person(员工人数=16), "科室": "乙科"}]),
    "seats by department of departments that have none": ([{**ROW, "奖项": "分科室奖", "评委打分": None, "满意度测评": None}], (1, "名额"), "trial-cell", [
        {**ROW, "奖项": "分科室奖", "评委打分": None, "满意度测评": None, "名额": 1},
        {**ROW, "奖项": "分科室奖", "评委打分": None, "满意度测评": None, "科室": "卫生所", "班组": "三组"}]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_cell_and_holds_nothing_up(name: str) -> None:
    rows, (number, title), code, _ = FAULTS[name]
    assert faults(*rows) == [(code, cell(number, title))]


@pytest.mark.parametrize("name", [name for name in FAULTS if FAULTS[name][3]])
def test_the_right_rows_beside_it_are_left_alone(name: str) -> None:
    rows = FAULTS[name][3]
    alone = [faults(row) for row in rows] if "twice" not in name and "two" not in name and "beside" not in name else [faults(*rows)]
    assert alone == [[]] * len(alone)


def test_a_fault_keeps_only_its_own_competition_from_being_tried() -> None:
    first, second = trials({**ROW, "评委打分": 101}, {**ROW, "试算名称": "乙"})
    assert (first.usable, second.usable) == (False, True)


def test_one_incident_in_two_awards_is_written_alike() -> None:
    also = post(事故投诉="属实")
    assert faults(person(班组="一组", 事故投诉="属实"), also) == []
    again = {**NO_FIGURES, "奖项": "分科室奖", "名额": 1, "事故投诉": "待查"}
    assert faults({**ROW, "事故投诉": "属实"}, again) == [("trial-cell", cell(2, "事故投诉"))]


def test_every_fault_says_what_can_be_written() -> None:
    for rows, *_ in FAULTS.values():
        for found in of(*rows)[1]:
            assert found.hint
            assert "{" not in found.sentences


def test_a_fault_of_other_sheets_still_stops_the_run() -> None:
    rules, findings = read_rules(edited(("评分构成", 1, "权重", "50%"), ("试算", 1, "期望状态", "落选")))
    assert rules is None
    assert {(found.code, found.severity.value) for found in findings} >= {("rule-weights", "error"), ("unknown-choice", "warning")}


def test_a_column_that_is_gone_keeps_them_from_being_tried_and_nothing_else() -> None:
    rules, findings = read_rules(edited(("试算", 0, "期望状态", None)))
    assert rules is not None
    assert not any(trial.usable for trial in rules.trials)
    assert {found.code for found in findings} >= {"column-missing"}


def test_incidents_name_their_cell() -> None:
    (trial,) = trials({**ROW, "事故投诉": "属实"})
    assert trial.rows[0].incident == TrialIncident("属实", 1, None, None, f"评选规则.xlsx!{address('试算', 1, '事故投诉')}")
