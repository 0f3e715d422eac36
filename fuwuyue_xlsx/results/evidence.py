"""一票否决, 条件核查 and 评分明细: what decided, number by number, with the cells it came from."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.incidents import NONE, OPEN, VETO
from fuwuyue_xlsx.evaluate.model import AwardResult, Evidence, IncidentEffect, Standing, Status
from fuwuyue_xlsx.exact import plain
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award import points_format
from fuwuyue_xlsx.results.page import Column, Page
from fuwuyue_xlsx.results.sources import sources_text
from fuwuyue_xlsx.rules.model import ConditionKind
from fuwuyue_xlsx.schema.office import UNFOUNDED

VETOES, CONDITIONS, SCORES = "一票否决", "条件核查", "评分明细"
_EFFECTS = {VETO: "一票否决", OPEN: "待查，名额暂留", NONE: "无影响"}
_TINTS = {VETO: "bad", OPEN: "open", NONE: ""}


def write_vetoes(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    """Each incident with what it reaches, its effect, its source cell."""
    columns = (Column("编号", 10), Column("事项", 46), Column("结论", 10, "center"), Column("效力", 24, "center"),
               Column("波及", 26), Column("因此改变的候选", 36), Column("出处", 36))
    page = Page(workbook, formats, VETOES, [column.width for column in columns])
    policies = outcome.rules.policies
    page.heading("一票否决与事故投诉")
    page.line(f"认定期间 {policies.veto_first} 至 {policies.veto_last}（含首尾两天）。属实的逐级上溯：个人→班组→科室，不向下牵连。")
    changed: dict[str, list[str]] = {}
    for result in outcome.evaluation.awards:
        for standing in result.standings:
            if standing.status in (Status.VETOED, Status.PENDING):
                for incident in standing.incidents:
                    changed.setdefault(incident, []).append(f"{result.award.name}：{standing.candidate.name}")
    incidents = outcome.evaluation.incidents
    rows = [
        [i.id, i.words, i.finding, _effect(outcome, i), "→".join(i.reaches), "\n".join(changed.get(i.id or i.source, ())), i.source]
        for i in incidents
    ]
    nothing = "登记表里没有事故投诉。" if outcome.tables.has_register else "没有收到事故投诉登记表。"
    page.table(columns, rows, [_TINTS[i.effect] for i in incidents], main=True, nothing=nothing)


def _effect(outcome: Outcome, incident: IncidentEffect) -> str:
    """The effect in words; where there is none, why."""
    if incident.effect != NONE:
        return _EFFECTS[incident.effect]
    return "无影响（不属实）" if incident.finding == UNFOUNDED else "无影响（不在认定期间）"


def write_conditions(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    """Candidate × condition: met or not, with the evidence and its cells."""
    columns = (Column("奖项", 14), Column("候选", 28), Column("科室", 14), Column("序号", 6, "center"), Column("条件", 40),
               Column("类型", 10, "center"), Column("结果", 10, "center"), Column("依据", 40), Column("出处", 44))
    page = Page(workbook, formats, CONDITIONS, [column.width for column in columns])
    page.heading("条件核查")
    page.line("只列被推荐的候选。硬性条件不满足的不参加排名；参考条件只列依据；一票否决见“一票否决”。")
    rows, tints = [], []
    for result, standing, evidence in _evidence(outcome):
        verdict = _verdict(standing, evidence)
        who = standing.candidate
        condition = evidence.condition
        rows.append([result.award.name, who.name, who.department, condition.number, condition.text, condition.kind.value,
                     verdict, evidence.words, sources_text(evidence.sources)])
        tints.append("bad" if verdict in ("不满足", "被否决") else "")
    page.table(columns, rows, tints, main=True, nothing="没有被推荐的候选")


def _evidence(outcome: Outcome) -> Iterator[tuple[AwardResult, Standing, Evidence]]:
    for result in outcome.evaluation.awards:
        for standing in result.standings:
            if standing.candidate.nominated:
                for evidence in standing.evidence:
                    yield result, standing, evidence


def _verdict(standing: Standing, evidence: Evidence) -> str:
    if evidence.condition.kind is ConditionKind.VETO:
        return "被否决" if standing.status is Status.VETOED else "未被否决"
    if evidence.met is None:
        return "参考"
    return "满足" if evidence.met else "不满足"


def write_scores(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    """Every reviewer's, visit's and survey's figure behind a component."""
    points = points_format(outcome.rules.policies.decimals)
    columns = (Column("奖项", 14), Column("候选", 30), Column("科室", 14), Column("分项", 20), Column("明细", 26),
               Column("得分", 10, "center", points), Column("算法", 40), Column("出处", 50))
    page = Page(workbook, formats, SCORES, [column.width for column in columns])
    page.heading("评分明细")
    page.line("每个分项先列各位评委、各次检查、各等级回答的数，再列合成的分项得分；每一步都四舍五入到规定的小数位。")
    rows, tints = [], []
    for result in outcome.evaluation.awards:
        for standing in result.standings:
            for row, tint in _score_rows(result, standing):
                rows.append(row)
                tints.append(tint)
    page.table(columns, rows, tints, main=True, nothing="没有评分")


def _score_rows(result: AwardResult, standing: Standing) -> Iterator[tuple[list[object], str]]:
    who = standing.candidate
    start = [result.award.name, who.name, who.department]
    for part in result.award.components:
        figure = standing.figures[part.name]
        for detail in figure.parts:
            yield [*start, part.name, detail.label, detail.value, detail.basis, sources_text(detail.sources)], ""
        borrowed = "（沿用科室）" if part.name in standing.borrowed else ""
        shown = figure.value if figure.value is not None else "缺"
        yield [*start, part.name, f"分项得分{borrowed}", shown, figure.how or "没有评分", ""], "quiet"
    if standing.score is not None:
        sums = " + ".join(f"{standing.components[p.name]}×{plain(p.weight)}%" for p in result.award.components)
        yield [*start, "综合得分", "", standing.score, sums, ""], "good"
