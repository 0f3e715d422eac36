"""Copies and versions: identical files count once, the newer of two books counts, registers are merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from tests.support.altered_books import (
    Cells,
    edited,
    foreign_book,
    last_years_rules,
    office_file,
    plain,
    right_book,
    saved_at,
    spot,
    typed,
    without_sheet,
)
from tests.support.filled_books import intake_of, small_rules, template
from tests.support.intake_report import errors, reasons, said, states
from tests.support.table_rows import rows_of

RULES = small_rules()
BLANK = template(RULES, "department", "甲科")
EARLY, LATE = "2017-12-20T10:00:00Z", "2017-12-20T11:00:00Z"
# as seconds: a day before noon of that day, and three days later
OLD, NEW = 1_513_684_800, 1_514_000_000


def department(cells: Cells, saved: str | None = EARLY) -> bytes:
    """A rightly filled book of 甲科 with some cells typed over, saved then."""
    return saved_at(typed(right_book(RULES), BLANK, cells), saved)


def workers(number: int, saved: str | None = EARLY) -> bytes:
    """A book of 甲科 that differs from another in one headcount."""
    return department({"班组信息": [{"员工人数": number}]}, saved)


def read(root: Path, files: dict[str, bytes], times: dict[str, float] | None = None) -> Intake:
    """What is read; without times all files have the same."""
    return intake_of(root, RULES, files, times or dict.fromkeys(files, OLD))


def headcount(intake: Intake) -> int:
    """The headcount of 电工组 in the book that counts."""
    return next(row["headcount"] for row in rows_of(intake)["headcounts"] if row["team"] == "电工组")


def test_identical_files_count_once(tmp_path: Path) -> None:
    """Of byte-identical files of any kind the first by path counts; the others are listed, at whatever time."""
    answer = office_file(RULES, "survey", {"测评结果": [{"身份": "学生", "科室": "甲科", "态度好不好": "满意"}]})
    book, menu = workers(12), foreign_book()
    copies = {"b.xlsx": book, "a.xlsx": book, "子/c.xlsx": book}
    files = {**copies, "x.xlsx": answer, "y.xlsx": answer, "m.xlsx": menu, "n.xlsx": menu}
    intake = read(tmp_path, files, dict.fromkeys(files, OLD) | {"b.xlsx": NEW})
    assert states(intake) == {"a.xlsx": "used", "b.xlsx": "superseded", "c.xlsx": "superseded", "x.xlsx": "used",
                              "y.xlsx": "superseded", "m.xlsx": "rejected", "n.xlsx": "superseded"}
    assert [reasons(intake, name) for name in ("b.xlsx", "c.xlsx", "y.xlsx", "n.xlsx")] == [["info file-identical"]] * 4
    assert (len(rows_of(intake)["answers"]), errors(intake)) == (1, [])


@pytest.mark.parametrize("first, second, used", [
    ((LATE, OLD), (EARLY, NEW), "a.xlsx"), ((EARLY, NEW), (LATE, OLD), "b.xlsx"),
    ((EARLY, NEW), (EARLY, OLD), "a.xlsx"), ((EARLY, OLD), (EARLY, NEW), "b.xlsx"),
    ((None, NEW), (None, OLD), "a.xlsx"), ((None, OLD), (None, NEW), "b.xlsx"),
    ((None, NEW), (EARLY, OLD), "a.xlsx"), ((None, OLD), (EARLY, NEW), "b.xlsx"),
], ids=str)
def test_the_newer_book_of_a_department_counts(tmp_path: Path, first: Any, second: Any, used: str) -> None:
    """Newer by its own saved time, then the file's time; a book that does not say when it was saved has the file's."""
    intake = read(tmp_path, {"a.xlsx": workers(11, first[0]), "b.xlsx": workers(22, second[0])},
                  {"a.xlsx": first[1], "b.xlsx": second[1]})
    other = {"a.xlsx": "b.xlsx", "b.xlsx": "a.xlsx"}[used]
    assert states(intake) == {used: "used", other: "superseded"}
    assert headcount(intake) == {"a.xlsx": 11, "b.xlsx": 22}[used]
    assert said(intake) == ["info file-superseded ", f"info superseded-difference 班组信息!{spot(BLANK, '班组信息', '员工人数')}"]
    assert {p.place.file for p in intake.findings if p.code.endswith(("superseded", "difference"))} == {f"收件箱/{other}"}


@pytest.mark.parametrize("names, used", [
    (("a.xlsx", "b.xlsx"), "b.xlsx"), (("Z.xlsx", "a.xlsx"), "a.xlsx"), (("z.xlsx", "甲.xlsx"), "甲.xlsx"),
    (("b.xlsx", "b/1.xlsx"), "1.xlsx"), (("10.xlsx", "9.xlsx", "1.xlsx"), "9.xlsx"),
])
def test_equal_times_are_an_error_on_the_other_file(tmp_path: Path, names: tuple[str, ...], used: str) -> None:
    """Nobody knows which is right: the last by path (code points) is used, and every other is an error."""
    intake = read(tmp_path, {name: workers(10 + number) for number, name in enumerate(names)})
    assert [name for name, state in states(intake).items() if state == "used"] == [used]
    others = {name.rsplit("/", 1)[-1] for name in names} - {used}
    assert {name: reasons(intake, name) for name in others} == {name: ["error file-same-time"] for name in others}
    assert reasons(intake, used) == []


def test_equal_times_below_a_newer_book_are_no_error(tmp_path: Path) -> None:
    """Two older versions of one time are both put aside for the newer one."""
    intake = read(tmp_path, {"a.xlsx": workers(10), "b.xlsx": workers(11), "c.xlsx": workers(12, LATE)})
    assert states(intake) == {"a.xlsx": "superseded", "b.xlsx": "superseded", "c.xlsx": "used"}
    assert errors(intake) == []


def test_books_of_two_departments_are_no_versions(tmp_path: Path) -> None:
    """One book a department: both are used."""
    other = plain(template(RULES, "department", "乙科"))
    second = saved_at(typed(other, BLANK, {"科室信息": {"填报人": "吴九"}}), EARLY)
    intake = read(tmp_path, {"a.xlsx": workers(12), "b.xlsx": second})
    assert (states(intake), intake.submitted) == ({"a.xlsx": "used", "b.xlsx": "used"}, ("甲科", "乙科"))


def test_every_differing_cell_is_listed_on_the_superseded_file(tmp_path: Path) -> None:
    """Changed, emptied, added, on a sheet of one's own: an info at each cell; equal cells are not listed."""
    older = department({
        "科室信息": {"填报人": "吴九"}, "班组信息": [{"员工人数": 15}], "特色服务": [{"类别": None}],
        "合理化建议": [{}, {}, {"班组": "电工组"}],
    })
    own = edited(older, lambda workbook: workbook.create_sheet("草稿").append([None, "改"]))
    intake = read(tmp_path, {"a.xlsx": saved_at(own, EARLY), "b.xlsx": workers(12, LATE)})
    cells = [("科室信息", "填报人", 0), ("班组信息", "员工人数", 0), ("特色服务", "类别", 0), ("合理化建议", "班组", 2)]
    wanted = {f"{sheet}!{spot(BLANK, sheet, title, nth)}" for sheet, title, nth in cells} | {"草稿!B1"}
    assert differing(intake) == {f"info 收件箱/a.xlsx!{place}" for place in wanted}
    message = next(p.message for p in intake.findings if p.place.sheet == "班组信息")
    assert "15" in message and "12" in message


