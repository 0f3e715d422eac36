"""differences(expected, actual): what the product's --json says otherwise, in plain words."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

Json = dict[str, Any]
IDENTITY = ("department", "team", "person", "post")
COMPARED = ("nominated", "status", "rank", "score", "components", "unmet")
GROUPS = {"placed_higher": 0.5, "unscored": 1, "ineligible": 2, "vetoed": 3, "not_nominated": 4}


def differences(expected: Json, actual: Json) -> list[str]:
    """Every difference in awards, prizes, incidents, errors and state; [] when there is none."""
    units = list(expected["prizes"]["by_department"])
    found = _awards(expected["awards"], actual.get("awards", []), units)
    found += _prizes(expected["prizes"], actual.get("prizes", {}))
    found += _incidents(expected["incidents"], actual.get("incidents", []))
    found += _errors(expected["errors"], actual.get("issues", []))
    found += _campaign(expected["campaign"], actual.get("campaign", {}))
    return found


def _differ(where: str, wanted: object, got: object) -> list[str]:
    return [] if wanted == got else [f"{where}: expected {wanted}, got {got}"]


def _campaign(expected: Json, actual: Json) -> list[str]:
    found = [line for key in expected for line in _differ(key, expected[key], actual.get(key))]
    if expected["state"] != actual.get("state"):
        found.append(f"  the product calls open: {actual.get('open')}")
    return found


def _awards(expected: list[Json], actual: list[Json], units: list[str]) -> list[str]:
    found = _differ("awards", [one["award"] for one in expected], [one["award"] for one in actual])
    given = {one["award"]: one for one in actual}
    for one in expected:
        if one["award"] in given:
            found += _award(one, given[one["award"]], units)
    return found


def _award(expected: Json, actual: Json, units: list[str]) -> list[str]:
    name = expected["award"]
    found = _differ(f"{name} level", expected["level"], actual["level"])
    found += _differ(f"{name} prize_yuan", expected["prize_yuan"], actual["prize_yuan"])
    if not _same_quota(expected["quota"], actual["quota"]):
        found += _differ(f"{name} quota", expected["quota"], actual["quota"])
    shares = [{key: value for key, value in share.items() if key != "asked"} for share in actual.get("category_shares", [])]
    found += _differ(f"{name} category_shares", expected.get("category_shares", []), shares)
    found += _standings(name, expected["standings"], actual["standings"])
    return found + _order(name, units, actual["standings"])


def _same_quota(expected: object, actual: object) -> bool:
    """A fixed quota on persons may be shown once, by department, or null where none submitted."""
    if expected == actual:
        return True
    if not isinstance(expected, dict) or len({*expected.values()}) != 1:
        return False
    (number,) = {*expected.values()}
    if isinstance(actual, dict):
        return expected.keys() == actual.keys() and {*actual.values()} <= {number, None}
    return number is not None and actual == number


def _standings(name: str, expected: list[Json], actual: list[Json]) -> list[str]:
    wanted = {_who(one): one for one in expected}
    given = {_who(one): one for one in actual}
    found = [f"{name}: {who} is not listed" for who in wanted if who not in given]
    found += [f"{name}: {who} should not be listed" for who in given if who not in wanted]
    if len(given) != len(actual):
        found.append(f"{name}: somebody is listed twice")
    for who, one in wanted.items():
        for key in COMPARED if who in given else ():
            got = given[who].get(key)
            if one[key] != got:
                reasons = given[who].get("reasons")
                found.append(f"{name}: {who} {key}: expected {one[key]}, got {got} — {reasons}")
    return found


def _who(standing: Json) -> str:
    return "/".join(str(standing[key]) for key in IDENTITY if standing.get(key))


def _order(name: str, units: list[str], actual: list[Json]) -> list[str]:
    """By rank, then unscored, ineligible, vetoed, not nominated; equals as the rules list them.

    Among equals of one department no order of persons or posts is asked for.
    """
    keys = [
        (GROUPS.get(one["status"], 0), one["rank"] or 0, units.index(one["department"]))
        for one in actual
        if one["department"] in units
    ]
    return [] if keys == sorted(keys) else [f"{name}: standings are not in order"]


def _prizes(expected: Json, actual: Json) -> list[str]:
    return [
        line
        for key in expected
        for line in _differ(f"prizes {key}", expected[key], actual.get(key))
    ]


def _incidents(expected: list[Json], actual: list[Json]) -> list[str]:
    kept = [{key: one.get(key) for key in ("id", "effect", "reaches")} for one in actual]
    found = _differ("incidents", [one["id"] for one in expected], [one["id"] for one in kept])
    if found:
        return found
    return [
        line
        for wanted, got in zip(expected, kept)
        for line in _differ(f"incident {wanted['id']}", wanted, got)
    ]


def _errors(expected: list, actual: list[Json]) -> list[str]:
    """Errors are compared by the file and sheet they stand on."""
    wanted: dict[tuple, list[str]] = {}
    for file, sheet, what in expected:
        wanted.setdefault((file, sheet), []).append(what)
    given: dict[tuple, list[str]] = {}
    for issue in actual:
        if issue["severity"] == "error":
            place = PurePosixPath(issue.get("file") or "").name, issue.get("sheet")
            given.setdefault(place, []).append(f"{issue['cell']} {issue['message']}")
    missing = [f"no error at {key}: {wanted[key]}" for key in wanted if key not in given]
    extra = [f"unexpected error at {key}: {given[key]}" for key in given if key not in wanted]
    return missing + extra
