"""一票否决: every incident with its finding, effect and reach, and below it each candidate that an incident concerns."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect, Standing
from fuwuyue_xlsx.evaluate.incident_reach import NONE, OPEN, VETO, owner_key
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.rules.model import Award
from fuwuyue_xlsx.schema.office_books import PENDING, SUBSTANTIATED, UNFOUNDED
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef, Formula
from fuwuyue_xlsx.workbook.page import Column, Entry, Link, Looks, Page
from fuwuyue_xlsx.workbook.source_links import SourceLinks

TITLE = "一票否决"
NOT_CLEAR = "结论不清"
VETOED, WAITING = "一票否决", "待查"
OUTSIDE, FALSE = "无影响（不在认定期间）", "无影响（不属实）"
_TINTS = {VETO: "bad", OPEN: "open", NONE: ""}
_DAY, _FINDING, _EFFECT = 1, 3, 4
_TEXT = 6
Pair = tuple[Award, Standing, int]


@dataclass
class VetoPlaces:
    """Where incidents stand, and for each nominated candidate the effects and words of those that concern it."""

    effect: list[CellRef] = field(default_factory=list)
    conclusion: list[CellRef] = field(default_factory=list)
    result: list[CellRef] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pairs: dict[Candidate, CellRange] = field(default_factory=dict)
    concerned: dict[Candidate, list[int]] = field(default_factory=dict)
    incidents: tuple[IncidentEffect, ...] = ()

    def texts(self, who: Candidate, effect: str) -> list[str]:
        """The incidents of one effect that concern a candidate, in words."""
        found = (self.incidents[number] for number in self.concerned.get(who, ()))
        return [incident_text(incident) for incident in found if incident.effect == effect]


def effect_words(incident: IncidentEffect) -> str:
    """The effect as the sheet says it; where there is none, why."""
    if incident.effect != NONE:
        return VETOED if incident.effect == VETO else WAITING
    inside_unfounded = incident.conclusion == UNFOUNDED
    return FALSE if inside_unfounded else OUTSIDE


def incident_text(incident: IncidentEffect) -> str:
    """An incident without its finding: 2017-12-03 “有人反映”（编号 SG-1）."""
    return f"{incident.date} “{incident.summary or '未写情况'}”（编号 {incident.id or '未填'}）"


def pairs_of(outcome: Outcome) -> list[Pair]:
    """Every nominated candidate of an award with a veto and every incident that names it or one below it."""
    by_owner: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for number, incident in enumerate(outcome.evaluation.incidents):
        for owner in incident.owners:
            by_owner[owner].append(number)
    found = []
    for result in outcome.evaluation.awards:
        for standing in result.standings if result.award.vetoes else ():
            owner = owner_key(standing.candidate)
            if standing.candidate.nominated and owner:
                found += [(result.award, standing, number) for number in by_owner.get(owner, ())]
    return found


def write_vetoes(workbook: Workbook, looks: Looks, outcome: Outcome, rules: RulePlaces, ways: SourceLinks) -> VetoPlaces:
    """Both tables; a changed finding moves effects, statuses and prizes."""
    columns = (Column("编号", 10), Column("发生日期", 12, "center", "yyyy-mm-dd"), Column("情况", 40), Column("调查结论", 11, "center"),
               Column("效力", 16, "center"), Column("波及（逐级上溯）", 24), Column("结果", 40), Column("出处", 34))
    page = Page(workbook, looks, TITLE, [column.width for column in columns], long=True)
    page.heading("一票否决与事故投诉")
    page.line(*_period(outcome, rules))
    page.legend()
    places, pairs = VetoPlaces(incidents=outcome.evaluation.incidents), pairs_of(outcome)
    header = page.row
    page.head(columns)
    names: dict[int, list[str]] = defaultdict(list)
    for award, standing, number in pairs:
        names[number].append(f"{award.name} {standing.candidate.name}")
    incidents = outcome.evaluation.incidents
    for number, incident in enumerate(incidents):
        _incident(page, columns, incident, names[number], places, rules, ways)
    if not outcome.evaluation.incidents:
        page.line("登记表里没有事故投诉。" if outcome.tables.has_register else "没有收到事故投诉登记表。")
    last = max(page.row - 1, header)
    if outcome.evaluation.incidents:
        page.sheet.data_validation(header + 1, _FINDING, last, _FINDING, {
            "validate": "list", "source": [SUBSTANTIATED, UNFOUNDED, PENDING]})
    if pairs:
        _pairs(page, outcome, pairs, places)
    end = page.row
    if looks.live and incidents:
        effect = f"${page.spot(_EFFECT, header + 1).here}"
        cases = [(f'{effect}="{VETOED}"', "bad"), (f'{effect}="{WAITING}"', "open")]
        page.live_tints(header + 1, end - 1, [(0, 0), (2, 2), (4, len(columns) - 1)], cases)
    page.row = last + 1
    page.main(header, len(columns))
    page.row = end
    return places


def _period(outcome: Outcome, rules: RulePlaces) -> tuple[Formula]:
    policies = outcome.rules.policies
    assert rules.veto_first and rules.veto_last
    rest = "（含首尾两天）。属实的逐级上溯：个人→班组→科室，不向下牵连；待查的名额暂留。"
    days = [f'TEXT({spot.on},"yyyy-mm-dd")' for spot in (rules.veto_first, rules.veto_last)]
    return (Formula(f'="认定期间 "&{days[0]}&" 至 "&{days[1]}&"{rest}"', f"认定期间 {policies.veto_first} 至 {policies.veto_last}{rest}"),)


def _incident(page: Page, columns: tuple[Column, ...], incident: IncidentEffect, names: list[str], places: VetoPlaces,
              rules: RulePlaces, ways: SourceLinks) -> None:
    assert rules.veto_first and rules.veto_last
    day, conclusion, effect = page.here(_DAY), page.here(_FINDING), page.spot(_EFFECT)
    places.effect.append(effect)
    places.conclusion.append(page.spot(_FINDING))
    places.result.append(page.spot(_TEXT))
    inside = f"OR(NOT(ISNUMBER({day})),AND({day}>={rules.veto_first.on},{day}<={rules.veto_last.on}))"
    formula = (f'=IF({conclusion}="{UNFOUNDED}","{FALSE}",IF({inside},IF({conclusion}="{SUBSTANTIATED}","{VETOED}","{WAITING}"),"{OUTSIDE}"))')
    concerned = "、".join(names) if names else ""
    # the names themselves stand in a helper cell: texts from inputs are no part of a formula
    helper = page.spot(len(columns))
    words = effect_words(incident)
    result = f'=IF({helper.here}="","没有波及被推荐的候选",IF({effect.here}="{VETOED}","否决："&{helper.here},IF({effect.here}="{WAITING}","如查实即否决："&{helper.here},"—")))'
    shown = "没有波及被推荐的候选" if not names else {VETOED: f"否决：{concerned}", WAITING: f"如查实即否决：{concerned}"}.get(words, "—")
    places.said.append(shown)
    row = [ways.labelled(incident.id or "未填", [incident.source]), Entry(_serial(incident.day)), incident.summary or "未写情况", Entry(incident.conclusion or NOT_CLEAR),
           Formula(formula, words), "→".join(incident.within) or "没有查到是哪个科室", Formula(result, shown), incident.source]
    page.table_row(columns, row, page.tint(_TINTS[incident.effect]), beside=((helper.column, concerned),))


def _serial(day: dt.date | None) -> object:
    """A date's number in the workbook, from 1900-03-01 on; what is missing in words."""
    if day is None:
        return "日期不明"
    serial = day.toordinal() - 693594
    return serial if serial > 60 else str(day)


def _pairs(page: Page, outcome: Outcome, pairs: list[Pair], places: VetoPlaces) -> None:
    page.section("逐个候选：哪些事项与它有关")
    columns = (Column("编号"), Column("奖项"), Column("候选"), Column("调查结论", 0, "center"), Column("效力", 0, "center"),
               Column("科室"), Column("情况"), Column(""))
    page.head(columns)
    incidents = outcome.evaluation.incidents
    for award, standing, number in pairs:
        incident, who = incidents[number], standing.candidate
        places.concerned.setdefault(who, []).append(number)
        before = places.pairs.get(who)
        places.pairs[who] = CellRange(page.title, before.first if before else page.row, page.row, _EFFECT)
        effect, conclusion = places.effect[number], places.conclusion[number]
        row = [Link(incident.id or "未填", effect.link), award.name, who.name,
               Formula(f"={conclusion.here}", incident.conclusion or NOT_CLEAR), Formula(f"={effect.here}", effect_words(incident)),
               who.department, incident_text(incident), None]
        page.table_row(columns, row, page.tint(_TINTS[incident.effect]))
    page.sheet.set_column(len(columns), len(columns), 12, None, {"level": 1, "hidden": True})
