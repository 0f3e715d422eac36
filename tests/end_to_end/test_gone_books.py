"""A book that the run before used and that is gone holds the result up until it is put back, replaced, or confirmed as gone."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fuwuyue_xlsx.commands.finalise import finalise
from fuwuyue_xlsx.commands.forms import make_forms
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.evaluate.doubts import GONE
from fuwuyue_xlsx.history.record import read_record
from fuwuyue_xlsx.history.store import RunHistory
from fuwuyue_xlsx.schema.ruling_book import RULINGS
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import department_file, filled, template
from tests.support.repetition import every
from tests.support.typed_cells import typed_in
from tests.support.workbook_view import cell_beside, opened
from tests.support.workspaces import (
    clinic_sheets,
    complete,
    open_cells,
    review_file,
    review_with_lower_point,
    rules,
    survey_file,
    visit_file,
    workspace,
)

MOMENTS = (dt.datetime(2018, 1, 2, 9) + dt.timedelta(minutes=number) for number in itertools.count())


def again(place: Workspace) -> list[str]:
    """Run once more. Returns the files that are told to be gone, having seen that each is an open matter by its name."""
    outcome = run(place, clock=lambda: next(MOMENTS)).outcome
    assert outcome is not None
    told = [line for line in outcome.open if line.startswith("上次有、这次没有：")]
    files = [found.place.file.removeprefix("收件箱/") for found in outcome.findings if found.code == GONE]
    assert len(told) == len(files) and all(any(file in line for line in told) for file in files)
    return files


def two_reviewers() -> dict[str, bytes]:
    return {**complete(), "评委乙.xlsx": review_file("评委乙")}


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = workspace(tmp_path_factory.mktemp("gone") / "月", two_reviewers())
    assert run(Workspace(root)).exit_code == 0
    return root


@pytest.fixture
def place(_once: Path, tmp_path: Path) -> Workspace:
    """A workspace with two reviewers after a final run."""
    return Workspace(Path(shutil.copytree(_once, tmp_path / "月")))


def other_visit() -> bytes:
    """The same points, another day."""
    book = opened(template(rules(), "inspection"))
    return typed_in(visit_file(), {(department, cell_beside(book[department], "检查日期")): "2017-12-08" for department in ("甲科", "乙科")})


def register(*numbers: str) -> bytes:
    rows = [{"编号": number, "发生日期": "2017-12-01", "科室": "甲科", "情况简述": "事", "调查结论": "不属实"} for number in numbers]
    return filled(template(rules(), "incidents"), {"事故投诉": rows})


def survey(*grades: str) -> bytes:
    rows = [{"身份": "教师", "科室": "甲科", "班组": "电工组", "态度好不好": grade, "质量好不好": grade} for grade in grades]
    return filled(template(rules(), "survey"), {"测评结果": rows})


@pytest.mark.parametrize("name, words", [("评委乙.xlsx", "评委乙的评委打分表"), ("乙科.xlsx", "乙科的科室填报表"), *(
    pytest.param(*other, marks=pytest.mark.long)
    for other in [("检查.xlsx", "2017-12-01 郑十 甲科"), ("问卷.xlsx", "满意度测评表"), ("登记表.xlsx", "事故投诉登记表")])])
def test_a_book_that_is_gone_is_open_until_it_is_back(place: Workspace, name: str, words: str) -> None:
    """Run after run; put back, wherever and under whatever name, it is settled and forgotten."""
    (place.inbox / name).rename(place.root / "别处.xlsx")
    assert again(place) == again(place) == [name]
    report = run(place, clock=lambda: next(MOMENTS))
    assert report.exit_code == 1 and words in next(found.message for found in report.findings if found.code == GONE)
    assert make_forms(place).exit_code == 1 and finalise(place, "周敏").exit_code == 2
    (place.inbox / "新").mkdir()
    (place.root / "别处.xlsx").rename(place.inbox / "新" / "旧书.xlsx")
    assert again(place) == [] and run(place, clock=lambda: next(MOMENTS)).exit_code == 0


OWED = {"登记表.xlsx": "没有收到事故投诉登记表", "乙科.xlsx": "“乙科”还没有报送填报表"}


@pytest.mark.parametrize("name", OWED)
def test_what_is_owed_because_a_book_is_gone_is_one_line_with_it(place: Workspace, name: str) -> None:
    """It names both facts; confirmed as gone, what is owed is still owed."""
    (place.inbox / name).unlink()
    outcome = run(place, clock=lambda: next(MOMENTS)).outcome
    assert outcome is not None
    lines = [line for line in outcome.open if OWED[name] in line]
    assert len(lines) == 1 and lines[0].startswith(f"上次有、这次没有：收件箱/{name}（")
    assert len([line for line in outcome.open if name in line]) == 1
    sheet = opened(place.results.read_bytes())["结果总览"]
    matters = [str(cell.value) for (cell,) in sheet.iter_rows(max_col=1) if re.match(r"\d+\. ", str(cell.value))]
    assert [OWED[name] in line for line in matters if OWED[name] in line or name in line] == [True]


REPLACED: list[tuple[str, str, Callable[[], bytes]]] = [
    ("评委乙.xlsx", "评委乙（改）.xlsx", lambda: typed_in(review_file("评委乙"), {cell: 19 for cell in _first_point()})),
    ("评委.xlsx", "评委.xlsx", review_with_lower_point),
    ("乙科.xlsx", "卫生.xlsx", lambda: department_file(rules(), clinic_sheets(班组信息=[{"班组": "医生组", "班组长": "吴六", "员工人数": 11}]), "乙科")),
    ("检查.xlsx", "检查改.xlsx", lambda: typed_in(visit_file(), {cell: 8 for cell in _first_check()})),
    ("问卷.xlsx", "问卷全.xlsx", lambda: filled(survey_file(), {})),
    ("登记表.xlsx", "登记.xlsx", lambda: register("1")),
]


def _first_point() -> list[tuple[str, str]]:
    return open_cells("review", "优秀班组", "工作特色（50分）")[:1]


def _first_check() -> list[tuple[str, str]]:
    return open_cells("inspection", "甲科", "电工组")[:1]


@pytest.mark.parametrize("number", every(3, range(len(REPLACED))))
def test_a_newer_book_stands_for_it(place: Workspace, number: int) -> None:
    old, new, data = REPLACED[number]
    (place.inbox / old).unlink()
    (place.inbox / new).write_bytes(data())
    assert again(place) == again(place) == []


def test_a_late_replacement_settles_what_was_open(place: Workspace) -> None:
    (place.inbox / "评委.xlsx").unlink()
    assert again(place) == ["评委.xlsx"]
    (place.inbox / "补交.xlsx").write_bytes(review_with_lower_point())
    assert again(place) == again(place) == []


@pytest.mark.long
def test_what_the_run_before_had_already_is_nothing_newer(place: Workspace) -> None:
    """A correction is taken away, and the older version that it had replaced counts again."""
    (place.inbox / "评委甲改.xlsx").write_bytes(review_with_lower_point())
    assert again(place) == []
    (place.inbox / "评委甲改.xlsx").unlink()
    assert again(place) == again(place) == ["评委甲改.xlsx"]


def test_another_persons_book_at_its_place_stands_for_nothing(place: Workspace) -> None:
    """Two books of one file name: the second copied over the first."""
    (place.inbox / "评委.xlsx").write_bytes(review_file("评委丙"))
    (place.inbox / "检查.xlsx").write_bytes(other_visit())
    assert again(place) == again(place) == ["检查.xlsx", "评委.xlsx"]


@pytest.mark.long
def test_a_register_with_an_incident_less_stands_only_at_its_place(place: Workspace) -> None:
    (place.inbox / "登记表.xlsx").write_bytes(register("1", "2"))
    assert again(place) == []
    (place.inbox / "登记表.xlsx").write_bytes(register("1"))
    assert again(place) == []
    (place.inbox / "登记表.xlsx").unlink()
    (place.inbox / "另一份.xlsx").write_bytes(register("3"))
    assert again(place) == ["登记表.xlsx"]
    (place.inbox / "全.xlsx").write_bytes(register("1", "3"))
    assert again(place) == []


def test_a_survey_is_replaced_by_one_with_all_its_answers(place: Workspace) -> None:
    """Not by one with other or fewer answers."""
    for data, gone in ((survey("很满意", "满意"), []), (survey("很满意", "一般", "一般"), ["问卷0.xlsx"])):
        number = len(gone)
        (place.inbox / f"问卷{number - 1}.xlsx").unlink(missing_ok=True)
        (place.inbox / f"问卷{number}.xlsx").write_bytes(data)
        assert again(place) == gone
    (place.inbox / "问卷2.xlsx").write_bytes(survey("很满意", "满意", "满意"))
    assert again(place) == []


def ruling(file: str, code: str = GONE) -> bytes:
    """领导裁定 with a book confirmed as gone."""
    row = {"提示代号": code, "文件": f"收件箱/{file}", "处理": "已核实，按现值", "裁定人": "周敏", "裁定日期": "2018-01-03"}
    return filled(template(rules(), RULINGS), {"提示确认": [row]})


def test_confirmed_as_gone_it_stays_settled(place: Workspace) -> None:
    """In every later run, as long as the confirmation is there; without it the question is open again."""
    (place.inbox / "评委乙.xlsx").unlink()
    assert again(place) == ["评委乙.xlsx"]
    (place.inbox / "裁定.xlsx").write_bytes(ruling("评委乙.xlsx"))
    for _ in range(3):
        report = run(place, clock=lambda: next(MOMENTS))
        assert report.exit_code == 0 and [found.place.file for found in report.findings if found.code == GONE] == ["收件箱/评委乙.xlsx"]
    (place.inbox / "裁定.xlsx").unlink()
    assert again(place) == ["评委乙.xlsx"]


@pytest.mark.parametrize("file, code", [("评委.xlsx", GONE), ("评委乙.xlsx", "date-outside")])
def test_a_confirmation_of_something_else_settles_nothing(place: Workspace, file: str, code: str) -> None:
    (place.inbox / "评委乙.xlsx").unlink()
    (place.inbox / "裁定.xlsx").write_bytes(ruling(file, code))
    assert again(place) == ["评委乙.xlsx"]


# must leave alone


def test_a_first_run_misses_nothing(tmp_path: Path) -> None:
    assert again(Workspace(workspace(tmp_path / "月"))) == []


def test_books_that_counted_nowhere_may_go(place: Workspace) -> None:
    (place.inbox / "评委甲 旧.xlsx").write_bytes((place.inbox / "评委.xlsx").read_bytes())
    (place.inbox / "通讯录.xlsx").write_bytes(complete()["登记表.xlsx"][:100])
    again(place)
    for name in ("评委甲 旧.xlsx", "通讯录.xlsx"):
        (place.inbox / name).unlink()
    assert again(place) == []


def test_another_inbox_is_another_matter(place: Workspace, tmp_path: Path) -> None:
    """Not compared with the workspace's own; and the own one is still compared with its last run."""
    (tmp_path / "另一处").mkdir()
    (tmp_path / "另一处" / "甲科.xlsx").write_bytes(complete()["甲科.xlsx"])
    other = Workspace(place.root, inbox_folder=tmp_path / "另一处")
    assert again(other) == []
    (place.inbox / "评委乙.xlsx").unlink()
    assert again(place) == ["评委乙.xlsx"] and again(other) == []


