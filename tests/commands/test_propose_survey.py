"""`fuwuyue survey`: what is proposed for an export, what is left open, and that a proposal can be used as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.intake.kinds.survey_proposal import Proposal, proposal_of
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from tests.support.filled_books import SMALL, filled, intake_of, rules_bytes, rules_of
from tests.support.raw_workbooks import book_bytes, saved
from tests.support.survey_exports import QUESTIONS, TOOLS, answered
from tests.support.table_rows import rows_of
from tests.support.text_tables import archive, delimited, page, sheet

TEAM = ("甲科", "电工组")
PROPOSED = "结果/问卷对照（建议）.xlsx"
EXPORT = [["序号", "提交时间", "您要评价的科室", "您要评价的班组", *QUESTIONS],
          *([str(n), f"2017-12-01 08:{n:02d}:11", "甲科", "电工组", *("满意" for _ in QUESTIONS)] for n in range(1, 13))]


def proposed(export: bytes, used: Rules | None = None) -> Proposal:
    opened = open_book(export)
    assert isinstance(opened, OpenedBook)
    return proposal_of(opened, used or rules_of(**SMALL))


def rows(header: tuple[Any, ...], answers: list[tuple[Any, ...]]) -> bytes:
    return book_bytes({"Sheet1": [("序号", *header), *((n, *row) for n, row in enumerate(answers, 1))]})


def workspace(root: Path, **sheets: Any) -> Path:
    (root / "收件箱").mkdir(parents=True)
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**{**SMALL, **sheets}))
    return root


def survey(root: Path, file: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["survey", str(root), str(file), *more], prog_name="fuwuyue")


def typed(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet of a proposal below its header."""
    book = load_workbook(path)
    return {title: [row for row in book[title].iter_rows(min_row=4, values_only=True) if row[0]] for title in ("问卷对照", "等级对照")}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_proposal_for_a_tools_export_is_its_mapping(tool: str) -> None:
    """Titles, departments, teams and items come out as the office would have mapped them."""
    found = proposed(TOOLS[tool].book(answered()))
    wanted = {("".join(title.split()), *rest) for title, *rest in TOOLS[tool].mapping}
    mapped = {("".join(str(row.values[0]).split()), *row.values[1:]) for row in found.mapping}
    assert wanted <= mapped and {row[3] for row in mapped - wanted} <= {"提交时间"}
    assert found.words == () and not any(row.open for row in found.mapping)


@pytest.mark.parametrize("name, data", [
    ("导出.csv", delimited(rows=EXPORT).encode("gb18030")), ("导出.csv", delimited("\t", EXPORT).encode("utf-16")),
    ("导出.xls", page(EXPORT).encode()), ("导出.xls", archive(page(EXPORT), "gb2312")), ("导出.xml", sheet(EXPORT).encode()),
])
def test_the_proposal_for_an_export_that_is_a_text(tmp_path: Path, name: str, data: bytes) -> None:
    """What is read from the inbox as a text is looked at as one, too."""
    root = workspace(tmp_path)
    (root / name).write_bytes(data)
    assert survey(root, root / name).exit_code == 0
    assert [row[3] for row in typed(root / PROPOSED)["问卷对照"]] == ["提交时间", "科室", "班组", *QUESTIONS]


@pytest.mark.parametrize("between", ["-", " ", "：", "→"])
def test_department_and_team_in_one_column(between: str) -> None:
    """One column says both: nothing but the titles is left to the office."""
    said = [f"甲科{between}电工组", f"甲科{between}水工组、仓管", f"乙科{between}医生组", "甲科"]
    found = proposed(rows(("您评价的是", *QUESTIONS), [(said[n % 4], *("满意" for _ in QUESTIONS)) for n in range(20)]))
    assert [row.values[1:] for row in found.mapping] == [(None, None, "班组"), *((None, None, question) for question in QUESTIONS)]


def test_a_column_of_remarks_on_departments_chooses_none() -> None:
    said = ["甲科很好", "甲科的电工组很好", "乙科-食堂", "没有"]
    found = proposed(rows(("意见", *QUESTIONS), [(said[n % 4], *("满意" for _ in QUESTIONS)) for n in range(20)]))
    assert "意见" not in [row.values[0] for row in found.mapping]


@pytest.mark.parametrize("name, data", [("通知.csv", "各位同事：请交材料。\r\n".encode()), ("照片.xlsx", b"\xff\xd8\xff\xe0"), ("坏.csv", b"\x01\x02")])
def test_what_holds_no_table_gets_no_proposal(tmp_path: Path, name: str, data: bytes) -> None:
    root = workspace(tmp_path)
    (root / name).write_bytes(data)
    assert survey(root, root / name).exit_code == 2 and not (root / PROPOSED).exists()


@pytest.mark.parametrize("tool", ["问卷星", "金数据，每个班组一组", "LimeSurvey"])
def test_a_proposal_copied_into_the_rules_is_read(tmp_path: Path, tool: str) -> None:
    """Rows with the columns beside them; the rules workbook itself has not been touched."""
    root, export = workspace(tmp_path / "一"), TOOLS[tool].book(answered())
    (root / "导出.xlsx").write_bytes(export)
    before = (root / "评选规则.xlsx").read_bytes()
    result = survey(root, root / "导出.xlsx")
    assert result.exit_code == 0 and PROPOSED.rpartition("/")[2] in result.stdout and (root / "评选规则.xlsx").read_bytes() == before
    book = load_workbook(io.BytesIO(before))
    for title, found in typed(root / PROPOSED).items():
        sheet = book[title]
        for column, text in enumerate(("相近程度", "请核对"), len(list(filter(None, (cell.value for cell in sheet[3])))) + 1):
            sheet.cell(3, column, text)
        for number, row in enumerate(found, 4):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
    used, findings = read_rules(saved(book))
    assert used is not None and [p.code for p in findings if p.code.startswith("content")] == []
    intake = intake_of(tmp_path / "二", used, {"导出.xlsx": export})
    assert sum(row["count"] for row in rows_of(intake)["responses"]) == len(answered())


