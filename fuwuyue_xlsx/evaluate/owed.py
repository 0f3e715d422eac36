"""What the campaign is owed: the books and rows that are due and not there, each with who owes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.ledger import Ledger, LedgerLine, Owed, OwedKind
from fuwuyue_xlsx.evaluate.panels import live_candidates, named, panel_account
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import Award, Rules, Source
from fuwuyue_xlsx.schema.known_checks import checks_of

REVIEWER_LIST, VISIT_PLAN = "评委名单", "检查计划"
_INSPECTORS = "检查组"
Inspected = tuple[str, str | None]


def ledger_of(rules: Rules, facts: Facts, results: Sequence[AwardResult]) -> Ledger:
    """The ledger of a campaign: departments, reviewers, visits, register and survey, as far as the rules say what is due."""
    panels, visits = panel_account(rules, facts.sums.reviews, results), _Visits(rules, facts, results)
    owed = [*_departments(rules, facts), *panels.owed, *visits.owed(), *_register(rules, facts), *_survey(rules, facts, results),
            *_votes(rules, facts, results), *_adjustments(rules, facts, results)]
    lines = [*_department_lines(rules, facts), *panels.lines, *visits.lines(), *_register_line(facts), *_survey_lines(facts, results),
             *_vote_lines(facts, results), *_adjustment_line(facts, results)]
    unlisted = [REVIEWER_LIST] if panels.lines and not rules.expected.reviewers else []
    unlisted += [VISIT_PLAN] if visits.awards and not rules.expected.visits else []
    findings = (*panels.findings, *visits.uneven())
    unsettled = panels.awards | visits.unsettled | (frozenset() if facts.has_adjustments else frozenset(_adjusted(results)))
    return Ledger(tuple(lines), tuple(owed), tuple(unlisted), unsettled, findings)


# departments and the register


def _departments(rules: Rules, facts: Facts) -> Iterator[Owed]:
    for department in rules.departments:
        if department not in facts.departments:
            yield Owed(OwedKind.DEPARTMENT, department, "科室填报表（活动方案、总结材料）", f"“{department}”还没有报送填报表")


def _department_lines(rules: Rules, facts: Facts) -> Iterator[LedgerLine]:
    there = [department for department in rules.departments if department in facts.departments]
    for title, column in (("科室的活动方案", "plan_date"), ("科室的总结材料", "material_time")):
        undated = [department for department in there if facts.departments[department][column] is None]
        note = f"没有写明时间：{'、'.join(undated)}" if undated else ""
        yield LedgerLine(OwedKind.DEPARTMENT, title, len(rules.departments), len(there), note)


def _register(rules: Rules, facts: Facts) -> Iterator[Owed]:
    if not facts.has_register:
        yield Owed(OwedKind.REGISTER, rules.campaign.host, "事故投诉登记表", "没有收到事故投诉登记表，无法确认一票否决")


def _register_line(facts: Facts) -> Iterator[LedgerLine]:
    yield LedgerLine(OwedKind.REGISTER, "事故投诉登记表", 1, int(facts.has_register))


# the survey


def _surveyed(results: Sequence[AwardResult]) -> list[str]:
    """The awards with a candidate whose score needs the survey."""
    return [result.award.name for result in results if result.award.enabled and result.award.uses(Source.SURVEY) and live_candidates(result)]


def _survey(rules: Rules, facts: Facts, results: Sequence[AwardResult]) -> Iterator[Owed]:
    """The survey as a whole, where there is no answer at all; what single candidates lack is told of them as 缺评分."""
    awards = _surveyed(results)
    if awards and not facts.sums.surveys:
        names = "、".join(awards)
        yield Owed(OwedKind.SURVEY, rules.campaign.host, f"满意度测评的答卷（{names}）", f"还没有收到一份满意度测评的答卷，{names}的评分缺这一项")


def _survey_lines(facts: Facts, results: Sequence[AwardResult]) -> Iterator[LedgerLine]:
    if _surveyed(results):
        answers = sum(tally.responses for (_, team), tally in facts.sums.surveys.items() if team is None)
        yield LedgerLine(OwedKind.SURVEY, "满意度测评", 1, int(bool(facts.sums.surveys)), f"有效答卷 {answers} 份")


# votes


def _voted(results: Sequence[AwardResult]) -> list[str]:
    """The awards with a candidate whose score needs votes."""
    return [result.award.name for result in results if result.award.enabled and result.award.uses(Source.VOTES) and live_candidates(result)]


def _votes(rules: Rules, facts: Facts, results: Sequence[AwardResult]) -> Iterator[Owed]:
    """The votes of an award of which there are none at all; what single candidates lack is told of them as 缺评分."""
    there = {row.award for row in facts.sums.votes}
    for award in _voted(results):
        if award not in there:
            yield Owed(OwedKind.VOTES, rules.campaign.host, f"投票结果（{award}）", f"还没有收到“{award}”的投票结果，这个奖项的评分缺这一项")


def _vote_lines(facts: Facts, results: Sequence[AwardResult]) -> Iterator[LedgerLine]:
    voted, there = _voted(results), {row.award for row in facts.sums.votes}
    if voted:
        yield LedgerLine(OwedKind.VOTES, "投票结果", len(voted), sum(award in there for award in voted), "有投票的每个奖项")


# what is added and taken off


def _adjusted(results: Sequence[AwardResult]) -> list[str]:
    """The awards with a candidate whose score the office adds to or takes off."""
    return [result.award.name for result in results if result.award.enabled and result.award.adjustment and live_candidates(result)]


def _adjustments(rules: Rules, facts: Facts, results: Sequence[AwardResult]) -> Iterator[Owed]:
    """加减分登记, which is handed in blank where nobody is given or loses anything: without it nobody knows."""
    awards = _adjusted(results)
    if awards and not facts.has_adjustments:
        names = "、".join(awards)
        yield Owed(OwedKind.ADJUSTMENTS, rules.campaign.host, f"加减分登记（{names}）",
                   f"还没有收到加减分登记，{names}的加减分暂按 0 计；没有加减分的，交一份空白的登记")


def _adjustment_line(facts: Facts, results: Sequence[AwardResult]) -> Iterator[LedgerLine]:
    if _adjusted(results):
        yield LedgerLine(OwedKind.ADJUSTMENTS, "加减分登记", 1, int(facts.has_adjustments), f"登记 {len(facts.sums.adjustments)} 行")


# visits


def _inspected(award: Award, rules: Rules) -> bool:
    """Whether inspections bear on an award: by a component, or by a condition that must be met."""
    checks = checks_of(rules)
    checked = (checks[condition.check].source is Source.INSPECTION for condition in award.hard)
    return award.uses(Source.INSPECTION) or any(checked)


class _Visits:
    """The visits that gave points to each team and department, against 检查计划."""

    def __init__(self, rules: Rules, facts: Facts, results: Sequence[AwardResult]) -> None:
        self.plan = rules.expected.visits
        self.awards = [result for result in results if result.award.enabled and _inspected(result.award, rules)]
        labels: dict[Inspected, set[str]] = defaultdict(set)
        for row in facts.sums.inspections:
            labels[row.department, row.team].add(row.label)
            labels[row.department, None].add(row.label)
        self.visited = Counter({whom: len(visits) for whom, visits in labels.items()})
        order = {department: number for number, department in enumerate(rules.departments)}
        wanted = dict.fromkeys((one.department, one.team) for result in self.awards for one in live_candidates(result))
        self.wanted = sorted(wanted, key=lambda whom: order[whom[0]])

    def _lacking(self, whom: Inspected) -> int:
        return max(self.plan.get(whom[0], 0) - self.visited[whom], 0)

    @property
    def unsettled(self) -> frozenset[str]:
        """The awards with a candidate that lacks a visit."""
        return frozenset(result.award.name for result in self.awards
                         if any(self._lacking((one.department, one.team)) for one in live_candidates(result)))

    def owed(self) -> Iterator[Owed]:
        """One thing a department: which of its teams lack how many visits."""
        lacking = [whom for whom in self.wanted if self._lacking(whom)]
        for department, teams in groupby(lacking, lambda whom: whom[0]):
            each = "、".join(f"{team or '科室本身'} {self._lacking((department, team))} 次" for _, team in teams)
            what = f"“{department}”的检查：{each}（计划每个至少 {self.plan[department]} 次）"
            yield Owed(OwedKind.VISIT, _INSPECTORS, what, f"{_INSPECTORS}还差{what}")

    def lines(self) -> Iterator[LedgerLine]:
        """The visits that are planned for all who are candidates, team by team."""
        if not self.awards:
            return
        if not self.plan:
            visits = sum(self.visited[whom] for whom in self.wanted)
            yield LedgerLine(OwedKind.VISIT, "监督检查", None, visits, "没有检查计划，无法核对是否交齐")
            return
        due = sum(self.plan.get(whom[0], 0) for whom in self.wanted)
        yield LedgerLine(OwedKind.VISIT, "监督检查", due, due - sum(map(self._lacking, self.wanted)), "有推荐对象的每个班组、科室的每一次")

    def uneven(self) -> Iterator[Finding]:
        """Without a plan: a warning for each award whose candidates were inspected different numbers of times, with the numbers."""
        for result in self.awards if not self.plan else ():
            counts: dict[int, list[Candidate]] = defaultdict(list)
            for one in live_candidates(result):
                counts[self.visited[one.department, one.team]].append(one)
            seen = sorted(number for number in counts if number)
            if len(seen) > 1:
                fewer = "；".join(f"{number} 次：{named(counts[number])}" for number in seen[:-1])
                yield finding("visits-uneven", award=result.award.name, most=seen[-1], fewer=fewer)
