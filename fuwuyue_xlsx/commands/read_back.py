"""`fuwuyue rules`: what 评选规则.xlsx says, read back in plain words before anything is sent out, and its trials tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.award_sentences import sentences_of
from fuwuyue_xlsx.evaluate.rule_details import details_of
from fuwuyue_xlsx.evaluate.trial_outcomes import Tried, tried
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import Workspace


@dataclass(frozen=True)
class RulesReport:
    """The rules in sentences, line by line, and the trials; without lines the findings say why they cannot be used."""

    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    trials: tuple[Tried, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 the rules can be used · 1 they can, but a trial differs or cannot be tried · 2 they cannot."""
        if not self.lines:
            return 2
        return 0 if all(one.agrees for one in self.trials) else 1


def read_back(workspace: Workspace) -> RulesReport:
    """The campaign's days, a sentence an award, what these leave out, then the trials; reads the rules alone and writes nothing."""
    rules, findings = read_rules_file(workspace.rules)
    if rules is None:
        return RulesReport(findings=tuple(findings))
    tries = tried(rules)
    said = (*_campaign(rules), *sentences_of(rules), *details_of(rules), *_trials(tries))
    return RulesReport(said, tuple(findings), tries)


def _campaign(rules: Rules) -> tuple[str, ...]:
    campaign = rules.campaign
    veto = f"{rules.policies.veto_first} 至 {rules.policies.veto_last}"
    return (
        f"{campaign.name}：{len(rules.departments)} 个科室，{len(rules.teams)} 个班组",
        f"{campaign.plan_due} 前交方案，{campaign.material_due:%Y-%m-%d %H:%M} 前交材料；{veto} 的事故投诉算数",
    )


def _trials(tries: Sequence[Tried]) -> Iterator[str]:
    """How many agree, then each with what differs; nothing of rules without any."""
    if not tries:
        return
    agreed = sum(one.agrees for one in tries)
    yield f"试算 {len(tries)} 组，" + ("全部与期望相符：" if agreed == len(tries) else f"{agreed} 组与期望相符，其余请核对：")
    for one in tries:
        yield f"  {one.trial.name or '（没有写试算名称）'}：{_outcome(one)}"
        for difference in one.differences:
            yield (f"    {difference.row.candidate}（{difference.row.award}）期望{difference.wanted}，算出来是{difference.got}，"
                   f"因为{difference.reason}（{difference.row.cell}）")


def _outcome(one: Tried) -> str:
    if not one.trial.usable:
        return "没有试算，先改正下面提示里指出的格"
    return f"{len(one.trial.rows)} 个候选，" + ("相符" if one.agrees else f"{len(one.differences)} 个与期望不同")
