"""Sessions on a real Ray cluster of this machine: sent, followed, hit, brought back, and nothing left over there."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from model.protocol.config import LOCK_FILE
from model.protocol.events import HandDone, Kind, SessionFinished, SessionStarted, Stage, WarningSaid
from model.protocol.locks import is_held
from model.protocol.manifest import Manifest
from model.protocol.run_folder import MANIFEST_FILE, has_model
from planner.cluster.note import read_note
from tests.cluster.local_cluster import BreakableLink, LocalCluster
from tests.integration.real_sessions import callit, has_said, person, reviews, said, start, until

BOX_S = 60.0
ROOMY_S = 150.0  # of a session that ends early by itself
TRIES = 3
TRAINS_S = 12.0  # a hand has looked at validation by then
LATER_S = 2.0  # a command needs so long to say its last lines
SOAK_BOXES = int(os.environ.get("CALLIT_SOAK_CLUSTER_BOXES", "30"))
IN_EVERY_RUN = (Stage.TRAIN,)
soak = pytest.mark.skipif(not os.environ.get("CALLIT_SOAK"), reason="a long fault test: run by make soak")

TRAIN_LATE = """
import sys
from planner.sessions import worker_process
link = (
    "import os, sys; from pathlib import Path; from planner.cluster.__main__ import main; "
    "os._exit(main(Path(sys.argv[1]), agent_class='tests.cluster.wrong_clock:WrongClock'))"
)
worker_process.link_to_cluster = lambda run: [sys.executable, "-P", "-c", link, str(run)]
from planner.cli.main import main
main()
"""

pytestmark = pytest.mark.timeout(600)


def sent(folder: Path, address: str, *words: str, out: str = "out", box_s: float = BOX_S) -> subprocess.Popen[str]:
    """A session on its way to a cluster."""
    table = folder / "reviews.csv"
    name = table.name if table.exists() else reviews(folder, 1_500).name
    columns = ("--text", "review", "--label", "sentiment")
    return start(
        folder,
        "train",
        name,
        *columns,
        "--timebox",
        f"{box_s:.0f}s",
        "--out",
        out,
        "--on",
        address,
        "--cpus",
        "1",
        *words,
    )


def at_work_there(
    folder: Path, address: str, cluster: LocalCluster, *, out: str = "out"
) -> tuple[subprocess.Popen[str], float]:
    """A session of one epoch that a node has taken, and when it began; one that was not let in is sent again.

    A cluster that shares two cores with everything else is sometimes too busy to answer: then a session goes on here.
    """
    for _ in range(TRIES):
        began = time.monotonic()
        session = sent(folder, address, "--epochs", "1", out=out, box_s=ROOMY_S)
        until(lambda session=session: _starts(folder / out) or session.poll() is not None, within_s=ROOMY_S)
        if any(started.node in cluster.nodes for started in _starts(folder / out)):
            return session, began
        session.kill()
        until(lambda: not is_held(folder / out / LOCK_FILE), within_s=ROOMY_S)
        shutil.rmtree(folder / out, ignore_errors=True)
    raise AssertionError(f"The cluster took none of {TRIES} sessions.")


def begun_by_a_hand(folder: Path, cluster: LocalCluster) -> tuple[subprocess.Popen[str], float]:
    """A session on a node whose hand on the other one has been training for a while, and when it began."""
    run = folder / "out"
    for _ in range(TRIES):
        began = time.monotonic()
        session = sent(folder, cluster.address, "--hands", "1", box_s=ROOMY_S)
        until(lambda session=session: has_said(run, Kind.HAND_BEGUN) or session.poll() is not None, within_s=ROOMY_S)
        if has_said(run, Kind.HAND_BEGUN):
            enough = time.monotonic() + TRAINS_S
            until(lambda enough=enough: has_said(run, Kind.HAND_DONE) or time.monotonic() > enough, within_s=ROOMY_S)
            return session, began
        session.communicate(timeout=ROOMY_S)
        shutil.rmtree(run, ignore_errors=True)
    raise AssertionError(f"No hand began in any of {TRIES} sessions.")


def _starts(run: Path) -> list[SessionStarted]:
    return [event.body for event in said(run) if isinstance(event.body, SessionStarted)]


def ended(session: subprocess.Popen[str], run: Path, began: float, box_s: float = BOX_S) -> str:
    """What the command said; it kept its box."""
    out, err = session.communicate(timeout=box_s + 30)
    assert time.monotonic() - began < box_s + LATER_S, err
    assert not is_held(run / LOCK_FILE)
    return out + err


def told_by(session: subprocess.Popen[str], run: Path, kind: str, within_s: float) -> None:
    """Wait until the session has said that; a command that ended before says why."""
    until(lambda: has_said(run, kind) or session.poll() is not None, within_s=within_s)
    assert has_said(run, kind), session.communicate()


def is_whole(folder: Path, out: str = "out") -> None:
    """A proven model lies there, and a fresh process finds nothing wrong with it."""
    proven = Manifest.parse((folder / out / MANIFEST_FILE).read_text()).proven
    assert proven is not None
    assert abs(proven.unix_s - time.time()) < ROOMY_S
    done = callit(folder, "verify", out)
    assert done.returncode == 0, done.stdout + done.stderr


def nothing_is_left(cluster: LocalCluster) -> None:
    """No process of a session, on any node; agents leave a few seconds after their session."""
    until(lambda: not cluster.of_sessions(), within_s=20)


def test_a_session_there_is_followed_and_kept_as_if_it_were_here(tmp_path: Path, cluster: LocalCluster) -> None:
    """By `ray://`: events while it works, then the model; the second one sends nothing, and stops when asked.

    At one seed, the scores are those of the same session here: the table is so short that time decides nothing.
    """
    reviews(tmp_path, 500)
    first, began = at_work_there(tmp_path, cluster.address, cluster)
    told_by(first, tmp_path / "out", Kind.SAVED, ROOMY_S)
    assert not has_said(tmp_path / "out", Kind.FINISHED)
    told = ended(first, tmp_path / "out", began, ROOMY_S)
    assert first.returncode == 0, told
    (started,) = _starts(tmp_path / "out")
    assert started.node in cluster.nodes, told
    is_whole(tmp_path)
    assert json.loads((tmp_path / "out" / "result.json").read_text())["session_id"] == started.session_id
    scores_are_those_of_this_machine(tmp_path)
    before = {path.name for path in cluster.files()}
    assert before
    second, began = at_work_there(tmp_path, cluster.address, cluster, out="again")
    told_by(second, tmp_path / "again", Kind.SAVED, ROOMY_S)
    second.send_signal(signal.SIGINT)
    told = ended(second, tmp_path / "again", began, ROOMY_S)
    (finished,) = [event.body for event in said(tmp_path / "again") if isinstance(event.body, SessionFinished)]
    assert finished.outcome == "stopped", told
    assert {path.name for path in cluster.files()} == before
    is_whole(tmp_path, "again")
    nothing_is_left(cluster)


def scores_are_those_of_this_machine(folder: Path) -> None:
    """The session in `out` again, without a cluster: every score to 1e-5."""
    columns = ("--text", "review", "--label", "sentiment")
    box = ("--timebox", f"{ROOMY_S:.0f}s", "--epochs", "1", "--out", "here")
    done = callit(folder, "train", "reviews.csv", *columns, *box)
    assert done.returncode == 0, done.stderr
    there, here = (dict(numbers_in(read(folder / out)["scores"])) for out in ("out", "here"))
    assert there == pytest.approx(here, abs=1e-5)
    assert read(folder / "here")["networks"] == read(folder / "out")["networks"]
    assert len(here) > 10


def numbers_in(told: object, name: str = "") -> Iterator[tuple[str, float]]:
    """Each number of a JSON object with its path."""
    for key, value in told.items() if isinstance(told, dict) else ():
        yield from numbers_in(value, f"{name}/{key}")
    if isinstance(told, float):
        yield name, told


def read(run: Path) -> dict[str, Any]:
    """The result of a session."""
    result: dict[str, Any] = json.loads((run / "result.json").read_text())
    return result


@pytest.mark.soak  # in every run without Ray: `tests/integration/test_cluster_link.py` and `test_hands_session.py`
@soak
def test_a_hand_on_the_other_node_brings_a_training_that_is_weighed(tmp_path: Path, cluster: LocalCluster) -> None:
    """It is told with its node, while the session works and in the result; stopped, a hand answers with its best."""
    session, began = begun_by_a_hand(tmp_path, cluster)
    run = tmp_path / "out"
    (started,) = _starts(run)
    session.send_signal(signal.SIGINT)
    told = ended(session, run, began, ROOMY_S)
    done = [event.body for event in said(run) if isinstance(event.body, HandDone)]
    assert done, told
    (other,) = set(cluster.nodes) - {started.node}
    assert {(one.hand, one.node) for one in done} == {("hand-1", other)}
    assert all(one.score is not None and one.train_s for one in done)
    (work,) = read(run)["hands"]
    assert (work["node"], work["trainings"], work["lost"]) == (other, len(done), "")
    assert f"beside the session, on {other}" in told
    is_whole(tmp_path)
    nothing_is_left(cluster)


@pytest.mark.soak  # in every run without Ray: `tests/integration/test_cluster_link.py`
@soak
def test_a_node_with_a_wrong_clock_keeps_the_box_and_says_our_instants(tmp_path: Path, cluster: LocalCluster) -> None:
    """Seven minutes late, by the address of machines of the cluster."""
    began, began_unix = time.monotonic(), time.time()
    table, box = reviews(tmp_path, 1_500), ("--timebox", f"{ROOMY_S:.0f}s", "--epochs", "1", "--out", "out")
    columns = ("--text", "review", "--label", "sentiment")
    session = subprocess.Popen(
        [sys.executable, "-P", "-c", TRAIN_LATE, "train", table.name, *columns, *box, "--on", cluster.direct],
        cwd=tmp_path,
        env=person(tmp_path),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    told = ended(session, tmp_path / "out", began, ROOMY_S)
    assert session.returncode == 0, told
    instants = [event.unix_s for event in said(tmp_path / "out")]
    assert began_unix - 1 <= min(instants) <= max(instants) <= time.time() + 1
    is_whole(tmp_path)


def test_a_link_that_is_cut_costs_no_model_and_what_the_node_made_is_fetched(
    tmp_path: Path, cluster: LocalCluster
) -> None:
    """The session ends here with what it has; the node goes on to its own end, and keeps what it has."""
    link = BreakableLink(cluster.port)
    session, began = at_work_there(tmp_path, link.address, cluster)
    told_by(session, tmp_path / "out", Kind.PROVEN, ROOMY_S)
    link.cut()
    told = ended(session, tmp_path / "out", began, ROOMY_S)
    is_whole(tmp_path)
    link.mend()
    done = callit(tmp_path, "cluster", "fetch", "out")
    assert done.returncode == 0, (done.stderr, told)
    assert "kept lies in" in done.stdout
    is_whole(tmp_path, "out/from-cluster")
    nothing_is_left(cluster)
    link.cut()


@pytest.mark.parametrize(
    "stage",
    [
        stage if stage in IN_EVERY_RUN else pytest.param(stage, marks=[pytest.mark.soak, soak])
        for stage in Stage
        if stage is not Stage.LEARNING_CURVE  # no box of a minute has one
    ],
)
def test_a_node_killed_at_any_stage_costs_no_model(tmp_path: Path, cluster: LocalCluster, stage: Stage) -> None:
    """Its raylet is killed as the stage begins; the model is whole and proven, the box kept, and it is said."""
    began = time.monotonic()
    session = sent(tmp_path, cluster.address if stage is Stage.TRAIN else cluster.direct)
    run = tmp_path / "out"
    until(lambda: has_said(run, Kind.STAGE_STARTED, stage=stage) or session.poll() is not None, within_s=BOX_S)
    note = read_note(run)
    if note is not None and note.node in cluster.nodes:  # on a busy machine it may have gone on here before
        cluster.kill(note.node)
    told = ended(session, run, began)
    assert has_model(run), told
    is_whole(tmp_path)
    nothing_is_left(cluster)


@pytest.mark.soak
@soak
@pytest.mark.timeout(200 * SOAK_BOXES)
def test_thirty_boxes_hold_whatever_is_killed(
    tmp_path: Path, cluster: LocalCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """A node, the link, or nothing, at moments drawn by lot: no overrun, none without a model, nothing left."""
    drawn, told = random.Random(0), []
    for number in range(SOAK_BOXES):
        cluster.replenish()
        hit_s, what = drawn.uniform(5, BOX_S), drawn.choice(["node", "node", "node", "link", "nothing"])
        told.append(_hit_box(tmp_path / str(number), cluster, number, hit_s, what))
        with capsys.disabled():
            print(f"\n{_figures(told)}; the last: {what} at {hit_s:.0f} s. {told[-1].words}", flush=True)
    assert not [box for box in told if box.is_overrun or box.is_without or box.is_left], _figures(told)


@dataclass(frozen=True)
class Box:
    """What came of one."""

    is_overrun: bool
    is_without: bool
    is_left: bool
    words: str


def _figures(boxes: list[Box]) -> str:
    overruns, without, left = (
        sum(getattr(box, name) for box in boxes) for name in ("is_overrun", "is_without", "is_left")
    )
    load = os.getloadavg()[0]
    counted = f"{overruns} overruns, {without} without a model, {left} with processes left"
    return f"{len(boxes)} boxes: {counted}; load {load:.1f}"


def _hit_box(folder: Path, cluster: LocalCluster, number: int, hit_s: float, what: str) -> Box:
    folder.mkdir()
    began = time.monotonic()
    session = sent(folder, cluster.address if number % 2 else cluster.direct)
    until(lambda: time.monotonic() - began > hit_s or session.poll() is not None, within_s=BOX_S + 5)
    _hit(cluster, folder / "out", what)
    out, err = session.communicate(timeout=BOX_S + 60)
    took_s = time.monotonic() - began
    is_well = has_model(folder / "out") and callit(folder, "verify", "out").returncode == 0
    warnings = [event.body.message for event in said(folder / "out") if isinstance(event.body, WarningSaid)]
    lost = " ".join(message for message in warnings if "lost" in message or "reached" in message)
    return Box(
        took_s > BOX_S + LATER_S,
        not is_well,
        not _is_empty(cluster),
        f"{took_s:.0f} s. {lost}" if is_well else out + err,
    )


def _hit(cluster: LocalCluster, run: Path, what: str) -> None:
    """Kill the node of a session, or the process of its link."""
    note = read_note(run)
    if what == "node" and note is not None and note.node in cluster.nodes:
        cluster.kill(note.node)
    for process in psutil.process_iter(["cmdline"]) if what == "link" else ():
        command = process.info["cmdline"] or []
        if command[1:4] == ["-P", "-m", "planner.cluster"] and str(run) in command:
            process.kill()


def _is_empty(cluster: LocalCluster) -> bool:
    end = time.monotonic() + 20
    while cluster.of_sessions() and time.monotonic() < end:
        time.sleep(0.2)
    return not cluster.of_sessions()
