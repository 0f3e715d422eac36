"""反馈/〈科室〉.xlsx: what a department may know of the evaluation: its own figures, and where the line was.

No other department's name, candidate or score stands in it; reviewers and inspectors are not named.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.moments import written
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Standing
from fuwuyue_xlsx.evaluate.evidence import Evidence
from fuwuyue_xlsx.evaluate.shares_of_winners import shares_of_winners
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.forms.disclosure import OwnPart, anonymous, cut_line, own_words
from fuwuyue_xlsx.forms.paper import print_ready
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, ConditionKind, Source
from fuwuyue_xlsx.schema.department_book import file_part
from fuwuyue_xlsx.workbook.page import Column, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import sources_text
from fuwuyue_xlsx.workbook.style import Formats

RESULT, DETAILS, CONDITIONS, VISITS, TO_MEND = "评选结果", "得分明细", "条件核查", "检查明细", "要改要补的"
NOT_YET = "初步结果，仅供核对，不得公开"
_TINTS = {Status.WINNER: "good", Status.VETOED: "bad", Status.TIED: "open", Status.PENDING: "open", Status.UNSCORED: "open",
          Status.NOT_NOMINATED: "quiet"}


def feedback_files(outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of every department of the rules; names are safe for any system and told apart."""
    for department in outcome.rules.departments:
        yield f"{file_part(outcome.rules, department)}.xlsx", feedback_workbook(outcome, department)


def feedback_workbook(outcome: Outcome, department: str) -> bytes:
    """The feedback for one department as a workbook: its own candidates with figures and reasons, and nobody else's."""
    own = OwnPart(outcome, department)
    return print_ready(outcome, f"评选反馈（{department}）", lambda workbook, formats: _write(workbook, formats, own))


def _write(workbook: Workbook, formats: Formats, own: OwnPart) -> None:
    _result(workbook, formats, own)
    _details(workbook, formats, own)
    _conditions(workbook, formats, own)
    _visits(workbook, formats, own)
    _to_mend(workbook, formats, own)


def _page(workbook: Workbook, formats: Formats, own: OwnPart, title: str, columns: tuple[Column, ...], landscape: bool = True) -> Page:
    page = Page(workbook, SheetOptions(formats), title, [column.width for column in columns], landscape=landscape)
    page.heading(f"{own.department}：{title}")
    # of the changes no more than that there are some: they name other departments' files
    warning = own.outcome.warning(NOT_YET)
    if warning:
        page.line(warning, "open")
    return page


# 评选结果


def _result(workbook: Workbook, formats: Formats, own: OwnPart) -> None:
    columns = (Column("奖项", 16), Column("候选", 34), Column("结果", 12, "center"), Column("名次", 8, "center"),
               Column("综合得分", 11, "center", own.points), Column("入围线", 11, "center", own.points), Column("说明", 56))
    page = _page(workbook, formats, own, RESULT, columns)
    page.line("只列本科室的候选和得分。入围线是名额之内最后一名的综合得分。")
    for line in _submission(own):
        page.line(line)
    rows, tints = [], []
    for result, standing in own.standings():
        rows.append([result.award.name, standing.candidate.name, standing.status.label, standing.rank, standing.score, cut_line(result, own.department),
                     own.discreet(own_words(own.outcome, result, standing))])
        tints.append(_TINTS.get(standing.status, ""))
    page.table(columns, rows, tints, main=True, nothing="没有候选")


def _submission(own: OwnPart) -> Iterator[str]:
    rows = [row for row in own.outcome.tables.departments.to_dict("records") if row["department"] == own.department]
    if not rows:
        yield "还没有收到填报表。"
    for row in rows:
        time = row["material_time"]
        yield f"采用的填报表：{row['file']}；材料报送时间：{written(time) if time else '没有写明'}"
    for result in own.outcome.evaluation.awards:
        if isinstance(result.quota, dict):
            seats = result.quota.get(own.department)
            yield f"“{result.award.name}”本科室名额：{'还不能确定' if seats is None else f'{seats} {result.award.level.counted}'}"
        for one in shares_of_winners(result):
            if one.department == own.department:
                yield f"{one.words}：{'达到' if one.met else '没有达到'}；只核对，不影响获奖"


# 得分明细


