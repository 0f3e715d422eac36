"""The hospital's example reckoned by hand: its committed books read cell by cell, and its awards decided by plain loops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

INBOX = Path(__file__).parents[2] / "examples" / "2026-hospital" / "收件箱"
# of the campaign's own document: who gives points, what a grade is worth, what a part weighs
PANELS = {"领导": ("程立新", "顾若兰"), "临床": ("季小岚", "陶静怡", "乔雨桐"), "同事": ("贺春生", "岳红梅", "阮志强")}
HOMES = {"贺春生": "膳食科", "岳红梅": "环境科", "阮志强": "设施科"}
GRADES = {"非常满意": 100, "很满意": 100, "满意": 80, "一般": 60, "不满意": 30, "不太满意": 30}
SHORT = {"配餐组": "病员配餐组", "陪检组": "患者陪检组", "医废组": "医疗废物收运组"}
SICK, STAFF = frozenset({"患者", "家属"}), frozenset({"职工"})
SEATS = {"膳食科": 2, "环境科": 2, "运送科": 2, "设施科": 1, "洗涤科": 1, "安保科": 1}
Who = tuple[str, str | None, str | None]
Rows = list[dict[str, Any]]


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def mean(values: Iterable[Decimal]) -> Decimal:
    listed = list(values)
    return rounded(sum(listed, Decimal(0)) / len(listed))


@cache
def books(folder: str) -> dict[str, dict[str, list[tuple[Any, ...]]]]:
    """File → sheet → rows of values, of the files of a folder of the inbox."""
    found = {path.stem: load_workbook(path, data_only=True) for path in sorted((INBOX / folder).glob("*.xlsx"))}
    return {name: {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book} for name, book in found.items()}


def table(rows: list[tuple[Any, ...]], first: str) -> Rows:
    """The rows below the header that begins with this title; the marked example is none."""
    at = next(number for number, row in enumerate(rows) if row and row[0] == first)
    found = [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1:] if any(value is not None for value in row)]
    return [row for row in found if not str(next(iter(row.values()))).startswith("示例")]


@cache
def nominated(award: str) -> list[dict[str, Any]]:
    """The rows of an award's sheet in every department's book, each with its department."""
    return [{"科室": name.removeprefix("科室填报表_"), **row} for name, book in books("科室").items()
            for row in table(book[f"{award}推荐"], "推荐顺序")]


@cache
def adopted(department: str, team: str) -> int:
    """How many suggestions of a team were adopted."""
    rows = table(books("科室")[f"科室填报表_{department}"]["合理化建议"], "班组")
    return sum(row["班组"] == team and row["是否采纳"] == "是" for row in rows)


@cache
def applied() -> list[str]:
    """The departments that apply for the award of departments."""
    said = {name.removeprefix("科室填报表_"): book["先进科室申报"] for name, book in books("科室").items()}
    return [name for name, rows in said.items() if any(row[:2] == ("是否申报", "是") for row in rows)]


@cache
def reviewed(award: str, who: Who, panel: str) -> Decimal:
    """The mean of a panel's totals; nobody of the own department counts."""
    totals = []
    for reviewer in PANELS[panel]:
        if HOMES.get(reviewer) != who[0]:
            for row in table(books("评委")[f"评委打分表_{reviewer}"][award], "科室"):
                if (row["科室"], row.get("班组"), row.get("姓名") or row.get("岗位名称")) == who:
                    totals.append(rounded(sum(Decimal(str(value)) for title, value in row.items() if title and title.endswith("分）"))))
    return mean(totals)


@cache
def inspected(department: str, team: str | None) -> Decimal:
    """The mean of the visits, each of them in percent; of a department the mean of its teams."""
    if team is None:
        teams = [title for title in _visits(department)[0][0] if title not in ("业务类型", "检查项目", "满分", None)]
        return mean(inspected(department, name) for name in teams)
    return mean(rounded(sum(Decimal(str(row[team])) for row in visit if row["满分"]) * 100 / sum(row["满分"] for row in visit if row["满分"]))
                for visit in _visits(department) if any(row[team] is not None for row in visit if row["满分"]))


