"""试算 of the rules: each fault at its cell, and the competitions that the rows come to.

A fault here is a warning: it keeps its competition from being tried, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rulebook.trial_agreement import disagreements
from fuwuyue_xlsx.rulebook.trial_cells import Fault, Values, counts_in, figures_in
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Award, Level, QuotaKind, Rules, Source
from fuwuyue_xlsx.rules.trials import Trial, TrialFigure, TrialIncident, TrialOutcome, TrialRow
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.known_checks import checks_of
from fuwuyue_xlsx.schema.trial_sheet import OUT_WORDS, TRIALS, UNSCORED_WORD, WON

_NAME, _STATUS = "试算名称", "期望状态"
_REQUIRED = (_NAME, "奖项", "科室", _STATUS)
_OF_INCIDENTS = ("件数", "事故类型", "发生日期")
_NAMED_BY = {Level.DEPARTMENT: "科室奖项只写科室", Level.TEAM: "班组奖项写科室、班组", Level.PERSON: "个人奖项写科室、班组（班组外的不填）和姓名",
             Level.POST: "岗位奖项写科室、班组（班组外的不填）和岗位名称"}


def trials_of(rows: RuleRows, rules: Rules) -> tuple[tuple[Trial, ...], list[Finding]]:
    """The competitions in the sheet's order, and every fault; `rules` are those of the other sheets, without fault."""
    groups: dict[str, list[Row]] = {}
    for row in rows[TRIALS]:
        groups.setdefault(row.key(_NAME), []).append(row)
    read = [_Reading(group, rules).result() for group in groups.values()]
    return tuple(trial for trial, _ in read), [found for _, findings in read for found in findings]


@dataclass
class _Reading:
    """Reads the rows of one competition; `findings` grows while they are read, and `names`: key → name as the rules or the first row have it."""

    rows: Sequence[Row]
    rules: Rules
    findings: list[Finding] = field(default_factory=list)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)

    def result(self) -> tuple[Trial, list[Finding]]:
        name = next((row[_NAME] for row in self.rows if row[_NAME] is not None), "")
        read = [(row, self._row(row)) for row in self.rows]
        whole = [(row, made) for row, made in read if made is not None]
        self.findings += [self._fault(row, title, why, words) for row, title, why, words in disagreements(whole, self.rules)]
        seats = {made.award: row["名额"] for row, made in whole if row["名额"] is not None}
        usable = bool(name) and len(whole) == len(self.rows) and not self.findings
        return Trial(name, tuple(made for _, made in whole), seats, usable), self.findings

    def _fault(self, row: Row, title: str, why: str, words: str) -> Finding:
        return finding("trial-cell", row.place(title), trial=row[_NAME] or "", why=why, words=words)

    def _row(self, row: Row) -> TrialRow | None:
        """A row without fault; None for any other, whose faults are told."""
        before = len(self.findings)
        award = self._award(row)
        if row.unreadable or any(row[title] is None for title in _REQUIRED) or award is None:
            return None
        faults = [*_names(row, award), *_unused(row, award, self.rules), *_contradicted(row, award)]
        self.findings += [self._fault(row, *fault) for fault in faults]
        figures, counts = [*self._figures(row, award)], [*self._counts(row, award)]
        incident = self._incident(row)
        if len(self.findings) > before:
            return None
        expected = TrialOutcome(row[_STATUS], row["期望名次"], row["期望综合得分"], row["期望奖金"])
        department, team = self._unit(row)
        return TrialRow(award.name, department, team, row["姓名或岗位"], expected, str(row.place(_STATUS)), tuple(figures), tuple(counts),
                        row["推荐顺序"], row["员工人数"], incident)

    def _unit(self, row: Row) -> tuple[str, str | None]:
        """Department and team, each as the rules write it, or else as the first row of the competition does."""
        own = next((name for name in self.rules.departments if key(name) == row.key("科室")), row["科室"])
        department = self.names.setdefault((row.key("科室"),), own)
        if row["班组"] is None or row.key("班组") == key(OUTSIDE_TEAMS):
            return department, None
        team = self.rules.own_team(department, row["班组"]) or row["班组"]
        return department, self.names.setdefault((row.key("科室"), row.key("班组")), team)

    def _award(self, row: Row) -> Award | None:
        awards = {key(award.name): award for award in self.rules.awards}
        award = awards.get(row.key("奖项"))
        if row["奖项"] is not None and award is None:
            near = offered(row["奖项"], [one.name for one in awards.values()])
            self.findings.append(finding("unknown-name", row.place("奖项"), title="奖项", value=row["奖项"], suggestion=near).as_warning())
        elif award is not None and not award.enabled:
            self.findings.append(self._fault(row, "奖项", f"写的“{award.name}”没有启用", "请换一个启用的奖项，或在“奖项”里启用它"))
            return None
        return award

    def _told(self, row: Row, title: str, fault: Fault) -> None:
        made = self._fault(row, title, fault.why, fault.words)
        self.findings.append(made if fault.about_value is None else fault.about_value.as_warning().at(row.place(title), title=title))

    def _figures(self, row: Row, award: Award) -> Iterator[TrialFigure]:
        grades = {key(grade): grade for grade, _ in self.rules.policies.grades}
        for source in Source:
            text = row[source.value]
            if text is None:
                continue
            parts, given = _parts(award, source, self.rules), set[str]()
            if not parts:
                self.findings.append(self._fault(row, source.value, f"写了{source.value}，“{award.name}”的评分构成和评选条件却都不用它",
                                                 "请清空这一格，或换一个奖项"))
                continue
            for read in figures_in(str(text), source, grades):
                found = _part(read, parts, given) if isinstance(read, Values) else read
                if isinstance(found, Fault):
                    self._told(row, source.value, found)
                    break
                given.add(found)
                yield TrialFigure(source, parts[found], read.values if isinstance(read, Values) else (), str(row.place(source.value)))

    def _counts(self, row: Row, award: Award) -> Iterator[tuple[str, int]]:
        known = {key(name): name for name in _counted(award, self.rules)}
        seen: set[str] = set()
        for read in counts_in(str(row["核查"]), known) if row["核查"] is not None else ():
            if isinstance(read, tuple) and read[0] in seen:
                read = Fault(f"写了两次“{read[0]}”", "请只留一个")
            if isinstance(read, Fault):
                self._told(row, "核查", read)
                return
            seen.add(read[0])
            yield read

    def _incident(self, row: Row) -> TrialIncident | None:
        kinds = {key(kind.name): kind.name for kind in self.rules.incident_types}
        if row["事故类型"] is not None and row.key("事故类型") not in kinds:
            self.findings.append(finding("unknown-name", row.place("事故类型"), title="事故类型", value=row["事故类型"],
                                         suggestion=offered(row["事故类型"], kinds.values())).as_warning())
        if row["事故投诉"] is None:
            return None
        return TrialIncident(row["事故投诉"], row["件数"] or 1, kinds.get(row.key("事故类型")), row["发生日期"], str(row.place("事故投诉")))


