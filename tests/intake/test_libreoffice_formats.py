"""Round trips through real LibreOffice: what it saves, in every format, is read with the same result."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake, read_inbox
from tests.support.filled_books import department_file, filled, put_inbox, small_rules, template
from tests.support.libreoffice import convert
from tests.support.repetition import every
from tests.support.table_rows import rows_of

pytestmark = pytest.mark.libreoffice
REVIEW = {
    "评委信息": {"评委": "周评"},
    "优秀班组": [{"科室": "甲科", "班组": "电工组", "工作特色（50分）": 45.5, "工作成绩（50分）": 44.25}],
}
INSPECTION = {"甲科": [{"检查项目": "及时", "电工组": 9.5, "水工组、仓管": 8}]}


def books() -> dict[str, bytes]:
    rules = small_rules()
    return {
        "甲.xlsx": department_file(rules),
        "评委.xlsx": filled(template(rules, "review"), REVIEW),
        "检查.xlsx": filled(template(rules, "inspection"), INSPECTION),
        "登记.xlsx": template(rules, "incidents"),
    }


def renamed(value: object) -> object:
    """A source text with the file's ending as it was before the conversion."""
    return re.sub(r"\.(f?ods|xls)(?=!|$)", ".xlsx", value) if isinstance(value, str) else value


def said(intake: Intake) -> dict[str, object]:
    """The tables without the names of the files, and the findings without them."""
    rows = {name: [{title: renamed(value) for title, value in row.items()} for row in kind] for name, kind in rows_of(intake).items()}
    return {"rows": rows, "findings": sorted((p.code, p.place.sheet, p.place.cell) for p in intake.findings)}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the books as they were filled in."""
    folder = tmp_path_factory.mktemp("office")
    put_inbox(folder, books())
    return folder


@pytest.fixture(scope="module", params=every(4, ["ods", "xls", "xlsx", "fods"]))
def ending(office: Path, request: pytest.FixtureRequest) -> str:
    """A format in which LibreOffice has saved the books: xlsx, ods, ods in one file, xls."""
    convert(office, sorted((office / "收件箱").iterdir()), request.param)
    return request.param


def read(folder: Path, name: str) -> Intake:
    files = {path.name: path.read_bytes() for path in (folder / name).iterdir()}
    root = folder / f"read-{name}"
    return read_inbox(put_inbox(root, files), root, small_rules())


def test_a_book_saved_by_libreoffice_reads_the_same(office: Path, ending: str) -> None:
    expected, actual = said(read(office, "收件箱")), said(read(office, ending))
    assert actual["rows"] == expected["rows"]
    assert actual["findings"] == expected["findings"]


def test_every_cell_is_accounted_for_after_libreoffice(office: Path, ending: str) -> None:
    for file in read(office, ending).files:
        account = file.account
        assert account.nonempty > 0
        assert account.used + account.template + account.reported == account.nonempty
        assert account.reported == 0
