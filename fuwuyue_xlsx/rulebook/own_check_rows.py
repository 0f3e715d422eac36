"""自定义核查 of the rules: each fault at its cell, and what the rows come to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fuwuyue_xlsx.basics.text import key, label_key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.awards import Level
from fuwuyue_xlsx.rules.own_checks import OwnCheck
from fuwuyue_xlsx.schema.activities import A_SERIES
from fuwuyue_xlsx.schema.checks import CHECKS, Check, team_column
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import TEAM_MARKS, offered
from fuwuyue_xlsx.schema.known_checks import COUNTABLE_SHEETS, DIFFERENT, ROWS, can_be_told_apart, can_say_a_word, checks_with
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.rules_workbook import OWN_CHECKS

_IS = re.compile(r"[=＝:：]")
_QUOTES = "“”\"'‘’「」『』 \u3000"
_BUILT_IN = {key(name).casefold() for name in CHECKS}
_SHAPE = "请写成 栏=值，例如 是否采纳=是，一次只写一个值；都数的清空这一格"


def faults_of_own_checks(rows: RuleRows) -> Iterator[Finding]:
    """Names that are taken, columns and words that the sheet cannot have, a level that it cannot be counted for; what no condition uses."""
    used = {row.key("核查项") for row in rows["评选条件"]}
    for row in rows[OWN_CHECKS]:
        yield from _faults(row, rows)
        if row["名称"] is not None and row.key("名称") not in used:
            yield finding("rule-own-check-unused", row.place("名称"), name=row["名称"])


def _faults(row: Row, rows: RuleRows) -> Iterator[Finding]:
    name, sheet = row["名称"], COUNTABLE_SHEETS.get(row["表"])
    if key(name).casefold() in _BUILT_IN:
        yield finding("rule-own-check-taken", row.place("名称"), name=name)
    if row["数什么"] == DIFFERENT and row["栏"] is None and "栏" not in row.unreadable:
        options = f"请填“{sheet.title}”里的一栏：{_titles(sheet)}" if sheet else "请填这张表里的一栏"
        yield _fault(row, "栏", "没有写数哪一栏", options)
    elif row["数什么"] == ROWS and row["栏"] is not None:
        yield _fault(row, "栏", f"数的是“{ROWS}”，不用写哪一栏", f"请清空这一格；要数不同的内容，“数什么”请选“{DIFFERENT}”")
    if sheet is not None:
        yield from _column(row, sheet)
        yield from _only(row, sheet, rows)
        if Level.TEAM in _levels(row) and team_column(sheet) is None:
            yield _fault(row, "级别", f"“{sheet.title}”没有写班组的栏，数不出每个班组有几个", f"请改为“{Level.DEPARTMENT.label}”，或换一张表")


def _fault(row: Row, title: str, why: str, words: str) -> Finding:
    return finding("rule-own-check", row.place(title), name=row["名称"] or "", why=why, words=words)


def _titles(sheet: Sheet) -> str:
    return "、".join(field.title for field in sheet.columns if can_be_told_apart(field))


def _named(sheet: Sheet, title: str) -> Field | None:
    """The column that is called so, by its title or another one that it has had."""
    return next((field for field in sheet.columns if label_key(title) in field.keys), None)


def _column(row: Row, sheet: Sheet) -> Iterator[Finding]:
    if row["数什么"] != DIFFERENT or row["栏"] is None:
        return
    field = _named(sheet, str(row["栏"]))
    if field is None:
        yield _unknown(row, "栏", sheet, str(row["栏"]))
    elif not can_be_told_apart(field):
        yield _fault(row, "栏", f"“{field.title}”里的内容分不出有几种不同的", f"请换一栏，“{sheet.title}”里可以数的是：{_titles(sheet)}")


def _unknown(row: Row, title: str, sheet: Sheet, said: str) -> Finding:
    near = offered(said, [field.title for field in sheet.columns])
    return finding("unknown-name", row.place(title), title=f"“{sheet.title}”的栏", value=said, suggestion=near)


def _parted(said: object) -> tuple[str, str] | None:
    """栏=值 as (栏, 值); None for anything else."""
    parts = [part.strip(_QUOTES) for part in _IS.split(str(said), 1)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _only(row: Row, sheet: Sheet, rows: RuleRows) -> Iterator[Finding]:
    if row["只数"] is None:
        return
    parted = _parted(row["只数"])
    if parted is None:
        yield _fault(row, "只数", f"写的是“{row['只数']}”，看不出只数哪些行", _SHAPE)
        return
    title, word = parted
    field = _named(sheet, title)
    if field is None:
        yield _unknown(row, "只数", sheet, title)
    elif not can_say_a_word(field):
        able = "、".join(one.title for one in sheet.columns if can_say_a_word(one))
        yield _fault(row, "只数", f"“{field.title}”不能用来挑出只数哪些行", f"请换一栏，“{sheet.title}”里可以用的是：{able}；一个班组的行由“级别”决定")
    else:
        yield from _word(row, field, word, rows)


def _word(row: Row, field: Field, word: str, rows: RuleRows) -> Iterator[Finding]:
    """A word that the column never says: none of its choices, or several in one."""
    if isinstance(field.kind, Choice):
        options = _options(field, rows)
        if options and key(word) not in {key(option) for option in options}:
            yield _fault(row, "只数", f"“{field.title}”里不会是“{word}”", f"请改成这些之一：{'、'.join(options)}，一次只写一个值")
    elif any(mark in word for mark in TEAM_MARKS + "；，=＝"):
        yield _fault(row, "只数", f"“{word}”像是几个值", _SHAPE)


def _options(field: Field, rows: RuleRows) -> tuple[str, ...]:
    assert isinstance(field.kind, Choice)
    return tuple(entry["活动系列"] for entry in rows["活动系列"] if entry["活动系列"]) if field.kind == A_SERIES else field.kind.options


def _levels(row: Row) -> tuple[Level, ...]:
    return tuple(level for level in (Level.DEPARTMENT, Level.TEAM) if level.label in str(row["级别"] or ""))


def own_checks_of(rows: RuleRows) -> tuple[OwnCheck, ...]:
    """What the sheet says, from the rows without fault; every column and word as the sheet itself writes it."""
    whole = (row for row in rows[OWN_CHECKS] if all(row[title] is not None for title in ("名称", "表", "数什么", "级别")) and not row.unreadable)
    return tuple(_own_check(row, COUNTABLE_SHEETS[row["表"]], rows) for row in whole if not any(_faults(row, rows)))


def _own_check(row: Row, sheet: Sheet, rows: RuleRows) -> OwnCheck:
    column = _named(sheet, str(row["栏"])) if row["栏"] is not None else None
    return OwnCheck(row["名称"], sheet.title, column.title if column else None, _choice(row, sheet, rows), _levels(row))


def _choice(row: Row, sheet: Sheet, rows: RuleRows) -> tuple[str, str] | None:
    parted = _parted(row["只数"]) if row["只数"] is not None else None
    field = _named(sheet, parted[0]) if parted else None
    if parted is None or field is None:
        return None
    options = _options(field, rows) if isinstance(field.kind, Choice) else ()
    return field.title, next((option for option in options if key(option) == key(parted[1])), parted[1])


def known_checks(rows: RuleRows) -> dict[str, Check]:
    """Every check that a condition can name: the built-in ones and those of the sheet that are without fault."""
    return checks_with(own_checks_of(rows))
