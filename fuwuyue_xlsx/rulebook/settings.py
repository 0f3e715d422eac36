"""活动信息 and 口径设置: the campaign's dates and the policies, each item with its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.campaign import Campaign, PublicNotice
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.rules.policies import POLICIES, WHOLE_CAMPAIGN, Policies, Policy
from fuwuyue_xlsx.rules.policy_values import parse_order
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.doubtful_dates import is_doubtful
from fuwuyue_xlsx.schema.field_kinds import Kind
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, KNOWN_ITEMS, OPTIONAL_ITEMS, RULES_FILE

_IN_ORDER = ("宣传开始", "方案截止", "实施开始", "实施结束", "材料截止")
_NOTICE_IN_ORDER = ("公示开始", "公示结束")
# the year in which the samples of the items are written
_SAMPLE_YEAR = 2017


def read_campaign(rows: RuleRows) -> tuple[Campaign | None, list[Finding]]:
    """The campaign, or None with every item that is missing, unknown, unreadable or out of order.

    The optional items may be missing; those that are there must be readable.
    """
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    places: dict[str, Place] = {}
    kinds = {key(name): (name, kind) for name, kind in _of_own_year(rows).items()}
    for row in rows["活动信息"]:
        known = kinds.get(row.key("项目"))
        if known is None:
            if row["项目"] is not None:
                findings.append(_unknown_item(row))
        elif row["内容"] is not None:
            name, kind = known
            reading = kind.read(row["内容"])
            # what the dates of the rules decide cannot be tried the other way
            strict = (one.as_error() if is_doubtful(one) else one for one in reading.findings)
            findings += [one.at(row.place("内容"), title=name) for one in strict]
            values[name], places[name] = reading.value, row.place("内容")
    present = {row.key("项目") for row in rows["活动信息"]}
    if "活动信息" not in rows.missing:
        where = Place(RULES_FILE, "活动信息")
        findings += [finding("rule-item-missing", where, name=name) for name in CAMPAIGN_ITEMS if key(name) not in present]
    findings += [*_out_of_order(values, places, _IN_ORDER), *_out_of_order(values, places, _NOTICE_IN_ORDER)]
    complete = all(values.get(name) is not None for name in CAMPAIGN_ITEMS)
    if not complete:
        return None, findings
    notice = PublicNotice(*(values.get(name) for name in OPTIONAL_ITEMS))
    return replace(Campaign(*(values[name] for name in CAMPAIGN_ITEMS)), notice=notice), findings


def _of_own_year(rows: RuleRows) -> dict[str, Kind]:
    """The items with what each takes; the dates that messages show as samples are of the year that the workbook names."""
    said = next((row["内容"] for row in rows["活动信息"] if row.key("项目") == key("年度")), None)
    year = CAMPAIGN_ITEMS["年度"].read(said).value if said is not None else None
    return {name: replace(kind, sample=f"{year + int(kind.sample[:4]) - _SAMPLE_YEAR}{kind.sample[4:]}")
            if year and isinstance(kind, (Day, Moment)) else kind for name, kind in KNOWN_ITEMS.items()}


def left_blank(finding: Finding, rows: RuleRows) -> bool:
    """Whether a finding only says that an optional item of 活动信息 has no content, or that a row of 口径设置 has nothing but what the
    program once wrote beside it: both are as good as no row.
    """
    if finding.code != "required-empty":
        return False
    optional = KNOWN_ITEMS.keys() - CAMPAIGN_ITEMS.keys()
    blank = [row.place("内容") for row in rows["活动信息"] if row.key("项目") in set(map(key, optional)) and row["内容"] is None]
    blank += [row.place(title) for row in rows["口径设置"] if row["口径"] is None and row["取值"] is None for title in ("口径", "取值")]
    return finding.place in blank


def _unknown_item(row: Row) -> Finding:
    options = "、".join(KNOWN_ITEMS)
    return finding("rule-item-unknown", row.place("项目"), name=row["项目"], kind="项目", options=options)


def _out_of_order(values: dict[str, Any], places: dict[str, Place], order: tuple[str, ...]) -> list[Finding]:
    known = [name for name in order if values.get(name) is not None]
    findings = []
    for earlier, later in pairwise(known):
        first, second = _moment(values[earlier], start=True), _moment(values[later], start=False)
        if second < first:
            details = {"earlier": earlier, "early": values[earlier], "later": later, "late": values[later]}
            findings.append(finding("rule-dates-order", places[later], **details))
    return findings


def _moment(value: dt.date, start: bool) -> dt.datetime:
    """Days are compared as days: the same day is in order, whatever the hour."""
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time.min if start else dt.time.max)


def read_policies(rows: RuleRows, campaign: Campaign | None) -> tuple[Policies | None, list[Finding]]:
    """The policies; one that is not listed takes its default, with a warning: of the period of vetoes the campaign's own days."""
    by_key = {row.key("口径"): row for row in reversed(rows["口径设置"]) if row["口径"] is not None}
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for policy in POLICIES:
        row = by_key.get(key(policy.name))
        default = _default(policy, campaign, rows)
        raw = default if row is None else row["取值"]
        if policy.field == "veto_period" and key(raw) == key(WHOLE_CAMPAIGN):
            raw = campaign_days(campaign) if campaign is not None else None
        if row is None and "口径设置" not in rows.missing and not policy.optional:
            where = Place(RULES_FILE, "口径设置")
            findings.append(finding("rule-policy-missing", where, policy=policy.name, value=default))
        if raw is not None:
            values[policy.field], about_value = _parse(policy, raw, row)
            findings += about_value
    findings += _unknown_components(values.get("tie_order"), by_key, rows)
    if any(finding.blocks for finding in findings) or len(values) < len(POLICIES):
        return None, findings
    return policies_of(values), findings


