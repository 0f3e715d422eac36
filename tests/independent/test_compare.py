"""The comparison sees every kind of difference, and none where there is none; the two implementations stay apart."""

from __future__ import annotations

import ast
from copy import deepcopy
from pathlib import Path

import pytest

from tests.independent import implementation
from tests.independent.implementation.campaigns import random_campaign
from tests.independent.implementation.compare import differences
from tests.independent.implementation.oracle import expected

PLACE = {"severity": "error", "file": "收件箱/a/登记表.xlsx", "sheet": "事故投诉", "cell": "B3", "message": "空"}


def result():
    """What two departments with a winner, a loser and an incident come to."""
    who = {"team": None, "person": None, "post": None, "nominated": True, "unmet": [], "components": {"满意度测评": "80.00"}}
    return {
        "campaign": {"year": 2017, "name": "优质服务月", "state": "preliminary"},
        "awards": [{"award": "优秀组织奖", "level": "department", "quota": 1, "prize_yuan": 1000, "standings": [
            {**who, "department": "甲科", "status": "winner", "rank": 1, "score": "80.00"},
            {**who, "department": "乙科", "status": "not_selected", "rank": 2, "score": "70.00"},
        ]}],
        "prizes": {"confirmed_yuan": 1000, "open_yuan": 0, "by_award": {"优秀组织奖": 1000},
                   "by_department": {"甲科": 1000, "乙科": 0}},
        "incidents": [{"id": "1", "effect": "none", "reaches": []}],
    }


EXPECTED = {**result(), "errors": [("登记表.xlsx", "事故投诉", "编号 empty")]}


def test_the_same_is_the_same():
    assert differences(EXPECTED, {**result(), "issues": [PLACE]}) == []


@pytest.mark.parametrize(
    "path, value",
    [
        (["campaign", "state"], "final"),
        (["campaign", "year"], 2018),
        (["awards", 0, "quota"], 2),
        (["awards", 0, "prize_yuan"], 500),
        (["awards", 0, "level"], "team"),
        (["awards", 0, "standings"], []),
        (["awards", 0, "standings", 0, "status"], "tied"),
        (["awards", 0, "standings", 0, "rank"], 2),
        (["awards", 0, "standings", 0, "score"], "80.0"),
        (["awards", 0, "standings", 0, "components"], {"满意度测评": None}),
        (["awards", 0, "standings", 0, "unmet"], [1]),
        (["awards", 0, "standings", 0, "nominated"], False),
        (["awards", 0, "standings", 0, "department"], "丙科"),
        (["awards", 0, "standings", 0, "team"], "电工组"),
        (["awards"], []),
        (["prizes", "confirmed_yuan"], 999),
        (["prizes", "open_yuan"], 1),
        (["prizes", "by_award", "优秀组织奖"], 0),
        (["prizes", "by_department", "乙科"], 1),
        (["incidents", 0, "effect"], "veto"),
        (["incidents", 0, "reaches"], ["甲科"]),
        (["incidents"], []),
        (["issues"], []),
        (["issues", 0, "sheet"], "别的表"),
        (["issues", 0, "severity"], "warning"),
    ],
)
def test_a_difference_is_seen(path, value):
    said = {**result(), "issues": [deepcopy(PLACE)]}
    inner = said
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert differences(EXPECTED, said)


def test_a_wrong_order_is_seen():
    said = {**result(), "issues": [PLACE]}
    said["awards"][0]["standings"].reverse()
    assert differences(EXPECTED, said) == ["优秀组织奖: standings are not in order"]


def test_the_expected_agrees_with_itself():
    for seed in range(20):
        wanted = expected(random_campaign(seed))
        issues = [{**PLACE, "file": f"收件箱/{file}", "sheet": sheet} for file, sheet, _ in wanted["errors"]]
        assert differences(wanted, {**wanted, "issues": issues}) == []


def test_the_same_seed_gives_the_same_campaign():
    assert random_campaign(7) == random_campaign(7) != random_campaign(8)


def test_the_independent_implementation_imports_nothing_of_the_product():
    for module in Path(implementation.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith("fuwuyue_xlsx") for name in names), module.name
