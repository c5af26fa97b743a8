"""Running `callit train`: from what was typed to an order, and from the session's end to the last lines."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import typer

from data.cleaning.clean import RULES
from data.errors import DataError, NoClasses, UnusableLabels, WrongColumn
from data.labels.label_look import LabelLook
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.several import SeveralLabels, check_label_columns
from data.labels.tag_cells import typed_separator
from data.sample.corpus import SAMPLE_NAME
from model.protocol.elsewhere import Elsewhere
from model.protocol.order import TableOrder, TrainingChoices, TrainingOrder
from model.protocol.text_columns import column_words, text_options
from planner.cli.label_options import TypedLabels
from planner.cli.progress import ProgressLine
from planner.cli.verdict import final_lines
from planner.cli.words import own_zone, say_json
from planner.clock import now
from planner.domain.errors import PlaceRefused, SessionRefused, StoreUnusable
from planner.domain.project import Phase
from planner.domain.training import SessionState
from planner.domain.wording.lists import list_words
from planner.home import home
from planner.material.column_guess import FileColumns, columns_of
from planner.material.first_look import ClassLook, label_cells, look_at_classes
from planner.material.leak_look import LeakLook, leak_look
from planner.material.number_words import made_words
from planner.material.sample_file import sample_file
from planner.material.several_look import several_look, several_words
from planner.material.split_look import split_look
from planner.planning import project_named
from planner.planning.logged_phase import NO_PHASE_WORDS, is_usual, phase_to_log_on
from planner.sessions import Placement, SessionView, recover_sessions
from planner.sessions.continuing import check_continuable, continued_order
from planner.sessions.foreground import run_in_foreground
from planner.sessions.hands import check_hands
from planner.sessions.run import check_memory, check_place, check_timebox
from planner.store import open_store

_LABELS_READ_S = 1.5  # at most, to say what a label column is
_NUMBERS_READ_S = 4.0  # at most, to make classes of one
_EMBEDDED_AFTER_S = 30.0  # a process this old was not started for this command: the box counts from now


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and has to be looked up before there is an order.

    No file means the made sample corpus, unless `continue_from` names an ended session; a column that is None is
    guessed, and so is the phase; `out` None makes a folder where the person stands.
    """

    file: Path | None = None
    texts: tuple[str, ...] = ()
    labels: TypedLabels = field(default_factory=TypedLabels)
    split_column: str | None = None
    reading: LabelReading = AS_WRITTEN
    continue_from: Path | None = None
    out: Path | None = None
    project: str | None = None
    phase: str | None = None
    elsewhere: Elsewhere | None = None
    wait_s: float | None = None


def run_train(typed: Typed, timebox_s: float, choices: TrainingChoices, *, as_json: bool) -> None:
    """Run the session in the foreground and print how it ended.

    Raises
    ------
    CallItError, DataError
        With the sentence to print; the exit code is 1 then.
    typer.BadParameter
        The labels are no classes, no model can be saved in the folder that was named, or a rule is none; the exit
        code is 2 then.
    """
    started_unix = _started_unix()
    line = ProgressLine()
    _check_rules(choices.cleaning_rules_off)
    try:
        check_timebox(timebox_s, home())
        if typed.elsewhere is not None and typed.wait_s is not None:
            _wait_for_room(typed.elsewhere, typed.wait_s, line)
            started_unix = time.time()  # the box begins when there is room
        if typed.continue_from is not None:
            check_continuable(typed.continue_from)
        placement = replace(_placement(typed, line), started_unix=started_unix, elsewhere=typed.elsewhere)
        order = _order(typed, timebox_s, choices, placement, line)
        with line.drawing():
            view = run_in_foreground(
                order, placement, home=home(), now=now(), zone=own_zone(), on_view=line.show, tell=line.tell
            )
    except NoClasses as error:
        raise typer.BadParameter(str(error), param_hint=_hint(typed)) from error
    except PlaceRefused as error:
        if typed.out is None:
            raise
        raise typer.BadParameter(str(error), param_hint="--out") from error
    _end(view, as_json)


def _wait_for_room(elsewhere: Elsewhere, wait_s: float, line: ProgressLine) -> None:
    from planner.cluster.line import Line
    from planner.cluster.waiting import wait_for_room

    rim = Line()
    try:
        wait_for_room(rim, elsewhere, wait_s, line.tell)
    finally:
        rim.close()


def _hint(typed: Typed) -> str:
    """The option that a column without classes is to be blamed on."""
    if typed.reading.groups is None:
        return "--label"
    return "--positive-if" if typed.reading.threshold else "--bins"


