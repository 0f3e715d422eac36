"""Numbers, scores, percents, names, choices: what a cell is read as, and what is never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.reading.fast_values import fast_reader
from fuwuyue_xlsx.reading.read_value import read_value
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Field
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams, cuts, known_name
from fuwuyue_xlsx.schema.number_kinds import Number, Percent, Score

COUNT = Number(whole=True)
ANY = Number()
SCORE = Score()
TEAMS = ("电工组", "水工组、仓管", "木工组")


def codes(kind, raw):
    """The codes of the faults found on a value."""
    return [fault.code for fault in kind.read(raw).findings]


def only(kind, raw):
    """The value of a reading without any fault."""
    reading = kind.read(raw)
    assert reading.findings == ()
    return reading.value


@pytest.mark.parametrize("kind, raw, value", [
    (COUNT, 12, 12), (COUNT, 12.0, 12), (COUNT, "12", 12), (COUNT, "１２", 12), (COUNT, " 12 ", 12), (COUNT, "0", 0),
    (COUNT, "12人", 12), (COUNT, "12 人", 12), (COUNT, "12名", 12), (COUNT, "3次", 3), (COUNT, "25人次", 25),
    (COUNT, "1,200", 1200), (COUNT, "1，200", 1200), (COUNT, "1,234,567", 1234567), (COUNT, "1,200人", 1200),
    (ANY, "12.50", Decimal("12.5")), (ANY, 85.675, Decimal("85.675")),
    (Number(units=("元",)), "500元", 500), (Number(units=("元",)), "1,000 元", 1000),
    (SCORE, "85分", 85), (SCORE, "85.5 分", Decimal("85.5")), (SCORE, "85%", 85), (SCORE, "８５％", 85),
])
def test_numbers_as_people_write_them(kind, raw, value):
    """Real numbers, digits kept as text, full width, thousands, and a number with its unit."""
    assert only(kind, raw) == value


@pytest.mark.parametrize("raw", [
    "约12", "十二", "12左右", "12-15", "10+2", "12个", "人12", "人", "1,20", "12,00", ",200", "1.2.3", "1e3", "0x12", "12人人", "",
])
def test_no_number_is_guessed(raw):
    """Neither 约12 nor 十二 is a number."""
    assert codes(COUNT, raw) == ["not-a-whole-number"]
    assert codes(ANY, raw) == codes(SCORE, raw) == ["not-a-number"]


def test_a_unit_belongs_to_its_column():
    """A headcount is not in yuan, percent or points; points are not people."""
    assert [codes(COUNT, raw) for raw in ("12元", "12分", "12%")] == [["not-a-whole-number"]] * 3
    assert codes(SCORE, "85人") == ["not-a-number"]


@pytest.mark.parametrize("raw", [12.5, "12.5", "12.5人", 0.85, PercentNumber(0.12)])
def test_a_headcount_is_whole(raw):
    """Half a person is an error; the same number is fine where fractions are."""
    assert codes(COUNT, raw) == ["not-a-whole-number"]
    assert only(Number(), 12.5) == Decimal("12.5")


@pytest.mark.parametrize("raw, code", [(-1, ["number-out-of-range"]), ("-3人", ["number-out-of-range"]), (0, [])])
def test_a_headcount_is_not_negative(raw, code):
    """0 is a headcount, -1 is not."""
    assert codes(COUNT, raw) == code


@given(st.decimals(Decimal(0), Decimal(999999), places=2), st.sampled_from(["{}", "{}分", " {} 分", "{:,}", "{:,}分"]))
def test_every_way_to_write_a_number_is_the_same_number(number, form):
    """As text, with thousands and a unit, or as the stored float."""
    kind = Number(units=("分",))
    assert only(kind, form.format(number)) == only(kind, float(number)) == number


def test_score_below_one_is_doubted_unless_shown_as_percent():
    """0.85 shown as 85% is 85 only if the format is a percentage; otherwise 0.85, with a warning."""
    assert only(SCORE, PercentNumber(0.85)) == 85
    assert only(Score(Decimal(10)), PercentNumber(0.09)) == 9
    assert only(SCORE, PercentNumber(0.005)) == Decimal("0.5")
    reading = SCORE.read(0.85)
    assert (reading.value, codes(SCORE, 0.85), codes(SCORE, "0.85")) == (Decimal("0.85"), ["fraction-as-score"], ["fraction-as-score"])
    assert reading.findings[0].details["percent"] == "85"


@pytest.mark.parametrize("maximum, raw", [(100, 0), (100, 1), (100, 1.5), (10, 0.85), (5, 0.5), (100, "0.85%")])
def test_scores_that_are_not_doubted(maximum, raw):
    """0, 1 and more, and a fraction where the maximum is 10 or less."""
    assert codes(Score(Decimal(maximum)), raw) == []


@pytest.mark.parametrize("maximum, raw, ok", [
    (100, 101, False), (100, 100.01, False), (100, 100, True), (100, -1, False), (100, "101分", False), (10, 10, True), (10, 11, False),
    (100, PercentNumber(1.01), False), (10, PercentNumber(0.85), False),
])
def test_scores_stay_inside_their_maximum(maximum, raw, ok):
    """101 of 100 is out of range, whatever the format."""
    assert codes(Score(Decimal(maximum)), raw) == ([] if ok else ["number-out-of-range"])


@pytest.mark.parametrize("raw, value", [
    (40, 40), ("40%", 40), ("40 ％", 40), ("40", 40), (PercentNumber(0.4), 40), (PercentNumber(0.125), Decimal("12.5")), (PercentNumber(1), 100),
    (100, 100), ("0.5%", Decimal("0.5")), (1.5, Decimal("1.5")),
])
def test_percents(raw, value):
    """40 %, or 40."""
    assert only(Percent(), raw) == value


@pytest.mark.parametrize("raw, code", [
    (0.4, "fraction-as-percent"), ("0.4", "fraction-as-percent"), (1, "fraction-as-percent"), ("四成", "not-a-number"),
    (101, "number-out-of-range"), ("-5%", "number-out-of-range"), (PercentNumber(1.2), "number-out-of-range"),
])
def test_a_percent_up_to_one_is_never_guessed(raw, code):
    """A number up to 1 without a percent format is an error."""
    assert codes(Percent(), raw) == [code]


@pytest.mark.parametrize("raw, code", [
    (123456789012345678, ["digits-lost"]), (1.38123456789e15, ["digits-lost"]), (1e30, ["digits-lost"]), (123456789012345, []),
    (13800000000.0, []), ("123456789012345678", []),
])
def test_long_numbers_have_lost_digits(raw, code):
    """An 18-digit number typed as a number is an error; the same digits as text are fine."""
    assert codes(Text(), raw) == code


def test_a_phone_number_typed_as_a_number_is_its_digits():
    """No exponent, no .0 at the end."""
    assert only(Text(), 13800000000.0) == "13800000000"


@pytest.mark.parametrize("raw", [float("inf"), float("-inf"), float("nan")])
def test_numbers_that_are_none(raw):
    """A number that no spreadsheet can hold is a fault, not a crash."""
    for kind in (COUNT, SCORE, Percent(), Text(), Day(), Moment(), known_name(TEAMS), SeveralTeams(TEAMS)):
        reading = kind.read(raw)
        assert (reading.value, len(reading.findings)) == (None, 1)


@pytest.mark.parametrize("kind", [COUNT, SCORE, Percent()])
@pytest.mark.parametrize("raw, code", [(True, "logical-value"), (False, "logical-value"), (dt.date(2017, 12, 1), None)])
def test_logical_values_and_dates_are_no_numbers(kind, raw, code):
    """TRUE is not 1, and a date is not its serial number."""
    assert codes(kind, raw) == [code or ("not-a-whole-number" if kind is COUNT else "not-a-number")]


@pytest.mark.parametrize("kind", [COUNT, SCORE, Percent(), Text(), PersonName(), Choice(("是", "否")), SeveralTeams(TEAMS)])
def test_an_error_value_is_no_blank(kind):
    """#DIV/0! in any column is an error that shows itself, even where text is taken."""
    reading = read_value(Field("栏目", kind), CellError("#DIV/0!"))
    assert (reading.value, [(f.code, f.details["value"]) for f in reading.findings]) == (None, [("error-value", "#DIV/0!")])


