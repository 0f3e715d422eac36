"""退回修改: the copies people get back, mend and hand in again."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.intake.workers.local import LocalProcesses
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.messages.findings import Place, finding, grouped
from fuwuyue_xlsx.returns import copies
from fuwuyue_xlsx.returns.cell_marks import FILLS
from fuwuyue_xlsx.returns.copies import Copy, annotated
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import edited, encrypted, office_file, right_book
from tests.support.filled_books import SMALL, department_file, department_sheets, put_inbox, rules_bytes, small_rules
from tests.support.libreoffice import convert
from tests.support.workbook_parts import related, with_new_parts

RULES = small_rules()
WRONG = {**department_sheets(), "科室信息": {**department_sheets()["科室信息"], "班组外员工人数": "十二"}}


def place(root: Path, files: dict[str, bytes]) -> Workspace:
    root.mkdir(exist_ok=True)
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    put_inbox(root, files)
    return Workspace(root)


def values(sheet) -> list[list[object]]:
    """What every cell holds; of an array formula its text."""
    return [[getattr(cell.value, "text", cell.value) for cell in row] for row in sheet.iter_rows()]


@pytest.mark.smoke
def test_what_the_clerk_put_there_stays(tmp_path: Path) -> None:
    """Comments, dropdowns, protection, widths; the finding is added to the clerk's own comment."""
    def note(workbook) -> None:
        workbook["科室信息"]["B7"].comment = Comment("已问过人事", "填报人")
        workbook["科室信息"]["B4"].comment = Comment("手机", "填报人")

    before = edited(department_file(RULES, WRONG), note)
    workspace = place(tmp_path, {"甲.xlsx": before})
    check(workspace)
    old, copy = load_workbook(io.BytesIO(before)), load_workbook(workspace.returns / "甲.xlsx")
    assert copy["科室信息"]["B7"].comment.text.startswith("已问过人事\n【错误】") and copy["科室信息"]["B4"].comment.text == "手机"
    for sheet in old.worksheets:
        same = copy[sheet.title]
        assert [v.sqref for v in same.data_validations.dataValidation] == [v.sqref for v in sheet.data_validations.dataValidation]
        assert (same.protection.sheet, same.freeze_panes, same.sheet_state) == (sheet.protection.sheet, sheet.freeze_panes, sheet.sheet_state)
        assert {c: d.width for c, d in same.column_dimensions.items()} == {c: d.width for c, d in sheet.column_dimensions.items()}
        assert values(same) == values(sheet)


@pytest.mark.smoke
@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", [pytest.param("xls", marks=pytest.mark.long), "ods"])
def test_other_formats_come_back_as_xlsx(tmp_path: Path, ending: str) -> None:
    """On the empty template: every value at its own address, marked, with its dropdowns; mended, it is right."""
    (tmp_path / "甲.xlsx").write_bytes(department_file(RULES, WRONG))
    convert(tmp_path, [tmp_path / "甲.xlsx"], ending)
    workspace = place(tmp_path / "w", {f"甲.{ending}": (tmp_path / ending / f"甲.{ending}").read_bytes()})
    report = check(workspace)
    (path,) = report.written.values()
    copy = load_workbook(path)
    cell = copy["科室信息"]["B7"]
    assert cell.value == "十二" and "十二" in cell.comment.text and copy["科室信息"].protection.sheet
    cell.value = 2
    (workspace.inbox / f"甲.{ending}").unlink()
    copy.save(workspace.inbox / "甲.xlsx")
    again = check(workspace)
    assert {p.code for p in again.findings if p.place.file} <= {"department-not-submitted", "register-missing"}
    assert {file.state.value for file in again.files} == {"used"}