def _details(workbook: Workbook, formats: Formats, own: OwnPart) -> None:
    columns = (Column("奖项", 14), Column("候选", 34), Column("分项", 20), Column("明细", 22), Column("得分", 10, "center", own.points),
               Column("算法", 46))
    page = _page(workbook, formats, own, DETAILS, columns)
    page.line("评委不署名，按分数从高到低编号；同一编号在不同候选里不一定是同一位评委。每一步都四舍五入。")
    rows, tints = [], []
    for result, standing in own.nominated():
        for row, tint in _score_rows(own, result, standing):
            rows.append(row)
            tints.append(tint)
    page.table(columns, rows, tints, main=True, nothing="没有需要打分的候选")


def _score_rows(own: OwnPart, result: AwardResult, standing: Standing) -> Iterator[tuple[list[object], str]]:
    start = [result.award.name, standing.candidate.name]
    for part in result.award.components:
        figure = standing.figures[part.name]
        for label, value, basis in anonymous(part.source, figure):
            # why points were given is free text, which may name others
            yield [*start, part.name, own.discreet(label) if part.source is Source.ADJUSTMENT else label, value, basis], ""
        shown = figure.value if figure.value is not None else "缺"
        borrowed = "（沿用科室）" if part.name in standing.borrowed else ""
        yield [*start, part.name, f"分项得分{borrowed}", shown, figure.how or "没有评分"], "quiet"
    if standing.score is not None:
        terms = " + ".join(part.term(standing.components[part.name]) for part in result.award.components)
        yield [*start, "综合得分", "", standing.score, terms], "good"


# 条件核查


def _conditions(workbook: Workbook, formats: Formats, own: OwnPart) -> None:
    columns = (Column("奖项", 12), Column("候选", 22), Column("序号", 6, "center"), Column("条件", 36), Column("类型", 10, "center"),
               Column("结果", 9, "center"), Column("依据", 26), Column("出处（本科室的填报表）", 34))
    page = _page(workbook, formats, own, CONDITIONS, columns)
    rows, tints = [], []
    for result, standing in own.nominated():
        for evidence in standing.evidence:
            verdict = _verdict(standing, evidence)
            condition = evidence.condition
            sources = sources_text(source for source in evidence.sources if own.own_file(source))
            rows.append([result.award.name, standing.candidate.name, condition.number, condition.text, condition.kind.value, verdict,
                         own.discreet(evidence.words), sources])
            tints.append("bad" if verdict in ("不满足", "被否决") else "")
    page.table(columns, rows, tints, main=True, nothing="没有被推荐的候选")


def _verdict(standing: Standing, evidence: Evidence) -> str:
    if evidence.condition.kind is ConditionKind.VETO:
        return "被否决" if standing.status is Status.VETOED else "未被否决"
    return evidence.verdict


# 检查明细


def _visits(workbook: Workbook, formats: Formats, own: OwnPart) -> None:
    columns = (Column("检查日期", 14, "center"), Column("班组", 40), Column("检查项目", 34), Column("得分", 9, "center", "General"),
               Column("满分", 9, "center", "General"), Column("失分", 9, "center", "General"))
    page = _page(workbook, formats, own, VISITS, columns, landscape=False)
    rows, tints = [], []
    for row in own.outcome.tables.inspections.to_dict("records"):
        if row["department"] == own.department:
            lost = row["maximum"] - row["points"]
            rows.append([str(row["date"] or "日期不明"), row["team"] or OUTSIDE_TEAMS, row["item"], row["points"], row["maximum"], lost or None])
            tints.append("open" if lost * 5 >= row["maximum"] else "")
    page.line("失分达到满分五分之一的项目标了颜色。")
    page.table(columns, rows, tints, main=True, nothing="没有检查记录")


# 要改要补的


def _to_mend(workbook: Workbook, formats: Formats, own: OwnPart) -> None:
    columns = (Column("级别", 8, "center"), Column("工作表", 18), Column("单元格", 10, "center"), Column("问题", 60), Column("怎么改", 54))
    page = _page(workbook, formats, own, TO_MEND, columns)
    rows = [[finding.severity.label, finding.place.sheet, finding.place.cell, own.discreet(finding.message), own.discreet(finding.hint)]
            for finding in own.outcome.findings if finding.place.file in own.files]
    absent = [] if own.department in own.outcome.submitted else [["警告", "", "", "还没有收到填报表", "请填好后尽快报送"]]
    missing = [
        ["警告", "", "", f"“{result.award.name}”的“{standing.candidate.name}”缺评分：{'、'.join(_unscored(standing))}", "由主办部门补齐"]
        for result, standing in own.nominated() if standing.status is Status.UNSCORED
    ]
    page.table(columns, [*absent, *missing, *rows], main=True, nothing="没有要改要补的")


def _unscored(standing: Standing) -> list[str]:
    return [name for name, value in standing.components.items() if value is None]
