"""The committed JSON Schema of `--json`, and what breaks it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "results.schema.json"


@cache
def schema() -> dict[str, Any]:
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def _validator(definition: str) -> Draft202012Validator:
    """For a run that wrote its results, for a check, or for what could not: each alone tells more than the choice between them."""
    shape = {name: value for name, value in schema().items() if name != "oneOf"}
    return Draft202012Validator(shape | {"$ref": f"#/$defs/{definition}"})


def breaches(said: dict[str, Any]) -> list[str]:
    """Where an object on standard output is not as the schema has it: a place and what is wrong there, most telling first."""
    definition = "results" if "campaign" in said else "check" if "submissions" in said else "failure"
    errors = list(_validator(definition).iter_errors(said))
    assert bool(errors) != Draft202012Validator(schema()).is_valid(said)
    first = best_match(errors)
    return [f"{error.json_path}: {error.message[:200]}" for error in ([first, *errors] if first else [])]