def _order(
    typed: Typed, timebox_s: float, choices: TrainingChoices, placement: Placement, line: ProgressLine
) -> TrainingOrder:
    if typed.continue_from is not None:
        return continued_order(
            typed.continue_from,
            timebox_s=timebox_s,
            memory_limit_bytes=choices.memory_limit_bytes,
            hands=choices.hands,
        )
    there = None if typed.elsewhere is None else typed.elsewhere.data_there
    if there is not None:
        return TrainingOrder(_table_there(there, typed), timebox_s, choices)
    if typed.file is None and placement.out is not None:  # all that can be refused, before the sample is written
        check_memory(choices.memory_limit_bytes)
        check_hands(choices)
        check_place(placement.out)
    return TrainingOrder(_table(typed, choices.cleaning_rules_off, line), timebox_s, choices)


def _table_there(there: str, typed: Typed) -> TableOrder:
    """A table that only the nodes see: nothing in it can be guessed here."""
    from planner.cluster.table_there import table_name

    if not typed.texts or not typed.labels.columns:
        raise DataError("The columns of a table on the cluster cannot be guessed here. Name them: --text and --label.")
    if typed.reading.groups is not None:
        raise DataError("Classes of numbers cannot be made of a table on the cluster. Give a file that is here.")
    (text_column, *further), (label, *further_labels) = typed.texts, typed.labels.columns
    return TableOrder(
        Path(there),
        table_name(there),
        text_column,
        label,
        typed.reading,
        tuple(further),
        typed.split_column,
        tuple(further_labels),
        typed.labels.separator,
    )


def _table(typed: Typed, rules_off: tuple[str, ...], line: ProgressLine) -> TableOrder:
    data_file, name = (sample_file(home()), SAMPLE_NAME) if typed.file is None else (typed.file, typed.file.name)
    columns = columns_of(data_file, (*typed.texts, *typed.labels.columns))
    (text_column, *further), (label, *further_labels) = _columns(data_file, typed, columns, line)
    separator = typed.labels.separator
    if (several := SeveralLabels.of((label, *further_labels), separator, typed.reading)) is not None:
        check_label_columns(several.columns, (text_column, *further))
        reading = _several_reading(data_file, several, rules_off, line)
    else:

        def look(most_s: float) -> ClassLook:
            cells = label_cells(data_file, label, most_s=most_s)
            return look_at_classes(cells, reading=typed.reading, rules_off=rules_off, columns=columns.cells())

        reading = _reading(typed.reading, look, line)
    return TableOrder(
        data_file,
        name,
        text_column,
        label,
        reading,
        tuple(further),
        typed.split_column,
        tuple(further_labels),
        separator,
    )


def _several_reading(
    path: Path, several: SeveralLabels, rules_off: tuple[str, ...], line: ProgressLine
) -> LabelReading:
    """What was said of several labels; how many rows each has is told.

    Raises
    ------
    NoClasses
        No two labels can be learned.
    """
    seen = several_look(path, several, rules_off=rules_off)
    if seen.look.problem is not None:
        raise NoClasses(seen.look.problem)
    line.tell(several_words(seen))
    return several.reading


def _reading(said: LabelReading, look_for: Callable[[float], ClassLook], line: ProgressLine) -> LabelReading:
    """What was said of labels, with cut points where groups were asked for.

    What the column is, is told, and how classes are made of numbers; `look_for` takes so many seconds at most.

    Raises
    ------
    NoClasses
        Nothing of the kind can be made of the column.
    UnusableLabels
        It has too few rows, or one side only.
    """
    if said.groups is None:
        with suppress(DataError):  # the start refuses what cannot be read, as it does all else
            _tell_label(look_for(_LABELS_READ_S), line)
        return said
    look = look_for(_NUMBERS_READ_S)
    if look.unfit is not None:
        raise NoClasses(look.unfit)
    if look.problem is not None:
        raise UnusableLabels(look.problem)
    _tell_label(look, line)
    line.tell(made_words(look, look.seen.column))
    return look.reading


def _together_words(seen: LabelLook) -> str:
    """How several labels a row are asked for, where the column looks so; empty elsewhere."""
    if seen.group:
        names = ",".join(seen.group)
        options = f"--labels {shlex.quote(names)}" if names.count(",") == len(seen.group) - 1 else "--label for each"
        return f" To learn them together: {options}"
    if seen.separator:
        return f" To learn each tag: --separator {shlex.quote(typed_separator(seen.separator).strip())}"
    return ""


def _tell_label(look: ClassLook, line: ProgressLine) -> None:
    if look.seen.is_label:
        line.tell(f"Label: {look.seen.words}{_together_words(look.seen)}")


def _check_rules(rules_off: tuple[str, ...]) -> None:
    if unknown := [rule for rule in rules_off if rule not in RULES]:
        raise typer.BadParameter(f"'{unknown[0]}' is no rule of cleaning. There are: {', '.join(RULES)}.")


