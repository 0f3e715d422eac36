"""Dates and times as people write them; what can be read in two ways is never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, Span
from fuwuyue_xlsx.reading.read_value import read_value
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Field

ONE_YEAR = Span(dt.date(2017, 11, 20), dt.date(2017, 12, 30))
NEW_YEAR = Span(dt.date(2017, 11, 20), dt.date(2018, 1, 10))
OVER_A_YEAR = Span(dt.date(2017, 11, 1), dt.date(2018, 12, 1))
NOVEMBER = dt.date(2017, 11, 25)


def codes(kind, raw):
    """The codes of the faults found on a value."""
    return [fault.code for fault in kind.read(raw).findings]


@pytest.mark.parametrize("raw", [
    dt.date(2017, 11, 25), dt.datetime(2017, 11, 25), dt.datetime(2017, 11, 25, 9, 30),
    "2017-11-25", "2017/11/25", "2017.11.25", "20171125", "2017年11月25日", "11月25日", "11.25",
    "２０１７－１１－２５", "2017 年 11 月 25 日", " 2017-11-25\u200b", 20171125, 20171125.0,
])
def test_a_day_in_every_form(raw):
    """Every listed form is the same day."""
    reading = Day(ONE_YEAR).read(raw)
    assert (reading.value, reading.findings) == (NOVEMBER, ())


@pytest.mark.parametrize("raw", ["2017-11-25 00:00:00", "2017/11/25 00:00", "2017-11-25T00:00:00", "2017-11-25 09:30", "2017年11月25日 9时30分",
                                 "11月25日 9:30", "20171125 16:00"])
def test_a_day_with_a_clock_time_as_text(raw):
    """What databases and programs write for a day is the day, as a moment in a cell is."""
    reading = Day(ONE_YEAR).read(raw)
    assert (reading.value, reading.findings) == (NOVEMBER, ())


@pytest.mark.parametrize("raw, other", [("2017-11-25 23:59:17", "2017-11-26"), ("2017-11-25 00:00:43", "2017-11-24"),
                                        ("2017-11-25T23:59:59", "2017-11-26")])
def test_a_text_within_a_minute_of_midnight(raw, other):
    """It may mean the day beside it, as such a moment in a cell may."""
    reading = Day(ONE_YEAR).read(raw)
    assert (reading.value, [(p.code, p.details["other"]) for p in reading.findings]) == (NOVEMBER, [("day-near-midnight", other)])


@pytest.mark.parametrize("raw", ["2017-11-25 24:00", "2017-11-25 9:60", "2017-11-25 1700", "2017-11-25 下午5点", "2017-11-25 2017-11-26",
                                 "2017-11-25 上午", "9:30"])
def test_a_day_with_what_is_no_clock_time(raw):
    assert codes(Day(ONE_YEAR), raw) == ["not-a-date"]


@pytest.mark.parametrize("raw, day", [("2017-1-5", (2017, 1, 5)), ("2017年1月5日", (2017, 1, 5)), ("2016/2/29", (2016, 2, 29)), ("1.5", (2017, 1, 5))])
def test_months_and_days_of_one_digit(raw, day):
    """A leading zero is not needed."""
    assert Day(ONE_YEAR).read(raw).value == dt.date(*day)


@pytest.mark.parametrize("raw", [
    "上周三", "十一月二十五日", "2017-11", "2017年", "11月", "25日", "2017-13-01", "2017-11-31", "2017-02-29", "17-11-25", "11/25/2017", "25.11.2017",
    "2017-11/25", "2017112", "201711250", "20171345", "13.25", "11.31", "2017-11-25至26", "约2017-11-25", "", True,
    dt.time(9, 30), dt.timedelta(hours=30),
])
def test_what_is_no_day(raw):
    """Half a date, a day that is not in the calendar, words, a time alone."""
    assert codes(Day(ONE_YEAR), raw) == ["not-a-date"]


@pytest.mark.parametrize("raw", [11.25, 43064, 43064.5, 20171345, 201711, 0, -1, 20171125.5, PercentNumber(0.2)])
def test_a_number_is_no_date(raw):
    """Neither a date nor YYYYMMDD: a serial number whose format is gone is not guessed at."""
    assert codes(Day(ONE_YEAR), raw) == ["number-as-date"]


@pytest.mark.parametrize("raw, day", [
    ("12月1日", (2017, 12, 1)), ("11月25日", (2017, 11, 25)), ("1月5日", (2018, 1, 5)), ("1.5", (2018, 1, 5)), ("1月31日", (2018, 1, 31)),
    ("3月1日", (2017, 3, 1)), ("11月1日", (2017, 11, 1)),
])
def test_a_campaign_over_new_year(raw, day):
    """January belongs to the next year when the campaign spans it, all else to the campaign's."""
    assert Day(NEW_YEAR).read(raw).value == dt.date(*day)


def test_january_of_a_campaign_inside_one_year():
    """Without a turn of the year, 1月5日 lies before the campaign."""
    assert Day(ONE_YEAR).read("1月5日").value == dt.date(2017, 1, 5)


