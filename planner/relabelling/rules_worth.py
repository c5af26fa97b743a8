"""Which cleaning rule was worth it, in words; worked out once for a run, and kept beside it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import msgspec

from model.protocol.metrics import lower_is_better, metric_words
from model.protocol.rules_worth import RuleStanding, RulesWorth, RuleWorth
from model.protocol.run_folder import RESUME_FOLDER
from model.protocol.told_progress import ToldProgress
from model.protocol.whole_file import whole_file
from planner.domain.wording.numbers import count_words
from planner.relabelling.asked import Tell, asked
from planner.relabelling.table_of_run import ended_table

RULES_WORTH_FILE = f"{RESUME_FOLDER}/rules-worth.json"
_MODULE = "model.session.rules_worth"
_STANDING_WORDS = {
    RuleStanding.WORTH_IT: "worth it",
    RuleStanding.NOT_WORTH_IT: "cost something",
    RuleStanding.CANNOT_TELL: "cannot tell",
}


def known_rules_worth(run_folder: Path) -> RulesWorth | None:
    """What was worked out before; None where nobody asked yet."""
    with suppress(OSError, ValueError):
        return msgspec.convert(json.loads((run_folder / RULES_WORTH_FILE).read_bytes()), RulesWorth)
    return None


def rules_worth(run_folder: Path, tell: Tell | None = None) -> RulesWorth:
    """What each rule was worth, as known or worked out now, which takes seconds to two minutes.

    Raises
    ------
    RelabelRefused
        The folder holds no ended session with texts to look at, or its table is gone or another one.
    """
    if (known := known_rules_worth(run_folder)) is not None:
        return known
    ended_table(run_folder)
    found = asked(_MODULE, RulesWorth, run_folder, tell=tell)
    with suppress(OSError), whole_file(run_folder / RULES_WORTH_FILE) as file:  # else it is worked out again
        file.write(json.dumps(asdict(found)).encode())
    return found


def worth_words(one: RuleWorth, metric: str) -> str:
    """What a rule brought, with its interval, and whether it was worth it.

    >>> from model.protocol.suspect_desk import Change
    >>> worth_words(RuleWorth("markup", "HTML tags", 9, Change(0.012, 0.003, 0.02)), "macro_f1")
    'worth it: +1.2 points (+0.3 to +2.0)'
    >>> worth_words(RuleWorth("markup", "HTML tags", 9, Change(-0.04, -0.08, 0.01)), "log_loss")
    'cannot tell: -0.040 (-0.080 to +0.010)'
    >>> worth_words(RuleWorth("markup", "HTML tags", 9, None, "there was no time for it"), "macro_f1")
    'cannot tell: there was no time for it'
    """
    standing = _STANDING_WORDS[one.standing]
    if one.change is None:
        return f"{standing}: {one.why.rstrip('.')}"
    value, low, high = one.change.value, one.change.low, one.change.high
    if lower_is_better(metric):
        return f"{standing}: {value:+.3f} ({low:+.3f} to {high:+.3f})"
    return f"{standing}: {100 * value:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"


def progress_words(told: ToldProgress) -> str:
    """What is being fitted.

    >>> progress_words(ToldProgress(0, 3, "all rules")), progress_words(ToldProgress(1, 3, "Exact duplicates"))
    ('Fitting the n-gram model with all rules.', "Fitting the n-gram model without 'Exact duplicates' (1 of 2).")
    """
    if not told.done:
        return f"Fitting the n-gram model with {told.now}."
    return f"Fitting the n-gram model without '{told.now}' ({told.done} of {told.of - 1})."


def how_measured(worth: RulesWorth) -> str:
    """How the figures came about, in two sentences."""
    judged, learned = count_words(worth.judged, "validation text"), count_words(worth.learned, "text")
    unit = metric_words(worth.metric) + (" saved" if lower_is_better(worth.metric) else "")
    return (
        f"What each rule brought in {unit} on {judged}: the n-gram model, fitted on {learned} with the rule and "
        "without it, with a 95 % interval each. Of twenty rules that bring nothing, one stands apart by luck."
    )
