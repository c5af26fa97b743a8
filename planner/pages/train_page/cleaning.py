"""What was cleaned, rule by rule with an example, and which rule was worth it: worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.cleaning.row_rules import CONFLICT_RULE
from model.protocol.events import RuleApplied
from model.protocol.rules_worth import RulesWorth
from model.protocol.told_progress import ToldProgress
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.train_page.again import draw_again
from planner.pages.train_page.labels import taken_words
from planner.pages.train_page.pairs import draw_pairs
from planner.pages.train_page.words import plain_text
from planner.relabelling.rules_worth import (
    how_measured,
    known_rules_worth,
    progress_words,
    rules_worth,
    worth_words,
)
from planner.sessions import SessionView
from planner.sessions.continuing import can_continue

_EXAMPLE_PX, _NARROW_PX = 300, 190  # before and after side by side, and where a rule's worth stands there, too
_WORTH_PX = 290
_WORTH = "Worth it?"
_READING = "Reading the table again."
_HELP = "Leaves out each rule once and fits the n-gram model again: some seconds a rule, two minutes at most."


def cleaned_title(view: SessionView) -> str:
    """The fold, with how much was left out."""
    if view.cleaned is None:
        return ""
    left_out = view.cleaned.rows_before - view.cleaned.rows_after
    return f"What was cleaned: {left_out:,} of {view.cleaned.rows_before:,} rows left out"


def cleaning_table(view: SessionView, worth: RulesWorth | None = None) -> pd.DataFrame:
    """One row per rule that touched a row, or was left off: the rule, rows, and an example before and after.

    Where it is known what rules were worth, that stands behind the rows.
    """
    rules = view.cleaned.rules if view.cleaned else ()
    rows = [(r.title, r.rows, r.before, _after_words(r)) for r in rules if r.rows or r.left_off]
    table = pd.DataFrame(rows, columns=["Rule", "Rows", "Before", "After"])
    if worth is not None:
        told = {one.rule: worth_words(one, worth.metric) for one in worth.rules}
        table.insert(2, _WORTH, [told.get(r.rule, "") for r in rules if r.rows or r.left_off])
    return table


def _after_words(rule: RuleApplied) -> str:
    return f"(left off: {rule.left_off})" if rule.left_off else rule.after


def draw_cleaning(view: SessionView, project_id: int | None = None) -> None:
    """Draw the rules with their examples, which of them was worth it, and texts with several labels to decide."""
    _draw_rules(view)
    if view.cleaned and has_conflicts(view.cleaned.rules) and can_continue(view.run_folder):
        draw_pairs(view, project_id)


def has_conflicts(rules: Sequence[RuleApplied]) -> bool:
    """Whether texts stand in the table with several labels, as far as the rules tell."""
    return any(one.rule == CONFLICT_RULE and one.rows for one in rules)


@st.fragment
def _draw_rules(view: SessionView) -> None:
    worth = known_rules_worth(view.run_folder)
    table = cleaning_table(view, worth)
    if not len(table):
        st.caption("Nothing had to be cleaned.")
        return
    if taken := taken_words(view):
        st.caption(plain_text(taken))
    example_px = _EXAMPLE_PX if worth is None else _NARROW_PX
    widths = {"Before": example_px, "After": example_px, _WORTH: _WORTH_PX}
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        column_config={name: st.column_config.TextColumn(width=pixels) for name, pixels in widths.items()},
        alt="Cleaning rules, rows touched, and an example of each.",
    )
    if worth is not None:
        st.caption(plain_text(how_measured(worth)))
    elif can_continue(view.run_folder):
        _draw_asking(view)


def _draw_asking(view: SessionView) -> None:
    if not button("Which rule was worth it?", icon=":material/balance:", help=_HELP, key="rules_worth"):
        return
    with plain_failures():
        bar = st.progress(0.0, text=_READING)

        def tell(progress: ToldProgress) -> None:
            bar.progress(progress.share, text=plain_text(progress_words(progress)))

        rules_worth(view.run_folder, tell)
        draw_again()