def differing(intake: Intake) -> set[str]:
    """Where versions differ, as "info file!sheet!cell"."""
    return {f"{p.severity.value} {p.place}" for p in intake.findings if p.code == "superseded-difference"}


def test_cells_of_a_sheet_that_only_the_newer_book_has_differ(tmp_path: Path) -> None:
    """The older book lacks 宣传报道: each cell filled in there in the newer one is listed on the older."""
    intake = read(tmp_path, {"a.xlsx": saved_at(without_sheet(workers(12), "宣传报道"), EARLY), "b.xlsx": workers(12, LATE)})
    places = [spot(BLANK, "宣传报道", title, nth) for title in ("宣传形式", "标题", "日期") for nth in (0, 1)]
    assert differing(intake) >= {f"info 收件箱/a.xlsx!宣传报道!{place}" for place in places}


WRONG: Cells = {
    "科室信息": {"班组外员工人数": "三"}, "班组信息": [{"员工人数": "十二"}], "技能比赛": [{"参与班组": "泥工组"}],
    "优秀个人推荐": [{}, {"姓名": "李 七"}], "优秀组织奖申报": {"主要事迹": None},
}


def test_what_is_wrong_in_a_superseded_book_is_no_error(tmp_path: Path) -> None:
    """The same book is full of errors when it is the newer one."""
    mended = read(tmp_path / "1", {"a.xlsx": department(WRONG, EARLY), "b.xlsx": workers(12, LATE)})
    assert errors(mended) == []
    spoilt = read(tmp_path / "2", {"a.xlsx": department(WRONG, LATE), "b.xlsx": workers(12, EARLY)})
    assert len(errors(spoilt)) == 5


def test_whose_template_it_was_does_not_matter_once_superseded(tmp_path: Path) -> None:
    """A book for another department's template is doubtful while it counts, and no longer when a newer one does."""
    borrowed = typed(plain(template(RULES, "department", "乙科")), BLANK, {"科室信息": {"科室": "甲科", "填报人": "吴九"}})
    files = {"a.xlsx": saved_at(borrowed, EARLY)}
    assert "error department-differs 科室信息!B3" in said(read(tmp_path / "1", files))
    assert errors(read(tmp_path / "2", {**files, "b.xlsx": workers(12, LATE)})) == []


def test_what_is_wrong_in_a_rejected_book_is_no_error(tmp_path: Path) -> None:
    """Last year's book is put aside whole, with all that is wrong in it; a blank template beside a filled book too."""
    old = typed(plain(template(last_years_rules(), "department", "甲科")), BLANK, WRONG)
    blank = saved_at(template(RULES, "department", "甲科"), LATE)
    intake = read(tmp_path, {"a.xlsx": workers(12), "b.xlsx": old, "c.xlsx": blank})
    assert states(intake) == {"a.xlsx": "used", "b.xlsx": "rejected", "c.xlsx": "rejected"}
    assert errors(intake) == []
