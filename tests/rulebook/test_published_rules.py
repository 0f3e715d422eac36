"""Published rule sets as rules workbooks: read, said back and tried as they mean it; what cannot be meant is refused at its cell."""

from __future__ import annotations

from functools import cache

import pytest

from fuwuyue_xlsx.evaluate.award_sentences import sentences_of
from fuwuyue_xlsx.evaluate.rule_details import details_of
from fuwuyue_xlsx.evaluate.trial_outcomes import tried
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.department_book import department_book
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.edited_rulebooks import errors
from tests.support.published_rules import RULE_SETS
from tests.support.rule_sets import RuleSet, blocking, read

# what is told of rules that are in order: a department without seats, awards without veto beside one that has it
TOLD = {"rule-allocation-none", "rule-award-without-veto"}


@cache
def rule_set(name: str) -> RuleSet:
    return RULE_SETS[name]()


@cache
def rules_of(name: str) -> tuple[Rules, tuple[Finding, ...]]:
    rules, findings = read(rule_set(name).sheets)
    assert rules is not None, [found.line() for found in findings]
    return rules, tuple(findings)


@pytest.mark.parametrize("name", RULE_SETS)
def test_a_rule_set_is_read_and_said_back_as_it_is_meant(name: str) -> None:
    rules, findings = rules_of(name)
    assert {found.code for found in findings} <= TOLD
    sentences = {sentence.partition("：")[0]: sentence for sentence in sentences_of(rules)}
    assert [f"{award}：{phrase}" for award, phrases in rule_set(name).said.items() for phrase in phrases if phrase not in sentences[award]] == []
    assert details_of(rules) == rule_set(name).details


@pytest.mark.parametrize("name", RULE_SETS)
def test_its_deciding_rule_decides_as_it_is_meant(name: str) -> None:
    tries = tried(rules_of(name)[0])
    assert tries
    assert all(one.trial.usable for one in tries)
    assert [f"{one.trial.name} {found.row.candidate}：{found.got}，{found.reason}" for one in tries for found in one.differences] == []


@pytest.mark.parametrize("name", RULE_SETS)
def test_templates_are_made_of_it(name: str) -> None:
    rules, _ = rules_of(name)
    assert write_book(department_book(rules, rules.departments[0]), rules.campaign).startswith(b"PK")


@pytest.mark.parametrize("name", RULE_SETS)
def test_what_cannot_be_meant_is_refused_at_its_cell(name: str) -> None:
    """With what can be done instead."""
    refusal = rule_set(name).refusal
    rules, findings = read(rule_set(name).sheets | {"试算": []} | refusal.sheets)
    assert rules is None
    assert errors(findings) == sorted(refusal.faults)
    told = "\n".join(found.line() for found in blocking(findings))
    assert [words for words in refusal.advice if words not in told] == []
