"""问卷对照 and 等级对照 as they may be meant, by the likeness of titles and words. A proposal for the office; nothing is read by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.survey_columns import ExportColumn, Holds, columns_of, words_that_no_grade_has
from fuwuyue_xlsx.intake.kinds.survey_header import title_key
from fuwuyue_xlsx.intake.kinds.survey_titles import loosened
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.rules.model import OF_DEPARTMENT, OF_IDENTITY, OF_TEAM, OF_TIME, OUTSIDE_TEAMS, ROW_ITEMS, Rules
from fuwuyue_xlsx.schema.answer_kinds import named_in

# likeness in percent from which a title is taken for a question's, and by how much it has to be more like it than any other
_ALIKE, _AHEAD = 60, 5
_CLEAR = "请核对"
# what a title of the time of handing in says, the plainest first
_HANDED_IN = ("提交答卷时间", "提交时间", "提交日期", "结束答题时间", "结束时间", "时间戳记", "submission", "submit", "timestamp", "end")
_STRONG, _WEAK = re.compile("非常|十分|特别|极|最|完全|很"), re.compile("比较|较|有点|不太|不大|不够")
_HALF = re.compile("基本|尚|还算|勉强")
_BAD, _GOOD = re.compile("不|差|没|糟|劣"), re.compile("满意|好|优|良|佳")
_MIDDLE = re.compile("一般|普通|中等|中立|还行|还可以|说不清|^中$")


@dataclass(frozen=True)
class ProposedRow:
    """A row of 问卷对照 or 等级对照.

    values    by the columns of the sheet; None: left blank, for nobody can tell
    likeness  percent, of what was compared; None: nothing was
    remark    what to look at
    """

    values: tuple[str | None, ...]
    likeness: int | None
    remark: str

    @property
    def open(self) -> bool:
        """Whether the office has to fill something in."""
        return self.remark != _CLEAR and not self.remark.startswith(_KNOWN)


_KNOWN = "评选规则里已有"


@dataclass(frozen=True)
class Proposal:
    """The rows of 问卷对照 (列标题, 科室, 班组, 题目) and of 等级对照 (说法, 等级, 题目) that are proposed for an export."""

    mapping: tuple[ProposedRow, ...]
    words: tuple[ProposedRow, ...]


def proposal_of(opened: OpenedBook, rules: Rules) -> Proposal:
    """What the columns of an export may stand for, sheet after sheet. Columns of which nothing is known are left out."""
    mapping: list[ProposedRow] = []
    graded: list[ExportColumn] = []
    for grid in opened.grids:
        columns = columns_of(grid, rules)
        asked = [column for column in columns if _is_asked(column, rules)]
        if asked:
            graded += asked
            mapping += _rows(columns, asked, rules)
    return Proposal(tuple(_without_doubles(mapping)), tuple(_words(graded, rules)))


def _is_asked(column: ExportColumn, rules: Rules) -> bool:
    """Whether a column answers a question: grades stand in it, or what may be grades under a title like a question's."""
    if column.holds is Holds.GRADES:
        return True
    return column.holds in (Holds.NUMBERS, Holds.CHOICES) and _question(column.title, rules)[1] >= _ALIKE


def _rows(columns: Sequence[ExportColumn], asked: Sequence[ExportColumn], rules: Rules) -> list[ProposedRow]:
    known = {title_key(mapped.header): mapped for mapped in rules.mapping}
    times = [column.title for column in columns if column.holds is Holds.MOMENTS]
    teams = [column for column in columns if column.holds is Holds.TEAMS]
    chosen = bool(teams) or any(column.holds is Holds.DEPARTMENTS for column in columns)
    rows = []
    for column in columns:
        mapped = known.get(title_key(column.title))
        if mapped is not None:
            rows.append(ProposedRow((column.title, mapped.department, mapped.team, mapped.question), 100, _KNOWN))
        elif column in asked:
            rows.append(_graded(column, chosen, rules))
        elif column.holds is Holds.DEPARTMENTS:
            rows.append(ProposedRow((column.title, None, None, OF_DEPARTMENT), None, _CLEAR))
        elif column.holds is Holds.TEAMS:
            department = _one_department(column, rules) if len(teams) > 1 else None
            rows.append(ProposedRow((column.title, department, None, OF_TEAM), None, _CLEAR))
        elif column.holds is Holds.IDENTITIES:
            rows.append(ProposedRow((column.title, None, None, OF_IDENTITY), None, _CLEAR))
        elif column.title == _handed_in(times):
            rows.append(ProposedRow((column.title, None, None, OF_TIME), None, _CLEAR))
    return rows


def _handed_in(titles: Sequence[str]) -> str | None:
    """The title of the column of moments that tells when an answer sheet was handed in."""
    said = [title for word in _HANDED_IN for title in titles if word in key(title).lower()]
    return next(iter([*said, *titles]), None)


def _one_department(column: ExportColumn, rules: Rules) -> str | None:
    """The department whose teams alone a column names."""
    of = [department for department in rules.departments
          if all(named_in(key(text), [*map(key, rules.teams_of(department)), key(OUTSIDE_TEAMS)]) for text in column.answers)]
    return of[0] if len(of) == 1 else None


def _graded(column: ExportColumn, chosen: bool, rules: Rules) -> ProposedRow:
    """The row of a column of grades: which question, and about whom where the respondent has not chosen that."""
    question, likeness, why = _question(column.title, rules)
    department = team = None
    if not chosen:
        department, team, why_whom = _whom(column.title, rules)
        why = "；".join(filter(None, (why, why_whom)))
    return ProposedRow((column.title, department, team, question), round(likeness), why or _CLEAR)


