"""推荐表汇编.xlsx: a printable form for each award (附表1, 附表2 … in the rules' order), filled in from the departments' books; and an empty set."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.basics.text import sheet_titles
from fuwuyue_xlsx.forms.form_sheet import FormSheet
from fuwuyue_xlsx.outcome import CHANGED, Outcome
from fuwuyue_xlsx.rules.model import AGREED, OUTSIDE_TEAMS, Award, Level, Rules
from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.tables.frames import records
from fuwuyue_xlsx.workbook.cell_contents import printable
from fuwuyue_xlsx.workbook.style import BORDER, HEAD, Formats, height, lines_needed, set_page, workbook_options
from fuwuyue_xlsx.workbook.xlsxwriter_internals import PlainSheet

COMPILED_FILE, BLANK_FILE = "推荐表汇编.xlsx", "空白推荐表.xlsx"
INDEX = "目录"
# as the notice has it below each of its forms
NOTE = "备注：主要事迹由科室填写，可附页。"
_DATE = "年　　月　　日　"
_INDEX_COLUMNS = (("序号", 8), ("奖项", 20), ("科室", 22), ("推荐对象", 40))


@dataclass(frozen=True)
class FormCandidate:
    """A candidate as a form shows it; every text may be empty, to be written by hand."""

    department: str = ""
    team: str = ""
    person: str = ""
    post: str = ""
    holders: str = ""
    job: str = ""
    basics: str = ""
    deeds: str = ""
    agreed: bool = False

    @property
    def name(self) -> str:
        """Whom the form is for: the person or post, else the team, else the department; empty on a blank form."""
        return self.person or self.post or self.team or self.department


def compiled_forms(outcome: Outcome) -> bytes:
    """A sheet a candidate that its department agrees to, award by award in the rules' order, after an index with links; one that serves
    several tiers once."""
    rows = records(outcome.tables.nominations)
    team_basics = {(row["department"], row["team"]): row["basics"] for row in records(outcome.tables.headcounts)}
    order = {department: number for number, department in enumerate(outcome.rules.departments)}
    wanted = []
    for award in outcome.rules.enabled_awards:
        higher = {tier.name for tier in outcome.rules.tiers_above(award)}
        written = {row["source"] for row in rows if row["award"] in higher}
        mine = [row for row in rows if row["award"] == award.name and row["agreed"] and row["source"] not in written]
        for row in sorted(mine, key=lambda row: (order[row["department"]], _place(row))):
            wanted.append((award, _candidate(row, team_basics.get((row["department"], row["team"])))))
    return _workbook(outcome.rules, "推荐表汇编", wanted, CHANGED if outcome.changed_since_final else "")


def blank_forms(outcome: Outcome) -> bytes:
    """One empty form of each enabled award, to be filled in by hand."""
    return _workbook(outcome.rules, "空白推荐表", [(award, FormCandidate()) for award in outcome.rules.enabled_awards])


def _place(row: dict[str, Any]) -> tuple[bool, int, int]:
    """By the department's own order, then as the sheet has it."""
    return row["order"] is None, int(row["order"] or 0), row["position"]


def _candidate(row: dict[str, Any], basics: str | None) -> FormCandidate:
    team = row["team"] or (OUTSIDE_TEAMS if row["person"] or row["post"] else "")
    job = "".join((row["job"] or "", f"（{row['category']}）" if row["category"] else ""))
    return FormCandidate(
        row["department"], team, row["person"] or "", row["post"] or "", "、".join(row["holders"] or ()), job, row["basics"] or basics or "",
        row["deeds"] or "", bool(row["agreed"]),
    )


