"""The checks that conditions of a campaign can name: those of `schema.checks`, and those of 自定义核查 as values of the same record."""

from __future__ import annotations

from functools import lru_cache

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.own_checks import OwnCheck
from fuwuyue_xlsx.schema.activities import A_TEAM, ACTIVITIES, activities_with
from fuwuyue_xlsx.schema.checks import CHECKS, Check, CountedColumn, Counting, How
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice

# what can be counted, as 数什么 has it
ROWS, DIFFERENT = "行数", "不同的某一栏"
# the sheets of the department's book that can be counted on
COUNTABLE_SHEETS: dict[str, Sheet] = {sheet.title: sheet for sheet in ACTIVITIES}
_UNIT = {True: "个", False: "条"}


def can_be_told_apart(field: Field) -> bool:
    """Whether the different texts of a column can be counted: words of a list, names, short texts. Numbers, days, long texts and lists of
    teams cannot, unless the column travels to the evaluation as a text.
    """
    if field.becomes is not None and field.becomes.flag:
        return False
    short = isinstance(field.kind, (Choice, PersonName)) or (isinstance(field.kind, Text) and not field.kind.long)
    return short or (field.becomes is not None and isinstance(field.kind, Text))


def can_say_a_word(field: Field) -> bool:
    """Whether rows can be chosen by what a column says; by the team they are by the level of the check."""
    return can_be_told_apart(field) and field.kind != A_TEAM and not (isinstance(field.kind, Text) and field.kind.long)


def checks_of(rules: Rules) -> dict[str, Check]:
    """Every check that the rules' conditions can name, by name; the built-in ones first."""
    return checks_with(rules.own_checks)


@lru_cache(maxsize=64)
def checks_with(own: tuple[OwnCheck, ...]) -> dict[str, Check]:
    """The built-in checks and these. Raises ValueError for one that cannot be counted, as `Check` does."""
    sheets = {sheet.title: sheet for sheet in activities_with(own)}
    return {**CHECKS, **{check.name: _check(check, sheets[check.sheet]) for check in own}}


def _check(own: OwnCheck, sheet: Sheet) -> Check:
    """Rows are counted by the cell by which they are cited."""
    counted = CountedColumn(sheet, own.column or sheet.cited.title)
    only = (CountedColumn(sheet, own.only[0]), own.only[1]) if own.only else None
    counting = Counting(How.DISTINCT if own.column else How.ENTRIES, (counted,), only)
    return Check(own.name, own.levels, f"{own.name}（{own.said}）", _UNIT[bool(own.column)], counting=counting)
