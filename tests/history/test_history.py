"""变化: what moved against the run before, and because of which cell; the records behind it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from fuwuyue_xlsx.commands.run import RunReport, run
from fuwuyue_xlsx.history.comparison_text import FIRST_RUN
from fuwuyue_xlsx.history.fact_changes import fact_changes, summary
from fuwuyue_xlsx.history.make_record import record_of
from fuwuyue_xlsx.history.record import Fact, NotARecord, read_record
from fuwuyue_xlsx.history.store import MOST_RECORDS, RunHistory
from fuwuyue_xlsx.outputs import WRITTEN
from fuwuyue_xlsx.workspace import Workspace
from tests.support import workspaces
from tests.support.filled_books import department_file, department_sheets, filled, template
from tests.support.workspaces import change_sheet_text, clinic_sheets, review_file, review_with_lower_point, rulebook, rules

MORNING = dt.datetime(2017, 12, 30, 9)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A complete workspace in which nothing has run yet."""
    return Workspace(workspaces.workspace(tmp_path / "月"))


def again(place: Workspace, hour: int = 9) -> RunReport:
    """Run at this hour; the result is written."""
    report = run(place, clock=lambda: MORNING.replace(hour=hour))
    assert report.exit_code in (0, 1), report.findings
    return report


def put(place: Workspace, name: str, data: bytes) -> None:
    (place.inbox / name).write_bytes(data)


def records(place: Workspace) -> list[str]:
    return sorted(path.name for path in place.history.iterdir() if path.name != WRITTEN)


# what the sheet says


def test_a_first_run_has_nothing_to_compare_with(place: Workspace) -> None:
    again(place)
    assert FIRST_RUN in change_sheet_text(place)
    assert records(place) == ["运行_20171230-090000.json"]


def test_the_same_input_gives_the_same_bytes_and_no_second_record(place: Workspace) -> None:
    again(place)
    first, before = place.results.read_bytes(), records(place)
    again(place, 10)
    assert (place.results.read_bytes(), records(place)) == (first, before)
    put(place, "评委.xlsx", review_with_lower_point())
    again(place, 11)
    changed = place.results.read_bytes()
    again(place, 12)
    assert place.results.read_bytes() == changed and "09:00:00" in change_sheet_text(place)
    assert records(place) == ["运行_20171230-090000.json", "运行_20171230-110000.json"]


def test_a_point_that_changed_is_told_with_its_cell(place: Workspace) -> None:
    again(place)
    put(place, "评委.xlsx", review_with_lower_point())
    again(place, 10)
    text = change_sheet_text(place)
    assert "与 2017-12-30 09:00:00 的那次运行相比" in text
    assert "收件箱/评委.xlsx!优秀班组!C5：20 → 10" in text
    assert "工作特色和工作成绩：40.00 → 30.00（-10.00）" in text
    # the others' points are as they were, and nothing is said of them
    assert "!C6" not in text and "!D5" not in text


def test_who_is_passed_is_told_by_whom(place: Workspace) -> None:
    again(place)
    put(place, "评委.xlsx", review_with_lower_point(30))
    again(place, 10)
    passed = [line for line in change_sheet_text(place).splitlines() if line.startswith("优秀班组 | 医生组")]
    assert len(passed) == 1 and "名次：1 → 2" in passed[0] and "“电工组”（甲科）排到了前面（综合得分 70.00 → 74.00（+4.00））" in passed[0]


def test_one_whose_rank_stays_is_not_told_of_others(place: Workspace) -> None:
    again(place)
    put(place, "评委.xlsx", review_with_lower_point(30))
    again(place, 10)
    put(place, "评委.xlsx", review_with_lower_point(35))
    again(place, 11)
    text = change_sheet_text(place)
    assert "30 → 35" in text and "优秀班组 | 医生组" not in text and "排到了前面" not in text


