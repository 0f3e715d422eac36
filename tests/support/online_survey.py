"""A survey of one team by five questions: its rules, answers that people give, our own book and an export with them."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.model import Rules
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL, rules_of, with_policy
from tests.support.raw_workbooks import book_bytes
from tests.support.table_rows import rows_of

QUESTIONS = ["态度好不好", "质量好不好", "快不快", "净不净", "听不听"]
TEAM = ("甲科", "电工组")
MAPPED = [(f"{number}、{question}", *TEAM, question) for number, question in enumerate(QUESTIONS, 6)]
HEADERS = [header for header, *_ in MAPPED]
GRADES = ["很满意", "满意", "一般", "不满意", "很不满意"]
ALL_BAD = ["很不满意"] * 5


def rules(mapping: Any = MAPPED, **policies: Any) -> Rules:
    survey = {**SMALL, "测评题目": list(enumerate(QUESTIONS, 1))}
    return rules_of(**survey, 问卷对照=mapping, 口径设置=with_policy(**policies))


def when(number: int, seconds: int = 0) -> dt.datetime:
    return dt.datetime(2017, 12, 1, 8, 0, seconds) + dt.timedelta(minutes=97 * number)


def honest(count: int, seed: int = 0, seconds: bool = False, weights: tuple[int, ...] = (5, 5, 2, 1, 1)) -> list[tuple[dt.datetime, list[str]]]:
    """(moment, answers) of people who mostly are content, as they are."""
    dice = random.Random(seed)
    return [(when(number, dice.randrange(60) if seconds else 0), dice.choices(GRADES, weights, k=5)) for number in range(count)]


def own_book(used: Rules, rows: list[tuple[Any, list[str]]], **about: Any) -> bytes:
    told = {"身份": "学生", "科室": TEAM[0], "班组": TEAM[1], **about}
    return office_file(used, "survey", {"测评结果": [{"提交时间": moment, **told, **dict(zip(QUESTIONS, grades, strict=True))} for moment, grades in rows]})


def export(rows: list[tuple[Any, list[str]]], time: str | None = "提交时间", headers: Any = None, numbers: bool = True) -> bytes:
    """An export, its moments written as they are given."""
    about = [*(["序号"] if numbers else []), *([time] if time else [])]
    return book_bytes({"Sheet1": [(*about, *(headers or HEADERS)), *(
        (*([n] if numbers else []), *([moment] if time else []), *grades) for n, (moment, grades) in enumerate(rows, 1))]})


def counted(intake: Intake) -> int:
    return sum(row["count"] for row in rows_of(intake)["responses"])
