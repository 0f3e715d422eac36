"""收文登记: when the office received each department's plan and material. Where it says so, lateness is judged by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fuwuyue_xlsx.basics.moments import END_OF_DAY, written
from fuwuyue_xlsx.intake.kinds.doubtful_days import asked_about, eased_unless, makes_differ
from fuwuyue_xlsx.intake.kinds.lateness import material_lateness, plan_lateness
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content, Row, SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema.office_books import MATERIAL, PLAN, RECEIPT_SHEET, RECEIPTS
from fuwuyue_xlsx.tables.columns import Columns, from_records, to_records
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit

_EARLIER = dt.timedelta(hours=1)
_LATENESS = ("plan-late", "material-late", "handed-in-before")
_ASKED = ("科室", "材料", "收到时间")


@dataclass(frozen=True)
class _Dated:
    """What a department dates itself: the field, and the columns of `departments` that hold the date and its cell."""

    title: str
    value: str
    source: str


_DATED = {PLAN: _Dated(d.PLAN_DATE, "plan_date", "plan_source"), MATERIAL: _Dated(d.MATERIAL_TIME, "material_time", "material_source")}


def receipt_content(read: BookRead, rules: Rules) -> Content:
    """The rows of one book that say what was received when; what a row lacks is told as of any table."""
    table = read.tables.get(RECEIPT_SHEET)
    rows = [
        {"department": record["科室"], "material": record["材料"], "received": record["收到时间"], "by": record["经手人"],
         "source": read.cell(RECEIPT_SHEET, index, "收到时间")}
        for index, record in (table.records() if table is not None else ())
        if all(record[title] is not None for title in _ASKED)
    ]
    if table is not None:
        materials = {place_of(row["source"]).cell: row["material"] for row in rows}
        judges = {cell: _lateness_of(material, rules) for cell, material in materials.items()}
        table.findings = eased_unless(table.findings, lambda p: p.place.cell in judges and makes_differ(judges[p.place.cell], p))
    return Content({"receipts": from_records(rows, COLUMNS["receipts"])})


def _lateness_of(material: str | None, rules: Rules) -> Callable[[dt.datetime], bool]:
    """How it is judged whether a material was received late."""
    campaign = rules.campaign
    return (lambda received: campaign.plan_is_late(received.date())) if material == PLAN else campaign.material_is_late


def receipt_doubts(files: Iterable[SourceFile], tables: Mapping[str, Columns], rules: Rules) -> list[Doubt]:
    """The moments of receipts that may be meant otherwise, with the departments' rows as they then would be."""
    findings = [asked for file in files if file.kind == RECEIPTS and file.state is State.USED for asked in asked_about(file.findings)]
    receipts = to_records(tables["receipts"]) if findings else []
    departments = {row["department"]: row for row in to_records(tables["departments"])} if findings else {}
    doubts = []
    for asked in findings:
        row = next((row for row in receipts if place_of(row["source"]) == asked.place), None)
        if row is not None and row["department"] in departments:
            now, ways = departments[row["department"]], []
            for other in asked.details["others"]:
                first, _ = _first_received([{**one, "received": other} if one is row else one for one in receipts])
                judged = from_records([_judged(now, first, [], rules)])
                ways.append(Edit({"departments": frozenset({now["file"]})}, {"departments": judged}))
            doubts.append(Doubt((asked,), tuple(ways)))
    return doubts


def judged_by_receipts(files: Sequence[SourceFile], tables: Mapping[str, Columns], rules: Rules
                       ) -> tuple[list[SourceFile], dict[str, Columns], list[Finding]]:
    """The dates of the departments as the office received their plan and material, where it says so.

    Returns the files without what was found about the departments' own dates that no longer count, the tables that change,
    and the findings. Of several receipts for one material the first one counts.
    """
    receipts = to_records(tables["receipts"])
    if not receipts:
        return list(files), {}, []
    first, findings = _first_received(receipts)
    departments = to_records(tables["departments"])
    known = {row["department"] for row in departments}
    judged = [_judged(row, first, findings, rules) for row in departments]
    for (department, material), row in first.items():
        findings += _before(row, rules)
        if department not in known:
            findings.append(finding("received-without-book", place_of(row["source"]), department=department, material=material))
    replaced: set[tuple[str | None, str]] = {(department, _DATED[material].title) for department, material in first}
    settled = [_without_own_lateness(file, replaced) for file in files]
    return settled, {"departments": from_records(judged, tables["departments"])}, findings


