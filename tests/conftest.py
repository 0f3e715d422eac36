"""Tests that need LibreOffice: skipped where it is missing, and first, so that two workers end at about the same time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.libreoffice import SOFFICE

# what is compiled is kept for the next run, whatever the environment says: it is half of what the collection takes
sys.dont_write_bytecode = False

# what passes once passes everywhere; `--hypothesis-profile explore` looks for what nobody has seen yet
settings.register_profile("same-everywhere", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("same-everywhere")


@pytest.fixture(scope="session", autouse=True)
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program's key lies in a profile of the tests' own; what commands of their own process compile is kept for the next ones."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patched.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", str(tmp_path_factory.mktemp("profile")))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with a test that is marked `libreoffice` stand before the others; apart from this the order stays."""
    slow = {item.path for item in items if item.get_closest_marker("libreoffice")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips what cannot run here."""
    if SOFFICE is None and item.get_closest_marker("libreoffice"):
        pytest.skip("LibreOffice is not installed")
