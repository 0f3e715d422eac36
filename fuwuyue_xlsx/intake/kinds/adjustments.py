"""加减分登记: who is given or loses points. A row names exactly one candidate and never reaches down or up; several rows add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key, near_names
from fuwuyue_xlsx.intake.kinds.doubtful_days import eased_unless
from fuwuyue_xlsx.intake.kinds.typed_rows import HOW_TO_NAME, CandidateRow
from fuwuyue_xlsx.intake.merging import Merged, Pairs, content_of
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.submissions import Content, Row, SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Level, Rules
from fuwuyue_xlsx.schema.adjustment_book import ADJUSTMENT_SHEET, BASIS, DATE, NAME, POINTS, REASON
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.tables.columns import Columns, from_records, to_records
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit

# where the name stands, and whether the row says which team it is, be it none (班组外)
_PLACE, _TEAM_SAID, _TABLE = "place", "team_said", "adjustments"
_TITLES = (*COLUMNS[_TABLE], _PLACE, _TEAM_SAID)
_ASKED = ("科室", POINTS, REASON, BASIS)


def adjustment_content(read: BookRead, rules: Rules) -> Content:
    """The rows that count of one book: one candidate, points, why and on what it rests. Persons and posts are matched once all
    nominations are known."""
    table = read.tables.get(ADJUSTMENT_SHEET)
    if table is None:
        return Content({_TABLE: from_records([], _TITLES)})
    numbered = list(_rows(read, rules))
    # whichever day is meant, the row counts
    table.findings = eased_unless(table.findings, lambda _: False)
    doubts = tuple(_outside(read, numbered, rules))
    read.findings += [one for doubt in doubts for one in doubt.findings]
    return Content({_TABLE: from_records([row for _, row in numbered], _TITLES)}, doubts=doubts)


def _rows(read: BookRead, rules: Rules) -> Iterator[tuple[int, Row]]:
    table = read.tables[ADJUSTMENT_SHEET]
    awards = [award for award in rules.enabled_awards if award.adjustment]
    for index, record in table.records():
        row = _Named(read, ADJUSTMENT_SHEET, index, record)
        if any(record[title] is None for title in _ASKED) or any(map(row.unreadable, ("奖项", "班组", NAME))):
            continue  # what it lacks, or what cannot be read in it, is told at its cell
        if row.names_one(awards, rules):
            yield index, {"award": record["奖项"], "department": record["科室"],
                   "team": row.team(rules), "post": record[NAME],
                   "points": record[POINTS], "reason": record[REASON], "basis": record[BASIS], "date": record[DATE],
                   "source": str(row.place(POINTS)), _PLACE: row.place(NAME), _TEAM_SAID: record["班组"] is not None}


class _Named(CandidateRow):
    """One filled row, and whom it names."""

    @property
    def levels(self) -> tuple[Level, ...]:
        """What is named: a person or post by name, a team, the department; nothing where the name is missing."""
        team = self.record["班组"]
        if self.record[NAME] is not None:
            return (Level.PERSON, Level.POST)
        return (Level.DEPARTMENT,) if team is None else () if team == OUTSIDE_TEAMS else (Level.TEAM,)

    def names_one(self, awards: Sequence[Award], rules: Rules) -> bool:
        """Whether the row names a candidate that its award can have, and nothing more; else it is reported."""
        team, name = self.record["班组"], self.record["奖项"]
        if not self.knows_team(rules):
            return False
        asked = [award for award in awards if name in (None, award.name)]
        if not asked:
            return self.report("adjustment-not-asked", "奖项", award=name or "所有奖项")
        if any(award.level in self.levels for award in asked):
            return True
        at = NAME if self.record[NAME] is not None or team == OUTSIDE_TEAMS else "班组" if team is not None else "科室"
        if name is not None:
            level = asked[0].level
            return self.report("adjustment-for-whom", at, award=name, level=level.label, names=HOW_TO_NAME[level])
        wanted = "，或者".join(dict.fromkeys(HOW_TO_NAME[award.level] for award in asked))
        named = "、".join(level.label for level in self.levels) or "班组外"
        return self.report("adjustment-for-nobody", at, level=named, names=wanted)


def _outside(read: BookRead, rows: Sequence[tuple[int, Row]], rules: Rules) -> Iterator[Doubt]:
    """The rows of a day outside the campaign, which count; the other way is without them."""
    span = rules.campaign.span
    for index, row in rows:
        if row["date"] is not None and not span.first <= row["date"] <= span.last:
            at = _Named(read, ADJUSTMENT_SHEET, index, row).place(DATE)
            yield Doubt((finding("adjustment-outside", at, value=row["date"], start=span.first, end=span.last),), (_without([row]),))


def _without(rows: Sequence[Row]) -> Edit:
    return Edit({_TABLE: frozenset(row["source"] for row in rows)})


# what makes two rows one matter, whatever points it is worth
_MATTER = ("award", "department", "team", "post", _TEAM_SAID, "reason", "basis", "date")
Matter = tuple[object, ...]


def _matter(row: Row) -> Matter:
    return tuple(key(value) if isinstance(value, str) else value for value in (row[name] for name in _MATTER))


def merge_adjustments(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of every book, older books first. Of a matter that several have the newest counts, with its rows; other points are an error.

    Two rows of one book that are the very same both count, and so does a row that only an older version of a book has: each is a
    warning whose other way is without it. Books are versions of one register when they have any matter in common.
    """
    books = [(file, to_records(tables_in(content_of(file)).get(_TABLE, {})))
             for file in sorted((file for file in files if file.state is State.USED), key=lambda file: (file.age, file.path))]
    versions: dict[Matter, dict[int, list[Row]]] = {}
    for number, (_, rows) in enumerate(books):
        for row in rows:
            versions.setdefault(_matter(row), {}).setdefault(number, []).append(row)
    standing: list[Row] = []
    findings: list[Finding] = []
    doubts: list[Doubt] = []
    for on_matter in versions.values():
        rows, contradictions = _standing(on_matter)
        standing += rows
        findings += contradictions
        doubts += _repeated(rows)
    doubts += [*_in_all_as_well(standing), *_only_in_older(books, versions)]
    findings += [one for doubt in doubts for one in doubt.findings]
    own = (doubt for file, _ in books for doubt in content_of(file).doubts)
    return Merged(files, {_TABLE: from_records(standing, _TITLES)}, tuple(findings), (*own, *doubts))


