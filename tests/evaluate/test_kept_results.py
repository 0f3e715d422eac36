"""Results serve again exactly when what they were made from is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fuwuyue_xlsx.evaluate.kept_results import Kept
from fuwuyue_xlsx.rules.model import Policies
from tests.support.small_campaigns import DEFAULTS


class Maker:
    """Counts how often it is asked, and reads two fields: the second only where the first says so."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, policies: Policies, *inputs: object) -> tuple[object, ...]:
        self.times += 1
        return (policies.decimals, policies.quota_minimum if policies.recusal else None, *inputs)


@pytest.mark.parametrize("first, then, times", [
    ({}, {}, 1),
    ({}, {"decimals": 3}, 2),
    ({}, {"missing": "沿用科室"}, 1),  # is never read
    ({}, {"quota_minimum": 2}, 1),  # is not read without 回避
    ({"recusal": True}, {"recusal": True, "quota_minimum": 2}, 2),
])
def test_a_result_serves_policies_that_read_the_same(first, then, times):
    kept, make = Kept(), Maker()
    for changes in (first, then):
        policies = replace(DEFAULTS, **changes)
        assert kept.of("name", policies, make) == Maker()(policies)
    assert make.times == times


def test_a_method_of_the_policies_reads_what_it_reads():
    kept = Kept()
    grade = [kept.of("grade", replace(DEFAULTS, numbered=way), lambda policies: policies.grade_of("1")) for way in ("大数最满意", "小数最满意")]
    assert grade == ["很不满意", "很满意"]


def test_other_inputs_and_other_names_are_made_anew():
    kept, make, one, two = Kept(), Maker(), ["甲"], ["乙"]
    for name, given in (("a", one), ("a", two), ("b", one), ("a", one)):
        assert kept.of(name, DEFAULTS, make, given)[-1] is given
    assert make.times == 3


def test_equal_results_are_one_object():
    kept = Kept()
    made = [kept.of("name", replace(DEFAULTS, decimals=places), lambda policies: [policies.decimals > 9]) for places in (1, 2)]
    assert made[0] is made[1]
