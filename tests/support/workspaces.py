"""A small campaign as a folder on disk, complete and final, and ways to break it."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import SMALL, Sheets, department_file, department_sheets, filled, rules_bytes, template, with_policy
from tests.support.typed_cells import Cells, typed_in
from tests.support.workbook_view import cell_below, cell_beside, header, inputs, opened

DEPARTMENTS = {"甲科": ("电工组", "水工组、仓管"), "乙科": ("医生组",)}


@cache
def rulebook(**policies: Any) -> bytes:
    """The small rules as a workbook; one answer to the survey is enough."""
    return rules_bytes(**SMALL, 口径设置=with_policy(最少有效问卷=1, **policies))


@cache
def rules() -> Rules:
    """The small rules."""
    read, findings = read_rules(rulebook())
    assert read is not None, findings
    return read


def clinic_sheets(**changes: Any) -> Sheets:
    """A rightly filled book of 乙科."""
    sheets = department_sheets()
    for title in ("技能培训", "合理化建议"):
        column = "参与班组" if title == "技能培训" else "班组"
        sheets[title] = [{**row, column: "医生组"} for row in sheets[title]]
    return {
        **sheets,
        "班组信息": [{"班组": "医生组", "班组长": "吴六", "员工人数": 10}],
        "优秀班组推荐": [{"推荐顺序": 1, "班组": "医生组", "主要事迹": "事迹", "科室意见": "同意"}],
        "优秀个人推荐": [{"推荐顺序": 1, "姓名": "周九", "岗位": "医生", "所在班组": "医生组", "主要事迹": "事迹", "科室意见": "同意"}],
        **changes,
    }


def open_cells(kind: str, sheet: str, column: str) -> list[tuple[str, str]]:
    """(sheet, cell) of every cell of a column that can be typed in."""
    found = opened(template(rules(), kind))[sheet]
    return [(sheet, cell_below(found, column, row)) for row in inputs(found, column)]


@cache
def visit_file() -> bytes:
    """One visit to every team, nine of ten points on each item."""
    book = opened(template(rules(), "inspection"))
    cells: Cells = {}
    for department, teams in DEPARTMENTS.items():
        form = {"检查日期": "2017-12-01", "检查人": "郑十"}
        cells |= {(department, cell_beside(book[department], label)): value for label, value in form.items()}
        cells |= {cell: 9 for team in teams for cell in open_cells("inspection", department, team)[:-1]}
    return typed_in(template(rules(), "inspection"), cells)


@cache
def review_file(reviewer: str = "评委甲") -> bytes:
    """A reviewer's points, 20 on each criterion, for everybody."""
    book = opened(template(rules(), "review"))
    cells: Cells = {("评委信息", cell_beside(book["评委信息"], "评委")): reviewer}
    for award in ("优秀组织奖", "优秀班组"):
        criteria = [title for title in header(book[award], "备注")[1] if title.endswith("分）")]
        cells |= {cell: 20 for title in criteria for cell in open_cells("review", award, title)}
    return typed_in(template(rules(), "review"), cells)


@cache
def survey_file() -> bytes:
    """An answer about every team and one about each department."""
    grades = {"态度好不好": "很满意", "质量好不好": "满意"}
    who = [(department, team) for department, teams in DEPARTMENTS.items() for team in (*teams, None)]
    rows = [{"身份": "学生", "科室": department, "班组": team, **grades} for department, team in who]
    return filled(template(rules(), "survey"), {"测评结果": rows})


@cache
def complete() -> dict[str, bytes]:
    """An inbox that makes a final result: everybody nominated wins."""
    return {
        "甲科.xlsx": department_file(rules()),
        "乙科.xlsx": department_file(rules(), clinic_sheets(), "乙科"),
        "检查.xlsx": visit_file(),
        "问卷.xlsx": survey_file(),
        "登记表.xlsx": template(rules(), "incidents"),
        "评委.xlsx": review_file(),
    }


@cache
def department_missing() -> dict[str, bytes]:
    """The complete inbox without 乙科's book."""
    return {name: data for name, data in complete().items() if name != "乙科.xlsx"}


@cache
def unknown_team() -> dict[str, bytes]:
    """The complete inbox, but 甲科 recommends a team that is not there (优秀班组推荐!B6)."""
    row = {"推荐顺序": 1, "班组": "电工", "主要事迹": "事迹", "科室意见": "同意"}
    return {**complete(), "甲科.xlsx": department_file(rules(), department_sheets(优秀班组推荐=[row]))}


@cache
def score_of_101() -> dict[str, bytes]:
    """The complete inbox, but a reviewer gives 101 where 50 is the most (优秀班组!C5)."""
    cell = open_cells("review", "优秀班组", "工作特色（50分）")[0]
    return {**complete(), "评委.xlsx": typed_in(review_file(), {cell: 101})}


def workspace(root: Path, files: dict[str, bytes] | None = None, book: bytes | None = None) -> Path:
    """A workspace with the small rules and these files in its inbox; complete unless files are given."""
    inbox = root / "收件箱"
    inbox.mkdir(parents=True)
    (root / "评选规则.xlsx").write_bytes(rulebook() if book is None else book)
    for name, data in (complete() if files is None else files).items():
        (inbox / name).write_bytes(data)
    return root


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its bytes and its time, to see that nothing was touched."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def review_with_lower_point(points: int = 10) -> bytes:
    """The reviewer's book with 10 instead of 20 at 优秀班组!C5, which is 电工组's first criterion."""
    cell = open_cells("review", "优秀班组", "工作特色（50分）")[0]
    return typed_in(review_file(), {cell: points})


def change_sheet_text(place: Workspace) -> str:
    """Every text of the sheet 变化, a line a row."""
    sheet = load_workbook(io.BytesIO(place.results.read_bytes()))["变化"]
    rows = ([str(value).replace("\n", "；") for value in row if value is not None] for row in sheet.iter_rows(values_only=True))
    return "\n".join(" | ".join(row) for row in rows)
