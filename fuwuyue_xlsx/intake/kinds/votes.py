"""投票结果: how many voted for whom. A row names exactly one candidate of its award and never reaches down or up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.typed_rows import HOW_TO_NAME, CandidateRow
from fuwuyue_xlsx.intake.merging import Merged, Pairs, content_of
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.submissions import Content, Row, SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Level, Rules, Source
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.vote_book import COUNTED, ISSUED, NAME, VALID, VOTE_SHEET
from fuwuyue_xlsx.tables.columns import Columns, concat_tables, from_records, to_records
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit

_PLACE, _TABLE = "place", "votes"
_WHO = ("award", "department", "team", "post")


def vote_content(read: BookRead, rules: Rules) -> Content:
    """The rows that count of one book: an award with votes, one candidate, votes that can be. Persons and posts are checked once all
    nominations are known."""
    return Content({_TABLE: from_records(_rows(read, rules), (*COLUMNS[_TABLE], _PLACE))})


def _rows(read: BookRead, rules: Rules) -> Iterator[Row]:
    table = read.tables.get(VOTE_SHEET)
    awards = {award.name: award for award in rules.enabled_awards}
    for index, record in table.records() if table is not None else ():
        row = _VoteRow(read, VOTE_SHEET, index, record)
        award = awards.get(record["奖项"])
        if award is None or record["科室"] is None:
            continue
        if not award.uses(Source.VOTES):
            row.report("votes-not-asked", "奖项", award=award.name)
            continue
        named, counted = row.names_one(award, rules), row.can_be()
        if named and counted:
            yield {"award": award.name, "department": record["科室"], "team": row.team(rules), "post": record[NAME],
                   "votes": record[COUNTED], "issued": record[ISSUED], "valid": record[VALID], "source": str(row.place(COUNTED)), _PLACE: row.place(NAME)}


class _VoteRow(CandidateRow):
    """One filled row, and what is wrong with it."""

    def names_one(self, award: Award, rules: Rules) -> bool:
        """Whether the row has what names a candidate of the award's level, and nothing more; else it is told."""
        team, name, level = self.record["班组"], self.record[NAME], award.level
        if self.unreadable("班组") or self.unreadable(NAME):
            return False
        wanted = {Level.DEPARTMENT: team is None and name is None, Level.TEAM: team not in (None, OUTSIDE_TEAMS) and name is None}
        if not wanted.get(level, name is not None):
            at = NAME if level in (Level.PERSON, Level.POST) or name is not None else "班组"
            return self.report("votes-for-whom", at, award=award.name, level=level.label, names=HOW_TO_NAME[level])
        return self.knows_team(rules)

    def can_be(self) -> bool:
        """Whether there are no more votes than valid ballots, and no more of these than were handed out; else it is told."""
        votes, issued, valid = (self.record[title] for title in (COUNTED, ISSUED, VALID))
        if None in (votes, issued, valid):
            return False
        if valid > issued:
            self.report("votes-above", VALID, title=VALID, value=valid, most=ISSUED, limit=issued)
        if votes > valid:
            self.report("votes-above", COUNTED, title=COUNTED, value=votes, most=VALID, limit=valid)
        return bool(votes <= valid <= issued)


def merge_votes(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of every book, older books first. Of two rows for one candidate the newer counts; with other numbers that is an error."""
    books = sorted((file for file in files if file.state is State.USED), key=lambda file: (file.age, file.path))
    rows = concat_tables((tables_in(content_of(file)) for file in books), {_TABLE: (*COLUMNS[_TABLE], _PLACE)})[_TABLE]
    last: dict[tuple[object, ...], Row] = {}
    findings = []
    for row in to_records(rows):
        who = (*(row[name] for name in _WHO[:3]), key(row["post"]))
        before = last.get(who)
        if before is not None and any(before[name] != row[name] for name in ("votes", "issued", "valid")):
            findings.append(finding("votes-twice", place_of(row["source"]), candidate=row["post"] or row["team"] or row["department"],
                                    award=row["award"], other=before["source"]))
        last[who] = row
    doubts = tuple(_odd_ballots(list(last.values())))
    told = (*findings, *(found for doubt in doubts for found in doubt.findings))
    return Merged(files, {_TABLE: from_records(last.values(), (*COLUMNS[_TABLE], _PLACE))}, told, doubts)


# of fewer candidates nobody can say which row is the odd one
_FEWEST_ROWS = 3


def _odd_ballots(rows: list[Row]) -> Iterator[Doubt]:
    """A doubt on the one row of an award whose 有效票数 is another than that of all others, who agree: as if it were theirs."""
    awards: dict[str, list[Row]] = {}
    for row in rows:
        awards.setdefault(row["award"], []).append(row)
    for award, voted in awards.items():
        counts = Counter(row["valid"] for row in voted)
        if len(voted) < _FEWEST_ROWS or len(counts) != 2 or min(counts.values()) > 1:
            continue
        (usual, _), (odd, _) = counts.most_common()
        row = next(one for one in voted if one["valid"] == odd)
        if row["votes"] <= usual:
            found = finding("votes-valid-differ", place_of(row["source"]), candidate=row["post"] or row["team"] or row["department"],
                            award=award, valid=odd, usual=usual)
            way = {**row, "valid": usual, "issued": max(row["issued"], usual)}
            yield Doubt((found,), (Edit({_TABLE: frozenset([row["source"]])}, {_TABLE: from_records([way], (*COLUMNS[_TABLE], _PLACE))}),))


def match_votes(tables: Mapping[str, Columns], submitted: frozenset[str]) -> tuple[dict[str, Columns], list[Finding]]:
    """The votes with each person and post spelled as the nomination spells it. One whom nobody recommended, of a department that has
    `submitted`, is an error."""
    votes, nominations = to_records(tables[_TABLE]), to_records(tables["nominations"])
    known = {(n["award"], n["department"], n["team"], key(n["person"] or n["post"])): n["person"] or n["post"] for n in nominations}
    matched, findings = [], []
    for row in votes:
        if row["post"] is not None:
            own = row["award"], row["department"], row["team"], key(row["post"])
            if own not in known and row["department"] in submitted:
                near = [name for (award, department, *_), name in known.items() if (award, department) == own[:2] and name]
                findings.append(finding("votes-candidate-unknown", row[_PLACE], value=row["post"], suggestion=offered(row["post"], near)))
                continue
            row = {**row, "post": known.get(own, row["post"])}
        matched.append(row)
    return {_TABLE: from_records(matched, (*COLUMNS[_TABLE], _PLACE))}, findings
