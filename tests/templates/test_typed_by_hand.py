"""Every field of every template typed as a person types, in LibreOffice, saved in every format: read with the same result."""

from __future__ import annotations

import datetime as dt
import html
import re
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from fuwuyue_xlsx.intake.recognise import stamp_of
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.field_kinds import Kind, PersonName
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralPersons, SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Number, Score
from fuwuyue_xlsx.schema.stamp import Stamp
from fuwuyue_xlsx.schema.wording import DONE
from fuwuyue_xlsx.templates.hidden_sheet import STAMP_NAME
from tests.support.filled_books import book, small_rules, template
from tests.support.libreoffice import can_type, convert, type_in
from tests.support.self_check_states import states_of
from tests.support.template_fillings import read_back, rows_to_fill, rules, taken_in, values_read
from tests.support.workbook_view import cell_below, cell_beside, opened

pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(not can_type(), reason="LibreOffice has no Python bridge here")]
# each kind takes LibreOffice some 10 seconds
KINDS = ["department", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("inspection", "survey", "incidents", "review"))]
FORMATS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}


def keys_and_value(kind: Kind) -> tuple[str, Any]:
    """What is typed, and what it is to be read as."""
    if isinstance(kind, Number):
        return "12", 12
    if isinstance(kind, (Score, ItemPoints)):
        return "8.5", pytest.approx(8.5)
    if isinstance(kind, Day):
        return "2017-12-01", dt.date(2017, 12, 1)
    if isinstance(kind, Moment):
        return "2017-12-29 16:30", dt.datetime(2017, 12, 29, 16, 30)
    if isinstance(kind, Choice):
        return kind.options[0], kind.options[0]
    if isinstance(kind, SeveralTeams):
        return "；".join(kind.teams), kind.teams
    if isinstance(kind, SeveralPersons):
        return "张三、李四", ("张三", "李四")
    return ("张三", "张三") if isinstance(kind, PersonName) else ("01380000", "01380000")


def typing(kind: str) -> tuple[list[list[str]], dict[str, tuple[dict, dict]]]:
    """The cells to type, and what must be read: every form item, every column of the first two rows (all where wanted)."""
    blank, cells, wanted = opened(template(rules(), kind, "甲科")), [], {}
    for sheet in book(rules(), kind, "甲科").sheets:
        page, form, table = blank[sheet.title], {}, {}
        for item in sheet.form:
            if not item.locked:
                text, form[item.title] = keys_and_value(item.kind)
                cells.append([sheet.title, cell_beside(page, item.title), text])
        rows = rows_to_fill(kind, sheet) if sheet.columns else []
        for number, row in enumerate(rows if sheet.wanted else rows[:2]):
            for field in sheet.columns:
                given = sheet.rows[number] if sheet.rows else {}
                other_line = isinstance(field.kind, ItemPoints) and given.get("业务类型") != field.kind.line
                if field.locked or other_line:
                    continue
                text, value = keys_and_value(field.kind)
                if field.title in sheet.unique and not isinstance(field.kind, Choice):
                    text, value = text + str(number), value + str(number)
                elif field.title in sheet.unique and len(sheet.unique) == 1:
                    text = value = field.kind.options[number]
                cells.append([sheet.title, cell_below(page, field.title, row), text])
                table.setdefault(row, {})[field.title] = value
        wanted[sheet.title] = (form, table)
    return cells, wanted


@cache
def typed(kind: str) -> dict[str, bytes]:
    """The typed template by format, as LibreOffice saves it."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        blank = folder / "blank.xlsx"
        blank.write_bytes(template(rules(), kind, "甲科"))
        saves = {filter_name: folder / f"typed.{ending}" for ending, filter_name in FORMATS.items()}
        type_in(folder, blank, typing(kind)[0], saves)
        return {ending: (folder / f"typed.{ending}").read_bytes() for ending in FORMATS}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_is_what_is_read(kind: str, ending: str) -> None:
    assert values_read(read_back(kind, typed(kind)[ending])) == typing(kind)[1]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_template_is_left_over(kind: str, ending: str) -> None:
    intake = taken_in({f"表.{ending}": typed(kind)[ending]})
    (file,) = intake.files
    assert (file.kind, file.account.reported) == (kind, 0)
    assert file.account.used + file.account.template == file.account.nonempty
    assert [p.line() for p in intake.findings if p.blocks] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_self_check_says_done_while_it_is_typed(kind: str) -> None:
    titles = {sheet.title for sheet in book(rules(), kind, "甲科").sheets}
    states = states_of(typed(kind)["xlsx"])
    assert {title: states[title] for title in titles} == {title: (DONE, 0, 0, 0) for title in titles}


def defined_stamp(data: bytes, folder: Path) -> str | None:
    """The text of the defined name _fuwuyue in an xlsx file."""
    path = folder / "looked-at.xlsx"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as parts:
        found = re.search(rf'<definedName[^>]*name="{STAMP_NAME}"[^>]*>(.*?)</definedName>', parts.read("xl/workbook.xml").decode())
    text = html.unescape(found[1]) if found else ""
    return text[1:-1].replace('""', '"') if text.startswith('"') and text.endswith('"') else None


@pytest.mark.long
@pytest.mark.parametrize("kind", ["department", "survey"])
def test_the_stamp_stands_in_three_places_and_survives_every_format(kind: str, tmp_path: Path) -> None:
    """In the hidden sheet, in a defined name and in the properties, also after a save in another format and back."""
    blank = tmp_path / "表.xlsx"
    blank.write_bytes(template(small_rules(), kind, "甲科"))
    between = [file.rename(file.with_stem(f"表-{ending}")) for ending in FORMATS for file in convert(tmp_path, [blank], ending)]
    for file in [blank, *convert(tmp_path / "back", between, "xlsx")]:
        stamp = Stamp.parse(defined_stamp(file.read_bytes(), tmp_path) or "")
        assert stamp is not None and (stamp.kind, stamp.campaign, stamp.department) == (kind, "2017", "甲科" if kind == "department" else None)
        found = open_book(file.read_bytes())
        assert isinstance(found, OpenedBook)
        hidden = found.grid("列表")
        assert hidden is not None and Stamp.parse(str(hidden.value(0, 0))) == stamp, file.name
        assert stamp_of(found) == stamp, file.name