def campaign_days(campaign: Campaign) -> str:
    """The days from 宣传开始 to 材料截止, as 事故认定期间 writes them."""
    return f"{campaign.span.first} 至 {campaign.span.last}"


def _default(policy: Policy, campaign: Campaign | None, rows: RuleRows) -> str:
    """The value of a policy that is not listed, in words of this campaign: its own days, its own components."""
    if policy.field == "veto_period" and campaign is not None:
        return campaign_days(campaign)
    if policy.field != "tie_order":
        return policy.default
    known = {part.key("分项") for part in rows["评分构成"]}
    usual = parse_order(policy.default)
    # where no award has any of these components the order decides nothing, and need not speak of one that nobody has
    own = [name for name in usual if key(name) in known] or [name for name in usual if name in set(Source)]
    return " > ".join(own)


def policies_of(values: dict[str, Any]) -> Policies:
    """The policies from parsed values by the field of each policy; `veto_period` is a pair of days and becomes two fields."""
    first, last = values["veto_period"]
    rest = {name: value for name, value in values.items() if name != "veto_period"}
    return Policies(veto_first=first, veto_last=last, **rest)


def _parse(policy: Policy, raw: Any, row: Row | None) -> tuple[Any, list[Finding]]:
    value = policy.read(raw)
    if isinstance(value, Finding):
        return None, [value.at(row.place("取值") if row else Place(RULES_FILE, "口径设置"))]
    return value, []


def _unknown_components(order: Any, by_key: dict[str, Row], rows: RuleRows) -> list[Finding]:
    """The tie order names components that some award has. The default's own names always pass: an
    award without such a component skips it."""
    row = by_key.get(key("同分顺序"))
    if not order or row is None or "评分构成" in rows.missing:
        return []
    known = {part.key("分项"): part["分项"] for part in rows["评分构成"] if part["分项"]}
    default = next(policy for policy in POLICIES if policy.field == "tie_order")
    usual = {key(name) for name in default.parse(default.default)}
    strangers = [name for name in order if key(name) not in known and key(name) not in usual]
    if not strangers:
        return []
    details = {"policy": "同分顺序", "value": row["取值"], "why": f"没有“{'、'.join(strangers)}”这个分项"}
    return [finding("rule-policy-value", row.place("取值"), options="、".join(known.values()), **details)]


def period_outside(campaign: Campaign | None, policies: Policies | None, rows: RuleRows) -> list[Finding]:
    """A period of vetoes that does not touch the campaign, from 宣传开始 to 材料截止: no veto could ever fire."""
    if campaign is None or policies is None:
        return []
    start, end = campaign.kickoff, campaign.material_due.date()
    if policies.veto_first <= end and policies.veto_last >= start:
        return []
    named = (row.place("取值") for row in rows["口径设置"] if row.key("口径") == key("事故认定期间"))
    period = f"{policies.veto_first} 至 {policies.veto_last}"
    return [finding("rule-period-outside", next(named, Place(RULES_FILE, "口径设置")), period=period, start=start, end=end)]


def doubts(campaign: Campaign, rows: RuleRows) -> list[Finding]:
    """Settings that fit each other badly, as when only half of them were moved to another year. Warnings."""
    start, end = campaign.kickoff, campaign.material_due.date()
    if campaign.year in range(start.year, end.year + 1):
        return []
    place = next((row.place("内容") for row in rows["活动信息"] if row.key("项目") == key("年度")), Place(RULES_FILE, "活动信息"))
    return [finding("rule-year", place, year=campaign.year, start=start)]