def _visits(department: str) -> list[Rows]:
    return [table(book[department], "业务类型") for book in books("检查").values()]


@cache
def _answers() -> dict[tuple[str, str], list[tuple[str, int]]]:
    """(department, team) → identity and points of every answered question, by either door."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for name, book in books("问卷").items():
        (rows,) = [rows for title, rows in book.items() if title in ("测评结果", "Sheet1")]
        own = name.startswith("满意度测评表")
        for row in table(rows, "提交时间" if own else "序号"):
            identity, department, team = (row[title] for title in (("身份", "科室", "班组") if own else
                                          ("1、您的身份是：", "2、您要评价的科室", "3、您要评价的班组")))
            grades = [GRADES[value] for value in row.values() if value in GRADES]
            found[department, SHORT.get(team, team)] += [(identity, points) for points in grades]
    return found


@cache
def satisfied(department: str, team: str | None, identities: frozenset[str] = SICK | STAFF) -> Decimal:
    """The mean of all answers of these people about a team, or about all teams of a department."""
    points = [value for about, answers in _answers().items() if about[0] == department and team in (None, about[1])
              for identity, value in answers if identity in identities]
    return rounded(Decimal(sum(points)) / len(points))


@cache
def voted(name: str) -> Decimal:
    (row,) = [row for row in table(books(".")["投票结果"]["投票结果"], "奖项") if row["姓名或岗位"] == name]
    return rounded(Decimal(row["得票"]) * 100 / row["有效票数"])


def score_of_department(department: str) -> Decimal:
    who = (department, None, None)
    return rounded(Decimal("0.3") * reviewed("先进科室", who, "领导") + Decimal("0.3") * reviewed("先进科室", who, "临床")
                   + Decimal("0.2") * inspected(department, None) + Decimal("0.2") * satisfied(department, None, SICK))


def score_of_team(department: str, team: str) -> Decimal:
    who = (department, team, None)
    return rounded(Decimal("0.2") * reviewed("金牌班组", who, "领导") + Decimal("0.2") * reviewed("金牌班组", who, "临床")
                   + Decimal("0.25") * inspected(department, team) + Decimal("0.2") * satisfied(department, team, SICK)
                   + Decimal("0.15") * satisfied(department, team, STAFF))


def score_of_person(department: str, team: str, name: str) -> Decimal:
    who = (department, team, name)
    return rounded(Decimal("0.25") * reviewed("服务之星", who, "临床") + Decimal("0.25") * reviewed("服务之星", who, "同事")
                   + Decimal("0.2") * inspected(department, team) + Decimal("0.3") * voted(name))


def score_of_post(department: str, team: str, name: str) -> Decimal:
    return rounded(Decimal("0.6") * reviewed("文明窗口", (department, team, name), "临床") + Decimal("0.4") * satisfied(department, team))


Scored = list[tuple[str, str, Decimal]]


def best_first(rows: Iterable[tuple[str, str, Decimal]]) -> Scored:
    """(name, department, score) from the best down."""
    return sorted(rows, key=lambda row: -row[2])


def seated(ranked: Scored, seats: int, most: int = 99, fewest: int = 0) -> list[str]:
    """Who has a seat of those in a strict order: first those kept for each department, then the best until a department has its most."""
    won: Scored = [row for department in dict.fromkeys(home for _, home, _ in ranked) for row in [r for r in ranked if r[1] == department][:fewest]]
    for row in ranked:
        if row not in won and len(won) < seats and [home for _, home, _ in won].count(row[1]) < most:
            won.append(row)
    return [name for name, *_ in ranked if name in {row[0] for row in won}]


def scores(award: str, score: Callable[[dict[str, Any]], tuple[str, str, Decimal]], *out: str) -> Scored:
    """Everybody whom an award's sheets name, from the best down, without those who are out."""
    return [row for row in best_first(map(score, nominated(award))) if row[0] not in out]
