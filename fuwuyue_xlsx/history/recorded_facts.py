"""The tidy tables as facts: every value that may move a candidate, as text, with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, cast

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.adjusted_scores import signed
from fuwuyue_xlsx.history.record import Fact
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema.activities import TEAM, TEAMS, activities_with
from fuwuyue_xlsx.schema.declarations import Field, Sheet, TableColumn
from fuwuyue_xlsx.schema.department_book import MATERIAL_TIME, PLAN_DATE
from fuwuyue_xlsx.schema.ruling_book import DISQUALIFIED, TIES
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.frames import Tables, by_department, with_columns
from fuwuyue_xlsx.tables.survey_tables import MOST_ANSWERS

if TYPE_CHECKING:
    import pandas as pd

REVIEWS, VISITS, SURVEY, STAFF, NOMINATION, INCIDENT = "评委打分", "监督检查", "满意度测评", "员工人数", "推荐", "事故投诉"
RULING, VOTES, ADJUSTMENTS = "领导裁定", "投票", "加减分"
LISTING = "、"
_WHO = ["department", "team", "person", "post"]
_LONGEST = 60


def facts_in(rules: Rules, tables: Tables) -> list[Fact]:
    """Every fact but the answers to the survey."""
    activities = (_entries(sheet, tables.activities[sheet.table]) for sheet in activities_with(rules.own_checks))
    return list(chain(
        _dates(tables.departments), _staff(tables.headcounts), *activities, _nominations(tables.nominations), _points(tables.reviews),
        _checks(tables.inspections), _votes(tables.votes), _adjustments(tables.adjustments), _incidents(tables.incidents, bool(rules.own_types)),
        _rulings(tables.tie_decisions, TIES), _rulings(tables.disqualifications, DISQUALIFIED),
    ))


def _rulings(frame: pd.DataFrame, sheet: str) -> Iterator[Fact]:
    """A fact a signed row of 领导裁定; of two books that say the same of one candidate the newer."""
    signed = frame[frame["by"].notna()].drop_duplicates(["award", *_WHO, *(["score", "seats"] if sheet == TIES else [])], keep="last")
    decided = signed["decision"].tolist() if sheet == TIES else signed["reason"].tolist()
    values = (f"{words}（{by} {date}）" for words, by, date in zip(decided, *(signed[name].tolist() for name in ("by", "date")), strict=True))
    names = (person or post for person, post in _columns(signed, "person", "post"))
    return _facts(RULING, signed, repeat(sheet), values, awards=signed["award"].tolist(), names=names)


def text(value: object) -> str:
    """A value as a short text; nothing is ''."""
    if value is None:
        return ""
    words = value if value.__class__ is str else str(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _facts(table: str, frame: pd.DataFrame, items: Iterable[object], values: Iterable[object], *, named: bool = True,
           awards: Iterable[object] = repeat(""), names: Iterable[object] = repeat(""), places: str = "source") -> Iterator[Fact]:
    """A fact a row: about its department and team, with the cell that stands in the column `places`."""
    teams = frame["team"].tolist() if "team" in frame.columns else repeat(None)
    # as long as the frame: what is repeated has no end
    rows = zip(awards, frame["department"].tolist(), teams, names, items, values, frame[places].tolist(), strict=False)
    return (Fact(table, text(award), text(department), text(team), text(name), text(item), text(value), str(at or ""), named)
            for award, department, team, name, item, value, at in rows)


def _columns(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """The values of these columns, row by row."""
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _dates(frame: pd.DataFrame) -> Iterator[Fact]:
    plans = _facts(PLAN_DATE, frame, repeat(""), frame["plan_date"].tolist(), places="plan_source")
    materials = _facts(MATERIAL_TIME, frame, repeat(""), frame["material_time"].tolist(), places="material_source")
    return chain.from_iterable(zip(plans, materials, strict=True))


def _staff(frame: pd.DataFrame) -> Iterator[Fact]:
    return _facts(STAFF, frame, (team or OUTSIDE_TEAMS for team in frame["team"].tolist()), frame["headcount"].tolist())


def _entries(sheet: Sheet, frame: pd.DataFrame) -> Iterator[Fact]:
    """A fact a row of a sheet on which a department lists what it did.

    Rows of a sheet with one row a thing are told apart by that thing; of any other sheet's rows only by what they say.
    """
    named = {column.title: part.name for column, part in sheet.table_columns}
    things = [named[title] for title in sheet.unique]
    described = [(column, part) for column, part in sheet.table_columns if part.name not in (TEAM, *things)]
    frame = with_columns(frame, sheet)
    columns = [[_words(column, part, value, number, len(described)) for value in frame[part.name].tolist()]
               for number, (column, part) in enumerate(described)]
    items = frame[things[0]].tolist() if things else repeat("")
    return _facts(sheet.title, frame, items, map("".join, zip(*columns, strict=True)), named=bool(things))


def _words(column: Field, part: TableColumn, value: Any, number: int, many: int) -> str:
    """A value of an entry in words, as the one of so many that it is; what could not be read is named so."""
    if part.flag:
        words = f"{'有' if value else '无'}{column.title}"
    elif part.name == TEAMS:
        words = "、".join(value or ()) or f"{column.title}不明"
    else:
        words = text(value) or ("" if many == 1 else f"{column.title}未填" if number else "未填")
    return ("" if not number else "：" if part.name == TEAMS else "，") + words


def _nominations(frame: pd.DataFrame) -> Iterator[Fact]:
    opinions = (f"{'' if order is None else f'推荐顺序 {order}，'}{'同意' if agreed else '没有“同意”'}"
                f"{f'，在岗 {LISTING.join(holders)}' if holders else ''}{f'，类别 {category}' if category else ''}"
                for order, agreed, holders, category in _columns(frame, "order", "agreed", "holders", "category"))
    names = (person or post for person, post in _columns(frame, "person", "post"))
    return _facts(NOMINATION, frame, repeat(""), opinions, awards=frame["award"].tolist(), names=names)


def _points(frame: pd.DataFrame) -> Iterator[Fact]:
    items = (f"{text(reviewer)} {text(criterion)}" for reviewer, criterion in _columns(frame, "reviewer", "criterion"))
    return _facts(REVIEWS, frame, items, map(plain, frame["points"].tolist()), awards=frame["award"].tolist(), names=frame["post"].tolist())


def _votes(frame: pd.DataFrame) -> Iterator[Fact]:
    values = (f"{votes} 票，有效 {valid} 张" for votes, valid in _columns(frame, "votes", "valid"))
    return _facts(VOTES, frame, repeat("得票"), values, awards=frame["award"].tolist(), names=frame["post"].tolist())


def _adjustments(frame: pd.DataFrame) -> Iterator[Fact]:
    values = (f"{signed(points)} 分" for points in frame["points"].tolist())
    return _facts(ADJUSTMENTS, frame, frame["reason"].tolist(), values, awards=frame["award"].tolist(), names=frame["post"].tolist(), named=False)


def _checks(frame: pd.DataFrame) -> Iterator[Fact]:
    items = (f"{date or '日期不明'} {inspector or '检查人不明'} {item}" for date, inspector, item in _columns(frame, "date", "inspector", "item"))
    return _facts(VISITS, frame, items, map(plain, frame["points"].tolist()))


def _incidents(frame: pd.DataFrame, kinds: bool) -> Iterator[Fact]:
    """Whom it names is part of an incident's value: a row that was written for another team is the same row. Its kind is where the
    rules have `kinds` of their own.
    """
    for number, source, *about in _columns(frame, "id", "source", "date", "department", "team", "person", *(["kind"] if kinds else []), "conclusion"):
        words = "，".join(text(value) for value in about if value)
        yield Fact(INCIDENT, "", "", "", "", text(number or source), text(words), str(source or ""))


def answers_in(rules: Rules, tables: Tables) -> tuple[Fact, ...] | None:
    """A fact a response, its grades in the order of the rules' questions; None when there are too many to list."""
    if tables.responses["count"].sum() > MOST_ANSWERS:
        return None
    answers = by_department(tables.answers, rules.departments)
    grades = answers[_questions(rules, answers)].to_numpy().tolist()
    about = _columns(answers, "department", "team", "file", "sheet", "row", "identity")
    return tuple(
        Fact(SURVEY, "", text(department), text(team), "", "", text("/".join(grade or "—" for grade in row_grades) + _by(identity)),
             f"{file}!{sheet}!第 {row} 行", False)
        for (department, team, file, sheet, row, identity), row_grades in zip(about, grades, strict=True)
    )


