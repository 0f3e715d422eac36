"""Last year's rules as a rules workbook for the next: everything as it was written, but for what belongs to one year."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from fuwuyue_xlsx.basics.cell_values import Raw, shown
from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.award_sentences import sentences_of
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from fuwuyue_xlsx.rulebook.rule_rows import Row, read_rows
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import WHOLE_CAMPAIGN
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.rules_workbook import EXCLUSIONS, IDENTITIES, KNOWN_ITEMS, SHEETS, rulebook
from fuwuyue_xlsx.schema.trial_sheet import TRIAL_SHEET, TRIALS
from fuwuyue_xlsx.templates.template_book import write_book

_DATES = {key(name) for name, kind in KNOWN_ITEMS.items() if isinstance(kind, (Day, Moment))}
_NAMES = {key(name) for name in ("活动名称", "依据文件")}
_TRIAL_TITLES = [column.title for column in TRIAL_SHEET.columns]


def rulebook_of_next_year(rules: Rules, data: bytes) -> bytes:
    """The bytes of 评选规则.xlsx for the year after `rules`, which `data` holds.

    Left open: every date, and 事故认定期间 unless it is the campaign's own days. 年度 is the next year, and so is the year where it stands
    in the campaign's name or document; an invented incident of 试算 is a year later. Who was kept out by name is not taken over. Raises
    ValueError for bytes that are no workbook.
    """
    opened = open_book(data)
    if isinstance(opened, Unopened):
        raise ValueError(opened.why.message)
    rows, _ = read_rows(opened)
    values = {sheet.title: [tuple(_typed(opened, row, column.title) for column in sheet.columns) for row in rows[sheet.title]]
              for sheet in SHEETS if sheet.title != EXCLUSIONS}
    if IDENTITIES in rows.missing:
        # the new workbook has the sheet, and empty it would leave open what was fixed
        values[IDENTITIES] = [(identity,) for identity in rules.own.identities]
    year = rules.campaign.year
    values["活动信息"] = [(name, _of_next_year(name, content, year)) for name, content, *_ in values["活动信息"]]
    values[TRIALS] = [tuple(_a_year_later(value) if title == "发生日期" else value for title, value in zip(_TRIAL_TITLES, row, strict=True))
                      for row in values[TRIALS]]
    values["口径设置"] = [_policy(row, rules) for row in values["口径设置"]]
    return write_book(rulebook(), replace(rules.campaign, year=year + 1), values, sentences_of(rules))


def _typed(opened: OpenedBook, row: Row, title: str) -> Raw | None:
    """What stands in a cell, as it is to be typed again."""
    grid = opened.grid(row.sheet)
    if grid is None or title not in row.cells:
        return None
    value = grid.value(*cell_index(row.cells[title]))
    if value is None or value == "":
        return None
    if isinstance(value, (dt.date, bool)):
        return value
    return float(value) if type(value) in (int, float) else shown(value)


def _of_next_year(name: Any, content: Any, year: int) -> Any:
    if key(name) in _DATES:
        return None
    if key(name) == key("年度"):
        return year + 1
    return shown(content).replace(str(year), str(year + 1)) if key(name) in _NAMES else content


def _a_year_later(typed: Any) -> Any:
    """A day as typed, a year later; the 29th of February becomes the 28th. What is no day stays as it is."""
    day = Day().read(typed).value
    return typed if day is None else day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _policy(row: tuple[Any, ...], rules: Rules) -> tuple[Any, ...]:
    if key(row[0]) != key("事故认定期间"):
        return row
    own = (rules.policies.veto_first, rules.policies.veto_last) == (rules.campaign.span.first, rules.campaign.span.last)
    return row[0], WHOLE_CAMPAIGN if own else None, *row[2:]
