"""The parts that JSON Schemas are made of: strict objects, described texts and numbers, conditions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

Shape = dict[str, Any]


def an_object(description: str, properties: dict[str, Shape], **more: Any) -> Shape:
    """An object with all of these properties and no other."""
    return {"type": "object", "description": description, "properties": properties, "required": list(properties),
            "additionalProperties": False, **more}


def a_text(description: str, **more: Any) -> Shape:
    """A text, with whatever else is asked of it."""
    return {"type": "string", "description": description, **more}


def a_name(description: str) -> Shape:
    """A text that is not empty."""
    return a_text(description, minLength=1)


def a_whole_number(description: str, least: int = 0) -> Shape:
    """A whole number, from `least` up."""
    return {"type": "integer", "minimum": least, "description": description}


def a_list(description: str, items: Shape) -> Shape:
    """Any number of items of one shape."""
    return {"type": "array", "description": description, "items": items}


def a_map(description: str, values: Shape) -> Shape:
    """An object with any names, and values of one shape."""
    return {"type": "object", "description": description, "additionalProperties": values}


def one_of(description: str, values: type[StrEnum] | tuple[str, ...]) -> Shape:
    """One of a few texts."""
    return {"enum": [str(value) for value in values], "description": description}


def or_null(shape: Shape) -> Shape:
    """The same shape, or null."""
    if "enum" in shape:
        return {**shape, "enum": [*shape["enum"], None]}
    return {**shape, "type": [shape["type"], "null"]}


def when(name: str, values: tuple[str, ...], then: Shape, otherwise: Shape | None = None) -> Shape:
    """A condition: what holds where a property has one of these values, and what holds where it has not."""
    return {"if": {"properties": {name: {"enum": list(values)}}}, "then": {"properties": then},
            **({"else": {"properties": otherwise}} if otherwise else {})}
