"""Running `callit train`: from what was typed to an order, and from the session's end to the last lines."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil
import typer

from data.errors import DataError, NoClasses
from data.reading.columns import guess_columns
from data.reading.read import read_head
from data.sample.corpus import SAMPLE_FILE_NAME, SAMPLE_NAME, write_sample_corpus
from planner.cli.progress import ProgressLine
from planner.cli.verdict import final_lines
from planner.cli.words import say_json
from planner.clock import now
from planner.domain.errors import PlaceRefused, SessionRefused, StoreUnusable
from planner.domain.training import SessionState
from planner.home import home
from planner.planning import phase_named, project_named
from planner.sessions import SessionOrder, SessionView, recover_sessions
from planner.sessions.continuing import check_continuable, continued_order
from planner.sessions.foreground import run_in_foreground
from planner.sessions.run import check_memory, check_place, check_timebox
from planner.store import open_store

_EMBEDDED_AFTER_S = 30.0  # a process this old was not started for this command: the box counts from now
_HEAD_ROWS = 200  # looked at to guess the columns


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """What was typed. No file means the made sample corpus; a column that is None is guessed."""

    file: Path | None
    text: str | None
    label: str | None
    timebox_s: float
    test: Path | None
    metric: str
    outside_scores: dict[str, float]
    seed: int
    epochs: int | None
    units: int
    memory_limit_bytes: int | None
    out: Path | None
    project: str | None
    phase: str
    continue_from: Path | None = None
    blank_label: str | None = None
    kept_labels: tuple[str, ...] = ()


def run_train(request: TrainRequest, *, as_json: bool) -> None:
    """Run the session in the foreground and print how it ended.

    Raises
    ------
    CallItError, DataError
        With the sentence to print; the exit code is 1 then.
    typer.BadParameter
        The labels are no classes, or no model can be saved in the folder that was named; the exit code is 2 then.
    """
    started_unix = _started_unix()
    line = ProgressLine()
    try:
        order = _order(request, started_unix, line)
        with line.drawing():
            view = run_in_foreground(order, home=home(), on_view=line.show, tell=line.tell)
    except NoClasses as error:
        raise typer.BadParameter(str(error), param_hint="--label") from error
    except PlaceRefused as error:
        if request.out is None:
            raise
        raise typer.BadParameter(str(error), param_hint="--out") from error
    _end(view, as_json)


def _order(request: TrainRequest, started_unix: float, line: ProgressLine) -> SessionOrder:
    check_timebox(request.timebox_s, home())
    if request.continue_from is not None:
        return _continued(request, request.continue_from, started_unix)
    project_id, phase_id = _place(request)
    out = (request.out or _new_folder(request)).absolute()
    if request.file is None:  # all that can be refused, before the sample is written
        check_memory(request.memory_limit_bytes)
        check_place(out)
    data_file, name = _sample_file() if request.file is None else (request.file, request.file.name)
    text_column, label_column = _columns(data_file, request, line)
    return SessionOrder(
        data_file=data_file,
        text_column=text_column,
        label_column=label_column,
        timebox_s=request.timebox_s,
        source_name=name,
        project_id=project_id,
        phase_id=phase_id,
        metric=request.metric,
        seed=request.seed,
        epochs=request.epochs,
        units=request.units,
        memory_limit_bytes=request.memory_limit_bytes,
        test_file=request.test,
        outside_scores=request.outside_scores or None,
        out=out,
        started_unix=started_unix,
        blank_label=request.blank_label,
        kept_labels=request.kept_labels,
    )


def _continued(request: TrainRequest, former: Path, started_unix: float) -> SessionOrder:
    check_continuable(former)
    project_id, phase_id = _place(request)
    return continued_order(
        former,
        timebox_s=request.timebox_s,
        project_id=project_id,
        phase_id=phase_id,
        memory_limit_bytes=request.memory_limit_bytes,
        out=request.out or _new_folder(request),
        started_unix=started_unix,
    )


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


def _sample_file() -> tuple[Path, str]:
    path = home() / "sample" / SAMPLE_FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_sample_corpus(path), SAMPLE_NAME
    except OSError as error:
        raise SessionRefused(f"The sample could not be written to {path.parent} ({error.strerror}).") from error


def _columns(path: Path, request: TrainRequest, line: ProgressLine) -> tuple[str, str]:
    """The columns asked for; those that were not are guessed. That is said, as is what was not read as it stands."""
    asked = [column for column in (request.text, request.label) if column is not None]
    head = read_head(path, rows=_HEAD_ROWS, asked=asked)
    for remark in head.format.remarks:
        line.tell(remark)
    if request.text is not None and request.label is not None:
        return request.text, request.label
    guess = guess_columns(head.frame)
    found = {"--text": request.text or guess.text, "--label": request.label or guess.label}
    for option, column in found.items():
        if column is None:
            raise DataError(f"No column of {path.name} looks right for {option}. Name it, such as {option} COLUMN.")
    line.tell(f"Texts from column '{found['--text']}', labels from '{found['--label']}'. Change with --text, --label.")
    return str(found["--text"]), str(found["--label"])


def _place(request: TrainRequest) -> tuple[int | None, int | None]:
    """The project and phase to log on; sessions that ended unseen are closed on the way."""
    try:
        with open_store(home()) as store:
            recover_sessions(store, now=now())
            if request.project is None:
                return None, None
            project_id = project_named(store, request.project).id
            return project_id, phase_named(store, project_id, request.phase).id
    except StoreUnusable:
        if request.project is not None:
            raise
        return None, None


def _new_folder(request: TrainRequest) -> Path:
    """./callit-<stem>-<yyyymmdd-hhmm>, with a number behind it where that is taken."""
    source = request.file or request.continue_from
    stem = "sample" if source is None else source.name.split(".")[0].removeprefix("callit-")
    first = Path.cwd() / f"callit-{stem}-{datetime.now():%Y%m%d-%H%M}"
    candidates = [first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 100))]
    return next((folder for folder in candidates if not folder.exists()), first)
