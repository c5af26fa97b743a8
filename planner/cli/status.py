"""`callit status`: what runs, and what the plan asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner import planning, timeboxed_command, timelog
from planner.cli.log import entry_record
from planner.cli.typed import duration_typed
from planner.cli.words import JsonOption, own_zone, say_json, when
from planner.clock import now
from planner.domain.awake import Sighting
from planner.domain.errors import NotFound
from planner.domain.interruptions import OpenInterruption
from planner.domain.project import Project
from planner.domain.timelog import RunningTimer
from planner.domain.training import TrainingSession
from planner.domain.wording.days import moment_words
from planner.domain.wording.durations import so_far_words
from planner.home import home
from planner.store import Store, open_store
from planner.timelog import ClockChange, Forgotten

if TYPE_CHECKING:
    from planner.stop_rules import StopQuestion

_A_SECOND_HOURS = 1 / 3600


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", epilog="Example: callit status --json")(status)


def status(
    as_json: JsonOption = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="The timer that looks forgotten is right; do not ask about it for now.")
    ] = False,
) -> None:
    """Say what runs: the timer, and a training session; and what the plan of the current project asks.

    A timer that looks forgotten is asked about, and runs on until you say.
    """
    with open_store() as store:
        timeboxed_command.close_ended(store, home())
        seen = timelog.sighting(now())
        with store.writing():
            timelog.note_sign_of_life(store, seen)
            if keep:
                _keep(store)
        facts = _Facts.read(store, seen)
    if as_json:
        say_json(_record(facts))
        return
    for line in _lines(facts):
        typer.echo(line)


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that runs at a moment, and what is asked about it."""

    timer: RunningTimer | None
    away: OpenInterruption | None
    suspect: Forgotten | None
    change: ClockChange | None
    sessions: list[TrainingSession]
    questions: list[StopQuestion]
    this_moment: datetime

    @classmethod
    def read(cls, store: Store, seen: Sighting) -> _Facts:
        """What a store holds of it by now; `seen` is the machine as it was met."""
        timer, sessions, this_moment = timelog.running(store), _running_sessions(store), now()
        current = planning.current_project(store)
        questions = _questions(store, current, this_moment) if current else []
        change = timelog.clock_change(store, seen, zone=own_zone())
        away, suspect = timelog.interruption(store), timelog.forgotten(store, this_moment, own_zone())
        return cls(timer, away, suspect, change, sessions, questions, this_moment)


def _record(facts: _Facts) -> dict[str, Any]:
    record: dict[str, Any] = {
        "running": _timer_record(facts.timer, facts.this_moment) if facts.timer else None,
        "training": [_session_record(session) for session in facts.sessions],
        "questions": [_question_record(question) for question in facts.questions],
        "interrupted": facts.away and _away_record(facts.away),
        "forgotten": facts.suspect and str(facts.suspect.reason),
    }
    return record | ({"clock_changed": _change_record(facts.change)} if facts.change else {})


def _lines(facts: _Facts) -> Iterator[str]:
    if facts.change:
        yield f"{facts.change.sentences} {_ways_on(facts.change)}"
    else:
        yield _timer_line(facts.timer, facts.this_moment) if facts.timer else _idle_line(facts.away)
    if facts.suspect:
        yield f"{facts.suspect.question} {_ways_out(facts.suspect)}"
    for session in facts.sessions:
        ends_at = session.started_at + timedelta(seconds=session.timebox_s)
        yield f"A training session on {session.data_words} ends by {when(ends_at)}."
    for question in facts.questions:
        yield f"{question.found} Decide on the Plan page ('callit app')."


def _keep(store: Store) -> None:
    suspect = timelog.forgotten(store, now(), own_zone())
    if suspect is None:
        raise NotFound("No timer looks forgotten, so there is none to keep.")
    timelog.keep(store, suspect.timer.entry.id, now=now())


def _ways_out(suspect: Forgotten) -> str:
    """The three answers; the moment to cut at is the likeliest one, where one is known."""
    if suspect.proposed_end is None:
        cut = "'callit stop --at 18:30'"
    else:
        cut = f"\"callit stop --at '{moment_words(suspect.proposed_end.astimezone(own_zone()))}'\""
    return f"Cut it with {cut}, drop it with 'callit cancel', or keep it with 'callit status --keep'."


def _ways_on(change: ClockChange) -> str:
    """How to stop it with the time that it really took, or let it run on."""
    length = duration_typed(change.by_count.total_seconds()) if change.by_count else "90m"
    return f"Stop it with 'callit stop --after {length}', or let it run on with \"callit edit --start '{length} ago'\"."


def _change_record(change: ClockChange) -> dict[str, Any]:
    return {
        "hours_by_clock": round(change.by_clock.total_seconds() / 3600, 4),
        "hours_by_count": change.by_count and round(change.by_count.total_seconds() / 3600, 4),
    }


def _idle_line(away: OpenInterruption | None) -> str:
    if away is None:
        return "No timer is running."
    reason = f": {away.interruption.reason}" if away.interruption.reason else ""
    since = when(away.interruption.started_at)
    return (
        f"{away.phase.name} is interrupted since {since}{reason} ({away.project.name}). Go on with 'callit continue'."
    )


def _away_record(away: OpenInterruption) -> dict[str, Any]:
    return {
        "project": away.project.name,
        "phase": away.phase.name,
        "since": away.interruption.started_at.isoformat(),
        "reason": away.interruption.reason,
    }


def _running_sessions(store: Store) -> list[TrainingSession]:
    if not timelog.open_sessions(store):
        return []
    from planner.sessions import recover_sessions

    recover_sessions(store, now=now())  # one that died without a word does not run
    return timelog.open_sessions(store)


def _questions(store: Store, project: Project, this_moment: datetime) -> list[StopQuestion]:
    """What the plan asks; the outlook takes a second to import, so it waits for a plan that cannot do without."""
    from planner.stop_rules import questions

    zone, outlook = own_zone(), None
    if project.stop.hours_left and not project.finished_at:
        from planner.outlook import outlook_of

        outlook = outlook_of(store, project.id, this_moment, zone)
    return questions(store, project, outlook, this_moment, zone)


def _timer_line(timer: RunningTimer, this_moment: datetime) -> str:
    hours = timer.entry.hours(this_moment)
    so_far = f"{so_far_words(hours)} so far" if hours >= _A_SECOND_HOURS else "just started"
    return f"{timer.phase.name} runs since {when(timer.entry.started_at)}, {so_far} ({timer.project.name})."


def _timer_record(timer: RunningTimer, this_moment: datetime) -> dict[str, Any]:
    return entry_record(timer.entry, timer.phase.name, timer.project, this_moment)


def _session_record(session: TrainingSession) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "source": session.source_name,
        "started_at": session.started_at.isoformat(),
        "timebox_s": session.timebox_s,
        "run_folder": str(session.run_folder),
    }


def _question_record(question: StopQuestion) -> dict[str, Any]:
    return {
        "occasion": str(question.occasion),
        "phase": question.phase.name if question.phase else None,
        "found": question.found,
        "hours": round(question.hours, 4),
        "answers": [str(answer) for answer in question.answers],
    }
