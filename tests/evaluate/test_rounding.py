"""Half-way cases: x.xx5 rounds up, exactly, also where the numbers come out of a workbook as binary floats."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.evaluate.judging import composite
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from tests.support.filled_books import form_cells, header_of, intake_of, rules_of, template
from tests.support.small_campaigns import THREE, team_award

CENT = Decimal("0.01")


def by_calculator(values: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    total = Decimal("0.4") * values[0] + Decimal("0.3") * values[1] + Decimal("0.3") * values[2]
    return total.quantize(CENT, ROUND_HALF_UP)


def half_way_sums(step: int) -> list[tuple[Decimal, Decimal, Decimal]]:
    """Triples on a grid of hundredths whose sum of 40/30/30 ends in 5 thousandths."""
    found = []
    for a in range(6_000, 10_001, step):
        for b in range(6_005, 10_001, step + 6):
            c = 8_000 + (a * 7 + b) % 1_999
            if (4 * a + 3 * b + 3 * c) % 10 == 5:
                found.append((Decimal(a) / 100, Decimal(b) / 100, Decimal(c) / 100))
    return found


def check_sums(step: int) -> int:
    award = team_award(weights=THREE)
    names = [part.name for part in award.components]
    sums = half_way_sums(step)
    for values in sums:
        assert composite(award, dict(zip(names, values, strict=True)), 2) == by_calculator(values), values
    return len(sums)


def test_half_way_sums_of_three_weighted_components_round_up() -> None:
    assert check_sums(37) > 500


@pytest.mark.long
def test_half_way_sums_on_a_fine_grid() -> None:
    assert check_sums(3) > 40_000


def test_the_sum_of_the_specification() -> None:
    award = team_award(weights=THREE)
    values = dict(zip((p.name for p in award.components), map(Decimal, ("85.5", "90.25", "88.15")), strict=True))
    assert composite(award, values, 2) == Decimal("87.72")


def test_points_typed_into_a_workbook_round_as_typed(tmp_path: Path) -> None:
    points = [f"{60 + n // 25}.{(n * 4) % 100:02d}5" for n in range(500)]
    teams = [("甲科", n + 1, f"第{n}组", "维修", None) for n in range(len(points))]
    rows = rows_2017()
    rules = rules_of(
        班组划分=teams,
        评分构成=[("优秀组织奖", "工作特色和工作成绩", "100%", "评委打分"), ("优秀班组", "工作特色和工作成绩", "100%", "评委打分")],
        评审要点=[("优秀组织奖", 1, "总分", 100), ("优秀班组", 1, "总分", 100)],
        检查标准=[row for row in rows["检查标准"] if row[0] == "维修"],
    )
    book = load_workbook(io.BytesIO(template(rules, "review")))
    for where, name in form_cells(book["评委信息"], {"评委": "周评"}).items():
        book["评委信息"][where].value = name
    header, columns = header_of(book["优秀班组"], ["班组"])
    score = next(column for title, column in columns.items() if title.startswith("总分"))
    for number, typed in enumerate(points):
        book["优秀班组"].cell(header + 1 + number, score).value = float(typed)
    buffer = io.BytesIO()
    book.save(buffer)
    evaluation = evaluate(rules, intake_of(tmp_path, rules, {"评委.xlsx": buffer.getvalue()}).tables)
    standings = next(result for result in evaluation.awards if result.award.name == "优秀班组").standings
    shown = {s.candidate.team: s.components["工作特色和工作成绩"] for s in standings}
    expected = {f"第{n}组": Decimal(typed).quantize(CENT, ROUND_HALF_UP) for n, typed in enumerate(points)}
    assert shown == expected
