"""简称: what people call a department or team; that the sheet may be gone or empty, and each fault at its cell."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.history.rule_changes import rule_changes
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.edited_rulebooks import address, edited, errors, new_row, rules_after, without_sheet


def called(*pairs: tuple[str, str]) -> list:
    return [edit for number, (name, word) in enumerate(pairs, 1) for edit in new_row("简称", number, 名称=name, 又称=word)]


# wrong rows · the code · its column in the last row · right rows beside it
FAULTS = {
    "an unknown name": (called(("电工班组", "电工班")), "unknown-name", "名称", called(("电 工组", "电工班"))),
    "an award's name": (called(("优秀班组", "先进班组")), "unknown-name", "名称", called(("卫生所", "医务室"))),
    "another team's name": (called(("电工组", "护士组")), "rule-short-name", "又称", called(("电工组", "护士班"))),
    "its own name": (called(("电工组", "电工 组")), "rule-short-name", "又称", called(("电工组", "电工"))),
    "a department's name": (called(("护士组", "卫生所")), "rule-short-name", "又称", called(("护士组", "卫生室"))),
    "no team": (called(("电工组", "班组外")), "rule-short-name", "又称", called(("电工组", "外班组"))),
    "all teams": (called(("电工组", "全科室")), "rule-short-name", "又称", called(("电工组", "全科"))),
    "two of one word": (called(("电工组", "一班"), ("护士组", "一 班")), "rule-short-name", "又称", called(("电工组", "一班"), ("护士组", "二班"))),
    "one word twice": (called(("电工组", "一班"), ("电工组", "一班")), "rule-short-name", "又称", called(("电工组", "一班"), ("电工组", "电班"))),
    "two words alike but for case": (called(("电工组", "A班"), ("护士组", "a班")), "rule-short-name", "又称", called(("电工组", "A班"), ("护士组", "B班"))),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_cell_and_the_right_change_left_alone(name: str) -> None:
    wrong, code, column, right = FAULTS[name]
    rules, findings = read_rules(edited(*wrong))
    assert (rules, errors(findings)) == (None, [(code, address("简称", wrong[-1][1], column))])
    rules, findings = read_rules(edited(*right))
    assert rules is not None and errors(findings) == []


def test_what_the_sheet_says() -> None:
    """Each word with the name as the rules write it, for what was called so before and is no longer."""
    rules = rules_after(*called(("电 工组", "电工班"), ("卫生所", "医务室")))
    assert rules.short_names == (("电工班", "电工组"), ("医务室", "卫生所"))
    changes = rule_changes(rules_text(rules), rules_text(rules_after(*called(("卫生所", "医务室")))))
    assert [str(change) for change in changes] and "简称" in str(changes[0])


def test_the_sheet_may_be_gone_or_empty() -> None:
    assert rules_after().short_names == ()
    rules, findings = read_rules(without_sheet("简称"))
    assert rules is not None and rules.short_names == () and errors(findings) == []