def test_next_years_campaign_in_the_same_folder(place: Workspace) -> None:
    for path in place.inbox.iterdir():
        path.unlink()
    record = RunHistory(place.history).first(1)[0]
    record.path.write_bytes(record.data.replace(b'"year": 2017', b'"year": 2016'))
    assert again(place) == []


def test_a_department_or_reviewer_that_the_rules_no_longer_have(place: Workspace) -> None:
    record = RunHistory(place.history).first(1)[0]
    record.path.write_bytes(record.data.replace("乙科".encode(), "丙科".encode()))
    (place.inbox / "乙科.xlsx").unlink()
    assert "乙科.xlsx" not in again(place)


def test_without_a_history_nothing_is_missed(place: Workspace) -> None:
    shutil.rmtree(place.history)
    place.history.write_bytes(b"")
    (place.inbox / "评委乙.xlsx").unlink()
    assert again(place) == []


@pytest.mark.long
def test_spoilt_records_stop_nothing(place: Workspace) -> None:
    record = RunHistory(place.history).first(1)[0]
    values = json.loads(record.data)
    for damage in ({"files": {"收件箱/评委乙.xlsx": {}}}, {"gone": {"": {}, "a": {"kind": "survey", "holds": "甲 乙\t九"}}}, {"gone": {"a": {"kind": "?"}}},
                   {"inbox": 3}, {"gone": []}):
        record.path.write_text(json.dumps({**values, **damage}, ensure_ascii=False), "utf-8")
        assert run(place, clock=lambda: next(MOMENTS)).exit_code in (0, 1)
        for path in place.history.glob("运行_*.json"):
            if path != record.path:
                path.unlink()


def test_the_record_remembers_what_is_gone(place: Workspace) -> None:
    (place.inbox / "评委乙.xlsx").unlink()
    again(place)
    newest = read_record(RunHistory(place.history).first(1)[0].data)
    assert [(book["path"], book["holds"]) for book in newest.gone.values()] == [("收件箱/评委乙.xlsx", "评委乙")]
    assert "收件箱/评委乙.xlsx" not in newest.files and newest.inbox == "收件箱"