def _questions(rules: Rules, answers: pd.DataFrame) -> list[str]:
    asked = [title for title in answers.columns if title not in COLUMNS["answers"]]
    return [*(q for q in rules.questions if q in asked), *(q for q in asked if q not in rules.questions)]


def tallies_in(rules: Rules, tables: Tables) -> tuple[Fact, ...]:
    """A fact a sheet and team, and where it decides something each identity: how many responses, how often each grade."""
    by = ["department", "team", "file", "sheet", "identity"]
    counts = _by_names(tables.responses).groupby(by)["count"].sum()
    grades = _by_names(tables.grades).groupby([*by, "grade"])["count"].sum().to_dict()
    facts = []
    for group, count in counts.to_dict().items():
        department, team, file, sheet, identity = whose = cast(tuple[str, str, str, str, str], group)
        counted = "、".join(f"{name} {grades[*whose, name]}" for name, _ in rules.policies.grades if (*whose, name) in grades)
        facts.append(Fact(SURVEY, "", text(department), text(team), "", text(f"{file}!{sheet}{_by(identity)}"), text(f"{count} 份：{counted}"),
                          f"{file}!{sheet}!整张表"))
    return tuple(facts)


def _by(identity: str | None) -> str:
    return f"（{identity}）" if identity else ""


def _by_names(frame: pd.DataFrame) -> pd.DataFrame:
    """With '' for the answers that name no team, so that they are a group that sorts first, and for those of whom nobody asks who they are."""
    return frame.assign(team=frame["team"].fillna(""), identity=frame["identity"].fillna(""))
