"""The live self-check on 填写说明, as LibreOffice reckons it: what it says, and that it never contradicts the program."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.schema.wording import BEGUN, DONE, EMPTY, WRONG
from tests.support.filled_books import (
    SMALL,
    department_file,
    department_sheets,
    filled,
    intake_of,
    rules_of,
    small_rules,
    template,
    with_policy,
)
from tests.support.recalculation import recalculated
from tests.support.self_check_states import hints_in, states_in, states_of
from tests.support.template_fillings import placed_cells, read_back, right_values, rules
from tests.support.typed_cells import typed_in

pytestmark = pytest.mark.libreoffice
KINDS = ["department", "inspection", "survey", "incidents", "review"]
FEW = 2
# what people type, right here and wrong there
ODD = ["十二", -3, 2.5, "12人", "约12", "１２", " 12", "1,200", 0.85, 101, "85分", "85%", 1e16, 0, 1, True, " ", "　", "讲座", "电工", "电工组",
       "电 工 组", "水工组、仓管", "电工组；水工组、仓管", "电工组、水工组、仓管", "电工组、", "；电工组", "电工组,花卉组", "全科室", "全科室；电工组",
       "班组外", "甲科", "乙科", "医生组", "2017.11.25", "2017年12月1日", "12月1日", "上周三", "20171201", "2017-13-45", "12.1", 43070,
       20171201, 11.25, 42000, dt.date(2017, 12, 1), dt.date(2016, 12, 1), dt.datetime(2017, 12, 1, 9, 30), dt.date(1999, 1, 1),
       "2017-12-30 16:30", "张三", "张三、李四", "李 四", "是", "否", "同意", "不同意", "属实", "很满意", "?", "*", "电*组", "=1+1", "~", "\u200b",
       "A", "a", "SG-1", "电エ组", "⽔工组、仓管", "电\u3164工组", "电公组", None, None, None]


def reckoned(books: list[bytes]) -> list[dict[str, tuple[Any, ...]]]:
    """The states of the books after LibreOffice has reckoned all formulas again."""
    with tempfile.TemporaryDirectory() as folder:
        return [states_in(sheets) for sheets in recalculated(Path(folder), dict(enumerate(books))).values()]


def taken(data: bytes, with_rules: Any) -> Intake:
    with tempfile.TemporaryDirectory() as root:
        return intake_of(Path(root), with_rules, {"表.xlsx": data})


def contradictions(kind: str, data: bytes, states: dict[str, tuple[Any, ...]]) -> list[str]:
    """Where the self-check says something else than the program."""
    intake = taken(data, rules())
    read = read_back(kind, data)
    wrong = []
    for sheet, (state, missing, bad, _) in states.items():
        errors = [p for p in intake.findings if p.blocks and p.place.sheet == sheet]
        lines = [p.line() for p in errors]
        empty = sum(p.code in ("required-empty", "headcount-missing", "reviewer-unknown", "incident-date-missing") for p in errors)
        if (state == DONE and errors) or (state == WRONG and not errors):
            wrong.append(f"{sheet}: {state} {missing} {bad}: {lines}")
        if state == EMPTY and not _empty(read, sheet):
            wrong.append(f"{sheet}: {state}, but something is typed")
        if state == BEGUN and errors and not missing and empty:
            wrong.append(f"{sheet}: nothing missing: {lines}")
    return wrong


def _empty(read: Any, sheet: str) -> bool:
    form, table = read.forms.get(sheet), read.tables.get(sheet)
    typed = [title for title, value in (form.values if form else {}).items() if value is not None and title != "科室"]
    return not typed and not (table and table.rows)


@st.composite
def slips(draw: Any, kind: str) -> bytes:
    """A book rightly filled, with a few cells typed over."""
    values = draw(right_values(kind))
    cells = {at: pair[0] for at, pair in placed_cells(kind, values).items()}
    wide = draw(st.sampled_from([0, 1, 1, 2, 5]))
    for _ in range(wide if cells else 0):
        cells[draw(st.sampled_from(sorted(cells)))] = draw(st.sampled_from(ODD))
    if not cells:
        return template(rules(), kind, "甲科")
    return typed_in(template(rules(), kind, "甲科"), cells)


def drawn(kind: str, many: int) -> list[bytes]:
    """So many books, always the same, whatever is drawn elsewhere."""
    books: list[bytes] = []

    @settings(max_examples=many, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(slips(kind))
    def draw(data: bytes) -> None:
        books.append(data)

    draw()
    return books


def check(kind: str, books: list[bytes], states: list[dict[str, tuple[Any, ...]]]) -> None:
    pairs = enumerate(zip(books, states, strict=True))
    assert [f"{number} {line}" for number, (data, found) in pairs for line in contradictions(kind, data, found)] == []


@cache
def few() -> dict[str, tuple[list[bytes], list[dict[str, tuple[Any, ...]]]]]:
    """A few books of each kind and what is reckoned in them, by one start of LibreOffice."""
    books = {kind: drawn(kind, FEW) for kind in KINDS}
    states = reckoned([data for kind in KINDS for data in books[kind]])
    return {kind: (books[kind], [states.pop(0) for _ in books[kind]]) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_self_check_and_program_never_contradict_each_other(kind: str) -> None:
    check(kind, *few()[kind])


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_fillings(kind: str) -> None:
    books = drawn(kind, 60)
    states = [found for start in range(0, len(books), 50) for found in reckoned(books[start : start + 50])]
    # nothing on a survey is wrong, only doubtful; in each of the random visits some point is missing or too high
    reached = {EMPTY, BEGUN, DONE, WRONG} - {"survey": {WRONG}, "inspection": {DONE}}.get(kind, set())
    assert {state[0] for found in states for state in found.values()} >= reached
    check(kind, books, states)


def changed(sheet: str, row: int, **values: Any) -> dict[str, Any]:
    """The rightly filled book with some values of one row (or of a form) changed."""
    content = department_sheets()[sheet]
    if isinstance(content, dict):
        return department_sheets(**{sheet: {**content, **values}})
    return department_sheets(**{sheet: [{**r, **values} if i == row else r for i, r in enumerate(content)]})


def added(sheet: str, **values: Any) -> dict[str, Any]:
    """The book with its last row of a sheet a second time, some values changed."""
    content = department_sheets()[sheet]
    return department_sheets(**{sheet: [*content, {**content[-1], **values}]})


# what is wrong → the sheet, its state, how many cells are missing, wrong, to be looked at
SLIPS: dict[str, tuple[dict[str, Any], str, tuple[Any, ...]]] = {
    "a headcount in words": (changed("班组信息", 0, 员工人数="十二"), "班组信息", (WRONG, 0, 1, 0)),
    "a headcount below zero": (changed("班组信息", 1, 员工人数=-1), "班组信息", (WRONG, 0, 1, 0)),
    "half a person": (changed("班组信息", 1, 员工人数=7.5), "班组信息", (WRONG, 0, 1, 0)),
    "a headcount with its unit": (changed("班组信息", 0, 员工人数="12人"), "班组信息", (BEGUN, 0, 0, 1)),
    "no head of a team": (changed("班组信息", 0, 班组长=None), "班组信息", (BEGUN, 1, 0, 0)),
    "a team left out": (department_sheets(班组信息=department_sheets()["班组信息"][:1]), "班组信息", (BEGUN, 2, 0, 0)),
    "no phone number": (changed("科室信息", 0, 联系电话=None), "科室信息", (BEGUN, 1, 0, 0)),
    "staff outside teams in words": (changed("科室信息", 0, 班组外员工人数="三个"), "科室信息", (WRONG, 0, 1, 0)),
    "a date that is none": (changed("科室信息", 0, 方案报送日期="上周三"), "科室信息", (WRONG, 0, 1, 0)),
    "a date kept as text": (changed("科室信息", 0, 方案报送日期="2017.11.23"), "科室信息", (BEGUN, 0, 0, 1)),
    "a state of progress of one's own": (changed("活动方案与总结", 3, 完成情况="做完了"), "活动方案与总结", (WRONG, 0, 1, 0)),
    "a series left out": (department_sheets(活动方案与总结=department_sheets()["活动方案与总结"][1:]), "活动方案与总结", (BEGUN, 4, 0, 0)),
    "an unknown team takes part": (changed("技能比赛", 0, 参与班组="泥工组"), "技能比赛", (WRONG, 0, 1, 0)),
    "an unknown team among others": (changed("技能比赛", 0, 参与班组="电工组、泥工组"), "技能比赛", (BEGUN, 0, 0, 1)),
    "no trade": (changed("技能比赛", 1, 工种="　"), "技能比赛", (BEGUN, 1, 0, 0)),
    "a form of training of one's own": (changed("技能培训", 0, 培训形式="讲座"), "技能培训", (WRONG, 0, 1, 0)),
    "a row with one cell": (department_sheets(宣传报道=[{"宣传形式": "横幅"}]), "宣传报道", (BEGUN, 2, 0, 0)),
    "a team's name cut short": (changed("合理化建议", 0, 班组="电工"), "合理化建议", (WRONG, 0, 1, 0)),
    "a team's name with another stroke": (changed("合理化建议", 1, 班组="电土组"), "合理化建议", (WRONG, 0, 1, 0)),
    "declared without deeds": (changed("优秀组织奖申报", 0, 主要事迹=None), "优秀组织奖申报", (BEGUN, 1, 0, 0)),
    "a team twice": (added("优秀班组推荐", 推荐顺序=2, 班组=" 电工组"), "优秀班组推荐", (WRONG, 0, 1, 0)),
    "a person twice": (added("优秀个人推荐", 推荐顺序=3, 姓名="李 八"), "优秀个人推荐", (WRONG, 0, 1, 0)),
    "a person twice, with another dot": (department_sheets(优秀个人推荐=[
        {**department_sheets()["优秀个人推荐"][0], "推荐顺序": number, "姓名": name} for number, name in ((1, "阿不都·买买提"), (2, "阿不都•买买提"))]),
        "优秀个人推荐", (WRONG, 0, 1, 0)),
    "two persons in a row": (changed("优秀个人推荐", 0, 姓名="李七、李九"), "优秀个人推荐", (WRONG, 0, 1, 0)),
    "a person without opinion": (changed("优秀个人推荐", 1, 科室意见=None), "优秀个人推荐", (BEGUN, 1, 0, 0)),
    "an error value": (changed("技能培训", 0, 参训人次="=1/0"), "技能培训", (WRONG, 1, 1, 1)),
}
RIGHT: dict[str, dict[str, Any]] = {
    "as it should be": department_sheets(),
    "two persons whose names differ in a stroke": department_sheets(优秀个人推荐=[
        {**department_sheets()["优秀个人推荐"][0], "推荐顺序": number, "姓名": name} for number, name in ((1, "李未"), (2, "李末"))]),
    "names in characters that look the same, or with some that show nothing": department_sheets(
        合理化建议=[{**row, "班组": team} for row, team in zip(department_sheets()["合理化建议"], ("电⼯组", "⽔エ组、仓管"), strict=True)],
        技能比赛=changed("技能比赛", 0, 参与班组="电\u3164工\ufe0f组")["技能比赛"],
        优秀班组推荐=changed("优秀班组推荐", 0, 班组="电エ组")["优秀班组推荐"],
    ),
    "no nomination for persons": department_sheets(优秀个人推荐=[]),
    "odd but right: dates outside the campaign, several teams, full-width digits and blanks in a name": department_sheets(
        技能比赛=changed("技能比赛", 0, 日期=dt.date(2017, 10, 1))["技能比赛"],
        技能培训=changed("技能培训", 0, 参与班组="电工组；水工组、仓管")["技能培训"],
        合理化建议=changed("合理化建议", 1, 班组="水工组、 仓管", 建议人="孙 五")["合理化建议"],
    ),
}
Slip = tuple[dict[str, Any], str, tuple[Any, ...]]


def together(names: Iterable[str]) -> list[dict[str, Slip]]:
    """The slips put into as few books as there can be with no two of them on one sheet."""
    books: list[dict[str, Slip]] = []
    for name in names:
        slip = SLIPS[name]
        book = next((book for book in books if slip[1] not in {sheet for _, sheet, _ in book.values()}), None)
        if book is None:
            books.append(book := {})
        book[name] = slip
    return books


def sheets_of(slips: dict[str, Slip]) -> dict[str, Any]:
    """The rightly filled book with these slips in it."""
    return department_sheets(**{wrong: sheets[wrong] for sheets, wrong, _ in slips.values()})


@cache
def reckoned_together() -> dict[str, dict[str, tuple[Any, ...]]]:
    """The states of every right book, and of the book that each slip is in."""
    groups = together(SLIPS)
    states = reckoned([department_file(small_rules(), sheets) for sheets in (*RIGHT.values(), *map(sheets_of, groups))])
    found = dict(zip(RIGHT, states, strict=False))
    return found | {name: state for group, state in zip(groups, states[len(RIGHT):], strict=True) for name in group}


@cache
def errors_together() -> dict[str, set[str | None]]:
    """The sheets on which the program finds an error in the book that each slip is in."""
    groups = together(SLIPS)
    found = [taken(department_file(small_rules(), sheets_of(group)), small_rules()).findings for group in groups]
    return {name: {p.place.sheet for p in findings if p.blocks} for group, findings in zip(groups, found, strict=True) for name in group}


@pytest.mark.parametrize("name", RIGHT)
def test_a_rightly_filled_book_is_done(name: str) -> None:
    found = reckoned_together()[name]
    assert {sheet for sheet, content in RIGHT[name].items() if not content} == {sheet for sheet, state in found.items() if state[0] == EMPTY}
    assert {state for sheet, state in found.items() if RIGHT[name][sheet]} == {(DONE, 0, 0, 0)}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_with_its_sheet(name: str) -> None:
    """Several slips stand in one book, each on a sheet of its own."""
    _, wrong, wanted = SLIPS[name]
    assert reckoned_together()[name][wrong] == wanted
    assert wanted[0] != WRONG or wrong in errors_together()[name]


@pytest.mark.parametrize("slips", together(SLIPS), ids=lambda slips: " · ".join(slips))
def test_no_slip_shows_on_another_sheet(slips: dict[str, Slip]) -> None:
    found = reckoned_together()[next(iter(slips))]
    assert {state for sheet, state in found.items() if sheet not in {wrong for _, wrong, _ in slips.values()}} == {(DONE, 0, 0, 0)}


@pytest.mark.long
def test_each_slip_alone_in_its_book_is_named_there_and_nowhere_else() -> None:
    found = reckoned([department_file(small_rules(), sheets) for sheets, _, _ in SLIPS.values()])
    for states, (_, wrong, wanted) in zip(found, SLIPS.values(), strict=True):
        assert (states[wrong], {state for sheet, state in states.items() if sheet != wrong}) == (wanted, {(DONE, 0, 0, 0)})


def test_quota_and_conditions_are_reckoned_live() -> None:
    persons = [{"推荐顺序": n, "姓名": f"李{n}", "岗位": "电工", "所在班组": "班组外", "主要事迹": "事", "科室意见": "同意"} for n in range(1, 5)]
    sheets = department_sheets(优秀个人推荐=persons, 技能比赛=department_sheets()["技能比赛"][:1], 合理化建议=[],
                               活动方案与总结=department_sheets()["活动方案与总结"][:6])
    with tempfile.TemporaryDirectory() as folder:
        found = hints_in(recalculated(Path(folder), {"甲": department_file(small_rules(), sheets)})["甲"])
    assert found["本科室员工人数"][0] == 25
    assert found["优秀个人名额"] == (3, "已推荐 4 人，超出 1 人")
    told = {label.partition("：")[2]: pair for label, pair in found.items() if "：" in label}
    assert told["有计划且已完成的活动系列"] == (6, "还差 1")
    assert told["技能比赛的不同工种"] == (1, "还差 1")
    assert told["技能培训的不同形式"] == (2, "已达到")
    assert told["本班组的合理化建议"] == ("有 1 个没达到", "请补填“合理化建议”")
    assert told["本班组参与的比赛和培训"] == ("都达到", "")


@pytest.mark.long
@pytest.mark.parametrize("rounding, staff, quota", [("四舍五入", 14, 1), ("四舍五入", 15, 2), ("进一", 11, 2), ("舍去", 19, 1)])
def test_the_quota_follows_the_policy(rounding: str, staff: int, quota: int) -> None:
    with_rounding = rules_of(**SMALL, 口径设置=with_policy(个人名额取整=rounding))
    sheets = department_sheets(班组信息=[{**row, "员工人数": 0} for row in department_sheets()["班组信息"]])
    sheets["科室信息"] = {**sheets["科室信息"], "班组外员工人数": staff}
    with tempfile.TemporaryDirectory() as folder:
        found = hints_in(recalculated(Path(folder), {"甲": department_file(with_rounding, sheets)})["甲"])
    assert found["优秀个人名额"][0] == quota


@pytest.mark.long
def test_stored_values_are_those_that_are_reckoned() -> None:
    stored = [states_of(template(small_rules(), kind, "甲科")) for kind in KINDS]
    assert stored == reckoned([template(small_rules(), kind, "甲科") for kind in KINDS])
    assert {state[0] for states in stored for state in states.values()} == {EMPTY}


# two teams of one line side by side, one of another, and one of the first line again; every maximum is another
ABREAST = {
    "班组划分": [("甲科", 1, "电工组", "维修", None), ("甲科", 2, "水工组", "维修", None), ("甲科", 3, "花卉组", "环境", None),
             ("甲科", 4, "木工组", "维修", None)],
    "检查标准": [("维修", 1, "及时", 10), ("维修", 2, "安全", 25), ("环境", 1, "清扫", 15)],
}
MAXIMA = {("及时", team): 10 for team in ("电工组", "水工组", "木工组")} | {
    ("安全", team): 25 for team in ("电工组", "水工组", "木工组")} | {("清扫", "花卉组"): 15}


def points_of(more: float, wanted: Iterable[tuple[str, str]] = MAXIMA) -> list[dict[str, Any]]:
    """The rows of a visit to 甲科 with the maximum and so much more in the wanted cells."""
    items = dict.fromkeys(item for item, _ in wanted)
    return [{"检查项目": item, **{team: MAXIMA[item, team] + more for of, team in wanted if of == item}} for item in items]


def test_every_point_is_held_against_the_maximum_of_its_own_row() -> None:
    blank = template(rules_of(**SMALL | ABREAST), "inspection")
    unsure = [{"检查项目": "安全", "电工组": "9分", "水工组": "十"}]
    found = reckoned([filled(blank, {"甲科": rows}) for rows in (points_of(0), points_of(0.5), unsure)])
    assert [states["甲科"][2:] for states in found] == [(0, 0), (len(MAXIMA), 0), (1, 1)]


@pytest.mark.long
def test_each_point_alone_is_held_against_the_maximum_of_its_own_row() -> None:
    blank = template(rules_of(**SMALL | ABREAST), "inspection")
    points = [(cell, more) for cell in MAXIMA for more in (0, 0.5)]
    found = reckoned([filled(blank, {"甲科": points_of(more, [cell])}) for cell, more in points])
    assert [states["甲科"][2:] for states in found] == [(1 if more else 0, 0) for _, more in points]