def test_names_that_would_meet(tmp_path: Path) -> None:
    """Every submission has its own copy, whatever folders and endings make of their names."""
    wrong = department_file(RULES, WRONG)
    files = {"a/x.xlsx": edited(wrong, lambda w: None),
             "a_x.xlsx": office_file(RULES, "review", {"评委信息": {"评委": None}, "优秀班组": [{"工作特色（50分）": 99}]}),
             "A_X.xlsm": office_file(RULES, "incidents", {"事故投诉": [{"编号": "1"}]})}
    workspace = place(tmp_path, files)
    report = check(workspace)
    assert len({path.name.lower() for path in report.written.values()}) == len(report.written) == 3
    assert all(path.exists() for path in report.written.values())


@pytest.mark.parametrize("asked", [lambda path: path, lambda path: Path(os.path.relpath(path))])
def test_a_file_has_one_copy_however_it_was_asked_for(tmp_path: Path, asked: Callable[[Path], Path]) -> None:
    workspace = place(tmp_path, {"东区/甲.xlsx": department_file(RULES, WRONG)})
    (all_of_them,) = check(workspace).written.values()
    (alone,) = check(workspace, (asked(workspace.inbox / "东区" / "甲.xlsx"),)).written.values()
    assert alone == all_of_them == workspace.returns / "东区_甲.xlsx" and list(workspace.returns.glob("*.xlsx")) == [alone]


def test_old_copies_make_way_but_nobodys_work_is_lost(tmp_path: Path) -> None:
    """A copy nobody touched goes when its submission is right; one that somebody has saved is kept."""
    workspace = place(tmp_path, {"甲.xlsx": department_file(RULES, WRONG)})
    first = check(workspace).written["收件箱/甲.xlsx"]
    mended = load_workbook(first)
    mended.save(first)
    kept = first.read_bytes()
    report = check(workspace)
    aside = [path for path in workspace.returns.iterdir() if "（有人改过，" in path.name]
    assert [path.read_bytes() for path in aside] == [kept] and first.exists()
    assert [p.place.file for p in report.findings if p.code == "output-edited"] == [f"结果/退回修改/{aside[0].name}"]
    for path in list(workspace.inbox.iterdir()):
        path.unlink()
    (workspace.inbox / "甲.xlsx").write_bytes(right_book(RULES))
    report = check(workspace)
    assert report.written == {} and sorted(workspace.returns.glob("*.xlsx")) == aside
    assert "output-edited" not in {p.code for p in report.findings}


