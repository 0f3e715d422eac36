"""Books made out for another year that somebody may have filled in for this one: read as if they were this year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt, edit_between

# of more books than these of one kind all together are one doubt: somebody put last year's folder there
_MOST = 8


def other_year_doubts(kind: str, used: Sequence[SourceFile], files: Sequence[SourceFile], tables: Mapping[str, Columns], rules: Rules
                      ) -> Iterator[Doubt]:
    """A doubt for each of the `files` whose stamp is another year's of this kind: with it, the tables of the kind would say this.

    `used` are the files of the kind that say something, and `tables` what they come to. Of departments' books only the department's own
    are put together again. A book that would change nothing leaves no doubt: an older one beside a newer one of this year, say.
    """
    stamped = [replace(file, kind=kind) for file in files if file.stamped == kind and file.content is not None]
    for books in [stamped] if len(stamped) > _MOST else [[file] for file in stamped]:
        whose = {file.department for file in books}
        near = [each for each in used if each.department in whose]
        now = tables if len(near) == len(used) else _come_to(kind, near, rules)
        way = edit_between(now, _come_to(kind, [*near, *books], rules))
        if way.out or way.rows:
            yield Doubt(tuple(one for file in books for one in file.findings if one.code == "file-other-year"), (way,))


def _come_to(kind: str, files: Sequence[SourceFile], rules: Rules) -> Mapping[str, Columns]:
    """The tables of these files of a kind, of which the newer versions count."""
    reader = KIND_READERS[kind]
    ordered = [replace(file, state=State.USED) for file in sorted(files, key=lambda file: file.path)]
    for older, newer in reader.versions.pairs(ordered) if reader.versions else ():
        assert reader.versions is not None
        ordered[older] = ordered[older].superseded(reader.versions.why(ordered[older], ordered[newer]))
    return reader.merge(ordered, (), rules).tables
