"""What a check counts, in pandas and in Excel's formulas: the two say the same of whatever a department fills in rightly."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.evaluate.counts import Count, counts_of
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.schema import activities as a
from fuwuyue_xlsx.schema.checks import Check, CountedColumn, Counting, How, distinct, entries, team_column
from fuwuyue_xlsx.schema.department_book import TEAMS
from fuwuyue_xlsx.schema.known_checks import checks_of
from fuwuyue_xlsx.schema.wording import GUIDE_SHEET, HIDDEN_SHEET
from fuwuyue_xlsx.tables.frames import tables
from fuwuyue_xlsx.templates.count_formulas import CountFormulas
from fuwuyue_xlsx.templates.template_addresses import SheetAddresses
from tests.support.filled_books import SMALL, Sheets, book, department_sheets, filled, intake_of, rules_of, template
from tests.support.libreoffice import convert

DEPARTMENT, OWN_TEAMS = "甲科", ("电工组", "水工组、仓管")
BOTH = (Level.DEPARTMENT, Level.TEAM)
# every way of counting for every level, on sheets with one team, several teams and none; beside the checks that we have
WAYS = (
    Check("entries of several sheets", BOTH, "", counting=entries((a.CONTESTS, "工种"), (a.TRAININGS, "培训形式"))),
    Check("different texts, teams in one cell", BOTH, "", counting=distinct(a.TRAININGS, "培训形式")),
    Check("different texts, one team", BOTH, "", counting=distinct(a.SUGGESTIONS, "建议内容")),
    Check("entries, one team", BOTH, "", counting=entries((a.SUGGESTIONS, "建议内容"))),
    Check("entries of a word", BOTH, "", counting=entries((a.TRAININGS, "参与班组"), only=("培训形式", "现场实操"))),
    Check("different texts of a word", BOTH, "", counting=Counting(
        How.DISTINCT, (CountedColumn(a.CONTESTS, "工种"),), (CountedColumn(a.CONTESTS, "工种"), "电工"))),
)
# and checks of the rules' own, over columns that travel for them alone
OWN = [("采纳的建议", "合理化建议", "行数", None, "是否采纳=是", "科室；班组"),
       ("提建议的人", "合理化建议", "不同的某一栏", "建议人", "是否采纳=否", "科室；班组"),
       ("现场主题", "技能培训", "不同的某一栏", "培训主题", "培训形式=现场实操", "科室；班组"), ("AB比赛", "技能比赛", "行数", None, "工种=AB", "科室；班组"),
       ("引号比赛", "技能比赛", "行数", None, '比赛名称=“电"工”赛', "科室"), ("负责人", "活动方案与总结", "不同的某一栏", "责任人", "完成情况=已完成", "科室")]
RULES = rules_of(**SMALL, 自定义核查=OWN)
COUNTED = [check for check in checks_of(RULES).values() if check.counting]


def test_every_way_of_counting_is_tried_for_departments_and_teams() -> None:
    tried = {(check.counting.how, level) for check in (*COUNTED, *WAYS) if check.counting for level in check.levels}
    assert tried == {(how, level) for how in How for level in BOTH}


def rows_of(dice: Random, **columns: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [{title: dice.choice(values) for title, values in columns.items()} for _ in range(dice.randint(0, 9))]


def sheets_of(dice: Random) -> Sheets:
    """A book with activities at random: some cells empty, equal texts typed in several ways."""
    teams, one = ("电工组", "水工组、仓管", "电工组；水工组、仓管", "全科室", " 全 科室", None), (*OWN_TEAMS, "电 工组", None)
    trades, forms = ("电工", "电 工", "水工", "ＡＢ", "AB", "ab", None), ("集中授课", "现场实操", "现场 实操", "其他", None)
    return department_sheets(
        活动方案与总结=[{"序号": number, "计划内容": dice.choice(("做", "　", None)), "完成情况": dice.choice(("已完成", "部分完成", None)),
                  "责任人": dice.choice(("钱一", "钱 一", "钱二", None))}
                  for number in range(1, 8)],
        技能比赛=rows_of(dice, 比赛名称=("比赛", '电"工”赛', '电"工赛'), 工种=trades, 参与班组=teams),
        技能培训=rows_of(dice, 培训主题=("安全", "安 全", "用电", None), 培训形式=forms, 参与班组=teams),
        特色服务=rows_of(dice, 项目名称=("上门", "上 门", None), 类别=("服务",)),
        宣传报道=rows_of(dice, 宣传形式=("横幅", "新闻", "新 闻", None), 标题=("题",)),
        合理化建议=rows_of(dice, 班组=one, 建议内容=("换灯", "换 灯", "换门", None), 建议人=("孙五", "孙 五", "孙六"), 是否采纳=("是", " 是", "否", None)),
    )


class Beside:
    """Takes the formulas that others count with."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 0

    def formula_column(self, formulas: Sequence[str], value: float | str) -> tuple[str, ...]:
        first = self.row + 1
        for self.row, formula in enumerate(formulas, first):
            self.sheet.cell(self.row, 1).value = ArrayFormula(f"A{self.row}", f"={formula}")
        return tuple(f"'{self.sheet.title}'!$A${row}" for row in range(first, self.row + 1))


