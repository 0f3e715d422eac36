"""公示名单.xlsx: names, departments and awards for the board, without a score. Days and contact come from the rules."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook

from fuwuyue_xlsx.forms.paper import Paper, print_ready
from fuwuyue_xlsx.forms.winners import BLANK, Winner, day, signature, winners_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Award, Level, Rules, Source
from fuwuyue_xlsx.workbook.style import HEAD, Formats

FILE = "公示名单.xlsx"
NOT_YET = "初步结果，不得公示"
_WIDTHS = (8, 46, 34)
_DIGITS = "一二三四五六七八九十"
_NAMED = {Level.TEAM: "班组", Level.PERSON: "姓名", Level.POST: "岗位"}


def notice_workbook(outcome: Outcome) -> bytes:
    """The notice. A preliminary result is marked on every page."""
    return print_ready(outcome, "公示名单", lambda workbook, formats: _write(workbook, formats, outcome))


def _write(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    campaign = outcome.rules.campaign
    paper = Paper(workbook, formats, "公示名单", _WIDTHS, outcome.warning(NOT_YET))
    paper.changes(outcome)
    paper.title(f"关于{campaign.titled('评选结果')}的公示")
    body: dict[str, Any] = {"font_size": 12, "valign": "top"}
    rests_on = outcome.rules.own.rests_on(campaign.name)
    paper.across(f"　　根据{rests_on}，经{_steps(outcome.rules)}，拟对下列集体和个人予以表彰，现予公示。", **body)
    paper.across(f"　　公示时间：{day(campaign.notice.first)}至{day(campaign.notice.last)}。", **body)
    contact, phone = campaign.notice.contact or BLANK, campaign.notice.phone or BLANK
    paper.across(f"　　对公示内容有异议的，请在公示期内实名向{campaign.host}反映。联系人：{contact}　联系电话：{phone}", **body)
    for number, award in enumerate(outcome.rules.enabled_awards):
        _award(paper, number, award, winners_of(outcome, award), "（空缺）" if outcome.final else "（尚未确定）")
    paper.gap(24)
    foot: dict[str, Any] = {"font_size": 12, "align": "right", "indent": 2}
    paper.across(signature(outcome), **foot)
    paper.across(day(campaign.notice.first), **foot)


def _steps(rules: Rules) -> str:
    """What the winners have gone through, in one phrase: nominations, and whatever the rules score."""
    named = {Source.REVIEW: "评委评审", Source.SURVEY: rules.own.survey, Source.ADJUSTMENT: "加减分核定"}
    scored = {component.source for award in rules.enabled_awards for component in award.components}
    steps = ["科室推荐", *(named.get(source, source.value) for source in Source if source in scored)]
    return "和".join(part for part in ("、".join(steps[:-1]), steps[-1]) if part)


def _award(paper: Paper, number: int, award: Award, winners: list[Winner], nobody: str) -> None:
    people = award.level is Level.PERSON
    numeral = _DIGITS[number] if number < len(_DIGITS) else str(number + 1)
    paper.gap(12)
    paper.across(f"{numeral}、{award.name}（{len(winners)} {'名' if people else '个'}）", 28, font_name=HEAD, font_size=14)
    if not winners:
        paper.across(f"　　{nobody}", font_size=12)
        return
    whole = award.level is Level.DEPARTMENT
    paper.header(("序号", "科室") if whole else ("序号", _NAMED[award.level], "科室"))
    for place, winner in enumerate(winners, 1):
        names = (winner.name,) if whole else (winner.name, winner.department)
        paper.cells((place, *names), ("center", *("left" for _ in names)), 22, font_size=12)
