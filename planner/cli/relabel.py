"""`callit relabel`: labels that look wrong, one at a glance, each answered by one key."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import click
import typer

from data.text_mark import readable
from model.protocol.suspect_desk import DeskSuspect, Neighbour
from planner.cli.words import JsonOption, ProjectOption, chosen_project, say_json, typed_text
from planner.clock import now
from planner.domain.wording.numbers import count_words
from planner.home import home
from planner.planning.phase_table import phase_named
from planner.relabelling import (
    Relabelling,
    RelabelRefused,
    answer_words,
    give_answer,
    is_moment_to_price,
    open_relabelling,
    suspect_numbered,
    undo_answer,
    worth_now,
)
from planner.relabelling.answering import counted_words, refilled
from planner.store import open_store
from planner.timelog.by_hand import add_entry

_EXAMPLE = "Example: callit relabel callit-tweets-20250612-1432"
_WIDTH = 96
_SHOWN = 600  # characters of a text
_SHOWN_OF_NEIGHBOUR = 84
_KEYS = "[a]ccept  [k]eep  [s]kip  [o]ther label  [u]ndo  [q]uit"
_PHASE = "Clean"
_HELD_OUT = (
    "Of the held-out part, which is scored on: shown, and never changed or learned from. A label repaired there would "
    "move every score; do it in the table itself, and say so."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("relabel", epilog=_EXAMPLE)(relabel)


def _typed_label(value: tuple[int, str]) -> tuple[int, str]:
    typed_text(value[1])
    return value


def relabel(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an ended session, or its model.")],
    *,
    show: Annotated[bool, typer.Option("--list", help="List the labels that look wrong, the surest first.")] = False,
    held_out: Annotated[bool, typer.Option("--held-out", help="List those of the held-out part: to look at.")] = False,
    accept: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Number N of the list has the likelier label. Repeatable.")
    ] = None,
    keep: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Number N is right as it stands. Repeatable.")
    ] = None,
    label: Annotated[
        tuple[int, str], typer.Option(metavar="N CLASS", callback=_typed_label, help="Number N has that class.")
    ] = (0, ""),
    answers: Annotated[bool, typer.Option("--answers", help="List what was answered about this table.")] = False,
    undo: Annotated[int | None, typer.Option(metavar="N", help="Take answer N of --answers back.")] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the table with repaired labels to a new file of its kind, or to .csv or .tsv."
        ),
    ] = None,
    worth: Annotated[bool, typer.Option("--worth", help="Say what answers brought, and what the rest could.")] = False,
    log: Annotated[bool, typer.Option("--log", help="Log the time of this sitting on the phase Clean.")] = False,
    project: ProjectOption = None,
    phase: Annotated[str, typer.Option(callback=typed_text, help="With --log: another phase than Clean.")] = _PHASE,
    as_json: JsonOption = False,
) -> None:
    """Repair labels that look wrong: one text at a glance, one key each.

    Both labels, how sure the n-gram model is, the nearest texts with their labels, and the words that speak for each.
    Answers are kept in the data folder beside the content of the table, which is never changed: the next session on it
    learns from them. What was answered is not asked again. Every ten answers it says what they brought.
    """
    at = open_relabelling(folder.absolute(), home())
    asked = _Asked(tuple(accept or ()), tuple(keep or ()), label, undo)
    is_script = bool(show or held_out or answers or export or worth or as_json or asked.is_any)
    at = asked.answered(at, quietly=as_json)
    if show or as_json or held_out:
        _say_list(at, held_out=held_out, as_json=as_json)
    if answers:
        _say_answers(at)
    if export is not None:
        from planner.relabelling.export import export_table  # loading it takes time that no other command need pay

        typer.echo(export_table(at, export.absolute()))
    if worth:
        _say_worth(at)
    if not is_script:
        begun = now()
        given = _Sitting(at).run()
        if log and given:
            log_sitting(project, phase, begun, f"{count_words(given, 'label')} looked at")


class _Asked:
    """Answers that were given as options, for scripts."""

    def __init__(
        self, accepted: tuple[int, ...], kept: tuple[int, ...], label: tuple[int, str], undo: int | None
    ) -> None:
        self._accepted, self._kept, self._label, self._undo = accepted, kept, label, undo

    @property
    def is_any(self) -> bool:
        """Whether anything was answered or undone."""
        return bool(self._accepted or self._kept or self._label[1] or self._undo is not None)

    def answered(self, at: Relabelling, *, quietly: bool) -> Relabelling:
        """Write them down, one by one, and say each; numbers are those of before."""
        said: list[str] = []
        for suspect, right in self._answers(at):
            at = give_answer(at, suspect, right, now_unix=now().timestamp())
            said.append(answer_words(at.answers.answers[-1]))
        if self._undo is not None:
            at, gone = undo_answer(at, _answered(at, self._undo))
            said.append(f"undone: {answer_words(gone)}")
        if said and not quietly:
            typer.echo("\n".join(said))
        return at

    def _answers(self, at: Relabelling) -> list[tuple[DeskSuspect, str]]:
        found = [suspect_numbered(at, number) for number in (*self._accepted, *self._kept)]
        labels = [one.likelier_label for one in found[: len(self._accepted)]]
        labels += [one.label for one in found[len(self._accepted) :]]
        number, name = self._label
        return [*zip(found, labels, strict=True), *([(suspect_numbered(at, number), name)] if name else [])]


def _answered(at: Relabelling, number: int) -> tuple[str, str]:
    given = at.answers.answers
    if not 1 <= number <= len(given):
        raise RelabelRefused(f"There is no answer {number}: there are {len(given)}. See them with --answers.")
    return given[number - 1].about


def _say_list(at: Relabelling, *, held_out: bool, as_json: bool) -> None:
    suspects = at.desk.held_out if held_out else at.waiting
    if as_json:
        answers = [asdict(one) for one in at.answers.answers]
        say_json({"classes": at.desk.classes, "suspects": [asdict(one) for one in suspects], "answers": answers})
        return
    if held_out:
        typer.echo(_HELD_OUT)
    for one in suspects:
        typer.echo(f"{one.number:>4}  {one.confidence:.2f}  {one.label} -> {one.likelier_label}  {_line(one.text, 60)}")
    if not suspects:
        typer.echo("No label looks wrong that was not answered.")


def _say_answers(at: Relabelling) -> None:
    for number, one in enumerate(at.answers.answers, start=1):
        typer.echo(f"{number:>4}  {_line(answer_words(one), _SHOWN_OF_NEIGHBOUR)}")
    typer.echo(f"{counted_words(at.answers) or 'Nothing was answered about this table'}.")


def _say_worth(at: Relabelling) -> None:
    for sentence in worth_now(at).sentences:
        typer.echo(sentence)


class _Sitting:
    """A person at a terminal: one suspect after the other, until they quit or none is left."""

    def __init__(self, at: Relabelling) -> None:
        self._at = at
        self._skipped: set[tuple[str, str]] = set()
        self._given = 0

    def run(self) -> int:
        """Ask until the end; how many answers were given."""
        typer.echo(_opening(self._at))
        while (suspect := self._next()) is not None:
            typer.echo("\n".join(suspect_lines(suspect)))
            if not self._answered(suspect):
                break
        typer.echo(_closing(self._at, self._given))
        return self._given

    def _next(self) -> DeskSuspect | None:
        self._at = refilled(self._at)
        return next((one for one in self._at.waiting if one.about not in self._skipped), None)

    def _answered(self, suspect: DeskSuspect) -> bool:
        """Whether to go on; one key is one answer."""
        key = pressed_key()
        if key == "q":
            return False
        if key == "s":
            self._skipped.add(suspect.about)
        elif key == "u":
            self._undo()
        elif (right := _right_label(key, suspect, self._at)) is not None:
            self._give(suspect, right)
        return True

    def _give(self, suspect: DeskSuspect, right: str) -> None:
        self._at = give_answer(self._at, suspect, right, now_unix=now().timestamp())
        self._given += 1
        typer.echo(f"  {answer_words(self._at.answers.answers[-1])[:_WIDTH]}")
        if is_moment_to_price(len(self._at.answers.of_suspects)):
            _say_worth(self._at)

    def _undo(self) -> None:
        try:
            self._at, gone = undo_answer(self._at)
        except RelabelRefused as error:
            typer.echo(f"  {error}")
            return
        self._given = max(0, self._given - 1)
        self._skipped.discard(gone.about)
        typer.echo(f"  undone: {answer_words(gone)[:_WIDTH]}")


def pressed_key() -> str:
    """The key that was pressed; the end of the input is as good as quitting."""
    try:
        return click.getchar().casefold()
    except (EOFError, KeyboardInterrupt):
        return "q"


def _right_label(key: str, suspect: DeskSuspect, at: Relabelling) -> str | None:
    """The label that a key says; None where it says none."""
    if key == "a":
        return suspect.likelier_label
    if key == "k":
        return suspect.label
    return _other_label(at.choices(suspect)) if key == "o" else None


def _other_label(classes: tuple[str, ...]) -> str | None:
    """A class by its number or name; None where none was named."""
    typer.echo("  " + "  ".join(f"{number} {name}" for number, name in enumerate(classes, start=1)))
    typed = typer.prompt("  Which class", default="", show_default=False).strip()
    if typed in classes:
        return str(typed)
    is_number = typed.isdecimal() and 1 <= int(typed) <= len(classes)
    return classes[int(typed) - 1] if is_number else None


def suspect_lines(one: DeskSuspect) -> list[str]:
    """One suspect at a glance: both labels, how sure, its text, why, and the keys."""
    text = textwrap.wrap(_line(one.text, _SHOWN), _WIDTH, initial_indent="  ", subsequent_indent="  ")
    return [
        "",
        f"#{one.number}  {one.label}  ->  {one.likelier_label} ({100 * one.confidence:.0f} %)",
        *text,
        *_words_lines(one.label, one.for_label),
        *_words_lines(one.likelier_label, one.for_likelier),
        *(_neighbour_line(neighbour) for neighbour in one.neighbours),
        f"  {_KEYS}",
    ]


def _words_lines(label: str, words: tuple[str, ...]) -> list[str]:
    return [f"  for {label}: {', '.join(words)}"] if words else []


def _neighbour_line(one: Neighbour) -> str:
    return f"  alike {100 * one.likeness:>3.0f} %  {one.label}: {_line(one.text, _SHOWN_OF_NEIGHBOUR)}"


def _line(text: str, most: int) -> str:
    line = " ".join(readable(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _opening(at: Relabelling) -> str:
    said = counted_words(at.answers)
    waiting = count_words(len(at.waiting), "label that looks wrong", "labels that look wrong")
    return f"{waiting} in {at.table.source_name}{f'; {said}' if said else ''}."


def _closing(at: Relabelling, given: int) -> str:
    answers = f"{count_words(given, 'answer')} given. " if given else ""
    used = "The next session on this table learns from them." if at.answers.answers else "Nothing was changed."
    return f"\n{answers}{used}"


def log_sitting(project: str | None, phase: str, begun: datetime, note: str) -> None:
    """Log the time since `begun` as attended time, with a note, and say where."""
    ended = now()
    with open_store(home()) as store:
        chosen = chosen_project(store, project)
        meant = phase_named(store, chosen.id, phase)
        add_entry(store, meant.id, begun.astimezone(UTC), ended.astimezone(UTC), now=ended, note=note)
    typer.echo(f"Logged on {meant.name} of {chosen.name}.")
