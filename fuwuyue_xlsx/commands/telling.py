"""How the end of a command is told: on the screen, findings on the error stream, or as JSON.

Heavy imports wait until they are needed, so that --help answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fuwuyue_xlsx.commands.check import CheckReport
    from fuwuyue_xlsx.commands.finalise import FinaliseReport
    from fuwuyue_xlsx.commands.forms import FormsReport
    from fuwuyue_xlsx.commands.propose_survey import SurveyReport
    from fuwuyue_xlsx.commands.run import RunReport
    from fuwuyue_xlsx.commands.templates import TemplatesReport
    from fuwuyue_xlsx.messages.findings import Finding
    from fuwuyue_xlsx.workspace import Workspace


def say_findings(findings: tuple[Finding, ...], most: int = 30) -> None:
    """The findings, one line for those of one cause."""
    from fuwuyue_xlsx.commands.console import finding_lines

    for line in finding_lines(findings, most):
        print(line, file=sys.stderr)


def say_run(report: RunReport, workspace: Workspace, *, as_json: bool = False, quiet: bool = False) -> None:
    """Who wins, what is open, what to mend, where it was written; or why nothing was. `quiet`: only what must not be missed."""
    if as_json:
        _say_run_json(report, workspace)
    elif report.exit_code == 2:
        say_findings(report.findings)
    elif quiet:  # whoever opens the old file would take it for the new one
        say_findings(tuple(one for one in report.findings if one.code == "output-held"))
    else:
        _say_result(report, workspace)


def _say_result(report: RunReport, workspace: Workspace) -> None:
    from fuwuyue_xlsx.commands.console import finding_lines, hint_lines, shown, summary_lines
    from fuwuyue_xlsx.forms.makers import PRINTED

    for line in summary_lines(report.outcome) if report.outcome else ():
        print(line)
    for line in [*finding_lines(report.findings), *hint_lines(report.findings)]:
        print(line, file=sys.stderr)
    if any((workspace.output / name).exists() for name in PRINTED):
        print("“结果”里的公示名单、奖状等是以前生成的，不随这次运行更新；要用请重新运行 fuwuyue forms。", file=sys.stderr)
    print(f"结果工作簿：{shown(report.written['results'])}")
    if report.asked is not None:
        print(f"等待裁定的事项：{shown(report.asked)}，填好放进收件箱，再运行一次")


def say_lines(lines: Iterable[str], findings: tuple[Finding, ...]) -> None:
    """What was asked for, line by line, and the findings."""
    for line in lines:
        print(line)
    say_findings(findings)


def say_check(report: CheckReport, workspace: Workspace, *, as_json: bool = False) -> None:
    """What is to be mended, what could change who wins, where the marked copies are."""
    from fuwuyue_xlsx.commands.console import doubt_lines, final_lines, shown

    if as_json:
        _say_check_json(report, workspace)
        return
    say_findings(report.findings, most=1_000)
    if report.stopped:
        return
    errors = sum(one.blocks for one in report.findings)
    print(f"检查了 {len(report.files)} 个文件，{errors} 个错误。")
    for line in [*doubt_lines(report.outcome), *final_lines(report.outcome.finalised)] if report.outcome else ():
        print(line)
    if report.written:
        print(f"标好的副本在：{shown(next(iter(report.written.values())).parent)}")


def say_templates_written(report: TemplatesReport, folder: Path, *, dates_open: bool = False) -> None:
    """What a new workspace holds, and what to do next; `dates_open`: there are no templates before the dates are filled in."""
    if report.exit_code == 0 and dates_open:
        print(f"已建立“{folder}”：评选规则.xlsx（照去年的，名称里的年份已改，日期和资格排除留空），收件箱，结果。")
    elif report.exit_code == 0:
        print(f"已建立“{folder}”：评选规则.xlsx，模板 {len(report.written) - 1} 份（下发模板），收件箱，结果。")
    if report.exit_code == 0:
        first = "用 Excel 打开评选规则.xlsx，填好日期，核对其余各项" if dates_open else "用 Excel 打开评选规则.xlsx，改成本次的规则"
        print(f"下一步：{first}，保存关闭；运行 fuwuyue rules，看程序的理解对不对；")
        print("再运行 fuwuyue templates 生成模板，然后才把“下发模板”里的表发下去。收回的表放进“收件箱”，运行 fuwuyue run。")
    say_findings(report.findings)


def say_templates(report: TemplatesReport) -> None:
    """What was written where, what was moved aside."""
    for path in report.retired:
        print(f"评选规则里不再用到的模板移到：{path}")
    if report.written:
        print(f"已生成 {len(report.written)} 份模板，在“{report.written[0].parent}”。")
    say_findings(report.findings)


def say_forms(report: FormsReport) -> None:
    """Whether the result is final, and every form that was written."""
    from fuwuyue_xlsx.commands.console import shown, state_lines

    for line in state_lines(report.outcome) if report.outcome and report.exit_code < 2 else ():
        print(line)
    for path in report.written.values():
        print(shown(path))
    say_findings(report.findings)


def say_finalised(report: FinaliseReport, by: str) -> None:
    """By whom it was frozen and where, or what is open."""
    from fuwuyue_xlsx.commands.console import shown

    say_findings(report.findings)
    if report.folder and report.outcome:
        prizes = f"，奖金合计 {report.outcome.evaluation.prizes.confirmed:,} 元" if report.outcome.rules.pays else ""
        print(f"{report.outcome.rules.campaign.name}：已由{by}定稿{prizes}")
        print(f"定稿在：{shown(report.folder)}，其中的“定稿单.xlsx”可以打印签字存档。")


def say_proposal(report: SurveyReport) -> None:
    """What is proposed for an export of an online survey and where it stands, or why nothing is."""
    from fuwuyue_xlsx.commands.console import shown

    say_findings(report.findings)
    if report.written:
        print(f"建议已写出：{report.summary}")
        print(f"请打开核对，再复制到评选规则.xlsx 的同名工作表：{shown(report.written)}")


def say_failure(code: str, **details: Any) -> None:
    """The JSON object of a command that could not even begin, or did not end."""
    from fuwuyue_xlsx.messages.findings import finding
    from fuwuyue_xlsx.report.json_report import failure

    _write_json(failure([finding(code, **details)]))


def _say_run_json(report: RunReport, workspace: Workspace) -> None:
    from fuwuyue_xlsx.intake.scan_inbox import shown_path
    from fuwuyue_xlsx.report.json_report import as_json, failure

    if report.exit_code == 2 or report.outcome is None:
        said = failure(report.findings)
    else:
        outputs = {name: shown_path(path, workspace.root) for name, path in report.written.items()}
        said = as_json(report.outcome, outputs)
    _write_json(said)


def _say_check_json(report: CheckReport, workspace: Workspace) -> None:
    from fuwuyue_xlsx.intake.scan_inbox import shown_path
    from fuwuyue_xlsx.report.json_report import check_as_json, failure

    copies = {name: shown_path(path, workspace.root) for name, path in report.written.items()}
    open_matters = report.outcome.open if report.outcome else ()
    _write_json(failure(report.findings) if report.stopped else check_as_json(report.files, report.findings, copies, open_matters))


def _write_json(said: dict[str, Any]) -> None:
    """UTF-8 whatever the console's encoding; a lone surrogate in a file's name becomes a ?."""
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()
