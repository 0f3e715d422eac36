"""`fuwuyue init`: a new workspace with the rules of 2017 and their templates."""

from __future__ import annotations

from dataclasses import replace

from fuwuyue_xlsx.commands.templates import TemplatesReport, make_templates
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.templates.all_templates import rulebook_2017
from fuwuyue_xlsx.workspace import Workspace, not_writable, write_whole


def init_workspace(workspace: Workspace) -> TemplatesReport:
    """Make a workspace with the rules of 2017 and their templates.

    Nothing is ever overwritten: a folder that has rules is left as it is, which the report's finding says. The rules
    come first among the paths written.
    """
    if workspace.rules.exists():
        return TemplatesReport(findings=(finding("workspace-exists", folder=workspace.root),))
    try:
        for folder in (workspace.root, workspace.inbox, workspace.output):
            folder.mkdir(parents=True, exist_ok=True)
        write_whole(workspace.rules, rulebook_2017())
    except OSError as why:
        return TemplatesReport(findings=(not_writable(workspace.root, why),))
    report = make_templates(workspace)
    return replace(report, written=(workspace.rules, *report.written))
