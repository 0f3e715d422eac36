"""The reviewers' book: a panel's points for the candidates of each award that it judges."""

from __future__ import annotations

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import sheet_titles
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Criterion, Level, Rules
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import known_name
from fuwuyue_xlsx.schema.number_kinds import Score
from fuwuyue_xlsx.schema.office_books import REVIEW, REVIEWER_SHEET, known_pairs
from fuwuyue_xlsx.schema.wording import OWN_SHEETS, office_guide

# the column of the name by which somebody is told apart within a team
OWN_NAME = {Level.PERSON: "姓名", Level.POST: "岗位名称"}
DEEDS_BESIDE = Field("主要事迹", Text(long=True), locked=True, width=72)
MOST_DEEDS_LINES, DEEDS_CUT = 24, "……（全文见推荐表）"
_REVIEW_GUIDE = (
    "由评委填写：每位评委一份，先在“评委信息”写姓名；属于参评科室的评委要写所属科室。",
    "一张表一个奖项；一行要么全部打分，要么全部留空（不打分）；只打一部分的整行不计入。",
)
_MADE_OUT_GUIDE = ("由评委填写：这一份已经写好评委的姓名和所属科室，只用来打这位评委的分，请不要转给别人。", *_REVIEW_GUIDE[1:])


def criterion_title(criterion: Criterion) -> str:
    """A criterion's column header: its name with its maximum."""
    return f"{criterion.name}（{plain(criterion.maximum)}分）"


def review_titles(rules: Rules) -> dict[str, str]:
    """Award → title of its sheet in the reviewers' book, for every award with a panel review."""
    return sheet_titles((award.name for award in rules.reviewed_awards), (*OWN_SHEETS, REVIEWER_SHEET))


def review_book(rules: Rules, rows: dict[str, tuple[dict[str, str], ...]] | None = None) -> Book:
    """The reviewers' book, of which each reviewer hands in a copy: a sheet for each award with a panel review.

    `rows` gives the candidates of each award by award name (the review stage), with their deeds to be read beside the points.
    Without it every department and team is listed, and persons and posts, who are not known yet, are typed.
    """
    info = Sheet(REVIEWER_SHEET, heading="评委信息", landscape=False, form=(
        Field("评委", PersonName(), True, help="评委姓名"),
        Field("所属科室", known_name(rules.departments, rules.short_names), help="评委属于参评科室时填写"),
    ))
    titles = review_titles(rules)
    sheets = []
    for award in rules.reviewed_awards:
        listed = (rows or {}).get(award.name) if rows is not None else _everyone(rules, award)
        sheets.append(_review_sheet(rules, award, titles[award.name], listed or ()))
    return Book(REVIEW, "评委打分表.xlsx", "评委打分表", (info, *sheets), guide=office_guide(rules.campaign, *_REVIEW_GUIDE),
                made_out_guide=office_guide(rules.campaign, *_MADE_OUT_GUIDE))


def for_reviewers(deeds: str | None) -> str:
    """A candidate's deeds, cut to what a row of 409 points can show beside the points; the end then says where the whole text is."""
    text = "".join(c for c in deeds or "" if c == "\n" or c.isprintable())
    lines, shown = 0, ""
    for part in text.split("\n"):
        room = (MOST_DEEDS_LINES - lines) * (DEEDS_BESIDE.width // 2 - 1)
        if len(part) > room:
            return f"{shown}{part[:max(room - len(DEEDS_CUT), 0)]}{DEEDS_CUT}"
        lines += max(1, -(-len(part) // (DEEDS_BESIDE.width // 2 - 1)))
        shown += f"{part}\n"
    return shown.rstrip("\n")


def _everyone(rules: Rules, award: Award) -> tuple[dict[str, str], ...]:
    if award.level is Level.DEPARTMENT:
        return tuple({"科室": department} for department in rules.departments)
    if award.level is Level.TEAM:
        return tuple({"科室": team.department, "班组": team.name} for team in rules.teams)
    return ()


def _review_sheet(rules: Rules, award: Award, title: str, rows: tuple[dict[str, str], ...]) -> Sheet:
    teams = tuple(dict.fromkeys(team.name for team in rules.teams))
    typed = not rows
    deeds = (DEEDS_BESIDE,) if any(DEEDS_BESIDE.title in row for row in rows) else ()
    who = [Field("科室", known_name(rules.departments, rules.short_names), True, locked=not typed, width=16)]
    if award.level is Level.TEAM:
        who.append(Field("班组", known_name(teams, rules.short_names), True, locked=not typed, width=40))
    if award.level in OWN_NAME:
        who.append(Field("班组", known_name((*teams, OUTSIDE_TEAMS), rules.short_names), locked=not typed, width=40))
        who.append(Field(OWN_NAME[award.level], PersonName(), True, locked=not typed, width=20))
    criteria = (
        Field(criterion_title(c), Score(c.maximum), width=14, aliases=(c.name,), must_stand=True,
              help=f"0 到 {plain(c.maximum)} 分")
        for c in award.criteria
    )
    return Sheet(
        title,
        heading=f"评委打分表：{award.name}",
        notes=("每一行要么全部打分，要么全部留空（不打分）；只打一部分的不计入。",),
        rows=rows,
        ready=30 if typed else 0,
        unique=tuple(field.title for field in who),
        pairs=known_pairs(rules) if len(who) > 1 else (),
        beside=(DEEDS_BESIDE,),
        columns=(*who, *deeds, *criteria, Field("备注", Text(long=True), width=24, help="可以不填")),
    )
