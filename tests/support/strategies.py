"""Hypothesis strategies made from the schema: what people type into a field, and what it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralPersons, SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Number, Score

# what is typed, and the value it must be read as
Typed = tuple[Any, Any]
Row = dict[str, Typed]
TEXT = st.text("水电路灯一二三 aZ09，。、（）#&<>'\"\n　", min_size=1, max_size=12).filter(key)
NAME = st.text("赵钱孙李周吴郑王华明· ", min_size=1, max_size=4).filter(key)
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def typed(field: Field, rules: Rules, maximum: Decimal | None = None) -> st.SearchStrategy[Typed]:
    """A right value of a field in one of the spellings that its kind takes."""
    kind = field.kind
    if isinstance(kind, Number):
        most = 3000 if kind.maximum is None else int(kind.maximum)
        return st.integers(int(kind.minimum or 0), most).flatmap(lambda n: _spellings(n, number_spellings(n, kind.units), n))
    if isinstance(kind, (Score, ItemPoints)):
        top = int((maximum or getattr(kind, "maximum", Decimal(10))) * 100)
        return st.integers(0, top).map(lambda n: Decimal(n) / 100).flatmap(lambda d: _spellings(d, score_spellings(d), d))
    if isinstance(kind, Day):
        return day(rules).flatmap(lambda d: _spellings(d, day_spellings(d), d))
    if isinstance(kind, Moment):
        return moment(rules).flatmap(lambda m: _spellings(m, moment_spellings(m), m))
    if isinstance(kind, Choice):
        return st.sampled_from(kind.options).flatmap(lambda o: _spellings(o, (o, f" {o}　", f"{o[:1]} {o[1:]}"), o))
    if isinstance(kind, SeveralTeams):
        return several(kind)
    if isinstance(kind, SeveralPersons):
        return several_persons()
    if isinstance(kind, PersonName):
        return NAME.map(lambda name: (name, "".join(name.split())))
    assert isinstance(kind, Text), kind
    return st.one_of(TEXT.map(lambda text: (text, text.strip())), st.integers(1, 10**14).map(lambda n: (n, str(n))))


def _spellings(_: Any, spellings: tuple[Any, ...], value: Any) -> st.SearchStrategy[Typed]:
    return st.sampled_from(spellings).map(lambda raw: (raw, value))


def number_spellings(n: int, units: tuple[str, ...]) -> tuple[Any, ...]:
    """12 · "12" · １２ · 12人 · 1,200"""
    return (n, float(n), str(n), str(n).translate(WIDE), f"{n:,}", *(f"{n}{unit}" for unit in units))


def score_spellings(d: Decimal) -> tuple[Any, ...]:
    """85.5 · "85.5" · ８５．５ · 85.5分"""
    return float(d), str(d), str(d).translate(WIDE), f"{d}分"


def day(rules: Rules) -> st.SearchStrategy[dt.date]:
    """A day of the campaign."""
    return st.dates(rules.campaign.span.first, rules.campaign.span.last)


def day_spellings(d: dt.date) -> tuple[Any, ...]:
    """A real date, the eight digits, and the written forms of workbooks.md."""
    written = [f"{d:%Y-%m-%d}", f"{d:%Y/%m/%d}", f"{d:%Y.%m.%d}", f"{d.year}/{d.month}/{d.day}", f"{d.year}年{d.month}月{d.day}日",
               f"{d.month}月{d.day}日", f"{d.month}.{d.day}", f"{d:%Y%m%d}"]
    return (d, int(f"{d:%Y%m%d}"), *written)


def moment(rules: Rules) -> st.SearchStrategy[dt.datetime]:
    """A minute of the campaign, before material is due and not midnight, which as a real date says no time."""
    minutes = st.datetimes(dt.datetime.combine(rules.campaign.span.first, dt.time()), rules.campaign.material_due)
    return minutes.map(lambda m: m.replace(second=0, microsecond=0)).filter(lambda m: m.time() != dt.time())


def moment_spellings(m: dt.datetime) -> tuple[Any, ...]:
    """A real date with its time, and the written forms of workbooks.md."""
    chinese = f"{m.year}年{m.month}月{m.day}日"
    return m, f"{m:%Y-%m-%d %H:%M}", f"{m:%Y/%m/%d %H:%M:%S}", f"{chinese}{m:%H:%M}", f"{chinese}{m.hour}时{m.minute}分"


@st.composite
def several(draw: Callable, kind: SeveralTeams) -> Typed:
    """全科室, or some of the teams with separators between them."""
    if draw(st.booleans()):
        return kind.everyone, kind.teams
    teams = draw(st.lists(st.sampled_from(kind.teams), min_size=1, unique=True))
    text = teams[0]
    for team in teams[1:]:
        text += draw(st.sampled_from("，；/、;,\n")) + team
    return text, tuple(teams)


@st.composite
def several_persons(draw: Callable) -> Typed:
    """A few names with marks between them."""
    names = draw(st.lists(st.text("赵钱孙李周吴郑王华明", min_size=2, max_size=3), min_size=1, max_size=3, unique=True))
    return draw(st.sampled_from("、，；\n")).join(names), tuple(names)


@st.composite
def form(draw: Callable, sheet: Sheet, rules: Rules) -> Row:
    """Every required item of a form, and some of the others."""
    values: Row = {}
    for item in sheet.form:
        if item.locked:
            continue
        other, wanted = item.required_with or ("", "")
        needed = item.required or (other in values and values[other][1] == wanted)
        if needed or draw(st.booleans()):
            values[item.title] = draw(typed(item, rules))
    return values


@st.composite
def row(draw: Callable, sheet: Sheet, rules: Rules, given: dict[str, Any]) -> Row:
    """A filled row: every required field, and some of the others; points all or none, and no others' items."""
    values: Row = {}
    points = draw(st.booleans())
    for field in sheet.columns:
        if field.locked:
            continue
        score = isinstance(field.kind, Score)
        if field.required or (points if score else draw(st.booleans())):
            if isinstance(field.kind, ItemPoints) and "满分" not in given:
                values[field.title] = draw(TEXT.map(lambda text: (text, text)))
            elif not isinstance(field.kind, ItemPoints) or field.kind.line == given["业务类型"]:
                values[field.title] = draw(typed(field, rules, given.get("满分")))
    questions = [field for field in sheet.columns if field.title in rules.questions] if sheet.lenient else []
    if questions and not any(question.title in values for question in questions):
        values[questions[0].title] = draw(typed(questions[0], rules))
    return _of_one_department(draw, values, rules)


