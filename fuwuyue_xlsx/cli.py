"""The commands. They parse and call, nothing else; heavy imports wait until a command runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.locale import speak_chinese

speak_chinese()

import click  # noqa: E402  after speak_chinese, so that click's own words are Chinese

from fuwuyue_xlsx import __version__  # noqa: E402
from fuwuyue_xlsx.cli_parts import AS_JSON, CLUSTER, FOLDER, INBOX, JOBS, OUTPUT, PASSWORD, PATH, Commands  # noqa: E402
from fuwuyue_xlsx.commands import telling  # noqa: E402
from fuwuyue_xlsx.commands.session import progress_bar, read_options, workers_of, workspace_at  # noqa: E402

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _command(*parameters: Callable[[Any], Any]) -> Callable[[Callable[..., None]], click.Command]:
    """A command with these arguments and options, in this order."""
    def made(function: Callable[..., None]) -> click.Command:
        for parameter in reversed(parameters):
            function = parameter(function)
        return main.command(options_metavar="[选项]")(function)

    return made


@click.group(cls=Commands, context_settings=_CONTEXT, options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
@click.version_option(__version__, prog_name="fuwuyue", message="%(prog)s %(version)s")
def main() -> None:
    """评优：用 Excel 表格收材料、打分、排名、算奖金。

    \b
    第一次用：  fuwuyue init 我的评优
    收齐表格后：fuwuyue run 我的评优
    """
    from fuwuyue_xlsx.commands.console import prepare_streams

    prepare_streams()


@_command(
    click.argument("folder", metavar="文件夹", type=PATH),
    click.option("--from", "other", metavar="文件夹", type=PATH, default=None,
                 help="从另一个工作文件夹（例如去年的）的评选规则开始，日期留空待填。"),
)
def init(folder: Path, other: Path | None) -> None:
    """建立工作文件夹：评选规则、全部模板、收件箱。不会覆盖已有的规则。"""
    from fuwuyue_xlsx.commands.init import init_workspace, next_year

    report = init_workspace(workspace_at(folder)) if other is None else next_year(workspace_at(folder), workspace_at(other))
    telling.say_templates_written(report, folder, dates_open=other is not None)
    sys.exit(report.exit_code)


@_command(FOLDER)
def rules(folder: Path) -> None:
    """把评选规则读一遍，每个奖项用一句话说出来：评几个、怎么打分、什么情况不能评、多少奖金；再把“试算”逐组算一遍。请在发模板以前核对。

    退出码：0 规则可以用；1 可以用，但有试算与期望不符，或没有算成；2 有错误要改。
    """
    from fuwuyue_xlsx.commands.read_back import read_back

    report = read_back(workspace_at(folder))
    telling.say_lines(report.lines, report.findings)
    sys.exit(report.exit_code)


@_command(
    FOLDER,
    click.option("--stage", type=click.Choice(["start", "review"]), default="start", show_default=True,
                 help="start：全部模板；review：只列被推荐对象的评委打分表，写到“下发模板/评审阶段”。有评委名单的，每位评委一份，写好姓名。"),
    INBOX, PASSWORD,
)
def templates(folder: Path, stage: str, inbox: Path | None, passwords: tuple[str, ...]) -> None:
    """按评选规则.xlsx 重新生成模板。已经填写过的模板会另存备份。"""
    from fuwuyue_xlsx.commands.templates import make_templates

    workspace = workspace_at(folder, inbox)
    with progress_bar("生成模板") as progress, read_options(workspace, passwords, hidden=True) as options:
        report = make_templates(workspace, stage, progress, options)
    telling.say_templates(report)
    sys.exit(report.exit_code)


@_command(
    FOLDER, INBOX, OUTPUT, JOBS, CLUSTER,
    click.option("--no-cache", is_flag=True, help="不用上次读过的内容，全部重新读。"),
    click.option("--strict", is_flag=True, help="只要有错误就不写结果。"),
    AS_JSON,
    click.option("--quiet", is_flag=True, help="不显示结果摘要和进度，只显示不能继续的原因。"),
    PASSWORD,
)
def run(folder: Path, inbox: Path | None, output: Path | None, jobs: int | None, cluster: str | None, no_cache: bool, strict: bool,
        as_json: bool, quiet: bool, passwords: tuple[str, ...]) -> None:
    """读收件箱、评选、写出 评优结果.xlsx。

    退出码：0 可公示；1 初步结果（还有未了的事）；2 没有写出结果。
    """
    from fuwuyue_xlsx.commands.run import run as run_workspace

    workspace = workspace_at(folder, inbox, output)
    with read_options(workspace, passwords, quiet or as_json, workers_of(jobs, cluster), not no_cache) as options:
        report = run_workspace(workspace, options=options, strict=strict)
    telling.say_run(report, workspace, as_json=as_json, quiet=quiet)
    sys.exit(report.exit_code)


@_command(click.argument("paths", metavar="[文件夹 或 文件…]", type=PATH, nargs=-1), INBOX, OUTPUT, AS_JSON, PASSWORD)
def check(paths: tuple[Path, ...], inbox: Path | None, output: Path | None, as_json: bool, passwords: tuple[str, ...]) -> None:
    """只检查，不写结果：列出要改的地方，并在“结果/退回修改”里给出标好的副本。

    检查整个收件箱时，名额、超额推荐、对不上的个人和岗位、可能影响结果的提示等也一并指出，与 run 说的相同。

    退出码：0 没有错误；1 有错误要改；2 没能检查。
    """
    from fuwuyue_xlsx.commands.check import check as check_workspace
    from fuwuyue_xlsx.workspace import names_folder, workspace_of

    folder = not paths or (len(paths) == 1 and names_folder(paths[0]))
    workspace = workspace_at((paths[0] if paths else Path()) if folder else workspace_of(paths[0]), inbox, output)
    with read_options(workspace, passwords, as_json, cached=folder) as options:
        report = check_workspace(workspace, () if folder else paths, options=options)
    telling.say_check(report, workspace, as_json=as_json)
    sys.exit(report.exit_code)


@_command(click.argument("words", metavar="[文件夹] 名称", nargs=-1, required=True), INBOX, OUTPUT, PASSWORD)
def explain(words: tuple[str, ...], inbox: Path | None, output: Path | None, passwords: tuple[str, ...]) -> None:
    """说明某个科室、班组、个人或岗位为什么是这个结果，一步一步写到单元格。名称可以只写几个字。"""
    from fuwuyue_xlsx.commands.explain import explain_name

    *folder, name = words
    if len(folder) > 1:
        raise click.UsageError("只写一个文件夹和一个名称；名称里有空格时请加引号。")
    workspace = workspace_at(Path(*folder), inbox, output)
    with read_options(workspace, passwords, hidden=True) as options:
        report = explain_name(workspace, name, options=options)
    telling.say_lines(report.lines, report.findings)
    sys.exit(report.exit_code)


@_command(FOLDER, INBOX, OUTPUT, PASSWORD)
def forms(folder: Path, inbox: Path | None, output: Path | None, passwords: tuple[str, ...]) -> None:
    """写出可以打印的公示名单、奖金发放表、奖状，和每个科室的反馈。

    退出码：0 可公示；1 初步结果（每份都标明不得使用）；2 没有写出来。
    """
    from fuwuyue_xlsx.commands.forms import make_forms

    workspace = workspace_at(folder, inbox, output)
    with progress_bar("生成表格") as progress, read_options(workspace, passwords, hidden=True) as options:
        report = make_forms(workspace, options=options, progress=progress)
    telling.say_forms(report)
    sys.exit(report.exit_code)


@_command(
    FOLDER,
    click.option("--by", metavar="姓名", required=True, help="定稿人的姓名，写在定稿单上。"),
    click.option("--note", metavar="说明", default="", help="定稿单上的说明，例如依据哪次会议。"),
    INBOX, OUTPUT, JOBS, CLUSTER, PASSWORD,
)
def finalise(folder: Path, by: str, note: str, inbox: Path | None, output: Path | None, jobs: int | None, cluster: str | None,
             passwords: tuple[str, ...]) -> None:
    """可公示时定稿：结果、表格、规则连同定稿单存进“结果/定稿”，以后不再改动；之后有变化，处处都会写明。

    收件箱里的文件全部重新读，不用上次读过的内容。

    退出码：0 已定稿；2 没有定稿。
    """
    from fuwuyue_xlsx.commands.finalise import finalise as finalise_workspace

    if not by.strip():
        raise click.UsageError("请用 --by 写明定稿人的姓名。")
    workspace = workspace_at(folder, inbox, output)
    with read_options(workspace, passwords, workers=workers_of(jobs, cluster), cached=False) as options:
        report = finalise_workspace(workspace, by.strip(), note.strip(), options=options)
    telling.say_finalised(report, by.strip())
    sys.exit(report.exit_code)


@_command(click.argument("folder", metavar="文件夹", type=PATH), click.argument("file", metavar="导出表", type=PATH), OUTPUT, PASSWORD)
def survey(folder: Path, file: Path, output: Path | None, passwords: tuple[str, ...]) -> None:
    """看一份网上问卷的导出表，按标题和回答的相近程度提出“问卷对照”“等级对照”的建议，写到“结果/问卷对照（建议）.xlsx”。

    核对好以后复制到评选规则.xlsx 的同名工作表里；评选规则.xlsx 不会被改动。看不准的格空着，写明为什么。

    \b
    例如：fuwuyue survey 我的评优 下载/问卷星导出.xlsx
          fuwuyue survey . 收件箱/问卷/金数据导出.xlsx

    退出码：0 已写出建议；2 没有写出来。
    """
    from fuwuyue_xlsx.commands.propose_survey import propose

    report = propose(workspace_at(folder, None, output), file, passwords)
    telling.say_proposal(report)
    sys.exit(report.exit_code)


@_command(FOLDER, INBOX, OUTPUT)
def watch(folder: Path, inbox: Path | None, output: Path | None) -> None:
    """守着收件箱：有文件放进来、换了或规则改了，等它们放稳，就自动重新运行一次。关闭窗口就结束。"""
    from fuwuyue_xlsx.commands.run import run as run_workspace
    from fuwuyue_xlsx.commands.watch import runs

    workspace = workspace_at(folder, inbox, output)
    if not folder.is_dir():
        telling.say_findings(run_workspace(workspace).findings)
        sys.exit(2)
    click.echo(f"正在守着“{workspace.inbox}”，按 Ctrl-C 结束。", err=True)
    try:
        for report in runs(workspace):
            telling.say_run(report, workspace)
            click.echo("继续守着……", err=True)
    except KeyboardInterrupt:
        click.echo("已结束，最后一次的结果还在。", err=True)


@_command(click.argument("words", metavar="[文件夹] [记录甲] [记录乙]", nargs=-1), OUTPUT)
def diff(words: tuple[str, ...], output: Path | None) -> None:
    """比较两次运行：谁的状态、名次、得分、奖金变了，因为哪个文件的哪一格。

    \b
    记录写序号（1 是最近一次，2 是上一次）或“结果/历史”里的文件名；不写就比较最近两次。
    退出码：0 已列出；2 没有可以比较的。
    """
    from fuwuyue_xlsx.commands.diff import diff as diff_workspace

    folder, names = (words[0], words[1:]) if words and Path(words[0]).is_dir() else (".", words)
    if len(names) > 2:
        raise click.UsageError("最多写一个文件夹和两份记录。")
    report = diff_workspace(workspace_at(Path(folder), None, output), names)
    telling.say_lines(report.lines, report.findings)
    sys.exit(report.exit_code)
