"""`callit pairs`: texts that stand in a table with several labels, side by side, each decided by one key."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from data.labels.decision import Decision
from data.labels.label_cell import readable_labels
from data.text_mark import readable
from model.protocol.pair_desk import DeskPair
from planner.cli.relabel import log_sitting, pressed_key
from planner.cli.words import JsonOption, ProjectOption, say_json, typed_text
from planner.clock import now
from planner.domain.wording.numbers import count_words
from planner.home import home
from planner.relabelling import RelabelRefused, answer_words
from planner.relabelling.answering import without_answer
from planner.relabelling.pairs import (
    Pairs,
    decide,
    left_words,
    open_pairs,
    pair_numbered,
    refilled_pairs,
    today_words,
    undo_pair,
)

_EXAMPLE = "Example: callit pairs callit-tweets-20250612-1432"
_WIDTH = 96
_SHOWN, _SHOWN_IN_LIST = 600, 60  # characters of a text
_KEYS = "the number of the right label  [b]oth stay  [d]rop  [s]kip  [u]ndo  [q]uit"
_PHASE = "Clean"
_SCORED = "Of texts that are scored on: shown, and never changed or learned from."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pairs", epilog=_EXAMPLE)(pairs)


def _typed_label(value: tuple[int, str]) -> tuple[int, str]:
    typed_text(value[1])
    return value


def pairs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an ended session, or its model.")],
    *,
    show: Annotated[bool, typer.Option("--list", help="List the texts with several labels.")] = False,
    scored: Annotated[bool, typer.Option("--scored", help="List those that are scored on: to look at.")] = False,
    label: Annotated[
        tuple[int, str], typer.Option(metavar="N LABEL", callback=_typed_label, help="Number N has that label.")
    ] = (0, ""),
    both: Annotated[
        list[int] | None, typer.Option(metavar="N", help="All labels of number N stay, side by side. Repeatable.")
    ] = None,
    drop: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Nothing is learned from number N. Repeatable.")
    ] = None,
    answers: Annotated[bool, typer.Option("--answers", help="List what was decided about such texts.")] = False,
    undo: Annotated[int | None, typer.Option(metavar="N", help="Take decision N of --answers back.")] = None,
    log: Annotated[bool, typer.Option("--log", help="Log the time of this sitting on the phase Clean.")] = False,
    project: ProjectOption = None,
    phase: Annotated[str, typer.Option(callback=typed_text, help="With --log: another phase than Clean.")] = _PHASE,
    as_json: JsonOption = False,
) -> None:
    """Decide texts that stand in the table with several labels.

    Texts that differ in case, punctuation or spaces alone are the same. Undecided, the label of most rows is learned,
    and nothing on a tie. Decisions are kept with the answers of 'callit relabel' beside the content of the table, which
    is never changed: the next session on it uses them. Texts that are scored on stand apart.
    """
    at = open_pairs(folder.absolute(), home())
    given = [*((Decision.BOTH, number, "") for number in both or ()), *((Decision.DROP, one, "") for one in drop or ())]
    given += [(Decision.LABEL, *label)] if label[1] else []
    at = _decided(at, given, quietly=as_json)
    if undo is not None:
        at = _undone(at, undo, quietly=as_json)
    if show or scored or as_json:
        _say_list(at, scored=scored, as_json=as_json)
    if answers:
        _say_answers(at)
    if not (given or undo is not None or show or scored or answers or as_json):
        begun = now()
        count = _Sitting(at).run()
        if log and count:
            _log(project, phase, begun, count)


def _decided(at: Pairs, given: list[tuple[Decision, int, str]], *, quietly: bool) -> Pairs:
    """Write decisions down, one by one, and say each; numbers are those of before."""
    found = [(pair_numbered(at, number), decision, name) for decision, number, name in given]
    for pair, decision, name in found:
        label = next((one for one in pair.labels if readable_labels(one) == name), name)
        at = decide(at, pair, decision, label, now_unix=now().timestamp())
        if not quietly:
            typer.echo(answer_words(at.answers.answers[-1]))
    return at


def _undone(at: Pairs, number: int, *, quietly: bool) -> Pairs:
    decided = at.answers.of_pairs
    if not 1 <= number <= len(decided):
        raise RelabelRefused(f"There is no decision {number}: there are {len(decided)}. See them with --answers.")
    _, gone = without_answer(at.table, at.home, decided[number - 1].about)
    if not quietly:
        typer.echo(f"undone: {answer_words(gone)}")
    return open_pairs(at.run_folder, at.home)


def _say_list(at: Pairs, *, scored: bool, as_json: bool) -> None:
    listed = at.desk.scored if scored else at.waiting
    if as_json:
        decided = [asdict(one) for one in at.answers.of_pairs]
        say_json({"pairs": [asdict(one) for one in listed], "answers": decided})
        return
    if scored:
        typer.echo(_SCORED)
    for one in listed:
        labels = ", ".join(f"{readable_labels(side.label)} ({side.rows:,})" for side in one.sides)
        typer.echo(f"{one.number:>4}  {labels}  {_line(one.text, _SHOWN_IN_LIST)}")
    if not listed:
        typer.echo("No text with several labels waits for a decision.")


def _say_answers(at: Pairs) -> None:
    for number, one in enumerate(at.answers.of_pairs, start=1):
        typer.echo(f"{number:>4}  {_line(answer_words(one), _WIDTH)}")
    if not at.answers.of_pairs:
        typer.echo("Nothing was decided about such texts.")


class _Sitting:
    """A person at a terminal: one pair after the other, until they quit or none is left."""

    def __init__(self, at: Pairs) -> None:
        self._at = at
        self._skipped: set[str] = set()
        self._given = 0

    def run(self) -> int:
        """Ask until the end; how many decisions were made."""
        typer.echo(f"{left_words(self._at)} in {self._at.table.source_name}.")
        while (pair := self._next()) is not None:
            typer.echo("\n".join(pair_lines(pair)))
            if not self._decided(pair):
                break
        used = "The next session on this table uses them." if self._at.answers.of_pairs else "Nothing was changed."
        typer.echo(f"\n{count_words(self._given, 'decision')} made. {used}" if self._given else f"\n{used}")
        return self._given

    def _next(self) -> DeskPair | None:
        self._at = refilled_pairs(self._at)
        return next((one for one in self._at.waiting if one.text not in self._skipped), None)

    def _decided(self, pair: DeskPair) -> bool:
        """Whether to go on; one key is one decision."""
        key = pressed_key()
        if key == "q":
            return False
        if key == "s":
            self._skipped.add(pair.text)
        elif key == "u":
            self._undo()
        elif key in ("b", "d"):
            self._write(pair, Decision.BOTH if key == "b" else Decision.DROP)
        elif key.isdecimal() and 1 <= int(key) <= len(pair.sides):
            self._write(pair, Decision.LABEL, pair.labels[int(key) - 1])
        return True

    def _write(self, pair: DeskPair, decision: Decision, label: str = "") -> None:
        self._at = decide(self._at, pair, decision, label, now_unix=now().timestamp())
        self._given += 1
        typer.echo(f"  {_line(answer_words(self._at.answers.answers[-1]), _WIDTH)}")

    def _undo(self) -> None:
        try:
            self._at, gone = undo_pair(self._at)
        except RelabelRefused as error:
            typer.echo(f"  {error}")
            return
        self._given = max(0, self._given - 1)
        self._skipped.discard(gone.text)
        typer.echo(f"  undone: {_line(answer_words(gone), _WIDTH)}")


def pair_lines(one: DeskPair) -> list[str]:
    """One pair at a glance: its labels with their rows, each as the first of them has the text, and the keys."""
    lines = ["", f"#{one.number}  {today_words(one)}"]
    for number, side in enumerate(one.sides, start=1):
        lines.append(f"  {number}  {readable_labels(side.label)} ({count_words(side.rows, 'row')})")
        lines += textwrap.wrap(_line(side.text, _SHOWN), _WIDTH, initial_indent="     ", subsequent_indent="     ")
    return [*lines, f"  {_KEYS}"]


def _line(text: str, most: int) -> str:
    line = " ".join(readable(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _log(project: str | None, phase: str, begun: datetime, count: int) -> None:
    log_sitting(project, phase, begun, f"{count_words(count, 'text')} with several labels decided")
