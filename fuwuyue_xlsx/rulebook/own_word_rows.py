"""The campaign's own words, from the sheets that hold them: each fault at its cell, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.campaign_2017 import IDENTITIES_2017
from fuwuyue_xlsx.rules.own_words import OwnWords
from fuwuyue_xlsx.rules.policies import POLICIES
from fuwuyue_xlsx.schema.rules_workbook import IDENTITIES, READINGS, WORD_ITEMS

# a word stands in headers of columns and in labels of forms; the name of a document in a sentence
LONGEST_WORD, LONGEST_DOCUMENT, LONGEST_EXAMPLE = 12, 100, 20


def faults_of_own_words(rows: RuleRows) -> Iterator[Finding]:
    """Words that are too long for where they stand, an identity twice or several in one cell, two examples of one line of business."""
    items = {key(name): name for name in WORD_ITEMS}
    for row in rows["活动信息"]:
        name = items.get(row.key("项目"))
        if name is not None:
            yield from _too_long(row, "内容", name, LONGEST_DOCUMENT if name == "依据文件" else LONGEST_WORD)
    yield from _identities(rows[IDENTITIES])
    for row in rows["检查标准"]:
        yield from _too_long(row, "示例", "示例", LONGEST_EXAMPLE)
    yield from _examples_twice(rows["检查标准"])


def _too_long(row: Row, column: str, title: str, most: int) -> Iterator[Finding]:
    if row[column] is not None and len(str(row[column])) > most:
        yield finding("rule-name-too-long", row.place(column), title=title, most=most)


def _identities(rows: list[Row]) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in rows:
        name = row["身份"]
        if name is None:
            continue
        yield from _too_long(row, "身份", "身份", LONGEST_WORD)
        if ";" in row.key("身份"):
            yield finding("rule-several-identities", row.place("身份"), value=name)
        if key(name) in seen:
            yield finding("rule-twice", row.place("身份"), name=name)
        seen.add(key(name))


def _examples_twice(rows: list[Row]) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in rows:
        if row["示例"] is not None:
            if row.key("业务类型") in seen:
                yield finding("rule-twice", row.place("示例"), name=f"{row['业务类型']}的示例")
            seen.add(row.key("业务类型"))


def identities_of(rows: RuleRows) -> tuple[str, ...]:
    """What respondents may be: as listed. An empty sheet leaves it open; a workbook from before the sheet means what it always meant."""
    return IDENTITIES_2017 if IDENTITIES in rows.missing else tuple(row["身份"] for row in rows[IDENTITIES] if row["身份"] is not None)


def own_words_of(rows: RuleRows, lines: dict[str, str]) -> OwnWords:
    """The words of rows without fault. `lines`: key → name of each line of business."""
    said = {row.key("项目"): row["内容"] for row in rows["活动信息"]}
    served, everyone, deputy, head, basis = (None if (word := said.get(key(name))) is None else str(word) for name in WORD_ITEMS)
    policies = {key(policy.name): policy.name for policy in POLICIES}
    return OwnWords(
        served, everyone, deputy, head, basis,
        identities=identities_of(rows),
        explanations={policies[row.key("口径")]: row["说明"] for row in rows["口径设置"] if row["说明"] is not None and row.key("口径") in policies},
        readings=tuple((row["口径"], row["做法"], row["依据"] or "") for row in rows[READINGS]),
        examples={lines[row.key("业务类型")]: row["示例"] for row in rows["检查标准"] if row["示例"] is not None},
    )
