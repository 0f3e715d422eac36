"""One change made twice: in a results workbook's cells, and in the inputs it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from fuwuyue_xlsx.evaluate.reasons import of_group
from fuwuyue_xlsx.evaluate.sums import PointSum, sums_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Award, QuotaKind
from tests.support.evaluation_inputs import Inputs
from tests.support.recalculation import Sheets

Cells = dict[str, dict[str, Any]]
FINDINGS = ("属实", "不属实", "待查")


@dataclass(frozen=True)
class Edit:
    """What is typed into the workbook, and the inputs with the same change."""

    kind: str
    cells: Cells
    changed: Inputs


def rows_of(sheets: Sheets, title: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a sheet as letter → value."""
    rows: dict[int, dict[str, Any]] = {}
    for cell, value in sheets.get(title, {}).items():
        letters = cell.rstrip("0123456789")
        rows.setdefault(int(cell[len(letters):]), {})[letters] = value
    yield from sorted(rows.items())


def row_where(sheets: Sheets, title: str, after: str = "", **wanted: Any) -> int:
    """The first row, below the section `after`, in which the cells of these letters hold these values."""
    begun = not after
    for number, row in rows_of(sheets, title):
        begun = begun or row.get("A") == after
        if begun and all(row.get(letters) == value for letters, value in wanted.items()):
            return number
    raise LookupError((title, after, wanted))


def with_award(inputs: Inputs, award: Award, **changes: Any) -> Inputs:
    """The inputs with one award changed."""
    awards = tuple(replace(one, **changes) if one.name == award.name else one for one in inputs.rules.awards)
    return replace(inputs, rules=replace(inputs.rules, awards=awards))