def _of_one_department(draw: Callable, values: Row, rules: Rules) -> Row:
    """Where a row names a department and a team, the team is one of that department."""
    if "科室" in values and "班组" in values:
        team = draw(st.sampled_from(rules.teams_of(values["科室"][1])))
        values["班组"] = (team, team)
    return values


@st.composite
def table(draw: Callable, sheet: Sheet, rules: Rules, rows: list[int], unique: str | None) -> dict[int, Row]:
    """Row number → what is typed there. `rows` can be typed in; lines between may stay empty."""
    if sheet.rows:
        chosen = {at: given for at, given in zip(rows, sheet.rows, strict=True) if sheet.title == "班组信息" or draw(st.booleans())}
    else:
        chosen = {at: {} for at in draw(st.lists(st.sampled_from(rows), max_size=4, unique=True))}
    filled = {at: draw(row(sheet, rules, given)) for at, given in sorted(chosen.items())}
    names = [key(values[unique][1]) if unique else at for at, values in filled.items()]
    return {at: values for place, (at, values) in enumerate(filled.items()) if values and names[place] not in names[:place]}


@st.composite
def book_values(draw: Callable, book: Book, rules: Rules, rows: dict[str, list[int]], unique: dict[str, str]) -> dict[str, Any]:
    """Sheet → (form, table) of a whole book; a form above a table is filled with it."""
    values = {}
    for sheet in book.sheets:
        typed_rows = draw(table(sheet, rules, rows[sheet.title], unique.get(sheet.title))) if sheet.columns else {}
        wanted = sheet.form and (typed_rows or not sheet.columns)
        values[sheet.title] = (draw(form(sheet, rules)) if wanted else {}, typed_rows)
    return values
