"""A random campaign the whole way: its rules and filled templates as workbooks, run by the command."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.templates.all_templates import rulebook_2017
from tests.independent.implementation.compare import differences
from tests.independent.implementation.fill import fill_inbox, write_rules
from tests.independent.implementation.fill_rules import RULES_FILE
from tests.independent.implementation.model import Campaign
from tests.independent.implementation.oracle import expected
from tests.support.json_contract import breaches


def through_workbooks(folder: Path, campaign: Campaign) -> list[str]:
    """What the product says otherwise than the second implementation, or in another shape than that of the contract."""
    (folder / RULES_FILE).write_bytes(rulebook_2017())
    write_rules(folder, campaign)
    made = CliRunner().invoke(main, ["templates", str(folder)])
    assert made.exit_code == 0, made.output
    fill_inbox(folder, campaign)
    done = CliRunner().invoke(main, ["run", str(folder), "--json", "--quiet"])
    assert done.exit_code in (0, 1), done.output
    said = json.loads(done.stdout)
    assert done.exit_code == (0 if said["campaign"]["state"] == "final" else 1)
    return breaches(said) + differences(expected(campaign), said)


