"""Reviewers' books and visits as they were read, without a workbook: whole ones, parts and versions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from fuwuyue_xlsx.intake.submissions import Content, SourceFile, State, Visit
from fuwuyue_xlsx.messages.findings import Place
from fuwuyue_xlsx.tables.columns import Columns
from tests.support.filled_books import small_rules

RULES = small_rules()
START = dt.datetime(2017, 12, 20, 10, tzinfo=dt.UTC)
TEAMS = ("电工组", "水工组、仓管")
CANDIDATES = (("优秀组织奖", "甲科", None), ("优秀组织奖", "乙科", None), ("优秀班组", "甲科", "电工组"), ("优秀班组", "甲科", "水工组、仓管"),
              ("优秀班组", "乙科", "医生组"))
CRITERIA = {award.name: tuple(criterion.name for criterion in award.criteria) for award in RULES.reviewed_awards}
# (award, department, team) → points for every criterion
Scores = dict[tuple[str, str, str | None], int]


def file_of(name: str, minutes: int, content: Content) -> SourceFile:
    """A file of the inbox, saved so many minutes after the first."""
    saved = START + dt.timedelta(minutes=minutes)
    return SourceFile(f"收件箱/{name}.xlsx", saved=saved, modified=saved, content=content, state=State.USED)


def book(name: str, minutes: int, scores: Scores, reviewer: str = "周一", home: str | None = None, author: str | None = None) -> SourceFile:
    """A reviewer's book; every candidate stands in the same row of every book."""
    path = f"收件箱/{name}.xlsx"
    rows = [{"award": who[0], "reviewer": reviewer, "reviewer_department": home, "department": who[1], "team": who[2], "post": None,
             "criterion": criterion, "points": Decimal(scores[who]), "maximum": Decimal(50), "place": None,
             "source": f"{path}!{who[0]}!{'CDE'[at]}{5 + CANDIDATES.index(who)}"}
            for who in CANDIDATES if who in scores for at, criterion in enumerate(CRITERIA[who[0]])]
    titles = ("award", "reviewer", "reviewer_department", "department", "team", "post", "criterion", "points", "maximum", "source", "place")
    table: Columns = {title: [row[title] for row in rows] for title in titles}
    content = Content({"reviews": table}, reviewer=reviewer, home=home, author=author, place=Place(path, "评委信息", "B3"))
    return file_of(name, minutes, content)


def visit(name: str, minutes: int, points: dict[str, dict[str, int]], inspector: str = "赵一") -> SourceFile:
    """A book with one sheet of a visit to 甲科: team → item → points."""
    rows = [(team, item, Decimal(value), f"收件箱/{name}.xlsx!甲科!{'DE'[TEAMS.index(team)]}{7 + ('及时', '安全').index(item)}")
            for team in TEAMS for item, value in points.get(team, {}).items()]
    columns: Columns = {title: [row[at] for row in rows] for at, title in enumerate(("team", "item", "points", "source"))}
    columns["maximum"] = [Decimal(10)] * len(rows)
    sheet = Visit("甲科", "甲科", dt.date(2017, 12, 5), inspector, columns, {team: "DE"[TEAMS.index(team)] for team in points})
    return file_of(name, minutes, Content(visits=[sheet]))


FULL: Scores = {who: 10 + number for number, who in enumerate(CANDIDATES)}
SHEET = {"电工组": {"及时": 9, "安全": 8}, "水工组、仓管": {"及时": 7}}
