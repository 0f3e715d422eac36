"""What was handed in after its deadline, told at the cell that says when; the moment named is still in time."""

from __future__ import annotations

import datetime as dt

from fuwuyue_xlsx.basics.moments import written
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import DISQUALIFY
from fuwuyue_xlsx.schema.department_book import MATERIAL_TIME, PLAN_DATE

_NO_EFFECT = "按口径“提醒”，不影响评选"


def plan_lateness(rules: Rules, place: Place, day: dt.date) -> list[Finding]:
    """The finding on a plan handed in on this day; none when it was in time."""
    campaign = rules.campaign
    if not campaign.plan_is_late(day):
        return []
    effect = "按口径“取消资格”，方案一条视为不满足" if rules.policies.lateness == DISQUALIFY else _NO_EFFECT
    return [finding("plan-late", place, value=day, deadline=campaign.plan_due, effect=effect, title=PLAN_DATE)]


def material_lateness(rules: Rules, place: Place, moment: dt.datetime) -> list[Finding]:
    """The finding on material handed in at this moment; none when it was in time."""
    campaign = rules.campaign
    if not campaign.material_is_late(moment):
        return []
    effect = "按口径“取消资格”，本科室全部候选不符合条件" if rules.policies.lateness == DISQUALIFY else _NO_EFFECT
    due = written(campaign.material_due)
    return [finding("material-late", place, value=written(moment), deadline=due, effect=effect, title=MATERIAL_TIME)]
