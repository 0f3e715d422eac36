"""Reviewers' books: each whole row of points is one reviewer's score of one candidate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content, Row
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.expected import Reviewer
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Level, Rules
from fuwuyue_xlsx.schema import office_books, review_book
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.tables.columns import Columns, concat, from_records, length_of
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.factorized import AnyColumn

# the columns that say who is judged for what, and a table of rows that do not count
WHOSE, REFUSED = ("award", "department", "team", "post"), "refused_rows"


def review_content(read: BookRead, rules: Rules) -> Content:
    """The book's whole rows, one entry a criterion. Rows for persons and posts are checked once all nominations are known.

    Where the rules list the reviewers, a book of nobody on the list counts nowhere, nor do points for an award that is not the
    reviewer's; the list says which department a reviewer belongs to, where it says so. `refused_rows` are those on which points
    stand that do not count: with the sheet's title and the row's number (from 1).
    """
    form = read.forms.get(office_books.REVIEWER_SHEET)
    values = form.values if form else {}
    typed = values.get("评委")
    cell = form.cells.get("评委", "") if form else ""
    place = read.place(office_books.REVIEWER_SHEET, cell)
    listed = rules.expected.reviewer(typed)
    if rules.expected.reviewers and listed is None:
        return Content(refused=_stranger(typed, place, rules))
    reviewer = listed.name if listed else typed
    if reviewer is None and form is not None:
        form.findings = [p for p in form.findings if not (p.code == "required-empty" and p.place.cell == cell)]
        read.findings.append(finding("reviewer-unknown", place))
    titles = review_book.review_titles(rules)
    own = [award for award in rules.reviewed_awards if listed is None or award.name in listed.awards]
    others = {titles[award.name]: award.name for award in rules.reviewed_awards if award not in own}
    if listed is not None:
        _set_aside(read, listed, others)
    sheets = [(award, read.tables.get(titles[award.name])) for award in own]
    of_awards = [_AwardSheet(read, table, rules, award, titles[award.name]) for award, table in sheets if table is not None]
    rows = concat([sheet.points() for sheet in of_awards], (*COLUMNS["reviews"], "place"))
    count = length_of(rows)
    home = _home(read, listed, values.get("所属科室"), form.cells.get("所属科室", "") if form else "")
    rows["reviewer"], rows["reviewer_department"] = [reviewer or read.path] * count, [home] * count
    refused = from_records((row for sheet in of_awards for row in sheet.refused), (*WHOSE, "sheet", "row"))
    return Content({"reviews": rows, REFUSED: refused}, reviewer=reviewer, place=place, aside=frozenset(others), home=values.get("所属科室"))


def _stranger(reviewer: str | None, place: Place, rules: Rules) -> Finding:
    if reviewer is None:
        return finding("reviewer-unnamed", place)
    near = offered(reviewer, (listed.name for listed in rules.expected.reviewers))
    return finding("reviewer-not-listed", place, value=reviewer, suggestion=near)


def _set_aside(read: BookRead, reviewer: Reviewer, others: dict[str, str]) -> None:
    """The sheets of awards that are not the reviewer's may be gone, and nothing on them counts; points on one are told."""
    read.findings = [p for p in read.findings if not (p.code == "sheet-missing" and p.details.get("sheet") in others)]
    for title, award in others.items():
        table = read.tables.get(title)
        if table is None:
            continue
        points = [column for column in read.book.sheet(title).columns if column.takes_points and column.title in table.columns]
        given = [(index, column.title) for index in range(len(table)) for column in points
                 if table.values[column.title][index] is not None or (index, column.title) in table.unreadable]
        table.findings = []
        if given:
            place = read.place(title, table.cell(*given[0]))
            read.findings.append(finding("review-not-asked", place, award=award, reviewer=reviewer.name, count=len({row for row, _ in given})))


def _home(read: BookRead, listed: Reviewer | None, typed: str | None, cell: str) -> str | None:
    """The department that the reviewer belongs to: the list's word stands before the book's, and where they differ it is told."""
    if listed is None or listed.department is None:
        return typed
    if typed is not None and typed != listed.department:
        place = read.place(office_books.REVIEWER_SHEET, cell)
        read.findings.append(finding("reviewer-department-differs", place, value=typed, listed=listed.department))
    return listed.department