def with_counts(data: bytes, checks: list[Check]) -> bytes:
    """The book with a sheet more, on which each check stands with its count: of the department, then of each team."""
    sheets = {sheet.title: SheetAddresses(sheet) for sheet in book(RULES, "department", DEPARTMENT).sheets}
    workbook = load_workbook(io.BytesIO(data))
    # the template's own formulas are reckoned elsewhere, and take most of the time
    for title in (GUIDE_SHEET, HIDDEN_SHEET):
        del workbook[title]
    workbook.defined_names.clear()
    for sheet in workbook:
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations.dataValidation = []
    page, formulas = workbook.create_sheet("试算"), CountFormulas(sheets, Beside(workbook.create_sheet("旁")))
    for check in checks:
        assert check.counting is not None
        wanted = [formulas.of_department(check.counting)] if Level.DEPARTMENT in check.levels else []
        for number in range(len(OWN_TEAMS)) if Level.TEAM in check.levels else ():
            wanted.append(formulas.of_team(check.counting, sheets[TEAMS].cells("班组")[number]))
        page.append([check.name])
        for column, formula in enumerate(wanted):
            assert len(formula) <= 8_192
            page.cell(page.max_row, column + 2).value = ArrayFormula(f"{'BCD'[column]}{page.max_row}", f"={formula}")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def by_formulas(folder: Path, books: list[bytes]) -> list[list[tuple[Any, ...]]]:
    files = [folder / f"{number}.xlsx" for number in range(len(books))]
    for file, data in zip(files, books, strict=True):
        file.write_bytes(data)
    return [list(load_workbook(file, data_only=True)["试算"].iter_rows(values_only=True)) for file in convert(folder, files, "xlsx")]


def by_pandas(data: bytes, checks: list[Check]) -> list[tuple[Any, ...]]:
    with tempfile.TemporaryDirectory() as root:
        counts = counts_of(intake_of(Path(root), RULES, {"甲.xlsx": data}).tables, checks)
    found = []
    for check in checks:
        whom = [None] * (Level.DEPARTMENT in check.levels) + list(OWN_TEAMS) * (Level.TEAM in check.levels)
        amounts = [counts[check.name].get((DEPARTMENT, team), Count()).amount for team in whom]
        found.append((check.name, *amounts, *[None] * (3 - len(amounts))))
    return found


def assert_both_count_the_same(folder: Path, seeds: range) -> None:
    checks = [*COUNTED, *WAYS]
    books = [filled(template(RULES, "department", DEPARTMENT), sheets_of(Random(seed))) for seed in seeds]
    found = by_formulas(folder, [with_counts(data, checks) for data in books])
    wanted = [by_pandas(data, checks) for data in books]
    assert len({row for rows in wanted for row in rows}) > 2 * len(checks), "the books hardly differ"
    assert found == wanted


@pytest.mark.libreoffice
def test_formulas_count_what_pandas_counts(tmp_path: Path) -> None:
    assert_both_count_the_same(tmp_path, range(3))


@pytest.mark.long
@pytest.mark.libreoffice
@pytest.mark.parametrize("first", range(100, 140, 20))
def test_formulas_count_what_pandas_counts_in_many_books(tmp_path: Path, first: int) -> None:
    assert_both_count_the_same(tmp_path, range(first, first + 20))


