"""`fuwuyue init`: a new workspace with the rules of 2017 and their templates, or with last year's rules and the dates open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fuwuyue_xlsx.commands.templates import TemplatesReport, make_templates
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.templates.all_templates import rulebook_2017
from fuwuyue_xlsx.templates.next_year import rulebook_of_next_year
from fuwuyue_xlsx.workspace import Workspace, not_writable, write_whole


def init_workspace(workspace: Workspace) -> TemplatesReport:
    """Make a workspace with the rules of 2017 and their templates.

    Nothing is ever overwritten: a folder that has rules is left as it is, which the report's finding says. The rules
    come first among the paths written.
    """
    stopped = _begin(workspace, rulebook_2017)
    if stopped is not None:
        return stopped
    report = make_templates(workspace)
    return replace(report, written=(workspace.rules, *report.written))


def next_year(workspace: Workspace, other: Workspace) -> TemplatesReport:
    """Make a workspace with the rules of another one, its dates open and its year the next; no templates before they are filled in.

    Rules that cannot be used are not taken over: their findings say why.
    """
    if not other.root.is_dir():
        return TemplatesReport(findings=(finding("not-a-folder", folder=other.root),))
    rules, findings = read_rules_file(other.rules)
    if rules is None:
        return TemplatesReport(findings=tuple(findings))
    data = other.rules.read_bytes()
    return _begin(workspace, lambda: rulebook_of_next_year(rules, data)) or TemplatesReport((workspace.rules,))


def _begin(workspace: Workspace, rulebook: Callable[[], bytes]) -> TemplatesReport | None:
    """The folders and the rules; a report when there are rules already, or nothing can be written."""
    if workspace.rules.exists():
        return TemplatesReport(findings=(finding("workspace-exists", folder=workspace.root),))
    try:
        for folder in (workspace.root, workspace.inbox, workspace.output):
            folder.mkdir(parents=True, exist_ok=True)
        write_whole(workspace.rules, rulebook())
    except OSError as why:
        return TemplatesReport(findings=(not_writable(workspace.root, why),))
    return None
