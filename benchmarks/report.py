"""From seconds to a table: medians, ratios, verdicts, text. Pure."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.things import Comparison, Group

# two busy loops at once that get less than this many cores say that somebody else uses them
FREE_CORES = 1.8
BEGIN, END = "<!-- figures: written by measure.py -->", "<!-- end of figures -->"
REACHED, NOT_REACHED, FAILED = "reached", "NOT reached", "NOT MEASURED"


@dataclass(frozen=True)
class Sample:
    """One measurement: seconds by the clock and of all processors, MB of the process and of its largest worker.

    printed  MB of the process that hold the rows which the results workbook prints
    """

    wall: float
    cpu: float
    peak: float
    worker_peak: float = 0.0
    printed: float = 0.0

    @property
    def largest(self) -> float:
        return max(self.peak, self.worker_peak)

    @property
    def beside(self) -> float:
        """The most memory beside what the results workbook prints."""
        return max(self.peak - self.printed, self.worker_peak)


@dataclass
class Findings:
    """A group's samples by key, what failed and why, and what readers should know."""

    group: Group
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judged:
    """A comparison with its figures; value None: something was not measured. `cpu`: the ratio of processor seconds."""

    comparison: Comparison
    value: float | None
    cpu: float | None
    verdict: str


def middle(samples: Sequence[Sample], figure: str) -> float:
    """The median of one figure of the samples."""
    return statistics.median(getattr(sample, figure) for sample in samples)


def spread(samples: Sequence[Sample]) -> str:
    """Least and most seconds: '1.20–1.31'; of a single sample nothing can be told."""
    walls = [sample.wall for sample in samples]
    return f"{seconds(min(walls))}–{seconds(max(walls))}" if len(walls) > 1 else "once"


def seconds(value: float) -> str:
    """Three figures that matter: 0.043, 1.23, 12.3, 123."""
    return f"{value:.{3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0}f}"


def value_of(comparison: Comparison, samples: Mapping[str, Sequence[Sample]], figure: str | None = None) -> float | None:
    """The ratio of the medians; None when one of the two was not measured. `figure` instead of the comparison's own."""
    above, below = samples.get(comparison.above), samples.get(comparison.below)
    if not above or not below:
        return None
    if comparison.figure == "cores":
        return 2 * middle(below, "wall") / middle(above, "wall")
    taken = figure or {"wall": "wall", "peak": "largest", "beside": "beside"}[comparison.figure]
    return middle(above, taken) / middle(below, taken)


def judge(comparison: Comparison, samples: Mapping[str, Sequence[Sample]]) -> Judged:
    """A comparison with its verdict: exactly at the limit is reached."""
    value = value_of(comparison, samples)
    cpu = value_of(comparison, samples, "cpu") if comparison.figure == "wall" else None
    return Judged(comparison, value, cpu, _verdict(comparison, value, samples))


def _verdict(comparison: Comparison, value: float | None, samples: Mapping[str, Sequence[Sample]]) -> str:
    if value is None:
        return FAILED
    if comparison.most is None and comparison.least is None:
        return ""
    if comparison.needs_cores:
        cores = value_of(Comparison("", *comparison.needs_cores, figure="cores"), samples)
        if cores is None or cores < FREE_CORES:
            return "not judged: no two free cores" if cores is None else f"not judged: {cores:.1f} cores free"
    too_much = comparison.most is not None and value > comparison.most
    too_little = comparison.least is not None and value < comparison.least
    return NOT_REACHED if too_much or too_little else REACHED


def target_of(comparison: Comparison) -> str:
    """'≤ 2', '≥ 7', or nothing."""
    if comparison.most is not None:
        return f"≤ {comparison.most:g}"
    return f"≥ {comparison.least:g}" if comparison.least is not None else ""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest text; the first to the left, numbers to the right, the last to the left."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    last = len(header) - 1

    def line(row: Sequence[str]) -> str:
        texts = (text.ljust(width) if column in (0, last) else text.rjust(width)
                 for column, (text, width) in enumerate(zip(row, widths, strict=True)))
        return "  ".join(texts).rstrip()

    return [line(header), line(["-" * width for width in widths]), *map(line, rows)]


def judged_all(findings: Findings) -> list[Judged]:
    return [judge(comparison, findings.samples) for comparison in findings.group.comparisons]


def section(findings: Findings) -> list[str]:
    """A group's two tables: what was measured, and what it comes to."""
    measured = [_measured(thing.what, findings.samples.get(thing.key), findings.failures.get(thing.key)) for thing in findings.group.things]
    ratios = [_ratio(judged) for judged in judged_all(findings)]
    title = f"{findings.group.name}: {findings.group.title}"
    return [
        title, "=" * len(title), "",
        *table(["measured", "median s", "least–most s", "processor s", "MB", "worker MB", "runs"], measured), "",
        *table(["ratio", "by clock", "by processor", "target", "verdict"], ratios),
        *(f"! {remark}" for remark in findings.remarks), "",
    ]


def _measured(what: str, samples: Sequence[Sample] | None, failure: str | None) -> list[str]:
    if not samples:
        return [what, FAILED, "", "", "", "", failure or ""]
    worker = middle(samples, "worker_peak")
    return [what, seconds(middle(samples, "wall")), spread(samples), seconds(middle(samples, "cpu")), f"{middle(samples, 'peak'):.0f}",
            f"{worker:.0f}" if worker else "", str(len(samples))]


def _ratio(judged: Judged) -> list[str]:
    value, cpu = (f"{number:.2f}" if number is not None else "" for number in (judged.value, judged.cpu))
    return [judged.comparison.title, value, cpu, target_of(judged.comparison), judged.verdict]


def conclusion(all_findings: Sequence[Findings]) -> list[str]:
    """What was not reached, not judged, not measured; said last, so that nobody overlooks it."""
    judged = [(findings.group, one) for findings in all_findings for one in judged_all(findings)]
    aimed = [(group, one) for group, one in judged if target_of(one.comparison)]
    reached = sum(one.verdict == REACHED for _, one in aimed)
    missed = [
        f"  {group.name}: {one.comparison.title}: {'' if one.value is None else f'{one.value:.2f}, '}target {target_of(one.comparison)}: {one.verdict}"
        for group, one in aimed if one.verdict != REACHED
    ]
    failed = [f"  {findings.group.name}: {key}: {why}" for findings in all_findings for key, why in findings.failures.items()]
    lines = [f"{reached} of {len(aimed)} targets reached.", *missed]
    return [*lines, "Could not be measured:", *failed] if failed else lines


def with_figures(readme: str, figures: str) -> str:
    """The README with the figures between its two marks replaced; raises ValueError when it has not both marks."""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.S)
    if not pattern.search(readme):
        raise ValueError(f"no {BEGIN} … {END}")
    return pattern.sub(lambda _: f"{BEGIN}\n```text\n{figures.rstrip()}\n```\n{END}", readme, count=1)