def _question(title: str, rules: Rules) -> tuple[str | None, float, str]:
    """(the question that a title asks, how alike they are, why none is named)."""
    text = loosened(title)
    scored = sorted(((fuzz.partial_ratio(loosened(question), text), fuzz.ratio(loosened(question), text), question)
                     for question in rules.questions), reverse=True)
    if not scored or scored[0][0] < _ALIKE:
        return None, scored[0][0] if scored else 0, "与测评题目都不像，题目请填写；不用的列请删去这一行"
    best = scored[0]
    rivals = [question for part, _, question in scored[1:] if part > best[0] - _AHEAD and not _holds(best[2], question)]
    if rivals:
        return None, best[0], f"与{_listed([best[2], *rivals])}一样像，题目请填写"
    return best[2], best[0], ""


def _holds(longer: str, shorter: str) -> bool:
    return loosened(shorter) in loosened(longer) and len(loosened(shorter)) < len(loosened(longer))


def _whom(title: str, rules: Rules) -> tuple[str | None, str | None, str]:
    """(department, team, why nobody is named) of whom a title names."""
    text = loosened(title)
    departments = _longest(rules.departments, lambda name: loosened(name) in text)
    teams = _longest({team.name for team in rules.teams}, lambda name: loosened(name) in text)
    if not teams and not departments:
        scored = sorted(((fuzz.partial_ratio(loosened(team.name), text), team.name) for team in rules.teams), reverse=True)
        near = [name for score, name in scored if score >= 80 and score > scored[0][0] - 2 * _AHEAD]
        teams = near if len(set(near)) == 1 else []
        if not teams:
            return None, None, f"像{_listed(near)}，科室、班组请填写" if near else "看不出评的是哪个科室、班组，请填写"
    if len(set(teams)) > 1 or len(departments) > 1:
        return None, None, f"标题里有{_listed([*departments, *teams])}，科室、班组请填写"
    if not teams:
        return departments[0], None, ""
    namesakes = [team for team in rules.teams if team.name == teams[0]]
    namesakes = [team for team in namesakes if team.department in departments] if departments else namesakes
    if not namesakes:
        return None, None, f"“{teams[0]}”不是“{departments[0]}”的班组，科室、班组请填写"
    if len(namesakes) > 1:
        return None, None, f"几个科室都有“{teams[0]}”，科室、班组请填写"
    return namesakes[0].department, namesakes[0].name, ""


def _longest(names: Iterable[str], fits: Callable[[str], bool]) -> list[str]:
    """The names that fit, without those that stand in another one of them."""
    fitting = sorted(filter(fits, names))
    return [name for name in fitting if not any(_holds(other, name) for other in fitting)]


def _without_doubles(rows: Sequence[ProposedRow]) -> list[ProposedRow]:
    """The rows; what two columns would say alike is left open in both, and so is a title that stands twice."""
    titles, said = Counter(title_key(row.values[0] or "") for row in rows), Counter(row.values[1:] for row in rows)
    single = []
    for row in rows:
        title, department, team, question = row.values
        other = [str(twin.values[0]) for twin in rows if twin is not row and twin.values[1:] == row.values[1:]]
        if titles[title_key(title or "")] > 1:
            single.append(ProposedRow((title, None, None, None), row.likeness, "有几列都是这个标题，分不清；请在问卷里改成不一样的标题"))
        elif question in ROW_ITEMS or question is None or said[row.values[1:]] == 1:
            single.append(row)
        else:
            single.append(replace(row, values=(title, department, team, None), remark=f"与{_listed(other)}一样像“{question}”，题目请填写"))
    return single


def _words(graded: Sequence[ExportColumn], rules: Rules) -> list[ProposedRow]:
    """The words that no grade has, each with the grade that says the same as strongly; open where two words or none do."""
    grades = [name for name, _ in rules.policies.grades]
    used = {grade for grade in grades for column in graded for text in column.answers if named_in(key(text), [key(grade)])}
    unread = [word for word, _ in words_that_no_grade_has(list(graded), rules)]
    meant = {word: _meaning(word, grades) for word in unread}
    taken = Counter(meant.values())
    rows = []
    for word in unread:
        grade = meant[word]
        if grade is None:
            rows.append(ProposedRow((word, None, None), None, "看不出相当于哪一级，等级请填写；不算回答的填“不计”"))
        elif taken[grade] > 1 or grade in used:
            rows.append(ProposedRow((word, None, None), round(fuzz.ratio(word, grade)), f"像“{grade}”，但另有回答也是这一级，等级请填写"))
        else:
            rows.append(ProposedRow((word, grade, None), round(fuzz.ratio(word, grade)), _CLEAR))
    return rows


def _meaning(word: str, grades: Sequence[str]) -> str | None:
    """The one grade that is as good or bad as a word, and as strong; None for none or several."""
    said = _strength(word)
    same = [grade for grade in grades if said is not None and _strength(grade) == said]
    return same[0] if len(same) == 1 else None


def _strength(word: str) -> int | None:
    """2 very good, 1 good, 0 neither, -1 bad, -2 very bad; None where it cannot be told."""
    if _MIDDLE.search(word):
        return 0
    if _HALF.search(word):
        return None
    bad, good = bool(_BAD.search(word)), bool(_GOOD.search(word))
    if not bad and not good:
        return None
    strong = 2 if _STRONG.search(word) and not _WEAK.search(word) else 1
    return -strong if bad else strong


def _listed(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names[:4]) + (" 等" if len(names) > 4 else "")
