"""python -m tests.independent.implementation.drive SEED [N]: N random campaigns through the product, and compared.

The product is run from the folder in FUWUYUE_ROOT, else from the nearest folder above this file
that holds the package, else from the current folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .campaigns import random_campaign
from .compare import differences
from .fill import fill_inbox, write_rules
from .grid import NotFound
from .model import Campaign
from .oracle import expected

PACKAGE = "fuwuyue_xlsx"
SECONDS = 300


class ProductFailed(RuntimeError):
    """The product ended otherwise than it may; the text holds its output."""


def product_root() -> Path:
    if "FUWUYUE_ROOT" in os.environ:
        return Path(os.environ["FUWUYUE_ROOT"])
    above = [folder for folder in Path(__file__).resolve().parents if (folder / PACKAGE).is_dir()]
    return above[0] if above else Path.cwd()


def product(*arguments: str, accepted: tuple[int, ...] = (0,)) -> tuple[int, str]:
    """Run one command of the product and hand back its exit code and standard output."""
    command = [sys.executable, "-m", PACKAGE, *arguments]
    done = subprocess.run(
        command, cwd=product_root(), capture_output=True, encoding="utf-8", timeout=SECONDS
    )
    if done.returncode not in accepted:
        shown = f"{' '.join(arguments)} → exit code {done.returncode}"
        raise ProductFailed(f"{shown}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.returncode, done.stdout


def prepare(folder: Path, campaign: Campaign) -> None:
    """A workspace with the campaign's rules, the product's templates, and a filled inbox."""
    product("init", str(folder))
    write_rules(folder, campaign)
    product("templates", str(folder))
    fill_inbox(folder, campaign)


def check(folder: Path, seed: int, size: str) -> list[str]:
    """One seed: what the product says otherwise than the specification, or why it could not."""
    campaign = random_campaign(seed, size)
    try:
        prepare(folder, campaign)
        code, output = product("run", str(folder), "--json", "--quiet", accepted=(0, 1))
        said = json.loads(output)
    except (ProductFailed, NotFound, OSError, json.JSONDecodeError) as problem:
        return [f"{type(problem).__name__}: {problem}"]
    (folder / "said.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    found = differences(expected(campaign), said)
    if code != (0 if said["campaign"]["state"] == "final" else 1):
        found.append(f"exit code {code} with state {said['campaign']['state']}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int, nargs="?", default=1)
    parser.add_argument("--size", default="small", choices=["small", "medium"])
    parser.add_argument("--keep", type=Path, help="keep the workspaces in this folder")
    options = parser.parse_args()
    wrong = 0
    for seed in range(options.seed, options.seed + options.count):
        with tempfile.TemporaryDirectory() as temporary:
            folder = (options.keep or Path(temporary)).resolve() / f"campaign_{seed}"
            found = check(folder, seed, options.size)
        wrong += bool(found)
        print(f"seed {seed}: {len(found)} differences", *found, sep="\n  ", flush=True)
    print(f"{wrong} of {options.count} campaigns differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
