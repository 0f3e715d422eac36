"""The one catalogue of findings: code, severity, what is wrong, how to mend it, an example."""

from __future__ import annotations

from fuwuyue_xlsx.messages.adjustment_messages import ADJUSTMENT_MESSAGES
from fuwuyue_xlsx.messages.data import DATA_MESSAGES
from fuwuyue_xlsx.messages.entry import Message, Severity
from fuwuyue_xlsx.messages.evaluation import EVALUATION_MESSAGES
from fuwuyue_xlsx.messages.files import FILE_MESSAGES
from fuwuyue_xlsx.messages.rules import RULE_MESSAGES
from fuwuyue_xlsx.messages.ruling_messages import RULING_MESSAGES
from fuwuyue_xlsx.messages.trial_messages import TRIAL_MESSAGES
from fuwuyue_xlsx.messages.values import VALUE_MESSAGES
from fuwuyue_xlsx.messages.vote_messages import VOTE_MESSAGES

_ENTRIES = (*VALUE_MESSAGES, *FILE_MESSAGES, *DATA_MESSAGES, *EVALUATION_MESSAGES, *RULE_MESSAGES, *RULING_MESSAGES, *VOTE_MESSAGES,
            *ADJUSTMENT_MESSAGES, *TRIAL_MESSAGES)
CATALOGUE: dict[str, Message] = {entry.code: entry for entry in _ENTRIES}

__all__ = ["CATALOGUE", "Message", "Severity"]
