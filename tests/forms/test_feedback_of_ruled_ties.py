"""反馈 tells a department what leaders ruled on its candidate, and names nobody else."""

from __future__ import annotations

from fuwuyue_xlsx.forms.disclosure import own_words
from tests.support.evaluation_inputs import Inputs
from tests.support.ruled_campaigns import FIVE, barred, ruled
from tests.support.small_campaigns import rules, tables_of, team, team_award


def words(*facts) -> dict[str, str]:
    made = rules(team_award(1), units=FIVE)
    outcome = Inputs(made, tables_of(made, *team("一组", 90), *team("二组", 90), *facts)).outcome
    result = outcome.evaluation.awards[0]
    return {standing.candidate.name: own_words(outcome, result, standing) for standing in result.standings if standing.candidate.nominated}


def test_a_decided_tie_names_no_rival() -> None:
    said = words(*ruled(90, 1, 一组=True, 二组=False))
    assert said == {"一组": "第 1 名，与其他候选完全并列，由钱九裁定获奖", "二组": "第 1 名，与其他候选完全并列，由钱九裁定不获奖"}


def test_a_disqualification_is_told_with_its_reason() -> None:
    assert words(*barred(team="一组"))["一组"].startswith("裁定取消资格：弃权（钱九，")
