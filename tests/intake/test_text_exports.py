"""A survey's export that is a text goes through the same door as a workbook; a form of ours that is one is named and owed."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.intake.read_inbox import Intake, read_inbox
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import SMALL, intake_of, rules_bytes, small_rules
from tests.support.intake_report import reasons, states
from tests.support.online_survey import HEADERS, MAPPED, QUESTIONS, counted, export, honest, rules
from tests.support.table_rows import rows_of
from tests.support.text_tables import archive, delimited, page, sheet
from tests.support.zip_files import zip_at

RULES = rules()
PEOPLE = honest(40, seconds=True)
ROWS = [["序号", "提交时间", *HEADERS], *([str(n), f"{moment:%Y/%m/%d %H:%M:%S}", *grades] for n, (moment, grades) in enumerate(PEOPLE, 1))]
TEXTS: dict[str, tuple[str, bytes]] = {
    "csv as Excel writes it": ("导出.csv", delimited(rows=ROWS).encode("gb18030")),
    "csv in UTF-8": ("导出.csv", delimited(rows=ROWS).encode("utf-8")),
    "csv with a mark": ("导出.CSV", delimited(rows=ROWS).encode("utf-8-sig")),
    "semicolons": ("导出.csv", delimited(";", ROWS).encode("gb18030")),
    "Unicode text of Excel": ("导出.txt", delimited("\t", ROWS).encode("utf-16")),
    "tsv": ("导出.tsv", delimited("\t", ROWS).encode()),
    "tabs as .xls": ("导出.xls", delimited("\t", ROWS).encode("gb18030")),
    "a csv as .xlsx": ("导出.xlsx", delimited(rows=ROWS).encode()),
    "a page as .xls": ("导出.xls", page(ROWS, "<meta charset=gb2312>").encode()),
    "a page": ("导出.html", page(ROWS).encode("gb18030")),
    "a web archive as .xls": ("导出.xls", archive(page(ROWS), "gb18030")),
    "a web archive": ("导出.mht", archive(page(ROWS), "utf-8")),
    "XML 2003 as .xls": ("导出.xls", sheet(ROWS).encode()),
    "XML 2003": ("导出.xml", sheet(ROWS).encode("utf-8-sig")),
}


def told(intake: Intake, name: str) -> list[str]:
    """What is wrong with a file, less what is only told."""
    return [line for line in reasons(intake, name) if not line.startswith("info")]


@pytest.mark.parametrize("text", TEXTS)
def test_it_counts_as_the_workbook_does(tmp_path: Path, text: str) -> None:
    """Answers, moments and what is not used of it; nothing is found fault with."""
    name, data = TEXTS[text]
    as_book, as_text = intake_of(tmp_path / "a", RULES, {"导出.xlsx": export(PEOPLE)}), intake_of(tmp_path / "b", RULES, {name: data})
    assert states(as_text) == {name: "used"} and told(as_text, name) == []

    def answers(intake: Intake) -> list[tuple[Any, ...]]:
        return [tuple(value for name, value in row.items() if name not in ("file", "sheet", "source")) for row in rows_of(intake)["responses"]]

    assert counted(as_text) == counted(as_book) == len(PEOPLE) and answers(as_text) == answers(as_book)
    assert as_text.files[0].account == as_book.files[0].account


def test_the_same_answers_in_a_text_and_a_workbook_count_once(tmp_path: Path) -> None:
    intake = intake_of(tmp_path, RULES, {"导出.xlsx": export(PEOPLE), "导出.csv": TEXTS["csv in UTF-8"][1], "导出.xls": TEXTS["a page as .xls"][1]})
    assert counted(intake) == len(PEOPLE)


@pytest.mark.parametrize("how, data, code", [
    ("a comma without quotation marks", delimited(rows=[*ROWS, ["41", "", *ROWS[1][2:], "好", "很好"]]), "text-rows-uneven"),
    ("cut short", delimited(rows=ROWS)[:-9], "text-cut-short"),
    ("titles renumbered", delimited(rows=[["序号", "提交时间", *(f"9{header}" for header in HEADERS)], *ROWS[1:]]), "export-titles-near"),
    ("a quotation mark that swallows", delimited(rows=[*ROWS[:20], ["20", '"', *ROWS[1][2:]], *ROWS[20:]]), "text-looks-ours"),
    ("a page cut short", page(ROWS)[:-200], "text-cut-short"),
    ("XML cut short", sheet(ROWS)[:-200], "text-looks-ours"),
    ("XML with an entity", "<!DOCTYPE a [<!ENTITY b 'c'>]>" + sheet(ROWS), "text-looks-ours"),
])
@pytest.mark.parametrize("name", ["导出.csv", "导出.xls", "导出.txt"])
def test_what_may_be_read_amiss_is_an_error(tmp_path: Path, how: str, data: str, code: str, name: str) -> None:
    """Rows shifted or swallowed, a file without an end, near titles: never a silent half."""
    intake = intake_of(tmp_path, RULES, {name: data.encode()})
    assert code in [found.code for found in intake.findings if found.place.file.endswith(name) and found.blocks], how


def test_a_byte_that_fits_no_encoding(tmp_path: Path) -> None:
    data = delimited(rows=ROWS).encode() + b"41,\xff\xfe"
    intake = intake_of(tmp_path, RULES, {"导出.csv": data, "导出.txt": data})
    assert told(intake, "导出.csv") == told(intake, "导出.txt") == ["error text-looks-ours"]


@pytest.mark.parametrize("name, data, wanted", [
    ("推荐.xls", page([["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹"]]), "error text-looks-ours"),
    ("推荐.html", page([["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹"]]), "error text-looks-ours"),
    ("表.xls", sheet([["编号", "发生日期", "科室", "班组", "责任人", "类型", "来源"]]), "error text-looks-ours"),
    ("满意度测评表.csv", "很满意,满意\r\n", "error text-looks-ours"), ("工资.csv", "姓名,工资\r\n某人,1\r\n", "warning text-foreign"),
    ("工资.xls", page([["姓名", "工资"], ["某人", "1"]]), "warning text-foreign"),
    ("工资.html", page([["姓名", "工资"], ["某人", "1"]]), "warning text-foreign"),
    ("工资.xlsx", "姓名,工资\r\n某人,1\r\n", "error file-no-workbook"), ("通知.txt", "各位同事：请交材料。\r\n", "info file-attachment"),
    ("通知.html", page([["请交材料"]]), "info file-attachment"), ("空.csv", "", "error file-empty"),
])
@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_other_texts(tmp_path: Path, name: str, data: str, wanted: str, code: str) -> None:
    """Our forms are errors that say what the file really is and how to mend it; other people's are told; a note is a document."""
    intake = intake_of(tmp_path, small_rules(), {name: data.encode(code)})
    assert reasons(intake, name) == [wanted]
    (found,) = [found for found in intake.findings if found.place.file.endswith(name)]
    if "text-" in wanted or "no-workbook" in wanted:
        assert ("编码" in found.message) and "xlsx" in found.hint


