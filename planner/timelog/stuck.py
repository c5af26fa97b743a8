"""I'm stuck: a question with a box of its own, and what came of it. The timer is not touched."""

from __future__ import annotations

from datetime import datetime

from planner.domain.errors import InvalidEntry, NotFound, TimerConflict
from planner.domain.project import NEW
from planner.domain.stuck import STUCK_BOX_S, Outcome, StuckSpell
from planner.store import Store

LONGEST_TEXT = 500  # letters


def say_stuck(
    store: Store, phase_id: int, question: str, *, settled_by: str = "", now: datetime, box_s: float = STUCK_BOX_S
) -> StuckSpell:
    """Begin a spell on a phase: the question, what would settle it, and the seconds to try.

    Raises
    ------
    InvalidEntry
        Without a question, or with texts too long to read.
    TimerConflict
        When a question is open already on this project.
    NotFound
        When the phase is not there any more.
    """
    question, settled_by = _tidy("question", question), _tidy("answer that would settle it", settled_by)
    if not question:
        raise InvalidEntry("The question is missing. Write it down in one sentence: that is half of the way out.")
    with store.writing():
        phase = store.phases.require(phase_id)
        before = open_spell(store, phase.project_id)
        if before is not None:
            raise TimerConflict(f"You are at a question already: “{before.question}” Say first what came of it.")
        return store.stuck.add(StuckSpell(NEW, phase_id, now, question, settled_by, box_s))


def end_stuck(store: Store, spell_id: int, outcome: Outcome, *, now: datetime, note: str = "") -> StuckSpell:
    """Say what came of a spell; it is kept for the retrospective.

    Raises
    ------
    NotFound
        When it is not there any more.
    TimerConflict
        When it was answered already, as in another tab.
    """
    with store.writing():
        _needed_open(store, spell_id)
        store.stuck.end(spell_id, now, outcome, _tidy("note", note))
        ended = store.stuck.get(spell_id)
    assert ended is not None
    return ended


def try_on(store: Store, spell_id: int, *, now: datetime, box_s: float = STUCK_BOX_S) -> StuckSpell:
    """Give an open question another box from `now` on; errors as `end_stuck`."""
    with store.writing():
        spell = _needed_open(store, spell_id)
        store.stuck.extend(spell_id, spell.took_s(now) + box_s)
        longer = store.stuck.get(spell_id)
    assert longer is not None
    return longer


def open_spell(store: Store, project_id: int) -> StuckSpell | None:
    """The question of a project that is open; None while there is none."""
    return next((spell for spell in spells(store, project_id) if spell.outcome is None), None)


def spells(store: Store, project_id: int) -> list[StuckSpell]:
    """A project's spells, the oldest first."""
    return store.stuck.of_project(project_id)


def _needed_open(store: Store, spell_id: int) -> StuckSpell:
    spell = store.stuck.get(spell_id)
    if spell is None:
        raise NotFound("That question is not there any more. Reload to see what is.")
    if spell.outcome is not None:
        raise TimerConflict(f"That question is answered already, perhaps in another tab: {spell.outcome}.")
    return spell


def _tidy(what: str, text: str) -> str:
    tidy = " ".join(text.split())
    if len(tidy) > LONGEST_TEXT:
        raise InvalidEntry(f"The {what} has {len(tidy)} letters, more than {LONGEST_TEXT}. Say it shorter.")
    return tidy
