"""Any date cell in any format is read as a spreadsheet shows it, to the precision that it shows; any text as its words say."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.moments import END_OF_DAY
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from tests.support.binary_books import binary_book, number_cell, row
from tests.support.libreoffice import convert
from tests.support.repetition import every

# number format → whether it shows the seconds
FORMATS = {
    "yyyy-mm-dd": False, "yyyy/m/d": False, '[$-804]yyyy"年"m"月"d"日"': False, "yyyy-mm-dd hh:mm": False, 'yyyy"年"m"月"d"日" h"时"mm"分"': False,
    "yyyy-mm-dd hh:mm:ss": True, "yyyy/m/d h:mm:ss": True,
}
CODES = list(FORMATS)
A_DAY = 86_400
EPOCH, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
# where the day, the minute or the second is about to change
EDGES = (0, 1, 43, 59, 60, 61, 59_400, 61_199, 61_200, 61_201, A_DAY - 61, A_DAY - 60, A_DAY - 59, A_DAY - 43, A_DAY - 1)
# (day, second of it, number of the format)
Case = tuple[dt.date, int, int]


def cases(seed: int, count: int = 200) -> list[Case]:
    random = Random(seed)
    days = [dt.date(2000, 1, 1) + dt.timedelta(days=random.randrange(36_524)) for _ in range(count)]
    return [(day, random.choice((random.choice(EDGES), random.randrange(A_DAY))), random.randrange(len(CODES))) for day in days]


def serial(case: Case, epoch: dt.date = EPOCH) -> float:
    """As spreadsheets store it, as exactly as a float can."""
    return (case[0] - epoch).days + case[1] / A_DAY


def open_xml(made: list[Case], epoch: dt.date = EPOCH) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": epoch == EPOCH_1904}) as workbook:
        looks = [workbook.add_format({"num_format": code}) for code in CODES]
        sheet = workbook.add_worksheet("表")
        for number, case in enumerate(made):
            sheet.write_number(number, 0, serial(case, epoch), looks[case[2]])
    return buffer.getvalue()


def binary(made: list[Case]) -> bytes:
    return binary_book(*(row(number, number_cell(0, 1 + case[2], serial(case))) for number, case in enumerate(made)), formats=CODES)


def check(data: bytes, made: list[Case]) -> None:
    """Each cell is read as the day that it shows, and as the moment; a day near midnight is doubted, and no other."""
    opened = open_book(data)
    assert isinstance(opened, OpenedBook), opened
    for number, (day, second, code) in enumerate(made):
        raw = opened.grids[0].value(number, 0)
        near = 0 < second < 60 or second > A_DAY - 60
        read = Day().read(raw)
        assert (read.value, [p.code for p in read.findings]) == (day, ["day-near-midnight"] if near else []), (made[number], raw)
        seen = second if FORMATS[CODES[code]] else second - second % 60
        shown = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seen) if second else dt.datetime.combine(day, END_OF_DAY)
        moment = Moment().read(raw)
        wanted = ["moment-without-time"] if not second else ["day-near-midnight"] if near and second != A_DAY - 1 else []
        assert (moment.value, [p.code for p in moment.findings]) == (shown, wanted), (made[number], raw)


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 60))])
def test_any_moment_in_an_open_xml_book(seed: int) -> None:
    made = cases(seed)
    check(open_xml(made), made)
    since_1904 = [case for case in made if case[0] >= dt.date(2000, 1, 1)]
    check(open_xml(since_1904, EPOCH_1904), since_1904)


@pytest.mark.parametrize("seed", [3, 4])
def test_any_moment_in_a_binary_open_xml_book(seed: int) -> None:
    made = cases(seed)
    check(binary(made), made)


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", every(3, ["xls", "ods", "xlsx"]))
def test_any_moment_as_another_program_saved_it(tmp_path: Path, ending: str) -> None:
    made = cases(5, 600)
    file = tmp_path / "表.xlsx"
    file.write_bytes(open_xml(made))
    check(convert(tmp_path, [file], ending)[0].read_bytes(), made)


def test_a_fraction_of_a_second_is_rounded_as_it_is_shown() -> None:
    """16:59:59.7 shows as 17:00; the day stays the one that is shown."""
    made = [(dt.date(2017, 12, 30), 61_199, 3)]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.add_worksheet("表").write_number(0, 0, serial(made[0]) + 0.7 / A_DAY, workbook.add_format({"num_format": CODES[3]}))
    opened = open_book(buffer.getvalue())
    assert isinstance(opened, OpenedBook), opened
    raw = opened.grids[0].value(0, 0)
    assert (Moment().read(raw).value, Day().read(raw).value) == (dt.datetime(2017, 12, 30, 17), dt.date(2017, 12, 30))


ZONES = ("Z", "+08:00", "+0800", "-05:30", "+00:00", " GMT", " UTC+8", " GMT-0330", " +0900")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def minutes_of(zone: str) -> int:
    """How far a zone's clock is ahead of Greenwich."""
    digits = zone.strip(" ZGMTUC+-").replace(":", "")
    hours, minutes = (int(digits or 0), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    return (60 * hours + minutes) * (-1 if "-" in zone else 1)


@given(st.datetimes(dt.datetime(2000, 1, 3), dt.datetime(2099, 12, 28)).map(lambda moment: moment.replace(microsecond=0)), st.sampled_from(ZONES),
       st.sampled_from(["{0:%Y-%m-%dT%H:%M:%S}", "{0:%Y-%m-%dT%H:%M:%S}.000", "{0:%Y/%m/%d %H:%M:%S}", "{0.year}年{0.month}月{0.day}日 {0:%H:%M:%S}",
                        "Tue {1} {0.day} {0.year} {0:%H:%M:%S}", "Tue, {0.day} {1} {0.year} {0:%H:%M:%S}"]))
def test_a_moment_with_a_zone(moment: dt.datetime, zone: str, form: str) -> None:
    """It is read as the clock here showed then, and told, whatever the spelling."""
    text = form.format(moment, _MONTHS[moment.month - 1]) + zone
    here = moment + dt.timedelta(minutes=480 - minutes_of(zone))
    read = Moment().read(text)
    assert read.value == here and len(read.findings) == 1, text
    (found,) = Day().read(text).findings
    assert Day().read(text).value == here.date()
    near = abs((here - dt.datetime.combine((here + dt.timedelta(hours=12)).date(), dt.time())).total_seconds())
    assert found.code == ("day-near-midnight" if 0 < near < 60 else "zone-told" if here.date() == moment.date() else "day-by-zone")


@pytest.mark.parametrize("text", ["2017-12-30T16:30:00+", "2017-12-30 16:3008", "2017-12-30Z", "16:30Z", "2017-13-30T16:30Z", "2017-12-30T25:00Z",
                                  "Foo Foo 30 2017 16:30:00 GMT", "1917-12-30T16:30:00Z"])
def test_what_is_no_moment_with_a_zone(text: str) -> None:
    """It is named as unreadable, as any other text."""
    assert Moment().read(text).value is None and [p.code for p in Moment().read(text).findings] == ["not-a-moment"]
