"""What one department may be told of an outcome, in words and figures that name nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Standing
from fuwuyue_xlsx.evaluate.evidence import Figure
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.functions import text_format


class OwnPart:
    """What one department may see of an outcome."""

    def __init__(self, outcome: Outcome, department: str) -> None:
        self.outcome, self.department = outcome, department
        self.points = text_format(outcome.rules.policies.decimals)
        self.files = {file.path for file in outcome.files if file.department == department and file.kind == "department"}

    def standings(self) -> Iterator[tuple[AwardResult, Standing]]:
        """The department's own candidates with their awards, in the order of the awards and their lists."""
        for result in self.outcome.evaluation.awards:
            for standing in result.standings:
                if standing.candidate.department == self.department:
                    yield result, standing

    def nominated(self) -> Iterator[tuple[AwardResult, Standing]]:
        """The same, without those whom nobody nominated."""
        yield from ((result, standing) for result, standing in self.standings() if standing.candidate.nominated)

    def discreet(self, text: str) -> str:
        """The text with the names of other departments left out, as where a book was filled in another's template."""
        names = sorted(self.outcome.rules.departments, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda match: match[0] if match[0] == self.department else "其他科室", text)

    def own_file(self, source: str) -> bool:
        """Whether a source lies in a file that this department handed in."""
        return any(source.startswith(f"{path}!") for path in self.files)


def cut_line(result: AwardResult, department: str) -> object:
    """The score of the last one inside the quota that a department's candidates compete for; None while there is none, or when fewer
    than the seats are ranked; nor where no one score is the cut: below a higher tier, and where the winners of a department are bounded.
    """
    each = isinstance(result.quota, dict)
    quota = result.quota.get(department) if isinstance(result.quota, dict) else result.quota
    if not result.award.scored or quota is None or result.award.capped or any(standing.placed or standing.depends for standing in result.standings):
        return None
    ranked = [standing for standing in result.standings if standing.rank is not None and (not each or standing.candidate.department == department)]
    scores = [standing.score for standing in ranked if standing.score is not None]
    return scores[quota - 1] if 0 < quota <= len(scores) else None


def own_words(outcome: Outcome, result: AwardResult, standing: Standing) -> str:
    """Why, in words that name nobody else: a tie's rivals and a pending seat's heirs are left out."""
    if standing.depends:
        return f"第 {standing.rank} 名，能不能获奖要等“{'”“'.join(standing.depends)}”的并列定夺以后才知道"
    if standing.status is Status.TIED:
        return f"第 {standing.rank} 名，与其他候选完全并列，正好在名额线上，待领导定夺"
    if standing.status is Status.PENDING:
        incidents = [incident.words for incident in outcome.evaluation.incidents if (incident.id or incident.source) in standing.incidents]
        waits = f"有事项待查：{'；'.join(incidents)}；查实则不能获奖" if incidents else "名额还不能确定"
        return f"本在名额之内，{waits}" if incidents else waits
    if standing.ruling and standing.rank is not None:
        ruled = f"第 {standing.rank} 名，与其他候选完全并列，由{standing.ruling.by}裁定{standing.ruling.decision}"
        return "；".join([ruled, *standing.reasons[1:]])
    return "；".join(standing.reasons)


def anonymous(source: Source, figure: Figure) -> list[tuple[str, object, str]]:
    """(label, value, basis) of each part without a person's name: 评委1 is the highest; visits show their date alone.

    An answer's worth times its number is no score, so it stands in the basis alone.
    """
    if source is Source.REVIEW:
        parts = sorted(figure.parts, key=lambda part: (-part.value, part.basis))
        return [(f"评委{number}", part.value, part.basis) for number, part in enumerate(parts, 1)]
    if source is Source.VOTES:
        return [(part.label, part.value, part.basis) for part in figure.parts]
    if source is Source.ADJUSTMENT:
        return [(part.label, part.value, f"{part.basis} 分") for part in figure.parts]
    if source is Source.INSPECTION:
        return [(_visit(part.label), part.value, part.basis) for part in figure.parts]
    return [(f"{part.label}（{part.basis.partition('×')[2]} 个）", None, f"{part.basis} = {plain(part.value)}") for part in figure.parts]


def _visit(label: str) -> str:
    """The date of 2017-12-01 张三; a team's name, as a department's parts have it, stays."""
    date = label.partition(" ")[0]
    return date if date == "日期不明" or (date[:4].isdecimal() and date[4:5] == "-") else label
