"""Commands typed in an empty folder, and where they put what they write."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from fuwuyue_xlsx.cli import main
from tests.support.edited_rulebooks import edited

PLACE = Path("优质服务月")
RESULTS = PLACE / "结果" / "评优结果.xlsx"
BAD_RULES = edited(("评分构成", 1, "权重", "50%"))


def call(*words: str) -> Result:
    """Type a command. Whatever it says is free of stack traces."""
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output and "没有预料到" not in result.output
    return result