class _AwardSheet:
    """One award's sheet in a reviewer's book."""

    def __init__(self, read: BookRead, table: Table, rules: Rules, award: Award, sheet: str) -> None:
        self.read, self.table, self.rules, self.award, self.sheet = read, table, rules, award, sheet
        self.points_of = {criterion: self._column(review_book.criterion_title(criterion)) for criterion in award.criteria}
        self.own_name = review_book.OWN_NAME.get(award.level, "")
        self.departments, self.teams, self.names = (self._column(title) for title in ("科室", "班组", self.own_name))
        self.refused: list[Row] = []

    def _column(self, title: str) -> AnyColumn:
        return self.read.column(self.sheet, title)

    def _place(self, index: int, title: str) -> Place:
        return self.read.place(self.sheet, self.table.cell(index, title))

    def points(self) -> Columns:
        """Every whole row's points, criterion by criterion; of two rows for one candidate the first."""
        seen: set[tuple[Any, ...]] = set()
        whole_rows: list[tuple[int, tuple[str, str | None, str | None]]] = []
        for index in range(len(self.table)):
            who = self._candidate(index)
            whole = self._is_whole(index, who)
            if who is None or not whole:
                self._refuse(index, who)
                continue
            same = (*who[:2], key(who[2]))
            if same in seen:
                self._refuse(index, who)
                self.read.findings.append(finding("review-row-twice", self._place(index, "科室"), candidate=_name(who)))
                continue
            seen.add(same)
            whole_rows.append((index, who))
        return self._columns(whole_rows)

    def _refuse(self, index: int, who: tuple[str, str | None, str | None] | None) -> None:
        """Keep in mind a row with points that do not count: a newer book may mend it."""
        titles = [review_book.criterion_title(criterion) for criterion in self.points_of]
        if any(points[index] is not None for points in self.points_of.values()) or any((index, title) in self.table.unreadable for title in titles):
            named = dict(zip(WHOSE, (self.award.name, *(who or (None, None, None))), strict=True))
            self.refused.append({**named, "sheet": self.sheet, "row": self.table.rows[index] + 1})

    def _columns(self, whole_rows: list[tuple[int, tuple[str, str | None, str | None]]]) -> Columns:
        """A row a candidate and criterion."""
        criteria = tuple(self.award.criteria)
        sources = [list(self.read.sources(self.sheet, review_book.criterion_title(criterion))) for criterion in criteria]
        each = [(index, who, at) for index, who in whole_rows for at in range(len(criteria))]
        return {
            "award": [self.award.name] * len(each),
            "department": [who[0] for _, who, _ in each],
            "team": [who[1] for _, who, _ in each],
            "post": [who[2] for _, who, _ in each],
            "criterion": [criteria[at].name for _, _, at in each],
            "points": [self.points_of[criteria[at]][index] for index, _, at in each],
            "maximum": [criteria[at].maximum for _, _, at in each],
            "source": [sources[at][index] for index, _, at in each],
            "place": [self._place(index, self.own_name) if self.own_name else None for index, _, _ in each],
        }

    def _candidate(self, index: int) -> tuple[str, str | None, str | None] | None:
        """(department, team, the post's or person's name) that a row names; None when one is missing or unreadable, or the team is not
        the department's."""
        department, team, name = self.departments[index], self.teams[index], self.names[index]
        team = None if team == OUTSIDE_TEAMS else team
        if department is None or (index, "班组") in self.table.unreadable:
            return None
        if (self.award.level is Level.TEAM and team is None) or (self.own_name and name is None):
            return None
        own = self.rules.own_team(department, team) if team is not None else None
        if team is not None and own is None:
            near = offered(team, self.rules.teams_of(department))
            wrong = finding("unknown-name", self._place(index, "班组"), title=f"{department}的班组", value=team, suggestion=near)
            self.read.findings.append(wrong)
            return None
        return department, own, name

    def _is_whole(self, index: int, who: tuple[str, str | None, str | None] | None) -> bool:
        """Whether every criterion is filled; a half-filled row is an error at each empty cell."""
        missing = [criterion for criterion, points in self.points_of.items() if points[index] is None]
        if len(missing) == len(self.points_of):
            return False
        for criterion in missing:
            title = review_book.criterion_title(criterion)
            if title in self.table.columns and (index, title) not in self.table.unreadable:
                candidate = _name(who) if who else "这一行"
                wrong = finding("review-half-filled", self._place(index, title), candidate=candidate, title=title)
                self.read.findings.append(wrong)
        return not missing


def _name(who: tuple[str, str | None, str | None]) -> str:
    department, team, name = who
    return name or team or department


def match_posts(tables: Mapping[str, Columns], submitted: frozenset[str]) -> tuple[dict[str, Columns], list[Finding]]:
    """The reviews with each post and person spelled as the nomination spells it.

    One whom nobody recommended, of a department that has `submitted`, is an error, told once a reviewer.
    """
    reviews, nominations = tables["reviews"], tables["nominations"]
    names = ("award", "department", "team")
    nominated = zip(*(nominations.get(name, ()) for name in (*names, "person", "post")), strict=True)
    posts = [(*row[:3], row[3] or row[4]) for row in nominated if row[3] or row[4]]
    known = {(award, department, team, key(post)): post for award, department, team, post in posts}
    spelled = list(reviews.get("post", ()))
    findings: dict[tuple[Any, ...], Finding] = {}
    for index, post in enumerate(spelled):
        if post is None:
            continue
        award, department, team = (reviews[name][index] for name in names)
        who = (award, department, team, key(post))
        if who in known:
            spelled[index] = known[who]
        elif department in submitted:
            near = [name for of, home, _, name in posts if (of, home) == (award, department)]
            details = {"value": post, "suggestion": offered(post, near)}
            findings.setdefault((reviews["reviewer"][index], *who), finding("review-candidate-unknown", reviews["place"][index], **details))
    return {"reviews": {**reviews, "post": spelled}}, list(findings.values())
