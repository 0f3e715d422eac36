"""What the commands are made of: arguments and options that several have, and the group that tells in Chinese whatever goes wrong."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import click

from fuwuyue_xlsx.commands import telling


class WholeNumber(click.IntRange):
    """click names a type in its messages; this one has a Chinese name."""

    name = "整数"


PATH = click.Path(path_type=Path)
FOLDER = click.argument("folder", metavar="[文件夹]", type=PATH, default=".")
INBOX = click.option("--inbox", type=PATH, help="收件箱文件夹，默认是工作文件夹里的“收件箱”。")
OUTPUT = click.option("--output", type=PATH, help="结果文件夹，默认是工作文件夹里的“结果”。")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="在标准输出给出 JSON，供其他程序使用。")
PASSWORD = click.option("--password", "passwords", is_flag=True, help="输入打开加密表格的密码（输入时不显示）。",
                         callback=lambda _, __, asked: (click.prompt("打开密码", hide_input=True, err=True),) if asked else ())
JOBS = click.option("--jobs", type=WholeNumber(1), metavar="个数", default=None, help="同时读几个文件，默认用全部处理器核心。")
CLUSTER = click.option("--cluster", metavar="地址", default=None, help="把读文件的工作交给这个地址上的一群机器，见“很大的评选”一文。")


class Commands(click.Group):
    """The commands; whatever goes wrong inside one is told in a Chinese line, never as a stack trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is asked for; what goes wrong is told and ends with exit code 2."""
        as_json = "--json" in (*getattr(ctx, "_protected_args", ()), *ctx.args)
        try:
            return super().invoke(ctx)
        except click.UsageError as why:
            if as_json:
                telling.say_failure("bad-usage", what=why.format_message())
            raise
        except (click.ClickException, click.exceptions.Exit, SystemExit, BrokenPipeError):
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo("已中止，没有改动原有的结果。", err=True)
        except Exception as why:  # noqa: BLE001  the last line of defence
            where = traceback.extract_tb(why.__traceback__)[-1]
            code_line = f"{Path(where.filename).name}:{where.lineno}"
            click.echo("程序遇到没有预料到的情况，没有写出结果。请把收件箱原样保留，连同下面的代号发给维护人员。\n"
                       f"代号：{code_line}", err=True)
            if as_json:
                telling.say_failure("program-fault", what=code_line)
        ctx.exit(2)
