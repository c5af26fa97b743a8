"""`callit app`, `callit demo`, the help of every command, and how an unexpected error ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import typer

from planner import planning
from planner.cli.main import app as typer_app
from planner.store import Store
from tests.integration.command_line import CommandLine

CALLIT = str(Path(sys.executable).parent / "callit")
COMMANDS = sorted(typer.main.get_command(typer_app).commands)  # type: ignore[attr-defined]


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def port() -> Iterator[int]:
    """A port that another program listens on."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def crowded_folder(tmp_path: Path) -> Path:
    """A working folder as people who train have it; each file of theirs leaves a trace if it runs."""
    folder = tmp_path / "work"
    (folder / "data").mkdir(parents=True)
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text("[server]\nport = 1\nbaseUrlPath = 'theirs'\n")
    for name in ("model.py", "data/__init__.py", "planner.py", "streamlit_app.py", "app_server.py", "streamlit.py"):
        trace = folder / f"{Path(name).name}.ran"
        (folder / name).write_text(f"open({str(trace)!r}, 'w').close()\n")
    return folder


def traces(folder: Path) -> list[str]:
    """Which of the person's own files have run."""
    return [path.name for path in folder.glob("*.ran")]


def test_the_sample_project_is_added_once_and_is_the_current_one(callit: CommandLine, store: Store) -> None:
    """A second call changes nothing; commands are about it without naming it."""
    callit.done("demo")
    assert "callit app" in callit.done("demo")
    (sample,) = planning.projects(store)
    assert sample.is_sample
    assert callit.done("log", "--days", "60").splitlines()[-1].startswith(f"{sample.name}: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(callit: CommandLine, command: str) -> None:
    """`--help` ends with a line that can be typed as it stands."""
    said = callit.done(command, "--help")
    assert said.startswith(f"Usage: callit {command} ")
    assert re.search(rf"Example: callit {command}\b", said)


def test_without_a_command_all_of_them_are_listed(callit: CommandLine) -> None:
    """Whoever types only `callit` sees what there is."""
    ran = callit()
    assert all(f"\n  {command} " in ran.out + ran.err for command in COMMANDS)


def test_a_taken_port_is_one_sentence(callit: CommandLine, port: int) -> None:
    """It says which port, and that leaving it out finds a free one."""
    sentence = callit("app", "--port", str(port)).sentence
    assert sentence == f"Port {port} is taken. Choose another one, or leave --port out to get a free one."


def test_the_port_may_come_from_the_environment(
    callit: CommandLine, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `make app` has no place for options."""
    monkeypatch.setenv("CALLIT_PORT", str(port))
    assert f"Port {port} is taken" in callit("app").sentence


@pytest.mark.parametrize("port", ["0", "70000", "x"])
def test_a_port_that_there_cannot_be_is_wrong_usage(callit: CommandLine, port: str) -> None:
    """Exit code 2, before anything starts."""
    ran = callit("app", "--port", port)
    assert ran.code == 2
    assert "--port" in ran.err


@pytest.mark.parametrize("address", ["203.0.113.1", "no such place", "::1"])
def test_an_address_that_is_not_this_machines_is_one_sentence(callit: CommandLine, address: str) -> None:
    """Which no port can help."""
    sentence = callit("app", "--address", address).sentence
    assert sentence.startswith(f"'{address}' is no address of this machine. Leave --address out")


def test_in_a_container_the_app_listens_where_it_is_told(
    callit: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says the address at which a browser outside finds it."""
    started: list[list[str]] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CALLIT_ADDRESS", "0.0.0.0")
    monkeypatch.setattr(os, "execve", lambda _, command, __: started.append(command))
    assert "http://127.0.0.1:" in callit.done("app", "--no-browser")
    assert "--server.address=0.0.0.0" in started[0]


def test_the_app_serves_this_machine_only_and_asks_nothing(
    callit: CommandLine, crowded_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's command line: local address, no statistics, no e-mail question, no browser when so asked."""
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.chdir(crowded_folder)
    monkeypatch.setattr(os, "execve", lambda _, command, environment: started.append((command, environment)))
    callit.done("app", "--no-browser")
    ((command, environment),) = started
    assert {
        "-P",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
    } <= set(command)
    assert environment["CALLIT_CWD"] == str(crowded_folder)


def free_port() -> int:
    """A port that nothing listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, home: Path, *options: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`callit app` as typed in a folder, without a browser unless so asked: the process, and the address it said."""
    with subprocess.Popen(
        [CALLIT, "app", *(options or ["--no-browser"])],
        cwd=folder,
        env={**os.environ, "CALLIT_HOME": str(home), **more},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            yield process, next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def answers(address: str, process: subprocess.Popen[str], within_s: float = 60) -> bool:
    """Whether the address answers before the time is over, while the process lives."""
    until = time.monotonic() + within_s
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def test_the_app_starts_where_a_person_keeps_files_of_the_same_names_and_ends_at_ctrl_c(
    crowded_folder: Path, home: Path
) -> None:
    """Their `model.py`, `data/`, `planner.py` and `.streamlit` are not for this app; Ctrl-C leaves no traceback."""
    with served(crowded_folder, home) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert answers(address, process)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, said)
    assert "Traceback" not in said
    assert traces(crowded_folder) == []


def got(address: str) -> tuple[str, int, str]:
    """What a browser gets there, redirects followed: the address it ends at, the status, the body."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.url, answer.status, answer.read().decode()


@pytest.mark.parametrize("below", ["", "/tools"])
def test_an_address_of_several_parts_leads_to_one_at_which_the_app_can_load(
    tmp_path: Path, home: Path, below: str
) -> None:
    """It keeps what was asked for, and what the address says of a project; also where the app is below a path."""
    with served(tmp_path, home, STREAMLIT_SERVER_BASE_URL_PATH=below) as (process, said):
        app = f"{said}{below}"
        assert answers(app, process)
        page = got(f"{app}/plan")
        assert page[:2] == (f"{app}/plan", 200)
        for asked, way in {
            "/a/b": "?address=a%2Fb",
            "/plan/x": "?address=plan%2Fx",
            "/a/b/c/": "?address=a%2Fb%2Fc",
            "/a%2Fb": "?address=a%2Fb",
            "/plan/x?project=3": "?project=3&address=plan%2Fx",
            "/r%C3%BCck/blick": "?address=r%C3%BCck%2Fblick",
        }.items():
            assert got(f"{app}{asked}") == (f"{app}/nowhere{way}", 200, page[2]), asked
        if not below:  # the standard library takes two slashes inside of a path for one, as no browser does
            assert got(f"{app}//plan") == (f"{app}/nowhere?address=%2Fplan", 200, page[2])
        script = re.search(r'src="\./(static/[^"]+)"', page[2])
        assert script is not None
        for own in ("_stcore/health", "_stcore/host-config", script[1], "favicon.png"):
            with urllib.request.urlopen(f"{app}/{own}", timeout=10) as answer:
                assert (answer.url, answer.status) == (f"{app}/{own}", 200)
                assert not answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser is opened by another program")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_browser_is_opened_at_the_address_that_was_said_and_the_app_ends_in_peace(
    tmp_path: Path, home: Path, sent: signal.Signals
) -> None:
    """Ctrl-C, or the `kill` of a service manager: exit code 0, and nothing but the address in the terminal."""
    opened = tmp_path / "opened"
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\necho chatter\n')
    opener.chmod(0o755)
    path = os.pathsep.join([str(opener.parent), os.environ["PATH"]])
    with served(tmp_path, home, "--port", str(free_port()), DISPLAY=":9", PATH=path) as (process, address):
        assert answers(address, process)
        until = time.monotonic() + 10
        while not opened.exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(sent)
        said, _ = process.communicate(timeout=30)
        assert (process.returncode, said) == (0, "")
    assert opened.read_text() == f"{address}\n"


@pytest.mark.parametrize("path", [None, ".", os.pathsep])
def test_a_command_runs_beside_a_persons_own_model_and_data(crowded_folder: Path, home: Path, path: str | None) -> None:
    """Also where `PYTHONPATH` names their folder, by a dot or by an empty part."""
    environment = {**os.environ, "CALLIT_HOME": str(home)}
    if path is not None:
        environment["PYTHONPATH"] = path
    ran = subprocess.run(
        [CALLIT, "status"], cwd=crowded_folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "No timer is running.\n", "")
    assert traces(crowded_folder) == []


def test_an_unexpected_error_is_one_sentence_and_the_traceback_is_in_the_log(
    callit: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the log; the log has the traceback."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("planner.timelog.running", broken)
    sentence = callit("status").sentence
    assert str(home / "callit.log") in sentence
    assert "secret detail" not in sentence
    assert "ZeroDivisionError: secret detail" in (home / "callit.log").read_text(encoding="utf-8")