Told = tuple[str, str, str]


def _names(row: Row, award: Award) -> Iterator[Told]:
    """A candidate that is not named as its award's level asks."""
    asked = {"班组": award.level is Level.TEAM, "姓名或岗位": award.level in (Level.PERSON, Level.POST)}
    may = {"班组": award.level is not Level.DEPARTMENT, "姓名或岗位": asked["姓名或岗位"]}
    for title in asked:
        if asked[title] and row[title] is None:
            yield title, f"没有写{title}，“{award.name}”是{award.level.label}奖项", f"{_NAMED_BY[award.level]}"
        elif not may[title] and row[title] is not None:
            yield title, f"写了{title}，“{award.name}”却是{award.level.label}奖项", f"{_NAMED_BY[award.level]}"
    if award.level is Level.TEAM and row.key("班组") == key(OUTSIDE_TEAMS):
        yield "班组", f"写的是“{OUTSIDE_TEAMS}”，那不是一个班组", _NAMED_BY[award.level]


def _unused(row: Row, award: Award, rules: Rules) -> Iterator[Told]:
    """What nothing would look at: an order where the score decides, a headcount where no seats rest on it, details of no incident."""
    if row["推荐顺序"] is not None and (award.level is not Level.PERSON or award.scored):
        yield "推荐顺序", f"写了推荐顺序，“{award.name}”却按综合得分排名", "请清空这一格"
    if row["员工人数"] is not None and award.quota_kind is not QuotaKind.RATIO:
        yield "员工人数", f"写了员工人数，“{award.name}”的名额却不按员工人数算", "请清空这一格"
    elif row["员工人数"] is not None and row["名额"] is not None:
        yield "员工人数", "名额和员工人数都写了", "请只留一个：写了名额就不按员工人数算"
    for title in _OF_INCIDENTS:
        if row[title] is not None and row["事故投诉"] is None and "事故投诉" not in row.unreadable:
            yield title, f"写了{title}，没有写“事故投诉”", "请在“事故投诉”里写调查结论，或清空这一格"


def _contradicted(row: Row, award: Award) -> Iterator[Told]:
    """Expectations of which no outcome could meet all."""
    status = row[_STATUS]
    if status in OUT_WORDS and row["期望名次"] is not None:
        yield "期望名次", f"期望“{status}”的没有名次", "请清空这一格"
    if row["期望综合得分"] is not None and not award.scored:
        yield "期望综合得分", f"“{award.name}”没有评分构成，没有综合得分", "请清空这一格"
    elif row["期望综合得分"] is not None and status == UNSCORED_WORD:
        yield "期望综合得分", f"期望“{status}”的没有综合得分", "请清空这一格"
    if row["期望奖金"] and status != WON:
        yield "期望奖金", f"期望“{status}”的没有奖金", "请改成 0，或清空这一格"


def _parts(award: Award, source: Source, rules: Rules) -> dict[str, tuple[str, ...]]:
    """Name → scope of the parts of a score that a source gives; where only a condition compares the source, one part under its name."""
    parts = {part.name: part.scope for part in award.components if part.source is source}
    compared = any(checks_of(rules)[condition.check].source is source for condition in award.conditions)
    return parts or ({source.value: ()} if compared else {})


def _part(read: Values, parts: Mapping[str, tuple[str, ...]], given: set[str]) -> str | Fault:
    """The part that a figure is for."""
    names = "、".join(f"“{name}”" for name in parts)
    found = next((name for name in parts if key(name) == key(read.name)), None) if read.name is not None else None
    if read.name is None and len(parts) == 1:
        found = next(iter(parts))
    if found is None:
        why = f"有几个分项（{names}），没有写明是哪一个" if read.name is None else f"“{read.name}”不是这里的分项"
        return Fault(why, f"请写成 分项=得分；可用的分项：{names}")
    return Fault(f"写了两次“{found}”", "请只留一个") if found in given else found


def _counted(award: Award, rules: Rules) -> list[str]:
    """The checks of its conditions that count entries."""
    return list(dict.fromkeys(condition.check for condition in award.conditions if checks_of(rules)[condition.check].counting))
