"""A look at the texts before a session, folded: one screen of facts, words, examples and cleaning, with an end."""

from __future__ import annotations

import os
import re
import string
from pathlib import Path

import pandas as pd
import streamlit as st

from data.labels.reading import LabelReading
from data.labels.several import SeveralLabels
from data.profiling.cleaning_look import RuleLook
from data.profiling.distinctive import Term
from data.profiling.examples import Example
from planner.charts import texts
from planner.domain.wording.numbers import small_share
from planner.material.look_words import answer_words, longest_words, looked_at_words, missing_words
from planner.material.text_look import TextLook, look_at_texts
from planner.pages.failure import plain_failures
from planner.pages.train_page.columns import Material
from planner.pages.train_page.words import plain_text

_OPEN = "train_look_open"
_TABLE_PX = 330  # as high as the picture beside it; longer tables scroll
_MOST_LINES = 12  # of a table, before it scrolls
_CHARACTERS_A_LINE = 36  # about, in a column of three
_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
_LINK_OR_NAME = re.compile(r"_|@|␣+|https?(?=:)|www(?=\.)", re.IGNORECASE)
_LONG_RUN = re.compile(r"[!-~]{20}(?=[!-~])")
_ODD_SPACE = re.compile(r"[^\S ]|\s{2,}|[\u200b\u2060\ufeff\u00ad]")

_Stamp = tuple[float, int]  # when the file was changed, and its bytes


@st.fragment
def draw_look(material: Material, rules_off: tuple[str, ...]) -> None:
    """Draw the folded look; nothing is read before it is opened, and the rest of the page does not wait for it."""
    if material.text is None or material.label is None or material.problem:
        return  # the problem is said above, and comes first
    box = st.expander("A look at the texts", icon=":material/search:", key=_OPEN, on_change="rerun")
    if not box.open:
        return
    with box, plain_failures():
        with st.spinner("Reading the texts; a few seconds…"):
            path, stamp = os.fsencode(material.path), _stamp(material.path)
            look = _look(
                path,
                stamp,
                material.texts,
                material.label,
                rules_off,
                reading=material.reading,
                several=material.several,
            )
        _draw(look)


def _draw(look: TextLook) -> None:
    st.markdown(f"**{plain_text(answer_words(look))}**")
    st.markdown(missing_words(look))
    picture, tables = st.columns([4, 7], gap="medium")
    with picture:
        lengths = look.lengths
        title = longest_words(lengths)
        chart = texts.text_lengths(look.bars, median=lengths.median, unit=lengths.unit, title=title)
        st.altair_chart(chart, key="train_look_lengths")
        st.caption(looked_at_words(look))
    with tables:
        _draw_tabs(look)


def _draw_tabs(look: TextLook) -> None:
    words, read, cleaning = st.tabs(["Words by class", "Examples", "Cleaning"])
    with words:
        _draw_words(look)
    with read:
        _draw_examples(look)
    with cleaning:
        _draw_cleaning(look)


def _draw_words(look: TextLook) -> None:
    _draw_table(terms_table(look))
    st.caption(
        f"From {look.texts_with_words:,} cleaned texts. In brackets: how many texts of the class hold the first, "
        "against all others. Ranked by weighted log-odds (Monroe et al. 2008)."
    )


def _draw_examples(look: TextLook) -> None:
    groups = {
        "At random": look.examples.at_random,
        "Longest": look.examples.longest,
        "Shortest": look.examples.shortest,
    }
    group = st.segmented_control(
        "Which texts", list(groups), default="At random", required=True, key="train_look_read",
        label_visibility="collapsed",
    )  # fmt: skip
    _draw_table(_examples_table(groups[group or "At random"], look.lengths.unit))


def _draw_cleaning(look: TextLook) -> None:
    for rule_look in look.rules:
        if rule_look.left_off:
            st.markdown(f"*{rule_look.title}* is left off: {rule_look.left_off}.")
    found = {rule.rule: rule for rule in look.rules if rule.rows}
    if not found:
        st.markdown("Cleaning would change nothing.")
        return
    titles = {name: f"{rule.title}: {rule.rows:,} rows" for name, rule in found.items()}
    rule = st.selectbox(
        "Rule", list(titles), format_func=titles.__getitem__, key="train_look_rule", label_visibility="collapsed"
    )
    _draw_table(_changes_table(found[rule]))
    beyond = found[rule].rows - len(found[rule].changes)
    st.caption(f"{f'{beyond:,} more are not shown. ' if beyond else ''}Rules are switched off under More choices.")


def _draw_table(table: pd.DataFrame) -> None:
    """A table whose texts wrap; where it would be higher than the screen it scrolls."""
    lines = sum(1 + max(map(len, row)) // _CHARACTERS_A_LINE for row in table.itertuples(index=False))
    st.table(table.map(_cell), hide_index=True, height="content" if lines <= _MOST_LINES else _TABLE_PX)


def terms_table(look: TextLook) -> pd.DataFrame:
    """A row for each class: its words and its word pairs."""
    rows = [(found.label, _listed(found.words, with_shares=1), _listed(found.pairs)) for found in look.terms]
    one = look.lengths.unit.removesuffix("s")
    return pd.DataFrame(rows, columns=["Class", f"{one}s".capitalize(), f"{one} pairs".capitalize()])


def _listed(terms: tuple[Term, ...], with_shares: int = 0) -> str:
    """Words in a row, the first of them with their shares."""
    told = [_with_shares(term) if i < with_shares else term.words for i, term in enumerate(terms)]
    return ", ".join(told) or "nothing stands out"


def _with_shares(term: Term) -> str:
    return f"{term.words} ({small_share(term.share_inside, 1)} against {small_share(term.share_outside, 1)})"


def _examples_table(shown: tuple[Example, ...], unit: str) -> pd.DataFrame:
    rows = [(example.label, f"{example.length:,}", example.text) for example in shown]
    return pd.DataFrame(rows, columns=["Label", unit.capitalize(), "Text"])


def _changes_table(rule: RuleLook) -> pd.DataFrame:
    """Texts before and after; with their labels where these are what the rule judges."""
    table = pd.DataFrame([(c.label, c.before, c.after) for c in rule.changes], columns=["Label", "Before", "After"])
    return table[["Before", "After"]] if rule.mends_texts else table


def _cell(text: str) -> str:
    """Text for a cell that reads Markdown, shown as it stands: no list, no link, no entity, and odd spaces visible."""
    seen = _ODD_SPACE.sub(lambda found: "␣" * len(found[0]), text)
    for run in (_LINK_OR_NAME, _LONG_RUN):
        seen = run.sub("\\g<0>\u200b", seen)  # a place where a line may end, which also ends a link
    return _PUNCTUATION.sub(r"\\\g<0>", seen)


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return (status.st_mtime, status.st_size)


@st.cache_data(max_entries=8, show_spinner=False)
def _look(
    path: bytes,
    stamp: _Stamp,
    texts: tuple[str, ...],
    label: str,
    rules_off: tuple[str, ...],
    *,
    reading: LabelReading,
    several: SeveralLabels | None,
) -> TextLook:
    text, *further = texts
    return look_at_texts(
        Path(os.fsdecode(path)), text, label, rules_off, reading=reading, further_texts=further, several=several
    )
