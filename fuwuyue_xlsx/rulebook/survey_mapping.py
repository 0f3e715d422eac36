"""问卷对照 and 等级对照 of the rules: each fault at its cell, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.model import OF_DEPARTMENT, OF_TEAM, ROW_ITEMS, GradeWord, MappedColumn
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, Policies
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.rules_workbook import GRADE_WORDS, MAPPING

_ITEMS = {key(item): item for item in ROW_ITEMS}


def faults_of_mapping(rows: RuleRows) -> Iterator[Finding]:
    """Names that nothing has, and rows of 问卷对照 that leave open whom a column is about."""
    departments = [row["科室"] for row in rows["班组划分"] if row["科室"]]
    questions = [row["题目"] for row in rows["测评题目"] if row["题目"]]
    named_by_row = {_ITEMS.get(row.key("题目")) for row in rows[MAPPING]} & {OF_DEPARTMENT, OF_TEAM}
    for row in rows[MAPPING]:
        own = [other["班组"] for other in rows["班组划分"] if other["班组"] and (not row["科室"] or other.key("科室") == row.key("科室"))]
        yield from _unknown(row, "科室", departments)
        yield from _unknown(row, "班组", own)
        item = _ITEMS.get(row.key("题目"))
        if item is None:
            yield from _unknown(row, "题目", questions)
            if row["科室"] is None and "科室" not in row.unreadable:
                yield from _about_nobody(row, bool(named_by_row))
        elif row["班组"] is not None or (row["科室"] is not None and item != OF_TEAM):
            title = "班组" if row["班组"] is not None else "科室"
            yield finding("rule-mapping", row.place(title), title=title, why=f"“{row['列标题']}”这一列是答卷人选的{item}",
                          words="这一格请留空；要评某个固定的科室、班组的列，“题目”请填测评题目")
    yield from _useless_items(rows)


def _about_nobody(row: Row, named_by_row: bool) -> Iterator[Finding]:
    """A column of grades that is about nobody, or about a team of whatever department the row names."""
    if row["班组"] is not None:
        yield finding("rule-mapping", row.place("科室"), title="科室", why="写了班组，没有写科室", words="请写明是哪个科室的班组；由答卷人自己选的，班组也留空")
    elif not named_by_row:
        yield finding("rule-mapping", row.place("科室"), title="科室", why="没有写这一列评的是哪个科室",
                      words="请填科室；由答卷人自己选科室、班组的问卷，请另加一行，写明选科室、班组的那一列，“题目”填“科室”或“班组”")


def _useless_items(rows: RuleRows) -> Iterator[Finding]:
    """A column of department or team names that no column of grades refers to: its reader would think that it did."""
    grades = [row for row in rows[MAPPING] if row["题目"] is not None and row.key("题目") not in _ITEMS]
    if any(row["科室"] is None for row in grades):
        return
    for row in rows[MAPPING]:
        item = _ITEMS.get(row.key("题目"))
        if item in (OF_DEPARTMENT, OF_TEAM):
            yield finding("rule-mapping", row.place("题目"), title="题目", why=f"写明了哪一列是{item}，却没有一道题按它来分",
                          words="由答卷人自己选科室、班组的题，请把那些行的“科室”“班组”留空；不用的话请删去这一行")


def faults_of_words(rows: RuleRows, policies: Policies) -> Iterator[Finding]:
    """Of 等级对照: grades and questions that the rules do not have, a word twice, and a word that is a grade itself."""
    grades = {key(name): name for name, _ in policies.grades}
    questions = [row["题目"] for row in rows["测评题目"] if row["题目"]]
    seen: set[tuple[str, str]] = set()
    for row in rows[GRADE_WORDS]:
        yield from _unknown(row, "等级", [*grades.values(), LEAVE_OUT])
        yield from _unknown(row, "题目", questions)
        word = row.key("说法")
        if word in grades and row["等级"] is not None and row.key("等级") != word:
            yield finding("rule-mapping", row.place("说法"), title="说法", why=f"“{row['说法']}”本身就是一级",
                          words="请删去这一行；等级在口径“满意度等级分值”里改")
        if word and (word, row.key("题目")) in seen:
            yield finding("rule-twice", row.place("说法"), name=row["说法"])
        seen.add((word, row.key("题目")))


def _unknown(row: Row, title: str, known: Sequence[str]) -> Iterator[Finding]:
    value = row[title]
    if value is not None and key(value) not in {key(name) for name in known}:
        yield finding("unknown-name", row.place(title), title=title, value=value, suggestion=offered(value, known))


def mapping_of(rows: RuleRows, departments: Mapping[str, str], teams: Mapping[tuple[str, str], str],
               questions: Mapping[str, str]) -> tuple[MappedColumn, ...]:
    """The columns that 问卷对照 maps, from rows without fault; every name (by its key) as the rules write it."""
    return tuple(
        MappedColumn(row["列标题"], departments.get(row.key("科室")), teams.get((row.key("科室"), row.key("班组"))),
                     _ITEMS.get(row.key("题目")) or questions[row.key("题目")])
        for row in rows[MAPPING]
    )


def words_of(rows: RuleRows, policies: Policies, questions: Mapping[str, str]) -> tuple[GradeWord, ...]:
    """The other words for grades, from rows without fault."""
    grades = {key(name): name for name, _ in policies.grades}
    return tuple(GradeWord(row["说法"], grades.get(row.key("等级")), questions.get(row.key("题目"))) for row in rows[GRADE_WORDS])
