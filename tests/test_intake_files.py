"""What lies in an inbox: known by its content, listed once with a state and a reason, never touched."""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.intake.read import Intake, read_inbox
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.results.book import results_workbook
from tests.support.altered import (
    edited,
    errors,
    foreign_book,
    reasons,
    right_book,
    said,
    saved_at,
    states,
    typed,
    with_part,
    without_properties,
    without_stamp,
)
from tests.support.books import SMALL, campaign_2017, department_file, intake_of, put_inbox, rules_bytes, rules_of, small_rules, template
