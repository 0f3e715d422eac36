"""A comparison in plain lines: what `fuwuyue diff` prints, and the words of the sheet 变化."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.history.compare import Comparison
from fuwuyue_xlsx.history.fact_changes import summary

FIRST_RUN = "这是第一次运行，或以前的运行都与这一次相同，没有可以比较的。"
MOST_FACTS = 300


def headline(comparison: Comparison) -> Iterator[tuple[str, bool]]:
    """The opening lines, each with whether it calls for attention."""
    if comparison.unusable:
        yield f"“历史”文件夹里有 {len(comparison.unusable)} 个文件不是运行记录或已损坏，没有使用：{'、'.join(comparison.unusable[:5])}", True
    if comparison.base is None:
        yield FIRST_RUN, False
        return
    yield f"与 {comparison.base} 的那次运行相比：", False
    before, now = comparison.state
    yield (f"结果：{before} → {now}", True) if before != now else (f"结果：仍为{now}", False)
    if any((*comparison.confirmed, *comparison.opened)):
        yield f"奖金合计：{_yuan(comparison.confirmed)}；待定：{_yuan(comparison.opened)}", False
    yield from ((f"已了结：{line}", False) for line in comparison.settled)
    yield from ((f"新的未了事项：{line}", True) for line in comparison.arisen)


def _yuan(pair: tuple[int, int]) -> str:
    before, now = pair
    return f"{now:,} 元（没有变化）" if before == now else f"{before:,} → {now:,} 元（{now - before:+,}）"


def lines(comparison: Comparison) -> Iterator[str]:
    """The whole comparison as text."""
    yield from (line for line, _ in headline(comparison))
    if comparison.base is None:
        return
    yield f"候选的变化：{len(comparison.candidates) or '没有'}"
    for candidate in comparison.candidates:
        home = f"，{candidate.department}" if candidate.name != candidate.department else ""
        yield f"■ {candidate.name}（{candidate.award}{home}）"
        yield from (f"  {change}" for change in candidate.changes)
        yield from (f"    ← {cause}" for cause in candidate.causes)
    yield f"规则和口径的改动：{len(comparison.rules) or '没有'}"
    yield from (f"  {change.words}" for change in comparison.rules)
    yield f"文件的改动：{len(comparison.files) or '没有'}"
    yield from (f"  {file.path}：{file.words}" for file in comparison.files)
    yield f"数据的改动：{f'{len(comparison.facts)} 处' if comparison.facts else '没有'}"
    lines_of_facts = summary(comparison.facts)
    yield from (f"  {line}" for line in lines_of_facts[:MOST_FACTS])
    if len(lines_of_facts) > MOST_FACTS:
        yield f"  ……还有 {len(lines_of_facts) - MOST_FACTS} 条"
