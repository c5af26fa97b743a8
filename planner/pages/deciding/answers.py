"""What one answer needs to be said: its fields, filled with what is likely, and complaints where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from planner import planning, stop_rules, timelog
from planner.clock import now
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.errors import InvalidPlan
from planner.domain.project import Project
from planner.domain.wording.numbers import percent_words
from planner.outlook import WANTED_CHANCE, Outlook, end_of_day
from planner.pages.notice import flash
from planner.pages.plan_page.fields import preset
from planner.pages.press import button
from planner.pages.undo import undo_of_answer
from planner.pages.words import as_typed, day_words, own_zone
from planner.stop_rules import Cut, StopQuestion, Unmet
from planner.store import Store

_LONGEST_REASON = 300  # letters
_REASON = "Because … (optional)", "the data came late"
_SHORT_OF_TARGET = "Why call it without the target?", "it is good enough for what it is used for"
_GOING_ON = "Why go on?", "one class is not understood yet"
_SUBMITS = {
    Answer.CONTINUE: "Go on with it",
    Answer.NEW_DATE: "Set the new date",
    Answer.CUT: "Cut what is ticked",
    Answer.NEW_TARGET: "Set the new target",
    Answer.PARK: "Park it until I take it up",
}


@dataclass(frozen=True)
class Asked:
    """A question with what its answers draw on; `key` begins the keys of its widgets."""

    project: Project
    question: StopQuestion
    ends: Unmet
    outlook: Outlook | None
    key: str


@dataclass(frozen=True)
class _Typed:
    """What was typed for an answer."""

    because: str
    until_hours: float | None
    new_deadline: datetime | None
    cut: Cut
    new_target: float | None = None


def draw_answer(store: Store, asked: Asked, chosen: Answer) -> None:
    """Draw the fields of the chosen answer, and carry it out once it is sent."""
    typed = _draw_fields(store, asked, chosen)
    place, key = st.container(), asked.key
    if not button(_submit_label(asked, chosen), type="primary", icon=":material/check:", key=f"{key}_send"):
        return
    was_running = timelog.running(store) is not None
    try:
        made = _answer(store, asked, chosen, typed)
    except InvalidPlan as error:
        place.error(as_typed(str(error)), icon=":material/error:")
        return
    for name in [name for name in st.session_state if str(name).startswith(f"{key}_")]:
        del st.session_state[name]
    stopped = " Its timer has stopped." if was_running and timelog.running(store) is None else ""
    flash(_told(asked, made) + stopped, undo=undo_of_answer(asked.project.id, made))
    st.rerun()


def _draw_fields(store: Store, asked: Asked, chosen: Answer) -> _Typed:
    cut, new_deadline, until_hours = Cut(), None, None
    occasion, is_cut = asked.question.occasion, chosen is Answer.CUT
    if is_cut:
        cut = _draw_cuts(store, asked.ends, key=asked.key)
    ends_here = chosen is Answer.CALL_IT or (is_cut and asked.ends.is_all_cut(cut))
    if ends_here:
        st.markdown(_ends_words(asked))
    if chosen is Answer.NEW_DATE or (is_cut and occasion is Occasion.DEADLINE and not ends_here):
        new_deadline = _draw_date(asked.outlook, asked.key)
    if chosen is Answer.CONTINUE and occasion is Occasion.CAP:
        until_hours = _draw_until(asked)
    new_target = _draw_target(asked) if chosen is Answer.NEW_TARGET else None
    return _Typed(_draw_reason(asked, chosen), until_hours, new_deadline, cut, new_target)


def _draw_reason(asked: Asked, chosen: Answer) -> str:
    """The field for the reason: the same for each answer, so that it stays when another one is looked at."""
    key = asked.key
    label, example = _GOING_ON if chosen is Answer.CONTINUE else _REASON
    if chosen is Answer.CALL_IT and asked.question.lacks_target:
        label, example = _SHORT_OF_TARGET
    preset(f"{key}_because_{chosen.name}", st.session_state.get(f"{key}_reason"))
    because = st.text_input(label, key=f"{key}_because_{chosen.name}", max_chars=_LONGEST_REASON, placeholder=example)
    st.session_state[f"{key}_reason"] = because
    return because


def _draw_cuts(store: Store, ends: Unmet, *, key: str) -> Cut:
    """Draw a box for each thing that is not met; a phase with hours cannot go, it is marked as done."""
    worked = planning.phases_with_hours(store, ends.phases[0].project_id) if ends.phases else set()
    st.markdown("What is left out?")
    with st.container(gap=None):
        words = f"The target {as_typed(ends.target_words)}"
        target = bool(ends.target) and st.checkbox(words, key=f"{key}_cut_target")
        items = [
            item for item in dict.fromkeys(ends.items) if st.checkbox(as_typed(item), key=f"{key}_cut_item_{item}")
        ]
        phases = [
            phase.id
            for phase in ends.phases
            if st.checkbox(
                f"Phase {as_typed(phase.name)}" + (", done as it is" if phase.id in worked else ""),
                key=f"{key}_cut_phase_{phase.id}",
            )
        ]
    return Cut(tuple(items), tuple(phases), target)


def _draw_until(asked: Asked) -> float | None:
    key, question = f"{asked.key}_until", asked.question
    preset(key, question.again_hours)
    name = question.phase.name if question.phase else "the project"
    label = f"Ask again when {as_typed(name)} has so many hours"
    return st.number_input(label, value=None, step=1.0, format="%g", key=key)


def _draw_target(asked: Asked) -> float | None:
    """The value to reach; what was reached stands beside it and is not filled in."""
    target = asked.project.target
    name = stop_rules.metric_name(target.metric) if target else "score"
    value = st.number_input(f"New target of {as_typed(name)}", value=None, format="%g", key=f"{asked.key}_target")
    if target and asked.ends.best is not None:
        best_words, target_words = stop_rules.score_words(asked.ends.best), stop_rules.score_words(target.value)
        st.caption(f"So far the target is {target_words}, and the best score {best_words}.")
    return value


def _draw_date(outlook: Outlook | None, key: str) -> datetime | None:
    likely: date | None = outlook.dates.get(WANTED_CHANCE) if outlook else None
    preset(f"{key}_day", likely)
    day = st.date_input("New date", value=None, key=f"{key}_day", format="YYYY-MM-DD")
    if likely:
        words = day_words(end_of_day(likely, own_zone()), now())
        st.caption(
            f"With all that is planned now, it is done by {words} with a chance of {percent_words(WANTED_CHANCE)}."
        )
    else:
        st.caption("Once you say when you can work, a date with a chance of 80 % stands here.")
    return end_of_day(day, own_zone()) if day else None


def _ends_words(asked: Asked) -> str:
    if asked.question.phase:
        return f"{as_typed(asked.question.phase.name)} is then marked as done."
    return f"“{as_typed(asked.project.name)}” is then finished, as it stands. It can be opened again."


def _submit_label(asked: Asked, chosen: Answer) -> str:
    if chosen is Answer.CALL_IT:
        return "Mark it as done" if asked.question.phase else "Finish the project"
    return _SUBMITS[chosen]


def _answer(store: Store, asked: Asked, chosen: Answer, typed: _Typed) -> Decision:
    return stop_rules.answer(
        store,
        asked.project.id,
        asked.question,
        chosen,
        now(),
        because=typed.because,
        until_hours=typed.until_hours,
        new_deadline=typed.new_deadline,
        cut=typed.cut,
        new_target=typed.new_target,
        zone=own_zone(),
    )


def _told(asked: Asked, made: Decision) -> str:
    """What the answer did, in a sentence."""
    phase = asked.question.phase
    about = phase.name if phase else f"“{asked.project.name}”"
    match made.answer:
        case Answer.CONTINUE:
            return f"{about} goes on" + (f"; you are asked again at {made.until_hours:g} h." if phase else ".")
        case Answer.PARK:
            return f"{about} is parked."
        case Answer.CALL_IT:
            return f"{about} is done." if phase else f"{about} is finished. Look back at it on the page Retrospective."
        case Answer.NEW_TARGET:
            return f"New target: {made.because}."
        case Answer.NEW_DATE | Answer.CUT:
            date = f"The new date is {day_words(made.new_deadline, made.decided_at)}." if made.new_deadline else ""
            return f"Cut: {made.because}. {date}".strip() if made.answer is Answer.CUT else date