def test_of_equal_texts_the_first_cell_is_cited_and_every_entry_for_each_of_its_teams() -> None:
    """An entry without the text, without a team, or of another department counts for nobody here."""
    contest = {"department": "甲科", "trade": "电工", "teams": ("电工组",), "source": "甲.xlsx!技能比赛!A6"}
    made = tables(contests=[
        contest,
        {**contest, "trade": "电 工", "teams": ("电工组", "木工组"), "source": "甲.xlsx!技能比赛!A7"},
        {**contest, "trade": None, "teams": ("木工组",), "source": "甲.xlsx!技能比赛!A8"},
        {**contest, "trade": "水工", "teams": None, "source": "甲.xlsx!技能比赛!A9"},
        {**contest, "department": "乙科", "source": "乙.xlsx!技能比赛!A6"},
    ])
    texts = Check("texts", BOTH, "", counting=distinct(a.CONTESTS, "工种"))
    every = Check("every", BOTH, "", counting=entries((a.CONTESTS, "工种")))
    named = Check("named", (Level.TEAM,), "", counting=entries((a.CONTESTS, "参与班组")))

    def rows(counts: dict[tuple[str, str | None], Count]) -> dict[tuple[str, str | None], str]:
        return {who: " ".join(source.rpartition("!")[2] for source in count.sources) for who, count in counts.items()}

    counts = counts_of(made, (texts, every, named))
    assert rows(counts["texts"]) == {("甲科", None): "A6 A9", ("乙科", None): "A6", ("甲科", "电工组"): "A6", ("甲科", "木工组"): "A7",
                                     ("乙科", "电工组"): "A6"}
    assert rows(counts["every"]) == {("甲科", None): "A6 A7 A9", ("乙科", None): "A6", ("甲科", "电工组"): "A6 A7", ("甲科", "木工组"): "A7",
                                     ("乙科", "电工组"): "A6"}
    assert rows(counts["named"]) == {("甲科", "电工组"): "A6 A7", ("甲科", "木工组"): "A7 A8", ("乙科", "电工组"): "A6"}


def test_a_series_counts_once_when_it_is_planned_done_and_known() -> None:
    done = {"department": "甲科", "series": "一", "planned": True, "status": "已完成"}
    made = tables(series=[
        {**done, "source": "D5"}, {**done, "source": "D6"}, {**done, "series": None, "source": "D7"},
        {**done, "series": "二", "planned": False, "source": "D8"}, {**done, "series": "三", "status": "部分完成", "source": "D9"},
        {**done, "series": "四", "status": None, "source": "D10"}, {**done, "series": "五", "source": "D11"},
    ])
    assert counts_of(made)["方案完成系列数"] == {("甲科", None): Count(("D5", "D11"))}


@pytest.mark.parametrize("declare", [
    lambda: distinct(a.CONTESTS, "比赛名称"),  # it stays on the sheet
    lambda: entries((a.CONTESTS, "参与班组"), only=("参赛人数", "12")),
    lambda: Check("特色", (Level.TEAM,), "", counting=entries((a.SERVICES, "项目名称"))),  # no team stands there
    lambda: Check("个人", (Level.PERSON,), "", counting=entries((a.CONTESTS, "工种"))),
    lambda: Counting(How.DISTINCT, (CountedColumn(a.CONTESTS, "工种"), CountedColumn(a.TRAININGS, "培训形式"))),
])
def test_what_cannot_be_counted_cannot_be_declared(declare: Any) -> None:
    with pytest.raises(ValueError):
        declare()


def test_the_checks_of_the_notice_can_be_declared_and_name_their_sheets() -> None:
    """The table of a counted sheet has every column that a check looks at, and one that is cited."""
    for check in COUNTED:
        assert check.counting is not None
        for column in check.counting.columns:
            names = [part.name for _, part in column.sheet.table_columns]
            assert column.name in names and sum(part.cited for _, part in column.sheet.table_columns) == 1
            assert Level.TEAM not in check.levels or team_column(column.sheet) is not None
    assert Decimal(counts_of(tables())["比赛工种数"].get(("甲科", None), Count()).amount) == 0