def test_a_policy_that_does_not_bear_on_people_is_not_their_cause(place: Workspace) -> None:
    again(place)
    row = {"编号": "SG-1", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "班组": "电工组", "责任人": "李七", "类型": "安全事故",
           "情况简述": "触电", "调查结论": "属实"}
    put(place, "登记表.xlsx", filled(template(rules(), "incidents"), {"事故投诉": [row]}))
    place.rules.write_bytes(rulebook(得分小数位=1))
    again(place, 10)
    rows = {line.split(" | ")[1]: line for line in change_sheet_text(place).splitlines() if line.startswith(("优秀个人 |", "优秀班组 |"))}
    assert "得分小数位" in rows["医生组"] and "得分小数位" not in rows["李七"] and "一票否决" in rows["李七"]


def test_too_many_answers_are_told_by_sheet_and_team(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuwuyue_xlsx.history.recorded_facts.MOST_ANSWERS", 3)
    again(place)
    rows = [{"身份": "学生", "科室": d, "班组": t, "态度好不好": "一般", "质量好不好": "满意"} for d, t in
            (("甲科", "电工组"), ("甲科", "水工组、仓管"), ("乙科", "医生组"), ("乙科", None))]
    put(place, "问卷.xlsx", filled(template(rules(), "survey"), {"测评结果": rows}))
    again(place, 10)
    line = next(line for line in change_sheet_text(place).splitlines() if line.startswith("优秀班组 | 电工组"))
    assert "收件箱/问卷.xlsx!测评结果!整张表：1 份：很满意 1、满意 1 → 1 份：满意 1、一般 1" in line


def test_a_register_that_names_a_team_vetoes_it_and_the_row_is_told(place: Workspace) -> None:
    again(place)
    row = {"编号": "SG-1", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "触电",
           "调查结论": "属实"}
    put(place, "登记表.xlsx", filled(template(rules(), "incidents"), {"事故投诉": [row]}))
    again(place, 10)
    line = next(line for line in change_sheet_text(place).splitlines() if line.startswith("优秀班组 | 电工组"))
    assert "状态：获奖 → 一票否决" in line and "奖金：500 → 0 元" in line and "登记表.xlsx!事故投诉!" in line and "属实" in line


def test_evidence_that_went_makes_a_condition_fail(place: Workspace) -> None:
    again(place)
    sheets = department_sheets(技能比赛=department_sheets()["技能比赛"][:1])
    put(place, "甲科.xlsx", department_file(rules(), sheets))
    again(place, 10)
    line = next(line for line in change_sheet_text(place).splitlines() if line.startswith("优秀组织奖 | 甲科"))
    assert "获奖 → 不符合条件" in line and "甲科.xlsx!技能比赛!A7：原为“水工" in line


def test_a_newer_book_under_another_name_tells_both_cells(place: Workspace) -> None:
    again(place)
    sheets = clinic_sheets(班组信息=[{"班组": "医生组", "班组长": "吴六", "员工人数": 30}])
    put(place, "乙科第二次.xlsx", department_file(rules(), sheets, "乙科"))
    (place.inbox / "乙科.xlsx").unlink()
    again(place, 10)
    text = change_sheet_text(place)
    assert "员工人数 | 医生组 | 乙科 | 10 → 30 | 收件箱/乙科.xlsx!班组信息!C4；收件箱/乙科第二次.xlsx!班组信息!C4" in text
    assert "新收到，已使用" in text and "已从收件箱移走" in text


def test_a_renamed_file_changes_nothing_but_its_name(place: Workspace) -> None:
    again(place)
    (place.inbox / "评委.xlsx").rename(place.inbox / "评委甲.xlsx")
    again(place, 10)
    text = change_sheet_text(place)
    assert "由“收件箱/评委.xlsx”改名或移来" in text and "没有候选受影响" in text and "没有改动" in text


def test_a_policy_and_a_quota_that_changed_are_told(place: Workspace) -> None:
    again(place)
    place.rules.write_bytes(rulebook(得分小数位=1))
    again(place, 10)
    text = change_sheet_text(place)
    assert "口径设置 | 得分小数位 | 2 | 1" in text and "评选规则.xlsx!口径设置：得分小数位 2 → 1" in text


def test_survey_answers_are_told_by_row(place: Workspace) -> None:
    again(place)
    grades = {"态度好不好": "不满意", "质量好不好": "满意"}
    rows = [{"身份": "学生", "科室": d, "班组": t, "态度好不好": "很满意", "质量好不好": "满意"} for d, t in
            (("甲科", "电工组"), ("甲科", "水工组、仓管"), ("甲科", None), ("乙科", "医生组"), ("乙科", None))]
    put(place, "问卷.xlsx", filled(template(rules(), "survey"), {"测评结果": [{**rows[0], **grades}, *rows[1:]]}))
    again(place, 10)
    line = next(line for line in change_sheet_text(place).splitlines() if line.startswith("优秀班组 | 电工组"))
    assert "满意度测评：90.00 → 60.00" in line and "很满意/满意 → 不满意/满意" in line and "收件箱/问卷.xlsx!测评结果!第 " in line


def test_open_matters_that_came_and_went(place: Workspace) -> None:
    (place.inbox / "登记表.xlsx").rename(place.root / "登记表.xlsx")
    again(place)
    (place.root / "登记表.xlsx").rename(place.inbox / "登记表.xlsx")
    again(place, 10)
    assert "结果：初步结果 → 可公示" in change_sheet_text(place) and "已了结：没有收到事故投诉登记表" in change_sheet_text(place)


# the folder of records


def test_damaged_and_foreign_files_are_named_and_left_alone(place: Workspace) -> None:
    again(place)
    good = (place.history / records(place)[0]).read_bytes()
    odd = {"运行_20171231-090000.json": good[: len(good) // 2], "运行_20171231-090001.json": b"\xff\xfe\x00", "笔记.txt": b"x",
           "运行_20171231-090002.json": b"[" * 200_000, "运行_20171231-090003.json": b'{"format": "fuwuyue-run", "version": 99}',
           "运行_20171399-250000.json": good}
    for name, data in odd.items():
        (place.history / name).write_bytes(data)
    (place.history / "运行_20180101-000000.json").mkdir()
    put(place, "评委.xlsx", review_with_lower_point())
    again(place, 10)
    text = change_sheet_text(place)
    assert "7 个文件不是运行记录或已损坏" in text and "09:00:00" in text and "20 → 10" in text
    assert {name: (place.history / name).read_bytes() for name in odd} == odd


@pytest.mark.parametrize("change", [
    {"facts": 5}, {"entries": [{}]}, {"confirmed": "x"}, {"rules": {"a": 1}}, {"sheets": []}, {"open": None}, {"year": None},
])
def test_a_record_of_the_wrong_shape_is_none(place: Workspace, change: dict) -> None:
    again(place)
    whole = json.loads((place.history / records(place)[0]).read_text("utf-8"))
    read_record(json.dumps(whole).encode())
    with pytest.raises(NotARecord):
        read_record(json.dumps({**whole, **change}).encode())


def test_a_record_that_points_nowhere_is_none(place: Workspace) -> None:
    again(place)
    whole = json.loads((place.history / records(place)[0]).read_text("utf-8"))
    whole["entries"][0]["other"] = [10**6]
    with pytest.raises(NotARecord):
        read_record(json.dumps(whole).encode())


def test_only_the_newest_records_are_kept(place: Workspace) -> None:
    again(place)
    name = records(place)[0]
    data = (place.history / name).read_bytes()
    (place.history / name).unlink()
    for number in range(MOST_RECORDS + 5):
        (place.history / f"运行_20170101-0000{number % 60:02d}.json").write_bytes(data.replace(b'"year": 2017', b'"year": %d' % (1900 + number)))
    (place.history / "运行.json").write_bytes(b"mine")
    again(place)
    left = records(place)
    assert len(left) == MOST_RECORDS + 1 and name in left and "运行.json" in left and "运行_20170101-000000.json" not in left


@pytest.mark.long
def test_records_that_are_too_large_together_are_dropped_but_for_two(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuwuyue_xlsx.history.store.MOST_BYTES", 1)
    for hour, points in enumerate((20, 10, 15, 25), 9):
        put(place, "评委.xlsx", review_with_lower_point(points))
        again(place, hour)
    assert records(place) == ["运行_20171230-110000.json", "运行_20171230-120000.json"]


@pytest.mark.long
def test_a_run_reads_no_more_records_than_it_needs(place: Workspace) -> None:
    for hour, points in enumerate((20, 10, 15), 9):
        put(place, "评委.xlsx", review_with_lower_point(points))
        again(place, hour)
    (place.history / records(place)[0]).write_bytes(b"damaged, but nobody looks so far back")
    before = place.results.read_bytes()
    again(place, 12)
    assert place.results.read_bytes() == before


@pytest.mark.long
def test_a_clock_that_was_set_back_keeps_the_order(place: Workspace) -> None:
    again(place, 12)
    put(place, "评委.xlsx", review_with_lower_point())
    again(place, 8)
    put(place, "评委.xlsx", review_file())
    again(place, 7)
    assert [stored.path.name for stored in RunHistory(place.history)] == [
        "运行_20171230-120000_3.json", "运行_20171230-120000_2.json", "运行_20171230-120000.json"]
    assert "10 → 20" in change_sheet_text(place)


def test_strict_with_an_error_leaves_no_record(place: Workspace) -> None:
    put(place, "评委.xlsx", workspaces.score_of_101()["评委.xlsx"])
    assert run(place, strict=True).exit_code == 2
    assert not place.history.exists()


def test_a_record_that_cannot_be_written_is_only_a_warning(place: Workspace) -> None:
    place.output.mkdir()
    place.history.write_text("占着")
    report = again(place)
    assert report.exit_code == 0 and place.results.exists()
    assert [p.code for p in report.findings if p.code == "history-not-written"] == ["history-not-written"]


def test_a_record_says_the_same_when_read_back(place: Workspace) -> None:
    record = record_of(again(place).outcome)
    assert read_record(record.to_bytes()).to_bytes() == record.to_bytes()


# facts


def fact(value: str, at: str, item: str = "", named: bool = False) -> Fact:
    return Fact("技能比赛", "", "甲科", "", "", item, value, at, named)


def test_rows_that_moved_up_are_one_row_gone() -> None:
    old = [fact("电工", "甲.xlsx!技能比赛!A6"), fact("木工", "甲.xlsx!技能比赛!A7"), fact("水工", "甲.xlsx!技能比赛!A8")]
    new = [fact("木工", "甲.xlsx!技能比赛!A6"), fact("水工", "甲.xlsx!技能比赛!A7")]
    found = fact_changes(old, new)
    assert [(s.old.value, s.new) for s in found] == [("电工", None)]


def test_a_named_fact_is_followed_to_another_file_and_an_unnamed_one_is_not() -> None:
    old, new = fact("9", "甲.xlsx!表!C5", "要点", True), fact("8", "乙.xlsx!表!D9", "要点", True)
    assert [s.words for s in fact_changes([old], [new])] == ["甲.xlsx!表!C5 9 → 乙.xlsx!表!D9 8（技能比赛 甲科 要点；采用了另一份）"]
    apart = fact_changes([fact("9", "甲.xlsx!表!C5")], [fact("8", "乙.xlsx!表!D9")])
    assert [(s.old is None, s.new is None) for s in apart] == [(True, False), (False, True)]


def test_equal_facts_are_matched_once_each() -> None:
    same = [fact("横幅", "甲.xlsx!表!A5"), fact("横幅", "甲.xlsx!表!A6")]
    assert fact_changes(same, same) == []
    assert [s.new for s in fact_changes(same, same[:1])] == [None]


def test_a_whole_sheet_that_came_is_one_line() -> None:
    new = [fact(str(n), f"甲.xlsx!表!A{n}") for n in range(5, 12)]
    assert len(summary(fact_changes([], new))) == 1 and len(summary(fact_changes([], new[:2]))) == 2
