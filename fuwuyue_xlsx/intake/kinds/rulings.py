"""Books of rulings (领导裁定): which candidate, question or warning each row is about, and whether it is signed.

Departments and teams are known from the rules; persons and posts only once all nominations are there (`match_rulings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.doubtful_days import eased_unless
from fuwuyue_xlsx.intake.kinds.typed_rows import TypedRow
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content, Row
from fuwuyue_xlsx.messages import CATALOGUE
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Level, Rules
from fuwuyue_xlsx.schema import ruling_book as r
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.name_kinds import known_name
from fuwuyue_xlsx.tables.columns import Columns, from_records
from fuwuyue_xlsx.tables.contract import COLUMNS

# a person or post as typed, looked up among the nominations later; and the cell to which a finding about it goes
_TYPED, _PLACE = "typed", "place"


def ruling_content(read: BookRead, rules: Rules) -> Content:
    """What one book says: a row a candidate or warning. Rows that name nobody known, or are not signed, are told."""
    rows = {
        "tie_decisions": _tie_rows(read, rules), "disqualifications": _disqualified_rows(read, rules), "confirmations": _confirmed_rows(read),
    }
    content = Content({table: from_records(records, (*COLUMNS[table], _TYPED, _PLACE)) for table, records in rows.items()})
    for sheet in read.tables.values():  # days only tell which of two rulings is newer
        sheet.findings = eased_unless(sheet.findings, lambda _: False)
    return content


class _RulingRow(TypedRow):
    """One row of a sheet of rulings."""

    def signed(self, decided: str, *, asks: bool) -> bool:
        """Whether all that makes the row a ruling is filled in; a ruling that lacks some of it is told at the empty cells.

        `decided` is the column that says what is decided. With `asks` a row in which nothing is decided yet is a question.
        """
        wanted = (decided, r.RULER, r.RULED_ON)
        empty = [title for title in wanted if self.record.get(title) is None and not self.unreadable(title)]
        self._forget_empty(empty)
        begun = not asks or len(empty) < len(wanted)
        for title in empty if begun else ():
            self.report("ruling-unsigned", title, title=title)
        return begun and all(self.record.get(title) is not None for title in wanted)

    def lacks(self, *titles: str, signed: bool) -> bool:
        """Whether any of these cells is empty or unreadable; an empty one of a ruling is told."""
        empty = [title for title in titles if self.record.get(title) is None]
        for title in empty if signed else ():
            if not self.unreadable(title):
                self.report("ruling-unsigned", title, title=title)
        return bool(empty)

    def _forget_empty(self, titles: list[str]) -> None:
        """An empty cell is told as what it means here, or not at all."""
        cells = {self.place(title).cell for title in titles}
        table = self.read.tables[self.sheet]
        table.findings = [p for p in table.findings if p.code != "required-empty" or p.place.cell not in cells]

    def ruled(self, cited: str, signed: bool) -> Row:
        """Who ruled so and when, as columns; nothing where the row is not signed."""
        record = self.record
        by, date = (record[r.RULER], record[r.RULED_ON]) if signed else (None, None)
        return {"by": by, "date": date, "reason": record.get("理由"), "book": self.read.path,
                "source": self.read.cell(self.sheet, self.index, cited)}

    def own_team(self, rules: Rules, department: str, team: str, title: str) -> str | None:
        """The department's team of this name; None, which is told, when it has none."""
        own = rules.own_team(department, team)
        if own is None:
            near = offered(team, rules.teams_of(department))
            self.report("unknown-name", title, title=f"{department}的班组", value=team, suggestion=near)
        return own


def _rows(read: BookRead, sheet: str) -> Iterator[_RulingRow]:
    table = read.tables.get(sheet)
    for index, record in table.records() if table is not None else ():
        yield _RulingRow(read, sheet, index, record)


def _tie_rows(read: BookRead, rules: Rules) -> Iterator[Row]:
    """The rows of 并列, those that are not ruled on yet among them: together they say which group was asked about."""
    levels = {award.name: award.level for award in rules.enabled_awards}
    by_order = {award.name for award in rules.enabled_awards if not award.scored}
    for row in _rows(read, r.TIES):
        record, signed = row.record, row.signed(r.RULING, asks=True)
        award, department, typed = (record[title] for title in r.QUESTION)
        scored = award not in by_order
        if row.lacks(*r.QUESTION, r.SEATS, *((r.SCORE,) if scored else ()), signed=signed):
            continue
        who = _own_name(row, rules, levels[award], award, department, typed)
        if who is not None:
            yield {"award": award, "department": department, "score": record[r.SCORE], "seats": record[r.SEATS],
                   "decision": record[r.RULING] if signed else None, **who, **row.ruled(r.RULING, signed), _PLACE: row.place("候选")}