def weight(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit | None:
    """Weight moved from one component to another, in steps of a tenth."""
    fit = [a for a in inputs.rules.enabled_awards if len(a.components) > 1 and max(c.weight for c in a.components) > 5]
    if not fit:
        return None
    award = dice.choice(fit)
    giver = max(award.components, key=lambda part: part.weight)
    taker = dice.choice([part for part in award.components if part is not giver])
    moved = Decimal(dice.randint(1, int(giver.weight * 10))) / 10
    weights = {giver.name: giver.weight - moved, taker.name: taker.weight + moved}
    parts = tuple(replace(part, weight=weights.get(part.name, part.weight)) for part in award.components)
    cells = {f"C{row_where(sheets, '规则', '评分构成', A=award.name, B=name)}": float(value) for name, value in weights.items()}
    return Edit("weight", {"规则": cells}, with_award(inputs, award, components=parts))


def quota(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit | None:
    """More or fewer seats, or another percent."""
    if not inputs.rules.enabled_awards:
        return None
    award = dice.choice(inputs.rules.enabled_awards)
    step = dice.choice([-2, -1, 1, 2, 3]) * (5 if award.quota_kind is QuotaKind.RATIO else 1)
    seats = max(Decimal(0), (award.quota or Decimal(0)) + step)
    cell = f"C{row_where(sheets, '规则', '奖项', A=award.name)}"
    return Edit("quota", {"规则": {cell: float(seats)}}, with_award(inputs, award, quota=seats))


def prize(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit | None:
    """Another prize."""
    award = dice.choice(inputs.rules.enabled_awards)
    yuan = dice.randint(1, 30) * 50
    cell = f"D{row_where(sheets, '规则', '奖项', A=award.name)}"
    return Edit("prize", {"规则": {cell: yuan}}, with_award(inputs, award, prize=yuan))


def threshold(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit | None:
    """Another threshold of a condition that has one."""
    fit = [(a, c) for a in inputs.rules.enabled_awards for c in a.conditions if c.threshold is not None]
    if not fit:
        return None
    award, condition = dice.choice(fit)
    value = max(Decimal(0), condition.threshold + dice.choice([-3, -2, -1, 1, 2, 3]))
    cell = f"E{row_where(sheets, '规则', '评选条件', A=award.name, B=f'{condition.number}. {condition.text}{of_group(condition)}')}"
    conditions = tuple(replace(one, threshold=value) if one is condition else one for one in award.conditions)
    return Edit("threshold", {"规则": {cell: float(value)}}, with_award(inputs, award, conditions=conditions))


def conclusion(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit | None:
    """Another finding of an incident."""
    frame = inputs.tables.incidents
    if frame.empty:
        return None
    number = dice.randrange(len(frame))
    word = dice.choice([one for one in FINDINGS if one != frame["conclusion"].iloc[number]])
    changed = frame.copy()
    changed.iat[number, list(frame.columns).index("conclusion")] = word
    first = row_where(sheets, "一票否决", A="编号") + 1
    tables = replace(inputs.tables, incidents=changed)
    return Edit("conclusion", {"一票否决": {f"D{first + number}": word}}, replace(inputs, tables=tables))


def points(kind: str) -> Callable[[Inputs, Sheets, Random], Edit | None]:
    """One point sheet of a reviewer (reviews) or visit (inspections): its first point becomes another."""

    def change(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit | None:
        shown = {}
        for title in (title for title in sheets if title.startswith("评分明细")):
            for number, row in rows_of(sheets, title):
                name = tuple(row.get(letter) for letter in "ABCD")
                shown[name] = None if name in shown else (title, number)
        rows = [row for row in getattr(sums_of(inputs.tables), kind) if (place := shown.get(_name(row))) and place]
        if not rows:
            return None
        row = dice.choice(rows)
        title, number = shown[_name(row)]
        frame = getattr(inputs.tables, kind).copy()
        at = list(frame["source"]).index(row.sources[0])
        new = Decimal(dice.randint(0, int(frame["maximum"].iloc[at] * 4))) / 4
        total = row.total - frame["points"].iloc[at] + new
        frame.iat[at, list(frame.columns).index("points")] = new
        tables = replace(inputs.tables, **{kind: frame})
        return Edit(kind, {title: {f"E{number}": float(total)}}, replace(inputs, tables=tables))

    return change


CHOICES = {"个人名额取整": ("quota_rounding", ("四舍五入", "进一", "舍去")), "个人名额每科室至少": ("quota_minimum", (0, 1, 2, 3)),
           "评委打分汇总": ("review_mean", ("平均", "去最高最低后平均")), "评委回避本科室": ("recusal", ("是", "否")),
           "缺项处理": ("missing", ("不予排名", "沿用科室"))}


def policy(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit:
    """Another value of a policy that formulas follow."""
    now = inputs.rules.policies
    name, (field, values) = dice.choice(list(CHOICES.items()))
    shown = {True: "是", False: "否"}[now.recusal] if field == "recusal" else getattr(now, field)
    value = dice.choice([one for one in values if one != shown])
    changed = replace(now, **{field: value == "是" if field == "recusal" else value})
    cell = f"B{row_where(sheets, '规则', '口径', A=name)}"
    return Edit("policy", {"规则": {cell: value}}, replace(inputs, rules=replace(inputs.rules, policies=changed)))


def grade(inputs: Inputs, sheets: Sheets, dice: Random) -> Edit:
    """The best grade is worth less, or the period of vetoes begins later."""
    now = inputs.rules.policies
    if dice.random() < 0.5:
        first = now.veto_first + dt.timedelta(days=dice.randint(5, 25))
        cell = f"B{row_where(sheets, '规则', '口径', A='事故认定期间（起）')}"
        changed, value = replace(now, veto_first=first), first.toordinal() - 693594
    else:
        name, most = now.grades[0]
        points = (most + now.grades[1][1]) / 2
        cell = f"B{row_where(sheets, '规则', '满意度等级分值', A=name)}"
        changed, value = replace(now, grades=((name, points), *now.grades[1:])), float(points)
    return Edit("grade", {"规则": {cell: value}}, replace(inputs, rules=replace(inputs.rules, policies=changed)))


def _name(row: PointSum) -> tuple[Any, ...]:
    """How 评分明细 names a reviewer's or visit's row."""
    source = f"评委打分（{row.award}）" if row.award else "监督检查"
    own = " ●本科室评委" if row.award and row.reviewer_department == row.department else ""
    return row.department, row.post or row.team or "（全科室）", source, row.label + own


KINDS = (weight, quota, prize, threshold, conclusion, points("reviews"), points("inspections"), policy, grade)


def told(sheets: Sheets, outcome: Outcome) -> dict[str, Any]:
    """What a results workbook decides: each list by candidate, every total, the winners on the first sheet."""
    found: dict[str, Any] = {}
    for result in outcome.evaluation.awards:
        title = next(title for title in sheets if title == result.award.name)
        for number, row in rows_of(sheets, title):
            if number > 7 and {"一票否决", "获奖", "未获奖", "并列待定", "待查", "缺评分", "不符合条件", "未推荐"} & set(map(str, row.values())):
                found[title, _who(row, result.award)] = _fate(row, result.award)
    for number, row in rows_of(sheets, "奖金汇总"):
        if number > 4:
            found["奖金汇总", row.get("A"), row.get("B")] = tuple(row.get(letter) for letter in "CDEFGH")
    found["获奖名单"] = sorted(tuple(row.get(letter) for letter in "ABCDEF") for row in _winners(sheets))
    return found


def _who(row: dict[str, Any], award: Award) -> tuple[Any, ...]:
    letters = {"department": "B", "team": "BC", "person": "BCDE", "post": "BCD"}[award.level.value]
    return tuple(row.get(letter) for letter in letters)


def _fate(row: dict[str, Any], award: Award) -> tuple[Any, ...]:
    """Rank, components, score, status, prize."""
    first = {"department": 2, "team": 3, "person": 5, "post": 4}[award.level.value]
    parts = len(award.components) + 1 if award.scored else 0
    letters = [chr(ord("A") + first + number) for number in range(parts + 3)]
    values = [row.get(letter) for letter in letters]
    return row.get("A"), *values[: parts + 1], values[parts + 2]


def _winners(sheets: Sheets) -> Iterator[dict[str, Any]]:
    """The rows of 获奖名单 that show a winner."""
    begun = False
    for _, row in rows_of(sheets, "结果总览"):
        if row.get("A") == "奖金":
            return
        if begun and "B" in row and "F" in row:
            yield row
        begun = begun or row.get("B") == "获奖者"
