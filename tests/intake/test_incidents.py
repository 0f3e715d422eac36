"""The incident register row by row, and whom a row can name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.altered_books import office_file, right_book, spot
from tests.support.filled_books import SMALL, intake_of, rules_of, small_rules, template
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of

RULES = small_rules()
SHEET = "事故投诉"
CASE = {"发生日期": "2017-12-03", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}
NO_DATE, UNKNOWN = "error incident-date-missing", "error unknown-name"
STRANGE, EMPTY = "error unknown-choice", "error required-empty"
# what differs from the right row, what is found (code and column), what the row then says
CASES: list[tuple[dict[str, Any], list[str], dict[str, Any]]] = [
    ({}, [], {"team": "电工组", "conclusion": "属实", "known_team": True}),
    ({"来源": "热线", "依据": "记录"}, [], {}),
    ({"发生日期": None}, [f"{NO_DATE} 发生日期"], {"date": None}),
    ({"发生日期": None, "调查结论": "待查"}, [f"{NO_DATE} 发生日期"], {"date": None}),
    ({"发生日期": None, "调查结论": "不属实"}, ["warning incident-date-missing-harmless 发生日期"], {"date": None}),
    ({"发生日期": "月初"}, ["error not-a-date 发生日期"], {"date": None}),
    ({"发生日期": "月初", "调查结论": "不 属实"}, ["warning not-a-date 发生日期"], {"date": None, "conclusion": "不属实"}),
    ({"发生日期": None, "调查结论": "好像"}, [f"{NO_DATE} 发生日期", f"{STRANGE} 调查结论"], {"conclusion": None}),
    ({"调查结论": "查实"}, [f"{STRANGE} 调查结论"], {"conclusion": None}),
    ({"调查结论": None}, [f"{EMPTY} 调查结论"], {"conclusion": None}),
    ({"班组": "电工"}, [f"{UNKNOWN} 班组"], {"department": "甲科", "team": None, "known_team": False}),
    ({"班组": "医生组"}, [f"{UNKNOWN} 班组"], {"department": "甲科", "team": None, "known_team": False}),
    ({"班组": "班组外"}, [], {"department": "甲科", "team": None, "known_team": True}),
    ({"班组": None}, [], {"department": "甲科", "team": None, "known_team": True}),
    ({"科室": "丙科"}, [f"{UNKNOWN} 科室"], {"department": None}),
    ({"科室": None}, [f"{EMPTY} 科室"], {"department": None}),
    ({"编号": None}, [f"{EMPTY} 编号"], {"id": None}),
    ({"类型": "火灾"}, [f"{STRANGE} 类型"], {"conclusion": "属实"}),
    ({"情况简述": None}, [f"{EMPTY} 情况简述"], {"conclusion": "属实"}),
]


def test_every_field_of_a_register(tmp_path: Path) -> None:
    """Each case stands in a row of its own and is found at its own cell; every row counts."""
    rows = [{"编号": f"SG-{number}", **CASE, **change} for number, (change, *_) in enumerate(CASES)]
    intake = intake_of(tmp_path, RULES, {"表.xlsx": office_file(RULES, "incidents", {SHEET: rows})})
    blank = template(RULES, "incidents")
    wanted = [
        f"{each.rsplit(' ', 1)[0]} {SHEET}!{spot(blank, SHEET, each.rsplit(' ', 1)[1], nth)}"
        for nth, (_, found, _) in enumerate(CASES) for each in found
    ]
    assert sorted(said(intake)) == sorted(wanted)
    read = rows_of(intake)["incidents"]
    assert [{name: row[name] for name in facts} for row, (*_, facts) in zip(read, CASES, strict=True)] == [c[2] for c in CASES]


@pytest.mark.parametrize("typed, person, several", [
    ("李七", "李七", False), ("李 八", "李八", False), ("王某", "王某", False), ("李七七", "李七七", False), (None, None, False),
    ("李七、李八", None, True), ("李七，李八", None, True), ("李七 李八", None, True), ("李八李七", None, True), ("李七\n李八", None, True),
])
def test_two_known_names_in_one_cell_are_an_error(tmp_path: Path, typed: Any, person: str | None, several: bool) -> None:
    """李七 and 李八 are nominated; a cell with both reaches neither of them, and says so at its place."""
    row = {"编号": "SG-1", **CASE, "责任人": typed}
    files = {"甲.xlsx": right_book(RULES), "表.xlsx": office_file(RULES, "incidents", {SHEET: [row]})}
    intake = intake_of(tmp_path, RULES, files)
    cell = spot(template(RULES, "incidents"), SHEET, "责任人")
    assert errors(intake) == ([f"error several-persons {SHEET}!{cell}"] if several else [])
    assert [row["person"] for row in rows_of(intake)["incidents"]] == [person]


def test_a_blank_register_says_that_nothing_happened(tmp_path: Path) -> None:
    """With it the register is there; without any, it is missing, which is a warning."""
    blank = template(RULES, "incidents")
    for name, files in {"with": {"表.xlsx": blank}, "without": {"甲.xlsx": right_book(RULES)}}.items():
        intake = intake_of(tmp_path / name, RULES, files)
        missing = [p.severity.value for p in intake.findings if p.code == "register-missing"]
        assert (intake.tables.has_register, missing) == ((True, []) if name == "with" else (False, ["warning"]))
        assert [file.state.value for file in intake.files] == ["used"]


TYPED = rules_of(**SMALL, 事故类型=[("责任事故", "是"), ("轻微投诉", "否")])


@pytest.mark.parametrize("change, found, kind", [
    ({"类型": "责任 事故"}, [], "责任事故"),
    ({"类型": "轻微投诉", "发生日期": None}, ["warning incident-date-missing-harmless 发生日期"], "轻微投诉"),
    ({"类型": "轻微投诉", "发生日期": "月初"}, ["warning not-a-date 发生日期"], "轻微投诉"),
    ({"类型": "责任事故", "发生日期": None}, [f"{NO_DATE} 发生日期"], "责任事故"),
    ({"类型": "安全事故"}, [f"{STRANGE} 类型"], None),
])
def test_kinds_are_those_of_the_rules(tmp_path: Path, change: dict[str, Any], found: list[str], kind: str | None) -> None:
    intake = intake_of(tmp_path, TYPED, {"表.xlsx": office_file(TYPED, "incidents", {SHEET: [{"编号": "SG-1", **CASE, **change}]})})
    blank = template(TYPED, "incidents")
    assert said(intake) == [f"{each.rsplit(' ', 1)[0]} {SHEET}!{spot(blank, SHEET, each.rsplit(' ', 1)[1], 0)}" for each in found]
    assert [row["kind"] for row in rows_of(intake)["incidents"]] == [kind]


@pytest.mark.parametrize("kinds, contradicts", [(("责任事故", "轻微投诉"), True), (("责任事故", "重大事故"), False)])
def test_two_registers_that_call_one_incident_harmless_and_not(tmp_path: Path, kinds: tuple[str, str], contradicts: bool) -> None:
    made = rules_of(**SMALL, 事故类型=[("责任事故", "是"), ("重大事故", "是"), ("轻微投诉", "否")])
    files = {f"表{n}.xlsx": office_file(made, "incidents", {SHEET: [{"编号": "SG-1", **CASE, "类型": kind}]}) for n, kind in enumerate(kinds)}
    intake = intake_of(tmp_path, made, files)
    assert sorted({f.code for f in intake.findings if f.code.startswith("incident")}) == [
        "incident-id-contradicts" if contradicts else "incident-id-differs"]
    assert [row["kind"] for row in rows_of(intake)["incidents"]] in ([["责任事故"]] if contradicts else [["重大事故"], ["责任事故"]])
