"""Writes what is generated in this folder: whole pages, and the parts of the others that stand between two marks.

    python docs/build.py           # writes
    python docs/build.py --check   # names the pages that are not as they would be written; exit code 1 when there are any
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from fuwuyue_xlsx.basics.decimals import plain  # noqa: E402  after the path is set
from fuwuyue_xlsx.evaluate.certainty import Certainty  # noqa: E402
from fuwuyue_xlsx.evaluate.statuses import RANKED, Status  # noqa: E402
from fuwuyue_xlsx.messages import CATALOGUE, Severity  # noqa: E402
from fuwuyue_xlsx.messages.findings import finding  # noqa: E402
from fuwuyue_xlsx.report.json_schema import results_schema  # noqa: E402
from fuwuyue_xlsx.rulebook.read_rules import read_rules  # noqa: E402
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017  # noqa: E402
from fuwuyue_xlsx.rules.model import Level, Rules  # noqa: E402
from fuwuyue_xlsx.rules.policies import POLICIES  # noqa: E402
from fuwuyue_xlsx.schema.checks import CHECKS, Check  # noqa: E402
from fuwuyue_xlsx.schema.field_reference import data_dictionary, markdown_table  # noqa: E402
from fuwuyue_xlsx.tables.contract import tables_reference  # noqa: E402
from fuwuyue_xlsx.templates.all_templates import rulebook_2017  # noqa: E402
from tests.support.package_source import FLOORS, modules  # noqa: E402

Lines = Iterable[str]
_PART = re.compile(r"(<!-- generated: (.*?) -->\n).*?(<!-- end -->)", re.S)


def pages(folder: Path = DOCS) -> dict[str, str]:
    """Every page by its name, with what is generated as it should be."""
    rules, found = read_rules(rulebook_2017())
    if rules is None:
        raise SystemExit("\n".join(one.line() for one in found))
    written = {path.name: _with_parts(path.read_text("utf-8"), rules) for path in sorted(folder.glob("*.md")) if path.name not in PAGES}
    return written | {name: make(rules) for name, make in PAGES.items()}


def _with_parts(text: str, rules: Rules) -> str:
    return _PART.sub(lambda found: "\n".join([found[1], *PARTS[found[2]](rules), "", found[3]]), text)


# whole pages


def _schema_page(rules: Rules) -> str:
    return json.dumps(results_schema(), ensure_ascii=False, indent=2) + "\n"


def _messages_page(rules: Rules) -> str:
    """The catalogue, severity by severity; details in braces stand for what a finding fills in."""
    lines = ["# Messages", "", *_ABOUT_MESSAGES]
    for severity in Severity:
        entries = [entry for entry in CATALOGUE.values() if entry.severity is severity]
        lines += ["", f"## {severity.value} ({severity.label})", ""]
        lines += markdown_table("code | text | hint | example | tried the other way", (
            (f"`{entry.code}`", entry.text, entry.hint, finding(entry.code, **entry.example).sentences, entry.other_way) for entry in entries))
    return "\n".join(lines) + "\n"


_ABOUT_MESSAGES = (
    "Every finding the program can make, generated from the catalogue by `python docs/build.py`. A code is stable: it stands in",
    "`--json`, in 问题清单 and in tests. The severity is that of the catalogue; where a finding decides nothing (an order number of",
    "teams, most of a survey, a file that does not look like ours) an error is told as a warning. What the severities mean is in",
    "[workbooks.md](workbooks.md#messages). Where the last column says something, the result is decided once more with the doubted thing",
    "that way; a finding able to change who wins stands beside 可公示 ([completeness.md](completeness.md)).",
)


def _tables_page(rules: Rules) -> str:
    return "\n".join(["# Tables", "", *_ABOUT_TABLES, "", tables_reference()])


_ABOUT_TABLES = (
    "What intake hands to the evaluation: pandas frames, generated from their declaration in `tables/contract.py` by `python docs/build.py`.",
    "Every column has dtype object and holds Python values of its type; points are `Decimal`, a missing value is `None`. A source is the text",
    "file!sheet!cell of the cell a row was read from. Names are those of the rules.",
)


# parts of pages


def _floors(rules: Rules) -> Lines:
    """Each folder and module from the ground up, with the first line of its docstring."""
    trees = ((floor, modules()[f"{floor}__init__.py" if floor.endswith("/") else floor]) for floor in FLOORS if not floor.startswith("__"))
    return markdown_table("in `fuwuyue_xlsx/` | holds", (
        (f"`{floor}`", (ast.get_docstring(tree) or "").partition("\n")[0]) for floor, tree in trees))


def _calendar(rules: Rules) -> Lines:
    return markdown_table("项目 | 内容", ((str(name), str(value)) for name, value in rows_2017()["活动信息"]))


def _teams(rules: Rules) -> Lines:
    return markdown_table("department | line | teams", (
        (f"{department} ({len(teams)})", "、".join(rules.lines_of(department)), " · ".join(teams))
        for department in rules.departments for teams in [rules.teams_of(department)]))


def _awards(rules: Rules) -> Lines:
    return markdown_table("award | level | quota | prize, yuan | on | clause | note", (
        (award.name, award.level.value, f"{award.quota_kind} {plain(award.quota)}" if award.quota is not None else "—",
         str(award.prize) if award.prize is not None else "—", "yes" if award.enabled else "no", award.basis, award.note)
        for award in rules.awards))


def _components(rules: Rules) -> Lines:
    return markdown_table("award | component | weight | source", (
        (award.name, part.name, f"{plain(part.weight)} %", part.source.value) for award in rules.awards for part in award.components))


def _conditions(rules: Rules) -> Lines:
    return markdown_table("award | no. | condition | kind | check | threshold | clause", (
        (award.name, str(one.number), one.text, one.kind.value, one.check, plain(one.threshold), one.basis)
        for award in rules.awards for one in award.conditions))


def _series(rules: Rules) -> Lines:
    return (f"{number}. {name}" for number, name in rules.series)


def _checklists(rules: Rules) -> Lines:
    return markdown_table("line | items, each with its maximum", (
        (line, " · ".join(f"{item.name} {plain(item.maximum)}" for item in items)) for line, items in rules.checklists.items()))


def _policies(rules: Rules) -> Lines:
    return markdown_table("policy | attribute of `Policies` | default | values | why it is open", (
        (policy.name, f"`{policy.field}`", policy.default, policy.options, rules.own.explanation(policy.name, policy.explanation)) for policy in POLICIES))


def _fixed_readings(rules: Rules) -> Lines:
    return markdown_table("what | how it is read | clause", rules.own.readings)


def _checks(rules: Rules) -> Lines:
    return markdown_table("check | levels | what it looks at | unit | needs a threshold when hard", (
        (check.name, "all" if len(check.levels) == len(Level) else "、".join(level.value for level in check.levels), _looks_at(check),
         check.unit or "—", "yes" if check.threshold else "no") for check in CHECKS.values()))


def _looks_at(check: Check) -> str:
    if check.counting:
        return f"{check.counting.words}{', in rows that name the team' if Level.TEAM in check.levels else ''}"
    if check.composite:
        return "the composite"
    return f"the component of source {check.source}" if check.source else check.words


# the order in which the evaluation asks
_DECIDED = (Status.PLACED_HIGHER, Status.NOT_NOMINATED, Status.VETOED, Status.INELIGIBLE, Status.UNSCORED, Status.WINNER, Status.NOT_SELECTED,
            Status.TIED, Status.PENDING)


def _statuses(rules: Rules) -> Lines:
    assert set(_DECIDED) == set(Status)
    return markdown_table("status | in the workbook | ranked", (
        (f"`{status.value}`", status.label, "yes" if status in RANKED else "no") for status in _DECIDED))


def _certainties(rules: Rules) -> Lines:
    return markdown_table("certainty | in the workbook", ((f"`{one.value}`", one.label) for one in Certainty))


def _contract(rules: Rules) -> Lines:
    """The properties of `--json`, object by object."""
    for name, shape in results_schema()["$defs"].items():
        yield from (f"### {name}", "", shape["description"], "")
        yield from markdown_table("property | type | meaning", _properties(shape, ""))
        yield ""


def _properties(shape: dict[str, Any], within: str) -> Iterator[tuple[str, str, str]]:
    for name, inner in shape["properties"].items():
        yield f"`{within}{name}`", _type(inner), inner["description"]
        yield from _properties(inner, f"{within}{name}.") if "properties" in inner else ()


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return shape["$ref"].rpartition("/")[2]
    if "const" in shape or "enum" in shape:
        values = shape.get("enum", [shape.get("const")])
        listed = " · ".join("null" if value is None else f"`{value}`" for value in values)
        return listed if len(values) <= _MOST_VALUES else f"string, one of {len(values)}"
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    said = " or ".join(kinds)
    return f"{said} of {_type(shape['items'])}" if "items" in shape else said


_MOST_VALUES = 10
PAGES: dict[str, Callable[[Rules], str]] = {
    "data-dictionary.md": data_dictionary,
    "messages.md": _messages_page,
    "tables.md": _tables_page,
    "results.schema.json": _schema_page,
}
PARTS: dict[str, Callable[[Rules], Lines]] = {
    "floors": _floors,
    "calendar": _calendar,
    "teams": _teams,
    "awards": _awards,
    "components": _components,
    "conditions": _conditions,
    "series": _series,
    "checklists": _checklists,
    "checks": _checks,
    "policies": _policies,
    "fixed readings": _fixed_readings,
    "statuses": _statuses,
    "certainties": _certainties,
    "contract": _contract,
}


def main(arguments: list[str], folder: Path = DOCS) -> int:
    """Write the pages, or with --check only compare them."""
    changed = {name: text for name, text in pages(folder).items()
               if not (folder / name).exists() or (folder / name).read_text("utf-8") != text}
    for name, text in changed.items():
        print(name)
        if "--check" not in arguments:
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