def dated_by_receipts(way: Edit, tables: Mapping[str, Columns], rules: Rules) -> Edit:
    """Another reading of some rows, in which departments have the dates of their receipts: those that are left in it. `tables`: with
    the departments' own dates.

    A reading without a receipt, or with another one, changes the row of the department whose receipt it is.
    """
    gone, come = way.out.get("receipts", frozenset()), to_records(dict(way.rows.get("receipts", {})))
    before = to_records(tables["receipts"])
    changed = {row["department"] for row in (*before, *come) if row["source"] in gone} | {row["department"] for row in come}
    others = [row for row in to_records(tables["departments"])
              if row["department"] in changed and row["file"] not in way.out.get("departments", frozenset())]
    departments = [*to_records(dict(way.rows.get("departments", {}))), *others]
    if not departments:
        return way
    first, _ = _first_received([*(row for row in before if row["source"] not in gone), *come])
    judged = from_records([_judged(row, first, [], rules) for row in departments], tables["departments"])
    out = {"departments": way.out.get("departments", frozenset()) | {row["file"] for row in others}}
    return replace(way, out={**way.out, **out}, rows={**way.rows, "departments": judged})


def _first_received(receipts: Iterable[Row]) -> tuple[dict[tuple[str, str], Row], list[Finding]]:
    """The first receipt of each material, and a finding on every later one."""
    first: dict[tuple[str, str], Row] = {}
    again = []
    for row in sorted(receipts, key=lambda row: row["received"]):
        counting = first.setdefault((row["department"], row["material"]), row)
        if counting is not row:
            details = {"material": row["material"], "first": written(counting["received"]), "department": row["department"]}
            again.append(finding("received-again", place_of(row["source"]), **details))
    return first, again


def _judged(row: Row, first: Mapping[tuple[str, str], Row], findings: list[Finding], rules: Rules) -> Row:
    """A department with the dates of its receipts; adds what there is to say about them."""
    department = row["department"]
    for material, own in _DATED.items():
        receipt = first.get((department, material))
        if receipt is None:
            continue
        received: dt.datetime = receipt["received"]
        place = place_of(receipt["source"])
        findings += _own_earlier(row, own, receipt)
        is_plan = material == PLAN
        late = plan_lateness(rules, place, received.date()) if is_plan else material_lateness(rules, place, received)
        findings += [replace(one, department=department) for one in late]
        row = {**row, own.value: received.date() if is_plan else received, own.source: receipt["source"]}
    return row


def _own_earlier(row: Row, own: _Dated, receipt: Row) -> list[Finding]:
    """The department dates its handing in more than an hour before the office received it; a day alone means its end."""
    value, received = row[own.value], receipt["received"]
    if value is None:
        return []
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, END_OF_DAY)
    if received - moment <= _EARLIER:
        return []
    details: dict[str, Any] = {"title": own.title, "value": written(value), "received": written(received), "cell": receipt["source"]}
    return [finding("received-later", place_of(row[own.source]), department=row["department"], **details)]


def _before(row: Row, rules: Rules) -> list[Finding]:
    """A receipt from before the campaign: mistyped, most likely."""
    start = rules.campaign.span.first
    if row["received"].date() >= start:
        return []
    details = {"title": "收到时间", "value": written(row["received"]), "start": start}
    return [finding("handed-in-before", place_of(row["source"]), department=row["department"], **details)]


def _without_own_lateness(file: SourceFile, replaced: set[tuple[str | None, str]]) -> SourceFile:
    """A department's book without findings on the lateness of dates that receipts replace."""
    if file.kind != d.KIND or file.state is not State.USED:
        return file
    left = tuple(p for p in file.findings if p.code not in _LATENESS or (file.department, p.details.get("title")) not in replaced)
    return file if len(left) == len(file.findings) else replace(file, findings=left)