@pytest.mark.parametrize("raw, value", [("同意", "同意"), (" 同 意\u200b", "同意"), ("不同意", "不同意")])
def test_choices(raw, value):
    """White space does not matter."""
    assert only(Choice(("同意", "不同意")), raw) == value


@pytest.mark.parametrize("raw", ["同", "同意。", "是", "同意不同意", 1, True])
def test_other_words_are_no_choice(raw):
    """Anything else is an error that lists what there is."""
    fault = Choice(("同意", "不同意")).read(raw).findings[0]
    assert (fault.code, fault.details["options"]) == ("unknown-choice", "同意、不同意")


@pytest.mark.parametrize("raw, offer", [("电工", "。是否为“电工组”？"), ("木工", "。是否为“木工组”？"), ("护士", "")])
def test_a_near_name_is_offered_never_taken(raw, offer):
    """「电工」→ 是否为「电工组」？"""
    reading = known_name(TEAMS).read(raw)
    assert (reading.value, reading.findings[0].code, reading.findings[0].details["suggestion"]) == (None, "unknown-name", offer)


def test_a_name_with_separator_and_digits_is_one_name():
    """Full-width digits, white space: still the rules' own name comes out."""
    names = ("水工组、仓管", "1、2号实验楼保洁组")
    assert only(known_name(names), "水工组、 仓管") == "水工组、仓管"
    assert only(known_name(names), "１、２号实验楼保洁组") == "1、2号实验楼保洁组"
    assert codes(known_name(names), "水工组") == ["unknown-name"]


