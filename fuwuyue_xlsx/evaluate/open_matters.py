"""Final or preliminary: what is still open, as a list to work off."""

from __future__ import annotations

from collections.abc import Sequence

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Evaluation
from fuwuyue_xlsx.evaluate.ledger import Ledger, OwedKind
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules


def open_matters(rules: Rules, submitted: Sequence[str], has_register: bool, evaluation: Evaluation,
                 findings: Sequence[Finding]) -> list[str]:
    """Everything that keeps the result preliminary, one line each; empty means 可公示."""
    about_inputs = input_matters(rules, submitted, has_register, findings, evaluation.ledger)
    return about_inputs + [line for result in evaluation.awards for line in _of_award(result)]


# errors of the inbox as a whole, which no single file could mend
_TOLD_IN_FULL = ("survey-mostly-invalid",)


def input_matters(rules: Rules, submitted: Sequence[str], has_register: bool, findings: Sequence[Finding], ledger: Ledger) -> list[str]:
    """The open matters that are about the inbox: books not handed in, a missing incident register, what else is owed, errors to be
    mended.
    """
    handed_in = frozenset(submitted)
    absent = [department for department in rules.departments if department not in handed_in]
    lines = unread_matters(findings) + [f"“{department}”还没有报送填报表" for department in absent]
    if not has_register:
        lines.append("没有收到事故投诉登记表，无法确认一票否决")
    listed_above = (OwedKind.DEPARTMENT, OwedKind.REGISTER)
    lines += [owed.line for owed in ledger.owed if owed.kind not in listed_above]
    lines += [finding.message for finding in findings if finding.code in _TOLD_IN_FULL]
    errors = [finding for finding in findings if finding.blocks and not finding.is_total_failure and finding.code not in _TOLD_IN_FULL]
    if errors:
        files = {finding.place.file for finding in errors if finding.place.file}
        lines.append(f"有 {len(errors)} 个错误要改正，在 {len(files)} 个文件里，见“问题清单”")
    return lines


def unread_matters(findings: Sequence[Finding]) -> list[str]:
    """What of the inbox could not be read or used at all, told before anything else: the inbox, folders, files with the reason."""
    failed = [finding for finding in findings if finding.blocks and finding.is_total_failure]
    lines = [finding.message for finding in failed if finding.code == "nothing-read"]
    lines += [f"文件夹“{finding.place.file}”打不开，里面的文件都没有读到" for finding in failed if finding.code == "folder-unreadable"]
    files = {finding.place.file: finding.message for finding in failed if finding.code not in ("nothing-read", "folder-unreadable")}
    if files:
        named = "；".join(f"{file}（{message}）" for file, message in list(files.items())[:_MOST_FILES])
        lines.append(f"有 {len(files)} 个文件整个没有用上：{named}{' 等' if len(files) > _MOST_FILES else ''}")
    return lines


_MOST_FILES = 5


# what keeps candidates from having a result; nobody is under suspicion for want of a headcount
UNSETTLED = (
    (Status.TIED, "完全并列，待领导定夺"),
    (Status.PENDING, "名额待定（有事项待查，或员工人数不全）"),
    (Status.UNSCORED, "缺评分，不能排名"),
)


def _of_award(result: AwardResult) -> list[str]:
    lines = []
    for status, words in UNSETTLED:
        names = [standing.candidate.name for standing in result.standings if standing.status is status and not standing.depends]
        if names:
            lines.append(f"“{result.award.name}”有 {len(names)} 个候选{words}：{'、'.join(names)}")
    waiting = [standing for standing in result.standings if standing.depends]
    if waiting:
        higher, who = "”“".join(waiting[0].depends), "、".join(standing.candidate.name for standing in waiting)
        lines.append(f"“{result.award.name}”有 {len(waiting)} 个候选要等“{higher}”的并列定夺以后才知道：{who}")
    return lines
