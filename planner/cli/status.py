"""`callit status` and `callit log`: what runs, and what was logged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner import planning, timelog
from planner.cli.words import JsonOption, ProjectOption, chosen_project, when
from planner.clock import local_zone, now
from planner.domain.project import Project
from planner.domain.timelog import RunningTimer, TimeEntry
from planner.domain.training import TrainingSession
from planner.domain.wording import count_words, hours_words
from planner.store import Store, open_store

if TYPE_CHECKING:
    from planner.calling import Question


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("status", epilog="Example: callit status --json")(status)
    app.command("log", epilog="Example: callit log --days 3 --project 'Toxic comments'")(log)


def status(as_json: JsonOption = False) -> None:
    """Say what runs: the timer, and a training session; and what the plan of the current project asks."""
    with open_store() as store:
        timer, sessions, this_moment = timelog.running(store), _running_sessions(store), now()
        current = planning.current_project(store)
        asked = _questions(store, current, this_moment) if current else []
    if as_json:
        running = _timer_record(timer, this_moment) if timer else None
        training = [_session_record(session) for session in sessions]
        _print_json({"running": running, "training": training, "questions": [_question_record(one) for one in asked]})
        return
    typer.echo(_timer_line(timer, this_moment) if timer else "No timer is running.")
    for session in sessions:
        ends_at = session.started_at + timedelta(seconds=session.timebox_s)
        typer.echo(f"A training session on {session.source_name} ends by {when(ends_at)}.")
    for question in asked:
        typer.echo(f"{question.found} Decide on the Plan page ('callit app').")


def log(
    project: ProjectOption = None,
    days: Annotated[int, typer.Option("--days", min=1, max=36_500, help="How many days back.")] = 7,
    as_json: JsonOption = False,
) -> None:
    """List a project's entries, the oldest first."""
    with open_store() as store:
        chosen, this_moment = chosen_project(store, project), now()
        entries = timelog.entries(store, chosen.id, since=this_moment - timedelta(days=days))
        names = {phase.id: phase.name for phase in planning.phases(store, chosen.id)}
    if as_json:
        _print_json([_entry_record(entry, names[entry.phase_id], chosen, this_moment) for entry in entries])
        return
    for entry in entries:
        typer.echo(_entry_line(entry, names[entry.phase_id], this_moment))
    typer.echo(_total_line(entries, chosen, days, this_moment))


def _running_sessions(store: Store) -> list[TrainingSession]:
    if not store.sessions.running_sessions():
        return []
    from planner.sessions import recover_sessions

    recover_sessions(store, now=now())  # one that died without a word does not run
    return store.sessions.running_sessions()


def _questions(store: Store, project: Project, this_moment: datetime) -> list[Question]:
    """What the plan asks; the outlook takes a second to import, so it waits for a plan that cannot do without."""
    from planner.calling import questions

    zone, outlook = local_zone(), None
    if project.stop.hours_left and not project.finished_at:
        from planner.outlook import outlook_of

        outlook = outlook_of(store, project.id, this_moment, zone)
    return questions(store, project, outlook, this_moment, zone)


def _timer_line(timer: RunningTimer, this_moment: datetime) -> str:
    hours = hours_words(timer.entry.hours(this_moment))
    return f"{timer.phase.name} runs since {when(timer.entry.started_at)}, {hours} so far ({timer.project.name})."


def _entry_line(entry: TimeEntry, phase: str, this_moment: datetime) -> str:
    stop = "now" if entry.stopped_at is None else f"{entry.stopped_at.astimezone(local_zone()):%H:%M}"
    times = f"{when(entry.started_at)} - {stop}"
    words = [f"{entry.id:>5}", f"{times:>24}", f"{hours_words(entry.hours(this_moment)):>7}", phase]
    if not entry.attended:
        words.append("(unattended)")
    return "  ".join([*words, entry.note]).rstrip()


def _total_line(entries: Sequence[TimeEntry], project: Project, days: int, this_moment: datetime) -> str:
    attended = sum(entry.hours(this_moment) for entry in entries if entry.attended)
    alone = sum(entry.hours(this_moment) for entry in entries if not entry.attended)
    machine = f" and {hours_words(alone)} of machine time" if alone else ""
    since = f"in the last {count_words(days, 'day')}"
    return f"{project.name}: {hours_words(attended)} of your own{machine} {since}."


def _timer_record(timer: RunningTimer, this_moment: datetime) -> dict[str, Any]:
    return _entry_record(timer.entry, timer.phase.name, timer.project, this_moment)


def _entry_record(entry: TimeEntry, phase: str, project: Project, this_moment: datetime) -> dict[str, Any]:
    return {
        "entry_id": entry.id,
        "project": project.name,
        "phase": phase,
        "started_at": entry.started_at.isoformat(),
        "stopped_at": entry.stopped_at.isoformat() if entry.stopped_at else None,
        "hours": round(entry.hours(this_moment), 4),
        "attended": entry.attended,
        "note": entry.note,
        "session_id": entry.session_id,
    }


def _session_record(session: TrainingSession) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "source": session.source_name,
        "started_at": session.started_at.isoformat(),
        "timebox_s": session.timebox_s,
        "run_folder": str(session.run_folder),
    }


def _question_record(question: Question) -> dict[str, Any]:
    return {
        "occasion": str(question.occasion),
        "phase": question.phase.name if question.phase else None,
        "found": question.found,
        "hours": round(question.hours, 4),
        "answers": [str(answer) for answer in question.answers],
    }


def _print_json(record: object) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
