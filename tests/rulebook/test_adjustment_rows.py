"""加减分 in the rules: each fault at its cell, and beside it what is right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fuwuyue_xlsx.evaluate.award_sentences import award_sentence
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Source
from tests.support.edited_rulebooks import address, edited, errors, new_row, rules_after

TEAM = "优秀班组"
ROW = 7


def part(award: str = TEAM, row: int = ROW, **values: object) -> list:
    """Edits that add 加减分 to an award."""
    return new_row("评分构成", row, **{"奖项": award, "分项": "日常加减分", "数据来源": "加减分", "上限": 5, **values})


# wrong edits · the code · the column of its cell in the new row
WRONG = {
    "with a weight": (part(权重="10%"), "rule-adjustment-weight", "权重"),
    "without a limit": (part(上限=None), "rule-adjustment-limit", "上限"),
    "a negative limit": (part(上限=-5), "number-out-of-range", "上限"),
    "no points at all": (part(上限=0), "number-out-of-range", "上限"),
    "too large a limit": (part(上限=101), "number-out-of-range", "上限"),
    "a limit in words": (part(上限="五分"), "not-a-number", "上限"),
    "with a range": (part(范围="领导"), "rule-range-source", "范围"),
    "alone": (part("优秀个人"), "rule-adjustment-alone", "数据来源"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_told_at_its_cell(name: str) -> None:
    edits, code, column = WRONG[name]
    rules, findings = read_rules(edited(*edits))
    assert errors(findings) == [(code, address("评分构成", ROW, column))]
    assert rules is None


def test_two_of_one_award_cannot_be_told_apart() -> None:
    findings = read_rules(edited(*part(), *part(row=8, 分项="扣分")))[1]
    assert errors(findings) == [("rule-adjustment-twice", address("评分构成", 8, "数据来源"))]


def test_every_other_part_has_a_weight_and_no_limit() -> None:
    findings = read_rules(edited(("评分构成", 2, "上限", 5)))[1]
    assert errors(findings) == [("rule-limit-unused", address("评分构成", 2, "上限"))]
    findings = read_rules(edited(("评分构成", 2, "权重", None)))[1]
    assert errors(findings) == [("required-empty", address("评分构成", 2, "权重"))]


@pytest.mark.parametrize(("limit", "read"), [(5, 5), ("5分", 5), (0.5, "0.5"), (100, 100), ("０.01", "0.01")])
def test_a_limit_is_read_and_the_other_weights_still_make_100(limit: object, read: object) -> None:
    award = next(award for award in rules_after(*part(上限=limit)).awards if award.name == TEAM)
    assert award.adjustment is not None
    assert (award.adjustment.limit, award.adjustment.source) == (Decimal(str(read)), Source.ADJUSTMENT)
    assert sum(one.weight for one in award.components) == 100


def test_the_sentence_says_it() -> None:
    rules = rules_after(*part())
    award = next(award for award in rules.awards if award.name == TEAM)
    assert "+30%满意度测评+加减分（±5 分以内）；" in award_sentence(award, rules)


@pytest.mark.parametrize(("threshold", "faults"), [(105, []), (106, [("rule-threshold", address("评选条件", 16, "阈值"))])])
def test_a_composite_may_be_asked_for_up_to_100_and_the_limit(threshold: int, faults: list) -> None:
    asked = new_row("评选条件", 16, 奖项=TEAM, 序号=9, 条件="得分", 类型="硬性", 核查项="综合得分", 阈值=threshold)
    assert errors(read_rules(edited(*part(), *asked))[1]) == faults
