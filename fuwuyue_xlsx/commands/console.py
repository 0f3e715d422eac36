"""What the commands print: who wins, what is open, what to mend. Chinese, plain, a line each."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate
from fuwuyue_xlsx.evaluate.doubts import held_up
from fuwuyue_xlsx.evaluate.several_awards import several_awards
from fuwuyue_xlsx.evaluate.shares_of_winners import shares_of_winners
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.messages.findings import Finding, drawn_together, grouped
from fuwuyue_xlsx.outcome import Finalised, Outcome

MOST_PROBLEMS = 30
# characters of a line; a finding is whole in 问题清单 and in the JSON
LONGEST_LINE = 500
# findings on what was written: no sheet of the results can hold them
OF_OUTPUTS = ("output-held", "output-edited", "output-not-removed", "output-not-writable", "file-not-written", "history-not-written",
              "template-not-retired")


def prepare_streams() -> None:
    """A console or pipe that cannot show a character gets a ?, never a crash (Windows consoles are GBK)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def finding_lines(findings: Iterable[Finding], most: int = MOST_PROBLEMS) -> list[str]:
    """Errors and warnings, one line for those of one cause, with their cells; beyond `most` their number, and then what
    is told of the outputs, which stands nowhere else."""
    serious = [p for p in findings if p.severity.value != "info"]
    about_inputs = drawn_together((p for p in serious if p.code not in OF_OUTPUTS), most)
    about_outputs = grouped(p for p in serious if p.code in OF_OUTPUTS)
    listed = [_cut(f"[{group.first.severity.label}] {group.line()}") for group in about_inputs]
    of_outputs = [f"[{group.first.severity.label}] {group.line()}" for group in about_outputs]
    more = [f"……还有 {len(listed) - most} 条，见“问题清单”"] if len(listed) > most else []
    return listed[:most] + more + of_outputs


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}……"


def hint_lines(findings: Iterable[Finding]) -> list[str]:
    """How many hints there are that nothing need be done about."""
    hints = sum(p.severity.value == "info" for p in findings)
    return [f"另有 {hints} 条提示，见“问题清单”"] if hints else []


def state_lines(outcome: Outcome) -> list[str]:
    """Whether the result is final; where it was frozen, when, by whom, and what has changed since."""
    return [f"{outcome.rules.campaign.name}：{outcome.state_line}", *final_lines(outcome.finalised)]


def final_lines(finalised: Finalised | None) -> list[str]:
    """When the result was frozen, and what has changed since; nothing when it never was."""
    if finalised is None:
        return []
    listed = [f"  {number}. {change}" for number, change in enumerate(finalised.changed, 1)]
    return [f"{finalised.words}{'：' if listed else '。'}", *listed]


def doubt_lines(outcome: Outcome) -> list[str]:
    """The warnings that could change who wins and are not settled, each with its place and what would be otherwise."""
    held = [doubt for doubt in outcome.doubts if doubt.holds]
    lines = [f"  {number}. {doubt.findings[0].place}：{doubt.otherwise}" for number, doubt in enumerate(held, 1)]
    return [f"{held_up(held)}，请核对后改正，或由领导在“领导裁定”里确认：", *lines] if held else []


def summary_lines(outcome: Outcome) -> list[str]:
    """The result in a few lines: state, winners by award, money, vetoes, what is open."""
    lines = state_lines(outcome)
    for result in outcome.evaluation.awards:
        lines += _award_lines(result)
    prizes = outcome.evaluation.prizes
    open_words = f"，另有待定 {prizes.open:,} 元" if prizes.open else ""
    lines += [one.words for one in several_awards(outcome.evaluation.awards)]
    unmet = sum(not one.met for result in outcome.evaluation.awards for one in shares_of_winners(result))
    lines += [f"类别比例：有 {unmet} 处没有达到，见“类别比例”"] if unmet else []
    if outcome.rules.pays:
        lines.append(f"奖金合计 {prizes.confirmed:,} 元{open_words}")
    if not outcome.final:
        lines.append(f"还有 {len(outcome.open)} 项未了，暂不能公示：")
        lines += [f"  {number}. {matter}" for number, matter in enumerate(outcome.open, 1)]
    return lines


def _award_lines(result: AwardResult) -> list[str]:
    award = result.award
    if not award.enabled:
        return [f"【{award.name}】本次没有启用{'（' + award.note + '）' if award.note else ''}"]
    winners = [s.candidate for s in result.standings if s.status is Status.WINNER]
    lines = []
    if isinstance(result.quota, dict):
        people: dict[str, list[str]] = defaultdict(list)
        for candidate in winners:
            people[candidate.department].append(candidate.name)
        unit = award.level.counted
        lines.append(f"【{award.name}】{len(winners)} {unit}{'' if award.honour else f'，每{unit} {award.prize} 元'}")
        lines += [f"  {department}：{'、'.join(names)}" for department, names in people.items()]
    else:
        often = Counter(candidate.name for candidate in winners)
        names = "；".join(_with_home(winner) if often[winner.name] > 1 else winner.name for winner in winners) or "暂无"
        lines.append(f"【{award.name}】{len(winners)} 个{'' if award.honour else f'，每个 {award.prize} 元'}：{names}")
    vetoed = [s for s in result.standings if s.status is Status.VETOED]
    lines += [f"  一票否决：{_with_home(s.candidate)}" for s in vetoed]
    return lines


def _with_home(candidate: Candidate) -> str:
    """A candidate with its department, where that is not its own name."""
    return candidate.name if candidate.name == candidate.department else f"{candidate.name}（{candidate.department}）"


def shown(path: Path) -> str:
    """A path as it is printed: relative to the current folder where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
