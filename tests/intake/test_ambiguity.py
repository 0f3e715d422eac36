"""What can be read in two ways is an error, never a guess: namesakes, odd dates, examples, copies, exports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.schema import review_book
from fuwuyue_xlsx.schema.name_kinds import wrapping, wraps
from tests.support.altered_books import edited, office_file, right_book, saved_at
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, intake_of, rules_of, small_rules, template
from tests.support.intake_report import errors, states
from tests.support.raw_workbooks import book_bytes
from tests.support.table_rows import rows_of

RULES = small_rules()
CASE = {"编号": "1", "发生日期": "2017-12-01", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}


def persons(*names: str, team: str = "电工组") -> list[dict[str, Any]]:
    first = department_sheets()["优秀个人推荐"][0]
    return [{**first, "推荐顺序": number, "姓名": name, "所在班组": team} for number, name in enumerate(names, 1)]


def book(department: str, **sheets: Any) -> bytes:
    """A department's book as it should be but for these sheets; another department's has only these."""
    if department == "甲科":
        return department_file(RULES, {**department_sheets(), **sheets})
    return department_file(RULES, sheets, department)


def codes(intake: Intake, *wanted: str) -> list[str]:
    return [f"{p.severity.value} {p.code} {p.place.sheet}!{p.place.cell}" for p in intake.findings if p.code in wanted]


@pytest.mark.parametrize("team, code", [("电工组", "person-unclear"), (None, "person-unclear"), ("水工组、仓管", "person-unclear")])
def test_a_namesake_elsewhere_clears_up_nothing(tmp_path: Path, team: str | None, code: str) -> None:
    """李七 of another department is nominated too; that the register means him is not said."""
    case = {**CASE, "班组": team, "责任人": "李七"}
    files = {"甲.xlsx": book("甲科", 优秀个人推荐=persons("李七（组长）")), "乙.xlsx": book("乙科", 优秀个人推荐=persons("李七", team="医生组")),
             "登记.xlsx": office_file(RULES, "incidents", {"事故投诉": [case]})}
    intake = intake_of(tmp_path, RULES, files)
    assert sorted(row["person"] for row in rows_of(intake)["nominations"] if row["person"]) == ["李七", "李七（组长）"]
    assert [line.split()[1] for line in errors(intake) if "事故投诉" in line] == [code]


def test_a_namesake_elsewhere_makes_nothing_unclear(tmp_path: Path) -> None:
    case = {**CASE, "科室": "乙科", "班组": "医生组", "责任人": "李七"}
    files = {"甲.xlsx": book("甲科", 优秀个人推荐=persons("李七（组长）")), "乙.xlsx": book("乙科", 优秀个人推荐=persons("李七", team="医生组")),
             "登记.xlsx": office_file(RULES, "incidents", {"事故投诉": [case]})}
    intake = intake_of(tmp_path, RULES, files)
    assert [line for line in errors(intake) if "事故投诉" in line] == []
    assert [row["person"] for row in rows_of(intake)["incidents"]] == ["李七"]


@pytest.mark.parametrize("names, unclear", [
    (["李七", "李七（班长）"], ["李七（班长）"]), (["1.李七", "李七"], ["1.李七"]), (["李七等", "李七"], ["李七等"]),
    (["李七", "李七七"], []), (["李七", "小李七"], []), (["员工1", "员工12"], []), (["李七", "王八"], []),
])
def test_one_person_recommended_twice_in_two_spellings(tmp_path: Path, names: list[str], unclear: list[str]) -> None:
    intake = intake_of(tmp_path, RULES, {"甲.xlsx": book("甲科", 优秀个人推荐=persons(*names))})
    assert [p.details["value"] for p in intake.findings if p.code == "nominee-unclear" and p.blocks] == unclear
    assert [row["person"] for row in rows_of(intake)["nominations"] if row["person"]] == names


def test_names_with_something_about_them() -> None:
    assert wrapping(["李七", "王八", "李七（班长）"]) == [("李七（班长）", "李七")]
    assert wrapping(["12号", "2号", "李七2", "李七"]) == [("李七2", "李七")]
    assert not wraps(key("员工12"), key("员工1")) and not wraps(key("12号"), key("2号")) and wraps(key("1.李七"), key("李七"))


@pytest.mark.parametrize("other, unclear", [("评委甲（工会主席）", True), ("评委甲", False), ("评委乙", False)])
def test_one_reviewer_in_two_spellings(tmp_path: Path, other: str, unclear: bool) -> None:
    """Both books would count; under one name the older is put aside, as always."""
    def reviewed(name: str, points: int) -> bytes:
        criteria = {title: points for title in ("工作特色（50分）", "工作成绩（50分）")}
        return office_file(RULES, "review", {"评委信息": {"评委": name}, "优秀班组": [{"科室": "甲科", "班组": "电工组", **criteria}]})

    intake = intake_of(tmp_path, RULES, {"甲.xlsx": right_book(RULES), "一.xlsx": reviewed("评委甲", 40), "二.xlsx": reviewed(other, 50)})
    found = codes(intake, "reviewer-unclear")
    assert found == (["error reviewer-unclear 评委信息!B3"] if unclear else [])


@pytest.mark.parametrize("given, found", [
    (dt.date(1900, 1, 12), "error not-a-date 事故投诉!B7"), (dt.datetime(1899, 12, 31, 9), "error not-a-date 事故投诉!B7"),
    ("1917-12-01", "error not-a-date 事故投诉!B7"), (dt.date(2107, 12, 1), "error not-a-date 事故投诉!B7"), (dt.date(2017, 12, 1), None),
    (dt.date(2000, 1, 1), None), (dt.date(2099, 12, 31), None),
])
def test_a_day_of_another_century_is_none(tmp_path: Path, given: Any, found: str | None) -> None:
    """12.3 in a cell for dates is stored as a day of 1900; taken for a date it would veto nobody."""
    data = office_file(RULES, "incidents", {"事故投诉": [{**CASE, "发生日期": given}]})
    intake = intake_of(tmp_path, RULES, {"甲.xlsx": right_book(RULES), "登记.xlsx": data})
    assert codes(intake, "not-a-date", "date-outside") == ([found] if found else [])


@pytest.mark.parametrize("title, given, found", [
    ("方案报送日期", dt.date(2016, 11, 23), "warning handed-in-before 科室信息!B8"), ("方案报送日期", dt.date(1900, 1, 11), "error not-a-date 科室信息!B8"),
    ("方案报送日期", dt.date(2017, 11, 23), None), ("材料报送时间", "1月2日 9:00", "warning handed-in-before 科室信息!B9"),
    ("材料报送时间", dt.datetime(1900, 1, 12, 7, 12), "error not-a-moment 科室信息!B9"), ("材料报送时间", dt.datetime(2017, 12, 30, 16, 0), None),
])
def test_nothing_is_handed_in_before_the_campaign(tmp_path: Path, title: str, given: Any, found: str | None) -> None:
    info = {**department_sheets()["科室信息"], title: given}
    intake = intake_of(tmp_path, RULES, {"甲.xlsx": book("甲科", 科室信息=info)})
    assert codes(intake, "handed-in-before", "not-a-date", "not-a-moment") == ([found] if found else [])


def with_copy(sheet: str) -> Any:
    """Somebody copied a filled sheet within the book."""
    def change(workbook: Any) -> None:
        workbook.copy_worksheet(workbook[sheet]).title = f"{sheet} (2)"

    return change


VISIT = {"检查日期": "2017-11-30", "检查人": "检查员"}
POINTS = [{"检查项目": "态度", "医生组": 3}]


@pytest.mark.parametrize("kind, cells, sheet", [
    ("inspection", {"乙科": VISIT, "乙科:": POINTS}, "乙科"), ("review", {"评委信息": {"评委": "评委甲"}}, "评委信息"),
    ("department", {}, "科室信息"), ("department", {}, "优秀组织奖申报"),
])
def test_a_copied_sheet_is_never_lost(tmp_path: Path, kind: str, cells: dict[str, Any], sheet: str) -> None:
    """Of a department with one team, or a form without a table, too."""
    data = right_book(RULES) if kind == "department" else office_file(RULES, kind, {name.rstrip(":"): given for name, given in cells.items()})
    intake = intake_of(tmp_path, RULES, {"表.xlsx": edited(data, with_copy(sheet))})
    assert codes(intake, "sheet-looks-ours", "sheet-unused") == [f"error sheet-looks-ours {sheet} (2)!A1"]


def test_a_blank_copy_and_a_list_of_ones_own_are_only_told(tmp_path: Path) -> None:
    def change(workbook: Any) -> None:
        with_copy("优秀组织奖申报")(workbook)
        for row in workbook["优秀组织奖申报 (2)"].iter_rows(min_col=2):
            for cell in row:
                if cell.value is not None:
                    cell.value = None
        own = workbook.create_sheet("人员")
        own.append(["姓名", "科室"])
        own.append(["张三", "甲科"])

    intake = intake_of(tmp_path, RULES, {"甲.xlsx": edited(right_book(RULES), change)})
    assert codes(intake, "sheet-looks-ours", "sheet-unused") == ["warning sheet-unused 人员!A1", "warning sheet-unused 优秀组织奖申报 (2)!A1"]


def unmarked(sheet: str, changes: dict[str, Any]) -> Any:
    """The example row with its mark found and replaced by nothing; some cells (by column) typed over."""
    def replace(workbook: Any) -> None:
        cells = [cell for row in workbook[sheet].iter_rows() for cell in row if str(cell.value).startswith("示例：")]
        assert len(cells) > 3 and len({cell.row for cell in cells}) == 1
        for cell in cells:
            cell.value = changes.get(cell.column_letter, cell.value.removeprefix("示例："))

    return replace


@pytest.mark.parametrize("changes, found", [({}, True), ({"B": "王五"}, False), ({"C": None}, True), ({"C": "焊工"}, False)])
def test_the_example_without_its_mark_is_nobodys_nomination(tmp_path: Path, changes: dict[str, Any], found: bool) -> None:
    blank = department_file(RULES, {**department_sheets(), "优秀个人推荐": []})
    intake = intake_of(tmp_path, RULES, {"甲.xlsx": edited(blank, unmarked("优秀个人推荐", changes))})
    assert [line.split("!")[0] for line in codes(intake, "example-unmarked")] == (["error example-unmarked 优秀个人推荐"] if found else [])


MAPPED = [("电工组态度", "甲科", "电工组", "态度好不好"), ("电工组质量", "甲科", "电工组", "质量好不好"), ("医生组态度", "乙科", "医生组", "态度好不好")]
WITH_EXPORT = rules_of(**{**SMALL, "问卷对照": MAPPED})
ABOUT = ("序号", "提交者", "提交时间")
GRADES = ["很满意", "满意", "一般", "不满意"]


def exported(numbers: range, about: tuple[str, ...] = ABOUT, headers: Any = None, *, dates: bool = False, grade: Any = None) -> bytes:
    """What a survey tool exports of these answers; each is another, and always the same."""
    rows: list[tuple[Any, ...]] = [(*about, *(headers or [header for header, *_ in MAPPED]))]
    for number in numbers:
        when = dt.datetime(2017, 12, 10, 10, number, 11)
        told = (number, f"匿名{number}", when if dates else f"{when:%Y/%m/%d %H:%M:%S}", *(f"10.0.0.{number}" for _ in about[3:]))
        rows.append((*told[: len(about)], *(grade or GRADES[(number * number * step) // 3 % 4] for step in (1, 2, 3))))
    return book_bytes({"Sheet1": rows})


@pytest.mark.parametrize("about, dates, found", [
    (ABOUT, False, "warning export-rows-repeated Sheet1!A2"), (ABOUT, True, "warning export-rows-repeated Sheet1!A2"),
    (ABOUT[:2], False, "warning survey-looks-repeated !"),
    ((*ABOUT, "IP"), False, "warning export-rows-repeated Sheet1!A2"), ((*ABOUT, "IP"), True, "warning export-rows-repeated Sheet1!A2"),
])
def test_two_exports_of_the_same_answers(tmp_path: Path, about: tuple[str, ...], dates: bool, found: str) -> None:
    """Without a time nobody can tell for certain, and it is told; a time is the same as a text and as a date."""
    files = {"一.xlsx": exported(range(1, 21), about), "二.xlsx": exported(range(1, 31), about, dates=dates)}
    assert codes(intake_of(tmp_path, WITH_EXPORT, files), "survey-looks-repeated", "export-rows-repeated") == [found]


def test_two_exports_of_different_answers(tmp_path: Path) -> None:
    files = {"一.xlsx": exported(range(1, 21)), "二.xlsx": exported(range(21, 41))}
    assert codes(intake_of(tmp_path, WITH_EXPORT, files), "survey-looks-repeated", "export-rows-repeated") == []


@pytest.mark.parametrize("grade, found", [(5, "warning export-numbers Sheet1!D2"), ("4分", "warning export-numbers Sheet1!D2"), ("满意", None)])
def test_grades_as_numbers_are_told_with_their_reading(tmp_path: Path, grade: Any, found: str | None) -> None:
    intake = intake_of(tmp_path, WITH_EXPORT, {"一.xlsx": exported(range(1, 8), grade=grade)})
    assert codes(intake, "export-numbers") == ([found] if found else [])
    assert [p.message[-28:] for p in intake.findings if p.code == "export-numbers"] == (
        ["“大数最满意”理解：1 是“很不满意”，5 是“很满意”"] if found else [])


def test_a_mapped_column_that_no_export_holds_is_an_error(tmp_path: Path) -> None:
    """A part of the answers in each of two files is enough; with no export at all, all of them are missing."""
    def parts(*headers: str) -> bytes:
        return exported(range(1, 8), headers=headers)

    renamed = {"一.xlsx": parts("电工组态度", "电工组质量", "别的")}
    intake = intake_of(tmp_path / "1", WITH_EXPORT, renamed)
    assert codes(intake, "mapped-column-missing") == ["error mapped-column-missing 问卷对照!"]
    assert [p.details["titles"] for p in intake.findings if p.code == "mapped-column-missing"] == ["“医生组态度”"]
    both = {"一.xlsx": parts("电工组态度", "电工组质量", "别的"), "二.xlsx": parts("电工组态度", "医生组态度", "别的")}
    assert codes(intake_of(tmp_path / "2", WITH_EXPORT, both), "mapped-column-missing") == []
    nothing = intake_of(tmp_path / "3", WITH_EXPORT, {"甲.xlsx": right_book(WITH_EXPORT)})
    assert codes(nothing, "mapped-column-missing") == ["error mapped-column-missing 问卷对照!"]


@pytest.mark.parametrize("given, why", [
    ({"科室": "教务处"}, "科室“教务处”不在名单里"), ({"科室": "甲课"}, "科室“甲课”不在名单里，是否为“甲科”（第 2 个字符是“课”，应为“科”）"),
    ({"科室": "甲科室"}, "科室“甲科室”不在名单里，是否为“甲科”"), ({"科室": None}, "科室没有填写"),
    ({"科室": "甲科", "班组": "电工"}, "班组“电工”不在名单里，是否为“电工组”"), ({"科室": "甲科", "班组": "医生组"}, "“医生组”不是“甲科”的班组"),
])
def test_an_invalid_answer_says_what_stands_there(tmp_path: Path, given: dict[str, Any], why: str) -> None:
    data = office_file(RULES, "survey", {"测评结果": [{"身份": "学生", "态度好不好": "满意", **given}]})
    intake = intake_of(tmp_path, RULES, {"测评.xlsx": data})
    assert [p.details["why"] for p in intake.findings if p.code == "survey-row-invalid"] == [why]


@pytest.mark.parametrize("change, code", [
    ({"发生日期": "2017-12-09", "科室": "乙科", "班组": "医生组"}, "incident-id-reused"), ({"发生日期": "2017-12-09"}, "incident-id-contradicts"),
    ({"科室": "乙科", "班组": "医生组"}, "incident-id-contradicts"),
])
def test_two_registers_that_each_count_from_one(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    """Of equal effects the newer row stands; both are errors, and those of two matters are told apart from those of one."""
    files = {"旧.xlsx": saved_at(office_file(RULES, "incidents", {"事故投诉": [CASE]}), "2017-12-10T08:00:00Z"),
             "新.xlsx": saved_at(office_file(RULES, "incidents", {"事故投诉": [{**CASE, **change}]}), "2017-12-20T08:00:00Z")}
    intake = intake_of(tmp_path, RULES, files)
    found = [p for p in intake.findings if p.code.startswith("incident-id")]
    assert [f"{p.severity.value} {p.code} {p.place.file}" for p in found] == [f"error {code} 收件箱/{name}.xlsx" for name in ("新", "旧")]
    assert [row["source"].split("!")[0] for row in rows_of(intake)["incidents"]] == ["收件箱/新.xlsx"]


@pytest.mark.parametrize("first, then, lost", [
    ([("及时", "电工组")], [("及时", "水工组、仓管")], 0), ([("及时", "电工组"), ("安全", "电工组")], [("及时", "电工组")], 1),
    ([("及时", "电工组")], [("及时", "电工组"), ("安全", "电工组")], 0), ([("及时", "电工组")], [("及时", "电工组")], 0),
])
def test_points_that_only_the_older_visit_has(tmp_path: Path, first: list[Any], then: list[Any], lost: int) -> None:
    """For a team the newer sheet counts; that the older one was the other half of its points is at least asked."""
    def visit(given: list[tuple[str, str]], points: int) -> bytes:
        blank = filled(template(RULES, "inspection"), {"甲科": {"检查日期": dt.date(2017, 11, 30), "检查人": "检查员"}})
        return filled(blank, {"甲科": [{"检查项目": item, team: points} for item, team in given]})

    files = {"一.xlsx": saved_at(visit(first, 5), "2017-11-30T08:00:00Z"), "二.xlsx": saved_at(visit(then, 9), "2017-11-30T18:00:00Z")}
    intake = intake_of(tmp_path, RULES, files)
    assert [p.details["count"] for p in intake.findings if p.code == "points-lost"] == ([lost] if lost else [])
    assert {p.severity.value for p in intake.findings if p.code == "points-lost"} <= {"warning"}


def test_points_that_only_the_older_book_of_a_reviewer_has(tmp_path: Path) -> None:
    """One file an award, say: both count, and how many of the older one is told."""
    def reviewed(award: str, **who: str) -> bytes:
        sheet = opened_titles(award)
        return office_file(RULES, "review", {"评委信息": {"评委": "评委甲"}, award: [{**who, **dict.fromkeys(sheet, 5)}]})

    files = {"一.xlsx": saved_at(reviewed("优秀组织奖", 科室="甲科"), "2017-12-20T08:00:00Z"),
             "二.xlsx": saved_at(reviewed("优秀班组", 科室="甲科", 班组="电工组"), "2017-12-20T18:00:00Z")}
    intake = intake_of(tmp_path, RULES, files)
    found = [(p.place.file, p.details["replaced"], p.details["count"]) for p in intake.findings if p.code == "file-partly-replaced"]
    assert (found, states(intake)) == ([("收件箱/一.xlsx", 0, 1)], {"一.xlsx": "used", "二.xlsx": "used"})
    assert [row["award"] for row in rows_of(intake)["reviews"]] == ["优秀组织奖"] * 3 + ["优秀班组"] * 2


def opened_titles(award: str) -> list[str]:
    """The criteria of an award as a reviewer's sheet has them."""
    return [review_book.criterion_title(criterion) for criterion in next(one for one in RULES.awards if one.name == award).criteria]
