"""What a template carries of itself, so that it is known again whatever became of its name."""

from __future__ import annotations

import json
from dataclasses import dataclass

# the checksum of the submission of which a returned copy is made
ORIGIN_PROPERTY = "fuwuyue_returned"
STAMP_PROPERTY = "fuwuyue"
STAMP_NAME = "_fuwuyue"
# of the templates' layout, raised when a sheet or field changes its title or meaning
LAYOUT_VERSION = 1


@dataclass(frozen=True)
class Stamp:
    """A book's kind, campaign, department and version of the layout, and the reviewer whom it is made out to.

    It stands in the document properties, in the defined name `_fuwuyue` and on the hidden sheet: programs that drop
    one of them keep another.
    """

    kind: str
    campaign: str
    department: str | None = None
    version: int = 1
    reviewer: str | None = None

    def text(self) -> str:
        """The stamp as JSON, with its keys in alphabetical order; a reviewer stands in it only where there is one."""
        fields = {"kind": self.kind, "campaign": self.campaign, "department": self.department, "version": self.version}
        fields |= {"reviewer": self.reviewer} if self.reviewer else {}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Stamp | None:
        """The stamp that a text holds; None for a text that is no stamp. It never raises."""
        try:
            parsed = json.loads(text)
            department, reviewer = (name if isinstance(name := parsed.get(whose), str) else None for whose in ("department", "reviewer"))
            return cls(str(parsed["kind"]), str(parsed["campaign"]), department, int(parsed["version"]), reviewer)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return None

    @classmethod
    def of_name(cls, formula: str) -> Stamp | None:
        """The stamp in the formula of a defined name, which is a quoted text; None where it holds none."""
        text = formula.strip().removeprefix("=").strip()
        quoted = len(text) > 1 and text[0] == text[-1] == '"'
        return cls.parse(text[1:-1].replace('""', '"')) if quoted else None
