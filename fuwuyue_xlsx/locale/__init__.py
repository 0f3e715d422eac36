"""Chinese for click's own words, through gettext and the catalogue shipped here."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "messages"
FOLDER = Path(__file__).parent


def speak_chinese() -> None:
    """Let gettext find our catalogue whatever the machine's language. Call before click is imported."""
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = "zh_CN"
