"""The self-check runs in every spreadsheet program; where one lacks a function all the same, nothing is called wrong that is not."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.wording import EMPTY, WRONG
from tests.support.filled_books import SMALL, department_file, department_sheets, post_rules, rules_of, small_rules, template, with_policy
from tests.support.hospital_campaign import hospital_rulebook
from tests.support.recalculation import recalculated
from tests.support.self_check_states import hints_in, states_in
from tests.support.workbook_parts import parts_of, repacked

_NAMES = """IF AND OR NOT IFERROR ISBLANK ISNUMBER ISTEXT ISLOGICAL ISERROR SUM SUMPRODUCT COUNT COUNTA COUNTIF COUNTIFS MAX MIN ROUND INT MOD ABS
LEN LEFT RIGHT MID FIND SEARCH SUBSTITUTE TRIM CLEAN VALUE TEXT CHAR CODE EXACT REPT ROW ROWS INDEX MATCH DATE YEAR MONTH DAY ASC N"""
PLAIN = frozenset(_NAMES.split())
FUNCTION = re.compile(r"([A-Z_][A-Za-z0-9_.]*)\(")
CAMPAIGNS = {
    "small": small_rules,
    "posts": post_rules,
    "rounded up": lambda: rules_of(**SMALL, 口径设置=with_policy(个人名额取整="进一")),
    "rounded down": lambda: rules_of(**SMALL, 口径设置=with_policy(个人名额取整="舍去")),
    "a hospital": lambda: read_rules(hospital_rulebook())[0],
}


def functions(data: bytes) -> set[str]:
    """The functions in the formulas of cells, of formats that depend on values and of checks on typing."""
    formulas = [html.unescape(found) for name, part in parts_of(data).items() if name.startswith("xl/worksheets/sheet")
                for found in re.findall(r"<(?:f|formula|formula1|formula2)(?: [^>]*)?>([^<]*)<", part.decode())]
    return {name for formula in formulas for name in FUNCTION.findall(re.sub(r'"[^"]*"', "", formula))}


def lacking(data: bytes, function: str) -> bytes:
    """The book as it is in a program that does not know a function."""
    def without(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return part
        text = re.sub(r"(<f[^>]*>)([^<]*)", lambda found: found[1] + re.sub(rf"(?<![\w.]){function}\(", "NOSUCHFUNCTION(", found[2]), part.decode())
        return re.sub(r"(</f>)<v>[^<]*</v>", r"\1<v>-987654321</v>", text).encode()

    return repacked(data, without)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_templates_use_functions_of_every_program(campaign: str) -> None:
    rules = CAMPAIGNS[campaign]()
    assert isinstance(rules, Rules)
    used = {kind: functions(template(rules, kind, rules.departments[0] if kind == "department" else None)) for kind in BOOK_KINDS}
    assert "MATCH" in used["department"]
    assert {kind: found - PLAIN for kind, found in used.items() if found - PLAIN} == {}


@pytest.mark.libreoffice
def test_what_a_program_cannot_work_out_is_to_be_looked_at_and_never_wrong(tmp_path: Path) -> None:
    blank, full = template(small_rules(), "department", "甲科"), department_file(small_rules(), department_sheets())
    found = recalculated(tmp_path, {
        **{f"blank without {name}": lacking(blank, name) for name in ("MATCH", "SUBSTITUTE", "EXACT")},
        **{f"full without {name}": lacking(full, name) for name in ("MATCH", "SUBSTITUTE")},
    })
    assert [(name, sheet) for name, sheets in found.items() for sheet, state in states_in(sheets).items() if state[0] == WRONG] == []
    without_match = states_in(found["full without MATCH"])
    assert without_match["优秀班组推荐"][3] > 0 and without_match["优秀班组推荐"][2] == 0
    assert states_in(found["blank without MATCH"])["优秀班组推荐"][0] == EMPTY
    hints = hints_in(found["full without MATCH"])
    assert {label.partition("：")[2]: pair for label, pair in hints.items() if "：" in label}["技能比赛的不同工种"] == ("请核对", "请核对")


@pytest.mark.long
@pytest.mark.libreoffice
def test_names_with_wildcards_and_other_letters_are_not_the_same(tmp_path: Path) -> None:
    """Two names of which one would be found as a pattern of the other are two; the same name twice is wrong however it is spaced."""
    person = department_sheets()["优秀个人推荐"][0]

    def with_names(*names: str) -> bytes:
        return department_file(small_rules(), department_sheets(优秀个人推荐=[
            {**person, "推荐顺序": number, "姓名": name} for number, name in enumerate(names, 1)]))

    found = recalculated(tmp_path, {"two": with_names("欧阳春", "欧阳*", "Ann Lee", "ann lee"), "one": with_names("欧阳春", "李七", "欧阳 春", "欧阳春")})
    assert (states_in(found["two"])["优秀个人推荐"][2], states_in(found["one"])["优秀个人推荐"][2]) == (0, 2)


def test_no_formula_is_longer_than_excel_takes_however_many_points_a_reviewer_gives() -> None:
    criteria = [(award, number, f"要点{number}", 5) for award in ("优秀组织奖", "优秀班组") for number in range(1, 21)]
    data = template(rules_of(**SMALL, 评审要点=criteria), "review")
    formulas = [html.unescape(found) for name, part in parts_of(data).items() if name.startswith("xl/worksheets/sheet")
                for found in re.findall(r"<f(?: [^>]*)?>([^<]*)<", part.decode())]
    assert any("要点" in text for text in map(bytes.decode, parts_of(data).values())) and max(map(len, formulas)) <= 8_192
