"""The documents say what the program does: README.md and 字段说明.md for its users, docs/ for developers."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.messages import CATALOGUE, Severity
from fuwuyue_xlsx.rules.policies import POLICIES
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.checks import CHECKS
from fuwuyue_xlsx.schema.field_reference import data_dictionary, field_reference
from fuwuyue_xlsx.schema.rules_workbook import SHEETS
from tests.support.declared_2017 import BOOKS, DEPARTMENT, POST, declared
from tests.support.edited_rulebooks import RULE_SHEETS
from tests.support.filled_books import rules_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "input_templates" / "字段说明.md").read_text("utf-8")
OPTIONS = [(name, option.opts[-1]) for name, command in main.commands.items() for option in command.params
           if isinstance(option, click.Option)]


@pytest.mark.parametrize("name", main.commands)
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`fuwuyue {name}" in README


@pytest.mark.parametrize("command, option", OPTIONS)
def test_the_readme_names_every_option(command: str, option: str) -> None:
    assert re.search(rf"`{option}\b", README)


def test_the_readme_names_no_command_or_option_that_is_not_there() -> None:
    assert set(re.findall(r"fuwuyue ([a-z]+)", README)) <= set(main.commands)
    own = "\n".join(line for line in README.splitlines() if "python" not in line)
    assert set(re.findall(r"`(--[a-z-]+)", own)) <= {option for _, option in OPTIONS}


def test_the_readme_tells_every_exit_code() -> None:
    assert re.search(r"退出码：0 .*1 .*2 ", README)


def test_links_of_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert targets and [target for target in targets if not (ROOT / target).exists()] == []


def test_the_field_reference_is_the_generated_one() -> None:
    assert field_reference(rules_of()) == REFERENCE, "run python input_templates/build.py, and read the difference"


@pytest.mark.parametrize("file", BOOKS)
def test_the_field_reference_has_every_field_of_the_templates(file: str) -> None:
    for sheet, fields in BOOKS[file].items():
        if file.startswith("科室填报表") and "饮食服务科" not in file:
            continue
        section = re.search(rf"^### {re.escape(sheet)}\n(.*?)(?=^##|\Z)", REFERENCE, re.S | re.M)
        missing = [title for title in declared(fields) if section and f"| {title} |" not in section[1]]
        assert section and missing == [], f"{sheet}: run python input_templates/build.py, and read the difference"


# docs/

DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.md"))}
GENERATED = ("data-dictionary.md", "messages.md")
SOURCES = ("fuwuyue_xlsx", "tests", "docs", "examples", "benchmarks")
MODULES = {path.relative_to(ROOT).as_posix() for folder in SOURCES for path in (ROOT / folder).rglob("*.py")}


@cache
def builder() -> ModuleType:
    """docs/build.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(page: str) -> list[list[str]]:
    """The rows of all tables of a page, cell by cell."""
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in PAGES[page].splitlines() if line.startswith("|")]


