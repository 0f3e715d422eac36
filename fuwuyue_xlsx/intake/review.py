"""Reviewers' books: each whole row of points is one reviewer's score of one candidate."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.intake.book import BookRead
from fuwuyue_xlsx.intake.inbox import Content
from fuwuyue_xlsx.problems import Problem, problem
from fuwuyue_xlsx.reading.tables import Table
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Level, Rules
from fuwuyue_xlsx.schema import office
from fuwuyue_xlsx.schema.kinds import maybe
from fuwuyue_xlsx.text import key, nearest


def review_content(read: BookRead, rules: Rules) -> Content:
    """The book's whole rows, one entry a criterion. Rows for posts are checked once all nominations are known."""
    form = read.forms.get(office.REVIEWER_SHEET)
    values = form.values if form else {}
    reviewer = values.get("评委")
    cell = form.cells.get("评委", "") if form else ""
    review = Content({"reviews": []}, reviewer, read.place(office.REVIEWER_SHEET, cell))
    who = {"reviewer": reviewer or read.source.path, "reviewer_department": values.get("所属科室")}
    if reviewer is None and form is not None:
        form.problems = [p for p in form.problems if not (p.code == "required-empty" and p.place.cell == cell)]
        read.problems.append(problem("reviewer-unknown", review.place))
    titles = office.review_titles(rules)
    for award in rules.reviewed_awards:
        table = read.tables.get(titles[award.name])
        if table is not None:
            rows = _award_rows(read, table, rules, award, titles[award.name])
            review.rows["reviews"] += [{**who, **row} for row in rows]
    return review


def _award_rows(read: BookRead, table: Table, rules: Rules, award: Award, sheet: str) -> list[dict[str, Any]]:
    seen: set[tuple[Any, ...]] = set()
    rows: list[dict[str, Any]] = []
    for index, record in table.records():
        who = _candidate(read, table, rules, award, sheet, index, record)
        points = _points(read, table, award, sheet, index, record, who)
        if who is None or not points:
            continue
        same = (who["department"], who["team"], key(who["post"]))
        if same in seen:
            read.problems.append(problem("review-row-twice", read.place(sheet, table.cell(index, "科室")), candidate=_name(who)))
            continue
        seen.add(same)
        rows += [{"award": award.name, **who, **point} for point in points]
    return rows


def _candidate(read: BookRead, table: Table, rules: Rules, award: Award, sheet: str, index: int,
               record: dict[str, Any]) -> dict[str, Any] | None:
    """The candidate a row names; None when a name is missing or unreadable, or the team is not the department's."""
    department, team, post = record["科室"], record.get("班组"), record.get("岗位名称")
    team = None if team == OUTSIDE_TEAMS else team
    if department is None or (index, "班组") in table.unreadable:
        return None
    if (award.level is Level.TEAM and team is None) or (award.level is Level.POST and post is None):
        return None
    if team is not None and rules.own_team(department, team) is None:
        near = maybe(nearest(team, rules.teams_of(department)))
        place = read.place(sheet, table.cell(index, "班组"))
        read.problems.append(problem("unknown-name", place, title=f"{department}的班组", value=team, suggestion=near))
        return None
    return {"department": department, "team": team and rules.own_team(department, team), "post": post}


def _name(who: dict[str, Any]) -> str:
    return who["post"] or who["team"] or who["department"]


def _points(read: BookRead, table: Table, award: Award, sheet: str, index: int, record: dict[str, Any],
            who: dict[str, Any] | None) -> list[dict[str, Any]]:
    """A row's points when every criterion is filled; a half-filled row is an error at each empty cell."""
    titles = [(criterion, office.criterion_title(criterion)) for criterion in award.criteria]
    if all(record[title] is None for _, title in titles):
        return []
    missing = [title for _, title in titles if record[title] is None]
    for title in missing:
        if title in table.columns and (index, title) not in table.unreadable:
            place = read.place(sheet, table.cell(index, title))
            candidate = _name(who) if who else "这一行"
            read.problems.append(problem("review-half-filled", place, candidate=candidate, title=title))
    if missing:
        return []
    return [
        {"criterion": c.name, "points": record[title], "maximum": c.maximum, "source": read.cell(sheet, index, title),
         "place": read.place(sheet, table.cell(index, "岗位名称"))}
        for c, title in titles
    ]


def match_posts(rows: list[dict[str, Any]], nominations: list[dict[str, Any]], submitted: set[str]) -> list[Problem]:
    """Rows for posts nobody recommended are errors; matched ones take the nomination's own spelling."""
    posts = [n for n in nominations if n["post"] is not None]
    known = {(n["award"], n["department"], n["team"], key(n["post"])): n["post"] for n in posts}
    found: dict[tuple[Any, ...], Problem] = {}
    for row in rows:
        if row["post"] is None:
            continue
        who = (row["award"], row["department"], row["team"], key(row["post"]))
        if who in known:
            row["post"] = known[who]
        elif row["department"] in submitted:
            names = [n["post"] for n in posts if n["award"] == row["award"] and n["department"] == row["department"]]
            details = {"value": row["post"], "suggestion": maybe(nearest(row["post"], names))}
            found.setdefault((row["reviewer"], *who), problem("review-candidate-unknown", row["place"], **details))
    return list(found.values())