def test_titles_that_look_like_a_question(tmp_path: Path) -> None:
    found = proposed(rows(("6. 您觉得电工组的师傅态度好不好？", "7. 电工组的维修质量好不好"), [("满意", "一般")] * 5))
    assert [row.values for row in found.mapping] == [("6. 您觉得电工组的师傅态度好不好？", *TEAM, QUESTIONS[0]),
                                                     ("7. 电工组的维修质量好不好", *TEAM, QUESTIONS[1])]
    assert all(row.likeness and row.likeness >= 60 for row in found.mapping)


@pytest.mark.parametrize("titles, named", [
    (("1、电工组好不好", "2、电工组质量好不好"), "一样像"), (("1、电工组—态度好不好", "2、我觉得电工组的态度好不好"), "一样像"),
    (("1、电工组和医生组的态度好不好", "2、电工组质量好不好"), "“医生组”"), (("1、态度好不好", "2、电工组质量好不好"), "看不出评的是哪个科室、班组"),
    (("1、乙科电工组态度好不好", "2、电工组质量好不好"), "不是“乙科”的班组"), (("1、电工组态度好不好", "1、电工组态度好不好"), "有几列都是这个标题"),
    (("1、电工组的食堂饭菜口味", "2、电工组质量好不好"), "都不像"),
])
def test_what_cannot_be_told_is_left_blank_and_named(titles: tuple[str, ...], named: str) -> None:
    (row, *_) = proposed(rows(titles, [("满意", "一般")] * 5)).mapping
    assert row.open and named in row.remark and None in (row.values[1], row.values[3])


def test_a_column_that_is_mapped_already_stays_as_it_is() -> None:
    used = rules_of(**{**SMALL, "问卷对照": [("1、随便什么", "乙科", None, QUESTIONS[1])]})
    found = proposed(rows(("1、随便什么", "2、电工组态度好不好"), [("满意", "一般")] * 5), used)
    assert found.mapping[0].values == ("1、随便什么", "乙科", None, QUESTIONS[1]) and not found.mapping[0].open


def test_words_that_say_as_much_as_a_grade() -> None:
    """非常满意 is as strong as 很满意; what is between two grades, or says nothing, is the office's to decide."""
    words = ("A.非常满意", "B.比较满意", "C.还行", "D.不太满意", "E.极不满意", "F.基本满意", "G.随便", "H.跳过")
    found = proposed(rows(("1、电工组态度好不好",), [(word,) for word in words]))
    assert {row.values[0]: row.values[1] for row in found.words} == {
        "非常满意": "很满意", "比较满意": "满意", "还行": "一般", "不太满意": "不满意", "极不满意": "很不满意", "基本满意": None, "随便": None}
    assert all(row.open == (row.values[1] is None) for row in found.words)


def test_two_words_for_one_grade_are_left_open() -> None:
    found = proposed(rows(("1、电工组态度好不好",), [("非常满意",), ("十分满意",), ("比较满意",), ("满意",), ("不满意",), ("满意",), ("不满意",)]))
    assert {row.values[0]: (row.values[1], row.open) for row in found.words} == {
        "非常满意": (None, True), "十分满意": (None, True), "比较满意": (None, True)}


def test_a_proposal_that_somebody_filled_in_is_kept(tmp_path: Path) -> None:
    root = workspace(tmp_path / "一")
    (root / "导出.xlsx").write_bytes(rows(("1、电工组态度好不好",), [("满意",)] * 3))
    survey(root, root / "导出.xlsx")
    (root / PROPOSED).write_bytes(filled((root / PROPOSED).read_bytes(), {"问卷对照": [{"列标题": "补的一列"}]}))
    result = survey(root, root / "导出.xlsx")
    assert result.exit_code == 0 and "有人改过" in result.stderr
    assert any("补的一列" in str(typed(path)) for path in (root / "结果").glob("*有人改过*.xlsx"))


def test_the_proposal_is_none_of_the_inbox(tmp_path: Path) -> None:
    """Dropped there it is passed over as one of our own outputs."""
    root = workspace(tmp_path / "一")
    (root / "导出.xlsx").write_bytes(rows(("1、电工组态度好不好",), [("满意",)] * 3))
    survey(root, root / "导出.xlsx")
    intake = intake_of(tmp_path / "二", rules_of(**SMALL), {"建议.xlsx": (root / PROPOSED).read_bytes()})
    assert [p.code for p in intake.findings if p.place.file.endswith("建议.xlsx")] == ["file-own-output"]


@pytest.mark.parametrize("data, code", [
    (book_bytes({"人员": [("姓名", "电话"), ("张三", "13800000000")]}), "没有看出问卷的回答"), (b"", "文件"), (None, "没有找到"),
])
def test_what_is_no_export(tmp_path: Path, data: bytes | None, code: str) -> None:
    root = workspace(tmp_path / "一")
    if data is not None:
        (root / "导出.xlsx").write_bytes(data)
    result = survey(root, root / "导出.xlsx")
    assert (result.exit_code, result.stdout) == (2, "") and code in result.stderr and not (root / PROPOSED).exists()


def test_without_rules_nothing_is_proposed(tmp_path: Path) -> None:
    assert survey(tmp_path, tmp_path / "x.xlsx").exit_code == 2 and survey(tmp_path / "没有", tmp_path / "x.xlsx").exit_code == 2
