"""试算 of the rules: every invented competition decided under them, and held against what the office expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Standing
from fuwuyue_xlsx.evaluate.evaluate import decide
from fuwuyue_xlsx.evaluate.reasons import SEPARATOR
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.trial_campaign import facts_of_trial, rules_of_trial
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.trials import Trial, TrialRow

DIFFERS = "trial-differs"
_WITH_PRIZE, _NO_PRIZE = "有奖金", "没有奖金"
_RANK, _SCORE, _PRIZE = "第 {} 名", "综合得分 {}", "奖金 {} 元"
_NO_RANK, _NO_SCORE = "没有名次", "没有综合得分"
_BETWEEN = "、"
_DIFFERING = "评选规则的“试算”有 {count} 组与期望不符（{names}）：规则算出来的可能不是主办部门的意思，公示前请核对，逐个候选见“问题清单”。"


@dataclass(frozen=True)
class Difference:
    """A candidate of whom the rules make something else than the office expects.

    wanted, got  what of status, rank, score and prize is expected and what it is, in words; reason: why it has its status
    """

    row: TrialRow
    wanted: str
    got: str
    reason: str

    def finding(self, trial: str) -> Finding:
        """It as a finding at the cell of the expected status."""
        return finding(DIFFERS, place_of(self.row.cell), trial=trial, candidate=self.row.candidate, award=self.row.award, wanted=self.wanted,
                       got=self.got, reason=self.reason)


@dataclass(frozen=True)
class Tried:
    """A competition and in what it differs; one that is not usable has not been tried."""

    trial: Trial
    differences: tuple[Difference, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether it was tried and everything is as expected."""
        return self.trial.usable and not self.differences


def tried(rules: Rules) -> tuple[Tried, ...]:
    """Every competition of the rules, in their order."""
    return tuple(Tried(trial, tuple(_differences(rules, trial)) if trial.usable else ()) for trial in rules.trials)


def trial_findings(tries: Iterable[Tried]) -> list[Finding]:
    """A warning for each candidate that differs: the rules may not say what the office means."""
    return [difference.finding(one.trial.name) for one in tries for difference in one.differences]


def differing_words(findings: Iterable[Finding]) -> str:
    """That some competitions differ, for the first sheet; empty: none of them does."""
    names = dict.fromkeys(found.details["trial"] for found in findings if found.code == DIFFERS)
    return _DIFFERING.format(count=len(names), names=_BETWEEN.join(f"“{name}”" for name in names)) if names else ""


def _differences(rules: Rules, trial: Trial) -> Iterator[Difference]:
    own = rules_of_trial(rules, trial)
    results = {result.award.name: result for result in decide(own, facts_of_trial(own, trial)).awards}
    for row in trial.rows:
        result = results[row.award]
        standing = next(one for one in result.standings if _is(one, row))
        wanted, got = zip(*_compared(row, standing, result), strict=True)
        if wanted != got:
            yield Difference(row, _BETWEEN.join(wanted), _BETWEEN.join(got), SEPARATOR.join(standing.reasons))


def _is(standing: Standing, row: TrialRow) -> bool:
    who = standing.candidate
    return (who.department, who.team, key(who.person or who.post)) == (row.department, row.team, key(row.name))


def _compared(row: TrialRow, standing: Standing, result: AwardResult) -> Iterator[tuple[str, str]]:
    """(expected, found) in words of the status and of all else that is expected."""
    expected, found = row.expected, standing.status
    yield expected.status, found.label
    if expected.rank is not None:
        yield _RANK.format(expected.rank), _RANK.format(standing.rank) if standing.rank else _NO_RANK
    if expected.score is not None:
        score = standing.score
        # 88.5 and 88.50 are one score
        yield _SCORE.format(score if score == expected.score else expected.score), _NO_SCORE if score is None else _SCORE.format(score)
    if expected.prize is not None and result.award.honour:
        # of an award without money no amount is named anywhere
        yield _WITH_PRIZE if expected.prize else _NO_PRIZE, _NO_PRIZE
    elif expected.prize is not None:
        yield _PRIZE.format(expected.prize), _PRIZE.format((result.award.prize or 0) if found is Status.WINNER else 0)
