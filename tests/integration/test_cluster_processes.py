"""Processes that stand between a session and a cluster: none outlives whom it serves, and none holds anybody up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from planner.cluster import tether
from planner.cluster.errors import NoAnswer, Unreachable
from planner.cluster.line import Line
from tests.integration.session_fakes import until

TETHER = [sys.executable, "-P", "-S", str(Path(tether.__file__))]
PARENT = """
import os, subprocess, sys, time
subprocess.Popen([*sys.argv[1:5], str(os.getpid()), *sys.argv[5:]], start_new_session=True)
time.sleep(60)
"""
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""


def test_a_worker_dies_with_its_agent_and_takes_along_what_it_started() -> None:
    """`kill -9`, as a node that is lost does it."""
    command = [sys.executable, "-c", PARENT, *TETHER, sys.executable, "-c", FAMILY]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    family = [int(number) for number in parent.stdout.readline().split()]
    assert all(psutil.pid_exists(number) for number in family)
    parent.kill()
    parent.wait()
    until(lambda: not any(_lives(number) for number in family))


@pytest.mark.parametrize(("script", "code"), [("pass", 0), ("raise SystemExit(3)", 3)])
def test_a_tether_ends_as_its_command_does(script: str, code: int) -> None:
    done = subprocess.run([*TETHER, str(os.getpid()), sys.executable, "-c", script], check=False)
    assert done.returncode == code


def test_a_worker_that_was_killed_is_told_from_one_that_ended() -> None:
    """Whoever looks after it takes that for a sign of too little memory."""
    script = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    done = subprocess.run([*TETHER, str(os.getpid()), sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_worker_whose_agent_was_gone_before_it_began_never_does() -> None:
    process = subprocess.Popen([*TETHER, "1", sys.executable, "-c", "print('begun')"], start_new_session=True)
    assert process.wait(10) == -signal.SIGKILL


def test_an_address_at_which_nobody_listens_is_told_within_a_moment() -> None:
    """Ray itself would try for half a minute."""
    line = Line()
    with pytest.raises(Unreachable, match=r"No cluster answers at ray://127.0.0.1:9 \(connection refused\)"):
        line.open("ray://127.0.0.1:9", timeout_s=10.0)
    line.close()


def test_a_connection_that_does_not_answer_in_its_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its process is at, such as a call of Ray that hangs."""
    monkeypatch.setattr("planner.cluster.line.SLACK_S", 0.0)
    line = Line()
    line._begin()
    process = line._process
    assert process is not None
    with pytest.raises(NoAnswer, match="did not answer within 0 s"):
        line._call({"do": "open", "address": "ray://127.0.0.1:9"}, timeout_s=0.0, slack_s=0.0)
    assert process.poll() is not None
    with pytest.raises(Unreachable, match="is closed"):
        line.agents(timeout_s=1.0)


def test_a_process_that_died_is_a_broken_connection() -> None:
    line = Line()
    line._begin()
    assert line._process is not None
    line._process.kill()
    line._process.wait()
    with pytest.raises(Unreachable, match="broke"):
        line.agents(timeout_s=5.0)


def test_the_process_of_a_connection_ends_with_the_link() -> None:
    """Nobody kills it: its pipe is closed."""
    line = Line()
    line._begin()
    process = line._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0


def _lives(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
