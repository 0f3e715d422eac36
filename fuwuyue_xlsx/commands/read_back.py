"""`fuwuyue rules`: what 评选规则.xlsx says, read back in plain words before anything is sent out."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.award_sentences import sentences_of
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import Workspace


@dataclass(frozen=True)
class RulesReport:
    """The rules in sentences, line by line; without lines the findings say why they cannot be used."""

    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 the rules can be used · 2 they cannot."""
        return 0 if self.lines else 2


def read_back(workspace: Workspace) -> RulesReport:
    """The campaign's days, then a sentence an award, one on the shares that it asks for, and one an own check; reads the rules alone and writes nothing."""
    rules, findings = read_rules_file(workspace.rules)
    if rules is None:
        return RulesReport(findings=tuple(findings))
    return RulesReport((*_campaign(rules), *sentences_of(rules), *_shares(rules), *_own_checks(rules)), tuple(findings))


def _shares(rules: Rules) -> tuple[str, ...]:
    return tuple(f"“{award.name}”每个科室的获奖者里，{award.said_shares}；只核对，不影响获奖"
                 for award in rules.enabled_awards if award.shares)


def _own_checks(rules: Rules) -> tuple[str, ...]:
    return tuple(f"自定义核查“{check.name}”：数{check.said}，用于{check.said_levels}的奖项" for check in rules.own_checks)


def _campaign(rules: Rules) -> tuple[str, ...]:
    campaign = rules.campaign
    veto = f"{rules.policies.veto_first} 至 {rules.policies.veto_last}"
    return (
        f"{campaign.name}：{len(rules.departments)} 个科室，{len(rules.teams)} 个班组",
        f"{campaign.plan_due} 前交方案，{campaign.material_due:%Y-%m-%d %H:%M} 前交材料；{veto} 的事故投诉算数",
    )
