"""python -m tests.independent.many_campaigns FIRST COUNT: so many random campaigns over everything, straight into the evaluation."""

from __future__ import annotations

import sys

from tests.independent.bridge import direct_differences
from tests.independent.implementation.oracle_tiers import TooMany
from tests.independent.implementation.random_whole import whole_campaign


def compared(first: int, count: int) -> tuple[dict[int, list[str]], int]:
    """The differences by seed, and how many campaigns were left out because too many in them are equal to try out all orders."""
    found, left_out = {}, 0
    for seed in range(first, first + count):
        try:
            lines = direct_differences(whole_campaign(seed))
        except TooMany:
            left_out += 1
            continue
        if lines:
            found[seed] = lines
    return found, left_out


def main(first: int, count: int) -> int:
    """Print what differs; 1 when anything does."""
    found, left_out = compared(first, count)
    for seed, lines in found.items():
        print(f"seed {seed}:", *lines, sep="\n  ", flush=True)
    print(f"{len(found)} of {count - left_out} campaigns differ; {left_out} more were left out")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
