"""领导裁定: whom each row is about, what is not signed or names nobody, and what comes to the evaluation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.schema.ruling_book import ruling_book
from fuwuyue_xlsx.tables.contract import RULING_TABLES, violations
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.altered_books import without_stamp
from tests.support.filled_books import Row, department_file, department_sheets, filled, intake_of, post_rules, small_rules, template
from tests.support.table_rows import rows_of

DAY = dt.date(2017, 12, 31)
SIGNED: Row = {"裁定人": "钱九", "裁定日期": DAY}
TIE: Row = {"奖项": "优秀班组", "科室": "甲科", "候选": "电工组", "综合得分": 88.15, "空余名额": 1, "裁定": "获奖", **SIGNED}
OUT: Row = {"奖项": None, "科室": "甲科", "班组": None, "姓名或岗位": None, "理由": "弃权", **SIGNED}
SEEN: Row = {"提示代号": "date-outside", "文件": "收件箱/甲.xlsx", "表": "技能比赛", "格": "B6", "处理": "已核实，按现值", **SIGNED}


def read(root: Path, sheet: str, *rows: Row, rules=None, **more: bytes) -> Intake:
    """What is read from a blank 领导裁定.xlsx with these rows, and the book of 甲科."""
    rules = rules or small_rules()
    book = filled(write_book(ruling_book(rules), rules.campaign), {sheet: list(rows)})
    intake = intake_of(root, rules, {"甲.xlsx": department_file(rules), "领导裁定.xlsx": book, **more})
    assert [line for table in RULING_TABLES for line in violations(table, intake.tables.by_name[table])] == []
    return intake


def told(intake: Intake) -> list[tuple[str, str]]:
    """(code, cell) of every finding on the books of rulings."""
    return [(p.code, p.place.cell) for p in intake.findings if "裁定" in p.place.file]


def test_a_tie_comes_to_the_evaluation(tmp_path: Path) -> None:
    intake = read(tmp_path, "并列", {**TIE, "候选": " 电工组 ", "理由": "资格老"})
    assert told(intake) == []
    (row,) = rows_of(intake)["tie_decisions"]
    assert row.pop("saved") is not None
    assert row == {
        "award": "优秀班组", "department": "甲科", "team": "电工组", "person": None, "post": None, "score": Decimal("88.15"), "seats": 1,
        "decision": "获奖", "by": "钱九", "date": DAY, "reason": "资格老", "book": "收件箱/领导裁定.xlsx",
        "source": "收件箱/领导裁定.xlsx!并列!F5"}


@pytest.mark.parametrize("change, wanted", [
    ({"裁定人": None}, [("ruling-unsigned", "G5")]),
    ({"裁定日期": None}, [("ruling-unsigned", "H5")]),
    ({"裁定": None}, [("ruling-unsigned", "F5")]),
    ({"裁定日期": "年底"}, [("not-a-date", "H5")]),
    ({"空余名额": None}, [("ruling-unsigned", "E5")]),
    ({"综合得分": None}, [("ruling-unsigned", "D5")]),
    ({"奖项": "优秀班"}, [("unknown-name", "A5")]),
    ({"候选": "电工"}, [("ruling-candidate-unknown", "C5")]),
    ({"科室": "乙科"}, [("ruling-candidate-unknown", "C5")]),
    # nothing is decided yet: the row only says what was asked
    ({"裁定": None, "裁定人": None, "裁定日期": None}, []),
])
def test_a_row_that_is_not_signed_decides_nothing(tmp_path: Path, change: Row, wanted: list[tuple[str, str]]) -> None:
    intake = read(tmp_path, "并列", {**TIE, **change})
    assert told(intake) == wanted
    assert [row["decision"] for row in rows_of(intake)["tie_decisions"] if row["decision"]] == []


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    intake = read(tmp_path, "并列", {**TIE, "候选": "电工"})
    assert "是否为“电工组”" in next(p.message for p in intake.findings if p.code == "ruling-candidate-unknown")


def test_people_are_known_by_their_nominations(tmp_path: Path) -> None:
    """One that nobody nominated is an error; two of one name are told apart by their teams."""
    person = {**TIE, "奖项": "优秀个人", "综合得分": None}
    assert rows_of(read(tmp_path / "1", "并列", {**person, "候选": "李 七"}))["tie_decisions"][0]["team"] == "电工组"
    assert told(read(tmp_path / "2", "并列", {**person, "候选": "李九"})) == [("ruling-candidate-unknown", "C5")]


def test_posts_of_one_name_are_told_apart_by_their_teams(tmp_path: Path) -> None:
    posts = [{"推荐顺序": at, "岗位名称": "值班岗", "所在班组": team, "主要事迹": "事迹", "科室意见": "同意"}
            for at, team in enumerate(("电工组", "班组外"), 1)]
    book, post = department_file(post_rules(), department_sheets(优质服务示范岗推荐=posts)), {**TIE, "奖项": "优质服务示范岗"}
    unclear = read(tmp_path / "1", "并列", {**post, "候选": "值班岗"}, rules=post_rules(), **{"甲.xlsx": book})
    assert told(unclear) == [("ruling-candidate-unclear", "C5")] and rows_of(unclear)["tie_decisions"] == []
    clear = read(tmp_path / "2", "并列", {**post, "候选": "值班岗（班组外）"}, rules=post_rules(), **{"甲.xlsx": book})
    assert told(clear) == [] and rows_of(clear)["tie_decisions"][0]["team"] is None
    unclear = read(tmp_path / "3", "取消资格", {**OUT, "姓名或岗位": "值班岗"}, rules=post_rules(), **{"甲.xlsx": book})
    assert told(unclear) == [("ruling-candidate-unclear", "D5")] and rows_of(unclear)["disqualifications"] == []
    clear = read(tmp_path / "4", "取消资格", {**OUT, "班组": "电工组", "姓名或岗位": "值班岗"}, rules=post_rules(), **{"甲.xlsx": book})
    assert told(clear) == [] and rows_of(clear)["disqualifications"][0]["team"] == "电工组"


@pytest.mark.parametrize("change, wanted", [
    ({}, (None, None, None)),
    ({"班组": "电工组"}, ("电工组", None, None)),
    ({"姓名或岗位": "李七"}, ("电工组", "李七", None)),
    ({"班组": "电工组", "姓名或岗位": "李七"}, ("电工组", "李七", None)),
    ({"班组": "班组外", "姓名或岗位": "李八"}, (None, "李八", None)),
    ({"奖项": "优秀个人", "姓名或岗位": "李八"}, (None, "李八", None)),
])
def test_a_row_names_one_candidate(tmp_path: Path, change: Row, wanted: tuple[Any, ...]) -> None:
    intake = read(tmp_path, "取消资格", {**OUT, **change})
    assert told(intake) == []
    assert [(row["team"], row["person"], row["post"]) for row in rows_of(intake)["disqualifications"]] == [wanted]


@pytest.mark.parametrize("change, wanted", [
    ({"裁定人": None}, ("ruling-unsigned", "F5")),
    ({"理由": None}, ("ruling-unsigned", "E5")),
    ({"理由": None, "裁定人": None, "裁定日期": None}, ("ruling-unsigned", "E5")),
    ({"班组": "医生组"}, ("unknown-name", "C5")),
    ({"班组": "医生组", "姓名或岗位": "李七"}, ("unknown-name", "C5")),
    ({"班组": "水工组、仓管", "姓名或岗位": "李七"}, ("ruling-candidate-unknown", "D5")),
    ({"班组": "班组外", "姓名或岗位": "李七"}, ("ruling-candidate-unknown", "D5")),
    ({"姓名或岗位": "李九"}, ("ruling-candidate-unknown", "D5")),
    # a department is no candidate for an award of teams, and nobody is one who is only outside teams
    ({"奖项": "优秀班组"}, ("ruling-candidate-unknown", "B5")),
    ({"奖项": "优秀组织奖", "班组": "电工组"}, ("ruling-candidate-unknown", "C5")),
    ({"奖项": "优秀组织奖", "姓名或岗位": "李七"}, ("ruling-candidate-unknown", "D5")),
    ({"班组": "班组外"}, ("ruling-candidate-unknown", "C5")),
])
def test_a_row_that_names_none_disqualifies_nobody(tmp_path: Path, change: Row, wanted: tuple[str, str]) -> None:
    intake = read(tmp_path, "取消资格", {**OUT, **change})
    assert wanted in told(intake) and all(p.blocks for p in intake.findings if p.code == wanted[0])
    assert rows_of(intake)["disqualifications"] == []


def test_posts_are_named_too(tmp_path: Path) -> None:
    posts = [{"推荐顺序": 1, "岗位名称": "收费窗口岗", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}]
    book = department_file(post_rules(), department_sheets(优质服务示范岗推荐=posts))
    intake = read(tmp_path, "取消资格", {**OUT, "姓名或岗位": "收费窗口岗"}, rules=post_rules(), **{"甲.xlsx": book})
    assert [row["post"] for row in rows_of(intake)["disqualifications"]] == ["收费窗口岗"]


def test_confirmations(tmp_path: Path) -> None:
    intake = read(tmp_path, "提示确认", SEEN, {**SEEN, "提示代号": "date-outsid"}, {**SEEN, "裁定人": None}, {**SEEN, "提示代号": None})
    assert sorted(told(intake)) == [("confirmed-code-unknown", "A6"), ("ruling-unsigned", "A8"), ("ruling-unsigned", "F7")]
    (row,) = rows_of(intake)["confirmations"]
    assert (row["code"], row["file"], row["sheet"], row["cell"], row["text"]) == ("date-outside", "收件箱/甲.xlsx", "技能比赛", "B6", None)


def test_a_book_written_with_questions_is_read_whole(tmp_path: Path) -> None:
    """Questions that nobody has answered yet decide nothing, and nothing is wrong with them; a stamp is not needed."""
    rules = small_rules()
    asked = tuple({title: TIE[title] for title in ("奖项", "科室", "空余名额", "综合得分")} | {"候选": name} for name in ("电工组", "水工组、仓管"))
    seen = tuple({title: SEEN[title] for title in ("提示代号", "文件", "表", "格")} | {"提示内容": "日期不在活动期间"} for _ in "甲")
    written = write_book(ruling_book(rules, asked, ({**OUT, "裁定日期": DAY},), seen), rules.campaign)
    intake = intake_of(tmp_path, rules, {"甲.xlsx": department_file(rules), "领导裁定.xlsx": written, "领导裁定二.xlsx": without_stamp(written)})
    assert {code for code, _ in told(intake)} == set() and [file.kind for file in intake.files][1:] == ["decisions"] * 2
    assert [row["decision"] for row in rows_of(intake)["tie_decisions"]] == [None] * 4
    assert len(rows_of(intake)["disqualifications"]) == 2 and rows_of(intake)["confirmations"] == []
    assert all(file.account.reported == 0 for file in intake.files)


def test_a_blank_book_says_nothing(tmp_path: Path) -> None:
    rules = small_rules()
    intake = intake_of(tmp_path, rules, {"领导裁定.xlsx": template(rules, "decisions")})
    assert told(intake) == [("file-blank", "")]
