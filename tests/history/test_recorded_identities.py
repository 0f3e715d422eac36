"""Who answered is a fact of the record where it decides something, and explain names those rows alone."""

from __future__ import annotations

from dataclasses import replace

from fuwuyue_xlsx.history import recorded_facts
from fuwuyue_xlsx.report.survey_rows import survey_rows
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import answers, by_identities, rules, tables_of, team, team_award

USED = rules(replace(team_award(1), components=by_identities({"学生": 100})))
FACTS = [*team("电工组"), *answers("甲科", "电工组", "很满意", by="学生"), *answers("甲科", "电工组", "很满意", "一般")]


def test_each_answer_says_whose_it_is() -> None:
    found = recorded_facts.answers_in(USED, tables_of(USED, *FACTS))
    assert found is not None
    assert sorted(fact.value for fact in found) == ["很满意/—（学生）", "很满意/一般"]


def test_counts_are_kept_for_each_identity() -> None:
    found = recorded_facts.tallies_in(USED, tables_of(USED, *FACTS))
    assert sorted((fact.item, fact.value) for fact in found) == [
        ("问卷.xlsx!测评结果", "1 份：很满意 1、一般 1"), ("问卷.xlsx!测评结果（学生）", "1 份：很满意 1")]


def test_the_rows_behind_a_part_are_those_of_its_identities() -> None:
    outcome = Inputs(USED, tables_of(USED, *FACTS)).outcome
    who = outcome.evaluation.awards[0].standings[0].candidate
    assert survey_rows(outcome, who, scope=("学生",)) == ["问卷.xlsx!测评结果 第 1 行（1 份）"]
    assert survey_rows(outcome, who) == ["问卷.xlsx!测评结果 第 1 行（2 份）"]