def _end(view: SessionView, as_json: bool) -> None:
    if as_json and view.result is not None:
        say_json({**view.result.as_dict(), "folder": str(view.run_folder)}, indent=None)
    elif view.saved_unix is not None:
        typer.echo("\n".join(final_lines(view)))
    if view.state in (SessionState.FAILED, SessionState.CUT_SHORT):
        raise SessionRefused(view.message)


def _started_unix() -> float:
    """When this process started: Python's own start and imports are part of the box."""
    created = psutil.Process().create_time()
    return created if time.time() - created < _EMBEDDED_AFTER_S else time.time()


def _columns(
    path: Path, typed: Typed, columns: FileColumns, line: ProgressLine
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns asked for; those that were not are guessed. That is said, as is what was not read as it stands."""
    for remark in columns.head.format.remarks:
        line.tell(remark)
    _say_parts(path, typed, columns, line)
    leaks = _leaks(path, typed, columns, line)
    if typed.texts and typed.labels.columns:
        return leaks.usable(typed.texts), typed.labels.columns
    guess = columns.guess(leaks.columns)
    texts = leaks.usable(typed.texts) or tuple(filter(None, [guess.text]))
    labels = typed.labels.columns or tuple(filter(None, [columns.label(typed.texts)]))
    found = {"--text": column_words(texts) or None, "--label": list_words(labels) or None}
    for option, column in found.items():
        if column is None:
            raise DataError(f"No column of {path.name} looks right for {option}. Name it, such as {option} COLUMN.")
    line.tell(f"Texts from column '{found['--text']}', labels from '{found['--label']}'. Change with --text, --label.")
    several = columns.text_columns(leaks.columns)
    if not typed.texts and len(several) > 1:
        line.tell(f"More columns hold texts. To learn from {list_words(several)} together: {text_options(several)}")
    return texts, labels


def _leaks(path: Path, typed: Typed, columns: FileColumns, line: ProgressLine) -> LeakLook:
    """The columns that give the label away, which is said; the one that gives the parts is none of them.

    Raises
    ------
    WrongColumn
        No other column was named for the texts.
    """
    labels = typed.labels.columns or tuple(filter(None, [columns.label(typed.texts)]))
    if not labels or typed.labels.separator is not None:
        return LeakLook()
    parts = {typed.split_column, columns.split_column()} - {*labels}
    names = [str(name) for name in columns.head.frame.columns if name not in parts]
    leaks = leak_look(path, names, labels[0], typed.reading, further_labels=labels[1:])
    if refusal := leaks.refusal(typed.texts, columns.text_columns(leaks.columns)):
        raise WrongColumn(refusal)
    for sentence in leaks.said(typed.texts):
        line.tell(sentence)
    return leaks


def _say_parts(path: Path, typed: Typed, columns: FileColumns, line: ProgressLine) -> None:
    """The parts that a column gives, or that one would give them."""
    asked, found = typed.split_column, columns.split_column()
    if asked is not None and asked in columns.head.frame.columns:
        line.tell(f"Parts from column '{asked}': {split_look(path, asked).words}.")
    elif asked is None and found is not None and found not in (*typed.texts, *typed.labels.columns):
        line.tell(f"Column '{found}' gives parts of its own. To use them: --split-column {shlex.quote(found)}")


def _placement(typed: Typed, line: ProgressLine) -> Placement:
    """Where time and model go; sessions that ended unseen are closed on the way."""
    out = (typed.out or _new_folder(typed)).absolute()
    try:
        with open_store(home()) as store:
            recover_sessions(store, now=now())
            if typed.project is None:
                return Placement(out=out)
            project = project_named(store, typed.project)
            phase = phase_to_log_on(store, project.id, typed.phase)
    except StoreUnusable:
        if typed.project is not None:
            raise
        return Placement(out=out)
    if typed.phase is None and (phase is None or not is_usual(phase)):
        line.tell(_phase_words(phase))
    return Placement(project.id, phase.id if phase else None, out=out)


def _phase_words(phase: Phase | None) -> str:
    """Which phase was taken, as none was named."""
    if phase is None:
        return NO_PHASE_WORDS
    return f"Its time is logged on the phase '{phase.name}'. Change with --phase."


def _new_folder(typed: Typed) -> Path:
    """./callit-<stem>-<yyyymmdd-hhmm>, with a number behind it where that is taken."""
    source = typed.file or typed.continue_from
    stem = "sample" if source is None else source.name.split(".")[0].removeprefix("callit-")
    first = Path.cwd() / f"callit-{stem}-{now().astimezone(own_zone()):%Y%m%d-%H%M}"
    candidates = [first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 100))]
    return next((folder for folder in candidates if not folder.exists()), first)