def _standing(versions: Mapping[int, list[Row]]) -> tuple[list[Row], list[Finding]]:
    """The rows on one matter that count, those of the newest book, and an error on every row that gives other points than its last."""
    newest = versions[max(versions)]
    last = newest[-1]
    differing = [row for rows in versions.values() for row in rows if row["points"] != last["points"]]
    errors = [finding("adjustments-contradict", place_of(row["source"]), candidate=row["post"] or row["team"] or row["department"],
                      reason=row["reason"], here=plain(row["points"]), there=plain(last["points"]), other=last["source"]) for row in differing]
    return [row for row in newest if row["points"] == last["points"]], errors


def _repeated(rows: Sequence[Row]) -> Iterator[Doubt]:
    """The rows of one book that say the very same as one above them."""
    first, *more = rows
    if more:
        warnings = tuple(finding("adjustment-repeated", place_of(row["source"]), other=first["source"]) for row in more)
        yield Doubt(warnings, (_without(more),))


def _in_all_as_well(rows: Sequence[Row]) -> Iterator[Doubt]:
    """The rows for one award whose matter stands for all awards, too: there the points count twice."""
    for_all = {_matter(row)[1:]: row for row in rows if row["award"] is None}
    for row in rows:
        other = for_all.get(_matter(row)[1:])
        if row["award"] is not None and other is not None:
            yield Doubt((finding("adjustment-in-all", place_of(row["source"]), award=row["award"], other=other["source"]),), (_without([row]),))


def _only_in_older(books: Sequence[tuple[SourceFile, list[Row]]], versions: Mapping[Matter, Mapping[int, list[Row]]]) -> Iterator[Doubt]:
    """What an older version of a book has and the newest one that shares a matter with it has not."""
    newer = {number: max((other for shared in versions.values() if number in shared for other in shared), default=number)
             for number in range(len(books))}
    for on_matter in versions.values():
        number = max(on_matter)
        if newer[number] > number:
            path = books[newer[number]][0].path
            warnings = tuple(finding("adjustment-only-in-older", place_of(row["source"]), other=path) for row in on_matter[number])
            yield Doubt(warnings, (_without(on_matter[number]),))


def match_adjustments(tables: Mapping[str, Columns], submitted: frozenset[str]) -> tuple[dict[str, Columns], list[Finding]]:
    """The rows with each person and post spelled as the nomination spells it, in its team where the row says none.

    One whom nobody recommended, of a department that has `submitted`, is told; a name that is several people's where the row says no
    team is an error, and the row does not count.
    """
    people: dict[tuple[str, str], list[tuple[str, str | None, str]]] = {}
    for row in to_records(tables["nominations"]):
        name = row["person"] or row["post"]
        if name:
            people.setdefault((row["department"], key(name)), []).append((row["award"], row["team"], name))
    matched, findings = [], []
    for row in to_records(tables[_TABLE]):
        if row["post"] is not None:
            own = people.get((row["department"], key(row["post"])), ())
            meant = dict.fromkeys((team, name) for award, team, name in own
                                  if row["award"] in (None, award) and (not row[_TEAM_SAID] or team == row["team"]))
            teams = dict.fromkeys(team for team, _ in meant)
            if len(teams) > 1:
                listed = "、".join(team or OUTSIDE_TEAMS for team in teams)
                findings.append(finding("adjustment-person-unclear", row[_PLACE], department=row["department"], value=row["post"], teams=listed))
                continue
            if meant:
                team, name = next(iter(meant))
                row = {**row, "team": team, "post": name}
            elif row["department"] in submitted:
                findings.append(_of_nobody(row, people))
        matched.append(row)
    return {_TABLE: from_records(matched, _TITLES)}, findings


def _of_nobody(row: Row, people: Mapping[tuple[str, str], list[tuple[str, str | None, str]]]) -> Finding:
    """What is told of a row whose person or post is nobody's who is recommended."""
    here = [(team, name) for (department, _), named in people.items() if department == row["department"]
            for award, team, name in named if row["award"] in (None, award)]
    elsewhere = [(team, name) for team, name in here if key(name) == key(row["post"])]
    if elsewhere:
        teams = "、".join(dict.fromkeys(team or OUTSIDE_TEAMS for team, _ in elsewhere))
        return finding("adjustment-person-unmatched", row[_PLACE], value=row["post"], suggestion=f"（在“{teams}”推荐了同名的人）")
    near = near_names(row["post"], [name for team, name in here if not row[_TEAM_SAID] or team == row["team"]])
    if near:
        return finding("adjustment-person-unmatched", row[_PLACE], value=row["post"], suggestion=offered(row["post"], near))
    return finding("adjustment-of-nobody", row[_PLACE], value=row["post"])
