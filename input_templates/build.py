"""Writes this folder again from the rules of 2017: the rules workbook, every template, the field reference.

    python input_templates/build.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.schema.field_reference import field_reference
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE
from fuwuyue_xlsx.templates.all_templates import rulebook_2017, written_templates


def build(folder: Path) -> None:
    """The same rules give the same bytes."""
    rulebook = rulebook_2017()
    rules, findings = read_rules(rulebook)
    if rules is None:
        raise SystemExit("\n".join(found.line() for found in findings))
    (folder / RULES_FILE).write_bytes(rulebook)
    for name, data in written_templates(rules):
        (folder / name).write_bytes(data)
    (folder / "字段说明.md").write_text(field_reference(rules), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build(Path(__file__).parent)
