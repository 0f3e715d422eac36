"""The tidy tables as facts: every value that may move a candidate, as text, with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.evaluate.surveys import MOST_ANSWERS, SurveySheet
from fuwuyue_xlsx.evaluate.tables import Tables
from fuwuyue_xlsx.exact import plain
from fuwuyue_xlsx.history.model import Fact
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules

if TYPE_CHECKING:
    import pandas as pd

REVIEWS, VISITS, SURVEY, STAFF, NOMINATION, INCIDENT = "评委打分", "监督检查", "满意度测评", "员工人数", "推荐", "事故投诉"
PLAN_DATE, MATERIAL_TIME, SERIES = "方案报送日期", "材料报送时间", "活动方案与总结"
_LONGEST = 60
Row = dict[str, Any]


def facts_in(tables: Tables) -> list[Fact]:
    """Every fact but the answers to the survey."""
    makers = {
        "departments": _dates, "headcounts": _staff, "series": _series, "contests": _contests, "trainings": _trainings,
        "services": _services, "publicity": _publicity, "suggestions": _suggestions, "nominations": _nomination,
        "reviews": _point, "inspections": _check, "incidents": _incident,
    }
    return [fact for name, make in makers.items() for fact in make(getattr(tables, name))]


def _by_row(make: Callable[[Row], Iterator[Fact]]) -> Callable[[pd.DataFrame], Iterator[Fact]]:
    """A maker of facts from a row as one from a table."""

    def facts(frame: pd.DataFrame) -> Iterator[Fact]:
        names = list(frame.columns)
        for values in zip(*[frame[name].tolist() for name in names]):
            yield from make(dict(zip(names, values)))

    return facts


def text(value: object) -> str:
    """A value as a short text; nothing is ''."""
    if value is None:
        return ""
    said = str(value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _of(table: str, row: Row, item: object, value: object, at: object = None, *, named: bool = True, award: object = "",
        name: object = "") -> Fact:
    place = row.get("source") if at is None else at
    return Fact(table, text(award), text(row.get("department")), text(row.get("team")), text(name), text(item), text(value),
                str(place or ""), named)


@_by_row
def _dates(row: Row) -> Iterator[Fact]:
    yield _of(PLAN_DATE, row, "", row["plan_date"], row["plan_source"] or "")
    yield _of(MATERIAL_TIME, row, "", row["material_time"], row["material_source"] or "")


@_by_row
def _staff(row: Row) -> Iterator[Fact]:
    yield _of(STAFF, row, row["team"] or OUTSIDE_TEAMS, row["headcount"])


@_by_row
def _series(row: Row) -> Iterator[Fact]:
    yield _of(SERIES, row, row["series"], f"{'有' if row['planned'] else '无'}计划内容，{row['status'] or '完成情况未填'}")


def _unnamed(table: str, frame: pd.DataFrame, values: Iterable[object]) -> Iterator[Fact]:
    """A fact a row, in which only the value tells one row from another."""
    teams = frame["team"].tolist() if "team" in frame.columns else repeat(None)
    rows = zip(frame["department"].tolist(), teams, values, frame["source"].tolist())
    return (Fact(table, "", text(department), text(team), "", "", text(value), str(at or ""), False) for department, team, value, at in rows)


def _contests(frame: pd.DataFrame) -> Iterator[Fact]:
    return _unnamed("技能比赛", frame, map(_with_teams, frame["trade"].tolist(), frame["teams"].tolist()))


def _trainings(frame: pd.DataFrame) -> Iterator[Fact]:
    return _unnamed("技能培训", frame, map(_with_teams, frame["form"].tolist(), frame["teams"].tolist()))


def _with_teams(what: object, teams: tuple[str, ...] | None) -> str:
    """What a contest or training was and who took part; what could not be read is named so."""
    return f"{text(what) or '未填'}：{'、'.join(teams or ()) or '参与班组不明'}"


def _services(frame: pd.DataFrame) -> Iterator[Fact]:
    return _unnamed("特色服务", frame, frame["name"].tolist())


def _publicity(frame: pd.DataFrame) -> Iterator[Fact]:
    return _unnamed("宣传报道", frame, frame["form"].tolist())


def _suggestions(frame: pd.DataFrame) -> Iterator[Fact]:
    return _unnamed("合理化建议", frame, frame["content"].tolist())


@_by_row
def _nomination(row: Row) -> Iterator[Fact]:
    order = "" if row["order"] is None else f"推荐顺序 {row['order']}，"
    said = f"{order}{'同意' if row['agreed'] else '没有“同意”'}"
    yield _of(NOMINATION, row, "", said, award=row["award"], name=row["person"] or row["post"])


@_by_row
def _point(row: Row) -> Iterator[Fact]:
    yield _of(REVIEWS, row, f"{text(row['reviewer'])} {text(row['criterion'])}", plain(row["points"]), award=row["award"], name=row["post"])


@_by_row
def _check(row: Row) -> Iterator[Fact]:
    visit = f"{row['date'] or '日期不明'} {row['inspector'] or '检查人不明'}"
    yield _of(VISITS, row, f"{visit} {row['item']}", plain(row["points"]))


@_by_row
def _incident(row: Row) -> Iterator[Fact]:
    said = "，".join(text(row[name]) for name in ("date", "department", "team", "person", "finding") if row[name])
    # whom it names is part of its value: a row that was written for another team is the same row
    yield _of(INCIDENT, {"source": row["source"]}, row["id"] or row["source"], said)


def answers_in(rules: Rules, surveys: tuple[SurveySheet, ...]) -> tuple[Fact, ...] | None:
    """A fact a response, its grades in the order of the rules' questions; None when there are too many to list."""
    if sum(sheet.count for sheet in surveys) > MOST_ANSWERS:
        return None
    questions = _questions(rules, surveys)
    answers = [(sheet, answer) for sheet in surveys for answer in sheet.rows()]
    return tuple(
        _of(SURVEY, answer, "", "/".join(answer.get(q) or "—" for q in questions), f"{sheet.name}!第 {answer['row']} 行", named=False)
        for sheet, answer in sorted(answers, key=lambda pair: _place_of(rules, pair[1]["department"]))
    )


def _place_of(rules: Rules, department: str) -> int:
    return rules.departments.index(department) if department in rules.departments else len(rules.departments)


def tallies_in(rules: Rules, surveys: tuple[SurveySheet, ...]) -> tuple[Fact, ...]:
    """A fact a sheet and team: how many responses, how often each grade."""
    found = []
    tallies = {(department, team or "", sheet.file, sheet.sheet): tally for sheet in surveys for (department, team), tally in sheet.tallies.items()}
    for (department, team, file, sheet), tally in sorted(tallies.items(), key=lambda pair: pair[0]):
        told = "、".join(f"{name} {tally.grades[name]}" for name, _ in rules.policies.grades if tally.grades.get(name))
        row = {"department": department, "team": team}
        found.append(_of(SURVEY, row, f"{file}!{sheet}", f"{tally.responses} 份：{told}", f"{file}!{sheet}!整张表"))
    return tuple(found)


def _questions(rules: Rules, surveys: tuple[SurveySheet, ...]) -> list[str]:
    asked = list(dict.fromkeys(question for sheet in surveys for question in sheet.questions))
    return [*(q for q in rules.questions if q in asked), *(q for q in asked if q not in rules.questions)]