def _own_name(row: _RulingRow, rules: Rules, level: Level, award: str, department: str, typed: str) -> Row | None:
    """The columns that name a candidate of an award; None, which is told, for a department or team that is none of it."""
    if level in (Level.PERSON, Level.POST):
        return {_TYPED: typed}
    known = (department,) if level is Level.DEPARTMENT else rules.teams_of(department)
    read = known_name(tuple(known), rules.short_names).read(typed)
    named = read.value
    if named is not None and read.findings:  # what people call it
        row.report("short-name-read", "候选", title="候选", **read.findings[0].details)
    if named is None:
        row.report("ruling-candidate-unknown", "候选", value=typed, where=_where(award, department), suggestion=offered(typed, known))
        return None
    return {"team": named if level is Level.TEAM else None}


def _where(award: str | None, department: str) -> str:
    return f"“{award}”在“{department}”" if award else f"“{department}”"


def _disqualified_rows(read: BookRead, rules: Rules) -> Iterator[Row]:
    levels = {award.name: award.level for award in rules.enabled_awards}
    for row in _rows(read, r.DISQUALIFIED):
        record, signed = row.record, row.signed("理由", asks=False)
        award, department, team, typed = (record[title] for title in ("奖项", "科室", "班组", "姓名或岗位"))
        if not signed or department is None or any(row.unreadable(title) for title in ("奖项", "班组", "姓名或岗位")):
            continue
        own = row.own_team(rules, department, team, "班组") if team not in (None, OUTSIDE_TEAMS) else None
        if team not in (None, OUTSIDE_TEAMS) and own is None:
            continue
        level = Level.TEAM if own else Level.DEPARTMENT
        if typed is None and (team == OUTSIDE_TEAMS or level not in ([levels[award]] if award else levels.values())):
            row.report("ruling-candidate-unknown", "班组" if team else "科室", value=team or department, where=_where(award, department), suggestion="")
            continue
        yield {"award": award, "department": department, "team": own, _TYPED: typed, "outside": team == OUTSIDE_TEAMS,
               **row.ruled("科室", True), _PLACE: row.place("姓名或岗位")}


def _confirmed_rows(read: BookRead) -> Iterator[Row]:
    for row in _rows(read, r.CONFIRMED):
        record, signed = row.record, row.signed(r.TREATMENT, asks=True)
        row.lacks("提示代号", signed=signed)
        code = next((code for code in CATALOGUE if key(code) == key(record["提示代号"])), None)
        if record["提示代号"] is not None and code is None:
            near = offered(record["提示代号"], CATALOGUE)
            row.report("confirmed-code-unknown", "提示代号", value=record["提示代号"], suggestion=near)
        if code is None or not signed:
            continue
        yield {"code": code, "file": record["文件"], "sheet": record["表"], "cell": record["格"], "text": record["提示内容"],
               "treatment": record[r.TREATMENT], **row.ruled(r.TREATMENT, True)}


# once all nominations are known


def match_rulings(tables: Mapping[str, Columns], submitted: frozenset[str]) -> tuple[dict[str, Columns], list[Finding]]:
    """Ties and disqualifications with each person and post spelled as its nomination spells it.

    A row that names nobody nominated, or two, is an error and decides nothing.
    """
    nominations = _records(tables["nominations"], ("award", "department", "team", "person", "post"))
    changed: dict[str, Columns] = {}
    findings: list[Finding] = []
    for table in ("tie_decisions", "disqualifications"):
        names = (*COLUMNS[table], _TYPED, _PLACE, "outside")
        matched = []
        for row in _records(tables[table], names):
            who, wrong = _named(row, nominations, by_team=table == "disqualifications") if row[_TYPED] is not None else ({}, None)
            if wrong is None:
                matched.append({**row, **who})
            else:
                findings.append(wrong)
        changed[table] = from_records(matched, COLUMNS[table])
    return changed, findings


def _records(columns: Columns, names: tuple[str, ...]) -> list[Row]:
    count = len(columns["department"])
    values = (columns.get(name, [None] * count) for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def _named(row: Row, nominations: list[Row], *, by_team: bool) -> tuple[Row, Finding | None]:
    """(team, person and post that a row names, None); or why nobody can tell whom it names."""
    typed, award, department = row[_TYPED], row["award"], row["department"]
    listed = [(n["team"], n["person"], n["post"]) for n in nominations
              if n["department"] == department and award in (None, n["award"]) and (n["person"] or n["post"])]
    within = dict.fromkeys(who for who in listed if not by_team or _in_team(row, who[0]))
    fitting = [who for who in within if key(who[1] or who[2]) == key(typed)]
    if len(fitting) != 1 and not by_team:
        fitting = [who for who in within if key(r.apart(who[1] or who[2] or "", who[0])) == key(typed)] or fitting
    if len(fitting) == 1:
        team, person, post = fitting[0]
        return {"team": team, "person": person, "post": post}, None
    if fitting:
        sample = r.apart(typed, fitting[0][0])
        return {}, finding("ruling-candidate-unclear", row[_PLACE], value=typed, department=department, count=len(fitting), sample=sample)
    near = offered(typed, [person or post for _, person, post in within])
    return {}, finding("ruling-candidate-unknown", row[_PLACE], value=typed, where=_where(award, department), suggestion=near)


def _in_team(row: Row, team: str | None) -> bool:
    """Whether a row of 取消资格 may mean somebody of this team: it names the team, or none."""
    if row["outside"]:
        return team is None
    return row["team"] in (None, team)
