"""Parts of the workbooks as stricter programs than Excel want them."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
from xlsxwriter import Workbook

from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.workbook.xlsxwriter_internals import PlainSheet
from tests.support.evaluation_inputs import decided_example
from tests.support.workbook_parts import parts_of

FORMULA = re.compile(r"<c ([^>]*)><f[^>]*>[^<]*</f><v>([^<]*)</v></c>")


def results_of(data: bytes) -> list[tuple[str, str]]:
    """(attributes of the cell, stored value) of every formula."""
    return [found for name, part in parts_of(data).items() if "worksheets/sheet" in name for found in FORMULA.findall(part.decode())]


def targets_of(data: bytes) -> list[str]:
    """Where links to other files lead."""
    relations = [part for name, part in parts_of(data).items() if name.endswith(".rels")]
    return [one.get("Target", "") for part in relations for one in ElementTree.fromstring(part) if one.get("Type", "").endswith("/hyperlink")]


@pytest.mark.parametrize("finished", [True, False])
def test_what_the_results_hold_is_typed_and_their_links_have_slashes(finished):
    book = results_workbook(decided_example("2017-problems"), finished=finished)
    empty = [attributes for attributes, value in results_of(book) if not value]
    assert len(empty) > 100 and all('t="str"' in attributes for attributes in empty)
    targets = targets_of(book)
    assert len(targets) > 100 and not [target for target in targets if "\\" in target]


def test_other_results_and_links_stay_as_they_are():
    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    sheet = workbook.add_worksheet("一", PlainSheet)
    for row, value in enumerate(["", "甲", 0, 12.5, True, "#N/A"]):
        sheet.write_formula(row, 0, "=B1", None, value)
    sheet.write_url(0, 2, "external:../收件箱/甲 乙.xlsx#'一'!A1", string="甲")
    sheet.write_url(1, 2, "internal:'一'!A1", string="乙")
    sheet.write_url(2, 2, "https://example.org/a", string="丙")
    workbook.close()
    types = [re.sub(r'r="\w+"| ', "", attributes) for attributes, _ in results_of(buffer.getvalue())]
    assert types == ['t="str"', 't="str"', "", "", 't="b"', 't="e"']
    assert targets_of(buffer.getvalue()) == ["../收件箱/甲%20乙.xlsx", "https://example.org/a"]