def test_the_list_draws_one_cause_together(tmp_path: Path) -> None:
    """Five leaders missing are one line with five cells; different values of one column too."""
    dates = [{"培训主题": f"题{i}", "培训形式": "集中授课", "培训层次": "科室级", "日期": f"2016-0{i}-01", "参训人次": 3, "参与班组": "全科室"}
             for i in range(1, 6)]
    workspace = place(tmp_path, {"甲.xlsx": department_file(RULES, {**department_sheets(), "技能培训": dates})})
    check(workspace)
    sheet = load_workbook(workspace.returns / "甲.xlsx")["修改意见"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    dated = [row for row in rows if row[2].startswith("技能培训!D")]
    assert len(dated) == 1 and dated[0][2].count(":") == 1 and "共 5 处" in dated[0][3]
    assert sheet["C4"].hyperlink is not None


def test_findings_of_one_cause() -> None:
    """One message on one sheet is one group; another sheet, file or column is another; what has no cell stays alone."""
    def missing(sheet: str, cell: str, title: str = "班组长"):
        return finding("required-empty", Place("a.xlsx", sheet, cell), title=title, words="姓名")

    found = [missing("班组信息", "B5"), missing("班组信息", "B6"), missing("班组信息", "B9"), missing("班组信息", "C5", "员工人数"),
             missing("别的", "B5"), finding("sheet-missing", Place("a.xlsx"), sheet="甲"), finding("sheet-missing", Place("a.xlsx"), sheet="乙")]
    assert [(group.first.place.sheet, group.cells, len(group.members)) for group in grouped(found)] == [
        ("班组信息", "B5:B6、B9", 3), ("班组信息", "C5", 1), ("别的", "B5", 1), ("", "", 1), ("", "", 1)]
    assert grouped(found)[0].line() == "a.xlsx!班组信息!B5:B6、B9：“班组长”没有填写。这一项必须填写：姓名。"


def test_a_copy_of_a_locked_book_holds_what_was_typed(tmp_path: Path) -> None:
    """Opened with the password that was given; without it nothing could be read, and nothing is returned."""
    workspace = place(tmp_path, {"甲.xlsx": encrypted(department_file(RULES, WRONG), "秘密123")})
    report = check(workspace, options=ReadOptions(passwords=("秘密123",)))
    copy = load_workbook(report.written["收件箱/甲.xlsx"])
    assert copy["科室信息"]["B7"].value == "十二" and copy["科室信息"].protection.sheet
    assert check(workspace).written == {}


def test_a_copy_that_cannot_be_made_costs_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its list goes out alone."""
    def dying(copy: Copy, shared):
        if copy.location.name.startswith("死"):
            os.abort()
        return annotated(copy, shared)

    monkeypatch.setattr(copies, "annotated", dying)
    workspace = place(tmp_path, {"甲.xlsx": department_file(RULES, WRONG), "死.xlsx": office_file(RULES, "incidents", {"事故投诉": [{"编号": "1"}]})})
    written = check(workspace, options=ReadOptions(LocalProcesses(2))).written
    assert {name: load_workbook(path).sheetnames[:2] for name, path in written.items()} == {
        "收件箱/甲.xlsx": ["修改意见", "填写说明"], "收件箱/死.xlsx": ["修改意见"]}


@pytest.mark.long
def test_what_somebody_adds_to_the_list_is_content(tmp_path: Path) -> None:
    """Our own list is ours; a line typed below it is not lost without a word."""
    workspace = place(tmp_path, {"甲.xlsx": department_file(RULES, WRONG)})
    copy = load_workbook(check(workspace).written["收件箱/甲.xlsx"])
    copy["科室信息"]["B7"] = 2
    copy["修改意见"]["B30"] = "另请把王五加入"
    copy.save(workspace.inbox / "甲.xlsx")
    found = [(p.code, p.place.sheet, p.place.cell) for p in check(workspace).findings if p.place.file == "收件箱/甲.xlsx"]
    assert found == [("content-unused", "修改意见", "B30")]


@pytest.mark.long
def test_what_is_mended_looks_right_again(tmp_path: Path) -> None:
    """A returned copy, mended at one of two cells and handed in again, comes back with the other marked alone."""
    two = {**WRONG, "班组信息": [{**row, "员工人数": "七"} if row["班组"] == "电工组" else row for row in department_sheets()["班组信息"]]}
    before = edited(department_file(RULES, two), lambda book: setattr(book["科室信息"]["B7"], "comment", Comment("已问过人事", "填报人")))
    workspace = place(tmp_path, {"甲.xlsx": before})
    check(workspace)
    returned = (workspace.returns / "甲.xlsx").read_bytes()
    teams = [cell for row in load_workbook(io.BytesIO(returned))["班组信息"].iter_rows() for cell in row if cell.comment]
    mended = edited(returned, lambda book: setattr(book["科室信息"]["B7"], "value", 3))
    check(place(tmp_path, {"甲.xlsx": mended}))
    blank, copy = load_workbook(io.BytesIO(before)), load_workbook(workspace.returns / "甲.xlsx")
    assert copy["科室信息"]["B7"].comment.text == "已问过人事"
    assert copy["科室信息"]["B7"].fill.fgColor.rgb == blank["科室信息"]["B7"].fill.fgColor.rgb
    again = copy["班组信息"][teams[0].coordinate]
    assert again.comment.text == teams[0].comment.text and again.fill.fgColor.rgb == teams[0].fill.fgColor.rgb == FILLS[Severity.ERROR]
    own = [p for p in check(workspace).findings if p.code == "note-unused"]
    assert [(p.place.cell, p.details["value"]) for p in own] == [("B7", "已问过人事")]


SURVEY = {"测评结果": [{"身份": "学生", "科室": department, "态度好不好": "满意"} for department in ["甲科"] * 8 + ["甲课"]]}
REGISTER = {"事故投诉": [{"编号": "1", "科室": "甲科", "类型": "安全事故", "情况简述": "略", "调查结论": "待查"}]}


@pytest.mark.parametrize("kind, cells, code", [("survey", SURVEY, "survey-looks-repeated"), ("incidents", REGISTER, "incident-id-differs")])
def test_a_copy_handed_in_stands_for_what_it_was_made_of(tmp_path: Path, kind: str, cells: dict, code: str) -> None:
    """Copies of surveys and registers all count, but a returned one, mended or not, is no second one."""
    original = office_file(RULES, kind, cells)
    workspace = place(tmp_path, {"表.xlsx": original})
    once = check(workspace)
    returned = (workspace.returns / "表.xlsx").read_bytes()
    both = check(place(tmp_path, {"表.xlsx": original, "退回 表.xlsx": edited(returned, lambda book: None)}))
    assert [(file.name, file.state.value) for file in both.files] == [("表.xlsx", "superseded"), ("退回 表.xlsx", "used")]
    told = sorted(p.code for p in both.findings if p.code != "file-superseded")
    assert told == sorted(p.code for p in once.findings) and code not in told
    newer = office_file(RULES, kind, {title: [*rows, {**rows[0], "科室": "乙科"}] for title, rows in cells.items()})
    after = check(place(tmp_path, {"表.xlsx": newer, "退回 表.xlsx": returned}))
    assert [file.state.value for file in after.files] == ["used", "used"]  # the original was changed since: nobody knows which is meant


def test_a_copy_says_what_stood_beside_the_cells(tmp_path: Path) -> None:
    """A text box cannot come back with the copy; its words stand in the list, and the note of an ods on its cell."""
    drawing = '<a xmlns:x="x"><x:sp><x:p><x:t>第四名推荐：黄小明</x:t></x:p></x:sp></a>'
    relations = related(("drawing", "../drawings/drawing1.xml"))
    boxed = with_new_parts(department_file(RULES, WRONG), {"xl/worksheets/_rels/sheet2.xml.rels": relations, "xl/drawings/drawing1.xml": drawing})
    workspace = place(tmp_path, {"甲.xlsx": boxed})
    check(workspace)
    first = load_workbook(workspace.returns / "甲.xlsx").worksheets[0]
    lines = [[cell.value for cell in row] for row in first.iter_rows()]
    assert "1 项必须改正（错误），0 项请核对（警告），1 项提示" in lines[1][0]
    assert [line[1:3] for line in lines[3:]] == [["错误", "科室信息!B7"], ["提示", "科室信息"]] and "第四名推荐：黄小明" in lines[4][3]
    alone = check(place(tmp_path / "2", {"甲.xlsx": with_new_parts(right_book(RULES), {
        "xl/worksheets/_rels/sheet2.xml.rels": relations, "xl/drawings/drawing1.xml": drawing})}))
    assert alone.written == {}


@pytest.mark.long
@pytest.mark.libreoffice
def test_notes_come_back_with_a_copy_of_another_format(tmp_path: Path) -> None:
    file = tmp_path / "甲.xlsx"
    file.write_bytes(edited(department_file(RULES, WRONG), lambda book: setattr(book["科室信息"]["B4"], "comment", Comment("手机", "填报人"))))
    workspace = place(tmp_path / "w", {"甲.ods": convert(tmp_path, [file], "ods")[0].read_bytes()})
    check(workspace)
    assert load_workbook(workspace.returns / "甲.xlsx")["科室信息"]["B4"].comment.text == "手机"
