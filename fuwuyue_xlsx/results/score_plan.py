"""Where each figure of 评分明细 stands and how it follows from its rows, known before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import cast

from fuwuyue_xlsx.evaluate.adjusted_scores import ABOVE_LIMIT, BELOW_LIMIT, SUMMED, Adjustment
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import VOTES_OF_VALID, Scope
from fuwuyue_xlsx.evaluate.sums import PointSum
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.results.score_blocks import WHOLE, Block, blocks_of
from fuwuyue_xlsx.results.score_cells import CODE, GIVEN, HEADER, SCORE, RowCells, ScoreCells
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.rules.policies import TRIMMED_FROM, TRIMMED_MEAN
from fuwuyue_xlsx.tables.survey_tables import Owner
from fuwuyue_xlsx.workbook.continuation import stacked
from fuwuyue_xlsx.workbook.expressions import Expression, expression, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, ROUND, rounded, score_text, total
from fuwuyue_xlsx.workbook.range_functions import AVERAGE, COUNT, MAX, MIN, SUM, SUMIF
from fuwuyue_xlsx.workbook.ranges import Cell, Content, Range

TITLE = "评分明细"
MISSING = "缺"
_FEW = "，●少于 {fewest} 份"


class ScorePlan:
    """Which blocks there are, on which sheets and rows they stand, and what each cell holds."""

    def __init__(self, outcome: Outcome, facts: Facts, rules: RulesPlan, most_rows: int) -> None:
        self.blocks = blocks_of(outcome, facts)
        self.stack = stacked(TITLE, [block.size for block in self.blocks], HEADER + 1, most_rows)
        self._at = {block.owner: number for number, block in enumerate(self.blocks) if block.has_figure}
        self._rules, self._places = rules, outcome.rules.policies.decimals
        self._teams = self._survey_rows_of_teams()
        self._limits = {award.name: rules.weight[award.name, award.adjustment.name] for award in outcome.rules.awards if award.adjustment}
        self._block_at: list[list[int]] = [[] for _ in self.stack.titles]
        for number, (block, (sheet, _)) in enumerate(zip(self.blocks, self.stack.places, strict=True)):
            self._block_at[sheet] += [number] * block.size
        self._worth = {grade: cell.qualified for grade, cell in rules.grades.items()}
        self.sheets = [ScoreCells(title, len(self._block_at[number]), rules, self._places, self._block_cells_of(number))
                       for number, title in enumerate(self.stack.titles)]

    def _block_cells_of(self, sheet: int) -> Callable[[int], tuple[int, list[RowCells]]]:
        def block_cells(place: int) -> tuple[int, list[RowCells]]:
            number = self._block_at[sheet][place]
            block, first, cells = self.blocks[number], self.stack.places[number][1], self.sheets[sheet]
            return first - HEADER - 1, list(self._rows(cells, block, first))

        return block_cells

    def _rows(self, cells: ScoreCells, block: Block, first: int) -> Iterator[RowCells]:
        if block.source is Source.ADJUSTMENT:
            return self._adjustment_rows(cells, block, first)
        return self._survey_rows(cells, block, first) if block.source is Source.SURVEY else self._score_rows(cells, block, first)

    # where figures stand

    def of(self, source: Source, candidate: Candidate, scope: Scope = ()) -> Cell | None:
        """The cell of a candidate's own figure; None: nothing was handed in for it."""
        return self._figure(_owner(source, candidate, scope))

    def of_department(self, source: Source, department: str, award: str | None, scope: Scope = ()) -> Cell | None:
        """The cell of a department's figure, which 沿用科室 takes over."""
        own = source.per_award
        return self._figure((source, award if own else None, department, None, None, *scope))

    def may_fall_away(self, source: Source, candidate: Candidate, scope: Scope = ()) -> bool:
        """Whether a candidate's figure would be missing under another 评委回避本科室: only own reviewers gave points."""
        if source is not Source.REVIEW:
            return False
        owner = _owner(source, candidate, scope)
        rows = self.blocks[self._at[owner]].rows if owner in self._at else ()
        return all(isinstance(row, PointSum) and row.reviewer_department == row.department for row in rows)

    def _figure(self, owner: tuple[str | None, ...]) -> Cell | None:
        number = self._at.get(owner)
        if number is None:
            return None
        sheet, first = self.stack.places[number]
        return self.sheets[sheet].series[SCORE].cell(first + len(self.blocks[number].rows))

    def team_figure(self, department: str, team: str | None) -> Cell:
        """The cell of an inspected team's figure."""
        cell = self._figure((Source.INSPECTION, None, department, team, None))
        assert cell is not None, (department, team)
        return cell

    def adds_up_teams(self, block: Block) -> bool:
        """Whether the answers of a block are sums over the department's teams."""
        return block.source is Source.SURVEY and block.name == WHOLE and block.department in self._teams

    # what the cells hold

    def _score_rows(self, cells: ScoreCells, block: Block, first: int) -> Iterator[RowCells]:
        """Reviewers, visits or inspected teams, and the mean of their scores."""
        for row in cast(tuple[PointSum | Owner, ...], block.rows):
            if isinstance(row, PointSum):
                own = block.source is Source.REVIEW and row.reviewer_department == row.department
                yield row.total, row.maximum, cells.percent_unless_recused if own else cells.percent, None, None
            else:
                department, team = row
                yield None, None, self.team_figure(department, team).seen_from(cells.title), None, None
        scores = cells.range_of(SCORE, first, first + len(block.rows) - 1)
        score: Expression
        words: Content
        if block.source is Source.VOTES:
            score, words = self._rounded(AVERAGE(scores)), VOTES_OF_VALID
        elif block.source is Source.REVIEW:
            score, words = self._panel(scores)
        else:
            score, words = self._plain_mean(scores, _unit(block))
        yield None, None, IF(COUNT(scores) == 0, MISSING, score), words, None

    def _adjustment_rows(self, cells: ScoreCells, block: Block, first: int) -> Iterator[RowCells]:
        """Points row by row, and their sum within the limit that stands on 规则. A row that counts in several awards is typed once."""
        for row in cast(tuple[Adjustment, ...], block.rows):
            typed = self.typed_at(block, row)
            points = row.points if typed is None else typed.seen_from(cells.title)
            yield points, None, cells.series[GIVEN].own, None, None
        given = ROUND(SUM(cells.range_of(GIVEN, first, first + len(block.rows) - 1)), 8)
        limit = self._limits[block.award or ""].qualified
        kept = MAX(0 - limit, MIN(limit, given))
        within = sentence(SUMMED, total=given)
        words = IF(given > limit, sentence(ABOVE_LIMIT, total=given, limit=limit),
                   IF(given < 0 - limit, sentence(BELOW_LIMIT, total=given, limit=limit), within))
        yield given, None, self._rounded(kept), words, None

    def typed_at(self, block: Block, row: Adjustment) -> Cell | None:
        """Where the points of a row are typed that stands in an earlier block, too; None: here."""
        number, place = self._first_of[row.source]
        if self.blocks[number] is block:
            return None
        sheet, first = self.stack.places[number]
        return self.sheets[sheet].series[GIVEN].cell(first + place)

    @cached_property
    def _first_of(self) -> dict[str, tuple[int, int]]:
        """Source of a row of 加减分登记 → the first block that has it, and its place in there."""
        places: dict[str, tuple[int, int]] = {}
        for number, block in enumerate(self.blocks):
            for place, row in enumerate(block.rows if block.source is Source.ADJUSTMENT else ()):
                places.setdefault(cast(Adjustment, row).source, (number, place))
        return places

    def _plain_mean(self, scores: Range, unit: str) -> tuple[Expression, Expression]:
        return self._rounded(AVERAGE(scores)), sentence(f"{{count}} {unit}平均", count=COUNT(scores))

    def _panel(self, scores: Range) -> tuple[Expression, Expression]:
        """The mean over reviewers; 去最高最低后平均 leaves out one highest and one lowest from 5 reviewers on."""
        count, spread = COUNT(scores), MAX(scores) - MIN(scores)
        trimmed = AND(self._rules.policy["review_mean"].qualified == TRIMMED_MEAN, count >= TRIMMED_FROM)
        mean = IF(trimmed, (SUM(scores) - MAX(scores) - MIN(scores)) / (count - 2), AVERAGE(scores))
        apart = IF(count > 1, sentence("，最高与最低相差 {spread}", spread=score_text(spread, self._places)), "")
        how = IF(trimmed, "去掉最高、最低后平均", "平均")
        return self._rounded(mean), sentence("{count} 位评委{how}{apart}", count=count, how=how, apart=apart)

    def _survey_rows(self, cells: ScoreCells, block: Block, first: int) -> Iterator[RowCells]:
        """Answers by grade × the grade's points; their sum ÷ the answers, rounded."""
        teams = self._teams[block.department] if self.adds_up_teams(block) else []
        # a survey's rows are (grade, count)
        for code, (grade, count) in enumerate(cast(tuple[tuple[str, int], ...], block.rows), block.code):
            answers = self._teams_answers(cells, teams, code) if teams else count
            yield answers, self._worth[grade], cells.product, None, None if teams else code
        if block.has_figure:
            last = first + len(block.rows) - 1
            answers, points = SUM(cells.range_of(GIVEN, first, last)), SUM(cells.range_of(SCORE, first, last))
            scaled = points * 10**self._places if self._places else points
            score = IF(answers == 0, MISSING, rounded(scaled / answers, self._places))
            yield answers, None, score, self._responses(block.responses), None

    def _responses(self, count: int) -> Expression:
        fewest = self._rules.policy["fewest_answers"].qualified
        few = IF(expression(count) < fewest, sentence(_FEW, fewest=fewest), "")
        return sentence(f"原有 {count} 份有效问卷{{few}}", few=few)

    def _teams_answers(self, cells: ScoreCells, teams: list[tuple[int, int, int]], code: int) -> Expression:
        """The answers of one grade over a department's teams, which may stand on several sheets."""
        sums = []
        for sheet, first, last in teams:
            codes, given = (self.sheets[sheet].series[column].between(first, last).seen_from(cells.title) for column in (CODE, GIVEN))
            sums.append(SUMIF(codes, code, given))
        return total(sums)

    def _rounded(self, mean: Expression) -> Expression:
        return rounded(mean * 10**self._places if self._places else mean, self._places)

    def _survey_rows_of_teams(self) -> dict[str, list[tuple[int, int, int]]]:
        """By department, the rows of its teams on each sheet (sheet, first, last): those after its own figures."""
        spans: dict[tuple[str, int], tuple[int, int]] = {}
        for block, (sheet, first) in zip(self.blocks, self.stack.places, strict=True):
            if block.is_survey_of_team:
                start, end = spans.get((block.department, sheet), (first, first))
                spans[block.department, sheet] = start, max(end, first + block.size - 1)
        rows: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for (department, sheet), (first, last) in spans.items():
            rows[department].append((sheet, first, last))
        return dict(rows)


def _owner(source: Source, candidate: Candidate, scope: Scope = ()) -> tuple[str | None, ...]:
    if source.per_award:
        award = candidate.reviewed_for if source is Source.REVIEW else candidate.award
        return source, award, candidate.department, candidate.team, candidate.own_key, *scope
    return source, None, candidate.department, candidate.team, None, *scope


def _unit(block: Block) -> str:
    return "次检查" if isinstance(block.rows[0], PointSum) else "个受检班组"
