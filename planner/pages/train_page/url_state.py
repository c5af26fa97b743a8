"""Where the Train page stands, in the URL: the session it shows, or the choices made before one starts."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from planner.pages.steps import has_moved, move_on_purpose
from planner.store.paths import path_of, storable

NEW = "new"
SAMPLE = "sample"
_SESSION = "session"
_DRAFT = "train_draft"  # a click on another page clears the URL, so each tab remembers its choices
_OF_LABELS = ("blank", "keep", "positive_if", "positive_name", "bins")
_OF_TABLE = ("data", "text", "further", "label", "labels", "separator", "split", *_OF_LABELS)
_CHOICES = (*_OF_TABLE, "minutes", "until", "metric", "rules_off", "vectors", "one", "attended", "again")


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen so far; None where nothing was.

    `data` is "sample" or a path, `until` a time of day, `rules_off` the cleaning rules switched off with commas
    between them, `one` "yes" for one plain network, `attended` "yes", `again` the session whose further choices are
    taken over, `blank` the class that a blank label means, and `keep` the words that are classes although they look
    like no label, a line each. Of a label that is a number, `positive_if` is the line (`>=0.5`), `positive_name`
    what its one side is called, and `bins` the number of groups. `vectors` is a file of word vectors, or "english".
    `further` are columns of texts beside `text`, a line each; `split` is the column that gives the parts. Where a row
    may have several labels, `labels` are the columns beside `label`, a line each, or `separator` is what stands between
    the tags of a cell.
    """

    data: str | None = None
    text: str | None = None
    label: str | None = None
    minutes: float | None = None
    until: str | None = None
    metric: str | None = None
    rules_off: str | None = None
    one: str | None = None
    attended: str | None = None
    again: str | None = None
    blank: str | None = None
    keep: str | None = None
    positive_if: str | None = None
    positive_name: str | None = None
    bins: str | None = None
    further: str | None = None
    split: str | None = None
    labels: str | None = None
    separator: str | None = None
    vectors: str | None = None


def session_asked() -> str | None:
    """The id of the session to show, "new" for the form of a new one, or None."""
    return st.query_params.get(_SESSION)


def go_to_session(session_id: str) -> None:
    """Show a session from the next run of the page on; the choices made stay in the URL for the next one."""
    for name, text in st.session_state.get(_DRAFT, {}).items():
        if text is not None:
            st.query_params[name] = text
    st.query_params[_SESSION] = session_id


def go_to_new(choices: Choices | None = None) -> None:
    """Show the form of a new session, filled with choices where they are given."""
    st.query_params[_SESSION] = NEW
    move_on_purpose()
    if choices:
        for name in _CHOICES:
            choose(name, getattr(choices, name))


def choose(name: str, value: object) -> None:
    """Keep one choice in the URL and in this tab; None takes it back."""
    text = None if value is None else f"{value:g}" if isinstance(value, float) else storable(str(value))
    draft = dict(st.session_state.get(_DRAFT, {}))
    draft[name] = text
    st.session_state[_DRAFT] = draft
    if text is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = text


def follow_url() -> None:
    """Forget what this tab remembers where the browser went back or forward on the page: the URL says it all then."""
    if has_moved():
        st.session_state[_DRAFT] = {name: st.query_params.get(name) for name in _CHOICES}


def choices() -> Choices:
    """The choices in the URL, else those that this tab remembers."""
    draft = st.session_state.get(_DRAFT, {})
    known = {name: st.query_params.get(name) or draft.get(name) for name in _CHOICES}
    minutes, data = _minutes(known.pop("minutes")), known.pop("data")
    return Choices(**known, minutes=minutes, data=str(path_of(data)) if data else None)


def rules_off() -> tuple[str, ...]:
    """The cleaning rules that are switched off."""
    return tuple(filter(None, (choices().rules_off or "").split(",")))


def _minutes(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
