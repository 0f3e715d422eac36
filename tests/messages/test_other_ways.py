"""Every warning about data either says how the doubted thing is read the other way, or stands here with the reason why nothing is weighed."""

from __future__ import annotations

from fuwuyue_xlsx.messages import CATALOGUE, Severity

# what waits for somebody is open already, by a line of its own
_OPEN = "what is missing is an open matter of its own"
# nothing that was read is dropped or kept because of it
_NO_DATA = "it is about a file of the program's own, or about what somebody did with it: no row depends on it"
_FOREIGN = "nothing in it looks like ours, so that nobody can say what it would count as; what looks like ours is an error"
_NO_PLACE = "it stands where no column says what it means, so that there is no way to count it; a sheet or title near one of ours is an error"
_POLICY = "which way it is read is a policy, and 口径与影响 tells what the other values would give"
_CONTRACT = "the rules say which of the two counts"
_NUMBERS = "it tells how many there are; every one of them counts, or is missed by a line of its own"
NOTHING_TO_WEIGH: dict[str, str] = {
    "department-not-submitted": _OPEN, "register-missing": _OPEN, "inbox-empty": _OPEN,
    "file-foreign": _FOREIGN, "file-not-readable-format": _FOREIGN, "text-foreign": _FOREIGN, "file-named-as-ours": _FOREIGN,
    "content-unused": _NO_PLACE, "sheet-unused": _NO_PLACE, "content-unused-more": _NO_PLACE, "export-grades-unmapped": _NO_PLACE,
    "file-blank": "nobody typed anything into it",
    "file-other-version": "it is read title by title; what is not found is an error",
    "version-not-compared": "the newer version counts, and is weighed against the older as any other; only its cells are not listed",
    "moment-without-time": _POLICY, "plan-late": _POLICY, "material-late": _POLICY, "export-numbers": _POLICY, "export-doubtful": _POLICY,
    "rule-policy-missing": _POLICY,
    **dict.fromkeys(("trial-cell", "trial-differs"), "no trial decides anything about the campaign"),
    "received-later": _CONTRACT, "reviewer-department-differs": _CONTRACT, "over-nominated": _CONTRACT,
    "date-outside": "what a department did counts, whenever it was; that a date is wrong is for the department to mend",
    "handed-in-before": "it is taken as handed in in time, whatever year is meant; a receipt of the office stands before it",
    "survey-row-invalid": "rows about a name that is near another one are told together, and weighed so (survey-name-near); the others say nothing",
    "export-rows-repeated": "the same answers at the same moment, or from the same address: one person's for certain",
    "incident-date-missing-harmless": "what is unfounded reaches nobody, whenever it was",
    "incident-id-differs": "what differs decides nothing: other words about the same incident",
    "post-without-holders": "no incident can reach it until somebody is named; an incident that might is told as 未落实到岗位",
    "few-answers": _NUMBERS, "few-answers-of": _NUMBERS, "few-reviewers": _NUMBERS, "panel-uneven": _NUMBERS, "visits-uneven": _NUMBERS,
    "rule-award-without-veto": "the rules mean it so, and the first sheet says it", "rule-year": "dates alone decide; the year is a name",
    "ruling-void": "the question is open again", "confirmation-void": "the question is open again",
    **dict.fromkeys(("forms-preliminary", "frozen-file-differs", "output-edited", "output-held", "template-not-retired", "history-not-written",
                     "record-left-aside"), _NO_DATA),
    "beside-unread": "notes and drawings are no content of any cell",
    "rule-own-check-unused": "what no condition asks for decides nothing",
    **dict.fromkeys(("category-share", "category-unknown"), "what categories of people win is told, and decides nothing"),
    "rule-group-alone": "one award by itself has no tiers, as the rules say",
    "rule-allocation-none": "a department without a row has no seat, as the rules say",
    "export-ends-with-summary": "sums and notes below the answers are nobody's answers",
    "answers-in-no-part": "whose answers a part counts is what the rules say",
    "export-identities-unread": "who somebody is decides nothing about the grades given",
}


def test_every_warning_is_weighed_or_says_why_not() -> None:
    """A new warning has to decide which it is."""
    warnings = {code for code, entry in CATALOGUE.items() if entry.severity is Severity.WARNING}
    weighed = {code for code in warnings if CATALOGUE[code].other_way}
    assert warnings - weighed == set(NOTHING_TO_WEIGH)
    assert all(reason.strip() for reason in NOTHING_TO_WEIGH.values())


def test_only_warnings_are_weighed_by_another_way() -> None:
    """Errors block anyway; what is only told holds nothing up."""
    assert {entry.severity for entry in CATALOGUE.values() if entry.other_way} == {Severity.WARNING}
