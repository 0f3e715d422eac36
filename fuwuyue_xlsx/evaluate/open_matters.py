"""Final or preliminary: what is still open, as a list to work off."""

from __future__ import annotations

from collections.abc import Sequence

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Evaluation, Status
from fuwuyue_xlsx.evaluate.ledger import Ledger, OwedKind
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules


def open_matters(rules: Rules, submitted: Sequence[str], has_register: bool, evaluation: Evaluation,
                 findings: Sequence[Finding]) -> list[str]:
    """Everything that keeps the result preliminary, one line each; empty means 可公示."""
    about_inputs = input_matters(rules, submitted, has_register, findings, evaluation.ledger)
    return about_inputs + [line for result in evaluation.awards for line in _of_award(result)]


def input_matters(rules: Rules, submitted: Sequence[str], has_register: bool, findings: Sequence[Finding], ledger: Ledger) -> list[str]:
    """The open matters that are about the inbox: books not handed in, a missing incident register, what else is owed, errors to be
    mended.
    """
    handed_in = frozenset(submitted)
    absent = [department for department in rules.departments if department not in handed_in]
    lines = [f"“{department}”还没有报送填报表" for department in absent]
    if not has_register:
        lines.append("没有收到事故投诉登记表，无法确认一票否决")
    told = (OwedKind.DEPARTMENT, OwedKind.REGISTER)
    lines += [owed.line for owed in ledger.owed if owed.kind not in told]
    errors = [finding for finding in findings if finding.blocks]
    if errors:
        files = {finding.place.file for finding in errors if finding.place.file}
        lines.append(f"有 {len(errors)} 个错误要改正，在 {len(files)} 个文件里，见“问题清单”")
    return lines


# what keeps candidates from having a result; nobody is under suspicion for want of a headcount
UNSETTLED = (
    (Status.TIED, "完全并列，待领导定夺"),
    (Status.PENDING, "名额待定（有事项待查，或员工人数不全）"),
    (Status.UNSCORED, "缺评分，不能排名"),
)


def _of_award(result: AwardResult) -> list[str]:
    lines = []
    for status, words in UNSETTLED:
        names = [standing.candidate.name for standing in result.standings if standing.status is status]
        if names:
            lines.append(f"“{result.award.name}”有 {len(names)} 个候选{words}：{'、'.join(names)}")
    return lines