def anchors(page: str) -> set[str]:
    """The headings of a page as links name them: lower case, blanks as hyphens, no other marks."""
    headings = re.findall(r"^#+ (.*)$", PAGES[page], re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def as_written() -> dict[str, str]:
    """Every page as docs/build.py would write it now."""
    pages: dict[str, str] = builder().pages()
    return pages


def test_every_page_is_as_it_would_be_written() -> None:
    """`python docs/build.py` writes them again."""
    made = as_written()
    assert sorted(made) == sorted([*PAGES, "results.schema.json"])
    differing = [name for name, text in made.items() if (DOCS / name).read_text("utf-8") != text]
    assert differing == [], "run python docs/build.py, and read the difference"


def test_what_differs_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --check nothing is written; without it the page is as it should be again."""
    right = as_written()["campaign.md"]
    spoiled = right.replace("| 饮食服务科 (7) |", "| 饮食服务科 (8) |")
    assert spoiled != right
    for name, text in as_written().items():
        (tmp_path / name).write_text(spoiled if name == "campaign.md" else text, "utf-8", newline="\n")
    assert (builder().main(["--check"], tmp_path), capsys.readouterr().out) == (1, "campaign.md\n")
    assert (tmp_path / "campaign.md").read_text("utf-8") == spoiled
    assert builder().main([], tmp_path) == 0 and (tmp_path / "campaign.md").read_text("utf-8") == right
    assert builder().main(["--check"], tmp_path) == 0


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """To files that are there, and to headings that stand in them."""
    for target in re.findall(r"\]\((?!http)([^)]+)\)", PAGES[page]):
        path, _, anchor = target.partition("#")
        assert not path or (DOCS / path).exists(), target
        if anchor and (path or page) in PAGES:
            assert anchor in anchors(path or page), target


def test_the_index_names_every_page() -> None:
    assert {name for name in PAGES if name != "README.md"} <= set(re.findall(r"\]\(([\w-]+\.md)\)", PAGES["README.md"]))


def test_the_readme_leads_to_the_docs() -> None:
    assert "(docs/README.md)" in README


@pytest.mark.parametrize("name", main.commands)
def test_every_command_has_its_line_with_its_exit_codes(name: str) -> None:
    (row,) = [row for row in rows_of("commands.md") if row[0].startswith(f"`{name} ")]
    assert re.match(r"0 .* · 2 ", row[2])


@pytest.mark.parametrize("command, option", OPTIONS)
def test_every_option_has_its_line_and_names_its_commands(command: str, option: str) -> None:
    rows = [row for row in rows_of("commands.md") if re.match(rf"`{option}[ `]", row[0])]
    assert len(rows) == 1 and command in rows[0][1].split(", ")


def test_no_command_or_option_is_made_up() -> None:
    listed = {(command, option) for row in rows_of("commands.md") if row[0].startswith("`--")
              for option in re.findall(r"`(--[a-z-]+)", row[0]) for command in row[1].split(", ") if command in main.commands}
    assert listed == set(OPTIONS)


def test_every_message_has_its_line() -> None:
    """Its text, its remedy and an example, under its severity."""
    for severity in Severity:
        section = re.search(rf"^## {severity.value} .*?(?=^## |\Z)", PAGES["messages.md"], re.S | re.M)
        assert section
        codes = [code for code, entry in CATALOGUE.items() if entry.severity is severity]
        assert re.findall(r"^\| `([\w-]+)` \|", section[0], re.M) == codes


def test_every_policy_and_check_is_told() -> None:
    """A policy with its values in the campaign and with its meaning in the evaluation, a check with what it counts."""
    for policy in POLICIES:
        assert policy.name in {row[0] for row in rows_of("campaign.md")}
        assert policy.name in PAGES["evaluation.md"], policy.name
    told = {row[0] for row in rows_of("evaluation.md")}
    assert [check for check in CHECKS if check not in told] == [], "run python docs/build.py, and read the difference"


def test_what_rules_of_before_may_lack_is_told() -> None:
    """The policies and the sheets that came later."""
    policies = re.search(r"evaluation\.md\)\. ([^.]*?) came\s+later", PAGES["campaign.md"])
    assert policies and re.split(", | and ", policies[1]) == [policy.name for policy in POLICIES if policy.optional]
    sheets = re.search(r"The sheets (.*?) may be gone or empty", PAGES["workbooks.md"])
    assert sheets and [sheet.title for sheet in SHEETS if sheet.optional and sheet.title not in sheets[1]] == []


def test_every_oddity_names_the_test_that_holds_it() -> None:
    """By its path; "the same" is that of the row above."""
    rows = [row for row in rows_of("oddities.md") if row[0] not in ("oddity", "---")]
    assert len(rows) > 80
    assert [row for row in rows if not re.fullmatch(r"the same|`tests/[\w/]+\.py`(, `tests/[\w/]+\.py`)*", row[-1])] == []


def test_every_status_and_certainty_is_told() -> None:
    first = {row[0] for row in rows_of("evaluation.md")}
    assert {f"`{one}`" for one in (*Status, *Certainty)} <= first
    told = set(re.findall(r"\*([a-z_]+)\*", PAGES["evaluation.md"]))
    assert {status.value for status in Status if status is not Status.NOT_NOMINATED} <= told


@pytest.mark.parametrize("kind", BOOK_KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_of_book_is_told(kind) -> None:
    assert any(kind.file_name in row[0] and f"`{kind.name}`" in row[2] for row in rows_of("workbooks.md") if len(row) == 3)
    assert f"\n## {kind.file_name}\n" in PAGES["data-dictionary.md"]


def _sheet_of_dictionary(file: str, sheet: str) -> str:
    section = re.search(rf"^## {re.escape(file)}\n.*?^### {re.escape(sheet)}\n(.*?)(?=^##|\Z)", PAGES["data-dictionary.md"], re.S | re.M)
    assert section, (file, sheet)
    return section[1]


def _names_of_the_rules() -> dict[str, str]:
    """What the rules of 2017 name → what stands for it in the data dictionary."""
    rules = rules_of()
    return {**dict.fromkeys(rules.departments, "〈科室〉"), **{team.name: "〈班组〉" for team in rules.teams},
            **dict.fromkeys(rules.questions, "〈题目〉"),
            **{f"{c.name}（{c.maximum}分）": "〈要点〉（40分）" for award in rules.awards for c in award.criteria}}


@pytest.mark.parametrize("file, sheets", [
    ("评选规则.xlsx", {sheet: titles.replace("*", "") for sheet, titles in RULE_SHEETS.items()}),
    ("科室填报表_〈科室〉.xlsx", {**DEPARTMENT, **POST}),
    *((file, sheets) for file, sheets in BOOKS.items() if not file.startswith("科室填报表")),
])
def test_the_data_dictionary_has_every_sheet_and_field(file: str, sheets: dict[str, str]) -> None:
    named = _names_of_the_rules()
    for sheet, fields in sheets.items():
        section = _sheet_of_dictionary(file, named.get(sheet, sheet))
        titles = [named.get(title, title) for title in declared(fields)]
        assert [title for title in titles if f"| {title} |" not in section] == [], f"{sheet}: run python docs/build.py, and read the difference"


def test_the_data_dictionary_depends_on_no_years_names() -> None:
    """Other departments, teams and questions make the same page."""
    other = rules_of(班组划分=[("甲科", 1, "电工组", "维修", None)], 测评题目=[(1, "好不好")])
    assert data_dictionary(other) == data_dictionary(rules_of()) == as_written()["data-dictionary.md"]


@pytest.mark.parametrize("sheet", [
    "结果总览", "一票否决", "条件核查", "类别比例", "奖金汇总", "评分明细", "报送情况", "问题清单", "口径与影响", "规则", "变化"])
def test_every_sheet_of_the_results_is_told(sheet: str) -> None:
    assert any(sheet in row[0] for row in rows_of("commands.md"))


def test_the_glossary_is_short_and_names_what_is_there() -> None:
    assert len(PAGES["glossary.md"].splitlines()) <= 40
    source = "\n".join((ROOT / path).read_text("utf-8") for path in MODULES if path.startswith("fuwuyue_xlsx/"))
    names = set(re.findall(r"`([A-Z]\w+)`", PAGES["glossary.md"]))
    assert len(names) > 20
    assert [name for name in names if not re.search(rf"^(class )?{name}\b", source, re.M)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page not in GENERATED])
def test_modules_that_are_named_are_there(page: str) -> None:
    """As `evaluate/counts.py` of the package, or by their path in the repository."""
    named = set(re.findall(r"`([\w/]+\.py)`", PAGES[page]))
    assert [name for name in named if name not in MODULES and f"fuwuyue_xlsx/{name}" not in MODULES] == []
    folders = set(re.findall(r"`([\w/]+/)`", PAGES[page]))
    assert [name for name in folders if not (ROOT / name).is_dir() and not (ROOT / "fuwuyue_xlsx" / name).is_dir()] == []


def test_names_of_the_code_that_the_architecture_cites_are_there() -> None:
    """Classes, functions and constants in backticks."""
    source = "\n".join((ROOT / path).read_text("utf-8") for path in MODULES)
    cited = re.findall(r"`([A-Za-z_]\w*)(?:\(.*?\)|=.*?|\.\w+)?`", PAGES["architecture.md"])
    names = {name for name in cited if not name.islower() or "_" in name}
    assert len(names) > 15
    assert [name for name in names if not re.search(rf"\b{name}\b", source)] == []


@pytest.mark.parametrize("path", sorted(MODULES))
def test_a_page_that_code_cites_is_there(path: str) -> None:
    """And the section, where one is named: "evaluation.md, How far an incident reaches"."""
    text = (ROOT / path).read_text("utf-8")
    for page in set(re.findall(r"(?<![\w/])([a-z][a-z-]+\.md)\b", text)):
        assert page in PAGES, page
    for page, section in re.findall(r"(?<![\w/])([a-z][a-z-]+\.md), ([A-Z][A-Za-z ]+|优秀个人)", text):
        headings = re.findall(r"^#+ (.*)$", PAGES[page], re.M)
        assert any(heading.startswith(section.strip()) for heading in headings), (page, section)