def _workbook(rules: Rules, title: str, wanted: list[tuple[Award, FormCandidate]], warning: str = "") -> bytes:
    """`warning` stands in the header of every page."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = Workbook(buffer, workbook_options())
        campaign = rules.campaign
        created = dt.datetime.combine(campaign.material_due.date(), dt.time(18))
        workbook.set_properties({"title": f"{campaign.name}{title}", "created": created})
        workbook.set_custom_property(STAMP_PROPERTY, Stamp("results", str(campaign.year)).text(), "text")
        formats = Formats(workbook)
        names = [f"{number:02d} {award.name} {candidate.name}".strip() for number, (award, candidate) in enumerate(wanted, 1)]
        titles = sheet_titles(names, (INDEX,))
        _write_index(workbook, formats, f"{campaign.name}{title}", wanted, [titles[name] for name in names])
        for name, (award, candidate) in zip(names, wanted, strict=True):
            sheet = FormSheet(workbook.add_worksheet(titles[name], PlainSheet), formats)
            _FORMS[award.level](sheet, rules, award, candidate)
            sheet.note(NOTE)
            sheet.finish(" ".join(part for part in dict.fromkeys((campaign.name, award.name, candidate.department, candidate.name)) if part))
        for worksheet in workbook.worksheets() if warning else ():
            worksheet.set_header(f'&C&"{HEAD}"&12&KC00000{warning}')
        workbook.close()
    return buffer.getvalue()


def _write_index(workbook: Workbook, formats: Formats, title: str, wanted: list[tuple[Award, FormCandidate]],
                 titles: list[str]) -> None:
    sheet = workbook.add_worksheet(INDEX, PlainSheet)
    for column, (_, width) in enumerate(_INDEX_COLUMNS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 3, "", formats.title)
    sheet.write_string(0, 0, title, formats.title)
    sheet.set_row(0, 40)
    for column, (name, _) in enumerate(_INDEX_COLUMNS):
        sheet.write_string(1, column, name, formats.header)
    sheet.set_row(1, 26)
    text, link = formats.get(text_wrap=True, **BORDER), formats.get(text_wrap=True, font_color="#0563C1", underline=1, **BORDER)
    for row, ((award, candidate), target) in enumerate(zip(wanted, titles, strict=True), 2):
        sheet.write_number(row, 0, row - 1, formats.get(align="center", **BORDER))
        sheet.write_string(row, 1, award.name, text)
        sheet.write_string(row, 2, candidate.department, text)
        sheet.write_url(row, 3, f"internal:{quoted_title(target)}!A1", link, printable(candidate.name or "空白表")[:200])
        lines = (lines_needed(words, width) for words, (_, width) in zip((award.name, candidate.department, candidate.name),
                                                                        _INDEX_COLUMNS[1:], strict=True))
        sheet.set_row(row, height(max(lines), 22))
    if not wanted:
        sheet.merge_range(2, 0, 2, 3, "", text)
        sheet.write_string(2, 0, "还没有科室同意的推荐。", text)
    sheet.freeze_panes(2, 0)
    set_page(sheet, landscape=False, header_row=1)


def _head(sheet: FormSheet, rules: Rules, award: Award) -> None:
    sheet.title(f"附表{rules.enabled_awards.index(award) + 1}", f"{award.name}推荐表", rules.campaign.name)


def _opinions(sheet: FormSheet, rules: Rules, candidate: FormCandidate | None, head_signs: str) -> None:
    """The boxes below the deeds; the department's own opinion only where it is not itself the candidate."""
    if candidate is not None:
        sheet.box("科室意见", AGREED if candidate.agreed else "", (f"（签章）　　　　{_DATE}",), 80)
    deputy, head = rules.own.signatures
    sheet.box(f"{deputy}意见", "", (f"（签名）　　　　{_DATE}",), 84)
    sheet.box(f"{head}意见", "", (f"（{head_signs}）　　　　{_DATE}",), 84)


def _department_form(sheet: FormSheet, rules: Rules, award: Award, candidate: FormCandidate) -> None:
    """A department recommends itself."""
    _head(sheet, rules, award)
    sheet.pair((("申报部门", candidate.department),))
    sheet.box("主要事迹", candidate.deeds, (f"（签章）　　　　{_DATE}",), 360)
    _opinions(sheet, rules, None, "签名")


def _team_form(sheet: FormSheet, rules: Rules, award: Award, candidate: FormCandidate) -> None:
    """A department recommends a team."""
    _head(sheet, rules, award)
    sheet.pair((("申报班组", candidate.team), ("所属部门", candidate.department)))
    sheet.box("班组基本情况", candidate.basics, (), 70)
    sheet.box("主要事迹", candidate.deeds, (f"（班组长签字）　　　　{_DATE}",), 220)
    _opinions(sheet, rules, candidate, "签章")


def _person_form(sheet: FormSheet, rules: Rules, award: Award, candidate: FormCandidate) -> None:
    """A department recommends a person."""
    _head(sheet, rules, award)
    sheet.pair((("姓　　名", candidate.person), ("岗　　位", candidate.job)))
    sheet.pair((("所在班组", candidate.team), ("所属部门", candidate.department)))
    sheet.box("主要事迹", candidate.deeds, (f"（签名）　　　　{_DATE}",), 260)
    _opinions(sheet, rules, candidate, "签章")


def _post_form(sheet: FormSheet, rules: Rules, award: Award, candidate: FormCandidate) -> None:
    """A department recommends a post."""
    _head(sheet, rules, award)
    sheet.pair((("岗位名称", candidate.post),))
    sheet.pair((("在岗人员", candidate.holders),))
    sheet.pair((("所在班组", candidate.team), ("所属部门", candidate.department)))
    sheet.box("主要事迹", candidate.deeds, (f"（签名）　　　　{_DATE}",), 260)
    _opinions(sheet, rules, candidate, "签章")


_FORMS: dict[Level, Callable[[FormSheet, Rules, Award, FormCandidate], None]] = {
    Level.DEPARTMENT: _department_form,
    Level.TEAM: _team_form,
    Level.PERSON: _person_form,
    Level.POST: _post_form,
}
