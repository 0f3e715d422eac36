"""Expressions: what a cell's formula says, and what it comes to, from one declaration.

An expression is built once, with Excel's own words, and yields both its text for the workbook and its value for a row of
its sheet:

    total = IF(COUNT(scores) == 3, rounded(weight * score, 2), "")
    total.text          IF(COUNT(D\x01:F\x01)=3,ROUND(ROUND($D$6*D\x01*100,8),0)/100,"")
    total.value(7)      Decimal("87.72")

A formula of a column is one expression: references to its own row hold OWN_ROW in the text, and the row's number comes
with the question for the value. Values are what Excel would find: whole numbers and decimals (exact, never binary
floats), texts, truth values, None for an empty cell. Functions are in `functions`, ranges in `ranges`, their functions in `range_functions`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import TypeAlias

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.workbook.cell_contents import Formula, Value

Operand: TypeAlias = "Expression | str | int | Decimal"
# how firmly operators bind, from the loosest
COMPARISON, JOINING, ADDITION, MULTIPLICATION, ATOM = range(5)


class Expression:
    """A formula's text and its value in any row of its sheet. Operators are Excel's: & joins texts, == compares.

    `value(row)` takes the number of the row, from 0, that the formula stands in.
    """

    __slots__ = ("_binding", "_literal", "formula_text", "text", "value")

    def __init__(self, text: str, value: Callable[[int], Value], binding: int = ATOM, literal: str | int | Decimal | None = None) -> None:
        self.text, self.value, self._binding, self._literal = text, value, binding, literal
        self.formula_text = f"={text}"

    def formula(self, row: int) -> Formula:
        """What is written into a row: the text with what it comes to there."""
        return Formula(self.formula_text, self.value(row))

    def __repr__(self) -> str:
        return f"<{self.text!r}>"

    def __hash__(self) -> int:
        return id(self)

    def __add__(self, other: Operand) -> Expression:
        return _arithmetic("+", ADDITION, self, other, lambda a, b: a + b)

    def __radd__(self, other: Operand) -> Expression:
        return expression(other) + self

    def __sub__(self, other: Operand) -> Expression:
        return _arithmetic("-", ADDITION, self, other, lambda a, b: a - b)

    def __rsub__(self, other: Operand) -> Expression:
        return expression(other) - self

    def __mul__(self, other: Operand) -> Expression:
        return _arithmetic("*", MULTIPLICATION, self, other, lambda a, b: a * b)

    def __truediv__(self, other: Operand) -> Expression:
        return _arithmetic("/", MULTIPLICATION, self, other, lambda a, b: Decimal(a) / b)

    def __and__(self, other: Operand) -> Expression:
        return join(self, other)

    def __rand__(self, other: Operand) -> Expression:
        return join(other, self)

    def __eq__(self, other: Operand) -> Expression:  # type: ignore[override]
        return _comparison("=", self, other, is_same)

    def __ne__(self, other: Operand) -> Expression:  # type: ignore[override]
        return _comparison("<>", self, other, lambda a, b: not is_same(a, b))

    def __lt__(self, other: Operand) -> Expression:
        return _comparison("<", self, other, lambda a, b: number(a) < number(b))

    def __le__(self, other: Operand) -> Expression:
        return _comparison("<=", self, other, lambda a, b: number(a) <= number(b))

    def __gt__(self, other: Operand) -> Expression:
        return _comparison(">", self, other, lambda a, b: number(a) > number(b))

    def __ge__(self, other: Operand) -> Expression:
        return _comparison(">=", self, other, lambda a, b: number(a) >= number(b))


# values as Excel takes them


def number(value: Value) -> int | Decimal:
    """A value in arithmetic or in a comparison of sizes: an empty cell is 0; texts are no numbers (ValueError)."""
    if type(value) is int or type(value) is Decimal:
        return value
    if value is None or isinstance(value, bool):
        return int(value or 0)
    raise ValueError(f"no number: {value!r}")


def is_number(value: Value) -> bool:
    """Whether ISNUMBER says so: neither texts nor truth values nor empty cells are numbers."""
    return type(value) is int or type(value) is Decimal


def shown_text(value: Value) -> str:
    """A value inside a text: 2.50 → 2.5, an empty cell → nothing."""
    if type(value) is str:
        return value
    return "" if value is None else str(value) if type(value) is int else plain(value)  # type: ignore[arg-type]


def is_same(first: Value, second: Value) -> bool:
    """Whether two values are equal: texts whatever their case; an empty cell equals both "" and 0."""
    if first is None or second is None:
        return not first and not second
    return comparable(first) == comparable(second)


def comparable(value: Value) -> Value:
    """A value as look-ups compare it: texts without regard to case."""
    return value.lower() if type(value) is str else value


# making expressions


def expression(operand: Operand) -> Expression:
    """The operand itself, or a literal: texts in quotation marks, numbers as they are."""
    return operand if isinstance(operand, Expression) else _literal(operand)


@lru_cache(maxsize=1 << 12)
def _literal(value: str | int | Decimal) -> Expression:
    if isinstance(value, str):
        quoted = value.replace('"', '""')
        return Expression(f'"{quoted}"', lambda row: value, literal=value)
    return Expression(plain(value), lambda row: value, literal=value)


def join(*operands: Operand) -> Expression:
    """Texts side by side (&); a calculation among them stands in brackets."""
    parts = [expression(operand) for operand in operands]
    texts = [f"({part.text})" if part._binding not in (JOINING, ATOM) else part.text for part in parts]
    values = [part.value if part._literal is None else shown_text(part._literal) for part in parts]
    return Expression("&".join(texts), lambda row: "".join([one if isinstance(one, str) else shown_text(one(row)) for one in values]), JOINING)


def sentence(template: str, **slots: Operand) -> Expression:
    """A sentence with named slots, as `str.format` fills them: 第 {rank} 名 → "第 "&A7&" 名"."""
    parts: list[Operand] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts += [literal] if literal else []
        parts += [slots[name]] if name else []
    return join(*parts)


def function(name: str, value: Callable[..., Value], *operands: Operand) -> Expression:
    """A function all of whose arguments are single values."""
    arguments = [expression(operand) for operand in operands]
    values = [argument.value for argument in arguments]
    return Expression(f"{name}({','.join([one.text for one in arguments])})", lambda row: value(*[one(row) for one in values]))


def of_one(name: str, operand: Operand, value: Callable[[Value], Value], *more: str | int) -> Expression:
    """A function of one value; what else it is told never changes."""
    argument = expression(operand)
    inner = argument.value
    further = "".join([f",{expression(one).text}" for one in more])
    return Expression(f"{name}({argument.text}{further})", lambda row: value(inner(row)))


def _bracketed(one: Expression, binding: int) -> str:
    return one.text if one._binding >= binding else f"({one.text})"


def _arithmetic(sign: str, binding: int, left: Operand, right: Operand, value: Callable[[int | Decimal, int | Decimal], Value]) -> Expression:
    first, second = expression(left), expression(right)
    # of a + (b + c) the brackets say nothing, of a - (b + c) they do
    after = binding if sign in "+*" else binding + 1
    one, other = first.value, second.value
    text = f"{_bracketed(first, binding)}{sign}{_bracketed(second, after)}"
    return Expression(text, lambda row: value(number(one(row)), number(other(row))), binding)


def _comparison(sign: str, left: Operand, right: Operand, value: Callable[[Value, Value], bool]) -> Expression:
    first, second = expression(left), expression(right)
    text = f"{_bracketed(first, COMPARISON + 1)}{sign}{_bracketed(second, COMPARISON + 1)}"
    one, other, constant = first.value, second.value, second._literal
    if constant is None:
        return Expression(text, lambda row: value(one(row), other(row)), COMPARISON)
    if type(constant) is str and sign == "=":
        sought = constant.lower()
        return Expression(text, lambda row: given.lower() == sought if type(given := one(row)) is str else given is None and not sought, COMPARISON)
    return Expression(text, lambda row: value(one(row), constant), COMPARISON)
