"""The templates of the rules of 2017, as workbooks.md declares them and as Excel shows them."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.rules_workbook import rulebook
from fuwuyue_xlsx.templates.all_templates import rulebook_2017, written_templates
from tests.support.declared_2017 import BOOKS, DEPARTMENT, FORMS, GRADES, POST, TEAMS, declared
from tests.support.edited_rulebooks import COLUMNS, POST_ON, rules_after
from tests.support.filled_books import intake_of, rules_of, template
from tests.support.repetition import every
from tests.support.workbook_view import cell_below, cell_beside, dropdown, header, inputs, labels, opened, visible

COMMITTED = Path(__file__).parents[2] / "input_templates"
ALL_TEAMS = [team for names in TEAMS.values() for team in names.split(" · ")]
SHEETS = [(file, sheet) for file, sheets in BOOKS.items() for sheet in sheets]
# names that Excel does not take as sheet titles, or that would meet in one title or file name
LONG = "校园环境与后勤保障服务质量持续改进先进集体综合考核评比优胜单位之"
ODD = [LONG + "一", LONG + "二", "安全/质量:[甲]*?\\组", "'引号'", "甲" * 30 + "'乙", "列表", "填写说明", "修改意见", "评委信息",
       "ABC科", "abd科", "甲/科", "甲:科"]


@cache
def templates() -> dict[str, bytes]:
    """Every template of the rules of 2017 by file name."""
    return dict(written_templates(rules_of()))


def offers(fields: str, teams: list[str]) -> dict[str, list[str]]:
    """Title → what its dropdown must offer."""
    words = {"T": teams, "D": list(TEAMS), "G": GRADES.split()}
    pairs = [field.rstrip("]").split("[") for field in fields.split() if "[" in field]
    return {title: [word for part in parts.split("/") for word in words.get(part, [part])] for title, parts in pairs}


def test_a_book_for_each_department_and_six_for_the_office() -> None:
    assert sorted(templates()) == sorted(BOOKS)


@pytest.mark.parametrize("file", BOOKS)
def test_sheets_in_order_after_the_guide(file: str) -> None:
    book = opened(templates()[file])
    assert [sheet.title for sheet in visible(book)] == ["填写说明", *BOOKS[file]]
    assert book.active.title == "填写说明"


def test_the_rules_workbook_has_the_sheets_and_columns_that_its_tests_know() -> None:
    declared_now = [(sheet.title, [column.title for column in sheet.columns]) for sheet in rulebook().sheets]
    assert declared_now == list(COLUMNS.items()), "where the declaration is meant so, RULE_SHEETS of tests/support/edited_rulebooks.py says it too"


@pytest.mark.parametrize("file, sheet", SHEETS)
def test_labels_and_headers(file: str, sheet: str) -> None:
    wanted = declared(BOOKS[file][sheet])
    found = opened(templates()[file])[sheet]
    had = labels(found) if sheet in FORMS else header(found, wanted[-1])[1]
    assert had == wanted, "where the declaration is meant so, tests/support/declared_2017.py says it too"


@pytest.mark.parametrize("department", TEAMS)
def test_an_inspection_sheet_has_its_form_its_checklist_and_a_row_for_deductions(department: str) -> None:
    sheet = opened(templates()["监督检查评分表.xlsx"])[department]
    first = labels(sheet).index("业务类型") + 1
    assert labels(sheet)[:first] == ["检查日期", "检查人", "业务类型"]
    row, _ = header(sheet, "满分")
    items = [(sheet.cell(at, 2).value, sheet.cell(at, 3).value) for at in range(row + 1, sheet.max_row + 1)]
    assert [maximum for _, maximum in items] == [10] * 7 + [None] and items[-1][0] == "扣分说明"


@pytest.mark.parametrize("file, sheet", SHEETS)
def test_prefilled_cells_are_locked_and_the_others_open(file: str, sheet: str) -> None:
    found = opened(templates()[file])[sheet]
    assert found.protection.sheet
    for field in BOOKS[file][sheet].split():
        title, locked = declared(field)[0], field.endswith("!")
        if sheet in FORMS:
            cell = found[cell_beside(found, title)]
            assert (cell.protection.locked, cell.value is not None) == (locked, locked), title
        else:
            assert bool(inputs(found, title)) is not locked, title


@pytest.mark.parametrize("sheet, column, wanted", [("班组信息", "班组", ["电工组", "水工组、仓管", "木工组"]),
                                                   ("活动方案与总结", "序号", [1, 2, 3, 4, 5, 6, 7])])
def test_what_is_prefilled(sheet: str, column: str, wanted: list) -> None:
    found = opened(templates()["科室填报表_维修管理科.xlsx"])[sheet]
    row, titles = header(found, column)
    assert [found.cell(at, titles.index(column) + 1).value for at in range(row + 1, found.max_row + 1)] == wanted
    assert inputs(found, "责任人" if sheet != "班组信息" else "班组长") == list(range(row + 1, found.max_row + 1))


@pytest.mark.parametrize("file, sheet, rows", [("科室填报表_卫生所.xlsx", "技能比赛", 30), ("科室填报表_卫生所.xlsx", "合理化建议", 30),
                                               ("科室填报表_卫生所.xlsx", "优秀个人推荐", 30), ("满意度测评表.xlsx", "测评结果", 200),
                                               ("事故投诉登记表.xlsx", "事故投诉", 30)])
def test_tables_without_prefilled_rows_have_many_to_type_in(file: str, sheet: str, rows: int) -> None:
    found = opened(templates()[file])[sheet]
    assert all(len(inputs(found, title)) >= rows for title in declared(BOOKS[file][sheet]))


@pytest.mark.parametrize("file, sheet", SHEETS)
def test_dropdowns_offer_exactly_what_the_field_takes(file: str, sheet: str) -> None:
    book, fields = opened(templates()[file]), BOOKS[file][sheet]
    found, teams = book[sheet], [t for d, names in TEAMS.items() if d in file for t in names.split(" · ")] or ALL_TEAMS
    wanted = offers(fields, teams)
    for title in declared(fields):
        if sheet in FORMS:
            cells = [cell_beside(found, title)]
        else:
            rows = inputs(found, title)
            cells = [cell_below(found, title, row) for row in (*rows[:1], *rows[-1:])]
        for cell in cells:
            assert sorted(dropdown(book, found, cell) or []) == sorted(wanted.get(title, [])), f"{title} {cell}"


def test_several_teams_may_be_typed_where_the_dropdown_offers_one() -> None:
    sheets = opened(templates()["科室填报表_卫生所.xlsx"])
    styles = {name: rule.errorStyle or "stop" for name, rule in (
        (column, rule) for sheet, column in (("技能比赛", "参与班组"), ("合理化建议", "班组"))
        for rule in sheets[sheet].data_validations.dataValidation if rule.promptTitle == column)}
    assert styles == {"参与班组": "warning", "班组": "stop"}


def test_the_cells_of_another_line_are_locked_on_an_inspection_sheet() -> None:
    rules = rules_of(班组划分=[("甲科", 1, "电工组", "维修", None), ("甲科", 2, "花卉组", "环境", None)],
                     检查标准=[("维修", 1, "及时", 10), ("环境", 1, "清扫", 10), ("环境", 2, "养护", 10)])
    sheet = opened(template(rules, "inspection"))["甲科"]
    row, _ = header(sheet, "满分")
    assert inputs(sheet, "电工组") == [row + 1, row + 4]
    assert inputs(sheet, "花卉组") == [row + 2, row + 3, row + 4]


def test_the_phone_number_is_text() -> None:
    sheet = opened(templates()["科室填报表_卫生所.xlsx"])["科室信息"]
    assert sheet[cell_beside(sheet, "联系电话")].number_format == "@"
    assert sheet[cell_beside(sheet, "班组外员工人数")].number_format != "@"


@pytest.mark.parametrize("file", BOOKS)
def test_every_page_is_a4_one_page_wide_with_page_numbers(file: str) -> None:
    for sheet in visible(opened(templates()[file])):
        page, wide = sheet.page_setup, sheet.page_setup.fitToWidth or 1
        assert (page.paperSize, wide, page.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (9, 1, 0, True), sheet.title
        assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text, sheet.title


@pytest.mark.parametrize("file, sheet", [pair for pair in SHEETS if pair[1] not in FORMS])
def test_headers_stay_in_sight_and_are_printed_again(file: str, sheet: str) -> None:
    found = opened(templates()[file])[sheet]
    row, _ = header(found, declared(BOOKS[file][sheet])[-1])
    assert (found.freeze_panes, found.print_title_rows) == (f"A{row + 1}", f"${row}:${row}")


@pytest.mark.parametrize("file, sheet, orientation", [
    ("科室填报表_卫生所.xlsx", "合理化建议", "portrait"),  # a hundred rows for typing
    ("科室填报表_卫生所.xlsx", "活动方案与总结", "landscape"),  # seven rows, many columns
    ("满意度测评表.xlsx", "测评结果", "landscape"),  # long, and too wide to be read on an upright page
    ("科室填报表_卫生所.xlsx", "优秀组织奖申报", "portrait"),
])
def test_a_long_table_is_printed_upright_while_its_columns_can_be_read(file: str, sheet: str, orientation: str) -> None:
    assert opened(templates()[file])[sheet].page_setup.orientation == orientation


@pytest.mark.parametrize("sheet, letters, least", [("评分构成", 18, 32), ("名额分配", 11, 36), ("检查组", 11, 60)])
def test_a_heading_is_shown_whole(sheet: str, letters: int, least: float) -> None:
    """A merged cell hides what it has no room for: a heading that one line of large letters does not hold has smaller ones, on more lines."""
    found = opened(rulebook_2017())[sheet]
    assert (found["A1"].font.sz, bool(found["A1"].alignment.wrap_text)) == (letters, letters == 11)
    assert found.row_dimensions[1].height >= least


@pytest.mark.parametrize("file", BOOKS)
def test_the_guide_says_by_when_and_shows_the_state_of_every_sheet(file: str) -> None:
    guide = opened(templates()[file])["填写说明"]
    rows = [[cell.value for cell in row] for row in guide.iter_rows()]
    states = {row[0]: row[2] for row in rows if row[0] in BOOKS[file]}
    assert list(states) == list(BOOKS[file])
    assert all(isinstance(state, str) and state.startswith("=IF(") for state in states.values())
    assert any("2017-12-30 17:00" in str(row[0]) for row in rows) == (BOOKS[file] is DEPARTMENT)


def odd_departments() -> Rules:
    """Departments and teams with names that Excel does not take as they are."""
    return rules_of(班组划分=[(name, 1, name + "班组", "维修", None) for name in ODD], 检查标准=[("维修", 1, LONG, 10)],
                    评选条件=[], 测评题目=[(1, LONG * 8), (2, LONG)])


def odd_awards() -> Rules:
    """Awards and criteria with such names."""
    awards = [(name, "科室", "固定", 1, 100, "是", None, None) for name in ODD]
    return rules_of(班组划分=[("甲科", 1, "电工组", "维修", None)], 奖项=awards, 评选条件=[],
                    评分构成=[(name, "成绩", 100, "评委打分") for name in ODD], 评审要点=[(name, 1, LONG * 3, 100) for name in ODD])


@pytest.mark.parametrize("rules", every(2, [odd_departments, rules_of, odd_awards, lambda: rules_after(*POST_ON)]),
                         ids=["odd departments", "2017", "odd awards", "posts"])
def test_texts_keep_within_what_excel_takes(rules) -> None:
    for file, data in written_templates(rules()):
        book = opened(data)
        titles = [sheet.title for sheet in book.worksheets]
        assert len({title.lower() for title in titles}) == len(titles)
        for title in titles:
            assert 0 < len(title) <= 31 and not set(title) & set("[]:*?/\\") and title.strip("'") == title, title
        for rule in (rule for sheet in book.worksheets for rule in sheet.data_validations.dataValidation):
            assert len(rule.promptTitle or "") <= 32 and len(rule.errorTitle or "") <= 32, file
            assert len(rule.prompt or "") <= 255 and len(rule.error or "") <= 224 and len(rule.formula1 or "") <= 255, file


@pytest.mark.parametrize("rules, departments", [(odd_departments, ODD), (odd_awards, ["甲科"])])
def test_odd_names_lose_no_file_and_are_known_again(rules, departments: list[str], tmp_path: Path) -> None:
    files = list(written_templates(rules()))
    assert len({name.lower() for name, _ in files}) == len(files) == len(departments) + 6
    intake = intake_of(tmp_path, rules(), dict(files))
    assert {file.kind for file in intake.files} == {"department", "inspection", "survey", "incidents", "review", "receipts", "decisions"}
    assert sorted(file.department for file in intake.files if file.kind == "department") == sorted(departments)
    assert {p.code for p in intake.findings} == {"file-blank", "department-not-submitted"}


def test_the_sheet_for_posts_comes_with_the_award() -> None:
    book = opened(template(rules_after(*POST_ON), "department", "卫生所"))
    assert [sheet.title for sheet in visible(book)] == ["填写说明", *DEPARTMENT, *POST]
    assert header(book["优质服务示范岗推荐"], "岗位名称")[1] == declared(POST["优质服务示范岗推荐"])


def test_written_twice_the_bytes_are_the_same() -> None:
    assert dict(written_templates(rules_of())) == templates()
    assert rulebook_2017() == rulebook_2017()
    fresh = "import sys; from fuwuyue_xlsx.templates.all_templates import rulebook_2017; sys.stdout.buffer.write(rulebook_2017())"
    assert subprocess.run([sys.executable, "-c", fresh], capture_output=True, check=True).stdout == rulebook_2017()


@pytest.mark.smoke
@pytest.mark.parametrize("file", ["评选规则.xlsx", *BOOKS])
def test_the_committed_file_is_the_generated_one(file: str) -> None:
    generated = {"评选规则.xlsx": rulebook_2017(), **templates()}[file]
    assert (COMMITTED / file).read_bytes() == generated, "run python input_templates/build.py, and read the difference"


def test_nothing_else_is_committed_among_them() -> None:
    assert sorted(path.name for path in COMMITTED.glob("*.xlsx")) == sorted(["评选规则.xlsx", *templates()])
