"""评优结果.xlsx as leaders meet it, and the copies that go back to the departments."""

from __future__ import annotations

import dataclasses
import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import Workspace, write_whole
from tests.support.filled_books import (
    SMALL,
    department_file,
    department_sheets,
    filled,
    intake_of,
    put_inbox,
    rules_bytes,
    small_rules,
    template,
)
from tests.support.recalculation import formulas
from tests.support.repetition import every

FIXED = ["一票否决", "条件核查", "奖金汇总", "评分明细", "报送情况", "问题清单", "口径与影响", "规则", "变化"]


def book_files(rules: Rules, **changes: object) -> dict[str, bytes]:
    review = {"评委信息": {"评委": "周评"}, "优秀班组": [{"科室": "甲科", "班组": "电工组", "工作特色（50分）": 45, "工作成绩（50分）": 40}],
              "优秀组织奖": [{"科室": "甲科", "活动组织与方案落实（40分）": 30, "工作特色（30分）": 20, "工作成绩（30分）": 25}]}
    return {
        "甲.xlsx": department_file(rules, department_sheets(**changes)),
        "评委.xlsx": filled(template(rules, "review"), review),
        "登记.xlsx": template(rules, "incidents"),
    }


def outcome_of(root: Path, **changes: object) -> Outcome:
    rules = small_rules()
    return decide(rules, intake_of(root, rules, book_files(rules, **changes)))


def opened(data: bytes) -> Workbook:
    """The workbook with the values that stand beside its formulas."""
    return load_workbook(io.BytesIO(data), data_only=True)


def texts(book: Workbook, sheet: str) -> list[str]:
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


def test_sheets_stand_in_the_order_of_reading(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path)
    awards = [award.name for award in outcome.rules.awards]
    assert opened(results_workbook(outcome)).sheetnames == ["结果总览", *awards, *FIXED]


def test_the_first_sheet_says_what_is_open(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path)
    said = "\n".join(texts(opened(results_workbook(outcome)), "结果总览"))
    assert "初步结果" in said and "“乙科”还没有报送填报表" in said
    assert "可公示" not in said


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = outcome_of(tmp_path / "a"), outcome_of(tmp_path / "b")
    assert results_workbook(first) != results_workbook(outcome_of(tmp_path / "c", 宣传报道=[]))
    second = dataclasses.replace(second, files=first.files)  # the hashes of files filled a second later differ
    assert results_workbook(first) == results_workbook(second)


def test_every_sheet_prints_on_a4_one_page_wide_with_page_numbers(tmp_path: Path) -> None:
    for sheet in opened(results_workbook(outcome_of(tmp_path))).worksheets:
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (None, 1), sheet.title
        assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text, sheet.title


def test_no_sheet_can_be_sorted_by_mistake_and_yellow_cells_stay_open(tmp_path: Path) -> None:
    """Formulas refer to rows by their place: sorted rows would show other winners. To the findings none refers."""
    open_cells = set()
    data = results_workbook(outcome_of(tmp_path))
    assert not any("问题清单" in formula for found in formulas(data).values() for formula in found.values())
    for sheet in opened(data):
        held = sheet.protection
        if sheet.title == "问题清单":
            assert not held.sheet
            continue
        assert (held.sheet, held.password, held.sort, held.autoFilter, held.formatColumns, held.objects) == (True, None, True, False, False, False)
        cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        assert {cell.fill.fgColor.rgb for cell in cells} <= {"FFFFF8D6"}
        open_cells |= {sheet.title} if cells else set()
    assert {"优秀班组", "评分明细", "规则"} - open_cells == {"优秀班组"} - open_cells


@pytest.mark.parametrize("text", every(2, ["=1+1", "mailto:a@b.example", "{=1}", "+1", "http://a.example/", "@SUM(1)", '=HYPERLINK("x")']))
def test_texts_from_inputs_stay_texts(tmp_path: Path, text: str) -> None:
    person = {"推荐顺序": 1, "姓名": "李七", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
    rules = small_rules()
    source = department_file(rules, department_sheets(优秀个人推荐=[person]))
    book = load_workbook(io.BytesIO(source))
    cell = next(c for row in book["优秀个人推荐"].iter_rows() for c in row if c.value == "李七")
    cell.value = text
    cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    outcome = decide(rules, intake_of(tmp_path, rules, {"甲.xlsx": buffer.getvalue()}))
    data = results_workbook(outcome)
    shown = opened(data)["优秀个人"]
    assert any(c.value == text and c.data_type == "s" and c.hyperlink is None for row in shown.iter_rows() for c in row)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [html.unescape(found) for sheet in sheets for found in re.findall("<f>(.*?)</f>", sheet)]
    assert formulas and not {text, text.lstrip("="), text.strip("{=}")} & set(formulas)


def test_each_finding_is_linked_to_its_cell(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, 科室信息={**department_sheets()["科室信息"], "班组外员工人数": "十二"})
    sheet = opened(results_workbook(outcome))["问题清单"]
    links = [c.hyperlink.target + "#" + (c.hyperlink.location or "") for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert any(link == "../收件箱/甲.xlsx#'科室信息'!B7" for link in links), links


def workspace(root: Path, **changes: object) -> Workspace:
    put_inbox(root, book_files(small_rules(), **changes))
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**SMALL))
    return Workspace(root)


def test_a_run_leaves_the_inbox_as_it_was(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    before = {path.name: path.read_bytes() for path in place.inbox.iterdir()}
    assert run(place).exit_code == 1
    assert {path.name: path.read_bytes() for path in place.inbox.iterdir()} == before
    assert place.results.exists() and sorted(p.name for p in place.output.iterdir()) == ["历史", "评优结果.xlsx"]


def test_a_file_held_open_gets_a_neighbour_with_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    replaced = __import__("os").replace

    def refuse(source: str, to: Path) -> None:
        if Path(to) == target:
            raise PermissionError(13, "held")
        replaced(source, to)

    monkeypatch.setattr("fuwuyue_xlsx.workspace.os.replace", refuse)
    monkeypatch.setattr("fuwuyue_xlsx.workspace._PAUSE", 0)
    written = write_whole(target, b"new", "20171231-0900")
    assert (written.name, written.read_bytes(), target.read_bytes()) == ("a（另存，20171231-0900）.xlsx", b"new", b"old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "a（另存，20171231-0900）.xlsx"]


def test_a_submission_with_findings_comes_back_marked_and_can_be_handed_in_again(tmp_path: Path) -> None:
    info = {**department_sheets()["科室信息"], "班组外员工人数": "十二"}
    place = workspace(tmp_path, 科室信息=info)
    report = check(place)
    assert report.exit_code == 1 and list(report.written) == ["收件箱/甲.xlsx"]
    copy = load_workbook(place.returns / "甲.xlsx")
    assert copy.sheetnames[0] == "修改意见"
    cell = copy["科室信息"]["B7"]
    assert "十二" in cell.comment.text and cell.fill.fgColor.rgb == "FFF8CBAD"
    assert copy["科室信息"].protection.sheet and copy["科室信息"].data_validations.dataValidation
    cell.value = 3
    copy.save(place.inbox / "甲.xlsx")
    again = check(place)
    assert not [p for p in again.findings if p.place.file == "收件箱/甲.xlsx"]


def test_a_right_submission_does_not_come_back(tmp_path: Path) -> None:
    assert check(workspace(tmp_path)).written == {}
