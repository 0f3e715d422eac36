"""The main job on one screen: a workspace's rules and inbox are read, evaluated, and become an outcome. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fuwuyue_xlsx.evaluate import evaluate
from fuwuyue_xlsx.evaluate.adjusted_scores import near_person_adjustments
from fuwuyue_xlsx.evaluate.doubts import eased_where_harmless, weighed, with_doubts
from fuwuyue_xlsx.evaluate.excluded import near_exclusion_doubts
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.incident_days import day_slip_doubts
from fuwuyue_xlsx.evaluate.near_persons import near_person_doubts
from fuwuyue_xlsx.evaluate.open_matters import open_matters
from fuwuyue_xlsx.evaluate.policy_effects import policy_effects
from fuwuyue_xlsx.evaluate.ruling_outcomes import void_confirmations
from fuwuyue_xlsx.evaluate.trial_outcomes import trial_findings, tried
from fuwuyue_xlsx.history.gone_books import gone_books, inbox_name, with_gone
from fuwuyue_xlsx.history.since_final import since_final
from fuwuyue_xlsx.history.store import RunHistory, left_aside
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.local import WorkersLost
from fuwuyue_xlsx.messages.findings import Finding, finding, sort_key
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.frames import records
from fuwuyue_xlsx.workspace import Workspace


def read_and_decide(workspace: Workspace, options: ReadOptions | None = None, *, announced: bool = True
                    ) -> tuple[Outcome | None, tuple[Finding, ...]]:
    """Read the rules and the inbox, and evaluate them. A result that would be final is made once more of the files themselves
    when any of them was taken from the cache: what is announced rests on nothing else. Of an outcome that nobody will announce
    (`announced`: no) this is not asked, nor what other policies would decide; it finds the same.

    Returns the outcome and no findings (the outcome has its own), or None and the findings that say what stopped it:
    no workspace, unreadable rules, no inbox, workers that could not be reached. The outcome is held against the run
    before and against the result that was frozen last, if any.
    """
    rules, rules_findings, stopped = read_rules_and_folders(workspace)
    if rules is None or stopped:
        return None, tuple(rules_findings + stopped)
    rules_findings += trial_findings(tried(rules))
    try:
        outcome = _read_once(workspace, rules, rules_findings, options, announced)
        if announced and outcome.final and options is not None and options.cache is not None and options.cache.used:
            options.cache.read_afresh()
            outcome = _read_once(workspace, rules, rules_findings, options, announced)
    except WorkersLost as why:
        return None, (*rules_findings, finding(why.code, **why.details))
    finalised, touched = since_final(workspace, rules, outcome.files, outcome.evaluation)
    findings = tuple(sorted([*outcome.findings, *touched], key=sort_key))
    return replace(outcome, findings=findings, finalised=finalised, inbox=inbox_name(workspace)), ()


def _read_once(workspace: Workspace, rules: Rules, rules_findings: list[Finding], options: ReadOptions | None, announced: bool) -> Outcome:
    """The inbox read, held against the books of the run before, and decided. Raises WorkersLost."""
    intake, past = read_inbox(workspace.inbox, workspace.root, rules, options), RunHistory(workspace.history)
    gone = gone_books(past, inbox_name(workspace), rules, intake)
    return replace(decide(rules, with_gone(intake, gone), [*rules_findings, *left_aside(past)], announced=announced), gone=gone)


def read_rules_and_folders(workspace: Workspace) -> tuple[Rules | None, list[Finding], list[Finding]]:
    """Returns the rules (None when they cannot be read), the findings on them, and the findings that stop a run before
    anything else is read: a missing workspace or inbox, an output folder inside the inbox."""
    if not workspace.root.is_dir():
        return None, [], [finding("not-a-folder", folder=workspace.root)]
    rules, findings = read_rules_file(workspace.rules)
    stopped = []
    if rules is not None and not workspace.inbox.is_dir():
        stopped.append(finding("no-inbox", folder=workspace.inbox))
    elif rules is not None and workspace.output_in_inbox:
        stopped.append(finding("output-in-inbox", folder=workspace.output))
    return rules, findings, stopped


def decide(rules: Rules, intake: Intake, more: Iterable[Finding] = (), *, announced: bool = True) -> Outcome:
    """Evaluate what came in and list what is still open. `more` are findings from elsewhere, such as those on the rules; what
    other policies would decide is found out only where the outcome may be `announced`."""
    facts = facts_of(rules, intake.tables)
    evaluation = evaluate.decide(rules, facts)
    confirmations = records(intake.tables.confirmations)
    asked = evaluation.findings
    doubted = (*intake.doubts, *near_person_doubts(facts, asked), *near_exclusion_doubts(rules, facts, asked), *day_slip_doubts(rules, facts, asked),
               *near_person_adjustments(intake.tables, facts.candidates, intake.findings))
    doubts = weighed(rules, intake.tables, facts, evaluation, doubted, confirmations)
    void = void_confirmations(confirmations, doubts)
    about_inputs = eased_where_harmless([*intake.findings, *evaluation.findings], doubts)
    findings = sorted([*more, *about_inputs, *void], key=sort_key)
    matters = open_matters(rules, intake.submitted, intake.tables.has_register, evaluation, findings)
    still_open = tuple(with_doubts(rules, matters, doubts, evaluation.ledger.owed))
    effects = policy_effects(rules, facts, evaluation) if announced else ()
    files, submitted = tuple(intake.files), intake.submitted
    return Outcome(rules, intake.tables, evaluation, files, tuple(findings), submitted, still_open, effects, facts, doubts)
