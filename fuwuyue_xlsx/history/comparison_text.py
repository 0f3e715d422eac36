"""A comparison in plain lines: what `fuwuyue diff` prints, and the words of the sheet 变化."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.history.compare import Comparison
from fuwuyue_xlsx.history.fact_changes import summary

FIRST_RUN = "这是第一次运行，或以前的运行都与这一次相同，没有可以比较的。"
MOST_FACTS = 300


def headline(found: Comparison) -> Iterator[tuple[str, bool]]:
    """The opening lines, each with whether it calls for attention."""
    if found.unusable:
        yield f"“历史”文件夹里有 {len(found.unusable)} 个文件不是运行记录或已损坏，没有使用：{'、'.join(found.unusable[:5])}", True
    if found.base is None:
        yield FIRST_RUN, False
        return
    yield f"与 {found.base} 的那次运行相比：", False
    before, now = found.state
    yield (f"结果：{before} → {now}", True) if before != now else (f"结果：仍为{now}", False)
    yield f"奖金合计：{_yuan(found.confirmed)}；待定：{_yuan(found.opened)}", False
    yield from ((f"已了结：{line}", False) for line in found.settled)
    yield from ((f"新的未了事项：{line}", True) for line in found.arisen)


def _yuan(pair: tuple[int, int]) -> str:
    before, now = pair
    return f"{now:,} 元（没有变化）" if before == now else f"{before:,} → {now:,} 元（{now - before:+,}）"


def lines(found: Comparison) -> Iterator[str]:
    """The whole comparison as text."""
    yield from (line for line, _ in headline(found))
    if found.base is None:
        return
    yield f"候选的变化：{len(found.candidates) or '没有'}"
    for one in found.candidates:
        home = f"，{one.department}" if one.name != one.department else ""
        yield f"■ {one.name}（{one.award}{home}）"
        yield from (f"  {change}" for change in one.changes)
        yield from (f"    ← {cause}" for cause in one.causes)
    yield f"规则和口径的改动：{len(found.rules) or '没有'}"
    yield from (f"  {change.words}" for change in found.rules)
    yield f"文件的改动：{len(found.files) or '没有'}"
    yield from (f"  {file.path}：{file.words}" for file in found.files)
    yield f"数据的改动：{f'{len(found.facts)} 处' if found.facts else '没有'}"
    lines_of_facts = summary(found.facts)
    yield from (f"  {line}" for line in lines_of_facts[:MOST_FACTS])
    if len(lines_of_facts) > MOST_FACTS:
        yield f"  ……还有 {len(lines_of_facts) - MOST_FACTS} 条"