@pytest.mark.parametrize("raw", ["11月15日", "11.15"])
def test_a_day_that_lies_in_the_campaign_twice(raw):
    """In a campaign of more than a year a day without its year may be either: an error that names both."""
    fault = Day(OVER_A_YEAR).read(raw).findings[0]
    assert (fault.code, fault.details["first"], fault.details["second"]) == ("date-in-two-ways", "2017-11-15", "2018-11-15")
    assert Day(OVER_A_YEAR).read("2018-11-15").value == dt.date(2018, 11, 15)
    assert Day(OVER_A_YEAR).read("6月1日").value == dt.date(2018, 6, 1)


@pytest.mark.parametrize("raw", ["11月25日", "11.25"])
def test_no_year_without_a_campaign(raw):
    """Where there is no campaign to give the year (in the rules themselves), the year must be written."""
    assert codes(Day(), raw) == ["not-a-date"]
    assert Day().read("2017-11-25").value == NOVEMBER


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
       st.sampled_from(["{0.year}-{0.month}-{0.day}", "{0:%Y/%m/%d}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日"]))
def test_any_day_with_its_year(day, form):
    """A full date is the same in any campaign."""
    assert Day(NEW_YEAR).read(form.format(day)).value == Day().read(form.format(day)).value == day


@given(st.integers(0, 39), st.sampled_from(["{0.month}月{0.day}日", "{0.month}.{0.day}", "{0:%m.%d}"]))
def test_any_day_of_the_campaign_without_its_year(offset, form):
    """Inside a campaign shorter than a year a month and day are enough."""
    for span in (ONE_YEAR, NEW_YEAR):
        day = span.first + dt.timedelta(days=offset)
        assert Day(span).read(form.format(day)).value == day


@pytest.mark.parametrize("raw", [
    dt.datetime(2017, 12, 30, 16, 30), "2017-12-30 16:30", "2017/12/30 16:30:00", "2017年12月30日16:30", "2017年12月30日16时30分",
    "2017年12月30日 16时30分", "2017-12-30　16：30", "２０１７-12-30 16:30", "2017.12.30 16:30", "20171230 16:30",
])
def test_a_moment_in_every_form(raw):
    """Every listed form is the same moment, and no doubt about it."""
    reading = Moment(ONE_YEAR).read(raw)
    assert (reading.value, reading.findings) == (dt.datetime(2017, 12, 30, 16, 30), ())


@pytest.mark.parametrize("raw", [
    dt.date(2017, 12, 30), dt.datetime(2017, 12, 30), "2017-12-30", "2017年12月30日", "12月30日", "20171230", 20171230,
])
def test_without_a_time_it_is_the_end_of_the_day(raw):
    """With a warning: the last second of that day, so that a deadline at its end is met."""
    reading = Moment(ONE_YEAR).read(raw)
    assert (reading.value, codes(Moment(ONE_YEAR), raw)) == (dt.datetime(2017, 12, 30, 23, 59, 59), ["moment-without-time"])


@pytest.mark.parametrize("raw, moment", [
    ("2017-12-30 00:00", (0, 0, 0)), ("2017-12-30 9:05", (9, 5, 0)), ("2017-12-30 23:59:59", (23, 59, 59)), ("2017年12月30日8时5分", (8, 5, 0)),
])
def test_times_of_the_day(raw, moment):
    """Midnight that is written is midnight; seconds are kept."""
    reading = Moment(ONE_YEAR).read(raw)
    assert (reading.value, reading.findings) == (dt.datetime(2017, 12, 30, *moment), ())


@pytest.mark.parametrize("raw", [
    "月底", "16:30", "2017-12-30 24:00", "2017-12-30 16:60", "2017-12-30 25时", "2017-12-30 下午", "2017-12-30 16", "2017-12-3016:30",
    "2017-12-32 16:30", "2017-12-30 16:30 17:30", 43099.6875, 16.5, True, dt.time(16, 30), "",
])
def test_what_is_no_moment(raw):
    """A time alone, an hour that no clock shows, a serial number: errors."""
    reading = Moment(ONE_YEAR).read(raw)
    assert (reading.value, codes(Moment(ONE_YEAR), raw)) == (None, ["not-a-moment"])


def test_a_moment_on_a_day_that_lies_in_the_campaign_twice():
    """Neither year is guessed for a moment either."""
    assert codes(Moment(OVER_A_YEAR), "11月15日 16:30") == codes(Moment(OVER_A_YEAR), "11月15日") == ["not-a-moment"]
    assert Moment(OVER_A_YEAR).read("2018年11月15日16:30").value == dt.datetime(2018, 11, 15, 16, 30)


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),
       st.sampled_from(["{0:%Y-%m-%d %H:%M:%S}", "{0:%Y/%m/%d %H:%M:%S}", "{0.year}年{0.month}月{0.day}日 {0:%H:%M:%S}"]))
def test_any_moment(moment, form):
    """A written moment comes back to the second."""
    assert Moment().read(form.format(moment)).value == moment


@pytest.mark.parametrize("kind", [Day(ONE_YEAR), Moment(ONE_YEAR)])
def test_an_error_value_is_no_date(kind):
    """#VALUE! in a date column is an error, not a blank."""
    reading = read_value(Field("日期", kind), CellError("#VALUE!"))
    assert (reading.value, [fault.code for fault in reading.findings]) == (None, ["error-value"])
