"""The live self-check of a sheet, in formulas: what is typed, missing, wrong, doubtful.

It never contradicts the reader. 有误 stands only where the reader finds an error; 已完成 only where it finds none. What a
formula cannot tell (a date kept as text), or what a program cannot work out, is 请核对 and keeps a sheet at 填写中, whatever
the reader makes of it.
Findings that need another file or another sheet are the program's alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Score
from fuwuyue_xlsx.schema.wording import BEGUN, DONE, EMPTY, WRONG
from fuwuyue_xlsx.templates.count_formulas import MARK, first_equals
from fuwuyue_xlsx.templates.hidden_sheet import PAIR, HiddenSheet
from fuwuyue_xlsx.templates.template_addresses import FieldCells, SheetAddresses

# Excel takes 8,192 characters
LONGEST_FORMULA = 5_000


@dataclass(frozen=True)
class SheetState:
    """The formulas of one line of the self-check: the state of a sheet, and how many of its cells are missing, wrong or doubtful.

    On the blank template the state is `state_blank`, `missing` comes to `missing_blank`, and the other two to 0.
    """

    state: str
    missing: str
    wrong: str
    doubtful: str
    missing_blank: int
    state_blank: str = EMPTY


def sheet_state(sheet: Sheet, hidden: HiddenSheet) -> SheetState:
    """The formulas of one sheet. What they count with is put on the hidden sheet."""
    check = _SheetCheck(sheet, hidden)
    filled = not sheet.columns and all(item.locked for item in sheet.form)
    begun = _sum_in_hidden_cells(hidden, check.begun(), int(filled))
    missing_blank = check.missing_when_blank()
    missing = _sum_in_hidden_cells(hidden, check.missing(), missing_blank)
    wrong, unsure = _wrong_in_hidden_cells(hidden, check)
    doubtful = f"({_sum_in_hidden_cells(hidden, check.doubtful(), 0)}+{unsure})"
    shown = f"={missing}" if not sheet.columns or sheet.wanted else f"=IF({begun}=0,0,{missing})"
    missing_blank = missing_blank if not sheet.columns or sheet.wanted else 0
    state = f'=IF({wrong}>0,"{WRONG}",IF({begun}=0,"{EMPTY}",IF({missing}+{doubtful}>0,"{BEGUN}","{DONE}")))'
    return SheetState(state, shown, f"={wrong}", f"={doubtful}", missing_blank, DONE if filled else EMPTY)


def _sum_in_hidden_cells(hidden: HiddenSheet, terms: list[str], blank: int) -> str:
    """The sum of the terms, over as many hidden cells as it takes. An error value among them counts as one."""
    cells = [hidden.formula_cell(f"IFERROR({chunk},1)", 0 if number else blank) for number, chunk in enumerate(_chunks(terms))]
    return "(" + "+".join(cells) + ")" if cells else "0"


def _wrong_in_hidden_cells(hidden: HiddenSheet, check: _SheetCheck) -> tuple[str, str]:
    """The sum of what is wrong, and how many parts of it could not be worked out.

    An error value that somebody has typed is wrong; one that comes of the program, which lacks a function, is only unsure.
    """
    chunks = _chunks(check.wrong())
    if not chunks:
        return "0", "0"
    typed = hidden.formula_cell(f"(({check.error_values()})>0)*1", 0)
    sums = [hidden.formula_cell(f"IFERROR({chunk},0-1)", 0) for chunk in chunks]
    wrong = "+".join(f"IF({cell}<0,{typed},{cell})" for cell in sums)
    return f"({wrong})", "(" + "+".join(f"({cell}<0)*(1-{typed})" for cell in sums) + ")"


def _chunks(terms: list[str]) -> list[str]:
    """The terms added up, over as many formulas as it takes."""
    chunks: list[str] = []
    chunk: list[str] = []
    for term in [*terms, ""]:
        if chunk and (not term or sum(map(len, chunk)) + len(term) > LONGEST_FORMULA):
            chunks.append("+".join(chunk))
            chunk = []
        chunk += [term] if term else []
    return chunks


class _SheetCheck:
    def __init__(self, sheet: Sheet, hidden: HiddenSheet) -> None:
        self.sheet, self.hidden, self.addresses = sheet, hidden, SheetAddresses(sheet)
        self.points = [cells for cells in self.addresses.columns if isinstance(cells.field.kind, Score)]
        self.item_points = [cells for cells in self.addresses.columns if isinstance(cells.field.kind, ItemPoints)]

    def begun(self) -> list[str]:
        """Terms whose sum is the number of form items and table rows in which anything is typed."""
        terms = [self.addresses.typed_items] if self.sheet.form else []
        return terms + ([f"SUM({self.addresses.begun_rows}*1)"] if self.sheet.columns else [])

    def missing(self) -> list[str]:
        """Terms whose sum is the number of empty required cells: of the form, of begun rows, or of every row where all are wanted."""
        terms = [f"(1-{f.filled(cells.address)})" for cells in self.addresses.items if cells.field.required]
        terms += [self._missing_with(cells) for cells in self.addresses.items if cells.field.required_with]
        needed = [f.filled(cells.address) for cells in self.addresses.columns if cells.field.required]
        if needed:
            rows = "1" if self.sheet.wanted else self.addresses.begun_rows
            terms.append(f"SUM({rows}*({len(needed)}-({'+'.join(needed)})))")
        if len(self.points) > 1:
            given = "+".join(f.filled(cells.address) for cells in self.points)
            terms.append(f"SUM((({given})>0)*({len(self.points)}-({given})))")
        if self.item_points:
            terms.append(f"(SUM({'+'.join(f'SUM({f.filled(cells.address)}*1)' for cells in self.item_points)})=0)*1")
        return terms

    def _missing_with(self, cells: FieldCells) -> str:
        """1 when an item is empty that another one's value makes required."""
        title, value = cells.field.required_with or ("", "")
        return f'({f.same_text(self.addresses.item(title))}=ASC("{value}"))*(1-{f.filled(cells.address)})'

    def missing_when_blank(self) -> int:
        """The number of required cells that are empty while nothing is typed."""
        items = sum(item.required and not item.locked for item in self.sheet.form)
        columns = sum(field.required and not field.locked for field in self.sheet.columns)
        return items + (columns * len(self.sheet.rows) if self.sheet.wanted else 0) + bool(self.item_points)

    def wrong(self) -> list[str]:
        """Terms whose sum is the number of cells in which the reader finds an error for certain, and of rows that stand twice."""
        ranges = self._deciding()
        terms = [term for cells in ranges if (term := self._count(cells, self._rule(cells).wrong))]
        if self.sheet.unique and self.addresses.layout.last > self.addresses.layout.first:
            terms.append(self._twice())
        if self.sheet.pairs:
            terms.append(self._unknown_pairs())
        return terms

    def error_values(self) -> str:
        """An expression for the number of error values in cells that decide something."""
        return "+".join(f"SUM(ISERROR({cells.address})*1)" for cells in self._deciding()) or "0"

    def _deciding(self) -> list[FieldCells]:
        return [cells for cells in (*self.addresses.items, *self.addresses.columns) if self._decides(cells.field)]

    def doubtful(self) -> list[str]:
        """Terms whose sum is the number of cells that only the reader can judge, and of wrong ones that may be no error."""
        terms = []
        for cells in (*self.addresses.items, *self.addresses.columns):
            rule = self._rule(cells)
            condition = rule.doubt if self._decides(cells.field) else _either(rule.wrong, rule.doubt)
            terms += [term] if (term := self._count(cells, condition)) else []
        return terms

    def _decides(self, field: Field) -> bool:
        """Whether a fault here is an error whatever else is typed."""
        return field.decides and not field.may_be_harmless and not self.sheet.lenient

    def _rule(self, cells: FieldCells) -> f.CellRule:
        """The kind's rule; a prefilled item may hold nothing but what it was given."""
        if cells.field.locked and cells.field.example:
            given = self.hidden.listed((cells.field.example,))
            return f.CellRule(doubt=f"(1-{f.in_list(f.same_text(cells.address), given)})")
        return cells.field.kind.rule(cells.address, Beside(self.hidden.listed, cells.maximum))

    @staticmethod
    def _count(cells: FieldCells, condition: str) -> str:
        return f"SUM({f.filled(cells.address)}*{condition})" if condition != "0" else ""

    def _twice(self) -> str:
        """Rows whose unique values stand in an earlier row too; of points' rows only those with points."""
        titles = self.sheet.unique
        filled = [titles[-1], *(cells.field.title for cells in self.points)]
        rows = zip(*(self.addresses.cells(title) for title in (*titles, *filled)), strict=True)
        texts = [f'IF({"*".join(map(f.filled, row[len(titles):]))},{f"&{f.BETWEEN}&".join(map(_named, row[: len(titles)]))},"")' for row in rows]
        first_of, firsts = first_equals(texts, self.hidden)
        return f'SUM(({first_of}<>{MARK})*({firsts}<ROW({firsts})-ROW({firsts.partition(":")[0]})+1))'

    def _unknown_pairs(self) -> str:
        """Rows with a known 科室 and a 班组 that is not the department's."""
        one, other = self.addresses.column("科室"), self.addresses.column("班组")
        known = self.hidden.listed(tuple(PAIR.join(pair) for pair in self.sheet.pairs))
        departments = self.hidden.listed(_options(self.sheet.column("科室")))
        teams = self.hidden.listed(_options(self.sheet.column("班组")))
        pair = f"{f.same_text(one)}&{f.BETWEEN}&{f.BETWEEN}&{f.same_text(other)}"
        both = f"{f.in_list(f.same_text(one), departments)}*{f.in_list(f.same_text(other), teams)}"
        return f"SUM({both}*(1-{f.in_list(pair, known)}))"


def _options(field: Field) -> tuple[str, ...]:
    assert isinstance(field.kind, Choice)
    return field.kind.options


def _named(x: str) -> str:
    """The text as it is compared; 班组外 is the same as no team."""
    text = f.same_name(x)
    return f'REPT({text},({text}<>"{OUTSIDE_TEAMS}")*1)'


def _either(wrong: str, doubt: str) -> str:
    if "0" in (wrong, doubt):
        return doubt if wrong == "0" else wrong
    return f"(({wrong}+{doubt})>0)"