FORM = [["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹"], ["1", "某人", "电工", "电工组", "好"]]
WAGES = [["姓名", "工资"], ["某人", "1"]]


def _in_base64(text: str) -> bytes:
    return (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(text.encode()) + b"--b--\r\n")


@pytest.mark.parametrize("name", ["登记.xls", "登记.mht", "登记.csv"])
@pytest.mark.parametrize("rows, code", [(FORM, "text-looks-ours"), (WAGES, "text-foreign")])
def test_our_forms_in_a_web_archive(tmp_path: Path, name: str, rows: list[list[str]], code: str) -> None:
    """Its words are packed: only its tables show whose they are."""
    for number, data in enumerate((archive(page(rows), "gb2312"), archive(page(rows), "utf-8"), _in_base64(page(rows)))):
        (found,) = [found for found in intake_of(tmp_path / str(number), small_rules(), {name: data}).findings if found.place.file.endswith(name)]
        assert (found.code, found.blocks, "网页归档" in found.message) == (code, code == "text-looks-ours", True)


def test_the_headers_that_show_it_are_named_as_they_stand(tmp_path: Path) -> None:
    """Always the same words in the same order: a message is compared with that of the run before."""
    (found,) = [found for found in intake_of(tmp_path, small_rules(), {"表.csv": delimited(rows=FORM).encode()}).findings if found.blocks]
    assert "表头“推荐顺序”“姓名”“岗位”" in found.message


def test_a_marked_copy_of_a_text(tmp_path: Path) -> None:
    """Its values and the marks are in a workbook, in a zip file as well; handed in, that stands for it."""
    spoilt = [ROWS[0], [*ROWS[1][:2], "好得很", *ROWS[1][3:]], *ROWS[2:]]
    again = [ROWS[0], ["99", "2017/12/20 9:00:01", *spoilt[1][2:]], *([str(n), f"2017/12/21 9:{n}:01", *row[2:]] for n, row in enumerate(ROWS[3:20], 10))]
    root = tmp_path / "工作"
    zip_at(root / "收件箱/问卷.zip", {"二/导出二.csv": delimited(rows=again).encode()}, "gbk")
    (root / "收件箱/导出.csv").write_bytes(delimited(rows=spoilt).encode("gb18030"))
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**{**SMALL, "测评题目": list(enumerate(QUESTIONS, 1))}, 问卷对照=MAPPED))
    report = check(Workspace(root))
    assert {file: path.name for file, path in report.written.items()} == {
        "收件箱/导出.csv": "导出.xlsx", "收件箱/问卷.zip/二/导出二.csv": "问卷.zip_二_导出二.xlsx"}
    for path, rows in zip(report.written.values(), (spoilt, again), strict=True):
        marked = load_workbook(path)["表格1"]
        assert [[cell.value for cell in row] for row in marked.iter_rows()] == rows
        assert marked["C2"].comment is not None and marked["C3"].comment is None
    read, _ = read_rules((root / "评选规则.xlsx").read_bytes())
    assert read is not None
    for path in report.written.values():
        (root / "收件箱" / f"改好_{path.name}").write_bytes(path.read_bytes())
    both = {file.path: file.state.value for file in read_inbox(root / "收件箱", root, read).files}
    assert both == {"收件箱/导出.csv": "superseded", "收件箱/问卷.zip": "rejected", "收件箱/问卷.zip/二/导出二.csv": "superseded",
                    "收件箱/改好_导出.xlsx": "used", "收件箱/改好_问卷.zip_二_导出二.xlsx": "used"}