def test_a_person_keeps_the_name_as_typed():
    """张 三 is 张三; a name is never cut."""
    assert only(PersonName(), "张 三\u200b") == "张三"
    assert only(PersonName(), "钱一、孙二") == "钱一、孙二"


@pytest.mark.parametrize("raw, teams", [
    ("电工组", "电工组"), ("电工组；木工组", "电工组|木工组"), ("电工组，木工组", "电工组|木工组"), ("电工组、木工组", "电工组|木工组"),
    ("电工组/木工组", "电工组|木工组"), ("电工组\n木工组", "电工组|木工组"), ("电工组\r\n木工组", "电工组|木工组"),
    ("水工组、仓管", "水工组、仓管"), ("电工组、水工组、仓管", "电工组|水工组、仓管"), ("水工组、仓管、 木 工组", "水工组、仓管|木工组"),
    ("全科室", "|".join(TEAMS)), ("全 科室", "|".join(TEAMS)), ("木工组；木工组", "木工组"),
])
def test_teams_that_took_part(raw, teams):
    """One or several known teams, or the whole department."""
    assert only(SeveralTeams(TEAMS), raw) == tuple(teams.split("|"))


@pytest.mark.parametrize("raw", [
    "水工组", "电工组；", "；电工组", "电工组；；木工组", "电工组；\n木工组", "全科室；电工组", "电工组、全科室", "全科室；", "电工组木工组", "电工组 木工组",
    "电工组；泥工组", "电工组等", "仓管、水工组", "；", 3,
])
def test_teams_that_do_not_come_apart(raw):
    """An end or doubled separator, 全科室 beside others, an unknown part: an error, nothing taken."""
    reading = SeveralTeams(TEAMS).read(raw)
    assert (reading.value, codes(SeveralTeams(TEAMS), raw)) == (None, ["teams-unclear"])


def test_teams_that_come_apart_in_two_ways():
    """When 甲、乙 is a name and 甲 and 乙 are names too, nobody can tell."""
    assert codes(SeveralTeams(("甲", "乙", "甲、乙")), "甲、乙") == ["teams-unclear"]
    assert only(SeveralTeams(("甲", "乙", "甲、乙")), "甲；乙") == ("甲", "乙")
    assert only(SeveralTeams(("甲", "甲、乙")), "甲、乙") == ("甲、乙",)


@given(st.lists(st.sampled_from(["甲", "乙", "甲、乙", "乙、丙"]), min_size=1, max_size=5))
def test_cuts_finds_the_ways_that_were_written(names):
    """However names are joined, that way is found, or two are, and then nothing is taken."""
    known = {name: name for name in ("甲", "乙", "甲、乙", "乙、丙")}
    ways = cuts("、".join(names), known)
    assert len(ways) in (1, 2) and (len(ways) == 2 or ways == [names])
    assert all("、".join(way) == "、".join(names) for way in ways)


@pytest.mark.parametrize("kind", [Choice(("属实", "不属实")), SeveralTeams(("属实", "不属实")), Text(), PersonName()])
def test_the_text_of_a_formula_or_an_error_is_no_value(kind):
    """A formula without a stored value may be spelled as a choice is: =不属实."""
    found = fast_reader(kind)([UnvaluedFormula("不属实"), CellError("不属实"), "不属实"])
    assert found[:2] == [None, None] and found[2] is not None
